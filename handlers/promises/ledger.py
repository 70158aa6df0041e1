"""What can be done with a promise. Commands, buttons, offers and the console call these; nothing else changes one.

The caller has locked the promise (`promises.get(…, for_update=True)`) and seen to it that it may be changed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.case import TRANSITIONS, Case, State
from bot.domain.promise_change import Change
from bot.domain.proof_words import is_for_the_leaders_only, to_the_member
from bot.domain.text import excerpt
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, outbox, promises
from bot.storage.images import Fetch
from bot.storage.promises import NewPromise, Promise
from handlers import speak, zones
from handlers.cases.timeline import Actor, record
from handlers.compensation import given
from handlers.promises import says as promise_says
from handlers.promises.told import CHANGED, before_change, draft, drop_draft
from handlers.wordings.speaking import say_to

ASK_AGAIN_AFTER = timedelta(hours=2)
ONE_WEEK = timedelta(days=7)
WORDS_KEPT = 500
PROVED_AGAIN_WITHIN = timedelta(hours=2)
"""So soon what was noted as done and has not come is to be done again."""


@dataclass(frozen=True)
class Proof:
    """How a promise was fulfilled: in words, by the number of a transfer, by pictures as the platform names them."""

    text: str = ""
    transfer: str | None = None
    images: tuple[str, ...] = ()


def make(ctx: Context, conn: Connection, case: Case, new: NewPromise, by: Actor, *, confirmed: bool) -> Promise:
    """Write a promise to a case's member into the ledger. A confirmed one counts and moves the case; another waits
    for a person's word."""
    now = ctx.now()
    promise = promises.add(
        conn, new, case=case.number, group=case.group, platform=case.platform, member_id=case.member_id,
        member_name=case.member_name, said_at=now, said_by=by.member_id or by.name, said_by_name=by.name,
        state="unconfirmed", next_look_at=_ask_again_at(ctx, conn, case.group, new.due_at),
    )  # fmt: skip
    if confirmed:
        return confirm(ctx, conn, promise, by)
    _note(ctx, conn, promise, by, "promise_heard")
    return promise


def confirm(ctx: Context, conn: Connection, promise: Promise, by: Actor) -> Promise:
    """From now on the promise counts: it is watched, and its case is a promised one."""
    now = ctx.now()
    promise = promises.change(conn, promise.id, state="open", confirmed_at=now, warned_at=None)
    promise = promises.change(conn, promise.id, next_look_at=first_look(ctx, conn, promise))
    _note(ctx, conn, promise, by, "promise_made")
    if promise.offer is None:
        _note_above_price(ctx, conn, promise, by, promise.words)
    _move_case(conn, promise, "promised")
    return promise


def refuse(ctx: Context, conn: Connection, promise: Promise, by: Actor) -> Promise:
    """A person says that the words were no promise."""
    promise = promises.change(conn, promise.id, state="not_a_promise", next_look_at=None)
    _note(ctx, conn, promise, by, "promise_refused")
    return promise


def set_aside(ctx: Context, conn: Connection, promise: Promise, by: Actor) -> Promise:
    """The words of an unconfirmed promise wait as a draft: until the member reads them nothing is asked about it."""
    promise = promises.change(conn, promise.id, state="unsaid", next_look_at=None)
    _note(ctx, conn, promise, by, "promise_unsaid")
    return promise


def take_up(ctx: Context, conn: Connection, promise: Promise, by: Actor) -> Promise:
    """The member has the words now: it waits for a person's word like any other."""
    due = promise.due_at if not promise.is_past(ctx.now()) else None
    at = _ask_again_at(ctx, conn, promise.group, due)
    promise = promises.change(conn, promise.id, state="unconfirmed", warned_at=None, next_look_at=at)
    _note(ctx, conn, promise, by, "promise_heard")
    return promise


def edit(
    ctx: Context, conn: Connection, promise: Promise, change: Change, by: Actor, *, counts: bool = True
) -> Promise:
    """New values by a person. What was unconfirmed counts from now on, once nothing is missing, unless it waits for
    another's word (`counts`); a new time is watched afresh. The old values stay in the timeline."""
    before = promise_says.outcome(promise), promise_says.due(ctx, conn, promise)
    told = {"told": before_change(conn, promise)} if promise.state == "open" else {}
    values: dict[str, object] = {}
    if change.amount_fen is not None:
        values["amount_fen"] = change.amount_fen
    if change.thing is not None:
        values["thing"] = change.thing
    if change.due_at is not None or change.awaits is not None:
        values |= {"due_at": change.due_at, "awaits": change.awaits, "warned_at": None}
    promise = promises.change(conn, promise.id, **values)
    promise = promises.change(conn, promise.id, next_look_at=first_look(ctx, conn, promise))
    _note(ctx, conn, promise, by, CHANGED, before=list(before), **told)
    if promise.state == "unconfirmed" and counts and promise_says.lacks(promise) is None:
        return confirm(ctx, conn, promise, by)
    if promise.state == "open" and change.amount_fen is not None:
        _note_above_price(ctx, conn, promise, by, promise.words)
    return promise


def retell(ctx: Context, conn: Connection, promise: Promise, new: NewPromise, by: Actor) -> Promise:
    """The words in which an unconfirmed promise was given have changed: it says what they say now, and is asked about
    once more."""
    before = promise_says.outcome(promise), promise_says.due(ctx, conn, promise)
    promise = promises.change(
        conn, promise.id, words=new.words, amount_fen=new.amount_fen, thing=new.thing, due_at=new.due_at,
        awaits=new.awaits, warned_at=None, next_look_at=_ask_again_at(ctx, conn, promise.group, new.due_at),
    )  # fmt: skip
    _note(ctx, conn, promise, by, CHANGED, before=list(before))
    return promise


def fulfil(
    ctx: Context, conn: Connection, promise: Promise, by: Actor, proof: Proof, key: str, *, told: bool = False,
    plainly: bool = False,
) -> Promise:  # fmt: skip
    """The promise is kept: the proof stays with it, the member is told, the case follows when all is done.

    `key` makes the same command count once. `told`: the member knows it, as the resolution of the case or because they
    said so. `plainly`: they read that it is done, and not the words of the proof, and so where these read
    oddly to them.
    """
    unconfirmed = promise.state == "unconfirmed"
    kept = {k: v for k, v in vars(proof).items() if v} | ({"images": list(proof.images)} if proof.images else {})
    promise = promises.change(
        conn, promise.id, state="fulfilled", fulfilled_at=ctx.now(), fulfilled_by=by.member_id or by.name,
        proof=kept, next_look_at=None,
    )  # fmt: skip
    _note(ctx, conn, promise, by, "promise_fulfilled", proof=kept, images=len(proof.images))
    if unconfirmed:
        _note_above_price(ctx, conn, promise, by, promise.words)
    drop_draft(conn, promise)
    case = _case(conn, promise)
    if case is not None and not told:
        alone = "fulfilled_shown" if speak.capabilities(ctx, case.platform).image else "fulfilled_photo"
        oddly = not proof.transfer and is_for_the_leaders_only(proof.text)
        form = "fulfilled_plain" if plainly or (oddly and not proof.images) else alone
        if not plainly and not oddly and (proof.text or proof.transfer):
            form = "fulfilled"
        words = {"outcome": promise_says.outcome(promise), "what": to_the_member(promise_says.proof_words(promise))}
        text = say_to(conn, case, f"promise.member.{form}", promise.id, **words)
        speak.to_member(
            ctx, conn, case, speak.TO_CASE_MEMBER, text, f"fulfilled:{promise.id}:{key}", author="group_leader"
        )
    if case is not None and all_done(conn, case.number):
        _move_case(conn, promise, "fulfilled")
    return promise


def not_arrived(ctx: Context, conn: Connection, promise: Promise, by: Actor, words: str) -> Promise:
    """What was noted as done has not come, as the member says: it is open, due soon and watched as any other until it
    is proved again. The proof before stays with it."""
    locked = promises.get(conn, promise.id, for_update=True) or promise
    if not locked.is_kept:
        return locked
    soon = _soon(ctx, conn, locked)
    locked = promises.change(conn, locked.id, state="open", due_at=soon, awaits=None, warned_at=None, next_look_at=soon)
    _record(ctx, conn, locked, by, "promise_missing", words)
    return locked


def not_done(ctx: Context, conn: Connection, promise: Promise, by: Actor, words: str, key: str) -> tuple[Promise, str]:
    """It was noted as done by mistake: it is open as before, and nothing is told to anybody. Words that wait to tell
    the member that it is done never go out; where they have, others wait for a person to send them. Returns the promise
    and these words."""
    told = _take_back_words(conn, promise)
    promise = promises.change(conn, promise.id, state="open", fulfilled_at=None, fulfilled_by=None, proof=None)
    late = promise.is_past(ctx.now())
    promises.change(
        conn, promise.id, warned_at=ctx.now() if late else None,
        next_look_at=_soon(ctx, conn, promise) if late else first_look(ctx, conn, promise),
    )  # fmt: skip
    _record(ctx, conn, promise, by, "promise_not_done", words)
    case = _case(conn, promise)
    if case is not None and case.state == "fulfilled":
        _move_case(conn, promise, "promised")
    described = {"outcome": promise_says.outcome(promise)}
    return promise, draft(ctx, conn, promise, "not_done", described, key) if told else ""


def _take_back_words(conn: Connection, promise: Promise) -> bool:
    """Whether the member has been told that it is done; words that are still under way are held back."""
    posts = outbox.of_case(conn, promise.case) if promise.case is not None else []
    ours = [p for p in posts if p.dedupe_key.startswith((f"fulfilled:{promise.id}:", f"proof:{promise.id}:"))]
    for post in ours:
        if post.state in outbox.UNDECIDED:
            outbox.change(conn, post.id, state="cancelled")
    return any(post.state in ("sending", "sent") for post in ours)


def _soon(ctx: Context, conn: Connection, promise: Promise) -> datetime:
    quiet = zones.quiet_hours(ctx, groups.get(conn, promise.group))
    return quiet.over_at(ctx.now() + PROVED_AGAIN_WITHIN)


def _record(ctx: Context, conn: Connection, promise: Promise, by: Actor, kind: str, words: str) -> None:
    if promise.case is not None:
        record(ctx, conn, promise.case, by, kind, f"{promise_says.outcome(promise)}：{words}", promise=promise.id)


def open_in(conn: Connection, case: Case) -> list[Promise]:
    """What was promised in a case and is not done yet."""
    return [p for p in promises.of_case(conn, case.number) if p.state == "open"]


def fulfil_all(
    ctx: Context, conn: Connection, case: Case, by: Actor, key: str, *, only: Collection[int] | None = None
) -> list[Promise]:
    """All that was promised in a resolved case is done: the resolution, which the member has read, is the proof.
    `only` are the promises that the person saw."""
    proof = Proof(excerpt(case.resolution or "", WORDS_KEPT))
    kept = []
    for found in (p for p in open_in(conn, case) if only is None or p.id in only):
        promise = promises.get(conn, found.id, for_update=True)
        if promise is not None and promise.state == "open":
            kept.append(fulfil(ctx, conn, promise, by, proof, key, told=True))
    return kept


def show_proof(ctx: Context, conn: Connection, fetch: Fetch) -> None:
    """A picture that proves a fulfilled promise is here now: the member gets it, and so does whoever's promise was
    noted as done with it. One that cannot be had is the leaders' to show."""
    for promise in _noted_with(conn, fetch):
        case = _case(conn, promise)
        shown = promise.is_kept and fetch.ref in ((promise.proof or {}).get("images") or ())
        if case is None or not shown or not speak.capabilities(ctx, case.platform).image:
            continue
        if fetch.content_hash is None:
            text = say("promise.proof_lost", **promise_says.described(ctx, conn, promise))
            key = f"proof:{fetch.id}:{promise.id}"
            speak.to_leaders(ctx, conn, groups.get(conn, case.group), text, key, case=case.number)
            continue
        text = say_to(conn, case, "promise.member.proof", promise.id, outcome=promise_says.outcome(promise))
        speak.to_member(
            ctx, conn, case, speak.TO_CASE_MEMBER, text, f"proof:{promise.id}:{fetch.id}", author="group_leader",
            image_hash=fetch.content_hash,
        )  # fmt: skip


def _noted_with(conn: Connection, fetch: Fetch) -> list[Promise]:
    """The promises that this picture may prove: of its case, and those that were noted together with them."""
    kept = [p for p in promises.of_case(conn, fetch.case) if p.is_kept] if fetch.case is not None else []
    return list({p.id: p for one in kept for p in promises.kept_with(conn, one)}.values())


def all_done(conn: Connection, case: int) -> bool:
    """Whether nothing that was promised in a case is left to do."""
    made = promises.of_case(conn, case)
    return any(p.is_kept for p in made) and not any(p.is_unkept for p in made)


def withdraw(ctx: Context, conn: Connection, promise: Promise, reason: str, by: Actor, key: str) -> tuple[Promise, str]:
    """A promise cannot be kept: the reason stays with it, the other leaders hear of it, and words for the member wait
    for a person to send them. Returns the promise and those words, empty where no case can carry them."""
    promise = promises.change(conn, promise.id, state="withdrawn", reason=reason, next_look_at=None)
    _note(ctx, conn, promise, by, "promise_withdrawn", reason=reason)
    words = promise_says.described(ctx, conn, promise)
    group = groups.get(conn, promise.group)
    text = say("promise.withdrawn_notice", who=by.name, **words)
    speak.to_leaders(
        ctx, conn, group, text, f"promise:{promise.id}:withdrawn:{key}", case=promise.case, but=by.member_id
    )
    return promise, draft(ctx, conn, promise, "withdrawn", words, key)


# --- when to look at it ---


def first_look(ctx: Context, conn: Connection, promise: Promise) -> datetime | None:
    """When a promise has to be looked at next, after it was made or given a new time."""
    if promise.state == "unconfirmed":
        return _ask_again_at(ctx, conn, promise.group, promise.due_at)
    if promise.due_at is None:
        return ctx.now() + ONE_WEEK
    return warning_at(ctx, conn, promise, promise.due_at)


def warning_at(ctx: Context, conn: Connection, promise: Promise, due: datetime) -> datetime:
    """When to warn before `due`: the time before it that is set for the case's severity, of a short one at half time;
    after quiet hours that end before it is due."""
    group = groups.get(conn, promise.group)
    case = cases.get(conn, promise.case) if promise.case is not None else None
    set_for = zones.rules_of(ctx, group).policy_of(case).promise_warning
    at = due - min(set_for, max(due - ctx.now(), timedelta(0)) / 2)
    awake = zones.quiet_hours(ctx, group).over_at(at)
    return awake if awake < due else at


def _ask_again_at(ctx: Context, conn: Connection, group: int, due: datetime | None) -> datetime:
    at = zones.quiet_hours(ctx, groups.get(conn, group)).over_at(ctx.now() + ASK_AGAIN_AFTER)
    return min(at, due) if due is not None else at


def _case(conn: Connection, promise: Promise) -> Case | None:
    return cases.get(conn, promise.case, for_update=True) if promise.case is not None else None


def _move_case(conn: Connection, promise: Promise, state: State) -> None:
    """The case follows its promises while it is open; one that has ended stays so."""
    case = _case(conn, promise)
    if case is not None and case.is_open and state in TRANSITIONS[case.state]:
        cases.change(conn, case, state=state)


def _note_above_price(ctx: Context, conn: Connection, promise: Promise, by: Actor, why: str) -> None:
    """More of the price is given back than was paid: a line of its own, with the words in which it was promised."""
    above = given.above_price(conn, [promise])
    if above and promise.case is not None:
        record(ctx, conn, promise.case, by, "above_price", f"{above[0]}“{why}”", promise=promise.id)


def _note(ctx: Context, conn: Connection, promise: Promise, by: Actor, kind: str, **data: object) -> None:
    """One line of the case's timeline."""
    if promise.case is not None:
        text = f"{promise_says.outcome(promise)}，{promise_says.due(ctx, conn, promise)}"
        record(ctx, conn, promise.case, by, kind, text, promise=promise.id, **data)
