"""What the terminal shows: the group, the private chats, the leader's notices, each as it happens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.text import Text

from bot.adapters.terminal import Delivery
from bot.domain.text import clean
from bot.replies import say

ZONE = ZoneInfo("Asia/Shanghai")
MEMBER, LEADER, BOT = "cyan", "magenta", "green"


class Screen:
    """Prints lines as they come. `print_line` may be replaced to print above a prompt."""

    def __init__(self, group: str, leader: str, now: Callable[[], datetime], console: Console | None = None) -> None:
        self.group, self.leader, self.now = group, leader, now
        self.console = console or Console(highlight=False)

    def banner(self, *, scripted: bool) -> None:
        self.console.print()
        self.console.print(Text(say("demo.title"), "bold green"))
        self.console.print(Text(say("demo.intro", group=self.group), "dim"))
        self.help()
        if scripted:
            self.console.print(Text(say("demo.scripted"), "dim"))
        self.console.print()

    def help(self) -> None:
        self.console.print(Text(say("demo.help", leader=self.leader), "dim"))

    def note(self, text: str) -> None:
        self.console.print(Text(text, "dim"), soft_wrap=True)  # an address stays in one piece

    def heard(self, who: str, text: str, *, private: bool, photos: int = 0) -> None:
        """Somebody spoke."""
        text = clean(text) + (say("demo.photo") if photos else "")
        where = say("demo.to_bot") if private else say("demo.in_group")
        self._line(where, who, text, LEADER if who == self.leader else MEMBER, private=private)

    def delivered(self, delivery: Delivery) -> None:
        """Anxin spoke."""
        message = delivery.message
        mention = "".join(f"@{name} " for _, name in message.mention)
        if message.group_id is not None:
            self._line(say("demo.in_group"), say("demo.bot"), mention + message.text, BOT, private=False)
        else:
            where = say("demo.from_bot", who=message.member_id)
            self._line(where, say("demo.bot"), message.text, BOT, private=True)

    def _line(self, where: str, who: str, text: str, colour: str, *, private: bool) -> None:
        indent = " " * (4 if private else 0)
        head = Text(f"{indent}{self.now().astimezone(ZONE):%H:%M:%S} ", "dim")
        head.append(f"{where} ", "yellow" if private else "blue")
        head.append(f"{who}：", f"bold {colour}")
        hang = indent + " " * 9
        first, *rest = text.split("\n")
        lines = chop_cells(" " * cell_len(head.plain) + first, self.console.width)
        self.console.print(head.append(lines[0][cell_len(head.plain) :]), soft_wrap=True)
        for line in ["".join(lines[1:]), *rest] if len(lines) > 1 else rest:
            for piece in chop_cells(line, self.console.width - len(hang)):
                self.console.print(Text(hang + piece), soft_wrap=True)
