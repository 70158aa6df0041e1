"""Written-down threads through the real pipeline, the real detector included."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.replay import moments, replay, replay_thread
from bot.replies import say

THREADS = [json.loads(line) for line in (Path(__file__).parent / "data/threads.jsonl").read_text("utf-8").splitlines()]

WRONG_AT_MOST = 1
"""Of the 22 threads, which were known while the checks were written; see docs/benchmarks.md for those nobody knew."""


def thread(*messages: tuple[str, str, str], **more: Any) -> dict[str, Any]:
    said = [{"n": n, "at": at, "from": who, "text": text} for n, (at, who, text) in enumerate(messages, 1)]
    return {"id": "t", "messages": said, **more}


STRAWBERRIES = thread(
    ("10:00", "团长", "草莓到了，来拿哈"),
    ("10:20", "静静", "草莓烂了一半"),
    ("10:21", "大可", "中午吃啥"),
    ("11:00", "静静", "补的收到了，谢谢团长"),
)


def test_there_are_threads_of_every_kind() -> None:
    assert len(THREADS) >= 12
    assert sum(not any(m["new_case"] for m in t["messages"]) for t in THREADS) >= 2, "some have no complaint"


def labelled_incidents(thread: dict[str, Any]) -> set[frozenset[str]]:
    """The members of each batch that messages say they belong to."""
    batches: dict[str, set[str]] = {}
    for message in thread["messages"]:
        if message["batch"]:
            batches.setdefault(message["batch"], set()).add(message["from"])
    return {frozenset(found) for found in batches.values()}


@pytest.mark.slow
def test_nearly_all_threads_open_the_cases_and_incidents_that_they_should() -> None:
    wrong_cases, wrong_incidents = [], []
    for written in THREADS:
        found = replay_thread(written)
        opened = {(m["from"], m["n"]) for m in written["messages"] if m["new_case"]}
        if {(case["member"], case["opened_by"]) for case in found["cases"]} != opened:
            wrong_cases.append(written["id"])
        if {frozenset(incident["members"]) for incident in found["incidents"]} != labelled_incidents(written):
            wrong_incidents.append(written["id"])
    assert len(wrong_cases) <= WRONG_AT_MOST, wrong_cases
    assert len(wrong_incidents) <= WRONG_AT_MOST, wrong_incidents


@pytest.mark.parametrize("written", THREADS[:4], ids=[t["id"] for t in THREADS[:4]])
def test_two_runs_give_the_same_bytes(written: dict[str, Any]) -> None:
    first, second = (json.dumps(replay_thread(written), ensure_ascii=False) for _ in range(2))
    assert first == second


async def test_the_output_has_the_agreed_shape() -> None:
    result = await replay(STRAWBERRIES)
    assert list(result) == ["id", "cases", "incidents", "group_posts", "direct_messages", "leader_notices"]
    (case,) = result["cases"]
    assert case == {
        "number": 1,
        "member": "静静",
        "category": "damaged",
        "severity": case["severity"],
        "opened_by": 2,
        "messages": [2, 4],
        "incident": None,
    }
    (post,) = result["group_posts"]
    assert (post["after"], post["mentions"]) == (2, ["静静"])
    assert result["direct_messages"][0]["to"] == "静静"
    assert result["direct_messages"][0]["after"] == 2
    assert "“草莓烂了一半”" in result["direct_messages"][0]["text"]
    assert result["leader_notices"][0]["text"].startswith("售后单 1")
    assert result["incidents"] == []


@pytest.mark.parametrize(("mode", "posts"), [("auto", 1), ("assist", 0), ("watch", 0)])
async def test_the_mode_decides_what_is_said(mode: str, posts: int) -> None:
    result = await replay(STRAWBERRIES, mode)
    assert len(result["group_posts"]) == posts
    assert len(result["cases"]) == 1
    assert bool(result["leader_notices"]) == (mode != "watch")


async def test_an_empty_thread_is_answered() -> None:
    result = await replay(thread())
    assert result == {
        "id": "t", "cases": [], "incidents": [], "group_posts": [], "direct_messages": [], "leader_notices": [],
    }  # fmt: skip


async def test_the_system_and_the_leader_complain_of_nothing() -> None:
    result = await replay(thread(("10:00", "系统", "草莓烂了一半"), ("10:01", "团长", "草莓烂了一半")))
    assert result["cases"] == []
    assert result["group_posts"] == []


async def test_names_come_back_word_for_word() -> None:
    result = await replay(thread(("10:00", "A  静静🍓<b>", "草莓烂了一半")))
    assert result["cases"][0]["member"] == "A  静静🍓<b>"
    assert result["group_posts"][0]["mentions"] == ["A  静静🍓<b>"]


def test_the_clock_of_a_thread() -> None:
    times = moments(
        thread(("23:59", "a", ""), ("23:59", "a", ""), ("0:00", "a", ""), ("08:30", "a", ""), ("08:00", "a", ""))
    )
    assert [f"{t:%d %H:%M:%S}" for t in times] == [
        "05 23:59:00", "05 23:59:01", "06 00:00:00", "06 08:30:00", "07 08:00:00",
    ]  # fmt: skip
    assert str(times[0].tzinfo) == "Asia/Shanghai"


async def test_a_picture_alone_is_kept_with_its_case() -> None:
    written = thread(("10:20", "静静", "草莓烂了一半"), ("10:20", "静静", ""))
    written["messages"][1]["image"] = True
    result = await replay(written)
    assert result["cases"][0]["messages"] == [1, 2]
    assert say("leader.only_image") not in result["cases"][0]["member"]
