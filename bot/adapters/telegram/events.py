"""From an update of the Bot API to the events of `bot.domain.chat`; nothing behind it knows Telegram's shapes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from telegram import CallbackQuery, Message, MessageEntity

from bot.adapters.common.reading import Malformed, NotUsed, storable
from bot.adapters.telegram.base import GROUPS, JSON, PLATFORM, Seen, display_name, own_id, whole
from bot.adapters.telegram.changes import membership, service_changes
from bot.domain.chat import AnyEvent, ButtonPress, DirectMessage, GroupMessage, Image, Quote, SenderKind
from bot.replies import say

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")

_GROUP_ANONYMOUS_BOT = 1_087_968_824
_START = re.compile(r"/start(?:@\w+)?(?:\s+(?P<rest>.*))?", re.DOTALL)
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")

_MEDIA = (
    "animation", "voice", "video", "video_note", "live_photo", "audio", "contact", "venue", "location", "poll",
    "document", "story", "game", "paid_media", "checklist", "invoice", "giveaway",
)  # fmt: skip
"""What is neither text nor picture; a word stands for it in the text. An animation also comes as a document, a venue
also as a location: the narrower one is first."""

_SERVICE = (
    "new_chat_photo", "delete_chat_photo", "group_chat_created", "supergroup_chat_created", "channel_chat_created",
    "pinned_message", "successful_payment", "connected_website", "passport_data", "proximity_alert_triggered",
    "video_chat_started", "video_chat_ended", "video_chat_participants_invited", "video_chat_scheduled",
    "message_auto_delete_timer_changed", "web_app_data", "forum_topic_created", "forum_topic_closed",
    "forum_topic_reopened", "forum_topic_edited", "general_forum_topic_hidden", "general_forum_topic_unhidden",
    "write_access_allowed", "chat_shared", "users_shared", "boost_added", "chat_background_set", "giveaway_created",
    "giveaway_winners", "giveaway_completed", "refunded_payment", "gift", "unique_gift", "paid_message_price_changed",
    "checklist_tasks_done", "checklist_tasks_added",
)  # fmt: skip


def translate(raw: object, seen: Seen) -> list[AnyEvent]:
    """The events that one update becomes; raises NotUsed or Malformed, nothing else."""
    if not isinstance(raw, dict):
        raise Malformed("an update is not a JSON object")
    kind = next((kind for kind in raw if kind in _TRANSLATORS), None)
    if kind is None:
        others = ", ".join(repr(key[:40]) for key in list(raw)[:9] if key != "update_id") or "nothing"
        raise Malformed(f"it holds {others}, which is not known")
    if not isinstance(raw[kind], dict):
        raise Malformed(f"its {kind} is not a JSON object")
    try:
        return _TRANSLATORS[kind](raw[kind], seen)
    except (NotUsed, Malformed):
        raise
    except Exception as error:
        raise Malformed(f"its {kind} cannot be read ({type(error).__name__})") from None


def _message(raw: JSON, seen: Seen) -> list[AnyEvent]:
    message = Message.de_json(raw, None)
    if message.chat.type in GROUPS:
        return service_changes(message, seen) or [_group_message(message, seen)]
    if message.chat.type == "private":
        return [_direct_message(message, seen)]
    raise NotUsed(f"a chat of type {message.chat.type}")


def _edited_message(raw: JSON, seen: Seen) -> list[AnyEvent]:
    message = Message.de_json(raw, None)
    if message.location is not None:
        raise NotUsed("a live location moved")
    if message.chat.type in GROUPS:
        return [_group_message(message, seen, edited=True)]
    if message.chat.type == "private":
        return [_direct_message(message, seen, edited=True)]
    raise NotUsed(f"a chat of type {message.chat.type}")


def _identity(message: Message, edited: bool) -> tuple[str, datetime, str | None]:
    """(id, time, id of the edited message) of a message or of its edit."""
    message_id = own_id(whole(message.chat.id), whole(message.message_id))
    if not edited:
        return message_id, message.date, None
    when = message.edit_date or message.date
    return f"{message_id}:edit:{int(when.timestamp())}", when, message_id


def _group_message(message: Message, seen: Seen, edited: bool = False) -> GroupMessage:
    member_id, name, sender = _sender(message, seen)
    text, images = _content(message)
    message_id, sent_at, edited_id = _identity(message, edited)
    in_topic = message.is_topic_message and message.message_thread_id is not None
    return GroupMessage(
        platform=PLATFORM,
        account=seen.account,
        message_id=message_id,
        sent_at=sent_at,
        group_id=str(message.chat.id),
        group_name=storable(message.chat.title),
        member_id=member_id,
        member_name=name,
        text=text,
        images=images,
        quote=_quote(message),
        mentions=_mentions(message, seen),
        sender=sender,
        topic_id=str(message.message_thread_id) if in_topic else None,
        edited_message_id=edited_id,
    )


def _direct_message(message: Message, seen: Seen, edited: bool = False) -> DirectMessage:
    member_id, name, sender = _sender(message, seen)
    if sender != "member":
        raise NotUsed("a private message of another bot")
    text, images = _content(message)
    start, text = (None, text) if edited or message.forward_origin else _start(text)
    message_id, sent_at, edited_id = _identity(message, edited)
    from_id, from_name = _forwarded(message)
    return DirectMessage(
        platform=PLATFORM,
        account=seen.account,
        message_id=message_id,
        sent_at=sent_at,
        member_id=member_id,
        member_name=name,
        text=text,
        images=images,
        start=start,
        forwarded_from_id=from_id,
        forwarded_from_name=from_name,
        quote=_quote(message),
        edited_message_id=edited_id,
    )


def _sender(message: Message, seen: Seen) -> tuple[str, str, SenderKind]:
    """(id, name, kind) of who wrote a message; a chat that writes in its own name stands before the technical user."""
    if message.sender_chat is not None:
        chat = message.sender_chat
        name = storable(message.author_signature) or storable(chat.title) or str(chat.id)
        return str(chat.id), name, "anonymous_admin" if chat.id == message.chat.id else "channel"
    user = message.from_user
    if user is None:
        raise Malformed("a message has no sender")
    if str(whole(user.id)) == seen.account:
        raise NotUsed("a message of our own")
    if user.id == _GROUP_ANONYMOUS_BOT:
        return str(user.id), display_name(user), "anonymous_admin"
    seen.meet(user)
    return str(user.id), display_name(user), "other_bot" if user.is_bot else "member"


def _content(message: Message) -> tuple[str, tuple[Image, ...]]:
    """Text and pictures; what is neither becomes a word in the text."""
    if message.text is not None:
        return storable(message.text), ()
    caption = storable(message.caption)
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return caption, (Image(ref=largest.file_id),)
    if message.sticker is not None:
        return storable(message.sticker.emoji) or say("platforms.media.sticker"), ()
    if message.dice is not None:
        return storable(message.dice.emoji), ()
    document = message.document
    if document is not None and message.animation is None and (document.mime_type or "").startswith("image/"):
        return caption, (Image(ref=document.file_id),)
    for attribute in _MEDIA:
        if getattr(message, attribute, None) is not None:
            return f"{say(f'platforms.media.{attribute}')} {caption}".strip(), ()
    if message.caption is not None:
        return caption, ()
    if any(getattr(message, attribute, None) for attribute in _SERVICE):
        raise NotUsed("a service message")
    unknown = ", ".join(sorted(key[:40] for key in message.api_kwargs)) or "nothing"
    raise Malformed(f"its message holds {unknown} that can be read")


def _quote(message: Message) -> Quote | None:
    """The message replied to. In a forum every message formally replies to its topic's first; that is none."""
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created is not None:
        return None
    try:
        text, _ = _content(replied)
    except (NotUsed, Malformed):
        text = ""
    author = replied.sender_chat or replied.from_user
    return Quote(own_id(replied.chat.id, replied.message_id), str(author.id) if author else None, text)


def _mentions(message: Message, seen: Seen) -> tuple[str, ...]:
    """Ids of the mentioned members; an @username counts when that member was seen before."""
    text = message.text if message.text is not None else message.caption or ""
    entities: Sequence[MessageEntity] = message.entities or message.caption_entities
    units = text.encode("utf-16-le", "surrogatepass")
    found: list[str] = []
    for entity in entities:
        member: str | None = None
        if entity.type == MessageEntity.TEXT_MENTION and entity.user is not None:
            member = str(entity.user.id)
        elif entity.type == MessageEntity.MENTION:
            part = units[2 * entity.offset : 2 * (entity.offset + entity.length)]
            member = seen.usernames.get(part.decode("utf-16-le", "ignore").removeprefix("@").lower())
        if member is not None and member not in found:
            found.append(member)
    return tuple(found)


def _start(text: str) -> tuple[str | None, str]:
    """(payload of a deep link, remaining text); a plain /start has the payload ""."""
    match = _START.fullmatch(text.strip())
    if match is None:
        return None, text
    rest = (match["rest"] or "").strip()
    return (rest, "") if not rest or _PAYLOAD.fullmatch(rest) else ("", rest)


def _forwarded(message: Message) -> tuple[str | None, str | None]:
    """(id, name) of the first author of a forwarded message, as far as that person lets it be known."""
    origin = message.forward_origin
    if origin is None:
        return None, None
    if user := getattr(origin, "sender_user", None):
        return str(user.id), display_name(user)
    if name := getattr(origin, "sender_user_name", None):
        return None, storable(name)
    chat = getattr(origin, "sender_chat", None) or getattr(origin, "chat", None)
    return (str(chat.id), storable(chat.title)) if chat else (None, None)


def _callback_query(raw: JSON, seen: Seen) -> list[AnyEvent]:
    query = CallbackQuery.de_json({"chat_instance": "", **raw}, None)
    if query.data is None:
        raise NotUsed("a game's button")
    seen.meet(query.from_user)
    press = ButtonPress(
        platform=PLATFORM,
        account=seen.account,
        message_id=f"press:{query.id}",
        sent_at=seen.now().astimezone(UTC),
        member_id=str(whole(query.from_user.id)),
        member_name=display_name(query.from_user),
        data=storable(query.data),
        press_id=str(query.id),
    )
    return [press]


def _not_used(_raw: JSON, _seen: Seen) -> list[AnyEvent]:
    raise NotUsed("an update of a kind that was not asked for")


_TRANSLATORS: dict[str, Callable[[JSON, Seen], list[AnyEvent]]] = {
    "message": _message,
    "edited_message": _edited_message,
    "my_chat_member": membership,
    "chat_member": membership,
    "callback_query": _callback_query,
} | dict.fromkeys(
    ("channel_post", "edited_channel_post", "message_reaction", "message_reaction_count", "inline_query",
     "chosen_inline_result", "shipping_query", "pre_checkout_query", "poll", "poll_answer", "chat_join_request",
     "chat_boost", "removed_chat_boost", "business_connection", "business_message", "edited_business_message",
     "deleted_business_messages", "purchased_paid_media"), _not_used)  # fmt: skip
