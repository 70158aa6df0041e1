"""A leader's commands about incidents (批次 …) and about how heated a group is (温度)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.case import Case
from bot.domain.chat import Button
from bot.domain.incident import Incident
from bot.domain.money_words import sum_words
from bot.domain.offer_words import price_in
from bot.domain.text import excerpt, keep
from bot.replies import say
from bot.storage import cases, groups, incidents, promises
from handlers import speak, zones
from handlers.compensation.offers import NotPossible
from handlers.incidents import temperature
from handlers.incidents import work as work
from handlers.incidents.decision import decide, numbers_words
from handlers.incidents.notices import voice_lines
from handlers.incidents.price import set_price
from handlers.incidents.work import CannotDo, View
from handlers.promises import together
from handlers.request import Answer, Command, Request

SHOWN = 20
"""So many of an incident's cases are shown at once."""
MAX_CASES = 50


def incident_command(r: Request) -> Answer:
    """批次 …: the list, one incident, or what is to be done with it."""
    try:
        return _carry_out(r)
    except CannotDo as e:
        return say(f"incident.answers.{e}", number=r.words["number"])


def _carry_out(r: Request) -> Answer:
    what = r.words["what"]
    if what == "建":
        return _start(r)
    if (not what and r.words["text"]) or (what and not r.words["number"]):
        return say("incident.answers.how")
    if not r.words["number"]:
        return overview(r)
    incident = named(r, r.words["number"])
    if incident is None:
        raise CannotDo("no_such")
    return ACTIONS[what](r, incident) if what else show(r, incident)


def named(r: Request, number: str) -> Incident | None:
    """The incident with that number, if this leader may work it."""
    found = incidents.get(r.conn, int(number)) if number.isdecimal() and len(number) <= 9 else None
    return found if found and found.group in {g.id for g in r.led} else None


def overview(r: Request) -> Answer:
    """批次: the open ones, newest first."""
    found = work.overview(r.conn, [g.id for g in r.led])
    if not found:
        return say("incident.answers.none")
    return "\n".join([say("incident.answers.header", count=len(found)), *(_line(v) for v in found[:SHOWN])])


def _line(view: View) -> str:
    return say("incident.answers.line", **_words(view))


def _words(view: View) -> dict[str, Any]:
    return {
        "number": view.incident.number,
        "group": view.group.name,
        "title": view.incident.title,
        "state": say(f"incident.states.{view.incident.state}"),
        "count": len({c.member_id for c in view.cases}),
        "done": view.done,
    }


def show(r: Request, incident: Incident) -> Answer:
    """批次 3: who, in which words, how far each case is."""
    view = work.view(r.conn, incident)
    lines = [say("incident.answers.head", **_words(view))]
    lines += [say("incident.answers.case", **speak.describe(case, view.group)) for case in view.cases[-SHOWN:]]
    if len(view.cases) > SHOWN:
        lines.append(say("incident.answers.older", count=len(view.cases) - SHOWN))
    if view.draft is not None:
        lines.append(say("incident.leader.draft", number=incident.number, draft=view.draft))
    speak.answer(r.ctx, r.conn, r.event, "\n".join(lines), buttons=_send_button(incident) if view.draft else ())
    return None


def _send_button(incident: Incident) -> tuple[Button, ...]:
    return (Button(say("incident.buttons.send"), data=f"incidentsend:{incident.number}"),)


def _start(r: Request) -> Answer:
    """批次 建 草莓 12 13: a person says that these cases are one matter."""
    numbers = [int(n) for n in re.findall(r"(?<!\d)\d{1,9}(?!\d)", r.words["text"])][:MAX_CASES]
    title = keep(re.sub(r"[\d\s,，、#＃]+", " ", r.words["text"])).strip()
    first = cases.get(r.conn, numbers[0]) if numbers else None
    if first is None or first.group not in {g.id for g in r.led}:
        raise CannotDo("how_start" if not numbers else "no_such_case")
    incident = work.start(r.ctx, r.conn, groups.get(r.conn, first.group), title, numbers, r.by)
    words: dict[str, Any] = {
        "number": incident.number,
        "title": incident.title,
        "voices": voice_lines(r.conn, incident),
    }
    return say("incident.answers.started", **words)


def _decide(r: Request, incident: Incident) -> Answer:
    """批次 3 方案 退一半 明天: one decision for all; without words the one made before, for those who came later."""
    try:
        found = decide(r.ctx, r.conn, incident, r.words["text"], r.by)
    except NotPossible as e:
        return str(e)
    lines = []
    if found.offered:
        lines.append(say("incident.answers.decided", number=incident.number, count=len(found.offered)))
    if found.waiting:
        lines.append(say("incident.answers.decided_waits", cases=numbers_words(found.waiting)))
    lines += [say("incident.answers.left_out", cases=numbers_words(n), why=why) for n, why in found.reasons[:5]]
    return "\n".join(lines) or say("incident.answers.nothing_to_decide", number=incident.number)


def _price(r: Request, incident: Incident) -> Answer:
    """批次 3 价 29.9: what the goods cost, for every case that does not know it."""
    fen = price_in(r.words["text"])
    if fen is None:
        raise CannotDo("price_how")
    count = set_price(r.ctx, r.conn, incident, fen, r.words["text"], r.by)
    return say("incident.answers.price_set", number=incident.number, price=sum_words(fen), count=count)


def _post(r: Request, incident: Incident) -> Answer:
    """批次 3 公告 [words]: a progress post in our words or the leader's own; it goes out after one more tap."""
    own = r.words["text"]
    text = own or work.progress(r.conn, incident)
    drafted = work.draft_post(r.ctx, r.conn, incident, text)
    lines = [say("incident.answers.drafted", number=incident.number, draft=text), *drafted.words()]
    if drafted.findings:
        findings = "\n".join(f"“{f.excerpt}”：{f.why}" for f in drafted.findings)
        lines.insert(0, say("incident.answers.tone", findings=findings))
    speak.answer(r.ctx, r.conn, r.event, "\n".join(lines), buttons=_send_button(incident))
    return None


def _send(r: Request, incident: Incident) -> Answer:
    """批次 3 发: what waits for the leader's yes goes out."""
    minutes = work.send_draft(r.ctx, r.conn, incident, r.by)
    if minutes is None:
        return say("incident.answers.nothing_waits", number=incident.number)
    key = "sending_later" if minutes else "sending"
    return say(f"incident.answers.{key}", number=incident.number, minutes=minutes)


def _fulfil(r: Request, incident: Incident) -> Answer:
    """批次 3 兑 转账单号…: what its voices were promised is done, with one proof for all."""
    promises.lock_all(r.conn)
    found = promises.of_incident(r.conn, incident.number)
    if not found:
        return say("promise.several.none_of_incident", number=incident.number)
    text = r.words["text"]
    of_all = together.every(text)
    command = say("promise.several.of_incident", number=incident.number)
    return together.note_all(r, found, None, text if of_all is None else of_all, command)


def _close(r: Request, incident: Incident) -> Answer:
    """批次 3 结: nothing more joins; a summary for the group waits as a draft."""
    closed, draft, drafted = work.close(r.ctx, r.conn, incident, r.by)
    words: dict[str, Any] = {
        "number": closed.number,
        "draft": draft,
        "open": sum(c.is_open for c in work.view(r.conn, closed).cases),
    }
    key = "closed_open" if words["open"] else "closed"
    lines = [say(f"incident.answers.{key}", **words), *drafted.words()]
    speak.answer(r.ctx, r.conn, r.event, "\n".join(lines), buttons=_send_button(closed))
    return None


def _dissolve(r: Request, incident: Incident) -> Answer:
    """批次 3 散: it is not one matter."""
    work.dissolve(r.ctx, r.conn, incident, r.by)
    return say("incident.answers.dissolved", number=incident.number)


def _merge(r: Request, incident: Incident) -> Answer:
    """批次 3 并 4: the cases of 3 go on in 4."""
    into = named(r, r.words["text"].lstrip("#＃ "))
    if into is None:
        raise CannotDo("no_such_other")
    merged = work.merge(r.ctx, r.conn, incident, into, r.by)
    count = incidents.count_members(r.conn, merged.number)
    return say("incident.answers.merged", number=incident.number, into=merged.number, count=count)


def _add(r: Request, incident: Incident) -> Answer:
    """批次 3 加 15: one more case belongs to it."""
    work.add_case(r.ctx, r.conn, incident, _case(r), r.by)
    return say("incident.answers.added", number=incident.number, case=r.words["text"])


def _remove(r: Request, incident: Incident) -> Answer:
    """批次 3 减 15: that case is a matter of its own."""
    work.remove_case(r.ctx, r.conn, incident, _case(r), r.by)
    return say("incident.answers.removed", number=incident.number, case=r.words["text"])


def _case(r: Request) -> Case:
    text = r.words["text"].lstrip("#＃ ")
    found = cases.get(r.conn, int(text), for_update=True) if text.isdecimal() and len(text) <= 9 else None
    if found is None:
        raise CannotDo("no_such_case")
    return found


def temperature_command(r: Request) -> Answer:
    """温度: how heated each of the leader's groups is, now and over the day."""
    return "\n".join(_warmth(r, group) for group in r.led)


def _warmth(r: Request, group: groups.Group) -> str:
    now = temperature.reading(r.ctx, r.conn, group)
    hours = [t for t in temperature.over_day(r.ctx, r.conn, group) if t.said or t.left]
    zone = zones.zone_of(r.ctx, group)
    line = " ".join(say("temperature.hour", hour=f"{t.at.astimezone(zone):%H:%M}", degrees=t.degrees) for t in hours)
    minutes = f"{r.ctx.settings.temperature.window_min:g}"
    words: dict[str, Any] = {"group": excerpt(group.name, 20), "degrees": now.degrees, "minutes": minutes}
    words |= {"said": now.said, "unhappy": now.unhappy, "left": now.left}
    return say("temperature.now", **words) + (f"\n{line}" if line else "")


Action = Callable[[Request, Incident], Answer]

ACTIONS: Mapping[str, Action] = {
    "方案": _decide,
    "价": _price,
    "公告": _post,
    "发": _send,
    "兑现": _fulfil,
    "兑": _fulfil,
    "兌": _fulfil,
    "结": _close,
    "散": _dissolve,
    "并": _merge,
    "加": _add,
    "减": _remove,
}
"""What can be done with one incident, by the word after its number."""

_WORDS = "|".join([*ACTIONS, "建"])

COMMANDS: tuple[tuple[re.Pattern[str], Command], ...] = (
    (
        re.compile(
            rf"^批次\s*[#＃]?\s*(?P<number>\d{{1,9}})?\s*(?P<what>{_WORDS})?[\s:：,，]*(?P<text>.*)$", re.DOTALL
        ),
        incident_command,
    ),
    (re.compile(r"^(?:群温度|温度)$"), temperature_command),
)
