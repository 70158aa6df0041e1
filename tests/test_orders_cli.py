"""`anxin import-orders`: files as shops and spreadsheets write them, and files that mean no good."""

from __future__ import annotations

import io
import logging
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.sheets import MAX_ROWS

GROUP = "阳光里 3 群"
CONFIG = f"groups: [{{platform: telegram, id: -100, name: {GROUP}, leaders: [1]}}]\n"
TABLE = """订单号,商品名称,规格,数量,单价,实付金额,昵称,手机号,收货地址,下单时间
2026010300012345,丹东草莓,3斤装,2,19.9,39.8,静静,13812345678,阳光里3栋502,2026-01-03 18:20
2026010300012399,纯牛奶,,1,45,45,老李,139****1111,阳光里5栋101,2026/1/3 9:05
"""


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANXIN_DATABASE_URL", f"sqlite:///{tmp_path}/anxin.db")
    (tmp_path / "config.yaml").write_text(CONFIG, "utf-8")
    level = logging.getLogger().level
    yield
    logging.getLogger().setLevel(level)


def run(content: bytes | str, group: str = GROUP) -> Result:
    raw = content.encode() if isinstance(content, str) else content
    Path("orders").write_bytes(raw)
    result = CliRunner().invoke(app, ["import-orders", "orders", "--group", group])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def stored() -> list[tuple[Any, ...]]:
    columns = "order_number, goods, quantity, sum_fen, paid_fen, buyer_name, phone_tail, ordered_at"
    with sqlite3.connect("anxin.db") as conn:
        return conn.execute(f"SELECT {columns} FROM orders ORDER BY id").fetchall()


def refused(result: Result) -> str:
    """The one line of a file that was not taken."""
    assert result.exit_code == 2
    assert result.stdout == ""
    [line] = result.stderr.strip().splitlines()
    return str(line)


HERS = ("2026010300012345", "丹东草莓 3斤装", 2, 3980, 3980, "静静", "5678", "2026-01-03 10:20:00.000000")
HIS = ("2026010300012399", "纯牛奶", 1, 4500, 4500, "老李", "1111", "2026-01-03 01:05:00.000000")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_in_any_encoding_with_any_separator(encoding: str, separator: str) -> None:
    result = run(TABLE.replace(",", separator).encode(encoding))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        f"{GROUP}：读到 2 行订单，新的 2，改了的 0，没变的 0。",
        "没用到的列：收货地址",
    ]
    assert stored() == [HERS, HIS]


def test_no_address_and_no_whole_phone_number_is_kept() -> None:
    run(TABLE)
    with sqlite3.connect("anxin.db") as conn:
        dump = "\n".join(conn.iterdump())
    assert "静静" in dump
    for gone in ("13812345678", "8123456", "502", "阳光里3栋"):
        assert gone not in dump


def test_the_same_again_changes_nothing_and_a_changed_row_updates() -> None:
    run(TABLE)
    assert "新的 0，改了的 0，没变的 2" in run(TABLE.encode("gb18030")).stdout
    assert "新的 0，改了的 1，没变的 1" in run(TABLE.replace("39.8", "35.8")).stdout
    assert [row[4] for row in stored()] == [3580, 4500]


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


AT_SIX = datetime.fromisoformat("2026-01-03T18:20:00")
WORKBOOK = workbook(
    ("订单导出 2026-01-05",),
    (),
    ("订单编号", "商品", "规格", "购买数量", "团购价(元)", "实付(元)", "微信昵称", "联系电话", "下单时间", "备注"),
    (
        "2026010300012345",
        "丹东草莓",
        "3斤装",
        2,
        19.9,
        39.8,
        "静静",
        13812345678,
        datetime.fromisoformat("2026-01-03T18:20:00"),
        "x",
    ),
    ("2026010300012399", "纯牛奶", None, 1, 45, 45.0, "老李", "139****1111", "2026-01-03 9:05", None),
)


def test_a_workbook() -> None:
    result = run(WORKBOOK)
    assert result.exit_code == 0
    assert "没用到的列：备注" in result.stdout
    assert stored() == [HERS, HIS]


def test_the_sheet_with_orders_is_found_and_joined_cells_are_one_order() -> None:
    book = openpyxl.Workbook()
    book.active.append(("说明", "请勿修改"))
    sheet = book.create_sheet("订单")
    for row in (
        ("订单号", "昵称", "商品名称", "数量", "单价", "实付金额"),
        ("A100001", "静静", "丹东草莓", 1, 19.9, 64.9),
        (None, None, "纯牛奶", 1, 45, None),
        ("合计", None, None, 2, None, 64.9),
    ):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:B3")
    sheet.merge_cells("F2:F3")
    out = io.BytesIO()
    book.save(out)
    assert run(out.getvalue()).exit_code == 0
    assert [row[:6] for row in stored()] == [
        ("A100001", "丹东草莓", 1, 1990, 6490, "静静"),
        ("A100001", "纯牛奶", 1, 4500, 6490, "静静"),
    ]


def test_rows_that_cannot_be_read_are_told_and_the_others_go_in() -> None:
    bad = (
        TABLE
        + "A3,草莓,,两箱半,1,1,小王,,,\n"
        + "A4,草莓,,1,免费,1,小王,,,\n"
        + "A5,草莓,,1,1,1,小王,,,2026-02-30\n"
        + "A6,,,1,1,1,小王,,,\n"
        + ",草莓,,1,1,1,小王,,,\n"
        + "2.02601E+17,草莓,,1,1,1,小王,,,\n"
        + "2026010300012399,纯牛奶,,3,45,45,老李,139****1111,,2026/1/3 9:05\n"
        + "A7," + "莓" * 300 + ",,1,1,1,小王,,,\n"
        + "A8,草莓,,-1,1,1,小王,,,\n"
        + "A9,草莓,,1,-5,1,小王,,,\n"
    )  # fmt: skip
    result = run(bad)
    assert result.exit_code == 2
    assert "读到 2 行订单，新的 2" in result.stdout
    for line in (
        "第 4 行：数量“两箱半”看不懂",
        "第 5 行：金额“免费”看不懂",
        "第 6 行：日期“2026-02-30”看不懂",
        "第 7 行：没写是什么商品（订单 A6）",
        "第 8 行：没有订单号",
        "第 9 行：订单号“2.02601E+17”被表格软件改成了科学计数",
        "第 10 行：和第 3 行是同一单同一样商品",
        "第 11 行：这一格太长了",
        "第 12 行：数量“-1”看不懂",
        "第 13 行：金额“-5”看不懂",
    ):
        assert line in result.stderr, line
    assert len(stored()) == 2


def test_formulas_are_data() -> None:
    text = (
        "订单号,商品,数量,单价,昵称\n"
        'A1,"=HYPERLINK(""http://x"",""草莓"")",1,9.9,"=cmd|\' /C calc\'!A0"\n'
        '="0012",牛奶,1,5,+小王\n'
    )
    assert run(text).exit_code == 0
    assert [(row[0], row[1], row[5]) for row in stored()] == [
        ("0012", "牛奶", "+小王"),
        ("A1", '=HYPERLINK("http://x","草莓")', "=cmd|' /C calc'!A0"),
    ]
    sums = workbook(("订单号", "商品", "数量", "单价"), ("A3", "草莓", 1, "=1/0"))
    assert run(sums).exit_code == 0
    assert stored()[-1][:4] == ("A3", "草莓", 1, None), "what was never computed is not known"


def test_a_place_in_a_chain_is_told_apart_by_its_day() -> None:
    head = "接龙号,接龙商品,数量,接龙人,接龙时间\n"
    assert run(head + "1,草莓,1,静静,2026-01-03\n2,草莓,2,老李,2026-01-03\n").exit_code == 0
    assert run(head + "1,草莓,1,小王,2026-01-04\n").exit_code == 0
    assert [row[0] for row in stored()] == ["20260103-1", "20260103-2", "20260104-1"]
    assert "只有接龙号 3" in run(head + "3,草莓,1,静静,\n").stderr
    assert "订单号" in refused(run("接龙号,商品\n1,草莓\n"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空的"),
        (b" \r\n \x00", "空的"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "另存为 .xlsx"),
        ("<html><table><tr><td>订单号</td></tr></table></html>", "网页"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "不是表格"),
        (b"PK\x03\x04 broken", "打不开"),
        ("昵称,电话\n静静,1\n", "少了这些列，没法导入：订单号、商品。看到的列有：昵称、电话"),
        ("订单号,昵称\nA1,静静\n", "没法导入：商品。"),
        ("订单号,商品\n", "一行订单也没有"),
        (b"x" * 8_000_001, "太大"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence(content: bytes | str, said: str) -> None:
    assert said in refused(run(content))


def test_a_file_that_is_not_there_or_a_group_that_is_not() -> None:
    assert "没有叫“桂花苑”的群。现有的群：阳光里 3 群" in refused(run(TABLE, group="桂花苑"))
    missing = CliRunner().invoke(app, ["import-orders", "nowhere.csv", "--group", GROUP])
    assert missing.exit_code == 2
    assert "nowhere.csv" in missing.stderr


def test_more_rows_than_one_file_may_have() -> None:
    rows = "".join(f"A{n},草莓\n" for n in range(MAX_ROWS + 1))
    assert "行数太多" in refused(run("订单号,商品\n" + rows))


def parts_of(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9)
) + b"]>"  # fmt: skip


SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"


def with_strings(text: str) -> dict[str, bytes]:
    """The workbook with a table of strings, as spreadsheets write it."""
    parts = parts_of(WORKBOOK)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    types = parts["[Content_Types].xml"].decode()
    override = f'<Override PartName="/{STRINGS}" ContentType="{kind}"/></Types>'
    parts["[Content_Types].xml"] = types.replace("</Types>", override).encode()
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts[STRINGS] = f'<sst xmlns="{main}"><si><t>{text}</t></si></sst>'.encode()
    return parts


def without_declaration(part: bytes) -> bytes:
    return part.partition(b"?>")[2] if part.startswith(b"<?xml") else part


def with_cell(sheet: bytes, cell: bytes) -> bytes:
    """The sheet with other strawberries."""
    changed, count = re.subn(rb'<c r="B4".*?</c>', cell, sheet)
    assert count == 1
    return changed


def test_a_table_of_strings_is_read() -> None:
    parts = with_strings("奶油草莓")
    parts[SHEET] = with_cell(parts[SHEET], b'<c r="B4" t="s"><v>0</v></c>')
    assert run(packed(parts)).exit_code == 0
    assert stored()[0][1] == "奶油草莓 3斤装"


@pytest.mark.parametrize("part", [SHEET, STRINGS, BOOK])
def test_a_workbook_that_would_grow_without_end_is_not_opened(part: str) -> None:
    parts = with_strings("&j;" if part == STRINGS else "草莓")
    if part == SHEET:
        parts[SHEET] = with_cell(parts[SHEET], b'<c r="B4" t="inlineStr"><is><t>&j;</t></is></c>')
    if part == BOOK:
        assert b'name="Sheet' in parts[BOOK]
        parts[BOOK] = parts[BOOK].replace(b'name="Sheet', b'name="&j;')
    parts[part] = LAUGHS + without_declaration(parts[part])
    assert "打不开" in refused(run(packed(parts)))


def test_a_workbook_that_reads_other_files_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hush-hush")
    parts = with_strings("&e;")
    parts[STRINGS] = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]>'.encode() + parts[STRINGS]
    assert "打不开" in refused(run(packed(parts)))


@pytest.mark.slow
def test_a_workbook_that_unpacks_to_too_much_is_not_opened() -> None:
    parts = parts_of(WORKBOOK) | {"xl/media/zeros.bin": bytes(130_000_000)}
    raw = packed(parts)
    assert len(raw) < 1_000_000
    assert "太大" in refused(run(raw))


def test_a_sheet_that_lies_about_its_size_is_read_as_it_is() -> None:
    parts = parts_of(WORKBOOK)
    sheet = parts["xl/worksheets/sheet1.xml"]
    begin, end = sheet.index(b"<dimension"), sheet.index(b"/>", sheet.index(b"<dimension"))
    parts["xl/worksheets/sheet1.xml"] = sheet[:begin] + b'<dimension ref="A1:XFD1048576"' + sheet[end:]
    assert run(packed(parts)).exit_code == 0
    assert stored() == [HERS, HIS]
