"""Voices as another author writes them, and as what he takes each (docs/voices.md, "Figures")."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.detection import detect_many
from bot.detection.goods import find_goods
from bot.domain.verdict import Burst, BurstMessage, Earlier, Situation
from bot.domain.voice import ASPECTS, KINDS, Heard, hear

LINES: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "voices.jsonl").read_text(encoding="utf-8").splitlines()
]


def heard_in_all() -> list[Heard | None]:
    """What is heard in each line, with the detector's verdict as the program gives it."""
    verdicts = detect_many(
        [
            (Burst((BurstMessage(line["text"]),)), Situation(tuple(Earlier(text) for text in line["context"])))
            for line in LINES
        ]
    )
    return [
        hear(
            line["text"],
            earlier=line["context"],
            goods=find_goods(line["text"]),
            complaint=verdict.category if verdict.decision == "complaint" else None,
        )
        for line, verdict in zip(LINES, verdicts, strict=True)
    ]


def test_what_is_heard_was_meant() -> None:
    heard = heard_in_all()
    pairs = [(line["voice"], line["aspect"], one) for line, one in zip(LINES, heard, strict=True)]
    found = [(kind, aspect) == (one.kind, one.aspect) for kind, aspect, one in pairs if one]
    kinds = [kind == one.kind for kind, _, one in pairs if one]
    meant = sum(kind is not None for kind, _, _ in pairs)
    assert sum(kinds) / len(kinds) >= 0.98
    assert sum(found) / len(found) >= 0.95
    assert sum(found) / meant >= 0.95


@pytest.mark.parametrize(
    "text",
    [
        "草莓好吃吗？",
        "听说这个桃子很甜",
        "1. 王姐 草莓2份",
        "家人们，草莓又大又甜，现货，手慢无",
        "楼下超市的草莓真甜",
        "退款收到了，谢谢团长",
        "今天天气真好",
        "希望明天的瓜是甜的",
        "",
        "。",
    ],
)
def test_what_nobody_has_gone_through_is_no_voice(text: str) -> None:
    assert hear(text, goods=find_goods(text)) is None


@pytest.mark.parametrize(
    ("text", "kind", "aspect"),
    [
        ("草莓挺甜，就是个头有点小", "criticism", "product"),
        ("还以为会压坏，打开一看一个都没坏", "praise", "product"),
        ("快递慢是慢了点，不过草莓真的好吃", "praise", "product"),
        ("没有想象中甜", "criticism", "product"),
        ("後悔買少了，這批草莓好甜", "praise", "product"),
    ],
)
def test_what_is_meant_in_the_end_counts(text: str, kind: str, aspect: str) -> None:
    assert hear(text, goods=find_goods(text)) == Heard(kind, aspect)  # type: ignore[arg-type]


@given(st.text(max_size=400), st.lists(st.text(max_size=60), max_size=3), st.sampled_from([None, "taste", "other"]))
def test_any_text_is_heard_or_not(text: str, earlier: list[str], complaint: str | None) -> None:
    one = hear(text, earlier=earlier, complaint=complaint)
    assert one is None or (one.kind in KINDS and one.aspect in ASPECTS)
