"""B9: what a member says was paid is found in their words, and nothing else is taken for a price."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.said_prices import prices_said


@pytest.mark.parametrize(
    ("text", "fen", "each"),
    [
        ("一盒29.9的", 2990, "盒"),
        ("一盒29.9的，打开一半都烂了", 2990, "盒"),
        ("29.9一盒", 2990, "盒"),
        ("29块9一箱买的", 2990, "箱"),
        ("十二块八一斤", 1280, "斤"),
        ("一箱39的苹果", 3900, "箱"),
        ("12.8元/份", 1280, "份"),
        ("买了两盒，29.9一盒", 5980, ""),
        ("我花了29.9呢", 2990, ""),
        ("一共付了59.8", 5980, ""),
        ("两盒59.8", 5980, ""),
        ("29.9买的", 2990, ""),
        ("我买的时候是39.9元", 3990, ""),
        ("花了39", 3900, ""),
        ("￥29.90的东西就这样", 2990, ""),
        ("这单19.8块钱买的", 1980, ""),
        ("花了29.9，退我一半就行", 2990, ""),
        ("每单59", 5900, ""),
        ("一盒29.9就给我这样的东西？", 2990, "盒"),
    ],
)
def test_b9_a_price_in_the_members_words(text: str, fen: int, each: str) -> None:
    [said] = prices_said(text)
    assert (said.fen, said.each) == (fen, each)


@pytest.mark.parametrize(
    "text",
    [
        "退我29.9", "要退29.9元", "赔我50块", "退29.9的差价", "能不能退我20块", "补我10块钱", "超市才卖19.9一盒",
        "楼下一盒19.9", "比别家贵了5块", "一盒大概29.9", "29.9左右一盒", "一盒20个", "买了3盒", "一共10个坏了3个",
        "是29.9一盒吗", "一盒29.9？", "坏了3.5斤", "花了3个小时", "买的5斤装", "优惠完29.9买的", "运费花了8块",
        "花了好几十块", "三十来块买的", "买了两块豆腐", "8号楼", "13800138000", "我买的时候不是29.9", "29.9", "",
        "一盒0元", "付了-5元",
    ],
)  # fmt: skip
def test_b9_other_sums_are_no_price(text: str) -> None:
    assert prices_said(text) == ()


def test_b9_two_prices_are_both_kept_in_order() -> None:
    found = prices_said("一盒29.9的，不对，39.9买的，一盒29.9")
    assert [said.fen for said in found] == [2990, 3990]


def test_b9_a_price_of_each_fits_what_several_cost() -> None:
    [each] = prices_said("一盒29.9的")
    [whole] = prices_said("花了29.9")
    assert each.may_be(5980)
    assert not whole.may_be(5980)
    assert not each.may_be(3000)


@given(st.text(alphabet="一两盒箱的买花了退我元块毛¥.,，。?吗0123456789 共每/-", max_size=30))
def test_b9_whatever_is_written_a_price_is_a_sum_that_stands_there(text: str) -> None:
    for said in prices_said(text):
        assert said.fen > 0
        assert said.words


@pytest.mark.parametrize(
    "text",
    ["在医院呢，花了300，谁出", "牛奶吃坏了\n在医院\n一共花了300", "挂号加药费一共花了286", "误工一天，花了50打车"],
)
def test_b12_what_an_illness_costs_is_no_price(text: str) -> None:
    assert prices_said(text) == ()


def test_b12_the_price_of_goods_beside_an_illness_is_one() -> None:
    assert [said.fen for said in prices_said("牛奶一箱59买的。现在人在医院，花了300")] == [5900]


@pytest.mark.parametrize(
    "text",
    [
        "我另外买花了45", "另买的花了45", "又去买花了45", "重新买了一盒花了45", "现买的花了20", "29.9和39.9两种",
        "29.9元跟39.9元的", "29.9还是39.9来着", "29.9或39.9",
    ],
)  # fmt: skip
def test_b9_what_was_bought_besides_and_a_choice_of_prices_are_no_price(text: str) -> None:
    assert prices_said(text) == ()


@pytest.mark.parametrize("text", ["另外我花了29.9", "买了两种，一共29.9", "两种一共29.9", "我花29.9买的"])
def test_b9_a_price_beside_such_words_is_one(text: str) -> None:
    assert [said.fen for said in prices_said(text)] == [2990]
