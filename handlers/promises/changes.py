"""Words that give promises which stand other values, or none any more: the leaders are asked what holds, once for all
whom the same words change alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.domain.chat import Button
from bot.domain.money_words import sum_words
from bot.domain.promise_corrected import corrects
from bot.domain.text import excerpt
from bot.domain.when_words import Awaits
from bot.ports import Context
from bot.replies import say
from bot.storage.groups import Group
from bot.storage.promises import NewPromise, Promise
from handlers import speak, zones
from handlers.cases.timeline import Actor, record
from handlers.promises import says as promise_says
from handlers.promises.told import MOVE_HEARD, SUM_HEARD

How = Literal["edited", "edited_away", "moved", "corrected", "taken_back"]


@dataclass(frozen=True)
class Change:
    """What words say now of a promise that stands; `edited_away`, `taken_back`:
    nothing any more."""

    promise: Promise
    how: How
    words: str
    amount_fen: int | None = None
    thing: str | None = None
    due: datetime | None = None
    when: Awaits | None = None

    @property
    def values(self) -> tuple[object, ...]:
        return self.how, self.words, self.amount_fen, self.thing, self.due, self.when


def moved(ctx: Context, conn: Connection, promise: Promise, due: datetime, text: str, by: Actor) -> Change:
    """The leader's words give a promise another time, which is written down with its case."""
    if promise.case is not None:
        at = due.astimezone(UTC).isoformat()
        record(ctx, conn, promise.case, by, MOVE_HEARD, text, promise=promise.id, due=at)
    return Change(promise, "moved", text.strip(" ，,：:"), promise.amount_fen, promise.thing, due)


def corrected(ctx: Context, conn: Connection, promise: Promise, now: NewPromise, text: str, by: Actor) -> Change:
    """The leader's words say that a promise was said wrongly; another sum is written down with its case."""
    if promise.case is not None and now.amount_fen not in (None, promise.amount_fen):
        record(ctx, conn, promise.case, by, SUM_HEARD, text, promise=promise.id, amount_fen=now.amount_fen)
    return Change(promise, "corrected", text, now.amount_fen, now.thing, now.due_at, now.awaits)


def ask_about(ctx: Context, conn: Connection, group: Group, changes: Sequence[Change], key: str) -> None:
    """Ask the leaders whether it is so, once for those that change alike; nothing is asked in a group that is only
    watched."""
    if group.mode == "watch":
        return
    for found in _questions(changes):
        first = found[0]
        buttons = _buttons(first) if len(found) == 1 else ()
        text = _one(ctx, conn, group, first) if len(found) == 1 else _several(ctx, conn, group, found)
        about = f"promise:{first.promise.id}:{first.how}:{key}"
        speak.to_leaders(ctx, conn, group, text, about, case=first.promise.case, buttons=buttons)


def in_whole(changes: Sequence[Change], said: str) -> list[Change]:
    """The changes with all that was said in one message, where that is short enough to be shown."""
    shown = len(said) <= promise_says.WORDS_SHOWN
    return [replace(change, words=said) if shown else change for change in changes]


def _questions(changes: Sequence[Change]) -> list[list[Change]]:
    """Those that change alike, those of one kind that get the same new time, and those to whom the same
    words give each another sum."""
    alike: dict[tuple[object, ...], list[Change]] = {}
    for change in changes:
        each = change.how == "corrected" and len({c.values for c in changes if c.words == change.words}) > 1
        values: tuple[object, ...] = (*change.values, promise_says.outcome(change.promise))
        if each:
            values = (change.how, change.words)
        elif change.how == "moved":
            values = (change.how, change.words, change.due, change.promise.kind)
        alike.setdefault(values, []).append(change)
    return list(alike.values())


def _buttons(change: Change) -> tuple[Button, ...]:
    if change.how == "taken_back" and change.promise.state == "unconfirmed":
        return (Button(say("promise.buttons.unpromise"), data=f"unpromise:{change.promise.id}"),)
    if change.how in ("moved", "taken_back"):
        return ()
    return (Button(say("promise.buttons.amend"), data=f"amend:{change.promise.id}"),)


def _one(ctx: Context, conn: Connection, group: Group, change: Change) -> str:
    words = promise_says.described(ctx, conn, change.promise)
    if change.how == "taken_back" and change.promise.state == "unconfirmed":
        return say("promise.taken_back_unconfirmed", **(words | _new(ctx, conn, group, change)))
    return say(f"promise.{change.how}", **(words | _new(ctx, conn, group, change)))


def _several(ctx: Context, conn: Connection, group: Group, found: Sequence[Change]) -> str:
    if found[0].how == "corrected" and len({change.values for change in found}) > 1:
        return _each(ctx, conn, group, found)
    how = "away" if found[0].how in ("edited_away", "taken_back") else "one"
    lines = []
    for change in found:
        words = promise_says.described(ctx, conn, change.promise) | _new(ctx, conn, group, change)
        lines.append(say(f"promise.changed_alike.{how}", **words))
    new = _new(ctx, conn, group, found[0])
    return say(f"promise.changed_alike.{found[0].how}", count=len(found), lines="\n".join(lines), **new)


def _each(ctx: Context, conn: Connection, group: Group, found: Sequence[Change]) -> str:
    """Each has another sum by the same words: 反了，静静5块王姐8块."""
    lines = []
    for change in found:
        words = promise_says.described(ctx, conn, change.promise) | _new(ctx, conn, group, change)
        lines.append(say("promise.changed_each.line", **words))
    new = _new(ctx, conn, group, found[0])
    return say("promise.changed_each.corrected", count=len(found), lines="\n".join(lines), words=new["words"])


def _new(ctx: Context, conn: Connection, group: Group, change: Change) -> dict[str, Any]:
    """What holds now, in words, and as 诺 5 改 takes it: 1月6日18:00 10 元."""
    told = replace(
        change.promise, amount_fen=change.amount_fen, thing=change.thing, due_at=change.due, awaits=change.when
    )
    due = promise_says.due(ctx, conn, told)
    zone = zones.zone_of(ctx, group)
    new = due if change.how == "moved" else f"{promise_says.outcome(told)}，{due}"
    command = when_words(change.due, zone) if change.how == "moved" else _command(change, zone)
    return {"new": new, "change": command, "words": excerpt(change.words, promise_says.WORDS_SHOWN)}


def _command(change: Change, zone: ZoneInfo) -> str:
    before = change.promise
    parts = [when_words(change.due, zone) if change.how == "edited" or change.due != before.due_at else ""]
    parts.append(sum_words(change.amount_fen) if change.amount_fen is not None else change.thing or "")
    return " ".join(part for part in parts if part)


def when_words(due: datetime | None, zone: ZoneInfo) -> str:
    """A time as 诺 5 改 takes it: 1月6日18:00."""
    there = due.astimezone(zone) if due is not None else None
    return f"{there.month}月{there.day}日{there:%H:%M}" if there else ""


def instead(
    ctx: Context, conn: Connection, promise: Promise, by: Promise | None = None, *, several: bool = False
) -> str:
    """What stands and may have been replaced by words that correct it, with the command that takes it off, or that
    puts the promise that these words made in its place; of `several` at once."""
    words = promise_says.described(ctx, conn, promise)
    if by is None:
        return say(f"promise.instead.{'unconfirmed' if promise.state == 'unconfirmed' else 'open'}", **words)
    alone = "deed" if corrects(by.words) else "lacks" if promise_says.lacks(by) else "either"
    how = "all" if several else alone
    return say(f"promise.instead.{how}", **(words | {"new": by.id}))
