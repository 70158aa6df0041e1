"""Taking a card back, at any time and in plain words: the post goes where the platform can, what is kept at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.consent_words import agrees_again, takes_back
from bot.domain.text import excerpt, safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import cards, consents, groups, messages, outbox
from bot.storage.consents import Consent
from bot.storage.groups import Group
from bot.storage.messages import Direct, Message
from bot.storage.outbox import Post
from handlers import speak
from handlers.cases.timeline import BOT, Actor, member_of, record
from handlers.showing.answers import case_of, end_card, to_member
from handlers.showing.excerpts import CARD, CONSENT
from handlers.showing.rules import CannotShow, waiting_for
from handlers.showing.says import number_in, tell_leaders

TAKEN_BACK_LATELY = timedelta(days=3)
"""So long "可以发" is taken to be about the card that was taken back."""


def asked_for(
    ctx: Context, conn: Connection, platform: str, member_id: str, said: tuple[Direct, ...], text: str
) -> bool:
    """Whether a member takes a consent back in private; then it is done and they hear it."""
    consent = _given(conn, platform, member_id) if takes_back(text) else None
    if consent is None:
        return False
    case = case_of(conn, consent)
    messages.change_direct(conn, [m.id for m in said], case=case.number)
    withdraw(ctx, conn, case, text, member_of(case))
    return True


def agreed_again(
    ctx: Context, conn: Connection, platform: str, member_id: str, said: tuple[Direct, ...], text: str
) -> bool:
    """Whether a member who took a card back lately would have it shown after all: it is gone, and they hear so."""
    if not agrees_again(text):
        return False
    found = consents.of_member(conn, platform, member_id, "card", ("withdrawn",))
    since = ctx.now() - TAKEN_BACK_LATELY
    consent = next((c for c in found if c.case is not None and c.withdrawn_at and c.withdrawn_at >= since), None)
    if consent is None:
        return False
    case = case_of(conn, consent)
    messages.change_direct(conn, [m.id for m in said], case=case.number)
    to_member(ctx, conn, case, "gone", f"card_gone:{consent.id}", case.number)
    tell_leaders(ctx, conn, case, "told_again", str(consent.id), words=excerpt(text, 60))
    return True


def asked_for_in_group(ctx: Context, conn: Connection, group: Group, said: Sequence[Message], text: str) -> bool:
    """The same said in the group."""
    consent = _given(conn, group.platform, said[-1].member_id) if said and takes_back(text) else None
    if consent is None:
        return False
    case = case_of(conn, consent)
    if case.group != group.id:
        return False
    messages.change(conn, [m.id for m in said], complaint=False)
    withdraw(ctx, conn, case, text, member_of(case))
    return True


def _given(conn: Connection, platform: str, member_id: str) -> Consent | None:
    """What this member lets others see: the newest, first of what has not been posted long ago."""
    found = consents.of_member(conn, platform, member_id, "card", ("yes",))
    return next((c for c in found if c.case is not None and cards.live(conn, c.case) is not None), None)


def withdraw(ctx: Context, conn: Connection, case: Case, words: str, by: Actor) -> None:
    """Nobody sees the card any more: posts are deleted or a leader is asked to, card and pictures are destroyed, and
    the record says so."""
    now = ctx.now()
    for consent in consents.of_case(conn, case.number):
        if consent.state in ("yes", *consents.WAITING):
            consents.change(
                conn, consent.id, state="withdrawn", withdrawn_at=now, withdrawn_words=words, next_look_at=None
            )
    record(ctx, conn, case.number, by, "consent_withdrawn", words)
    outbox.cancel(conn, case.number, (CARD, CONSENT))
    posts = [post for post in outbox.of_case(conn, case.number) if post.purpose == CARD]
    out = [post for post in posts if post.state in ("sending", "sent", "unconfirmed")]
    by_hand = take_down(ctx, conn, case, [post for post in out if post.state != "sending"])
    end_card(ctx, conn, case, "withdrawn")
    to_member(
        ctx, conn, case, "by_hand" if by_hand else "withdrawn" if out else "not_shown", f"card_back:{case.number}",
        case.number,
    )  # fmt: skip
    if not by_hand:
        tell_leaders(ctx, conn, case, "told_withdrawn", str(case.number), words=excerpt(words, 60))


def take_down(ctx: Context, conn: Connection, case: Case, posts: Sequence[Post]) -> bool:
    """Have posts deleted where the platform still can, else ask the leaders to do it; whether a leader has to."""
    limit = speak.capabilities(ctx, case.platform).delete_own_s
    by_hand = []
    for post in posts:
        age = (ctx.now() - (post.sent_at or ctx.now())).total_seconds()
        if limit is not None and age < limit and post.sent_message_id:
            outbox.withdraw(conn, post, ctx.now())
        else:
            by_hand.append(post)
    if by_hand:
        _ask_leaders(ctx, conn, case, str(by_hand[-1].id))
    return bool(by_hand)


def _ask_leaders(ctx: Context, conn: Connection, case: Case, once: str) -> None:
    tell_leaders(ctx, conn, case, "delete_by_hand", once, group=groups.get(conn, case.group).name)


def deleted(ctx: Context, conn: Connection, case: Case, post: Post, *, gone: bool) -> None:
    """The platform deleted a card's post, or refused to: then a leader has to."""
    record(ctx, conn, case.number, BOT, "card_deleted" if gone else "card_not_deleted", "", card=number_in(post))
    if not gone:
        _ask_leaders(ctx, conn, case, str(post.id))


def stop(ctx: Context, conn: Connection, case: Case, words: str, by: Actor) -> str:
    """A leader takes the card back, for whatever reason; what they are told. Raises CannotShow."""
    card, waiting = cards.live(conn, case.number), waiting_for(conn, case.number)
    if card is None and waiting is None:
        raise CannotShow(say("showing.no_card", number=case.number))
    withdraw(ctx, conn, case, words, by)
    return say("showing.stopped", number=case.number, member=safe_name(case.member_name))
