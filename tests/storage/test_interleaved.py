"""Two workers on several lanes, killed at any moment between claim and settle: nothing lost, repeated or reordered."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text
from sqlalchemy.engine import Engine

from bot.storage import inbox, lanes, open_storage
from tests.storage.make import at, heard

LANES = 3
LEASE_S = 10
BATCH = 2

Step = tuple[str, int]
"""What happens next: a message comes into lane n; worker n goes one step on, or is killed; n seconds pass."""

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("arrives"), st.integers(0, LANES - 1)),
        st.tuples(st.just("works"), st.integers(0, 1)),
        st.tuples(st.just("works"), st.integers(0, 1)),
        st.tuples(st.just("killed"), st.integers(0, 1)),
        st.tuples(st.just("fails"), st.integers(0, 1)),
        st.tuples(st.just("passes"), st.sampled_from((1, LEASE_S))),
    ),
    min_size=20,
    max_size=60,
)


@dataclass
class Worker:
    """What `handlers.lane` does, one transaction a step: claim, read, settle."""

    number: int
    turn: int = 0
    lane: str | None = None
    read: list[inbox.Received] = field(default_factory=list)

    @property
    def token(self) -> str:
        return f"{self.number}.{self.turn}"

    def step(self, engine: Engine, now: float, fail: bool = False) -> None:
        if self.lane is None:
            self.turn += 1
            with engine.begin() as conn:
                self.lane = lanes.claim(conn, at(now), self.token, LEASE_S)
            if self.lane is not None:
                with engine.begin() as conn:
                    self.read = inbox.pending(conn, self.lane, BATCH)
            return
        lane, self.lane = self.lane, None
        try:
            with engine.begin() as conn:
                self._settle(conn, lane, now)
                if fail:
                    raise RuntimeError("killed before the commit")
        except RuntimeError:
            pass

    def _settle(self, conn: Connection, lane: str, now: float) -> None:
        if not lanes.hold(conn, lane, self.token):
            return
        for received in self.read:
            conn.execute(text("INSERT INTO handled (lane, message) VALUES (:lane, :message)"),
                         {"lane": lane, "message": received.event.message_id})  # fmt: skip
        inbox.mark_done(conn, [r.id for r in self.read])
        lanes.release(conn, lane, at(now) if inbox.has_pending(conn, lane) else None)


def play(engine: Engine, steps: list[Step]) -> None:
    """Carry out the steps, then let one worker finish what is left; raise when anything is wrong with the result."""
    workers, now, arrived = [Worker(0), Worker(1)], 0.0, 0
    for what, number in steps:
        if what == "arrives":
            arrived += 1
            with engine.begin() as conn:
                inbox.add(conn, heard(str(arrived), group_id=f"-{number}"), at(now))
        elif what == "works":
            workers[number].step(engine, now)
        elif what == "killed":
            workers[number].lane = None
        elif what == "fails":
            workers[number].step(engine, now, fail=True)
        else:
            now += number
    last, now = Worker(2), now + LEASE_S
    for _ in range(2 * (arrived + LANES)):
        last.step(engine, now)
    with engine.begin() as conn:
        handled = [tuple(row) for row in conn.execute(text("SELECT lane, message FROM handled ORDER BY id"))]
        assert inbox.count(conn, "pending") == 0, "nothing is lost"
        for lane in {lane for lane, _ in handled}:
            numbers = [int(message) for of, message in handled if of == lane]
            assert numbers == sorted(numbers), "order is kept in a lane"
    assert sorted(int(m) for _, m in handled) == list(range(1, arrived + 1)), "each is handled once"


def emptied(engine: Engine) -> None:
    with engine.begin() as conn:
        for table in ("inbox", "lanes", "handled"):
            conn.execute(text(f"DELETE FROM {table}"))


@pytest.mark.slow
def test_nothing_is_lost_repeated_or_reordered(database_url: str) -> None:
    storage = open_storage(database_url, pragmas={"synchronous": 0})
    engine: Engine = storage._engine  # type: ignore[attr-defined]
    key = "SERIAL PRIMARY KEY" if engine.dialect.name == "postgresql" else "INTEGER PRIMARY KEY"
    with engine.begin() as conn:
        conn.execute(text(f"CREATE TABLE handled (id {key}, lane TEXT, message TEXT)"))

    @settings(max_examples=50, deadline=None)
    @given(steps=STEPS)
    def plays(steps: list[Step]) -> None:
        emptied(engine)
        play(engine, steps)

    plays()
    storage.close()
