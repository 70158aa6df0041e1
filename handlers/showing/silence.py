"""What time brings about for the questions about cards: silence is a no, who said "wait" is asked once more, and a yes
is told to the leaders at a good time."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.text import excerpt
from bot.ports import Context
from bot.storage import cards, consents, outbox
from bot.storage.consents import Consent
from handlers.cases.timeline import CLOCK, record
from handlers.showing.answers import case_of
from handlers.showing.consent import LOOK_AGAIN, can_write, on_its_way
from handlers.showing.excerpts import CONSENT
from handlers.showing.rules import why_not
from handlers.showing.says import send_question, tell_leaders


def sweep_consents(ctx: Context, conn: Connection) -> int:
    """Look at every consent whose time has come; how many there were."""
    due = consents.due(conn, ctx.now(), "card")
    for consent in due:
        case = case_of(conn, consent)
        _LOOKS.get(consent.state, _nothing)(ctx, conn, case, consent)
    return len(due)


def _look_at_asked(ctx: Context, conn: Connection, case: Case, consent: Consent) -> None:
    if consent.relayed_by is None and on_its_way(conn, consent) and why_not(conn, case) is None:
        consents.change(conn, consent.id, next_look_at=ctx.now() + LOOK_AGAIN)
        return
    if ctx.now() < consent.expires_at and why_not(conn, case) is None:
        consents.change(conn, consent.id, next_look_at=consent.expires_at)
        return
    _silent(ctx, conn, case, consent)


def _look_at_later(ctx: Context, conn: Connection, case: Case, consent: Consent) -> None:
    card = cards.find(conn, consent.card or 0)
    if card is None or card.content is None or why_not(conn, case) is not None or not can_write(ctx, conn, case):
        _silent(ctx, conn, case, consent)
        return
    expires = ctx.now() + timedelta(hours=ctx.settings.showing.silence_is_no_after_h)
    consent = consents.change(conn, consent.id, state="asked", expires_at=expires, next_look_at=ctx.now() + LOOK_AGAIN)
    record(ctx, conn, case.number, CLOCK, "consent_asked", "", consent=consent.id, content=consent.content_hash)
    send_question(ctx, conn, case, card, consent)


def _silent(ctx: Context, conn: Connection, case: Case, consent: Consent) -> None:
    """No answer is a no."""
    outbox.cancel(conn, case.number, (CONSENT,))
    consents.change(conn, consent.id, state="silent", next_look_at=None)
    record(ctx, conn, case.number, CLOCK, "consent_silent", "", consent=consent.id)
    live = cards.live(conn, case.number)
    if live is not None and live.state in cards.CHANGEABLE:
        cards.change(conn, live.id, state="refused")
    tell_leaders(ctx, conn, case, "told_silent", str(consent.id))


def _suggest(ctx: Context, conn: Connection, case: Case, consent: Consent) -> None:
    """The member agreed and it is a good time: the leader may post it with one tap."""
    card = cards.live(conn, case.number)
    if card is not None and card.state == "agreed" and not card.pictures:
        consents.change(conn, consent.id, next_look_at=ctx.now() + timedelta(seconds=5))
        return
    consents.change(conn, consent.id, next_look_at=None)
    if card is None or card.state in ("posting", "posted"):
        return
    words = excerpt(consent.words or "", 40)
    if card.state == "agreed":
        tell_leaders(ctx, conn, case, "told_yes", str(consent.id), "cardpost", "cardsee", words=words)
    else:
        tell_leaders(ctx, conn, case, "told_yes_other", str(consent.id), words=words)


def _nothing(ctx: Context, conn: Connection, case: Case, consent: Consent) -> None:
    consents.change(conn, consent.id, next_look_at=None)


_LOOKS = {"asked": _look_at_asked, "later": _look_at_later, "yes": _suggest}
