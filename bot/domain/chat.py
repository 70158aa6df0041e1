"""What happens in a chat, the same for every platform, and what a platform's adapter can do.

An adapter turns its platform's payload into one of the events below; nothing behind it knows the platform.
Ids from platforms are strings, times are aware UTC.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

SenderKind = Literal["member", "group_leader", "bot", "other_bot", "channel", "anonymous_admin"]
"""Who the platform says wrote it. Leaders and admins known to Anxin by their id arrive as `member`; the handlers look
them up. `group_leader` is only for platforms that mark the leader (the terminal, replay)."""


@dataclass(frozen=True)
class Image:
    """One picture of a message, as the platform names it; `handlers` fetch and keep it after intake.

    `ref` is what the adapter's `fetch_image` takes (a file id or a link); `content_hash` is known when the adapter
    already stored the bytes.
    """

    ref: str
    content_hash: str | None = None


@dataclass(frozen=True)
class Quote:
    """The message that this one replies to."""

    message_id: str
    member_id: str | None = None
    text: str = ""


@dataclass(frozen=True)
class Event:
    """Common to all events. (platform, account, message_id) is unique: the same one arriving twice is one event.

    `account` is the bot's own id on the platform; `message_id` is made by the adapter for events that have none
    (an edit, a button press, a member leaving), so that a second delivery of it has the same one.
    """

    platform: str
    account: str
    message_id: str
    sent_at: datetime


@dataclass(frozen=True)
class GroupMessage(Event):
    """A message in a group. `edited_message_id` is set when it replaces the text of an earlier message."""

    group_id: str
    group_name: str
    member_id: str
    member_name: str
    text: str = ""
    images: tuple[Image, ...] = ()
    quote: Quote | None = None
    mentions: tuple[str, ...] = ()
    """Member ids that the message mentions."""
    sender: SenderKind = "member"
    topic_id: str | None = None
    """The forum topic (Telegram) it stands in; answers go into the same."""
    edited_message_id: str | None = None


@dataclass(frozen=True)
class DirectMessage(Event):
    """A message to the bot in private.

    `start` is the payload of a deep link (`case_12`); `forwarded` is the message it forwards or replies to, where the
    platform tells.
    """

    member_id: str
    member_name: str
    text: str = ""
    images: tuple[Image, ...] = ()
    start: str | None = None
    forwarded_from_id: str | None = None
    forwarded_from_name: str | None = None
    quote: Quote | None = None
    edited_message_id: str | None = None


@dataclass(frozen=True)
class ButtonPress(Event):
    """A tap on a button of one of our messages; `data` is what we gave the button."""

    member_id: str
    member_name: str
    data: str
    press_id: str | None = None
    """What `answer_button` takes."""


@dataclass(frozen=True)
class GroupChange(Event):
    """Something about the group itself: `kind` says what, `member_id` whom it concerns.

    bot_added, bot_removed, bot_muted, bot_unmuted; member_joined, member_left; message_deleted (`detail` is the message
    id); migrated (the group's new id is `detail`); renamed (`group_name` is new).
    """

    group_id: str
    group_name: str
    kind: Literal[
        "bot_added",
        "bot_removed",
        "bot_muted",
        "bot_unmuted",
        "member_joined",
        "member_left",
        "message_deleted",
        "migrated",
        "renamed",
    ]
    member_id: str | None = None
    member_name: str | None = None
    detail: str | None = None


@dataclass(frozen=True)
class DirectRecall(Event):
    """A member took back a message to us in private; `recalled_message_id` says which."""

    member_id: str
    recalled_message_id: str


AnyEvent = GroupMessage | DirectMessage | ButtonPress | GroupChange | DirectRecall


@dataclass(frozen=True)
class Button:
    """Under a message: a link (`url`, or `start` for a deep link to our own private chat) or an action (`data`)."""

    label: str
    data: str | None = None
    url: str | None = None
    start: str | None = None


@dataclass(frozen=True)
class Outgoing:
    """One message to send. In a group `group_id` is set, in private `member_id`.

    `mention` is (member id, name) of whom to address; the adapter puts the mention in front of the text in its
    platform's own way. `topic_id`, `quote_message_id` say where it belongs.
    """

    text: str
    group_id: str | None = None
    member_id: str | None = None
    mention: tuple[tuple[str, str], ...] = ()
    quote_message_id: str | None = None
    topic_id: str | None = None
    image: bytes | None = None
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class Sent:
    """What became of an `Outgoing`: the platform's id where it tells one, and what could not be carried (`text`
    when it was cut, `mention`, `quote`, `buttons`, `image`, `topic`)."""

    message_id: str | None
    degraded: tuple[str, ...] = ()


@dataclass(frozen=True)
class Capabilities:
    """What a platform allows; handlers choose their way by it. `quote_reply` and `max_text` are what the adapter itself
    makes of a message; the tests hold it to them."""

    sends: bool = True
    """Whether anything can be sent at all; where not, every message is a draft that a person copies."""
    quote_reply: bool = False
    mention: bool = True
    image: bool = True
    dm_first: Literal["never", "friends", "temp_session", "always"] = "never"
    deep_link: bool = False
    delete_own_s: int | None = None
    """For how many seconds an own message can be deleted; None is never."""
    catch_up: Literal["none", "queue", "history"] = "none"
    group_per_min: float = 20.0
    """Where the settings limit no account of the platform (`sending`)."""
    global_per_sec: float = 30.0
    max_text: int = 4096
    buttons: bool = False
    tells_admins: bool = False
    """Whether `is_group_admin` can say who owns or administers a group."""


Sink = Callable[[AnyEvent], Awaitable[None]]
"""Returns after the event is committed; only then may an adapter acknowledge it to its platform."""


@dataclass
class Health:
    """How a connection is: `connected`, since when, and the last trouble in one sentence for a person."""

    connected: bool = False
    since: datetime | None = None
    trouble: str | None = None
    notes: list[str] = field(default_factory=list)


class ChatAdapter(Protocol):
    """One account on one platform. Every call raises a `ChatError` and nothing else, under a timeout of its own."""

    platform: str
    capabilities: Capabilities
    health: Health

    @property
    def account(self) -> str:
        """The bot's own id; known after `start`."""
        ...

    async def start(self, sink: Sink) -> None:
        """Connect and keep receiving in the background until `stop`; a lost connection is taken up again."""
        ...

    async def stop(self) -> None:
        """End within 3 s, leaving no task or socket behind."""
        ...

    async def send(self, message: Outgoing) -> Sent: ...

    async def delete(self, group_id: str, message_id: str) -> None:
        """Delete an own message in a group."""
        ...

    async def fetch_image(self, ref: str) -> bytes:
        """The picture behind `Image.ref`, at most 20 MB."""
        ...

    async def is_group_admin(self, group_id: str, member_id: str) -> bool | None:
        """Whether the member owns or administers the group; None where the platform can't say."""
        ...

    async def answer_button(self, press_id: str, text: str) -> None:
        """Close the waiting sign on a tapped button with a short word."""
        ...

    def deep_link(self, start: str) -> str | None:
        """A link that opens the private chat with the bot and hands it `start`; None where there is none."""
        ...


class ChatError(Exception):
    """A platform did not do what it was asked. The message is one sentence for a person; see the kinds below."""


class RateLimited(ChatError):
    """Too fast for the platform; try again after `retry_after` seconds."""

    def __init__(self, message: str, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class CannotReachMember(ChatError):
    """The platform does not let us write to this member in private (never pressed start, blocked us, no session)."""


class Forbidden(ChatError):
    """We may not do this here (muted, removed from the group, no right to delete)."""


class Gone(ChatError):
    """The group or message is not there any more. `moved_to` is the group's new id, where it has one."""

    def __init__(self, message: str, moved_to: str | None = None) -> None:
        super().__init__(message)
        self.moved_to = moved_to


class Offline(ChatError):
    """The platform cannot be reached now; the call certainly was not carried out. Try again later."""


class Unconfirmed(ChatError):
    """The call was made and no answer came: it may have been carried out. Never repeat it blindly."""


class Invalid(ChatError):
    """The platform refuses this message as it is; repeating it would not help."""
