"""What leads to a member's person, in a text that the whole group reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.redaction_numbers import numbers
from bot.domain.tone.draft import Draft, ToneFinding

_KINDS = frozenset({"phone", "order", "card", "id_card", "plate", "number"})
_LOOKED_AT = 1000
"""Characters searched for numbers; a longer text is held anyway, as too long."""
_N = r"(?:\d{1,4}|[一二三四五六七八九十]{1,3})"
_HOME = re.compile(
    rf"{_N}(?:栋|幢|号楼)[-之的]?(?:{_N}单元[-之的]?(?:\d{{3,4}}|{_N}[室户])?|\d{{3,4}}|{_N}[室户])"
    rf"|住(?:在)?{_N}(?:栋|幢|号楼)"
    rf"|{_N}单元[-之的]?\d{{3,4}}|(?<!编号)(?<!\d)\d{{1,3}}-(?:\d{{1,2}}-)?\d{{3,4}}(?![\d-])|[\u4e00-\u9fff](?:路|街|巷|弄|大道)\d{{1,4}}(?:弄|号)"
)
_ORDER = re.compile(r"(?:单号|订单号?|快递单|[你您]那?单|运单)[号是为:：]*(?P<it>[A-Za-z]{0,4}\d{6,})")
_OUR_PLACE = re.compile(
    r"自提点|自提|提货|取货|发货|发放|领取|集合|架空层|物业|门卫|驿站|快递柜|大堂|大厅|店里|仓库|搬到"
)
_OUR_NUMBER = re.compile(
    r"客服|热线|官方|团长(?:的)?(?:电话|手机|微信)|我的?(?:电话|手机|微信)|(?:打|拨|找|联系)我|公司"
)


def _facts(draft: Draft) -> Iterator[tuple[int, int]]:
    for home in _HOME.finditer(draft.plain):
        if not _OUR_PLACE.search(draft.sentence_around(*home.span())):
            yield home.span()
    for order in _ORDER.finditer(draft.plain):
        yield order.span("it")
    for start, end, kind in numbers(draft.plain[:_LOOKED_AT]):
        if kind in _KINDS and not _OUR_NUMBER.search(draft.sentence_around(start, end)):
            yield start, end


def privacy(draft: Draft) -> ToneFinding | None:
    """A phone, address or order number in a public text; our own pickup point and number may stand there."""
    if draft.kind != "public":
        return None
    found = min(_facts(draft), default=None)
    if found is None:
        return None
    return ToneFinding("privacy", draft.excerpt(*found), "电话、住址、单号别发在群里，私聊里说。")
