"""A member with an open case presses in the group: the leader hears it at once and the clock runs, whoever was waited
for until then. The member reads in private that it was passed on; nothing is said in the group."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.detection.goods import find_goods
from bot.detection.pressing_words import only_awaits, presses
from bot.domain.case import Case
from bot.domain.text import excerpt, safe_name
from bot.domain.verdict import Verdict
from bot.ports import Context
from bot.replies import say
from bot.storage import bursts, cases, groups, messages, offers, outbox, promises
from bot.storage.bursts import StoredBurst
from bot.storage.messages import Message
from handlers import speak
from handlers.bursts.of_what_is_given import spoken_to_another
from handlers.cases import clocks, same_person
from handlers.cases.goods import is_about
from handlers.cases.work import add_evidence
from handlers.compensation import answers, asked_for, in_group
from handlers.wordings.speaking import say_to

NOT_TWICE_WITHIN = timedelta(minutes=10)
"""The leaders hear of a case that is pressed for once in this time; every line stands in its timeline."""
FIRST_WORDS = timedelta(minutes=2)
"""What the member says so soon is still the complaint, unless the leader has spoken since."""
_LOOKED_BACK = 30
_TOLD = ("pressed:", "asked_for:", "offer_pressed:", "offer_asked:")
"""How the notices begin by which the leaders have heard that the member waits."""


def heard(
    ctx: Context, conn: Connection, burst: StoredBurst, said: tuple[Message, ...], text: str, verdict: Verdict,
    open_cases: list[Case],
) -> bool:  # fmt: skip
    """Take words in the group as pressing for the member's open case, and as nothing else; whether they were. A fault
    that they tell besides is for others to hear."""
    case = case_pressed(conn, burst, said, text, open_cases)
    awaits = case is not None and not verdict.red and only_awaits(text, _names_of(case, text))
    if case is None or not (awaits or _tells_no_fault(verdict)):
        return False
    if case.fix_confirmed_at is not None and awaits:
        case = cases.change(conn, case, fix_confirmed_at=None)
    elif case.fix_confirmed_at is not None and verdict.decision == "complaint":
        return False
    bursts.set_case(conn, burst.id, case.number)
    case = add_evidence(ctx, conn, case, list(said), severity=verdict.severity or 0)
    hear(ctx, conn, case, said, text, f"group:{burst.id}")
    return True


def case_pressed(
    conn: Connection, burst: StoredBurst, said: tuple[Message, ...], text: str, open_cases: list[Case]
) -> Case | None:
    """The open case for which these words press: that of the goods they name, else the one that was opened last."""
    assert burst.group is not None
    if not open_cases or spoken_to_another(conn, burst, burst.group, said):
        return None
    named = find_goods(text)
    about = [c for c in open_cases if not named or c.goods is None or is_about(conn, c, *named)]
    own = [*named, *(c.goods for c in about if c.goods)]
    if not about or not presses(text, own, awaited=any(_is_to_come(conn, c) for c in about)):
        return None
    case = max(about, key=lambda c: (c.goods is not None or not named, c.number))
    watched = groups.get(conn, case.group).mode == "watch" and not case.red
    return None if watched or still_complains(conn, case, said[-1]) else case


def hear(ctx: Context, conn: Connection, case: Case, said: tuple[Message, ...], text: str, key: str) -> None:
    """The case waits for us, its clock runs, the leaders and the member are told unless they just were."""
    group = groups.get(conn, case.group)
    missed = bool(case.clocks.get(clocks.MISSED)) and not case.red
    clocks.say_missed_in_group(ctx, conn, case, group)
    case = cases.get(conn, case.number) or case
    promise = asked_for.promise_meant(conn, case, text)
    done_at = promise.fulfilled_at if promise is not None else None
    lately = done_at is None or ctx.now() - done_at <= asked_for.STILL_AWAITED
    missing = lately and asked_for.is_missing(promise, text)
    if missing or case.state in ("waiting_member", "open", "contacted"):
        case = cases.change(conn, case, state="waiting_us")
    case = clocks.awaits_answer(ctx, conn, case)
    if just_told(ctx, conn, case):
        return
    offer = in_group.offer_read(conn, case, said[-1].at)
    if offer is not None:
        answers.ask(ctx, conn, case, offer, "pressing", text, key)
        return
    about_it = promise is not None and (missing or not promise.is_kept)
    if promise is not None and about_it:
        notice = "promise.not_arrived" if missing else "promise.asked_in_group"
        asked_for.tell_of_promise(ctx, conn, case, promise, text, key, notice)
    else:
        words = speak.describe(case, group) | {"quote": excerpt(text, 100)}
        notice = "\n".join([say("leader.pressed_in_group", **words), *asked_for.to_confirm(ctx, conn, case)])
        speak.to_leaders(ctx, conn, group, notice, f"pressed:{key}", case=case.number)
    begun = group.mode == "auto" or case.first_contact_at is not None
    if case.red or missed or not begun or not speak.may_write(ctx, conn, case):
        return
    if promise is not None and about_it:
        asked_for.tell_member(ctx, conn, case, promise, text, key)
    else:
        told = say_to(conn, case, "private.chased", said[-1].id)
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, told, f"pressed:{case.number}:{key}")


def heard_for_another(
    ctx: Context, conn: Connection, burst: StoredBurst, said: tuple[Message, ...], text: str, verdict: Verdict
) -> bool:
    """Take words as pressing for the case of a member for whom the writer says to speak: the leaders hear it, and that
    case's clock runs. Whether they are one household the leaders know; a fault that is told is a case of its own."""
    assert burst.group is not None
    first = None
    if _tells_no_fault(verdict):
        first = same_person.spoken_for(conn, burst.group, burst.member_id, burst.member_name, text)
    case = cases.get(conn, first.number, for_update=True) if first is not None else None
    if case is None or not case.is_open or (groups.get(conn, case.group).mode == "watch" and not case.red):
        return False
    named = find_goods(text)
    if named and case.goods is not None and not is_about(conn, case, *named):
        return False
    promise = asked_for.missing(conn, case, text)
    if promise is None and not presses(text, _names_of(case, text), awaited=_is_to_come(conn, case)):
        return False
    if case.state in ("waiting_member", "open", "contacted") or promise is not None:
        case = cases.change(conn, case, state="waiting_us")
    case = clocks.awaits_answer(ctx, conn, case)
    if promise is not None or not just_told(ctx, conn, case):
        group = groups.get(conn, case.group)
        words = speak.describe(case, group) | {"quote": excerpt(text, 100), "who": safe_name(burst.member_name)}
        more = [asked_for.noted_as_done(ctx, conn, promise)] if promise is not None else []
        more = more or asked_for.to_confirm(ctx, conn, case)
        notice = "\n".join([say("leader.pressed_for", **words), *more])
        speak.to_leaders(ctx, conn, group, notice, f"pressed:group:{burst.id}", case=case.number)
    return True


def _tells_no_fault(verdict: Verdict) -> bool:
    """Whether words are at most a complaint about us: 凭什么草莓退鸡蛋不退, 没人管."""
    about_us = verdict.category in ("refund", "service", None) and len(verdict.parts) < 2
    return not verdict.red and (verdict.decision != "complaint" or about_us)


def _names_of(case: Case, text: str) -> list[str]:
    return [*find_goods(text), *([case.goods] if case.goods else [])]


def _is_to_come(conn: Connection, case: Case) -> bool:
    """Whether the goods of a case are not there yet: they did not come, or others are to make up for them."""
    if case.category in ("late", "missing"):
        return True
    offer = offers.live(conn, case.number)
    if offer is not None and offer.state == "sent" and offer.kind == "replacement":
        return True
    made = promises.of_case(conn, case.number)
    return any(p.kind == "replacement" and p.state in ("unconfirmed", "open") for p in made)


def still_complains(conn: Connection, case: Case, last: Message) -> bool:
    """Whether what the member says is still the complaint that opened the case."""
    if last.at - case.opened_at > FIRST_WORDS:
        return False
    since = messages.recent(conn, case.group, _LOOKED_BACK, before=last.id)
    return not any(m.role == "group_leader" and m.at >= case.opened_at for m in since)


def just_told(ctx: Context, conn: Connection, case: Case, *more: str) -> bool:
    """Whether the leaders have heard within the last minutes that the member waits; `more` notices count too."""
    since, told = ctx.now() - NOT_TWICE_WITHIN, tuple(f"{speak.NOTICE}:{key}" for key in (*_TOLD, *more))
    return any(p.dedupe_key.startswith(told) and p.created_at >= since for p in outbox.of_case(conn, case.number))
