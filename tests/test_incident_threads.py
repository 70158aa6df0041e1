"""Written-down threads with incidents and with their look-alikes, through the real pipeline and the real detector."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.replay import replay, replay_thread

DATA = Path(__file__).parent / "data"
RIGHT = 38
"""So many of the threads have to come out exactly."""


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


THREADS = read("incident_threads.jsonl")


def members(incidents: list[dict[str, Any]]) -> set[frozenset[str]]:
    return {frozenset(incident["members"]) for incident in incidents}


def test_half_of_the_threads_are_look_alikes() -> None:
    assert len(THREADS) == 40
    assert sum(not thread["expect"]["incidents"] for thread in THREADS) == 20


@pytest.mark.slow
def test_nearly_all_threads_come_out_exactly() -> None:
    wrong = [t["id"] for t in THREADS if members(replay_thread(t)["incidents"]) != members(t["expect"]["incidents"])]
    assert len(THREADS) - len(wrong) >= RIGHT, wrong


async def test_the_output_names_members_messages_and_each_cases_incident() -> None:
    said = [("10:00", "静静", "草莓烂了一半"), ("10:05", "大可", "早"), ("10:10", "老周", "草莓我也烂了三颗")]
    messages = [{"n": n, "at": at, "from": who, "text": text} for n, (at, who, text) in enumerate(said, 1)]
    result = await replay({"id": "t", "messages": messages})
    assert result["incidents"] == [{"key": "incident-1", "members": ["静静", "老周"], "messages": [1, 3]}]
    assert [case["incident"] for case in result["cases"]] == ["incident-1", "incident-1"]
    assert [(post["after"], post["mentions"]) for post in result["group_posts"]] == [(1, ["静静"]), (3, ["老周"])]
