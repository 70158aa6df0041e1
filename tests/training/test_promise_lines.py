"""The labelled lines from which promises are learned."""

import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from bot.detection.promised.network import KINDS
from bot.domain.plain_words import plain
from scripts.score_promises import read_lines
from scripts.training.promise_lines import FOLDER
from scripts.training.promise_lines import read_lines as read

LISTS = sorted(FOLDER.glob("*.jsonl"))
UNREAD = [Path(__file__).parents[1] / "data" / f"promises_{n}.jsonl" for n in range(16, 20)]


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
