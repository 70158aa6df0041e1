"""Wordings of one group and of all."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection

from bot.storage import groups, wordings
from tests.storage.make import group

NOW = datetime(2026, 1, 5, 10, tzinfo=UTC)


def test_a_groups_words_come_before_those_of_all(conn: Connection) -> None:
    here, there = group(conn, "-1").id, group(conn, "-2").id
    assert wordings.texts_of(conn, here, "a") == ()
    assert wordings.put(conn, None, "a", ["所有群"], 0, "小美", NOW)
    assert wordings.put(conn, here, "a", ["本群", "本群二"], 0, "小美", NOW)
    assert wordings.texts_of(conn, here, "a") == ("本群", "本群二")
    assert wordings.texts_of(conn, there, "a") == ("所有群",)
    assert wordings.texts_of(conn, None, "a") == ("所有群",)
    assert wordings.everything(conn, here)["a"].texts == ("本群", "本群二")
    assert wordings.everything(conn, there)["a"].group is None
    assert wordings.drop(conn, here, "a", 1)
    assert wordings.texts_of(conn, here, "a") == ("所有群",)


def test_only_what_was_seen_is_changed(conn: Connection) -> None:
    for place in (None, group(conn, "-1").id):
        assert wordings.put(conn, place, "a", ["一"], 0, "小美", NOW)
        assert not wordings.put(conn, place, "a", ["二"], 0, "王姐", NOW), "somebody was quicker"
        assert wordings.put(conn, place, "a", ["三"], 1, "王姐", NOW)
        assert not wordings.put(conn, place, "a", ["四"], 1, "小美", NOW)
        assert not wordings.drop(conn, place, "a", 1)
        found = wordings.get(conn, place, "a")
        assert found is not None
        assert (found.texts, found.version, found.changed_by_name) == (("三",), 2, "王姐")


def test_a_group_that_moves_keeps_its_own_words(conn: Connection) -> None:
    old, stray = group(conn, "-1"), group(conn, "-2")
    wordings.put(conn, old.id, "a", ["旧群"], 0, "小美", NOW)
    wordings.put(conn, stray.id, "a", ["新号"], 0, "小美", NOW)
    groups.set_sensitivity(conn, old.id, "keen")
    groups.move(conn, old.platform, "-1", "-2")
    moved = groups.find(conn, old.platform, "-2")
    assert moved is not None
    assert (moved.id, moved.sensitivity) == (old.id, "keen")
    assert wordings.texts_of(conn, moved.id, "a") == ("旧群",)
