"""Assist mode without any bot: a chat that people paste. Nothing can be sent there; every message is a draft."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.chat import Capabilities, Forbidden, Gone, Health, Outgoing, Sent, Sink
from bot.replies import say

PLATFORM = "paste"
ACCOUNT = "paste"


@dataclass
class PasteAdapter:
    """No connection at all: messages come in by the handlers of a paste, pictures beside them."""

    platform: str = PLATFORM
    account: str = ACCOUNT
    capabilities: Capabilities = field(default_factory=lambda: Capabilities(sends=False, dm_first="friends"))
    health: Health = field(default_factory=lambda: Health(connected=True))

    async def start(self, sink: Sink) -> None:
        """Nothing arrives by itself."""

    async def stop(self) -> None:
        """Nothing runs."""

    async def send(self, message: Outgoing) -> Sent:
        raise Forbidden(say("paste.cannot_send"))

    async def delete(self, group_id: str, message_id: str) -> None:
        raise Forbidden(say("paste.cannot_send"))

    async def fetch_image(self, ref: str) -> bytes:
        raise Gone(say("paste.no_picture"))

    async def is_group_admin(self, group_id: str, member_id: str) -> bool | None:
        return None

    async def answer_button(self, press_id: str, text: str) -> None:
        """There are no buttons."""

    def deep_link(self, start: str) -> str | None:
        return None
