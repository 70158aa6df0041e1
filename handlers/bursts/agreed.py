"""A member's words in private once something was agreed: no more questions, a person answers, the promise stands."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.detection.member_says import says_not_fixed
from bot.domain.case import Case
from bot.domain.text import excerpt
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, promises
from bot.storage.messages import Direct
from bot.storage.promises import Promise
from handlers import speak
from handlers.cases import clocks
from handlers.cases.conversation import only_thanks, tell_leaders
from handlers.promises import says as promise_says
from handlers.wordings.speaking import say_to

_AGREED = ("offered", "promised", "fulfilled")


def is_agreed(conn: Connection, case: Case) -> bool:
    """Whether something was offered or promised in the case: the questions of its beginning are over."""
    return case.state in _AGREED or _promise(conn, case) is not None


def hear(ctx: Context, conn: Connection, case: Case, said: tuple[Direct, ...], text: str) -> None:
    """The words go to the leaders. Whoever waits or asks is answered by a person in time, and reads until then what was
    promised; of what is noted as done and did not arrive the leaders learn which promise it is."""
    promise = _promise(conn, case)
    missing = promise is not None and promise.is_kept and says_not_fixed(text)
    if promise is not None and missing:
        _tell_missing(ctx, conn, case, promise, said, text)
    else:
        tell_leaders(ctx, conn, case, said, text)
    if only_thanks(said):
        return
    if missing or case.state in ("waiting_member", "open", "contacted"):
        case = cases.change(conn, case, state="waiting_us")
    case = clocks.awaits_answer(ctx, conn, case)
    if case.red or groups.get(conn, case.group).mode == "watch":
        return
    words = _answer(ctx, conn, case, promise, missing)
    speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, words, f"agreed:{said[-1].id}", author="group_leader")


def _answer(ctx: Context, conn: Connection, case: Case, promise: Promise | None, missing: bool) -> str:
    if promise is None or (promise.is_kept and not missing):
        return say_to(conn, case, "private.noted_more")
    key = "promise.member.not_arrived" if missing else "promise.member.stands"
    told = {"outcome": promise_says.outcome(promise), "due": promise_says.due(ctx, conn, promise)}
    return say_to(conn, case, key, promise.id, **told)


def _promise(conn: Connection, case: Case) -> Promise | None:
    """What the member waits for: the last that was promised and is not done, else the last that is."""
    known = [p for p in promises.of_case(conn, case.number) if p.state in ("open", "fulfilled")]
    return next((p for p in reversed(known) if not p.is_kept), known[-1] if known else None)


def _tell_missing(
    ctx: Context, conn: Connection, case: Case, promise: Promise, said: tuple[Direct, ...], text: str
) -> None:
    group = groups.get(conn, case.group)
    words = promise_says.described(ctx, conn, promise) | {"number": case.number, "quote": excerpt(text, 200)}
    text = say("promise.not_arrived", **words)
    speak.to_leaders(ctx, conn, group, text, f"not_arrived:{said[-1].id}", case=case.number)
