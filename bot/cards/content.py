"""What stands on a resolved card: texts that are redacted already, in the order in which they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Bubble:
    """One excerpt of the conversation."""

    side: Literal["member", "ours"]
    who: str
    text: str
    at: str = ""
    """When it was said, as people read it ("10:02")."""
    picture: bytes | None = None
    """A photo that the member allowed."""
    hidden_pictures: int = 0
    """How many photos were sent that nobody else sees."""


@dataclass(frozen=True)
class Step:
    """One stage of the case."""

    name: str
    at: str = ""
    took: str = ""
    """How long it took since the stage before ("38分")."""


@dataclass(frozen=True)
class Compensation:
    """What the member got; the amount only if the group_leader and the member want it shown."""

    lines: tuple[str, ...]
    amount: str | None = None


@dataclass(frozen=True)
class CardContent:
    """One resolved card; a long one is drawn as several pictures."""

    title: str
    group: str
    goods: str
    case_number: str
    check_code: str
    bubbles: tuple[Bubble, ...] = ()
    compensation: Compensation | None = None
    steps: tuple[Step, ...] = ()
    duration: str = ""
    result: str = ""
    """One or two sentences on what was done, for the layout "result"."""
    footer: tuple[str, ...] = ()
    """Lines at the foot; none means the usual ones of the catalogue."""
    layout: Literal["full", "result"] = "full"
    traditional: bool = False
