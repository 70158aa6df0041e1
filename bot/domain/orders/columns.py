"""Which column holds what, by the headings that shops' exports use (快团团, 群接龙, 微店 and tables made by hand)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "order_number": (
        "订单号", "订单编号", "订单id", "订单流水号", "商户订单号", "主订单编号", "子订单编号",
        "单号", "orderid", "ordernumber", "orderno",
    ),
    "chain_number": ("接龙号", "接龙编号", "接龙序号", "跟团号", "团号", "编号", "序号"),
    "goods": (
        "商品", "商品名称", "商品名", "商品标题", "品名", "货品", "货品名称", "宝贝标题", "宝贝名称", "产品",
        "产品名称", "接龙商品", "团购商品", "接龙内容", "goods", "product",
    ),
    "specification": (
        "规格", "商品规格", "规格名称", "型号", "商品型号", "sku", "sku名称", "款式", "口味", "销售属性",
    ),
    "quantity": (
        "数量", "商品数量", "购买数量", "件数", "份数", "购买件数", "下单数量", "接龙数量", "总数量",
        "quantity",
    ),
    "unit_fen": (
        "单价", "商品单价", "销售单价", "团购价", "售价", "价格", "商品价格", "price",
    ),
    "sum_fen": (
        "小计", "商品小计", "商品金额", "商品总价", "商品总额", "商品实付", "商品实付金额",
    ),
    "paid_fen": (
        "实付", "实付金额", "实付款", "实收", "实收金额", "订单金额", "订单实付", "订单实付金额", "支付金额",
        "金额", "总金额", "总价", "合计", "订单总额", "实际支付金额", "amount",
    ),
    "nickname": (
        "昵称", "微信昵称", "接龙人", "群昵称", "群内昵称", "跟团人", "团员昵称", "团员", "用户昵称",
        "买家昵称", "买家", "下单人", "参与人", "客户昵称", "会员昵称", "nickname",
    ),
    "receiver": (
        "收货人", "收货人姓名", "收件人", "收件人姓名", "姓名", "联系人", "提货人", "自提人", "取货人",
        "提货人姓名",
    ),
    "phone": (
        "手机", "手机号", "手机号码", "电话", "联系电话", "收货电话", "收货人手机", "收货人电话", "收件人手机",
        "收件人电话", "联系方式", "联系手机", "提货人电话", "提货人手机", "phone", "mobile",
    ),
    "pickup_point": (
        "自提点", "自提点名称", "提货点", "取货点", "楼栋", "自提地点", "配送点", "门店", "提货门店",
    ),
    "ordered_at": (
        "下单时间", "下单日期", "订单创建时间", "创建时间", "接龙时间", "跟团时间", "支付时间", "付款时间",
        "参与时间", "提交时间", "下单", "日期", "时间",
    ),
    "arrives_on": (
        "预计到货", "预计到货时间", "预计到货日期", "到货时间", "到货日期", "预计送达", "预计送达时间",
        "自提时间", "提货时间", "提货日期", "配送日期", "预计自提时间",
    ),
    "state": (
        "订单状态", "状态", "售后状态", "退款状态",
    ),
}  # fmt: skip
"""What is read, and its headings as `heading_key` writes them."""

NEEDED = ("order_number", "goods")
"""A place in a sign-up chain serves as an order's number where the day is there, too: each chain counts from 1."""
LOOKED_THROUGH = 15
"""So many rows a title may take before the headings."""

_FIELD = {heading: field for field, headings in HEADINGS.items() for heading in headings}
_ASIDE = re.compile(r"[(\[【].*?[)\]】]|[*:\s_\-]")


@dataclass(frozen=True)
class CannotUse(Exception):
    """A table without a column that is needed: which, and the headings that were found."""

    missing: tuple[str, ...]
    found: tuple[str, ...]


@dataclass(frozen=True)
class Columns:
    """Where each field stands: `at` maps it to a column; `row` is the place of the headings, counted from 0."""

    row: int
    at: Mapping[str, int]
    unused: tuple[str, ...]


def heading_key(cell: str) -> str:
    """A heading as headings are compared: without brackets, stars and blanks: 实付(元)* is 实付."""
    return _ASIDE.sub("", unicodedata.normalize("NFKC", cell).lower())


def columns_in(rows: Sequence[Sequence[str]]) -> Columns:
    """Find the row of headings; raises CannotUse."""
    found = [_columns(n, row) for n, row in enumerate(rows[:LOOKED_THROUGH])]
    best = max(found, key=lambda columns: (len(columns.at), -columns.row), default=None)
    at = best.at if best is not None else {}
    stands_in = {"order_number"} if {"chain_number", "ordered_at"} <= at.keys() else set()
    missing = tuple(field for field in NEEDED if field not in {*at, *stands_in})
    if best is None or missing:
        return _refuse(rows, best, missing)
    return best


def known_headings(rows: Sequence[Sequence[str]]) -> int:
    """How many headings are understood where most of them are."""
    return max((len(_columns(n, row).at) for n, row in enumerate(rows[:LOOKED_THROUGH])), default=0)


def _columns(n: int, row: Sequence[str]) -> Columns:
    """The first column of each field; the others are not used."""
    at: dict[str, int] = {}
    unused = []
    for place, cell in enumerate(row):
        field = _FIELD.get(heading_key(cell))
        if field is not None and field not in at:
            at[field] = place
        elif cell.strip():
            unused.append(cell.strip())
    return Columns(n, at, tuple(unused))


def _refuse(rows: Sequence[Sequence[str]], best: Columns | None, missing: tuple[str, ...]) -> Columns:
    likely = rows[best.row] if best is not None and best.at else next((row for row in rows if any(row)), ())
    raise CannotUse(missing, tuple(cell.strip() for cell in likely if cell.strip()))
