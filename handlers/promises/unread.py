"""Promises in private words that the member has not read: nothing is asked about them before the words are sent."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.text import excerpt
from bot.ports import Context
from bot.storage import groups, outbox, promises
from bot.storage.outbox import Post
from bot.storage.promises import Promise, State
from handlers.cases.timeline import BOT, Actor
from handlers.promises.hearing import ask
from handlers.promises.ledger import WORDS_KEPT, refuse, set_aside, take_up

REPLY = "reply:"
"""How the key of a leader's own words to a member begins."""


def hold_back(ctx: Context, conn: Connection, post: Post) -> None:
    """These words wait as a draft now; what a person has confirmed in them counts all the same."""
    for promise in _in(conn, post, "unconfirmed"):
        set_aside(ctx, conn, promise, BOT)


def let_go(ctx: Context, conn: Connection, post: Post) -> None:
    """The member has these words: what they promise is asked about."""
    stored = outbox.get(conn, post.id)
    found = [take_up(ctx, conn, promise, BOT) for promise in _in(conn, stored, "unsaid")]
    if found:
        ask(ctx, conn, groups.get(conn, found[0].group), found, f"sent:{post.id}")


def drop(ctx: Context, conn: Connection, post: Post, by: Actor) -> None:
    """These words will not be sent: they promise nothing, unless a person has confirmed it."""
    for promise in _in(conn, post, "unconfirmed", "unsaid"):
        refuse(ctx, conn, promise, by)


def _in(conn: Connection, post: Post, *states: State) -> list[Promise]:
    if post.case is None or not post.dedupe_key.startswith(REPLY):
        return []
    return promises.in_words(conn, post.case, excerpt(post.text, WORDS_KEPT), *states)
