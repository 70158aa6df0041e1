"""A leader changes words that stand in the group: what they promise is read again.

What nobody has confirmed follows the words; what counts already stays as it is until a person says otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.detection.promised import promises_in
from bot.domain.case import Case
from bot.domain.promise_words import PromiseWords
from bot.domain.said_to import Part
from bot.domain.text import excerpt
from bot.ports import Context
from bot.storage import cases, promises
from bot.storage.groups import Group
from bot.storage.messages import Message
from bot.storage.promises import NewPromise, Promise
from handlers import zones
from handlers.cases.timeline import Actor
from handlers.promises.changes import Change, ask_about
from handlers.promises.hearing import ask
from handlers.promises.ledger import WORDS_KEPT, make, refuse, retell
from handlers.promises.of_several import one_for_each
from handlers.promises.parted import as_told, parts_for
from handlers.promises.repeated import compared, said_again

Pairs = list[tuple[Promise, PromiseWords | None]]


def read_again(
    ctx: Context, conn: Connection, group: Group, message: Message, answered: Sequence[Case], key: str
) -> None:
    """The leader's message has new words; `answered` are the cases that it answers, `key` makes this change count
    once."""
    by = Actor("group_leader", message.member_name, message.member_id)
    made = promises.of_message(conn, group.id, message.message_id)
    numbers = dict.fromkeys([*(p.case for p in made if p.case is not None), *(c.number for c in answered)])
    found = [case for n in numbers if (case := cases.get(conn, n, for_update=True)) is not None]
    parts = parts_for(ctx, conn, group, message, found)  # who is no longer named has none
    asked, changes = list[Promise](), list[Change]()
    heard = {p.case for p in made}
    chosen = {c.member_id: c for c in [*one_for_each(found, message.text), *(c for c in found if c.number in heard)]}
    for case in chosen.values():
        part = _their_part(case, parts)
        own = [p for p in made if p.member_id == case.member_id]
        asked += _read_for(ctx, conn, group, case, own, message, part, by, changes)
    for words in dict.fromkeys(p.words for p in asked):
        alike = [p for p in asked if p.words == words]
        ask(ctx, conn, group, alike, f"{key}:{alike[0].case}")
    ask_about(ctx, conn, group, changes, key)


def _their_part(case: Case, parts: Sequence[Part]) -> Part:
    """All that the message says to this case's member."""
    theirs = [part for part in parts if case.member_id in part.to]
    words, read = "，".join(p.words for p in theirs), "，".join(p.read for p in theirs)
    return Part((case.member_id,), words, read, all(p.sure for p in theirs), all(p.each for p in theirs))


def _read_for(
    ctx: Context, conn: Connection, group: Group, case: Case, made: Sequence[Promise], message: Message, part: Part,
    by: Actor, changes: list[Change],
) -> list[Promise]:  # fmt: skip
    """What the words promise to one member now, beside what was read in them before: what is to be asked about; what
    counts and stands there otherwise now is put to the `changes`."""
    now_said = promises_in(part.read, message.at.astimezone(zones.zone_of(ctx, group)), case.goods)
    now_said = as_told(part, now_said)
    pairs, more = _paired([p for p in made if p.is_unkept], now_said)
    more = [said for said in more if not any(_was_done(promise, said) for promise in made)]
    asked: list[Promise] = []
    for promise, said in pairs:
        if promise.state == "open":
            changes += _changes(promise, said)
        elif said is None:
            refuse(ctx, conn, promise, by)
        elif not _is_same(promise, said) or promise.words != excerpt(part.words, WORDS_KEPT):
            asked.append(retell(ctx, conn, promise, _new(said, message, part), by))
    besides = compared(conn, case, more, but={p.id for p in made})
    asked += said_again(ctx, conn, group, besides.again, part.words, by, changes)
    return asked + [make(ctx, conn, case, _new(said, message, part), by, confirmed=False) for said in besides.new]


def _paired(made: Sequence[Promise], said: Sequence[PromiseWords]) -> tuple[Pairs, list[PromiseWords]]:
    """Each promise with what the words say of it now, by kind and order; and what they say besides."""
    left = list(said)
    pairs: Pairs = []
    for promise in made:
        match = next((s for s in left if s.kind == promise.kind), None)
        if match is not None:
            left.remove(match)
        pairs.append((promise, match))
    return pairs, left


def _was_done(promise: Promise, said: PromiseWords) -> bool:
    """Whether what the words say now is what was promised in them and is noted as done: 今晚退你8块，已转."""
    return promise.is_kept and promise.kind == said.kind and said.amount_fen in (None, promise.amount_fen)


def _is_same(promise: Promise, said: PromiseWords) -> bool:
    ours = (promise.amount_fen, promise.thing, promise.due_at, promise.awaits)
    return ours == (said.amount_fen, said.thing, said.due, said.when)


def _new(said: PromiseWords, message: Message, part: Part) -> NewPromise:
    words = excerpt(part.words, WORDS_KEPT)
    return NewPromise(said.kind, words, said.amount_fen, said.thing, said.due, said.when, message=message.message_id)


def _changes(promise: Promise, said: PromiseWords | None) -> list[Change]:
    """A promise that counts stands in other words now, or not at all any more."""
    if said is None:
        return [Change(promise, "edited_away", "")]
    if _is_same(promise, said):
        return []
    return [Change(promise, "edited", "", said.amount_fen, said.thing, said.due, said.when)]
