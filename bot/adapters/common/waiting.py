"""Waiting after a failure, and keeping an event until it is stored."""

from __future__ import annotations

import asyncio
import logging
import random

from bot.domain.chat import AnyEvent, Health, Sink


class Waits:
    """Growing pauses with jitter, so that many programs do not come back in one moment; in seconds."""

    def __init__(self, first: float, longest: float) -> None:
        self._first = first
        self._longest = longest
        self._next = first

    def reset(self) -> None:
        self._next = self._first

    def next(self, at_least: float = 0.0) -> float:
        pause = max(self._next, at_least)
        self._next = min(self._next * 2, self._longest)
        return pause * random.uniform(0.75, 1.25)  # noqa: S311 (spreads load, guards nothing)


async def hand_over(
    event: AnyEvent, sink: Sink, waits: Waits, health: Health, trouble: str, log: logging.Logger
) -> None:
    """Give an event to the sink, again and again until it is stored; meanwhile `health` shows the trouble."""
    while True:
        try:
            await sink(event)
        except Exception as error:
            # The error's own words may hold the message's text.
            pause = waits.next()
            log.error(
                "%s: an event could not be stored (%s); it is kept and tried again in %.1f s.",
                event.platform,
                type(error).__name__,
                pause,
            )
            health.trouble = trouble
            await asyncio.sleep(pause)
        else:
            if health.trouble == trouble:
                health.trouble = None
            return
