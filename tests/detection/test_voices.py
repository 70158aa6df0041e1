"""Voices as another author writes them, and as what he takes each (docs/voices.md, "Figures")."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.detection import detect_many
from bot.detection.voices import criticism, with_voices
from bot.domain.verdict import Burst, BurstMessage, Earlier, Role, Situation
from bot.domain.voice import ASPECTS, KINDS, Heard

LINES: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "voices.jsonl").read_text(encoding="utf-8").splitlines()
]
NONE = "none"


def burst(text: str, role: Role = "member") -> Burst:
    return Burst((BurstMessage(text),), role)


def heard_in(texts: Sequence[str], role: Role = "member") -> list[Heard | None]:
    items = [(burst(text, role), Situation()) for text in texts]
    return [verdict.voice for verdict in with_voices(items, detect_many(items))]


def alone(text: str) -> Heard | None:
    return heard_in([text])[0]


def test_what_is_heard_was_meant() -> None:
    items = [(burst(line["text"]), Situation(tuple(map(Earlier, line["context"])))) for line in LINES]
    heard = [verdict.voice for verdict in with_voices(items, detect_many(items))]
    pairs = [(line["voice"], line["aspect"], one) for line, one in zip(LINES, heard, strict=True) if one]
    exact = sum((kind, aspect) == (one.kind, one.aspect) for kind, aspect, one in pairs)
    meant = sum(line["voice"] != NONE for line in LINES)
    assert exact / len(pairs) >= 0.95
    assert exact / meant >= 0.3


@pytest.mark.parametrize(
    "text",
    [
        "草莓好吃吗？",
        "听说这个桃子很甜",
        "1. 王姐 草莓2份",
        "退款收到了，谢谢团长",
        "今天天气真好",
        "希望明天的瓜是甜的",
        "",
        "。",
    ],
)
def test_what_nobody_has_gone_through_is_no_voice(text: str) -> None:
    assert alone(text) is None


@pytest.mark.parametrize(
    ("text", "kind", "aspect"),
    [
        ("这批草莓真甜，孩子一口气吃了一盒", "praise", "product"),
        ("团长人真好，半夜还回我消息", "praise", "service"),
        ("送得好快，上午下单下午就到了", "praise", "delivery"),
    ],
)
def test_a_plain_voice_is_heard(text: str, kind: str, aspect: str) -> None:
    assert alone(text) == Heard(kind, aspect)  # type: ignore[arg-type]


def test_what_a_person_takes_for_a_complaint_is_a_criticism() -> None:
    assert criticism(burst("客服三天没人回"), Situation()) == Heard("criticism", "service")


def test_the_leader_is_not_heard() -> None:
    assert heard_in(["这批草莓真甜，孩子一口气吃了一盒"], "group_leader") == [None]


@settings(max_examples=40)
@given(st.lists(st.text(max_size=120), max_size=4))
def test_any_text_is_heard_or_not_and_alike_alone_and_with_others(said: list[str]) -> None:
    for text, heard in zip(said, heard_in(said), strict=True):
        assert heard is None or (heard.kind in KINDS and heard.aspect in ASPECTS)
        assert heard == alone(text)
