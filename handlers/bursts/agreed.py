"""A member's words in private once something was agreed: no more questions, a person answers, the promise stands."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.text import excerpt
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, offers
from bot.storage.messages import Direct
from bot.storage.offers import Offer
from handlers import speak
from handlers.cases import clocks
from handlers.cases.conversation import only_thanks, tell_leaders
from handlers.compensation.answers import meaning
from handlers.compensation.asked_for import (
    is_missing,
    missing_before,
    promise_meant,
    tell_member,
    tell_of_promise,
    to_confirm,
    unconfirmed,
)
from handlers.compensation.doubts import gives_in
from handlers.compensation.words import about
from handlers.wordings.speaking import say_to

_AGREED = ("offered", "promised", "fulfilled")


def is_agreed(conn: Connection, case: Case) -> bool:
    """Whether a person has offered, refused or named something: the questions of the beginning are over, though what
    was named is to be confirmed still."""
    decided = any(offer.decided_at is not None for offer in offers.of_case(conn, case.number))
    named = promise_meant(conn, case, "") or unconfirmed(conn, case)
    return case.state in _AGREED or decided or named is not None


def hear(ctx: Context, conn: Connection, case: Case, said: tuple[Direct, ...], text: str) -> None:
    """The words go to the leaders. Whoever waits or asks is answered by a person in time, and reads until then what was
    promised; of what is noted as done and did not arrive the leaders learn which promise it is."""
    promise = missing_before(ctx, conn, case, text) or promise_meant(conn, case, text)
    missing = is_missing(promise, text)
    declined = _agrees_after_all(ctx, conn, case, text)
    if promise is not None and missing:
        tell_of_promise(ctx, conn, case, promise, text, str(said[-1].id), "promise.not_arrived")
    elif declined is not None:
        _tell_after_all(ctx, conn, case, declined, said, text)
    else:
        tell_leaders(ctx, conn, case, said, text, () if promise else to_confirm(ctx, conn, case))
    if declined is None and only_thanks(said):
        return
    if missing or case.state in ("waiting_member", "open", "contacted"):
        case = cases.change(conn, case, state="waiting_us")
    case = clocks.awaits_answer(ctx, conn, case)
    if case.red or groups.get(conn, case.group).mode == "watch":
        return
    if promise is not None:
        tell_member(ctx, conn, case, promise, text, str(said[-1].id))
        return
    words = say_to(conn, case, "private.noted_more")
    speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, words, f"agreed:{said[-1].id}", author="group_leader")


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
