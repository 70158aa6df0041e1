"""B9: how a member answers an offer of eight yuan."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.detection.offer_says import offer_answer
from bot.domain.compensation import Terms

NOW = datetime(2026, 1, 5, 10, tzinfo=UTC)
EIGHT = Terms("part_refund", 800)


@pytest.mark.parametrize(
    "text",
    [
        "退吧退吧，微信号是abc123", "支付宝13800138000，退吧", "ok退吧", "那谢谢了，退吧", "退8块吧不折腾了",
        "就按这个来", "行嘛", "可以噻",
    ],
)  # fmt: skip
def test_b9_a_yes_as_people_say_it(text: str) -> None:
    assert offer_answer(text, EIGHT, NOW) == "yes"


@pytest.mark.parametrize("text", ["谁稀罕你这8块", "免谈", "留着自己花吧"])
def test_b9_a_bitter_no_is_one(text: str) -> None:
    assert offer_answer(text, EIGHT, NOW) == "no"


@pytest.mark.parametrize("text", ["微信转15吧", "微信号是abc123，转15", "再退个8块吧", "好嘛，就这点"])
def test_b9_more_beside_where_to_pay_is_still_more(text: str) -> None:
    assert offer_answer(text, EIGHT, NOW) == "more"
