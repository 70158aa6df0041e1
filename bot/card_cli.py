"""`anxin card`: the card that a case's member agreed to, as picture files; without their yes there is none."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from bot.app import build
from bot.config import Settings
from bot.replies import say
from bot.storage import cards, cases, images
from handlers.showing.making import draw_card
from handlers.showing.posting import agreed_card


class NoCard(Exception):
    """There is nothing to write, or it cannot be written; the message is one line that says why."""


async def write_card(settings: Settings, number: int, path: Path) -> list[Path]:
    """Write the pictures of a case's card to `path`, further ones beside it; returns where they are."""
    app = build(settings, adapters={})
    try:
        live = await app.ctx.storage.read(lambda conn: cards.live(conn, number))
        if live is not None and not live.pictures:
            await draw_card(app.ctx, live.id)
        pictures = await app.ctx.storage.read(partial(_pictures, number=number))
    finally:
        app.ctx.storage.close()
    paths = [path if n == 1 else path.with_stem(f"{path.stem}-{n}") for n in range(1, len(pictures) + 1)]
    try:
        for place, picture in zip(paths, pictures, strict=True):
            place.write_bytes(picture)
    except OSError as e:
        raise NoCard(say("errors.file", path=path, why=e.strerror or type(e).__name__)) from e
    return paths


def _pictures(conn: Connection, *, number: int) -> list[bytes]:
    case = cases.get(conn, number)
    if case is None:
        raise NoCard(say("showing.cli.no_case", number=number))
    card = agreed_card(conn, case)
    if card is None:
        raise NoCard(say("showing.cli.no_consent", number=number))
    kept = [images.get(conn, picture) for picture in card.pictures]
    return [image.content for image in kept if image is not None]
