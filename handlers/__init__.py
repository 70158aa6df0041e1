"""What happens on each event: plain functions in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from bot.domain.chat import AnyEvent, ButtonPress, DirectMessage, DirectRecall, GroupChange, GroupMessage
from bot.ports import Context
from handlers.buttons import on_button
from handlers.direct_message import on_direct_message, on_direct_recall
from handlers.group_message import on_group_change, on_group_message

Handler = Callable[[Context, Connection, Any], None]

ROUTES: Mapping[type[AnyEvent], Sequence[Handler]] = {
    GroupMessage: (on_group_message,),
    DirectMessage: (on_direct_message,),
    ButtonPress: (on_button,),
    GroupChange: (on_group_change,),
    DirectRecall: (on_direct_recall,),
}
"""Event → the functions that handle it, in order."""


def dispatch(ctx: Context, conn: Connection, event: AnyEvent) -> None:
    """Hand an event to its handlers, inside the transaction that marks it as done."""
    for handler in ROUTES[type(event)]:
        handler(ctx, conn, event)
