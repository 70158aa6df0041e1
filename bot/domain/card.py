"""What stands on a resolved card, as plain values, and whether one card shows nothing that another does not.

Everything here is redacted already. A consent is bound to `hash_of` what the member saw; a card that `shows_no_more`
may take its place, any other has to be asked about again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from bot.domain.redaction import SHOWN, Redacted, Span
from bot.domain.redaction_names import SURNAME

Side = Literal["member", "ours"]
Layout = Literal["full", "result"]
LAYOUTS: tuple[Layout, ...] = ("full", "result")
Part = Literal["name", "amounts", "photos"]
"""What a member may want left out."""

_NOTHING_SHOWN = re.compile("|".join(re.escape(shown) for shown in SHOWN.values()) + r"|邻居[A-Z](?![A-Za-z])|@群友")
"""Signs that tell nothing of what they stand for. A surname (王**) tells something."""
_SURNAME = re.compile(rf"(?:{SURNAME})\*\*")


@dataclass(frozen=True)
class ShownBubble:
    """One excerpt; `key` names the message that it comes from, `photos` are content hashes."""

    key: str
    side: Side
    who: str
    text: str
    at: str = ""
    photos: tuple[str, ...] = ()
    hidden_photos: int = 0


@dataclass(frozen=True)
class ShownStep:
    """One stage of the case and how long it took since the one before."""

    name: str
    at: str = ""
    took: str = ""


@dataclass(frozen=True)
class Shown:
    """Everything that one card shows, but its check code, which is made from this."""

    number: int
    title: str
    group: str
    goods: str
    layout: Layout = "full"
    bubbles: tuple[ShownBubble, ...] = ()
    compensation: tuple[str, ...] = ()
    amount: str | None = None
    steps: tuple[ShownStep, ...] = ()
    duration: str = ""
    result: str = ""
    traditional: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(kept: Mapping[str, Any]) -> Shown:
    """The card that `as_json` wrote down."""
    bubbles = tuple(ShownBubble(**{**b, "photos": tuple(b["photos"])}) for b in kept["bubbles"])
    steps = tuple(ShownStep(**s) for s in kept["steps"])
    return Shown(**{**kept, "bubbles": bubbles, "steps": steps, "compensation": tuple(kept["compensation"])})


def hash_of(shown: Shown) -> str:
    """What a consent is bound to: SHA-256 of everything that the card shows."""
    said = json.dumps(shown.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def shows_no_more(card: Shown, than: Shown) -> bool:
    """Whether everything that can be read or seen on `card` is on `than`, too, in the same place and order."""
    same = ("number", "title", "layout", "traditional")
    if any(getattr(card, name) != getattr(than, name) for name in same):
        return False
    lines = ("group", "goods", "duration", "result")
    if not all(reads_no_more(getattr(card, name), getattr(than, name)) for name in lines):
        return False
    return (
        card.amount in (None, than.amount)
        and _in_order(card.compensation, than.compensation)
        and _is_part(card.steps, than.steps)
        and _bubbles_show_no_more(card.bubbles, than.bubbles)
    )


def _bubbles_show_no_more(bubbles: Sequence[ShownBubble], than: Sequence[ShownBubble]) -> bool:
    others = iter(than)
    return all(any(_bubble_shows_no_more(bubble, other) for other in others) for bubble in bubbles)


def _bubble_shows_no_more(bubble: ShownBubble, than: ShownBubble) -> bool:
    return (
        (bubble.key, bubble.side) == (than.key, than.side)
        and bubble.at in ("", than.at)
        and _is_part(bubble.photos, than.photos)
        and reads_no_more(bubble.who, than.who)
        and reads_no_more(bubble.text, than.text)
    )


def _in_order(lines: Sequence[str], than: Sequence[str]) -> bool:
    others = iter(than)
    return all(any(reads_no_more(line, other) for other in others) for line in lines)


def _is_part(some: Sequence[object], of: Sequence[object]) -> bool:
    others = iter(of)
    return all(any(one == other for other in others) for one in some)


def reads_no_more(text: str, than: str) -> bool:
    """Whether all that can be read in `text` stands in `than` in the same order, the ends at the ends."""
    if not text:
        return True
    pieces = _NOTHING_SHOWN.split(text)
    if len(pieces) == 1:
        return text == than
    first, *middle, last = pieces
    if not than.startswith(first):
        return False
    place = len(first)
    for piece in middle:
        found = than.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return len(than) - place >= len(last) and than.endswith(last)


def leaves_out(card: Shown, part: Part) -> bool:
    """Whether a card shows nothing of what the member wants left out."""
    if part == "photos":
        return not any(bubble.photos for bubble in card.bubbles)
    if part == "amounts":
        return card.amount is None
    texts = (card.goods, card.result, *card.compensation, *(t for b in card.bubbles for t in (b.who, b.text)))
    return not any(_SURNAME.search(text) for text in texts)


def without_surnames(text: str) -> str:
    """The text with even the surnames of redacted names taken out."""
    return _SURNAME.sub(SHOWN["hidden"], text)


def hide_more(original: str, redacted: Redacted, more: Sequence[Span]) -> Redacted:
    """What is hidden already stays hidden as it was; the places in `more` are hidden besides."""
    spans = list(redacted.spans)
    for wish in more:
        start, end = max(0, wish.start), min(len(original), wish.end)
        touching = [span for span in spans if span.start < end and start < span.end]
        if start >= end or any(span.start <= start and end <= span.end for span in touching):
            continue
        spans = [span for span in spans if span not in touching]
        start, end = min([start, *(s.start for s in touching)]), max([end, *(s.end for s in touching)])
        spans.append(Span(start, end, wish.kind, wish.shown))
    spans.sort()
    return Redacted(_with(original, spans), tuple(spans))


def _with(original: str, spans: Sequence[Span]) -> str:
    parts, done = [], 0
    for span in spans:
        parts += [original[done : span.start], span.shown]
        done = span.end
    return "".join(parts) + original[done:]


def places_of(words: str, text: str) -> list[tuple[int, int]]:
    """Every place of `text` where these words stand."""
    return [(found.start(), found.end()) for found in re.finditer(re.escape(words), text)] if words else []
