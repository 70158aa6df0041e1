"""The content of a OneBot message: an array of segments, or a string with CQ codes, to text, pictures and mentions."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote as percent

from bot.adapters.common.reading import Malformed, storable
from bot.adapters.onebot.memory import Memory, an_id
from bot.domain.chat import Image
from bot.replies import say

Segment = tuple[str, dict[str, Any]]

MOST_SEGMENTS = 500
MOST_IMAGES = 20
_MOST_WORDS = 200
_PICTURE_NAMES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".heic")
_CODE = re.compile(r"\[CQ:([\w.-]+)((?:,[^,\[\]=]+=[^,\[\]]*)*)\]")
_CUSTOM_FACE = "1"


@dataclass
class Content:
    """What a message holds. `forwarded` is (id, name) of the author of a single message that it forwards."""

    text: str = ""
    images: list[Image] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)
    quote_id: str | None = None
    forwarded: tuple[str, str] | None = None


def segments(message: Any) -> list[Segment]:
    """The segments of a message in either form; raises Malformed."""
    if isinstance(message, str):
        return parse_codes(message)
    if isinstance(message, dict):
        message = [message]
    if not isinstance(message, list):
        raise Malformed("its message is neither a list nor a string")
    found: list[Segment] = []
    for item in message[:MOST_SEGMENTS]:
        if not isinstance(item, dict) or not isinstance(item.get("type"), str):
            raise Malformed("a segment has no type")
        data = item.get("data")
        found.append((item["type"], data if isinstance(data, dict) else {}))
    return found


def parse_codes(text: str) -> list[Segment]:
    """The segments of a string with CQ codes."""
    found: list[Segment] = []
    end = 0
    for match in _CODE.finditer(text):
        if match.start() > end:
            found.append(("text", {"text": unescape(text[end : match.start()])}))
        pairs = (part.partition("=") for part in match[2].split(",")[1:])
        found.append((match[1], {name: unescape(value) for name, _, value in pairs}))
        end = match.end()
        if len(found) >= MOST_SEGMENTS:
            return found
    if end < len(text):
        found.append(("text", {"text": unescape(text[end:])}))
    return found


def unescape(text: str) -> str:
    return text.replace("&#91;", "[").replace("&#93;", "]").replace("&#44;", ",").replace("&amp;", "&")


def read(message: Any, memory: Memory, raw: str) -> Content:
    """The content of a message; what is neither text nor picture becomes a word in the text."""
    content = Content()
    parts: list[str] = []
    for kind, data in segments(message):
        parts.append(_READERS.get(kind, _unknown)(data, content, memory, raw))
    content.text = storable("".join(parts)).strip()
    return content


def _text(data: dict[str, Any], content: Content, memory: Memory, raw: str) -> str:
    return storable(data.get("text"))


def _at(data: dict[str, Any], content: Content, memory: Memory, raw: str) -> str:
    who = an_id(data.get("qq"))
    if who == "all":
        return "@全体成员 "
    if who and who not in content.mentions:
        content.mentions.append(who)
    name = data.get("name") or memory.names.get(who)
    return f"@{storable(name).removeprefix('@')} " if isinstance(name, str) and name else ""


def _reply(data: dict[str, Any], content: Content, memory: Memory, raw: str) -> str:
    content.quote_id = an_id(data.get("id")) or None
    return ""


def _image(data: dict[str, Any], content: Content, memory: Memory, raw: str) -> str:
    kind = data.get("sub_type", data.get("subType"))
    if str(kind) == _CUSTOM_FACE or data.get("emoji_id"):
        return _summary(data, "sticker")
    if len(content.images) < MOST_IMAGES:
        content.images.append(Image(picture_ref(data, memory, raw, len(content.images))))
    return ""


def _file(data: dict[str, Any], content: Content, memory: Memory, raw: str) -> str:
    name = str(data.get("name") or data.get("file") or "")
    if name.lower().endswith(_PICTURE_NAMES) and len(content.images) < MOST_IMAGES:
        content.images.append(Image(picture_ref(data, memory, raw, len(content.images))))
        return ""
    return say("platforms.media.document")


def picture_ref(data: dict[str, Any], memory: Memory, raw: str, number: int) -> str:
    """What `fetch_image` takes: "<link> <file> <message's id>/<number>", each percent-encoded, "-" where unknown.

    A picture that came inside the message is held here, and asked for again when it is held no longer.
    """
    link, file = str(data.get("url") or ""), str(data.get("file_id") or data.get("file") or "")
    if not link.startswith(("http://", "https://")):
        link = file if file.startswith(("http://", "https://")) else ""
    inline = next((s for s in (str(data.get("file") or ""), str(data.get("url") or "")) if is_inline(s)), None)
    if inline is not None:
        try:
            file, link = f"held:{memory.hold_picture(decode_inline(inline))}", ""
        except (ValueError, binascii.Error):
            file, link = "", ""
    link, file = (percent(storable(part)[:2000], safe=":/?=&%+,;~.-_") or "-" for part in (link, file))
    return f"{link} {file} {percent(raw) or '-'}/{number}"


def is_inline(text: str) -> bool:
    return text.startswith(("base64://", "data:image/"))


def decode_inline(text: str) -> bytes:
    """The bytes of a "base64://…" or "data:image/…;base64,…"; raises ValueError."""
    body = text.removeprefix("base64://") if text.startswith("base64://") else text.partition(",")[2]
    return base64.b64decode(body, validate=True)


def _summary(data: dict[str, Any], otherwise: str) -> str:
    words = data.get("summary")
    if isinstance(words, str) and words.strip():
        return storable(words)[:_MOST_WORDS]
    return say(f"platforms.media.{otherwise}")


def _mface(data: dict[str, Any], content: Content, memory: Memory, raw: str) -> str:
    return _summary(data, "sticker")


def _face(data: dict[str, Any], content: Content, memory: Memory, raw: str) -> str:
    inner = data.get("raw")
    words = inner.get("faceText") if isinstance(inner, dict) else None
    if isinstance(words, str) and words.strip("/ []"):
        return f"[{storable(words).strip('/ []')[:20]}]"
    return say("platforms.media.face")


def _forward(data: dict[str, Any], content: Content, memory: Memory, raw: str) -> str:
    """A forwarded chat; where the gateway tells its messages, their texts stand in the text."""
    inside = data.get("content")
    if not isinstance(inside, list):
        return say("platforms.media.forward")
    lines: list[tuple[str, str, str]] = []
    for item in inside[:50]:
        node = item.get("data", item) if isinstance(item, dict) else {}
        told = node.get("sender")
        sender = told if isinstance(told, dict) else node
        words = node.get("message", node.get("content"))
        if not isinstance(words, str | list):
            continue
        plain = "".join(str(d.get("text", "")) for kind, d in segments(words) if kind == "text").strip()
        name = storable(str(sender.get("card") or sender.get("nickname") or sender.get("name") or ""))
        lines.append((an_id(sender.get("user_id", sender.get("uin"))), name, storable(plain)))
    if len(lines) == 1:
        content.forwarded = (lines[0][0], lines[0][1])
        return lines[0][2]
    return "\n".join([say("platforms.media.forward"), *(f"{name}: {text}" for _, name, text in lines)])


def _card(data: dict[str, Any], content: Content, memory: Memory, raw: str) -> str:
    """A shared page, mini program or announcement: the words that QQ itself shows for it."""
    given = data.get("data")
    try:
        card = json.loads(given) if isinstance(given, str) and len(given) < MOST_CARD else given
    except (ValueError, RecursionError):
        card = None
    words = card.get("prompt") if isinstance(card, dict) else None
    if isinstance(words, str) and words.strip():
        return storable(words)[:_MOST_WORDS]
    return say("platforms.media.card")


MOST_CARD = 200_000


def _markdown(data: dict[str, Any], content: Content, memory: Memory, raw: str) -> str:
    words = data.get("content")
    return storable(words) if isinstance(words, str) else say("platforms.media.card")


def _unknown(data: dict[str, Any], content: Content, memory: Memory, raw: str) -> str:
    return say("platforms.media.unknown")


def _word(name: str) -> Callable[[dict[str, Any], Content, Memory, str], str]:
    def word(data: dict[str, Any], content: Content, memory: Memory, raw: str) -> str:
        return say(f"platforms.media.{name}")

    return word


_READERS: dict[str, Callable[[dict[str, Any], Content, Memory, str], str]] = {
    "text": _text, "at": _at, "reply": _reply, "image": _image, "file": _file, "mface": _mface, "face": _face,
    "forward": _forward, "json": _card, "xml": _card, "markdown": _markdown,
    "record": _word("voice"), "video": _word("video"), "share": _word("card"), "music": _word("audio"),
    "location": _word("location"), "contact": _word("contact"), "node": _word("forward"), "dice": _word("face"),
    "rps": _word("face"), "poke": _word("face"), "shake": _word("face"), "anonymous": lambda *_: "",
}  # fmt: skip
