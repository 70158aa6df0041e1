"""The sink: an event is committed to the inbox before its platform hears that we have it."""

from __future__ import annotations

import logging

from bot.domain.chat import AnyEvent
from bot.ports import Context
from bot.storage import inbox

log = logging.getLogger(__name__)


async def receive(ctx: Context, event: AnyEvent) -> bool:
    """Commit the event; False when it was here already. Raises StorageError when it could not be kept."""
    now = ctx.now()
    return await ctx.storage.write(lambda conn: inbox.add(conn, event, now))
