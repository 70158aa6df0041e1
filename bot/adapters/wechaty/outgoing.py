"""From an `Outgoing` to what WeChat takes, and from a gateway's refusal to what it means."""

from __future__ import annotations

from dataclasses import dataclass

from bot.adapters.common.outgoing import shorten
from bot.domain.chat import (
    CannotReachMember,
    ChatError,
    Forbidden,
    Gone,
    Invalid,
    Offline,
    Outgoing,
    RateLimited,
    Unconfirmed,
)
from bot.domain.text import safe_name
from bot.replies import say

MAX_TEXT = 2000
MAX_PICTURE = 3_000_000
"""A gateway takes 4 MB in one call, and a picture grows by a third on its way."""
TOO_FAST_S = 60.0
_AFTER_NAME = "\u2005"
"""What WeChat itself writes between the name of who is mentioned and the text."""


@dataclass(frozen=True)
class Composed:
    """A text with who is mentioned in it; `degraded` names what WeChat could not carry."""

    text: str
    mention_ids: list[str]
    degraded: tuple[str, ...]


def compose(message: Outgoing, names: dict[str, str]) -> Composed:
    """Mentions stand in front of the text under the name that the group knows; in private there are none."""
    degraded = [
        what
        for what, given in (
            ("quote", message.quote_message_id), ("buttons", message.buttons), ("topic", message.topic_id),
            ("mention", message.mention and message.group_id is None),
        )
        if given
    ]  # fmt: skip
    prefix, ids = "", []
    if message.group_id is not None:
        for member_id, name in message.mention:
            prefix += f"@{safe_name(names.get(member_id) or name)}{_AFTER_NAME}"
            ids.append(member_id)
    text = prefix + shorten(message.text, MAX_TEXT - len(prefix), degraded)
    return Composed(text, ids, tuple(degraded))


def picture_name(content: bytes) -> str:
    """A file name whose ending is true: gateways tell pictures from files by it."""
    for start, ending in ((b"\xff\xd8", "jpg"), (b"GIF8", "gif"), (b"RIFF", "webp")):
        if content.startswith(start):
            return f"picture.{ending}"
    return "picture.png"


_NOT_LOGGED_IN = ("not logged in", "not login", "logged out", "no login", "not logged on", "未登录", "puppet is not")
_TIMED_OUT = ("timeout", "timed out", "超时")
_TOO_FAST = ("frequen", "too fast", "too many", "rate limit", "频繁", "过快")
_NOT_THERE = ("no payload", "not found", "not exist", "no such", "no filebox", "不存在")
_NOT_ALLOWED = ("not in this room", "not in room", "not a member", "removed", "kicked", "muted", "banned", "permission",
                "forbid", "denied", "移出", "禁言")  # fmt: skip


def _says(words: str, signs: tuple[str, ...]) -> bool:
    return any(sign in words.lower() for sign in signs)


def send_error(words: str, *, private: bool) -> ChatError:
    """What a refused sending means. Gateways tell it in free words of their puppets."""
    if _says(words, _TIMED_OUT):
        return Unconfirmed(say("platforms.wechaty.unconfirmed"))
    if _says(words, _NOT_LOGGED_IN):
        return Offline(say("platforms.wechaty.trouble.logged_out"))
    if _says(words, _TOO_FAST):
        return RateLimited(say("platforms.too_fast"), TOO_FAST_S)
    if private:
        return CannotReachMember(say("platforms.wechaty.no_friend"))
    if _says(words, _NOT_ALLOWED):
        return Forbidden(say("platforms.not_in_group"))
    if _says(words, _NOT_THERE):
        return Gone(say("platforms.wechaty.no_such_group"))
    return Invalid(say("platforms.wechaty.refused"))


def delete_error(words: str) -> ChatError:
    """What a refused recall means."""
    if _says(words, _TIMED_OUT):
        return Unconfirmed(say("platforms.wechaty.unconfirmed"))
    if _says(words, _NOT_LOGGED_IN):
        return Offline(say("platforms.wechaty.trouble.logged_out"))
    return Gone(say("platforms.gone")) if _says(words, _NOT_THERE) else Forbidden(say("platforms.no_right"))


def fetch_error(words: str) -> ChatError:
    """What a refused picture means."""
    if _says(words, _TIMED_OUT + _NOT_LOGGED_IN):
        return Offline(say("platforms.wechaty.no_answer"))
    return Gone(say("platforms.image_gone"))
