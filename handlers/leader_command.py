"""A leader's short commands in private. Each is a pattern and a function in COMMANDS; nothing else is a command."""

from __future__ import annotations

import re

from sqlalchemy import Connection

from bot.domain.chat import Button, DirectMessage
from bot.domain.text import excerpt, keep
from bot.ports import Context
from bot.replies import say
from bot.storage import members
from bot.storage.groups import Group
from handlers import group_commands, speak
from handlers.bursts.registration import register_forwarded
from handlers.cases import answering, overview
from handlers.cases import commands as life_commands
from handlers.compensation import commands as compensation_commands
from handlers.erasing import commands as erasing_commands
from handlers.incidents import commands as incident_commands
from handlers.learning import reviewing
from handlers.orders import commands as order_commands
from handlers.pasted import by_hand
from handlers.pasted import command as paste_command
from handlers.promises import commands as promise_commands
from handlers.promises import done
from handlers.request import Answer, Command, Request
from handlers.sending import breaker
from handlers.showing import commands as showing_commands
from handlers.voices import commands as voice_commands

_WANTS_NOTHING = re.compile(
    r"(?:好的|好嘞|好|嗯+|知道了?|收到|谢谢(?:你|您)?|多谢|辛苦(?:你|您)?|明白|了解|ok|OK|👌|👍|🙏|\[(?:OK|强|好的|抱拳)\]|[了啦哈,，。!！~～\s])+"
)
"""A leader's word of thanks, which no answer has to follow."""


def on_command(ctx: Context, conn: Connection, event: DirectMessage, led: list[Group]) -> None:
    """Answer a leader's private message: carry out the command, or say what can be said."""
    text = keep(event.text)
    if event.start is not None:
        case = re.match(r"^case_(\d{1,9})$", event.start)
        text = f"看 {case.group(1)}" if case else "待办"
    if paste_command.is_chat(ctx, event):
        answer = paste_command.take_text(ctx, conn, event, "", event.text)
        if answer:
            speak.answer(ctx, conn, event, answer)
        return
    if text.endswith("登记") and (event.forwarded_from_id or event.forwarded_from_name):
        text = text.removesuffix("登记").strip() or text
    if event.forwarded_from_id or event.forwarded_from_name or (event.quote and text == "登记"):
        said = text if text != "登记" else (event.quote.text if event.quote else "")
        speak.answer(ctx, conn, event, register_forwarded(ctx, conn, event, led, said))
        return
    for pattern, command in COMMANDS:
        match = pattern.match(text)
        if match:
            request = Request(ctx, conn, event, led, match)
            answer = by_hand.copies(request, command(request))
            if answer:
                speak.answer(ctx, conn, event, answer, buttons=_buttons(match))
            return
    me = members.get(conn, event.platform, event.member_id)
    if text.isdigit() and len(text) <= 9:
        match = re.match(r"(?P<number>\d+)", text)
        assert match is not None
        answer = overview.look(Request(ctx, conn, event, led, match))
        if answer:
            speak.answer(ctx, conn, event, answer)
        return
    if _WANTS_NOTHING.fullmatch(text) and not (me and me.choosing):
        return
    if done.hear_in_private(ctx, conn, event, led, text):
        return
    speak.answer(ctx, conn, event, say("leader.unknown_command", command=excerpt(text, 20) or say("leader.only_image")))


def _buttons(match: re.Match[str]) -> tuple[Button, ...]:
    if match.re is _HELP:
        return tuple(Button(say(f"buttons.{what}"), data=what) for what in ("todo", "reviews"))
    return ()


def register_how(r: Request) -> Answer:
    return say("leader.register_how")


def help_command(r: Request) -> Answer:
    return say("leader.help")


def more_help(r: Request) -> Answer:
    """更多: what can be done with a case besides."""
    return "\n".join(say(key) for key in ("leader.help_more", "leader.help_settings", "order.help", "voice.help"))


_HELP = re.compile(r"^(?:帮助|幫助|help|菜单|[?？])$", re.IGNORECASE)

COMMANDS: tuple[tuple[re.Pattern[str], Command], ...] = (
    *overview.COMMANDS,
    *reviewing.COMMANDS,
    *answering.COMMANDS,
    *group_commands.COMMANDS,
    (re.compile(r"^(?:登记|登記)$"), register_how),
    *compensation_commands.COMMANDS,
    *incident_commands.COMMANDS,
    *life_commands.COMMANDS,
    *order_commands.COMMANDS,
    *promise_commands.COMMANDS,
    *voice_commands.COMMANDS,
    *erasing_commands.COMMANDS,
    *paste_command.COMMANDS,
    *by_hand.COMMANDS,
    *showing_commands.COMMANDS,
    (re.compile(r"^(?:恢复|恢復)[发發]送$"), breaker.start_command),
    (_HELP, help_command),
    (re.compile(r"^更多$"), more_help),
)
"""Every command: what it looks like, and what answers it."""
