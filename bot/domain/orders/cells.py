"""What stands in one cell of an export: a number of an order, a sum, a quantity, a time, the end of a phone number."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from bot.domain.money_words import MAX_FEN
from bot.domain.text import clean

MOST = 9999
LONGEST = 200

_AS_FORMULA = re.compile(r'^=?"(.*)"$', re.DOTALL)
_SUM = re.compile(r"(?:¥|rmb|cny)?(\d{1,9}(?:\.\d+)?)(?:元|圆|yuan)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")
_QUANTITY = re.compile(r"[x×*✕✖]?\s*(\d{1,9})(?:\.0+)?\s*[^\d\s.,%/]{0,2}")
_DAY = r"(?:(?P<year>\d{4})[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
_MOMENT = re.compile(rf"{_DAY}(?:[T\s]*{_CLOCK})?(?:Z|\+08:?00)?")
_SOME_DAY = re.compile(rf"(?<!\d){_DAY}(?!\d)")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?e\+?\d+", re.IGNORECASE)
_MOBILE = re.compile(r"(?:(?<!\d)|86)1[\d*]{2}[\s-]?[\d*]{4}[\s-]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(?:\d{3,4}[\s-]?)?\d{3,4}(\d{4})(?!\d)")
_CANCELLED = re.compile(r"取消|关闭|已退款|退款成功|全额退款|退款完成|作废|已退货|未支付|待付款|待支付|未付款")


class Unreadable(Exception):
    """A cell does not hold what its column should."""


def plain_cell(cell: str) -> str:
    """The text of a cell: half-width, one line, without the quotes by which tables keep long numbers whole."""
    text = " ".join(unicodedata.normalize("NFKC", clean(cell)).split())
    match = _AS_FORMULA.match(text)
    return (match[1] if match else text).lstrip("'`").strip()


def is_scientific(cell: str) -> bool:
    """Whether a program for tables has turned a long number into 2.02601E+17, its digits being lost."""
    return bool(_SCIENTIFIC.fullmatch(cell))


def sum_in(cell: str) -> int | None:
    """A sum in fen; None for an empty cell; raises Unreadable for what is no exact sum of 0 and more."""
    if cell in ("", "-", "--", "/"):
        return None
    match = _SUM.fullmatch(_THOUSANDS.sub("", cell.replace(" ", "")))
    try:
        exact = Decimal(match[1]) * 100 if match else Decimal("NaN")
    except InvalidOperation:  # pragma: no cover - the pattern admits numbers only
        raise Unreadable from None
    fen = exact.to_integral_value() if exact.is_finite() else exact
    if not fen.is_finite() or abs(exact - fen) > Decimal("0.0001") or fen > MAX_FEN:
        raise Unreadable
    return int(fen)


def quantity_in(cell: str) -> int:
    """How many; 1 for an empty cell; raises Unreadable."""
    if not cell:
        return 1
    match = _QUANTITY.fullmatch(cell)
    if match is None or not 1 <= int(match[1]) <= MOST:
        raise Unreadable
    return int(match[1])


def moment_in(cell: str, today: date) -> datetime | None:
    """A day with or without a time of day; None for an empty cell. Without a year it is the last such day."""
    if cell in ("", "-", "--"):
        return None
    match = _MOMENT.fullmatch(cell)
    if match is None:
        raise Unreadable
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    try:
        return datetime.combine(_day(match, today, past=True), time(hour, minute, second))
    except ValueError:
        raise Unreadable from None


def day_in(cell: str, near: date) -> date | None:
    """The day that a cell names somewhere (1月5日下午); None where it names none. Without a year: the nearest."""
    match = _SOME_DAY.search(cell)
    try:
        return _day(match, near, past=False) if match else None
    except ValueError:
        return None


def _day(match: re.Match[str], near: date, *, past: bool) -> date:
    month, day = int(match["month"]), int(match["day"])
    if match["year"]:
        found = date(int(match["year"]), month, day)
        if not 2000 <= found.year <= 2100:
            raise ValueError(found)
        return found
    around = [date(year, month, day) for year in (near.year - 1, near.year, near.year + 1) if _exists(year, month, day)]
    if past:
        around = [found for found in around if (found - near).days <= 1]
    if not around:
        raise ValueError(match[0])
    return min(around, key=lambda found: abs((found - near).days))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def phone_tail_in(cell: str) -> str | None:
    """The last four digits of the first phone number, masked or not; an extension is no part of it."""
    match = _MOBILE.search(cell) or _LANDLINE.search(cell)
    return match[1] if match else None


def is_cancelled(cell: str) -> bool:
    """Whether an order's state says that it came to nothing."""
    return bool(_CANCELLED.search(cell)) and not re.search(r"未取消|无退款|未退款", cell)
