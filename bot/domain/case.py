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

_WORKED: frozenset[State] = frozenset({"waiting_member", "waiting_us", "offered", "promised", "fulfilled"})
_ENDS: frozenset[State] = frozenset({"resolved", "closed"})

TRANSITIONS: Mapping[State, frozenset[State]] = {
    "open": (_WORKED - {"fulfilled"}) | _ENDS | {"contacted"},
    "contacted": (_WORKED - {"fulfilled"}) | _ENDS,
    **{state: (_WORKED - {state}) | _ENDS for state in sorted(_WORKED)},
    "resolved": frozenset({"waiting_us", "closed"}),
    "closed": frozenset({"waiting_us"}),
}
"""From each state, the states it may move to. Work goes to and fro between those in the middle; a promise can be
fulfilled after other words were exchanged. A reopened case waits for us."""

ENDED: frozenset[State] = _ENDS
"""States in which a new fault of the same goods is a new case."""

OPEN: tuple[State, ...] = tuple(state for state in STATES if state not in ENDED)
"""All others, one by one: so an index finds them."""

SEVERE = 3

Cause = Literal["courier", "seller", "member"]
CAUSES: tuple[Cause, ...] = ("courier", "seller", "member")
"""Whose doing it was; `member` is internal and never said."""

NO_CAUSE_NEEDED = ("undo", "merged")
"""Ways to close that need no cause: it was no complaint, or another case goes on with it."""


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
    """`member`, `silence`, `unasked`, `undo` or `merged`; on a resolved case: how it closes once a cause is named."""
    fix_confirmed_at: datetime | None = None
    mark: int | None = None
    repeat_of: int | None = None
    goods_key: str = ""
    """The goods' canonical name; a member has one open case for each."""
    intake: Mapping[str, Any] = field(default_factory=dict)
    """What the private chat asked and learned: asked, goods, count, photos, wish."""
    assignee: str | None = None
    cause: Cause | None = None
    lesson: str | None = None
    """A leader's own words about what went wrong and what changes, in place of ours."""
    tags: tuple[str, ...] = ()
    snoozed_until: datetime | None = None
    merged_into: int | None = None
    incident: int | None = None
    first_contact_at: datetime | None = None
    first_response_due_at: datetime | None = None
    first_contact_due_at: datetime | None = None
    resolution_due_at: datetime | None = None
    answer_due_at: datetime | None = None
    paused_at: datetime | None = None
    clocks: Mapping[str, Any] = field(default_factory=dict)
    """The last step said about each clock, and what the resolution clock counts from: since, paused_s."""
    clock_due_at: datetime | None = None
    order: int | None = None
    """The line of an order that it is about."""

    @property
    def is_open(self) -> bool:
        return self.state not in ENDED

    @property
    def needs_cause(self) -> bool:
        """Whether all is over but the cause, without which it does not close."""
        return self.state == "resolved" and self.closed_by is not None

    @property
    def settled(self) -> bool:
        """Whether it is over for the member."""
        return self.state == "closed" or self.needs_cause

    @property
    def asks_member(self) -> bool:
        """Whether the member was told the resolution and has not answered yet."""
        return self.state == "resolved" and not self.settled

    @property
    def untold(self) -> bool:
        """Whether the resolution was kept from a member who asked not to be written to: no silence closes it."""
        return self.asks_member and self.closes_at is None


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
