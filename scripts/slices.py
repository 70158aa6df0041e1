"""Slices of labelled messages: by category, by kind of other, and by how they are written.

Which messages of a file are sarcastic, need their context or hold no negative word is named in notes beside it
(`dev_notes.md` beside `dev.jsonl`): a line `sarcastic (50): 023 039 …`. Dialect and Traditional characters are found by
the word tables with which the detector reads them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bot.detection.normal import normal, plain, simplified

TAGS = ("no obvious negative word", "sarcastic", "needs context")
_IDS = re.compile(r"\b\d{3}\b")
_SPACES = re.compile(r"[\s,]+")


def read_tags(messages: Path) -> dict[str, set[str]]:
    """The ids under each tag, from the notes beside a file of messages; empty where there are none."""
    notes = messages.with_name(f"{messages.stem}_notes.md")
    if not notes.exists():
        return {}
    text = notes.read_text(encoding="utf-8")
    return {tag: _ids_after(text, tag) for tag in TAGS}


def _ids_after(text: str, tag: str) -> set[str]:
    """The three-digit numbers of the lines after the one that begins with a tag, up to a line of words."""
    found = re.search(rf"^{re.escape(tag)}[^\n]*?:\s*((?:\d{{3}}[ \n])+)", text + "\n", re.MULTILINE)
    return set(_IDS.findall(found.group(1))) if found else set()


def slices_of(row: Mapping[str, Any], tags: Mapping[str, set[str]]) -> list[str]:
    """Every slice that a message is in."""
    text = row["text"]
    complaint = row["label"] == "complaint"
    found = [f"category {row['category']}" if complaint else f"kind {row.get('kind')}"]
    found += [tag for tag, ids in tags.items() if str(row["id"]).lstrip("d") in ids]
    if row.get("context"):
        found.append("with context")
    if _SPACES.sub("", plain(text)) != _SPACES.sub("", normal(text)):
        found.append("dialect")
    if simplified(text) != text:
        found.append("Traditional")
    return found


def print_table(rows: Iterable[tuple[list[str], bool, str]]) -> None:
    """Slices, whether a complaint, decision: recall of complaints and false alarms of the rest, by slice."""
    counts: Counter[tuple[str, bool, str]] = Counter()
    for slices, complaint, decision in rows:
        counts.update((name, complaint, decision) for name in slices)
    heads = f"{'answered':>9} {'or asked':>9}"
    print(f"    {'slice':32} {'complaints':>10} {heads} {'others':>7} {heads}")
    for name in sorted({name for name, _, _ in counts}):
        cells = []
        for complaint in (True, False):
            answered, asked, passed = (
                counts[name, complaint, decision] for decision in ("complaint", "review", "none")
            )
            whole = answered + asked + passed
            cells += [f"{whole:>{10 if complaint else 7}}", _share(answered, whole), _share(answered + asked, whole)]
        print(f"    {name:32} {' '.join(cells)}")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:>9.3f}" if whole else f"{'–':>9}"
