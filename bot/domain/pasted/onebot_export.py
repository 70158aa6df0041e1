"""QQ messages as OneBot v11 gateways hand them out: a list of events, or an answer to get_group_msg_history."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from typing import Any

from bot.domain.pasted.model import Pasted, PastedMessage, Unreadable, message

FORM = "onebot"


def events_in(found: Any) -> list[Any] | None:
    """The list of message events in what was read; None when there is none."""
    if isinstance(found, dict):
        inner = found.get("data", found)
        found = inner.get("messages") if isinstance(inner, dict) else None
    if isinstance(found, list) and any(isinstance(e, dict) and "sender" in e and "message" in e for e in found):
        return found
    return None


def read_events(events: list[Any], zone: tzinfo) -> Pasted:
    messages, unreadable = [], []
    for n, event in enumerate(events, 1):
        one = _message(n, event, zone) if isinstance(event, dict) else None
        if one is not None:
            messages.append(one)
        else:
            unreadable.append(Unreadable(n, str(event)[:200]))
    return Pasted(FORM, tuple(messages), (), tuple(unreadable))


def _message(n: int, event: dict[str, Any], zone: tzinfo) -> PastedMessage | None:
    sender = event.get("sender") if isinstance(event.get("sender"), dict) else {}
    assert isinstance(sender, dict)
    number = sender.get("user_id") or event.get("user_id")
    name = str(sender.get("card") or sender.get("nickname") or number or "")
    text, files = _said(event.get("message"))
    try:
        at = datetime.fromtimestamp(float(event["time"]), UTC).astimezone(zone).replace(tzinfo=None)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return None
    if not name.strip() or not (text or files):
        return None
    return message(n, name, text, at, dated=True, member_id=str(number) if number else None, files=files)


def _said(body: Any) -> tuple[str, tuple[str, ...]]:
    """Text and picture files of a message, in segments or with CQ codes."""
    if isinstance(body, str):
        body = re.sub(r"\[CQ:image[^\]]*\]", "[图片]", body)
        return re.sub(r"\[CQ:[^\]]*\]", "", body).replace("&#91;", "[").replace("&#93;", "]").replace("&amp;", "&"), ()
    words, files = [], []
    for part in body if isinstance(body, list) else []:
        data = part.get("data") if isinstance(part, dict) else None
        if not isinstance(data, dict):
            continue
        if part.get("type") == "text":
            words.append(str(data.get("text", "")))
        elif part.get("type") == "image":
            files.append(str(data.get("file", "")))
        elif part.get("type") == "at":
            words.append(f"@{data.get('name') or data.get('qq')} ")
    return "".join(words).strip(), tuple(files)
