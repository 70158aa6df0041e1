"""A chat without any account: the demo, `anxin chat`, replay and tests talk through it.

The same contract as a real platform: events go to the sink, what is sent comes back to whoever listens.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from PIL import Image as Picture

from bot.domain.chat import (
    ButtonPress,
    CannotReachMember,
    Capabilities,
    ChatError,
    Forbidden,
    Gone,
    GroupMessage,
    Health,
    Image,
    Offline,
    Outgoing,
    Quote,
    SenderKind,
    Sent,
    Sink,
)
from bot.domain.chat import DirectMessage as Direct


@lru_cache(maxsize=1)
def grey_picture() -> bytes:
    """What every simulated picture shows."""
    out = io.BytesIO()
    Picture.new("RGB", (64, 64), "#999999").save(out, "PNG")
    return out.getvalue()


@dataclass(frozen=True)
class Delivery:
    """One message that we sent, and the last event that had come in before it."""

    message: Outgoing
    message_id: str
    at: datetime
    after: str | None


@dataclass
class TerminalAdapter:
    """One simulated platform. `groups` maps group ids to names; a member's id is their name.

    `refused` are members to whom no private message gets through; `troubles` are raised by the next calls of `send`;
    `pictures` are the bytes behind a picture's ref (None: it cannot be had), a grey one where nothing is set.
    """

    now: Callable[[], datetime]
    groups: Mapping[str, str]
    leader_names: frozenset[str] = frozenset({"团长"})
    capabilities: Capabilities = field(
        default_factory=lambda: Capabilities(
            quote_reply=True, dm_first="always", delete_own_s=120, group_per_min=60, max_text=2000
        )
    )
    listener: Callable[[Delivery], None] | None = None
    platform: str = "terminal"
    account: str = "anxin"
    health: Health = field(default_factory=Health)
    sent: list[Delivery] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    troubles: list[ChatError] = field(default_factory=list)
    pictures: dict[str, bytes | None] = field(default_factory=dict)
    _sink: Sink | None = None
    _ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _last: str | None = None
    _texts: dict[str, tuple[str, str]] = field(default_factory=dict)

    async def start(self, sink: Sink) -> None:
        self._sink = sink
        self.health = Health(True, self.now())

    async def stop(self) -> None:
        self._sink = None
        self.health = Health(False, self.now())

    async def say(
        self,
        group_id: str,
        member: str,
        text: str,
        *,
        message_id: str | None = None,
        pictures: int = 0,
        quote: str | None = None,
        sender: SenderKind | None = None,
    ) -> str:
        """Somebody speaks in a group; returns the message's id."""
        message_id = message_id or f"m{next(self._ids)}"
        kind = sender or ("group_leader" if member in self.leader_names else "member")
        quoted = self._texts.get(quote) if quote else None
        event = GroupMessage(
            self.platform,
            self.account,
            message_id,
            self.now(),
            group_id,
            self.groups.get(group_id, group_id),
            member,
            member,
            text,
            tuple(Image(f"{message_id}/{n}") for n in range(pictures)),
            Quote(quote, *quoted) if quote and quoted else None,
            sender=kind,
        )
        self._texts[message_id] = (member, text)
        await self._hand_over(event)
        return message_id

    async def whisper(self, member: str, text: str, *, pictures: int = 0, quote_text: str | None = None) -> str:
        """Somebody writes to us in private."""
        message_id = f"d{next(self._ids)}"
        images = tuple(Image(f"{message_id}/{n}") for n in range(pictures))
        quote = Quote("", None, quote_text) if quote_text else None
        event = Direct(self.platform, self.account, message_id, self.now(), member, member, text, images, quote=quote)
        await self._hand_over(event)
        return message_id

    async def press(self, member: str, data: str) -> None:
        """Somebody taps a button of ours."""
        press_id = f"p{next(self._ids)}"
        event = ButtonPress(self.platform, self.account, press_id, self.now(), member, member, data, press_id)
        await self._hand_over(event)

    async def _hand_over(self, event: GroupMessage | Direct | ButtonPress) -> None:
        if self._sink is None:
            raise Offline("the terminal chat is not started")
        self._last = event.message_id
        await self._sink(event)

    async def send(self, message: Outgoing) -> Sent:
        if self.troubles:
            raise self.troubles.pop(0)
        if message.member_id in self.refused:
            raise CannotReachMember(f"{message.member_id} takes no private messages")
        message_id = f"b{next(self._ids)}"
        delivery = Delivery(message, message_id, self.now(), self._last)
        self.sent.append(delivery)
        if self.listener:
            self.listener(delivery)
        return Sent(message_id)

    async def delete(self, group_id: str, message_id: str) -> None:
        if message_id not in {d.message_id for d in self.sent if d.message.group_id == group_id}:
            raise Gone(f"there is no message {message_id} in {group_id}")
        if self.capabilities.delete_own_s is None:
            raise Forbidden("nothing can be deleted here")
        self.deleted.append(message_id)

    async def fetch_image(self, ref: str) -> bytes:
        raw = self.pictures.get(ref, grey_picture())
        if raw is None:
            raise Gone(f"there is no picture {ref}")
        return raw

    async def is_group_admin(self, group_id: str, member_id: str) -> bool | None:
        return member_id in self.leader_names if group_id in self.groups else None

    async def answer_button(self, press_id: str, text: str) -> None:
        """Nothing waits on a terminal."""

    def deep_link(self, start: str) -> str | None:
        return None
