"""Offers of compensation: what the rule proposed, what a person decided, what the member answered.

Whoever changes an offer holds its case (`cases.get(…, for_update=True)`), so that one decision at a time is made.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Select, func, or_, select, update

from bot.domain.compensation import Facts, Kind, Proposal, Terms
from bot.storage.rows import build
from bot.storage.tables import cases, offers

State = Literal["proposed", "sent", "accepted", "declined", "refused", "replaced"]
LIVE: tuple[State, ...] = ("proposed", "sent")
"""A case has at most one offer in these states."""
BY_HAND = "by_hand"
"""The rule of an offer for which no rule could be applied: a price or a share is not known."""


@dataclass(frozen=True)
class Offer:
    """One offer as stored. `proposed` is what the rule gives for `facts`; times are aware UTC."""

    id: int
    case: int
    kind: Kind
    facts: Mapping[str, Any]
    facts_key: str
    rule: str
    state: State
    proposed_at: datetime
    amount_fen: int | None = None
    percent: int | None = None
    thing: str | None = None
    due_at: datetime | None = None
    proposed: Mapping[str, Any] | None = None
    deviation: str | None = None
    waits_for: str | None = None
    asked_by: str | None = None
    decided_by: str | None = None
    decided_by_name: str | None = None
    decided_at: datetime | None = None
    answered_at: datetime | None = None
    answer: str | None = None
    reminded_at: datetime | None = None
    next_look_at: datetime | None = None
    incident: int | None = None

    @property
    def terms(self) -> Terms:
        return Terms(self.kind, self.amount_fen, self.percent, self.thing, self.due_at)

    @property
    def proposal(self) -> Proposal | None:
        return Proposal(**self.proposed) if self.proposed else None


def add(
    conn: Connection, case: int, facts: Facts, proposal: Proposal | None, terms: Terms, now: datetime, **values: Any
) -> Offer:
    """Write an offer, `proposed` unless `values` say more; an older live one of the case is replaced by it."""
    replace_live(conn, case)
    row = {
        "case": case, "facts": facts.as_json(), "facts_key": facts.key, "state": "proposed", "proposed_at": now,
        "proposed": proposal.as_json() if proposal else None, "rule": proposal.rule if proposal else BY_HAND,
    }  # fmt: skip
    statement = offers.insert().values(**row | vars(terms) | values).returning(offers.c.id)
    return get(conn, int(conn.execute(statement).scalar_one()))


def get(conn: Connection, offer: int) -> Offer:
    return build(Offer, conn.execute(select(offers).where(offers.c.id == offer)).one())


def find(conn: Connection, offer: int) -> Offer | None:
    return _first(conn, select(offers).where(offers.c.id == offer))


def latest(conn: Connection, case: int) -> Offer | None:
    """The case's newest offer, whatever became of it; a proposal that fell away before anybody decided is none."""
    own = (offers.c.case == case, or_(offers.c.state != "replaced", offers.c.decided_at.is_not(None)))
    return _first(conn, select(offers).where(*own).order_by(offers.c.id.desc()))


def latest_of(conn: Connection, numbers: Collection[int]) -> dict[int, Offer]:
    """The newest offer of each of these cases that has one."""
    newest = select(func.max(offers.c.id)).where(offers.c.case.in_(numbers)).group_by(offers.c.case)
    return {offer.case: offer for offer in _all(conn, select(offers).where(offers.c.id.in_(newest)))}


def live(conn: Connection, case: int) -> Offer | None:
    """The one offer of a case that waits for a decision or for the member's answer."""
    return _first(conn, select(offers).where(offers.c.case == case, offers.c.state.in_(LIVE)))


def of_case(conn: Connection, case: int) -> list[Offer]:
    return _all(conn, select(offers).where(offers.c.case == case).order_by(offers.c.id))


def change(conn: Connection, offer: int, **values: Any) -> Offer:
    conn.execute(update(offers).where(offers.c.id == offer).values(**values))
    return get(conn, offer)


def replace_live(conn: Connection, case: int) -> None:
    """A new offer takes the place of the one that was live."""
    live_one = (offers.c.case == case, offers.c.state.in_(LIVE))
    conn.execute(update(offers).where(*live_one).values(state="replaced", next_look_at=None))


def similar(conn: Connection, group: int, facts_key: str, *, but_case: int, limit: int = 1) -> list[Offer]:
    """What was decided in this group for equal facts in other cases, newest first."""
    query = (
        select(offers)
        .join(cases, cases.c.number == offers.c.case)
        .where(
            cases.c.group == group,
            offers.c.facts_key == facts_key,
            offers.c.case != but_case,
            offers.c.state.in_(("sent", "accepted", "declined", "refused")),
            offers.c.decided_at.is_not(None),
        )
        .order_by(offers.c.decided_at.desc(), offers.c.id.desc())
        .limit(limit)
    )
    return _all(conn, query)


def deviations(conn: Connection, groups: Sequence[int], since: datetime | None = None, limit: int = 50) -> list[Offer]:
    """What people decided otherwise than the rule, each with its reason, newest first."""
    query = (
        select(offers)
        .join(cases, cases.c.number == offers.c.case)
        .where(cases.c.group.in_(groups), offers.c.deviation.is_not(None), offers.c.decided_at.is_not(None))
        .order_by(offers.c.decided_at.desc(), offers.c.id.desc())
        .limit(limit)
    )
    return _all(conn, query if since is None else query.where(offers.c.decided_at >= since))


def unanswered(conn: Connection, now: datetime, limit: int = 50) -> list[int]:
    """Offers whose member has been silent long enough; their cases are locked, another process's are passed over."""
    query = (
        select(offers.c.id)
        .join(cases, cases.c.number == offers.c.case)
        .where(offers.c.state == "sent", offers.c.next_look_at <= now)
        .order_by(offers.c.next_look_at, offers.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=cases)
    )
    return [row.id for row in conn.execute(query)]


def next_look(conn: Connection) -> datetime | None:
    """When a sweep has to look at an unanswered offer."""
    return conn.execute(select(func.min(offers.c.next_look_at)).where(offers.c.state == "sent")).scalar()


def _first(conn: Connection, query: Select[Any]) -> Offer | None:
    row = conn.execute(query.limit(1)).first()
    return build(Offer, row) if row else None


def _all(conn: Connection, query: Select[Any]) -> list[Offer]:
    return [build(Offer, row) for row in conn.execute(query)]


def keep_one(conn: Connection, case: int, into: int) -> None:
    """Before a case goes on as another: of two live offers the one stays that a member has heard of, else `into`'s;
    what was only proposed in the one is no choice where the other's was refused."""
    mine, other = live(conn, case), live(conn, into)
    for proposed, beside in ((mine, latest(conn, into)), (other, latest(conn, case))):
        refused = beside is not None and beside.state == "refused"
        if refused and proposed is not None and proposed.state == "proposed":
            replace_live(conn, proposed.case)
    mine, other = live(conn, case), live(conn, into)
    if mine is not None and other is not None:
        replace_live(conn, into if mine.state == "sent" and other.state == "proposed" else case)
