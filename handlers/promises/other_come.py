"""What was noted as done came otherwise, as the member says: another sum, or they have sent it back. The leaders read
the words beside the promise; nothing is said of what they have."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.detection.given_words import of_a_neighbour
from bot.domain.case import Case
from bot.domain.come_words import other_sum_come, sent_back
from bot.domain.text import excerpt
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, promises
from bot.storage.groups import Group
from bot.storage.promises import Promise
from handlers import speak
from handlers.cases import clocks, closing
from handlers.cases.timeline import member_of, record
from handlers.compensation.asked_for import STILL_AWAITED
from handlers.promises import ledger
from handlers.promises import says as promise_says
from handlers.wordings.speaking import say_to


def heard(ctx: Context, conn: Connection, group: Group, member_id: str, text: str, key: str) -> bool:
    """Whether the words say so of a sum that was noted as done in the last days, and were dealt with here."""
    if group.mode == "watch" or of_a_neighbour(text):
        return False
    back = sent_back(text)
    for promise in reversed(_noted(ctx, conn, group, member_id)):
        assert promise.amount_fen is not None
        come = other_sum_come(text, promise.amount_fen)
        case = cases.get(conn, promise.case, for_update=True) if promise.case is not None else None
        case = cases.goes_on(conn, case, for_update=True) if case is not None else None
        if case is None or not (back or come is not None):
            continue
        if not back and come is not None and come < promise.amount_fen:
            promise = ledger.not_arrived(ctx, conn, promise, member_of(case), text)
            if case.settled:
                case = closing.reopen(ctx, conn, case, text, f"come:{key}", where=None)
        else:
            record(ctx, conn, case.number, member_of(case), "promise_missing", text, promise=promise.id)
        _tell(ctx, conn, group, case, promise, text, "sent_back" if back else "other_sum", key)
        return True
    return False


def _noted(ctx: Context, conn: Connection, group: Group, member_id: str) -> list[Promise]:
    since = ctx.now() - STILL_AWAITED
    found = promises.kept_of_member(conn, group.id, member_id, since)
    found += [p for p in promises.open_of_member(conn, group.id, member_id) if p.is_missing]
    sums = [p for p in found if p.kind == "refund" and p.amount_fen is not None]
    return sorted(sums, key=lambda p: p.id)


def _tell(
    ctx: Context, conn: Connection, group: Group, case: Case, promise: Promise, text: str, what: str, key: str
) -> None:  # fmt: skip
    words = promise_says.described(ctx, conn, promise) | {"number": case.number, "quote": excerpt(text, 200)}
    about = f"come:{promise.id}:{key}"
    speak.to_leaders(ctx, conn, group, say(f"promise.{what}", **words), about, case=case.number)
    clocks.awaits_answer(ctx, conn, case)
    if case.red:
        return
    sentence = "wished" if what == "sent_back" else "other_sum"
    told = say_to(conn, case, f"promise.member.{sentence}", promise.id, outcome=promise_says.outcome(promise), due="")
    speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, told, about, author="group_leader")
