"""The people, groups and messages behind the OneBot peer, and its answers to calls."""

from __future__ import annotations

import base64
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

JSON = dict[str, Any]


@dataclass
class User:
    id: int
    name: str
    friend: bool = False
    refuses: bool = False
    """Takes no temporary session."""


@dataclass
class Group:
    id: int
    name: str
    roles: dict[int, str] = field(default_factory=dict)
    temp_sessions: bool = True
    history: list[JSON] = field(default_factory=list)


@dataclass
class Sent:
    """What the account sent: to a group, or to a user, `via` the group of a temporary session."""

    message_id: int
    segments: list[JSON]
    group: int | None = None
    user: int | None = None
    via: int | None = None
    deleted: bool = False

    @property
    def text(self) -> str:
        return "".join(s["data"]["text"] for s in self.segments if s["type"] == "text").strip()

    @property
    def mentions(self) -> list[int]:
        return [int(s["data"]["qq"]) for s in self.segments if s["type"] == "at"]

    @property
    def reply_to(self) -> int | None:
        return next((int(s["data"]["id"]) for s in self.segments if s["type"] == "reply"), None)

    @property
    def image(self) -> bytes | None:
        files = [s["data"]["file"] for s in self.segments if s["type"] == "image"]
        return base64.b64decode(files[0].removeprefix("base64://")) if files else None


class Refusal(Exception):
    """The call is answered with this retcode."""

    def __init__(self, retcode: int, words: str) -> None:
        super().__init__(words)
        self.retcode, self.words = retcode, words


NEVER = object()
"""An answer that never comes."""


class World:
    """State that outlives connections. `tell` gets each event that a gateway would report."""

    def __init__(self, account: int, name: str, clock: Callable[[], float]) -> None:
        self.account = User(account, name)
        self.clock = clock
        self.users: dict[int, User] = {account: self.account}
        self.groups: dict[int, Group] = {}
        self.sent: list[Sent] = []
        self.messages: dict[int, JSON] = {}
        self.recalled: set[int] = set()
        self.private: dict[int, list[JSON]] = {}
        self.pictures: dict[str, bytes] = {}
        self.online = True
        self.echo_own = True
        self.unknown: set[str] = set()
        """Actions that this gateway does not know."""
        self.tell: Callable[[JSON], None] = lambda event: None
        self.ids = itertools.count(1_000)
        self.numbers = itertools.count(20_001)

    def base(self, **more: Any) -> JSON:
        return {"time": int(self.clock()), "self_id": self.account.id} | more

    def message(
        self,
        group: Group | None,
        user: User,
        segments: Any,
        *,
        message_id: int | None = None,
        raw: str = "",
        **more: Any,
    ) -> JSON:
        """A message event as NapCat reports it, kept in the history."""
        number = next(self.ids) if message_id is None else message_id
        own = user.id == self.account.id
        sender: JSON = {"user_id": user.id, "nickname": user.name, "card": ""}
        event = self.base(
            post_type="message_sent" if own else "message",
            message_type="group" if group else "private",
            sub_type="normal" if group else ("friend" if user.friend else "group"),
            message_id=number, message_seq=number, real_id=number, user_id=user.id, message=segments,
            raw_message=raw, font=14, message_format="string" if isinstance(segments, str) else "array", sender=sender,
        )  # fmt: skip
        if group:
            sender["role"] = group.roles.get(user.id, "member")
            event |= {"group_id": group.id, "group_name": group.name}
        event |= more
        self.messages[number] = event
        (group.history if group else self.private.setdefault(user.id, [])).append(event)
        return event

    # Calls

    def answer(self, action: str, params: JSON) -> Any:
        """The data of the answer; NEVER, or raises Refusal."""
        handler = getattr(self, f"on_{action}", None)
        if handler is None or action in self.unknown:
            raise Refusal(1404, f"不支持的API {action}")
        return handler(params)

    def on_get_login_info(self, params: JSON) -> JSON:
        return {"user_id": self.account.id, "nickname": self.account.name}

    def on_get_status(self, params: JSON) -> JSON:
        return {"online": self.online, "good": True}

    def on_can_send_image(self, params: JSON) -> JSON:
        return {"yes": True}

    def on_get_group_list(self, params: JSON) -> list[JSON]:
        return [self._group_info(group) for group in self.groups.values()]

    def on_get_friend_list(self, params: JSON) -> list[JSON]:
        return [{"user_id": u.id, "nickname": u.name, "remark": ""} for u in self.users.values() if u.friend]

    def on_get_group_info(self, params: JSON) -> JSON:
        return self._group_info(self._group(params))

    def on_get_stranger_info(self, params: JSON) -> JSON:
        user = self.users.get(int(params["user_id"]))
        if user is None:
            raise Refusal(1200, "用户不存在")
        return {"user_id": user.id, "nickname": user.name}

    def on_get_group_member_info(self, params: JSON) -> JSON:
        group, user_id = self._group(params), int(params["user_id"])
        if user_id not in group.roles:
            raise Refusal(1200, f"群({group.id})成员{user_id}不存在")
        return {"group_id": group.id, "user_id": user_id, "card": "", "role": group.roles[user_id]}

    def on_get_group_msg_history(self, params: JSON) -> JSON:
        return self._history(self._group(params).history, params)

    def on_get_friend_msg_history(self, params: JSON) -> JSON:
        return self._history(self.private.get(int(params["user_id"]), []), params)

    def on_get_msg(self, params: JSON) -> Any:
        number = int(params["message_id"])
        if number in self.recalled:
            return NEVER
        if number not in self.messages:
            raise Refusal(1200, "消息不存在")
        return self.messages[number]

    def on_get_image(self, params: JSON) -> JSON:
        content = self.pictures.get(str(params["file"]))
        if content is None:
            raise Refusal(1200, "file not found")
        return {"file": f"/app/.config/QQ/{params['file']}", "base64": base64.b64encode(content).decode()}

    def on_get_file(self, params: JSON) -> JSON:
        return self.on_get_image({"file": params.get("file_id") or params.get("file")})

    def on_send_group_msg(self, params: JSON) -> JSON:
        group = self._group(params)
        if self.account.id not in group.roles:
            raise Refusal(
                1200,
                'EventChecker Failed: EventRet: {"result": 110, "errMsg": "发送失败，你已被移出该群，请重新加群。"}',
            )
        event = self.message(group, self.account, params["message"])
        return self._sent(event, Sent(event["message_id"], params["message"], group=group.id))

    def on_send_private_msg(self, params: JSON) -> JSON:
        user = self.users.get(int(params["user_id"]))
        if user is None:
            raise Refusal(1200, "无法获取用户信息")
        via = params.get("group_id")
        if not user.friend:
            group = self.groups.get(int(via)) if via else None
            if group is None or user.refuses or not group.temp_sessions or user.id not in group.roles:
                raise Refusal(1200, 'EventRet: {"result": 103, "errMsg": "发送失败，请添加对方为好友"}')
        event = self.message(None, self.account, params["message"], target_id=user.id)
        return self._sent(
            event, Sent(event["message_id"], params["message"], user=user.id, via=int(via) if via else None)
        )

    def on_delete_msg(self, params: JSON) -> None:
        number = params["message_id"]
        if not isinstance(number, int):
            raise Refusal(1400, "message_id must be a number")
        sent = next((one for one in self.sent if one.message_id == number), None)
        if number not in self.messages or number in self.recalled:
            raise Refusal(1200, "消息不存在")
        if sent is None or self.clock() - self.messages[number]["time"] > 120:
            raise Refusal(1200, "撤回失败")
        sent.deleted = True
        self.recalled.add(number)

    def _sent(self, event: JSON, sent: Sent) -> JSON:
        self.sent.append(sent)
        if self.echo_own:
            self.tell(event)
        return {"message_id": sent.message_id}

    def _group(self, params: JSON) -> Group:
        group = self.groups.get(int(params["group_id"]))
        if group is None:
            raise Refusal(1200, "群不存在")
        return group

    def _group_info(self, group: Group) -> JSON:
        return {"group_id": group.id, "group_name": group.name, "member_count": len(group.roles)}

    def _history(self, told: list[JSON], params: JSON) -> JSON:
        """The last `count` messages, or those up to and with `message_seq`; recalled ones are left out."""
        left = [event for event in told if event["message_id"] not in self.recalled]
        start = int(params.get("message_seq") or 0)
        if start:
            place = next((n for n, event in enumerate(left) if event["message_seq"] == start), -1)
            left = left[: place + 1]
        if not left:
            raise Refusal(1200, "消息undefined不存在")
        return {"messages": left[-int(params.get("count", 20)) :]}


def now() -> float:
    return time.time()
