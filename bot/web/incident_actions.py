"""What a person can do on the page of an incident: one function an action, on top of what the chat commands call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.incident import Incident
from bot.domain.money_words import sum_words
from bot.domain.offer_words import price_in
from bot.domain.tone import check_tone
from bot.ports import Context
from bot.replies import catalogue, say
from bot.storage import cases, groups, incidents, offers, outbox
from bot.web.case_work import Refused, WordsHeld
from handlers import speak
from handlers.cases.timeline import Actor
from handlers.compensation.offers import NotPossible, post_key
from handlers.incidents import work
from handlers.incidents.decision import Decided, decide, numbers_words
from handlers.incidents.posts import posting_waits
from handlers.incidents.price import set_price
from handlers.incidents.work import CannotDo
from handlers.pasted import by_hand

LONGEST = 1000


@dataclass(frozen=True)
class Deed:
    """One action on one incident, whose group is locked: who does it, and the fields of the form."""

    ctx: Context
    conn: Connection
    incident: Incident
    by: Actor
    form: Mapping[str, str]

    def words(self, name: str, longest: int = LONGEST) -> str:
        return self.form.get(name, "").strip()[:longest]

    def said(self, key: str, **more: Any) -> str:
        return say(f"console.incidents.said.{key}", number=self.incident.number, title=self.incident.title, **more)

    @property
    def sends(self) -> bool:
        return speak.capabilities(self.ctx, groups.get(self.conn, self.incident.group).platform).sends


def cannot(error: CannotDo, number: int | str = "") -> str:
    """Why it could not be done, in one sentence."""
    known: dict[str, str] = catalogue()["console"]["incidents"]["cannot"]
    return known[str(error)].format(number=number)


def decide_all(d: Deed) -> str:
    """One offer to everybody; whoever decides has seen what was decided before."""
    made = d.incident.offer or {}
    if str(made.get("at", "")) != d.form.get("decided", ""):
        raise Refused(d.said("decided_meanwhile", who=made.get("by_name", ""), words=made.get("words", "")))
    reason = d.words("reason", 200)
    words = d.words("what", 80) + (f"，因为{reason}" if reason else "")
    if not words and not made:
        raise Refused(say("console.needs_words"))
    try:
        found = decide(d.ctx, d.conn, d.incident, words, d.by)
    except NotPossible as e:
        raise Refused(str(e)) from None
    if not d.sends:
        _wait_to_be_copied(d, found)
    told = _told(d, found)
    if found.left_out and not (found.offered or found.waiting):
        raise Refused(told)
    return told


def _told(d: Deed, found: Decided) -> str:
    lines = []
    if found.offered:
        lines.append(d.said("decided", count=len(found.offered)))
    if found.waiting:
        lines.append(d.said("decided_waits", cases=numbers_words(found.waiting)))
    lines += [d.said("left_out", cases=numbers_words(numbers), why=why) for numbers, why in found.reasons[:5]]
    return "\n".join(lines) or d.said("nothing_to_decide")


def _wait_to_be_copied(d: Deed, found: Decided) -> None:
    """Where nothing can be sent, the offers wait on their cases' pages to be copied."""
    for offer in offers.latest_of(d.conn, found.offered).values():
        post = outbox.find(d.conn, post_key(offer))
        if post is not None and post.state == "pending":
            outbox.change(d.conn, post.id, state="draft")


def price(d: Deed) -> str:
    fen = price_in(d.words("price", 20))
    if fen is None:
        raise Refused(d.said("price_how"))
    count = set_price(d.ctx, d.conn, d.incident, fen, d.words("price", 20), d.by)
    return d.said("price_set", price=sum_words(fen), count=count)


def draft(d: Deed) -> str:
    """Keep words for the group; the tone guard speaks first, and a person may insist."""
    if d.incident.state == "dissolved":
        raise CannotDo("ended")
    text = d.words("text")
    if not text:
        raise Refused(say("console.needs_words"))
    findings = check_tone(text, kind="public", author="group_leader")
    if findings and d.form.get("anyway") != text:
        raise WordsHeld("draft", text, findings)
    drafted = work.draft_post(d.ctx, d.conn, d.incident, text)
    return "\n".join([d.said("drafted"), *drafted.words()])


def send(d: Deed) -> str:
    """The draft goes out, the very one that the person has read."""
    _same_draft(d)
    minutes = work.send_draft(d.ctx, d.conn, d.incident, d.by)
    if minutes is None:
        raise Refused(d.said("nothing_waits"))
    return d.said("sending_later", minutes=minutes) if minutes else d.said("sending")


def sent_by_hand(d: Deed) -> str:
    _same_draft(d)
    if not by_hand.mark_posts_sent(d.ctx, d.conn, d.incident, d.by):
        raise Refused(d.said("nothing_waits"))
    return d.said("marked")


def _same_draft(d: Deed) -> None:
    waiting = [post for post in incidents.posts_of(d.conn, d.incident.number) if posting_waits(post)]
    if waiting and f"{waiting[-1].id}" != d.form.get("post"):
        raise Refused(d.said("draft_changed"))


def close(d: Deed) -> str:
    *_, drafted = work.close(d.ctx, d.conn, d.incident, d.by)
    return "\n".join([d.said("closed"), *drafted.words()])


def dissolve(d: Deed) -> str:
    work.dissolve(d.ctx, d.conn, d.incident, d.by)
    return d.said("dissolved")


def merge(d: Deed) -> str:
    into = incidents.get(d.conn, _number(d.words("into")))
    if into is None or into.group != d.incident.group:
        raise CannotDo("no_such_other")
    work.merge(d.ctx, d.conn, d.incident, into, d.by)
    return d.said("merged", into=into.number)


def add(d: Deed) -> str:
    case = _case(d)
    work.add_case(d.ctx, d.conn, d.incident, case, d.by)
    return d.said("added", case=case.number)


def remove(d: Deed) -> str:
    case = _case(d)
    work.remove_case(d.ctx, d.conn, d.incident, case, d.by)
    left = incidents.get(d.conn, d.incident.number)
    return d.said("removed" if left is not None and left.state == "open" else "removed_last", case=case.number)


def _case(d: Deed) -> Case:
    found = cases.get(d.conn, _number(d.words("case")), for_update=True)
    if found is None or found.group != d.incident.group:
        raise CannotDo("no_such_case")
    return found


def _number(text: str) -> int:
    """The number of a case or an incident; 0, which is none, where there is none."""
    digits = text.lstrip("#＃ ")
    return int(digits) if digits.isdecimal() and len(digits) <= 9 else 0


ACTIONS: Mapping[str, Callable[[Deed], str]] = {
    "decide": decide_all, "price": price, "draft": draft, "send": send, "sent": sent_by_hand, "close": close,
    "dissolve": dissolve, "merge": merge, "add": add, "remove": remove,
}  # fmt: skip
"""What the forms on the page of an incident are called, and what they do."""
