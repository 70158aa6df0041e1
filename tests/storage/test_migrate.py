"""The tables are brought up to date at start: by many at once, to what the code says, and never backwards."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Column, Connection, create_engine, inspect, text

from bot.domain.chat import ButtonPress
from bot.domain.compensation import Facts, Proposal, Terms
from bot.storage import DatabaseTooNew, Storage, groups, inbox, offers, open_storage
from bot.storage.engine import parse_url
from bot.storage.migrate import migrations_config
from bot.storage.tables import metadata
from tests.conftest import database_url as database_url  # an empty one, that has no tables yet
from tests.conftest import postgres_url as postgres_url
from tests.storage.make import NOON, case, group

ROOT = Path(__file__).parents[2]
PROCESSES = 6

pytestmark = pytest.mark.slow

OPENER = """
import asyncio, sys
from bot.storage import groups, open_storage
from tests.storage.make import group
import bot.storage.migrate  # what is slow to import is there before all start together
print("ready", flush=True)
sys.stdin.readline()
storage = open_storage(sys.argv[1])
asyncio.run(storage.write(lambda conn: group(conn, sys.argv[2])))
print(len(asyncio.run(storage.read(groups.everyone))), flush=True)
storage.close()
"""


def test_several_processes_open_a_fresh_database_at_once(database_url: str) -> None:
    """All succeed, one of them makes the tables, and what each wrote is there."""
    openers = [
        subprocess.Popen(
            [sys.executable, "-c", OPENER, database_url, f"-{number}"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for number in range(PROCESSES)
    ]  # fmt: skip
    for opener in openers:
        assert opener.stdout is not None
        assert opener.stdout.readline() == "ready\n"
    for opener in openers:
        assert opener.stdin is not None
        opener.stdin.write("\n")
        opener.stdin.flush()
    ended = [(opener.communicate(timeout=60), opener.returncode) for opener in openers]
    assert [code for _, code in ended] == [0] * PROCESSES, [said[1][-500:] for said, _ in ended]
    storage = open_storage(database_url)
    try:
        with storage._engine.connect() as conn:  # type: ignore[attr-defined]
            assert len(conn.execute(text("SELECT * FROM alembic_version")).all()) == 1
            assert conn.execute(text("SELECT count(*) FROM groups")).scalar() == PROCESSES
    finally:
        storage.close()


def test_the_migrations_make_what_the_code_says(conn: Connection) -> None:
    """A column, an index or a default in bot/storage/tables without a migration fails here."""

    def other_default(_context: object, _found: object, column: Column[Any], *_defaults: object) -> bool | None:
        return False if isinstance(column.type, JSON) else None  # PostgreSQL knows no json = json

    context = MigrationContext.configure(conn, opts={"compare_type": True, "compare_server_default": other_default})
    assert compare_metadata(context, metadata) == []


def test_the_partial_unique_index_is_there_with_its_condition(conn: Connection) -> None:
    """Which compare_metadata does not look at."""
    index = next(i for i in inspect(conn).get_indexes("cases") if i["name"] == "uq_cases_open")
    condition = str(index["dialect_options"].get(f"{conn.dialect.name}_where"))
    assert index["unique"]
    assert "resolved" in condition
    assert "closed" in condition


def test_the_steps_are_one_line_from_the_first_to_the_last(conn: Connection) -> None:
    script = ScriptDirectory.from_config(migrations_config(conn))
    steps = list(script.walk_revisions())
    assert len(script.get_heads()) == 1
    assert [s.down_revision for s in steps] == [*(s.revision for s in steps[1:]), None]


def rows_of_today(press: ButtonPress, proposal: Proposal) -> dict[str, list[dict[str, Any]]]:
    """A tap that waits and an offer with what it hangs on, by table."""
    storage = open_storage("sqlite://")
    with storage._engine.begin() as conn:  # type: ignore[attr-defined]
        inbox.add(conn, press, NOON)
        offers.add(conn, case(conn, group(conn)).number, Facts("damaged", 2), proposal, Terms("part_refund", 1), NOON)
        found = {t.name: [dict(row._mapping) for row in conn.execute(t.select())] for t in metadata.sorted_tables}
    storage.close()
    return found


def test_what_an_earlier_version_kept_in_json_is_still_read(database_url: str) -> None:
    """A tap that waits and a proposal, each with a value more than is read today."""
    press = ButtonPress("telegram", "7", "press:1", NOON, "9", "团长", "todo")
    proposal = Proposal("part_refund", "share", 3340, 34)
    rows = rows_of_today(press, proposal)
    rows["inbox"][0]["payload"] |= {"in_group": "-100"}
    rows["offers"][0]["proposed"] |= {"within_h": 24}
    engine = create_engine(parse_url(database_url))
    with engine.begin() as conn:
        command.upgrade(migrations_config(conn), "0009")
        for table in metadata.sorted_tables:
            known = {column["name"] for column in inspect(conn).get_columns(table.name)} if rows[table.name] else set()
            for row in rows[table.name]:
                conn.execute(table.insert().values({name: row[name] for name in known & row.keys()}))
    engine.dispose()
    storage = open_storage(database_url)
    with storage._engine.connect() as conn:  # type: ignore[attr-defined]
        assert [found.event for found in inbox.pending(conn, inbox.lane_of(press), 9)] == [press]
        assert offers.get(conn, rows["offers"][0]["id"]).proposal == proposal
    storage.close()


async def test_databases_in_memory_have_the_same_tables_and_nothing_of_each_other(tmp_path: Path) -> None:
    on_disk, first, second = (open_storage(url) for url in (f"sqlite:///{tmp_path / 'a.db'}", "sqlite://", "sqlite://"))

    def schema(conn: Connection) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in conn.execute(text("SELECT type, name, sql FROM sqlite_master ORDER BY name"))]

    assert await first.read(schema) == await second.read(schema) == await on_disk.read(schema)
    await first.write(lambda conn: group(conn, "g1"))
    assert (len(await first.read(groups.everyone)), len(await second.read(groups.everyone))) == (1, 0)
    for storage in (on_disk, first, second):
        storage.close()


def test_opening_again_changes_nothing(storage: Storage, database_url: str) -> None:
    def written() -> list[object]:
        with storage._engine.connect() as conn:  # type: ignore[attr-defined]
            return list(conn.execute(text("SELECT * FROM alembic_version")).all())

    before = written()
    open_storage(database_url).close()
    assert written() == before


def make_newer(url: str) -> None:
    storage = open_storage(url)
    with storage._engine.begin() as conn:  # type: ignore[attr-defined]
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    storage.close()


def test_a_database_of_a_newer_version_is_left_alone(database_url: str) -> None:
    make_newer(database_url)
    with pytest.raises(DatabaseTooNew, match=r"版本 9999.*请升级安心") as raised:
        open_storage(database_url)
    assert "\n" not in str(raised.value)
    with pytest.raises(DatabaseTooNew):
        open_storage(database_url)


def test_anxin_run_stops_with_one_line_on_a_newer_database(database_url: str, tmp_path: Path) -> None:
    make_newer(database_url)
    config = tmp_path / "config.yaml"
    config.write_text(f"database: {{url: '{database_url}'}}\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run", "--config", str(config)],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "请升级安心再启动" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""
