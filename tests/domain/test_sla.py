"""Business time: hours, days off, clock changes; and what a case's clocks make of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import from_dict
from bot.domain.case import Case
from bot.domain.sla import ANY_TIME, BusinessHours, most_urgent, running

SHANGHAI = ZoneInfo("Asia/Shanghai")
SHOP = BusinessHours(time(9), time(21), SHANGHAI)
WEEK = BusinessHours(time(9), time(18), SHANGHAI, frozenset(range(1, 6)), frozenset({date(2026, 1, 6)}))


def at(day: int, hour: int, minute: int = 0, zone: ZoneInfo = SHANGHAI) -> datetime:
    """A moment in January 2026; the 5th is a Monday."""
    return datetime(2026, 1, day, hour, minute, tzinfo=zone)


@pytest.mark.parametrize(
    ("hours", "start", "minutes", "due"),
    [
        (SHOP, at(5, 10), 30, at(5, 10, 30)),
        (SHOP, at(5, 20, 50), 30, at(6, 9, 20)),
        (SHOP, at(5, 23), 30, at(6, 9, 30)),
        (SHOP, at(5, 3), 30, at(5, 9, 30)),
        (SHOP, at(5, 10), 24 * 60, at(7, 10)),
        (SHOP, at(5, 10), 11 * 60, at(5, 21)),
        (WEEK, at(5, 17), 120, at(7, 10)),
        (WEEK, at(9, 17), 120, at(12, 10)),
        (ANY_TIME, at(5, 23), 120, at(6, 1)),
    ],
    ids=["within", "over the evening", "from the night", "from the early morning", "days", "to the last minute",
         "over a day off", "over the weekend", "round the clock"],
)  # fmt: skip
def test_business_time(hours: BusinessHours, start: datetime, minutes: int, due: datetime) -> None:
    assert hours.after(start, timedelta(minutes=minutes)) == due
    assert hours.between(start, due) == timedelta(minutes=minutes)


def test_hours_over_midnight() -> None:
    late = BusinessHours(time(18), time(2), SHANGHAI)
    assert late.is_open(at(6, 1))
    assert not late.is_open(at(6, 3))
    assert late.after(at(6, 1), timedelta(hours=2)) == at(6, 19)


def test_the_day_on_which_the_clock_is_put_forward_is_an_hour_shorter() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    whole_days = BusinessHours(time(0), time(0), berlin)
    saturday = datetime(2026, 3, 28, 12, tzinfo=berlin)
    assert whole_days.after(saturday, timedelta(hours=24)) == datetime(2026, 3, 29, 13, tzinfo=berlin)
    office = BusinessHours(time(9), time(18), berlin)
    assert office.after(saturday, timedelta(hours=9)) == datetime(2026, 3, 29, 12, tzinfo=berlin), "its hours are whole"


def test_hours_that_a_clock_change_swallows_are_no_hours() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    night = BusinessHours(time(2, 15), time(3), berlin)
    sunday = datetime(2026, 3, 29, 0, 30, tzinfo=berlin)
    assert night.after(sunday, timedelta(minutes=5)) > datetime(2026, 3, 29, 3, tzinfo=berlin)


ZONES = [ZoneInfo(name) for name in ("Asia/Shanghai", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu")]
DAY = timedelta(days=1)


def long_enough(hours: BusinessHours) -> bool:
    """At least four hours a day, so that a search for nine days' worth ends soon."""
    opens, closes = (datetime.combine(date(2026, 1, 1), t, UTC) for t in (hours.opens, hours.closes))
    return hours.opens == hours.closes or (closes - opens) % DAY > timedelta(hours=4)


moments = st.timedeltas(timedelta(0), timedelta(days=730)).map(lambda past: datetime(2025, 1, 1, tzinfo=UTC) + past)
lengths = st.timedeltas(timedelta(0), timedelta(days=9))
some_time = st.timedeltas(timedelta(microseconds=1), timedelta(days=9))
"""None at all is over at the next opening, not at the closing where it begins."""
all_hours = st.builds(
    BusinessHours,
    opens=st.times(),
    closes=st.times(),
    zone=st.sampled_from(ZONES),
    weekdays=st.frozensets(st.integers(1, 7), min_size=1),
    holidays=st.frozensets(st.dates(date(2025, 1, 1), date(2026, 12, 31)), max_size=5),
).filter(long_enough)


@given(all_hours, moments, lengths)
def test_as_much_time_lies_between_as_was_added(hours: BusinessHours, start: datetime, length: timedelta) -> None:
    due = hours.after(start, length)
    assert due >= start
    assert hours.between(start, due) == length
    assert hours.is_open(due) or hours.is_open(due - timedelta(microseconds=1))


@given(all_hours, moments, lengths)
def test_back_and_forth(hours: BusinessHours, end: datetime, length: timedelta) -> None:
    begin = hours.before(end, length)
    assert begin <= end
    assert hours.between(begin, end) == length


@given(all_hours, moments, moments, lengths)
def test_who_begins_later_is_due_no_earlier(hours: BusinessHours, a: datetime, b: datetime, length: timedelta) -> None:
    first, second = sorted((a, b))
    assert hours.after(first, length) <= hours.after(second, length)


@given(all_hours, moments, lengths, some_time)
def test_time_adds_up(hours: BusinessHours, start: datetime, one: timedelta, two: timedelta) -> None:
    assert hours.after(hours.after(start, one), two) == hours.after(start, one + two)


@given(st.times(), st.sampled_from(ZONES), moments, lengths)
def test_round_the_clock_all_time_counts(opens: time, zone: ZoneInfo, at: datetime, length: timedelta) -> None:
    hours = BusinessHours(opens, opens, zone)
    assert (hours.after(at, length), hours.before(at, length)) == (at + length, at - length)
    assert hours.between(at, at + length) == length


def case(**more: object) -> Case:
    values: dict[str, object] = {
        "number": 1, "group": 1, "platform": "terminal", "member_id": "静静", "member_name": "静静", "state": "open",
        "category": "damaged", "severity": 2, "goods": "草莓", "red": None, "quote": "草莓烂了",
        "opened_at": at(5, 20, 45),
    }  # fmt: skip
    return Case(**(values | more))  # type: ignore[arg-type]


def test_severer_cases_and_red_ones_have_less_time() -> None:
    rules = from_dict({}, environ={}).sla_rules
    opened = at(5, 20, 45)
    assert rules.due(case(), "first_contact", opened) == at(6, 10, 45)
    assert rules.due(case(severity=3), "first_contact", opened) == at(6, 9, 15)
    assert rules.due(case(severity=3, red="illness"), "first_contact", opened) == at(5, 21, 15), "at any hour"
    assert rules.due(case(), "resolution", at(5, 10), timedelta(hours=3)) == at(7, 13), "what it stood still is added"


def test_the_steps_of_a_clock() -> None:
    rules = from_dict({"sla": {"warn_at": 0.5, "escalate_after_min": 30}}, environ={}).sla_rules
    due = at(6, 9, 5)
    assert rules.step_at(case(), "answer", "warned", due) == at(5, 20, 50)
    assert rules.step_at(case(), "answer", "breached", due) == due
    assert rules.step_at(case(), "answer", "phone", due) == at(6, 9, 35)


def test_which_clocks_run() -> None:
    due = {f"{clock}_due_at": at(6, n) for n, clock in enumerate(("first_response", "first_contact", "resolution"), 9)}
    assert list(running(case(**due))) == ["first_response", "first_contact", "resolution"]
    assert most_urgent(case(**due)) == ("first_response", at(6, 9))
    assert list(running(case(state="waiting_member", first_response_at=at(5, 21), **due))) == ["first_contact"]
    assert list(running(case(state="waiting_us", first_response_at=at(5, 21), **due))) == ["resolution"]
    assert running(case(state="resolved", **due)) == {}
    assert list(running(case(state="closed", answer_due_at=at(6, 9), **due))) == ["answer"], (
        "a question needs an answer"
    )
    assert most_urgent(case(state="closed")) is None
