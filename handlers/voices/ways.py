"""Writing to somebody whose voice we heard: unasked, seldom, and not where it would be a nuisance."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.domain.chat import Button, DirectMessage
from bot.ports import Context
from bot.storage import cases, groups, members, outbox
from bot.storage.bursts import StoredBurst
from bot.storage.members import Member
from bot.storage.messages import Direct
from bot.storage.outbox import Post
from bot.storage.voices import Voice
from handlers import speak


def may_be_asked(conn: Connection, voice: Voice, member: Member | None) -> bool:
    """Not whoever wants no messages, nor whoever waits for us to put something right."""
    if member is not None and member.no_contact_at is not None:
        return False
    return not cases.open_of_member(conn, voice.platform, voice.member_id)


def write(
    ctx: Context, conn: Connection, voice: Voice, text: str, purpose: str, key: str, buttons: Sequence[Button] = ()
) -> bool:
    """Queue a private message that nobody asked for; False where it cannot be sent from here."""
    can = speak.capabilities(ctx, voice.platform)
    member = members.get(conn, voice.platform, voice.member_id)
    group = groups.get(conn, voice.group)
    reachable = can.dm_first != "never" or (member is not None and member.reachable)
    if not (can.sends and reachable) or group.mode == "watch" or voice.platform not in ctx.adapters:
        return False
    now = ctx.now()
    return outbox.add(
        conn,
        Post(
            dedupe_key=key, platform=voice.platform, account=group.account, member_id=voice.member_id,
            purpose=purpose, text=text, buttons=speak.stored_buttons(buttons if can.buttons else ()),
            prompted=False, created_at=now, not_before=now,
        ),
    )  # fmt: skip


def answer(ctx: Context, conn: Connection, burst: StoredBurst, said: tuple[Direct, ...], text: str) -> None:
    """A sentence in answer to what somebody just wrote in private."""
    last = said[-1]
    event = DirectMessage(
        burst.platform, last.account, f"burst:{burst.id}", last.at, burst.member_id, burst.member_name
    )
    speak.answer(ctx, conn, event, text)
