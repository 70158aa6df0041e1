"""A leader's short commands in private. Each is a pattern and a function in COMMANDS; nothing else is a command."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Connection

from bot.detection.expected import in_words
from bot.domain.case import Case
from bot.domain.chat import Button, DirectMessage
from bot.domain.text import excerpt, keep, safe_name
from bot.domain.verdict import Sensitivity
from bot.ports import Context
from bot.replies import catalogue, say
from bot.storage import bursts, cases, groups, images, inbox, members, messages, reviews
from bot.storage.groups import Group
from bot.storage.images import Fetch
from bot.storage.reviews import Correction, Review
from handlers import speak, zones
from handlers.bursts.group import unanswered
from handlers.bursts.registration import new_case_of, register_forwarded
from handlers.cases import clocks
from handlers.cases import commands as life_commands
from handlers.cases.closing import cause_buttons, meanwhile, resolve
from handlers.cases.life import name_of
from handlers.cases.work import Actor, register, reply, send_draft, tone_findings, undo
from handlers.compensation import commands as compensation_commands
from handlers.erasing import commands as erasing_commands
from handlers.incidents import commands as incident_commands
from handlers.orders import commands as order_commands
from handlers.orders import says as order_says
from handlers.pasted import by_hand
from handlers.pasted import command as paste_command
from handlers.promises import commands as promise_commands
from handlers.promises import ledger as promises
from handlers.request import Answer, Command, Request, no_such_case
from handlers.sending import breaker
from handlers.showing import commands as showing_commands
from handlers.spans import age
from handlers.voices import commands as voice_commands

TIMELINE_SHOWN = 20
TODO_SHOWN = 20
PICTURES_SHOWN = 4
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
        answer = look(Request(ctx, conn, event, led, match))
        if answer:
            speak.answer(ctx, conn, event, answer)
        return
    if _WANTS_NOTHING.fullmatch(text) and not (me and me.choosing):
        return
    speak.answer(ctx, conn, event, say("leader.unknown_command", command=excerpt(text, 20) or say("leader.only_image")))


def _buttons(match: re.Match[str]) -> tuple[Button, ...]:
    if match.re is _HELP:
        return (Button("待办", data="todo"), Button("待审", data="reviews"))
    return ()


def todo(r: Request) -> Answer:
    """待办 [2]: what is not done yet, most urgent first, and how its time stands; so many a page."""
    open_cases = cases.open_of_groups(r.conn, [g.id for g in r.led], with_resolved=True)
    failed = inbox.count(r.conn, "failed")
    tail = "\n" + say("leader.failed_messages", count=failed) if failed else ""
    if not open_cases:
        return say("leader.todo_empty") + tail
    now = r.ctx.now()
    page = min(max(int(r.words["page"] or 1), 1), -(-len(open_cases) // TODO_SHOWN))
    shown = sorted(open_cases, key=lambda c: clocks.urgency(r.ctx, c))[(page - 1) * TODO_SHOWN : page * TODO_SHOWN]
    left = len(open_cases) - page * TODO_SHOWN
    lines = [
        say("leader.todo_line", **(speak.describe(c, groups.get(r.conn, c.group)) | {"age": age(now, c.opened_at)}))
        + "".join(f" · {part}" for part in (clocks.standing(r.ctx, c, groups.get(r.conn, c.group)),) if part)
        for c in shown
    ]
    lines += [say("leader.todo_more", count=left, page=page + 1)] if left > 0 else []
    return "\n".join([say("leader.todo_header", count=len(open_cases)), *lines]) + tail


def list_reviews(r: Request) -> Answer:
    """待审: the messages that the detector was unsure of, with context."""
    waiting = reviews.open_of_groups(r.conn, [g.id for g in r.led])
    if not waiting:
        return say("leader.reviews_empty")
    lines = []
    for review in waiting[:10]:
        lines += [f"  {excerpt(line, 40)}" for line in review.context[-2:]]
        group = groups.get(r.conn, review.group)
        words: dict[str, Any] = {"number": review.number, "group": group.name, "member": safe_name(review.member_name)}
        lines.append(say("leader.review_line", **words, quote=excerpt(review.text, 60)))
    return "\n".join([say("leader.reviews_header", count=len(waiting)), *lines])


def answer_review(r: Request) -> Answer:
    """是 R7 / 不是 R7: the leader's decision, kept as a correction; a yes opens the case."""
    review = reviews.get(r.conn, int(r.words["review"]), for_update=True)
    if review is None or review.group not in {g.id for g in r.led}:
        return say("leader.no_such_review", number=r.words["review"])
    if review.answer is not None:
        return say("leader.review_done", number=review.number)
    yes = not r.words["no"]
    return decide_review(r.ctx, r.conn, review, yes, r.by)


def decide_review(
    ctx: Context, conn: Connection, review: Review, yes: bool, by: Actor, *, source: str = "review"
) -> str:
    """Keep the decision; a yes opens a case as if the detector had been sure."""
    now = ctx.now()
    reviews.answer(conn, review.number, "yes" if yes else "no", by.member_id or by.name, now)
    reviews.correct(
        conn,
        Correction(
            group=review.group, text=review.text, context=review.context, was=review.verdict, complaint=yes,
            source=source, by=by.member_id or by.name, at=now,
        ),
    )  # fmt: skip
    said = messages.of_burst(conn, review.burst)
    messages.change(conn, [m.id for m in said], complaint=yes)
    if not yes:
        return say("leader.review_no", number=review.number)
    group = groups.get(conn, review.group)
    verdict = review.verdict or {}
    named_by = said[min(int(verdict.get("named_by") or 0), len(said) - 1)]
    new = new_case_of(ctx, named_by, group, review.text, verdict)
    missed = unanswered(ctx, conn, group, review, new.severity)
    public = not all(m.recalled_at for m in said)
    case, is_new = register(ctx, conn, new, group, by, said, missed=missed, public=public)
    bursts.set_case(conn, review.burst, case.number)
    return say("leader.review_yes" if is_new else "leader.review_joins", number=review.number, case=case.number)


def look(r: Request) -> Answer:
    """看 12: the case with its timeline, then its pictures."""
    case = r.case()
    if case is None:
        return no_such_case(r, "看")
    group = groups.get(r.conn, case.group)
    zone = zones.zone_of(r.ctx, group)
    words = speak.describe(case, group)
    head = "\n".join([say("leader.case_head", **words), *_standing(r, case)])
    head += order_says.for_leaders(r.ctx, r.conn, case)
    kinds = catalogue()["events"]
    lines = []
    for e in cases.timeline(r.conn, case.number)[-TIMELINE_SHOWN:]:
        said = f"：{excerpt(e.text, 60)}" if e.text else ""
        pictures = f" [图片×{e.data['images']}]" if e.data.get("images") else ""
        lines.append(f"{e.at.astimezone(zone):%m-%d %H:%M} {safe_name(e.actor_name)} {kinds[e.kind]}{said}{pictures}")
    fetches = _fetches(r, case)
    speak.answer(r.ctx, r.conn, r.event, "\n".join([head, *lines, *_missing_pictures(case, fetches)]))
    kept = list(dict.fromkeys(f.content_hash for f in fetches if f.content_hash))[-PICTURES_SHOWN:]
    for n, content_hash in enumerate(kept if speak.capabilities(r.ctx, case.platform).image else (), 1):
        text = say("leader.picture", number=case.number, n=n, count=len(kept))
        speak.answer(r.ctx, r.conn, r.event, text, image_hash=content_hash, part=n)
    return None


def _standing(r: Request, case: Case) -> list[str]:
    """Lines about a case's time, who works on it, its cause and tags; only what there is."""
    parts = {
        "leader.look_clocks": clocks.all_standing(r.ctx, case),
        "leader.look_assignee": name_of(r.conn, case, case.assignee) if case.assignee else "",
        "leader.look_cause": say(f"causes.{case.cause}") if case.cause else "",
        "leader.look_tags": "、".join(case.tags),
    }
    return [say(key, what=what) for key, what in parts.items() if what]


def _fetches(r: Request, case: Case) -> list[Fetch]:
    """The case's pictures, from the group and from the private chat."""
    shown = [m.images for m in messages.of_case(r.conn, case.number)]
    shown += [m.images for m in messages.conversation(r.conn, case.number)]
    refs = [image["ref"] for pictures in shown for image in pictures]
    return images.by_refs(r.conn, case.platform, refs)


def _missing_pictures(case: Case, fetches: list[Fetch]) -> list[str]:
    lines = []
    if any(f.state == "pending" for f in fetches):
        lines.append(say("leader.image_pending", number=case.number, member=safe_name(case.member_name)))
    if any(f.state == "failed" for f in fetches):
        lines.append(say("leader.image_failed", number=case.number, member=safe_name(case.member_name)))
    return lines


def reply_command(r: Request) -> Answer:
    """回 12 …: the leader's words to the member, held once when the tone guard has something to say."""
    case = r.case()
    if case is None:
        return no_such_case(r, "回")
    text = r.words["text"]
    if not text:
        return say("leader.need_words", number=case.number)
    return tone_warning(r, case, "reply", text) or _reply(r, case, text)


def tone_warning(r: Request, case: Case, what: str, text: str) -> Answer:
    """Hold a leader's words once when the tone guard has something to say; None when it has not."""
    findings = tone_findings(text, case)
    if not findings:
        held = _held(r)
        if held and held["case"] == case.number:  # these words take the place of those that were held
            members.change(r.conn, r.event.platform, r.event.member_id, choosing=None)
        return None
    waiting = {"what": what, "case": case.number, "text": text}
    members.change(r.conn, r.event.platform, r.event.member_id, choosing=waiting)
    lines = "\n".join(f"“{f.excerpt}”：{f.why}" for f in findings)
    return say("leader.tone_warning", number=case.number, findings=lines, command="回" if what == "reply" else "结")


def send_anyway(r: Request) -> Answer:
    """照发 12: the words that the tone guard held go out as they are."""
    case = r.case()
    if case is None:
        return no_such_case(r, "照发")
    waiting = _held(r)
    if waiting is None or waiting["case"] != case.number:
        return say("leader.nothing_to_send", number=case.number)
    members.change(r.conn, r.event.platform, r.event.member_id, choosing=None)
    carry_out = _reply if waiting["what"] == "reply" else _resolve
    return carry_out(r, case, str(waiting["text"]))


def _held(r: Request) -> dict[str, Any] | None:
    """This leader's words that the tone guard holds."""
    me = members.get(r.conn, r.event.platform, r.event.member_id)
    waiting: dict[str, Any] | None = me.choosing if me else None
    return waiting if waiting and waiting.get("what") in ("reply", "resolve") else None


def _reply(r: Request, case: Case, text: str) -> Answer:
    reply(r.ctx, r.conn, case, text, r.by, r.key)
    key = f"reply:{case.number}:{r.key}"
    if not speak.kept_back(r.conn, key):  # else the notice of that is the answer
        later = speak.held_until(r.ctx, r.conn, key)
        words: dict[str, Any] = {"member": safe_name(case.member_name), "number": case.number}
        said = say("leader.reply_later", time=later, **words) if later else say("leader.reply_sent", **words)
        speak.answer(r.ctx, r.conn, r.event, said, case=case.number)
    promises.hear(r.ctx, r.conn, case, text, r.by, r.key)
    return None


def resolve_command(r: Request) -> Answer:
    """结 12 处理结果: resolves; the member is told and asked."""
    case = r.case()
    if case is None:
        return no_such_case(r, "结")
    text = r.words["text"]
    if not text:
        return say("leader.need_resolution", number=case.number)
    return tone_warning(r, case, "resolve", text) or _resolve(r, case, text)


def _resolve(r: Request, case: Case, text: str) -> Answer:
    if not case.is_open:
        return _ended_before(r, case)
    resolve(r.ctx, r.conn, case, text, r.by, r.key)
    if not speak.kept_back(r.conn, f"resolved:{case.number}:{r.key}"):  # else the notice of that is the answer
        _resolve_noted(r, case)
    promises.hear(r.ctx, r.conn, case, text, r.by, r.key, done=True)
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


def mode_command(r: Request) -> Answer:
    """模式 自动|协助|观察 [群名]."""
    modes = {name: key for key, name in catalogue()["modes"].items()}
    mode = modes.get(r.words["mode"])
    if mode is None:
        return say("leader.mode_unknown")
    group = _named(r)
    if group is None:
        names = "\n".join(f"{g.name}：{say(f'modes.{g.mode}')}" for g in r.led)
        return say("leader.mode_which", groups=names)
    groups.set_mode(r.conn, group.id, mode)
    return say("leader.mode_set", group=group.name, mode=r.words["mode"])


def _named(r: Request) -> Group | None:
    """The one group that a command means: the leader's only one, or the one whose name they wrote."""
    wanted = r.words["group"]
    found = [g for g in r.led if wanted in g.name]
    found = found if len(found) == 1 else [g for g in found if g.platform != groups.PASTE]
    return found[0] if len(found) == 1 else None


def sensitivity_command(r: Request) -> Answer:
    """灵敏度 谨慎|平衡|灵敏|默认 [群名]: how readily a group's messages count as complaints."""
    ours = r.ctx.settings.detection.readiness
    codes: dict[str, Sensitivity | None] = {name: code for code, name in catalogue()["sensitivities"].items()}
    codes["默认"] = None
    if r.words["how"] not in codes:
        lines = [f"{g.name}：{say(f'sensitivities.{g.sensitivity or ours}')}" for g in r.led]
        return say("leader.sensitivity_how", groups="\n".join(lines))
    group = _named(r)
    if group is None:
        return say("leader.sensitivity_which", how=r.words["how"], groups="\n".join(g.name for g in r.led))
    code = codes[r.words["how"]]
    groups.set_sensitivity(r.conn, group.id, code)
    return say("leader.sensitivity_set", group=group.name, words=in_words(code or ours))


def register_how(r: Request) -> Answer:
    return say("leader.register_how")


def help_command(r: Request) -> Answer:
    return say("leader.help")


def more_help(r: Request) -> Answer:
    """更多: what can be done with a case besides."""
    return "\n".join(say(key) for key in ("leader.help_more", "leader.help_settings", "order.help", "voice.help"))


_HELP = re.compile(r"^(?:帮助|幫助|help|菜单|[?？])$", re.IGNORECASE)
_NUMBER = r"\s*(?:售后单|[#＃])?\s*(?P<number>\d+)?"
_TEXT = r"[\s:：,，]*(?P<text>.*)$"

COMMANDS: tuple[tuple[re.Pattern[str], Command], ...] = (
    (re.compile(r"^(?:待办|待辦)\s*(?P<page>\d{0,3})$"), todo),
    (re.compile(r"^(?:待审|待審)$"), list_reviews),
    (re.compile(r"^(?P<no>不)?是\s*[RrＲ](?P<review>\d{1,9})$"), answer_review),
    (re.compile(rf"^不是投[诉訴]{_NUMBER}$"), undo_command),
    (re.compile(rf"^看{_NUMBER}$"), look),
    (re.compile(rf"^照[发發]{_NUMBER}$"), send_anyway),
    (re.compile(rf"^[发發]{_NUMBER}$"), send_command),
    (re.compile(rf"^[回](?:[复覆])?{_NUMBER}{_TEXT}", re.DOTALL), reply_command),
    (re.compile(rf"^[结結](?:[单單])?{_NUMBER}{_TEXT}", re.DOTALL), resolve_command),
    (re.compile(r"^模式\s*(?P<mode>\S*)\s*(?P<group>.*)$"), mode_command),
    (re.compile(r"^(?:灵敏度|靈敏度)\s*(?P<how>\S*)\s*(?P<group>.*)$"), sensitivity_command),
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
