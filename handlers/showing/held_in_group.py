"""After a yes, words in the group that hold the card back: it waits, and what is said of it is said in private."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.consent_words import ConsentAnswer, refuses_flatly, second_answer_in
from bot.domain.holding_back_words import all_that_is_said, holds_back
from bot.domain.taking_back_words import takes_back
from bot.domain.verdict import Verdict
from bot.ports import Context
from bot.storage import cards, consents, messages
from bot.storage.cards import Card
from bot.storage.consents import Consent
from bot.storage.groups import Group
from bot.storage.messages import Message
from handlers.cases.timeline import member_of
from handlers.showing.answers import case_of
from handlers.showing.second_answer import hold_and_ask, is_out, settle_again
from handlers.showing.withdrawal import ask_back


@dataclass(frozen=True)
class _Agreed:
    """A card that its member let others see."""

    case: Case
    consent: Consent
    card: Card
    out: bool


def held_back(
    ctx: Context, conn: Connection, group: Group, said: Sequence[Message], text: str, verdict: Verdict
) -> bool:
    """Whether a member's words in the group hold back a card of theirs, and nothing else is left to hear in them."""
    hold = holds_back(text) if said else None
    answer = second_answer_in(text)
    if hold is None or (answer is not None and answer.said == "no" and refuses_flatly(text)):
        return False
    given = _agreed(conn, group, said[-1].member_id)
    if not given:
        return False
    one = given[0]
    sure = hold == "sure"
    if one.out:
        if sure and takes_back(text) is None:
            ask_back(ctx, conn, one.case, text)
        return False
    if sure:
        settle_again(ctx, conn, one.case, one.consent, ConsentAnswer("later"), text, member_of(one.case))
    else:
        hold_and_ask(ctx, conn, one.case, one.consent, one.card, text)
    if verdict.decision != "none" and not all_that_is_said(text):
        return False
    messages.change(conn, [m.id for m in said], complaint=False)
    return True


def _agreed(conn: Connection, group: Group, member_id: str) -> list[_Agreed]:
    """The member's cards of this group that stand; those first that the group has not seen."""
    found = []
    for consent in consents.of_member(conn, group.platform, member_id, "card", ("yes",)):
        case = case_of(conn, consent) if consent.case is not None else None
        card = cards.live(conn, case.number) if case is not None and case.group == group.id else None
        consent = consents.get(conn, consent.id)
        if case is not None and card is not None and consent.state == "yes":
            found.append(_Agreed(case, consent, card, is_out(conn, case, card)))
    return sorted(found, key=lambda one: one.out)
