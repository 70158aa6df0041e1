"""What a leader promises to several members in one message: each hears their own part, a promise to everybody is one
question, and what cannot be told apart is asked for with every value left open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.detection.goods import find_goods, same_goods
from bot.domain.case import Case
from bot.domain.promise_words import PromiseWords, promises_in
from bot.domain.said_to import Part, others_left_out, parts_of
from bot.ports import Context
from bot.storage import cases, messages
from bot.storage.groups import Group
from bot.storage.messages import Message
from bot.storage.promises import Promise
from handlers import zones
from handlers.cases.timeline import Actor
from handlers.promises.hearing import ask, hear, keep, moves_time

_LOOKED_BACK = 50
"""Messages of the group whose writers may be called by name."""
_GIVES = ("refund", "replacement", "voucher", "points")
"""What is promised to many at once; that somebody will look into it is none of these."""
_EVERYBODY = re.compile(
    "大家|各位|每一?[家户人位份]|家家|所有|一律|[烂坏少漏破化碎臭裂]了?的[^，。,!！?？]{0,6}[都全每各]|都给?你们"
)
_ONE = re.compile("[您你](?!们)")
_SEVERAL = re.compile("你们|大家|[都各每]|两[个位家]|[俩仨]")
_FAULTS = (
    (re.compile("[烂坏破化碎臭裂霉]|压[坏扁]"), ("damaged", "quality")),
    (re.compile("[少漏缺]"), ("missing",)),
    (re.compile("没到|晚到|迟"), ("late",)),
    (re.compile("发错|送错|拿错"), ("wrong_item",)),
)


def parts_said(ctx: Context, conn: Connection, group: Group, message: Message) -> tuple[Part, ...]:
    """The parts of a leader's message that names more than one; where a deed stands beside all names, or two deeds
    beside two names, nobody can tell whose it is."""
    parts = parts_of(message.text, _names(conn, group, message))
    now = zones.local_now(ctx, group)
    for part in parts:
        said = given_in(part.read, now)
        if (said and not part.to) or (len(said) > 1 and len(part.to) > 1):
            to = tuple(dict.fromkeys(i for p in parts for i in p.to))
            return (Part(to, message.text, "，".join(p.read for p in parts), sure=False),)
    return tuple(part for part in parts if part.to)


def _names(conn: Connection, group: Group, message: Message) -> dict[str, str]:
    """Who may be meant: who spoke lately, and whoever has an open case."""
    spoke = messages.recent(conn, group.id, _LOOKED_BACK, before=message.id)
    names = {m.member_id: m.member_name for m in spoke if m.role == "member"}
    return names | {case.member_id: case.member_name for case in cases.open_of_groups(conn, [group.id])}


def for_everybody(ctx: Context, conn: Connection, group: Group, message: Message) -> list[Case]:
    """The open cases that a promise to everybody fits: of the goods that it names, else the only goods with the
    fault that it names, else of the one incident; none where it fits none."""
    text = message.text
    if not _EVERYBODY.search(text) or message.quote_id or message.mentions or "@" in text:
        return []
    names = _names(conn, group, message)
    said = given_in(text, zones.local_now(ctx, group))
    if not said or any(_ONE.search(p.words) for p in said) or others_left_out(text, "", names) != text:
        return []
    return fitting(text, cases.open_of_groups(conn, [group.id]))


def fitting(text: str, open_cases: Sequence[Case]) -> list[Case]:
    """The cases that a fault or goods in these words are about; a red one is a person's to decide by itself."""
    found = [case for case in open_cases if not case.red]
    fault = next((kinds for pattern, kinds in _FAULTS if pattern.search(text)), None)
    found = [case for case in found if fault is None or case.category in fault]
    named = find_goods(text)
    if named:
        return [case for case in found if any(same_goods(case.goods or "", goods) for goods in named)]
    if fault is not None and len({case.goods_key for case in found}) == 1:
        return found
    incidents = {case.incident for case in found if case.incident is not None}
    return [case for case in found if case.incident in incidents] if len(incidents) == 1 else []


def hear_in_parts(
    ctx: Context, conn: Connection, group: Group, message: Message, chosen: Sequence[Case], by: Actor
) -> None:
    """Keep what the message promises to the members of the chosen cases, one case each, and ask."""
    for n, part in enumerate(parts_for(ctx, conn, group, message, chosen)):
        theirs = [case for case in chosen if case.member_id in part.to]
        if len(theirs) == 1 and part.sure:
            hear(ctx, conn, theirs[0], part.read, by, f"{message.id}:{n}", message=message.message_id, words=part.words)
        elif theirs:
            hear_for_all(ctx, conn, group, theirs, part, by, f"{message.id}:{n}", message=message.message_id)


def parts_for(
    ctx: Context, conn: Connection, group: Group, message: Message, chosen: Sequence[Case]
) -> tuple[Part, ...]:
    """What the message says to the members of these cases."""
    text, to = message.text, tuple(case.member_id for case in chosen)
    parts = () if message.quote_id else parts_said(ctx, conn, group, message)
    if parts:
        return parts
    if len(to) == 1:
        return (Part(to, text, others_left_out(text, to[0], _names(conn, group, message))),)
    return (Part(to, text, text, sure=bool(message.mentions or _SEVERAL.search(text))),)


def hear_reply(ctx: Context, conn: Connection, case: Case, text: str, by: Actor, key: str) -> list[Promise]:
    """What a leader's private words promise to a case's member; what they say of others is not for this one."""
    names = {c.member_id: c.member_name for c in cases.open_of_groups(conn, [case.group])}
    read = others_left_out(text, case.member_id, names | {case.member_id: case.member_name})
    return hear(ctx, conn, case, read, by, key, words=text)


def hear_for_all(
    ctx: Context, conn: Connection, group: Group, found: Sequence[Case], part: Part, by: Actor, key: str,
    *, message: str | None = None,
) -> list[Promise]:  # fmt: skip
    """The same words for several members: one question for all; without any value where they are not sure."""
    made: list[Promise] = []
    for case in found:
        said = promises_in(part.read, zones.local_now(ctx, group), case.goods)
        if not part.sure:
            said = left_open(said)
        elif moves_time(ctx, conn, case, group, part.read, said, by, key):
            continue
        made += keep(ctx, conn, case, said, part.words, by, message)
    ask(ctx, conn, group, made, key)
    return made


def given_in(text: str, now: datetime) -> list[PromiseWords]:
    """What these words give: that somebody will look into it is not meant."""
    return [p for p in promises_in(text, now) if p.kind in _GIVES]


def left_open(said: Sequence[PromiseWords]) -> tuple[PromiseWords, ...]:
    """What kind of thing is promised, each once, with the sum, the thing and the time to be asked for."""
    kinds = {p.kind: replace(p, amount_fen=None, thing=None, due=None, when=None) for p in said if p.kind in _GIVES}
    return tuple(kinds.values())
