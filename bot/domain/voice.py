"""What a voice is: praise or fair criticism of our goods, service or delivery."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["praise", "criticism"]
Aspect = Literal["product", "service", "delivery"]
KINDS: tuple[Kind, ...] = ("praise", "criticism")
ASPECTS: tuple[Aspect, ...] = ("product", "service", "delivery")


@dataclass(frozen=True)
class Heard:
    """What one voice says, and of what."""

    kind: Kind
    aspect: Aspect
