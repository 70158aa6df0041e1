"""Taps on our buttons. A tap does what the typed command or word would have done, for the same person only."""

from __future__ import annotations

import logging
import re
from dataclasses import replace

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.chat import ButtonPress, DirectMessage
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, members
from handlers import speak
from handlers.cases.closing import give_mark, member_confirms, reopen
from handlers.cases.timeline import member_of, record
from handlers.compensation import answers as compensation_answers
from handlers.compensation import commands as compensation_commands
from handlers.leader_command import on_command
from handlers.promises import commands as promise_commands
from handlers.showing import commands as showing_commands
from handlers.showing import second_answer as showing_answers
from handlers.showing.says import ANSWERS as SHOWING_TAPS
from handlers.voices import answers as voice_answers
from handlers.voices import commands as voice_commands
from handlers.voices.asking import TAPS as VOICE_TAPS

log = logging.getLogger(__name__)

LEADER_BUTTONS = {
    "todo": "待办",
    "reviews": "待审",
    "look": "看 {}",
    "undo": "不是投诉 {}",
    "send": "发 {}",
    "done": "已发 {}",
    "yes": "是 R{}",
    "no": "不是 R{}",
    "incident": "批次 {}",
    "incidentsend": "批次 {} 发",
    "courier": "因 {} 快递",
    "seller": "因 {} 我们",
    "member": "因 {} 群友",
    "gap": "标 {} 期望落差",
    **promise_commands.BUTTONS,
    **showing_commands.BUTTONS,
    **voice_commands.BUTTONS,
}
"""What a leader's button stands for."""

_DATA = re.compile(r"^(?P<what>[a-z]+)(?::(?P<number>\d{1,9}))?(?::(?P<value>\d))?$")


def on_button(ctx: Context, conn: Connection, event: ButtonPress) -> None:
    """Carry out a tap; one that this person may not do, or that makes no sense any more, does nothing."""
    match = _DATA.match(event.data)
    if match is None:
        log.warning("%s: a button press with unknown data from %s", event.platform, event.member_id)
        return
    what, number = match["what"], int(match["number"] or 0)
    members.seen(conn, event.platform, event.member_id, event.member_name, ctx.now())
    if what in LEADER_BUTTONS:
        led = groups.led_by(conn, event.platform, event.member_id)
        if led:
            on_command(ctx, conn, as_message(event, LEADER_BUTTONS[what].format(number)), led)
        return
    if what in compensation_commands.TAPS:
        led = groups.led_by(conn, event.platform, event.member_id)
        text = compensation_commands.on_tap(ctx, conn, event, what, number, led, int(match["value"] or 0))
        if text:
            speak.answer(ctx, conn, event, text)
        return
    if what in compensation_answers.TAPS:
        compensation_answers.on_tap(ctx, conn, event, what, number)
        return
    if what in VOICE_TAPS:
        voice_answers.on_tap(ctx, conn, event, what, number)
        return
    if what in SHOWING_TAPS:
        showing_answers.on_tap(ctx, conn, event, what, number)
        return
    case = cases.get(conn, number, for_update=True)
    case = cases.goes_on(conn, case, for_update=True) if case is not None else None
    if case is not None and (case.platform, case.member_id) == (event.platform, event.member_id):
        _member_tapped(ctx, conn, case, what, int(match["value"] or 0), event)


def as_message(event: ButtonPress, text: str) -> DirectMessage:
    """The private message that a tap stands for."""
    return DirectMessage(
        event.platform, event.account, event.message_id, event.sent_at, event.member_id, event.member_name, text
    )


def _member_tapped(ctx: Context, conn: Connection, case: Case, what: str, value: int, event: ButtonPress) -> None:
    key = event.message_id
    if what == "fixed" and not case.settled:
        record(ctx, conn, case.number, member_of(case), "says_fixed", say("buttons.fixed"))
        member_confirms(ctx, conn, case)
    elif what == "notfixed" and not case.is_open:
        reopen(ctx, conn, case, say("buttons.not_fixed"), key)
    elif what == "notfixed" and case.fix_confirmed_at is not None:
        cases.change(conn, replace(case), fix_confirmed_at=None)
        record(ctx, conn, case.number, member_of(case), "says_not_fixed", say("buttons.not_fixed"))
    elif what == "mark" and case.settled and case.mark is None and 1 <= value <= 5:
        give_mark(ctx, conn, case, value, key)
