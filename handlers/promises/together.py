"""Promises of one message, or to the voices of one incident, that come up together: one notice names them all, and one
proof notes them all as done."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from sqlalchemy import Connection

from bot.domain.money_words import money_in
from bot.domain.plain_words import plain
from bot.domain.text import quoted, safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, images
from bot.storage.promises import Promise
from handlers import speak
from handlers.cases.timeline import Actor
from handlers.promises import proof
from handlers.promises import says as promise_says
from handlers.promises.ledger import Proof, all_done
from handlers.promises.word import fulfil
from handlers.request import Request

Why = Literal["red", "other", "twice"]
Outcome = tuple[str, int | None, str | None]

_EVERY = re.compile(
    r"(?:(?:[每各][一]?|这?几|\d{1,3}\s*|[两俩仨])[家户位个单人]|大家|大伙儿?|他们|她们|所有人|[俩仨])的?\s*(?:[都全]部?|一起|统一)?"
    r"|(?:全都|统一都|都)"
)
"""How a leader says that all of them are meant: 都, 每家, 8家都."""
_TRANSFER = re.compile(
    r"(?:单号|流水号?|交易号|订单号|转账号|凭证)[:：\s]*([A-Za-z0-9-]{4,40})|(?<!\d)(\d{10,32})(?!\d)"
)
_EDGES = " :：,，、的"


def every(text: str) -> str | None:
    """What 兑 5 says of all of them, after the word for all; None where it speaks of one."""
    found = _EVERY.match(text)
    return text[found.end() :].strip(_EDGES) if found else None


# --- what is told of them ---


def told(ctx: Context, conn: Connection, found: Sequence[Promise], what: str, **more: Any) -> str:
    """The notice about several: who is promised what until when, the words that it was said in, and the command."""
    lines = "\n".join(_in_words(ctx, conn, found))
    how = "as_one" if said_as_one(found) else "singly"
    later = promise_says.later(ctx, conn, found[0])
    words: dict[str, Any] = {"count": len(found), "lines": lines, "id": found[0].id, "later": later}
    judge = "refuse" if what == "heard_lacks" else "judge"
    words["judge"] = say(f"promise.several.{judge}.{how}", id=found[0].id)
    return say(f"promise.several.{what}", **words, done=_done(found), **more)


def _done(found: Sequence[Promise]) -> str:
    """How they are noted as done: one proof can be for all of these, for some, or for one at a time."""
    outcome, alike = Counter(_outcome(p) for p in found).most_common(1)[0]
    kind = "same" if alike == len(found) else "mixed" if alike > 1 else "single"
    return say(f"promise.several.done.{kind}", id=next(p.id for p in found if _outcome(p) == outcome))


def said_as_one(found: Sequence[Promise]) -> bool:
    """Whether one word about these is for all of them: they were said in the same words."""
    return len({p.words for p in found}) == 1


def _in_words(ctx: Context, conn: Connection, found: Sequence[Promise]) -> list[str]:
    """One line for all who are promised the same, under it once the words."""
    lines: list[str] = []
    for words, said in groupby(sorted(found, key=lambda p: (p.words, p.id)), key=lambda p: p.words):
        by_outcome: dict[str, list[Promise]] = {}
        for p in said:
            what = say("promise.several.what", outcome=promise_says.outcome(p), due=promise_says.due(ctx, conn, p))
            by_outcome.setdefault(what, []).append(p)
        lines += [say("promise.several.line", what=what, who=who(theirs)) for what, theirs in by_outcome.items()]
        lines.append(say("promise.several.words", words=quoted(words, promise_says.WORDS_SHOWN)))
    return lines


def who(found: Sequence[Promise]) -> str:
    """静静（承诺 1）、王姐（承诺 2）."""
    return "、".join(say("promise.several.one", member=safe_name(p.member_name or ""), id=p.id) for p in found)


# --- all are done ---


def note_all(r: Request, found: Sequence[Promise], like: Promise | None, text: str, command: str) -> str:
    """What a leader says of all of these with one proof, in words or pictures; `like` stands for those that are meant,
    where that is said."""
    if not text and not r.event.images:
        return say("promise.several.need_proof", command=command)
    named = [p for p in found if proof.is_named(p, text)]
    if named:
        return say("promise.several.names", who=who(named), id=named[0].id)
    like = like or most_alike([p for p in found if not is_red(r.conn, p)], text)
    if like is None:
        lines = "\n".join(promise_says.line(r.ctx, r.conn, p) for p in found)
        return say("promise.several.which", id=found[0].id, lines=lines)
    text, doubt = proof.read(r.ctx, r.conn, [like], text, command)
    if doubt:
        return doubt
    given = proof_of(r, text, like.case)
    return noted_words(r.ctx, r.conn, fulfil_alike(r.ctx, r.conn, found, like, r.by, given, r.key), r.key)


def note_listed(r: Request, found: Sequence[Promise], text: str, command: str, *, certain: bool) -> str:
    """What a leader says of those whose numbers they wrote, whatever was promised to each, with one proof."""
    if not text and not r.event.images:
        return say("promise.several.need_proof", command=command)
    named = [p for p in found if len(found) > 1 and proof.is_named(p, text)]
    if named:
        return say("promise.several.names", who=who(named), id=named[0].id)
    text, doubt = proof.read(r.ctx, r.conn, found, f"确实 {text}" if certain else text, command)
    if doubt:
        return doubt
    given = proof_of(r, text, found[0].case)
    by_outcome: dict[Outcome, list[Promise]] = {}
    for kept in [fulfil(r.ctx, r.conn, p, r.by, given, r.key) for p in found]:
        by_outcome.setdefault(_outcome(kept), []).append(kept)
    return "\n".join(noted_words(r.ctx, r.conn, Noted(tuple(same), ()), r.key) for same in by_outcome.values())


def proof_of(r: Request, text: str, case: int | None) -> Proof:
    """What a leader sent as the proof: words, the number of a transfer among them, pictures, which are fetched."""
    for picture in r.event.images:
        images.want(r.conn, r.event.platform, r.event.account, picture.ref, r.ctx.now(), case)
    return Proof(text, transfer_in(text), tuple(p.ref for p in r.event.images))


def transfer_in(text: str) -> str | None:
    """The number of a transfer that words name."""
    found = _TRANSFER.search(plain(text))
    return (found[1] or found[2]) if found else None


@dataclass(frozen=True)
class Noted:
    """What one proof was noted for, and what it was not noted for, each with the reason."""

    kept: tuple[Promise, ...]
    left: tuple[tuple[Promise, Why], ...]


def most_alike(found: Sequence[Promise], text: str) -> Promise | None:
    """The promise that stands for those that one proof may be noted for: of the sum that the words name, else what most
    of them are promised; None where nobody can tell."""
    sums = {m.fen for m in money_in(plain(text))}
    counted = Counter(_outcome(p) for p in found if not sums or p.amount_fen in sums).most_common(2)
    if not counted or (len(counted) == 2 and counted[0][1] == counted[1][1]):
        return None
    return next(p for p in found if _outcome(p) == counted[0][0])


def fulfil_alike(
    ctx: Context, conn: Connection, found: Sequence[Promise], like: Promise, by: Actor, proof: Proof, key: str
) -> Noted:
    """One proof for all who are promised the same as `like`: each member is told singly. A red case is a person's to
    note by itself, another sum is another matter, and of a case one promise is meant. The caller has locked them."""
    kept: list[Promise] = []
    left: list[tuple[Promise, Why]] = []
    done: set[int | None] = set()
    for promise in sorted(found, key=lambda p: (p.state != "open", p.id != like.id, p.id)):
        why = _left_out(conn, promise, like, done)
        if why is None:
            kept.append(fulfil(ctx, conn, promise, by, proof, key))
            done.add(promise.case)
        else:
            left.append((promise, why))
    return Noted(tuple(sorted(kept, key=lambda p: p.id)), tuple(left))


def _left_out(conn: Connection, promise: Promise, like: Promise, done: set[int | None]) -> Why | None:
    if is_red(conn, promise):
        return "red"
    if _outcome(promise) != _outcome(like):
        return "other"
    return "twice" if promise.case is not None and promise.case in done else None


def is_red(conn: Connection, promise: Promise) -> bool:
    case = cases.get(conn, promise.case) if promise.case is not None else None
    return case is not None and case.red is not None


def _outcome(promise: Promise) -> Outcome:
    return promise.kind, promise.amount_fen, promise.thing


def noted_words(ctx: Context, conn: Connection, noted: Noted, key: str) -> str:
    """What the leader hears: what was noted for whom, who is told later, what may be resolved, what was left out."""
    lines: list[str] = []
    if noted.kept:
        outcome = promise_says.outcome(noted.kept[0])
        lines.append(say("promise.several.kept", count=len(noted.kept), outcome=outcome, who=who(noted.kept)))
        lines += _later(ctx, conn, noted.kept, key)
    numbers = [str(p.case) for p in noted.kept if p.case is not None and all_done(conn, p.case)]
    if numbers:
        lines.append(say("promise.several.last", numbers="、".join(numbers), number=numbers[0]))
    if noted.left:
        lines.append(say("promise.several.left", id=noted.left[0][0].id))
        for promise, why in noted.left:
            line, because = promise_says.line(ctx, conn, promise), say(f"promise.several.why.{why}")
            lines.append(say("promise.several.left_line", line=line, why=because))
    return "\n".join(lines)


def _later(ctx: Context, conn: Connection, kept: Sequence[Promise], key: str) -> list[str]:
    """Whose hours hold back what they are told: one line for each time of day."""
    held: dict[str, list[Promise]] = {}
    for promise in kept:
        at = speak.held_until(ctx, conn, f"fulfilled:{promise.id}:{key}")
        if at:
            held.setdefault(at, []).append(promise)
    names = {at: "、".join(safe_name(p.member_name or "") for p in found) for at, found in held.items()}
    return [say("promise.several.later", time=at, who=names[at], number=found[0].case) for at, found in held.items()]
