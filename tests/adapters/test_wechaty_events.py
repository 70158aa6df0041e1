"""From a gateway's payloads to events, without a gateway; the payloads are in wechaty_payloads.json."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.adapters.common.memory import OWN_S
from bot.adapters.common.reading import Malformed, NotUsed
from bot.adapters.wechaty.events import EventKind, message_event, room_event
from bot.adapters.wechaty.memory import Memory, moment
from bot.adapters.wechaty.outgoing import compose, picture_name
from bot.domain.chat import Outgoing

RECORDED = json.loads((Path(__file__).parent / "wechaty_payloads.json").read_text("utf-8"))
NOW = datetime.fromisoformat(RECORDED["now"])


@dataclass
class People:
    """The names of the recording."""

    new: dict[str, str] = field(default_factory=dict)

    async def group_name(self, group_id: str) -> str:
        return str(self.new.get(group_id) or RECORDED["names"].get(group_id, ""))

    async def member_name(self, group_id: str, member_id: str) -> str:
        return str(RECORDED["names"].get(member_id, member_id))

    async def contact(self, contact_id: str) -> tuple[str, int]:
        return str(RECORDED["names"].get(contact_id, contact_id)), 2 if contact_id in RECORDED["official"] else 1

    def renamed(self, group_id: str, name: str) -> None:
        self.new[group_id] = name


def memory_at(now: datetime = NOW) -> Memory:
    return Memory(lambda: now, RECORDED["account"])


async def translated(recorded: dict[str, Any], memory: Memory) -> dict[str, Any]:
    kind = EventKind(recorded["kind"])
    try:
        if kind is EventKind.MESSAGE:
            (event,) = await message_event(SimpleNamespace(**recorded["message"]), "asked", memory, People())
        else:
            (event,) = await room_event(kind, recorded["event"], memory, People())
    except (NotUsed, Malformed) as reason:
        return {"type": type(reason).__name__}
    shown = {name: getattr(event, name) for name in recorded["becomes"] if name != "type"}
    if "images" in shown:
        shown["images"] = [image.ref for image in shown["images"]]
    if "mentions" in shown:
        shown["mentions"] = list(shown["mentions"])
    if "sent_at" in shown:
        shown["sent_at"] = shown["sent_at"].isoformat()
    return {"type": type(event).__name__, **shown}


@pytest.mark.parametrize("recorded", RECORDED["payloads"], ids=lambda recorded: recorded["name"])
async def test_each_payload_becomes_what_it_names(recorded: dict[str, Any]) -> None:
    assert recorded["page"].startswith("https://")
    assert await translated(recorded, memory_at()) == recorded["becomes"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (1_784_688_300, "2026-07-22T02:45:00+00:00"),
        (1_784_688_300_123, "2026-07-22T02:45:00.123000+00:00"),
        (1_784_688_300_123_456, "2026-07-22T02:45:00.123456+00:00"),
        (float("nan"), RECORDED["now"]),
        (float("inf"), RECORDED["now"]),
        (-5, RECORDED["now"]),
        (86_400, RECORDED["now"]),
        ("soon", RECORDED["now"]),
        (None, RECORDED["now"]),
        (2**64 - 1, RECORDED["now"]),
    ],
)
def test_times(given: object, expected: str) -> None:
    assert abs(moment(given, NOW) - datetime.fromisoformat(expected)) < timedelta(milliseconds=1)
    assert moment(given, NOW).tzinfo is UTC


def test_what_our_outbox_sent_counts_once_and_for_a_minute() -> None:
    now = [NOW]
    memory = Memory(lambda: now[0], "wxid_anxin")
    first = memory.posting("g1", "@静静\u2005真抱歉")
    assert memory.is_own("m1", "g1", "@静静 真抱歉"), "the echo is faster than the answer, and WeChat changes blanks"
    memory.posted(first, "m1")
    assert memory.is_own("m1", "g1", "@静静 真抱歉"), "told twice, still ours"
    assert not memory.is_own("m2", "g1", "@静静 真抱歉"), "the same words again are a person's"
    memory.posting("g1", None)
    assert not memory.is_own("m3", "g2", None)
    assert not memory.is_own("m4", "g1", "图")
    assert memory.is_own("m5", "g1", None)
    memory.posting("g1", "好的")
    now[0] += timedelta(seconds=OWN_S + 1)
    assert not memory.is_own("m6", "g1", "好的")


def test_a_long_text_keeps_its_mention() -> None:
    composed = compose(Outgoing("草莓坏了。" * 1000, group_id="g", mention=(("m", "静静\n\u202e"),)), {})
    assert len(composed.text) <= 2000
    assert composed.text.startswith("@静静\u2005草莓")
    assert composed.text.endswith("。…")
    private = compose(Outgoing("您好", member_id="m", mention=(("m", "静静"),), topic_id="1"), {})
    assert (private.text, private.degraded) == ("您好", ("topic", "mention"))


def test_a_picture_has_a_true_name() -> None:
    heads = {b"\xff\xd8\xff": "jpg", b"GIF89a": "gif", b"RIFF....WEBP": "webp", b"\x89PNG": "png", b"?": "png"}
    assert {head: picture_name(head).partition(".")[2] for head in heads} == heads
