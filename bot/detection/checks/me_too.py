"""我的也是, +1, 俺也一样: joins what a neighbour has just said, whatever that was."""

from __future__ import annotations

from bot.detection.checks.elsewhere import is_elsewhere
from bot.detection.checks.harmless import is_order, is_topic_of_others
from bot.detection.checks.praise import is_praise
from bot.detection.goods import goods_sketch
from bot.detection.joining import FINE_TOO, joins
from bot.detection.normal import plain
from bot.detection.reading import CL, NUM, pattern, plain_of, quoted
from bot.domain.verdict import Burst, CheckResult, Earlier, Situation

_OWN_NEGATIVE = pattern(rf"没有|没(?!问题|事|坏)|烂|坏|碎|少|漏|错|臭|酸|苦|不(?!错|急|用|客气)|退|等|{NUM}{CL}|一半|扔|差")
_OFFER = pattern(r"接龙|截单|开团|\d(?:元|块|\.\d)|有人拼|拼单|谁要|报数|要的|名额")


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
    found = FINE_TOO.search(plain_of(burst))
    return CheckResult("fine_here", -5.0, "说自己的没问题", veto=True) if found else None
