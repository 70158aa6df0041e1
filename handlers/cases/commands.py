"""A leader's commands about the life of a case: 因, 标, 记, 转, 缓, 并入, 拆, 重开."""

from __future__ import annotations

import re
from typing import Any

from bot.domain.case import Case, Cause
from bot.domain.text import excerpt, safe_name
from bot.domain.when_words import moment_in
from bot.replies import say
from bot.storage import cases, groups
from handlers import speak, zones
from handlers.cases import lessons
from handlers.cases import life as case_life
from handlers.cases.closing import set_cause, take_up_again
from handlers.cases.held import hold
from handlers.promises import done
from handlers.promises.hearing import hear
from handlers.request import TEXT, Answer, Command, Request, no_such_case

MAX_TAG = 12
_CAUSES: dict[str, Cause] = {
    "快递": "courier", "物流": "courier", "配送": "courier", "我们": "seller", "商家": "seller", "卖家": "seller",
    "供应商": "seller", "群友": "member", "客户": "member", "团员": "member",
}  # fmt: skip


def cause_command(r: Request) -> Answer:
    """因 12 快递|我们|群友: whose doing it was; a case that waited for this closes.

    因 12 快递 以后改用泡沫箱: the member hears these words in place of ours.
    """
    case = r.case()
    if case is None:
        return no_such_case(r, "因")
    named, line = _cause_and_line(r.words["text"])
    cause = _CAUSES.get(named)
    if cause is None:
        return say("leader.ask_cause", number=case.number)
    if len(line) > lessons.LONGEST:
        return say("leader.lesson_long", most=lessons.LONGEST, number=case.number, cause=named)
    findings = lessons.findings_in(line, case) if line and cause != "member" else ()
    command = f"因 {case.number} {named}"
    return hold(r, case, "cause", line, findings, command, cause=cause) or give_cause(r, case, cause, line)


def _cause_and_line(text: str) -> tuple[str, str]:
    named, *rest = re.split(r"[\s,，:：。;；]+", text, maxsplit=1)
    return named, rest[0].strip() if rest else ""


def give_cause(r: Request, case: Case, cause: Cause, line: str) -> Answer:
    """The cause is kept, and the leader hears what was said of it, or is to be."""
    over = case.needs_cause or case.untold
    case = set_cause(r.ctx, r.conn, case, cause, r.by, line)
    words: dict[str, Any] = {"number": case.number, "cause": say(f"causes.{cause}")}
    said = say("leader.cause_closed" if over else "leader.cause_kept", **words)
    if not line:
        return _with_lesson(r, case, said)
    became = "member" if cause == "member" else lessons.fate(r.ctx, r.conn, case)
    if became != "told":
        words = {"number": case.number, "member": safe_name(case.member_name), "text": line}
        said += "\n" + say(f"leader.lesson_{became}", **words)
    speak.answer(r.ctx, r.conn, r.event, _with_lesson(r, case, said), case=case.number)
    if became in ("told", "later"):
        hear(r.ctx, r.conn, case, line, r.by, r.key, general=True)
    return None


def _with_lesson(r: Request, case: Case, said: str) -> str:
    """An answer, with what the member has just been told of the cause."""
    told = lessons.told_now(r.ctx, r.conn, case)
    if not told:
        return said
    words: dict[str, Any] = {"member": safe_name(case.member_name), "text": told}
    later = speak.held_until(r.ctx, r.conn, lessons.post_key(case))
    key = "leader.lesson_told_at" if later else "leader.lesson_told"
    return said + "\n" + say(key, time=later, **words)


def tag_command(r: Request) -> Answer:
    """标 12 期望落差: a tag; once more takes it off."""
    case = r.case()
    if case is None:
        return no_such_case(r, "标")
    name = r.words["text"].lstrip("#＃ ")
    if not name or len(name) > MAX_TAG or "\n" in name:
        return say("leader.need_tag", number=case.number, most=MAX_TAG)
    became = case_life.tag(r.ctx, r.conn, case, name, r.by)
    return _with_lesson(r, case, say(f"leader.{became}", number=case.number, tag=name))


def note_command(r: Request) -> Answer:
    """记 12 …: an internal note."""
    case = r.case()
    if case is None:
        return no_such_case(r, "记")
    if not r.words["text"]:
        return say("leader.need_note", number=case.number)
    case_life.note(r.ctx, r.conn, case, r.words["text"], r.by)
    return say("leader.noted", number=case.number)


def assign_command(r: Request) -> Answer:
    """转 12 @小美: hands the case over to a leader or admin of the group; 转了 tells what was paid."""
    if done.hear_in_private(r.ctx, r.conn, r.event, r.led, r.event.text):
        return None
    case = r.case()
    if case is None:
        return no_such_case(r, "转")
    found = case_life.staff_named(r.conn, case, r.words["text"], r.event.member_id)
    if len(found) != 1:
        group = {g.id: g for g in r.led}[case.group]
        names = "、".join(case_life.name_of(r.conn, case, m) for m in groups.staff_of(r.conn, case.group))
        return say("leader.assign_whom", number=case.number, group=group.name, names=names)
    case_life.reassign(r.ctx, r.conn, case, found[0], r.by, r.key)
    return say("leader.assigned", number=case.number, who=case_life.name_of(r.conn, case, found[0]))


def snooze_command(r: Request) -> Answer:
    """缓 12 明天上午: no notices until then; 缓 12 取消 ends it."""
    case = r.case()
    if case is None:
        return no_such_case(r, "缓")
    if not case.is_open:
        return say("leader.already_ended", number=case.number, state=say(f"states.{case.state}"))
    if r.words["text"] in ("取消", "不缓了"):
        case_life.snooze(r.ctx, r.conn, case, None, r.by)
        return say("leader.woken", number=case.number)
    until = moment_in(r.words["text"], zones.local_now(r.ctx, groups.get(r.conn, case.group)))
    if until is None or (until - r.ctx.now()).days >= 31:
        return say("leader.snooze_when", number=case.number)
    case_life.snooze(r.ctx, r.conn, case, until, r.by)
    return say("leader.snoozed", number=case.number, time=f"{until:%m-%d %H:%M}")


def merge_command(r: Request) -> Answer:
    """售后单 12 并入 10."""
    numbers = sorted({int(r.words[k]) for k in ("number", "into") if len(r.words[k]) <= 9})
    for number in numbers:  # locked in one order, whoever merges what
        cases.get(r.conn, number, for_update=True)
    case = r.case()
    named, r.words["number"] = r.words["number"], r.words["into"]
    into = r.case()
    if case is None or into is None:
        return say("leader.no_such_case", number=named if case is None else r.words["into"])
    words: dict[str, Any] = {"number": case.number, "into": into.number}
    if case.number == into.number:
        return say("leader.merge_same", into=into.number)
    if case.group != into.group or case.platform != into.platform:
        return say("leader.merge_apart", **words)
    if into.settled:
        return say("leader.merge_into_ended", **words)
    case_life.merge(r.ctx, r.conn, case, into, r.by)
    return say("leader.merged", **words)


def split_command(r: Request) -> Answer:
    """拆 12 lists the member's messages; 拆 12 2 3 makes these a case of their own."""
    case = r.case()
    if case is None:
        return no_such_case(r, "拆")
    said = case_life.messages_of_member(r.conn, case)
    chosen = [int(n) for n in re.findall(r"\d+", r.words["text"]) if len(n) <= 4]
    if not chosen or not all(1 <= n <= len(said) for n in chosen) or len(set(chosen)) >= len(said):
        shown = list(enumerate(said, 1))[-20:]
        lines = [f"{n}. {excerpt(m.text, 40) or say('leader.only_image')}" for n, m in shown]
        return "\n".join([say("leader.split_which", number=case.number), *lines])
    made = case_life.split(r.ctx, r.conn, case, [said[n - 1] for n in sorted(set(chosen))], r.by)
    if made is None:
        return say("leader.split_exists", number=case.number, member=safe_name(case.member_name))
    return say("leader.split_done", number=case.number, made=made.number)


def reopen_command(r: Request) -> Answer:
    """重开 12 原因: an ended case is worked on again."""
    case = r.case()
    if case is None:
        return no_such_case(r, "重开")
    if case.is_open:
        return say("leader.still_open", number=case.number, state=say(f"states.{case.state}"))
    if take_up_again(r.ctx, r.conn, case, r.words["text"], r.by) is None:
        return say("leader.reopen_not", number=case.number, member=safe_name(case.member_name))
    return say("leader.taken_up_again", number=case.number)


_NUMBER = r"\s*(?:售后单|[#＃])?\s*(?P<number>\d+)"
_INTO = _NUMBER.replace("number", "into")

COMMANDS: tuple[tuple[re.Pattern[str], Command], ...] = (
    (re.compile(rf"^(?:售后单|售後單)?\s*(?P<number>\d+)\s*[并併]入{_INTO}$"), merge_command),
    (re.compile(rf"^因(?:{_NUMBER})?{TEXT}", re.DOTALL), cause_command),
    (re.compile(rf"^[标標](?:{_NUMBER})?{TEXT}", re.DOTALL), tag_command),
    (re.compile(rf"^[记記](?:{_NUMBER})?{TEXT}", re.DOTALL), note_command),
    (re.compile(rf"^[转轉](?:{_NUMBER})?{TEXT}"), assign_command),
    (re.compile(rf"^[缓緩](?:{_NUMBER})?{TEXT}"), snooze_command),
    (re.compile(rf"^拆(?:{_NUMBER})?{TEXT}"), split_command),
    (re.compile(rf"^重[开開](?:{_NUMBER})?{TEXT}", re.DOTALL), reopen_command),
)
"""What a leader may say about the life of a case."""
