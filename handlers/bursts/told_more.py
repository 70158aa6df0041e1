"""A member whose case is open tells in the group that it is worse, or that there is more of it: 草莓又烂了一盒,
刚又发现两个坏的. The words stand in the case, and the leaders read them."""

from __future__ import annotations

import re

from sqlalchemy import Connection

from bot.detection.goods import find_goods
from bot.detection.normal import plain
from bot.detection.pressing_words import of_elsewhere
from bot.detection.reading import LIKELY
from bot.domain.case import Case
from bot.domain.text import excerpt
from bot.domain.verdict import Verdict
from bot.ports import Context
from bot.replies import say
from bot.storage import bursts, cases, groups
from handlers import speak
from handlers.bursts import pressing
from handlers.bursts.loading import Loaded
from handlers.cases import clocks

TOLD = "told_more:"
_BAD = "烂|坏(?!人|蛋)|碎|霉|臭|馊|酸|蔫|长毛|虫|发黑|软|漏|破|裂|出水|化了|不行|不能(?:吃|用|喝|要)|没法|吃不了|死了"
_MORE = re.compile(
    rf"(?:又|更|越来?越|另外?一|另外的|剩下|剩的|其余|其他|底下|下面|里面|里头|后面|刚看|刚才?发现|这会儿|还有)(?:(?!没|不会|怕|别)[^,。!?])"
    rf"{{0,8}}?(?:{_BAD})|(?:{_BAD})得?(?:更|越来?越)"
)
_NOT_OF_GOODS = ("refund", "service", "price")


def tells_more(text: str, verdict: Verdict) -> bool:
    """Whether words about a matter that is known tell more of what is wrong: not 怎么吃啊, not 那坏的我扔了."""
    if any(check.veto for check in verdict.checks) or (of_elsewhere(text) and not find_goods(text)):
        return False
    faults = [c for c in verdict.checks if c.category and c.points >= LIKELY and not c.follow_up]
    named = verdict.decision != "none" and any(c.category not in _NOT_OF_GOODS for c in faults)
    return named or _MORE.search(plain(text)) is not None


def tell(ctx: Context, conn: Connection, loaded: Loaded, verdict: Verdict, open_cases: list[Case]) -> None:
    """The leaders hear what the member tells besides about a case that was open before, once in a while."""
    number = bursts.get(conn, loaded.burst.id).case
    if number is None or all(case.number != number for case in open_cases):
        return
    case = cases.get(conn, number, for_update=True)
    if case is None or verdict.red or not tells_more(loaded.judged.text, verdict):
        return
    group = groups.get(conn, case.group)
    if (group.mode == "watch" and not case.red) or pressing.still_complains(conn, case, loaded.said[-1]):
        return
    if case.state == "waiting_member":
        case = cases.change(conn, case, state="waiting_us")
    if case.first_response_at is not None:
        case = clocks.awaits_answer(ctx, conn, case)
    if ctx.now() - case.opened_at < pressing.NOT_TWICE_WITHIN or pressing.just_told(ctx, conn, case, TOLD):
        return
    words = speak.describe(case, group) | {"quote": excerpt(loaded.judged.text, 100)}
    key = f"{TOLD}group:{loaded.burst.id}"
    speak.to_leaders(ctx, conn, group, say("leader.told_more", **words), key, case=case.number)
