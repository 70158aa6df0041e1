"""Rows and events with defaults for everything, so that a test states only what matters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.chat import DirectMessage, GroupMessage
from bot.storage import bursts, cases, groups, messages, outbox
from bot.storage.bursts import StoredBurst
from bot.storage.cases import NewCase
from bot.storage.groups import Group
from bot.storage.messages import Message
from bot.storage.outbox import Post

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def heard(message_id: str = "1", text: str = "草莓烂了一半", **more: Any) -> GroupMessage:
    values: dict[str, Any] = {
        "platform": "telegram", "account": "7", "message_id": message_id, "sent_at": NOON, "group_id": "-100",
        "group_name": "锦绣花园3群", "member_id": "501", "member_name": "静静", "text": text,
    }  # fmt: skip
    return GroupMessage(**(values | more))


def told(message_id: str = "p1", text: str = "您好", **more: Any) -> DirectMessage:
    values: dict[str, Any] = {
        "platform": "telegram", "account": "7", "message_id": message_id, "sent_at": NOON, "member_id": "501",
        "member_name": "静静", "text": text,
    }  # fmt: skip
    return DirectMessage(**(values | more))


def group(conn: Connection, group_id: str = "-100", **more: Any) -> Group:
    values: dict[str, Any] = {
        "platform": "telegram",
        "account": "7",
        "name": "锦绣花园3群",
        "mode": "auto",
        "now": NOON,
    }
    return groups.ensure(conn, group_id=group_id, **(values | more))


def case(conn: Connection, where: Group, **more: Any) -> Case:
    found = cases.add(conn, new_case(where, **more))
    assert found is not None
    return found


def new_case(where: Group, **more: Any) -> NewCase:
    values: dict[str, Any] = {
        "platform": where.platform, "member_id": "501", "member_name": "静静", "category": "damaged", "severity": 1,
        "quote": "草莓烂了一半", "opened_at": NOON, "goods": "草莓", "goods_key": "草莓",
    }  # fmt: skip
    return NewCase(group=where.id, **(values | more))


def burst(conn: Connection, where: Group | None, **more: Any) -> int:
    values: dict[str, Any] = {
        "id": 0, "lane": "group:telegram:7:-100", "group": where.id if where else None, "platform": "telegram",
        "member_id": "501", "member_name": "静静", "first_at": NOON, "last_at": NOON, "due_at": at(8),
    }  # fmt: skip
    return bursts.start(conn, StoredBurst(**(values | more)))


def message(conn: Connection, where: Group, message_id: str = "-100:1", **more: Any) -> Message:
    values: dict[str, Any] = {
        "member_id": "501", "member_name": "静静", "role": "member", "at": NOON, "text": "草莓烂了一半",
    }  # fmt: skip
    messages.add(conn, Message(group=where.id, message_id=message_id, **(values | more)))
    found = messages.find(conn, where.id, message_id)
    assert found is not None
    return found


def post(conn: Connection, where: Group | None = None, key: str = "apology:1", **more: Any) -> Post:
    """A message in the outbox: to the group, or with `member_id` to a person."""
    values: dict[str, Any] = {
        "dedupe_key": key, "platform": "telegram", "account": "7", "purpose": key.split(":")[0], "text": "真抱歉",
        "created_at": NOON, "not_before": NOON, "group": where.id if where else None,
    }  # fmt: skip
    assert outbox.add(conn, Post(**(values | more)))
    found = outbox.find(conn, key)
    assert found is not None
    return found
