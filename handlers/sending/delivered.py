"""What follows from a delivery: the case moves on, or somebody else must see to it. Never silent."""

from __future__ import annotations

import logging
from collections.abc import Collection

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.chat import Button, Sent
from bot.domain.text import excerpt, safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, members, messages, outbox
from bot.storage.incidents import incident_of as find_incident
from bot.storage.incidents import posts_of
from bot.storage.messages import Direct, Message
from bot.storage.outbox import Post
from handlers import speak
from handlers.cases import clocks
from handlers.cases.closing import heard
from handlers.cases.work import BOT, record
from handlers.compensation import answers as compensation_answers
from handlers.incidents import posts as incidents
from handlers.incidents.promised import hear_post
from handlers.promises import unread
from handlers.sending import breaker
from handlers.showing import consent as showing_consent
from handlers.showing import posting as showing_posting
from handlers.showing import withdrawal as showing_withdrawal
from handlers.showing.excerpts import CARD, CONSENT
from handlers.voices import asking as voice_asking
from handlers.wordings.speaking import say_in

log = logging.getLogger(__name__)

AGAIN = f"{speak.NOTICE}:again:"


def _case(conn: Connection, post: Post) -> Case | None:
    return cases.get(conn, post.case, for_update=True) if post.case is not None else None


def sent(ctx: Context, conn: Connection, post: Post, receipt: Sent) -> None:
    """The platform took the message."""
    now = ctx.now()
    if post.group is not None:
        message = Message(
            group=post.group, message_id=receipt.message_id or f"outbox:{post.id}", member_id=post.account,
            member_name=BOT.name, role="bot", at=now, text=post.text, case=post.case, topic_id=post.topic_id,
        )  # fmt: skip
        messages.add(conn, message)
    _tell_less(ctx, conn, post, receipt.degraded)
    incidents.post_sent(ctx, conn, post)
    hear_post(ctx, conn, post)
    case = _case(conn, post)
    if case is None or post.purpose == speak.NOTICE:
        return
    if post.member_id is not None and post.member_id == case.member_id:
        direct = Direct(
            platform=post.platform, account=post.account, member_id=post.member_id, direction="out", at=now,
            text=post.text, message_id=receipt.message_id, case=case.number,
        )  # fmt: skip
        messages.add_direct(conn, direct)
        case = clocks.contacted(ctx, conn, case)
    if post.purpose == CARD:
        showing_posting.sent(ctx, conn, case, post)
    elif post.purpose == CONSENT:
        showing_consent.question_sent(ctx, conn, post)
    elif post.purpose == speak.APOLOGY:
        _apology_sent(ctx, conn, case, post)
    elif post.purpose == speak.OPENING:
        record(ctx, conn, case.number, BOT, "opening_sent", post.text)
        if case.state in ("open", "contacted"):
            cases.change(conn, case, state="waiting_us" if case.red else "waiting_member")
    elif post.purpose == speak.TO_CASE_MEMBER:
        by_leader = post.dedupe_key.startswith(("reply:", "resolved:"))  # their words stand in the timeline already
        record(ctx, conn, case.number, BOT, "delivered" if by_leader else "direct_sent", "" if by_leader else post.text)
        unread.let_go(ctx, conn, post)
        if post.dedupe_key.startswith("resolved"):
            heard(ctx, conn, case)


def _tell_less(ctx: Context, conn: Connection, post: Post, degraded: Collection[str]) -> None:
    """A text that was cut, or a mention that is none: the leaders know, of mentions once a case."""
    case = cases.get(conn, post.case) if post.case is not None else None
    number = post.group if post.group is not None else case.group if case is not None else None
    if number is None or post.purpose in breaker.TO_LEADERS:
        return
    group = groups.get(conn, number)
    where = safe_name(case.member_name) if post.group is None and case is not None else group.name
    for what, once in (("text", post.id), ("mention", post.case or post.id)):
        if what in degraded:
            text = say(f"leader.sent_less.{what}", where=where, text=excerpt(post.text, 30))
            speak.to_leaders(ctx, conn, group, text, f"sent_less:{what}:{once}", case=post.case)


def _apology_sent(ctx: Context, conn: Connection, case: Case, post: Post) -> None:
    for found in (case, *cases.beside(conn, case)):
        answered = cases.get(conn, found.number, for_update=True) or found
        record(ctx, conn, answered.number, BOT, "apology_sent", post.text, way=speak.nudge_way(ctx, case.platform))
        if answered.first_response_at is None:
            answered = cases.change(conn, answered, first_response_at=ctx.now(), first_response_by="bot")
        if answered.state == "open":
            cases.change(conn, answered, state="contacted")
    if post.approved_at is not None:
        group = groups.get(conn, case.group)
        text = say("leader.sent", number=case.number)
        speak.to_leaders(ctx, conn, group, text, f"sent:{post.id}:{post.approved_at.isoformat()}", case=case.number)


def unreachable(ctx: Context, conn: Connection, *, post: Post, error: str) -> None:
    """The platform lets nobody write to this person: the way into private stays in the group, else it is a task."""
    if not outbox.finish(conn, post.id, state="failed", held_for=outbox.UNREACHABLE, error=error):
        return
    assert post.member_id is not None
    members.change(conn, post.platform, post.member_id, unreachable_at=ctx.now())
    voice_asking.undelivered(ctx, conn, post)
    case = _case(conn, post)
    if case is None or post.member_id != case.member_id:
        log.warning("%s: a notice does not reach %s: %s", post.platform, post.member_id, error)
        return
    record(ctx, conn, case.number, BOT, "unreachable", "", purpose=post.purpose)
    if post.purpose == CONSENT:
        showing_consent.unreached(ctx, conn, case, post)
        return
    told = compensation_answers.undelivered(ctx, conn, case, post)
    group = groups.get(conn, case.group)
    if post.purpose == speak.OPENING and case.is_open and _link_stands(ctx, conn, case):
        return  # the apology in the group carries the link
    if (post.purpose != speak.OPENING and _point_to_private(ctx, conn, case, post)) or told:
        return
    record(ctx, conn, case.number, BOT, "handed_to_leader")
    text = say("leader.cannot_reach", **speak.describe(case, group))
    speak.to_leaders(ctx, conn, group, text, f"cannot_reach:{post.id}", case=case.number)


def _link_stands(ctx: Context, conn: Connection, case: Case) -> bool:
    """Whether a post in the group leads this member into the private chat, or still will."""
    if speak.nudge_way(ctx, case.platform) not in ("button", "deep_link"):
        return False
    own = outbox.find(conn, f"{speak.APOLOGY}:{case.number}")
    number = find_incident(conn, case.number)
    posts = [*([own] if own else []), *(posts_of(conn, number) if number is not None else [])]
    return any(post.state not in ("failed", "cancelled", "withdrawn") for post in posts)


def _point_to_private(ctx: Context, conn: Connection, case: Case, post: Post) -> bool:
    """Say in the group that there is news, with a button that opens the private chat; whether that was possible."""
    can = speak.capabilities(ctx, case.platform)
    group = groups.get(conn, case.group)
    if not (can.deep_link and can.buttons) or group.mode == "watch" or group.left_at or group.muted:
        return False
    button = Button(say("nudge.button_label"), start=f"case_{case.number}")
    text = say_in(conn, case.group, "private.news", case.number)
    added = outbox.add(
        conn,
        Post(
            dedupe_key=f"news:{post.dedupe_key}", platform=group.platform, account=group.account, group=group.id,
            purpose="news", case=case.number, text=text,
            mention=((case.member_id, case.member_name),), quote_message_id=case.opened_by_message,
            buttons=speak.stored_buttons((button,)), prompted=False,
            state="pending" if group.mode == "auto" else "draft", created_at=ctx.now(), not_before=ctx.now(),
        ),
    )  # fmt: skip
    if added and group.mode != "auto":
        notice = say("leader.news_draft", **speak.describe(case, group), draft=text)
        buttons = [Button(say("buttons.send"), data=f"send:{case.number}")]
        speak.to_leaders(ctx, conn, group, notice, f"news:{post.id}", case=case.number, buttons=buttons)
    return added


def failed(ctx: Context, conn: Connection, *, post: Post, error: str) -> None:
    """The platform refused it for good."""
    if outbox.finish(conn, post.id, state="failed", error=error):
        _tell(ctx, conn, post, "leader.send_failed", error)


def unconfirmed(ctx: Context, conn: Connection, *, post: Post, error: str) -> None:
    """It may have gone out: a person looks, nothing is repeated."""
    if outbox.finish(conn, post.id, state="unconfirmed", error=error):
        _tell(ctx, conn, post, "leader.unconfirmed", error)


def _tell(ctx: Context, conn: Connection, post: Post, key: str, error: str) -> None:
    incidents.post_in_doubt(ctx, conn, post, key.removeprefix("leader."), error)
    case = _case(conn, post)
    if case is None or post.purpose == speak.NOTICE:
        log.warning("a message (%s) to %s %s", post.purpose, post.platform, key.removeprefix("leader."))
        if case is not None and not post.dedupe_key.startswith(AGAIN):
            _point_to_case(ctx, conn, case, post)
        return
    kind = key.removeprefix("leader.")
    record(ctx, conn, case.number, BOT, kind, post.text, purpose=post.purpose)
    group = groups.get(conn, case.group)
    where = group.name if post.group is not None else safe_name(case.member_name)
    text = say(key, number=case.number, group=where, text=excerpt(post.text, 60), reason=excerpt(error, 60))
    speak.to_leaders(ctx, conn, group, text, f"{kind}:{post.id}:{post.attempts}", case=case.number)


def _point_to_case(ctx: Context, conn: Connection, case: Case, post: Post) -> None:
    """A notice may not have reached this leader: one short sentence, once, leads to where its content stands."""
    now = ctx.now()
    text = say("leader.notice_lost", number=case.number)
    outbox.add(
        conn,
        Post(
            dedupe_key=f"{AGAIN}{post.id}", platform=post.platform, account=post.account, member_id=post.member_id,
            purpose=speak.NOTICE, case=case.number, text=text, created_at=now, not_before=now,
        ),
    )  # fmt: skip


def withdrawn(ctx: Context, conn: Connection, *, post: Post, gone: bool) -> None:
    """The platform deleted a post of ours, or refused to."""
    outbox.change(conn, post.id, state="withdrawn" if gone else "sent")
    case = _case(conn, post)
    if case is None:
        return
    if post.purpose == CARD:
        showing_withdrawal.deleted(ctx, conn, case, post, gone=gone)
        return
    record(ctx, conn, case.number, BOT, "withdrawn" if gone else "not_withdrawn")
    group = groups.get(conn, case.group)
    text = say("leader.undone_withdrawn" if gone else "leader.undone_kept", number=case.number)
    speak.to_leaders(ctx, conn, group, text, f"withdrawn:{post.id}", case=case.number)
