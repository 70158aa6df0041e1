"""Which goods words to everybody give something for."""

from __future__ import annotations

import pytest

from bot.detection.goods import find_goods
from handlers.promises.fits import is_on_top, of_some, of_the_deed


@pytest.mark.parametrize(
    "text",
    [
        "草莓每家退8块今晚转，鸡蛋还在问供应商",
        "鸡蛋还在问，草莓每家退8块今晚转",
        "先退草莓的，每家8块，今晚；鸡蛋的等明天",
        "草莓每家退8块，今晚，鸡蛋的不急",
        "今天先处理草莓，每家退8块，今晚转，鸡蛋明天处理",
        "鸡蛋的先等等，今晚每家退8块，草莓的",
        "鸡蛋退不退我再问，草莓每家先退8块今晚转",
        "草莓每家退8块今晚转，鸡蛋没问题",
        "鸡蛋明天到，草莓每家退8块今晚转",
    ],
)
def test_goods_of_which_nothing_is_given_are_left_out(text: str) -> None:
    assert set(find_goods(of_the_deed(text))) == {"草莓"}
    assert "8块" in of_the_deed(text)


@pytest.mark.parametrize(
    "text",
    [
        "草莓、鸡蛋每家退8块，今晚转", "草莓烂了，鸡蛋也碎了，每家退8块今晚转", "草莓每家退8块，鸡蛋也是，今晚转",
        "草莓没货了，每家补一盒鸡蛋，明天", "今晚每家退8块，草莓鸡蛋都算", "草莓每家退8块，鸡蛋明天补3个",
    ],
)  # fmt: skip
def test_goods_of_which_something_is_given_stay(text: str) -> None:
    assert set(find_goods(of_the_deed(text))) == {"草莓", "鸡蛋"}


def test_those_who_want_something_else_are_only_some() -> None:
    for text in ("草莓每家退8块，不要钱的明天补一盒", "要退的退8块，要补的补一盒"):
        assert of_some(text)
    for text in ("草莓每家退8块，今晚转", "你要退的我今晚退", "每家退8块，要退的那盒别扔"):
        assert not of_some(text)


def test_what_comes_on_top() -> None:
    assert is_on_top("多退2块")
    assert is_on_top("另外补一盒")
    assert not is_on_top("烂得多退15")
