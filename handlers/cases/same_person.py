"""A case that is its member's second voice: they say that they, or who they speak for, have complained already."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.same_person import is_spouse_of, may_be_spouse, may_have_written, says_who, writes_from_another_account
from bot.domain.text import safe_name
from bot.replies import say
from bot.storage import cases
from handlers.cases.goods import is_about


def first_voice(conn: Connection, case: Case) -> Case | None:
    """The open case of another account that this one's words point to: the one of who is named, unless it is about
    other goods; else, where somebody only says that this is another account of theirs, the last one about the same."""
    everyone = _of_others(conn, case.group, case.member_id, case.quote, case.member_name)
    others = [c for c in everyone if c.number < case.number and _may_be_about(conn, c, case.goods)]
    others.sort(key=lambda c: c.goods is None)
    named = _named(case.quote, case.member_name, others)
    if named is not None:
        return named
    if not writes_from_another_account(case.quote):
        return None
    alike = [c for c in others if c.goods_key and c.goods_key == case.goods_key]
    return max(alike, key=lambda c: c.number, default=None)


def spoken_for(conn: Connection, group: int, member_id: str, member_name: str, text: str) -> Case | None:
    """The open case of another member for whom somebody says to speak: 我是静静老公，草莓还退不退了."""
    return _named(text, member_name, _of_others(conn, group, member_id, text, member_name))


def _may_be_about(conn: Connection, case: Case, goods: str | None) -> bool:
    return goods is None or case.goods is None or is_about(conn, case, goods)


def _of_others(conn: Connection, group: int, member_id: str, text: str, member_name: str) -> list[Case]:
    if not (may_have_written(text) or may_be_spouse(member_name)):
        return []
    return [c for c in cases.open_of_groups(conn, [group]) if c.member_id != member_id]


def _named(text: str, member_name: str, others: Sequence[Case]) -> Case | None:
    names = [c.member_name for c in others]
    named = says_who(text, names)
    named = is_spouse_of(member_name, names) if named is None else named
    return others[named] if named is not None else None


def for_leaders(conn: Connection, case: Case) -> str:
    """A further line of the first notice: whose second account it seems to be, or whose matter somebody tells again,
    with the command; empty for others."""
    first = first_voice(conn, case)
    if first is None:
        return ""
    member = safe_name(first.member_name)
    key = "same_person" if writes_from_another_account(case.quote) else "same_person_for"
    return "\n" + say(f"leader.{key}", number=case.number, first=first.number, member=member)
