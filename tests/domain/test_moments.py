"""When "later" is, in a leader's words; the same times as in promises, as early as the words allow."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from bot.domain.when_words import moment_in, time_of_day, when_in
from bot.replay import DAY_ONE

MONDAY_TEN = DAY_ONE.replace(hour=10)
MONDAY_EIGHT_PM = DAY_ONE.replace(hour=20)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return DAY_ONE.replace(day=day, hour=hour, minute=minute)


SAID_AT_TEN = {
    "2小时": at(5, 12), "两小时后": at(5, 12), "半小时": at(5, 10, 30), "一个半小时": at(5, 11, 30),
    "30分钟": at(5, 10, 30),
    "半天": at(5, 22), "3天": at(8, 9), "明天": at(6, 9), "明天 上午": at(6, 9), "明早": at(6, 8), "今晚": at(5, 19),
    "后天下午三点": at(7, 15), "後天下午3點": at(7, 15), "大后天": at(8, 9), "下周一": at(12, 9), "周一": at(12, 9),
    "周五": at(9, 9), "星期天晚上八点半": at(11, 20, 30), "18:00": at(5, 18), "下周": at(12, 9), "周末": at(10, 9),
    "1月9日": at(9, 9), "10号上午": at(10, 9), "中午": at(5, 12),
}  # fmt: skip
SAID_AT_EIGHT_PM = {"8点": at(6, 8), "18:00": at(6, 18), "晚上": at(6, 19), "上午": at(6, 9), "九点": at(5, 21)}
NO_MOMENT = ("昨天", "随便", "", "明天25点", "到货那天", "明天或者后天", "明天给他退8块", "30天30夜", "2月30日")


@pytest.mark.parametrize("words", SAID_AT_TEN)
def test_later(words: str) -> None:
    assert moment_in(words, MONDAY_TEN) == SAID_AT_TEN[words]


@pytest.mark.parametrize("words", SAID_AT_EIGHT_PM)
def test_an_hour_that_is_over_today_is_tomorrows(words: str) -> None:
    assert moment_in(words, MONDAY_EIGHT_PM) == SAID_AT_EIGHT_PM[words]


@pytest.mark.parametrize("words", NO_MOMENT)
def test_words_that_name_no_one_moment(words: str) -> None:
    assert moment_in(words, MONDAY_TEN) is None


@pytest.mark.parametrize("words", ["明天上午", "今晚", "下周"])
def test_a_promise_is_kept_until_the_other_end(words: str) -> None:
    (promised,) = when_in(words, MONDAY_TEN)
    begins = moment_in(words, MONDAY_TEN)
    assert begins is not None
    assert promised.due is not None
    assert begins < promised.due


BEFORE = {
    "中午前": at(5, 12), "明天中午之前": at(6, 12), "正午前": at(5, 12), "周五中午前": at(9, 12), "中午": at(5, 14),
    "凌晨前": at(6, 0), "明天凌晨": at(6, 6), "早饭前": at(6, 8), "后天早饭前": at(7, 8), "午饭前": at(5, 12),
    "明天吃午饭之前": at(6, 12), "上午": at(5, 12), "傍晚前": at(5, 19), "晚饭前": at(5, 19), "今天晚饭前": at(5, 19),
    "下班前": at(5, 18), "天黑前": at(5, 19), "睡前": at(5, 22), "今晚睡觉前": at(5, 22), "晚上前": at(5, 22),
}  # fmt: skip


@pytest.mark.parametrize("words", BEFORE)
def test_until_when_a_word_given_before_a_meal_or_a_part_of_the_day_holds(words: str) -> None:
    assert [found.due for found in when_in(words, MONDAY_TEN)] == [BEFORE[words]]


def test_before_noon_said_after_twelve_is_until_noon_is_over() -> None:
    (found,) = when_in("中午前给您送到", at(5, 12, 20))
    assert found.due == at(5, 14)


def test_times_of_day() -> None:
    assert time_of_day("三", None, False, "下午") == time(15)
    assert time_of_day("６", "３０", False, "下午") == time(18, 30)
    assert time_of_day("8", None, True, "晚上") == time(20, 30)
    assert time_of_day("12", None, False, "中午") == time(12)
    assert time_of_day("12", None, False, "晚上") == time(0)
    assert time_of_day("25", None, False, None) is None
    assert time_of_day("8", "70", False, None) is None
