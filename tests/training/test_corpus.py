"""The corpus is usable line by line, has no text twice, and is written by hand rather than filled into templates."""

import json
from collections import Counter
from pathlib import Path

import pytest

from bot.domain.verdict import CATEGORIES
from scripts.training.corpus import (
    CORPUS,
    FILES,
    CorpusError,
    agreed,
    distinct_ratio,
    read_file,
    read_lines,
    read_second,
    skeleton,
    without_near_duplicates,
)  # fmt: skip

PATHS = sorted(path for folder in (".", "fitting", "unseen") for path in (CORPUS / folder).glob(FILES))
THREADS = sorted(path for folder in (".", "fitting", "unseen") for path in (CORPUS / folder).glob("[td]*s*.jsonl"))
DISTINCT_AT_LEAST = 0.9 * 0.984
SHARED_AT_MOST = 3

ROW = {
    "id": "x-0001", "text": "鸡蛋碎了", "label": "complaint", "category": "damaged", "severity": 1, "kind": None,
    "context": [], "has_image": False, "role": "member", "author": "x-p01", "persona": "one",
}  # fmt: skip


def write(folder: Path, *rows: dict[str, object]) -> Path:
    path = folder / "x.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_line_can_be_used(path: Path) -> None:
    messages = read_file(path)
    assert len({message.id for message in messages}) == len(messages)
    second = read_second(path.parent / "second" / path.name)
    assert set(second) <= {message.id for message in messages}


@pytest.mark.parametrize("path", THREADS, ids=lambda path: path.stem)
def test_every_thread_can_be_used(path: Path) -> None:
    threads = {row["id"]: row["messages"] for _, row in read_lines(path)}
    for name, messages in threads.items():
        assert [one["n"] for one in messages] == list(range(1, len(messages) + 1)), name
        for one in messages:
            assert all(one[key] for key in ("text", "from", "at")), (name, one["n"])
            assert (one["category"] in CATEGORIES) == one["is_complaint"] >= one["new_case"], (name, one["n"])
            assert not (one["is_complaint"] and one["from"] == "团长"), (name, one["n"])
    for _, row in read_lines(path.parent / "second" / path.name):
        assert {one["n"] for one in row["labels"]} <= {one["n"] for one in threads[row["id"]]}, row["id"]


def test_texts_are_unique() -> None:
    texts = Counter((message.text, message.context, message.has_image) for path in PATHS for message in read_file(path))
    assert [text for text, count in texts.items() if count > 1] == []


def test_no_sentence_skeleton_is_shared() -> None:
    shared = Counter(skeleton(message.text) for path in PATHS for message in read_file(path))
    assert [one for one, count in shared.items() if len(one) >= 6 and count > SHARED_AT_MOST] == []


def test_wording_is_as_varied_as_hand_written_messages() -> None:
    assert distinct_ratio(message.text for path in PATHS for message in read_file(path)) >= DISTINCT_AT_LEAST


def test_a_wrong_line_is_named_with_file_line_and_field(tmp_path: Path) -> None:
    path = write(tmp_path, ROW, {**ROW, "id": "x-0002", "category": "rotten"})
    with pytest.raises(CorpusError, match=r"x\.jsonl:2: category: 'rotten'"):
        read_file(path)


def test_disagreements_are_dropped(tmp_path: Path) -> None:
    other = {**ROW, "id": "x-0002", "text": "少了一个"}
    first = read_file(write(tmp_path, ROW, other))
    second = {
        "x-0001": {"id": "x-0001", "label": "complaint", "category": "quality", "severity": 1, "kind": None},
        "x-0002": {"id": "x-0002", "label": "other", "category": None, "severity": None, "kind": "question"},
    }
    kept = agreed(first, second)
    assert [(message.id, message.category, message.severity) for message in kept] == [("x-0001", None, 1)]


def test_near_duplicates_are_dropped(tmp_path: Path) -> None:
    rows = [
        {**ROW, "text": "昨天的鸡蛋拿回家一看碎了三个"},
        {**ROW, "id": "x-0002", "text": "昨天的鸡蛋，拿回家一看，碎了三个！！"},
        {**ROW, "id": "x-0003", "text": "苹果还没到吗"},
    ]
    messages = read_file(write(tmp_path, *rows))
    assert [message.id for message in without_near_duplicates(messages)] == ["x-0001", "x-0003"]
    assert [message.id for message in without_near_duplicates(messages, ["苹果还没到吗?"])] == ["x-0001"]
