"""Which case is about which goods: its own, and those of the cases that were merged into it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.detection.goods import same_goods
from bot.domain.case import Case
from bot.storage import cases


def is_about(conn: Connection, case: Case, *goods: str) -> bool:
    """Whether a case is about one of these goods."""
    merged = cases.goods_of_merged(conn, case.number) if goods else []
    return any(same_goods(known, each) for known in (case.goods, *merged) if known for each in goods)


def case_about(conn: Connection, found: Sequence[Case], *goods: str) -> Case | None:
    """The first of these cases that is about one of these goods; one whose own they are comes before all."""
    own = (case for case in found if case.goods and any(same_goods(case.goods, each) for each in goods))
    return next(own, None) or next((case for case in found if is_about(conn, case, *goods)), None)
