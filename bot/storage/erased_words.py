"""Words without a person: what names them and what quotes them, and a text after both are taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

SOMEBODY = "一位群友"
SAYS_ENOUGH = 6
"""Shorter words ("好的") lead to nobody."""
RECOGNISED_BY = 16
"""So much of a text is quoted at least where it is quoted."""


@dataclass(frozen=True)
class Person:
    """Whom to take out. `names` are all they were called; `everywhere` those that can mean nobody and nothing else."""

    platform: str
    member_id: str
    names: Sequence[str]
    everywhere: Sequence[str]
    nobody: str
    """Takes the place of their id."""


def flat(text: str) -> str:
    return " ".join(text.split())


def patterns(person: Person, words: Sequence[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What names the person, and what quotes them."""
    return _names_pattern(person), _any_of(word[:RECOGNISED_BY].strip() for word in words)


def _names_pattern(person: Person) -> re.Pattern[str]:
    """Their id where it stands alone, @ and any of their names, and the names that mean nobody else."""
    edge = "[0-9A-Za-z_]"
    parts = [rf"(?<!{edge})(?P<id>{re.escape(person.member_id)})(?!{edge})"] if _leads_to_one(person.member_id) else []
    parts += [f"@{re.escape(name)}" for name in person.names]
    parts += [re.escape(name) for name in person.everywhere]
    return re.compile("|".join(parts) or r"(?!)")


def _leads_to_one(member_id: str) -> bool:
    """A short number is also a price or the number of a case."""
    return len(member_id) >= 5 or not member_id.isdecimal()


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted({re.escape(word) for word in words}, key=len, reverse=True)) or r"(?!)")


def cleaned(value: Any, names: re.Pattern[str], quotes: re.Pattern[str] | None, person: Person) -> Any:
    """A value without the person: what quotes them goes as a whole, what names them says `SOMEBODY`."""
    if isinstance(value, str):
        if quotes is not None and quotes.search(flat(value)):
            return ""
        return names.sub(lambda m: person.nobody if m.groupdict().get("id") else SOMEBODY, value)
    if isinstance(value, list):
        return [cleaned(one, names, quotes, person) for one in value]
    if isinstance(value, dict):
        return {key: cleaned(one, names, quotes, person) for key, one in value.items()}
    return value
