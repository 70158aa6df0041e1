"""A leader's commands on a member's word: 删除资料 12, 确认删除资料 12."""

from __future__ import annotations

import re

from handlers.erasing.asking import on_behalf
from handlers.request import Answer, Command, Request, no_such_case


def erase(r: Request) -> Answer:
    """删除资料 12: the member of case 12 wants their data deleted; asked once more before it is done."""
    case = r.case()
    if case is None:
        return no_such_case(r, "删除资料")
    return on_behalf(r.ctx, r.conn, case, r.by, sure=bool(r.words["sure"]))


COMMANDS: tuple[tuple[re.Pattern[str], Command], ...] = (
    (re.compile(r"^(?P<sure>确认|確認)?[删刪]除[资資]料\s*(?:售后单|[#＃])?\s*(?P<number>\d{1,9})?$"), erase),
)
"""leader_command takes these into its own."""
