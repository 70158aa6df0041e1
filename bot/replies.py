"""The catalogue: every sentence that a member, leader or admin reads comes out of replies.zh.yaml through here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

CATALOGUE = Path(__file__).with_name("replies.zh.yaml")


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Any]:
    """The whole catalogue as nested dicts."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Any] = yaml.load(CATALOGUE.read_text("utf-8"), Loader=loader)  # noqa: S506
    return found


def variants(key: str) -> list[str]:
    """The approved wordings behind a dotted key ("private.opening"); a single sentence is a list of one."""
    found: Any = catalogue()
    for part in key.split("."):
        found = found[int(part) if part.isdigit() else part]
    return list(found) if isinstance(found, list) else [str(found)]


def say(key: str, turn: int = 0, **values: object) -> str:
    """One wording of `key` with its {words} filled in; `turn` (a case number, say) chooses among several."""
    wordings = variants(key)
    return wordings[turn % len(wordings)].format(**values).strip()


def pick(ids: Sequence[str], recent: Sequence[str], turn: int = 0) -> int:
    """Which of several wordings, known by their ids, is not among `recent`.

    When all were used lately, the one that was used longest ago is taken; never the one used last. `recent` is newest
    first.
    """
    order = sorted(range(len(ids)), key=lambda n: (n + turn) % len(ids))
    fresh = [n for n in order if ids[n] not in recent]
    return fresh[0] if fresh else max(order, key=lambda n: list(recent).index(ids[n]))
