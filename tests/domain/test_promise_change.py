"""What a leader writes behind 诺 5 改: only what is certain changes anything."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.promise_change import Change, change_in

NOW = datetime(2026, 1, 5, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def at(day: int, hour: int) -> datetime:
    return NOW.replace(day=day, hour=hour)


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("明天18:00 8元", Change(800, at(6, 18))),
        ("明天上午 9块", Change(900, at(6, 12))),
        ("明天中午9块", Change(900, at(6, 14))),
        ("明早 9块", Change(900, at(6, 10))),
        ("9块 明天中午", Change(900, at(6, 14))),
        ("明天下午3点 9块", Change(900, at(6, 15))),
        ("今晚八点", Change(None, at(5, 20))),
        ("12块8", Change(1280)),
        ("一共10块", Change(1000)),
        ("改成10元", Change(1000)),
        ("退10块", Change(1000)),
        ("退款10元 周五", Change(1000, at(9, 22))),
        ("8", Change(800)),
        ("到货那天", Change(awaits="on_arrival")),
    ],
)
def test_a_refund_takes_a_time_and_a_sum_in_any_order(text: str, change: Change) -> None:
    assert change_in(text, NOW, "refund") == change


@pytest.mark.parametrize(
    ("text", "thing"),
    [("补一盒 明天", "一盒"), ("换两盒大的 明天", "两盒大的"), ("再送一盒 明天", "一盒"), ("明天送", None)],
)
def test_goods_take_a_thing_without_the_deed(text: str, thing: str | None) -> None:
    assert change_in(text, NOW, "replacement") == Change(None, at(6, 22), None, thing)


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        *((text, "total") for text in ("加2块", "再加2块", "多退2块", "少退2块", "另外补3块", "减1元")),
        *((text, "ends") for text in ("不退了", "取消", "不要了", "算了", "别退了", "不用给了", "撤")),
        *((text, "unclear") for text in ("补一盒", "补一盒 明天", "一半", "改天", "看情况")),
        *((text, "time") for text in ("昨天", "2月30日")),
        *((text, "amount") for text in ("0元", "-5元", "十几块")),
    ],
)
def test_what_is_not_certain_changes_nothing(text: str, trouble: str) -> None:
    assert change_in(text, NOW, "refund") == trouble
