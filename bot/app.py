"""Wiring: the one place that knows every concrete class."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from bot import detection
from bot.adapters import ADAPTERS
from bot.config import Settings
from bot.domain.chat import AnyEvent, ButtonPress, ChatAdapter, ChatError
from bot.domain.verdict import Burst, Situation, Verdict
from bot.opinion import OpinionService
from bot.ports import Context, Detector
from bot.scheduler import start_clock
from bot.storage import Storage, StorageError, groups, open_storage
from bot.storage.groups import PASTE
from bot.storage.lately import Passed, passed
from handlers import lane, leader_code, sweeps
from handlers.intake import receive
from handlers.learning.second_opinion import ask_waiting
from handlers.sending import connections, outbox
from handlers.sending.claiming import Buckets

log = logging.getLogger(__name__)

WORKERS = 2
POLL_S = 0.5
TROUBLE_PAUSE_S = 2.0
STOP_S = 3.0


def utc_now() -> datetime:
    """The one reading of the time in a running program."""
    return datetime.now(UTC)


def make_detector(settings: Settings) -> Detector:
    """The detector that the settings name."""
    if settings.detection.backend == "snownlp":
        from bot.detection.snownlp_backend import detect_snownlp
        from bot.detection.voices import with_voices

        def baseline(bursts: Sequence[tuple[Burst, Situation]]) -> list[Verdict]:
            return with_voices(bursts, [detect_snownlp(burst, situation) for burst, situation in bursts])

        return baseline
    chosen = detection.DetectionSettings(settings.detection.readiness)
    return detection.LearningDetector(chosen)


def make_opinion(settings: Settings) -> OpinionService | None:
    """Where to ask for a second opinion, when the settings want one."""
    wanted = settings.detection.second_opinion
    if not wanted.enabled:
        return None
    return OpinionService(wanted.base_url, wanted.model, settings.opinion_key, wanted.timeout_s)


def make_adapters(settings: Settings, now: Callable[[], datetime], storage: Storage) -> dict[str, ChatAdapter]:
    """The adapters that the settings enable, by platform, and the one for chats that people paste."""
    made: dict[str, ChatAdapter] = {PASTE: ADAPTERS[PASTE]()}
    telegram = settings.adapters.telegram
    if telegram.enabled:
        assert settings.telegram_token is not None
        made["telegram"] = ADAPTERS["telegram"](
            token=settings.telegram_token, base_url=telegram.base_url, base_file_url=telegram.base_file_url, now=now
        )
    onebot = settings.adapters.onebot
    if onebot.enabled:
        made["onebot"] = ADAPTERS["onebot"](
            direction=onebot.direction,
            url=onebot.url,
            listen=onebot.listen,
            token=settings.onebot_token,
            now=now,
            past=partial(passed_lately, storage, "onebot", now),
        )
    wechaty = settings.adapters.wechaty
    if wechaty.enabled:
        assert wechaty.endpoint is not None
        assert settings.wechaty_token is not None
        made["wechaty"] = ADAPTERS["wechaty"](
            endpoint=wechaty.endpoint, token=settings.wechaty_token, now=now, timezone=settings.defaults.timezone
        )
    return made


async def passed_lately(storage: Storage, platform: str, now: Callable[[], datetime]) -> list[Passed]:
    """What came in and went out on a platform within a day, for an adapter that tells doubles from news."""
    since = now() - timedelta(days=1)
    return await storage.read(lambda conn: passed(conn, platform, since))


@dataclass
class App:
    """A program at work: adapters, lane workers, sender and clock around one context."""

    ctx: Context
    lease_s: float = lane.LEASE_S
    buckets: Buckets = field(default_factory=dict)
    under_way: outbox.UnderWay = field(default_factory=outbox.UnderWay)
    _parts: frozenset[str] = frozenset()
    _stopping: bool = False
    _bell: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _answers: set[asyncio.Task[None]] = field(default_factory=set)

    async def take(self, event: AnyEvent) -> None:
        """The sink of every adapter: returns after the event is committed."""
        await receive(self.ctx, event)
        self._bell.set()
        if isinstance(event, ButtonPress) and event.press_id is not None:
            answer = asyncio.create_task(self._answer_button(event.platform, event.press_id))
            self._answers.add(answer)
            answer.add_done_callback(self._answers.discard)

    async def _answer_button(self, platform: str, press_id: str) -> None:
        """Take the waiting sign off a tapped button; what the tap brings about is said in the chat."""
        try:
            await self.ctx.adapters[platform].answer_button(press_id, "")
        except ChatError as e:
            log.info("%s: a tap on a button stays without its sign: %s", platform, e)

    async def prepare(self) -> None:
        """Write down what config.yaml says of groups and who leads them."""
        await self.ctx.storage.write(partial(apply_groups, self.ctx))

    async def start(self, parts: frozenset[str] = frozenset({"adapters", "workers"})) -> None:
        """Start the parts of the program that run here."""
        self._parts = parts
        await self.prepare()
        if "workers" in parts:
            self._tasks += [asyncio.create_task(self._forever(self._work)) for _ in range(WORKERS)]
            if self.ctx.opinion is not None:
                self._tasks.append(asyncio.create_task(self._forever(partial(ask_waiting, self.ctx))))
        if "adapters" in parts:
            await self.ctx.storage.write(partial(connections.program_starts, self.ctx))
            self._tasks.append(asyncio.create_task(self._forever(self._begin_to_send)))
            for adapter in self.ctx.adapters.values():
                await adapter.start(self.take)
        self._tasks.append(asyncio.create_task(self._sweep()))  # what became due while nothing ran
        self._clock = start_clock(self._sweep)

    async def stop(self) -> None:
        """Finish what is under way, begin nothing new; what is in the database goes on at the next start."""
        self._clock.shutdown(wait=False)
        self._stopping = True
        self._bell.set()
        tasks = {*self._tasks, *self._answers, *self.under_way.calls}
        late = (await asyncio.wait(tasks, timeout=STOP_S))[1] if tasks else set()
        for task in late:
            task.cancel()
        await asyncio.gather(*(adapter.stop() for adapter in self.ctx.adapters.values()))
        if late:
            await asyncio.wait(late, timeout=STOP_S)

    async def run_until_idle(self, *, with_sweeps: bool = True) -> None:
        """Do everything that is due at the clock's present time (replay and tests drive the clock)."""
        while await self._work() or await self._send() or (with_sweeps and await sweeps.sweep(self.ctx)):
            pass

    async def next_due(self) -> datetime | None:
        """When there is something to do next."""
        return await self.ctx.storage.read(sweeps.next_due)

    async def _work(self) -> bool:
        return await lane.work_one_lane(self.ctx, self.lease_s)

    async def _send(self) -> bool:
        sent = await outbox.send_due(self.ctx, self.buckets)
        return bool(sent + await leader_code.ask_platforms(self.ctx))

    async def _begin_to_send(self) -> bool:
        begun = await outbox.begin_due(self.ctx, self.buckets, self.under_way, self._bell.set)
        return bool(begun + await leader_code.ask_platforms(self.ctx))

    async def _sweep(self) -> None:
        try:
            if "adapters" in self._parts:
                await self.ctx.storage.write(partial(connections.look, self.ctx))
            await sweeps.sweep(self.ctx, with_platforms="adapters" in self._parts)
        except asyncio.CancelledError:
            if not self._stopping:  # what the stop cuts off is swept after the next start
                raise
        except StorageError as e:
            log.error("a sweep waits: %s", e)

    async def _forever(self, step: Callable[[], object]) -> None:
        """Repeat a step while it finds work; rest until the bell or the next look. Trouble never ends it."""
        while not self._stopping:
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
        if group.timezone != wanted.timezone:
            groups.set_timezone(conn, group.id, wanted.timezone)
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
        adapters = make_adapters(settings, now, storage)
    opinion = make_opinion(settings)
    return App(Context(storage, adapters, make_detector(settings), now, settings, opinion))


async def new_leader_code(app: App) -> str:
    """A one-time code for whoever starts the program to become a group's leader."""
    now = app.ctx.now()
    return await app.ctx.storage.write(lambda conn: leader_code.new_code(conn, now))
