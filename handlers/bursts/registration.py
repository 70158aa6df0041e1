"""登记: the leader points at a message that was missed, by a reply in the group or by forwarding it."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.detection.goods import find_goods, goods_key
from bot.domain.chat import DirectMessage
from bot.domain.text import excerpt, keep, safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import bursts, messages
from bot.storage.cases import NewCase
from bot.storage.groups import Group
from bot.storage.messages import Message
from handlers import speak
from handlers.bursts.leader import leaders_answer
from handlers.cases.clocks import waited_in_vain
from handlers.cases.work import Actor, keep_correction, register


def register_forwarded(ctx: Context, conn: Connection, event: DirectMessage, led: list[Group], said: str) -> str:
    """登记 by forwarding (or quoting) the missed message in private: found again by its words."""
    for group in led:
        message = messages.by_text(conn, group.id, keep(said), event.forwarded_from_id) if said else None
        if message is not None and message.case is None:
            return _register(ctx, conn, group, message, Actor("group_leader", event.member_name, event.member_id))
        if message is not None and message.case is not None:
            return say("leader.already_case", number=message.case)
    return say("leader.register_not_found", quote=excerpt(said, 30)) if said else say("leader.register_how")


def register_quoted(ctx: Context, conn: Connection, group: Group, command: Message) -> None:
    """登记 as the leader's reply in the group to a message that was missed."""
    missed = messages.find(conn, group.id, command.quote_id) if command.quote_id else None
    if missed is None or missed.role != "member":
        speak.to_leaders(ctx, conn, group, say("leader.register_how"), f"register_how:{command.id}")
        return
    if missed.case is not None:
        text = say("leader.already_case", number=missed.case)
    else:
        text = _register(ctx, conn, group, missed, Actor("group_leader", command.member_name, command.member_id))
    speak.to_leaders(ctx, conn, group, text, f"registered:{command.id}")


def _register(ctx: Context, conn: Connection, group: Group, missed: Message, by: Actor) -> str:
    quote = missed.text or say("leader.only_image")
    verdict = bursts.get(conn, missed.burst).verdict if missed.burst else None
    new = new_case_of(ctx, missed, group, quote, verdict)
    too_long = waited_in_vain(ctx, group, missed.at, new.severity)
    unanswered = too_long and leaders_answer(conn, group, missed.member_id, (missed,)) is None
    case, is_new = register(ctx, conn, new, group, by, [missed], missed=unanswered)
    messages.change(conn, [missed.id], complaint=True)
    keep_correction(ctx, conn, group.id, quote, missed, by, source="register", complaint=True)
    key = "leader.registered" if is_new else "leader.already_open"
    return say(key, number=case.number, member=safe_name(missed.member_name), quote=excerpt(quote, 60))


def new_case_of(
    ctx: Context, message: Message, group: Group, quote: str, verdict: dict[str, object] | None = None
) -> NewCase:
    """A case for a message that a person says is a complaint."""
    verdict = verdict or {}
    goods = find_goods(quote)
    return NewCase(
        group=group.id,
        platform=group.platform,
        member_id=message.member_id,
        member_name=message.member_name,
        category=str(verdict.get("category") or "other"),
        severity=int(str(verdict.get("severity") or 1)),
        quote=quote,
        opened_at=ctx.now(),
        goods=goods[0] if goods else None,
        goods_key=goods_key(goods[0]) if goods else "",
        red=str(verdict["red"]) if verdict.get("red") else None,
        opened_by_message=message.message_id,
    )
