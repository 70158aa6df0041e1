"""A member whose case is open tells in the group that it is worse, or that there is more of it: 草莓又烂了一盒,
刚又发现两个坏的. The words stand in the case, and the leaders read them."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import Connection

from bot.detection.goods import find_goods, goods_key
from bot.detection.goods_answer import goods_said_of
from bot.detection.intake_words import asks_alone, wishes_alone
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
from handlers.cases.work import name_goods

TOLD = "told_more:"
NAMED_AFTER = timedelta(seconds=90)
"""So long after the complaint a bare name says which goods it was about."""
ANSWERS_WITHIN = timedelta(minutes=3)
"""A neighbour's line so shortly before may be what a bare word answers."""
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


def with_its_goods(ctx: Context, conn: Connection, case: Case, loaded: Loaded) -> Case:
    """The case, its goods named where they were unknown and the member says so right after the complaint: 坏了, then
    是鸡蛋."""
    goods = goods_said_of(loaded.judged.text)
    if case.goods is not None or goods is None or loaded.said[0].at - case.opened_at > NAMED_AFTER:
        return case
    return name_goods(ctx, conn, case, goods, goods_key(goods))


def _asks_us(loaded: Loaded) -> bool:
    """Whether the member asks what is to be done, or wishes something, in a word or two (咋办, ？, 退) that answer
    nobody's talk of another matter."""
    text = loaded.judged.text
    if not (asks_alone(text) or wishes_alone(text)):
        return False
    before = next((e for e in reversed(loaded.situation.earlier) if e.role != "bot"), None)
    if before is None or before.same_member or before.role != "member" or before.at is None or before.complaint:
        return True
    lately = loaded.burst.first_at - before.at <= ANSWERS_WITHIN
    return not lately or not (of_elsewhere(before.text) or not text.strip("?？ "))


def tell(ctx: Context, conn: Connection, loaded: Loaded, verdict: Verdict, open_cases: list[Case]) -> None:
    """The leaders hear what the member tells besides about a case that was open before, once in a while."""
    number = bursts.get(conn, loaded.burst.id).case
    if number is None or all(case.number != number for case in open_cases):
        return
    case = cases.get(conn, number, for_update=True)
    text = loaded.judged.text
    asks = _asks_us(loaded)
    if case is None or verdict.red or not (asks or tells_more(text, verdict)):
        return
    group = groups.get(conn, case.group)
    if (group.mode == "watch" and not case.red) or not (
        asks or not pressing.still_complains(conn, case, loaded.said[-1])
    ):
        return
    if asks and wishes_alone(text) and "wish" not in case.intake:
        case = cases.change(conn, case, intake={**case.intake, "wish": excerpt(text, 200)})
    if case.state == "waiting_member":
        case = cases.change(conn, case, state="waiting_us")
    if case.first_response_at is not None:
        case = clocks.awaits_answer(ctx, conn, case)
    early = not asks and ctx.now() - case.opened_at < pressing.NOT_TWICE_WITHIN
    if early or pressing.just_told(ctx, conn, case, TOLD):
        return
    words = speak.describe(case, group) | {"quote": excerpt(loaded.judged.text, 100)}
    key = f"{TOLD}group:{loaded.burst.id}"
    speak.to_leaders(ctx, conn, group, say("leader.told_more", **words), key, case=case.number)
