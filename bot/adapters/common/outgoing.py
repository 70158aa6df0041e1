"""Making a text fit what a platform takes in one message."""

from __future__ import annotations

from collections.abc import Callable

_SENTENCE_ENDS = "。！？!?；;\n"


def shorten(text: str, limit: int, degraded: list[str], size: Callable[[str], int] = len) -> str:
    """At most `limit` long: cut behind the last sentence that fits, where there is one in the second half; `degraded`
    learns of it. `size` counts as the platform does, a character as one or two."""
    if size(text) <= limit:
        return text
    degraded.append("text")
    cut = text[: limit - 1]
    while (excess := size(cut) - (limit - 1)) > 0:
        cut = cut[: -((excess + 1) // 2)]
    end = max(cut.rfind(sign) for sign in _SENTENCE_ENDS) + 1
    return (cut[:end] if end > len(cut) // 2 else cut) + "…"
