"""A leader says of no one in particular that what was promised comes later: 今晚转不了了，明早一起转."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import Connection

from bot.detection.goods import find_goods
from bot.domain.case import Case
from bot.domain.name_forms import forms_in
from bot.domain.promise_deeds import Kind
from bot.domain.promise_moves import is_late, missed_in, new_time_in
from bot.domain.said_part import Part
from bot.ports import Context
from bot.storage import cases, messages, promises
from bot.storage.groups import Group
from bot.storage.messages import Message
from bot.storage.promises import Promise
from handlers import zones
from handlers.promises.names import names_for

DEEDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("refund", re.compile("[退转打]|到账|红包|钱")),
    ("replacement", re.compile("[补送拿取货盒箱]|到不了")),
)
"""Which deed words without one are about: 明天到不了，改后天拿."""
_LONGEST = 40
_SAID_WITHIN = timedelta(hours=12)
_ASKED_WITHIN = timedelta(minutes=3)
_ANOTHER_MATTER = re.compile("到货|开团|接龙|截[单止]|上新|开会|直播|活动|吃饭|取货|自提|送货|配送|快递|车")
"""What may be late besides a promise."""
_ASKED_ANOTHER = re.compile("[拿取]|开门|关门|营业|还在|来得及|送来|什么时候到|几点到|到了[吗没]|到[吗么没]")
_OF_THE_PROMISE = re.compile("[退转补赔]|红包|钱|收款")


def later(
    ctx: Context, conn: Connection, group: Group, message: Message
) -> tuple[tuple[Case, ...], tuple[Part, ...]] | None:
    """All who are promised something for the time that is not kept; of who has just asked, theirs alone. None where
    the words name anybody or goods, or where who spoke last is promised nothing and may have asked something else."""
    text, now = message.text, zones.local_now(ctx, group)
    if message.mentions or message.quote_id or len(text) > _LONGEST or _ANOTHER_MATTER.search(text):
        return None
    due = new_time_in(text, now) if is_late(text) else None
    if due is None or find_goods(text) or "@" in text or forms_in(text, names_for(conn, message)):
        return None
    missed = {day.date() for day in missed_in(text, now)}
    kinds = {kind for kind, words in DEEDS if words.search(text)}

    def is_meant(p: Promise) -> bool:
        if (
            not p.is_unkept
            or p.due_at is None
            or ctx.now() - p.said_at > _SAID_WITHIN
            or (kinds and p.kind not in kinds)
        ):
            return False
        return p.due_at.astimezone(now.tzinfo).date() in missed if missed else p.due_at < due

    open_cases = [c for c in cases.open_of_groups(conn, [group.id]) if not c.red]
    found = [c for c in open_cases if any(is_meant(p) for p in promises.of_case(conn, c.number))]
    last = next(iter(messages.recent(conn, group.id, 1, before=message.id)), None)
    if last is not None and last.role == "member" and message.at - last.at <= _ASKED_WITHIN:
        found = [] if _is_another_matter(last.text) else [c for c in found if c.member_id == last.member_id]
    to = tuple(dict.fromkeys(c.member_id for c in found))
    return (tuple(found), (Part(to, text, text),)) if to else None


def _is_another_matter(asked: str) -> bool:
    """Whether what was just asked is about fetching or what comes, and not about what was promised."""
    other = _ASKED_ANOTHER.search(asked) or _ANOTHER_MATTER.search(asked)
    return other is not None and not _OF_THE_PROMISE.search(asked)
