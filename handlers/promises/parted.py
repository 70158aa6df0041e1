"""What a leader promises to several members in one message: each hears their own part, a promise to everybody is one
question, and what cannot be told apart is asked for with every value left open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from bot.detection.goods import find_goods, same_goods
from bot.detection.promised import promises_in
from bot.domain.case import Case
from bot.domain.promise_corrected import takes_back, takes_back_last
from bot.domain.promise_words import PromiseWords
from bot.domain.said_to import Part, others_left_out
from bot.ports import Context
from bot.storage import cases, messages
from bot.storage.groups import Group
from bot.storage.messages import Message
from bot.storage.promises import Promise
from handlers import zones
from handlers.cases.timeline import Actor
from handlers.promises.changes import Change, ask_about, in_whole
from handlers.promises.everybody import GIVES
from handlers.promises.everybody import given_in as given_in
from handlers.promises.hearing import ask, hear, hear_new, moves_time, taken_back
from handlers.promises.names import LOOKED_BACK, names_of
from handlers.promises.whose import whose

_SEVERAL = re.compile("你们|大家|[都各每]|两[个位家]|[俩仨]")
"""Words to more than one."""


def hear_in_parts(
    ctx: Context, conn: Connection, group: Group, message: Message, chosen: Sequence[Case], by: Actor
) -> None:
    """Keep what the message promises to the members of the chosen cases, one case each, and ask."""
    changed = list[Change]()
    for n, part in enumerate(parts_for(ctx, conn, group, message, chosen)):
        if takes_back_last(part.read) and not _gave_just_before(ctx, conn, group, message):
            continue
        theirs = [case for case in chosen if case.member_id in part.to]
        if len(theirs) == 1 and part.sure and part.each:
            hear(
                ctx, conn, theirs[0], part.read, by, f"{message.id}:{n}", message=message.message_id, words=part.words,
                changed=changed,
            )  # fmt: skip
        elif theirs:
            hear_for_all(
                ctx, conn, group, theirs, part, by, f"{message.id}:{n}", message=message.message_id, changed=changed
            )
    ask_about(ctx, conn, group, in_whole(changed, message.text), str(message.id))


def parts_for(
    ctx: Context, conn: Connection, group: Group, message: Message, chosen: Sequence[Case]
) -> tuple[Part, ...]:
    """What the message says to whom; where its words do not tell, it is said to the members of the chosen cases, but
    not about goods of others."""
    found = whose(ctx, conn, group, message)
    if found is not None:
        return found.parts
    text = message.text
    to = tuple(case.member_id for case in chosen if message.quote_id or _may_be_about(conn, case, text))
    if len(to) == 1:
        return (Part(to, text, others_left_out(text, to[0], names_of(conn, group.id))),)
    return (Part(to, text, text, sure=bool(message.mentions or _SEVERAL.search(text))),)


def _gave_just_before(ctx: Context, conn: Connection, group: Group, message: Message) -> bool:
    """Whether what the same leader wrote last gave something, so that 发错了 takes it back."""
    lately = messages.recent(conn, group.id, LOOKED_BACK, before=message.id)
    before = next((m for m in reversed(lately) if m.member_id == message.member_id), None)
    if before is None:
        return False
    found, now = whose(ctx, conn, group, before), zones.local_now(ctx, group)
    reads = [part.read for part in found.parts] if found is not None else []
    return any(promises_in(read, now) for read in [before.text, *reads])


def _may_be_about(conn: Connection, case: Case, text: str) -> bool:
    """Whether words that name goods may be about this case: not where they are those of other open cases."""
    named = find_goods(text)
    about = [c for c in cases.open_of_groups(conn, [case.group]) if any(same_goods(c.goods or "", g) for g in named)]
    return not about or any(c.member_id == case.member_id for c in about)


def hear_reply(
    ctx: Context, conn: Connection, case: Case, text: str, by: Actor, key: str, *, done: bool = False
) -> list[Promise]:
    """What a leader's private words promise to a case's member; what they say of others is not for this one.
    `done`: the words tell how the case was ended."""
    read = others_left_out(text, case.member_id, names_of(conn, case.group) | {case.member_id: case.member_name})
    return hear(ctx, conn, case, read, by, key, words=text, done=done)


def hear_for_all(
    ctx: Context, conn: Connection, group: Group, found: Sequence[Case], part: Part, by: Actor, key: str,
    *, message: str | None = None, changed: list[Change] | None = None,
) -> list[Promise]:  # fmt: skip
    """The same words for several members: one question for all whom they promise something new; without any value
    where they are not sure."""
    made, changes = list[Promise](), list[Change]() if changed is None else changed
    for case in found:
        said = promises_in(part.read, zones.local_now(ctx, group), case.goods)
        said = as_told(part, said)
        if part.sure and moves_time(ctx, conn, case, group, part.read, said, by, changes, part.words):
            continue
        if part.sure and not said and takes_back(part.read):
            changes += taken_back(conn, case, part.words)
        given = tuple(p for p in said if p.kind in GIVES)
        made += hear_new(ctx, conn, case, group, given or said, part.words, by, changes, message, read=part.read)
    ask(ctx, conn, group, made, key)
    if changed is None:
        ask_about(ctx, conn, group, changes, key)
    return made


def as_told(part: Part, said: Sequence[PromiseWords]) -> tuple[PromiseWords, ...]:
    """What is promised to each, without what cannot be told: every value, or what may be the sum of all together."""
    if not part.sure:
        return left_open(said)
    return tuple(said) if part.each else tuple(replace(p, amount_fen=None) for p in said)


def left_open(said: Sequence[PromiseWords]) -> tuple[PromiseWords, ...]:
    """What kind of thing is promised, each once, with the sum, the thing and the time to be asked for."""
    kinds = {p.kind: replace(p, amount_fen=None, thing=None, due=None, when=None) for p in said if p.kind in GIVES}
    return tuple(kinds.values())
