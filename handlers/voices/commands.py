"""A leader's commands about voices: 口碑, 口碑 草莓, 问口碑 3, 口碑 3 可以, 请口碑 3."""

from __future__ import annotations

import re

from bot.domain.text import excerpt
from bot.replies import say
from bot.storage import voices
from bot.storage.voices import Voice
from handlers.request import Answer, Command, Request
from handlers.voices import answers, asking, board, buyers


def show(r: Request) -> Answer:
    """口碑: the board of all that was heard; 口碑 草莓: of one kind of goods."""
    goods = excerpt(r.words["goods"], 20)
    return board.as_text(r.ctx, r.conn, board.board(r.conn, [group.id for group in r.led], goods or None))


def ask(r: Request) -> Answer:
    """问口碑 3: ask its member whether it may be shown."""
    voice = _voice(r)
    return asking.ask(r.ctx, r.conn, voice, r.by) if voice else _no_such(r, "问口碑")


def relay(r: Request) -> Answer:
    """口碑 3 可以: what the member answered the leader; 口碑 3 撤: they take it back."""
    voice = _voice(r)
    return answers.relay(r.ctx, r.conn, voice, r.words["words"], r.by) if voice else _no_such(r, "口碑")


def invite(r: Request) -> Answer:
    """请口碑 3: ask a buyer to say in the group how it was."""
    voice = _voice(r)
    return buyers.invite(r.ctx, r.conn, voice, r.by) if voice else _no_such(r, "请口碑")


def _voice(r: Request) -> Voice | None:
    """The voice that the command names, locked, if it was heard in a group of this leader."""
    found = voices.get(r.conn, int(r.words["id"]), for_update=True) if r.words["id"] else None
    return found if found is not None and found.group in {group.id for group in r.led} else None


def _no_such(r: Request, command: str) -> str:
    number = r.words["id"]
    return say("voice.no_such", id=number) if number else say("voice.need_id", command=command)


_ID = r"\s*(?P<id>\d{1,9})?"
COMMANDS: tuple[tuple[re.Pattern[str], Command], ...] = (
    (re.compile(r"^口碑\s*(?P<id>\d{1,9})[\s:：,，]+(?P<words>.+)$", re.DOTALL), relay),
    (re.compile(r"^口碑\s*(?P<goods>[^\n]{0,30})$"), show),
    (re.compile(rf"^[问問]口碑{_ID}$"), ask),
    (re.compile(rf"^[请請]口碑{_ID}$"), invite),
)
"""leader_command takes these into its own."""

BUTTONS = {"askvoice": "问口碑 {}", "invite": "请口碑 {}"}
"""What a leader's buttons about voices stand for."""
