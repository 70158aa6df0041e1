"""Saying one of our sentences as it is worded here: the group's wording, else the installation's, else the catalogue's.

Read in the transaction that speaks, so that every process says what was saved last.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Mapping

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.text import safe_name
from bot.domain.wording import fill, variables_in
from bot.replies import pick, variants
from bot.storage import groups, wordings

log = logging.getLogger(__name__)

REMEMBERED = 12
"""So many wordings are not said again in a group before others were."""


def say_in(conn: Connection, group: int | None, key: str, turn: int = 0, /, **values: object) -> str:
    """One wording of `key` as a group says it (None: wherever it is said); `turn` chooses among several."""
    own = wordings.texts_of(conn, group, key)
    if not own:
        return _ours(key, turn, values)
    return _filled(conn, group, key, own[turn % len(own)], turn, values)


def say_to(conn: Connection, case: Case, key: str, turn: int | None = None, /, **values: object) -> str:
    """The same about a case, whose member and number may stand in it."""
    known: dict[str, object] = {"member": safe_name(case.member_name), "number": case.number}
    return say_in(conn, case.group, key, case.number if turn is None else turn, **(known | values))


def pick_in(conn: Connection, group: int, key: str, turn: int, /, **values: object) -> str:
    """One wording that was not said lately in this group, which remembers it."""
    known = groups.get(conn, group)
    own = wordings.texts_of(conn, group, key)
    texts = list(own) or variants(key)
    ids = [_own_id(key, text) for text in own] or [f"{key}/{n}" for n in range(len(texts))]
    n = pick(ids, known.recent_wordings, turn)
    groups.remember_wording(conn, group, (ids[n], *known.recent_wordings)[:REMEMBERED])
    return _filled(conn, group, key, texts[n], turn, values) if own else texts[n].format(**values).strip()


def _own_id(key: str, text: str) -> str:
    """What one's own wording is remembered by: it stays when another is put in front of it."""
    return f"{key}={zlib.crc32(text.encode()):x}"


def _filled(conn: Connection, group: int | None, key: str, text: str, turn: int, values: Mapping[str, object]) -> str:
    """A wording of people here, filled in; ours where it cannot be."""
    if "group" in variables_in(text) and "group" not in values and group is not None:
        values = {**values, "group": groups.get(conn, group).name}
    try:
        return fill(text, values).strip()
    except ValueError as e:
        log.warning("a wording of %s cannot be used, ours is said instead (%s)", key, e)
        return _ours(key, turn, values)


def _ours(key: str, turn: int, values: Mapping[str, object]) -> str:
    texts = variants(key)
    return texts[turn % len(texts)].format(**values).strip()
