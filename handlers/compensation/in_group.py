"""A member speaks in the group of what they are offered or were promised: an answer, a question, an impatient word.

All of it goes to the leaders and is spoken of in private only. A yes is asked back there, and a leader may confirm it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.detection.bitter_words import threatens
from bot.detection.given_words import about_buying, about_given, asks_for_it, does_not_want_it, to_neighbours
from bot.detection.member_says import only_heard, says_fixed, says_not_fixed
from bot.domain.case import Case
from bot.domain.chat import Button
from bot.domain.compensation import Terms
from bot.domain.text import excerpt
from bot.ports import Context
from bot.replies import say, variants
from bot.storage import cases, groups, offers, outbox
from bot.storage.offers import Offer
from bot.storage.promises import Promise
from handlers import speak
from handlers.cases import closing
from handlers.cases.timeline import member_of, record
from handlers.compensation import asked_for
from handlers.compensation.answers import ask, ask_more, meaning, meaning_of, own_words, say_more, told_that_it_is_done
from handlers.compensation.doubts import names
from handlers.compensation.given import terms_of
from handlers.compensation.offers import answer_buttons, post_key
from handlers.compensation.words import about
from handlers.wordings.speaking import say_to

_ABOUT_IT = re.compile(r"退|赔|方案|打发|[补换](?:我|给我|发|一(?!家))")
"""Without such a word, or the offer's own sum or goods, the group may be talking about anything."""
_TO_US = re.compile(r"我|你们|团长|就[退赔补]")
_CALLED = re.compile(r"@\S+\s*")
_LEADER = re.compile(r"@|团长|老板|群主")


def heard(ctx: Context, conn: Connection, found: Sequence[Case], text: str, at: datetime, key: str) -> Case | None:
    """Take words in the group as said about an offer that reached their member, or about what was promised to them; the
    case that they are about. What repeats the sum or the goods comes before what does not."""
    said = _CALLED.sub("", text)
    if to_neighbours(said):
        return None
    arrived = _only_arrived(conn, found, said, at)
    if arrived is not None:
        return arrived
    offered = [] if says_fixed(said) else found
    read = [(case, offer) for case in offered if (offer := offer_read(conn, case, at)) is not None]
    known = [(case, p) for case in found if (p := _promised(conn, case, said)) is not None]
    for repeated in (True, False):
        for case, offer in read:
            if _repeats(said, offer.terms) is repeated and _hear_answer(ctx, conn, case, offer, said, key):
                return case
        for case, promise in known:
            if _repeats(said, terms_of(promise)) is repeated and _asks_for(
                ctx, conn, case, promise, said, called=_LEADER.search(text) is not None
            ):
                _hear_asked(ctx, conn, case, promise, said, key)
                return case
    return None


def _hear_asked(ctx: Context, conn: Connection, case: Case, promise: Promise, said: str, key: str) -> None:
    """The leaders learn which promise it is. A case that was through goes on where what was noted as done is
    missing."""
    goes_on = cases.open_case(conn, case.group, case.member_id, case.goods_key) is not None
    if case.settled and not goes_on and asked_for.misses_goods_beside(promise, said):
        closing.reopen(ctx, conn, case, said, key)
    elif case.settled and not goes_on and asked_for.is_missing(promise, said):
        case = closing.reopen(ctx, conn, case, said, key, where=None)
        if not case.red:
            asked_for.tell_member(ctx, conn, case, promise, said, key)
    else:
        asked_for.hear_in_group(ctx, conn, case, promise, said, key)


def _only_arrived(conn: Connection, found: Sequence[Case], said: str, at: datetime) -> Case | None:
    """The case whose offer has reached a member who says no more than 收到啦: nothing is solved by that."""
    if not (says_fixed(said) and only_heard(said)):
        return None
    return next((c for c in found if offer_read(conn, c, at) and not told_that_it_is_done(conn, c, at)), None)


def threatened(conn: Connection, found: Sequence[Case], text: str, at: datetime) -> Case | None:
    """The case whose offer the member throws back with a threat."""
    said = _CALLED.sub("", text)
    if not threatens(said):
        return None
    read = ((case, offer) for case in found if (offer := offer_read(conn, case, at)) is not None)
    return next((case for case, offer in read if _repeats(said, offer.terms) or _ABOUT_IT.search(said)), None)


def _hear_answer(ctx: Context, conn: Connection, case: Case, offer: Offer, said: str, key: str) -> bool:
    """Take words as about the offer; whether they were."""
    without_goods = said.replace(case.goods, "") if case.goods else said  # 草莓退8块我同意
    meant, named = meaning(ctx, conn, case, offer, without_goods), _repeats(said, offer.terms)
    if meant in ("yes", "yes_asking", "no", "more"):
        if not (named or _ABOUT_IT.search(said)):
            return False
        if meant in ("yes", "yes_asking"):
            _ask_back(ctx, conn, case, offer, said, key)
        else:
            ask_more(ctx, conn, case, offer, said, key)
        return True
    if not about_given(said, named=named):
        return False
    if meant in ("pressing", "when", "question"):
        ask(ctx, conn, case, offer, meant, said, key)
        return True
    if meant == "other" and named and _TO_US.search(said):
        say_more(ctx, conn, case, offer, said, key, waits=False, asks_for_yes=False)
        return True
    return False


def _promised(conn: Connection, case: Case, said: str) -> Promise | None:
    watched = groups.get(conn, case.group).mode == "watch"
    return None if watched else asked_for.promise_meant(conn, case, said)


def _repeats(said: str, terms: Terms | None) -> bool:
    """Whether words repeat what is given, and do not order goods of that price."""
    return terms is not None and names(said, terms) and not about_buying(said)


def _asks_for(ctx: Context, conn: Connection, case: Case, promise: Promise, said: str, *, called: bool) -> bool:
    """Whether the member asks for what was promised, does not want it, or says that it has not come. `called`: said to
    the leader."""
    terms = terms_of(promise)
    if terms is not None and case.settled and asked_for.misses_goods_beside(promise, said):
        return True
    if terms is None or (case.settled and promise.was_noted and not asked_for.is_missing(promise, said)):
        return False
    named = _repeats(said, terms)
    meant = meaning_of(ctx, conn, case, terms, said)
    if named and (meant in ("pressing", "when") or asked_for.is_missing(promise, said)):
        return True
    if does_not_want_it(said) and not case.settled and not promise.was_noted:
        return True
    if about_given(said, named=named) and (
        meant == "question" or meant in ("pressing", "when") or says_not_fixed(said)
    ):
        return True
    if promise.fulfilled_at is not None and ctx.now() - promise.fulfilled_at > asked_for.STILL_AWAITED:
        return False
    late = promise.is_past(ctx.now()) and not promise.was_noted
    of_goods = case.goods is not None and (not promise.was_noted or promise.kind == "replacement")
    words = said.replace(case.goods, "") if of_goods and case.goods else said
    return asks_for_it(own_words(ctx, conn, case, terms, words), kept=promise.was_noted, late=late, called=called)


def offer_read(conn: Connection, case: Case, at: datetime) -> Offer | None:
    """The case's offer that its member had read by then."""
    offer = offers.live(conn, case.number)
    if offer is None or offer.state != "sent" or groups.get(conn, case.group).mode == "watch":
        return None
    post = outbox.find(conn, post_key(offer))
    return offer if post is not None and post.sent_at is not None and post.sent_at <= at else None


def _ask_back(ctx: Context, conn: Connection, case: Case, offer: Offer, words: str, key: str) -> None:
    """A yes before the whole group: the member says it once more in private, or the leader says that it was one."""
    offers.change(conn, offer.id, answer=words)
    record(ctx, conn, case.number, member_of(case), "offer_doubtful", words, offer=offer.id)
    texts = about(ctx, conn, case, offer) | {"quote": excerpt(words, 40)}
    took, not_took = variants("compensation.doubt_buttons")
    buttons = (Button(took, data=f"took:{offer.id}"), Button(not_took, data=f"nottook:{offer.id}"))
    text, number = say("compensation.yes_in_group", **texts), case.number
    key = f"offer_in_group:{offer.id}:{key}"
    speak.to_leaders(ctx, conn, groups.get(conn, case.group), text, key, case=number, buttons=buttons)
    if case.red:
        return
    asked = say_to(conn, case, "offer.in_group", offer.id, **texts)
    way = speak.TO_CASE_MEMBER
    speak.to_member(ctx, conn, case, way, asked, key, buttons=answer_buttons(offer), author="group_leader")
