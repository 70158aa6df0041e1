"""Reading the rows of an export, one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.domain.orders.cells import (
    LONGEST,
    Unreadable,
    day_in,
    is_cancelled,
    is_scientific,
    moment_in,
    phone_tail_in,
    plain_cell,
    quantity_in,
    sum_in,
)
from bot.domain.orders.columns import columns_in
from bot.domain.orders.model import BadRow, OrderLine, Read, Wrong

WHO = ("order_number", "chain_number", "nickname", "receiver", "phone")
PERSONAL = (*WHO, "pickup_point", "ordered_at", "state", "paid_fen")
"""What a table with joined cells says once for all goods of an order."""
SUMS = ("合计", "总计", "汇总")


class _Bad(Exception):
    def __init__(self, wrong: Wrong, cell: str = "") -> None:
        self.wrong, self.cell = wrong, cell


def read(rows: Sequence[Sequence[str]], today: date) -> Read:
    """The lines of orders in a table; raises CannotUse. A row is named by its number as tables show it."""
    columns = columns_in(rows)
    lines: dict[tuple[str, str], tuple[int, OrderLine]] = {}
    bad: list[BadRow] = []
    above: Mapping[str, str] = {}
    for number, row in enumerate(rows[columns.row + 1 :], columns.row + 2):
        cells = {field: plain_cell(row[at]) if at < len(row) else "" for field, at in columns.at.items()}
        if not any(cells.values()) or _is_sum_row(cells):
            continue
        above = cells = _joined(cells, above)
        try:
            _keep(lines, number, line_of(cells, today))
        except _Bad as e:
            bad.append(BadRow(number, e.wrong, e.cell[:LONGEST]))
    return Read(tuple(line for _, line in lines.values()), tuple(bad), columns.unused)


def _keep(lines: dict[tuple[str, str], tuple[int, OrderLine]], number: int, line: OrderLine) -> None:
    """The same row again is no news; another row about the same goods of the same order is in doubt."""
    first, known = lines.setdefault((line.order_number, line.goods), (number, line))
    if known != line:
        raise _Bad("twice", str(first))


def _is_sum_row(cells: Mapping[str, str]) -> bool:
    return cells.get("order_number") in SUMS or (not cells.get("order_number") and cells["goods"] in SUMS)


def _joined(cells: dict[str, str], above: Mapping[str, str]) -> dict[str, str]:
    """A row with goods and nobody's name belongs to the order of the row above, whose cells were joined over both."""
    alone = not any(cells.get(field) for field in WHO)
    if not alone or not cells["goods"] or not (above.get("order_number") or above.get("chain_number")):
        return cells
    return {field: cell or (above.get(field, "") if field in PERSONAL else "") for field, cell in cells.items()}


def line_of(cells: Mapping[str, str], today: date) -> OrderLine:
    """One row's line of an order; raises _Bad."""
    ordered_at = _moment(cells, today)
    number = _order_number(cells, ordered_at)
    goods = " ".join(part for part in (cells["goods"], _specification(cells)) if part)
    quantity = _quantity(cells)
    unit, total = _sum(cells, "unit_fen"), _sum(cells, "sum_fen")
    name = cells.get("nickname") or cells.get("receiver") or ""
    if max(map(len, (number, goods, name, cells.get("pickup_point", "")))) > LONGEST:
        raise _Bad("long", max((number, goods, name, cells.get("pickup_point", "")), key=len)[:20])
    return OrderLine(
        order_number=number,
        goods=goods,
        quantity=quantity,
        sum_fen=total if total is not None or unit is None else unit * quantity,
        paid_fen=_sum(cells, "paid_fen"),
        buyer_name=name,
        phone_tail=phone_tail_in(cells.get("phone", "")),
        pickup_point=cells.get("pickup_point") or None,
        ordered_at=ordered_at,
        arrives_on=day_in(cells.get("arrives_on", ""), ordered_at.date() if ordered_at else today),
        cancelled=is_cancelled(cells.get("state", "")),
    )


def _order_number(cells: Mapping[str, str], ordered_at: datetime | None) -> str:
    number = cells.get("order_number", "").lstrip("#").replace(" ", "")
    place = cells.get("chain_number", "") if "order_number" not in cells else ""
    if place and ordered_at is None:
        raise _Bad("chain", place)
    if place and ordered_at is not None:
        number = f"{ordered_at:%Y%m%d}-{place}"
    if not number:
        raise _Bad("number")
    if is_scientific(number):
        raise _Bad("scientific", number)
    if not cells["goods"]:
        raise _Bad("goods", number)
    return number


def _specification(cells: Mapping[str, str]) -> str:
    """The specification, unless the goods' name holds it already or it says nothing."""
    said = cells.get("specification", "")
    return "" if said in ("默认", "无", "-", "默认规格", "标准") or said in cells["goods"] else said


def _quantity(cells: Mapping[str, str]) -> int:
    try:
        return quantity_in(cells.get("quantity", ""))
    except Unreadable:
        raise _Bad("quantity", cells["quantity"]) from None


def _sum(cells: Mapping[str, str], field: str) -> int | None:
    try:
        return sum_in(cells.get(field, ""))
    except Unreadable:
        raise _Bad("amount", cells[field]) from None


def _moment(cells: Mapping[str, str], today: date) -> datetime | None:
    try:
        return moment_in(cells.get("ordered_at", ""), today)
    except Unreadable:
        raise _Bad("date", cells["ordered_at"]) from None
