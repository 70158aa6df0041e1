"""When somebody complains of taste or quality: what real buyers of the same goods said, for the leader's eyes only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.chat import Button
from bot.domain.text import quoted, safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, members, voices
from bot.storage.groups import Group
from bot.storage.voices import Share, Voice, Wanted
from handlers import speak
from handlers.cases.timeline import Actor
from handlers.orders.buyers import bought
from handlers.voices import ways
from handlers.wordings.speaking import say_in
from handlers.zones import zone_of

INVITE = "voice_invitation"
"""Purpose of the message that asks a buyer to say how it was."""
ABOUT = ("taste", "quality")
LATELY = timedelta(days=30)
SHOWN = 6
INVITED_AGAIN = timedelta(days=14)
BUTTONS_SHOWN = 3


def tell(ctx: Context, conn: Connection, group: Group, number: int, category: str) -> None:
    """Tell the leaders, once a day for one kind of goods, what others who bought them said lately."""
    case = cases.get(conn, number)
    if case is None or category not in ABOUT or not case.goods_key or case.red or group.mode == "watch":
        return
    wanted = Wanted((group.id,), goods_key=case.goods_key, since=ctx.now() - LATELY)
    heard = [voice for voice in voices.find(conn, wanted, limit=500) if voice.member_id != case.member_id]
    share = Share(sum(v.kind == "praise" for v in heard), sum(v.kind == "criticism" for v in heard))
    if not share.praise:
        return  # nobody but those who complain: that is the incident's matter
    chosen = in_proportion(heard, share)
    lines = [line(ctx, conn, voice) for voice in chosen]
    words: dict[str, Any] = {"goods": case.goods, "number": number, "praise": share.praise}
    text = say("voice.buyers", criticism=share.criticism, lines="\n".join(lines), first=chosen[0].id, **words)
    buttons = [
        Button(say("voice.button_invite", member=safe_name(voice.member_name, 6)), data=f"invite:{voice.id}")
        for voice in chosen[:BUTTONS_SHOWN]
    ]
    today = ctx.now().astimezone(zone_of(ctx, group)).date()
    key = f"buyers:{group.id}:{case.goods_key}:{today}"
    speak.to_leaders(ctx, conn, group, text, key, case=number, buttons=buttons)


def in_proportion(heard: list[Voice], share: Share, count: int = SHOWN) -> list[Voice]:
    """Some of the voices, praise and criticism as they are among all of them, at least one of each there is."""
    praise = [voice for voice in heard if voice.kind == "praise"]
    criticism = [voice for voice in heard if voice.kind == "criticism"]
    if share.total <= count or not praise or not criticism:
        return heard[:count]
    good = min(count - 1, max(1, round(count * share.praise / share.total)))
    chosen = praise[:good] + criticism[: count - good]
    return sorted(chosen, key=lambda voice: voice.at, reverse=True)


def line(ctx: Context, conn: Connection, voice: Voice) -> str:
    """One voice as a leader reads it."""
    zone = zone_of(ctx, groups.get(conn, voice.group))
    words: dict[str, Any] = {"member": safe_name(voice.member_name), "quote": quoted(voice.text), "id": voice.id}
    kind, aspect = say(f"voice.kinds.{voice.kind}"), say(f"voice.aspects.{voice.aspect}")
    said = say("voice.line", kind=kind, aspect=aspect, date=f"{voice.at.astimezone(zone):%m-%d}", **words)
    known = bought(ctx, conn, [voice]).get(voice.id)
    return say("order.said_by_buyer", line=said, bought=known) if known else said


def invite(ctx: Context, conn: Connection, voice: Voice, by: Actor) -> str:
    """Ask a buyer, in private and in neutral words, to say in the group how it was; what the leader is told."""
    member = members.get(conn, voice.platform, voice.member_id)
    name = safe_name(voice.member_name)
    now = ctx.now()
    if voice.state == "erased":
        return say("voice.gone", id=voice.id)
    if voice.state == "recalled":
        return say("voice.already.recalled", member=name)
    if not ways.may_be_asked(conn, voice, member):
        return say("voice.leave_alone", member=name)
    invited = [other.invited_at for other in voices.of_member(conn, voice.platform, voice.member_id)]
    if any(at is not None and now - at < INVITED_AGAIN for at in invited):
        return say("voice.invited_lately", member=name)
    voices.change(conn, voice.id, invited_at=now)
    group = groups.get(conn, voice.group)
    form = "invite" if voice.goods else "invite_plain"
    text = say_in(conn, group.id, f"voice.{form}", voice.id, group=group.name, goods=voice.goods or "")
    text = speak.guarded(text, say("voice.invite_plain", group=group.name))
    if ways.write(ctx, conn, voice, text, INVITE, f"{INVITE}:{voice.id}:{now.date()}"):
        return say("voice.invited", member=name)
    return say("voice.copy_invitation", member=name, text=text)
