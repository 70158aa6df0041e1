"""Who of those that praised or criticised goods is known to have bought them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from bot.ports import Context
from bot.replies import say
from bot.storage import members
from bot.storage.voices import Voice
from handlers.orders.matching import Buyer, order_for
from handlers.orders.says import day_words


def bought(ctx: Context, conn: Connection, heard: Iterable[Voice]) -> dict[int, str]:
    """By voice, words that name a buyer with an order as such; nothing where it is not certain."""
    names: dict[int, list[tuple[str, str]]] = {}
    found = {}
    for voice in heard:
        if not voice.goods or voice.state == "erased":
            continue
        if voice.group not in names:
            names[voice.group] = members.names_in(conn, voice.group)
        buyer = Buyer(voice.group, voice.member_id, voice.member_name)
        order = order_for(conn, buyer, voice.goods, voice.at, names=names[voice.group])
        if order is not None:
            day = day_words(ctx, conn, order)
            found[voice.id] = say("order.bought", date=day) if day else say("order.bought_undated")
    return found
