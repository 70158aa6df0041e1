"""What the Wechaty adapter remembers: who it is, and what its outbox sent, to know it again when it comes back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.adapters.common.memory import OwnPosts, Post, keep
from bot.adapters.common.reading import storable

PLATFORM = "wechaty"
FILE_HELPER = "filehelper"
"""文件传输助手, WeChat's chat with oneself: where a leader whose account the bot runs on talks to the bot."""

_PICTURE = "\x00picture"


@dataclass
class Memory:
    """Bounded in every direction."""

    now: Callable[[], datetime]
    account: str = ""
    self_chat: str = FILE_HELPER
    own: OwnPosts = field(default_factory=OwnPosts)
    _where: dict[str, str] = field(default_factory=dict)
    _recalled: dict[str, None] = field(default_factory=dict)

    def conversation_of(self, member_id: str) -> str:
        """Where to write to a member; to ourselves it is the chat that we last wrote to ourselves in."""
        return self.self_chat if member_id == self.account else member_id

    def posting(self, conversation: str, text: str | None) -> Post:
        """Note that we are about to send a text, or (None) a picture."""
        return self.own.posting(conversation, gist(text), self.now())

    def posted(self, post: Post, raw: str) -> None:
        """The gateway told the id of what we sent."""
        post.raw = raw
        keep(self._where, raw, post.conversation)

    def group_of(self, raw: str) -> str | None:
        """The conversation that a message of ours was sent to; None where it is not remembered."""
        return self._where.get(raw)

    def recalled(self, raw: str) -> None:
        """A message of ours was taken back."""
        keep(self._recalled, raw, None)

    def was_recalled(self, raw: str) -> bool:
        return raw in self._recalled

    def is_own(self, raw: str, conversation: str, text: str | None) -> bool:
        """Whether a message of our account is one that our outbox sent, rather than typed by hand; each counts once."""
        return self.own.has_id(raw) or self.own.has_words(conversation, gist(text), self.now())


def gist(text: str | None) -> str:
    """What stays of a text on its way through WeChat, which changes blanks; a picture has none."""
    return _PICTURE if text is None else re.sub(r"\s", "", text)


def an_id(value: Any) -> str:
    """An id as gateways write it; "" where there is none."""
    return storable(value).strip()[:200] if isinstance(value, str) else ""


def moment(value: Any, now: datetime) -> datetime:
    """A time that gateways give in seconds or milliseconds. What is missing, absurd or yet to come is the present."""
    now = now.astimezone(UTC)
    try:
        seconds = float(value)
        for _ in range(2):  # seconds, milliseconds, microseconds
            if seconds > 100_000_000_000:
                seconds /= 1000
        at = datetime.fromtimestamp(seconds, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return now
    return min(at, now) if at.year > 2000 else now
