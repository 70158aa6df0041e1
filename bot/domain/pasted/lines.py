"""Texts in which a head line (who, perhaps when) begins each message."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.pasted.asides import PROGRAM, aside
from bot.domain.pasted.model import Aside, Pasted, PastedMessage, Unreadable, message
from bot.domain.pasted.times import day_of, when

SPACED = 0.65
"""So large a share of heads after a blank line says that all heads stand after one."""
SURER = 1.5
"""So many times as many heads must a less sure form have to be taken."""


@dataclass(frozen=True)
class Form:
    """One form of heads. `pattern` must match the whole line; its groups are name, and perhaps time, id, mail and text.

    `share` is how large a part of the lines must be heads, so that ordinary prose is no chat.
    """

    name: str
    pattern: str
    share: float = 0.0
    _compiled: list[re.Pattern[str]] = field(default_factory=list, compare=False, repr=False)

    def head(self, line: str) -> re.Match[str] | None:
        if not self._compiled:
            self._compiled.append(re.compile(self.pattern))
        return self._compiled[0].fullmatch(line.strip()) if len(line) <= 4000 else None


def read_lines(text: str, forms: Sequence[Form], now: datetime, names: Collection[str] = ()) -> Pasted:
    """The text in the form whose heads are the most; `names` are people known by name, colons and all."""
    lines = text.split("\n")
    full = [n for n, line in enumerate(lines) if line.strip() and aside(line) is None]
    best: tuple[int, Form, dict[int, re.Match[str]]] | None = None
    for form in forms:
        heads = {n: match for n in full if (match := _known(form, lines[n], names) or form.head(lines[n])) is not None}
        heads = _spaced(lines, heads)
        if heads and len(heads) >= form.share * len(full) and (best is None or len(heads) > SURER * best[0]):
            best = len(heads), form, heads
    if best is None:
        return Pasted("", unreadable=tuple(Unreadable(n + 1, line) for n, line in enumerate(lines) if line.strip()))
    return _Reader(lines, best[1], best[2], now).read()


def _known(form: Form, line: str, names: Collection[str]) -> re.Match[str] | None:
    """The head of somebody whose name, as it is known, has a colon in it."""
    for name in names:
        rest = line.strip()[len(name) :].lstrip()
        if (":" in name or "：" in name) and line.strip().startswith(name) and rest[:1] in (":", "："):
            pattern = rf"(?P<name>{re.escape(name)})\s*[:：]\s*(?P<text>.*)"
            return re.fullmatch(pattern, line.strip()) if "(?P<text>" in form.pattern else None
    return None


def _spaced(lines: list[str], heads: dict[int, re.Match[str]]) -> dict[int, re.Match[str]]:
    """Where heads stand after blank lines, a line like one in the middle of a message is none."""
    after_blank = {n: m for n, m in heads.items() if n == 0 or not lines[n - 1].strip() or aside(lines[n - 1])}
    return after_blank if len(heads) > 2 and SPACED * len(heads) <= len(after_blank) else heads


class _Reader:
    """Goes through the lines once and remembers the day and the time of the last separator."""

    def __init__(self, lines: list[str], form: Form, heads: dict[int, re.Match[str]], now: datetime) -> None:
        self.lines, self.form, self.heads, self.now = lines, form, heads, now
        self.day: date | None = None
        self.since: tuple[datetime, bool] | None = None
        self.dated_day = False
        self.messages: list[PastedMessage] = []
        self.asides: list[Aside] = []
        self.unreadable: list[Unreadable] = []
        self.open: tuple[int, re.Match[str], list[str]] | None = None

    def read(self) -> Pasted:
        for n, line in enumerate(self.lines):
            head, kind = self.heads.get(n), aside(line)
            if head is not None:
                self._close()
                self.open = (n, head, [head.groupdict().get("text") or ""])
            elif kind is not None and line.strip():
                self._close()
                self._aside(n, line, kind)
            elif self.open is not None:
                self.open[2].append(line)
            elif line.strip():
                self.unreadable.append(Unreadable(n + 1, line))
        self._close()
        return Pasted(self.form.name, tuple(self.messages), tuple(self.asides), tuple(self.unreadable))

    def _aside(self, n: int, line: str, kind: str) -> None:
        self.asides.append(Aside(n + 1, line, kind))  # type: ignore[arg-type]
        if kind != "separator":
            return
        named = day_of(line, self.now)
        if named is not None:
            self.day, self.dated_day = named
        told = when(line, self.now, self.day)
        if told is not None:
            self.since = told.at, told.dated and (named is None or named[1])

    def _close(self) -> None:
        """The open message is complete."""
        if self.open is None:
            return
        n, head, said = self.open
        self.open = None
        words = head.groupdict()
        text = "\n".join(said).strip()
        name = (words["name"] or words.get("mail") or words.get("id") or "").strip()
        told = when(words["time"], self.now, self.day) if words.get("time") else None
        at, dated = (told.at, told.dated) if told else self.since or (None, False)
        if told and self.day is not None and not self.dated_day and not day_of(words["time"], self.now):
            dated = False
        if PROGRAM.match(name):
            shown = "\n".join(self.lines[n : n + 1] + said[1:]).strip()
            self.asides.append(Aside(n + 1, shown, "system"))
        elif not text:
            self.unreadable.append(Unreadable(n + 1, self.lines[n]))
        else:
            self.messages.append(message(n + 1, name, text, at, dated=dated, member_id=words.get("id")))
