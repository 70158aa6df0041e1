"""The platforms that Anxin speaks to: one file a platform, one line in ADAPTERS."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.domain.chat import ChatAdapter


def _telegram(**settings: Any) -> ChatAdapter:
    from bot.adapters.telegram.adapter import TelegramAdapter

    return TelegramAdapter(**settings)


def _onebot(**settings: Any) -> ChatAdapter:
    from bot.adapters.onebot.adapter import OneBotAdapter

    return OneBotAdapter(**settings)


def _wechaty(**settings: Any) -> ChatAdapter:
    from bot.adapters.wechaty.adapter import WechatyAdapter

    return WechatyAdapter(**settings)


def _paste(**settings: Any) -> ChatAdapter:
    from bot.adapters.paste import PasteAdapter

    return PasteAdapter(**settings)


ADAPTERS: dict[str, Callable[..., ChatAdapter]] = {
    "telegram": _telegram,
    "onebot": _onebot,
    "wechaty": _wechaty,
    "paste": _paste,
}
"""Name in config.yaml -> what makes the adapter. A platform's library is imported only when it is used."""
