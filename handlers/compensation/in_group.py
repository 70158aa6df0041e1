"""A member answers an offer in the group: heard as an answer, and spoken of in private only. A yes is asked back there,
and a leader may confirm it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.detection.member_says import says_fixed
from bot.domain.case import Case
from bot.domain.chat import Button
from bot.domain.text import excerpt
from bot.ports import Context
from bot.replies import say, variants
from bot.storage import groups, offers, outbox
from bot.storage.offers import Offer
from handlers import speak
from handlers.cases.timeline import member_of, record
from handlers.compensation.answers import ask_more, meaning
from handlers.compensation.doubts import names
from handlers.compensation.offers import answer_buttons, post_key
from handlers.compensation.words import about
from handlers.wordings.speaking import say_to

_ABOUT_IT = re.compile(r"退|赔|方案|打发|[补换](?:我|给我|发|一)")
"""Without such a word, or the offer's own sum or goods, the group may be talking about anything."""
_CALLED = re.compile(r"@\S+\s*")


def heard(ctx: Context, conn: Connection, found: Sequence[Case], text: str, at: datetime, key: str) -> Case | None:
    """Take words in the group as the answer to an offer that reached their member; the case that they are about."""
    said = _CALLED.sub("", text)
    if says_fixed(said):
        return None
    known = [(case, offer) for case in found if (offer := _read(conn, case, at)) is not None]
    for case, offer in sorted(known, key=lambda both: not names(said, both[1].terms)):
        meant = meaning(ctx, conn, case, offer, said)
        if meant not in ("yes", "yes_asking", "no", "more") or not (names(said, offer.terms) or _ABOUT_IT.search(said)):
            continue
        if meant in ("yes", "yes_asking"):
            _ask_back(ctx, conn, case, offer, said, key)
        else:
            ask_more(ctx, conn, case, offer, said, key)
        return case
    return None


def _read(conn: Connection, case: Case, at: datetime) -> Offer | None:
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
