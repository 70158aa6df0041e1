"""What handlers are given: the one door to everything outside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.config import Settings
from bot.domain.chat import ChatAdapter
from bot.domain.verdict import Burst, Situation, Verdict
from bot.opinion import OpinionService
from bot.storage import Storage

Detector = Callable[[Sequence[tuple[Burst, Situation]]], list[Verdict]]
"""Judges bursts, each in its situation; the same answer alone and in a batch."""


@dataclass(frozen=True)
class Context:
    """Storage, the adapters by platform, the detector, the clock (aware UTC) and the settings."""

    storage: Storage
    adapters: Mapping[str, ChatAdapter]
    detector: Detector
    now: Callable[[], datetime]
    settings: Settings
    opinion: OpinionService | None = None
    """Where a second opinion is to be had, when it is switched on."""
