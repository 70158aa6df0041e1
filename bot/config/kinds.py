"""What the sections of config.yaml are made of."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.replies import say


def _id(value: Any) -> Any:
    """Ids from platforms are strings; people write them as numbers."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Id = Annotated[str, BeforeValidator(_id), Field(min_length=1)]
Mode = Literal["auto", "assist", "watch"]


def _time_of_day(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):  # YAML reads 22:00 as 1320 minutes
        value = f"{value // 60:02d}:{value % 60:02d}"
    try:
        naive = time.fromisoformat(str(value)).tzinfo is None
    except ValueError as e:
        raise ValueError(say("errors.config_clock")) from e
    if not naive:
        raise ValueError(say("errors.config_clock"))
    return value


TimeOfDay = Annotated[str, BeforeValidator(_time_of_day)]


class Strict(BaseModel):
    """A section: an unknown key stops the start."""

    model_config = ConfigDict(extra="forbid", frozen=True)
