"""Whether a leader's words that name a sum stand among words about prices: what goods cost is no refund."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import Connection

from bot.detection.price_talk import is_about_buying, names_a_price
from bot.storage import messages, promises
from bot.storage.messages import Message
from handlers.promises.names import LOOKED_BACK

_WITHIN = timedelta(minutes=10)


def among_prices(conn: Connection, message: Message, of: Collection[str] = ()) -> bool:
    """Whether anybody, or one `of` these, has just asked a price or wanted to buy, or the same leader named a price
    last; what was said before their last promise is over."""
    for before in reversed(messages.recent(conn, message.group, LOOKED_BACK, before=message.id)):
        if message.at - before.at > _WITHIN:
            return False
        if before.member_id == message.member_id:
            if promises.of_message(conn, message.group, before.message_id):
                return False
            if names_a_price(before.text):
                return True
        elif before.role == "member" and (not of or before.member_id in of) and is_about_buying(before.text):
            return True
    return False


def right_behind(conn: Connection, message: Message, of: Collection[str]) -> bool:
    """Whether the last that the same leader wrote, not long ago, promised something to these."""
    lately = messages.recent(conn, message.group, LOOKED_BACK, before=message.id)
    own = [m for m in lately if m.member_id == message.member_id and message.at - m.at <= _WITHIN]
    made = promises.of_message(conn, message.group, own[-1].message_id) if own else []
    return bool(of) and set(of) <= {p.member_id for p in made}
