"""From a OneBot v11 event to the events of `bot.domain.chat`; nothing behind it knows OneBot's shapes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.adapters.common.memory import keep
from bot.adapters.common.reading import Malformed, NotUsed, storable
from bot.adapters.onebot.memory import PLATFORM, Memory, Said, an_id, gist, moment
from bot.adapters.onebot.segments import Content, read
from bot.domain.chat import AnyEvent, DirectMessage, DirectRecall, GroupChange, GroupMessage, Quote, SenderKind

JSON = dict[str, Any]

WHOLE_GROUP = "whole group"
"""`detail` of a bot_muted that silences everybody but owner and administrators; the receiver asks which we are."""

_BOTS = (range(2_854_196_301, 2_854_216_400), range(3_889_000_000, 3_890_000_000), range(2_854_196_300, 2_854_196_301))
"""QQ numbers that Tencent gives to its own bots."""


def translate(raw: object, memory: Memory) -> list[AnyEvent]:
    """The events that one frame becomes; raises NotUsed or Malformed, nothing else."""
    if not isinstance(raw, dict):
        raise Malformed("it is not a JSON object")
    kind = raw.get("post_type")
    if not isinstance(kind, str) or kind not in _TRANSLATORS:
        raise Malformed(f"its post_type is {str(kind)[:40]!r}, which is not known")
    account = an_id(raw.get("self_id"))
    if account and not memory.account:
        memory.account = account
    if account and account != memory.account:
        raise NotUsed("an event of another account")
    try:
        return _TRANSLATORS[kind](raw, memory)
    except (NotUsed, Malformed):
        raise
    except Exception as error:
        raise Malformed(f"its {kind} cannot be read ({type(error).__name__})") from None


def said_of(event: GroupMessage | DirectMessage) -> Said:
    """What the memory keeps of an event."""
    group_id = event.group_id if isinstance(event, GroupMessage) else None
    return Said(event.message_id, group_id, event.member_id, event.sent_at, event.text, len(event.images))


def _message(raw: JSON, memory: Memory) -> list[AnyEvent]:
    kind = raw.get("message_type")
    if kind == "group":
        return [_group_message(raw, memory)]
    if kind == "private":
        return [_direct_message(raw, memory)]
    raise Malformed(f"its message_type is {str(kind)[:40]!r}")


def _group_message(raw: JSON, memory: Memory) -> GroupMessage:
    group_id = an_id(raw.get("group_id"))
    if not group_id:
        raise Malformed("it has no group_id")
    if raw.get("sub_type") == "notice":
        raise NotUsed("a line of the system")
    member_id, name, sender = _sender(raw, memory)
    number, content = _content(raw, memory)
    at, second = moment(raw.get("time"), memory.now())
    if member_id == memory.account and memory.is_own(
        number, f"group:{group_id}", gist(content.text, len(content.images)), at
    ):
        own = Said(number, group_id, member_id, at, content.text, len(content.images), own=True)
        memory.note(own)
        raise NotUsed("a message of our own")
    group_name = storable(raw.get("group_name")) if isinstance(raw.get("group_name"), str) else ""
    if group_name:
        keep(memory.groups, group_id, group_name)
    if sender == "member" and member_id.isdecimal():
        keep(memory.names, member_id, name)
        keep(memory.last_group, member_id, group_id)
    return GroupMessage(
        platform=PLATFORM,
        account=memory.account,
        message_id=f"{number}@{second}",
        sent_at=at,
        group_id=group_id,
        group_name=group_name or memory.groups.get(group_id, ""),
        member_id=member_id,
        member_name=name,
        text=content.text,
        images=tuple(content.images),
        quote=_quote(content, memory),
        mentions=tuple(content.mentions),
        sender=sender,
    )


def _direct_message(raw: JSON, memory: Memory) -> DirectMessage:
    member_id, name, sender = _sender(raw, memory)
    if sender != "member":
        raise NotUsed("a private message of a bot")
    if member_id == memory.account and an_id(raw.get("target_id")) != memory.account:
        raise NotUsed("what our account wrote in private")
    number, content = _content(raw, memory)
    at, second = moment(raw.get("time"), memory.now())
    if member_id == memory.account and memory.is_own(
        number, f"private:{member_id}", gist(content.text, len(content.images)), at
    ):
        raise NotUsed("a message of our own")
    sent_by = raw.get("sender")
    group_id = an_id(raw.get("group_id")) or an_id(sent_by.get("group_id") if isinstance(sent_by, dict) else None)
    if raw.get("sub_type") == "group" and group_id:
        keep(memory.last_group, member_id, group_id)
    if raw.get("sub_type") == "friend" and memory.friends is not None:
        memory.friends.add(member_id)
    from_id, from_name = content.forwarded or (None, None)
    return DirectMessage(
        platform=PLATFORM,
        account=memory.account,
        message_id=f"{number}@{second}",
        sent_at=at,
        member_id=member_id,
        member_name=name,
        text=content.text,
        images=tuple(content.images),
        forwarded_from_id=from_id or None,
        forwarded_from_name=from_name or None,
        quote=_quote(content, memory),
    )


def _sender(raw: JSON, memory: Memory) -> tuple[str, str, SenderKind]:
    """(id, name, kind) of who wrote a message."""
    hidden = raw.get("anonymous")
    if raw.get("sub_type") == "anonymous" and isinstance(hidden, dict):
        number = an_id(hidden.get("id")) or "0"
        return f"anonymous:{number}", _name(hidden.get("name")) or number, "member"
    sender = raw.get("sender") if isinstance(raw.get("sender"), dict) else {}
    assert isinstance(sender, dict)
    member_id = an_id(raw.get("user_id")) or an_id(sender.get("user_id"))
    if not member_id:
        raise Malformed("it has no user_id")
    name = _name(sender.get("card")) or _name(sender.get("nickname")) or memory.names.get(member_id) or member_id
    robot = sender.get("is_robot") is True or (member_id.isdecimal() and any(int(member_id) in some for some in _BOTS))
    return member_id, name, "other_bot" if robot else "member"


def _name(value: Any) -> str:
    return storable(value).strip() if isinstance(value, str) else ""


def _content(raw: JSON, memory: Memory) -> tuple[str, Content]:
    """(the gateway's id of the message, its content); a message without an id gets one made of what it says."""
    message = raw.get("message", raw.get("raw_message"))
    number = an_id(raw.get("message_id")).replace("@", "_")
    if not number:
        seed = f"{raw.get('group_id')} {raw.get('user_id')} {raw.get('time')} {message}"
        number = f"h{hashlib.sha256(seed.encode('utf-8', 'replace')).hexdigest()[:20]}"
    return number, read(message, memory, number)


def _quote(content: Content, memory: Memory) -> Quote | None:
    if content.quote_id is None:
        return None
    known = memory.find(content.quote_id)
    if known is None:
        return Quote(content.quote_id)
    return Quote(known.message_id, known.member_id, known.text)


def _notice(raw: JSON, memory: Memory) -> list[AnyEvent]:
    kind = raw.get("notice_type")
    if kind == "notify":
        kind = f"notify {raw.get('sub_type')}"
    reader = _NOTICES.get(str(kind))
    if reader is None:
        raise NotUsed(f"a notice of kind {str(kind)[:40]}")
    at, second = moment(raw.get("time"), memory.now())
    return reader(raw, memory, at, second)


def _change(raw: JSON, memory: Memory, at: datetime, second: str, kind: Any, **more: Any) -> list[AnyEvent]:
    group_id = an_id(raw.get("group_id"))
    if not group_id:
        raise Malformed("it has no group_id")
    about = more.get("member_id") or more.pop("about", "") or ""
    message_id = f"{kind}:{group_id}:{about}@{second}"
    group_name = more.pop("group_name", memory.groups.get(group_id, ""))
    return [GroupChange(PLATFORM, memory.account, message_id, at, group_id, group_name, kind=kind, **more)]


def _recalled(raw: JSON, memory: Memory, at: datetime, second: str) -> list[AnyEvent]:
    number = an_id(raw.get("message_id"))
    if not number:
        raise Malformed("it has no message_id")
    known = memory.find(number)
    if known is not None and known.own:
        raise NotUsed("a message of our own was deleted")
    member_id = an_id(raw.get("user_id")) or None
    detail = memory.full_id(number)
    (event,) = _change(raw, memory, at, second, "message_deleted", about=number, detail=detail)
    assert isinstance(event, GroupChange)
    name = memory.names.get(member_id or "")
    return [
        GroupChange(
            event.platform, event.account, event.message_id, event.sent_at, event.group_id, event.group_name,
            kind=event.kind, member_id=member_id, member_name=name, detail=detail,
        )
    ]  # fmt: skip


def _recalled_in_private(raw: JSON, memory: Memory, at: datetime, second: str) -> list[AnyEvent]:
    number, member_id = an_id(raw.get("message_id")), an_id(raw.get("user_id"))
    if not number or not member_id:
        raise Malformed("it has no message_id or no user_id")
    known = memory.find(number)
    if known is not None and known.own:
        raise NotUsed("a message of our own was deleted")
    message_id = f"friend_recall:{member_id}:{number}@{second}"
    return [DirectRecall(PLATFORM, memory.account, message_id, at, member_id, memory.full_id(number))]


def _joined(raw: JSON, memory: Memory, at: datetime, second: str) -> list[AnyEvent]:
    member_id = an_id(raw.get("user_id"))
    if member_id == memory.account:
        return _change(raw, memory, at, second, "bot_added")
    name = memory.names.get(member_id)
    return _change(raw, memory, at, second, "member_joined", member_id=member_id or None, member_name=name)


def _left(raw: JSON, memory: Memory, at: datetime, second: str) -> list[AnyEvent]:
    member_id = an_id(raw.get("user_id"))
    if raw.get("sub_type") in ("kick_me", "disband") or member_id == memory.account:
        return _change(raw, memory, at, second, "bot_removed")
    name = memory.names.get(member_id)
    return _change(raw, memory, at, second, "member_left", member_id=member_id or None, member_name=name)


def _silenced(raw: JSON, memory: Memory, at: datetime, second: str) -> list[AnyEvent]:
    """A ban of our account or of the whole group (user 0); that of a member says nothing about the group."""
    member_id = an_id(raw.get("user_id"))
    if member_id not in ("", memory.account):
        raise NotUsed("the ban of a member")
    if raw.get("sub_type") == "lift_ban":
        return _change(raw, memory, at, second, "bot_unmuted")
    detail = WHOLE_GROUP if not member_id else None
    return _change(raw, memory, at, second, "bot_muted", detail=detail)


def _renamed(raw: JSON, memory: Memory, at: datetime, second: str) -> list[AnyEvent]:
    name = _name(raw.get("name_new")) or _name(raw.get("group_name"))
    if not name:
        raise Malformed("it has no new name")
    keep(memory.groups, an_id(raw.get("group_id")), name)
    return _change(raw, memory, at, second, "renamed", group_name=name)


def _new_friend(raw: JSON, memory: Memory, at: datetime, second: str) -> list[AnyEvent]:
    if memory.friends is not None:
        memory.friends.add(an_id(raw.get("user_id")))
    raise NotUsed("a new friend")


def _new_card(raw: JSON, memory: Memory, at: datetime, second: str) -> list[AnyEvent]:
    member_id, card = an_id(raw.get("user_id")), _name(raw.get("card_new"))
    if member_id and card:
        keep(memory.names, member_id, card)
    raise NotUsed("a member's new name")


_NOTICES: dict[str, Callable[[JSON, Memory, datetime, str], list[AnyEvent]]] = {
    "group_recall": _recalled,
    "friend_recall": _recalled_in_private,
    "group_increase": _joined,
    "group_decrease": _left,
    "group_ban": _silenced,
    "notify group_name": _renamed,
    "friend_add": _new_friend,
    "group_card": _new_card,
}


def _request(raw: JSON, memory: Memory) -> list[AnyEvent]:
    raise NotUsed("a request to be a friend or to join a group: a person decides")


def _meta(raw: JSON, memory: Memory) -> list[AnyEvent]:
    raise NotUsed("a sign of life")


_TRANSLATORS: dict[str, Callable[[JSON, Memory], list[AnyEvent]]] = {
    "message": _message,
    "message_sent": _message,
    "notice": _notice,
    "request": _request,
    "meta_event": _meta,
}
