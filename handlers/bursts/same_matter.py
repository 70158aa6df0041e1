"""Which open case of the member a complaint goes on with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection

from bot.detection import results_on
from bot.detection.reading import LIKELY
from bot.domain.case import Case
from bot.domain.verdict import Burst, Situation
from bot.ports import Context
from bot.storage import messages
from handlers.bursts.loading import Loaded
from handlers.cases.goods import case_about

SAME_MATTER = timedelta(hours=72)
"""So long a complaint that names no goods belongs to the member's open case."""
GOES_ON = timedelta(minutes=15)
"""So long after their last words the member may name other things without a matter of their own: 汤倒了一锅."""
_FURTHER = re.compile("还有|另外|另一|再有|顺便|同箱|一起的")


def case_of(
    ctx: Context, conn: Connection, loaded: Loaded, open_cases: Sequence[Case], goods: str | None, *, red: bool
) -> Case | None:
    """The open case that is about the same: of the same goods, or of any where none are named. Goods without a fault
    of their own, named while the member still tells, are part of the story: 锅盖上全是, 换三个插座了."""
    lately = [case for case in open_cases if ctx.now() - case.opened_at <= SAME_MATTER]
    if goods is None:
        return next(iter(lately), None)
    named = case_about(conn, open_cases, goods) or next((case for case in lately if case.goods is None), None)
    if named is not None or red or _of_their_own(loaded.judged):
        return named
    return next((case for case in lately if _still_tells(conn, case, loaded)), None)


def _of_their_own(burst: Burst) -> bool:
    """Whether the words alone tell a fault, or say that another matter begins."""
    found = results_on(burst, Situation())
    return any(one.category and one.points >= LIKELY for one in found) or _FURTHER.search(burst.text) is not None


def _still_tells(conn: Connection, case: Case, loaded: Loaded) -> bool:
    """Whether the member's last words in the case are of a few minutes ago."""
    own = [m.at for m in messages.of_case(conn, case.number) if m.member_id == loaded.burst.member_id]
    return bool(own) and loaded.burst.first_at - own[-1] <= GOES_ON
