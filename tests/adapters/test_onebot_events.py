"""Recorded frames: each names the events that it must become, or why it becomes none, and the page of its shape."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.common.reading import Malformed, NotUsed
from bot.adapters.onebot.events import translate
from bot.adapters.onebot.memory import Memory, Said
from bot.adapters.onebot.segments import parse_codes
from bot.domain.chat import GroupMessage
from tests.adapters.recorded import event
from tests.peers.onebot import coded

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("onebot_events.json").read_text("utf-8"))


def memory() -> Memory:
    made = Memory(now=lambda: datetime(2026, 1, 5, 10, tzinfo=UTC), account="10001", groups={"55501": "锦绣花园3群"})
    at = datetime(2026, 1, 5, 8, 59, tzinfo=UTC)
    made.note(Said("900@1767603540", "55501", "30002", at, "我的也坏了"))
    made.note(Said("910@1767603541", None, "30001", at, "我自己弄坏的"))
    made.note(Said("950", "55501", "10001", at, "真抱歉", own=True))
    made.posting("group:55501", " 真抱歉，马上处理", 0)
    return made


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_frame(case: dict[str, Any]) -> None:
    assert case["page"].startswith("https://")
    if "malformed" in case:
        with pytest.raises(Malformed, match=case["malformed"]):
            translate(case["frame"], memory())
    elif "not_used" in case:
        with pytest.raises(NotUsed):
            translate(case["frame"], memory())
    else:
        assert translate(case["frame"], memory()) == [event(written) for written in case["events"]]


@pytest.mark.parametrize("frame", [case["frame"] for case in CASES if isinstance(case["frame"], dict)])
@pytest.mark.parametrize("value", [None, [], {}, "x", -1, 1e400, True])
def test_no_wrong_value_gets_through(frame: dict[str, Any], value: Any) -> None:
    for name in frame:
        try:
            events = translate(frame | {name: value}, memory())
        except (NotUsed, Malformed):
            continue
        assert all(isinstance(made.message_id, str) and made.sent_at.tzinfo for made in events)


def test_codes_are_read_back_as_they_were_written() -> None:
    segments = [
        {"type": "text", "data": {"text": "a[b],c&amp;d&"}},
        {"type": "image", "data": {"file": "x,y.png", "url": "http://h/?a=1&b=[2],3"}},
        {"type": "at", "data": {"qq": "30001"}},
        {"type": "text", "data": {"text": " 完"}},
    ]
    assert parse_codes(coded(segments)) == [(one["type"], one["data"]) for one in segments]


def test_a_text_larger_than_any_person_writes_is_cut() -> None:
    frame = dict(CASES[0]["frame"], message=[{"type": "text", "data": {"text": "烂" * 2_500_000}}])
    (made,) = translate(frame, memory())
    assert isinstance(made, GroupMessage)
    assert len(made.text) == 65_536


def test_ten_thousand_segments_are_bounded() -> None:
    many = [{"type": "image", "data": {"url": "http://h/x"}}] * 10_000
    (made,) = translate(dict(CASES[0]["frame"], message=many), memory())
    assert isinstance(made, GroupMessage)
    assert len(made.images) == 20


def test_a_number_used_again_is_another_message() -> None:
    frame = CASES[0]["frame"]
    later = dict(frame, time=frame["time"] + 300)
    ids = {translate(one, memory())[0].message_id for one in (frame, dict(frame), later)}
    assert len(ids) == 2
