"""How heated a group is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.temperature import Moment, series, temperature

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
MOMENTS = st.lists(
    st.builds(
        lambda minutes, who, kind: Moment(NOON + timedelta(minutes=minutes), str(who), kind == 1, kind == 2),
        st.integers(-300, 300),
        st.integers(0, 5),
        st.integers(0, 2),
    )
)


def test_only_the_window_counts() -> None:
    old = Moment(NOON - 2 * HOUR, "静静", True)
    found = temperature([old, Moment(NOON, "老周", True), Moment(NOON, "大可")], NOON, HOUR)
    assert (found.said, found.unhappy, found.people, found.degrees) == (2, 1, 1, 50)


def test_who_leaves_counts_like_a_complaint() -> None:
    found = temperature([Moment(NOON, "静静", left=True), Moment(NOON, "大可")], NOON, HOUR)
    assert (found.said, found.left, found.degrees) == (1, 1, 50)


def test_one_angry_member_is_no_heated_group() -> None:
    found = temperature([Moment(NOON, "静静", True)] * 5, NOON, HOUR)
    assert found.degrees == 100
    assert not found.is_hot(0.3, 3)


@given(MOMENTS)
def test_the_share_is_a_share_and_calm_is_never_hot(moments: list[Moment]) -> None:
    for found in series(moments, NOON - 4 * HOUR, NOON + 4 * HOUR, HOUR, HOUR):
        assert 0 <= found.share <= 1
        assert not (found.is_hot(0.3, 3) and found.is_calm(0.3, 3))


@given(MOMENTS)
def test_a_series_of_windows_side_by_side_counts_everything_once(moments: list[Moment]) -> None:
    found = series(moments, NOON - 6 * HOUR, NOON + 6 * HOUR, HOUR, HOUR)
    assert len(found) == 12
    assert sum(t.said + t.left for t in found) == len(moments)
