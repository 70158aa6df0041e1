"""Groups: one row a group, its leaders, the one-time codes, and a move that keeps the history."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.storage import bursts, cases, groups, members, messages, outbox, reviews
from bot.storage.reviews import Correction
from bot.storage.tables import leader_codes
from tests.storage.make import NOON, at, burst, case, group, message, post
from tests.storage.test_people import review


def test_a_group_is_one_row_and_keeps_its_mode(conn: Connection) -> None:
    first = group(conn, mode="auto")
    again = group(conn, mode="watch", name="锦绣花园三群", account="8", now=at(9))
    assert (again.id, again.mode, again.created_at) == (first.id, "auto", NOON)
    assert (again.name, again.account) == ("锦绣花园三群", "8")
    assert group(conn, name="", account="") == again, "what is not known now does not erase what was"
    assert groups.everyone(conn) == [again]
    assert group(conn, "-300", name="").name == "-300"


def test_what_changes_about_a_group(conn: Connection) -> None:
    where = group(conn)
    groups.set_mode(conn, where.id, "watch")
    groups.set_left(conn, where.id, at(3))
    groups.set_muted(conn, where.id, True)
    groups.remember_wording(conn, where.id, ("b", "a"))
    found = groups.get(conn, where.id)
    assert (found.mode, found.left_at, found.muted, found.recent_wordings) == ("watch", at(3), True, ("b", "a"))
    groups.set_left(conn, where.id, None)
    assert groups.get(conn, where.id).left_at is None


def test_leaders_and_admins(conn: Connection) -> None:
    one, two = group(conn), group(conn, "-200")
    assert groups.add_staff(conn, one.id, "2", "admin", "config", NOON)
    assert groups.add_staff(conn, one.id, "1", "group_leader", "code", at(5))
    assert not groups.add_staff(conn, one.id, "1", "admin", "config", at(6))
    assert groups.staff_of(conn, one.id) == ["1", "2"]
    assert [groups.role_of(conn, one.id, m) for m in ("1", "2", "3")] == ["group_leader", "admin", None]
    assert groups.led_by(conn, "telegram", "1") == [one]
    assert groups.led_by(conn, "onebot", "1") == []
    assert groups.without_leader(conn) == groups.without_leader(conn, "telegram") == [two]
    groups.set_left(conn, two.id, NOON)
    assert groups.without_leader(conn) == []


def test_whom_the_settings_no_longer_name_loses_the_role_and_a_code_keeps_it(conn: Connection) -> None:
    where = group(conn)
    for member, source in (("1", "config"), ("2", "config"), ("3", "code")):
        groups.add_staff(conn, where.id, member, "group_leader", source, NOON)  # type: ignore[arg-type]
    groups.drop_configured_staff(conn, where.id, frozenset({"2"}))
    assert set(groups.staff_of(conn, where.id)) == {"2", "3"}
    groups.drop_configured_staff(conn, where.id, frozenset())
    assert groups.staff_of(conn, where.id) == ["3"]


def test_a_code_works_once_and_not_for_ever(conn: Connection) -> None:
    groups.add_leader_code(conn, "ABCD2345", NOON, timedelta(hours=24))
    assert not groups.leader_code_valid(conn, "WRONG", NOON)
    assert not groups.leader_code_valid(conn, "ABCD2345", NOON + timedelta(hours=24))
    assert groups.leader_code_valid(conn, " abcd2345 ", at(1))
    assert not groups.use_leader_code(conn, "ABCD2345", "1", NOON + timedelta(hours=24))
    assert groups.use_leader_code(conn, "abcd2345", "1", at(1))
    assert not groups.use_leader_code(conn, "ABCD2345", "2", at(2))
    assert not groups.leader_code_valid(conn, "ABCD2345", at(2))


def test_a_code_is_not_kept_in_the_clear(conn: Connection) -> None:
    groups.add_leader_code(conn, "ABCD2345", NOON, timedelta(hours=24))
    row = conn.execute(leader_codes.select()).one()
    assert "ABCD2345" not in str(row).upper()


def test_a_moved_group_keeps_everything(conn: Connection) -> None:
    where = group(conn)
    number = case(conn, where).number
    groups.add_staff(conn, where.id, "1", "group_leader", "code", NOON)
    groups.move(conn, "telegram", "-100", "-1001")
    moved = groups.find(conn, "telegram", "-1001")
    assert moved is not None
    assert moved.id == where.id
    assert groups.find(conn, "telegram", "-100") is None
    found = cases.get(conn, number)
    assert found is not None
    assert found.group == moved.id
    groups.move(conn, "telegram", "-100", "-1001")
    assert groups.find(conn, "telegram", "-1001") == moved, "told twice, moved once"


def test_what_came_in_under_the_new_id_joins(conn: Connection) -> None:
    where, stray = group(conn), group(conn, "-1001", mode="assist")
    message(conn, where, "-100:1")
    number = burst(conn, stray, lane="group:telegram:7:-1001")
    new = message(conn, stray, "-1001:1", burst=number)
    opened = case(conn, stray)
    sent = post(conn, stray, "apology:1", case=opened.number)
    asked = reviews.add(conn, review(stray, number))
    reviews.correct(conn, Correction(stray.id, "x", (), None, True, "undo", "1", NOON))
    members.seen(conn, "telegram", "501", "静静", NOON, stray.id)
    groups.add_staff(conn, stray.id, "9", "admin", "config", NOON)
    groups.move(conn, "telegram", "-100", "-1001")
    assert [g.id for g in groups.everyone(conn)] == [where.id]
    assert [m.message_id for m in messages.recent(conn, where.id, 5)] == ["-100:1", "-1001:1"]
    assert bursts.get(conn, number).group == where.id
    assert [c.number for c in cases.open_of_groups(conn, [where.id])] == [opened.number]
    assert outbox.get(conn, sent.id).group == where.id
    stored = reviews.get(conn, asked)
    assert stored is not None
    assert stored.group == where.id
    assert [c.group for c in reviews.all_corrections(conn)] == [where.id]
    member = members.get(conn, "telegram", "501")
    assert member is not None
    assert member.last_group == where.id
    assert groups.staff_of(conn, where.id) == []
    assert messages.find(conn, where.id, new.message_id) is not None


def test_a_member_with_the_same_open_case_under_both_ids_keeps_both(conn: Connection) -> None:
    where, stray = group(conn), group(conn, "-1001")
    old, new = case(conn, where), case(conn, stray)
    other = case(conn, stray, member_id="502")
    cases.change(conn, case(conn, where, member_id="503"), state="closed")
    third = case(conn, stray, member_id="503")
    groups.move(conn, "telegram", "-100", "-1001")
    assert {c.number for c in cases.open_of_groups(conn, [where.id])} == {
        old.number, new.number, other.number, third.number,
    }  # fmt: skip
    assert cases.open_case(conn, where.id, "501", "草莓") == old
    assert cases.open_case(conn, where.id, "502", "草莓") is not None
    assert [c.goods for c in cases.all_cases(conn)] == ["草莓"] * 5


def test_a_group_that_is_not_known_cannot_move(conn: Connection) -> None:
    where = group(conn, "-1001")
    groups.move(conn, "telegram", "-100", "-1001")
    groups.move(conn, "telegram", "-1001", "-1001")
    assert groups.everyone(conn) == [where]
