"""A case that is its member's second voice: they say that they, or who they speak for, have complained already."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.same_person import may_have_written, says_who, writes_from_another_account
from bot.domain.text import safe_name
from bot.replies import say
from bot.storage import cases


def first_voice(conn: Connection, case: Case) -> Case | None:
    """The open case of another account that this one's words point to: the one who is named, else, where somebody
    only says that this is another account of theirs, the last one about the same goods."""
    if not may_have_written(case.quote):
        return None
    everyone = cases.open_of_groups(conn, [case.group])
    others = [c for c in everyone if c.member_id != case.member_id and c.number < case.number]
    named = says_who(case.quote, [c.member_name for c in others])
    if named is not None:
        return others[named]
    if not writes_from_another_account(case.quote):
        return None
    alike = [c for c in others if c.goods_key and c.goods_key == case.goods_key]
    return max(alike, key=lambda c: c.number, default=None)


def for_leaders(conn: Connection, case: Case) -> str:
    """A further line of the first notice: whose second account it seems to be, with the command; empty for others."""
    first = first_voice(conn, case)
    if first is None:
        return ""
    member = safe_name(first.member_name)
    return "\n" + say("leader.same_person", number=case.number, first=first.number, member=member)
