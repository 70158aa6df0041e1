"""One promise as a text says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.promise_deeds import Kind
from bot.domain.when_words import Awaits


@dataclass(frozen=True)
class PromiseWords:
    """One promise as the words say it. `words` are the part of the text that it stands in."""

    kind: Kind
    amount_fen: int | None = None
    thing: str | None = None
    due: datetime | None = None
    when: Awaits | None = None
    words: str = ""
