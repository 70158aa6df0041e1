"""What a leader or admin does with a case besides talking and closing: merge, split, hand over, snooze, note, tag.

Commands and the console call these. `seen` is the state that the person saw: when somebody else has moved the case
meanwhile, Meanwhile is raised with a sentence, and nothing is changed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from bot.detection.goods import find_goods, goods_key
from bot.domain.case import Case, State
from bot.domain.text import safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, members, messages, offers, outbox
from bot.storage.cases import NewCase
from bot.storage.messages import Direct, Message
from handlers import speak
from handlers.cases import lessons, unsaid
from handlers.cases.closing import check_seen, close
from handlers.cases.timeline import Actor, record
from handlers.compensation import said_price
from handlers.compensation.turned_red import take_back_offer
from handlers.incidents import life as incidents
from handlers.orders.linking import look_for

MAX_TAGS = 8
Said = Message | Direct


def merge(ctx: Context, conn: Connection, case: Case, into: Case, by: Actor, *, seen: State | None = None) -> Case:
    """`case` goes on as `into`, with its messages, timeline, offers and promises; its waiting words stay unsaid.

    Returns `into`. The caller has seen to it that both are of one group, differ, and `into` is not over.
    """
    check_seen(ctx, conn, case, seen)
    unsaid.forget(ctx, conn, case, by)
    outbox.cancel(conn, case.number, (speak.APOLOGY, speak.OPENING, "news"))
    severity = max(case.severity, into.severity)
    was_red = into.red is not None
    into = cases.change(
        conn,
        into,
        severity=severity,
        red=into.red or case.red,
        goods=into.goods or case.goods,
        order=into.order or case.order,
        intake={**case.intake, **into.intake, "prices_said": said_price.both(into, case)},
        first_response_at=min(filter(None, (case.first_response_at, into.first_response_at)), default=None),
        first_response_by=into.first_response_by or case.first_response_by,
        first_contact_at=min(filter(None, (case.first_contact_at, into.first_contact_at)), default=None),
        answer_due_at=min(filter(None, (case.answer_due_at, into.answer_due_at)), default=None),
        tags=list(dict.fromkeys((*into.tags, *case.tags))),
    )
    record(ctx, conn, case.number, by, "merged_into", str(into.number), into=into.number)
    case = close(ctx, conn, case, "merged", quietly=True)
    offers.keep_one(conn, case.number, into.number)
    knew_less = _offer_of(conn, into, red=was_red) or _offer_of(conn, case, red=case.red is not None)
    cases.point_to(conn, case, into)
    record(ctx, conn, into.number, by, "merged", str(case.number), merged=case.number)
    return take_back_offer(ctx, conn, into) if into.red and knew_less else into


def _offer_of(conn: Connection, case: Case, *, red: bool) -> bool:
    """Whether something is offered in the case that was not red."""
    return not red and offers.live(conn, case.number) is not None


def messages_of_member(conn: Connection, case: Case) -> list[Said]:
    """What the member wrote about a case, in the group and in private, oldest first."""
    public = [m for m in messages.of_case(conn, case.number) if m.role == "member"]
    private = [m for m in messages.conversation(conn, case.number) if m.direction == "in"]
    return sorted([*public, *private], key=lambda m: (m.at, m.id))


def split(
    ctx: Context, conn: Connection, case: Case, said: list[Said], by: Actor, *, seen: State | None = None
) -> Case | None:
    """These messages of a case become a case of their own; the member hears nothing of it.

    None when the member has a case open about these goods, which the messages should rather join.
    """
    check_seen(ctx, conn, case, seen)
    text = "，".join(m.text for m in said if m.text)
    found = find_goods(text)
    first = said[0]
    new = NewCase(
        group=case.group,
        platform=case.platform,
        member_id=case.member_id,
        member_name=case.member_name,
        category=case.category,
        severity=case.severity,
        quote=text,
        opened_at=ctx.now(),
        goods=found[0] if found else None,
        goods_key=goods_key(found[0]) if found else f"{case.number}/{first.id}",
        red=case.red,
        opened_by_message=first.message_id if isinstance(first, Message) else None,
    )
    made = cases.add(conn, new)
    if made is None:
        return None
    made = cases.change(
        conn,
        made,
        state="waiting_us",
        first_response_at=case.first_response_at,
        first_response_by=case.first_response_by,
        first_contact_at=case.first_contact_at,
        assignee=case.assignee,
    )
    made = look_for(ctx, conn, made)
    messages.change(conn, [m.id for m in said if isinstance(m, Message)], case=made.number)
    messages.change_direct(conn, [m.id for m in said if isinstance(m, Direct)], case=made.number)
    record(ctx, conn, made.number, by, "split_from", text, origin=case.number)
    record(ctx, conn, case.number, by, "split", str(made.number), made=made.number, messages=len(said))
    if made.goods:
        incidents.regroup(ctx, conn, made, groups.get(conn, made.group))
    return cases.get(conn, made.number)


def staff_named(conn: Connection, case: Case, name: str, me: str | None = None) -> list[str]:
    """The leaders and admins of the case's group whom a name or id may mean; 我 is whoever says it."""
    staff = groups.staff_of(conn, case.group)
    wanted = name.strip().lstrip("@＠").strip()
    if wanted == "我" and me is not None:
        return [me] if me in staff else []
    exact = [m for m in staff if wanted == m or wanted == name_of(conn, case, m)]
    return exact or [m for m in staff if wanted and wanted in name_of(conn, case, m)]


def name_of(conn: Connection, case: Case, member_id: str) -> str:
    known = members.get(conn, case.platform, member_id)
    return safe_name(known.name) if known else member_id


def reassign(
    ctx: Context, conn: Connection, case: Case, to: str, by: Actor, key: str, *, seen: State | None = None
) -> Case:
    """From now on `to`, a leader or admin of the group, works on the case; they are told, unless they took it."""
    check_seen(ctx, conn, case, seen)
    case = cases.change(conn, case, assignee=to)
    record(ctx, conn, case.number, by, "reassigned", name_of(conn, case, to), to=to)
    group = groups.get(conn, case.group)
    if to != by.member_id:
        text = say("leader.assigned_to_you", **speak.describe(case, group), who=by.name)
        speak.to_leaders(ctx, conn, group, text, f"assigned:{case.number}:{key}", case=case.number, only=[to])
    return case


def snooze(
    ctx: Context, conn: Connection, case: Case, until: datetime | None, by: Actor, *, seen: State | None = None
) -> Case:
    """No notices about its clocks until then (None: at once again); what was promised is watched all the same."""
    check_seen(ctx, conn, case, seen)
    case = cases.change(conn, case, snoozed_until=until)
    record(ctx, conn, case.number, by, "snoozed" if until else "woken", until=until.isoformat() if until else None)
    return case


def note(ctx: Context, conn: Connection, case: Case, text: str, by: Actor) -> None:
    """A note for those who work on the case; the member never sees it."""
    record(ctx, conn, case.number, by, "note", text)


def tag(ctx: Context, conn: Connection, case: Case, name: str, by: Actor) -> Literal["tagged", "untagged", "too_many"]:
    """Put a tag on a case; the same tag once more takes it off."""
    if name in case.tags:
        cases.change(conn, case, tags=[t for t in case.tags if t != name])
        record(ctx, conn, case.number, by, "untagged", name)
        return "untagged"
    if len(case.tags) >= MAX_TAGS:
        return "too_many"
    tagged = cases.change(conn, case, tags=[*case.tags, name])
    record(ctx, conn, case.number, by, "tagged", name)
    lessons.tell(ctx, conn, case, tagged)
    return "tagged"
