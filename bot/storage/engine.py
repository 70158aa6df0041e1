"""Opening a database and running units of work on it: the same functions on SQLite and PostgreSQL.

A unit is a function that takes a connection, runs in one transaction and returns dataclasses. On SQLite one thread
writes: it takes what has gathered, one `BEGIN IMMEDIATE`, a savepoint for each of several units, one commit. On
PostgreSQL units run side by side in a few threads.
"""

from __future__ import annotations

import asyncio
import logging
import os
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import QueuePool, StaticPool

from bot.replies import say
from bot.storage.errors import CannotOpen, StorageBusy, StorageError, StorageFull

T = TypeVar("T")
Unit = Callable[[Connection], T]

log = logging.getLogger(__name__)

GROUP_COMMIT = 64
"""At most so many units share one commit on SQLite."""
BUSY_S = 30
"""How long a connection to SQLite waits for the others."""
RETRIES = 5
"""How often a unit is run again after a deadlock on PostgreSQL."""


class Storage(Protocol):
    """A database. `write` and `read` run a unit in a thread; what a unit raises, they raise."""

    url: URL

    async def write(self, unit: Unit[T]) -> T: ...

    async def read(self, unit: Unit[T]) -> T: ...

    def close(self) -> None: ...


def open_storage(url: str, *, pragmas: Mapping[str, int] | None = None) -> Storage:
    """The database at `url`, with its tables brought up to date; raises CannotOpen or DatabaseTooNew."""
    from bot.storage.migrate import migrate  # alembic is slow to import; only opening needs it

    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = _sqlite_engine(parsed, pragmas or {})
    else:
        engine = create_engine(parsed, pool_size=8, max_overflow=4, pool_pre_ping=True)
    try:
        migrate(engine)
    except StorageError:
        engine.dispose()
        raise
    except DBAPIError as e:
        engine.dispose()
        raise _explained(e, parsed) from e
    return SqliteStorage(engine) if parsed.get_backend_name() == "sqlite" else PostgresStorage(engine)


def parse_url(url: str) -> URL:
    """The address as SQLAlchemy sees it: sqlite or postgresql (always with psycopg); raises CannotOpen."""
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except (ArgumentError, NoSuchModuleError) as e:
        raise CannotOpen(say("errors.database_url", url=url)) from e
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise CannotOpen(say("errors.database_backend", backend=backend))
    if parsed.database and parsed.database != ":memory:":
        folder = Path(parsed.database).expanduser().absolute().parent
        if not folder.is_dir():
            raise CannotOpen(say("errors.database_folder", folder=folder))
    return parsed


def _explained(error: DBAPIError, url: URL) -> StorageError:
    """A driver's error as one of ours."""
    first = _first_trouble(error)
    said = str(first.orig).strip().splitlines()[0] if first.orig else str(first)
    where = url.render_as_string(hide_password=True)
    lower = said.lower()
    if "full" in lower or "no space left" in lower:
        return StorageFull(say("errors.database_full", where=where, said=said))
    if "locked" in lower or "deadlock" in lower or "serialize" in lower:
        return StorageBusy(say("errors.database_busy", where=where, said=said))
    if isinstance(first, OperationalError):
        return CannotOpen(say("errors.database_open", where=where, said=said))
    return StorageError(say("errors.database_error", where=where, said=said))


def _first_trouble(error: DBAPIError) -> DBAPIError:
    """What went wrong first: a full SQLite undoes the transaction by itself, and then the savepoint is missed."""
    first, cause = error, error.__context__
    while cause is not None:
        if isinstance(cause, OperationalError):
            first = cause
        cause = cause.__context__
    return first


def _is_whole(error: BaseException) -> bool:
    """Whether the error concerns the whole transaction (disk full, connection lost), not one unit."""
    return isinstance(error, OperationalError)


def _use_wal(cursor: sqlite3.Cursor) -> None:
    """Switch to the write-ahead log; while another process does so SQLite refuses at once, whatever its timeout."""
    for waited in range(BUSY_S * 20 + 1):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as e:
            if "locked" not in str(e) or waited == BUSY_S * 20:
                raise
            time.sleep(0.05)


def _for_our_eyes_only(path: Path) -> None:
    """Make the file readable by this program's user alone before SQLite fills it; its log beside it follows suit.

    A file that is there already stays as somebody has set it, and is not opened here: closing it would take SQLite's
    locks from this process's other connections. What hinders us here, SQLite explains when it opens.
    """
    with suppress(OSError):
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        elif os.name == "posix" and path.stat().st_mode & 0o077:
            log.warning("other users of this machine may read %s; chmod 600 keeps it to yourself", path)


def _sqlite_engine(url: URL, pragmas: Mapping[str, int]) -> Engine:
    in_memory = url.database in (None, "", ":memory:")
    if url.database and not in_memory and not url.database.startswith("file:"):
        _for_our_eyes_only(Path(url.database))
    engine = create_engine(
        url,
        poolclass=StaticPool if in_memory else QueuePool,
        connect_args={"check_same_thread": False, "timeout": BUSY_S},
    )

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # BEGIN is ours, see on_begin
        cursor = connection.cursor()
        _use_wal(cursor)
        for line in ("synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_S * 1000}"):
            cursor.execute(f"PRAGMA {line}")
        for name, value in pragmas.items():
            cursor.execute(f"PRAGMA {name}={int(value)}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        read_only = connection.get_execution_options().get("read_only", False)
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


class SqliteStorage:
    """One writer thread with group commit; readers have connections of their own (WAL), except in memory."""

    def __init__(self, engine: Engine) -> None:
        self.url = engine.url
        self._engine = engine
        self._in_memory = isinstance(engine.pool, StaticPool)
        self._queue: queue.Queue[tuple[Unit[Any], Future[Any]] | None] = queue.Queue()
        self._readers = ThreadPoolExecutor(4, "anxin-read")
        self._writer = threading.Thread(target=self._write_forever, name="anxin-write", daemon=True)
        self._writer.start()

    async def write(self, unit: Unit[T]) -> T:
        future: Future[T] = Future()
        self._queue.put((unit, future))
        return await asyncio.wrap_future(future)

    async def read(self, unit: Unit[T]) -> T:
        if self._in_memory:
            return await self.write(unit)
        return await asyncio.wrap_future(self._readers.submit(self._read, unit))

    def _read(self, unit: Unit[T]) -> T:
        try:
            with self._engine.connect().execution_options(read_only=True) as connection:
                return unit(connection)
        except DBAPIError as e:
            raise _explained(e, self.url) from e

    def close(self) -> None:
        """Finish what is queued and let the file go."""
        self._queue.put(None)
        self._writer.join(timeout=10)
        self._readers.shutdown()
        self._engine.dispose()

    def _write_forever(self) -> None:
        while True:
            first = self._queue.get()
            if first is None:
                return
            batch = [first]
            ended = False
            while len(batch) < GROUP_COMMIT:
                try:
                    following = self._queue.get_nowait()
                except queue.Empty:
                    break
                if following is None:
                    ended = True
                    break
                batch.append(following)
            # Nobody waits for a unit that was cancelled before its turn; from here on none can be cancelled.
            batch = [item for item in batch if item[1].set_running_or_notify_cancel()]
            if batch:
                self._commit(batch)
            if ended:
                return

    def _commit(self, batch: list[tuple[Unit[Any], Future[Any]]]) -> None:
        """Run the batch in one transaction; a unit that fails is undone alone. One that has no company needs no
        savepoint for that.

        What concerns the whole transaction undoes the batch; then each unit is tried alone, so that one that is too
        much for a nearly full disk does not take the others with it.
        """
        answers: list[tuple[Future[Any], Any, BaseException | None]] = []
        try:
            with self._engine.begin() as connection:
                for unit, future in batch:
                    try:
                        with connection.begin_nested() if len(batch) > 1 else nullcontext():
                            answers.append((future, unit(connection), None))
                    except Exception as e:
                        if _is_whole(e):
                            raise
                        if len(batch) == 1:
                            connection.rollback()
                        answers.append((future, None, e))
        except Exception as e:
            if len(batch) > 1:
                for item in batch:
                    self._commit([item])
                return
            answers = [(batch[0][1], None, _explained(e, self.url) if isinstance(e, DBAPIError) else e)]
        for future, answer, failure in answers:
            if failure is not None:
                future.set_exception(failure)
            else:
                future.set_result(answer)


class PostgresStorage:
    """Units run in threads on pooled connections; a deadlock is tried again."""

    def __init__(self, engine: Engine) -> None:
        self.url = engine.url
        self._engine = engine
        self._threads = ThreadPoolExecutor(8, "anxin-db")

    async def write(self, unit: Unit[T]) -> T:
        return await asyncio.wrap_future(self._threads.submit(self._run, unit))

    read = write

    def _run(self, unit: Unit[T]) -> T:
        for attempt in range(RETRIES):
            try:
                with self._engine.begin() as connection:
                    return unit(connection)
            except DBAPIError as e:
                error = _explained(e, self.url)
                if not isinstance(error, StorageBusy) or attempt == RETRIES - 1:
                    if isinstance(e, OperationalError):
                        raise error from e
                    raise
                log.info("the database asks to try again: %s", error)
        raise AssertionError("unreachable")

    def close(self) -> None:
        self._threads.shutdown()
        self._engine.dispose()
