"""What was said in groups and in private."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.storage import messages
from bot.storage.messages import Direct, Message
from tests.storage.make import NOON, at, burst, case, group, message


def direct(**more: object) -> Direct:
    values: dict[str, object] = {
        "platform": "telegram", "account": "7", "member_id": "501", "direction": "in", "at": NOON, "text": "您好",
    }  # fmt: skip
    return Direct(**(values | more))  # type: ignore[arg-type]


def test_a_message_is_kept_once_with_everything(conn: Connection) -> None:
    where = group(conn)
    stored = message(
        conn, where, "-100:1", images=({"ref": "f", "content_hash": None},), quote_id="-100:0", mentions=("9",),
        topic_id="4",
    )  # fmt: skip
    assert not messages.add(conn, Message(**{**vars(stored), "id": 0, "text": "again"}))
    found = messages.find(conn, where.id, "-100:1")
    assert found == stored
    assert (found.images, found.mentions, found.goods) == (({"ref": "f", "content_hash": None},), ("9",), ())
    assert (found.complaint, found.topic_id, found.quote_id) == (None, "4", "-100:0")
    message(conn, group(conn, "-200"), "-100:1")
    assert messages.find(conn, where.id, "-100:2") is None


def test_recent_and_later_messages_of_a_group(conn: Connection) -> None:
    where = group(conn)
    rows = [message(conn, where, f"-100:{n}", at=at(-n)) for n in range(6)]
    message(conn, group(conn, "-200"), "-200:1")
    assert messages.recent(conn, where.id, 3) == rows[3:], "in the order of arrival"
    assert messages.recent(conn, where.id, 3, before=rows[2].id) == rows[:2]
    assert messages.after(conn, where.id, rows[3].id) == rows[4:]


def test_messages_of_bursts_and_cases(conn: Connection) -> None:
    where = group(conn)
    number, opened = burst(conn, where), case(conn, where).number
    first, second = message(conn, where, "-100:1"), message(conn, where, "-100:2")
    messages.change(conn, [second.id, first.id], burst=number, case=opened, complaint=True, goods=["草莓"])
    messages.change(conn, [], case=None)
    assert [m.id for m in messages.of_burst(conn, number)] == [first.id, second.id]
    assert [(m.complaint, m.goods) for m in messages.of_case(conn, opened)] == [(True, ("草莓",))] * 2


def test_a_member_is_quoted_by_their_words(conn: Connection) -> None:
    where = group(conn)
    message(conn, where, "-100:1", text="烂了")
    latest = message(conn, where, "-100:2", text="烂了", member_id="502")
    message(conn, where, "-100:3", text="烂了", role="group_leader")
    assert messages.by_text(conn, where.id, "烂了") == latest
    assert messages.by_text(conn, where.id, "烂") is None
    assert messages.by_text(conn, where.id, "烂了", limit=1) is None


def test_a_private_chat(conn: Connection) -> None:
    where = group(conn)
    number, opened = burst(conn, None, lane="direct:telegram:7:501"), case(conn, where).number
    first = messages.add_direct(conn, direct(burst=number, images=({"ref": "f"},)))
    answer = messages.add_direct(conn, direct(direction="out", case=opened, text="在"))
    messages.add_direct(conn, direct(member_id="502"))
    assert [m.id for m in messages.direct_of_burst(conn, number)] == [first]
    assert [m.id for m in messages.conversation(conn, opened)] == [answer]
    messages.change_direct(conn, [first], case=opened)
    messages.change_direct(conn, [], case=None)
    assert [m.text for m in messages.conversation(conn, opened)] == ["您好", "在"]
    last = messages.last_direct(conn, "telegram", "501", "in")
    assert last is not None
    assert (last.id, last.images) == (first, ({"ref": "f"},))
    assert messages.last_direct(conn, "onebot", "501", "in") is None
