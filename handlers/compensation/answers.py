"""What follows from an offer: the member accepts, declines, wants something else, answers an older one, or is silent.

The bot never bargains: whatever is no plain yes goes to the leader in the member's words. In a red case nothing else
than the agreement is said to the member.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.detection.bitter_words import is_angry
from bot.detection.member_says import only_heard, says_fixed
from bot.detection.offer_says import OfferAnswer, in_own_words, lets_go, more_than_yes, offer_answer
from bot.domain.case import Case
from bot.domain.chat import ButtonPress
from bot.domain.compensation import Kind, Terms, due_when_accepted
from bot.domain.promise_deeds import Kind as PromiseKind
from bot.domain.text import excerpt
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, members, offers, outbox
from bot.storage.messages import Direct
from bot.storage.offers import Offer
from bot.storage.outbox import Post
from bot.storage.promises import NewPromise
from handlers import speak, zones
from handlers.cases import clocks
from handlers.cases.timeline import CLOCK, Actor, member_of, record
from handlers.compensation import at_the_end
from handlers.compensation.doubts import ask_leaders, doubt_of, leaders_last_words, wished
from handlers.compensation.offers import answer_buttons, post_key
from handlers.compensation.words import about, if_agreed_now, outcome_of
from handlers.promises import ledger as promises
from handlers.wordings.speaking import say_to

TAPS = ("take", "more", "leave")
"""What a member taps under an offer."""
_ONLY_THANKS = re.compile(r"(?:谢+|多谢|感谢|辛苦|麻烦|客气|收到|知道|看到|团长|老板|[您你嗯哦了啦哈呀]|\W)*")
"""Thanks and smiles, which nobody has to answer."""
_SAYS_DONE = re.compile(r"(?:转|退|补|送|发|放|打|换|寄)(?:给?[你您])?[^，,。？?！!]{0,6}了|到账|收到")
PROMISED: Mapping[Kind, PromiseKind] = {
    "voucher": "voucher", "points": "points", "part_refund": "refund", "full_refund": "refund",
    "replacement": "replacement",
}  # fmt: skip
"""What an accepted offer promises."""


def answered(ctx: Context, conn: Connection, case: Case, said: tuple[Direct, ...], text: str) -> bool:
    """Take the member's words as the answer to the offer that reached them; whether they were."""
    offer = waits_for(conn, case, said)
    if offer is None:
        return False
    at = said[-1].at
    if says_fixed(text) and (not only_heard(text) or told_that_it_is_done(conn, case, at)):
        return False  # it came: the offer was carried out before anybody said yes
    if case.fix_confirmed_at is not None and offer.decided_at is not None and case.fix_confirmed_at > offer.decided_at:
        return False  # the last question was whether it is solved
    key = str(said[-1].id)
    meant = meaning(ctx, conn, case, offer, text)
    doubt = doubt_of(conn, case, offer, text, at, key) if meant in ("yes", "yes_asking") else None
    if doubt is not None and meant == "yes_asking":
        meant = "question"
    if doubt is not None and meant == "yes":
        ask_leaders(ctx, conn, case, offer, text, doubt)
    elif meant in ("yes", "yes_asking"):
        accept(ctx, conn, case, offer, text, still_asks=meant == "yes_asking")
    elif meant == "no":
        decline(ctx, conn, case, offer, text, key)
    elif meant == "more":
        ask_more(ctx, conn, case, offer, text, key)
    elif meant == "other":
        say_more(ctx, conn, case, offer, text, key, waits=wished(conn, case, offer, at) is not None)
    else:
        ask(ctx, conn, case, offer, meant, text, key)
    return True


def told_that_it_is_done(conn: Connection, case: Case, at: datetime) -> bool:
    """Whether the leader's last words to the member say so: then a bare 收到了 means what was sent."""
    words = leaders_last_words(conn, case, at)
    return words is not None and _SAYS_DONE.search(words) is not None


def waits_for(conn: Connection, case: Case, said: tuple[Direct, ...]) -> Offer | None:
    """The offer that had reached the member when they wrote this and has no answer."""
    offer = offers.live(conn, case.number)
    return offer if offer is not None and offer.state == "sent" and _reached(conn, offer, said[-1]) else None


def meaning(ctx: Context, conn: Connection, case: Case, offer: Offer, text: str) -> OfferAnswer:
    """How these words answer the offer, both times being the group's own."""
    return meaning_of(ctx, conn, case, offer.terms, text)


def meaning_of(ctx: Context, conn: Connection, case: Case, terms: Terms, text: str) -> OfferAnswer:
    """The same for terms that need not be those of an offer."""
    return offer_answer(text, *_there(ctx, conn, case, terms))


def own_words(ctx: Context, conn: Connection, case: Case, terms: Terms, text: str) -> str:
    """The member's words, in which what the terms say stands as 某."""
    return in_own_words(text, *_there(ctx, conn, case, terms))


def _there(ctx: Context, conn: Connection, case: Case, terms: Terms) -> tuple[Terms, datetime]:
    """The terms and the time now, by the clock of the group."""
    there = zones.zone(ctx, conn, case.group)
    return replace(terms, due_at=terms.due_at and terms.due_at.astimezone(there)), ctx.now().astimezone(there)


def _reached(conn: Connection, offer: Offer, answer: Direct) -> bool:
    """Whether the offer had reached the member when they wrote this."""
    post = outbox.find(conn, post_key(offer))
    return post is not None and post.sent_at is not None and answer.at >= post.sent_at


def accept(
    ctx: Context, conn: Connection, case: Case, offer: Offer, words: str, *, by: Actor | None = None,
    still_asks: bool = False, tapped: bool = False,
) -> Case:  # fmt: skip
    """The offer becomes a promise in the ledger, with outcome and time; too late a yes moves the time. `by` is the
    leader who says that the member meant yes; `still_asks`: the member asks something besides and waits for that;
    `tapped`: the yes is the button under the offer itself."""
    assert offer.decided_at is not None
    assert offer.due_at is not None
    now, late = ctx.now(), offer.due_at
    due_at = due_when_accepted(now, offer.decided_at, offer.due_at)
    offer = offers.change(
        conn, offer.id, state="accepted", answered_at=now, answer=words, due_at=due_at, next_look_at=None
    )
    record(ctx, conn, case.number, by or member_of(case), "offer_accepted", words, offer=offer.id, tapped=tapped)
    new = NewPromise(
        kind=PROMISED[offer.kind], words=outcome_of(offer), amount_fen=offer.amount_fen,
        thing=offer.thing, due_at=due_at, offer=offer.id,
    )  # fmt: skip
    decided_by = Actor("group_leader", offer.decided_by_name or "", offer.decided_by)
    promises.make(ctx, conn, case, new, decided_by, confirmed=True)
    texts = about(ctx, conn, case, offer)
    agreed = say_to(conn, case, "offer.agreed", offer.id, **texts)
    _to_member(ctx, conn, case, agreed, f"offer_agreed:{offer.id}", red_too=True)
    key = "compensation.accepted" if due_at == late else "compensation.accepted_late"
    notice = say(key, **texts)
    if by is None and (still_asks or more_than_yes(words, *_there(ctx, conn, case, offer.terms))):
        more = "accepted_asking" if still_asks else "accepted_saying"
        notice += "\n" + say(f"compensation.{more}", **texts, quote=excerpt(words, 100))
    _to_leaders(ctx, conn, case, notice, f"offer_accepted:{offer.id}")
    return clocks.awaits_answer(ctx, conn, case) if still_asks else clocks.agreed(conn, case)


def decline(ctx: Context, conn: Connection, case: Case, offer: Offer, words: str, key: str) -> None:
    """The member does not want it: nothing is tied to that, a person goes on."""
    offers.change(conn, offer.id, state="declined", answered_at=ctx.now(), answer=words, next_look_at=None)
    record(ctx, conn, case.number, member_of(case), "offer_declined", words, offer=offer.id)
    cases.change(conn, case, state="waiting_us")
    texts, how = about(ctx, conn, case, offer), "let_go" if lets_go(words) else "declined"
    _to_member(ctx, conn, case, say_to(conn, case, f"offer.{how}", offer.id, **texts), f"offer_declined:{offer.id}")
    text = say(f"compensation.{how}", **texts, quote=excerpt(words, 100))
    _to_leaders(ctx, conn, case, text, f"offer_declined:{offer.id}:{key}")
    clocks.awaits_answer(ctx, conn, case)


def ask_more(ctx: Context, conn: Connection, case: Case, offer: Offer, words: str, key: str) -> None:
    """The member wants something else; the offer stays open while a person decides."""
    offers.change(conn, offer.id, answer=words, next_look_at=None)
    record(ctx, conn, case.number, member_of(case), "offer_more", words, offer=offer.id)
    cases.change(conn, case, state="waiting_us")
    texts = about(ctx, conn, case, offer)
    _to_member(ctx, conn, case, say_to(conn, case, "offer.more", offer.id, **texts), f"offer_more:{offer.id}:{key}")
    text = say("compensation.more", **texts, quote=excerpt(words, 100))
    _to_leaders(ctx, conn, case, text, f"offer_more:{offer.id}:{key}")
    clocks.awaits_answer(ctx, conn, case)


def say_more(
    ctx: Context, conn: Connection, case: Case, offer: Offer, words: str, key: str, *, waits: bool,
    asks_for_yes: bool = True,
) -> None:  # fmt: skip
    """Other words while an offer is open: the leader reads and answers them, the offer stands. Who `waits` for what the
    leader says to their wish is not asked for a yes meanwhile, nor is who is angry, and their thanks are only kept."""
    thanks = _ONLY_THANKS.fullmatch(words) is not None
    if waits and thanks:
        return
    if not waits and (is_angry(words) or not asks_for_yes):
        record(ctx, conn, case.number, member_of(case), "offer_more", words, offer=offer.id)
        waits = True
    _pass_on(ctx, conn, case, offer, "said", words, key)
    if not thanks:
        clocks.awaits_answer(ctx, conn, case)
    noted = say_to(conn, case, "offer.more" if waits else "offer.noted", offer.id, **about(ctx, conn, case, offer))
    _to_member(ctx, conn, case, noted, f"offer_noted:{offer.id}:{key}")


def ask(ctx: Context, conn: Connection, case: Case, offer: Offer, meant: OfferAnswer, words: str, key: str) -> None:
    """A question about the offer, or where it is: the member hears what is certain, the leader answers."""
    record(ctx, conn, case.number, member_of(case), "offer_asked", words, offer=offer.id)
    _pass_on(ctx, conn, case, offer, "pressed" if meant == "pressing" else "asked", words, key)
    clocks.awaits_answer(ctx, conn, case)
    in_time = offer.due_at is not None and offer.due_at > ctx.now()
    sentence = "pressed" if meant == "pressing" else "asked_when" if meant == "when" and in_time else "asked"
    texts = about(ctx, conn, case, offer) | if_agreed_now(ctx, conn, case, offer)
    said = say_to(conn, case, f"offer.{sentence}", offer.id, **texts)
    _to_member(ctx, conn, case, said, f"offer_{sentence}:{offer.id}:{key}")


def _pass_on(ctx: Context, conn: Connection, case: Case, offer: Offer, how: str, words: str, key: str) -> None:
    """The member's words to the leader, beside the offer they are about."""
    quote = excerpt(words, 100) or say("leader.only_image")
    notice = say(f"compensation.{how}", **about(ctx, conn, case, offer), quote=quote)
    _to_leaders(ctx, conn, case, notice, f"offer_{how}:{key}")


def on_tap(ctx: Context, conn: Connection, event: ButtonPress, what: str, offer_id: int) -> None:
    """A member's tap under an offer; on an older one they hear what it is now, on a settled one nothing happens."""
    offer = offers.find(conn, offer_id)
    case = cases.get(conn, offer.case, for_update=True) if offer is not None else None
    if offer is None or case is None or (case.platform, case.member_id) != (event.platform, event.member_id):
        return
    offer = offers.get(conn, offer_id)
    if not case.is_open or offer.state not in ("sent", "replaced"):
        return
    if offer.state == "replaced":
        _say_what_it_is_now(ctx, conn, case, offer)
    elif what == "take":
        accept(ctx, conn, case, offer, say("offer.new_buttons", 0), tapped=True)
    elif what == "leave":
        decline(ctx, conn, case, offer, say("offer.new_buttons", 2), event.message_id)
    elif what == "more" and case.red:
        ask_more(ctx, conn, case, offer, say("offer.new_buttons", 1), event.message_id)
    elif what == "more":
        record(ctx, conn, case.number, member_of(case), "offer_more", say("offer.new_buttons", 1), offer=offer.id)
        _to_member(ctx, conn, case, say_to(conn, case, "offer.more_asked"), f"offer_asked:{offer.id}")


def _say_what_it_is_now(ctx: Context, conn: Connection, case: Case, old: Offer) -> None:
    now = offers.live(conn, case.number)
    if now is None or now.state != "sent":
        if case.red:
            text = say("compensation.tapped_taken_back", **about(ctx, conn, case, old))
            _to_leaders(ctx, conn, case, text, f"offer_outdated:{old.id}")
        return
    text = say_to(conn, case, "offer.outdated", **about(ctx, conn, case, now))
    key = f"offer_outdated:{old.id}:{now.id}"
    speak.to_member(
        ctx, conn, case, speak.TO_CASE_MEMBER, text, key, buttons=answer_buttons(now), author="group_leader"
    )


def remind_silent(ctx: Context, conn: Connection) -> int:
    """Offers without an answer: one reminder, then the leader is told; how many there were."""
    due = offers.unanswered(conn, ctx.now())
    for offer_id in due:
        _look(ctx, conn, offers.get(conn, offer_id))
    return len(due)


def _look(ctx: Context, conn: Connection, offer: Offer) -> None:
    case = cases.get(conn, offer.case)
    assert case is not None
    now = ctx.now()
    if offer.state != "sent" or offer.next_look_at is None or offer.next_look_at > now:
        return
    later = now + timedelta(hours=ctx.settings.compensation.remind_after_h)
    post = outbox.find(conn, post_key(offer))
    member = members.get(conn, case.platform, case.member_id)
    alone = member is not None and not speak.wants_words(member, now)
    if not case.is_open:
        offers.change(conn, offer.id, next_look_at=None)
        at_the_end.ask(ctx, conn, case, "again")
    elif post is None or post.sent_at is None:
        offers.change(conn, offer.id, next_look_at=later)
    elif offer.reminded_at is not None or alone or case.red:
        _tell_of_silence(ctx, conn, case, offer, alone=alone and offer.reminded_at is None)
    else:
        offers.change(conn, offer.id, reminded_at=now, next_look_at=later)
        record(ctx, conn, case.number, CLOCK, "offer_reminded", offer=offer.id)
        words = about(ctx, conn, case, offer) | if_agreed_now(ctx, conn, case, offer)
        speak.to_member(
            ctx, conn, case, speak.TO_CASE_MEMBER, say_to(conn, case, "offer.reminder", offer.id, **words),
            f"offer_reminder:{offer.id}", buttons=answer_buttons(offer), author="group_leader",
        )  # fmt: skip


def _tell_of_silence(ctx: Context, conn: Connection, case: Case, offer: Offer, *, alone: bool) -> None:
    offers.change(conn, offer.id, next_look_at=None)
    record(ctx, conn, case.number, CLOCK, "offer_silent", offer=offer.id)
    if case.state == "offered":
        case = cases.change(conn, case, state="waiting_us")
    key = "silent_red" if case.red else "silent_alone" if alone else "silent"
    _to_leaders(
        ctx, conn, case, say(f"compensation.{key}", **about(ctx, conn, case, offer)), f"offer_silent:{offer.id}"
    )


def undelivered(ctx: Context, conn: Connection, case: Case, post: Post) -> bool:
    """The message did not get through; where it carried an offer, the leader hears that it waits. Whether it did."""
    offer = offers.live(conn, case.number)
    if offer is None or post.dedupe_key != post_key(offer):
        return False
    text = say("compensation.undelivered", **about(ctx, conn, case, offer))
    _to_leaders(ctx, conn, case, text, f"offer_waits:{post.id}")
    return True


def _to_member(ctx: Context, conn: Connection, case: Case, text: str, key: str, *, red_too: bool = False) -> None:
    if case.red and not red_too:
        return
    speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, text, key, author="group_leader")


def _to_leaders(ctx: Context, conn: Connection, case: Case, text: str, key: str) -> None:
    speak.to_leaders(ctx, conn, groups.get(conn, case.group), text, key, case=case.number)
