"""A burst and what was said before it, written out in pieces as the encoder reads them.

The burst comes first, then the earlier texts of people, the latest first, each with who wrote it: the leader, the
burst's own writer, or a neighbour, A being the one who spoke last: `<s> text [图片] </s> A: before </s> 自己: … </s>`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_uppercase

from bot.detection.model.pieces import Pieces
from bot.detection.normal import plain
from bot.domain.verdict import Burst, Earlier, Situation

EARLIER = 8
"""Of the earlier texts the encoder reads the last eight."""
LONGEST_OWN, LONGEST_EARLIER, LONGEST = 52, 22, 112
"""Pieces of the burst, of one earlier text, and of all together; a piece costs about .2 ms."""
_TAIL = 20
"""Of a longer burst the encoder reads the beginning and so many pieces of its end."""


@dataclass(frozen=True)
class Script:
    """Pieces in order; the first `own` of them are the burst."""

    ids: tuple[int, ...]
    own: int


def script_of(burst: Burst, situation: Situation, pieces: Pieces) -> Script:
    """What the encoder reads of one burst."""
    mark = "团长:" if burst.role == "group_leader" else ""
    own = _cut(_pieces_of(mark + _line(burst.text, burst.has_image), pieces), LONGEST_OWN)
    ids = [Pieces.BEGIN, *own, Pieces.END]
    own_count = len(ids)
    names: dict[str, str] = {}
    for earlier in _before(burst, situation):
        text = _pieces_of(_speaker(earlier, names) + _line(earlier.text, earlier.has_image), pieces)[:LONGEST_EARLIER]
        if len(ids) + len(text) >= LONGEST:
            break
        ids += [*text, Pieces.END]
    return Script(tuple(ids), own_count)


def _before(burst: Burst, situation: Situation) -> list[Earlier]:
    """What the burst answers, the nearest first: the texts it quotes, then the last ones said."""
    quoted = [Earlier(m.quoted_text, m.quoted_role or "unknown") for m in burst.messages if m.quoted_text]
    said = [earlier for earlier in situation.earlier if earlier.role != "bot"]
    return [*reversed(quoted[-1:]), *reversed(said[-EARLIER:])]


def _line(text: str, has_image: bool) -> str:
    return plain(text) + (" [图片]" if has_image else "")


def _speaker(earlier: Earlier, names: dict[str, str]) -> str:
    """Who wrote an earlier text, as far as known; `names` are those of the neighbours met so far."""
    if earlier.role in ("group_leader", "bot"):
        return "团长:"
    if earlier.same_member is None:
        return ""
    if earlier.same_member:
        return "自己:"
    if earlier.speaker is None:
        return "别人:"
    return names.setdefault(earlier.speaker, f"{ascii_uppercase[len(names)]}:")


@lru_cache(maxsize=4096)
def _pieces_of(text: str, pieces: Pieces) -> tuple[int, ...]:
    return tuple(pieces.ids(text))


def _cut(ids: Sequence[int], most: int) -> Sequence[int]:
    return ids if len(ids) <= most else [*ids[: most - _TAIL], *ids[-_TAIL:]]
