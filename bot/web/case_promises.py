"""What a person can do on the page of a case with what was promised in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.domain.promise_change import Change, change_in
from bot.replies import say
from bot.storage import groups, promises
from bot.storage.promises import Promise
from bot.web.case_work import Refused, Work, as_draft
from handlers import zones
from handlers.promises import ledger as promise_work
from handlers.promises import proof, word
from handlers.promises import says as promise_says
from handlers.promises.ledger import Proof
from handlers.promises.told import tell_change


def all_kept(w: Work) -> str:
    """What was promised in a resolved case is done, as its resolution says."""
    if w.case.resolution is None or w.case.is_open:
        raise Refused(say("console.resolve_first"))
    if not promise_work.fulfil_all(w.ctx, w.conn, w.case, w.by, w.key, only=ids_in(w.words("kept"))):
        raise Refused(say("console.promise_gone"))
    return say("console.all_kept") + promises_left(w)


def promises_left(w: Work) -> str:
    left = len(promise_work.open_in(w.conn, w.case))
    return say("console.promises_left", count=left) if left else ""


def ids_in(ticked: str) -> set[int]:
    return {int(one) for one in ticked.split() if one.isdecimal() and len(one) <= 9}


def promise(w: Work) -> str:
    """What becomes of one promise: it counts, is none, is changed, kept or withdrawn."""
    found = _promise(w)
    act = _PROMISE_ACTS.get(w.form.get("act", ""))
    if act is None:
        raise Refused(say("console.errors.other"))
    return act(w, found)


def _promise(w: Work) -> Promise:
    given = w.form.get("promise", "")
    found = promises.get(w.conn, int(given), for_update=True) if given.isdecimal() and len(given) <= 9 else None
    if found is None or found.case != w.case.number or not found.is_unkept:
        raise Refused(say("console.promise_gone"))
    return found


def _counts(w: Work, found: Promise) -> str:
    if promise_says.lacks(found):
        raise Refused(say("promise.lacks_something", **promise_says.described(w.ctx, w.conn, found)))
    if found.state == "unconfirmed":
        _, waits = word.confirm(w.ctx, w.conn, found, w.by)
        if waits:
            return waits
    return say("console.promise_counts")


def _is_none(w: Work, found: Promise) -> str:
    promise_work.refuse(w.ctx, w.conn, found, w.by)
    return say("promise.not_a_promise", id=found.id)


def _amend(w: Work, found: Promise) -> str:
    now = zones.local_now(w.ctx, groups.get(w.conn, w.case.group))
    change = change_in(w.words("text", 60), now, found.kind) if w.words("text") else "nothing"
    if not isinstance(change, Change):
        key = "how_amend" if change == "nothing" else f"bad_{change}"
        raise Refused(say(f"promise.{key}", id=found.id, text=w.words("text", 30)))
    before = found
    found, waits = word.edit(w.ctx, w.conn, found, change, w.by)
    if waits:
        return waits
    tell_change(w.ctx, w.conn, before, found, w.key)
    return say("promise.changed", line=promise_says.line(w.ctx, w.conn, found))


def _kept(w: Work, found: Promise) -> str:
    text, doubt = proof.read(w.ctx, w.conn, [found], w.words("text", 200), f"兑 {found.id}")
    if not text:
        raise Refused(say("console.needs_proof"))
    if doubt:
        raise Refused(doubt)
    word.fulfil(w.ctx, w.conn, found, w.by, Proof(text), w.key)
    as_draft(w, f"fulfilled:{found.id}:{w.key}")
    return say("console.promise_kept")


def _withdraw(w: Work, found: Promise) -> str:
    if not w.words("text"):
        raise Refused(say("promise.need_reason", id=found.id))
    promise_work.withdraw(w.ctx, w.conn, found, w.words("text", 200), w.by, w.key)
    return say("console.promise_withdrawn")


_PROMISE_ACTS: Mapping[str, Callable[[Work, Promise], str]] = {
    "counts": _counts, "none": _is_none, "amend": _amend, "kept": _kept, "withdraw": _withdraw,
}  # fmt: skip
