"""A promise in words: what, until when, to whom, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.domain.money_words import sum_words
from bot.domain.promise_deeds import Kind
from bot.domain.text import excerpt, quoted, safe_name
from bot.domain.when_words import is_of_the_small_hours
from bot.ports import Context
from bot.replies import catalogue, say
from bot.storage import groups
from bot.storage.promises import Promise
from handlers import zones
from handlers.compensation.words import until

WORDS_SHOWN = 120
_TODAY_UNTIL = 17
"""The hour from which a new time is rather tomorrow's."""
_WITH_AMOUNT: tuple[Kind, ...] = ("refund", "voucher")


def outcome(promise: Promise) -> str:
    """What is promised: 退款 12.80 元, 补两盒草莓."""
    outcomes: dict[str, str] = catalogue()["promise"]["outcomes"]
    if promise.amount_fen is not None and promise.kind in _WITH_AMOUNT:
        return outcomes[f"{promise.kind}_amount"].format(amount=sum_words(promise.amount_fen))
    if promise.thing and f"{promise.kind}_thing" in outcomes:
        return outcomes[f"{promise.kind}_thing"].format(thing=excerpt(promise.thing))
    return outcomes[promise.kind]


def due(ctx: Context, conn: Connection, promise: Promise, zone: ZoneInfo | None = None) -> str:
    """Until when it is promised, in the group's own time; `zone`, where that is known already."""
    if promise.due_at is not None:
        zone = zone or zones.zone(ctx, conn, promise.group)
        return say("promise.until", moment=until(ctx, promise.due_at, zone))
    return say(f"promise.{promise.awaits or 'no_time'}")


def about(conn: Connection, promise: Promise) -> str:
    """Whose promise it is: the case and its member, else the member, else the group."""
    member = safe_name(promise.member_name) if promise.member_name else ""
    if promise.case is not None:
        return say("promise.case", number=promise.case, member=member)
    return member or groups.get(conn, promise.group).name


def lacks(promise: Promise) -> str | None:
    """What must be asked before it counts: `time`, `amount` or `both`; None when nothing is missing."""
    time = promise.due_at is None and promise.awaits is None
    amount = promise.kind == "refund" and promise.amount_fen is None
    return "both" if time and amount else "time" if time else "amount" if amount else None


def described(ctx: Context, conn: Connection, promise: Promise) -> dict[str, Any]:
    """The words that the sentences about a promise may use."""
    missing = lacks(promise)
    return {
        "id": promise.id,
        "about": about(conn, promise),
        "outcome": outcome(promise),
        "due": due(ctx, conn, promise),
        "words": quoted(promise.words, WORDS_SHOWN),
        "state": _state(ctx, promise),
        "number": promise.case,
        "member": safe_name(promise.member_name or ""),
        "reason": excerpt(promise.reason or "", 100),
        "lacks": say(f"promise.lacks.{missing}") if missing else "",
        "example": say(f"promise.examples.{missing}") if missing else "",
        "later": later(ctx, conn, promise),
    }


def later(ctx: Context, conn: Connection, promise: Promise) -> str:
    """A new time as an example for the command, one that is still to come when the leader reads it."""
    there = zones.local_now(ctx, groups.get(conn, promise.group))
    return say(f"promise.later.{'today' if there.hour < _TODAY_UNTIL else 'tomorrow'}")


def by_night(ctx: Context, conn: Connection, made: Sequence[Promise]) -> list[str]:
    """Of what was said in the small hours: which day is written down for 明早, and how to say that it is the other."""
    there = zones.local_now(ctx, groups.get(conn, made[0].group))
    doubtful = [p for p in made if p.due_at is not None and is_of_the_small_hours(p.words, there)]
    lines = []
    for p in doubtful[:1]:
        assert p.due_at is not None
        due = p.due_at.astimezone(there.tzinfo)
        other = due - timedelta(days=1)
        if other > there:
            days = {"month": due.month, "day": due.day, "other_month": other.month, "other_day": other.day}
            lines.append(say("promise.by_night", id=p.id, time=f"{other:%H:%M}", **days))
    return lines


def standing(ctx: Context, promise: Promise) -> str:
    """Its state, `missing` where it is to be proved again, or `overdue` where its time is over."""
    if promise.is_missing:
        return "missing"
    return "overdue" if promise.state == "open" and promise.is_overdue(ctx.now()) else promise.state


def _state(ctx: Context, promise: Promise) -> str:
    """How it stands; what was broken before stays visible, whatever time it has now."""
    stands = standing(ctx, promise)
    if stands == "unconfirmed" and promise.is_overdue(ctx.now()):
        return say("promise.states.unconfirmed") + say("promise.states.was_due")
    behind = promise.breached_at is not None and stands not in ("overdue", "missing")
    return say(f"promise.states.{stands}") + (say("promise.states.was_overdue") if behind else "")


def line(ctx: Context, conn: Connection, promise: Promise) -> str:
    """One line of the ledger; of a kept one with its proof, of a withdrawn one with the reason."""
    text = say("promise.line", **described(ctx, conn, promise))
    what = proof_words(promise) if promise.is_kept else excerpt(promise.reason or "", 60)
    return say("promise.line_done", line=text, what=what) if what else text


def proof_words(promise: Promise) -> str:
    """How it was fulfilled."""
    proof = promise.proof or {}
    pictures = len(proof.get("images") or ())
    parts = [excerpt(str(proof.get("text") or ""), 80)]
    if proof.get("transfer") and str(proof["transfer"]) not in parts[0]:
        parts.append(say("promise.proof_transfer", transfer=proof["transfer"]))
    if pictures:
        parts.append(say("promise.proof_photo", count=pictures))
    return "，".join(part for part in parts if part)
