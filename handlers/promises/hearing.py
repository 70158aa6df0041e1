"""What a leader's free words promise to a member: kept unconfirmed, and the leaders are asked whether it is so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.detection.goods import find_goods
from bot.detection.promised import promises_in
from bot.domain.case import Case
from bot.domain.chat import Button
from bot.domain.promise_corrected import corrects, restated_sum, takes_back, takes_back_last
from bot.domain.promise_moves import goods_come, missed_in, new_time_in, only_soothes, only_time_in
from bot.domain.promise_words import PromiseWords, told_as_done
from bot.domain.said_shortly import also_so_much
from bot.domain.text import excerpt
from bot.domain.when_words import EVENING
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, promises
from bot.storage.groups import Group
from bot.storage.promises import NewPromise, Promise
from handlers import speak, zones
from handlers.cases.timeline import Actor
from handlers.compensation import given
from handlers.promises import says as promise_says
from handlers.promises.changes import Change, ask_about, moved
from handlers.promises.everybody import GIVES
from handlers.promises.later import DEEDS
from handlers.promises.ledger import WORDS_KEPT, make
from handlers.promises.of_several import by_case
from handlers.promises.repeated import (
    compared,
    corrected,
    in_whose_offers_place,
    in_whose_place,
    replaced,
    said_again,
    standing_lines,
)
from handlers.promises.repeated import not_told_before as not_told_before


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
    changed: list[Change] | None = None,
) -> list[Promise]:
    """Keep what a leader's words promise to a case's member, unconfirmed, and ask the leaders once whether it is so.
    What repeats a promise that stands is that promise; words that move its time are asked about as that.

    Nothing is asked in a group that is only watched. `key` makes the same words count once. `done`: the words tell how
    a case was ended, so that what was done is no promise. `general`: they tell what changes
    from now on, so that only what names a time or a sum is one. `words` are what was said, where `text` is read in its
    place. What changes in what stands is put to `changed`, where that is given, and the caller asks about it.
    """
    group, changes = groups.get(conn, case.group), list[Change]() if changed is None else changed
    now = zones.local_now(ctx, group)
    said = promises_in(text, now, case.goods) or _restated(conn, case, text, now)
    if not said and (also := also_so_much(text)) is not None:
        said = promises_in(also, now)
    made: list[Promise] = []
    if moves_time(ctx, conn, case, group, text, said, by, changes, words):
        pass
    elif not said and not done and takes_back(text):
        changes += taken_back(conn, case, words or text)
    else:
        said = tuple(p for p in said if not told_as_done(text, p)) if done else said
        said = tuple(p for p in said if p.due or p.when or p.amount_fen) if general else said
        made = hear_new(ctx, conn, case, group, said, words or text, by, changes, message, read=text)
        ask(ctx, conn, group, made, key)
    if changed is None:
        ask_about(ctx, conn, group, changes, key)
    return made


def hear_new(
    ctx: Context, conn: Connection, case: Case, group: Group, said: Sequence[PromiseWords], text: str, by: Actor,
    changes: list[Change], message: str | None, *, read: str = "",
) -> list[Promise]:  # fmt: skip
    """What is to be asked about: what was promised beyond what stands, and what stands and was incomplete or said
    wrongly. What else changes in what stands is put to the `changes`, about which the caller asks. `read` is what was
    read in the place of the words."""
    heard: list[Promise] = []
    for one, theirs in by_case(conn, case, said, text) if message is not None else [(case, list(said))]:
        heard += _hear_in(ctx, conn, one, group, theirs, text, by, changes, message, corrects(text) or corrects(read))
    return heard


def _hear_in(
    ctx: Context, conn: Connection, case: Case, group: Group, said: Sequence[PromiseWords], text: str, by: Actor,
    changes: list[Change], message: str | None, wrongly: bool,
) -> list[Promise]:  # fmt: skip
    if wrongly and any(p.kind in GIVES for p in said):
        said = [p for p in said if p.kind != "other"]  # 改成 tells of no deed
    found = compared(conn, case, said)
    filled, new = said_again(ctx, conn, group, found.again, text, by, changes), list(found.new)
    if wrongly:
        again, new = corrected(ctx, conn, case, new, text, by, changes)
        filled += again
    again, new = replaced(ctx, conn, case, new, text, by, message)
    filled += again
    return [*filled, *keep(ctx, conn, case, new, text, by, message)]


def _restated(conn: Connection, case: Case, text: str, now: datetime) -> tuple[PromiseWords, ...]:
    """Another sum for the one refund that stands, in words that are no promise by themselves: 算错了，一共15."""
    found = restated_sum(text)
    if found is None or found.who or not _only_refund(conn, case):
        return ()
    unit = "" if re.search("[块元蚊]", found.sum) else "块"
    return promises_in(found.whole or f"改退您{found.sum}{unit}", now)


def _only_refund(conn: Connection, case: Case) -> bool:
    return sum(1 for p in promises.of_case(conn, case.number) if p.is_unkept and p.kind == "refund") == 1


def keep(
    ctx: Context, conn: Connection, case: Case, said: Sequence[PromiseWords], text: str, by: Actor, message: str | None
) -> list[Promise]:
    """Write what was heard into the ledger, unconfirmed."""
    words = excerpt(text, WORDS_KEPT)
    new = [NewPromise(p.kind, words, p.amount_fen, p.thing, p.due, p.when, message=message) for p in said]
    return [make(ctx, conn, case, promise, by, confirmed=False) for promise in new]


def ask(ctx: Context, conn: Connection, group: Group, made: Sequence[Promise], key: str, *, why: str = "") -> None:
    """Ask the leaders once about what was heard in one message; nothing is asked in a group that is only watched.
    `why` is said before it."""
    if made and group.mode != "watch":
        text = "\n".join(line for line in (why, question(ctx, conn, made)) if line)
        speak.to_leaders(
            ctx, conn, group, text, f"promise:{made[0].id}:heard:{key}", case=made[0].case,
            buttons=_choice(conn, made) or question_buttons(made),
        )  # fmt: skip


def _choice(conn: Connection, made: Sequence[Promise]) -> tuple[Button, ...]:
    """Instead of what stands, or on top of it, by one tap each, where it may be either for each of these."""
    of_an_offer = len(made) == 1 and in_whose_offers_place(conn, made[0]) and promise_says.lacks(made[0]) is None
    if not of_an_offer and not all(in_whose_place(conn, p) for p in made):
        return ()
    first = made[0]
    complete = all(promise_says.lacks(p) is None for p in made)
    on_top = (Button(say("promise.buttons.on_top"), data=f"keep:{first.id}"),) if complete else ()
    no = Button(say("promise.buttons.unpromise"), data=f"unpromise:{first.id}")
    return Button(say("promise.buttons.instead"), data=f"instead:{first.id}"), *on_top, no


_OF_MONEY = ("refund", "voucher", "points")
LINES_SHOWN = 20
"""So many promises are shown in one question."""


def moves_time(
    ctx: Context, conn: Connection, case: Case, group: Group, text: str, said: Sequence[PromiseWords], by: Actor,
    changes: list[Change], words: str | None = None,
) -> bool:  # fmt: skip
    """Whether these words give what was promised to this member another time; then that is one of the `changes`.
    Words that promise something else or name another sum are a promise of their own; a bare deed (后天上午给您送) and a
    bare time (后天上午吧) are what was promised; `words` are what was said, where `text` is read in its place. Where
    nobody can tell which of several, each is asked about."""
    now = zones.local_now(ctx, group)
    waiting = _dated(conn, case) or ([] if find_goods(text) else _dated_elsewhere(conn, case))
    due = new_time_in(text, now)
    if due is None and len(waiting) == 1:
        due = _another_time(only_time_in(text, now, case.member_name), waiting[0])
    if goods_come(text):
        waiting = [p for p in waiting if p.kind not in _OF_MONEY]
    kinds = {p.kind for p in waiting}
    sums = {p.amount_fen for p in waiting} | {None}
    if due is None or not waiting or any(s.amount_fen not in sums for s in said):
        return False
    if any(s.kind not in kinds and (s.kind != "other" or s.thing) for s in said):
        return False
    about = {s.kind for s in said} & kinds or {kind for kind, words in DEEDS if words.search(text)} & kinds
    missed = {day.date() for day in missed_in(text, now)}
    moving = [p for p in waiting if p.kind in about] or waiting
    moving = [p for p in moving if p.due_at and p.due_at.astimezone(now.tzinfo).date() in missed] or moving
    soothes = only_soothes(text, now)
    moving = [p for p in moving if p.due_at != due and not (soothes and p.due_at and due < p.due_at)]
    told = text if words is None or text.strip(" ，,") in words else words
    changes += [moved(ctx, conn, promise, due, told, by) for promise in moving]
    return bool(moving)


def taken_back(conn: Connection, case: Case, text: str) -> list[Change]:
    """What was promised to the case's member and may count no more, of the deed that the words name."""
    standing = [p for p in promises.of_case(conn, case.number) if p.is_unkept]
    if takes_back_last(text):
        last = max((p.said_at for p in standing), default=None)
        return [Change(p, "taken_back", text) for p in standing if p.said_at == last]
    kinds = {kind for kind, words in DEEDS if words.search(text)}
    return [Change(p, "taken_back", text) for p in standing if not kinds or p.kind in kinds]


def _another_time(due: datetime | None, promise: Promise) -> datetime | None:
    """A bare time that is another day's, or a later hour of the one that was promised; the day alone says no hour."""
    if due is None or promise.due_at is None:
        return None
    before = promise.due_at.astimezone(due.tzinfo)
    later = due > before and due.time() != EVENING
    return due if later or due.date() != before.date() else None


def _dated(conn: Connection, case: Case) -> list[Promise]:
    return [p for p in promises.of_case(conn, case.number) if p.is_unkept and p.due_at is not None]


def _dated_elsewhere(conn: Connection, case: Case) -> list[Promise]:
    """What the member was promised in another open case of theirs."""
    mine = cases.open_of_member(conn, case.platform, case.member_id, case.group)
    return [p for other in mine for p in _dated(conn, other)]


def question(ctx: Context, conn: Connection, made: Sequence[Promise]) -> str:
    """Asks whether these words are a promise, and for what is missing; what stands already is told beside it."""
    words = promise_says.described(ctx, conn, made[0])
    above = promise_says.by_night(ctx, conn, made) + standing_lines(ctx, conn, made)
    above += [line for case in dict.fromkeys(p.case for p in made) for line in _above_price(conn, made, case)]
    if len(made) == 1:
        asked = say("promise.heard_lacks" if promise_says.lacks(made[0]) else "promise.heard", **words)
        return "\n".join([asked, *above])
    lines = [promise_says.line(ctx, conn, p) for p in made[:LINES_SHOWN]]
    if len(made) > LINES_SHOWN:
        lines.append(say("promise.more", count=len(made) - LINES_SHOWN))
    lacking = [p for p in made[:LINES_SHOWN] if promise_says.lacks(p)]
    lines += [say("promise.lacks_something", **promise_says.described(ctx, conn, p)) for p in lacking]
    how = "heard_several_lack" if _lack_alike(made) else "heard_several"
    return "\n".join([say(f"promise.{how}", lines="\n".join(lines), **words), *above])


def _lack_alike(made: Sequence[Promise]) -> bool:
    """Whether one value is missing in all of these and may be one for all."""
    values = {(p.kind, p.amount_fen, p.thing, p.due_at, p.awaits, promise_says.lacks(p)) for p in made}
    return len(values) == 1 and promise_says.lacks(made[0]) is not None


def _above_price(conn: Connection, made: Sequence[Promise], case: int | None) -> list[str]:
    return given.above_price(conn, [p for p in made if p.case == case])


def question_buttons(made: Sequence[Promise]) -> tuple[Button, ...]:
    first = made[0]
    keep = Button(say("promise.buttons.keep"), data=f"keep:{first.id}")
    amend = Button(say("promise.buttons.amend"), data=f"amend:{first.id}")
    no = Button(say("promise.buttons.unpromise"), data=f"unpromise:{first.id}")
    complete = all(promise_says.lacks(p) is None for p in made)
    return (*((keep,) if complete else ()), *((amend,) if len(made) == 1 else ()), no)
