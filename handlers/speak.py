"""Putting words into the outbox: to the group, to a member in private, to the group's leaders."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import Connection

from bot import replies
from bot.domain.case import SEVERE, Case
from bot.domain.chat import Button, ButtonPress, Capabilities, DirectMessage
from bot.domain.text import excerpt, only_picture, quoted, safe_name
from bot.domain.tone import Author, check_tone
from bot.ports import Context
from bot.replies import say
from bot.storage import groups, members, messages, outbox
from bot.storage.groups import Group
from bot.storage.outbox import Post

log = logging.getLogger(__name__)

APOLOGY = "apology"
OPENING = "opening"
NOTICE = "notice"
ANSWER = "answer"
TO_CASE_MEMBER = "case_member"
"""Private messages to a case's member besides the opening."""

PROMPTED_FOR = timedelta(minutes=30)
"""So long after somebody spoke, a message to them is an answer and not a disturbance."""
WORDINGS_REMEMBERED = 12


def capabilities(ctx: Context, platform: str) -> Capabilities:
    """What the platform allows; nothing special when no adapter of it runs here."""
    adapter = ctx.adapters.get(platform)
    return adapter.capabilities if adapter else Capabilities()


def stored_buttons(buttons: Sequence[Button]) -> tuple[dict[str, str | None], ...]:
    return tuple(vars(button) for button in buttons)


def apology_text(
    ctx: Context, conn: Connection, case: Case, group: Group, *, me_too: bool = False
) -> tuple[str, tuple[Button, ...]]:
    """The public post for a case: an approved wording not used lately in this group, and the way into private."""
    kind = "red" if case.red else "repeat" if case.repeat_of else "me_too" if me_too else case.category
    form = "with_goods" if case.goods else "plain"
    wording, key = replies.pick_wording(f"apology.{kind}.{form}", group.recent_wordings, case.number)
    groups.remember_wording(conn, group.id, (key, *group.recent_wordings)[:WORDINGS_REMEMBERED])
    text = wording.format(goods=case.goods)
    nudge, buttons = _nudge(ctx, case)
    return guarded(f"{text}{nudge}", say("apology.other.plain", case.number) + nudge, "public"), buttons


def guarded(text: str, instead: str, kind: Literal["public", "private"] = "private", author: Author = "bot") -> str:
    """The text, or `instead` when the tone guard stops it. A leader's own words were shown the findings before."""
    findings = check_tone(text, kind=kind, author=author)
    if not findings or author == "group_leader":
        return text
    log.warning("the tone guard stopped a sentence of ours (%s)", ", ".join(f.name for f in findings))
    return instead


def _nudge(ctx: Context, case: Case) -> tuple[str, tuple[Button, ...]]:
    """The half sentence that leads into the private chat, by what the platform allows."""
    can = capabilities(ctx, case.platform)
    start = f"case_{case.number}"
    if can.deep_link and can.buttons:
        return say("nudge.button", case.number), (Button(say("nudge.button_label"), start=start),)
    if can.deep_link:
        link = ctx.adapters[case.platform].deep_link(start)
        if link:
            return say("nudge.deep_link", case.number, link=link), ()
    if can.dm_first == "always":
        return say("nudge.dm_sent", case.number), ()
    return say("nudge.may_fail", case.number), ()


def post_apology(ctx: Context, conn: Connection, case: Case, group: Group, *, me_too: bool = False) -> str:
    """Queue the public post of a case (a draft in assist mode); returns its text."""
    text, buttons = apology_text(ctx, conn, case, group, me_too=me_too)
    now = ctx.now()
    opened_by = messages.find(conn, group.id, case.opened_by_message) if case.opened_by_message else None
    quiet = not ctx.settings.defaults.quiet_replies and ctx.settings.defaults.quiet_hours.is_quiet(now)
    outbox.add(
        conn,
        Post(
            dedupe_key=f"{APOLOGY}:{case.number}",
            platform=group.platform,
            account=group.account,
            group=group.id,
            purpose=APOLOGY,
            case=case.number,
            text=text,
            mention=((case.member_id, case.member_name),),
            quote_message_id=case.opened_by_message,
            topic_id=opened_by.topic_id if opened_by else None,
            buttons=stored_buttons(buttons),
            prompted=not quiet,
            state="pending" if group.mode == "auto" else "draft",
            created_at=now,
            not_before=now,
        ),
    )
    return text


def apology_waits(conn: Connection, case: Case) -> bool:
    """Whether the public post of a case is on its way."""
    post = outbox.find(conn, f"{APOLOGY}:{case.number}")
    return post is not None and post.state == "pending"


def open_in_private(ctx: Context, conn: Connection, case: Case, group: Group) -> None:
    """Queue the opening line of a case, where the platform lets us write to this member first."""
    member = members.get(conn, case.platform, case.member_id)
    can_write = capabilities(ctx, case.platform).dm_first != "never" or (member is not None and member.reachable)
    if not can_write or (member is not None and member.no_contact_at):
        return
    to_member(
        ctx, conn, case, OPENING, opening_text(case, group), f"{OPENING}:{case.number}", draft=group.mode != "auto"
    )


def opening_text(case: Case, group: Group) -> str:
    """Who we are, the member's own words back, one open question (none in a red case)."""
    if not case.red and (not case.quote or only_picture(case.quote)):
        return say("private.opening_picture", case.number, group=group.name)
    key = "private.opening_red" if case.red else "private.opening"
    return say(key, case.number, group=group.name, quote=quoted(case.quote) or say("leader.only_image"))


def to_member(
    ctx: Context,
    conn: Connection,
    case: Case,
    purpose: str,
    text: str,
    dedupe_key: str,
    *,
    buttons: Sequence[Button] = (),
    draft: bool = False,
    author: Author = "bot",
) -> bool:
    """Queue a private message to a case's member; at night only if the member has just spoken."""
    text = guarded(text, say("private.fallback", case.number), author=author)
    now = ctx.now()
    member = members.get(conn, case.platform, case.member_id)
    group = groups.get(conn, case.group)
    return outbox.add(
        conn,
        Post(
            dedupe_key=dedupe_key,
            platform=case.platform,
            account=group.account,
            member_id=case.member_id,
            purpose=purpose,
            case=case.number,
            text=text,
            buttons=stored_buttons(buttons if capabilities(ctx, case.platform).buttons else ()),
            prompted=member is not None and now - member.last_seen_at <= PROMPTED_FOR,
            state="draft" if draft else "pending",
            created_at=now,
            not_before=now,
        ),
    )


def held_until(ctx: Context, conn: Connection, dedupe_key: str) -> str | None:
    """Until what time of day the quiet hours hold a message; None when they do not."""
    post = outbox.find(conn, dedupe_key)
    defaults = ctx.settings.defaults
    now = ctx.now()
    if post is None or post.prompted or not defaults.quiet_hours.is_quiet(now):
        return None
    return f"{defaults.quiet_hours.over_at(now).astimezone(defaults.quiet_hours.zone):%H:%M}"


def answer(
    ctx: Context,
    conn: Connection,
    event: DirectMessage | ButtonPress,
    text: str,
    *,
    buttons: Sequence[Button] = (),
    case: int | None = None,
    image_hash: str | None = None,
    part: int = 0,
) -> None:
    """Queue an answer to whoever just wrote to us in private; `part` tells several answers to one message apart."""
    now = ctx.now()
    outbox.add(
        conn,
        Post(
            dedupe_key=f"{ANSWER}:{event.platform}:{event.account}:{event.message_id}:{part}",
            platform=event.platform,
            account=event.account,
            member_id=event.member_id,
            purpose=ANSWER,
            case=case,
            text=text,
            image_hash=image_hash,
            buttons=stored_buttons(buttons if capabilities(ctx, event.platform).buttons else ()),
            created_at=now,
            not_before=now,
        ),
    )


def to_leaders(
    ctx: Context,
    conn: Connection,
    group: Group,
    text: str,
    dedupe_key: str,
    *,
    case: int | None = None,
    buttons: Sequence[Button] = (),
    but: str | None = None,
) -> None:
    """Queue a notice to each leader and admin of the group, `but` one of them; at any hour."""
    now = ctx.now()
    for leader in groups.staff_of(conn, group.id):
        if leader == but:
            continue
        outbox.add(
            conn,
            Post(
                dedupe_key=f"{NOTICE}:{dedupe_key}:{leader}",
                platform=group.platform,
                account=group.account,
                member_id=leader,
                purpose=NOTICE,
                case=case,
                text=text,
                buttons=stored_buttons(buttons if capabilities(ctx, group.platform).buttons else ()),
                created_at=now,
                not_before=now,
            ),
        )


def describe(case: Case, group: Group) -> dict[str, Any]:
    """The words that the leader's sentences about a case may use."""
    return {
        "number": case.number,
        "group": group.name,
        "member": safe_name(case.member_name),
        "quote": excerpt(case.quote, 80) or say("leader.only_image"),
        "category": say(f"categories.{case.category}"),
        "severity": say(f"severities.{min(case.severity, SEVERE)}"),
        "goods": case.goods or say("leader.goods_unknown"),
        "state": say(f"states.{case.state}"),
        "red": say(f"red.{case.red}") if case.red else "",
    }
