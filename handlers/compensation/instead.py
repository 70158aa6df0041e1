"""Another outcome after the member agreed to one and then did not want it: whether it takes the place of what was
promised or comes on top, a person says (赔 12 代替 …, 赔 12 另加 …)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from bot.detection.given_words import wishes_otherwise
from bot.domain.case import Case
from bot.domain.text import excerpt, safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, messages, promises
from bot.storage.offers import Offer
from bot.storage.promises import Promise
from handlers.cases.timeline import Actor
from handlers.compensation import given
from handlers.promises import ledger, told

How = Literal["instead", "besides"]
WAITS, REPLACES = "offer_waits", "instead"
"""The line of the timeline that an offer waits for somebody's word, and what it notes of one that takes the place of
what was promised."""
_HOW = re.compile(r"(?P<how>代替|替换?|另外?加|外加)[\s:：,，]*")
_AGAIN = re.compile(r"改(?:成|为)?[\s:：,，]*")


@dataclass(frozen=True)
class Said:
    """What a leader wrote behind 赔 12: how it goes with what was promised, where they say so, and the decision."""

    text: str
    how: How | None = None


def read(text: str) -> Said:
    """代替 and 另加 are both 改, and say what becomes of what was promised."""
    found = _HOW.match(text)
    if found is None:
        return Said(text)
    return Said(f"改 {text[found.end() :]}", "instead" if found["how"][0] in "代替" else "besides")


def question(conn: Connection, case: Case, text: str) -> str:
    """What a leader is asked before another outcome goes out to a member who did not want the one that still stands;
    empty where the member said nothing of the kind."""
    open_ones = still_owed(conn, case)
    since = min((p.confirmed_at or p.said_at for p in open_ones), default=None)
    if since is None:
        return ""
    theirs = [m for m in messages.conversation(conn, case.number) if m.direction == "in" and m.at >= since]
    refused = [m for m in theirs if wishes_otherwise(m.text)]
    if not refused:
        return ""
    return say(
        "compensation.instead_or_besides", member=safe_name(case.member_name), quote=excerpt(refused[-1].text, 40),
        number=case.number, before=given.in_words(open_ones), text=_AGAIN.sub("", text, count=1),
    )  # fmt: skip


def still_owed(conn: Connection, case: Case) -> list[Promise]:
    """What was promised as compensation and is not done."""
    return [p for p in given.standing(conn, case) if p.state == "open"]


def waits_to_replace(conn: Connection, case: Case, offer: Offer) -> bool:
    """Whether an offer that waits for somebody's word is to take the place of what is still owed."""
    return any(
        e.kind == WAITS and e.data.get("offer") == offer.id and e.data.get(REPLACES)
        for e in cases.timeline(conn, case.number)
    )


def take_off(ctx: Context, conn: Connection, case: Case, reason: str, by: Actor) -> None:
    """What is still owed counts no more; the member reads what takes its place, and nothing else."""
    for found in still_owed(conn, case):
        promise = promises.get(conn, found.id, for_update=True)
        if promise is not None and promise.state == "open":
            promise, _ = ledger.withdraw(ctx, conn, promise, reason, by, f"instead:{case.number}")
            told.drop_draft(conn, promise)
