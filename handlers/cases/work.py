"""What can be done with a case. Commands, buttons and the console call these; nothing else changes a case."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.case import Case, State
from bot.domain.chat import Button
from bot.domain.text import safe_name
from bot.domain.tone import ToneFinding, check_tone
from bot.ports import Context
from bot.replies import say
from bot.storage import bursts, cases, groups, messages, outbox, reviews
from bot.storage.cases import NewCase
from bot.storage.groups import Group
from bot.storage.messages import Message
from bot.storage.reviews import Correction
from handlers import speak
from handlers.cases import clocks, same_person, unsaid
from handlers.cases.closing import close
from handlers.cases.life import merge
from handlers.cases.shown import beside_red, hangs
from handlers.cases.timeline import BOT as BOT
from handlers.cases.timeline import CLOCK as CLOCK
from handlers.cases.timeline import Actor as Actor
from handlers.cases.timeline import record as record
from handlers.compensation.turned_red import turn_red
from handlers.incidents import life as incidents
from handlers.incidents import posts as incident_posts
from handlers.orders import says as order_says
from handlers.orders.linking import look_for
from handlers.voices import hearing

TALKED_ABOUT = ("open", "contacted", "waiting_us")
"""States in which the leader's words leave the case waiting for the member; what was offered or promised stands."""


def open_case(
    ctx: Context,
    conn: Connection,
    new: NewCase,
    group: Group,
    *,
    me_too: bool = False,
    answered_by: Message | None = None,
    public: bool = True,
    missed: bool = False,
    about: speak.About | None = None,
) -> Case | None:
    """Open a case, apologise by the group's mode, open the private chat, tell the leaders.

    `answered_by` is the leader's own answer in the group, where there is one: then nothing more is posted. `public` is
    False for a complaint that came in private. `missed`: the member told us before and nobody answered; then the first
    words to them say so. None when this member has an open case for these goods.
    """
    case = cases.add(conn, new)
    if case is None:
        return None
    member = Actor("member", new.member_name, new.member_id)
    record(ctx, conn, case.number, member, "opened", new.quote, category=new.category, severity=new.severity)
    case = look_for(ctx, conn, case)
    draft = ""
    incident = incidents.join(ctx, conn, case, group, me_too=me_too, public=public and answered_by is None)
    case = cases.get(conn, case.number) or case  # it may have its incident's price now
    if answered_by is not None:
        case = leader_answered(ctx, conn, case, answered_by)
    elif group.mode != "watch" and public:
        if incident is None:
            draft = speak.post_apology(
                ctx, conn, case, group, me_too=me_too, why="missed" if missed else None, about=about
            )
        speak.open_in_private(ctx, conn, case, group, missed=missed and incident is not None)
    if (group.mode != "watch" and incident is None) or case.red:
        tell_leaders_of_new(ctx, conn, case, group, draft if group.mode == "assist" else "")
    return case


def tell_leaders_of_new(ctx: Context, conn: Connection, case: Case, group: Group, draft: str) -> None:
    """The first notice of a case, with the draft to be approved in assist mode."""
    words = speak.describe(case, group)
    key = f"leader.{speak.red_wording(case)}" if case.red else "leader.new_case"
    if draft:
        key += "_draft"
        words["draft"] = draft
    buttons = [Button(say(f"buttons.{what}"), data=f"{what}:{case.number}") for what in ("look", "undo")]
    if draft:
        buttons.insert(0, Button(say("buttons.send"), data=f"send:{case.number}"))
    text = say(key, **words) + order_says.for_leaders(ctx, conn, case) + same_person.for_leaders(conn, case)
    text += beside_red(conn, case) if case.red else ""
    speak.to_leaders(ctx, conn, group, text, f"new:{case.number}", case=case.number, buttons=buttons)


def leader_answered(ctx: Context, conn: Connection, case: Case, message: Message) -> Case:
    """The leader spoke to the member in the group: the first response, and our pending words are taken back."""
    messages.change(conn, [message.id], case=case.number)
    actor = Actor("group_leader", message.member_name, message.member_id)
    record(ctx, conn, case.number, actor, "leader_answered", message.text, message=message.message_id)
    case = clocks.answered(conn, case)
    if case.first_response_at is not None:
        return case
    outbox.cancel(conn, case.number, (speak.APOLOGY, speak.OPENING))
    incident_posts.answered(conn, case)
    return cases.change(
        conn,
        case,
        state="contacted" if case.state == "open" else None,
        first_response_at=message.at,
        first_response_by="group_leader",
    )


def add_evidence(
    ctx: Context, conn: Connection, case: Case, said: list[Message], *, severity: int = 0, red: str | None = None
) -> Case:
    """Further messages of the member about the same thing join the timeline; what got worse is taken over."""
    messages.change(conn, [m.id for m in said], case=case.number)
    for m in said:
        actor = Actor("member", m.member_name, m.member_id)
        pictures = len(m.images)
        record(ctx, conn, case.number, actor, "group_message", m.text, message=m.message_id, images=pictures)
    severity = max(severity, case.severity)
    if said and said[-1].member_name != case.member_name:
        case = cases.change(conn, case, member_name=said[-1].member_name)
    if red and not case.red:
        case = turn_red(ctx, conn, case, red, severity)
        outbox.cancel(conn, case.number, (speak.OPENING,))
        tell_leaders_of_new_red(ctx, conn, case)
        return case
    return cases.change(conn, case, severity=severity)


def tell_leaders_of_new_red(ctx: Context, conn: Connection, case: Case) -> None:
    """A case has become one that the leader must take over at once."""
    group = groups.get(conn, case.group)
    text = say(f"leader.{speak.red_wording(case)}", **speak.describe(case, group)) + beside_red(conn, case)
    speak.to_leaders(ctx, conn, group, text, f"red:{case.number}", case=case.number)


def name_goods(ctx: Context, conn: Connection, case: Case, goods: str, key: str) -> Case:
    """The member has now named the goods: the case joins the matter of these goods, or goes on as the case that the
    member has open for them already. Returns the case that goes on."""
    other = cases.open_case(conn, case.group, case.member_id, key)
    if other is None:
        case = look_for(ctx, conn, cases.change(conn, case, goods=goods, goods_key=key))
        incidents.regroup(ctx, conn, case, groups.get(conn, case.group))
        return cases.get(conn, case.number) or case
    into = cases.get(conn, other.number, for_update=True)
    if into is None or into.number == case.number or into.settled:
        return case
    incidents.leave(ctx, conn, case)
    into = merge(ctx, conn, cases.get(conn, case.number) or case, into, BOT)
    group = groups.get(conn, case.group)
    words: dict[str, Any] = {"number": case.number, "into": into.number, "goods": goods}
    words["member"] = safe_name(case.member_name)
    speak.to_leaders(ctx, conn, group, say("leader.same_goods", **words), f"merged:{case.number}", case=into.number)
    incidents.regroup(ctx, conn, into, group)
    return cases.get(conn, into.number) or into


def tone_findings(text: str, case: Case) -> tuple[ToneFinding, ...]:
    """What in a leader's own words to the case's member may make it worse; money is the leader's own decision."""
    unwell = case.red is not None and case.red != "threat"
    return check_tone(text, kind="private", author="group_leader", member=case.member_name, unwell=unwell)


def reply(ctx: Context, conn: Connection, case: Case, text: str, by: Actor, key: str) -> Case:
    """The leader's words go to the member in private, and from now on the bot asks nothing in between.

    `key` makes the same command count once.
    """
    unsaid.replace(ctx, conn, case, by, key)
    clocks.say_missed(ctx, conn, case, key)
    record(ctx, conn, case.number, by, "reply", text)
    speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, text, f"reply:{case.number}:{key}", author="group_leader")
    outbox.cancel(conn, case.number, (speak.OPENING,))
    case = clocks.answered(conn, case)
    now = ctx.now()
    changes = {} if case.first_response_at else {"first_response_at": now, "first_response_by": "group_leader"}
    state: State | None = "waiting_member" if case.state in TALKED_ABOUT else None
    return cases.change(conn, case, state=state, intake={**case.intake, "person": True}, **changes)


def undo(ctx: Context, conn: Connection, case: Case, by: Actor) -> tuple[Case, str]:
    """It was no complaint: take back what we said, close without a word, and keep the correction. Of a card that the
    group sees the leaders decide.

    Returns the case and what became of the public post: `none`, `withdrawn` (a deletion is queued), `kept`, or
    `together`: the group read about it in a post about several.
    """
    for m in messages.of_case(conn, case.number):
        if m.role == "member":
            messages.change(conn, [m.id], complaint=False)
    post = outbox.find(conn, f"{speak.APOLOGY}:{case.number}")
    together = incident_posts.told_of(conn, case)
    incidents.leave(ctx, conn, case)
    unsaid.forget(ctx, conn, case, by)
    outbox.cancel(conn, case.number, (speak.APOLOGY, speak.OPENING))
    became = "together" if together else "none"
    if post is not None and post.state in ("sending", "sent", "unconfirmed"):
        limit = speak.capabilities(ctx, case.platform).delete_own_s
        sent = post.sent_at or ctx.now()
        young = limit is not None and (ctx.now() - sent).total_seconds() < limit
        became = "withdrawn" if young and post.sent_message_id else "kept"
        if became == "withdrawn":
            outbox.withdraw(conn, post, ctx.now())
    opening = messages.find(conn, case.group, case.opened_by_message) if case.opened_by_message else None
    keep_correction(ctx, conn, case.group, case.quote, opening, by, source="undo", complaint=False)
    record(ctx, conn, case.number, by, "undone", "", post=became)
    hearing.not_meant(conn, case)
    if hangs(conn, case):
        text = say("leader.undone_shown", number=case.number)
        speak.to_leaders(ctx, conn, groups.get(conn, case.group), text, f"undone_shown:{case.number}", case=case.number)
    if case.state != "closed":
        case = close(ctx, conn, case, "undo", quietly=True)
    return case, became


def keep_correction(
    ctx: Context,
    conn: Connection,
    group: int,
    text: str,
    message: Message | None,
    by: Actor,
    *,
    source: str,
    complaint: bool,
) -> None:
    """What a person said about words that were written, in the group as `message`, for the detector to learn from."""
    before = messages.recent(conn, group, 3, before=message.id) if message is not None else []
    reviews.correct(
        conn,
        Correction(
            group=group,
            text=text,
            context=tuple(m.text for m in before),
            was=bursts.get(conn, message.burst).verdict if message is not None and message.burst else None,
            complaint=complaint,
            source=source,
            by=by.member_id or by.name,
            at=ctx.now(),
        ),
    )


def send_draft(ctx: Context, conn: Connection, case: Case, by: Actor) -> int:
    """The leader lets the drafts of a case go out (or one that failed or stayed unconfirmed, again); how many."""
    sent = outbox.approve(conn, case.number, ctx.now())
    if sent:
        record(ctx, conn, case.number, by, "approved")
    return sent


def register(
    ctx: Context, conn: Connection, new: NewCase, group: Group, by: Actor, said: list[Message], *,
    missed: bool = False, public: bool = True,
) -> tuple[Case, bool]:  # fmt: skip
    """The leader says that these messages are a complaint: a case like any other, or more for the one that the member
    has open about these goods. Without `public`, for words that were taken back, nothing is said in the group. Returns
    the case and whether it is new."""
    case = open_case(ctx, conn, new, group, missed=missed, public=public)
    if case is not None and not public and group.mode != "watch":
        speak.open_in_private(ctx, conn, case, group, missed=missed)
    if case is None:
        case = cases.open_case(conn, group.id, new.member_id, new.goods_key, for_update=True)
        assert case is not None
        return add_evidence(ctx, conn, case, said, severity=new.severity), False
    record(ctx, conn, case.number, by, "registered", new.quote)
    messages.change(conn, [m.id for m in said], case=case.number)
    hearing.meant(conn, case, said)
    return case, True
