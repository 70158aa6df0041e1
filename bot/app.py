"""Wiring: the one place that knows every concrete class."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Literal

from sqlalchemy import Connection

from bot import detection
from bot.adapters import ADAPTERS
from bot.config import Settings
from bot.domain.chat import AnyEvent, ChatAdapter
from bot.domain.verdict import Burst, Situation, Verdict
from bot.ports import Context, Detector
from bot.scheduler import start_clock
from bot.storage import Storage, StorageError, groups, open_storage
from handlers import lane, leader_code, outbox, sweeps
from handlers.intake import receive

log = logging.getLogger(__name__)

WORKERS = 2
POLL_S = 0.5
TROUBLE_PAUSE_S = 2.0
STOP_S = 3.0

SENSITIVITY: dict[str, Literal["cautious", "balanced", "keen"]] = {"谨慎": "cautious", "平衡": "balanced", "灵敏": "keen"}


def utc_now() -> datetime:
    """The one reading of the time in a running program."""
    return datetime.now(UTC)


def make_detector(settings: Settings) -> Detector:
    """The detector that the settings name."""
    if settings.detection.backend == "snownlp":
        from bot.detection.snownlp_backend import detect_snownlp

        def baseline(bursts: Sequence[tuple[Burst, Situation]]) -> list[Verdict]:
            return [detect_snownlp(burst, situation) for burst, situation in bursts]

        return baseline
    chosen = detection.DetectionSettings(SENSITIVITY[settings.detection.sensitivity])
    return partial(detection.detect_many, settings=chosen)


def make_adapters(settings: Settings, now: Callable[[], datetime]) -> dict[str, ChatAdapter]:
    """The adapters that the settings enable, by platform."""
    made: dict[str, ChatAdapter] = {}
    telegram = settings.adapters.telegram
    if telegram.enabled:
        assert settings.telegram_token is not None
        made["telegram"] = ADAPTERS["telegram"](
            token=settings.telegram_token, base_url=telegram.base_url, base_file_url=telegram.base_file_url, now=now
        )
    return made


@dataclass
class App:
    """A program at work: adapters, lane workers, sender and clock around one context."""

    ctx: Context
    lease_s: float = lane.LEASE_S
    buckets: outbox.Buckets = field(default_factory=dict)
    _bell: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def take(self, event: AnyEvent) -> None:
        """The sink of every adapter: returns after the event is committed."""
        await receive(self.ctx, event)
        self._bell.set()

    async def prepare(self) -> None:
        """Write down what config.yaml says of groups and who leads them."""
        await self.ctx.storage.write(partial(apply_groups, self.ctx))

    async def start(self, parts: frozenset[str] = frozenset({"adapters", "workers"})) -> None:
        """Start the parts of the program that run here."""
        await self.prepare()
        if "workers" in parts:
            self._tasks += [asyncio.create_task(self._forever(self._work)) for _ in range(WORKERS)]
        if "adapters" in parts:
            self._tasks.append(asyncio.create_task(self._forever(self._send)))
            for adapter in self.ctx.adapters.values():
                await adapter.start(self.take)
        self._clock = start_clock(self._sweep)

    async def stop(self) -> None:
        """Stop listening, finish nothing new; what is in the database goes on at the next start."""
        self._clock.shutdown(wait=False)
        await asyncio.gather(*(adapter.stop() for adapter in self.ctx.adapters.values()))
        for task in self._tasks:
            task.cancel()
        await asyncio.wait(self._tasks, timeout=STOP_S) if self._tasks else None

    async def run_until_idle(self) -> None:
        """Do everything that is due at the clock's present time (replay and tests drive the clock)."""
        while await self._work() or await self._send(in_order=True) or await sweeps.sweep(self.ctx):
            pass

    async def next_due(self) -> datetime | None:
        """When there is something to do next."""
        return await self.ctx.storage.read(sweeps.next_due)

    async def _work(self) -> bool:
        return await lane.work_one_lane(self.ctx, self.lease_s)

    async def _send(self, *, in_order: bool = False) -> bool:
        return bool(await outbox.send_due(self.ctx, self.buckets, in_order=in_order))

    async def _sweep(self) -> None:
        try:
            await sweeps.sweep(self.ctx)
        except StorageError as e:
            log.error("a sweep waits: %s", e)

    async def _forever(self, step: Callable[[], object]) -> None:
        """Repeat a step while it finds work; rest until the bell or the next look. Trouble never ends it."""
        while True:
            try:
                worked = await step()  # type: ignore[misc]
            except asyncio.CancelledError:
                raise
            except StorageError as e:
                log.error("%s", e)
                await asyncio.sleep(TROUBLE_PAUSE_S)
                continue
            except Exception:
                log.exception("an unexpected error; the program goes on")
                await asyncio.sleep(TROUBLE_PAUSE_S)
                continue
            if worked:
                self._bell.set()
                continue
            self._bell.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._bell.wait(), POLL_S)


def apply_groups(ctx: Context, conn: Connection) -> None:
    """Groups, modes, leaders and admins as config.yaml names them; those it no longer names lose their role."""
    now = ctx.now()
    for wanted in ctx.settings.groups:
        adapter = ctx.adapters.get(wanted.platform)
        known = groups.find(conn, wanted.platform, wanted.id)
        account = known.account if known else adapter.account if adapter and adapter.health.connected else ""
        mode = wanted.mode or ctx.settings.defaults.mode
        group = groups.ensure(conn, wanted.platform, account, wanted.id, wanted.name, mode, now)
        if wanted.mode and group.mode != wanted.mode:
            groups.set_mode(conn, group.id, wanted.mode)
        groups.drop_configured_staff(conn, group.id, frozenset(wanted.leaders) | frozenset(wanted.admins))
        for member_id in wanted.leaders:
            groups.add_staff(conn, group.id, member_id, "group_leader", "config", now)
        for member_id in wanted.admins:
            groups.add_staff(conn, group.id, member_id, "admin", "config", now)


def build(
    settings: Settings,
    *,
    storage: Storage | None = None,
    adapters: Mapping[str, ChatAdapter] | None = None,
    now: Callable[[], datetime] = utc_now,
) -> App:
    """The program for these settings; tests and the demo bring their own adapters or clock."""
    storage = storage or open_storage(settings.database.url)
    if adapters is None:
        adapters = make_adapters(settings, now)
    return App(Context(storage, adapters, make_detector(settings), now, settings))


async def new_leader_code(app: App) -> str:
    """A one-time code for whoever starts the program to become a group's leader."""
    now = app.ctx.now()
    return await app.ctx.storage.write(lambda conn: leader_code.new_code(conn, now))
