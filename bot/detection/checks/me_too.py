"""我的也是, +1, 俺也一样: joins what a neighbour has just said, whatever that was."""

from __future__ import annotations

import re

from bot.detection.checks.elsewhere import is_elsewhere
from bot.detection.checks.harmless import is_order, is_topic_of_others
from bot.detection.checks.praise import is_praise
from bot.detection.goods import goods_sketch
from bot.detection.normal import plain
from bot.detection.reading import CL, NUM, pattern, plain_of, quoted
from bot.domain.verdict import Burst, CheckResult, Earlier, Situation

_AND = r"[,。!?~、.…\s]*"
_ME_TOO = re.compile(
    rf"^{_AND}(?:@\S+ )?{_AND}(?:(?:楼上|团长|是的|是啊|对|对对|嗯|哎|唉|真的|确实){_AND})?(?:"
    r"\+\s*1|\+10086|1\+|加一|加1|加我一个|同(?!事|学|一个|款(?!,|$)|样的?价|城|栋|志|时|意|小区)(?:上|样|感|求|问|款|等|病相怜)?|me ?too|我也一样|也一样|一样(?!的?价)|一模一样|一样的情况|彼此彼此|"
    r"(?:我|我们|我这|我那|我家|俺家|俺|我这儿|我这里|我们家|咱家|这边|这里|我们\d*栋|\d+栋)(?:的|家|儿|里|那份|这份|那箱|那盒|份|那袋)?(?:那|这)?(?:份|箱|盒|袋|个)?(?:也|同样|亦)(?!要|来|买|想|订|\+|接|去|在|会|可以|能|爱|喜欢|加|跟|报)|我也(?:是|没|有|一样|遇到|这样)|"
    r"我家(?:的|那份|那个|那箱)?也|我的也|(?:\d+栋)(?:的)?也|咱俩一个命|难兄难弟|握(?:个)?(?:手|爪)|楼上(?:你)?(?:不是一个人|\+)|你不是一个人|不止(?:你|我)一(?:个|家)|还有我|算我一个|我举手|举(?:个)?手|对,?就是这个味|英雄所见略同|真不是我一家|确实)",
)
_OWN_NEGATIVE = pattern(rf"没有|没(?!问题|事|坏)|烂|坏|碎|少|漏|错|臭|酸|苦|不(?!错|急|用|客气)|退|等|{NUM}{CL}|一半|扔|差")
_FINE = pattern(r"也(?:还好|没问题|没事|没坏|挺好|不错|很好|好好的|可以|还行|甜|好吃|好着|香|新鲜|没碎|没烂)|一个比一个甜|粒粒饱满")
_OFFER = pattern(r"接龙|截单|开团|\d(?:元|块|\.\d)|有人拼|拼单|谁要|报数|要的|名额")


def joins(text: str) -> str | None:
    """The words by which a plain text joins what was said before; None if it does not."""
    if len(text) > 60:
        return None
    found = _ME_TOO.match(text)
    if not found or _FINE.search(text):
        return None
    return found.group().strip(" ,") or None


def joined(situation: Situation, negative: bool) -> Earlier | str | None:
    """What a joining message joins: a neighbour's complaint, or the name of something else, or nothing known.

    With a negative of its own (我也没有) it passes over the neighbours whose goods are fine.
    """
    passed = 0
    for earlier in reversed(situation.earlier):
        if _too_old(earlier, situation):
            return None
        text = plain(earlier.text)
        if earlier.complaint and not is_elsewhere(text):
            return earlier
        if earlier.same_member and passed == 0 and earlier.complaint is False:
            passed += 1
            continue
        if is_elsewhere(text):
            return "elsewhere"
        if is_topic_of_others(text):
            return "off_topic"
        sketch = goods_sketch(text)
        if is_order(sketch) or (_OFFER.search(text) and not negative):
            return "order"
        if is_praise(text) and not negative and earlier.role not in ("group_leader", "bot"):
            return "praise"
        passed += 1
        if passed > 8:
            return None
    return None


def _too_old(earlier: Earlier, situation: Situation) -> bool:
    if earlier.at is None or situation.now is None:
        return False
    return abs((situation.now - earlier.at).total_seconds()) > 4 * 3600


_JOINED_DETAIL = {
    "elsewhere": "附和的是别处的事", "off_topic": "附和的是别的话题", "order": "跟着接龙", "praise": "跟着夸",
}


def me_too(burst: Burst, situation: Situation) -> CheckResult | None:
    """Joins a neighbour's complaint about this group and takes over its category and goods."""
    for index, message in enumerate(burst.messages):
        text = plain(message.text)
        words = joins(text)
        if words is None:
            continue
        if message.quoted_is_complaint:
            return CheckResult("me_too", 4.4, f"附和引用的投诉：“{quoted(words)}”", message=index)
        target = joined(situation, _OWN_NEGATIVE.search(text) is not None)
        if isinstance(target, Earlier):
            return CheckResult(
                "me_too", 4.6, f"附和邻居的投诉：“{quoted(words)}”", message=index, category=target.category,
                goods=target.goods,
            )
        if isinstance(target, str):
            return CheckResult("me_too", -6.0, _JOINED_DETAIL[target], veto=True, message=index)
    return None


def fine_here(burst: Burst, situation: Situation) -> CheckResult | None:
    """我的没问题, 我家好好的: the opposite of joining."""
    found = _FINE.search(plain_of(burst))
    return CheckResult("fine_here", -5.0, "说自己的没问题", veto=True) if found else None
