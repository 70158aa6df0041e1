"""The methods of the Bot API that Anxin may call, with the refusals of the real server in its words."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from tests.peers.bot_api_state import JSON, PRESENT, ApiError, Chat, Sent, State
from tests.peers.bot_api_text import cleaned, found_entities

MAX_TEXT, MAX_CAPTION, MAX_FILE = 4096, 1024, 20 * 1024 * 1024
DELETE_WITHIN_S = 48 * 3600
CONFLICT_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
CONFLICT_POLL = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


def call(state: State, method: str, given: JSON, files: dict[str, bytes]) -> Any:
    """Carry out one method; raises ApiError."""
    function = METHODS.get(method.lower())
    if function is None:
        raise ApiError(404, "Not Found")
    return function(state, given, files)


def get_me(state: State, _given: JSON, _files: dict[str, bytes]) -> JSON:
    abilities = {"can_join_groups": True, "supports_inline_queries": False, "has_main_web_app": False}
    return state.bot.json() | abilities | {"can_read_all_group_messages": not state.privacy}


def get_updates(state: State, given: JSON, _files: dict[str, bytes]) -> list[Any]:
    """Long poll. A newer poll ends this one with a conflict; an offset acknowledges all updates below it."""
    if state.webhook:
        raise ApiError(409, CONFLICT_WEBHOOK)
    offset, limit = int(given.get("offset") or 0), min(max(int(given.get("limit") or 100), 1), 100)
    until = time.monotonic() + min(float(given.get("timeout") or 0), 50)
    with state.changed:
        state.polls += 1
        mine = state.polls
        state.changed.notify_all()
        if "allowed_updates" in given:
            state.allowed = tuple(given["allowed_updates"]) or None
        if offset < 0:
            offset = max([number for number, _ in state.updates][offset:][:1], default=0)
        state.updates = [(number, payload) for number, payload in state.updates if number >= offset]
        while not state.updates and (left := until - time.monotonic()) > 0 and state.polls == mine:
            state.changed.wait(left)
        if state.polls != mine:
            raise ApiError(409, CONFLICT_POLL)
        return [
            {"update_id": number, **payload} if isinstance(payload, dict) and "update_id" not in payload else payload
            for number, payload in state.updates[:limit]
        ]


def send_message(state: State, given: JSON, _files: dict[str, bytes]) -> JSON:
    text = str(given.get("text", ""))
    chat = writable(state, given)
    body, entities = checked_text(state, chat, text, given.get("entities"), given, MAX_TEXT, "message is too long")
    if not body:
        raise ApiError(400, "Bad Request: message text is empty")
    return deliver(state, chat, given, {"text": body} | ({"entities": entities} if entities else {}), None)


def send_photo(state: State, given: JSON, files: dict[str, bytes]) -> JSON:
    chat = writable(state, given)
    photo = given.get("photo", "")
    name = photo.removeprefix("attach://") if isinstance(photo, str) and photo.startswith("attach://") else "photo"
    image = files.get(name)
    if image is None and isinstance(photo, str):
        image = state.files.get(photo)
        if image is None:
            raise ApiError(400, "Bad Request: wrong file identifier/HTTP URL specified")
    if not image:
        raise ApiError(400, "Bad Request: file must be non-empty")
    caption, entities = str(given.get("caption", "")), given.get("caption_entities")
    body, kept = checked_text(state, chat, caption, entities, given, MAX_CAPTION, "message caption is too long")
    content = ({"caption": body} if body else {}) | ({"caption_entities": kept} if kept else {})
    return deliver(state, chat, given, content, image)


def find_chat(state: State, given: JSON) -> Chat:
    try:
        number = int(given["chat_id"])
    except (KeyError, ValueError):
        raise ApiError(400, "Bad Request: chat_id is empty or not a number") from None
    chat = state.chats.get(number)
    if chat is None and number in state.users:
        chat = state.chats[number] = Chat(number, "private", user=state.users[number])
    if chat is None:
        raise ApiError(400, "Bad Request: chat not found")
    if chat.upgraded_to is not None:
        raise ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat",
                       migrate_to_chat_id=chat.upgraded_to)  # fmt: skip
    return chat


def writable(state: State, given: JSON) -> Chat:
    """The chat, if the bot may write there now."""
    chat = find_chat(state, given)
    if chat.user is not None:
        if chat.user.is_bot:
            raise ApiError(403, "Forbidden: bot can't send messages to bots")
        if chat.user.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if not chat.user.started:
            raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
        return chat
    here = present(state, chat)
    if here == "restricted":
        raise ApiError(400, "Bad Request: not enough rights to send text messages to the chat")
    return chat


def present(state: State, chat: Chat) -> str:
    """The bot's status in a group, if it is there."""
    status, kind = chat.members.get(state.bot.id, "left"), "supergroup" if chat.type == "supergroup" else "group"
    if status == "kicked":
        raise ApiError(403, f"Forbidden: bot was kicked from the {kind} chat")
    if status not in PRESENT:
        raise ApiError(403, f"Forbidden: bot is not a member of the {kind} chat")
    return status


def checked_text(
    state: State, chat: Chat, text: str, entities: Any, given: JSON, most: int, too_long: str
) -> tuple[str, list[JSON]]:
    """Text and entities as they will stand in the chat. A mention of somebody the bot cannot know falls away."""
    if given.get("parse_mode"):
        raise ApiError(400, "Bad Request: unsupported parse_mode")
    body, moved = cleaned(text, entities or [])
    if len(body) > most:
        raise ApiError(400, f"Bad Request: {too_long}")
    kept = []
    for entity in moved:
        if entity["type"] == "text_mention":
            user = state.users.get(entity.get("user", {}).get("id"))
            if user is None or not (user.started or user.id in chat.members):
                continue
            entity = entity | {"user": user.json()}
        kept.append(entity)
    return body, found_entities(body, kept)


def deliver(state: State, chat: Chat, given: JSON, content: JSON, image: bytes | None) -> JSON:
    content |= topic_of(chat, given)
    if reply := replied(chat, given):
        content["reply_to_message"] = reply
    if markup := given.get("reply_markup"):
        content["reply_markup"] = keyboard(markup)
    message = state.post(chat, state.bot, content, image)
    state.sent.append(Sent(chat, message, image))
    return message


def topic_of(chat: Chat, given: JSON) -> JSON:
    thread = given.get("message_thread_id")
    if thread is None:
        return {}
    if not chat.forum or int(thread) not in chat.topics:
        raise ApiError(400, "Bad Request: message thread not found")
    return {"message_thread_id": int(thread), "is_topic_message": True}


def replied(chat: Chat, given: JSON) -> JSON | None:
    asked = given.get("reply_parameters") or {}
    number = asked.get("message_id", given.get("reply_to_message_id"))
    if number is None:
        return None
    message = chat.messages.get(int(number))
    if message is None or int(number) in chat.deleted:
        if asked.get("allow_sending_without_reply") or given.get("allow_sending_without_reply"):
            return None
        raise ApiError(400, "Bad Request: message to be replied not found")
    return {key: value for key, value in message.items() if key != "reply_to_message"}


def keyboard(markup: JSON) -> JSON:
    for row in markup.get("inline_keyboard", []):
        for button in row:
            if not button.get("text"):
                raise ApiError(400, "Bad Request: can't parse inline keyboard button: text is empty")
            if "url" in button and not button["url"].startswith(("http://", "https://", "tg://")):
                raise ApiError(400, "Bad Request: inline keyboard button URL is invalid: wrong HTTP URL")
            if "url" not in button and not 1 <= len(str(button.get("callback_data", "")).encode()) <= 64:
                raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
    return markup


def delete_message(state: State, given: JSON, _files: dict[str, bytes]) -> bool:
    chat, number = find_chat(state, given), int(given.get("message_id", 0))
    if chat.user is None:
        status = present(state, chat)
    message = chat.messages.get(number)
    if message is None or number in chat.deleted:
        raise ApiError(400, "Bad Request: message to delete not found")
    own = message.get("from", {}).get("id") == state.bot.id
    ours = own or chat.user is not None
    if (ours and message["date"] < state.now() - DELETE_WITHIN_S) or (not ours and status != "administrator"):
        raise ApiError(400, "Bad Request: message can't be deleted for everyone")
    with state.changed:
        chat.deleted.add(number)
        state.changed.notify_all()
    return True


def edit_message_text(state: State, given: JSON, _files: dict[str, bytes]) -> JSON:
    chat, number = writable(state, given), int(given.get("message_id", 0))
    message = chat.messages.get(number)
    if message is None or number in chat.deleted or message.get("from", {}).get("id") != state.bot.id:
        raise ApiError(400, "Bad Request: message to edit not found")
    body, entities = checked_text(state, chat, str(given.get("text", "")), given.get("entities"), given, MAX_TEXT,
                                  "message is too long")  # fmt: skip
    markup = keyboard(given["reply_markup"]) if given.get("reply_markup") else None
    if body == message.get("text") and markup == message.get("reply_markup"):
        raise ApiError(400, "Bad Request: message is not modified: specified new message content and reply markup are "
                            "exactly the same as a current content and reply markup of the message")  # fmt: skip
    with state.changed:
        message.pop("reply_markup", None)
        message |= {"text": body, "entities": entities, "edit_date": state.now()}
        message |= {"reply_markup": markup} if markup else {}
        state.changed.notify_all()
    return message


def get_file(state: State, given: JSON, _files: dict[str, bytes]) -> JSON:
    content = state.files.get(str(given.get("file_id")))
    if content is None:
        raise ApiError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
    if len(content) > MAX_FILE:
        raise ApiError(400, "Bad Request: file is too big")
    name = str(given["file_id"])
    return {"file_id": name, "file_unique_id": f"u{name}", "file_size": len(content), "file_path": f"photos/{name}.jpg"}


def get_chat(state: State, given: JSON, _files: dict[str, bytes]) -> JSON:
    chat = find_chat(state, given)
    if chat.user is None:
        present(state, chat)
    return chat.json() | {"accent_color_id": 0, "max_reaction_count": 11, "permissions": {"can_send_messages": True}}


def get_chat_member(state: State, given: JSON, _files: dict[str, bytes]) -> JSON:
    chat = find_chat(state, given)
    user = state.users.get(int(given.get("user_id", 0)))
    if chat.user is None:
        present(state, chat)
    if user is None:
        raise ApiError(400, "Bad Request: user not found")
    return state.member(chat, user)


def get_chat_administrators(state: State, given: JSON, _files: dict[str, bytes]) -> list[JSON]:
    chat = find_chat(state, given)
    if chat.user is not None:
        raise ApiError(400, "Bad Request: there are no administrators in the private chat")
    present(state, chat)
    heads = [state.users[number] for number, status in chat.members.items() if status in ("creator", "administrator")]
    return [state.member(chat, user) for user in heads]


def answer_callback_query(state: State, given: JSON, _files: dict[str, bytes]) -> bool:
    query = str(given.get("callback_query_id"))
    if query not in state.open_queries:
        raise ApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    if len(str(given.get("text", ""))) > 200:
        raise ApiError(400, "Bad Request: MESSAGE_TOO_LONG")
    with state.changed:
        state.open_queries.discard(query)
        state.answers[query] = str(given.get("text", ""))
        state.changed.notify_all()
    return True


def set_my_commands(state: State, given: JSON, _files: dict[str, bytes]) -> bool:
    state.commands = given.get("commands") or []
    return True


def delete_webhook(state: State, given: JSON, _files: dict[str, bytes]) -> bool:
    with state.changed:
        state.webhook = ""
        if given.get("drop_pending_updates"):
            state.updates = []
    return True


def get_webhook_info(state: State, _given: JSON, _files: dict[str, bytes]) -> JSON:
    return {"url": state.webhook, "has_custom_certificate": False, "pending_update_count": len(state.updates)}


def nothing_more(_state: State, _given: JSON, _files: dict[str, bytes]) -> bool:
    return True


METHODS: dict[str, Callable[[State, JSON, dict[str, bytes]], Any]] = {
    "getme": get_me,
    "getupdates": get_updates,
    "sendmessage": send_message,
    "sendphoto": send_photo,
    "deletemessage": delete_message,
    "editmessagetext": edit_message_text,
    "getfile": get_file,
    "getchat": get_chat,
    "getchatmember": get_chat_member,
    "getchatadministrators": get_chat_administrators,
    "answercallbackquery": answer_callback_query,
    "setmycommands": set_my_commands,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "sendchataction": nothing_more,
}
