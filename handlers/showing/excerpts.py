"""The words of a case that may stand on its card: each original beside what is left of it once it is redacted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.domain.card import Side, hide_more, without_surnames
from bot.domain.case import Case
from bot.domain.redaction import Redacted, Redactor, Span
from bot.domain.text import only_picture, quoted
from bot.replies import say
from bot.storage import cards, cases, images, messages, outbox
from bot.storage.outbox import Post
from handlers.showing.choices import Choices

CONSENT = "consent"
"""Purpose of a question whether something may be shown."""
CARD = "card"
"""Purpose of the post that shows a card to its group."""
MOST = 8
"""So many excerpts are chosen by themselves; a leader may choose more."""
SHORT = 6
"""A member's private answer this short says little without the question."""
LEADERS_OWN = ("reply:",)
"""How the keys of messages begin that are a leader's own words."""
USUAL = (*LEADERS_OWN, "apology:", "resolved:", "offer:", "fulfilled:", "proof:")
"""How the keys of our messages begin that say something about the matter; the others ask and thank."""
_QUOTE = re.compile("“([^”]+)”")
_BEGINNING = 4
"""So many first characters of recalled words are known again at the end of a quote that was cut."""


@dataclass(frozen=True)
class Said:
    """One message of a case, as it was written. `usual` says whether it is chosen by itself."""

    key: str
    side: Side
    by_leader: bool
    at: datetime
    text: str
    photos: tuple[str, ...]
    missing_photos: int
    usual: bool


@dataclass(frozen=True)
class Excerpt:
    """One message beside what others may see of it."""

    said: Said
    who: str
    redacted: Redacted
    shown: bool


def end_of(conn: Connection, case: Case) -> datetime | None:
    """When the member said that it is solved; None while they have not."""
    ended = [e.at for e in cases.timeline(conn, case.number) if e.kind in ("ended", "closed") and e.actor == "member"]
    return ended[-1] if ended and not case.is_open else None


def said_in(conn: Connection, case: Case) -> list[Said]:
    """What the case's member and we said about it until it was solved, in the group and in private, oldest first; what
    was taken back is no part of it."""
    end = end_of(conn, case)
    posts = outbox.of_case(conn, case.number)
    asked = {post.text for post in posts if post.purpose in (CONSENT, CARD)}
    known = _pictures(conn, case)
    said = []
    for m in messages.of_case(conn, case.number):
        if m.recalled_at is not None:
            continue
        mine = m.member_id == case.member_id and m.role == "member"
        if mine or m.role in ("group_leader", "bot"):
            by_leader = m.role == "group_leader" or _begins(posts, m, LEADERS_OWN)
            said.append(_said(m, f"g{m.id}", mine, by_leader, known, True))
    for d in messages.conversation(conn, case.number):
        if d.recalled_at is not None or (d.direction == "out" and d.text in asked):
            continue
        mine = d.direction == "in"
        by_leader = not mine and _begins(posts, d, LEADERS_OWN)
        usual = (len(d.text) > SHORT or bool(d.images)) if mine else _begins(posts, d, USUAL)
        said.append(_said(d, f"p{d.id}", mine, by_leader, known, usual))
    said = [s for s in said if s.text or s.photos or s.missing_photos]
    said = sorted((s for s in said if end is None or s.at <= end), key=lambda s: s.at)
    return _some_usual(said)


def _said(m: Any, key: str, mine: bool, by_leader: bool, known: Mapping[str, str | None], usual: bool) -> Said:
    kept = [known.get(image["ref"]) for image in m.images]
    text = "" if only_picture(m.text) else m.text
    return Said(
        key, "member" if mine else "ours", by_leader, m.at, text, tuple(h for h in kept if h), kept.count(None), usual
    )


def _pictures(conn: Connection, case: Case) -> dict[str, str | None]:
    sent = [m.images for m in messages.of_case(conn, case.number)]
    sent += [m.images for m in messages.conversation(conn, case.number)]
    refs = [image["ref"] for pictures in sent for image in pictures]
    return {f.ref: f.content_hash for f in images.by_refs(conn, case.platform, refs)} if refs else {}


def _begins(posts: Sequence[Post], message: Any, keys: tuple[str, ...]) -> bool:
    """Whether a message of ours is of such a kind; what nobody sent for us, a leader wrote themselves."""
    sent = next((post for post in posts if post.text == message.text), None)
    return sent is None or sent.dedupe_key.startswith(keys)


def _some_usual(said: list[Said]) -> list[Said]:
    """The first words, the last ones of the member and what lies between, as many as are read with pleasure."""
    last = max((n for n, s in enumerate(said) if s.side == "member"), default=-1)
    usual = [n for n, s in enumerate(said) if s.usual or n == last]
    if len(usual) > MOST:
        usual = usual[: MOST // 2] + usual[-(MOST - MOST // 2) :]
    return [
        s if s.usual == (n in usual) else Said(**{**vars(s), "usual": n in usual}) for n, s in enumerate(said)
    ]  # fmt: skip


def redactor_of(conn: Connection, case: Case, choices: Choices) -> Redactor:
    """Redacts with the names of all members who have spoken in the group."""
    names = [name for name in cards.names_in_group(conn, case.group) if name != case.member_name]
    return Redactor(case.member_name, names, neutral=choices.neutral)


def excerpts_of(conn: Connection, case: Case, choices: Choices, redactor: Redactor) -> list[Excerpt]:
    """Every message of the case with what others may see of it, oldest first."""
    found = []
    recalled = _recalled(conn, case)
    for said in said_in(conn, case):
        who = redactor.label(case.member_name) if said.side == "member" else _our_name(said)
        shown = said.usual if choices.shown is None else said.key in choices.shown
        quotes = _quotes_of(recalled, said.text) if said.side == "ours" else []
        found.append(Excerpt(said, who, redacted(redactor, said.text, choices, said.key, quotes), shown))
    return found


def _recalled(conn: Connection, case: Case) -> list[str]:
    """What was taken back, as our sentences quote it."""
    said = [m.text for m in messages.of_case(conn, case.number) if m.recalled_at is not None]
    said += [d.text for d in messages.conversation(conn, case.number) if d.recalled_at is not None]
    return [words for text in said if (words := quoted(text, len(text) + 1))]


def _quotes_of(recalled: Sequence[str], text: str) -> list[Span]:
    """Where a sentence of ours quotes such words, whole or cut."""
    quotes = _QUOTE.finditer(text)
    return [Span(*quote.span(1)) for quote in quotes if any(_is_of(words, quote[1]) for words in recalled)]


def _is_of(words: str, quote: str) -> bool:
    cut = quote.endswith("…")
    return words in quote or quote.rstrip("…") in words or (cut and words[:_BEGINNING] in quote)


def _our_name(said: Said) -> str:
    return say("showing.who.leader" if said.by_leader else "showing.who.ours")


def redacted(redactor: Redactor, text: str, choices: Choices, key: str = "", besides: Sequence[Span] = ()) -> Redacted:
    """What others may see of a text. What a leader hides, the amounts and `besides` are hidden, too: nothing else
    shows for it."""
    found = redactor.redact(text)
    more = [*besides, *(Span(start, end) for start, end in choices.hidden.get(key, ()))]
    if not choices.amounts:
        more += [span for span in redactor.redact(text, hide_amounts=True).spans if span.kind == "amount"]
    found = hide_more(text, found, more)
    return Redacted(without_surnames(found.text), found.spans) if choices.neutral else found
