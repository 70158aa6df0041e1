"""What passed lately: messages in and out of one platform, for telling doubles from news."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.chat import Image
from bot.storage import inbox, outbox
from bot.storage.lately import Passed, passed
from tests.storage.make import NOON, at, group, heard, told


def test_messages_in_and_out_oldest_first(conn: Connection) -> None:
    where = group(conn)
    inbox.add(conn, heard("1", sent_at=at(-60), images=(Image("a"),)), NOON)
    inbox.add(conn, told("p1", sent_at=at(5)), at(5))
    inbox.add(conn, heard("2", platform="onebot"), NOON)
    inbox.add(conn, heard("0", sent_at=at(-9000)), at(-9000))
    for key, values in {
        "to the group": {"group": where.id, "sent_at": at(2), "sent_message_id": "b1"},
        "to a member": {"member_id": "501", "sent_at": at(7), "sent_message_id": "b2"},
        "without an id": {"group": where.id, "sent_at": at(3), "sent_message_id": None},
        "long ago": {"group": where.id, "sent_at": at(-9000), "sent_message_id": "b0"},
    }.items():
        post = outbox.Post(
            dedupe_key=key, platform="telegram", account="7", purpose="apology", text=key, state="sent",
            created_at=NOON, not_before=NOON, **values,
        )  # fmt: skip
        outbox.add(conn, post)
    assert passed(conn, "telegram", at(-3600)) == [
        Passed("1", "-100", "501", at(-60), "草莓烂了一半", 1, own=False),
        Passed("b1", "-100", "7", at(2), "to the group", 0, own=True),
        Passed("p1", None, "501", at(5), "您好", 0, own=False),
        Passed("b2", None, "7", at(7), "to a member", 0, own=True),
    ]
    assert [one.message_id for one in passed(conn, "telegram", at(-3600), limit=1)] == ["p1", "b2"]
