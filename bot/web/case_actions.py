"""What a person can do on the page of a case: one function an action, named in ACTIONS, on top of the handlers' own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.case import CAUSES
from bot.domain.money_words import sum_words
from bot.domain.offer_words import decision_in, price_in
from bot.domain.shares import share_in
from bot.domain.tone import ToneFinding
from bot.domain.when_words import moment_in
from bot.replies import say
from bot.storage import cases, groups, offers, orders, outbox
from bot.storage.messages import Message
from bot.storage.offers import Offer
from bot.web.case_promises import all_kept, ids_in, promise, promises_left
from bot.web.case_view import Held
from bot.web.case_work import Refused, WordsHeld, Work, as_draft
from handlers import speak, zones
from handlers.cases import closing as case_closing
from handlers.cases import lessons as case_lessons
from handlers.cases import life as case_life
from handlers.cases.commands import MAX_TAG
from handlers.cases.timeline import record
from handlers.cases.work import reply, send_draft, tone_findings, undo
from handlers.compensation import given, instead
from handlers.compensation import offers as compensation
from handlers.compensation.facts import price_of
from handlers.compensation.proposals import consider
from handlers.compensation.words import about
from handlers.erasing.asking import on_behalf
from handlers.orders.choosing import CannotChoose, choose, choose_number, take_off
from handlers.pasted import by_hand
from handlers.promises import ledger as promise_work
from handlers.promises.hearing import hear
from handlers.promises.parted import hear_reply

UNDONE = {"none": "leader.undone", "kept": "leader.undone_kept", "together": "leader.undone_together"}
"""What is said of an undone case, by what became of the public post."""


def _guarded(w: Work, what: str, **more: str) -> str:
    """The words of a reply or a resolution, once the tone guard lets them pass or the person insists; `more` are the
    other fields of the form."""
    text = w.words("text")
    if not text:
        raise Refused(say("console.needs_words"))
    _held_once(w, what, text, tone_findings(text, w.case), more)
    return text


def _held_once(w: Work, what: str, text: str, findings: tuple[ToneFinding, ...], more: Mapping[str, str]) -> None:
    if findings and w.form.get("anyway") != text:
        raise WordsHeld(what, text, findings, more)


def answer(w: Work) -> str:
    text = _guarded(w, "reply")
    key = f"reply:{w.case.number}:{w.key}"
    if outbox.find(w.conn, key) is None:
        reply(w.ctx, w.conn, w.case, text, w.by, w.key)
        hear_reply(w.ctx, w.conn, w.case, text, w.by, w.key)
        as_draft(w, key)
    return _sent_words(w, key, "console.replied", "leader.reply_later")


def finish(w: Work) -> str:
    """The resolution; ticked, it is also the proof that what was promised is done."""
    case_closing.check_seen(w.ctx, w.conn, w.case, w.seen)
    ticked = w.words("kept")
    text = _guarded(w, "resolve", kept=ticked)
    key = f"resolved:{w.case.number}:{w.key}"
    if outbox.find(w.conn, key) is None:
        if not w.case.is_open:
            raise Refused(case_closing.meanwhile(w.conn, w.case))
        case = case_closing.resolve(w.ctx, w.conn, w.case, text, w.by, w.key)
        hear_reply(w.ctx, w.conn, case, text, w.by, w.key, done=True)
        promise_work.fulfil_all(w.ctx, w.conn, case, w.by, w.key, only=ids_in(ticked))
        as_draft(w, key)
    return _sent_words(w, key, "console.resolved", "leader.reply_later") + promises_left(w)


def _sent_words(w: Work, key: str, now: str, later: str) -> str:
    held = speak.held_until(w.ctx, w.conn, key)
    if not speak.capabilities(w.ctx, w.case.platform).sends:
        return say("console.copy_it")
    if speak.kept_back(w.conn, key):
        return w.said("console.kept_back")
    return w.said(later, time=held) if held else w.said(now)


def note(w: Work) -> str:
    if not w.words("text"):
        raise Refused(say("console.needs_words"))
    case_life.note(w.ctx, w.conn, w.case, w.words("text"), w.by)
    return w.said("leader.noted")


def assign(w: Work) -> str:
    to = w.words("to")
    if to not in groups.staff_of(w.conn, w.case.group):
        raise Refused(say("console.choose_somebody"))
    case_life.reassign(w.ctx, w.conn, w.case, to, w.by, w.key, seen=w.seen)
    return w.said("leader.assigned", who=case_life.name_of(w.conn, w.case, to))


def snooze(w: Work) -> str:
    if not w.case.is_open:
        raise Refused(w.said("leader.already_ended", state=say(f"states.{w.case.state}")))
    if not w.words("until"):
        case_life.snooze(w.ctx, w.conn, w.case, None, w.by, seen=w.seen)
        return w.said("leader.woken")
    until = moment_in(w.words("until"), zones.local_now(w.ctx, groups.get(w.conn, w.case.group)))
    if until is None or (until - w.ctx.now()).days >= 31:
        raise Refused(w.said("leader.snooze_when"))
    case_life.snooze(w.ctx, w.conn, w.case, until, w.by, seen=w.seen)
    return w.said("leader.snoozed", time=f"{until:%m-%d %H:%M}")


def tag(w: Work) -> str:
    name = w.words("name").lstrip("#＃ ")
    if not name or len(name) > MAX_TAG or "\n" in name:
        raise Refused(w.said("leader.need_tag", most=MAX_TAG))
    became = case_life.tag(w.ctx, w.conn, w.case, name, w.by)
    as_draft(w, case_lessons.post_key(w.case))
    return w.said(f"leader.{became}", tag=name)


def cause(w: Work) -> str:
    """Whose doing it was, with the person's own words to the member where they wrote some."""
    chosen = next((c for c in CAUSES if c == w.words("cause")), None)
    if chosen is None:
        raise Refused(say("console.choose_cause"))
    line = w.words("text", case_lessons.LONGEST)
    if line == w.case.lesson and chosen == w.case.cause:
        line = ""
    if line and chosen != "member":
        _held_once(w, "cause", line, case_lessons.findings_in(line, w.case), {"cause": chosen})
    over = w.case.needs_cause or w.case.untold
    case = case_closing.set_cause(w.ctx, w.conn, w.case, chosen, w.by, line)
    became = "member" if chosen == "member" else case_lessons.fate(w.ctx, w.conn, case)
    if line and became in ("told", "later"):
        hear(w.ctx, w.conn, case, line, w.by, w.key, general=True)
    as_draft(w, case_lessons.post_key(w.case))
    said = w.said("leader.cause_closed" if over else "leader.cause_kept", cause=say(f"causes.{chosen}"))
    return said + (w.said(f"console.lesson.{became}") if line else "")


def send(w: Work) -> str:
    if not send_draft(w.ctx, w.conn, w.case, w.by):
        raise Refused(w.said("leader.nothing_to_send"))
    return w.said("leader.sending")


def sent_by_hand(w: Work) -> str:
    if not by_hand.mark_sent(w.ctx, w.conn, w.case, w.by):
        raise Refused(w.said("leader.nothing_to_send"))
    return w.said("paste.marked")


def no_complaint(w: Work) -> str:
    case_closing.check_seen(w.ctx, w.conn, w.case, w.seen)
    if w.case.closed_by == "undo":
        raise Refused(w.said("leader.already_ended", state=say(f"states.{w.case.state}")))
    _, became = undo(w.ctx, w.conn, w.case, w.by)
    return w.said(UNDONE.get(became, "leader.undone_withdrawn"))


def erase(w: Work) -> str:
    """The member told us that they want their data deleted."""
    if not w.form.get("sure"):
        raise Refused(say("erasure.tick"))
    return on_behalf(w.ctx, w.conn, w.case, w.by, sure=True)


def reopen(w: Work) -> str:
    if w.case.is_open:
        raise Refused(w.said("leader.still_open", state=say(f"states.{w.case.state}")))
    if case_closing.take_up_again(w.ctx, w.conn, w.case, w.words("reason"), w.by) is None:
        raise Refused(w.said("leader.reopen_not"))
    return w.said("leader.taken_up_again")


def merge(w: Work) -> str:
    named = w.words("into").lstrip("#＃ ")
    into = cases.get(w.conn, int(named), for_update=True) if named.isdecimal() and len(named) <= 9 else None
    into = cases.goes_on(w.conn, into, for_update=True) if into is not None else None
    if into is None or into.group != w.case.group:
        raise Refused(say("leader.no_such_case", number=named or "？"))
    if into.number == w.case.number:
        raise Refused(say("leader.merge_same", into=into.number))
    if into.settled or into.platform != w.case.platform:
        raise Refused(w.said("leader.merge_into_ended", into=into.number))
    case_life.merge(w.ctx, w.conn, w.case, into, w.by, seen=w.seen)
    return w.said("leader.merged", into=into.number)


def split(w: Work) -> str:
    chosen = set(w.several.get("message", []))
    everything = case_life.messages_of_member(w.conn, w.case)
    said = [m for m in everything if f"{'g' if isinstance(m, Message) else 'p'}{m.id}" in chosen]
    if not said or len(said) == len(everything):
        raise Refused(say("console.split_some"))
    made = case_life.split(w.ctx, w.conn, w.case, said, w.by, seen=w.seen)
    if made is None:
        raise Refused(w.said("leader.split_exists"))
    return w.said("leader.split_done", made=made.number)


def facts(w: Work) -> str:
    """What was paid and how much is lost; then the rule proposes. `said`: the price is the member's, which is confirmed
    only while none is known."""
    price, share = price_in(w.words("price", 20)), share_in(w.words("share", 20))
    known = price_of(w.case)
    if w.form.get("said") and known is not None:
        raise Refused(w.said("compensation.price_known", price=sum_words(known)))
    if not w.case.is_open or (price is None and share is None):
        raise Refused(w.said("compensation.price_how"))
    told = {"price_fen": price, "share": str(share) if share else None}
    kept = {**w.case.intake, **{k: v for k, v in told.items() if v}}
    case = cases.change(w.conn, w.case, intake=kept)
    record(w.ctx, w.conn, case.number, w.by, "facts", " ".join(filter(None, (w.words("price"), w.words("share")))))
    found = consider(w.ctx, w.conn, case)
    if isinstance(found, str):
        return w.said(f"console.still_needs.{found}")
    if found is None:
        return say("compensation.only_sorry", **about(w.ctx, w.conn, case))
    if found.state == "proposed":
        return say("console.proposed")
    known = price_of(case)
    words: dict[str, Any] = about(w.ctx, w.conn, case, found) | {"price": sum_words(known) if known else ""}
    return say(f"compensation.{'refused' if found.state == 'refused' else 'decided'}_facts", **words)


def agree(w: Work) -> str:
    shown = w.words("offer", 9)
    seen = int(shown) if shown.isdecimal() else 0
    return _decided(w, lambda: compensation.agree(w.ctx, w.conn, w.case, w.by, seen=seen))


def offer(w: Work) -> str:
    now = zones.local_now(w.ctx, groups.get(w.conn, w.case.group))
    said = instead.read(w.words("what"))
    text = said.text + (f"，因为{w.words('reason')}" if w.words("reason") else "")
    decision = decision_in(text, now, price_of(w.case), w.case.goods)
    if isinstance(decision, str):
        raise Refused(w.said(f"compensation.troubles.{decision}", price=w.words("what")))
    if decision.terms is None:
        raise Refused(w.said("compensation.change_how"))
    terms, reason = decision.terms, decision.reason
    before = offers.latest(w.conn, w.case.number)
    saw_it = w.words("offer", 9) == (str(before.id) if before is not None else "")
    if before is not None and before.waits_for and not saw_it:
        raise Refused(say("compensation.replaced", **about(w.ctx, w.conn, w.case, before)), _as_typed(w))
    how = said.how or w.words("how", 9)
    another_stands = not saw_it and before is not None and before.state in ("sent", "accepted", "refused")
    owed = [] if another_stands else instead.still_owed(w.conn, w.case)
    if owed and how not in ("instead", "besides"):
        question = w.said("console.instead_or_besides", before=given.in_words(owed))
        raise WordsHeld("offer", w.words("what"), (), {**_as_typed(w).more, "question": question})
    return _decided(
        w,
        lambda: compensation.offer_to(
            w.ctx, w.conn, w.case, terms, w.by, reason=reason, again=saw_it, instead=how == "instead"
        ),
    )


def _as_typed(w: Work) -> Held:
    """What was typed for another compensation, so that it is still there when it was not done."""
    return Held("offer", w.words("what"), (), {"reason": w.words("reason")})


def refuse(w: Work) -> str:
    return _decided(w, lambda: compensation.refuse(w.ctx, w.conn, w.case, w.words("reason"), w.by))


def _decided(w: Work, decide: Callable[[], Offer]) -> str:
    try:
        made = decide()
    except compensation.NotPossible as e:
        raise Refused(str(e), _as_typed(w) if w.words("what") else None) from e
    words = about(w.ctx, w.conn, w.case, made)
    if made.state == "refused":
        return say("compensation.refused", **words)
    if made.state == "proposed":
        cap = compensation.cap_words(w.ctx, w.conn, w.case, w.by)
        waits = say(f"console.over_cap.{made.waits_for}", **words, cap=cap)
        return "\n".join([waits, *given.besides(w.conn, w.case)])
    as_draft(w, compensation.post_key(made))
    return "\n".join([say("console.offered", **words), *given.besides(w.conn, w.case)])


def order(w: Work) -> str:
    """It is this order: one of those that it may be, or the one with the number that was typed."""
    number, chosen = w.words("number", 60), w.words("order", 9)
    if not number and not chosen.isdecimal():
        raise Refused(say("order.needs_number"))
    try:
        if number:
            return choose_number(w.ctx, w.conn, w.case, number, w.by)[0]
        found = orders.get(w.conn, int(chosen))
        if found is None or found.group != w.case.group:
            raise Refused(say("order.not_there", what=chosen))
        return choose(w.ctx, w.conn, w.case, found, w.by)
    except CannotChoose as e:
        raise Refused(str(e)) from e


def order_off(w: Work) -> str:
    return take_off(w.ctx, w.conn, w.case, w.by)


ACTIONS: Mapping[str, Callable[[Work], str]] = {
    "reply": answer, "resolve": finish, "note": note, "assign": assign, "snooze": snooze, "tag": tag, "cause": cause,
    "send": send, "sent": sent_by_hand, "undo": no_complaint, "reopen": reopen, "merge": merge, "split": split,
    "facts": facts, "agree": agree, "offer": offer, "refuse": refuse, "promise": promise, "all_kept": all_kept,
    "order": order, "order_off": order_off, "erase": erase,
}  # fmt: skip
"""What the forms on the page of a case are called, and what they do."""
