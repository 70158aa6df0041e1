"""Whether a case may be shown at all, and whether a member's yes covers a card: asked again at every step."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.card import Part, Shown, from_json, hash_of, leaves_out, shows_no_more
from bot.domain.case import Case
from bot.replies import say
from bot.storage import cards, consents, groups, members
from bot.storage.cards import Card
from bot.storage.consents import Consent
from handlers.showing.choices import choices_of
from handlers.showing.excerpts import end_of

ENDED = ("refused", "withdrawn")
"""States of a card after which its case gets no other."""


class CannotShow(Exception):
    """The card cannot be made, asked about or posted; the message is the sentence that says why."""


def why_not(conn: Connection, case: Case) -> str | None:
    """Why a case is not shown to its group, in one sentence; None where it may be, once its member agrees."""
    if case.red:
        return say("showing.not_red", number=case.number)
    if case.merged_into is not None:
        return say("showing.merged", number=case.number, into=case.merged_into)
    if case.is_open or end_of(conn, case) is None or case.closed_by == "undo":
        return say("showing.not_solved", number=case.number)
    member = members.get(conn, case.platform, case.member_id)
    if member is not None and member.no_contact_at is not None:
        return say("showing.no_contact", number=case.number)
    if groups.get(conn, case.group).left_at is not None:
        return say("showing.left_group", number=case.number)
    return None


def check(conn: Connection, case: Case) -> None:
    """Raise CannotShow where the case is not shown."""
    why = why_not(conn, case)
    if why is not None:
        raise CannotShow(why)


def is_over(conn: Connection, case: int) -> bool:
    """Whether a case gets no other card: its member did not want one, or no longer does."""
    return any(card.state in ENDED for card in cards.of_case(conn, case))


def no_card(conn: Connection, case: int) -> CannotShow:
    """Why nothing can be done with the card of a case that has none."""
    return CannotShow(say("showing.ended_before" if is_over(conn, case) else "showing.no_card", number=case))


def covers(conn: Connection, consent: Consent, card: Card) -> bool:
    """Whether what this member was asked shows all that the card shows, and what they want left out is left out."""
    if card.content is None or consent.card is None or consent.case != card.case:
        return False
    shown, asked = from_json(card.content), _asked(conn, consent)
    if asked is None or not shows_no_more(shown, asked):
        return False
    choices = choices_of(card)
    hides: dict[Part, bool] = {"name": choices.neutral, "amounts": not choices.amounts, "photos": not choices.photos}
    return all(hides[part] and leaves_out(shown, part) for part in hides if part in consent.without)


def _asked(conn: Connection, consent: Consent) -> Shown | None:
    """What the member was shown, if it is still there and is still what they were shown."""
    card = cards.find(conn, consent.card or 0)
    if card is None or card.content is None:
        return None
    shown = from_json(card.content)
    return shown if hash_of(shown) == consent.content_hash == card.content_hash else None


def yes_for(conn: Connection, card: Card) -> Consent | None:
    """The member's yes by which this card may be shown to the group; None where there is none."""
    if card.content is None or hash_of(from_json(card.content)) != card.content_hash:
        return None
    for consent in reversed(consents.of_case(conn, card.case)):
        if consent.state == "yes" and covers(conn, consent, card):
            return consent
    return None


def waiting_for(conn: Connection, case: int) -> Consent | None:
    """The question about a case's card that waits for its member's answer."""
    return next((c for c in reversed(consents.of_case(conn, case)) if c.state in consents.WAITING), None)
