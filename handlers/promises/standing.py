"""What is promised to a member and not done, and whether words that say it anew fit it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.money_words import money_in
from bot.domain.plain_words import plain
from bot.domain.restated_words import Anew, with_unit
from bot.storage import promises
from bot.storage.promises import Promise


@dataclass(frozen=True)
class Standing:
    """A member's open case and what is promised in it and not done."""

    case: Case
    made: tuple[Promise, ...]

    @property
    def sums(self) -> set[int | None]:
        return {p.amount_fen for p in self.made}

    @property
    def unconfirmed(self) -> bool:
        return any(p.state == "unconfirmed" for p in self.made)

    @property
    def waits_for_money(self) -> bool:
        """Whether a refund is the only thing that has a time."""
        return {p.kind for p in self.made if p.due_at is not None} == {"refund"}

    def refund(self) -> Promise | None:
        """The only refund, where there is one."""
        found = [p for p in self.made if p.kind == "refund"]
        return found[0] if len(found) == 1 else None


def all_standing(conn: Connection, open_cases: Sequence[Case]) -> dict[str, Standing]:
    """By member; of several open cases the newest in which anything stands."""
    found = {}
    for case in sorted(open_cases, key=lambda c: c.number):
        made = tuple(p for p in promises.of_case(conn, case.number) if p.is_unkept)
        if made:
            found[case.member_id] = Standing(case, made)
    return found


def fits(said: Anew, mine: Standing) -> bool:
    """Whether what the words take for granted stands so."""
    if any(fen_of(words) not in mine.sums for words in said.stands):
        return False
    refund = mine.refund()
    if said.how == "sum":
        fen, more = fen_of(said.sum or ""), fen_of(said.more) if said.more else None
        if refund is None or fen is None or fen == refund.amount_fen:
            return False
        return more is None or refund.amount_fen is None or refund.amount_fen + more == fen
    if said.how == "on_top":
        return said.sure or fen_of(said.sum or "") not in mine.sums
    if said.how == "later":
        return any(p.due_at is not None for p in mine.made)
    if said.how == "back":
        kind = "replacement" if "补" in said.read else "refund"
        return any(p.kind == kind for p in mine.made)
    return True


def fen_of(words: str) -> int | None:
    """How much a sum in words is, in fen."""
    found = money_in(plain(with_unit(words)))
    return found[0].fen if len(found) == 1 else None
