"""How fast we may speak: token buckets and quiet hours."""

from __future__ import annotations

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
