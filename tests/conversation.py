"""A test that reads as a conversation: the real program on a real database, a simulated chat and a clock moved by hand.

Only the detector is a simple one of the tests' own.

    async with Conversation.on(database_url) as c:
        await c.group("静静", "草莓烂了一半")
        await c.wait(10)
        assert "草莓" in c.post()
        assert "草莓烂了一半" in c.to("静静")
        assert "售后单 1" in c.to("团长")

`post()` and `to()` fail when nothing came and when more than one message did; what nobody looked at fails the test at
its end. `skip()` says that what was said so far is another test's matter.
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from dataclasses import replace as changed
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection

from bot.adapters.terminal import Delivery, TerminalAdapter
from bot.app import App, build
from bot.config import from_dict
from bot.detection.voices import with_voices
from bot.domain.case import Case, CaseEvent
from bot.domain.chat import AnyEvent, Button, Capabilities, DirectMessage, GroupMessage, Outgoing, Quote
from bot.domain.verdict import Burst, Situation, Verdict
from bot.replay import DAY_ONE, Clock
from bot.storage import Storage, cases, open_storage
from handlers import leader_code
from tests.judge import judge

T = TypeVar("T")

_LONG = {"first_response_min": 9e5, "first_contact_min": 9e5, "answer_min": 9e5, "resolution_h": 2000}
NOTHING_DUE = {"open_from": "00:00", "open_until": "00:00", "light": _LONG, "clear": _LONG, "severe": _LONG}
"""Time limits that no test reaches."""

GROUP = "g1"
NAME = "阳光里 3 群"
LEADER = "团长"
AT_TEN = DAY_ONE + timedelta(hours=10)
"""A weekday morning, far from the quiet hours."""

LIKE_TELEGRAM = Capabilities(
    quote_reply=True, deep_link=True, delete_own_s=172_800, buttons=True, tells_admins=True, group_per_min=60
)
"""Nobody can be written to before they pressed start; posts carry buttons."""


class Said(str):
    """What Anxin said, as text, with all else that the platform was handed."""

    message: Outgoing
    at: datetime

    @classmethod
    def of(cls, delivery: Delivery) -> Said:
        said = cls(delivery.message.text)
        said.message, said.at = delivery.message, delivery.at
        return said

    @property
    def mentions(self) -> list[str]:
        return [member_id for member_id, _ in self.message.mention]

    @property
    def buttons(self) -> dict[str, Button]:
        return {button.label: button for button in self.message.buttons}


@dataclass
class Conversation:
    """One simulated platform with its groups, and everybody who speaks there."""

    app: App
    adapter: TerminalAdapter
    clock: Clock
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    """What the detector is to say of these words."""
    _looked: set[int] = field(default_factory=set)
    """Which of `adapter.sent` the test has looked at."""

    @classmethod
    @asynccontextmanager
    async def on(
        cls,
        url: str,
        *,
        mode: str = "auto",
        leader: str | None = LEADER,
        others: Mapping[str, str] | None = None,
        can: Capabilities | None = None,
        at: datetime = AT_TEN,
        clocks: bool = False,
        zones: Mapping[str, str] | None = None,
        own: Mapping[str, Any] | None = None,
        settings: Mapping[str, Any] | None = None,
        **defaults: Any,
    ) -> AsyncIterator[Conversation]:
        """Start on the database at `url`. `others` are further groups by their leader's name; `defaults` as in
        config.yaml. Without `leader` no group is configured at all. Only with `clocks` are there the usual time limits;
        else nothing is due within a test's time. `zones` are the time zones of groups by their id, `own` are
        further settings of GROUP alone, `settings` further sections of config.yaml."""
        groups = {GROUP: NAME} | {f"{name}的群": f"{name}的群" for name in others or {}}
        leads = {GROUP: leader} | {f"{name}的群": name for name in others or {}} if leader else {}
        raw = {
            "groups": [
                {"platform": "terminal", "id": group, "name": groups[group], "mode": mode, "leaders": [name]}
                | ({"timezone": zones[group]} if zones and group in zones else {})
                | (dict(own or {}) if group == GROUP else {})
                for group, name in leads.items()
            ],
            "defaults": defaults,
            "sla": {} if clocks else NOTHING_DUE,
            **(settings or {}),
        }
        clock = Clock(at)
        storage = open_storage(url, pragmas={"synchronous": 0})  # nothing here has to survive a power cut
        adapter = TerminalAdapter(clock, groups, frozenset())
        if can is not None:
            adapter.capabilities = can
        known = from_dict(raw, environ={})
        c = cls(build(known, storage=storage, adapters={"terminal": adapter}, now=clock), adapter, clock)
        c._foresee()
        try:
            await c.app.prepare()
            await adapter.start(c.app.take)
            yield c
            await adapter.stop()
        finally:
            storage.close()
        assert not c.unseen(), f"nobody looked at: {c.unseen()}"

    # --- what people do; each a second after the last ---

    async def group(self, who: str, text: str = "", *, photos: int = 0, quote: str | None = None, **more: Any) -> str:
        """Somebody speaks in the group; returns the message's id. `more` are further fields of GroupMessage."""
        await self._pass()
        group_id = more.pop("group_id", GROUP)
        if more:
            event = self._group_message(group_id, who, text, more)
            await self.take(event)
            return event.message_id
        message_id = await self.adapter.say(group_id, who, text, pictures=photos, quote=quote)
        await self._settle()
        return message_id

    def _group_message(self, group_id: str, who: str, text: str, more: dict[str, Any]) -> GroupMessage:
        fields: dict[str, Any] = {
            "message_id": f"x{next(_ids)}",
            "sent_at": self.clock(),
            "member_id": who,
            "member_name": who,
        }
        fields["group_name"] = self.adapter.groups.get(group_id, group_id)
        return GroupMessage(
            platform=self.adapter.platform, account=self.adapter.account, group_id=group_id, text=text, **fields | more
        )

    async def private(self, who: str, text: str = "", *, photos: int = 0, **more: Any) -> None:
        """Somebody writes to Anxin in private; `more` are further fields of DirectMessage."""
        await self._pass()
        if not more:
            await self.adapter.whisper(who, text, pictures=photos)
            return await self._settle()
        if isinstance(more.get("quote"), str):
            more["quote"] = Quote("", None, more["quote"])
        fields: dict[str, Any] = {
            "message_id": f"x{next(_ids)}",
            "sent_at": self.clock(),
            "member_id": who,
            "member_name": who,
        } | more
        return await self.take(
            DirectMessage(platform=self.adapter.platform, account=self.adapter.account, text=text, **fields)
        )

    async def start(self, who: str, payload: str) -> None:
        """Somebody opens a deep link to the bot."""
        await self.private(who, start=payload)

    async def tap(self, who: str, data: str) -> None:
        """Somebody taps a button of ours."""
        await self._pass()
        await self.adapter.press(who, data)
        await self._settle()

    async def take(self, event: AnyEvent) -> None:
        """Any event, as an adapter would hand it over."""
        await self.app.take(event)
        await self._settle()

    async def wait(self, seconds: float = 0, *, minutes: float = 0, hours: float = 0) -> None:
        """Let the time pass, doing whatever falls due."""
        await self._pass(timedelta(seconds=seconds, minutes=minutes, hours=hours))
        await self._settle()

    async def complain(self, who: str = "静静", text: str = "草莓烂了一半", **more: Any) -> None:
        """A complaint in the group with all that follows at once, which is another test's matter."""
        await self.group(who, text, **more)
        await self.wait(10)
        self.skip()

    async def _pass(self, time: timedelta = timedelta(seconds=1)) -> None:
        """Let the time pass; all that is due was done before."""
        until = self.clock() + time
        while (due := await self.app.next_due()) is not None and due <= until:
            self.clock.at = max(self.clock() + timedelta(milliseconds=1), due)
            await self._settle()
        self.clock.at = max(self.clock(), until)

    async def _settle(self) -> None:
        await self.app.run_until_idle()

    # --- what Anxin said since the last look ---

    def posts(self) -> list[Said]:
        """The new posts in groups."""
        return self._take(lambda m: m.group_id is not None)

    def post(self) -> Said:
        """The one new post in a group."""
        return _only(self.posts(), "post")

    def all_to(self, who: str) -> list[Said]:
        """The new private messages to somebody."""
        return self._take(lambda m: m.member_id == who)

    def to(self, who: str) -> Said:
        """The one new private message to somebody."""
        return _only(self.all_to(who), f"private message to {who}")

    def unseen(self) -> list[str]:
        """All that was said and nobody has looked at."""
        return [f"{d.message.member_id or '群'}: {d.message.text}" for _, d in self._new()]

    def nothing(self) -> bool:
        """Whether nothing new was said to anyone."""
        said = self.unseen()
        assert not said, f"nothing was to be said, but: {said}"
        return True

    def skip(self) -> None:
        self._looked.update(range(len(self.adapter.sent)))

    def skip_to(self, who: str) -> None:
        """What was said to somebody in private is another test's matter."""
        self.all_to(who)

    def _take(self, wanted: Callable[[Outgoing], bool]) -> list[Said]:
        new = [(n, d) for n, d in self._new() if wanted(d.message)]
        self._looked.update(n for n, _ in new)
        return [Said.of(d) for _, d in new]

    def _new(self) -> list[tuple[int, Delivery]]:
        return [(n, d) for n, d in enumerate(self.adapter.sent) if n not in self._looked]

    # --- what is kept ---

    @property
    def storage(self) -> Storage:
        return self.app.ctx.storage

    async def cases(self) -> list[Case]:
        return await self.storage.read(cases.all_cases)

    async def case(self, number: int = 1) -> Case:
        found = await self.storage.read(lambda conn: cases.get(conn, number))
        assert found is not None, f"there is no case {number}"
        return found

    async def timeline(self, number: int = 1) -> list[CaseEvent]:
        return await self.storage.read(lambda conn: cases.timeline(conn, number))

    async def kinds(self, number: int = 1) -> list[str]:
        """What happened in a case, in order."""
        return [event.kind for event in await self.timeline(number)]

    async def read(self, unit: Callable[[Connection], T]) -> T:
        return await self.storage.read(unit)

    async def leader_code(self) -> str:
        """The one-time code that `anxin run` would print."""
        now = self.clock()
        return await self.storage.write(lambda conn: leader_code.new_code(conn, now))

    def restart(self) -> None:
        """The program ended and was started again on the same database."""
        ctx = self.app.ctx
        self.app = App(ctx)
        self.adapter._sink = self.app.take

    def _foresee(self) -> None:
        def detector(items: Sequence[tuple[Burst, Situation]]) -> list[Verdict]:
            return with_voices(
                items, [self.verdicts.get(burst.text) or judge([(burst, situation)])[0] for burst, situation in items]
            )

        self.app.ctx = changed(self.app.ctx, detector=detector)

    def allow(self, **capabilities: Any) -> None:
        """Change what the platform allows."""
        self.adapter.capabilities = changed(self.adapter.capabilities, **capabilities)


_ids = itertools.count(1)


def _only(said: list[Said], what: str) -> Said:
    assert said, f"no {what}"
    assert len(said) == 1, f"{len(said)} instead of one {what}: {said}"
    return said[0]
