"""A leader's decision in the words of a command: what, until when, why – and every way to write it wrong."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.compensation import Terms
from bot.domain.offer_words import Decision, decision_in, price_in

MONDAY = datetime(2026, 1, 5, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
PRICE = 2990

TERMS = {
    "退8元": Terms("part_refund", 800),
    "退8": Terms("part_refund", 800),
    "8元": Terms("part_refund", 800),
    "赔8块": Terms("part_refund", 800),
    "退12.8": Terms("part_refund", 1280),
    "退十二块八": Terms("part_refund", 1280),
    "退￥４/份×3": Terms("part_refund", 1200),
    "退29.9": Terms("full_refund", 2990, 100),
    "退一半": Terms("part_refund", 1500, 50),
    "退三分之一": Terms("part_refund", 1000, 34),
    "退30%": Terms("part_refund", 900, 30),
    "退百分之三十": Terms("part_refund", 900, 30),
    "退100%": Terms("full_refund", 2990, 100),
    "全退": Terms("full_refund", 2990, 100),
    "全额退款": Terms("full_refund", 2990, 100),
    "补一份": Terms("replacement", thing="一份"),
    "补发两盒草莓": Terms("replacement", thing="两盒草莓"),
    "換一盒": Terms("replacement", thing="一盒"),
    "重发": Terms("replacement", thing="一份草莓"),
    "补两盒草莓和一盒鸡蛋": Terms("replacement", thing="两盒草莓和一盒鸡蛋"),
    "再退8元": Terms("part_refund", 800),
    "券5元": Terms("voucher", 500),
    "补5元券": Terms("voucher", 500),
    "5元代金券": Terms("voucher", 500),
    "积分100": Terms("points", thing="100"),
    "50积分": Terms("points", thing="50"),
}

WRONG = {
    "amount": "退0元；退-5元；退 -5；退负五元；退1e9元；退1000000000元；退几块钱；退十几块；退8元和5元；券；券0元；"
    "积分0；退钱",
    "two": "退29.9元加券5元；退8元再补一份；退一半，另外给50积分；补一份和5元券；全退+券3元；8元加补一盒",
    "percent": "退150%；退0%；退-10%；退百分之二百",
    "over_price": "退50元；退¥12.80/份×3；退30",
    "what": "多给点；看着办；好的；abc",
    "when": "退8元 2月30日；退8元 明天 后天",
    "past": "退8元 昨天；退8元 上周五",
}


@pytest.mark.parametrize("text", TERMS)
def test_what_is_given(text: str) -> None:
    assert decision_in(text, MONDAY, PRICE, "草莓") == Decision(TERMS[text])


@pytest.mark.parametrize(("trouble", "text"), [(t, text) for t, texts in WRONG.items() for text in texts.split("；")])
def test_what_is_wrong(trouble: str, text: str) -> None:
    assert decision_in(text, MONDAY, PRICE, "草莓") == trouble


def test_time_reason_and_change() -> None:
    due = MONDAY.replace(day=6, hour=18)
    found = decision_in("改 退8元 明天18:00 因为底下全烂了，又是老客户", MONDAY, PRICE, "草莓")
    assert found == Decision(Terms("part_refund", 800, due_at=due), due, "底下全烂了，又是老客户", True)
    assert decision_in("明天18:00", MONDAY, PRICE, None) == Decision(None, due)
    assert decision_in("", MONDAY, None, None) == Decision(None)
    assert decision_in("改", MONDAY, None, None) == Decision(None, again=True)
    assert decision_in("退8元 理由：老客户", MONDAY, None, None) == Decision(Terms("part_refund", 800), reason="老客户")


TIME_LAST = (
    "弄错了 1月4日18:00", "弄错了，明天", "弄错了 昨天18:00", "弄错了 2月30日", "弄错了1月9日18:00",
    "弄错了 明天18:00前办好", "坏了。今晚。",
)  # fmt: skip
NO_TIME_LAST = ("拖到了今天", "她昨天就说了", "昨天没送到", "坏了三个，马上过年了", "坏了，3天没回", "全烂了，老客户")


@pytest.mark.parametrize("reason", TIME_LAST)
def test_a_time_after_the_reason_is_asked_about(reason: str) -> None:
    assert decision_in(f"改 退8元 因为{reason}", MONDAY, PRICE, "草莓") == "time_last"
    found = decision_in(f"退8元 明天18:00 因为{reason}", MONDAY, PRICE, "草莓")
    assert isinstance(found, Decision), "one stands in front: what follows belongs to the reason"
    assert found.reason == reason


@pytest.mark.parametrize("reason", NO_TIME_LAST)
def test_a_reason_may_tell_of_a_day(reason: str) -> None:
    found = decision_in(f"退8元 因为{reason}", MONDAY, PRICE, "草莓")
    assert found == Decision(Terms("part_refund", 800), reason=reason)


def test_without_a_price_a_share_stays_a_share() -> None:
    assert decision_in("退一半", MONDAY, None, None) == Decision(Terms("part_refund", None, 50))
    assert decision_in("全退", MONDAY, None, None) == Decision(Terms("full_refund", None, 100))
    assert decision_in("退5000元", MONDAY, None, None) == Decision(Terms("part_refund", 500_000))


PRICES = {
    "29.9": 2990, "￥29.9": 2990, "29.9元": 2990, "12.80/份×3": 3840, "十二块八": 1280, "二十九块九": 2990, "30": 3000,
    "0": None, "-3": None, "1e9": None, "abc": None, "一份": None, "几十块": None, "": None, "29.999": None,
}  # fmt: skip


@pytest.mark.parametrize("text", PRICES)
def test_a_price(text: str) -> None:
    assert price_in(text) == PRICES[text]


@given(
    st.text(max_size=60) | st.text(alphabet="退赔补券积分元块¥%-0123456789.eE一半因为改明天下周日点:", max_size=30),
    st.none() | st.just(PRICE),
)
def test_any_words_at_all(text: str, price: int | None) -> None:
    found = decision_in(text, MONDAY, price, "草莓")
    if isinstance(found, str):
        return
    if found.due_at is not None:
        assert found.due_at > MONDAY
    if found.terms is not None and found.terms.amount_fen is not None:
        assert 0 < found.terms.amount_fen <= (price if price and found.terms.kind != "voucher" else 10_000_000)
