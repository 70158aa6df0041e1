"""A member asks for what was promised, presses, or wants it otherwise: which promise it is, and what they and the
leaders read."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Literal

from sqlalchemy import Connection

from bot.detection.given_words import says_not_there, wishes_otherwise
from bot.detection.member_says import says_not_fixed
from bot.domain.case import Case
from bot.domain.come_words import misses_goods, of_something_else
from bot.domain.text import excerpt
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, messages, outbox, promises
from bot.storage.promises import Promise
from handlers import speak
from handlers.cases import clocks
from handlers.cases.timeline import member_of
from handlers.compensation.answers import meaning_of
from handlers.compensation.given import terms_of
from handlers.promises import ledger
from handlers.promises import says as promise_says
from handlers.wordings.speaking import say_to

_OF_MONEY = re.compile(r"到账|退|钱|转账|红包|打款|微信")
_OF_GOODS = re.compile(r"补|换|重发|送来|寄|发货|东西")

_Sentence = Literal["not_arrived", "overdue", "wished", "stands"]
NOT_ARRIVED = "promise.not_arrived"
_ANSWERED = ("reply", "leader_answered", "offered", "promise_changed")
"""Lines of a timeline by which a person has answered the member's wish."""
STILL_AWAITED = timedelta(days=3)
"""So long after a promise was noted as done a bare 没收到 is about it."""
NOT_TWICE_WITHIN = timedelta(minutes=10)
"""Who writes on within this hears the same of a promise once; the leaders read every word."""


def promise_meant(conn: Connection, case: Case, text: str) -> Promise | None:
    """What the words are about, money or goods as they say: what has not arrived is the last that was noted as done;
    else they are about the last that was promised and is not done, and then about the last that is."""
    known = [p for p in promises.of_case(conn, case.number) if p.state in ("open", "fulfilled")]
    money, goods = _OF_MONEY.search(text) is not None, _OF_GOODS.search(text) is not None
    if money != goods:
        known = [p for p in known if (p.kind == ("refund" if money else "replacement"))] or known
    kept = [p for p in known if p.was_noted and p.fulfilled_at is not None]
    if kept and says_not_fixed(text):
        return max(kept, key=lambda p: (p.fulfilled_at, p.id))
    return next((p for p in reversed(known) if not p.is_kept), known[-1] if known else None)


def missing(conn: Connection, case: Case, text: str) -> Promise | None:
    """What was noted as done in this case and has not arrived, as the member says."""
    promise = promise_meant(conn, case, text)
    return promise if is_missing(promise, text) and says_not_there(text) else None


def missing_before(ctx: Context, conn: Connection, case: Case, text: str) -> Promise | None:
    """The same of the case whose second failure this one is, while nothing else is named in this one."""
    before = cases.get(conn, case.repeat_of) if case.repeat_of is not None else None
    if before is None or promise_meant(conn, case, "") or unconfirmed(conn, case):
        return None
    promise = missing(conn, before, text)
    lately = promise is not None and promise.fulfilled_at and ctx.now() - promise.fulfilled_at <= STILL_AWAITED
    return promise if lately else None


def noted_as_done(ctx: Context, conn: Connection, promise: Promise) -> str:
    """A leader's line: which promise that is, and what they noted when it was done."""
    return say("promise.noted_as_done", **promise_says.described(ctx, conn, promise))


def unconfirmed(conn: Connection, case: Case) -> Promise | None:
    """What the leader named to the member last, and nobody has said yet whether it counts."""
    named = [p for p in promises.of_case(conn, case.number) if p.state == "unconfirmed"]
    return named[-1] if named else None


def to_confirm(ctx: Context, conn: Connection, case: Case) -> list[str]:
    """What a leader reads under words of a member who waits for that: one line, with the command; else none."""
    promise = unconfirmed(conn, case)
    if promise is None:
        return []
    key = "to_confirm" if promise_says.lacks(promise) is None else "to_complete"
    return [say(f"promise.{key}", **promise_says.described(ctx, conn, promise))]


def is_missing(promise: Promise | None, text: str) -> bool:
    """Whether the member says that what was noted as done has not arrived."""
    if promise is None or not promise.was_noted or of_something_else(text, promise.kind):
        return False
    return says_not_fixed(text) or says_not_there(text)


def misses_what_was_given(conn: Connection, case: Case, text: str) -> bool:
    """Whether something that was noted as done has not come, or goods beside it."""
    return missing(conn, case, text) is not None or misses_goods_beside(promise_meant(conn, case, text), text)


def misses_goods_beside(promise: Promise | None, text: str) -> bool:
    """Whether goods are missing beside money that was noted as done: 还差一盒呢."""
    noted = promise is not None and promise.was_noted and promise.kind == "refund"
    return noted and misses_goods(text) and says_not_there(text)


def hear_in_group(ctx: Context, conn: Connection, case: Case, promise: Promise, text: str, key: str) -> None:
    """The leaders read the words with the promise beside them and answer in time; the member reads in private what was
    promised. Nothing is said in the group."""
    missing = is_missing(promise, text)
    notice = NOT_ARRIVED if missing else "promise.asked_in_group"
    tell_of_promise(ctx, conn, case, promise, text, key, notice)
    if missing or case.state in ("waiting_member", "open", "contacted"):
        case = cases.change(conn, case, state="waiting_us" if case.is_open else None)
    case = clocks.awaits_answer(ctx, conn, case)
    if not case.red:
        tell_member(ctx, conn, case, promise, text, key)


def tell_member(ctx: Context, conn: Connection, case: Case, promise: Promise, text: str, key: str) -> None:
    """What the member hears of a promise they ask for: that it counts, that it is late and we are sorry, that somebody
    looks where it is, or that the leader decides about a wish. What they have just read is not said again."""
    if promise.is_kept and not is_missing(promise, text):
        words, kept = say_to(conn, case, "private.noted_more"), "noted"
    else:
        sentence = _sentence(ctx, conn, case, promise, text)
        told = {"outcome": promise_says.outcome(promise), "due": promise_says.due(ctx, conn, promise)}
        words, kept = say_to(conn, case, f"promise.member.{sentence}", promise.id, **told), sentence
    key_of = f"agreed:{kept}:{promise.id}:"
    if (kept == "not_arrived" and is_missing(promise, text)) or not _just_said(ctx, conn, case, key_of):
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, words, f"{key_of}{key}", author="group_leader")


def _sentence(ctx: Context, conn: Connection, case: Case, promise: Promise, text: str) -> _Sentence:
    if promise.is_kept:
        return "not_arrived"
    if wishes_otherwise(text) or _refused_since(conn, case, promise):
        return "wished"
    if promise.is_missing:
        return "not_arrived"
    if promise.is_past(ctx.now()):
        return "overdue"
    terms = terms_of(promise)
    return "wished" if terms is not None and meaning_of(ctx, conn, case, terms, text) == "more" else "stands"


def _refused_since(conn: Connection, case: Case, promise: Promise) -> bool:
    """Whether the member has said that they do not want what was promised, and no person has answered that yet."""
    since = promise.confirmed_at or promise.said_at
    own = [m for m in messages.conversation(conn, case.number) if m.direction == "in" and m.at >= since]
    wished = max((m.at for m in own if wishes_otherwise(m.text)), default=None)
    lines = cases.timeline(conn, case.number) if wished is not None else []
    return wished is not None and not any(e.at >= wished and e.kind in _ANSWERED for e in lines)


def _just_said(ctx: Context, conn: Connection, case: Case, key: str) -> bool:
    since = ctx.now() - NOT_TWICE_WITHIN
    return any(p.dedupe_key.startswith(key) and p.created_at >= since for p in outbox.of_case(conn, case.number))


def tell_of_promise(
    ctx: Context, conn: Connection, case: Case, promise: Promise, text: str, key: str, notice: str
) -> None:  # fmt: skip
    """The member's words to the leaders, with the promise beside them; what has not arrived is to be proved again."""
    if notice == NOT_ARRIVED:
        promise = ledger.not_arrived(ctx, conn, promise, member_of(case), text)
    words = promise_says.described(ctx, conn, promise) | {"number": case.number, "quote": excerpt(text, 200)}
    group = groups.get(conn, case.group)
    speak.to_leaders(ctx, conn, group, say(notice, **words), f"asked_for:{key}", case=case.number)
