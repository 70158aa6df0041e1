"""B9: one ladder and one rule for everybody – equal facts give equal proposals, and what is unknown is asked for."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.compensation import (
    IN_GOODS,
    Facts,
    Kind,
    Policy,
    Proposal,
    Terms,
    due_after,
    due_when_accepted,
    propose,
    same_as,
    share_of,
)
from bot.domain.verdict import CATEGORIES

HALF, THIRD, ALL = Fraction(1, 2), Fraction(1, 3), Fraction(1)
EVERYTHING: tuple[Kind, ...] = ("voucher", "points", "part_refund", "replacement", "full_refund")
POLICY = Policy()

SHARES = st.fractions(min_value=Fraction(1, 100), max_value=1, max_denominator=100)
PRICES = st.integers(1, 200_000)
FACTS = st.builds(
    Facts,
    category=st.sampled_from(CATEGORIES),
    severity=st.integers(1, 3),
    price_fen=st.none() | PRICES,
    share=st.none() | SHARES,
    goods_kept=st.booleans(),
    repeat=st.booleans(),
    unsafe=st.booleans(),
)
POLICIES = st.builds(
    Policy,
    kinds=st.sets(st.sampled_from(EVERYTHING))
    .map(lambda kinds: (*sorted(kinds), "part_refund"))
    .map(lambda kinds: tuple(dict.fromkeys(kinds))),
    voucher_fen=st.integers(1, 5000),
    keep_goods_below_fen=st.integers(0, 20_000),
)


def of(category: str = "damaged", **more: object) -> Facts:
    values: dict[str, object] = {"severity": 2, "price_fen": 10_000, "share": THIRD}
    return Facts(category, **values | more)  # type: ignore[arg-type]


def proposal(facts: Facts, policy: Policy = POLICY) -> Proposal:
    found = propose(facts, policy)
    assert isinstance(found, Proposal), found
    return found


LADDER_STEPS: list[tuple[str, Facts, Kind, int | None]] = [
    ("a hint of trouble", of("late", severity=1), "apology", None),
    ("trouble", of("late"), "voucher", 300),
    ("trouble again", of("service", severity=1, repeat=True), "voucher", 600),
    ("a hint of bad taste", of("taste", severity=1), "voucher", 300),
    ("less than half", of(), "part_refund", 3340),
    ("less than half, dear", of(price_fen=90_000), "part_refund", 30_000),
    ("half of something cheap", of(price_fen=2990, share=HALF), "full_refund", 2990),
    ("half of something dear", of(share=HALF), "replacement", None),
    ("less than half, again", of(repeat=True), "replacement", None),
    ("half, again", of(share=HALF, repeat=True), "full_refund", 10_000),
    ("the wrong thing", of("wrong_item"), "replacement", None),
    ("given back", of(goods_kept=False, share=None), "replacement", None),
    ("nobody may eat it", of("quality", unsafe=True, share=None), "full_refund", 10_000),
]


@pytest.mark.parametrize(("why", "facts", "kind", "fen"), LADDER_STEPS, ids=[why for why, *_ in LADDER_STEPS])
def test_the_ladder(why: str, facts: Facts, kind: Kind, fen: int | None) -> None:
    found = proposal(facts)
    assert (found.kind, found.amount_fen) == (kind, fen)


def test_who_the_member_is_cannot_be_asked() -> None:
    known = {field.name for field in fields(Facts)}
    assert known == {"category", "severity", "price_fen", "share", "goods_kept", "repeat", "unsafe"}


@given(FACTS, POLICIES)
def test_equal_facts_give_equal_proposals(facts: Facts, policy: Policy) -> None:
    other = replace(facts, share=None if facts.share is None else Fraction(str(facts.share)))
    assert propose(facts, policy) == propose(other, policy)
    assert facts.key == other.key


@given(FACTS, POLICIES)
def test_shouting_louder_brings_nothing(facts: Facts, policy: Policy) -> None:
    clear, angry = replace(facts, severity=2), replace(facts, severity=3)
    assert propose(clear, policy) == propose(angry, policy)
    assert clear.key == angry.key


@given(FACTS, FACTS, POLICIES)
def test_facts_with_one_key_are_treated_alike(one: Facts, other: Facts, policy: Policy) -> None:
    other = replace(other, category=one.category, price_fen=one.price_fen, share=one.share)
    if one.key == other.key:
        assert propose(one, policy) == propose(other, policy)


@given(FACTS, POLICIES)
def test_what_is_unknown_is_asked_and_never_assumed(facts: Facts, policy: Policy) -> None:
    found = propose(facts, policy)
    if isinstance(found, str):
        assert (facts.price_fen if found == "price" else facts.lost) is None
        return
    if found.kind in ("part_refund", "replacement", "full_refund"):
        assert facts.price_fen is not None
        assert facts.lost is not None


@given(FACTS, POLICIES)
def test_a_proposal_stays_within_the_settings_the_price_and_the_ladder(facts: Facts, policy: Policy) -> None:
    found = propose(facts, policy)
    if isinstance(found, str):
        return
    assert found.kind in (*policy.kinds, "apology")
    if found.kind in ("part_refund", "full_refund"):
        assert facts.price_fen is not None
        assert found.amount_fen is not None
        assert 0 < found.amount_fen <= facts.price_fen
        assert found.percent is not None
        assert 0 < found.percent <= 100


def worth(found: Proposal, price_fen: int) -> int:
    return price_fen if found.kind == "replacement" else found.amount_fen or 0


@given(st.sampled_from(sorted(IN_GOODS)), PRICES, SHARES, SHARES, st.booleans(), POLICIES)
def test_who_lost_more_gets_no_less(
    category: str, price: int, one: Fraction, other: Fraction, repeat: bool, policy: Policy
) -> None:
    less, more = sorted((one, other))
    found = [
        proposal(Facts(category, 2, price, share, repeat=repeat), replace(policy, kinds=EVERYTHING))
        for share in (less, more)
    ]
    assert worth(found[0], price) <= worth(found[1], price)


@given(FACTS, POLICIES)
def test_a_second_failure_gets_no_less(facts: Facts, policy: Policy) -> None:
    first, second = (propose(replace(facts, repeat=repeat), policy) for repeat in (False, True))
    if isinstance(first, Proposal) and isinstance(second, Proposal) and "points" not in policy.kinds:
        assert worth(first, facts.price_fen or 0) <= worth(second, facts.price_fen or 0)


@given(PRICES, SHARES)
def test_amounts_are_rounded_up_to_a_tenth_of_a_yuan(price: int, share: Fraction) -> None:
    fen = share_of(price, share)
    assert price * share <= fen < price * share + 10
    assert fen % 10 == 0 or fen == price


def test_points_take_the_place_of_a_voucher() -> None:
    found = proposal(of("late"), Policy(kinds=("points", "part_refund")))
    assert (found.kind, found.points) == ("points", 100)
    assert proposal(of("late"), Policy(kinds=("part_refund",))).kind == "apology"


def test_steps_that_a_shop_does_not_have_are_passed_over() -> None:
    assert proposal(of(share=HALF), Policy(kinds=("part_refund",))).amount_fen == 10_000
    assert proposal(of(share=HALF), Policy(kinds=("full_refund",))).kind == "full_refund"
    assert proposal(of(), Policy(kinds=("full_refund",))).kind == "full_refund"


def test_what_counts_as_a_deviation() -> None:
    found = proposal(of())
    assert same_as(found, Terms("part_refund", 3340, due_at=NOW)), "a time of one's own is none"
    assert not same_as(found, Terms("part_refund", 3330))
    assert not same_as(found, Terms("full_refund", 3340))
    assert same_as(proposal(of(share=HALF)), Terms("replacement", thing="两盒"))
    points = proposal(of("late"), Policy(kinds=("points", "part_refund")))
    assert same_as(points, Terms("points", thing="100"))
    assert not same_as(points, Terms("points", thing="50"))


NOW = datetime(2026, 1, 5, 2, 0, 30, tzinfo=UTC)


def test_a_due_time_is_a_full_hour() -> None:
    assert due_after(NOW, 24) == datetime(2026, 1, 6, 3, tzinfo=UTC)
    assert due_after(NOW.replace(second=0), 24) == datetime(2026, 1, 6, 2, tzinfo=UTC)


def test_a_late_yes_moves_the_time() -> None:
    due = due_after(NOW, 24)
    assert due_when_accepted(NOW + timedelta(hours=20), NOW, due) == due
    assert due_when_accepted(due - timedelta(hours=1), NOW, due) == due + timedelta(hours=23)
    late = NOW + timedelta(days=3)
    assert due_when_accepted(late, NOW, due) == due_after(late, 24)


@given(st.integers(-5000, 50_000), st.integers(10, 20_000))
def test_whoever_accepts_has_the_time_still_ahead(passed: int, given_min: int) -> None:
    due = NOW + timedelta(minutes=given_min)
    accepted = NOW + timedelta(minutes=abs(passed))
    assert due_when_accepted(accepted, NOW, due) > accepted
