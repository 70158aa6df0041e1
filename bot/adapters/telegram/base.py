"""What the translation of Telegram's updates stands on: ids, texts, and what is remembered between updates.

Telegram numbers messages within a chat, so a message's id is "<chat>:<number>" everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from telegram import User

from bot.adapters.common.reading import Malformed, storable

JSON = dict[str, Any]
PLATFORM = "telegram"
GROUPS = ("group", "supergroup")

_MOST_USERNAMES = 20_000


@dataclass
class Seen:
    """What the adapter remembers between updates: who it is, members' usernames, its own standing in groups."""

    now: Callable[[], datetime]
    account: str = ""
    usernames: dict[str, str] = field(default_factory=dict)
    standing: dict[int, tuple[bool, bool]] = field(default_factory=dict)
    """Group -> (we are in it, we may write in it)."""

    def meet(self, user: User) -> None:
        """Remember a member's username, for mentions that carry nothing else."""
        if user.username:
            self.usernames.pop(user.username.lower(), None)
            self.usernames[user.username.lower()] = str(user.id)
            if len(self.usernames) > _MOST_USERNAMES:
                del self.usernames[next(iter(self.usernames))]


def own_id(chat_id: int, number: int) -> str:
    """A message's id, unique on our account."""
    return f"{chat_id}:{number}"


def number_in(message_id: str, chat_id: int) -> int | None:
    """The number of a message within the chat; None where the id belongs to another chat or to no message."""
    parts = message_id.split(":")
    if len(parts) < 2 or parts[0] != str(chat_id) or not parts[1].isdecimal():
        return None
    return int(parts[1])


def whole(number: Any) -> int:
    if not isinstance(number, int) or isinstance(number, bool):
        raise Malformed("an id is not a whole number")
    return number


def display_name(user: User) -> str:
    return storable(user.full_name).strip() or storable(user.username) or str(user.id)
