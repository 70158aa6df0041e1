"""A burst that complains about several goods, taken apart: what it says about each of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.domain.verdict import Burst, BurstMessage

_CLAUSE = re.compile(r"[^,，。;；!！?？~～…\n]+")
_BOTH = re.compile(r"(?:和|跟|与|及|、|\+).{0,8}?(?:都|也|全|一样|两样|俩)")
MAX_PARTS = 4

Named = Callable[[str], Sequence[str]]
"""The names of the goods in a text."""


def by_goods(burst: Burst, named: Named) -> tuple[tuple[str, Burst], ...]:
    """The goods that a burst names, each with the clauses about it; empty where it names fewer than two, or where it
    stays open which clause is about which. A clause that names none goes on about those of the one before."""
    said: dict[str, list[tuple[int, str]]] = {}
    about: list[str] = []
    before: list[tuple[int, str]] = []
    for n, message in enumerate(burst.messages):
        for clause in _CLAUSE.findall(message.text):
            names = list(dict.fromkeys(named(clause)))
            if len(names) > 1 and not _BOTH.search(clause):
                return ()
            about = names or about
            if not about:
                before.append((n, clause))
            for goods in about:
                said.setdefault(goods, []).append((n, clause))
    if not 2 <= len(said) <= MAX_PARTS:
        return ()
    first = next(iter(said))
    said[first] = before + said[first]
    return tuple((goods, _part(burst, clauses)) for goods, clauses in said.items())


def at_first_goods(burst: Burst, named: Named) -> tuple[Burst, Burst] | None:
    """The clauses before any goods are named, and those from there on; None where either is empty."""
    clauses = [(n, clause) for n, message in enumerate(burst.messages) for clause in _CLAUSE.findall(message.text)]
    first = next((i for i, (_, clause) in enumerate(clauses) if named(clause)), 0)
    return (_part(burst, clauses[:first]), _part(burst, clauses[first:])) if first else None


def _part(burst: Burst, clauses: Sequence[tuple[int, str]]) -> Burst:
    """The burst as if only these clauses had been said."""
    texts: dict[int, list[str]] = {}
    for n, clause in clauses:
        texts.setdefault(n, []).append(clause.strip())
    messages = tuple(
        BurstMessage("，".join(words), burst.messages[n].has_image, burst.messages[n].at) for n, words in texts.items()
    )
    return Burst(messages, burst.role)
