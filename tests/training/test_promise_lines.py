"""The labelled lines from which promises are learned."""

import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from bot.detection.promised.network import KINDS, reader
from bot.domain.plain_words import plain
from scripts.score_promises import read_lines
from scripts.training.promise_lines import FOLDER, Lesson, joined, lesson_of
from scripts.training.promise_lines import read_lines as read

LISTS = sorted(FOLDER.glob("*.jsonl"))
MEASURING = (*range(16, 20), *range(47, 50), *range(66, 75))
UNREAD = [Path(__file__).parents[1] / "data" / f"promises_{n}.jsonl" for n in MEASURING]


@pytest.mark.parametrize("path", [*LISTS, *UNREAD], ids=lambda path: path.stem)
def test_every_line_says_what_it_is_held_for(path: Path) -> None:
    for line in read_lines(path):
        assert set(line) == {"id", "said_at", "text", "expect"}, line["id"]
        datetime.fromisoformat(line["said_at"])
        for one in line["expect"]:
            assert set(one) == {"kind", "amount_fen", "thing", "due", "when"}, line["id"]
            assert one["kind"] in KINDS, line["id"]
            assert one["amount_fen"] is None or (type(one["amount_fen"]) is int and one["amount_fen"] > 0), line["id"]
            assert one["thing"] is None or one["thing"] in line["text"], line["id"]
            assert one["due"] is None or datetime.fromisoformat(one["due"]), line["id"]
            assert one["when"] in (None, "on_arrival", "next_group_buy"), line["id"]


def test_no_line_is_learned_from_that_measures() -> None:
    def bare(text: str) -> str:
        return re.sub(r"\W", "", plain(text))

    unread = {bare(line["text"]) for path in UNREAD for line in read_lines(path)}
    assert not [line["id"] for path in LISTS for line in read_lines(path) if bare(line["text"]) in unread]


def test_every_id_is_one_lines() -> None:
    ids = [line["id"] for path in (*LISTS, *UNREAD) for line in read_lines(path)]
    assert len(ids) == len(set(ids))


def test_a_wrong_line_is_named(tmp_path: Path) -> None:
    good = {"id": "a", "said_at": "2026-01-05T10:00", "text": "退8块", "expect": []}
    lines = [json.dumps(good), json.dumps(good | {"expect": [{"kind": "gift"}]})]
    (tmp_path / "x.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ValueError, match=r"x\.jsonl, line 2"):
        list(read(tmp_path))


def test_two_messages_in_one_breath_keep_the_answers_of_both() -> None:
    def line(text: str, *expect: dict[str, object]) -> dict[str, object]:
        none = {"amount_fen": None, "thing": None, "due": None, "when": None}
        return {"id": text, "said_at": "2026-01-05T10:00", "text": text, "expect": [none | one for one in expect]}

    pieces = reader().pieces
    refund = {"kind": "refund", "amount_fen": 800, "due": "2026-01-05T22:00"}
    money = lesson_of(line("今晚退你8块", refund), pieces)
    goods = lesson_of(line("草莓30一盒,补你一盒", {"kind": "replacement", "thing": "一盒"}), pieces)
    both = joined(money, goods, pieces.texts.index(","))
    whole = lesson_of(line("今晚退你8块,草莓30一盒,补你一盒", refund, {"kind": "replacement", "thing": "一盒"}), pieces)
    said = [name for name, answer in zip(KINDS, both.kinds, strict=False) if answer]
    assert said == ["refund", "replacement"]
    assert both.kinds[-2:] == (1.0, 0.0)
    assert [wanted for _, wanted in both.sums] == [(1.0, 0.0), (0.0, 0.0)]
    assert len(both.times) == 1
    assert len(both.tags) == len(both.ids)

    def shown(lesson: Lesson, at: tuple[int, ...]) -> str:
        return "".join(pieces.texts[lesson.ids[piece]] for piece in at)

    assert [shown(both, at) for at, _ in both.sums] == [shown(whole, at) for at, _ in whole.sums]
    assert [shown(both, (n,)) for n, tag in enumerate(both.tags) if tag] == ["一", "盒"]
    assert joined(money, money, pieces.texts.index(",")).kinds[-1] == 1.0
