"""The sections about platforms: how to reach them, and how much an account says there at most."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field, model_validator

from bot.config.kinds import Strict
from bot.domain.pacing import Limits
from bot.replies import say


class Telegram(Strict):
    enabled: bool = False
    base_url: str | None = None
    base_file_url: str | None = None


class Onebot(Strict):
    enabled: bool = False
    direction: Literal["forward", "reverse"] = "forward"
    url: str | None = None
    listen: str | None = None

    @model_validator(mode="after")
    def _address(self) -> Onebot:
        if not self.enabled:
            return self
        if self.direction == "forward":
            if not self.url:
                raise ValueError(say("errors.config_onebot_url"))
            if not re.match(r"wss?://[^/\s]+", self.url):
                raise ValueError(say("errors.config_onebot_url_form"))
            return self
        if not self.listen:
            raise ValueError(say("errors.config_onebot_listen"))
        host, _, port = self.listen.rpartition(":")
        if not host or not port.isdecimal() or not 0 < int(port) < 65536:
            raise ValueError(say("errors.config_onebot_listen_form"))
        return self


class Wechaty(Strict):
    enabled: bool = False
    endpoint: str | None = None

    @model_validator(mode="after")
    def _address(self) -> Wechaty:
        if not self.enabled:
            return self
        if not self.endpoint:
            raise ValueError(say("errors.config_wechaty_endpoint"))
        host, _, port = self.endpoint.rpartition(":")
        if not re.fullmatch(r"[\w.-]+|\[[0-9A-Fa-f:.]+\]", host) or not port.isdecimal() or not 0 < int(port) < 65536:
            raise ValueError(say("errors.config_wechaty_endpoint_form"))
        return self


class Adapters(Strict):
    telegram: Telegram = Telegram()
    onebot: Onebot = Onebot()
    wechaty: Wechaty = Wechaty()


class SendingLimits(Strict):
    """How much one account on a platform says at most."""

    group_per_min: float = Field(gt=0)
    per_hour: int = Field(ge=1)
    per_day: int = Field(ge=1)
    private_per_day: int = Field(ge=1)
    spacing_s: float = Field(ge=0)

    @property
    def limits(self) -> Limits:
        return Limits(**self.model_dump())


class TelegramLimits(SendingLimits):
    group_per_min: float = Field(default=20, gt=0, le=20)
    per_hour: int = Field(default=1000, ge=1)
    per_day: int = Field(default=10_000, ge=1)
    private_per_day: int = Field(default=5000, ge=1)
    spacing_s: float = Field(default=0, ge=0)


class OnebotLimits(SendingLimits):
    group_per_min: float = Field(default=6, gt=0, le=10)
    per_hour: int = Field(default=60, ge=1)
    per_day: int = Field(default=300, ge=1)
    private_per_day: int = Field(default=80, ge=1)
    spacing_s: float = Field(default=2, ge=0)


class WechatyLimits(SendingLimits):
    group_per_min: float = Field(default=4, gt=0, le=6)
    per_hour: int = Field(default=40, ge=1)
    per_day: int = Field(default=200, ge=1)
    private_per_day: int = Field(default=50, ge=1)
    spacing_s: float = Field(default=3, ge=0)


class Sending(Strict):
    """What keeps an account from being taken for a machine that floods: less than the platform allows, and a stop when
    it refuses."""

    stop_after: int = Field(default=5, ge=0)
    telegram: TelegramLimits = TelegramLimits()
    onebot: OnebotLimits = OnebotLimits()
    wechaty: WechatyLimits = WechatyLimits()

    def limits(self, platform: str) -> Limits | None:
        """The limits of a platform; None where nobody bans anybody."""
        found: SendingLimits | None = getattr(self, platform, None) if platform in Adapters.model_fields else None
        return found.limits if found is not None else None
