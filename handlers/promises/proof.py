"""Whether what a leader writes can be the proof that a promise was kept; else what they are asked first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from bot.domain.proof_words import certainly, proof_doubt
from bot.domain.text import excerpt, safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import groups, promises
from bot.storage.promises import Promise
from handlers.promises import says as promise_says

_SPOKEN = re.compile(r"[^\W\d_]{2,}")
"""What is said of a name: 王姐 of 🌸王姐12-3."""
_SEVERAL = re.compile("[都和跟与、,，]")


def read(ctx: Context, conn: Connection, found: Sequence[Promise], text: str, command: str) -> tuple[str, str]:
    """The proof that these words are for all of these promises, and the question that comes first, empty where there is
    none. `command` is what stood before the words; with 确实 behind it they are taken as they stand."""
    words, certain = certainly(text)
    doubt = "" if certain else _question(ctx, conn, found, words, command)
    return words, doubt


def _question(ctx: Context, conn: Connection, found: Sequence[Promise], text: str, command: str) -> str:
    more = {"text": excerpt(text, 60), "again": f"{command} 确实 {excerpt(text, 60)}", "command": command}
    for promise in found:
        doubt = proof_doubt(text, promise.amount_fen) if text else None
        if doubt is not None:
            return say(f"promise.doubted.{doubt}", **(_described(ctx, conn, promise) | more))
    others = _others_named(conn, found[0], text) if len(found) == 1 else []
    if not others:
        return ""
    who = "、".join(safe_name(p.member_name or "") for p in others)
    ids = "、".join(str(p.id) for p in sorted([found[0], *others], key=lambda p: p.id))
    return say("promise.doubted.names", **(_described(ctx, conn, found[0]) | more), who=who, ids=ids)


def _others_named(conn: Connection, promise: Promise, text: str) -> list[Promise]:
    """What others are still owed whom these words name as if it were done for them, too: 王姐和赵姐都转了."""
    if not _SEVERAL.search(text):
        return []
    owed = promises.open_of_groups(conn, [promise.group])
    return [p for p in owed if p.member_id != promise.member_id and is_named(p, text)]


def is_named(promise: Promise, text: str) -> bool:
    """Whether these words call the member of a promise by name."""
    spoken = _SPOKEN.search(promise.member_name or "")
    return spoken is not None and spoken[0] in text


def _described(ctx: Context, conn: Connection, promise: Promise) -> dict[str, Any]:
    words = promise_says.described(ctx, conn, promise)
    return words | {"member": safe_name(promise.member_name or groups.get(conn, promise.group).name)}
