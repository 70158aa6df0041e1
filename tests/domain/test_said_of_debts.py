"""Money among neighbours, and whether a sum to several is each's."""

from __future__ import annotations

import pytest

from bot.domain.said_of_debts import is_among_neighbours
from bot.domain.said_part import is_of_a_piece, is_of_each


@pytest.mark.parametrize(
    "text",
    [
        "你昨天赢我30还没给呢",
        "昨晚麻将的钱还没给我",
        "你上次借我的200什么时候还",
        "打车钱AA还没给我呢",
        "拼车的钱转我下",
        "饭钱还没A给我",
        "昨天找零少给我2块",
        "零钱还没找我",
        "你输我20别忘了",
        "你欠我的50",
        "我垫的水费",
        "上次打车我垫的20",
        "你还差我5块找零",
        "帮你代付的快递30块",
        "物业费我替你交了",
    ],
)
def test_a_debt_a_game_a_fare_or_change_is_among_neighbours(text: str) -> None:
    assert is_among_neighbours(text)


@pytest.mark.parametrize(
    "text",
    [
        "牛奶漏了退我8块吧",
        "牛奶钱什么时候退",
        "上次的退款还没给呢",
        "我借了个称，草莓少了半斤，补我",
        "8块什么时候给我",
        "打车去医院的钱你们赔吗",
        "你还欠我一盒草莓没补",
        "钱呢",
    ],
)
def test_what_was_bought_is_not(text: str) -> None:
    assert not is_among_neighbours(text)


@pytest.mark.parametrize(
    ("text", "several", "each"),
    [
        ("静静王姐16块今晚转", True, False),
        ("静静和王姐今晚退16块", True, False),
        ("三家草莓24块今晚转", False, False),
        ("你们仨今晚退24块", False, False),
        ("静静王姐16块今晚都转", True, False),
        ("静静王姐都退8块", True, True),
        ("静静王姐一人8块", True, True),
        ("三家各退8块", False, True),
        ("三家草莓每家8块", False, True),
        ("三家统一8块", False, True),
        ("三家退8块/家", False, True),
        ("草莓退8块", False, True),
        ("另外两家退8块", False, True),
        ("两家店都问了，退8块", False, True),
    ],
)
def test_whether_a_sum_to_several_is_each_s(text: str, several: bool, each: bool) -> None:
    assert is_of_each(text, 2, names_several=several) == each


def test_what_cannot_be_parted_evenly_is_each_s() -> None:
    assert is_of_each("静静王姐赵姐8块今晚转", 3, names_several=True)
    assert not is_of_each("静静王姐赵姐24块今晚转", 3, names_several=True)


def test_a_sum_for_one_piece_is_told_from_one_for_a_household() -> None:
    assert all(is_of_a_piece(text) for text in ("鸡蛋每个1块", "鸡蛋一个退1块", "1块一个", "每斤退3元"))
    assert not any(is_of_a_piece(text) for text in ("每家8块", "每盒退5块", "8块一个人", "每个月8块", "退8块"))
