"""What the OneBot adapter remembers between frames: who it is, names, what was said, what it sent itself.

A gateway's message ids may begin anew when it restarts. A message's id is therefore "<gateway's id>@<its second>" in
the inbox: the same when it is told again live or by the history, another one when the number is used a second time.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from bot.adapters.common.memory import OWN_S, OwnPosts, Post, keep
from bot.adapters.common.reading import storable

PLATFORM = "onebot"

_SAME_ID_S = 120
_SAME_TEXT_S = 2
_MOST_SAID = 5_000
_MOST_PICTURE_BYTES = 32 * 1024 * 1024

_UNSTEADY = re.compile(r"@\S+|\s")


@dataclass(frozen=True)
class Said:
    """A message that came in, or (`own`) that our outbox sent, as far as it tells doubles apart."""

    message_id: str
    group_id: str | None
    member_id: str
    at: datetime
    text: str
    images: int = 0
    own: bool = False

    @property
    def gist(self) -> str:
        return gist(self.text, self.images)


class PassedMessage(Protocol):
    """A message that an earlier run of the program took in or sent; the fields of `Said`."""

    @property
    def message_id(self) -> str: ...
    @property
    def group_id(self) -> str | None: ...
    @property
    def member_id(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def text(self) -> str: ...
    @property
    def images(self) -> int: ...
    @property
    def own(self) -> bool: ...


Past = Callable[[], Awaitable[Sequence[PassedMessage]]]
"""What an earlier run of the program took in and sent lately, oldest first."""


@dataclass
class Memory:
    """Bounded in every direction; what falls out is caught by the unique key of the inbox."""

    now: Callable[[], datetime]
    account: str = ""
    groups: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    last_group: dict[str, str] = field(default_factory=dict)
    """Member -> the group where the member was seen last, for temporary sessions."""
    friends: set[str] | None = None
    """None until the gateway has told them."""
    latest: dict[tuple[str, str], datetime] = field(default_factory=dict)
    """("group" or "private", id) -> when the last message came in there."""
    own: OwnPosts = field(default_factory=OwnPosts)
    _said: dict[str, Said] = field(default_factory=dict)
    _full: dict[str, str] = field(default_factory=dict)
    _pictures: dict[str, bytes] = field(default_factory=dict)

    def note(self, said: Said) -> None:
        """Remember a message that is in the inbox or was sent."""
        self._said[said.message_id] = said
        self._full[raw_id(said.message_id)] = said.message_id
        while len(self._said) > _MOST_SAID:
            oldest = self._said.pop(next(iter(self._said)))
            if self._full.get(raw_id(oldest.message_id)) == oldest.message_id:
                del self._full[raw_id(oldest.message_id)]
        if said.own:
            return
        where = ("group", said.group_id) if said.group_id is not None else ("private", said.member_id)
        if where not in self.latest or self.latest[where] < said.at:
            keep(self.latest, where, said.at)
        if said.group_id is not None and said.member_id.isdecimal():
            keep(self.last_group, said.member_id, said.group_id)

    def find(self, raw: str) -> Said | None:
        """The latest message that the gateway gave this id."""
        return self._said.get(self._full.get(raw, ""))

    def full_id(self, raw: str) -> str:
        """The inbox's id of a message that the gateway names; its own id where it is not remembered."""
        return self._full.get(raw, raw)

    def knows(self, said: Said) -> bool:
        """Whether this very message was noted before; its number alone may have been used again meanwhile."""
        known = self.find(raw_id(said.message_id))
        if known is None or abs((known.at - said.at).total_seconds()) > _SAME_ID_S:
            return False
        return (known.group_id, known.member_id, known.gist) == (said.group_id, said.member_id, said.gist)

    def twin(self, said: Said, taken: set[str]) -> bool:
        """Whether a noted message has the same chat, sender, time and text under another id; each counts once."""
        for known in reversed(self._said.values()):
            if (
                known.message_id not in taken
                and (known.group_id, known.member_id, known.gist) == (said.group_id, said.member_id, said.gist)
                and abs((known.at - said.at).total_seconds()) <= (OWN_S if known.own else _SAME_TEXT_S)
            ):
                taken.add(known.message_id)
                return True
        return False

    def posting(self, target: str, text: str, images: int) -> Post:
        """Note that we are about to send."""
        return self.own.posting(target, gist(text, images), self.now())

    def is_own(self, raw: str, target: str, what: str, at: datetime) -> bool:
        """Whether a message of our account is one that our outbox sent, rather than typed by hand."""

        def then(sent: datetime) -> bool:
            return abs((sent - at).total_seconds()) <= _SAME_ID_S

        known = self.find(raw)
        return (
            self.own.has_id(raw, lambda post: post.conversation == target and then(post.at))
            or (known is not None and known.own and then(known.at))
            or self.own.has_words(target, what, at)
        )

    def hold_picture(self, content: bytes) -> str:
        """Keep bytes that came inside a message for a while; returns what `picture` takes."""
        name = hashlib.sha256(content).hexdigest()
        self._pictures[name] = content
        while sum(map(len, self._pictures.values())) > _MOST_PICTURE_BYTES and len(self._pictures) > 1:
            del self._pictures[next(iter(self._pictures))]
        return name

    def picture(self, name: str) -> bytes | None:
        return self._pictures.get(name)


def raw_id(message_id: str) -> str:
    """The gateway's id in the inbox's."""
    return message_id.partition("@")[0]


def gist(text: str, images: int) -> str:
    """What stays the same of a message however it is told: no blanks, no mentions."""
    return f"{_UNSTEADY.sub('', text)}|{images}"


def an_id(value: Any) -> str:
    """An id that gateways write as a number or as a string; "" where there is none."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return ""
    text = str(value).strip()
    return "" if text == "0" else storable(text)[:64]


def moment(value: Any, now: datetime) -> tuple[datetime, str]:
    """(time, its second as text) of a frame's `time`: seconds, or milliseconds from some gateways.

    A time that is missing or lies far in the future becomes the present; the second stays as the gateway tells it.
    """
    try:
        seconds = float(value)
        if seconds > 100_000_000_000:
            seconds /= 1000
        at = datetime.fromtimestamp(seconds, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return now.astimezone(UTC), "0"
    if seconds <= 0:
        return now.astimezone(UTC), "0"
    return at if at <= now + timedelta(minutes=5) else now.astimezone(UTC), str(int(seconds))
