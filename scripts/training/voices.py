"""What of the corpus is a voice, and of what: labels of its messages, and two lists written for it.

A complaint is a criticism. Whether praise, solved cases and other friendly words are a voice was labelled by hand
(`corpus/voice_labels.jsonl`); orders, questions and talk of something else are none. What nobody labelled is not
learned.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scripts.training.corpus import CORPUS, CorpusError, Labelled, read_lines

LABELS, LISTS, IN_THREADS = "voice_labels.jsonl", "voices.jsonl", "voices_in_threads.jsonl"
UNREAD = "voices_unread.jsonl"
"""Lists by two authors that only limits are fitted on."""
NONE = "none"
VoiceLabels = dict[str, tuple[str, str | None]]
"""Kind, or NONE, and aspect by the id of a message."""
ThreadVoices = dict[int, tuple[str | None, str | None]]
"""The same by number of a message; None where it could not be decided. All others of the thread are no voice."""
_NEVER = ("neg_elsewhere", "neg_offtopic", "self_fault", "question", "order", "seller", "chat")
"""Kinds of messages that are no voice."""
_ASPECTS = {"late": "delivery", "taste": "product", "quality": "product", "price": "product", "service": "service",
            "refund": "service"}  # fmt: skip
"""What a complaint of a category is about; of the other categories it depends on the words."""


def read_labels(folder: Path = CORPUS) -> VoiceLabels:
    return {row["id"]: _label(row, f"{LABELS}:{number}") for number, row in read_lines(folder / LABELS)}


def read_lists(name: str = LISTS, folder: Path = CORPUS) -> list[tuple[dict[str, Any], tuple[str, str | None]]]:
    """The lines of lists with their labels."""
    return [(row, _label(row, f"{name}:{number}")) for number, row in read_lines(folder / name)]


def read_threads_voices(folder: Path = CORPUS) -> dict[str, ThreadVoices]:
    """By thread, of those that were read for voices."""
    return {
        row["id"]: {one["n"]: (one["voice"], one["aspect"]) for one in row["voices"]}
        for _, row in read_lines(folder / IN_THREADS)
    }


def voice_in(voices: ThreadVoices | None, number: int) -> tuple[str | None, str | None]:
    """Kind, or NONE, and aspect of a message of a thread that is no complaint."""
    return (None, None) if voices is None else voices.get(number, (NONE, None))


def _label(row: dict[str, Any], where: str) -> tuple[str, str | None]:
    kind, aspect = row.get("voice"), row.get("aspect")
    if kind not in (NONE, "praise", "criticism"):
        raise CorpusError(f"{where}: voice: {kind!r}")
    if aspect not in ((None,) if kind == NONE else ("product", "service", "delivery")):
        raise CorpusError(f"{where}: aspect: {aspect!r}")
    return kind, aspect


def complaint_as_voice(category: str | None) -> tuple[str, str | None]:
    return "criticism", _ASPECTS.get(category or "")


def voice_of(message: Labelled, labels: VoiceLabels) -> tuple[str | None, str | None]:
    """Kind, or NONE, and aspect of a message; None each where it is not known."""
    if message.complaint:
        labelled = labels.get(message.id)
        return labelled if labelled and labelled[0] == "criticism" else complaint_as_voice(message.category)
    if message.role == "leader" or message.kind in _NEVER:
        return NONE, None
    return labels.get(message.id, (None, None))
