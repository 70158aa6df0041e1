"""A bare 好 after the leader's own words, in private or in the group, or after ours that we pass on the member's wish:
whether it answers these or the offer, a person says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.case import Case, CaseEvent
from bot.domain.chat import Button
from bot.domain.compensation import Terms
from bot.domain.money_words import money_in
from bot.domain.text import excerpt
from bot.ports import Context
from bot.replies import say, variants
from bot.storage import cases, groups, messages, offers, outbox
from bot.storage.messages import Message
from bot.storage.offers import Offer
from bot.storage.outbox import Post
from handlers import speak
from handlers.cases.timeline import member_of, record
from handlers.compensation.words import about
from handlers.promises.whose import calls

WISHED = ("offer_more", "offer_asked")
"""What a member says about an offer that leaves it open: a wish for more or for something else, a question."""
_PUT = ("offer", "offer_reminder", "offer_outdated", "offer_asked_when", "offer_pressed", "offer_in_group")
"""The posts that ask for a yes to an offer."""
_OF_WHAT_IS_GIVEN = re.compile(r"退|返|赔|补|换|券|积分|方案")
_GIVES_IN = re.compile(
    r"同意|接受|[行成]吧|也(?:行|成|可以)|算了|就(?:这样|这么|按)|听(?:[你您]们?|团长)的|那就?(?:好吧|行吧|[退补换赔给])"
)
"""Agrees although more was wished: 行吧, 那就退吧, 算了就这样. A bare 好的 may only mean "then I wait"."""
_ASKS_FOR_YES = re.compile(r"[行成好]吗|[行成]不|好不好|可以[吗不]|合适|同意|接受|[您你]看|觉得|怎么样|[?？]")
_WAITS = re.compile(r"等|消息|回话|回复|答复|问|商量")


_LOOKED_BACK = 200
"""Messages of the group among which the leader's words to the member are looked for."""


@dataclass(frozen=True)
class Doubt:
    """What a yes may answer besides the offer: the leader's words, or ours that the member's wish is passed on."""

    sentence: str
    asked: str
    key: str


def doubt_of(conn: Connection, case: Case, offer: Offer, text: str, at: datetime, key: str) -> Doubt | None:
    """What else this yes may mean; None where it can only mean the offer. A member's wish is asked about once."""
    words = _asked_otherwise(conn, case, offer, text, at)
    if words is not None:
        return Doubt("doubtful", words, key)
    wish = wished(conn, case, offer, at)
    if wish is None or gives_in(text, offer.terms):
        return None
    told = [p for p in _read_until(conn, case, at) if p.dedupe_key.startswith("reply:") and _since(p, wish)]
    return Doubt("doubtful", told[-1].text, key) if told else Doubt("doubtful_wish", wish.text, f"wish:{wish.id}")


def gives_in(text: str, terms: Terms) -> bool:
    """Whether a yes is one to the offer itself, after a no or a wish for more: 行吧, 8块就8块."""
    agrees = _GIVES_IN.search(text) is not None or names(text, terms)
    return agrees and _WAITS.search(text) is None


def wished(conn: Connection, case: Case, offer: Offer, at: datetime) -> CaseEvent | None:
    """The member's last wish or question about the offer, unless they were asked for a yes to it again since."""
    own = [e for e in cases.timeline(conn, case.number) if e.kind in WISHED and e.data.get("offer") == offer.id]
    if not own:
        return None
    put = [p for p in _read_until(conn, case, at) if _since(p, own[-1])]
    return None if any(_puts(p, offer) for p in put) else own[-1]


def _since(post: Post, event: CaseEvent) -> bool:
    return post.sent_at is not None and post.sent_at >= event.at


def _puts(post: Post, offer: Offer) -> bool:
    """Whether a post asks the member to say yes to this offer; a leader's explanation of it does not."""
    kind, _, rest = post.dedupe_key.partition(":")
    if kind == "reply":
        return names(post.text, offer.terms) and _ASKS_FOR_YES.search(post.text) is not None
    number = rest.split(":")[-1 if kind == "offer_outdated" else 0]
    return kind in _PUT and number == str(offer.id)


def _read_until(conn: Connection, case: Case, at: datetime) -> list[Post]:
    return [p for p in outbox.of_case(conn, case.number) if p.sent_at is not None and p.sent_at <= at]


def _asked_otherwise(conn: Connection, case: Case, offer: Offer, text: str, at: datetime) -> str | None:
    """The leader's words that a yes said then may answer as well as the offer; None where it can only mean the offer.

    They are the last that were said to the member and do not repeat what is offered, nor does the yes.
    """
    if _OF_WHAT_IS_GIVEN.search(text) or names(text, offer.terms):
        return None
    words = leaders_last_words(conn, case, at)
    return words if words is not None and not names(words, offer.terms) else None


def leaders_last_words(conn: Connection, case: Case, at: datetime) -> str | None:
    """What the leader said to the member in words of their own, in private or in the group, after the offer was put to
    them; None where the offer came last."""
    put = [p for p in _read_until(conn, case, at) if p.dedupe_key.startswith(("offer", "reply:"))]
    last = max(put, key=lambda p: (p.sent_at, p.id), default=None)
    if last is None or last.sent_at is None:
        return None
    in_group = _said_in_group(conn, case, last.sent_at, at)
    return in_group.text if in_group else last.text if last.dedupe_key.startswith("reply:") else None


def _said_in_group(conn: Connection, case: Case, since: datetime, until: datetime) -> Message | None:
    """The last that a leader said in the group to this member, by mention, as a reply to them, or by name."""
    said = messages.recent(conn, case.group, _LOOKED_BACK)
    theirs = (m for m in reversed(said) if m.role == "group_leader" and since < m.at <= until and m.recalled_at is None)
    return next((m for m in theirs if _is_to(conn, m, case.member_id)), None)


def _is_to(conn: Connection, message: Message, member: str) -> bool:
    quoted = messages.find(conn, message.group, message.quote_id) if message.quote_id else None
    if member in message.mentions or (quoted is not None and quoted.member_id == member):
        return True
    return member in calls(conn, message)


def names(text: str, terms: Terms) -> bool:
    """Whether words repeat what is offered: its sum, its share or its goods."""
    of_goods = terms.thing is not None and terms.thing in text
    if "方案" in text or (terms.percent == 50 and "一半" in text) or of_goods:
        return True
    return terms.amount_fen is not None and terms.amount_fen in {found.fen for found in money_in(text)}


def ask_leaders(ctx: Context, conn: Connection, case: Case, offer: Offer, words: str, doubt: Doubt) -> None:
    """The offer stays as it is; the leaders are asked once what the member meant."""
    offers.change(conn, offer.id, answer=words)
    record(ctx, conn, case.number, member_of(case), "offer_doubtful", words, offer=offer.id)
    texts = about(ctx, conn, case, offer) | {"quote": excerpt(words, 40), "asked": excerpt(doubt.asked, 60)}
    took, not_took = variants("compensation.doubt_buttons")
    buttons = (Button(took, data=f"took:{offer.id}"), Button(not_took, data=f"nottook:{offer.id}"))
    group = groups.get(conn, case.group)
    text = say(f"compensation.{doubt.sentence}", **texts)
    key = f"offer_doubtful:{offer.id}:{doubt.key}"
    speak.to_leaders(ctx, conn, group, text, key, case=case.number, buttons=buttons)
