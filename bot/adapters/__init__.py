"""The platforms that Anxin speaks to: one file a platform, one line in ADAPTERS."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.domain.chat import ChatAdapter


def _telegram(**settings: Any) -> ChatAdapter:
    from bot.adapters.telegram import TelegramAdapter

    return TelegramAdapter(**settings)


ADAPTERS: dict[str, Callable[..., ChatAdapter]] = {
    "telegram": _telegram,
}
"""Name in config.yaml -> what makes the adapter. A platform's library is imported only when it is used."""
