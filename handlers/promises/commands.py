"""A leader's commands about promises: 承诺, 诺 5 …, 兑 5 …."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.domain.promise_change import Change, change_in
from bot.domain.proof_fits import done_again, is_bare_word_back, takes_back
from bot.domain.proof_words import certainly, further_numbers
from bot.domain.text import excerpt
from bot.replies import say
from bot.storage import promises
from bot.storage.promises import Promise
from handlers import speak
from handlers.compensation import given
from handlers.promises import done, proof, together, word
from handlers.promises import says as promise_says
from handlers.promises.amended import WITHOUT_SUM, amend_all, described, local, was_no_complaint
from handlers.promises.instead import same_as_now, take_its_place
from handlers.promises.ledger import Proof, all_done, fulfil_all, not_done, refuse, withdraw
from handlers.promises.statement import statement
from handlers.promises.told import tell_change
from handlers.request import NUMBER, Answer, Command, Request, no_such_case

LINES_SHOWN = 20
_AS_SAID = re.compile("(?:对|對|是的?|办好了?|好了)[。!！~了啊呀]*")
"""That it is done as was said before: 兑 5 对."""
_JUDGED = re.compile("都?(?:(?P<no>不是)|[对對是])[。!！~了啊呀]*")


def ledger(r: Request) -> Answer:
    """承诺: what is still to be done, overdue first; 承诺 王姐: one member's; 承诺 今天: one day's."""
    who = r.words["who"]
    if not who:
        return _open_ledger(r)
    told = statement(r.ctx, r.conn, r.led, who)
    return _page(r, told.title, told.found)


def _open_ledger(r: Request) -> str:
    found = promises.open_of_groups(r.conn, _groups(r))
    if not found:
        return say("promise.ledger_empty", r.ctx.now().day)
    return _page(r, say("promise.ledger", count=len(found)), found)


def _page(r: Request, header: str, found: Sequence[Promise]) -> str:
    """As much as one message holds."""
    lines = [promise_says.line(r.ctx, r.conn, p) for p in found[:LINES_SHOWN]]
    left = len(found) - len(lines)
    return "\n".join([header, *lines, *((say("promise.more", count=left),) if left else ())])


def judge(r: Request) -> Answer:
    """诺 5 对 | 不是 | 改 明天18:00 8元 | 撤 原因; 都对, 都改 and 都不是 mean all that was said in the same words."""
    promise = _promise(r)
    if promise is None:
        return _no_such(r, "诺")
    what, text = r.words["what"], r.words["text"]
    if what in ("都对", "都是", "都不是"):
        return _judge_all(r, promise, yes=what != "都不是")
    if what in ("换", "都换"):
        return _replace(r, promise, what == "都换")
    if what == "都改":
        told = amend_all(r, promise, text) if promise.state == "unconfirmed" else None
        return told or _amend(r, promise, text)
    if what == "改":
        return _amend(r, promise, text)
    if what in ("撤", "撤回"):
        return _withdraw(r, promise, text)
    listed = further_numbers(promise.id, text) if text and not what else None
    if listed is not None and (judged := _JUDGED.fullmatch(listed[1])):
        return _judge_listed(r, {promise.id, *listed[0]}, yes=not judged["no"])
    if text or not what:
        return say("promise.how", id=promise.id)
    return _judge_one(r, promise, yes=what != "不是")


def _judge_one(r: Request, promise: Promise, *, yes: bool) -> str:
    if promise.state != "unconfirmed" and (yes or promise.state != "unsaid"):
        return _already(r, promise)
    if not yes:
        refuse(r.ctx, r.conn, promise, r.by)
        return say("promise.not_a_promise", id=promise.id)
    if promise_says.lacks(promise):
        return say("promise.lacks_something", **described(r, promise))
    promise, waits = word.confirm(r.ctx, r.conn, promise, r.by)
    if waits:
        return waits
    kept = say("promise.kept", id=promise.id, line=promise_says.line(r.ctx, r.conn, promise))
    return "\n".join([kept, *given.above_price(r.conn, [promise])])


def _judge_listed(r: Request, numbers: Collection[int], *, yes: bool) -> str:
    """诺 1、3 对: each that is named, by its own number; none where one of them is unknown."""
    promises.lock_all(r.conn)
    found = {number: promises.get(r.conn, number, for_update=True) for number in sorted(numbers)}
    named = [p for p in found.values() if p is not None and p.group in _groups(r)]
    if len(named) < len(found):
        return say("promise.no_such", id=next(n for n in found if n not in {p.id for p in named}))
    return "\n".join(_judge_one(r, p, yes=yes) for p in named)


def _judge_all(r: Request, promise: Promise, *, yes: bool) -> str:
    if promise.state != "unconfirmed":
        return _already(r, promise)
    found = promises.said_together(r.conn, promise)
    if len(found) == 1:
        return _judge_one(r, promise, yes=yes)
    if not yes:
        for one in found:
            refuse(r.ctx, r.conn, one, r.by)
        return say("promise.not_promises")
    return _confirm_all(r, found)


def _confirm_all(r: Request, found: Sequence[Promise]) -> str:
    """What is complete and may count does, told in one piece; what of the others is missing. What was
    promised in a case that was no complaint counts by its own number only."""
    kept, lines = [], []
    for one in found:
        waits = say("promise.lacks_something", **described(r, one)) if promise_says.lacks(one) else ""
        if was_no_complaint(r, one):
            waits = say("promise.no_complaint", **described(r, one))
        if not waits:
            one, waits = word.confirm(r.ctx, r.conn, one, r.by)
        if waits:
            lines.append(waits)
        else:
            kept.append(one)
    above = dict.fromkeys(line for one in kept for line in given.above_price(r.conn, [one]))
    noted = [together.told(r.ctx, r.conn, kept, "confirmed")] if kept else []
    return "\n".join([*noted, *above, *lines])


def _already(r: Request, promise: Promise) -> str:
    key = {"open": "already_open", "unsaid": "unsaid"}.get(promise.state, "already")
    return say(f"promise.{key}", **described(r, promise))


def _amend(r: Request, promise: Promise, text: str) -> str:
    if not promise.is_unkept:
        return _already(r, promise)
    change = change_in(text, local(r, promise.group), promise.kind) if text else "nothing"
    if change == "nothing":
        return say("promise.how_amend", id=promise.id)
    if not isinstance(change, Change):
        return say(f"promise.bad_{change}", id=promise.id, text=excerpt(text, 30))
    if change.amount_fen is not None and promise.kind in WITHOUT_SUM:
        return say("promise.no_amount", **described(r, promise))
    before = promise
    promise, waits = word.edit(r.ctx, r.conn, promise, change, r.by)
    if waits:
        return waits
    line = promise_says.line(r.ctx, r.conn, promise)
    same = same_as_now(r.ctx, r.conn, promise, r.by) if before.state == promise.state == "open" else []
    draft = tell_change(r.ctx, r.conn, before, promise, r.key)
    if draft:
        changed = say("promise.changed_late", line=line, draft=draft, number=promise.case)
        return "\n".join([changed, *same, *given.above_price(r.conn, [promise])])
    if promise.state == "unconfirmed":
        return say("promise.changed", line=line) + "\n" + say("promise.lacks_something", **described(r, promise))
    return "\n".join([say("promise.changed", line=line), *same, *given.above_price(r.conn, [promise])])


def _replace(r: Request, promise: Promise, every: bool) -> str:
    """诺 5 换: it takes the place of what stood, or with 都 each that was said in the same words."""
    if promise.state != "unconfirmed":
        return _already(r, promise)
    found = promises.said_together(r.conn, promise) if every else [promise]
    return "\n".join(take_its_place(r.ctx, r.conn, one, r.by, r.key) for one in found)


def _withdraw(r: Request, promise: Promise, reason: str) -> str:
    if not promise.is_unkept:
        return _already(r, promise)
    if not reason:
        return say("promise.need_reason", id=promise.id)
    promise, draft = withdraw(r.ctx, r.conn, promise, reason, r.by, r.key)
    if not draft:
        return say("promise.withdrawn_alone", id=promise.id)
    return say("promise.withdrawn", id=promise.id, draft=draft, number=promise.case)


def fulfil_command(r: Request) -> Answer:
    """兑 5 转账单号…, or a photo with the words 兑 5: the promise is kept, and the member is told. 兑 5 都 … is that
    for all who were promised the same in the same message or incident, 兑 2、3 … for those that are named. Words that
    are no proof (还没转) are asked about; 兑 5 确实 … takes them as they stand."""
    read = further_numbers(int(r.words["id"]), r.words["text"]) if r.words["id"] else ((), r.words["text"])
    if read is None:
        return say("promise.which_numbers")
    if read[0]:
        return _fulfil_listed(r, (int(r.words["id"]), *read[0]), read[1])
    text, certain = certainly(r.words["text"])
    of_all = together.every(text)
    if of_all is not None:
        promises.lock_all(r.conn)
    promise = _promise(r)
    if promise is None and not r.words["id"] and done.hear_in_private(r.ctx, r.conn, r.event, r.led, text):
        return None
    if promise is None:
        return _no_such(r, "兑")
    if _AS_SAID.fullmatch(text) and promise.is_unkept and not r.event.images:
        return _as_said(r, promise)
    said = text if of_all is None else of_all
    if takes_back(said) and (promise.is_kept or is_bare_word_back(said)):
        return _not_done(r, promise, said)
    if promise.state not in ("open", "unconfirmed") and not (promise.is_kept and done_again(text)):
        return _already(r, promise)
    found = promises.together(r.conn, promise, wait=True) if of_all is not None else []
    if len(found) > 1:
        words = f"确实 {of_all}" if certain else of_all or ""
        return together.note_all(r, found, promise, words, say("promise.several.of_promise", id=promise.id))
    if not text and not r.event.images:
        return say("promise.need_proof", id=promise.id)
    text, doubt = proof.read(r.ctx, r.conn, [promise], r.words["text"], f"兑 {promise.id}")
    if doubt:
        return doubt
    promise = word.fulfil(r.ctx, r.conn, promise, r.by, together.proof_of(r, text, promise.case), r.key)
    return _fulfilled(r, promise)


def _as_said(r: Request, promise: Promise) -> str:
    """兑 5 对: it is done as was said in free words."""
    said = done.heard(r.conn, promise)
    if said is None:
        return say("promise.need_proof", id=promise.id)
    words, where = said
    given = Proof(say("promise.done_said.member", words=words) if "member" in where else words)
    told = bool(where & {"reply", "member"})
    promise = word.fulfil(r.ctx, r.conn, promise, r.by, given, r.key, told=told, plainly=True)
    return say("promise.fulfilled_alone", **described(r, promise)) if told else _fulfilled(r, promise)


def _not_done(r: Request, promise: Promise, text: str) -> str:
    """兑 5 撤; 兑 5 搞错了，还没转: it was noted as done by mistake."""
    if promise.is_unkept:
        return say("promise.not_done_yet", **described(r, promise))
    if not promise.is_kept:
        return _already(r, promise)
    promise, draft = not_done(r.ctx, r.conn, promise, r.by, text, r.key)
    words = described(r, promise)
    return say("promise.not_done_told", draft=draft, **words) if draft else say("promise.not_done", **words)


def _fulfil_listed(r: Request, numbers: Sequence[int], text: str) -> str:
    """兑 2、3 转了: each that is named and not done yet, with the same proof; each member is told singly."""
    promises.lock_all(r.conn)
    listed = [promises.get(r.conn, number, for_update=True) for number in sorted(set(numbers))]
    named = [p for p in listed if p is not None and p.group in _groups(r)]
    if len(named) < len(listed):
        known = {p.id for p in named}
        return say("promise.no_such", id=next(n for n in sorted(set(numbers)) if n not in known))
    if takes_back(text) and all(p.is_kept for p in named):
        return "\n".join(_not_done(r, p, text) for p in named)
    if _AS_SAID.fullmatch(text) and not r.event.images:
        return "\n".join(_as_said(r, p) if p.is_unkept else _already(r, p) for p in named)
    again = done_again(text)
    waiting = [p for p in named if p.state in ("open", "unconfirmed") or (p.is_kept and again)]
    if not waiting:
        return "\n".join(_already(r, p) for p in named)
    command = f"兑 {'、'.join(str(p.id) for p in waiting)}"
    text, certain = certainly(text)
    words = together.every(text)
    return together.note_listed(r, waiting, text if words is None else words, command, certain=certain) + "".join(
        f"\n{_already(r, p)}" for p in named if p not in waiting
    )


def _fulfilled(r: Request, promise: Promise) -> str:
    words = described(r, promise)
    if promise.case is None:
        return say("promise.fulfilled_alone", **words)
    later = speak.held_until(r.ctx, r.conn, f"fulfilled:{promise.id}:{r.key}")
    if later:
        return say("promise.fulfilled_later", time=later, **words)
    return say("promise.fulfilled_last" if all_done(r.conn, promise.case) else "promise.fulfilled", **words)


def all_kept(r: Request) -> Answer:
    """都办好了 12: what was promised in a resolved case is done as its resolution says."""
    case = r.case()
    if case is None and not r.words["number"] and done.hear_in_private(r.ctx, r.conn, r.event, r.led, r.event.text):
        return None
    if case is None:
        return no_such_case(r, "都办好了")
    words = {"number": case.number}
    if case.resolution is None or case.is_open:
        return say("promise.resolve_first", **words)
    kept = fulfil_all(r.ctx, r.conn, case, r.by, r.key)
    if not kept:
        return say("promise.none_open", **words)
    return say("promise.all_kept", lines="\n".join(promise_says.line(r.ctx, r.conn, p) for p in kept), **words)


def _groups(r: Request) -> list[int]:
    return [g.id for g in r.led]


def _promise(r: Request) -> Promise | None:
    """The promise that the command names, locked, if this leader may work it."""
    if not r.words["id"]:
        return None
    found = promises.get(r.conn, int(r.words["id"]), for_update=True)
    return found if found is not None and found.group in _groups(r) else None


def _no_such(r: Request, command: str) -> str:
    number = r.words["id"]
    return say("promise.no_such", id=number) if number else say("promise.need_id", command=command)


COMMANDS: tuple[tuple[re.Pattern[str], Command], ...] = (
    (re.compile(r"^承[诺諾]\s*(?P<who>[^\n]{0,30})$"), ledger),
    (
        re.compile(
            r"^[诺諾]\s*(?P<id>\d{1,9})?\s*(?P<what>都对|都是|都不是|都改|不是|对|對|是|记下|改|都换|换|撤回|撤)?[\s:：,，]*(?P<text>.*)$",
            re.DOTALL,
        ),
        judge,
    ),
    (re.compile(rf"^都[办辦]好了?{NUMBER}$"), all_kept),
    (re.compile(r"^[兑兌](?:现|現)?\s*(?P<id>\d{1,9})?[\s:：,，]*(?P<text>.*)$", re.DOTALL), fulfil_command),
)
"""The commands of the promise ledger; leader_command takes them into its own."""

BUTTONS = {
    "keep": "诺 {} 都对", "instead": "诺 {} 都换", "amend": "诺 {} 改", "unpromise": "诺 {} 都不是",
    "allkept": "都办好了 {}",
    "did": "兑 {} 对",
}  # fmt: skip
"""What the buttons under a question about a promise stand for."""
