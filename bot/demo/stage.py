"""The demo's stage: the program over a simulated chat, who speaks on it, and all that was said."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.adapters.terminal import Delivery, TerminalAdapter
from bot.app import App, build, utc_now
from bot.config import Settings, from_dict
from bot.demo.photo import Photos, drawn
from bot.demo.screen import Screen
from bot.replay import Clock
from bot.replies import say
from bot.storage import Storage
from bot.web import passwords

GROUP_ID = "demo"
"""The terminal's group; the others are the history's."""
BURST_PAUSE_S = 2.5
"""Shorter than in a real group, so that nobody waits in front of the screen; so is the spacing of posts."""
KEPT = 2000


@dataclass
class StageClock(Clock):
    """A clock that is moved by hand until it is let go."""

    driven: bool = True

    def __call__(self) -> datetime:
        return self.at if self.driven else utc_now()

    def let_go(self) -> None:
        """From now on it is the real time."""
        self.driven = False


@dataclass(frozen=True)
class Line:
    """Something that was said in a group, or in private with `member`."""

    number: int
    at: datetime
    group: str | None
    member: str | None
    who: str
    text: str
    ours: bool = False
    picture: bytes | None = None
    to: tuple[str, ...] = ()
    """Whom it mentions."""


class Stage:
    """The app, the simulated platform, who speaks there and what was said; `screen` is the terminal, once it shows."""

    def __init__(self, groups: dict[str, dict[str, Any]], storage: Storage, now: Callable[[], datetime]) -> None:
        self.now = now
        self.groups = {group: str(about["name"]) for group, about in groups.items()}
        self.leaders = frozenset(str(about["leader"]) for about in groups.values())
        self.adapter = TerminalAdapter(now, self.groups, self.leaders, listener=self.delivered, pictures=Photos())
        settings = demo_settings(groups)
        self.app: App = build(settings, storage=storage, adapters={"terminal": self.adapter}, now=now)
        self.lines: deque[Line] = deque(maxlen=KEPT)
        self.said = 0
        self.key = passwords.new_token()
        """Whoever has it may enter the demo's console."""
        self.screen: Screen | None = None
        self.on_screen: set[str] = set()
        """Whose private chats the terminal shows."""

    def show_on(self, screen: Screen, people: set[str]) -> None:
        """From now on the terminal shows its group, and these people's private chats."""
        self.screen, self.on_screen = screen, people

    def note(self, text: str) -> None:
        if self.screen:
            self.screen.note(text)

    def help(self) -> None:
        if self.screen:
            self.screen.help()

    async def speak(self, who: str, text: str, *, private: bool, photos: int = 0, group: str = GROUP_ID) -> None:
        """Somebody speaks in a group or writes to Anxin."""
        if self.screen and (who in self.on_screen if private else group == GROUP_ID):
            self.screen.heard(who, text, private=private, photos=photos)
        if private:
            message_id = await self.adapter.whisper(who, text, pictures=photos)
        else:
            message_id = await self.adapter.say(group, who, text, pictures=photos)
        picture = drawn(f"{message_id}/0") if photos else None
        self._add(
            group=None if private else group, member=who if private else None, who=who, text=text, picture=picture
        )

    def delivered(self, delivery: Delivery) -> None:
        """Anxin spoke."""
        message = delivery.message
        to = tuple(name for _, name in message.mention)
        self._add(
            group=message.group_id, member=message.member_id, who=say("demo.bot"), text=message.text, ours=True,
            picture=message.image, to=to,
        )  # fmt: skip
        if self.screen and (message.group_id == GROUP_ID or message.member_id in self.on_screen):
            self.screen.delivered(delivery)

    def _add(self, **more: Any) -> None:
        self.said += 1
        self.lines.append(Line(self.said, self.now(), **more))


def demo_settings(groups: dict[str, dict[str, Any]]) -> Settings:
    """Groups with their modes and leaders, short pauses and no quiet hours."""
    return from_dict(
        {
            "groups": [
                {
                    "platform": "terminal", "id": group, "name": about["name"], "mode": about["mode"],
                    "leaders": [about["leader"]], "admins": about.get("admins", []),
                }
                for group, about in groups.items()
            ],
            "defaults": {
                "burst_pause_s": BURST_PAUSE_S, "burst_max_s": 8, "post_spacing_s": 3, "posts_per_hour": 60,
                "quiet_from": "00:00", "quiet_until": "00:00",
            },
            "sla": {"open_from": "00:00", "open_until": "00:00"},
        },
        environ={},
    )  # fmt: skip
