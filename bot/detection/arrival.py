"""What a few words mean right after goods have come: 坏了 behind the leader's 草莓到了，大家来拿."""

from __future__ import annotations

import re

from bot.detection.goods import find_goods
from bot.detection.only_a_fault import BAD, BEFORE, POOR, SOME
from bot.domain.plain_words import plain
from bot.domain.verdict import Situation

_HOURS = 12
_LONGEST = 18
_ARRIVED = re.compile(
    r"(?:到|来|齐)(?:了|啦|咯|货|齐|店|家|群|喽|嘞|哈|~|～|，|,|！|!|。|$)|[来去可]?[来去]?(?:拿|取|领)(?:货|菜|哈|啦|了|一下)?|自提|分好|分装|"
    r"[送发]出?(?:去|来|完|好)?了|上门送|放(?:在|到)?(?:门口|前台|驿站|架子|柜)"
)
_NOT_YET = re.compile(
    "(?:明|后)[天早晚]|下周|周[一二三四五六日天末]|预计|开团|接龙|下单|截单|预订|预定|还没|没到|晚点|推迟|要的|报名|上新|几点到"
)
_TASTE = (
    r"(?:好|太|真|有点|很|特别|超|巨|这么|那么)(?:酸|小|苦|咸|硬|淡|软|生|老|柴|难吃)|"
    r"(?:一点都?|根本|完全|都)?不(?:甜|好吃|熟|脆|香)|没(?:什么|啥|有)?味道?|难吃"
)
_OTHER = r"(?:跟|和)(?:图片?|照片|说的|描述|上次)(?:上|里)?(?:的|完全|差太多)?(?:不一样|不同|两样|差太?多|不符)"
_OF_OTHERS = re.compile("也|几[个多]|多少|谁|你的|你家|[?？]")
"""A joining, a question, or words to a neighbour."""
_BARE = re.compile(
    rf"(?:拿到了?|收到了?|打开|切开|吃了|尝了|看了)?[,，\s]*(?:怎么|咋|又|都|全部?|就|还|已经|好像|里面?|里头|是(?!假)|有(?!一?[股点]?[怪臭酸异霉馊]?味|虫|头发|问题)|被|点|"
    rf"好多|好些|很多|{SOME})*+(?:{POOR}|{_TASTE}|{_OTHER}|{BAD})(?:[了的掉完透]|{SOME})*+[啊呀呢哦哎唉诶吧嘛呜,，。.!！~～…\s]*"
)


def has_arrived(situation: Situation) -> tuple[str, ...] | None:
    """The goods of which the leader's last post says that they have come today; empty where it names none for certain,
    or the member has named goods since, None where nothing has come."""
    own = False
    for one in reversed(situation.earlier):
        if one.role != "group_leader":
            own = own or (one.same_member is True and bool(find_goods(one.text)))
            continue
        if (
            one.at is not None
            and situation.now is not None
            and (situation.now - one.at).total_seconds() > _HOURS * 3600
        ):
            return None
        words = plain(one.text)
        if _ARRIVED.search(words) and not _NOT_YET.search(words):
            named = find_goods(one.text)
            return named if len(named) == 1 and not own else ()
    return None


def says_a_bare_fault(text: str) -> bool:
    """Whether the words name what is wrong, of nothing that they name, and nothing besides: 我的坏了; 团长，都烂了."""
    words = plain(text).strip()
    if len(words) > _LONGEST or find_goods(text) or _OF_OTHERS.search(words):
        return False
    begins = BEFORE.match(words)
    return begins is not None and any(_BARE.fullmatch(words, at) for at in range(begins.end() + 1))
