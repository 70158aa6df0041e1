"""What the page of one incident shows, read in one go."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.incident import Incident
from bot.ports import Context
from bot.storage import groups, incidents, offers
from bot.storage.groups import Group
from bot.storage.offers import Offer
from bot.storage.outbox import Post
from bot.web.access import Visitor
from bot.web.case_view import NOT_SENT
from handlers import speak
from handlers.compensation.facts import price_of
from handlers.compensation.words import outcome_of
from handlers.incidents.posts import posting_waits
from handlers.incidents.work import progress, summary

SHOWN = 80
"""So many of its cases stand on the page, those that are open first."""
LOOSE = 30
"""So many open cases of the group are offered to be put into it."""


@dataclass(frozen=True)
class Member:
    """One case of the incident, with what its member was offered."""

    case: Case
    offer: Offer | None
    outcome: str


@dataclass(frozen=True)
class IncidentView:
    """Everything on the page of one incident."""

    incident: Incident
    group: Group
    members: tuple[Member, ...]
    people: int
    open: int
    together: int
    """How many a decision for all would reach."""
    total: int
    waiting: tuple[Post, ...]
    """What is to be said in the group and was not sent yet."""
    said: tuple[Post, ...]
    """What the group has heard, newest first."""
    sends: bool
    """Whether messages go out by themselves, or a person copies them."""
    suggestion: str
    """A post in our words, to begin from."""
    unpriced: int
    """How many open cases do not know what the goods cost."""
    loose: tuple[Case, ...]
    others: tuple[Incident, ...]
    """Open incidents of the same group, into which it may be merged."""

    @property
    def works(self) -> bool:
        """Whether anything can be decided or said about it."""
        return self.incident.state != "dissolved"

    @property
    def decided(self) -> str:
        """When the decision for all was made; names the one that the page shows."""
        return str((self.incident.offer or {}).get("at", ""))

    @property
    def draft(self) -> Post | None:
        """What a person's yes would send."""
        return next((post for post in reversed(self.waiting) if posting_waits(post)), None)

    @property
    def untold(self) -> int:
        """How many open cases were not offered what was decided."""
        return sum(_decided_together(member.case) and member.offer is None for member in self.members)


def read_incident(conn: Connection, ctx: Context, visitor: Visitor, number: int) -> IncidentView | None:
    """The incident as this visitor may see it; None where there is none for them."""
    incident = incidents.get(conn, number) if number < 2**31 else None
    if incident is None or not visitor.sees(incident.group):
        return None
    group = groups.get(conn, incident.group)
    everyone = incidents.cases_of(conn, number)
    shown = sorted(everyone, key=lambda case: (not case.is_open, case.number))[:SHOWN]
    made = offers.latest_of(conn, [case.number for case in shown])
    posts = incidents.posts_of(conn, number, lock=False)
    is_open = incident.state == "open"
    near = incidents.of_groups(conn, [group.id]) if is_open else []
    return IncidentView(
        incident=incident,
        group=group,
        members=tuple(_member(case, made.get(case.number)) for case in shown),
        people=len({case.member_id for case in everyone}),
        open=sum(case.is_open for case in everyone),
        together=sum(map(_decided_together, everyone)),
        total=len(everyone),
        waiting=tuple(post for post in posts if post.state in NOT_SENT),
        said=tuple(post for post in reversed(posts) if post.state == "sent"),
        sends=speak.capabilities(ctx, group.platform).sends,
        suggestion=progress(conn, incident) if is_open else summary(conn, incident),
        unpriced=sum(case.is_open and price_of(case) is None for case in everyone),
        loose=tuple(incidents.loose_voices(conn, group.id, group.created_at, LOOSE)) if is_open else (),
        others=tuple(other for other in near if other.number != number),
    )


def _decided_together(case: Case) -> bool:
    return case.is_open and not case.red


def _member(case: Case, offer: Offer | None) -> Member:
    return Member(case, offer, outcome_of(offer) if offer is not None else "")
