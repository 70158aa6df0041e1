"""The fixed words of a card, out of the catalogue, in the script of the group."""

from __future__ import annotations

from dataclasses import dataclass

from bot.replies import say, variants


@dataclass(frozen=True)
class Words:
    """Simplified or Traditional."""

    traditional: bool

    @property
    def _section(self) -> str:
        return "card.traditional" if self.traditional else "card.plain"

    def say(self, key: str, **values: str | int) -> str:
        """One of the card's words."""
        return say(f"{self._section}.{key}", 0, **values)

    def lines(self, key: str) -> list[str]:
        """Several lines that stand below each other."""
        return variants(f"{self._section}.{key}")
