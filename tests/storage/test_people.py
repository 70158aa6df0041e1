"""Members, their pictures, the questions about their messages, and the bursts that they write."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.storage import bursts, images, members, reviews
from bot.storage.groups import Group
from bot.storage.images import StoredImage
from bot.storage.reviews import Correction, Review
from tests.storage.make import NOON, at, burst, case, group

LANE = "group:telegram:7:-100"


def review(where: Group, number: int, **more: object) -> Review:
    values: dict[str, object] = {
        "member_id": "501", "member_name": "静静", "text": "这草莓…", "context": ("到了吗",),
        "verdict": {"score": 0.5}, "at": NOON,
    }  # fmt: skip
    return Review(burst=number, group=where.id, **(values | more))  # type: ignore[arg-type]


def test_a_member_is_remembered_with_name_and_group(conn: Connection) -> None:
    where = group(conn)
    members.seen(conn, "telegram", "501", "静静", NOON, where.id)
    members.seen(conn, "telegram", "501", "静静妈", at(5))
    member = members.get(conn, "telegram", "501")
    assert member is not None
    assert (member.name, member.last_seen_at, member.last_group) == ("静静妈", at(5), where.id)
    assert members.get(conn, "onebot", "501") is None
    members.seen(conn, "onebot", "501", "another person", at(6))
    assert members.get(conn, "telegram", "501") == member


def test_a_member_is_reachable_after_writing_to_us_until_it_fails(conn: Connection) -> None:
    members.seen(conn, "telegram", "501", "静静", NOON)

    def reachable() -> bool:
        member = members.get(conn, "telegram", "501")
        assert member is not None
        return member.reachable

    assert not reachable()
    members.change(conn, "telegram", "501", wrote_to_us_at=at(1))
    assert reachable()
    members.change(conn, "telegram", "501", unreachable_at=at(2))
    assert not reachable()


def test_a_question_to_a_person_waits_and_goes(conn: Connection) -> None:
    members.seen(conn, "telegram", "1", "李姐", NOON)
    members.seen(conn, "onebot", "2", "王哥", NOON)
    members.change(conn, "telegram", "1", choosing={"what": "admin", "groups": [1]})
    members.change(conn, "onebot", "2", choosing={"what": "group", "groups": [1]})
    assert [m.member_id for m in members.choosing(conn, ["telegram", "onebot"])] == ["1", "2"]
    assert [m.choosing for m in members.choosing(conn, ["telegram"])] == [{"what": "admin", "groups": [1]}]
    members.change(conn, "telegram", "1", choosing=None)
    assert members.choosing(conn, ["telegram"]) == []


def test_a_picture_is_kept_once_by_its_content(conn: Connection) -> None:
    picture = StoredImage("hash", b"\x00\xff jpeg", "image/jpeg", 4, 3, NOON)
    images.add(conn, picture)
    images.add(conn, StoredImage("hash", b"\x00\xff jpeg", "image/jpeg", 4, 3, at(9)))
    assert images.get(conn, "hash") == picture
    assert images.get(conn, "other") is None


def test_a_picture_is_wanted_once_and_due_until_it_is_settled(conn: Connection) -> None:
    for ref, when in (("a", 5), ("b", 1), ("b", 0), ("c", 99)):
        images.want(conn, "telegram", "7", ref, at(when))
    images.want(conn, "onebot", "8", "d", NOON)
    due = images.due(conn, at(10), ["telegram"], 8)
    assert [f.ref for f in due] == ["b", "a"]
    assert images.next_due(conn) == NOON
    images.add(conn, StoredImage("hash", b"x", "image/jpeg", 1, 1, NOON))
    images.change(conn, due[0].id, state="fetched", due_at=None, content_hash="hash")
    images.change(conn, due[1].id, state="pending", due_at=at(60), attempts=1, error="offline")
    assert images.due(conn, at(10), ["telegram"], 8) == []
    found = {f.ref: (f.state, f.content_hash, f.attempts) for f in images.by_refs(conn, "telegram", ["a", "b"])}
    assert found == {"a": ("pending", None, 1), "b": ("fetched", "hash", 0)}
    assert images.by_refs(conn, "telegram", []) == []


def test_a_question_about_a_message_is_asked_and_answered_once(conn: Connection) -> None:
    where, other = group(conn), group(conn, "-200")
    first = reviews.add(conn, review(where, burst(conn, where)))
    second = reviews.add(conn, review(where, burst(conn, where), member_id="502"))
    reviews.add(conn, review(other, burst(conn, other)))
    assert [r.number for r in reviews.open_of_groups(conn, [where.id])] == [first, second]
    assert [r.number for r in reviews.open_of_member(conn, where.id, "502")] == [second]
    reviews.answer(conn, first, "yes", "1", at(5))
    answered = reviews.get(conn, first, for_update=True)
    assert answered is not None
    assert (answered.answer, answered.answered_by, answered.answered_at) == ("yes", "1", at(5))
    assert (answered.context, answered.verdict) == (("到了吗",), {"score": 0.5})
    assert [r.number for r in reviews.open_of_groups(conn, [where.id])] == [second]
    assert reviews.get(conn, 999) is None


def test_what_a_person_said_is_kept_with_the_context(conn: Connection) -> None:
    correction = Correction(group(conn).id, "草莓…", ("一", "二"), {"score": 0.4}, False, "review", "1", NOON)
    reviews.correct(conn, correction)
    reviews.correct(conn, Correction(**{**vars(correction), "was": None}))
    kept = reviews.all_corrections(conn)
    assert [(c.context, c.was, c.complaint) for c in kept] == [
        (("一", "二"), {"score": 0.4}, False),
        (("一", "二"), None, False),
    ]


def test_a_burst_grows_until_it_is_judged(conn: Connection) -> None:
    where = group(conn)
    number = burst(conn, where)
    found = bursts.open_burst(conn, LANE, "501")
    assert found is not None
    assert (found.id, found.due_at) == (number, at(8))
    assert bursts.open_burst(conn, LANE, "502") is None
    assert bursts.open_burst(conn, "group:telegram:7:-200", "501") is None
    bursts.extend(conn, number, at(5), at(13))
    assert not bursts.still_due(conn, found), "something was added since it was read"
    assert bursts.due(conn, LANE, at(12)) == []
    again = bursts.due(conn, LANE, at(13))
    assert [b.id for b in again] == [number]
    assert bursts.still_due(conn, again[0])
    opened = case(conn, where).number
    bursts.judged(conn, number, {"decision": "complaint"}, opened)
    assert not bursts.still_due(conn, again[0])
    judged = bursts.get(conn, number)
    assert (judged.due_at, judged.verdict, judged.case) == (None, {"decision": "complaint"}, opened)
    assert bursts.open_burst(conn, LANE, "501") is None


def test_bursts_are_judged_in_the_order_in_which_they_began(conn: Connection) -> None:
    where = group(conn)
    late = burst(conn, where, member_id="1", first_at=at(2), due_at=at(10))
    early = burst(conn, where, member_id="2", first_at=at(1), due_at=at(11))
    burst(conn, None, lane="direct:telegram:7:501", due_at=at(3))
    assert [b.id for b in bursts.due(conn, LANE, at(20))] == [early, late]
    assert (bursts.next_due(conn, LANE), bursts.next_due(conn)) == (at(10), at(3))
    bursts.judged(conn, early, None)
    assert [b.id for b in bursts.due(conn, LANE, at(20))] == [late], "a judged one stays judged"
    bursts.set_case(conn, late, case(conn, where).number)
    assert bursts.get(conn, late).case is not None
    assert bursts.next_due(conn, LANE) - NOON == timedelta(seconds=10)  # type: ignore[operator]
