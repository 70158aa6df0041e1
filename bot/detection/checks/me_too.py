"""我的也是, +1, 俺也一样: joins what a neighbour has just said, whatever that was."""

from __future__ import annotations

from dataclasses import replace

from bot.detection.checks.elsewhere import is_elsewhere
from bot.detection.checks.harmless import is_order, is_topic_of_others
from bot.detection.checks.praise import is_praise
from bot.detection.goods import find_goods, goods_sketch, same_goods
from bot.detection.joining import FINE_TOO, joins, joins_later
from bot.detection.normal import plain
from bot.detection.reading import CL, NUM, pattern, plain_of, quoted
from bot.domain.verdict import Burst, BurstMessage, CheckResult, Earlier, Situation

_OWN_NEGATIVE = pattern(
    rf"没有|没(?!问题|事|坏)|烂|坏|碎|少|漏|错|臭|酸|苦|不(?!错|急|用|客气)|退|等|{NUM}{CL}|一半|扔|差"
)
_OWN_FAULT = pattern(
    "烂|坏|碎|臭|馊|霉|出水|软|漏|裂|化了|少了|缺|扁|压|散|断|破|脱|掉了|开线|变形|不亮|不热|不转|不响|打不着|用不了"
)
_FINE_HERE = pattern(
    r"^(?:我|我们|我家|我这)(?:的|家|这)?(?:.{0,6})(?:是?正常的|没问题|好好的|没毛病|不碍事|挺好的|"
    r"好着呢)(?!.{0,8}(?:就是|但|可是))",
    r"^(?:我|我们|我家|我这)(?:的|家|这)?也[^但可]{0,16}(?<!怎么)(?<!刚才)(?<!昨天)(?:都?好着(?:呢|哩|嘞)?|没(?:得|有)?事|没毛病|干干净净)"
    r"[哈呀啊的]*[。!~]*$",
)
"""我家好好的; 我的也切开看了，好着呢."""
_ALSO_SO_MANY = pattern(rf"^(?:我|俺|咱)们?家?也(?:要|来)?({NUM}{CL})[。!~]*$")
_PLUS_ONE = pattern(rf"^(.{{0,6}}?)\+\s*1\s*(?:{NUM}{CL})?$")
"""纸+1, 一斤+1, +1 两箱: in a sign-up chain an order, after a complaint a joining."""
_AMOUNT = pattern(rf"{NUM}{CL}?")
_POINTING = frozenset({"楼上", "我", "我也", "我家", "同", "对", "是的"})
_POINTS_AT = pattern(
    r"^(?:我们?|我家)?的?(?:那|这)?(?:个|盒|箱|袋|份|种)?[红绿黄白紫黑橙]的(?:那|这)?(?:个|盒|箱|袋|份|种)?"
    r"(?:我|我家)?的?(?:也|都|全)*.{0,4}(?:烂|坏|化了|臭|馊|霉|蔫|出水|不行|不能吃)"
)
"""那个红的烂了: goods by their colour, after a neighbour has named them."""
_OFFER = pattern(
    rf"接龙|截单|开团|\d(?:元|块|\.\d)|有人拼|拼单|谁要|报数|要的|名额|想(?:再)?[订买拼团]|(?:想要|再?[订买]|再来){NUM}{CL}"
)
_ONCE = pattern("上[次回]|上一[次回]|遇[到见]过|碰[到上见]过|有过|[烂坏碎漏少酸臭霉]过|去年|以前")
_NOW_TOO = pattern("[这今]|又|还是|刚")
"""我上次也碎过 tells of another time, 我上次也碎了，这次又是 also of this one."""


def joined(situation: Situation, negative: bool, own_fault: bool = False) -> Earlier | str | None:
    """What a joining message joins: a neighbour's complaint, or the name of something else, or nothing known.

    With a negative of its own (我也没有) it passes over the neighbours whose goods are fine, with a fault of goods of
    its own (我的也是，底下都出水了) also over the talk of other things in between.
    """
    for earlier in reversed(situation.earlier[-9:]):
        if _too_old(earlier, situation):
            return None
        text = plain(earlier.text)
        if earlier.complaint and not is_elsewhere(text):
            return earlier
        if earlier.of_case:
            continue
        if is_elsewhere(text):
            return "elsewhere"
        if is_topic_of_others(text) and not own_fault and earlier.role not in ("group_leader", "bot"):
            return "off_topic"
        if not negative and (is_order(goods_sketch(text)) or _OFFER.search(text)):
            return "order"
        if is_praise(text) and not negative and earlier.role not in ("group_leader", "bot"):
            return "praise"
    return None


def _too_old(earlier: Earlier, situation: Situation) -> bool:
    if earlier.at is None or situation.now is None:
        return False
    return abs((situation.now - earlier.at).total_seconds()) > 4 * 3600


def _other_goods(text: str, target: Earlier) -> bool:
    """馒头+1 after a complaint about yoghurt is an order, and so is 纸+1."""
    plus_one = _PLUS_ONE.search(text)
    named = _AMOUNT.sub("", plus_one.group(1)).strip(" ,") if plus_one else ""
    if named and named not in _POINTING and named not in plain(target.text) and not _OWN_NEGATIVE.search(named):
        return True
    own, theirs = find_goods(text), target.goods or find_goods(target.text)
    return bool(own and theirs) and not any(same_goods(a, b) for a in own for b in theirs)


_JOINED_DETAIL = {
    "elsewhere": "附和的是别处的事",
    "off_topic": "附和的是别的话题",
    "order": "跟着接龙",
    "praise": "跟着夸",
}


def _quoted_only(message: BurstMessage, situation: Situation) -> Situation | None:
    """What a reply joins is what it quotes, and nothing else; None if it quotes nothing."""
    if not message.quoted_text:
        return None
    known = next((one for one in reversed(situation.earlier) if one.text == message.quoted_text), None)
    role = message.quoted_role or "unknown"
    one = known or Earlier(message.quoted_text, role, goods=find_goods(message.quoted_text))
    return Situation((replace(one, complaint=one.complaint or message.quoted_is_complaint),))


def _asked_last(text: str, situation: Situation) -> Situation:
    """同问 joins what a neighbour said last, and nothing before that."""
    if not text.strip().startswith("同问"):
        return situation
    said = [one for one in situation.earlier if one.role not in ("group_leader", "bot")]
    return replace(situation, earlier=tuple(said[-1:]))


def _pointing(text: str) -> str | None:
    found = _POINTS_AT.search(text) if len(text) <= 20 else None
    return found.group() if found else None


_OWN_ONES = pattern(r"^(?:啊|哎呀?|唉|天哪|完了|那|刚看了?|[,。!~])*(?:我|咱)们?(?:家|这|那|的|里|边|也)")
_NO_FAULT = pattern(
    "[?]|会不会|是不是|有没有|要不要|怕|容易|没有?(?:什么|怎么|被)?[烂坏碎臭馊霉漏裂断破压扁散软化缺少]|不[烂坏碎臭漏破软散]|[剁切打搅碾捣绞拍炖煮]碎"
)


def _same_fault(text: str) -> str | None:
    """我的草莓底下全坏了: a fault of one's own goods, named after a neighbour has complained about these."""
    found = _OWN_FAULT.search(text) if _OWN_ONES.search(text) and len(text) <= 30 and find_goods(text) else None
    return found.group() if found is not None and not _NO_FAULT.search(text) and not is_elsewhere(text) else None


def me_too(burst: Burst, situation: Situation) -> CheckResult | None:
    """Joins a neighbour's complaint about this group and takes over its category and goods."""
    for index, message in enumerate(burst.messages):
        text = plain(message.text)
        words = joins(text) or _pointing(text) or joins_later(text)
        by_fault = words is None
        words = words or _same_fault(text)
        if words is None or (_ONCE.search(text) and not _NOW_TOO.search(text)):
            continue
        negative = not _PLUS_ONE.search(text) and (len(text) > 8 or _OWN_NEGATIVE.search(text) is not None)
        own_fault = len(text) > 5 and _OWN_FAULT.search(text) is not None
        target = joined(_quoted_only(message, situation) or _asked_last(text, situation), negative, own_fault)
        if by_fault and (not isinstance(target, Earlier) or not target.goods or _other_goods(text, target)):
            continue
        if isinstance(target, Earlier):
            so_many = _ALSO_SO_MANY.search(text)
            if so_many and target is not situation.earlier[-1] and so_many.group(1) not in plain(target.text):
                return CheckResult("me_too", -6.0, _JOINED_DETAIL["order"], veto=True, message=index)
            if _other_goods(text, target):
                if _OWN_NEGATIVE.search(text):
                    continue
                return CheckResult("me_too", -6.0, _JOINED_DETAIL["order"], veto=True, message=index)
            return CheckResult(
                "me_too",
                4.6,
                f"附和邻居的投诉：“{quoted(words)}”",
                message=index,
                category=target.category or "other",
                goods=target.goods,
            )
        if isinstance(target, str):
            return CheckResult("me_too", -6.0, _JOINED_DETAIL[target], veto=True, message=index)
    return None


def fine_here(burst: Burst, situation: Situation) -> CheckResult | None:
    """我的没问题, 我家好好的: the opposite of joining."""
    text = plain_of(burst)
    found = _FINE_HERE.search(text) or FINE_TOO.search(text)
    return CheckResult("fine_here", -5.0, "说自己的没问题", veto=True) if found else None
