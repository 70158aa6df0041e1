"""Times that look like a part of a sum, what is done after work, and words that promise nothing."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.money_words import money_in
from bot.domain.promise_words import promises_in

NOON = datetime(2026, 1, 5, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("8块半夜转你", 800), ("8块五一前", 800), ("8块六一前转", 800), ("8块两周内退", 800), ("8块七夕前", 800),
        ("8块三八节前转", 800), ("8块半夜里12点前转", 800),
        ("8块半转你", 850), ("8块五", 850), ("8块五，一会转", 850), ("8块五一会转", 850), ("8块5周五转", 850),
        ("12块半，今晚", 1250), ("十二块八", 1280),
    ],
)  # fmt: skip
def test_a_time_behind_a_sum_is_no_part_of_it(text: str, fen: int) -> None:
    assert [m.fen for m in money_in(text)] == [fen]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("8块今晚下班后转", "05 22:00"), ("今晚下班转你8块", "05 22:00"), ("你那8块我今晚下班转", "05 22:00"),
        ("今晚等我下班转你8块", "05 22:00"), ("晚上下班退你8块", "05 22:00"), ("今天下班后转你8块", "05 22:00"),
        ("明天下班以后退你8块", "06 22:00"), ("今晚我下了班转你8块", "05 22:00"),
        ("下班前转你8块", "05 18:00"), ("今晚下班前转你8块", "05 18:00"), ("今晚七点下班转你8块", "05 19:00"),
        ("下班了转你8块", "05 18:00"), ("今天下班前退您16", "05 18:00"),
    ],
)  # fmt: skip
def test_after_work_is_the_evening_and_before_it_is_six(text: str, due: str) -> None:
    assert [p.due and f"{p.due:%d %H:%M}" for p in promises_in(text, NOON)] == [due]


@pytest.mark.parametrize(
    "text",
    [
        "退8块给你老公了哈", "8块退给你老公了", "退8块可以吗，今晚转", "退8块成不成，今晚转你",
        "牛奶我问了，厂家明天给补一包",
        "牛奶我问过了，供货商后天补一盒", "草莓烂的拍照发我，核实了每家退8块", "团里规矩，烂的每家退8块",
    ],
)  # fmt: skip
def test_what_is_done_asked_given_by_others_or_a_rule_promises_nothing(text: str) -> None:
    assert promises_in(text, NOON) == ()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("退8块给你老公，今晚转", ["refund"]), ("我问了厂家，明天给你补一包", ["replacement"]),
        ("我问了，明天给您补一包", ["replacement"]), ("核实过了，每家退8块", ["refund"]),
        ("照片收到，核实了，退您8块，今晚转", ["refund"]), ("按老规矩，今晚给您退8块", ["refund"]),
        ("厂家认了，我明天给你补一包", ["replacement"]), ("厂家明天直接给您补发一箱", ["replacement"]),
        ("让厂家给补一包，后天到", ["replacement"]), ("每家先退8块，不够再补", ["refund"]),
    ],
)  # fmt: skip
def test_the_same_words_about_what_we_give_are_a_promise(text: str, kinds: list[str]) -> None:
    assert [p.kind for p in promises_in(text, NOON)] == kinds
