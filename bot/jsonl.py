"""JSON Lines in and out: a bad line is named with file, line and field, the others are answered."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from bot.replies import say


@dataclass
class Complaints:
    """Counts the lines that could not be used, and says each on standard error."""

    name: str
    count: int = 0

    def add(self, line: int, field: str, why: str) -> None:
        self.count += 1
        print(f"{self.name}:{line}: {field}: {why}" if field else f"{self.name}:{line}: {why}", file=sys.stderr)


class BadLine(Exception):
    """A line does not have the agreed shape: `field` is where, the message why."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field


@contextmanager
def opened(path: str, mode: str) -> Iterator[IO[str]]:
    """A file, or standard input or output for `-`."""
    if path == "-":
        if mode == "r" and isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(encoding="utf-8", errors="replace")
        yield sys.stdin if mode == "r" else sys.stdout
        return
    with open(path, mode, encoding="utf-8", errors="replace" if mode == "r" else "strict") as file:  # noqa: PTH123
        yield file


def answer_lines(source: str, target: str, answer: Callable[[dict[str, Any]], dict[str, Any]]) -> int:
    """Write `answer` of each object of `source` to `target`; returns how many lines were bad."""
    complaints = Complaints("<stdin>" if source == "-" else source)
    with opened(source, "r") as lines, opened(target, "w") as out:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                given = json.loads(line)
                if not isinstance(given, dict):
                    raise BadLine("", say("errors.line_not_object"))
                result = answer(given)
            except (json.JSONDecodeError, RecursionError):
                complaints.add(number, "", say("errors.line_not_json"))
            except BadLine as e:
                complaints.add(number, e.field, str(e))
            else:
                out.write(_written(result) + "\n")
    return complaints.count


def _written(result: dict[str, Any]) -> str:
    """One line of JSON, readable; halves of surrogate pairs, which are no UTF-8, stay escaped."""
    line = json.dumps(result, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        return json.dumps(result)
    return line


def need(given: dict[str, Any], field: str, kind: type | tuple[type, ...]) -> Any:
    """A field that must be there, of a type; raises BadLine."""
    if field not in given:
        raise BadLine(field, say("errors.field_missing"))
    return _typed(given[field], field, kind)


def optional(given: dict[str, Any], field: str, kind: type | tuple[type, ...], default: Any) -> Any:
    """A field that may be left out (or null)."""
    value = given.get(field)
    return default if value is None else _typed(value, field, kind)


_NAMES = {str: "文字", int: "整数", bool: "true/false", list: "列表", dict: "对象"}


def _typed(value: Any, field: str, kind: type | tuple[type, ...]) -> Any:
    kinds = kind if isinstance(kind, tuple) else (kind,)
    if not isinstance(value, kind) or (isinstance(value, bool) and bool not in kinds):
        raise BadLine(field, say("errors.field_type", kind="或".join(_NAMES[k] for k in kinds)))
    return value
