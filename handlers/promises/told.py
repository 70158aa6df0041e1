"""What the member knows of a promise that a person gave other values, and the words that tell them of these: a draft,
which a person lets go out, or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from bot.domain.case import CaseEvent
from bot.ports import Context
from bot.storage import cases, outbox
from bot.storage.outbox import Post
from bot.storage.promises import Promise
from handlers import speak, zones
from handlers.compensation.words import until
from handlers.promises import says as promise_says
from handlers.wordings.speaking import say_to

CHANGED = "promise_changed"
MOVE_HEARD = "promise_move_heard"
"""A leader's own words have given a promise another time."""
SUM_HEARD = "promise_sum_heard"
"""A leader's own words have given a promise another sum."""


@dataclass(frozen=True)
class Told:
    """What the member was told last: what is promised, its sum, and until when."""

    outcome: str
    amount_fen: int | None
    due: datetime | None


def last_told(conn: Connection, promise: Promise) -> Told:
    """What the member knows of a promise that counts: what stands, but for changes whose words were never sent and
    that no leader told them in their own."""
    due = None if promise.is_missing else promise.due_at  # they were told that it is done
    known = Told(promise_says.outcome(promise), promise.amount_fen, due)
    lines = _lines(conn, promise)
    last = next((e for e in reversed(lines) if e.kind == CHANGED and e.data.get("told")), None)
    if last is None:
        return known
    outcome, amount, due, drafts = last.data["told"]
    if any(p.state not in ("draft", "cancelled", "failed") for p in _drafts(conn, promise)[drafts:]):
        return known
    told = Told(outcome, amount, datetime.fromisoformat(due) if due else None)
    if _said(lines, MOVE_HEARD, due=_iso(promise.due_at)):
        told = Told(told.outcome, told.amount_fen, promise.due_at)
    if promise.amount_fen is not None and _said(lines, SUM_HEARD, amount_fen=promise.amount_fen):
        told = Told(known.outcome, known.amount_fen, told.due)
    return told


def before_change(conn: Connection, promise: Promise) -> list[object]:
    """What the timeline keeps with a change: what the member knew before it, and how many words were drafted so far."""
    told = last_told(conn, promise)
    return [told.outcome, told.amount_fen, _iso(told.due), len(_drafts(conn, promise))]


def tell_change(ctx: Context, conn: Connection, before: Promise, promise: Promise, key: str) -> str:
    """Words for the member, as a draft, where a promise that counts comes later than they were told, or was late, or
    is less; empty where they know it or have nothing to be sorry for. `before` is the promise as it stood."""
    if before.state != "open":
        return ""
    told = last_told(conn, promise)
    drop_draft(conn, promise)
    now = Told(promise_says.outcome(promise), promise.amount_fen, promise.due_at)
    later = _later(before, told.due, now.due)
    less = now.amount_fen is not None and told.amount_fen is not None and now.amount_fen < told.amount_fen
    less = less and not promise.is_overdue(ctx.now())
    if not later and not less:
        return ""
    was = until(ctx, told.due, zones.zone(ctx, conn, promise.group)) if told.due else ""
    words = {"outcome": now.outcome, "before": was, "due": promise_says.due(ctx, conn, promise)}
    late = told.due is not None and told.due <= ctx.now() and later
    if told.amount_fen == now.amount_fen:
        return draft(ctx, conn, promise, "late" if late else "later", words, key)
    form = "late_changed" if late else "changed"
    return draft(ctx, conn, promise, form, words | {"promised": told.outcome}, key)


def _later(before: Promise, told: datetime | None, now: datetime | None) -> bool:
    """Whether the member is to hear of another time: a later one than they know, or any other where it was missed."""
    if told is None or now is None or now == told:
        return False
    return now > told or before.breached_at is not None


def _lines(conn: Connection, promise: Promise) -> list[CaseEvent]:
    lines = cases.timeline(conn, promise.case) if promise.case is not None else []
    return [e for e in lines if e.data.get("promise") == promise.id]


def _said(lines: list[CaseEvent], kind: str, **values: object) -> bool:
    """Whether a leader's own words to the member have said this of the promise."""
    return any(e.kind == kind and values.items() <= e.data.items() for e in lines)


def _iso(due: datetime | None) -> str | None:
    return due.astimezone(UTC).isoformat() if due is not None else None


def _drafts(conn: Connection, promise: Promise) -> list[Post]:
    posts = outbox.of_case(conn, promise.case) if promise.case is not None else []
    return [p for p in posts if p.dedupe_key.startswith(_key(promise))]


def draft(ctx: Context, conn: Connection, promise: Promise, form: str, words: dict[str, Any], key: str) -> str:
    """Keep words for the member as a draft in place of earlier ones; empty where no case can carry them."""
    drop_draft(conn, promise)
    case = cases.get(conn, promise.case, for_update=True) if promise.case is not None else None
    if case is None:
        return ""
    text = say_to(conn, case, f"promise.member.{form}", promise.id, **words)
    speak.to_member(
        ctx, conn, case, speak.TO_CASE_MEMBER, text, f"{_key(promise)}{key}", draft=True, author="group_leader"
    )
    return text


def drop_draft(conn: Connection, promise: Promise) -> None:
    """Words about a promise that nobody has sent are none any more."""
    for post in _drafts(conn, promise):
        if post.state == "draft":
            outbox.change(conn, post.id, state="cancelled")


def _key(promise: Promise) -> str:
    return f"promise:{promise.id}:draft:"
