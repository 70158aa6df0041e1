"""What must hold after every move of a play, read from the database in one go."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Table, select

from bot.domain.case import NO_CAUSE_NEEDED
from bot.domain.money_words import money_in
from bot.domain.offer_words import price_in
from bot.storage import groups
from bot.storage import tables as t
from bot.storage.incidents import number_in
from bot.storage.offers import LIVE
from handlers import speak

SPACING = timedelta(minutes=30)
LATEST_NOTICE = timedelta(minutes=2)
"""A sweep runs at the moment that something is due; the driven clock reaches it at once."""
ENDED = {
    "offers": ("accepted", "declined", "refused", "replaced"),
    "promises": ("fulfilled", "withdrawn", "not_a_promise"),
}
"""States that nobody leaves any more."""
TALKS_TO_A_PERSON = ("reply", "wants_person", "no_contact", "in_group", "no_talk", "mistaken", "no_need")
GIVES = {
    "voucher": "voucher", "points": "points", "part_refund": "refund", "full_refund": "refund",
    "replacement": "replacement",
}  # fmt: skip

AGREED = ("promise_made", "promise_changed", "promise_fulfilled")
"""A promise counts, has another sum, or is kept without anybody having confirmed it before."""

BARE_YES = re.compile(r"(?:好的?|可以|嗯+|谢谢|\W)+")
"""Words that may as well only mean that something was heard."""
ASKS_FOR_A_YES = (
    "offer:", "offer_reminder:", "offer_outdated:", "offer_asked_when:", "offer_pressed:", "offer_in_group:", "reply:",
)  # fmt: skip
"""How the keys of posts begin that may ask for one."""

Row = Any


@dataclass
class Rows:
    """Everything of a play, as it stands."""

    now: datetime
    staff: frozenset[str]
    cases: Mapping[int, Row]
    events: Sequence[Row]
    offers: Mapping[int, Row]
    promises: Mapping[int, Row]
    incidents: Mapping[int, Row]
    outbox: Sequence[Row]
    troubles: Sequence[str]
    """What could not be handled."""

    @classmethod
    def read(cls, conn: Connection, now: datetime, console: Sequence[str]) -> Rows:
        def all_of(table: Table) -> list[Row]:
            return list(conn.execute(select(table).order_by(*table.primary_key)))

        troubles = [row.error for row in all_of(t.inbox) if row.state == "failed"]
        troubles += [row.verdict["error"] for row in all_of(t.bursts) if "error" in (row.verdict or {})]
        return cls(
            now,
            frozenset({*groups.staff_of(conn, 1), *(f"console:{name}" for name in console)}),
            {row.number: row for row in all_of(t.cases)},
            all_of(t.case_events),
            {row.id: row for row in all_of(t.offers)},
            {row.id: row for row in all_of(t.promises)},
            {row.number: row for row in all_of(t.incidents)},
            all_of(t.outbox),
            troubles,
        )


@dataclass
class Watch:
    """Looks at everything after each move, and remembers what may not change any more."""

    console: Sequence[str] = ()
    events: Sequence[Row] = ()
    ended: dict[tuple[str, int], Row] = field(default_factory=dict)

    def look(self, conn: Connection, now: datetime) -> None:
        rows = Rows.read(conn, now, self.console)
        assert not rows.troubles, rows.troubles
        assert list(rows.events[: len(self.events)]) == list(self.events), "a timeline was changed"
        self.events = rows.events
        self._what_ended_stays(rows)
        for holds in HOLDS:
            holds(rows)

    def _what_ended_stays(self, rows: Rows) -> None:
        for name, states in ENDED.items():
            for number, row in getattr(rows, name).items():
                before = self.ended.get((name, number))
                assert before is None or _but_case(before) == _but_case(row), (before, row)
                if row.state in states:
                    self.ended[(name, number)] = row


def _but_case(row: Row) -> dict[str, Any]:
    """A row without the case that it may go on in after a merge."""
    return {k: v for k, v in row._mapping.items() if k != "case"}


def one_open_case_each(rows: Rows) -> None:
    """One open case a member and problem."""
    open_ones = [c for c in rows.cases.values() if c.state not in ("resolved", "closed")]
    counted = Counter((c.group, c.member_id, c.goods_key) for c in open_ones)
    assert all(count == 1 for count in counted.values()), counted


def closed_with_a_cause(rows: Rows) -> None:
    """No case closes without a cause, unless it was none or goes on as another."""
    for case in rows.cases.values():
        assert case.state != "closed" or case.cause or case.closed_by in NO_CAUSE_NEEDED, case
        assert (case.merged_into is not None) == (case.closed_by == "merged"), case


def money_only_after_a_person(rows: Rows) -> None:
    """No offer was sent and no promise stands that a person of this group did not decide."""
    for offer in rows.offers.values():
        if offer.state in ("sent", "accepted", "declined"):
            assert offer.decided_by in rows.staff, offer
            assert offer.decided_at is not None, offer
    for promise in rows.promises.values():
        if promise.state in ("open", "fulfilled"):
            assert promise.confirmed_at is not None or promise.state == "fulfilled", promise
            assert promise.offer is not None or promise.said_by in rows.staff, promise
    said = {post.dedupe_key for post in rows.outbox}
    assert all(rows.offers[number].decided_at for key in said for number in _offers_in(key)), said


def _offers_in(dedupe_key: str) -> Iterator[int]:
    kind, _, number = dedupe_key.partition(":")
    if kind == "offer" and number.isdecimal():
        yield int(number)


def one_decision_stands(rows: Rows) -> None:
    """A case has one live offer; each offer is decided once, answered once, and is one promise at most."""
    live = Counter(offer.case for offer in rows.offers.values() if offer.state in LIVE)
    assert all(count == 1 for count in live.values()), live
    for kind in ("offered", "offer_accepted", "offer_declined", "offer_refused", "offer_taken_back"):
        happened = Counter(event.data["offer"] for event in rows.events if event.kind == kind)
        assert all(count == 1 for count in happened.values()), (kind, happened)
    promised = Counter(promise.offer for promise in rows.promises.values() if promise.offer is not None)
    assert all(count == 1 for count in promised.values()), promised


def accepted_offers_are_the_promises(rows: Rows) -> None:
    """What was accepted is promised, with its sum; what was refused, declined or replaced never is."""
    by_offer = {promise.offer: promise for promise in rows.promises.values() if promise.offer is not None}
    accepted = {number for number, offer in rows.offers.items() if offer.state == "accepted"}
    assert set(by_offer) == accepted, (set(by_offer), accepted)
    changed = {event.data["promise"] for event in rows.events if event.kind == "promise_changed"}
    for number, promise in by_offer.items():
        offer = rows.offers[number]
        assert promise.kind == GIVES[offer.kind], (offer, promise)
        assert promise.kind not in ("refund",) or promise.amount_fen, (offer, promise)
        assert promise.id in changed or (promise.amount_fen, promise.due_at) == (offer.amount_fen, offer.due_at)
        assert promise.case == offer.case, (offer, promise)
        assert promise.due_at is not None or promise.id in changed, promise


def no_more_is_refunded_than_was_paid(rows: Rows) -> None:
    """The refunds agreed in a case come to its price at most, as it was known then; else a person's deviation from that
    is written down, with the words in which it was promised. Cases that go on as one keep what each has agreed."""
    together = {event.case for event in rows.events if event.kind in ("merged", "merged_into", "split_from")}
    prices: dict[int, int] = {}
    agreed: dict[int, dict[int, int]] = defaultdict(dict)
    noted = {event.case for event in rows.events if event.kind == "above_price" and "“" in event.text}
    for event in rows.events:
        case, text = event.case, event.text
        if event.kind == "facts":
            prices[case] = price_in(text.split(" ")[0]) or prices.get(case, 0)
        elif event.kind in ("promise_withdrawn", "promise_refused"):
            agreed[case].pop(event.data["promise"], None)
        elif event.kind in AGREED:
            promise = rows.promises[event.data["promise"]]
            if promise.kind != "refund" or (event.kind == "promise_changed" and promise.id not in agreed[case]):
                continue
            offered = rows.offers[promise.offer].facts.get("price_fen") if promise.offer is not None else None
            agreed[case][promise.id] = sum(money.fen or 0 for money in money_in(text.partition("，")[0]))
            price = max(prices.get(case, 0), offered or 0)
            above = price and case not in together and sum(agreed[case].values()) > price
            assert not above or case in noted, (case, price, agreed[case])


def nothing_is_computed_with_a_price_that_only_a_member_named(rows: Rows) -> None:
    """A case has a price where somebody of the staff has written it down."""
    told = {event.case for event in rows.events if event.kind in ("facts", "merged", "split_from")}
    for offer in rows.offers.values():
        assert offer.facts.get("price_fen") is None or offer.case in told, offer


def a_bare_yes_answers_what_was_asked_last(rows: Rows) -> None:
    """A bare yes after the member's own no, wish or question about an offer accepts it only where they were asked for a
    yes to it again in between."""
    wished: dict[int, datetime] = {}
    for event in rows.events:
        offer = event.data.get("offer")
        if event.kind in ("offer_more", "offer_asked", "offer_declined"):
            wished[offer] = event.at
        bare = BARE_YES.fullmatch(event.text) and event.actor == "member" and not event.data.get("tapped")
        if event.kind == "offer_accepted" and bare and offer in wished:
            asked = [p for p in rows.outbox if p.sent_at is not None and wished[offer] <= p.sent_at <= event.at]
            assert any(p.dedupe_key.startswith(ASKS_FOR_A_YES) for p in asked), event


def no_promise_hides(rows: Rows) -> None:
    """Every promise is kept, taken back, open in time, or its breach was told."""
    notices = [post for post in rows.outbox if post.purpose == speak.NOTICE]
    for promise in rows.promises.values():
        if promise.state != "open":
            continue
        if promise.due_at is not None and promise.due_at < rows.now - LATEST_NOTICE:
            assert promise.breached_at is not None, promise
            told = f"{speak.NOTICE}:promise:{promise.id}:"
            assert any(p.dedupe_key.startswith(told) and p.created_at >= promise.breached_at for p in notices), promise
        assert promise.next_look_at is not None, promise
    waiting = [p.next_look_at for p in rows.promises.values() if p.state in ("open", "unconfirmed") and p.next_look_at]
    assert all(at >= rows.now - LATEST_NOTICE for at in waiting), waiting


def no_clock_runs_once_agreed(rows: Rows) -> None:
    """A member who agreed and has asked nothing since waits for no answer."""
    agreed: dict[int, Row] = {}
    for event in rows.events:
        if event.kind == "offer_accepted" and not any(word in event.text for word in "？?么吗"):
            agreed[event.case] = event
        elif event.actor == "member" or event.kind in ("merged", "split_from"):
            agreed.pop(event.case, None)
    for number in agreed:
        assert rows.cases[number].answer_due_at is None, rows.cases[number]


def the_group_is_told_in_spaced_posts(rows: Rows) -> None:
    """An incident has its first complaint's apology, one notice for all, and then one post in a spacing at most. What a
    person copies into the group is not ours."""
    posts: dict[int, list[datetime]] = defaultdict(list)
    for post in rows.outbox:
        number = number_in(post.dedupe_key) if post.purpose == speak.INCIDENT else None
        if number is not None and post.sent_message_id is not None:
            posts[number].append(post.sent_at)
    for times in posts.values():
        assert all(later - earlier >= SPACING for earlier, later in pairwise(sorted(times))), times
    joined = {(e.case, e.data["incident"]): e.at for e in rows.events if e.kind == "incident_joined"}
    for post in rows.outbox:
        case = rows.cases.get(post.case) if post.purpose == speak.APOLOGY else None
        if case is None or case.incident is None or post.sent_message_id is None or post.approved_at is not None:
            continue
        if ":missed:" in post.dedupe_key or rows.incidents[case.incident].state == "dissolved":
            continue  # to one who waited in vain, or whose matter is their own again
        since = joined.get((case.number, case.incident))
        told = [at for at in posts[case.incident] if at <= post.sent_at and since is not None and since <= at]
        assert not told, (post, told)


def every_word_has_its_reason(rows: Rows) -> None:
    """What leaves is about a case or an incident of its own group, an answer to who wrote, or a notice to the staff."""
    for post in rows.outbox:
        if post.purpose == speak.NOTICE:
            assert post.member_id in rows.staff, post
        elif post.purpose == speak.INCIDENT:
            incident = rows.incidents.get(number_in(post.dedupe_key) or 0)
            assert incident is not None, post
            assert incident.group == post.group, post
        elif post.purpose != speak.ANSWER:
            case = rows.cases.get(post.case)
            assert case is not None, post
            assert post.member_id in (None, case.member_id), post
            assert post.group in (None, case.group), post


def nothing_told_is_lost(rows: Rows) -> None:
    """What the timelines say that people told, decided or noted is what the cases say."""
    tags: dict[int, list[str]] = defaultdict(list)
    assignee: dict[int, Any] = {}
    cause: dict[int, Any] = {}
    priced: set[int] = set()
    person: set[int] = set()
    mark: dict[int, int] = {}
    for event in rows.events:
        number = event.case
        if event.kind == "tagged":
            tags[number].append(event.text)
        elif event.kind == "untagged":
            tags[number].remove(event.text)
        elif event.kind == "reassigned":
            assignee[number] = event.data["to"]
        elif event.kind == "split_from":
            assignee[number] = assignee.get(event.data["origin"])
        elif event.kind == "cause":
            cause[number] = event.data["cause"]
        elif event.kind == "facts" and "29.9" in event.text:
            priced.add(number)
        elif event.kind in TALKS_TO_A_PERSON:
            person.add(number)
        elif event.kind == "marked":
            mark[number] = int(event.text)
        elif event.kind == "merged":
            merged = event.data["merged"]
            tags[number] = list(dict.fromkeys((*tags[number], *tags[merged])))
            priced |= {number} if merged in priced else set()
            person |= {number} if merged in person else set()
    for number, case in rows.cases.items():
        if case.merged_into is not None:
            continue
        assert case.tags == tags[number], (case, tags[number])
        assert case.assignee == assignee.get(number), (case, assignee.get(number))
        assert case.cause == cause.get(number), (case, cause.get(number))
        assert number not in priced or case.intake.get("price_fen"), case
        assert number not in person or case.intake.get("person"), case
        assert case.mark == mark.get(number), (case, mark.get(number))


HOLDS = (
    one_open_case_each, closed_with_a_cause, money_only_after_a_person, one_decision_stands,
    accepted_offers_are_the_promises, no_more_is_refunded_than_was_paid,
    nothing_is_computed_with_a_price_that_only_a_member_named, a_bare_yes_answers_what_was_asked_last,
    no_promise_hides, no_clock_runs_once_agreed,
    the_group_is_told_in_spaced_posts, every_word_has_its_reason, nothing_told_is_lost,
)  # fmt: skip
