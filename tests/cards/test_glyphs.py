"""C1: every character is drawn, or stands as a box on purpose; lines break as Chinese typography wants."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.glyphs import FONTS, REGULAR, Faces, glyphs, has
from bot.cards.lines import NOT_FIRST, NOT_LAST, Line, wrap
from bot.replies import catalogue

DATA = Path(__file__).parent.parent / "data"
SIZE, LIMIT = 44, 560
OF_LITTLE_FACES = set("๑̀́وᄇ")
"""Parts of faces put together from the letters of other scripts: they stand as boxes."""


def texts_in(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts_in(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts_in(part)]
    return [str(value)]


def missing(text: str) -> set[str]:
    """The characters of a text that no face has."""
    return {glyph.text for glyph in glyphs(text) if glyph.kind == "box"}


def test_no_character_of_the_catalogue_or_the_corpus_is_missing() -> None:
    corpus = [line for path in sorted(DATA.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    texts = [text for line in corpus for text in texts_in(json.loads(line))] + texts_in(catalogue())
    assert len(texts) > 1000
    assert missing("".join(texts)) <= OF_LITTLE_FACES


def test_rare_names_and_traditional_are_there() -> None:
    assert missing("喆玥𠮷犇骉㛃䶮𬭚邨龑堃淼燚叕彧嘅嚟咗喺哋冇") == set()
    gb2312 = [bytes([high, low]).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)]
    big5 = [
        bytes([high, low]).decode("big5", "ignore")
        for high in range(0xA4, 0xFA)
        for low in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    ]
    assert missing("".join(gb2312 + big5)) == set()


def test_what_no_face_has_is_a_box() -> None:
    assert missing("看𓀀字") == {"𓀀"}
    assert [glyph.kind for glyph in glyphs("看𓀀")] == ["text", "box"]


@pytest.mark.parametrize("emoji", ["😭", "❤️", "❤", "👍🏿", "👨‍👩‍👧‍👦", "🇨🇳", "1️⃣", "🙏🏻", "☎️", "🥭"])
def test_an_emoji_is_one_picture(emoji: str) -> None:
    assert [glyph.kind for glyph in glyphs(emoji)] == ["emoji"]


def test_digits_and_signs_are_text() -> None:
    assert {glyph.kind for glyph in glyphs("12.80元#*©→")} == {"text"}
    assert has(REGULAR, "1")


def test_licences_stand_beside_the_fonts() -> None:
    assert "SIL Open Font License" in (FONTS / "OFL-NotoSansCJK.txt").read_text("utf-8")
    assert "Apache License" in (FONTS / "Apache-2.0-NotoEmoji.txt").read_text("utf-8")
    assert sum(path.stat().st_size for path in FONTS.iterdir()) < 14_000_000


def said(line: Line) -> str:
    return "".join(glyph.text for _, glyph in line.placed).rstrip()


def lines_of(text: str, limit: float = LIMIT) -> list[Line]:
    faces = Faces()
    try:
        return wrap(text, faces, SIZE, limit)
    finally:
        faces.close()


chinese = st.text(alphabet="草莓烂了团长麻烦看看，。！？、“”（）《》12.8元 abc", min_size=1, max_size=120)


@given(chinese)
def test_lines_fit_and_lose_nothing(text: str) -> None:
    lines = lines_of(text)
    assert "".join(map(said, lines)).replace(" ", "") == text.replace(" ", "")
    assert all(line.width <= LIMIT + SIZE for line in lines)


@given(
    st.text(alphabet="草莓烂了团长麻烦看看", min_size=2, max_size=9),
    st.sampled_from("，。！？、：；）》」”"),
    st.integers(200, 700),
)
def test_no_line_begins_or_ends_against_the_rules(words: str, sign: str, limit: int) -> None:
    lines = [said(line) for line in lines_of(f"{words}{sign}（{words}）" * 5, limit)]
    assert not [line for line in lines[1:] if line[0] in NOT_FIRST]
    assert not [line for line in lines[:-1] if line[-1] in NOT_LAST]


def test_a_long_word_is_cut_and_a_short_one_is_not() -> None:
    assert len(lines_of("A" * 200)) > 3
    assert [said(line) for line in lines_of("团长您好 strawberries 烂了呀", 330)][1].startswith("strawberries")
