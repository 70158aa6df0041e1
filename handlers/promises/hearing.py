"""What a leader's free words promise to a member: kept unconfirmed, and the leaders are asked whether it is so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.chat import Button
from bot.domain.promise_moves import new_time_in
from bot.domain.promise_words import PromiseWords, promises_in, told_as_done
from bot.domain.text import excerpt
from bot.ports import Context
from bot.replies import say
from bot.storage import groups, promises
from bot.storage.groups import Group
from bot.storage.promises import NewPromise, Promise
from handlers import speak, zones
from handlers.cases.timeline import Actor, record
from handlers.compensation import given
from handlers.compensation.words import until
from handlers.promises import says as promise_says
from handlers.promises.ledger import MOVE_HEARD, WORDS_KEPT, make


def hear(
    ctx: Context,
    conn: Connection,
    case: Case,
    text: str,
    by: Actor,
    key: str,
    *,
    message: str | None = None,
    done: bool = False,
    general: bool = False,
    words: str | None = None,
) -> list[Promise]:
    """Keep what a leader's words promise to a case's member, unconfirmed, and ask the leaders once whether it is so.
    Words that move the time of what was promised are asked about as that.

    Nothing is asked in a group that is only watched. `key` makes the same words count once. `done`: the words tell how
    a case was ended, so that what was done is no promise, nor is what repeats one. `general`: they tell what changes
    from now on, so that only what names a time or a sum is one. `words` are what was said, where `text` is read in its
    place.
    """
    group = groups.get(conn, case.group)
    said = promises_in(text, zones.local_now(ctx, group), case.goods)
    if moves_time(ctx, conn, case, group, text, said, by, key):
        return []
    said = not_told_before(conn, case, tuple(p for p in said if not told_as_done(text, p))) if done else said
    said = tuple(p for p in said if p.due or p.when or p.amount_fen) if general else said
    made = keep(ctx, conn, case, said, words or text, by, message)
    ask(ctx, conn, group, made, key)
    return made


def keep(
    ctx: Context, conn: Connection, case: Case, said: Sequence[PromiseWords], text: str, by: Actor, message: str | None
) -> list[Promise]:
    """Write what was heard into the ledger, unconfirmed."""
    words = excerpt(text, WORDS_KEPT)
    new = [NewPromise(p.kind, words, p.amount_fen, p.thing, p.due, p.when, message=message) for p in said]
    return [make(ctx, conn, case, promise, by, confirmed=False) for promise in new]


def ask(ctx: Context, conn: Connection, group: Group, made: Sequence[Promise], key: str) -> None:
    """Ask the leaders once about what was heard in one message; nothing is asked in a group that is only watched."""
    if made and group.mode != "watch":
        speak.to_leaders(
            ctx, conn, group, question(ctx, conn, made), f"promise:{made[0].id}:heard:{key}", case=made[0].case,
            buttons=question_buttons(made),
        )  # fmt: skip


LINES_SHOWN = 20
"""So many promises are shown in one question."""
_MORE = re.compile("再|另|又|还")


def not_told_before(conn: Connection, case: Case, said: Sequence[PromiseWords]) -> tuple[PromiseWords, ...]:
    """What is promised beyond what the member is promised already; each promise is repeated once."""
    waiting = [p for p in promises.of_case(conn, case.number) if p.is_unkept]
    new: list[PromiseWords] = []
    for words in said:
        same = next((p for p in waiting if _repeats(words, p)), None)
        if same is None:
            new.append(words)
        else:
            waiting.remove(same)
    return tuple(new)


def _repeats(words: PromiseWords, promise: Promise) -> bool:
    """Whether words say no more than a promise does: nothing else, no other sum and no other time."""
    if words.kind != promise.kind or (_MORE.search(words.words) and not _MORE.search(promise.words)):
        return False
    asked_for = words.thing is None or promise.thing is None or words.thing in promise.thing
    same_sum = words.amount_fen in (None, promise.amount_fen)
    same_time = (words.due is None or words.due == promise.due_at) and words.when in (None, promise.awaits)
    return asked_for and same_sum and same_time


def moves_time(
    ctx: Context, conn: Connection, case: Case, group: Group, text: str, said: Sequence[PromiseWords], by: Actor,
    key: str,
) -> bool:  # fmt: skip
    """Whether these words give what was promised to this member another time; then the leaders are asked whether it
    is so. Words that promise something else or name a sum are a promise of their own; a bare deed (后天上午给您送)
    is what was promised."""
    due = new_time_in(text, zones.local_now(ctx, group))
    waiting = [p for p in promises.of_case(conn, case.number) if p.is_unkept and p.due_at is not None]
    kinds = {p.kind for p in waiting}
    if due is None or not waiting or any(s.amount_fen is not None for s in said):
        return False
    if any(s.kind not in kinds and (s.kind != "other" or s.thing) for s in said):
        return False
    promise = next((p for p in waiting if p.kind in {s.kind for s in said}), waiting[0])
    if promise.due_at == due:
        return False
    moment = until(ctx, due, zones.zone_of(ctx, group))
    record(ctx, conn, case.number, by, MOVE_HEARD, text, promise=promise.id, due=due.astimezone(UTC).isoformat())
    if group.mode != "watch":
        words = promise_says.described(ctx, conn, promise) | {"words": excerpt(text, promise_says.WORDS_SHOWN)}
        there = due.astimezone(zones.zone_of(ctx, group))
        words |= {"new": say("promise.until", moment=moment), "change": f"{there.month}月{there.day}日{there:%H:%M}"}
        notice = say("promise.moved", **words)
        speak.to_leaders(ctx, conn, group, notice, f"promise:{promise.id}:moved:{key}", case=case.number)
    return True


def question(ctx: Context, conn: Connection, made: Sequence[Promise]) -> str:
    """Asks whether these words are a promise, and for what is missing."""
    words = promise_says.described(ctx, conn, made[0])
    above = [line for case in dict.fromkeys(p.case for p in made) for line in _above_price(conn, made, case)]
    if len(made) == 1:
        asked = say("promise.heard_lacks" if promise_says.lacks(made[0]) else "promise.heard", **words)
        return "\n".join([asked, *above])
    lines = [promise_says.line(ctx, conn, p) for p in made[:LINES_SHOWN]]
    if len(made) > LINES_SHOWN:
        lines.append(say("promise.more", count=len(made) - LINES_SHOWN))
    lacking = [p for p in made[:LINES_SHOWN] if promise_says.lacks(p)]
    lines += [say("promise.lacks_something", **promise_says.described(ctx, conn, p)) for p in lacking]
    return "\n".join([say("promise.heard_several", lines="\n".join(lines), **words), *above])


def _above_price(conn: Connection, made: Sequence[Promise], case: int | None) -> list[str]:
    return given.above_price(conn, [p for p in made if p.case == case])


def question_buttons(made: Sequence[Promise]) -> tuple[Button, ...]:
    first = made[0]
    keep = Button(say("promise.buttons.keep"), data=f"keep:{first.id}")
    amend = Button(say("promise.buttons.amend"), data=f"amend:{first.id}")
    no = Button(say("promise.buttons.unpromise"), data=f"unpromise:{first.id}")
    complete = all(promise_says.lacks(p) is None for p in made)
    return (*((keep,) if complete else ()), *((amend,) if len(made) == 1 else ()), no)
