"""More than a neighbour reads."""

from __future__ import annotations

from bot.domain.tone.draft import LINK, Draft, Kind, ToneFinding

MAX_LENGTH: dict[Kind, int] = {"public": 120, "private": 300}
"""Characters of a text, links not counted."""


def too_long(draft: Draft) -> ToneFinding | None:
    limit = MAX_LENGTH[draft.kind]
    text = draft.text.strip()
    length = len(LINK.sub("", text).strip())
    if length <= limit:
        return None
    where = "群里" if draft.kind == "public" else "私聊"
    return ToneFinding("too_long", text[:20], f"{where}一条最多{limit}字，这条有{length}字，短一点更诚恳。")
