"""From an event of a Wechaty gateway to the events of `bot.domain.chat`; nothing behind it knows Wechaty's shapes.

A gateway's event names a message, its payload names a room and people by id: `People` looks their names up.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, Protocol

from bot.adapters.common.reading import Malformed, NotUsed, storable
from bot.adapters.wechaty.memory import FILE_HELPER, PLATFORM, Memory, an_id, moment
from bot.domain.chat import AnyEvent, DirectMessage, DirectRecall, GroupChange, GroupMessage, Image
from bot.replies import say

JSON = Mapping[str, Any]


class EventKind(IntEnum):
    """The numbers of events, as gateways send them; others are not used."""

    HEARTBEAT = 1
    MESSAGE = 2
    DONG = 3
    ERROR = 16
    ROOM_JOIN = 19
    ROOM_LEAVE = 20
    ROOM_TOPIC = 21
    SCAN = 22
    LOGIN = 25
    LOGOUT = 26


CONTENT = (EventKind.MESSAGE, EventKind.ROOM_JOIN, EventKind.ROOM_LEAVE, EventKind.ROOM_TOPIC)
"""What becomes an event for the sink; the others concern the connection."""

_ATTACHMENT, _EMOTICON, _IMAGE, _TEXT, _RECALLED = 1, 5, 6, 7, 13

_MEDIA = {
    2: "voice", 3: "contact", 4: "forward", 8: "location", 9: "mini_program", 11: "transfer", 12: "red_packet",
    14: "link", 15: "video", 16: "story",
}  # fmt: skip
"""What is neither text nor picture; a word stands for it. Its own text is XML for programs."""

_GROUP_NOTE = 10
"""群待办 and 接龙: the text is what people wrote."""
_PICTURE_FILES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp")
_NOT_PEOPLE = ("weixin", "fmessage", "newsapp", "medianote", "floatbottle", "qmessage", "notification_messages")
_OFFICIAL = (2, 3)
_CHANGES = {
    (True, True): "bot_added", (True, False): "member_joined",
    (False, True): "bot_removed", (False, False): "member_left",
}  # fmt: skip
"""(somebody came, it is us) -> the kind of change."""


class Payload(Protocol):
    """A message as the gateway hands it out."""

    id: str
    type: int
    text: str
    timestamp: int
    filename: str
    from_id: str
    room_id: str
    to_id: str
    mention_ids: list[str]


class People(Protocol):
    """Names of groups and people; an id stands where the gateway tells none."""

    async def group_name(self, group_id: str) -> str: ...

    async def member_name(self, group_id: str, member_id: str) -> str: ...

    async def contact(self, contact_id: str) -> tuple[str, int]:
        """(name, kind of account)."""
        ...

    def renamed(self, group_id: str, name: str) -> None: ...


async def message_event(payload: Payload, asked: str, memory: Memory, people: People) -> list[AnyEvent]:
    """The events that one message becomes; `asked` is the id it was asked for by. Raises NotUsed or Malformed."""
    message_id, sender = an_id(payload.id) or asked, an_id(payload.from_id)
    group_id = an_id(payload.room_id)
    if not sender and not group_id:
        raise Malformed("a message has no sender")
    if not sender:
        raise NotUsed("a line of the system")
    if payload.type == _RECALLED:
        return await _recalled(payload, group_id, sender, memory, people)
    text, images = _content(payload, message_id)
    receiver = an_id(payload.to_id)
    if sender == memory.account and memory.is_own(message_id, group_id or receiver, None if images else text):
        raise NotUsed("a message of our own")
    at = moment(payload.timestamp, memory.now())
    if group_id:
        message = GroupMessage(
            platform=PLATFORM,
            account=memory.account,
            message_id=message_id,
            sent_at=at,
            group_id=group_id,
            group_name=await people.group_name(group_id),
            member_id=sender,
            member_name=await people.member_name(group_id, sender),
            text=text,
            images=images,
            mentions=tuple(dict.fromkeys(filter(None, map(an_id, payload.mention_ids)))),
        )
        return [message]
    if sender == memory.account:
        if receiver not in (memory.account, FILE_HELPER):
            raise NotUsed("what our account wrote to somebody in private")
        memory.self_chat = receiver
    elif sender in _NOT_PEOPLE or sender.startswith("gh_"):
        raise NotUsed("a message of WeChat itself or of an official account")
    name, kind = await people.contact(sender)
    if kind in _OFFICIAL:
        raise NotUsed("a message of an official account")
    return [DirectMessage(PLATFORM, memory.account, message_id, at, sender, name, text, images)]


async def _recalled(payload: Payload, group_id: str, by: str, memory: Memory, people: People) -> list[AnyEvent]:
    """A recall is a message of its own whose text is the recalled one's id."""
    recalled = an_id(payload.text)
    if not recalled or any(sign in recalled for sign in "<> "):
        raise NotUsed("a recall that does not say of which message")
    if not group_id:
        if by == memory.account:
            raise NotUsed("what our account took back in private")
        at = moment(payload.timestamp, memory.now())
        return [DirectRecall(PLATFORM, memory.account, f"recall:{recalled}", at, by, recalled)]
    change = GroupChange(
        platform=PLATFORM,
        account=memory.account,
        message_id=f"recall:{recalled}",
        sent_at=moment(payload.timestamp, memory.now()),
        group_id=group_id,
        group_name=await people.group_name(group_id),
        kind="message_deleted",
        member_id=by,
        member_name=await people.member_name(group_id, by),
        detail=recalled,
    )
    return [change]


def _content(payload: Payload, message_id: str) -> tuple[str, tuple[Image, ...]]:
    """Text and pictures; what is neither becomes a word in the text."""
    kind, filename = payload.type, storable(payload.filename)
    if kind in (_TEXT, _GROUP_NOTE):
        return storable(payload.text), ()
    if kind == _IMAGE or (kind == _ATTACHMENT and filename.lower().endswith(_PICTURE_FILES)):
        return "", (Image(ref=message_id),)
    if kind == _EMOTICON:
        return say("platforms.media.sticker"), ()
    if kind == _ATTACHMENT:
        return f"{say('platforms.media.document')} {filename[:200]}".strip(), ()
    if kind in _MEDIA:
        return say(f"platforms.media.{_MEDIA[kind]}"), ()
    raise NotUsed(f"a message of type {kind}")


async def room_event(kind: EventKind, told: JSON, memory: Memory, people: People) -> list[AnyEvent]:
    """Members who came and went, a new name: one event a person."""
    group_id = an_id(told.get("roomId"))
    if not group_id:
        raise Malformed("an event of a room does not say which")
    stamp = told.get("timestamp")
    at = moment(stamp, memory.now())
    second = int(at.timestamp())

    async def change(what: Any, word: str, about: str | None, name: str) -> GroupChange:
        return GroupChange(
            platform=PLATFORM,
            account=memory.account,
            message_id=f"{word}:{group_id}:{about or ''}:{second}",
            sent_at=at,
            group_id=group_id,
            group_name=name,
            kind=what,
            member_id=about,
            member_name=await people.member_name(group_id, about) if about else None,
        )

    if kind is EventKind.ROOM_TOPIC:
        name = storable(told.get("newTopic"))
        people.renamed(group_id, name)
        return [await change("renamed", "topic", an_id(told.get("changerId")) or None, name)]
    joined = kind is EventKind.ROOM_JOIN
    given = told.get("inviteeIdList" if joined else "removeeIdList")
    about = list(filter(None, map(an_id, given))) if isinstance(given, list) else []
    if not about:
        raise Malformed("nobody is named who came or went")
    name = await people.group_name(group_id)
    changes: list[AnyEvent] = []
    for member_id in about:
        what = _CHANGES[joined, member_id == memory.account]
        changes.append(await change(what, "join" if joined else "leave", member_id, name))
    return changes
