"""Tables of any kind as rows of texts: CSV in whatever encoding and with whatever separator, and .xlsx.

What kind it is, the content says. Formulas are never carried out: of a formula the value is taken that was last shown.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from datetime import date, datetime
from typing import Any, Literal

from bot.domain.orders.columns import known_headings
from bot.domain.pasted.decoding import decode

MAX_BYTES = 8_000_000
MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_UNPACKED = 120_000_000
MAX_PARTS = 500
SHEETS_LOOKED_THROUGH = 5
SEPARATORS = (",", "\t", ";", "，", "|")

BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a]")
ZIP, OLD_EXCEL = b"PK", b"\xd0\xcf\x11\xe0"

Why = Literal["empty", "large", "rows", "old_excel", "web_page", "no_table", "broken"]


class UnreadableSheet(Exception):
    """There is no table to be had from the file; `why` says in one word what it is."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def read_rows(raw: bytes) -> list[list[str]]:
    """The rows of a table, empty ones included; raises UnreadableSheet and nothing else."""
    if len(raw) > MAX_BYTES:
        raise UnreadableSheet("large")
    if not raw.strip(b"\x00 \r\n\t"):
        raise UnreadableSheet("empty")
    if raw.startswith(OLD_EXCEL):
        raise UnreadableSheet("old_excel")
    rows = _workbook(raw) if raw.startswith(ZIP) else _text(raw)
    if len(rows) > MAX_ROWS:
        raise UnreadableSheet("rows")
    return rows


def _text(raw: bytes) -> list[list[str]]:
    """The separator is the one with which most headings are understood."""
    if BINARY.search(raw, 0, 4000) and not raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnreadableSheet("no_table")
    text = decode(raw)
    if text.lstrip()[:200].lower().startswith(("<html", "<!doctype", "<table", "<?xml")):
        raise UnreadableSheet("web_page")
    read = [_separated(text, separator, 20) for separator in SEPARATORS]
    best = max(range(len(SEPARATORS)), key=lambda n: (known_headings(read[n]), -n))
    return _separated(text, SEPARATORS[best], MAX_ROWS + 1)


def _separated(text: str, separator: str, most: int) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return [row[:MAX_COLUMNS] for row, _ in zip(reader, range(most), strict=False)]
    except csv.Error as e:
        raise UnreadableSheet("broken") from e


def _workbook(raw: bytes) -> list[list[str]]:
    import openpyxl  # which takes a quarter of a second that only a workbook is worth

    assert openpyxl.DEFUSEDXML, "workbooks are read through defusedxml"
    _check_parts(raw)
    try:
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        try:
            sheets = [_sheet(sheet) for sheet in book.worksheets[:SHEETS_LOOKED_THROUGH]]
        finally:
            book.close()
    except Exception as e:  # a workbook may be broken in any way, and the reader raises whatever it meets
        raise UnreadableSheet("broken") from e
    if not sheets:
        raise UnreadableSheet("no_table")
    return max(sheets, key=known_headings)


def _check_parts(raw: bytes) -> None:
    """Nothing is unpacked that says it is too large; what says less than it holds is cut off by the unpacking."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as e:
        raise UnreadableSheet("broken") from e
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise UnreadableSheet("large")
    if not any(part.filename.startswith("xl/") for part in parts):
        raise UnreadableSheet("no_table")


def _sheet(sheet: Any) -> list[list[str]]:
    """What a sheet says of its own size is not believed."""
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS, values_only=True)
    found = [[_cell(value) for value in row] for row in rows]
    while found and not any(found[-1]):
        found.pop()
    return found


def _cell(value: object) -> str:
    """A cell as people see it. A number with an exponent has lost its last digits."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, float) and abs(value) >= 1e15:
        return f"{value:.5E}"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date) else str(value)
