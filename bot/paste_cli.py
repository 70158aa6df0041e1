"""`anxin paste`: files in, words for a terminal or JSON out."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bot import paste
from bot.app import build
from bot.config import Settings
from bot.domain.pasted import MAX_BYTES
from bot.ports import Context
from bot.replies import say


class CannotRead(Exception):
    """A file cannot be read; the message is one line that says which and why."""


async def paste_files(
    settings: Settings,
    source: str,
    *,
    group: str,
    photos: Path | None,
    leaders: list[str],
    days: int,
    sent: list[int],
    as_json: bool,
) -> str | None:
    """Do what the command was asked; what is wrong with it, in one line, or None."""
    try:
        given = b"" if sent else read_source(source)
        beside = paste.photos_in(photos) if photos is not None and not sent else {}
    except CannotRead as e:
        return str(e)
    except OSError:
        return say("paste.no_photos", path=photos)
    app = build(settings)
    try:
        if sent:
            return await _mark(app.ctx, sent)
        result = await paste.paste(app.ctx, given, group, leaders=leaders, photos=beside, days=days)
    finally:
        app.ctx.storage.close()
    if as_json:
        print(json.dumps(paste.as_json(result), ensure_ascii=False, indent=2))
        return None if result.counts.read else _no_chat()
    if not result.counts.read:
        for line in result.unreadable[:20]:
            print(say("paste.line", line=line.line, text=line.text[:60]), file=sys.stderr)
        return _no_chat()
    print(paste.as_text(result))
    return None


def _no_chat() -> str:
    return say("paste.no_chat", lines="")


def read_source(source: str) -> bytes:
    """The bytes of a file, or of standard input; raises CannotRead."""
    try:
        raw = sys.stdin.buffer.read(MAX_BYTES + 1) if source == "-" else Path(source).read_bytes()
    except OSError as e:
        raise CannotRead(say("errors.file", path=source, why=e.strerror or type(e).__name__)) from e
    if len(raw) > MAX_BYTES:
        megabytes = len(raw) // 1_000_000
        raise CannotRead(say("paste.too_large", path=source, megabytes=megabytes, most=MAX_BYTES // 1_000_000))
    if not raw.strip():
        raise CannotRead(say("paste.nothing"))
    return raw


async def _mark(ctx: Context, numbers: list[int]) -> str | None:
    done = await paste.mark_sent(ctx, numbers)
    for number in (n for n in numbers if done[n]):
        print(say("paste.marked", number=number))
    missing = [say("paste.not_waiting", number=n) for n in numbers if not done[n]]
    return "\n".join(missing) or None
