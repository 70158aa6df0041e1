"""A wording that a person gave to one of our sentences: what may stand in it, and how it is filled in.

Names in braces are filled with text and with nothing else: no attribute, no index, no format. What a member wrote is
put in as it is and never read as a wording.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

FlawKind = Literal["empty", "braces", "unknown", "missing", "long"]

_VARIABLE = re.compile(r"\{([^\W\d]\w*)\}")
_LOOKS_LIKE_ONE = re.compile(r"\{[^{}\n]{0,40}\}")
_BRACE = re.compile(r"[{}｛｝]")


@dataclass(frozen=True)
class Flaw:
    """Why a wording cannot be used; `what` is the place."""

    kind: FlawKind
    what: str = ""


def variables_in(text: str) -> tuple[str, ...]:
    """The names in braces, each once, in order."""
    return tuple(dict.fromkeys(_VARIABLE.findall(text)))


def flaw_in(text: str, known: Collection[str], needed: Collection[str] = ()) -> Flaw | None:
    """The first reason why the text cannot be filled in with the `known` names, or does not carry what it has to."""
    if not text.strip():
        return Flaw("empty")
    rest = _VARIABLE.sub("", text)
    brace = _LOOKS_LIKE_ONE.search(rest) or _BRACE.search(rest)
    if brace:
        return Flaw("braces", brace[0])
    used = variables_in(text)
    strange = next((name for name in used if name not in known), None)
    if strange is not None:
        return Flaw("unknown", strange)
    absent = next((name for name in needed if name not in used), None)
    return Flaw("missing", absent) if absent is not None else None


def fill(text: str, values: Mapping[str, object]) -> str:
    """The text with its names filled in. Raises ValueError where it has a flaw for these values."""
    flaw = flaw_in(text, values)
    if flaw is not None:
        raise ValueError(f"{flaw.kind}: {flaw.what}")
    return text.format_map({name: str(value) for name, value in values.items()})


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The text with its names in braces changed; a name that is not there stays."""
    return _VARIABLE.sub(lambda match: f"{{{names.get(match[1], match[1])}}}", text)
