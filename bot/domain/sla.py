"""How long a case may take (sla_policy): business time, the clocks of a case, and the steps of each clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Literal
from zoneinfo import ZoneInfo

from bot.domain.case import Case

Clock = Literal["answer", "first_response", "first_contact", "resolution"]
Step = Literal["warned", "breached", "phone"]

STEPS: Mapping[Clock, tuple[Step, ...]] = {
    "answer": ("warned", "breached", "phone"),
    "first_response": ("warned", "breached", "phone"),
    "first_contact": ("breached",),
    "resolution": ("warned", "breached", "phone"),
}
"""What is said about each clock, in order: before it is due, at its breach, and when nobody has come even then. The way
out of a missed first contact is a call already, so its breach says all."""

DAY = timedelta(days=1)


@dataclass(frozen=True)
class BusinessHours:
    """The hours in which time counts. `closes` at or before `opens` lies on the next day; equal: round the clock."""

    opens: time
    closes: time
    zone: ZoneInfo
    weekdays: frozenset[int] = frozenset(range(1, 8))
    """1 is Monday."""
    holidays: frozenset[date] = frozenset()

    def window(self, day: date) -> tuple[datetime, datetime] | None:
        """When the hours of `day` begin and end, in UTC; None when nobody works."""
        if day.isoweekday() not in self.weekdays or day in self.holidays:
            return None
        last = day + DAY if self.closes <= self.opens else day
        start = datetime.combine(day, self.opens, self.zone).astimezone(UTC)
        end = datetime.combine(last, self.closes, self.zone).astimezone(UTC)
        return (start, end) if start < end else None

    @property
    def _round_the_clock(self) -> bool:
        """Whether one day's hours end where the next day's begin, so that all time counts."""
        return self.opens == self.closes and len(self.weekdays) == 7 and not self.holidays

    def _windows(self, at: datetime, step: Literal[1, -1]) -> Iterator[tuple[datetime, datetime]]:
        """The windows from around `at` onward, or (-1) back."""
        first = at.astimezone(self.zone).date() - step * DAY
        for n in count():
            window = self.window(first + step * n * DAY)
            if window is not None:
                yield window

    def is_open(self, at: datetime) -> bool:
        return self.after(at, timedelta(0)) == at

    def after(self, at: datetime, amount: timedelta) -> datetime:
        """When `amount` of business time has passed since `at`; nothing has at the next opening."""
        at = at.astimezone(UTC)
        if self._round_the_clock:
            return at + amount
        for start, end in self._windows(at, 1):
            begin = max(start, at)
            if begin < end and end - begin >= amount:
                return begin + amount
            amount -= max(end - begin, timedelta(0))
        raise AssertionError("unreachable")

    def before(self, at: datetime, amount: timedelta) -> datetime:
        """The moment from which on `amount` of business time passes until `at`."""
        at = at.astimezone(UTC)
        if self._round_the_clock:
            return at - amount
        for start, end in self._windows(at, -1):
            last = min(end, at)
            if last > start and last - start >= amount:
                return last - amount
            amount -= max(last - start, timedelta(0))
        raise AssertionError("unreachable")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much business time lies between two moments; none when they stand the wrong way round."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        passed = timedelta(0)
        for opens, closes in self._windows(start, 1):
            if opens >= end:
                return passed
            passed += max(min(closes, end) - max(opens, start), timedelta(0))
        raise AssertionError("unreachable")


ANY_TIME = BusinessHours(time(0), time(0), ZoneInfo("UTC"))
"""Round the clock: the hours of a red case."""


@dataclass(frozen=True)
class Policy:
    """How long each clock may run, in business time, and how long before a promise is due its leaders are warned."""

    answer: timedelta
    first_response: timedelta
    first_contact: timedelta
    resolution: timedelta
    promise_warning: timedelta

    def allowed(self, clock: Clock) -> timedelta:
        found: timedelta = getattr(self, clock)
        return found


@dataclass(frozen=True)
class Rules:
    """The time limits of an installation: a policy for each severity from 1 to 3."""

    hours: BusinessHours
    policies: Mapping[int, Policy]
    warn_at: float
    """What share of the time passes before the warning."""
    escalate_after: timedelta
    """So long after a breach the leader is asked to ring."""

    def hours_of(self, case: Case) -> BusinessHours:
        return ANY_TIME if case.red else self.hours

    def policy_of(self, case: Case | None) -> Policy:
        """By the severity of a case; what belongs to none is as severe as a clear complaint."""
        return self.policies[min(max(case.severity, 1), 3) if case is not None else 2]

    def due(self, case: Case, clock: Clock, since: datetime, paused: timedelta = timedelta(0)) -> datetime:
        """When a clock that began at `since` and stood still for `paused` is due."""
        return self.hours_of(case).after(since, self.policy_of(case).allowed(clock) + paused)

    def step_at(self, case: Case, clock: Clock, step: Step, due: datetime) -> datetime:
        """When a step of a clock is to be said."""
        hours = self.hours_of(case)
        if step == "warned":
            return hours.before(due, self.policy_of(case).allowed(clock) * (1 - self.warn_at))
        return due if step == "breached" else hours.after(due, self.escalate_after)


def running(case: Case) -> dict[Clock, datetime]:
    """The clocks of a case that run now, and when each is due."""
    due: dict[Clock, datetime | None] = {"answer": case.answer_due_at}
    if case.is_open and case.first_response_at is None:
        due["first_response"] = case.first_response_due_at
    if _nobody_talks(case):
        due["first_contact"] = case.first_contact_due_at
    if case.is_open and case.state != "waiting_member":
        due["resolution"] = case.resolution_due_at
    return {clock: at for clock, at in due.items() if at is not None}


def _nobody_talks(case: Case) -> bool:
    """Whether neither the bot nor a person has come into touch with the member; an incident is followed as a whole."""
    if case.incident is not None:
        return False
    taken_up = case.first_response_by == "group_leader" or bool(case.intake.get("person"))
    return case.first_contact_at is None and not taken_up and case.state in ("open", "contacted", "waiting_member")


def most_urgent(case: Case) -> tuple[Clock, datetime] | None:
    """The clock that is due first, if one runs."""
    return min(running(case).items(), key=lambda item: item[1], default=None)
