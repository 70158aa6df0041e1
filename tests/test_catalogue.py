"""Every sentence of the catalogue is said somewhere: its key, or the section it stands in, is named in the program."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.replies import catalogue

ROOT = Path(__file__).parent.parent
SOURCES = [path for folder in ("bot", "handlers") for path in (ROOT / folder).rglob("*.py")]
TEMPLATES = [*(ROOT / "bot/web").rglob("*.html"), *(ROOT / "bot/web").rglob("*.js")]
ANYTHING = r"([\w.]*)"


def keys_in(value: Any, key: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The key of every sentence."""
    if not isinstance(value, dict):
        yield key
        return
    for name, part in value.items():
        yield from keys_in(part, (*key, str(name)))


def subscripts(node: ast.expr) -> list[str] | None:
    """["a", "b"] of catalogue()["a"]["b"]."""
    if isinstance(node, ast.Call):
        return [] if ast.unparse(node.func) == "catalogue" else None
    if not isinstance(node, ast.Subscript) or (before := subscripts(node.value)) is None:
        return None
    named = isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)
    return [*before, node.slice.value] if named else before  # type: ignore[union-attr]


def named() -> tuple[set[str], list[re.Pattern[str]]]:
    """The strings of the program that may be keys, and patterns of those that it puts together."""
    names: set[str] = set()
    patterns: set[str] = set()
    for path in SOURCES:
        nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        inner = {id(node.value) for node in nodes if isinstance(node, ast.Subscript)}
        for node in nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                names.update((node.value, node.value.rpartition(".")[2]))
            elif isinstance(node, ast.JoinedStr):
                parts = [re.escape(p.value) if isinstance(p, ast.Constant) else ANYTHING for p in node.values]  # type: ignore[type-var]
                patterns.add("".join(parts))  # type: ignore[arg-type]
            elif isinstance(node, ast.Subscript) and id(node) not in inner and (chain := subscripts(node)):
                names.add(".".join(["catalogue", *chain]))
    for path in TEMPLATES:
        text = path.read_text("utf-8")
        names.update(a or b for a, b in re.findall(r'"([\w.]+)"|\'([\w.]+)\'', text))
        patterns.update(re.escape(found) + ANYTHING for found in re.findall(r'"([\w.]+[._])"\s*~', text))
    return names, [re.compile(p) for p in sorted(patterns) if re.match(r"[a-z]{2}\w*(\\\.|_)", p)]


def test_no_sentence_is_never_said() -> None:
    names, patterns = named()

    def is_named(key: str) -> bool:
        found = filter(None, (pattern.fullmatch(key) for pattern in patterns))
        return spelled(key) or any(all(map(spelled, match.groups())) for match in found)

    def spelled(text: str) -> bool:
        """Whether the program names this, as one string or as one with an ending ("_draft")."""
        cuts = [n for n, sign in enumerate(text) if sign == "_"]
        return (
            not text
            or text in names
            or any(text[:n] in names and (text[n:] in names or spelled(text[n + 1 :])) for n in cuts)
        )

    unsaid = []
    for parts in keys_in(catalogue()):
        shortest = 1 if parts[0] == "console" else 2
        ways = [".".join(parts[:n]) for n in range(2, len(parts) + 1)]
        ways += [".".join(parts[1:n]) for n in range(2, len(parts) + 1)] if shortest == 1 else []
        read = any(".".join(["catalogue", *parts[:n]]) in names for n in range(1, len(parts) + 1))
        if not read and not any(map(is_named, ways)):
            unsaid.append(".".join(parts))
    assert unsaid == []
