"""Somebody wants what we keep of them deleted: asked once whether they mean it, then done as soon as it can be."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.erasure_words import confirms_erasure, may_confirm_erasure, stops_erasure, wants_erasure
from bot.domain.text import safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import cards, cases, erasing, erasures, outbox, users
from bot.storage.bursts import StoredBurst
from bot.storage.erasures import Erasure
from bot.storage.messages import Direct
from handlers.cases.timeline import Actor, record
from handlers.showing import withdrawal
from handlers.showing.rules import waiting_for
from handlers.voices import ways

TO_CONFIRM = timedelta(hours=24)
GOODBYE = timedelta(minutes=2)
"""So long our last words have to reach the member before nothing is known of them."""
MEMBER = "member"


def asked(ctx: Context, conn: Connection, burst: StoredBurst, said: tuple[Direct, ...], text: str) -> bool:
    """Whether a member's private words are about having their data deleted; then they are answered."""
    wish = erasures.wanted(conn, burst.platform, burst.member_id)
    if wish is not None and wish.confirmed_at is None and confirms_erasure(text):
        ways.answer(ctx, conn, burst, said, confirm(ctx, conn, wish))
        return True
    if wish is not None and stops_erasure(text):
        erasures.drop(conn, wish.id)
        ways.answer(ctx, conn, burst, said, say("erasure.kept", burst.id))
        return True
    if wish is not None and wish.confirmed_at is None and may_confirm_erasure(text) and _asked_last(conn, burst):
        ways.answer(ctx, conn, burst, said, say("erasure.confirm_how", burst.id))
        return True
    if not wants_erasure(text):
        return False
    ways.answer(ctx, conn, burst, said, _wish(ctx, conn, burst, wish))
    return True


def _asked_last(conn: Connection, burst: StoredBurst) -> bool:
    """Whether our question is the last that they heard from us."""
    last = outbox.last_to(conn, burst.platform, burst.member_id)
    return last is not None and "确认删除" in last.text


def _wish(ctx: Context, conn: Connection, burst: StoredBurst, wish: Erasure | None) -> str:
    """What a member is told who says that they want it; the wish is written down."""
    if erasures.is_staff(conn, burst.platform, burst.member_id):
        return say("erasure.is_staff")
    if wish is not None and wish.confirmed_at is not None:
        return _under_way(conn, wish)
    if wish is None:
        begin(ctx, conn, burst.platform, burst.member_id, MEMBER)
    return say("erasure.ask", burst.id)


def begin(ctx: Context, conn: Connection, platform: str, member_id: str, by: str) -> Erasure:
    """Write a wish down; it lapses unless it is confirmed."""
    now = ctx.now()
    return erasures.add(
        conn, member_hash=member_hash(conn, platform, member_id), platform=platform, member_id=member_id,
        asked_at=now, asked_by=by, next_look_at=now + TO_CONFIRM,
    )  # fmt: skip


def member_hash(conn: Connection, platform: str, member_id: str) -> str:
    """What is kept of whose it was: enough to answer whether it was done, to whoever comes with the id again."""
    key = users.secret(conn, "erasures", secrets.token_hex(32))
    return hmac.new(key.encode(), f"{platform}:{member_id}".encode(), hashlib.sha256).hexdigest()


def confirm(ctx: Context, conn: Connection, wish: Erasure) -> str:
    """They mean it: what is shown of them is taken down now, the rest as soon as nothing waits any more."""
    now = ctx.now()
    erasures.change(conn, wish.id, confirmed_at=now, next_look_at=now + GOODBYE)
    for case in _cases(conn, wish):
        record(ctx, conn, case.number, _asker(wish), "erasure_asked", "")
        card = cards.live(conn, case.number)
        shown = card is not None and card.state in ("agreed", "posting", "posted")
        if shown or waiting_for(conn, case.number) is not None:
            withdrawal.withdraw(ctx, conn, case, say("erasure.words"), _asker(wish))
    return _under_way(conn, wish)


def _asker(wish: Erasure) -> Actor:
    return Actor("member", say("erasure.member")) if wish.asked_by == MEMBER else Actor("group_leader", wish.asked_by)


def _cases(conn: Connection, wish: Erasure) -> list[Case]:
    numbers = erasing.cases_of(conn, *wish.whose)
    found = [cases.get(conn, number, for_update=True) for number in numbers]
    return [case for case in found if case is not None and case.merged_into is None]


def _under_way(conn: Connection, wish: Erasure) -> str:
    waits = waits_for(conn, wish)
    return say("erasure.waits", wish.id, what=waits) if waits else say("erasure.begins", wish.id)


def waits_for(conn: Connection, wish: Erasure) -> str:
    """Why it cannot be done yet, in words; empty when it can."""
    if erasures.is_staff(conn, *wish.whose):
        return say("erasure.waits_staff")
    numbers, promised = erasures.unfinished(conn, *wish.whose)
    parts = [say("erasure.waits_cases", numbers="、".join(map(str, numbers)))] if numbers else []
    parts += [say("erasure.waits_promises", count=promised)] if promised else []
    return "，".join(parts)


def on_behalf(ctx: Context, conn: Connection, case: Case, by: Actor, *, sure: bool) -> str:
    """A leader passes on the wish of a case's member; what the leader is told."""
    words: dict[str, Any] = {"member": safe_name(case.member_name)}
    if erasures.is_staff(conn, case.platform, case.member_id):
        return say("erasure.leader_is_staff", number=case.number, **words)
    wish = erasures.wanted(conn, case.platform, case.member_id)
    if not sure:
        return say("erasure.leader_ask", number=case.number, **words)
    if wish is None:
        wish = begin(ctx, conn, case.platform, case.member_id, by.name)
    if wish.confirmed_at is None:
        confirm(ctx, conn, wish)
    waits = waits_for(conn, wish)
    return say("erasure.leader_waits", what=waits, **words) if waits else say("erasure.leader_begins", **words)
