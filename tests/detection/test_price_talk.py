"""Words about what goods cost, beside those about what is given back."""

from __future__ import annotations

import pytest

from bot.detection.price_talk import is_about_buying, names_a_price


@pytest.mark.parametrize(
    "text",
    ["草莓多少钱", "便宜点嘛", "再少点呗", "12行不行，我要两箱", "两箱能不能50", "给我拿三盒", "多少一斤", "我全要了"],
)
def test_buying(text: str) -> None:
    assert is_about_buying(text)


@pytest.mark.parametrize(
    "text",
    [
        "能不能15",
        "12行不行，烂得太多了",
        "我要退款",
        "3盒坏了2盒",
        "少了点吧两盒都烂了，退12",
        "收到两盒坏的",
        "我买的草莓烂了一半",
    ],
)
def test_asking_for_more_back_is_no_buying(text: str) -> None:
    assert not is_about_buying(text)


@pytest.mark.parametrize("text", ["草莓15一盒", "草莓今天15", "15/盒", "草莓改10块一盒了", "苹果特价"])
def test_prices(text: str) -> None:
    assert names_a_price(text)


@pytest.mark.parametrize(
    "text", ["草莓每家退8块", "静静退你8块", "打错了，草莓是10块", "草莓改10块吧", "草莓烂了的我看看", "好的"]
)
def test_what_is_given_is_no_price(text: str) -> None:
    assert not names_a_price(text)
