"""Which question about a card a member's words may answer, and whether they plainly do: only what follows our question
itself does, or names the picture."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.storage import cases, consents, messages, outbox
from bot.storage.consents import Consent
from bot.storage.messages import Direct
from bot.storage.outbox import Post
from handlers import speak
from handlers.showing.consent import asked_at
from handlers.showing.excerpts import CONSENT

UNCLEAR = "consent_unclear"
"""What we ask back of words that may be a yes."""
MEANT = "consent_meant"
"""What we ask back of a plain answer that may be to something else."""
CAN_HIDE = "consent_can_hide"
WAITS = "consent_later"
CONDITION = "consent_condition"
AGREED = "consent_yes"
HELD = "consent_held"
"""What we say when a yes is put off."""
LESS = "consent_less"
"""What we say when a yes is to less."""
_WANTS_ANSWER = re.compile(r"[？?]")
"""What we said and wanted an answer to."""


@dataclass(frozen=True)
class Question:
    """A question that has reached its member; `plain` says that words without a picture's name are its answer."""

    consent: Consent
    plain: bool


def question_to(
    conn: Connection, platform: str, member_id: str, said: tuple[Direct, ...], names_picture: bool
) -> Question | None:
    """The question that these words may answer: it has reached the member, and nothing else waits for an answer, unless
    they name the picture. After silence, too: a late yes is one."""
    states: tuple[consents.State, ...] = ("asked", "later", "silent")
    for consent in consents.of_member(conn, platform, member_id, "card", states):
        post = arrived(conn, consent)
        if post is None or not post.had_arrived(said[0].at):
            continue
        if names_picture:
            return Question(consent, plain=True)
        last = _last_word(conn, platform, member_id, post)
        if last is None or _is_about(last, consent):
            asked_back = last is not None and last.dedupe_key.startswith((f"{UNCLEAR}:", f"{MEANT}:"))
            return Question(consent, plain=asked_back or consent.state != "silent")
        other = _WANTS_ANSWER.search(last.text) or cases.open_of_member(conn, platform, member_id)
        if consent.state != "silent" and not other:
            return Question(consent, plain=False)
    return None


def _last_word(conn: Connection, platform: str, member_id: str, question: Post) -> Post | None:
    """The last that the member was told; a greeting that asks nothing changes no subject."""
    last = outbox.last_to(conn, platform, member_id)
    if last is None or last.purpose != speak.ANSWER or last.case is not None or _WANTS_ANSWER.search(last.text):
        return last
    since = messages.directs_since(conn, platform, member_id, question.sent_at or last.created_at)
    texts = [d.text for d in since if d.direction == "out" and d.case is not None]
    posts = outbox.of_case(conn, question.case or 0)
    return next((p for p in reversed(posts) if texts and p.text == texts[-1]), last if texts else question)


def arrived(conn: Connection, consent: Consent) -> Post | None:
    """The question as the member got it; None while they have not."""
    post = asked_at(conn, consent)
    if post is None and consent.state == "later":
        post = outbox.find(conn, f"{CONSENT}:{consent.id}:0:0")
    return post


def follows_yes(conn: Connection, platform: str, member_id: str, consent: Consent) -> bool:
    """Whether the last that a member was told is about the card that they agreed to."""
    posts = outbox.of_case(conn, consent.case or 0)
    answer = next((p for p in reversed(posts) if p.dedupe_key.startswith(f"{AGREED}:{consent.id}:")), None)
    last = _last_word(conn, platform, member_id, answer) if answer is not None else None
    return last is not None and _is_about(last, consent)


def wants_answer(conn: Connection, platform: str, member_id: str) -> bool:
    """Whether a member's words may answer something else that was asked."""
    last = outbox.last_to(conn, platform, member_id)
    asked = last is not None and bool(_WANTS_ANSWER.search(last.text))
    return asked or bool(cases.open_of_member(conn, platform, member_id))


def _is_about(post: Post, consent: Consent) -> bool:
    """Whether what we said is this question, or belongs to it."""
    return post.dedupe_key.startswith(
        tuple(f"{kind}:{consent.id}:" for kind in (CONSENT, MEANT, CAN_HIDE, CONDITION, AGREED, HELD, LESS))
    ) or post.dedupe_key in (f"{UNCLEAR}:{consent.id}", f"{WAITS}:{consent.id}")
