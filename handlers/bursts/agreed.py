"""A member's words in private once something was agreed: no more questions, a person answers, the promise stands."""

from __future__ import annotations

import re

from sqlalchemy import Connection

from bot.detection.member_says import says_not_fixed
from bot.domain.case import Case
from bot.domain.text import excerpt
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, offers, promises
from bot.storage.messages import Direct
from bot.storage.offers import Offer
from bot.storage.promises import Promise
from handlers import speak
from handlers.cases import clocks
from handlers.cases.conversation import only_thanks, tell_leaders
from handlers.compensation.answers import meaning
from handlers.compensation.doubts import gives_in
from handlers.compensation.words import about
from handlers.promises import says as promise_says
from handlers.wordings.speaking import say_to

_AGREED = ("offered", "promised", "fulfilled")
_OF_MONEY = re.compile(r"到账|退|钱|转账|红包|打款|微信")
_OF_GOODS = re.compile(r"补|换|重发|送来|寄|发货|东西")


def is_agreed(conn: Connection, case: Case) -> bool:
    """Whether a person has offered, refused or promised something: the questions of the beginning are over."""
    decided = any(offer.decided_at is not None for offer in offers.of_case(conn, case.number))
    return case.state in _AGREED or decided or _promise(conn, case, "") is not None


def hear(ctx: Context, conn: Connection, case: Case, said: tuple[Direct, ...], text: str) -> None:
    """The words go to the leaders. Whoever waits or asks is answered by a person in time, and reads until then what was
    promised; of what is noted as done and did not arrive the leaders learn which promise it is."""
    promise = _promise(conn, case, text)
    missing = promise is not None and promise.is_kept and says_not_fixed(text)
    declined = _agrees_after_all(ctx, conn, case, text)
    if promise is not None and missing:
        _tell_missing(ctx, conn, case, promise, said, text)
    elif declined is not None:
        _tell_after_all(ctx, conn, case, declined, said, text)
    else:
        tell_leaders(ctx, conn, case, said, text)
    if declined is None and only_thanks(said):
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


def _promise(conn: Connection, case: Case, text: str) -> Promise | None:
    """What the words are about, money or goods as they say: what has not arrived is the last that was noted as done;
    else they are about the last that was promised and is not done, and then about the last that is."""
    known = [p for p in promises.of_case(conn, case.number) if p.state in ("open", "fulfilled")]
    money, goods = _OF_MONEY.search(text) is not None, _OF_GOODS.search(text) is not None
    if money != goods:
        known = [p for p in known if (p.kind == ("refund" if money else "replacement"))] or known
    kept = [p for p in known if p.is_kept and p.fulfilled_at is not None]
    if kept and says_not_fixed(text):
        return max(kept, key=lambda p: (p.fulfilled_at, p.id))
    return next((p for p in reversed(known) if not p.is_kept), known[-1] if known else None)


def _agrees_after_all(ctx: Context, conn: Connection, case: Case, text: str) -> Offer | None:
    """The offer that the member did not want, where these words take that back."""
    last = offers.latest(conn, case.number)
    if last is None or last.state != "declined" or not gives_in(text, last.terms):
        return None
    return last if meaning(ctx, conn, case, last, text) in ("yes", "yes_asking") else None


def _tell_after_all(
    ctx: Context, conn: Connection, case: Case, declined: Offer, said: tuple[Direct, ...], text: str
) -> None:  # fmt: skip
    words = about(ctx, conn, case, declined) | {"quote": excerpt(text, 100)}
    notice, key = say("compensation.after_all", **words), f"wrote:{said[-1].id}"
    speak.to_leaders(ctx, conn, groups.get(conn, case.group), notice, key, case=case.number)


def _tell_missing(
    ctx: Context, conn: Connection, case: Case, promise: Promise, said: tuple[Direct, ...], text: str
) -> None:
    group = groups.get(conn, case.group)
    words = promise_says.described(ctx, conn, promise) | {"number": case.number, "quote": excerpt(text, 200)}
    text = say("promise.not_arrived", **words)
    speak.to_leaders(ctx, conn, group, text, f"not_arrived:{said[-1].id}", case=case.number)
