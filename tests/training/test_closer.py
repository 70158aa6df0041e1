"""The encoder answers what its part is fitted on, and what it learns from is read as the detector will read it."""

import random
from pathlib import Path

import numpy as np

from bot.domain.verdict import CATEGORIES, Burst, BurstMessage, Earlier, Situation
from scripts.slices import read_tags, slices_of
from scripts.training.closer import WIDTH, chat_key, fitting_lines, fitting_messages, read_answers, write_answers
from scripts.training.corpus import load
from scripts.training.examples import AROUND, Example, amid_talk, examples_of_thread, read_threads

THREAD = {
    "id": "t",
    "disputed": [4],
    "messages": [
        {
            "n": 1,
            "at": "08:00",
            "from": "团长",
            "text": "虾饺到了",
            "image": False,
            "is_complaint": False,
            "category": None,
        },
        {
            "n": 2,
            "at": "08:05",
            "from": "甲",
            "text": "我的化了",
            "image": True,
            "is_complaint": True,
            "category": "damaged",
        },
        {
            "n": 3,
            "at": "08:06",
            "from": "系统",
            "text": "乙加入了群聊",
            "image": False,
            "is_complaint": False,
            "category": None,
        },
        {"n": 4, "at": "08:07", "from": "乙", "text": "哎", "image": False, "is_complaint": False, "category": None},
        {
            "n": 5,
            "at": "08:09",
            "from": "甲",
            "text": "你看看",
            "image": False,
            "is_complaint": True,
            "category": "damaged",
        },
    ],
}


def test_what_the_sums_are_fitted_on_has_an_answer_and_is_not_learned_from() -> None:
    answers = read_answers()
    keys = [message.id for message in fitting_messages()] + [key for key, _ in fitting_lines()]
    known = [found for one in keys if (found := answers.of(one)) is not None]
    assert len(known) >= 0.98 * len(keys) > 1000
    assert all(len(found.category) == len(CATEGORIES) for found in known)
    learned = {message.author for message in load()} | {thread["author"] for thread in read_threads()}
    fitted = {message.author for message in fitting_messages()} | {key.split("-")[0] for key, _ in fitting_lines()}
    assert not learned & fitted


def test_what_one_writes_within_a_minute_is_also_learned_in_one_go() -> None:
    def said(number: int, text: str, complaint: bool) -> dict[str, object]:
        return {"n": number, "at": "08:30", "from": "甲", "text": text, "image": False, "is_complaint": complaint,
                "category": "damaged" if complaint else None}  # fmt: skip

    thread = {"id": "t", "messages": [said(1, "团长在吗", False), said(2, "鸡蛋碎了", True)]}
    first, second, both = examples_of_thread(thread)
    assert (first.complaint, second.complaint) == (False, True)
    assert (both.burst.text, both.complaint, both.category) == ("团长在吗\n鸡蛋碎了", True, "damaged")
    assert both.situation.earlier == ()


def test_answers_survive_their_file(tmp_path: Path) -> None:
    path = tmp_path / "answers.npz"
    write_answers(path, ["a-0001", chat_key("你好")], np.arange(2 * WIDTH, dtype=float).reshape(2, WIDTH))
    found = read_answers(path).of(chat_key("你好"))
    assert found is not None
    after = WIDTH + 1 + len(CATEGORIES)
    assert (found.complaint, found.severity) == (WIDTH, (after, after + 1))
    assert (found.voice[0], found.aspect[-1]) == (after + 2, 2 * WIDTH - 1)


def test_a_thread_gives_members_lines_with_who_spoke_before() -> None:
    first, second = examples_of_thread(THREAD)
    assert (first.burst.text, first.burst.has_image, first.complaint) == ("我的化了", True, True)
    assert [(one.role, one.same_member) for one in first.situation.earlier] == [("group_leader", False)]
    assert [one.same_member for one in second.situation.earlier] == [False, True, False]


def texts(one: Example) -> list[str]:
    return [line.text for line in one.situation.earlier]


def test_amid_talk_keeps_the_answer_and_names_others_as_speakers() -> None:
    long, short = Burst((BurstMessage("这箱橘子有一半是干的"),)), Burst((BurstMessage("我也是"),))
    examples = [Example(long, Situation(), True, "quality", 2, None, "a")] * 40
    examples += [Example(short, Situation(), False, None, None, "chat", "a")]
    talk = tuple(Earlier(f"今天{hour}点有雨吗", "member", hour == 3) for hour in range(AROUND))
    examples.append(Example(long, Situation(talk), False, None, None, "chat", "t"))
    found = amid_talk(examples, random.Random(1))
    assert 5 <= len(found) <= 25
    assert all(one.complaint and set(texts(one)) <= {line.text for line in talk} for one in found)
    assert len({len(texts(one)) for one in found}) > 2
    assert all(line.same_member is False for one in found for line in one.situation.earlier)


def test_slices_name_how_a_message_is_written(tmp_path: Path) -> None:
    messages = tmp_path / "dev.jsonl"
    notes = "## Tags\nsarcastic (2): 001 007\nneeds context (1): 002\n"
    (tmp_path / "dev_notes.md").write_text(notes, encoding="utf-8")
    tags = read_tags(messages)
    assert tags["sarcastic"] == {"001", "007"}
    row = {"id": "d007", "text": "冇收到草莓，這箱", "label": "complaint", "category": "missing", "context": ["到了"]}
    assert slices_of(row, tags) == ["category missing", "sarcastic", "with context", "dialect", "Traditional"]
