"""Telegram Desktop's export of a chat: result.json, or messages.html and its continuations."""

from __future__ import annotations

import re
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from bot.domain.pasted.model import Aside, Pasted, PastedMessage, Unreadable, message
from bot.domain.pasted.times import when

FORM = "telegram_export"


def read_json(found: dict[str, Any]) -> Pasted:
    """The messages of one exported chat, or of the first chat of a whole export."""
    listed = found.get("messages")
    if not isinstance(listed, list):
        chats = found.get("chats", {}).get("list", []) if isinstance(found.get("chats"), dict) else []
        listed = chats[0].get("messages", []) if chats and isinstance(chats[0], dict) else []
    messages, asides, unreadable = [], [], []
    for n, item in enumerate(listed, 1):
        one = _message(n, item) if isinstance(item, dict) and item.get("type") == "message" else None
        if one is not None:
            messages.append(one)
        elif isinstance(item, dict) and item.get("type") == "service":
            asides.append(Aside(n, f"{item.get('actor') or ''} {item.get('action') or ''}".strip(), "system"))
        else:
            unreadable.append(Unreadable(n, str(item)[:200]))
    return Pasted(FORM, tuple(messages), tuple(asides), tuple(unreadable))


def _message(n: int, item: dict[str, Any]) -> PastedMessage | None:
    name, text = item.get("from"), _text(item.get("text"))
    at = _moment(item)
    photo = item.get("photo")
    files = (photo.rsplit("/", 1)[-1],) if isinstance(photo, str) else ()
    if not files and not text and isinstance(item.get("media_type") or item.get("file"), str):
        text = f"[{item.get('sticker_emoji') or '文件'}]"
    if not (text or files) or at is None:
        return None
    sender = str(item.get("from_id") or "")
    number = re.sub(r"^user(?=\d)", "", sender) or None
    shown = name if isinstance(name, str) and name.strip() else number or "?"
    return message(n, shown, text, at, dated=True, member_id=number, files=files)


def _text(said: Any) -> str:
    """Plain text, or a list of pieces, some of them marked up."""
    if isinstance(said, list):
        return "".join(p if isinstance(p, str) else str(p.get("text", "")) for p in said if isinstance(p, str | dict))
    return said if isinstance(said, str) else ""


def _moment(item: dict[str, Any]) -> datetime | None:
    try:
        return datetime.fromisoformat(str(item.get("date"))).replace(tzinfo=None)
    except ValueError:
        return None


class _Page(HTMLParser):
    """Collects what stands in the elements of a message, by their classes."""

    def __init__(self, now: datetime) -> None:
        super().__init__(convert_charrefs=True)
        self.now = now
        self.messages: list[PastedMessage] = []
        self.asides: list[Aside] = []
        self.unreadable: list[Unreadable] = []
        self.stack: list[str] = []
        self.name = ""
        self.count = 0
        self.part: dict[str, str] = {}
        self.kind = ""
        self.photos: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {k: v or "" for k, v in attrs}
        classes = given.get("class", "").split()
        if tag == "br" and self.stack and "text" in self.stack:
            self.part["text"] = self.part.get("text", "") + "\n"
        if "photo_wrap" in classes and given.get("href"):
            self.photos.append(given["href"].rsplit("/", 1)[-1])
        if tag != "div":
            return
        if "message" in classes and ("default" in classes or "service" in classes):
            self.close_message()
            self.count += 1
            self.kind = "service" if "service" in classes else "default"
        if "date" in classes and "details" in classes:
            self.part["date"] = given.get("title", "")
        self.stack.append(next((c for c in ("from_name", "text", "forwarded", "body", "reply_to") if c in classes), ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self.stack:
            self.stack.pop()

    def handle_data(self, data: str) -> None:
        if not self.stack or not self.kind:
            return
        where = self.stack[-1]
        if where == "body" and self.kind == "service":
            where = "service"
        if where == "from_name" and "forwarded" in self.stack:
            return
        if where in ("from_name", "text", "service"):
            self.part[where] = self.part.get(where, "") + data

    def close_message(self) -> None:
        part, kind, photos = self.part, self.kind, self.photos
        self.part, self.kind, self.photos = {}, "", []
        if kind == "service":
            self.asides.append(Aside(self.count, " ".join(part.get("service", "").split()), "system"))
        elif kind == "default":
            self.name = part.get("from_name", "").strip() or self.name
            told = when(part.get("date", ""), self.now)
            text = part.get("text", "").strip()
            if self.name and (text or photos):
                at = told.at if told else None
                self.messages.append(message(self.count, self.name, text, at, dated=told is not None, files=photos))
            else:
                self.unreadable.append(Unreadable(self.count, text or self.name))


def read_html(text: str, now: datetime) -> Pasted:
    """The messages of one page; a message without a name is by the one before."""
    page = _Page(now)
    page.feed(text)
    page.close()
    page.close_message()
    return Pasted(FORM, tuple(page.messages), tuple(page.asides), tuple(page.unreadable))
