"""A leader's commands that answer a member: 回, 照发, 结, 发 (a draft), and 不是投诉, which takes the answer back."""

from __future__ import annotations

import re
from typing import Any

from bot.domain.case import Case
from bot.domain.chat import Button
from bot.domain.text import excerpt, safe_name
from bot.replies import say
from bot.storage import cases, groups
from handlers import speak
from handlers.cases import held
from handlers.cases.closing import cause_buttons, meanwhile, resolve
from handlers.cases.commands import give_cause
from handlers.cases.work import reply, send_draft, tone_findings, undo
from handlers.promises import done
from handlers.promises import ledger as promises
from handlers.promises import says as promise_says
from handlers.promises.parted import hear_reply
from handlers.request import NUMBER, TEXT, Answer, Command, Request, no_such_case


def reply_command(r: Request) -> Answer:
    """回 12 …: the leader's words to the member, held once when the tone guard has something to say."""
    case = r.case()
    if case is None:
        return no_such_case(r, "回")
    text = r.words["text"]
    if not text:
        return say("leader.need_words", number=case.number)
    return _tone_warning(r, case, "reply", text) or _reply(r, case, text)


def _tone_warning(r: Request, case: Case, what: held.What, text: str) -> Answer:
    """Hold a leader's words once when the tone guard has something to say; None when it has not."""
    command = f"{'回' if what == 'reply' else '结'} {case.number}"
    return held.hold(r, case, what, text, tone_findings(text, case), command)


def send_anyway(r: Request) -> Answer:
    """照发 12: the words that the tone guard held go out as they are."""
    case = r.case()
    if case is None:
        return no_such_case(r, "照发")
    waiting = held.held(r)
    if waiting is None or waiting["case"] != case.number:
        return say("leader.nothing_to_send", number=case.number)
    held.let_go(r)
    if waiting["what"] == "cause":
        return give_cause(r, case, waiting["cause"], str(waiting["text"]))
    carry_out = _reply if waiting["what"] == "reply" else _resolve
    return carry_out(r, case, str(waiting["text"]))


def _reply(r: Request, case: Case, text: str) -> Answer:
    reply(r.ctx, r.conn, case, text, r.by, r.key)
    key = f"reply:{case.number}:{r.key}"
    if not speak.kept_back(r.conn, key):  # else the notice of that is the answer
        later = speak.held_until(r.ctx, r.conn, key)
        words: dict[str, Any] = {"member": safe_name(case.member_name), "number": case.number}
        said = say("leader.reply_later", time=later, **words) if later else say("leader.reply_sent", **words)
        speak.answer(r.ctx, r.conn, r.event, said, case=case.number)
    hear_reply(r.ctx, r.conn, case, text, r.by, r.key)
    done.hear_in_reply(r.ctx, r.conn, groups.get(r.conn, case.group), case, text, r.by, r.key)
    return None


def resolve_command(r: Request) -> Answer:
    """结 12 处理结果: resolves; the member is told and asked."""
    case = r.case()
    if case is None:
        return no_such_case(r, "结")
    text = r.words["text"]
    if not text:
        return say("leader.need_resolution", number=case.number)
    return _tone_warning(r, case, "resolve", text) or _resolve(r, case, text)


def _resolve(r: Request, case: Case, text: str) -> Answer:
    if not case.is_open:
        return _ended_before(r, case)
    resolve(r.ctx, r.conn, case, text, r.by, r.key)
    if not speak.kept_back(r.conn, f"resolved:{case.number}:{r.key}"):  # else the notice of that is the answer
        _resolve_noted(r, case)
    _promises_left(r, case)
    hear_reply(r.ctx, r.conn, case, text, r.by, r.key, done=True)
    return None


def _resolve_noted(r: Request, case: Case) -> None:
    """What the leader hears: when the member is told, what silence will mean, and the cause that is missing."""
    later = speak.held_until(r.ctx, r.conn, f"resolved:{case.number}:{r.key}")
    hours = f"{r.ctx.settings.defaults.close_after_h:g}"
    words: dict[str, Any] = {"member": safe_name(case.member_name), "number": case.number, "hours": hours}
    said = say("leader.resolved_later", time=later, **words) if later else say("leader.resolved_ack", **words)
    if case.cause is None:
        said += "\n" + say("leader.ask_cause", number=case.number)
    buttons = cause_buttons(case) if case.cause is None else ()
    speak.answer(r.ctx, r.conn, r.event, said, buttons=buttons, case=case.number)


def _promises_left(r: Request, case: Case) -> None:
    """What was promised in the case and is not noted as done, with one tap that says it is."""
    left = promises.open_in(r.conn, case)
    if not left:
        return
    lines = "\n".join(promise_says.line(r.ctx, r.conn, p) for p in left)
    text = say("promise.left_at_the_end", number=case.number, lines=lines)
    button = Button(say("promise.buttons.allkept"), data=f"allkept:{case.number}")
    speak.answer(r.ctx, r.conn, r.event, text, buttons=(button,), case=case.number, part=1)


def _ended_before(r: Request, case: Case) -> str:
    """结 for a case that has ended: this leader's own resolution given back, else who was quicker."""
    by_people = [e for e in cases.timeline(r.conn, case.number) if e.actor == "group_leader"]
    mine = bool(by_people) and by_people[-1].actor_name == r.by.name
    if case.resolution and mine and case.closed_by != "undo":
        return say("leader.resolved_before", number=case.number, resolution=excerpt(case.resolution, 60))
    return meanwhile(r.conn, case)


def undo_command(r: Request) -> Answer:
    """不是投诉 12: takes the apology back where the platform can, closes the case, keeps the correction."""
    case = r.case()
    if case is None:
        return no_such_case(r, "不是投诉")
    if case.closed_by == "undo":
        return say("leader.already_ended", number=case.number, state=say(f"states.{case.state}"))
    _, became = undo(r.ctx, r.conn, case, r.by)
    if became == "withdrawn":
        return None  # said once the platform has deleted the post, or refused to
    said = {"none": "undone", "kept": "undone_kept", "together": "undone_together"}[became]
    return say(f"leader.{said}", number=case.number)


def send_command(r: Request) -> Answer:
    """发 12: the draft goes out."""
    case = r.case()
    if case is None:
        return no_such_case(r, "发")
    if not send_draft(r.ctx, r.conn, case, r.by):
        return say("leader.nothing_to_send", number=case.number)
    if speak.apology_waits(r.conn, case):
        return None  # said once the platform has taken the post
    return say("leader.sending", number=case.number)


COMMANDS: tuple[tuple[re.Pattern[str], Command], ...] = (
    (re.compile(rf"^不是投[诉訴]{NUMBER}$"), undo_command),
    (re.compile(rf"^照[发發]{NUMBER}$"), send_anyway),
    (re.compile(rf"^[发發]{NUMBER}$"), send_command),
    (re.compile(rf"^[回](?:[复覆])?{NUMBER}{TEXT}", re.DOTALL), reply_command),
    (re.compile(rf"^[结結](?:[单單])?{NUMBER}{TEXT}", re.DOTALL), resolve_command),
)
"""How a leader answers a member."""
