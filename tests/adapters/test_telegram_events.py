"""Recorded updates: each names the events that it must become, or why it becomes none."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.common.reading import Malformed, NotUsed
from bot.adapters.telegram.base import Seen, number_in
from bot.adapters.telegram.events import translate
from bot.domain.chat import GroupChange, GroupMessage
from tests.adapters.recorded import event

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("telegram_updates.json").read_text())


def seen() -> Seen:
    usernames = {"lijie88": "612345678", "anxin_bot": "7000000001"}
    return Seen(now=lambda: datetime(2026, 1, 5, 10, tzinfo=UTC), account="7000000001", usernames=usernames)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_update(case: dict[str, Any]) -> None:
    if "malformed" in case:
        with pytest.raises(Malformed, match=case["malformed"]):
            translate(case["update"], seen())
    elif "not_used" in case:
        with pytest.raises(NotUsed):
            translate(case["update"], seen())
    else:
        assert translate(case["update"], seen()) == [event(written) for written in case["events"]]


def test_being_added_is_told_twice_and_is_one_event() -> None:
    named = {case["name"]: case["update"] for case in CASES}
    memory = seen()
    assert len(translate(named["we are added"], memory)) == 1
    with pytest.raises(NotUsed):
        translate(named["we are added: the service message says it alone"], memory)


def test_coming_back_after_a_removal_is_not_being_muted() -> None:
    named = {case["name"]: case["update"] for case in CASES}
    memory = seen()
    translate(named["we are removed"], memory)
    again = translate(named["we are added: the service message says it alone"], memory)
    assert [change.kind for change in again if isinstance(change, GroupChange)] == ["bot_added"]


def test_a_text_larger_than_any_person_writes_is_cut() -> None:
    update = {"update_id": 1, "message": dict(CASES[0]["update"]["message"], text="烂" * 5_000_000)}
    (made,) = translate(update, seen())
    assert isinstance(made, GroupMessage)
    assert len(made.text) == 65_536


def test_ten_thousand_characters_arrive_whole() -> None:
    update = {"update_id": 1, "message": dict(CASES[0]["update"]["message"], text="草" * 10_000)}
    (made,) = translate(update, seen())
    assert isinstance(made, GroupMessage)
    assert made.text == "草" * 10_000


def test_the_number_of_a_message_is_read_back_only_in_its_own_chat() -> None:
    assert number_in("-1001:41", -1001) == 41
    assert number_in("-1001:41:edit:1767603660", -1001) == 41
    assert number_in("-1002:41", -1001) is None
    assert number_in("-1001:bot_added:1767603600", -1001) is None
    assert number_in("nonsense", -1001) is None
