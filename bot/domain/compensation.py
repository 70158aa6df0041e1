"""What a spoiled purchase is worth: one ladder and one rule for everybody (playbook B9).

The rule knows the harm and nobody's name, so equal facts give equal proposals. It proposes; a person decides. A price
or a share that nobody named is asked for, never assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, Literal

Kind = Literal["apology", "voucher", "points", "part_refund", "replacement", "full_refund"]
"""From the least to the most; `points` stand on the step of `voucher`."""

REFUNDS: frozenset[Kind] = frozenset({"part_refund", "full_refund"})
IN_GOODS = frozenset({"damaged", "missing", "wrong_item", "quality", "taste"})
"""Categories whose harm lies in the goods and is measured by price and share; the others cost time and patience."""

ROUND_TO_FEN = 10
"""Amounts are rounded to 0.1 yuan, upward: in the member's favour."""

MOSTLY = Fraction(1, 2)
"""From this share on the purchase has lost its purpose."""

DONE_WITHIN_H: Mapping[Kind, float] = {
    "apology": 0, "voucher": 24, "points": 24, "part_refund": 24, "replacement": 48, "full_refund": 24,
}  # fmt: skip
"""Hours from the decision to the latest moment that keeps the word."""

Missing = Literal["price", "share"]
"""What has to be asked first: the price of the leader, the share of the member."""


@dataclass(frozen=True)
class Facts:
    """All that the rule may look at. `price_fen` is what was paid for the goods of the case, `share` how much of them
    is lost. `goods_kept` is False when the member gave the goods back; `unsafe` when nobody should eat the rest."""

    category: str
    severity: int
    price_fen: int | None = None
    share: Fraction | None = None
    goods_kept: bool = True
    repeat: bool = False
    unsafe: bool = False

    @property
    def lost(self) -> Fraction | None:
        """The share that is lost to the member; None while unknown."""
        return Fraction(1) if self.unsafe or not self.goods_kept else self.share

    @property
    def key(self) -> str:
        """Equal for equal harm: how angrily it was said counts no further than hint or clear."""
        parts = (
            self.category, min(self.severity, 2), self.price_fen, self.lost, "repeat" if self.repeat else "",
            "unsafe" if self.unsafe else "",
        )  # fmt: skip
        return "|".join("" if part is None else str(part) for part in parts)

    def as_json(self) -> dict[str, Any]:
        share = None if self.share is None else str(self.share)
        return {**vars(self), "share": share}


@dataclass(frozen=True)
class Policy:
    """What the settings allow: kinds of compensation, what they hold, and how soon each is done."""

    kinds: tuple[Kind, ...] = ("voucher", "part_refund", "replacement", "full_refund")
    voucher_fen: int = 300
    points: int = 100
    keep_goods_below_fen: int = 5000
    """Below this price a loss of half or more is refunded in full, and the goods stay with the member."""
    done_within_h: Mapping[Kind, float] = field(default_factory=lambda: DONE_WITHIN_H)


@dataclass(frozen=True)
class Proposal:
    """What the rule gives: the step and what it holds; `rule` names the reason in the catalogue."""

    kind: Kind
    rule: str
    amount_fen: int | None = None
    percent: int | None = None
    points: int | None = None

    def as_json(self) -> dict[str, Any]:
        return dict(vars(self))


@dataclass(frozen=True)
class Terms:
    """What a person decides to offer: `thing` for a replacement or points, `due_at` the latest moment it is done."""

    kind: Kind
    amount_fen: int | None = None
    percent: int | None = None
    thing: str | None = None
    due_at: datetime | None = None


def propose(facts: Facts, policy: Policy) -> Proposal | Missing:
    """The compensation for this harm, or what has to be asked first."""
    if facts.category not in IN_GOODS and not facts.unsafe:
        return _for_trouble(facts, policy)
    if facts.category == "taste" and facts.severity < 2 and not facts.repeat:
        return _small(policy, "taste_hint")
    if facts.price_fen is None:
        return "price"
    if facts.lost is None:
        return "share"
    return _for_goods(facts, facts.price_fen, facts.lost, policy)


def _for_trouble(facts: Facts, policy: Policy) -> Proposal:
    """Waiting, a price, a rude word: an apology, something small, and twice as much the second time."""
    if facts.repeat:
        return _small(policy, "trouble_again", times=2)
    if facts.severity < 2:
        return Proposal("apology", "trouble_hint")
    return _small(policy, "trouble")


def _small(policy: Policy, rule: str, times: int = 1) -> Proposal:
    """The step of vouchers and points; an apology where the settings allow neither."""
    if "voucher" in policy.kinds:
        return Proposal("voucher", rule, amount_fen=policy.voucher_fen * times)
    if "points" in policy.kinds:
        return Proposal("points", rule, points=policy.points * times)
    return Proposal("apology", rule)


def _for_goods(facts: Facts, price_fen: int, lost: Fraction, policy: Policy) -> Proposal:
    """Less than half: that share of the price. More: all of it, or good goods. A second failure goes one step up."""
    if facts.unsafe:
        return _whole(policy, "unsafe", price_fen, "full_refund", "part_refund", "replacement")
    if lost >= MOSTLY and price_fen < policy.keep_goods_below_fen:
        return _whole(policy, "keep_goods", price_fen, "full_refund", "part_refund", "replacement")
    if facts.repeat and lost >= MOSTLY:
        return _whole(policy, "again_mostly", price_fen, "full_refund", "part_refund", "replacement")
    if lost >= MOSTLY or facts.category == "wrong_item":
        return _whole(policy, "mostly", price_fen, "replacement", "full_refund", "part_refund")
    if facts.repeat:
        return _whole(policy, "again_share", price_fen, "replacement", "full_refund", "part_refund")
    if "part_refund" not in policy.kinds:
        return _whole(policy, "share", price_fen, "full_refund")
    return _refund("part_refund", "share", price_fen, lost)


def _whole(policy: Policy, rule: str, price_fen: int, *steps: Kind) -> Proposal:
    """The first of these steps that the settings allow, for the whole purchase."""
    kind: Kind = next((step for step in steps if step in policy.kinds), "full_refund")
    if kind == "replacement":
        return Proposal(kind, rule)
    return _refund(kind, rule, price_fen, Fraction(1))


def _refund(kind: Kind, rule: str, price_fen: int, share: Fraction) -> Proposal:
    percent = -(-share.numerator * 100 // share.denominator)
    return Proposal(kind, rule, share_of(price_fen, share), percent)


def share_of(price_fen: int, share: Fraction) -> int:
    """That share of the price, rounded up to 0.1 yuan, never more than the price."""
    exact = price_fen * share
    return min(price_fen, -(-exact.numerator // (exact.denominator * ROUND_TO_FEN)) * ROUND_TO_FEN)


def same_as(proposal: Proposal, terms: Terms) -> bool:
    """Whether a person decided what the rule gives; a due time of their own is no deviation."""
    if proposal.kind != terms.kind:
        return False
    if terms.kind == "replacement":
        return True
    if terms.kind == "points":
        return terms.thing == str(proposal.points)
    return terms.amount_fen == proposal.amount_fen


def due_after(now: datetime, hours: float) -> datetime:
    """The full hour by which something that takes `hours` is done."""
    later = now + timedelta(hours=hours)
    whole = later.replace(minute=0, second=0, microsecond=0)
    return whole if whole == later else whole + timedelta(hours=1)


def due_when_accepted(now: datetime, decided_at: datetime, due_at: datetime) -> datetime:
    """The due time of an offer that is accepted now: as said, or as long again when too little of it is left."""
    given = due_at - decided_at
    if due_at - now >= min(given, timedelta(hours=2)):
        return due_at
    return due_after(now, max(1, given // timedelta(hours=1)))
