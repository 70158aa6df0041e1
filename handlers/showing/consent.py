"""Asking a member whether their case's card may be shown, with the very pictures; whom we cannot write to, a leader
asks and passes the answer on."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.text import safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import cards, cases, consents, members, outbox
from bot.storage.cards import Card
from bot.storage.consents import Consent
from bot.storage.outbox import Post
from handlers import speak
from handlers.cases.timeline import Actor, record
from handlers.showing.excerpts import CONSENT
from handlers.showing.rules import CannotShow, check, covers, no_card, why_not
from handlers.showing.says import number_in, question_key, send_question, tell_leaders

MOST_QUESTIONS = 2
"""So many questions about one case at most: a second one only about a card that shows more."""
LOOK_AGAIN = timedelta(hours=1)


def ask(ctx: Context, conn: Connection, case: Case, by: Actor) -> Consent:
    """Ask the member whether the case's card may be shown, with its very pictures; where we cannot write to them, the
    leader passes question and answer on. Raises CannotShow."""
    card = _to_ask_about(conn, case)
    before = consents.of_case(conn, case.number)
    for one in before:
        if one.state in (*consents.WAITING, "yes"):
            _void(conn, one)
    now = ctx.now()
    expires = now + timedelta(hours=ctx.settings.showing.silence_is_no_after_h)
    who = by.member_id or by.name
    relayed = not can_write(ctx, conn, case)
    consent = consents.add(
        conn, purpose="card", case=case.number, card=card.id, platform=case.platform, member_id=case.member_id,
        content_hash=card.content_hash, asked_at=now, asked_by=who, expires_at=expires,
        next_look_at=expires if relayed else now + LOOK_AGAIN, relayed_by=who if relayed else None,
    )  # fmt: skip
    cards.change(conn, card.id, state="asked")
    record(ctx, conn, case.number, by, "consent_asked", "", consent=consent.id, content=card.content_hash)
    if not relayed:
        send_question(ctx, conn, case, card, consent)
    return consent


def _to_ask_about(conn: Connection, case: Case) -> Card:
    """The card that a question may be asked about now."""
    check(conn, case)
    number = case.number
    card = cards.live(conn, number)
    before = consents.of_case(conn, number)
    last = before[-1] if before else None
    if any(e.kind == "consent_withdrawn" and e.actor == "member" for e in cases.timeline(conn, number)):
        raise CannotShow(say("showing.taken_back", number=number, member=safe_name(case.member_name)))
    if last is not None and last.state in ("no", "silent", "withdrawn"):
        raise CannotShow(say("showing.said_no", number=number, member=safe_name(case.member_name)))
    if card is None:
        raise no_card(conn, number)
    if card.state not in ("preview", "asked"):
        raise CannotShow(say("showing.agreed_before", number=number, member=safe_name(case.member_name)))
    if not card.pictures:
        raise CannotShow(say("showing.not_drawn_yet", number=number))
    changed = last is not None and last.words is not None and last.state == "asked" and last.card != card.id
    if last is not None and last.state in consents.WAITING and covers(conn, last, card) and not changed:
        raise CannotShow(say("showing.asked_before", number=number, member=safe_name(case.member_name)))
    if len(before) >= MOST_QUESTIONS:
        raise CannotShow(say("showing.asked_enough", number=number, member=safe_name(case.member_name)))
    return card


def _void(conn: Connection, consent: Consent) -> None:
    """Another question takes the place of this one."""
    consents.change(conn, consent.id, state="void", next_look_at=None)
    outbox.cancel(conn, consent.case or 0, (CONSENT,))


def can_write(ctx: Context, conn: Connection, case: Case) -> bool:
    """Whether question and pictures can reach the member by themselves."""
    can = speak.capabilities(ctx, case.platform)
    member = members.get(conn, case.platform, case.member_id)
    if not can.sends or not can.image or (member is not None and member.unreachable_at is not None):
        return False
    return can.dm_first != "never" or (member is not None and member.reachable)


def may_go(conn: Connection, post: Post) -> bool:
    """Whether a question that is about to be sent still makes sense."""
    consent = consents.find(conn, number_in(post))
    case = cases.get(conn, post.case or 0)
    if consent is None or case is None or consent.state not in consents.WAITING or why_not(conn, case) is not None:
        return False
    card = cards.find(conn, consent.card or 0)
    return card is not None and post.image_hash in card.pictures


def question_sent(ctx: Context, conn: Connection, post: Post) -> None:
    """One picture of a question has arrived; once all have, the time for an answer runs."""
    consent = consents.find(conn, number_in(post))
    if consent is None or consent.state not in consents.WAITING or asked_at(conn, consent) is None:
        return
    expires = ctx.now() + timedelta(hours=ctx.settings.showing.silence_is_no_after_h)
    consents.change(conn, consent.id, expires_at=expires, next_look_at=expires)


def asked_at(conn: Connection, consent: Consent) -> Post | None:
    """The last picture of a question, with the question, once all its pictures have reached the member."""
    card = cards.find(conn, consent.card or 0)
    posts = [outbox.find(conn, question_key(consent, n)) for n in range(len(card.pictures) if card else 0)]
    return posts[-1] if posts and all(post is not None and post.state == "sent" for post in posts) else None


def on_its_way(conn: Connection, consent: Consent) -> bool:
    """Whether a question has not reached the member yet and still may."""
    card = cards.find(conn, consent.card or 0)
    posts = [outbox.find(conn, question_key(consent, n)) for n in range(len(card.pictures) if card else 0)]
    return any(post is not None and post.state in ("draft", "pending", "sending") for post in posts)


def unreached(ctx: Context, conn: Connection, case: Case, post: Post) -> None:
    """The question does not get through: the leader passes it on instead."""
    consent = consents.find(conn, number_in(post))
    if consent is None or consent.state not in consents.WAITING:
        return
    outbox.cancel(conn, consent.case or 0, (CONSENT,))
    consents.change(conn, consent.id, relayed_by=consent.asked_by, next_look_at=consent.expires_at)
    tell_leaders(ctx, conn, case, "unreached", str(consent.id))
