"""The events that a recorded payload must become, from the words of its file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.domain.chat import AnyEvent, ButtonPress, DirectMessage, DirectRecall, GroupChange, GroupMessage, Image, Quote

TYPES = {kind.__name__: kind for kind in (GroupMessage, DirectMessage, GroupChange, ButtonPress, DirectRecall)}


def event(written: dict[str, Any]) -> AnyEvent:
    """The event as the file writes it."""
    fields = dict(written) | {"sent_at": datetime.fromisoformat(written["sent_at"])}
    if "images" in fields:
        fields["images"] = tuple(Image(**image) for image in fields["images"])
    if "quote" in fields:
        fields["quote"] = Quote(**fields["quote"])
    if "mentions" in fields:
        fields["mentions"] = tuple(fields["mentions"])
    made: AnyEvent = TYPES[fields.pop("type")](**fields)
    return made
