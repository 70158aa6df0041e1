"""The gate before the checks: the same alone and in a batch, and never asked where the situation could matter."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.detection import _detect_closely, detect, detect_many
from bot.detection.model.arrays import FOLDER, ModelError
from bot.detection.model.quick import GATE, GATE_CARD, LONGEST, bucket_of, buckets, codes_of, gate, load_gate, marked
from bot.detection.ordinary import clear_one, text_to_clear
from bot.domain.verdict import Burst, BurstMessage, Earlier, OpenCase, Situation

CORPUS = Path(__file__).parents[2] / "scripts/training/corpus"
TEXTS = st.one_of(
    st.text(max_size=90),
    st.text(st.sampled_from("草莓烂了一半在吗团长ABCａｂ１2 \n\u200b\ud800\x02\x03😀這們\U000e0041"), max_size=90),
)


def said(text: str, **more: object) -> Burst:
    return Burst((BurstMessage(text, **more),))  # type: ignore[arg-type]


@given(st.lists(TEXTS, max_size=8))
@settings(max_examples=300, deadline=None)
def test_the_same_depth_alone_and_in_a_batch(texts: list[str]) -> None:
    assert gate().depths(texts) == [gate().depth(text) for text in texts]


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_groups_of_characters_fall_into_the_same_buckets_one_by_one(text: str) -> None:
    read = marked(text)
    found = buckets(codes_of(read))
    for size, ids in enumerate(found, 1):
        assert ids.tolist() == [bucket_of(read[at : at + size]) for at in range(len(read) - size + 1)]


def test_scores_fall_with_the_depth_and_stay_below_every_question() -> None:
    scores = gate().scores
    assert list(scores) == sorted(scores, reverse=True)
    assert scores[0] < 0.1


def test_ordinary_talk_is_cleared() -> None:
    for text in ("明天一起去看电影吗", "哈哈哈哈哈", "你好，请问附近有什么好玩的景点推荐吗？", "晚安，早点睡"):
        verdict = detect(said(text), Situation())
        assert (verdict.decision, verdict.checks) == ("none", ())
        assert verdict.reasons == ("像日常聊天，没有提到问题",)


@pytest.mark.parametrize("text", ["草莓烂了一半", "还没收到货", "发错了吧", "鸡蛋碎了三个", "團長，我的貨呢"])
def test_a_plain_complaint_goes_on(text: str) -> None:
    assert gate().depth(text) == -1


@pytest.mark.parametrize("text", ["\u200b哈哈哈", "哈哈\u202e哈哈", "哈哈\x00哈", "哈哈\ud800", "哈" * (LONGEST + 1)])
def test_what_cannot_be_read_goes_on(text: str) -> None:
    assert gate().depth("哈哈哈") >= 0
    assert gate().depth(text) == -1


OPEN_CASE = OpenCase(1, "damaged")
COMPLAINT = Earlier("鸡蛋碎了", "member", False, complaint=True, category="damaged")
TALK = Earlier("吃了吗", "member", False, complaint=False)


@pytest.mark.parametrize(
    ("burst", "situation"),
    [
        (said("哈哈哈", has_image=True), Situation()),
        (said("哈哈哈", quoted_text="鸡蛋碎了"), Situation()),
        (said("哈哈哈"), Situation(open_cases=(OPEN_CASE,))),
        (said("哈哈哈"), Situation((COMPLAINT, TALK))),
        (said("哈哈哈"), Situation((Earlier("鸡蛋碎了"),))),
        (said("呵呵"), Situation((Earlier("这么便宜你还想怎样", "group_leader", False),))),
        (said("两点也过了呀"), Situation((Earlier("两点到", "group_leader", False),))),
        (Burst((BurstMessage("哈哈哈"),), "group_leader"), Situation()),
    ],
)
def test_where_the_situation_could_matter_the_gate_is_not_asked(burst: Burst, situation: Situation) -> None:
    assert text_to_clear(burst, situation) is None


def test_talk_before_does_not_keep_ordinary_words_from_being_cleared() -> None:
    earlier = (TALK, Earlier("草莓到了，大家来拿", "group_leader", False))
    assert text_to_clear(said("晚安，早点睡"), Situation(earlier)) == "晚安，早点睡"


def test_cleared_and_not_cleared_keep_their_places_in_a_batch() -> None:
    items = [(said(text), Situation()) for text in ("晚安，早点睡", "草莓烂了一半", "哈哈哈哈哈", "鸡蛋碎了三个")]
    assert detect_many(items) == [detect(*item) for item in items]
    assert [verdict.decision for verdict in detect_many(items)] == ["none", "complaint", "none", "complaint"]


def test_few_complaints_of_the_corpus_are_held_back() -> None:
    """The gate has read these lines; what it loses of unread ones is in its card."""
    lines = [line for path in sorted(CORPUS.glob("[a-z].jsonl")) for line in path.read_text("utf-8").splitlines()]
    rows = list(map(json.loads, lines))
    told = [row["text"] for row in rows if row["label"] == "complaint" and not row["context"] and not row["has_image"]]
    held_back = sum(depth >= 0 for depth in gate().depths(told))
    assert held_back <= 0.01 * len(told)


def test_what_is_cleared_is_no_complaint_to_the_stages_behind_either() -> None:
    """On lines that the gate has read; every ninth, as the stages behind are slow."""
    lines = [line for path in sorted(CORPUS.glob("[a-z].jsonl")) for line in path.read_text("utf-8").splitlines()[::9]]
    items = [(said(row["text"]), Situation()) for row in map(json.loads, lines) if not row["has_image"]]
    cleared = [item for item in items if clear_one(gate(), *item) >= 0]
    assert len(cleared) > 50
    behind = _detect_closely(cleared, None)
    assert sum(verdict.decision == "complaint" for verdict in behind) <= 0.02 * len(cleared)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (GATE, GATE_CARD):
        shutil.copy(FOLDER / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("name", [GATE, GATE_CARD])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelError, match=name):
        load_gate(folder)


def test_damaged_weights_are_named_with_both_checksums(folder: Path) -> None:
    data = bytearray((folder / GATE).read_bytes())
    data[1000] ^= 1
    (folder / GATE).write_bytes(data)
    with pytest.raises(ModelError, match=rf"{GATE}: damaged: SHA-256 is [0-9a-f]{{64}}, expected [0-9a-f]{{64}}"):
        load_gate(folder)
