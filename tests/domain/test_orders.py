"""D1: what a table of orders says, cell by cell; nothing in a file can stop the reading."""

from __future__ import annotations

import contextlib
import csv
import io
from datetime import date, datetime
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.orders import CannotUse, name_key, read
from bot.domain.orders.cells import Unreadable, day_in, moment_in, phone_tail_in, plain_cell, quantity_in, sum_in
from bot.domain.orders.columns import HEADINGS, columns_in, heading_key
from bot.domain.orders.said import numbers_in, tail_in
from bot.domain.shares import share_of_bought
from bot.sheets import UnreadableSheet, read_rows

TODAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        ("39.8", 3980), ("¥39.80", 3980), ("￥ 1,299.00", 129900), ("39.8元", 3980), ("３９．８", 3980), ("0", 0),
        ("39.800000000000004", 3980), ("", None), ("-", None), ("\t45 ", 4500), ('="12.5"', 1250),
    ],
)  # fmt: skip
def test_a_sum(cell: str, fen: int | None) -> None:
    assert sum_in(plain_cell(cell)) == fen


@pytest.mark.parametrize("cell", ["免费", "-3", "12.345", "1e9", "1000000000", "39.8起", "一百", "12.5.5", "¥"])
def test_no_sum(cell: str) -> None:
    with pytest.raises(Unreadable):
        sum_in(plain_cell(cell))


@pytest.mark.parametrize(
    ("cell", "many"), [("2", 2), ("２份", 2), ("x3", 3), ("×3", 3), ("2.0", 2), ("", 1), ("12盒", 12)]
)
def test_a_quantity(cell: str, many: int) -> None:
    assert quantity_in(plain_cell(cell)) == many


@pytest.mark.parametrize("cell", ["两箱半", "0", "-1", "2.5", "99999", "2/3", "很多", "3%"])
def test_no_quantity(cell: str) -> None:
    with pytest.raises(Unreadable):
        quantity_in(plain_cell(cell))


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2026-01-03 18:20:11", "2026-01-03T18:20:11"), ("2026/1/3 8:05", "2026-01-03T08:05:00"),
        ("2026年1月3日", "2026-01-03T00:00:00"), ("12-30 10:00", "2025-12-30T10:00:00"),
        ("2026-01-03T18:20:11", "2026-01-03T18:20:11"), ("2026.1.3", "2026-01-03T00:00:00"),
    ],
)  # fmt: skip
def test_a_time(cell: str, moment: str) -> None:
    assert moment_in(cell, TODAY) == datetime.fromisoformat(moment)


@pytest.mark.parametrize("cell", ["2026-02-30", "昨天", "1899-01-01", "25:00", "2026-01-03 25:00", "45660.7"])
def test_no_time(cell: str) -> None:
    with pytest.raises(Unreadable):
        moment_in(cell, TODAY)


def test_a_day_somewhere_in_words() -> None:
    assert day_in("预计1月7日下午送到", TODAY) == date(2026, 1, 7)
    assert day_in("1/2", date(2025, 12, 30)) == date(2026, 1, 2)
    assert day_in("次日达", TODAY) is None
    assert day_in("2月30日", TODAY) is None


@pytest.mark.parametrize(
    ("cell", "tail"),
    [
        ("13812345678", "5678"), ("138****5678", "5678"), ("138 1234 5678", "5678"), ("138-1234-5678", "5678"),
        ("13812345678-1234", "5678"), ("13812345678/13900001111", "5678"), ("+8613812345678", "5678"),
        ("0571-88881234", "1234"), ("5678", None), ("", None), ("暂无", None),
    ],
)  # fmt: skip
def test_the_end_of_a_phone_number(cell: str, tail: str | None) -> None:
    assert phone_tail_in(cell) == tail


@pytest.mark.parametrize(
    "headings",
    [
        "订单号,商品名称,规格,数量,单价,实付金额,昵称,手机号,自提点,下单时间,订单状态",
        "跟团号,接龙时间,接龙商品,接龙数量,接龙人,联系电话,楼栋",
        "*订单编号,宝贝标题,款式,购买数量,售价(元),实付款【元】,买家昵称,收货人手机,提货点,付款时间",
    ],
)
def test_the_headings_of_shops(headings: str) -> None:
    columns = columns_in([["导出时间 2026-01-05"], headings.split(",")])
    assert columns.row == 1
    assert columns.unused == ()


def test_no_heading_means_two_things() -> None:
    every = [heading for headings in HEADINGS.values() for heading in headings]
    assert len(every) == len(set(every))
    assert all(heading == heading_key(heading) for heading in every)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("订单号是2026010300012345", ["2026010300012345"]), ("单号 WD-20260103，谢谢", ["WD-20260103"]),
        ("烂了3斤", []), ("我电话13812345678", []), ("hello", []), ("1234", []),
    ],
)  # fmt: skip
def test_an_orders_number_in_words(text: str, numbers: list[str]) -> None:
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("text", "asked", "tail"),
    [
        ("5678", True, "5678"), ("5678", False, None), ("尾号5678", False, "5678"), ("是5678。", True, "5678"),
        ("后四位是 5678 哦", False, "5678"), ("13812345678", False, "5678"), ("2026", True, None),
        ("买了1200块的", True, None), ("尾号5678或者尾号1234", False, None), ("没有", True, None),
    ],
)  # fmt: skip
def test_a_phones_tail_in_words(text: str, asked: bool, tail: str | None) -> None:
    assert tail_in(text, asked=asked) == tail


@pytest.mark.parametrize(
    ("words", "bought", "goods", "share"),
    [
        ("有一盒全烂了", 3, "丹东草莓 3斤", Fraction(1, 3)), ("烂了2份", 2, "草莓", Fraction(1)),
        ("一盒烂了一半", 2, "草莓", Fraction(1, 4)), ("坏了3个", 2, "草莓", None), ("烂了一盒", 2, "酸奶 6盒装", None),
        ("坏了三盒", 2, "草莓", None), ("烂了好几盒", 4, "草莓", None), ("烂了一半", 2, "草莓", None),
        ("一盒12个烂了3个", 2, "草莓", None),
    ],
)  # fmt: skip
def test_b9_some_of_several_that_were_bought(words: str, bought: int, goods: str, share: Fraction | None) -> None:
    assert share_of_bought([words], bought, goods) == share


def test_names_are_compared_as_people_read_them() -> None:
    assert name_key(" 静 静\u200b") == name_key("静静")
    assert name_key("Ａmy") == name_key("amy")
    assert name_key("静静") != name_key("静静妈")


CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "A1", "A2", "草莓", "牛奶", "2", "39.8", "¥-1", "2026-01-03", "138****5678", "静静", "=1+1", "\x00"]
    ),
)
FIELDS = [headings[0] for headings in HEADINGS.values()]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(CELL, max_size=len(FIELDS) + 2), max_size=12), st.permutations(FIELDS))
def test_whatever_stands_in_the_rows_is_read_or_told(rows: list[list[str]], fields: list[str]) -> None:
    found = read([fields, *rows], TODAY)
    told = [bad.row for bad in found.bad]
    assert told == sorted(set(told))
    assert all(2 <= row <= len(rows) + 1 for row in told)
    assert len(found.lines) + len(told) <= len(rows)
    assert len({(line.order_number, line.goods) for line in found.lines}) == len(found.lines)
    assert all(line.order_number and line.goods and line.quantity >= 1 for line in found.lines)
    again = read([fields, *rows, *rows], TODAY)
    assert again.lines[: len(found.lines)] == found.lines


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.binary(max_size=300).map(lambda raw: b"PK\x03\x04" + raw)))
def test_any_bytes_are_a_table_or_one_clear_word(raw: bytes) -> None:
    with contextlib.suppress(UnreadableSheet, CannotUse):
        read(read_rows(raw), TODAY)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=8), min_size=3, max_size=3), max_size=8), st.sampled_from([",", "\t", ";"]))
def test_what_a_spreadsheet_writes_is_read_cell_by_cell(rows: list[list[str]], separator: str) -> None:
    """Quotes, line breaks and separators inside of cells stay what they are."""
    rows = [[cell.replace("\x00", "").replace("\r", "\n") for cell in row] for row in rows]
    rows = [[cell.encode("utf-8", "ignore").decode() for cell in row] for row in rows]
    rows = [["".join(c for c in cell if c >= " " or c == "\n") for cell in row] for row in rows]
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows([["订单号", "商品", "昵称"], *rows])
    assert read_rows(out.getvalue().encode())[1:] == rows
