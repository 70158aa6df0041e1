"""What the Bot API server knows: users, chats, messages, files, and the queue of updates. No HTTP here."""

from __future__ import annotations

import copy
import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

JSON = dict[str, Any]
BY_DEFAULT_NOT_SENT = ("chat_member", "message_reaction", "message_reaction_count")
RIGHTS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics",
)  # fmt: skip
ADMIN_RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories",
)  # fmt: skip
WRITTEN = ("text", "caption", "photo", "sticker", "voice", "video", "document", "location", "animation")
PRESENT = ("creator", "administrator", "member", "restricted")


class ApiError(Exception):
    """An answer with ok = false."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass(eq=False)
class User:
    """A person or a bot. `started`: opened the private chat with our bot; `blocked`: closed it again."""

    id: int
    name: str
    username: str | None = None
    is_bot: bool = False
    started: bool = False
    blocked: bool = False

    def json(self) -> JSON:
        about: JSON = {"id": self.id, "is_bot": self.is_bot, "first_name": self.name}
        return about | ({"username": self.username} if self.username else {})


@dataclass(eq=False)
class Chat:
    """A group, a channel or the private chat with one person; message numbers start at 1 in each."""

    id: int
    type: str
    title: str = ""
    forum: bool = False
    user: User | None = None
    members: dict[int, str] = field(default_factory=dict)
    messages: dict[int, JSON] = field(default_factory=dict)
    images: dict[int, bytes] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)
    topics: set[int] = field(default_factory=set)
    upgraded_to: int | None = None
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def json(self) -> JSON:
        if self.user is not None:
            about = self.user.json()
            return {key: about[key] for key in ("id", "first_name", "username") if key in about} | {"type": "private"}
        about = {"id": self.id, "type": self.type, "title": self.title}
        return about | ({"is_forum": True} if self.forum else {})


@dataclass
class Sent:
    """One message that the bot sent (or edited), as people see it."""

    chat: Chat
    message: JSON
    image: bytes | None = None

    @property
    def text(self) -> str:
        return str(self.message.get("text", self.message.get("caption", "")))

    @property
    def mentions(self) -> list[int]:
        """Ids of the people whom the message mentions by id."""
        entities = self.message.get("entities", []) + self.message.get("caption_entities", [])
        return [entity["user"]["id"] for entity in entities if entity["type"] == "text_mention"]

    @property
    def buttons(self) -> dict[str, str]:
        """Label -> address or data."""
        rows = self.message.get("reply_markup", {}).get("inline_keyboard", [])
        return {button["text"]: button.get("url") or button.get("callback_data", "") for row in rows for button in row}

    @property
    def reply_to(self) -> int | None:
        replied = self.message.get("reply_to_message")
        return replied["message_id"] if replied else None

    @property
    def topic(self) -> int | None:
        return self.message.get("message_thread_id")


@dataclass
class Call:
    """One request of the bot; `answer` is what came of it ("ok" or the error's description)."""

    method: str
    parameters: JSON
    answer: str = ""


class State:
    """Everything that outlives a bot process. `changed` guards it all and is notified at every change."""

    def __init__(self, token: str, username: str, clock: Callable[[], float] = time.time) -> None:
        self.token, self.clock = token, clock
        self.changed = threading.Condition(threading.RLock())
        self.bot = User(int(token.split(":")[0]), "安心", username, is_bot=True)
        self.privacy = False
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, bytes] = {}
        self.updates: list[tuple[int, Any]] = []
        self.allowed: tuple[str, ...] | None = None
        self.webhook = ""
        self.polls = 0
        self.sent: list[Sent] = []
        self.calls: list[Call] = []
        self.answers: dict[str, str] = {}
        self.open_queries: set[str] = set()
        self.commands: list[JSON] = []
        self._ids = itertools.count(5_000_000_001)
        self._update_ids = itertools.count(880_000_001)

    def now(self) -> int:
        return int(self.clock())

    def next_id(self) -> int:
        return next(self._ids)

    def add_update(self, payload: Any, update_id: int | None = None) -> int:
        """Queue an update for the bot; what it did not ask for is not queued."""
        with self.changed:
            number = next(self._update_ids) if update_id is None else update_id
            self.updates.append((number, payload))
            self.changed.notify_all()
            return number

    def wants(self, kind: str) -> bool:
        return kind not in BY_DEFAULT_NOT_SENT if not self.allowed else kind in self.allowed

    def tell(self, chat: Chat, kind: str, content: JSON) -> None:
        """An update about a chat, if the bot is there, asked for this kind, and may read it."""
        status = chat.members.get(self.bot.id)
        in_it = status in PRESENT if chat.user is None else not chat.user.blocked
        if kind == "chat_member" and status != "administrator":
            return
        if self.wants(kind) and (in_it or kind == "my_chat_member") and self._readable(chat, kind, content):
            self.add_update({kind: copy.deepcopy(content)})

    def _readable(self, chat: Chat, kind: str, content: JSON) -> bool:
        """What group privacy mode lets through: commands, replies to us, mentions of us, service messages."""
        if not self.privacy or chat.user is not None or kind not in ("message", "edited_message"):
            return True
        if chat.members.get(self.bot.id) == "administrator" or not any(key in content for key in WRITTEN):
            return True
        text = str(content.get("text") or content.get("caption") or "")
        replied = content.get("reply_to_message", {}).get("from", {}).get("id")
        return text.startswith("/") or f"@{self.bot.username}" in text or replied == self.bot.id

    def post(self, chat: Chat, author: User | None, content: JSON, image: bytes | None = None) -> JSON:
        """Write a message into a chat's history."""
        with self.changed:
            number = next(chat.numbers)
            message: JSON = {"message_id": number, "date": self.now(), "chat": chat.json()}
            if author is not None:
                message["from"] = author.json()
            message |= content
            if image is not None:
                message["photo"] = self.keep_image(image)
                chat.images[number] = image
            chat.messages[number] = message
            self.changed.notify_all()
            return message

    def keep_image(self, image: bytes) -> list[JSON]:
        """A picture's sizes, the smallest first, as the Bot API lists them."""
        key = f"AgACAgUAAx{len(self.files):06d}"
        self.files[f"{key}s"], self.files[f"{key}x"] = image[:64], image
        return [
            {"file_id": f"{key}s", "file_unique_id": f"u{key}s", "width": 90, "height": 68, "file_size": 64},
            {"file_id": f"{key}x", "file_unique_id": f"u{key}x", "width": 1280, "height": 960, "file_size": len(image)},
        ]

    def member(self, chat: Chat, user: User, status: str | None = None) -> JSON:
        """A ChatMember as the Bot API writes it."""
        status = status or chat.members.get(user.id, "left")
        about: JSON = {"status": status, "user": user.json()}
        if status == "restricted":
            return about | dict.fromkeys(RIGHTS, False) | {"is_member": True, "until_date": 0}
        if status == "administrator":
            return about | dict.fromkeys(ADMIN_RIGHTS, True) | {"is_anonymous": False}
        more: dict[str, JSON] = {"creator": {"is_anonymous": False}, "kicked": {"until_date": 0}}
        return about | more.get(status, {})
