"""Which goods a leader's posts say have come: 草莓到了，没空的明天来拿 has, 草莓今晚到 has not."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.detection.goods import find_goods
from bot.domain.plain_words import plain
from bot.domain.verdict import Earlier, Situation

HOURS = 12
"""So long what has come is what bare words are about."""
_CLAUSES = re.compile(r"[,。!！?？~～;；\s]+")
_WHO_MAY_COME = re.compile(
    r"(?:今天)?没空的?|(?:还?没[来有]?)?(?:拿|取|领|提)的|(?:接龙|下单|预[订定]|[订定拼]|要)(?:了|过)?的(?=.{0,6}(?:[来拿取领]|到))|"
    r"周[一二三四五六日天末]的|(?:明|后)[天早晚]?(?:再)?来?[拿取领](?:也行|也可以|都行|都可以)?|晚点(?:再)?来?[拿取领]"
)
"""Words for whom and until when: they tell nothing of when goods come."""
_YET_TO_COME = re.compile(
    r"明[天早晚]|后天|下周|周[一二三四五六日天末]|预计|估计|大概|路上|还没|没到|未到|推迟|晚点|快到|快要|马上到|即将|要到|会到|能到|就到|到时候?|"
    r"几点|什么时候|通知|到了?(?:再|后|就|告诉|叫|喊)|等.{0,8}到|到了?(?:吗|么|没)|(?:吗|么|没有?)$|缺货|"
    r"(?:今晚|晚上|下午|傍晚|中午|上午|早上|今天|今日|\d+点半?|[一二两三四五六七八九十]+点半?)(?:左右|前|之前)?到(?!了|啦|咯|喽|嘞|货|齐|店)"
)
_SALE = re.compile(r"开团|接龙|下单|截单|预[订定]|报名|上新|要的")
_CAME = re.compile(
    r"(?<![拿收看听想找做知迟报签遇碰提说谈买抢感等接得达受我你他她它])(?<!时间)(?<!时候)(?<!周末)(?<![点冬夏春秋节])到(?:了|啦|咯|喽|嘞|哈|货|齐|店|位|$)|"
    r"(?:货|菜|东西|都)齐(?:了|啦|咯|喽|嘞|$)|(?:货|菜|水果)来(?:了|啦|咯|喽|嘞)|分[好完](?:了|啦|$)|分装|分拣[好完]|卸货|"
    r"(?<!红包)(?<!截图)(?:送|(?<!一)发)出?(?:去|来|完|好)?(?:了|啦)(?!.{0,4}(?:红包|截图|图|链接|表))|已?送[达到](?:了|啦|各|大家|你|门|每|家|$)|已送|上门送|"
    r"(?:放|挂|摆|搁)(?:在|到)?.{0,6}(?:门口|门把|把手|前台|驿站|架子?|柜)|(?:已经?|都)到(?!底)|到(?:驿站|门口|自提点|店里|小区)(?:了|啦)|现在(?:就|都)?可以来"
)
_CAME_BY_NAME = re.compile(
    r"[来到齐](?:了|啦|咯|喽|嘞|$)|^[取拿领发分](?!.{0,8}(?:图|链接))|在(?:我家|门口|店里?|驿站)"
)
"""What tells it of goods that the clause names: 取草莓啦, 草莓在我家了."""
_FETCH = re.compile(
    r"(?:来|可以|下来|过来|前来|开始)(?:我家|店里|门口|自提点)?(?:自?提(?!前|醒)|[拿取领](?!消|得|前))|自提|[取提拿领]货(?!前|通知)"
)


@lru_cache(maxsize=4096)
def goods_that_came(post: str) -> tuple[str, ...] | None:
    """The goods of which a leader's post says that they are here; empty where it names none, None where it says
    nothing of the kind."""
    came, fetch, waited = False, False, False
    named: dict[str, None] = {}
    for clause in _CLAUSES.split(_WHO_MAY_COME.sub("", plain(post))):
        goods = find_goods(clause)
        if _SALE.search(clause):
            if not goods:
                return None
            continue
        if _YET_TO_COME.search(clause):
            waited = True
            continue
        named.update(dict.fromkeys(goods))
        came = came or bool(_CAME.search(clause) or (goods and _CAME_BY_NAME.search(clause)))
        fetch = fetch or _FETCH.search(clause) is not None
    return tuple(named) if came or (fetch and not waited) else None


def has_arrived(situation: Situation) -> tuple[str, ...] | None:
    """The goods of which the leader's last post says that they have come today; empty where nobody can tell for
    certain, or the member has named goods since, None where nothing has come.

    A post without goods (还没拿的来拿) means those of the posts before it.
    """
    told = _told_today(situation)
    if not told:
        return None
    since = situation.earlier[_after_the_last(situation) :]
    if any(one.same_member is True and find_goods(one.text) for one in since):
        return ()
    named = told[-1] or named_in_posts(situation)
    return named if len(named) == 1 else ()


def named_in_posts(situation: Situation) -> tuple[str, ...]:
    """All goods of which the leader's posts of today say that they have come."""
    return tuple(dict.fromkeys(goods for found in _told_today(situation) for goods in found))


def talk_since(situation: Situation) -> tuple[Earlier, ...]:
    """What was said after the leader's last post that goods have come."""
    return situation.earlier[_after_the_last(situation) :]


def _told_today(situation: Situation) -> list[tuple[str, ...]]:
    posts = [one for one in (*situation.came, *situation.earlier) if one.role == "group_leader"]
    return [found for one in posts if _today(one, situation) and (found := goods_that_came(one.text)) is not None]


def _after_the_last(situation: Situation) -> int:
    for at in range(len(situation.earlier), 0, -1):
        one = situation.earlier[at - 1]
        if one.role == "group_leader" and goods_that_came(one.text) is not None:
            return at
    return 0


def _today(one: Earlier, situation: Situation) -> bool:
    if one.at is None or situation.now is None:
        return True
    return (situation.now - one.at).total_seconds() <= HOURS * 3600
