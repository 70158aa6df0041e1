"""What changes about a group: members come and go, it gets a new name or a new id, we are let in, muted, removed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from telegram import Chat, ChatMember, Message, User

from bot.adapters.common.reading import NotUsed, storable
from bot.adapters.telegram.base import GROUPS, JSON, PLATFORM, Seen, display_name, own_id, whole
from bot.domain.chat import AnyEvent, GroupChange


def _change(chat: Chat, message_id: str, at: datetime, seen: Seen, kind: Any, **more: Any) -> GroupChange:
    where = {"group_id": str(whole(chat.id)), "group_name": storable(chat.title)}
    return GroupChange(PLATFORM, seen.account, message_id, at, kind=kind, **(where | more))


def service_changes(message: Message, seen: Seen) -> list[AnyEvent]:
    """What a service message says about the group; none where it is an ordinary message."""
    chat, at = message.chat, message.date
    message_id = own_id(whole(chat.id), whole(message.message_id))
    if message.migrate_to_chat_id is not None:
        return [_migrated(message, seen, old=chat.id, new=message.migrate_to_chat_id)]
    if message.migrate_from_chat_id is not None:
        return [_migrated(message, seen, old=message.migrate_from_chat_id, new=chat.id)]
    if message.new_chat_title is not None:
        return [_change(chat, message_id, at, seen, "renamed")]
    if message.new_chat_members:
        return _used([event for user in message.new_chat_members for event in _joined(chat, user, at, seen)])
    if message.left_chat_member is not None:
        return _used(_left(chat, message.left_chat_member, at, seen))
    return []


def _used(events: list[AnyEvent]) -> list[AnyEvent]:
    if not events:
        raise NotUsed("a change that is known or concerns another bot")
    return events


def _migrated(message: Message, seen: Seen, old: int, new: int) -> GroupChange:
    """Both the old and the new group announce it; both announcements have the same id."""
    message_id = f"{whole(old)}:migrated:{whole(new)}"
    return _change(message.chat, message_id, message.date, seen, "migrated", group_id=str(old), detail=str(new))


def _joined(chat: Chat, user: User, at: datetime, seen: Seen) -> list[AnyEvent]:
    if str(user.id) == seen.account:
        return _own_standing(chat, at, seen, present=True, writes=seen.standing.get(chat.id) != (True, False))
    return _member_change(chat, user, at, seen, "joined")


def _left(chat: Chat, user: User, at: datetime, seen: Seen) -> list[AnyEvent]:
    if str(user.id) == seen.account:
        return _own_standing(chat, at, seen, present=False, writes=False)
    return _member_change(chat, user, at, seen, "left")


def _member_change(chat: Chat, user: User, at: datetime, seen: Seen, what: str) -> list[AnyEvent]:
    """A member came or left. A service message and a chat_member update may both tell it; both have the same id."""
    if user.is_bot:
        return []
    seen.meet(user)
    message_id = f"{chat.id}:{what}:{whole(user.id)}:{int(at.timestamp())}"
    return [
        _change(chat, message_id, at, seen, f"member_{what}", member_id=str(user.id), member_name=display_name(user)),
    ]


def _own_standing(chat: Chat, at: datetime, seen: Seen, *, present: bool, writes: bool) -> list[AnyEvent]:
    """What changed for ourselves in a group; Telegram tells the same thing in two ways, the second says nothing new."""
    was_present, wrote = seen.standing.get(chat.id, (not present, True))
    seen.standing[chat.id] = (present, writes)
    kinds: list[str] = []
    if present != was_present:
        kinds.append("bot_added" if present else "bot_removed")
    if present and writes != (wrote or not was_present):
        kinds.append("bot_unmuted" if writes else "bot_muted")
    stamp = int(at.timestamp())
    return [_change(chat, f"{chat.id}:{kind}:{stamp}", at, seen, kind) for kind in kinds]


def _standing(member: JSON) -> tuple[bool, bool]:
    """(is in the group, may write there) as a chat member's status says."""
    status = member["status"]
    if status == ChatMember.RESTRICTED:
        present = bool(member.get("is_member", True))
        return present, present and bool(member.get("can_send_messages", True))
    present = status in (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER)
    return present, present


def membership(raw: JSON, seen: Seen) -> list[AnyEvent]:
    """A change of somebody's status. Read by hand: the library wants every right spelt out, and not all servers do."""
    chat, user = Chat.de_json(raw["chat"], None), User.de_json(raw["new_chat_member"]["user"], None)
    at = datetime.fromtimestamp(whole(raw["date"]), UTC)
    before, after = _standing(raw["old_chat_member"]), _standing(raw["new_chat_member"])
    if chat.type not in GROUPS:
        raise NotUsed("a change in a private chat or channel")
    if str(whole(user.id)) == seen.account:
        seen.standing.setdefault(chat.id, before)
        return _used(_own_standing(chat, at, seen, present=after[0], writes=after[1]))
    if before[0] == after[0]:
        raise NotUsed("a member's rights")
    return _used((_joined if after[0] else _left)(chat, user, at, seen))
