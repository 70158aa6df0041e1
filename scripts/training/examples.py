"""What the encoder learns from: labelled messages, lines of threads with what was said before them, everyday talk."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.domain.verdict import Burst, BurstMessage, Earlier, Situation
from scripts.training.corpus import CORPUS, Labelled, read_lines
from scripts.training.voices import (
    LISTS,
    VoiceLabels,
    complaint_as_voice,
    read_lists,
    read_threads_voices,
    voice_in,
    voice_of,
)

THREADS = (
    "threads_a.jsonl", "threads_b.jsonl", "threads_c.jsonl", "days.jsonl", "threads_e.jsonl",
    "threads_f.jsonl", "threads_g.jsonl", "threads_h.jsonl", "days_3.jsonl", "days_4.jsonl",
    "days_5.jsonl", "threads_i.jsonl", "threads_j.jsonl", "days_6.jsonl", "days_7.jsonl",
    "days_8.jsonl", "days_9.jsonl", "days_10.jsonl", "threads_k.jsonl", "threads_l.jsonl",
    "days_12.jsonl", "days_13.jsonl", "days_14.jsonl", "threads_q.jsonl", "threads_r.jsonl",
    "threads_s.jsonl", "threads_t.jsonl", "threads_u.jsonl", "threads_w.jsonl", "threads_x.jsonl",
    "threads_z.jsonl", "threads_aa.jsonl", "threads_cc.jsonl", "threads_dd.jsonl",
    "threads_ee.jsonl", "threads_hh.jsonl", "threads_mm.jsonl", "threads_nn.jsonl",
    "threads_oo.jsonl", "threads_ma.jsonl", "threads_mb.jsonl", "threads_mc.jsonl",
    "threads_md.jsonl", "threads_me.jsonl", "threads_mf.jsonl", "threads_mg.jsonl",
    "threads_mh.jsonl", "threads_mi.jsonl", "threads_mj.jsonl", "threads_mk.jsonl",
    "threads_ml.jsonl", "threads_pp.jsonl", "days_19.jsonl", "days_22.jsonl", "days_23.jsonl",
    "days_26.jsonl", "days_27.jsonl", "days_28.jsonl", "days_29.jsonl",
)  # fmt: skip
"""What is learned from; the other threads are for measuring only."""
LEADER, SYSTEM = "团长", "系统"
IN_VIEW = 12
"""Earlier lines that the detector is given."""
AMID_TALK = 0.35
"""How many of the messages without context are also shown amid talk that has nothing to do with them."""
AROUND = 8
"""Lines of such talk, at most."""
SHORT = 8
"""Messages so short mean what was said before them: they are never put amid other talk."""


@dataclass(frozen=True)
class Example:
    """One burst with what was said before it, and the answers; None where an answer is not known."""

    burst: Burst
    situation: Situation
    complaint: bool
    category: str | None
    severity: int | None
    kind: str | None
    part: str
    """The corpus file, the thread or the set it is from."""
    weight: float = 1.0
    voice: str | None = None
    """"none", or what kind of voice it is."""
    aspect: str | None = None


def example_of(message: Labelled, voices: VoiceLabels | None = None) -> Example:
    role = "group_leader" if message.role == "leader" else "member"
    return Example(
        Burst((BurstMessage(message.text, message.has_image),), role),  # type: ignore[arg-type]
        Situation(tuple(Earlier(text) for text in message.context)),
        message.complaint,
        message.category,
        message.severity,
        message.kind,
        message.file,
        1.0,
        *voice_of(message, voices or {}),
    )


def example_of_chat(text: str, weight: float) -> Example:
    return Example(Burst((BurstMessage(text),)), Situation(), False, None, None, "chat", "everyday", weight, "none")


def voice_examples(name: str = LISTS) -> list[tuple[str, Example]]:
    """The lines of the lists of voices by id. A mild criticism need not be a complaint: that is not asked of them."""
    found = []
    for row, (voice, aspect) in read_lists(name):
        example = Example(
            Burst((BurstMessage(row["text"]),)), Situation(tuple(Earlier(text) for text in row["context"])),
            voice == "criticism", None, None, None, "voices", float(voice != "criticism"), voice, aspect,
        )  # fmt: skip
        found.append((row["id"], example))
    return found


def keyed_threads(thread: dict[str, Any]) -> list[tuple[str, Example]]:
    """The members' lines of a thread by key, each with the lines before it and who wrote them."""
    found = []
    voices = thread.get("voices")
    messages = [message for message in thread["messages"] if message["from"] != SYSTEM]
    for at, message in enumerate(messages):
        if message["from"] == LEADER or message["n"] in thread.get("disputed", ()):
            continue
        before = tuple(_earlier(one, message["from"]) for one in messages[max(0, at - IN_VIEW) : at])
        example = Example(
            Burst((BurstMessage(message["text"], bool(message["image"])),)), Situation(before),
            bool(message["is_complaint"]), message["category"], None, None, thread["id"], 1.0,
            *(complaint_as_voice(message["category"]) if message["is_complaint"] else voice_in(voices, message["n"])),
        )  # fmt: skip
        found.append((f"{thread['id']}#{message['n']}", example))
    return found


def examples_of_thread(thread: dict[str, Any]) -> list[Example]:
    """The members' lines one by one, and what one of them wrote within a minute together, as the program hears it."""
    return [example for _, example in keyed_threads(thread)] + _in_one_go(thread)


def _in_one_go(thread: dict[str, Any]) -> list[Example]:
    """Two lines that one member wrote within a minute, as one burst; where one of them complains, its answers hold."""
    lines = dict(keyed_threads(thread))
    found = []
    for one, other in pairwise(thread["messages"]):
        if (one["from"], one["at"]) != (other["from"], other["at"]):
            continue
        before, after = (lines.get(f"{thread['id']}#{message['n']}") for message in (one, other))
        if before is None or after is None:
            continue
        told = before if before.complaint else after
        known = told.complaint or before.voice == after.voice
        voice, aspect = (told.voice, told.aspect) if known else (None, None)
        burst = Burst((*before.burst.messages, *after.burst.messages))
        found.append(replace(told, burst=burst, situation=before.situation, voice=voice, aspect=aspect))
    return found


def _earlier(message: dict[str, Any], writer: str) -> Earlier:
    if message["from"] == LEADER:
        return Earlier(message["text"], "group_leader", False, has_image=bool(message["image"]))
    image = bool(message["image"])
    return Earlier(message["text"], "member", message["from"] == writer, has_image=image, speaker=message["from"])


def read_threads(folder: Path = CORPUS, names: Sequence[str] = THREADS) -> list[dict[str, Any]]:
    """Threads; lines on which the two label passes disagree are `disputed`, and only said before others."""
    found = []
    voices = read_threads_voices(folder)
    for path in [folder / name for name in names]:
        second_path = path.parent / "second" / path.name
        second = {row["id"]: row["labels"] for _, row in read_lines(second_path)} if second_path.exists() else {}
        for _, row in read_lines(path):
            first = {one["n"] for one in row["messages"] if one["is_complaint"]}
            other = {one["n"] for one in second.get(row["id"], ()) if one["is_complaint"]}
            disputed = sorted(first ^ other) if row["id"] in second else []
            found.append({**row, "disputed": disputed, "voices": voices.get(row["id"])})
    return found


def amid_talk(examples: Sequence[Example], draw: random.Random) -> list[Example]:
    """Some messages once more, amid a stretch of a group's talk that says nothing about them.

    They keep their answers, so that the encoder learns that a complaint nearby is not yet one of this member, and that
    the same words are no complaint less for what neighbours talk about.
    """
    talk = [one.situation.earlier for one in examples if len(one.situation.earlier) >= AROUND]
    found = []
    for one in examples:
        if one.situation.earlier or len(one.burst.text) <= SHORT or draw.random() >= AMID_TALK:
            continue
        around = draw.choice(talk)[-draw.randint(1, AROUND) :]
        found.append(replace(one, situation=Situation(tuple(replace(line, same_member=False) for line in around))))
    return found
