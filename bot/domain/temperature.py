"""How heated a group is: the share of unhappy messages in a window of time, those who leave counted with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Moment:
    """Something a member did in the group: said something, unhappily or not, or left it."""

    at: datetime
    member_id: str
    unhappy: bool = False
    left: bool = False


@dataclass(frozen=True)
class Temperature:
    """The group in the window that ends at `at`: messages, unhappy ones, leavers, and how many different people were
    unhappy or left."""

    at: datetime
    said: int = 0
    unhappy: int = 0
    left: int = 0
    people: int = 0

    @property
    def share(self) -> float:
        everything = self.said + self.left
        return (self.unhappy + self.left) / everything if everything else 0.0

    @property
    def degrees(self) -> int:
        """0 to 100."""
        return round(100 * self.share)

    def is_hot(self, share: float, people: int) -> bool:
        return self.people >= people and self.share >= share

    def is_calm(self, share: float, people: int) -> bool:
        """Far enough below the alarm that a new rise is news."""
        return self.people < people or self.share <= share / 2


def temperature(moments: Sequence[Moment], at: datetime, window: timedelta) -> Temperature:
    """How heated the group is at `at`."""
    seen = [m for m in moments if at - window < m.at <= at]
    upset = {m.member_id for m in seen if m.unhappy or m.left}
    left = sum(m.left for m in seen)
    return Temperature(at, len(seen) - left, sum(m.unhappy for m in seen), left, len(upset))


def series(
    moments: Sequence[Moment], since: datetime, until: datetime, step: timedelta, window: timedelta
) -> list[Temperature]:
    """The temperature at the end of every step from `since`, the last one at `until`."""
    found = []
    at = since
    while at < until:
        at = min(at + step, until)
        found.append(temperature(moments, at, window))
    return found
