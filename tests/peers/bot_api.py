"""A small Bot API server for tests, and the people who chat on it.

    with BotApiPeer() as peer:
        group = peer.group("锦绣花园3群")
        jing = peer.user("静静")
        peer.say(group, jing, "草莓烂了一半")
        post = peer.wait_for(lambda sent: jing.id in sent.mentions)
        peer.press(post.message, "私聊处理", jing)
        print("\\n".join(peer.transcript(group)))

All state lives here, so that a bot process may be killed and started again. In a running event loop use
`await peer.sees(...)` in place of `wait_for`, which blocks.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.peers.bot_api_http import Fault, Server
from tests.peers.bot_api_state import JSON, Call, Chat, Sent, State, User
from tests.peers.bot_api_text import about, cleaned, found_entities, has_words, line, written

TOKEN = "7000000001:AAtest-token-of-the-peer"
__all__ = ["TOKEN", "BotApiPeer", "Call", "Chat", "Fault", "Sent", "User"]


class BotApiPeer:
    """The server and the people; see the module."""

    def __init__(
        self, token: str = TOKEN, username: str = "anxin_bot", port: int = 0, clock: Callable[[], float] = time.time
    ) -> None:
        self.state = State(token, username, clock)
        self.token = token
        self.faults: list[Fault] = []
        self.errors: list[BaseException] = []
        """Mistakes of the peer itself; `stop` raises the first."""
        self._server: Server | None = Server(port, self.state, self.faults, self.errors)
        self.port = int(self._server.server_address[1])

    # The server

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def base_file_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/file/bot"

    @property
    def bot(self) -> User:
        return self.state.bot

    @property
    def sent(self) -> list[Sent]:
        """Everything that the bot sent, in order."""
        return self.state.sent

    @property
    def calls(self) -> list[Call]:
        """Every request of the bot, in order."""
        return self.state.calls

    @property
    def answers(self) -> dict[str, str]:
        """Id of a press -> what the bot answered to it."""
        return self.state.answers

    @property
    def waiting(self) -> int:
        """Updates that the bot has not acknowledged."""
        return len(self.state.updates)

    @property
    def privacy(self) -> bool:
        """Group privacy mode, as set with BotFather."""
        return self.state.privacy

    @privacy.setter
    def privacy(self, on: bool) -> None:
        self.state.privacy = on

    def set_webhook(self, url: str) -> None:
        self.state.webhook = url

    def offline(self) -> None:
        """Refuse connections and cut the open ones, until `online`."""
        server, self._server = self._server, None
        if server is not None:
            server.go()

    def online(self) -> None:
        if self._server is None:
            self._server = Server(self.port, self.state, self.faults, self.errors)

    def stop(self) -> None:
        self.offline()
        if self.errors:
            raise self.errors[0]

    def __enter__(self) -> BotApiPeer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def fault(self, method: str, **what: Any) -> Fault:
        """Let the next call of `method` go wrong; see `Fault`."""
        fault = Fault(method, **what)
        with self.state.changed:
            self.faults.append(fault)
        return fault

    def too_fast(self, method: str, retry_after: int, **what: Any) -> Fault:
        """HTTP 429 for the next call."""
        description = f"Too Many Requests: retry after {retry_after}"
        return self.fault(method, code=429, description=description, parameters={"retry_after": retry_after}, **what)

    # Looking on

    def wait_for(self, predicate: Callable[[Sent], bool], timeout: float = 5.0, since: int = 0) -> Sent:
        """The first message of the bot (from number `since` on) that fits; fails with what was sent instead."""
        found: list[Sent] = []

        def fits() -> bool:
            found.extend(sent for sent in self.sent[since:] if predicate(sent))
            return bool(found)

        if not self.wait_until(fits, timeout):
            said = "\n".join(f"  to {sent.chat.id}: {sent.text}" for sent in self.sent[since:]) or "  nothing"
            raise AssertionError(f"the bot did not send what was waited for within {timeout:g} s; it sent\n{said}")
        return found[0]

    def wait_until(self, condition: Callable[[], bool], timeout: float = 5.0) -> bool:
        """Whether the condition came true in time; looked at after every change."""
        with self.state.changed:
            return self.state.changed.wait_for(condition, timeout)

    async def sees(self, predicate: Callable[[Sent], bool], within: float = 5.0, since: int = 0) -> Sent:
        """`wait_for` without blocking the event loop."""
        return await asyncio.to_thread(self.wait_for, predicate, within, since)

    async def comes(self, condition: Callable[[], bool], within: float = 5.0) -> bool:
        """`wait_until` without blocking the event loop."""
        return await asyncio.to_thread(self.wait_until, condition, within)

    def sent_to(self, where: Chat | User) -> list[Sent]:
        return [sent for sent in self.sent if sent.chat.id == where.id]

    def transcript(self, where: Chat | User) -> list[str]:
        """The chat as a list of lines "name: text [button]", service messages left out."""
        chat = self.state.chats.get(where.id)
        return [line(chat, message) for message in chat.messages.values() if has_words(message)] if chat else []

    # People and groups

    def user(self, name: str, username: str | None = None, is_bot: bool = False) -> User:
        user = User(self.state.next_id(), name, username, is_bot)
        self.state.users[user.id] = user
        return user

    def group(
        self,
        title: str = "锦绣花园3群",
        type: str = "supergroup",  # noqa: A002 (the Bot API's own word)
        forum: bool = False,
        owner: User | None = None,
        bot: bool = True,
    ) -> Chat:
        """A new group; with `bot` the bot is in it from the start, without an update about that."""
        number = -self.state.next_id() - (10**12 if type != "group" else 0)
        chat = Chat(number, type, title, forum)
        if owner is not None:
            chat.members[owner.id] = "creator"
        if bot:
            chat.members[self.bot.id] = "member"
        self.state.chats[chat.id] = chat
        return chat

    def channel(self, title: str) -> Chat:
        return self.group(title, type="channel", bot=False)

    def topic(self, group: Chat, user: User, name: str) -> int:
        """A new forum topic; its id."""
        message = self.state.post(group, user, {"forum_topic_created": {"name": name, "icon_color": 7322096}})
        message |= {"message_thread_id": message["message_id"], "is_topic_message": True}
        group.topics.add(message["message_id"])
        self.state.tell(group, "message", message)
        return int(message["message_id"])

    def promote(self, group: Chat, user: User, status: str = "administrator") -> None:
        self._set_status(group, user, status, by=user)

    # Talking

    def say(
        self,
        group: Chat,
        user: User | None,
        text: str | None = None,
        *,
        reply_to: JSON | None = None,
        photo: bytes | None = None,
        caption: str | None = None,
        topic: int | None = None,
        forward_from: User | Chat | str | None = None,
        mention: Sequence[User] = (),
        as_chat: Chat | None = None,
        **more: Any,
    ) -> JSON:
        """A message in a group. `mention` puts "@name" with the id in front; `as_chat` writes in a chat's name (the
        group itself: an anonymous admin); `more` are further fields of the message (`sticker=...`, `voice=...`)."""
        author = user
        if as_chat is not None:
            more["sender_chat"] = as_chat.json()
            name, number = ("GroupAnonymousBot", 1087968824) if as_chat is group else ("Telegram", 777000)
            author = User(number, name, is_bot=as_chat is group)
            more |= {} if as_chat is group else {"is_automatic_forward": True}
        elif user is not None and group.user is None:
            group.members.setdefault(user.id, "member")
        if topic is not None:
            more |= {"message_thread_id": topic, "is_topic_message": True}
        content = written(text, caption, mention) | about(reply_to, forward_from, self.state.now()) | more
        message = self.state.post(group, author, content, photo)
        self.state.tell(group, "message", message)
        return message

    def dm(
        self,
        user: User,
        text: str | None = None,
        *,
        start: str | None = None,
        reply_to: JSON | None = None,
        photo: bytes | None = None,
        caption: str | None = None,
        forward_from: User | Chat | str | None = None,
        **more: Any,
    ) -> JSON:
        """A private message to the bot; `start=""` presses the start button, `start="case_1"` comes by a deep link."""
        user.started, user.blocked = True, False
        if start is not None:
            text = f"/start {start}".strip()
        more |= {"reply_to": reply_to, "photo": photo, "caption": caption, "forward_from": forward_from}
        return self.say(self.private(user), user, text, **more)

    def private(self, user: User) -> Chat:
        """The private chat of a person with the bot."""
        return self.state.chats.setdefault(user.id, Chat(user.id, "private", user=user))

    def edit(self, message: JSON, text: str) -> JSON:
        """Change the text (or caption) of one's own message."""
        chat = self.state.chats[message["chat"]["id"]]
        body, entities = cleaned(text, [])
        field = "caption" if "photo" in message else "text"
        with self.state.changed:
            message |= {field: body, "edit_date": self.state.now()}
            message["caption_entities" if field == "caption" else "entities"] = found_entities(body, entities)
        self.state.tell(chat, "edited_message", dict(message))
        return message

    def press(self, message: JSON, label: str, user: User) -> str | None:
        """Tap a button. A link to the bot opens the private chat and presses start; an action returns its press id."""
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        button = next((button for row in rows for button in row if button["text"] == label), None)
        assert button is not None, f"no button {label!r} under {message.get('text')!r}"
        if "url" in button:
            address = urlsplit(button["url"])
            assert address.netloc == "t.me", f"{label!r} leads to {address.netloc}"
            assert address.path.strip("/") == self.bot.username, f"{label!r} leads to {address.path}"
            self.dm(user, start=parse_qs(address.query).get("start", [""])[0])
            return None
        query = str(self.state.next_id())
        self.state.open_queries.add(query)
        content = {
            "id": query,
            "from": user.json(),
            "message": message,
            "chat_instance": "1",
            "data": button["callback_data"],
        }
        self.state.tell(self.state.chats[message["chat"]["id"]], "callback_query", content)
        return query

    # Coming and going

    def join(self, group: Chat, *users: User, by: User | None = None) -> JSON:
        for user in users:
            self._set_status(group, user, "member", by=by or user)
        added = {"new_chat_members": [user.json() for user in users]}
        return self._service(group, by or users[0], added)

    def leave(self, group: Chat, user: User) -> JSON:
        self._set_status(group, user, "left", by=user)
        return self._service(group, user, {"left_chat_member": user.json()})

    def add_bot(self, group: Chat, by: User) -> None:
        self._set_status(group, self.bot, "member", by)
        self._service(group, by, {"new_chat_members": [self.bot.json()]})

    def kick_bot(self, group: Chat, by: User) -> None:
        self._set_status(group, self.bot, "kicked", by)

    def mute_bot(self, group: Chat, by: User) -> None:
        self._set_status(group, self.bot, "restricted", by)

    def unmute_bot(self, group: Chat, by: User) -> None:
        self._set_status(group, self.bot, "member", by)

    def block(self, user: User) -> None:
        """The person blocks the bot in private."""
        user.blocked = True
        self._bot_status(self.private(user), "member", "kicked", user)

    def rename(self, group: Chat, title: str, by: User) -> JSON:
        group.title = title
        return self._service(group, by, {"new_chat_title": title})

    def migrate(self, group: Chat) -> Chat:
        """The group becomes a supergroup with a new id; both histories say so."""
        new = self.group(group.title, bot=False)
        new.members = dict(group.members)
        self._service(group, self.bot, {"migrate_to_chat_id": new.id})
        group.upgraded_to = new.id
        self._service(new, self.bot, {"migrate_from_chat_id": group.id})
        return new

    def delete(self, message: JSON) -> None:
        """Somebody deletes a message; Telegram tells bots nothing about it."""
        self.state.chats[message["chat"]["id"]].deleted.add(message["message_id"])

    def age(self, message: JSON, seconds: int) -> None:
        """Let a message be older than it is."""
        message["date"] -= seconds

    def raw_update(self, payload: Any, update_id: int | None = None) -> int:
        """Queue any JSON value as an update; without `update_id` it gets the next one."""
        return self.state.add_update(payload, update_id)

    def _service(self, group: Chat, by: User, content: JSON) -> JSON:
        message = self.state.post(group, by, content)
        self.state.tell(group, "message", message)
        return message

    def _set_status(self, group: Chat, user: User, status: str, by: User) -> None:
        before = group.members.get(user.id, "left")
        group.members[user.id] = status
        if user is self.bot:
            self._bot_status(group, before, status, by)
        else:
            self.state.tell(group, "chat_member", self._changed(group, user, before, status, by))

    def _bot_status(self, chat: Chat, before: str, after: str, by: User) -> None:
        if self.state.wants("my_chat_member"):
            self.state.add_update({"my_chat_member": self._changed(chat, self.bot, before, after, by)})

    def _changed(self, chat: Chat, user: User, before: str, after: str, by: User) -> JSON:
        status = {"old_chat_member": self.state.member(chat, user, before)}
        status["new_chat_member"] = self.state.member(chat, user, after)
        return {"chat": chat.json(), "from": by.json(), "date": self.state.now()} | status
