"""Somebody says in free words that what was promised is done: a leader in the group, in 回 12 … or to us, or the member
who has it. The leaders are asked about it, with one tap; nothing is noted before."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import Connection

from bot.detection.given_words import of_a_neighbour, of_another_shop
from bot.detection.promised import promises_in
from bot.domain.called import named_in
from bot.domain.case import Case, CaseEvent
from bot.domain.chat import Button, DirectMessage
from bot.domain.come_words import only_came
from bot.domain.done_words import Done, done_in, of_somebody, received_in
from bot.domain.plain_words import plain
from bot.domain.said_part import CLAUSES
from bot.domain.said_to import excepted
from bot.domain.text import excerpt, quoted
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, messages, promises
from bot.storage.groups import Group
from bot.storage.messages import Message
from bot.storage.promises import Promise
from handlers import speak, zones
from handlers.cases.timeline import Actor, member_of, record
from handlers.promises import says as promise_says
from handlers.promises.faced import answers_neighbourly
from handlers.promises.names import LOOKED_BACK, names_for, names_of

Where = Literal["group", "reply", "private", "member"]
"""Where it was said: what a `reply` says and the `member` writes, the member knows."""
HEARD = "promise_done_heard"
NOT_TWICE_WITHIN = timedelta(hours=1)
_SPOKE_WITHIN = timedelta(minutes=10)
_JUST_SPOKE_WITHIN = timedelta(minutes=1)
_OF_ALL = re.compile("都|全|大家|各位|每家|一起")
_YOU = re.compile("[您你](?!们)")
_TOLD_ELSE = re.compile("没|未|[您你](?![的那这们])|通过?一?下|麻烦|记得|收款")
"""What is asked of somebody or is missing with them: 赵姐你收款没开."""
_OF_MONEY = re.compile("[钱款账帐賬錢]|红包|紅包")
_NUMBER = re.compile(r"(?<![\d.])\d{1,9}(?![\d.]|\s*(?:[块元毛角个盒份斤箱袋瓶包点号楼栋天月次遍]|分钟))")
MOST = 6
"""So many are asked about by name; where more are waiting, nobody can tell which are meant."""


def hear_in_group(ctx: Context, conn: Connection, group: Group, message: Message) -> None:
    """What a leader's words in the group tell as done, of those who are named, quoted or all, else who spoke last."""
    done = None if group.mode == "watch" else done_in(message.text)
    if done is None or promises_in(message.text, zones.local_now(ctx, group)):
        return
    owed = promises.open_of_groups(conn, [group.id])
    to, out = _to_whom(conn, message)
    if not to and of_somebody(message.text):
        return
    if answers_neighbourly(conn, group, message, names_for(conn, message)):
        return
    if not to and not out and not _OF_ALL.search(message.text) and _answers_another(conn, message, owed):
        return
    found = _fitting([p for p in owed if p.member_id not in out], done, to)
    if not to and not out and found and not _OF_ALL.search(message.text):
        last = _who_spoke_last(conn, message)
        if len(found) > 1 or (last != {""} and _YOU.search(message.text)):
            found = _fitting(owed, done, last)
    by = Actor("group_leader", message.member_name, message.member_id)
    _ask(ctx, conn, group, found, message.text, by, "group", str(message.id))


def hear_in_reply(ctx: Context, conn: Connection, group: Group, case: Case, text: str, by: Actor, key: str) -> None:
    """The same of the member to whom 回 12 … is written."""
    done = None if group.mode == "watch" else done_in(text)
    if done is None or promises_in(text, zones.local_now(ctx, group), case.goods):
        return
    owed = [p for p in promises.of_case(conn, case.number) if p.is_unkept]
    _ask(ctx, conn, group, _fitting(owed, done), text, by, "reply", key)


def hear_from_member(
    ctx: Context, conn: Connection, group: Group, member_id: str, text: str, key: str
) -> None:  # fmt: skip
    """A member says that it has come: 8块收到了，谢谢. The leader says whether it is that promise; a bare 收到了 is
    about none that nobody has confirmed, and 到了到了, 看到了 only about one that had not come, as they said."""
    done = None if group.mode == "watch" else received_in(text)
    again = done is None and group.mode != "watch" and only_came(text)
    if again:
        done = Done(frozenset({"refund"}) if _OF_MONEY.search(text) else frozenset(), frozenset())
    if done is None or of_a_neighbour(text) or of_another_shop(text):
        return
    owed = promises.open_of_member(conn, group.id, member_id)
    if again:
        owed = [p for p in owed if p.is_missing]
    found = _fitting([p for p in owed if done.kinds or done.sums or p.state == "open"], done)
    case = cases.get(conn, found[0].case) if found and found[0].case is not None else None
    if case is not None:
        _ask(ctx, conn, group, found, text, member_of(case), "member", key)


def hear_in_private(ctx: Context, conn: Connection, event: DirectMessage, led: Sequence[Group], text: str) -> bool:
    """A leader says it to us (静静的转了, 已转 1, 都转了); whether it was answered: so it is while anything is owed."""
    done = done_in(text)
    owed = promises.open_of_groups(conn, [g.id for g in led]) if done is not None else []
    if done is None or not owed:
        return False
    found = _fitting(_named(conn, led, owed, text), done)
    if not 0 < len(found) <= MOST:
        speak.answer(ctx, conn, event, say("promise.done_which", id=(found or owed)[0].id))
        return True
    by = Actor("group_leader", event.member_name, event.member_id)
    for promise in found:
        _note(ctx, conn, promise, text, by, "private")
    question = _question(ctx, conn, found, text, "private")
    speak.answer(ctx, conn, event, question, buttons=_buttons(found), case=found[0].case)
    return True


def heard(conn: Connection, promise: Promise) -> tuple[str, frozenset[Where]] | None:
    """The words by which it was last said to be done since it is owed, and where it was said."""
    lines = cases.timeline(conn, promise.case) if promise.case is not None else []
    ours = [e for e in lines if e.data.get("promise") == promise.id]
    since = max((n for n, e in enumerate(ours) if e.kind in ("promise_missing", "promise_not_done")), default=-1)
    said = [e for e in ours[since + 1 :] if e.kind == HEARD]
    return (said[-1].text, frozenset(e.data["where"] for e in said)) if said else None


def _fitting(owed: Sequence[Promise], done: Done, to: Collection[str] = ()) -> list[Promise]:
    found = [p for p in owed if not to or p.member_id in to]
    return [p for p in found if done.fits(p.kind, p.amount_fen)]


def _to_whom(conn: Connection, message: Message) -> tuple[set[str], set[str]]:
    """To whom it is said, and who is left out."""
    quoted_one = messages.find(conn, message.group, message.quote_id) if message.quote_id else None
    named, out = _named_and_left_out(message.text, names_for(conn, message))
    named |= set(message.mentions) - out
    return named or ({quoted_one.member_id} if quoted_one is not None and not out else set()), out


def _named_and_left_out(text: str, names: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """Who is named, but for those who are only told something else beside it (静静转了，赵姐你收款没开), and who has
    nothing yet (除了赵姐都转了)."""
    out = excepted(text, names)[1] if "除" in text else set[str]()
    beside, told = set[str](), set[str]()
    for clause in CLAUSES.findall(text):
        told_else = _TOLD_ELSE.search(clause) is not None and done_in(clause) is None
        (beside if told_else else told).update(named_in(clause, names))
    return (told - out) or (beside - out), out


def _who_spoke_last(conn: Connection, message: Message) -> set[str]:
    """Who wrote last, if that is not long ago; somebody who is owed nothing where nobody did."""
    lately = messages.recent(conn, message.group, LOOKED_BACK, before=message.id)
    last = next((m for m in reversed(lately) if m.role == "member"), None)
    return {last.member_id} if last is not None and message.at - last.at <= _SPOKE_WITHIN else {""}


def _answers_another(conn: Connection, message: Message, owed: Sequence[Promise]) -> bool:
    """Whether words that name nobody answer one who has just spoken and is owed nothing."""
    lately = messages.recent(conn, message.group, LOOKED_BACK, before=message.id)
    last = next((m for m in reversed(lately) if m.role == "member"), None)
    just = last is not None and message.at - last.at <= _JUST_SPOKE_WITHIN
    return last is not None and just and all(p.member_id != last.member_id for p in owed)


def _named(conn: Connection, led: Sequence[Group], owed: Sequence[Promise], text: str) -> list[Promise]:
    """What is owed to those who are called by name, or by the number of a promise or a case; else all of it."""
    names = {i: name for g in led for i, name in names_of(conn, g.id).items()}
    to, out = _named_and_left_out(text, names)
    if to or out:
        return [p for p in owed if p.member_id not in out and (not to or p.member_id in to)]
    numbers = {int(n) for n in _NUMBER.findall(plain(text))}
    by_id = [p for p in owed if p.id in numbers]
    return by_id or [p for p in owed if not numbers or p.case in numbers]


def _ask(
    ctx: Context, conn: Connection, group: Group, found: Sequence[Promise], text: str, by: Actor, where: Where, key: str
) -> None:  # fmt: skip
    if len(found) > MOST:
        return
    asked = {p.id for p in found if _just_asked(ctx, conn, p)}
    for promise in found:
        _note(ctx, conn, promise, text, by, where)
    found = [p for p in found if p.id not in asked]
    if not found:
        return
    question, first = _question(ctx, conn, found, text, where), found[0]
    about = f"promise:{first.id}:done:{key}"
    speak.to_leaders(ctx, conn, group, question, about, case=first.case, buttons=_buttons(found))


def _just_asked(ctx: Context, conn: Connection, promise: Promise) -> bool:
    lines: list[CaseEvent] = cases.timeline(conn, promise.case) if promise.case is not None else []
    since = ctx.now() - NOT_TWICE_WITHIN
    return any(e.kind == HEARD and e.data.get("promise") == promise.id and e.at >= since for e in lines)


def _note(ctx: Context, conn: Connection, promise: Promise, text: str, by: Actor, where: Where) -> None:
    if promise.case is not None:
        record(ctx, conn, promise.case, by, HEARD, excerpt(text, 200), promise=promise.id, where=where)


def _question(ctx: Context, conn: Connection, found: Sequence[Promise], text: str, where: Where) -> str:
    words: dict[str, Any] = {
        "words": quoted(text, promise_says.WORDS_SHOWN),
        "ids": "、".join(str(p.id) for p in found),
    }
    said = say(f"promise.done_said.{'member' if where == 'member' else 'leader'}", **words)
    if len(found) == 1:
        return say("promise.done_heard", **(promise_says.described(ctx, conn, found[0]) | {"said": said}))
    lines = "\n".join(promise_says.line(ctx, conn, p) for p in found)
    return say("promise.done_heard_several", lines=lines, said=said, id=found[0].id, ids=words["ids"])


def _buttons(found: Sequence[Promise]) -> tuple[Button, ...]:
    label = "did" if len(found) == 1 else "did_one"
    return tuple(Button(say(f"promise.buttons.{label}", id=p.id), data=f"did:{p.id}") for p in found)
