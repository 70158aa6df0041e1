"""Putting words into the outbox: to the group, to a member in private, to the group's leaders."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection

from bot.domain.case import SEVERE, Case
from bot.domain.chat import Button, ButtonPress, DirectMessage
from bot.domain.text import excerpt, only_picture, quoted, safe_name
from bot.domain.tone import Author, check_tone
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, members, messages, outbox
from bot.storage.groups import Group
from bot.storage.members import Member
from bot.storage.outbox import Post
from handlers import contact, zones
from handlers.orders.says import in_opening
from handlers.ways import capabilities as capabilities
from handlers.ways import may_write as may_write
from handlers.ways import nudge as nudge
from handlers.ways import nudge_way as nudge_way
from handlers.ways import stored_buttons as stored_buttons
from handlers.ways import way_to
from handlers.wordings.speaking import pick_in, say_to

log = logging.getLogger(__name__)

APOLOGY = "apology"
OPENING = "opening"
NOTICE = "notice"
ANSWER = "answer"
TO_CASE_MEMBER = "case_member"
"""Private messages to a case's member besides the opening."""
INCIDENT = "incident"
"""A post in the group about an incident."""

Once = Literal["missed", "unsolved"]
"""Why a case has one more public post."""

About = tuple[str, str]
"""The category and the goods of a post."""

PROMPTED_FOR = timedelta(minutes=30)
"""So long after somebody spoke, a message to them is an answer and not a disturbance."""
INTRODUCED_FOR = timedelta(hours=12)
"""So long after its first message a member knows who writes to them."""


def apology_text(
    ctx: Context,
    conn: Connection,
    case: Case,
    group: Group,
    *,
    me_too: bool = False,
    why: Once | None = None,
    about: About | None = None,
) -> tuple[str, tuple[Button, ...]]:
    """The public post for a case: a wording not used lately in this group, and the way into private."""
    category, goods = about or (case.category, case.goods)
    kind = "repeat" if case.repeat_of else "me_too" if me_too else category
    kind = red_wording(case) if case.red else why or kind
    form = "with_goods" if case.goods else "plain"
    text = pick_in(conn, group.id, f"apology.{kind}.{form}", case.number, goods=goods or "")
    way, buttons = nudge(ctx, conn, group, f"case_{case.number}", case.number, [case.member_id])
    return guarded(f"{text}{way}", say("apology.other.plain", case.number) + way, "public"), buttons


def guarded(
    text: str,
    instead: str,
    kind: Literal["public", "private"] = "private",
    author: Author = "bot",
    member: str | None = None,
) -> str:
    """The text, or `instead` when the tone guard stops it. A leader's own words were shown the findings before."""
    findings = check_tone(text, kind=kind, author=author, member=member)
    if not findings or author == "group_leader":
        return text
    log.warning("the tone guard stopped a sentence of ours (%s)", ", ".join(f.name for f in findings))
    return instead


def post_apology(
    ctx: Context,
    conn: Connection,
    case: Case,
    group: Group,
    *,
    me_too: bool = False,
    why: Once | None = None,
    occasion: str = "",
    about: About | None = None,
) -> str:
    """Queue the public post of a case (a draft in assist mode); returns its text.

    `why`: the member told us before and nobody answered (`missed`), or it is not solved (`unsolved`), and the post says
    so. `occasion` tells one more post for the case from the others; `about` says what it is about, where that is more
    than the case.
    """
    text, buttons = apology_text(ctx, conn, case, group, me_too=me_too, why=why, about=about)
    now = ctx.now()
    opened_by = messages.find(conn, group.id, case.opened_by_message) if case.opened_by_message else None
    quiet = not ctx.settings.defaults.quiet_replies and zones.quiet_hours(ctx, group).is_quiet(now)
    outbox.add(
        conn,
        Post(
            dedupe_key=f"{APOLOGY}:{case.number}" + (f":{occasion}" if occasion else ""),
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


def open_in_private(ctx: Context, conn: Connection, case: Case, group: Group, *, missed: bool = False) -> None:
    """Queue the opening line of a case, where the platform lets us write to this member first; where an answer was
    `missed` and no post in the group has said so, it begins with that."""
    if not may_write(ctx, conn, case):
        return
    text = opening_text(ctx, conn, case, group)
    if missed and not case.red:
        text = f"{say_to(conn, case, 'private.missed')}\n{text}"
    to_member(ctx, conn, case, OPENING, text, f"{OPENING}:{case.number}", draft=group.mode != "auto")


def opening_text(ctx: Context, conn: Connection, case: Case, group: Group) -> str:
    """Who we are, unless the member has just been told, the member's own words back, one open question (none in a red
    case), and which order it is about."""
    known = "_more" if _introduced(ctx, conn, case) else ""
    if not case.red and (not case.quote or only_picture(case.quote)):
        text = say_to(conn, case, f"private.opening{known}_picture", group=group.name)
    else:
        key = f"private.opening{known}" + (f"_{red_wording(case)}" if case.red else "")
        text = say_to(conn, case, key, group=group.name, quote=quoted(case.quote) or say("leader.only_image"))
    return text + in_opening(ctx, conn, case)


def _introduced(ctx: Context, conn: Connection, case: Case) -> bool:
    """Whether a first message about another open case of the same member in this group goes out, or has lately."""
    others = cases.open_of_member(conn, case.platform, case.member_id, case.group)
    posts = (outbox.find(conn, f"{OPENING}:{other.number}") for other in others if other.number != case.number)
    said = ("pending", "sending", "sent")
    return any(p.state in said and ctx.now() - p.created_at <= INTRODUCED_FOR for p in posts if p is not None)


def red_wording(case: Case) -> Literal["red", "threat"]:
    """Which words a red case has: somebody's health, or a threat of complaint."""
    return "threat" if case.red == "threat" else "red"


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
    image_hash: str | None = None,
    in_watch: bool = False,
) -> bool:
    """Queue a private message to a case's member; at night only if the member has just spoken.

    For one who asked not to be written to, it waits for a leader who insists, unless they wrote to us since. In a
    group that is only watched, nothing goes out but what a person said or decided, and what is said `in_watch`, too.
    """
    if author == "bot" and not in_watch and groups.get(conn, case.group).mode == "watch":
        return False
    text = guarded(text, say("private.fallback", case.number), author=author, member=case.member_name)
    now = ctx.now()
    member = members.get(conn, case.platform, case.member_id)
    group = groups.get(conn, case.group)
    refused = member is not None and not wants_words(member, now)
    if refused:
        words = describe(case, group) | {"text": excerpt(text, 200)}
        notice = say("leader.no_contact_held", **words)
        if dedupe_key.startswith("resolved:"):
            notice += "\n" + say("leader.no_contact_untold", **words)
        to_leaders(ctx, conn, group, notice, f"refused:{dedupe_key}", case=case.number)
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
            image_hash=image_hash,
            buttons=stored_buttons(buttons if capabilities(ctx, case.platform).buttons else ()),
            prompted=member is not None and now - member.last_seen_at <= PROMPTED_FOR,
            state="draft" if draft or refused else "pending",
            created_at=now,
            not_before=now,
        ),
    )


def wants_words(member: Member, now: datetime) -> bool:
    """Whether the member may be written to: they never asked us not to, or have written to us just now, since then."""
    if member.no_contact_at is None:
        return True
    wrote = member.wrote_to_us_at
    return wrote is not None and wrote > member.no_contact_at and now - wrote <= PROMPTED_FOR


def kept_back(conn: Connection, dedupe_key: str) -> bool:
    """Whether a person's words to a member wait for that person to insist, as the leaders were told."""
    post = outbox.find(conn, dedupe_key)
    return post is not None and post.state == "draft"


def held_until(ctx: Context, conn: Connection, dedupe_key: str) -> str | None:
    """Until what time of day a message waits for hours that suit the member; None when it does not."""
    post = outbox.find(conn, dedupe_key)
    now = ctx.now()
    if post is None or post.prompted:
        return None
    at = contact.suits_from(ctx, conn, post, now)
    if at <= now:
        return None
    group = contact.group_of(conn, post, members.get(conn, post.platform, post.member_id or ""))
    return f"{at.astimezone(zones.zone_of(ctx, group)):%H:%M}"


def answer_key(event: DirectMessage | ButtonPress, part: int = 0) -> str:
    """What makes an answer to a message count once."""
    return f"{ANSWER}:{event.platform}:{event.account}:{event.message_id}:{part}"


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
            dedupe_key=answer_key(event, part),
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
    only: Collection[str] | None = None,
) -> None:
    """Queue a notice to each leader and admin of the group, `but` one of them or `only` some; at any hour."""
    now = ctx.now()
    for leader in groups.staff_of(conn, group.id):
        if leader == but or (only is not None and leader not in only):
            continue
        way = way_to(ctx, conn, group, leader)
        if way is None:
            continue
        platform, account, member_id = way
        outbox.add(
            conn,
            Post(
                dedupe_key=f"{NOTICE}:{dedupe_key}:{leader}",
                platform=platform,
                account=account,
                member_id=member_id,
                purpose=NOTICE,
                case=case,
                text=text,
                buttons=stored_buttons(buttons if capabilities(ctx, platform).buttons else ()),
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
