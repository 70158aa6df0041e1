"""What a leader says anew of what was promised, as the words behind the name or the goods say it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.promise_corrected import Restated, restated_sum
from bot.domain.promise_moves import is_late, new_time_in
from bot.domain.restated_words import agreed_sum, said_anew

NOW = datetime(2026, 1, 5, 18, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("text", "how", "read"),
    [
        ("10块吧", "sum", "改退您10块"),
        ("还是10块吧", "sum", "改退您10块"),
        ("15，其他不变", "sum", "改退您15块"),
        ("改15，别人还是8块", "sum", "改退您15块"),
        ("其他人不变，改12", "sum", "改退您12块"),
        ("每家加到10块", "sum", "改退您10块"),
        ("要不给你退12吧，8块实在太少", "sum", "改退您12块"),
        ("刚才说8块说少了，给你10块吧", "sum", "改退您10块"),
        ("12块吧，8块说不过去", "sum", "改退您12块"),
        ("今晚退你10块吧，8块太少了", "sum", "改退您10块，今晚"),
        ("再多给你2块吧，凑10块", "sum", "改退您10块"),
        ("多退你4块吧，一共12", "sum", "改退您12块"),
        ("运费5块也一起退你", "on_top", "另外再退您5块"),
        ("运费5块一起退，今晚", "on_top", "另外再退您5块，今晚"),
        ("车费6块顺便一起转你", "on_top", "另外再退您6块"),
        ("除了8块另外再退你2块", "on_top", "另外再退您2块"),
        ("除了8块再补你一盒", "on_top", "另外再补您一盒"),
        ("还是补你一盒吧", "deed", "改成补您一盒"),
        ("那就补一盒，8块就不转了哈", "deed", "改成补您一盒"),
        ("还是别退了，给你补一盒", "deed", "改成补您一盒"),
        ("先不退，明天再退", "later", "改到明天"),
        ("先不退，我再看看", "back", "不退了"),
        ("8块取消，系统原路退了", "back", "不退了"),
        ("不退了，她说不要", "back", "不退了"),
        ("退款取消", "back", "不退了"),
    ],
)
def test_what_holds_now_is_read_without_what_stood(text: str, how: str, read: str) -> None:
    found = said_anew(text, NOW)
    assert found is not None
    assert (found.how, found.read) == (how, read)


@pytest.mark.parametrize(
    "text",
    [
        "10块一盒吧", "改10块一盒了", "一盒10块", "10块吧，自提", "15", "10块", "要不退你12？", "要不10块吧",
        "退你12块",
        "退你10块吧", "今晚退你8块", "8块一起买吧", "也退12块", "再退你2块", "再补你一盒", "补你一盒", "取消",
        "不补货了",
        "不退了吗", "8块今晚转不了，明早给你",
    ],
)  # fmt: skip
def test_prices_questions_and_what_may_be_either_are_not_said_anew(text: str) -> None:
    assert said_anew(text, NOW) is None


def test_a_sum_that_is_only_agreed_to() -> None:
    for text, read in (
        ("15就15，今晚", "改退您15块，今晚"),
        ("好，15就15", "改退您15块"),
        ("行，那就15吧", "改退您15块"),
    ):
        found = agreed_sum(text, NOW)
        assert found is not None
        assert found.read == read, text
    for text in ("15就16", "15", "15就15一盒", "15就15吗"):
        assert agreed_sum(text, NOW) is None, text


def test_what_was_meant_is_the_sum() -> None:
    assert restated_sum("我说的是10块") == Restated("", "10块")
    assert restated_sum("我说的是苹果10块") is None


def test_what_cannot_be_sent_in_time_comes_later() -> None:
    for text in ("今晚转不完，剩下的明早", "今晚没法转了，明早转哈", "今晚转不成了，明早"):
        due = new_time_in(text, NOW)
        assert due is not None
        assert (due.day, due.hour) == (6, 10), text
        assert is_late(text)
    assert not is_late("今晚转你，明早看看")
