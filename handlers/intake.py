"""The sink: an event is committed to the inbox before its platform hears that we have it."""

from __future__ import annotations

from bot.domain.chat import AnyEvent
from bot.ports import Context
from bot.storage import inbox


async def receive(ctx: Context, event: AnyEvent) -> bool:
    """Commit the event; False when it was here already. Raises StorageError when it could not be kept."""
    now = ctx.now()
    return await ctx.storage.write(lambda conn: inbox.add(conn, event, now))
