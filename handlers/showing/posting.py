"""Posting a card: once a case, by a leader's tap, through the outbox, and never without the member's yes.

The yes, and whether it covers what the card shows, is looked at again at the moment in which a picture leaves.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.text import safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import cards, cases, groups, outbox
from bot.storage.cards import Card
from bot.storage.outbox import Post
from handlers import speak
from handlers.cases.timeline import BOT, Actor, record
from handlers.showing.choices import choices_of
from handlers.showing.consent import may_go as question_may_go
from handlers.showing.excerpts import CARD, CONSENT
from handlers.showing.rules import CannotShow, check, no_card, why_not, yes_for
from handlers.showing.says import number_in, post_key, post_text, tell_leaders
from handlers.showing.withdrawal import take_down, waits_to_hear


def post_card(ctx: Context, conn: Connection, case: Case, by: Actor) -> Card:
    """Put the case's card into the outbox; where nothing can be sent, as a draft to copy. Raises CannotShow."""
    card = to_post(conn, case)
    group, now = groups.get(conn, case.group), ctx.now()
    if group.mode == "watch":
        raise CannotShow(say("showing.watching", group=group.name))
    copied = not by_itself(ctx, case)
    first = post_text(case, choices_of(card).wording)
    for n, picture in enumerate(card.pictures):
        text = first if n == 0 else say("showing.part", n=n + 1, count=len(card.pictures))
        post = Post(
            dedupe_key=post_key(card, n), platform=group.platform, account=group.account, group=group.id, purpose=CARD,
            case=case.number, text=text, image_hash=picture, prompted=False, state="draft" if copied else "pending",
            created_at=now, not_before=now,
        )  # fmt: skip
        outbox.add(conn, post)
    record(ctx, conn, case.number, by, "card_approved", first, card=card.id)
    return cards.change(conn, card.id, state="posting")


def to_post(conn: Connection, case: Case) -> Card:
    """The card that may go to the group now. Raises CannotShow."""
    check(conn, case)
    card = cards.live(conn, case.number)
    if card is None:
        raise no_card(conn, case.number)
    if card.state in ("posting", "posted"):
        raise CannotShow(say("showing.posted_before", number=case.number))
    if card.state != "agreed" or yes_for(conn, card) is None:
        raise CannotShow(say("showing.no_consent", number=case.number, member=safe_name(case.member_name)))
    if waits_to_hear(conn, case):
        raise CannotShow(say("showing.asked_back", number=case.number, member=safe_name(case.member_name)))
    if not card.pictures:
        raise CannotShow(say("showing.not_drawn_yet", number=case.number))
    return card


def agreed_card(conn: Connection, case: Case) -> Card | None:
    """The card of a case that its member lets others see, drawn; None where there is none."""
    card = cards.live(conn, case.number)
    allowed = card is not None and card.state in ("agreed", "posting", "posted") and card.pictures
    return card if card is not None and allowed and yes_for(conn, card) is not None else None


def by_itself(ctx: Context, case: Case) -> bool:
    """Whether a picture can be posted in the case's group without a person copying it."""
    can = speak.capabilities(ctx, case.platform)
    return can.sends and can.image


def may_go(conn: Connection, post: Post) -> bool:
    """Whether a picture that is about to be sent may be: the card stands as agreed, and the member's yes covers it."""
    case = cases.get(conn, post.case or 0)
    card = cards.find(conn, number_in(post))
    if case is None or card is None or card.state not in ("posting", "posted"):
        return False
    if post.image_hash not in card.pictures or yes_for(conn, card) is None or waits_to_hear(conn, case):
        return False
    return why_not(conn, case) is None


def lets_go(ctx: Context, conn: Connection, post: Post) -> bool:
    """Whether nothing of ours keeps a message back that is about to be sent; what is kept back never goes."""
    if post.purpose == CONSENT and not question_may_go(conn, post):
        outbox.change(conn, post.id, state="cancelled", image_hash=None)
        return False
    if post.purpose == CARD and not may_go(conn, post):
        not_gone(ctx, conn, post)
        return False
    return True


def not_gone(ctx: Context, conn: Connection, post: Post) -> None:
    """A picture that may no longer be shown stays here, and the leaders hear why."""
    outbox.change(conn, post.id, state="cancelled", image_hash=None)
    case, card = cases.get(conn, post.case or 0), cards.find(conn, number_in(post))
    if case is None or card is None or card.state != "posting":
        return
    cards.move(conn, card.id, "posting", "agreed")
    why = why_not(conn, case) or say("showing.no_consent", number=case.number, member=safe_name(case.member_name))
    tell_leaders(ctx, conn, case, "not_posted", str(post.id), why=why)


def sent(ctx: Context, conn: Connection, case: Case, post: Post) -> None:
    """The group sees a picture. One that was taken back while it was on its way is deleted again at once."""
    card = cards.get(conn, number_in(post))
    if card.state not in ("posting", "posted"):
        take_down(ctx, conn, case, [outbox.get(conn, post.id)])
        return
    posts = [outbox.find(conn, post_key(card, n)) for n in range(len(card.pictures))]
    if any(one is None or one.state != "sent" for one in posts):
        return
    cards.change(conn, card.id, state="posted", posted_at=ctx.now())
    record(ctx, conn, case.number, BOT, "card_posted", post.text, card=card.id)
    tell_leaders(ctx, conn, case, "told_posted", str(card.id))
