"""On which day goods come or a group buy begins, by what a leader announces; what is left open announces nothing."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.announced_days import announced

MONDAY = datetime(2026, 1, 5, 15, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("day", "texts"),
    [
        (5, "草莓到货了，大家来拿 / 今晚草莓到货，大家来拿 / 今天草莓到货"),
        (6, "明天草莓到货，大家记得来拿 / 草莓明天到，大家下班来拿 / 明天，草莓到货 / 明早草莓到货，10点后来拿"),
        (6, "草莓明天下午到自提点 / 明天到货的有草莓、鸡蛋 / 不好意思让大家久等，草莓明天到货 / 明天到一批新草莓"),
        (6, "草莓明天就到了，别急"),
        (7, "后天草莓到齐，周四来自提点拿"),
        (8, "新的一批草莓周四到"),
        (9, "1月9号草莓到货 / 周五草莓到货哈"),
    ],
)
def test_the_day_on_which_goods_come(day: int, texts: str) -> None:
    for text in texts.split(" / "):
        found = announced(text, MONDAY)
        assert [(a.event, a.day.day) for a in found] == [("on_arrival", day)], text


def test_each_clause_with_its_own_day() -> None:
    found = announced("草莓明天到，鸡蛋后天到", MONDAY)
    assert [(a.words, a.day.day) for a in found] == [("草莓明天到", 6), ("鸡蛋后天到", 7)]


@pytest.mark.parametrize(("text", "day"), [("开团了", 5), ("明晚8点开团", 6), ("周三开新团，还是草莓", 7)])
def test_the_day_on_which_a_group_buy_begins(text: str, day: int) -> None:
    assert [(a.event, a.day.day) for a in announced(text, MONDAY)] == [("next_group_buy", day)]


@pytest.mark.parametrize(
    "texts",
    [
        "草莓还没到货呢 / 明天草莓不到货 / 草莓明天到不了货 / 明天不开团 / 昨天草莓到货的来拿",
        "草莓预计明天到货 / 听说明天草莓到货 / 草莓这两天到货 / 草莓明天后天到货都有可能 / 草莓到货时间还没定",
        "草莓明天能到货吗 / 草莓明天到货的话我通知大家 / 下次开团再说",
        "退款明天到账 / 8块明天到您微信 / 快递明天到 / 师傅明天到 / 我明天到 / 明天给您送到家 / 明天收到草莓的说一声",
    ],
)
def test_what_is_open_or_about_something_else_announces_nothing(texts: str) -> None:
    for text in texts.split(" / "):
        assert announced(text, MONDAY) == (), text
