"""Who may be called by name in a leader's words, and whose goods stand in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from bot.detection.goods import goods_spans, same_goods
from bot.detection.normal import normal
from bot.domain.case import Case
from bot.domain.name_forms import bare
from bot.storage import cases, members, messages
from bot.storage.messages import Message

LOOKED_BACK = 50
"""Messages of the group whose writers may be called by name."""


def names_of(conn: Connection, group: int) -> dict[str, str]:
    """Who may be called by name: everybody of the group who is known, and whoever has an open case."""
    names = dict(members.names_in(conn, group))
    open_cases = cases.open_of_groups(conn, [group])
    names |= {case.member_id: case.member_name for case in open_cases}
    return _callable(names, open_cases)


def names_for(conn: Connection, message: Message) -> dict[str, str]:
    """Also who spoke lately, for words that were said then."""
    spoke = messages.recent(conn, message.group, LOOKED_BACK, before=message.id)
    return _callable({m.member_id: m.member_name for m in spoke if m.role == "member"}) | names_of(conn, message.group)


def _callable(names: Mapping[str, str], open_cases: Sequence[Case] = ()) -> dict[str, str]:
    """A name that is a word for goods calls nobody without the sign (草莓明天补), but for whoever has an open case
    while none is about these goods."""
    waiting = {c.member_id for c in open_cases}
    about = [c.goods for c in open_cases if c.goods]
    free = {i for i, name in names.items() if i in waiting and not any(same_goods(name, goods) for goods in about)}
    return {i: f"@{name}" if _is_goods(bare(name)) and i not in free else name for i, name in names.items()}


def _is_goods(name: str) -> bool:
    plain = normal(name)
    return any(span.end - span.start == len(plain) for span in goods_spans(plain))


def owners(text: str, open_cases: Sequence[Case]) -> dict[str, tuple[str, ...]]:
    """The words for goods in the text, and who has an open case about these, if anybody."""
    plain = normal(text)
    words = {plain[span.start : span.end]: span.name for span in goods_spans(plain)}
    found = {
        word: tuple(dict.fromkeys(c.member_id for c in open_cases if c.goods and same_goods(c.goods, name)))
        for word, name in words.items()
    }
    return {word: ids for word, ids in found.items() if word in text}
