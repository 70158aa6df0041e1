"""Times: the same instant back from both databases, whatever zone they were written in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select
from sqlalchemy.exc import StatementError

from bot.storage import lanes
from bot.storage.tables import lanes as table
from bot.storage.types import UtcDateTime

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=ZONES)  # noqa: DTZ001
NAIVE = datetime(2026, 1, 5, 12)  # noqa: DTZ001


def stored(conn: Connection, moment: datetime) -> datetime | None:
    conn.execute(table.delete())
    conn.execute(table.insert().values(key="a", wake_at=moment))
    found: datetime | None = conn.execute(select(table.c.wake_at)).scalar_one()
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moment=MOMENTS)
def test_the_same_instant_comes_back_in_utc(conn: Connection, moment: datetime) -> None:
    back = stored(conn, moment)
    assert back is not None
    assert back == moment
    assert back.tzinfo is UTC


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=MOMENTS, second=MOMENTS)
def test_times_compare_in_the_database_as_instants(conn: Connection, first: datetime, second: datetime) -> None:
    conn.execute(table.delete())
    conn.execute(table.insert().values(key="a", wake_at=first))
    assert (lanes.claim(conn, second, "t", 1) == "a") == (first <= second)


def test_a_time_without_a_zone_is_refused(conn: Connection) -> None:
    with pytest.raises(StatementError, match="without a zone"), conn.begin_nested():
        stored(conn, NAIVE)
    with pytest.raises(StatementError, match="without a zone"), conn.begin_nested():
        conn.execute(select(table.c.key).where(table.c.wake_at <= NAIVE))


def test_no_time_is_none(conn: Connection) -> None:
    conn.execute(table.insert().values(key="a", wake_at=None))
    assert conn.execute(select(table.c.wake_at)).scalar_one() is None


def test_every_time_in_the_tables_is_of_this_type() -> None:
    columns = [c for t in table.metadata.sorted_tables for c in t.columns]
    times = [c for c in columns if c.name == "at" or c.name.endswith(("_at", "_until"))]
    assert len(times) > 30
    assert all(isinstance(c.type, UtcDateTime) for c in times)
