"""One compensation decision for all cases of an incident; each can be changed by itself afterwards (赔 12 改 …)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.incident import Incident
from bot.domain.offer_words import Decision, decision_in
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, incidents
from handlers import zones
from handlers.cases.timeline import Actor, record
from handlers.compensation.facts import price_of
from handlers.compensation.offers import NotPossible, offer_to
from handlers.incidents.work import CannotDo


@dataclass(frozen=True)
class Decided:
    """The cases that the decision reached, and those that it did not with the reason."""

    offered: tuple[int, ...]
    waiting: tuple[int, ...]
    """Decided, but somebody who may give that much has to say yes."""
    left_out: tuple[tuple[int, str], ...]

    @property
    def reasons(self) -> list[tuple[list[int], str]]:
        """Why cases were left out: each reason once, as it reads for the first of its cases."""
        troubles: dict[str, list[int]] = {}
        for number, why in self.left_out:
            troubles.setdefault(why.replace(str(number), "…"), []).append(number)
        said = dict(self.left_out)
        return [(numbers, said[numbers[0]]) for numbers in troubles.values()]


def numbers_words(numbers: Sequence[int]) -> str:
    """The cases by their numbers, not more than can be read."""
    shown = "、".join(map(str, numbers[:10]))
    return shown if len(numbers) <= 10 else say("incident.answers.and_more", shown=shown, count=len(numbers))


def decide(ctx: Context, conn: Connection, incident: Incident, words: str, by: Actor) -> Decided:
    """Offer every open case what these words say; without words, what was decided before, to those who came later.

    Whoever was offered something already keeps that, unless the words begin with 改. A red case is left out: a person
    decides it by itself.
    """
    incidents.lock(conn, incident.group)
    current = incidents.get(conn, incident.number)
    if current is None or current.state == "dissolved":
        raise CannotDo("ended")
    now = zones.local_now(ctx, groups.get(conn, incident.group))
    words = words or str((current.offer or {}).get("words", ""))
    offered: list[int] = []
    waiting: list[int] = []
    left_out: list[tuple[int, str]] = []
    for found in incidents.cases_of(conn, incident.number):
        case = cases.get(conn, found.number, for_update=True)
        if case is None or not case.is_open:
            continue
        if case.red:
            left_out.append((case.number, _apart(case)))
            continue
        decision = decision_in(words, now, price_of(case), case.goods)
        try:
            state = _offer(ctx, conn, incident, case, decision, by)
        except NotPossible as e:
            left_out.append((case.number, str(e)))
        else:
            (waiting if state == "proposed" else offered).append(case.number)
    if offered or waiting:
        kept = {"words": words, "by": by.member_id or by.name, "by_name": by.name, "at": ctx.now().isoformat()}
        incidents.change(conn, incident.number, offer=kept)
    return Decided(tuple(offered), tuple(waiting), tuple(left_out))


def _apart(case: Case) -> str:
    """Why a red case gets no common offer."""
    return say("incident.answers.red_apart", number=case.number, red=say(f"red.{case.red}"))


def _offer(ctx: Context, conn: Connection, incident: Incident, case: Case, decision: Decision | str, by: Actor) -> str:
    """The state of the offer that a case gets."""
    if not isinstance(decision, Decision) or decision.terms is None:
        trouble = decision if isinstance(decision, str) else "what"
        raise NotPossible(say(f"compensation.troubles.{trouble}", number=case.number, price=""))
    reason = decision.reason or say("incident.one_decision", number=incident.number)
    offer = offer_to(
        ctx, conn, case, decision.terms, by, reason=reason, again=decision.again, incident=incident.number
    )  # fmt: skip
    return offer.state


def set_price(ctx: Context, conn: Connection, incident: Incident, price_fen: int, words: str, by: Actor) -> int:
    """What the goods cost, for every open case where that is not known; how many those are."""
    incidents.lock(conn, incident.group)
    told = 0
    for found in incidents.cases_of(conn, incident.number):
        case = cases.get(conn, found.number, for_update=True)
        if case is not None and case.is_open and price_of(case) is None:
            cases.change(conn, case, intake={**case.intake, "price_fen": price_fen})
            record(ctx, conn, case.number, by, "facts", words)
            told += 1
    return told
