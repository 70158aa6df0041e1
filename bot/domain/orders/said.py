"""An order in a member's own words: its number, or the end of the phone number that it was placed with."""

from __future__ import annotations

import re
import unicodedata

_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?=[0-9A-Za-z-]*\d)[0-9A-Za-z][0-9A-Za-z-]{4,39}(?![0-9A-Za-z])")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?(\d{4})(?!\d)")
_TAIL = re.compile(r"(?:尾号|后四位|后4位|末四位|尾数|手机|电话)\D{0,6}(\d{4})(?!\d)")
_ALONE = re.compile(r"(?:我|的|是|应该|好像)*[:\s]*(\d{4})[\s。.,，!~吧哦呢的谢]*")
_YEAR = re.compile(r"20[2-3]\d年?")


def numbers_in(text: str) -> list[str]:
    """What may be an order's number, in order; a phone number is none."""
    said = _PHONE.sub(" ", unicodedata.normalize("NFKC", text))
    return list(dict.fromkeys(_NUMBER.findall(said)))


def tail_in(text: str, *, asked: bool = False) -> str | None:
    """The last four digits of a phone number; once we have `asked`, four digits alone are enough."""
    said = unicodedata.normalize("NFKC", text)
    found = [match[1] for pattern in (_PHONE, _TAIL) for match in pattern.finditer(said)]
    alone = _ALONE.fullmatch(said.strip())
    if asked and alone and not _YEAR.fullmatch(said.strip()):
        found.append(alone[1])
    return found[0] if len(set(found)) == 1 else None
