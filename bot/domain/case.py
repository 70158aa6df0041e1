"""A case: its states, the one table of allowed moves between them, and what it carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

State = Literal[
    "open",
    "contacted",
    "waiting_member",
    "waiting_us",
    "offered",
    "promised",
    "fulfilled",
    "resolved",
    "closed",
]

STATES: tuple[State, ...] = (
    "open",
    "contacted",
    "waiting_member",
    "waiting_us",
    "offered",
    "promised",
    "fulfilled",
    "resolved",
    "closed",
)

TRANSITIONS: Mapping[State, frozenset[State]] = {
    "open": frozenset({"contacted", "waiting_member", "waiting_us", "offered", "promised", "resolved", "closed"}),
    "contacted": frozenset({"waiting_member", "waiting_us", "offered", "promised", "resolved", "closed"}),
    "waiting_member": frozenset({"waiting_us", "offered", "promised", "resolved", "closed"}),
    "waiting_us": frozenset({"waiting_member", "offered", "promised", "resolved", "closed"}),
    "offered": frozenset({"waiting_member", "waiting_us", "promised", "resolved", "closed"}),
    "promised": frozenset({"waiting_member", "waiting_us", "fulfilled", "resolved", "closed"}),
    "fulfilled": frozenset({"waiting_member", "waiting_us", "resolved", "closed"}),
    "resolved": frozenset({"waiting_us", "closed"}),
    "closed": frozenset({"waiting_us"}),
}
"""From each state, the states it may move to. A reopened case waits for us."""

ENDED: frozenset[State] = frozenset({"resolved", "closed"})
"""States in which a new fault of the same goods is a new case."""

SEVERE = 3


class NotAllowed(Exception):
    """A case was asked to move where the table of transitions has no way; the message names both states."""


def check_move(old: State, new: State) -> None:
    """Raise NotAllowed unless a case may go from `old` to `new`; staying where it is is always allowed."""
    if old != new and new not in TRANSITIONS[old]:
        raise NotAllowed(f"a case cannot go from {old} to {new}")


@dataclass(frozen=True)
class Case:
    """One after-sales case (售后单) as stored. `number` is unique in the installation; times are aware UTC."""

    number: int
    group: int
    platform: str
    member_id: str
    member_name: str
    state: State
    category: str
    severity: int
    goods: str | None
    red: str | None
    quote: str
    """The member's own words that opened it."""
    opened_at: datetime
    opened_by_message: str | None = None
    first_response_at: datetime | None = None
    first_response_by: str | None = None
    resolution: str | None = None
    resolved_at: datetime | None = None
    closes_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None
    """`member`, `silence`, `undo` or `group_leader`."""
    fix_confirmed_at: datetime | None = None
    mark: int | None = None
    repeat_of: int | None = None
    goods_key: str = ""
    """The goods' canonical name; a member has one open case for each."""
    intake: Mapping[str, Any] = field(default_factory=dict)
    """What the private chat asked and learned: asked, goods, count, photos, wish."""

    @property
    def is_open(self) -> bool:
        return self.state not in ENDED


@dataclass(frozen=True)
class CaseEvent:
    """One line of a case's timeline; never changed once written."""

    id: int
    case: int
    at: datetime
    actor: str
    """`member`, `group_leader`, `bot` or `clock`."""
    actor_name: str
    kind: str
    text: str
    data: Mapping[str, Any] = field(default_factory=dict)
