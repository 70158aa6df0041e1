"""A bare 好 after the leader's own words to the member: whether it answers these or the offer, a person says."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.chat import Button
from bot.domain.compensation import Terms
from bot.domain.money_words import money_in
from bot.domain.text import excerpt
from bot.ports import Context
from bot.replies import say, variants
from bot.storage import groups, offers, outbox
from bot.storage.offers import Offer
from bot.storage.outbox import Post
from handlers import speak
from handlers.cases.timeline import member_of, record
from handlers.compensation.words import about

_OF_WHAT_IS_GIVEN = re.compile(r"退|返|赔|补|换|券|积分|方案")


def asked_otherwise(conn: Connection, case: Case, offer: Offer, text: str, at: datetime) -> Post | None:
    """The leader's words that a yes said then may answer as well as the offer; None where it can only mean the offer.

    They are the last that reached the member and do not repeat what is offered, nor does the yes.
    """
    if _OF_WHAT_IS_GIVEN.search(text) or _names(text, offer.terms):
        return None
    read = [p for p in outbox.of_case(conn, case.number) if p.sent_at is not None and p.sent_at <= at]
    asking = [p for p in read if p.dedupe_key.startswith(("offer", "reply:"))]
    last = max(asking, key=lambda p: (p.sent_at, p.id), default=None)
    if last is None or not last.dedupe_key.startswith("reply:") or _names(last.text, offer.terms):
        return None
    return last


def _names(text: str, terms: Terms) -> bool:
    """Whether words repeat what is offered: its sum, its share or its goods."""
    if "方案" in text or (terms.percent == 50 and "一半" in text) or (terms.thing and terms.thing in text):
        return True
    return terms.amount_fen is not None and terms.amount_fen in {found.fen for found in money_in(text)}


def ask_leaders(ctx: Context, conn: Connection, case: Case, offer: Offer, words: str, asked: Post, key: str) -> None:
    """The offer stays as it is; the leaders are asked once what the member meant."""
    offers.change(conn, offer.id, answer=words)
    record(ctx, conn, case.number, member_of(case), "offer_doubtful", words, offer=offer.id)
    texts = about(ctx, conn, case, offer) | {"quote": excerpt(words, 40), "asked": excerpt(asked.text, 60)}
    took, not_took = variants("compensation.doubt_buttons")
    buttons = (Button(took, data=f"took:{offer.id}"), Button(not_took, data=f"nottook:{offer.id}"))
    group = groups.get(conn, case.group)
    text = say("compensation.doubtful", **texts)
    speak.to_leaders(ctx, conn, group, text, f"offer_doubtful:{offer.id}:{key}", case=case.number, buttons=buttons)
