"""All of config.yaml in one, with the secrets of the environment."""

from __future__ import annotations

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from bot.config.kinds import Strict
from bot.config.platforms import Adapters, Sending
from bot.config.work import (
    Compensation,
    Console,
    Defaults,
    Detection,
    GroupSettings,
    Incidents,
    OwnHours,
    Retention,
    Showing,
    Sla,
    Temperature,
)
from bot.domain.sla import Rules
from bot.replies import say

DEFAULT_DATABASE = "sqlite:///anxin.db"
SECRETS = {
    "telegram_token": "ANXIN_TELEGRAM_TOKEN",
    "onebot_token": "ANXIN_ONEBOT_TOKEN",
    "wechaty_token": "ANXIN_WECHATY_TOKEN",
    "opinion_key": "ANXIN_OPINION_KEY",
}
"""Setting -> the environment variable that it comes from, and nowhere else."""


class Database(Strict):
    url: str = DEFAULT_DATABASE


class Settings(Strict):
    """All of config.yaml, every part optional, and the secrets (never written to a log)."""

    database: Database = Database()
    adapters: Adapters = Adapters()
    groups: tuple[GroupSettings, ...] = ()
    defaults: Defaults = Defaults()
    sla: Sla = Sla()
    incidents: Incidents = Incidents()
    temperature: Temperature = Temperature()
    showing: Showing = Showing()
    retention: Retention = Retention()
    sending: Sending = Sending()
    compensation: Compensation = Compensation()
    detection: Detection = Detection()
    console: Console = Console()
    telegram_token: str | None = Field(None, exclude=True, repr=False)
    onebot_token: str | None = Field(None, exclude=True, repr=False)
    wechaty_token: str | None = Field(None, exclude=True, repr=False)
    opinion_key: str | None = Field(None, exclude=True, repr=False)

    @model_validator(mode="after")
    def _usable(self) -> Settings:
        if self.adapters.telegram.enabled and not self.telegram_token:
            raise ValueError(say("errors.config_token", name="ANXIN_TELEGRAM_TOKEN"))
        if self.adapters.wechaty.enabled:
            if not self.wechaty_token:
                raise ValueError(say("errors.config_wechaty_token", name="ANXIN_WECHATY_TOKEN"))
            if not re.fullmatch(r"[!-~]+", self.wechaty_token.strip()):
                raise ValueError(say("errors.config_wechaty_token_form", name="ANXIN_WECHATY_TOKEN"))
        seen = set()
        for group in self.groups:
            if (group.platform, group.id) in seen:
                raise ValueError(say("errors.config_group_twice", group=group.id))
            seen.add((group.platform, group.id))
        return self

    @property
    def sla_rules(self) -> Rules:
        return self.sla_rules_in(ZoneInfo(self.defaults.timezone))

    def sla_rules_in(self, zone: ZoneInfo, own: OwnHours | None = None) -> Rules:
        """The time limits, their business hours and days in this zone; `own` is what a group has otherwise."""
        sla = own.over(self.sla) if own else self.sla
        policies = {1: sla.light.policy(), 2: sla.clear.policy(), 3: sla.severe.policy()}
        return Rules(sla.hours_in(zone), policies, sla.warn_at, timedelta(minutes=sla.escalate_after_min))

    def group(self, platform: str, group_id: str) -> GroupSettings | None:
        return next((g for g in self.groups if (g.platform, g.id) == (platform, group_id)), None)
