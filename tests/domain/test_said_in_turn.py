"""A message that goes from one to the next: whose each clause is, and what it gives in words of its own."""

from __future__ import annotations

import pytest

from bot.domain.said_in_turn import in_turn
from bot.domain.said_shortly import said_shortly

NAMES = {"静静": ("q",), "小美": ("m",), "老周": ("z",)}
GOODS = ("草莓", "鸡蛋")


def read(text: str) -> list[tuple[str, str]]:
    """To whom, and what they read."""
    forms = {name: ids for name, ids in NAMES.items() if name in text}
    turns = in_turn(text, forms, [goods for goods in GOODS if goods in text])
    return [("".join(t.ids) or f"{'rest ' if t.rest else ''}{t.goods}", t.read) for t in turns]


@pytest.mark.parametrize(
    "text",
    [
        "今晚退：草莓10，鸡蛋5",
        "今晚退 草莓10块 鸡蛋5块",
        "今晚统一退款：草莓每家10，鸡蛋5块",
        "今晚给大家转：草莓10块，鸡蛋5块",
    ],
)
def test_what_is_done_and_when_may_stand_before_all_of_them(text: str) -> None:
    turns = in_turn(text, {}, ("草莓", "鸡蛋"))
    assert [(t.goods, t.read, t.sure) for t in turns] == [
        ("草莓", "今晚退您10块", True), ("鸡蛋", "今晚退您5块", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["今晚：草莓10，鸡蛋5", "今晚开团：草莓10，鸡蛋5", "今晚到货：草莓10块，鸡蛋5块", "给大家报价：草莓10块，鸡蛋5块"],
)
def test_prices_are_paid_to_nobody(text: str) -> None:
    assert in_turn(text, {}, ("草莓", "鸡蛋")) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("静静退15，草莓其他人每家8块", [("q", "退您15块"), ("rest 草莓", "退您8块")]),
        ("静静15块，别的草莓每家8块，今晚转", [("q", "退您15块，今晚"), ("rest 草莓", "退您8块，今晚")]),
        ("静静退15，剩下的草莓每家8块", [("q", "退您15块"), ("rest 草莓", "退您8块")]),
        ("草莓每家退8块，鸡蛋老周您稍等", [("草莓", "退您8块"), ("z", "")]),
        ("草莓每家退8块，鸡蛋还没问到", [("草莓", "退您8块"), ("鸡蛋", "")]),
        ("草莓每家退8块，鸡蛋每家退3块，今晚转", [("草莓", "退您8块，今晚"), ("鸡蛋", "退您3块，今晚")]),
        ("草莓三家退8块，鸡蛋两家退5块，今晚到账", [("草莓", "退您8块，今晚"), ("鸡蛋", "退您5块，今晚")]),
        ("草莓每家补一盒，鸡蛋每家退5，今晚转", [("草莓", "给您补一盒"), ("鸡蛋", "退您5块，今晚")]),
        ("草莓每家补一盒，老周补3个，周六一起送", [("草莓", "给您补一盒，周六"), ("z", "给您补3个，周六")]),
        ("三位草莓的，明天一人一盒", [("草莓", "明天给您补一盒")]),
        ("老周12，静静15，小美8，今晚都转", [("z", "退您12块，今晚"), ("q", "退您15块，今晚"), ("m", "退您8块，今晚")]),
        ("静静退15，小美也是，老周补3个", [("q", "退您15块"), ("m", "退您15块"), ("z", "给您补3个")]),
        ("鸡蛋老周补3个，草莓静静退8", [("z", "给您补3个"), ("q", "退您8块")]),
        ("老周等下，静静退12，小美退8，今晚", [("z", ""), ("q", "退您12块，今晚"), ("m", "退您8块，今晚")]),
        ("草莓每家退8块5，鸡蛋每家退三块", [("草莓", "退您8块5"), ("鸡蛋", "退您三块")]),
    ],
)
def test_every_clause_says_whose_it_is(text: str, told: list[tuple[str, str]]) -> None:
    assert read(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "草莓8块一盒，鸡蛋12块一板，明天到货",
        "草莓8块，鸡蛋12块",
        "静静15，小美8",
        "草莓退了8块，鸡蛋也退了",
        "草莓每家退8-10块，鸡蛋每家退3块",
        "草莓每家退8块左右，鸡蛋每家退3块",
        "草莓每家多退2块，鸡蛋退5块",
        "静静退8块，老周退不退？",
        "打错了，草莓每家退8块，鸡蛋每家退3块",
        "静静退8块，王姐补一箱",
        "静静退8块，老周的明天",
        "静静退8块，老周补一箱，明天弄",
        "草莓每家退8块，再送一盒",
    ],
)
def test_what_says_more_is_no_such_message(text: str) -> None:
    assert read(text) == []


def test_a_number_beside_something_else_that_is_given_is_no_sure_sum() -> None:
    turns = in_turn("静静15，老周补3个", {"静静": ("q",), "老周": ("z",)}, ())
    assert [(t.read, t.sure) for t in turns] == [("退您15块", False), ("给您补3个", True)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("晚上15给你", "晚上退您15块"),
        ("15块明天转你", "明天退您15块"),
        ("别急，今晚12.5退您哈", "今晚退您12.5块"),
        ("晚上15点给你", None),
        ("15盒给你", None),
        ("15号给你", None),
        ("晚上15给你们", None),
        ("15给我", None),
    ],
)
def test_a_sum_in_few_words(text: str, told: str | None) -> None:
    assert said_shortly(text) == told
