"""Texts as the server keeps them: cleaned, with entities by UTF-16 offsets; and as a person reads them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.peers.bot_api_state import JSON, ApiError, Chat, User


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


_MENTION = re.compile(r"(?<![A-Za-z0-9_@])@[A-Za-z][A-Za-z0-9_]{3,31}")
_COMMAND = re.compile(r"(?:^|(?<=\s))/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]+)?")


def found_entities(text: str, taken: list[JSON]) -> list[JSON]:
    """@usernames and /commands, which the server marks by itself where no other entity stands."""
    found = []
    for kind, pattern in (("mention", _MENTION), ("bot_command", _COMMAND)):
        for match in pattern.finditer(text):
            offset = units(text[: match.start()])
            length = units(match[0])
            if not any(e["offset"] < offset + length and offset < e["offset"] + e["length"] for e in taken):
                found.append({"type": kind, "offset": offset, "length": length})
    return sorted(taken + found, key=lambda entity: entity["offset"])


def cleaned(text: str, entities: list[JSON]) -> tuple[str, list[JSON]]:
    """Text and entities as the server keeps them: control characters replaced, ends trimmed, offsets moved along.

    An entity that does not fit the text is an error, as on the real server.
    """
    starts: dict[int, int] = {}
    kept, old, new = [], 0, 0
    for character in text:
        starts[old] = new
        old += units(character)
        if character == "\r" or "\u2028" <= character <= "\u202e":
            continue
        character = " " if character < " " and character != "\n" else character
        kept.append(character)
        new += units(character)
    starts[old] = new
    for entity in entities:
        offset, end = entity["offset"], entity["offset"] + entity["length"]
        if offset > old:
            raise ApiError(400, f"Bad Request: entity begins after the end of the text at UTF-16 offset {offset}")
        if end > old:
            raise ApiError(
                400, f"Bad Request: entity beginning at UTF-16 offset {offset} ends after the end of the text at {end}"
            )
        if offset not in starts or end not in starts:
            raise ApiError(400, f"Bad Request: entity begins or ends in a middle of a UTF-16 symbol at {offset}")
    whole = "".join(kept)
    left = units(whole[: len(whole) - len(whole.lstrip())])
    body = whole.strip()
    moved = []
    for entity in entities:
        begin = min(max(starts[entity["offset"]] - left, 0), units(body))
        end = min(max(starts[entity["offset"] + entity["length"]] - left, 0), units(body))
        if end > begin:
            moved.append(entity | {"offset": begin, "length": end - begin})
    return body, moved


def written(text: str | None, caption: str | None, mention: Sequence[User]) -> JSON:
    """Text or caption with its entities, as the server keeps what a person wrote."""
    raw = text if text is not None else caption
    if raw is None:
        return {}
    entities: list[JSON] = []
    prefix = ""
    for user in mention:
        about = {"offset": units(prefix), "length": units(f"@{user.name}"), "user": user.json()}
        entities.append({"type": "text_mention", **about})
        prefix += f"@{user.name} "
    body, kept = cleaned(prefix + raw, entities)
    kept = found_entities(body, kept)
    names = ("text", "entities") if text is not None else ("caption", "caption_entities")
    return {names[0]: body} | ({names[1]: kept} if kept else {})


def about(reply_to: JSON | None, forward_from: User | Chat | str | None, now: int) -> JSON:
    content: JSON = {}
    if reply_to is not None:
        content["reply_to_message"] = {key: value for key, value in reply_to.items() if key != "reply_to_message"}
    if isinstance(forward_from, User):
        content["forward_origin"] = {"type": "user", "sender_user": forward_from.json(), "date": now - 60}
    elif isinstance(forward_from, str):
        content["forward_origin"] = {"type": "hidden_user", "sender_user_name": forward_from, "date": now - 60}
    elif forward_from is not None:
        origin = {"chat": forward_from.json(), "message_id": 1} if forward_from.type == "channel" else {}
        kind = {"type": "channel"} if origin else {"type": "chat", "sender_chat": forward_from.json()}
        content["forward_origin"] = kind | origin | {"date": now - 60}
    return content


def has_words(message: JSON) -> bool:
    return any(key in message for key in ("text", "caption", "photo", "sticker", "voice", "video", "document"))


def line(chat: Chat, message: JSON) -> str:
    author = message.get("sender_chat", {}).get("title") or message.get("from", {}).get("first_name", "?")
    picture = "[图片]" if "photo" in message else ""
    text = f"{picture}{message.get('text') or message.get('caption', '')}"
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = "".join(f" [{button['text']}]" for row in rows for button in row)
    gone = " (已撤回)" if message["message_id"] in chat.deleted else ""
    return f"{author}: {text}{buttons}{gone}"
