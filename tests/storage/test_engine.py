"""Opening a database and running units of work on it."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import IntegrityError

from bot.storage import Storage, StorageError, StorageFull, inbox, lanes, open_storage
from bot.storage.tables import inbox as table
from tests.storage.make import NOON, at, heard


def add(number: int) -> Callable[[Connection], bool]:
    return lambda conn: inbox.add(conn, heard(str(number)), NOON)


def waiting(conn: Connection) -> list[str]:
    return [r.event.message_id for r in inbox.pending(conn, "group:telegram:7:-100", 999)]


async def test_units_see_what_was_committed_before_them(storage: Storage) -> None:
    assert await storage.write(add(1))
    assert not await storage.write(add(1))
    assert await storage.read(waiting) == ["1"]


async def test_a_unit_that_fails_in_the_middle_is_undone_alone(storage: Storage) -> None:
    """Units that share one commit on SQLite: the first blocks until the others have gathered behind it."""
    gathered = threading.Event()

    def first(conn: Connection) -> bool:
        gathered.wait(5)
        return inbox.add(conn, heard("first"), NOON)

    def half(conn: Connection) -> None:
        inbox.add(conn, heard("half"), NOON)
        raise ValueError("in the middle")

    def twice(conn: Connection) -> None:
        lanes.wake(conn, "x", NOON)
        conn.execute(text("INSERT INTO lanes (key) VALUES ('x')"))

    tasks = [asyncio.create_task(storage.write(unit)) for unit in (first, add(1), half, twice, add(2))]
    await asyncio.sleep(0.05)
    gathered.set()
    done = await asyncio.gather(*tasks, return_exceptions=True)
    assert [done[0], done[1], done[4]] == [True, True, True]
    assert isinstance(done[2], ValueError)
    assert isinstance(done[3], IntegrityError)
    assert sorted(await storage.read(waiting)) == ["1", "2", "first"]
    assert await storage.read(lambda conn: lanes.claim(conn, at(1), "t", 1)) == "group:telegram:7:-100"


async def test_a_batch_is_one_commit_on_sqlite(tmp_path: Path) -> None:
    """Many waiting units share commits: otherwise each would wait for the disk alone."""
    storage = open_storage(f"sqlite:///{tmp_path / 'anxin.db'}")
    begun: list[str] = []
    event.listen(storage._engine, "begin", lambda _conn: begun.append("begin"))  # type: ignore[attr-defined]
    await asyncio.gather(*(storage.write(add(n)) for n in range(200)))
    assert await storage.read(waiting) == [str(n) for n in range(200)], "in the order in which they were given"
    assert len(begun) < 20
    storage.close()


async def test_whoever_stops_waiting_harms_nobody_else(storage: Storage) -> None:
    """A task that is cancelled while its unit waits or runs; the units of the others are carried out."""
    running = threading.Event()

    def slow(conn: Connection) -> None:
        running.set()
        time.sleep(0.05)
        inbox.add(conn, heard("slow"), NOON)

    tasks = [asyncio.create_task(storage.write(unit)) for unit in (slow, add(1), add(2))]
    await asyncio.to_thread(running.wait, 5)
    tasks[0].cancel()
    tasks[1].cancel()
    assert await tasks[2]
    assert await asyncio.wait_for(storage.write(add(3)), 5)
    await asyncio.sleep(0.1)
    assert {"slow", "2", "3"} <= set(await storage.read(waiting)), "what has begun is carried out"


async def test_reads_go_on_while_something_is_written(storage: Storage) -> None:
    """A reader sees the state before the open transaction, and does not wait for its end."""
    await storage.write(add(1))
    written, go_on = threading.Event(), threading.Event()

    def writing(conn: Connection) -> None:
        inbox.add(conn, heard("2"), NOON)
        written.set()
        assert go_on.wait(10)

    task = asyncio.create_task(storage.write(writing))
    await asyncio.to_thread(written.wait, 5)
    try:
        assert await asyncio.wait_for(storage.read(waiting), 5) == ["1"]
    finally:
        go_on.set()
    await task
    assert await storage.read(waiting) == ["1", "2"]


async def test_what_is_queued_is_finished_at_the_end(database_url: str) -> None:
    storage = open_storage(database_url)
    tasks = [asyncio.create_task(storage.write(add(n))) for n in range(100)]
    await asyncio.sleep(0)
    await asyncio.to_thread(storage.close)
    assert await asyncio.gather(*tasks) == [True] * 100
    storage = open_storage(database_url)
    assert len(await storage.read(waiting)) == 100
    storage.close()


async def test_a_database_in_memory_is_one_for_reads_and_writes() -> None:
    storage = open_storage("sqlite://")
    await storage.write(add(1))
    assert await storage.read(waiting) == ["1"]
    storage.close()


async def test_a_full_disk_is_said_and_nothing_is_half_written(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'anxin.db'}"
    storage = open_storage(url)
    pages = await storage.read(lambda conn: conn.execute(text("PRAGMA page_count")).scalar_one())
    storage.close()
    storage = open_storage(url, pragmas={"max_page_count": pages + 4})
    kept = []
    with pytest.raises(StorageFull, match="腾出空间"):  # noqa: PT012 (which one is too many depends on the pages)
        for number in range(500):
            await storage.write(add(number))
            kept.append(str(number))
    assert await storage.read(waiting) == kept
    too_much = asyncio.create_task(storage.write(lambda conn: inbox.add(conn, heard("big", text="草" * 90_000), NOON)))
    small = asyncio.create_task(storage.write(lambda conn: lanes.release(conn, "group:telegram:7:-100", None)))
    with pytest.raises(StorageFull):
        await too_much
    await small  # what needs no room goes on beside it
    assert await storage.read(waiting) == kept
    storage.close()
    storage = open_storage(url)
    assert await storage.write(add(1000)), "there is room again"
    assert await storage.read(lanes.next_wake) == NOON
    assert await storage.read(waiting) == [*kept, "1000"]
    storage.close()


async def test_a_full_disk_goes_on_by_itself_when_there_is_room(tmp_path: Path) -> None:
    """Rows that are deleted make room while the program runs; nobody has to start it again."""
    url = f"sqlite:///{tmp_path / 'anxin.db'}"
    storage = open_storage(url)
    pages = await storage.read(lambda conn: conn.execute(text("PRAGMA page_count")).scalar_one())
    storage.close()
    storage = open_storage(url, pragmas={"max_page_count": pages + 40})

    async def fill() -> None:
        for number in range(200):
            await storage.write(lambda conn, n=number: inbox.add(conn, heard(str(n), text="草" * 2000), NOON))

    with pytest.raises(StorageFull):
        await fill()
    await storage.write(lambda conn: conn.execute(table.delete().where(table.c.id % 2 == 0)))
    assert await storage.write(add(5000))
    storage.close()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:///{file}/anxin.db", "不存在或不是文件夹"),
        ("sqlite:///{folder}/missing/anxin.db", "不存在或不是文件夹"),
        ("sqlite:///{folder}", "打不开"),
        ("sqlite:///{file}", "出错：file is not a database"),
        ("mysql://root@localhost/anxin", "不支持 mysql"),
        ("oracle+nonsense://x", "不支持 oracle"),
        ("anxin.db", "写得不对：anxin.db"),
        ("", "写得不对"),
        ("postgresql://anxin:secret@127.0.0.1:1/anxin", "打不开"),
    ],
)
def test_an_address_that_cannot_be_opened_is_one_line(tmp_path: Path, url: str, said: str) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"not a database, but longer than a header of one would be " * 40)
    with pytest.raises(StorageError) as raised:
        open_storage(url.format(file=file, folder=tmp_path))
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)
    assert "secret" not in str(raised.value)
    assert file.read_bytes().startswith(b"not a database")


@pytest.mark.skipif(os.name != "posix", reason="files have modes on POSIX")
def test_nobody_else_on_the_machine_reads_a_new_database(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    storage = open_storage(f"sqlite:///{tmp_path}/new.db")
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    storage.close()
    assert "new.db" in modes
    assert set(modes.values()) == {0o600}
    assert caplog.text == ""


@pytest.mark.skipif(os.name != "posix", reason="files have modes on POSIX")
def test_a_database_that_others_may_read_is_spoken_of(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "old.db").touch()
    (tmp_path / "old.db").chmod(0o640)
    open_storage(f"sqlite:///{tmp_path}/old.db").close()
    assert "old.db" in caplog.text
    assert (tmp_path / "old.db").stat().st_mode & 0o777 == 0o640, "as somebody has set it"
