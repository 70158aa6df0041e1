"""From an `Outgoing` to what OneBot takes, and from a refusal to what it means. Texts are data: never CQ codes."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from bot.adapters.common.outgoing import shorten
from bot.adapters.onebot.link import NO_SUCH_ACTION, Refused
from bot.adapters.onebot.memory import raw_id
from bot.domain.chat import (
    CannotReachMember,
    ChatError,
    Forbidden,
    Gone,
    Invalid,
    Outgoing,
    RateLimited,
    Unconfirmed,
)
from bot.domain.text import safe_name
from bot.replies import say

MAX_TEXT = 4500
TOO_FAST_S = 60.0

JSON = dict[str, Any]


@dataclass(frozen=True)
class Composed:
    """The segments of a message; `plain` is their text without mentions, `degraded` what QQ could not carry."""

    segments: list[JSON]
    plain: str
    degraded: tuple[str, ...]


def compose(message: Outgoing) -> Composed:
    """A quote, then mentions, each followed by a blank, then the text, then the picture."""
    degraded = [name for name, given in (("buttons", message.buttons), ("topic", message.topic_id)) if given]
    segments: list[JSON] = []
    if message.quote_message_id:
        quoted = raw_id(message.quote_message_id)
        if quoted.lstrip("-").isdecimal():
            segments.append({"type": "reply", "data": {"id": quoted}})
        else:
            degraded.append("quote")
    before = ""
    for member_id, name in message.mention:
        if message.group_id is not None and is_number(member_id):
            segments.append({"type": "at", "data": {"qq": member_id}})
            before = " "
        else:
            degraded.append("mention")
            before = f"{before}@{safe_name(name)} "
    text = shorten(message.text, MAX_TEXT - len(before), degraded)
    if before or text:
        segments.append({"type": "text", "data": {"text": before + text}})
    if message.image is not None:
        picture = base64.b64encode(message.image).decode("ascii")
        segments.append({"type": "image", "data": {"file": f"base64://{picture}"}})
    return Composed(segments, before + text, tuple(dict.fromkeys(degraded)))


def is_number(an_id: str) -> bool:
    """Whether an id is a QQ number or a group's; an anonymous member has none."""
    return an_id.isascii() and an_id.isdecimal() and 0 < len(an_id) <= 15 and an_id != "0"


_TIMED_OUT = ("timeout", "timed out", "超时")
_TOO_FAST = ("频繁", "频率", "too fast", "rate limit", "too many", "过快")
_MUTED = ("禁言", "muted", "shut up", "banned", 'result": 120', 'result":120')
_NOT_IN_GROUP = ("移出", "不在群", "不在该群", "not in group", "not in the group", "退群", "未加入", 'result": 110')
_NO_GROUP = ("群不存在", "群聊不存在", "group_not_found", "group not found", "no such group", "群已解散", "已被解散")
_RISK = ("风控", "risk")
_NO_MESSAGE = ("消息不存在", "不存在", "not found", "not exist", "no such message", "message_not_found", "已撤回")


def says(refused: Refused, signs: tuple[str, ...]) -> bool:
    words = refused.words.lower()
    return any(sign in words for sign in signs)


def send_error(refused: Refused, *, private: bool) -> ChatError:
    """What a refused sending means. A gateway that timed out on QQ itself cannot say whether the message went out."""
    if says(refused, _TIMED_OUT):
        return Unconfirmed(say("platforms.onebot.unconfirmed"))
    if refused.retcode == 429 or says(refused, _TOO_FAST):
        return RateLimited(say("platforms.too_fast"), TOO_FAST_S)
    if refused.retcode in (1400, NO_SUCH_ACTION):
        return Invalid(say("platforms.onebot.refused"))
    if private:
        return CannotReachMember(say("platforms.onebot.no_session"))
    if says(refused, _NO_GROUP):
        return Gone(say("platforms.onebot.no_such_group"))
    if says(refused, _MUTED) or says(refused, _NOT_IN_GROUP):
        return Forbidden(say("platforms.not_in_group"))
    if says(refused, _RISK):
        return Forbidden(say("platforms.onebot.risk"))
    return Invalid(say("platforms.onebot.refused"))


def delete_error(refused: Refused) -> ChatError:
    """What a refused deletion means."""
    if says(refused, _TIMED_OUT):
        return Unconfirmed(say("platforms.onebot.unconfirmed"))
    if says(refused, _NO_MESSAGE):
        return Gone(say("platforms.gone"))
    return Forbidden(say("platforms.no_right"))
