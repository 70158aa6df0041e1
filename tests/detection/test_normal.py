from __future__ import annotations

import pytest

from bot.detection.checks.short_measure import number
from bot.detection.normal import MAX_CHARS, normal, plain


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("ＡＢＣ１２３？", "abc123?"),
        ("草\u200b莓\u202e烂了", "草莓烂了"),
        ("這個雞蛋壞了", "这个鸡蛋坏了"),
        ("  两   盒 ", "两 盒"),
        ("坏了[捂脸]", "坏了[捂脸]"),
        ("\x00\x07", ""),
    ],
)
def test_normal(text: str, read: str) -> None:
    assert normal(text) == read


@pytest.mark.parametrize(
    ("text", "read"), [("冇收到", "没有收到"), ("咋回事", "怎么回事"), ("团涨", "团长"), ("草莓 酸 硬", "草莓,酸,硬")]
)
def test_plain(text: str, read: str) -> None:
    assert plain(text) == read


def test_a_long_text_keeps_beginning_and_end() -> None:
    read = normal("头" + "啊" * 20_000 + "尾")
    assert len(read) <= MAX_CHARS + 1
    assert read[0] == "头"
    assert read[-1] == "尾"


@pytest.mark.parametrize(("text", "value"), [("30", 30), ("四", 4), ("十二", 12), ("二十", 20), ("半", 0.5), ("啊", 0)])
def test_number(text: str, value: float) -> None:
    assert number(text) == value
