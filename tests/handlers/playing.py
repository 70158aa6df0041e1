"""A conversation in which moves are made: each by the same way as the platform or the console would hand it over."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from fastapi import HTTPException
from sqlalchemy import Connection, func, select

from bot.app import App
from bot.domain.chat import AnyEvent, DirectMessage, GroupChange, Unconfirmed
from bot.storage import cases, groups, incidents, users
from bot.storage import tables as t
from bot.storage.messages import Message
from bot.web.access import Visitor
from bot.web.case_work import Refused, WordsHeld
from bot.web.pages.case import _act as on_case
from bot.web.pages.incidents import _act as on_incident
from handlers.cases.closing import Meanwhile
from handlers.cases.life import messages_of_member
from handlers.incidents.posts import posting_waits
from handlers.incidents.work import CannotDo
from tests.conversation import GROUP, LEADER, NAME, Conversation
from tests.handlers.moves import ADMIN, OFFICE, SECOND, Move

NO = (Refused, WordsHeld, Meanwhile, CannotDo, HTTPException)
"""How the console says that something was not done."""
WORKERS = 3
PAUSE_S = 9.0
"""Longer than the pause after which words are judged."""


@dataclass
class Play:
    """One conversation that is played in, and what its players have done so far."""

    c: Conversation
    names: dict[str, str] = field(default_factory=dict)
    visitors: dict[str, Visitor] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    """The ids of what was said in the group."""
    _ids: itertools.count[int] = field(default_factory=itertools.count)

    async def begin(self) -> None:
        def staff(conn: Connection) -> None:
            for who in (ADMIN, SECOND):
                groups.add_staff(conn, 1, who, "admin", "config", self.c.clock())
            for name, role in OFFICE.items():
                user = users.add(conn, name, name, role, None, self.c.clock())
                assert user is not None
                seen = tuple(groups.everyone(conn))
                self.visitors[name] = Visitor(user, "", "", seen, "")

        self.c.allow(buttons=True)
        await self.c.storage.write(staff)

    async def do(self, move: Move) -> None:
        """One move, and all that follows from it at once."""
        what, *rest = move
        if what == "wait":
            await self.c.wait(*rest)
        elif what == "at_once":
            await self._at_once(*rest)
        else:
            await _MOVES[what](self, *rest)
            await self.c.wait(PAUSE_S)

    async def _at_once(self, moves: list[Move]) -> None:
        """What was said before is judged at the same moment at which others act, by several workers."""
        said = [m for m in moves if m[0] in ("group", "private")]
        for m in said:
            await _MOVES[m[0]](self, *m[1:])
        await self.c.wait(0)
        self.c.clock.at += timedelta(seconds=PAUSE_S)
        acting = [partial(_MOVES[m[0]], self, *m[1:]) for m in moves if m not in said]
        await asyncio.gather(*(act() for act in acting), *(self._work() for _ in range(WORKERS)))
        await self.c.wait(PAUSE_S)

    async def _work(self) -> None:
        """One more process on the same database."""
        await App(self.c.app.ctx).run_until_idle()

    async def known(self, n: int, m: int) -> dict[str, int]:
        """The numbers of what there is, counted from the newest."""

        def count(conn: Connection) -> dict[str, int]:
            def most(column: Any) -> int:
                return conn.execute(select(func.max(column))).scalar() or 0

            made = {
                "case": most(t.cases.c.number),
                "promise": most(t.promises.c.id),
                "incident": most(t.incidents.c.number),
            }
            known = {name: max(1, last - n) for name, last in made.items()}
            return known | {
                "other": max(1, made["case"] - m),
                "second": max(1, made["incident"] - m),
                "offer": most(t.offers.c.id),
            }

        return await self.c.read(count)

    def next_id(self) -> str:
        return f"play{next(self._ids)}"

    async def take(self, event: AnyEvent) -> None:
        await self.c.app.take(event)

    async def change(self, kind: Any, **more: Any) -> None:
        """Something about the group itself."""
        who = GroupChange("terminal", self.c.adapter.account, self.next_id(), self.c.clock(), GROUP, NAME, kind, **more)
        await self.take(who)


async def _group(p: Play, who: str, text: str, **more: Any) -> None:
    fields = {"member_name": p.names.get(who, who), "message_id": p.next_id()} | more
    p.said.append(fields["message_id"])
    await p.take(p.c._group_message(GROUP, who, text, fields))


async def _private(p: Play, who: str, text: str, **more: Any) -> None:
    name = p.names.get(who, who)
    at, account = p.c.clock(), p.c.adapter.account
    await p.take(DirectMessage("terminal", account, p.next_id(), at, who, name, text, **more))


async def _leads(p: Play, text: str) -> None:
    await _group(p, LEADER, text)


async def _command(p: Play, who: str, words: str, n: int, m: int) -> None:
    await _private(p, who, words.format(**await p.known(n, m)))


async def _tap(p: Play, who: str, n: int) -> None:
    """One of the buttons that somebody was ever sent, the newest last; those under posts are everybody's."""
    mine = [d.message for d in p.c.adapter.sent if d.message.member_id in (who, None)]
    buttons = [b for message in mine for b in message.buttons]
    if not buttons:
        return
    button = buttons[max(n, -len(buttons))]
    if button.data is not None:
        await p.c.adapter.press(who, button.data)
    elif button.start is not None:
        await _private(p, who, "", start=button.start)


async def _desk(p: Play, who: str, form: tuple[str, Mapping[str, str]], n: int, m: int) -> None:
    """A form on the page of a case, as it was when it was opened."""
    action, fields = form
    known = await p.known(n, m)
    several = {name: [text.format(**known)] for name, text in fields.items()}

    def page(conn: Connection) -> dict[str, list[str]]:
        case = cases.get(conn, known["case"])
        said = messages_of_member(conn, case)[:1] if case is not None else []
        chosen = [f"{'g' if isinstance(one, Message) else 'p'}{one.id}" for one in said]
        return {"seen": [case.state] if case is not None else [], "message": chosen, "key": [p.next_id()]}

    several |= await p.c.read(page)
    act = partial(
        on_case, ctx=p.c.app.ctx, visitor=p.visitors[who], number=known["case"], action=action, several=several
    )
    with suppress(*NO):
        await p.c.storage.write(act)


async def _desk_all(p: Play, who: str, form: tuple[str, Mapping[str, str]], n: int, m: int) -> None:
    """A form on the page of an incident, as it was when it was opened."""
    action, fields = form
    known = await p.known(n, m)
    number = known["incident"]

    def page(conn: Connection) -> dict[str, str]:
        incident = incidents.get(conn, number)
        made = (incident.offer if incident else None) or {}
        waiting = [post for post in incidents.posts_of(conn, number, lock=False) if posting_waits(post)]
        return {"decided": str(made.get("at", "")), "post": f"{waiting[-1].id}" if waiting else ""}

    filled = {name: text.format(**known) for name, text in fields.items()} | await p.c.read(page)
    act = partial(on_incident, ctx=p.c.app.ctx, visitor=p.visitors[who], number=number, action=action, form=filled)
    with suppress(*NO):
        await p.c.storage.write(act)


async def _recall(p: Play, n: int) -> None:
    if p.said:
        await p.change("message_deleted", detail=p.said[max(n, -len(p.said))])


async def _edit(p: Play, n: int, text: str) -> None:
    if not p.said:
        return
    edited = p.said[max(n, -len(p.said))]
    who = await p.c.read(
        lambda conn: conn.execute(select(t.messages.c.member_id).where(t.messages.c.message_id == edited)).scalar()
    )
    if who is not None:
        await _group(p, who, text, edited_message_id=edited)


async def _member(p: Play, does: str, who: str) -> None:
    if does == "leaves":
        await p.change("member_left", member_id=who, member_name=who)
    elif does == "renames":
        p.names[who] = f"{who}{len(p.names) + 2}号楼"
    elif does == "blocks":
        p.c.adapter.refused.add(who)
    elif does == "unblocks":
        p.c.adapter.refused.discard(who)
    else:
        number = (await p.known(0, 0))["case"]
        await _private(p, who, "", start=f"case_{number}")


async def _trouble(p: Play) -> None:
    p.c.adapter.troubles.append(Unconfirmed("no answer came"))


_MOVES: Mapping[str, Callable[..., Awaitable[None]]] = {
    "group": _group, "private": _private, "leads": _leads, "command": _command, "tap": _tap, "desk": _desk,
    "desk_all": _desk_all, "recall": _recall, "edit": _edit, "member": _member, "trouble": _trouble,
}  # fmt: skip
