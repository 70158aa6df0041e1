"""What a few words mean after goods have come: 坏了 behind 草莓到了, where nobody has talked of a lift since."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.detection.arrival import has_arrived, named_in_posts, talk_since
from bot.detection.goods import find_goods, goods_spans, same_goods
from bot.detection.only_a_fault import AFTERWARDS, BAD, BEFORE, HELP, POOR, SOME, spoken
from bot.domain.plain_words import plain
from bot.domain.verdict import Burst, Earlier, Situation

Meant = Literal["heard", "worth_asking", "asked", "doubtful", "other"]

_LONGEST = 22
_MINUTES = 20
"""So long the talk before may be what a few words answer."""
_TASTE = (
    r"(?:好|太|真|有点|很|特别|超|巨|这么|那么)(?:酸|小|苦|咸|硬|淡|软|生|老|柴|难吃|薄|干)|酸(?:死了|得要命|掉牙|倒牙)|"
    r"(?:一点都?|根本|完全|都)?不(?:甜|好吃|熟|脆|香)|没(?:什么|啥|有)?(?:味道?|水分)|难吃|软趴趴|硬邦邦|干巴巴|"
    r"散黄|化冻(?=[了的])|胀包|结块|倒瓤|黑心|掉[毛色]|(?:(?<=里面)|(?<=面是)|(?<=切开)|(?<=开是)|(?<=开都是)|(?<=面都是))[黑白]的?|洒"
)
_OTHER = r"(?:跟|和)(?:图片?|照片|说的|描述|上次)(?:上|里)?(?:的|完全|差太多)?(?:不一样|不同|两样|差太?多|不符)"
_OF_OTHERS = re.compile(
    "也(?!没法)|(?<!好)几[个多]|多少|(?<!找)谁(?!管)|你的|你家|(?<!吗)(?<!么)(?<!办)(?<!退)(?<!换)[?？]"
)
"""A joining, a question, or words to a neighbour."""
_LEAD = (
    rf"(?:拿到了?|收到了?|打开|切开|吃了|尝了|看了)?[,，\s]*(?:怎么|咋|又|都|全部?|就|还|已经|好像|里面?|里头|底下|下面|部分|有些|有的|是(?!假)|"
    rf"有(?!一?[股点]?[怪臭酸异霉馊]?味|虫|头发|问题)|被|点|好多|好些|很多|{SOME})*+"
)
_FAULT = rf"{_LEAD}(?:{POOR}|{_TASTE}|{_OTHER}|{BAD}){AFTERWARDS}[啊呀呢哦哎唉诶吧嘛呜,，。.!！~～…\s]*"
_BARE = re.compile(rf"{_FAULT}(?:{HELP}[啊呀呢,，。.?？!！~～…\s]*)?")
_MISSING = (
    r"没(?:有?(?:找到|看到|见到|收到|拿到)|找着|看见)(?:我的?)?|我(?:家|的|那份)*(?:没有?了?|没在|不在|丢了|被(?:谁|人)?拿走?了?|呢|漏了|没收到)|"
    rf"(?:我|怎么|咋)*没有?我的|怎么没有?我的|没(?:有了|货了?)|被(?:谁|人)?拿走了?|谁拿了我的|拿少了|给少了|[少缺]{SOME}|少一样|(?:怎么|咋)?(?:就|才|只有){SOME}|"
    rf"(?:我)?(?:订|买|要)了?{SOME}(?:才|就|只)?给{SOME}|[份分]量不够|不够秤|哪呢|漏了我的|(?:门口|驿站说?|架子上)没有|没送到|"
    r"(?:给我)?[送给发]错(?:了|楼了?)?|给我拿错了?|拿错了(?=吧)"
)
_WISH = (
    r"(?:我|给我?|可以|能|要|想|帮我)*+(?:退|换)(?:货|款|钱|掉|了)?(?:一?[下盒个份])?(?:吧|吗|么|不|呗)?|给[退换]不|"
    r"能不能[退换]"
)
_POOR_AT_MOST = (
    r"差评|数(?:量|目)?不对|太差了?|太次了?|垃圾|不咋[地样]|生的|硬的|黑的|脏的|白的|有洞|破洞|白瓤的|酸的?|线头(?:好|太)多|"
    r"这(?:咋|怎么|能)吃"
)
_ASKED = re.compile(
    rf"(?:我|我家的?|家里的?|这)?(?:{_MISSING}|{_WISH}|{_POOR_AT_MOST})(?:吧|呢|啊|呀|了|这是|怎么|[?？!！~～。…,，\s])*+"
)
_ASKED_AT_MOST = re.compile(rf"(?:我|我家的?|这)?(?:{_POOR_AT_MOST})(?:吧|呢|啊|呀|了|[?？!！~～。…,，\s])*+")
_BEFORE_BUYING = re.compile("了(?:[包管保给]|能|可以)[^,，]{0,4}(?:吗|么|不)$")
"""坏了包赔吗: so asks, too, who has not bought yet."""
_CATEGORIES = (
    (re.compile(r"漏[了掉]?(?:我|俺)(?:的|家)|没[有在到看找货]|丢|拿走|[少缺]|呢$|没收到"), "missing"),
    (re.compile(r"(?<!不)[坏烂碎破裂化瘪洒]|^漏"), "damaged"),
    (re.compile("退|换"), "refund"),
)
"""What plain words are about, whatever else they are like."""
_OWNED = re.compile(
    r"[\s,，]*(?:@?(?:团长|群主|老板娘?|店家)|我(?:妈|婆婆|爸)?(?:的|家|这|那|拿|收|买|们)|俺|收到|拿到|领到|打开|切开)"
)
_LASTING = re.compile(
    r"洗衣|电梯|手机|空调|冰箱|路灯|灯|车(?!厘)|锅|水管|水龙头|马桶|热水器|电视|电脑|充电|充电宝|门禁|门锁|暖气|花瓶|屏幕?|钥匙|眼镜|伞|wifi|网"
)
_QUESTION = re.compile(
    r"[?？]|[吗么]|(?:呢|没|不|没有|咋样|怎样)$|怎么|咋|谁|啥|什么|几|多少|哪|会不会|能不能|(.)不\1|还行吗"
)
_HOME = re.compile(r"(?:我|你|他|她|咱)们?家|家里|[你他她]的|[你他她]那个?|那(?:个|家|部)|小区|楼下|外面|新开")
_OF_PICK_UP = re.compile(
    r"几点|关门|没[拿取领来]|在哪[拿取领]|哪里[拿取领]|[拿取领][到了货]|来[拿取领啦了]|去[拿取领]|收到|到了|货|下班|晚点|马上来|还有吗|有人吗|"
    r"^(?:大家|你们|都|这个?|今天的?|味道|觉得)*(?:甜|好吃|新鲜|酸|熟|脆|怎么样|咋样|如何|好不好|有问题|大)(?:的|了)?(?:吗|么|不|没|吧|[不没](?:甜|好吃|酸|新鲜))?"
    r"[?？。,，!！~～\s]*$"
)
_FILLER = re.compile(
    r"(?:[好嗯哦行对是哈呵嘿哎喔啊嘞呀的👌👍🙏了啦,，。.!！~～…\s]|收到|谢谢|谢|辛苦|团长|提醒|早|今天|好?冷|好?热|下雨|真|ok|OK|挺|不错|甜|好吃|新鲜|大|香|"
    r"带伞|赞|可以|知道|明白|没事|等会儿?|一会儿?|我|来|晚点|下班|接娃?|放学|一起|也|去)*+"
)


@dataclass(frozen=True)
class BareWords:
    """How far a few words may be taken for a complaint about what has come."""

    meant: Meant
    """`worth_asking` are words that may be one, `asked` such that are never certain (黑的), `doubtful` words after
    other talk; `other` answer such talk."""
    goods: tuple[str, ...] = ()
    category: str | None = None


def bare_words(burst: Burst, situation: Situation) -> BareWords | None:
    """What a few words mean when goods have come; None where they are no such words."""
    if not 0 < len(burst.text) <= _LONGEST + 10:
        return None
    named = find_goods(burst.text)
    text = _without_goods(burst.text) if named else burst.text
    sure = says_a_bare_fault(text)
    if not sure and (named or not says_a_bare_want(text)):
        return None
    came = has_arrived(situation)
    if came is None:
        return None
    category = next((name for found, name in _CATEGORIES if found.search(spoken(text))), None)
    if sure and _BEFORE_BUYING.search(spoken(text)) and not _OWNED.match(plain(text)):
        return None if named else BareWords("doubtful", came, category)
    if named:
        posted = named_in_posts(situation)
        return BareWords("heard", named, category) if _all_of(named, posted) else None
    meant = _what_is_talked_of(text, situation)
    if meant == "heard" and not sure and not burst.has_image:
        meant = "asked" if _ASKED_AT_MOST.fullmatch(spoken(text)) else "worth_asking"
    return BareWords(meant, came, category)


def _without_goods(text: str) -> str:
    words = plain(text)
    for found in reversed(goods_spans(words)):
        words = words[: found.start] + words[found.end :]
    return words


def _all_of(named: tuple[str, ...], posted: tuple[str, ...]) -> bool:
    return all(any(same_goods(a, b) for b in posted) for a in named)


def says_a_bare_fault(text: str) -> bool:
    """Whether the words name what is wrong, of nothing that they name, and nothing besides: 我的坏了; 团长，都烂了."""
    words = spoken(text)
    if not words or len(words) > _LONGEST or find_goods(text) or _OF_OTHERS.search(words):
        return False
    begins = BEFORE.match(words)
    return begins is not None and any(_BARE.fullmatch(words, at) for at in range(begins.end() + 1))


def says_a_bare_want(text: str) -> bool:
    """Whether the words miss something or want help, without naming what: 我的呢; 退吧; 生的."""
    words = spoken(text)
    if not words or len(words) > _LONGEST or find_goods(text):
        return False
    begins = BEFORE.match(words)
    return begins is not None and any(_ASKED.fullmatch(words, at) for at in range(begins.end() + 1))


def _what_is_talked_of(text: str, situation: Situation) -> Meant:
    """Whether the last talk leaves the words to the goods, makes them doubtful, or is about another matter."""
    talk = [one for one in talk_since(situation) if one.role != "bot" and _recent(one, situation)]
    if _OWNED.match(plain(text)):
        last = talk[-1] if talk else None
        of_home = last is not None and last.role != "group_leader" and _LASTING.search(plain(last.text))
        return "doubtful" if of_home else "heard"
    posted, doubtful = named_in_posts(situation), False
    for one in reversed(talk):
        words = plain(one.text).strip()
        named = find_goods(one.text)
        if any(same_goods(a, b) for a in named for b in posted) or (named and not posted):
            break
        if one.complaint and not _LASTING.search(words):
            doubtful = doubtful or bool(named)
            break
        if not words or _FILLER.fullmatch(words):
            continue
        if not named and not _LASTING.search(words) and (_OF_PICK_UP.search(words) or says_a_bare_fault(words)):
            break
        if named and _OF_PICK_UP.search(words):
            continue
        if _LASTING.search(words) or _QUESTION.search(words) or _is_of_home(words):
            return "other"
        if one.role == "group_leader":
            continue
        if named:
            return "other"
        doubtful = True
    return "doubtful" if doubtful else "heard"


def _is_of_home(words: str) -> bool:
    """Whether words are about something at home or elsewhere, and not about somebody's goods (我家的草莓)."""
    goods = {found.start for found in goods_spans(words)}
    return any(not goods & {hit.end(), hit.end() + 1} for hit in _HOME.finditer(words))


def _recent(one: Earlier, situation: Situation) -> bool:
    if one.at is None or situation.now is None:
        return True
    return (situation.now - one.at).total_seconds() <= _MINUTES * 60
