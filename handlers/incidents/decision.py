"""One compensation decision for all cases of an incident; each can be changed by itself afterwards (赔 12 改 …)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.compensation import REFUNDS, Proposal, propose, same_as
from bot.domain.incident import Incident
from bot.domain.offer_words import Decision, decision_in
from bot.domain.text import safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, incidents, offers
from handlers import zones
from handlers.cases.timeline import Actor
from handlers.compensation.facts import facts_of, goods_of, price_of
from handlers.compensation.offers import NotPossible, offer_to
from handlers.compensation.words import proposed_words
from handlers.incidents.work import CannotDo

LISTED = 10
"""So many cases that the rule gives something else are named at once."""


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
    decides it by itself. Raises NotPossible, with nothing sent, where the rule gives some of them something else and
    the words name no reason.
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
    locked = [cases.get(conn, found.number, for_update=True) for found in incidents.cases_of(conn, incident.number)]
    members = [case for case in locked if case is not None and case.is_open]
    decisions = {case.number: decision_in(words, now, price_of(case), goods_of(conn, case)) for case in members}
    _must_have_reason(ctx, conn, incident, [(case, decisions[case.number]) for case in members], words)
    for case in members:
        if case.red:
            left_out.append((case.number, _apart(case)))
            continue
        decision = decisions[case.number]
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


def _must_have_reason(
    ctx: Context, conn: Connection, incident: Incident, decided: Sequence[tuple[Case, Decision | str]], words: str
) -> None:
    """Raise where the rule gives a case something else than what is decided for all, and nobody said why."""
    unlike = []
    for case, decision in decided:
        if case.red or not isinstance(decision, Decision) or decision.reason:
            continue
        proposal = _differs(ctx, conn, case, decision)
        if proposal is not None:
            name, given = safe_name(case.member_name), proposed_words(proposal, case)
            unlike.append(say("incident.answers.unlike_line", case=case.number, member=name, proposal=given))
    if unlike:
        more = [say("incident.answers.unlike_more", count=len(unlike) - LISTED)] if len(unlike) > LISTED else []
        lines = "\n".join([*unlike[:LISTED], *more])
        raise NotPossible(say("incident.answers.unlike", number=incident.number, lines=lines, words=words))


def _differs(ctx: Context, conn: Connection, case: Case, decision: Decision) -> Proposal | None:
    """What the rule gives where a case that gets the common offer would get something else by it."""
    terms, latest = decision.terms, offers.latest(conn, case.number)
    settled = latest is not None and latest.state in ("sent", "accepted", "refused")
    if terms is None or (settled and not decision.again) or (terms.kind in REFUNDS and terms.amount_fen is None):
        return None
    found = propose(facts_of(conn, case), ctx.settings.compensation.policy)
    return found if isinstance(found, Proposal) and not same_as(found, terms) else None


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
