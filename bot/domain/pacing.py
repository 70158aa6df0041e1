"""How fast we may speak: token buckets and quiet hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass
class TokenBucket:
    """Holds up to `capacity` tokens, gains `per_second`; one message takes one."""

    per_second: float
    capacity: float
    tokens: float = -1.0
    at: datetime | None = None

    def _fill(self, now: datetime) -> None:
        if self.at is None or self.tokens < 0:
            self.tokens = self.capacity
        else:
            gained = max(0.0, (now - self.at).total_seconds()) * self.per_second
            self.tokens = min(self.capacity, self.tokens + gained)
        self.at = now

    def wait_s(self, now: datetime) -> float:
        """Seconds until one token is there; 0 when there is one now."""
        self._fill(now)
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.per_second

    def take(self, now: datetime) -> bool:
        """Take one token if there is one."""
        if self.wait_s(now) > 0:
            return False
        self.tokens -= 1
        return True


HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Limits:
    """How much one account says at most, whatever the platform allows: groups and members together, rolling windows."""

    group_per_min: float
    per_hour: int
    per_day: int
    private_per_day: int
    spacing_s: float

    def until(self, said: Sequence[tuple[datetime, bool]], private: bool, now: datetime) -> tuple[datetime, str] | None:
        """Until when the next message must wait, and why; None when it may go. `said` is (when, whether in private) of
        the last day, oldest first."""
        last = said[-1][0] if said else None
        if last is not None and (now - last).total_seconds() < self.spacing_s:
            return last + timedelta(seconds=self.spacing_s), "rate"
        times = [at for at, _ in said]
        waits = [
            _over(times, now, HOUR, self.per_hour),
            _over(times, now, DAY, self.per_day),
            _over([at for at, was_private in said if was_private], now, DAY, self.private_per_day) if private else None,
        ]
        until = max((at for at in waits if at is not None), default=None)
        return (until, "account_cap") if until is not None else None


def _over(times: Sequence[datetime], now: datetime, window: timedelta, most: int) -> datetime | None:
    """When so many in a window allow one more; None when they do now."""
    within = [at for at in times if at > now - window]
    return within[-most] + window if len(within) >= most else None


@dataclass(frozen=True)
class QuietHours:
    """The hours in which nobody is written to unasked; `start` may lie after `end` (over midnight)."""

    start: time
    end: time
    zone: ZoneInfo

    def is_quiet(self, now: datetime) -> bool:
        if self.start == self.end:
            return False
        local = now.astimezone(self.zone).time()
        if self.start < self.end:
            return self.start <= local < self.end
        return local >= self.start or local < self.end

    def over_at(self, now: datetime) -> datetime:
        """When the present quiet hours end; `now` itself outside them."""
        if not self.is_quiet(now):
            return now
        local = now.astimezone(self.zone)
        end = local.replace(hour=self.end.hour, minute=self.end.minute, second=0, microsecond=0)
        if end <= local:
            end += timedelta(days=1)
        return end.astimezone(now.tzinfo)
