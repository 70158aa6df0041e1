"""What a member says of their card after a yes: no, wait, less of it; in words, by a tap, or passed on by a leader.

While the group has not seen the card, the last word counts: in doubt the card waits. A card that the group sees is
not destroyed on a word that may mean less: it is asked back.
"""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import Connection

from bot.detection.member_says import wants_no_contact
from bot.domain.card import Part
from bot.domain.case import Case
from bot.domain.chat import ButtonPress
from bot.domain.consent_words import (
    ConsentAnswer,
    consent_in,
    has_condition,
    refuses_flatly,
    second_answer_in,
    speaks_of_picture,
)
from bot.domain.holding_back_words import holds_back
from bot.domain.taking_back_words import confirms, takes_back
from bot.domain.text import excerpt, safe_name
from bot.domain.verdict import Verdict
from bot.ports import Context
from bot.replies import say, variants
from bot.storage import cards, consents, messages, outbox
from bot.storage.cards import Card
from bot.storage.consents import Consent
from bot.storage.messages import Direct
from handlers import speak
from handlers.cases.timeline import BOT, Actor, member_of, record
from handlers.showing.answers import NO_MESSAGES, case_of, settle, to_member
from handlers.showing.choices import choices_of, without
from handlers.showing.content import shown_of
from handlers.showing.excerpts import CARD
from handlers.showing.making import add
from handlers.showing.questions import AGREED, HELD, LESS, MEANT, follows_yes, wants_answer
from handlers.showing.rules import CannotShow, covers, waiting_for
from handlers.showing.says import ANSWERS, tell_leaders
from handlers.showing.withdrawal import BARE_WITHIN, ask_back, waits_to_hear, withdraw

_TAPPED = {
    "showyes": ConsentAnswer("yes"), "showno": ConsentAnswer("no"), "showlater": ConsentAnswer("later"),
    "shownameless": ConsentAnswer("yes", ("name",)),
}  # fmt: skip
_SHOWN = re.compile("[发發放]")


def said_again(
    ctx: Context, conn: Connection, platform: str, member_id: str, said: tuple[Direct, ...], text: str, verdict: Verdict
) -> bool:
    """Take a member's private words as another answer after their yes; whether they were. A complaint never is one."""
    if verdict.decision == "complaint" or verdict.red or any(m.images for m in said):
        return False
    if wants_no_contact(text) and NO_MESSAGES.search(text):
        return False
    given = [c for c in consents.of_member(conn, platform, member_id, "card", ("yes",)) if c.case is not None]
    named = speaks_of_picture(text)
    for consent in given:
        case = case_of(conn, consent)
        consent, card = consents.get(conn, consent.id), cards.live(conn, case.number)
        if consent.state != "yes" or card is None:
            continue
        if waits_to_hear(conn, case) and confirms(text) is not None:
            return False  # the answer to whether it shall go
        plain = named or follows_yes(conn, platform, member_id, consent)
        taken = (_taken if plain else _perhaps)(ctx, conn, case, consent, card, text)
        if taken:
            messages.change_direct(conn, [m.id for m in said], case=case.number)
        if taken or plain:
            return taken
    return False


def _taken(ctx: Context, conn: Connection, case: Case, consent: Consent, card: Card, text: str) -> bool:
    """Words that are plainly about the card. What takes back more than a no does is not for here."""
    found = second_answer_in(text)
    flat_no = found is not None and found.said == "no" and refuses_flatly(text)
    waits = holds_back(text) is not None and not is_out(conn, case, card)
    if takes_back(text) is not None and not waits and (not flat_no or card.state == "posted"):
        return False
    if found is None and waits:
        found = ConsentAnswer("later")
    if found is None:
        return has_condition(text) and not is_out(conn, case, card) and _condition(ctx, conn, case, consent, text)
    if found.said == "yes" and not set(found.without) - set(consent.without):
        return False
    if found.said == "no" and not flat_no:
        return not is_out(conn, case, card) and hold_and_ask(ctx, conn, case, consent, card, text)
    if found.said == "no" and card.state == "posted":
        ask_back(ctx, conn, case, text)
        return True
    settle_again(ctx, conn, case, consent, found, text, member_of(case))
    return True


def _perhaps(ctx: Context, conn: Connection, case: Case, consent: Consent, card: Card, text: str) -> bool:
    """Something else was said since their yes: a flat no, or 先别发, may be to that. Until it is clear the card waits;
    what else wants an answer gets these words, too."""
    found = second_answer_in(text)
    if found is None or card.state == "posted":
        return False
    lately = consent.answered_at is not None and ctx.now() - consent.answered_at <= BARE_WITHIN
    elsewhere = not lately or wants_answer(conn, consent.platform, consent.member_id)
    if found.said == "yes" and not elsewhere:
        return _taken(ctx, conn, case, consent, card, text)
    if not (refuses_flatly(text) if found.said == "no" else found.said == "later" and _SHOWN.search(text)):
        return False
    if elsewhere:
        _hold(ctx, conn, case, consent, card, text, member_of(case))
        return False
    return hold_and_ask(ctx, conn, case, consent, card, text)


def hold_and_ask(ctx: Context, conn: Connection, case: Case, consent: Consent, card: Card, text: str) -> bool:
    """The card waits, and the member is asked whether they meant it; whether they can be."""
    _hold(ctx, conn, case, consent, card, text, member_of(case))
    return to_member(ctx, conn, case, "meant", f"{MEANT}:{consent.id}:{_moment(ctx)}", consent.id)


def settle_again(
    ctx: Context, conn: Connection, case: Case, consent: Consent, answer: ConsentAnswer, words: str, by: Actor
) -> None:
    """Do what another answer after a yes asks for."""
    card = cards.live(conn, case.number)
    if answer.said == "no":
        withdraw(ctx, conn, case, words, by)
    elif card is None:
        return
    elif answer.said == "yes" and not set(answer.without) - set(consent.without):
        to_member(ctx, conn, case, "agreed", f"{AGREED}:{consent.id}:{_moment(ctx)}", consent.id)
    elif is_out(conn, case, card):
        ask_back(ctx, conn, case, words)
    elif answer.said == "later":
        _hold(ctx, conn, case, consent, card, words, by)
        to_member(ctx, conn, case, "held", f"{HELD}:{consent.id}:{_moment(ctx)}", consent.id)
    else:
        _leave_out(ctx, conn, case, consent, card, answer.without, words, by)


def _leave_out(
    ctx: Context,
    conn: Connection,
    case: Case,
    consent: Consent,
    card: Card,
    parts: tuple[Part, ...],
    words: str,
    by: Actor,
) -> None:
    """The yes is to less from now on: the card that shows less takes the place of the other."""
    shown = card if covers(conn, consent, card) else cards.get(conn, consent.card or 0)
    _call_back(conn, case, card)
    consent = consents.change(conn, consent.id, without=[*dict.fromkeys((*consent.without, *parts))], words=words)
    record(ctx, conn, case.number, by, "consent_yes", words, consent=consent.id, relayed=consent.relayed_by is not None)
    if not covers(conn, consent, card):
        choices = without(choices_of(shown), tuple(consent.without))  # type: ignore[arg-type]
        card = add(ctx, conn, case, shown_of(ctx, conn, case, choices), choices.as_json(), BOT)
    if covers(conn, consent, card):
        cards.change(conn, card.id, state="agreed")
    to_member(ctx, conn, case, "less", f"{LESS}:{consent.id}:{_moment(ctx)}", consent.id)
    tell_leaders(ctx, conn, case, "told_less", f"{consent.id}:{_moment(ctx)}", words=excerpt(words, 60))


def _hold(ctx: Context, conn: Connection, case: Case, consent: Consent, card: Card, words: str, by: Actor) -> None:
    """Nothing is posted until the member says yes once more; they are asked at most once, and silence is a no."""
    now, showing = ctx.now(), ctx.settings.showing
    expires = now + timedelta(hours=showing.silence_is_no_after_h)
    again = now + timedelta(hours=showing.ask_again_after_h)
    relayed = consent.relayed_by is not None
    consents.change(
        conn, consent.id, state="later", answered_at=now, words=words, expires_at=expires,
        next_look_at=expires if relayed else again,
    )  # fmt: skip
    _call_back(conn, case, card)
    if cards.get(conn, card.id).state == "agreed":
        cards.change(conn, card.id, state="asked")
    record(ctx, conn, case.number, by, "consent_later", words, consent=consent.id, relayed=relayed)
    tell_leaders(ctx, conn, case, "told_held", f"{consent.id}:{_moment(ctx)}", words=excerpt(words, 60))


def _condition(ctx: Context, conn: Connection, case: Case, consent: Consent, text: str) -> bool:
    """Something of it is to be otherwise: the leader changes the card and asks once more."""
    card = cards.live(conn, case.number)
    if card is None:
        return False
    _call_back(conn, case, card)
    if cards.get(conn, card.id).state == "agreed":
        cards.change(conn, card.id, state="asked")
    expires = ctx.now() + timedelta(hours=ctx.settings.showing.silence_is_no_after_h)
    consents.change(conn, consent.id, state="asked", words=text, expires_at=expires, next_look_at=expires)
    record(ctx, conn, case.number, member_of(case), "consent_condition", text, consent=consent.id)
    tell_leaders(ctx, conn, case, "told_condition", f"{consent.id}:{_moment(ctx)}", words=excerpt(text, 60))
    return to_member(ctx, conn, case, "condition", f"consent_condition:{consent.id}:{_moment(ctx)}", consent.id)


def is_out(conn: Connection, case: Case, card: Card) -> bool:
    """Whether the group sees the card, or a part of it."""
    posts = outbox.of_case(conn, case.number)
    return card.state == "posted" or any(post.purpose == CARD and post.state == "sent" for post in posts)


def _call_back(conn: Connection, case: Case, card: Card) -> None:
    """A picture that waits to be posted does not go."""
    outbox.cancel(conn, case.number, (CARD,))
    cards.move(conn, card.id, "posting", "agreed")


def _moment(ctx: Context) -> str:
    return f"{ctx.now():%Y%m%d%H%M%S}"


def on_tap(ctx: Context, conn: Connection, event: ButtonPress, what: str, number: int) -> None:
    """A member taps an answer, the first or another; somebody else's tap does nothing."""
    consent = consents.find(conn, number)
    if consent is None or consent.purpose != "card":
        return
    if (consent.platform, consent.member_id) != (event.platform, event.member_id):
        return
    case = case_of(conn, consent)
    consent = consents.get(conn, number)
    if consent.state == "void" and what in ("showno", "showlater"):
        consent = consents.of_case(conn, case.number)[-1]  # a no below an older picture is one to the newer, too
    words = variants("showing.answers")[ANSWERS.index(what)]
    if consent.state == "yes" and cards.live(conn, case.number) is not None:
        settle_again(ctx, conn, case, consent, _TAPPED[what], words, member_of(case))
    elif consent.state in (*consents.WAITING, "silent"):
        settle(ctx, conn, case, consent, _TAPPED[what], words, member_of(case))
    else:
        speak.answer(ctx, conn, event, say("showing.over", consent.id))


def relay(ctx: Context, conn: Connection, case: Case, words: str, by: Actor) -> ConsentAnswer:
    """The leader passes on what the member answered elsewhere, the first answer or another. Raises CannotShow."""
    consent = waiting_for(conn, case.number) or _relayed_yes(conn, case)
    if consent is None or consent.relayed_by is None:
        raise CannotShow(say("showing.nothing_to_relay", number=case.number))
    found = second_answer_in(words) if consent.state == "yes" else consent_in(words)
    if found is None:
        raise CannotShow(say("showing.relay_how", number=case.number))
    if consent.state == "yes" and found.said == "yes" and not set(found.without) - set(consent.without):
        raise CannotShow(say("showing.agreed_before", number=case.number, member=safe_name(case.member_name)))
    consents.change(conn, consent.id, relayed_by=by.member_id or by.name)
    (settle_again if consent.state == "yes" else settle)(ctx, conn, case, consent, found, words, by)
    return found


def _relayed_yes(conn: Connection, case: Case) -> Consent | None:
    """The yes that a leader passed on, where there is still a card for another answer to change."""
    if cards.live(conn, case.number) is None:
        return None
    given = [c for c in consents.of_case(conn, case.number) if c.state == "yes"]
    return given[-1] if given else None
