"""What a leader asks to see of the cases: 待办 (what is not done yet) and 看 12 (one case as a whole)."""

from __future__ import annotations

import re

from bot.domain.case import Case
from bot.domain.text import excerpt, safe_name
from bot.replies import catalogue, say
from bot.storage import cases, groups, images, inbox, messages
from bot.storage.images import Fetch
from handlers import speak, zones
from handlers.cases import clocks
from handlers.cases.life import name_of
from handlers.orders import says as order_says
from handlers.request import NUMBER, Answer, Command, Request, no_such_case
from handlers.spans import age

TODO_SHOWN = 20
TIMELINE_SHOWN = 20
PICTURES_SHOWN = 4


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
        pictures = say("leader.pictures", count=e.data["images"]) if e.data.get("images") else ""
        when = f"{e.at.astimezone(zone):%m-%d %H:%M}"
        lines.append(f"{when} {safe_name(e.actor_name)} {kinds[e.kind]}{said} {pictures}".rstrip())
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
        "leader.look_cause": say(f"causes.{case.cause}") if case.cause in ("courier", "seller") else "",
        "leader.look_cause_member": say("causes.member") if case.cause == "member" else "",
        "leader.look_lesson": excerpt(case.lesson or "", 100),
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


COMMANDS: tuple[tuple[re.Pattern[str], Command], ...] = (
    (re.compile(r"^(?:待办|待辦)\s*(?P<page>\d{0,3})$"), todo),
    (re.compile(rf"^看{NUMBER}$"), look),
)
"""What a leader may ask to see."""
