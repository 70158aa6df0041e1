"""What holds for any text whatsoever."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.detection import detect, detect_many
from bot.detection.goods import find_goods, goods_key, same_goods
from bot.detection.member_says import mark_in, me_too, says_fixed, says_no, says_not_fixed, says_yes, wants_person
from bot.detection.snownlp_backend import detect_snownlp
from bot.domain.verdict import CATEGORIES, RED_KINDS, Burst, BurstMessage, Earlier, OpenCase, Situation, Verdict

WORDS = [
    "草莓", "烂了", "一半", "我的", "也是", "+1", "退款", "没到", "团长", "？", "！", "[捂脸]", "3-501", "2份", "超市",
    "好吃", "还没", "收到", "\n", " ", "12315", "五斤", "称了", "四斤二", "🙂", "冇", "都", "不", "要", "给",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(WORDS), max_size=12).map("".join),
    st.text(st.characters(categories=["Cc", "Cf", "Cs", "Mn"]), max_size=20),
)
BURSTS = st.builds(
    Burst,
    st.lists(st.builds(BurstMessage, TEXTS, st.booleans()), min_size=1, max_size=4).map(tuple),
    st.sampled_from(["member", "group_leader", "bot", "unknown"]),
)
EARLIER = st.builds(
    Earlier,
    TEXTS,
    st.sampled_from(["member", "group_leader", "bot", "unknown"]),
    st.sampled_from([None, True, False]),
    st.none(),
    st.booleans(),
    st.sampled_from([None, True, False]),
    st.sampled_from([None, *CATEGORIES]),
)
CASES = st.lists(st.builds(OpenCase, st.integers(1, 9), st.sampled_from(CATEGORIES), st.sampled_from([None, "草莓"])))
SITUATIONS = st.builds(Situation, st.lists(EARLIER, max_size=4).map(tuple), CASES.map(tuple))


def well_formed(verdict: Verdict, burst: Burst) -> None:
    assert 0.0 <= verdict.score <= 1.0
    assert verdict.decision in ("complaint", "review", "none")
    assert (verdict.category is None) == (verdict.decision == "none")
    assert (verdict.severity is None) == (verdict.decision == "none")
    assert verdict.category is None or verdict.category in CATEGORIES
    assert verdict.severity in (None, 1, 2, 3)
    assert 0 <= verdict.named_by < len(burst.messages)
    assert verdict.red is None or (verdict.red in RED_KINDS and verdict.decision == "complaint")


@given(BURSTS, SITUATIONS)
@settings(max_examples=300, deadline=None)
def test_any_burst_gets_a_well_formed_verdict(burst: Burst, situation: Situation) -> None:
    well_formed(detect(burst, situation), burst)


@given(st.lists(st.tuples(BURSTS, SITUATIONS), max_size=5))
@settings(max_examples=60, deadline=None)
def test_the_same_alone_and_in_a_batch(items: list[tuple[Burst, Situation]]) -> None:
    assert detect_many(items) == [detect(burst, situation) for burst, situation in items]


@given(TEXTS, TEXTS)
@settings(max_examples=200, deadline=None)
def test_small_functions_never_raise(a: str, b: str) -> None:
    for small in (find_goods, goods_key, mark_in, me_too, says_fixed, says_no, says_not_fixed, says_yes, wants_person):
        small(a)
    assert same_goods(a, b) == same_goods(b, a)


@pytest.mark.parametrize(
    "text",
    ["草莓烂了一半" * 1700, "a" * 10_000, "1" * 10_000, "一个" * 5_000, "，" * 10_000, "😀" * 10_000, "我也是" * 3_400],
)
def test_a_very_long_text_takes_little_time(text: str) -> None:
    taken = []
    for attempt in range(3):
        burst = Burst((BurstMessage(f"{attempt}{text}"),))
        start = time.process_time()
        well_formed(detect(burst, Situation()), burst)
        taken.append(time.process_time() - start)
    assert min(taken) < 0.05


@pytest.mark.parametrize("text", ["", " ", "\n", "🙂", "1", "，。", "\ud800", "\x00", "草莓烂了", "very bad"])
def test_snownlp_never_raises(text: str) -> None:
    burst = Burst((BurstMessage(text),))
    well_formed(detect_snownlp(burst, Situation()), burst)
