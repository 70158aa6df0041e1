"""What the detector is given and what it answers. All dataclasses here may gain fields, each with a default."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.domain.voice import Heard

Decision = Literal["complaint", "review", "none"]
Role = Literal["member", "group_leader", "bot", "unknown"]
Sensitivity = Literal["cautious", "balanced", "keen"]
SENSITIVITIES: tuple[Sensitivity, ...] = ("cautious", "balanced", "keen")

CATEGORIES = (
    "late",
    "missing",
    "wrong_item",
    "damaged",
    "taste",
    "quality",
    "price",
    "service",
    "refund",
    "other",
)
"""What a complaint is about (playbook A1); `other` is a complaint about none of the nine before."""

RED_KINDS = ("illness", "foreign_matter", "expired", "threat")
"""What goes to the group leader at once, without intake questions (playbook B12)."""


@dataclass(frozen=True)
class BurstMessage:
    """One message of a burst."""

    text: str
    has_image: bool = False
    at: datetime | None = None
    quoted_text: str | None = None
    """The text it replies to, and who wrote that."""
    quoted_role: Role | None = None
    quoted_is_complaint: bool = False


@dataclass(frozen=True)
class Burst:
    """What one person wrote without a longer pause: at least one message, oldest first, judged together."""

    messages: tuple[BurstMessage, ...]
    role: Role = "member"

    @property
    def text(self) -> str:
        return "\n".join(m.text for m in self.messages if m.text)

    @property
    def has_image(self) -> bool:
        return any(m.has_image for m in self.messages)


@dataclass(frozen=True)
class Earlier:
    """One earlier message of the group, as far as known: None means unknown, not no."""

    text: str
    role: Role = "unknown"
    same_member: bool | None = None
    """Whether the burst's own writer wrote it."""
    at: datetime | None = None
    has_image: bool = False
    complaint: bool | None = None
    """Whether it was judged to be a complaint."""
    category: str | None = None
    goods: tuple[str, ...] = ()
    of_case: bool = False
    """Whether it is a member's further word on a case of theirs."""
    speaker: str | None = None
    """A key for who wrote it, that tells no more than which messages are by one person."""


@dataclass(frozen=True)
class OpenCase:
    """A case that the burst's writer has open in this group."""

    number: int
    category: str
    goods: str | None = None
    fix_confirmed: bool = False
    """The member has said that it is solved ("收到了", "到账了")."""


@dataclass(frozen=True)
class Situation:
    """What a person in the group would know when reading the burst; `earlier` is oldest first, at most 12."""

    earlier: tuple[Earlier, ...] = ()
    open_cases: tuple[OpenCase, ...] = ()
    now: datetime | None = None
    group: int | None = None
    """Which group it is, for what was learned there."""
    sensitivity: Sensitivity | None = None
    """How readily words count as a complaint in this group; None: as the detector was set up."""
    came: tuple[Earlier, ...] = ()
    """The leader's posts of today that goods have come, where they lie before `earlier`; oldest first."""


@dataclass(frozen=True)
class CheckResult:
    """One check's view. `points` speak for a complaint (positive) or against it; a `veto` decides for none.

    `detail` is short Chinese that a group leader understands; `message` is which of the burst's messages it is about.
    """

    name: str
    points: float
    detail: str
    veto: bool = False
    message: int | None = None
    category: str | None = None
    """Which of CATEGORIES it speaks for."""
    severity: int = 0
    """The least severity that a complaint has with it."""
    red: str | None = None
    goods: tuple[str, ...] = ()
    """Goods that the burst itself doesn't name: taken over from a neighbour's complaint."""
    follow_up: bool = False


@dataclass(frozen=True)
class GoodsPart:
    """What a complaint about several goods says about one of them."""

    goods: str
    words: str
    category: str
    severity: int
    red: str | None = None


@dataclass(frozen=True)
class Verdict:
    """The detector's answer on a burst.

    `score` in 0..1 is final, after vetoes, and the decision is thresholds on it. `category` and `severity` (1 hint,
    2 clear, 3 angry with a threat or food safety) are None exactly when the decision is none. `named_by` is which of
    the burst's messages first names the fault; `goods` are the goods named, best first; `red` one of RED_KINDS.
    """

    decision: Decision
    score: float
    category: str | None = None
    severity: int | None = None
    reasons: tuple[str, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    named_by: int = 0
    goods: tuple[str, ...] = ()
    red: str | None = None
    follow_up: bool = False
    """Whether it belongs to a problem that the writer has told already, rather than being a new one."""
    parts: tuple[GoodsPart, ...] = ()
    """Where several goods are complained about: what is said about each."""
    voice: Heard | None = None
    """What the burst praises or fairly criticises."""
