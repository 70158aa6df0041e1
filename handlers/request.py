"""What a leader's command is given, whatever file it stands in."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.chat import DirectMessage
from bot.domain.text import safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import cases
from bot.storage.groups import Group
from handlers.cases.timeline import Actor

Answer = str | None
Command = Callable[["Request"], Answer]

NUMBER = r"\s*(?:售后单|[#＃])?\s*(?P<number>\d+)?"
"""A case's number in a command's pattern."""
TEXT = r"[\s:：,，]*(?P<text>.*)$"
"""All that follows in a command's pattern."""


class Request:
    """One command: who gives it (`by`), in which event, and the groups that they lead."""

    def __init__(
        self, ctx: Context, conn: Connection, event: DirectMessage, led: list[Group], match: re.Match[str]
    ) -> None:
        self.ctx, self.conn, self.event, self.led = ctx, conn, event, led
        self.words = {k: (v or "").strip() for k, v in match.groupdict().items()}
        self.by = Actor("group_leader", safe_name(event.member_name), event.member_id)

    @property
    def key(self) -> str:
        """Makes what the command queues count once, however often the event is handled."""
        return self.event.message_id

    def case(self) -> Case | None:
        """The case that the command names, if this leader may work it; a merged one goes on as another."""
        number = self.words.get("number", "")
        if not number or len(number) > 9:
            return None
        found = cases.get(self.conn, int(number), for_update=True)
        if found is None or found.group not in {g.id for g in self.led}:
            return None
        return cases.goes_on(self.conn, found, for_update=True)


def no_such_case(r: Request, command: str) -> str:
    """The answer to a command whose case is missing: no number, or none that this leader may work."""
    number = r.words.get("number", "")
    return say("leader.no_such_case", number=number) if number else say("leader.need_number", command=command)
