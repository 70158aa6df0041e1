"""What the leaders hear of cards that the group sees when something speaks against them."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.replies import say
from bot.storage import cards, cases
from handlers.cases.goods import is_about

_LINES = {"posted": "leader.red_shown", "posting": "leader.red_shown_soon"}


def hangs(conn: Connection, case: Case) -> bool:
    """Whether the group sees the case's card."""
    card = cards.live(conn, case.number)
    return card is not None and card.state == "posted"


def beside_red(conn: Connection, case: Case) -> str:
    """Further lines of the urgent notice of a red case: the same member's cards about these goods that say it was
    solved; empty where there are none."""
    lines = []
    for number, state in cards.shown_of(conn, case.platform, case.member_id, case.group):
        other = cases.get(conn, number)
        if other is None or (case.goods and other.goods and not is_about(conn, other, case.goods)):
            continue
        lines.append(say(_LINES[state], number=number))
    return "".join(f"\n{line}" for line in lines)
