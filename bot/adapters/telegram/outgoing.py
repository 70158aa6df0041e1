"""From an `Outgoing` to what the Bot API takes. Members' texts are data: no markup language is ever used."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, User

from bot.adapters.common.outgoing import shorten
from bot.domain.chat import Button, Invalid, Outgoing
from bot.domain.text import safe_name
from bot.replies import say

MAX_TEXT = 4096
MAX_CAPTION = 1024
_MAX_DATA_BYTES = 64
_MAX_USER_ID = 1 << 52


@dataclass(frozen=True)
class Composed:
    """A text with its mentions and buttons; `degraded` names what this platform could not carry."""

    text: str
    entities: tuple[MessageEntity, ...]
    keyboard: InlineKeyboardMarkup | None
    degraded: tuple[str, ...]


def compose(message: Outgoing, username: str | None) -> Composed:
    """Mentions stand in front of the text and work by id, so that a member needs no username."""
    prefix, entities = "", []
    degraded: list[str] = []
    for member_id, name in message.mention:
        shown = f"@{safe_name(name)}"
        if (number := user_number(member_id)) is None:
            degraded.append("mention")
        else:
            user = User(id=number, first_name=safe_name(name), is_bot=False)
            entities.append(
                MessageEntity(MessageEntity.TEXT_MENTION, offset=units(prefix), length=units(shown), user=user)
            )
        prefix += f"{shown} "
    text = shorten(prefix + message.text, MAX_TEXT, degraded, units)
    kept = tuple(entity for entity in entities if entity.offset + entity.length <= units(text))
    return Composed(text, kept, _keyboard(message.buttons, username), tuple(dict.fromkeys(degraded)))


def user_number(member_id: str) -> int | None:
    """A member id as Telegram's number; None for what is no person's id (an anonymous admin, a channel, a typo)."""
    if not member_id.isascii() or not member_id.isdecimal() or not 0 < int(member_id) < _MAX_USER_ID:
        return None
    return int(member_id)


def deep_link(username: str, start: str) -> str:
    """A link that opens the private chat with the bot and hands it `start`."""
    return f"https://t.me/{username}?start={start}"


def units(text: str) -> int:
    """Length in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _keyboard(buttons: tuple[Button, ...], username: str | None) -> InlineKeyboardMarkup | None:
    """One button a row: labels are Chinese sentences, and two of them do not fit side by side on a phone."""
    rows = [[made] for button in buttons if (made := _button(button, username)) is not None]
    return InlineKeyboardMarkup(rows) if rows else None


def _button(button: Button, username: str | None) -> InlineKeyboardButton | None:
    if button.start is not None and username:
        return InlineKeyboardButton(button.label, url=deep_link(username, button.start))
    if button.url is not None:
        return InlineKeyboardButton(button.label, url=button.url)
    if button.data is not None:
        if not 0 < len(button.data.encode()) <= _MAX_DATA_BYTES:
            raise Invalid(say("platforms.telegram.button_too_long"))
        return InlineKeyboardButton(button.label, callback_data=button.data)
    return None
