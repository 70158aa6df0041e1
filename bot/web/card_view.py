"""What the page of a case's card shows: original and redacted side by side, the pictures, and what can be done next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.ports import Context
from bot.storage import cards, cases, groups
from bot.storage.cards import Card
from bot.storage.consents import Consent
from bot.storage.groups import Group
from bot.web.access import Visitor
from handlers import zones
from handlers.showing.choices import Choices, choices_of
from handlers.showing.excerpts import Excerpt, excerpts_of, redactor_of
from handlers.showing.posting import agreed_card, by_itself
from handlers.showing.rules import waiting_for, why_not
from handlers.showing.says import question, wordings


@dataclass(frozen=True)
class Piece:
    """A part of an original text; `hidden` ones do not show on the card."""

    text: str
    hidden: bool


@dataclass(frozen=True)
class CardView:
    case: Case
    group: Group
    zone: str
    why_not: str | None
    card: Card | None
    choices: Choices
    excerpts: tuple[Excerpt, ...]
    waiting: Consent | None
    question: str
    """What the leader passes on where we cannot write to the member; else empty."""
    wordings: tuple[str, ...]
    agreed: bool
    posts: bool
    """Whether the card is posted by itself, or a person copies it."""

    @property
    def step(self) -> Literal["none", "new", "asked", "agreed", "posting", "posted", "over"]:
        """How far it has come."""
        if self.card is None:
            return "none"
        known = {"preview": "new", "asked": "asked", "agreed": "agreed", "posting": "posting", "posted": "posted"}
        return known.get(self.card.state, "over")  # type: ignore[return-value]


def read_card(conn: Connection, ctx: Context, visitor: Visitor, number: int) -> CardView | None:
    """The card of a case as this visitor may see it; None where there is no such case for them."""
    case = cases.get(conn, number)
    if case is None or not visitor.sees(case.group):
        return None
    group = groups.get(conn, case.group)
    card = cards.live(conn, number)
    choices = choices_of(card)
    waiting = waiting_for(conn, number)
    relayed = waiting is not None and waiting.relayed_by is not None
    return CardView(
        case=case,
        group=group,
        zone=str(zones.zone_of(ctx, group)),
        why_not=why_not(conn, case),
        card=card,
        choices=choices,
        excerpts=tuple(excerpts_of(conn, case, choices, redactor_of(conn, case, choices))),
        waiting=waiting,
        question=question(conn, case, waiting) if waiting is not None and relayed else "",
        wordings=tuple(wordings(case)),
        agreed=agreed_card(conn, case) is not None,
        posts=by_itself(ctx, case),
    )


def pieces(excerpt: Excerpt) -> Sequence[Piece]:
    """The original, cut where something is hidden."""
    text, done, found = excerpt.said.text, 0, []
    for span in excerpt.redacted.spans:
        found += [Piece(text[done : span.start], False), Piece(text[span.start : span.end], True)]
        done = span.end
    return [piece for piece in [*found, Piece(text[done:], False)] if piece.text]
