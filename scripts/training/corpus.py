"""The corpus of labelled messages: reading, checking every line, joining both label passes, dropping near-duplicates.

python -m scripts.training.corpus [--against OTHER.jsonl]      checks the corpus and says what training keeps
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.detection.goods import goods_sketch
from bot.detection.normal import normal, plain
from bot.domain.verdict import CATEGORIES

CORPUS = Path(__file__).parent / "corpus"
FILES = "[a-z].jsonl"
"""Single messages; threads lie beside them."""
KINDS = (
    "praise", "praise_neg_words", "neg_elsewhere", "neg_offtopic", "self_fault", "resolved", "question",
    "neutral_after_sale", "order", "seller", "joke", "polite_decline", "chat",
)  # fmt: skip
"""What a message that is no complaint is instead."""
ALIKE = 0.8
"""Two texts that share so much of their character trigrams are near-duplicates."""

_NOT_WORDS = re.compile(r"[\W\d_]+")
_SLOTS = re.compile(r"[◇◆\d一二两三四五六七八九十百半几]+")


class CorpusError(Exception):
    """A line of the corpus that cannot be used; the text names file, line and field."""


@dataclass(frozen=True)
class Labelled:
    """One labelled message. `category` or `severity` is None where the two passes disagree, or for no complaint."""

    id: str
    text: str
    complaint: bool
    category: str | None
    severity: int | None
    kind: str | None
    context: tuple[str, ...]
    has_image: bool
    role: str
    author: str
    file: str


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield number, json.loads(line)
                except json.JSONDecodeError as error:
                    raise CorpusError(f"{path.name}:{number}: not JSON: {error}") from error


def fault_of(row: dict[str, Any]) -> str | None:
    """Which field of a row is wrong and how; None if none is."""
    if not isinstance(row.get("text"), str) or not row["text"].strip():
        return "text: empty"
    if row.get("role") not in ("member", "leader"):
        return f"role: {row.get('role')!r}"
    context = row.get("context")
    if not isinstance(context, list) or len(context) > 3 or not all(isinstance(text, str) and text for text in context):
        return "context: not a list of up to 3 texts"
    if not isinstance(row.get("has_image"), bool):
        return f"has_image: {row.get('has_image')!r}"
    if not re.fullmatch(r"[a-z]-p\d\d", str(row.get("author"))):
        return f"author: {row.get('author')!r}"
    if not isinstance(row.get("persona"), str):
        return "persona: missing"
    return fault_of_label(row)


def fault_of_label(row: dict[str, Any]) -> str | None:
    if not isinstance(row.get("id"), str):
        return "id: missing"
    if row.get("label") == "complaint":
        if row.get("category") not in CATEGORIES:
            return f"category: {row.get('category')!r}"
        if row.get("severity") not in (1, 2, 3):
            return f"severity: {row.get('severity')!r}"
        return None if row.get("kind") is None else f"kind: {row['kind']!r} on a complaint"
    if row.get("label") != "other":
        return f"label: {row.get('label')!r}"
    if row.get("category") is not None or row.get("severity") is not None:
        return "category or severity on a message that is no complaint"
    return None if row.get("kind") in KINDS else f"kind: {row.get('kind')!r}"


def read_file(path: Path) -> list[Labelled]:
    """The messages of one file with their first labels."""
    found = []
    for number, row in read_lines(path):
        fault = fault_of(row)
        if fault:
            raise CorpusError(f"{path.name}:{number}: {fault}")
        found.append(
            Labelled(
                row["id"],
                row["text"],
                row["label"] == "complaint",
                row["category"],
                row["severity"],
                row["kind"],
                tuple(row["context"]),
                row["has_image"],
                row["role"],
                row["author"],
                path.stem,
            )
        )
    return found


def read_second(path: Path) -> dict[str, dict[str, Any]]:
    """The second label pass by id; empty where there is none yet."""
    if not path.exists():
        return {}
    second = {}
    for number, row in read_lines(path):
        fault = fault_of_label(row)
        if fault:
            raise CorpusError(f"second/{path.name}:{number}: {fault}")
        second[row["id"]] = row
    return second


def agreed(first: Iterable[Labelled], second: dict[str, dict[str, Any]]) -> list[Labelled]:
    """Messages on whose label both passes agree; a category or severity only where both name the same."""
    kept = []
    for message in first:
        other = second.get(message.id)
        if other is None:
            kept.append(message)
        elif (other["label"] == "complaint") == message.complaint:
            category = message.category if other["category"] == message.category else None
            severity = message.severity if other["severity"] == message.severity else None
            kept.append(replace(message, category=category, severity=severity))
    return kept


def letters(text: str) -> str:
    """A text without punctuation, white space and digits."""
    return _NOT_WORDS.sub("", normal(text))


def skeleton(text: str) -> str:
    """A text with goods, numbers and punctuation taken out: what a template leaves."""
    return _NOT_WORDS.sub("", _SLOTS.sub("", goods_sketch(plain(text))))


def without_near_duplicates(messages: Sequence[Labelled], against: Iterable[str] = ()) -> list[Labelled]:
    """The messages that resemble no earlier one of the same context, and none of the texts in `against`."""
    index: dict[str, list[int]] = defaultdict(list)
    seen: list[tuple[set[str], tuple[str, ...] | None]] = []

    def add(grams: set[str], context: tuple[str, ...] | None) -> None:
        for gram in grams:
            index[gram].append(len(seen))
        seen.append((grams, context))

    for text in against:
        add(_trigrams(text), None)
    kept = []
    for message in messages:
        grams = _trigrams(message.text)
        shared = Counter(at for gram in grams for at in index.get(gram, ()))
        if any(
            count >= ALIKE * len(grams | seen[at][0]) and seen[at][1] in (None, message.context)
            for at, count in shared.items()
        ):
            continue
        add(grams, message.context)
        kept.append(message)
    return kept


def _trigrams(text: str) -> set[str]:
    bare = f"^{letters(text)}$"
    return {bare[at : at + 3] for at in range(max(1, len(bare) - 2))}


def distinct_ratio(texts: Iterable[str], size: int = 4) -> float:
    """How many of all character n-grams are different ones."""
    grams = [bare[at : at + size] for bare in map(letters, texts) for at in range(len(bare) - size + 1)]
    return len(set(grams)) / max(1, len(grams))


def load(folder: Path = CORPUS, against: Path | None = None) -> list[Labelled]:
    """All messages that training may use, in the order of files and lines."""
    messages: list[Labelled] = []
    for path in sorted(folder.glob(FILES)):
        messages += agreed(read_file(path), read_second(folder / "second" / path.name))
    others = [row["text"] for _, row in read_lines(against)] if against else []
    return without_near_duplicates(messages, others)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--against", type=Path, help="a file of messages that the corpus must not resemble")
    arguments = parser.parse_args()
    try:
        everything = [message for path in sorted(CORPUS.glob(FILES)) for message in read_file(path)]
        kept = load(against=arguments.against)
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 1
    by_file = Counter(message.file for message in kept)
    complaints = Counter(message.file for message in kept if message.complaint)
    print(f"{len(everything)} messages, {len(kept)} kept")
    for file in sorted(by_file):
        print(f"  {file}: {by_file[file]} kept, {complaints[file]} complaints")
    print(f"distinct 4-grams: {distinct_ratio(m.text for m in everything):.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
