"""Settings: config.yaml, checked strictly, plus secrets from the environment."""

from __future__ import annotations

import difflib
import os
import re
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from bot.domain.pacing import QuietHours
from bot.replies import say

DEFAULT_DATABASE = "sqlite:///anxin.db"
SECRETS = {
    "telegram_token": "ANXIN_TELEGRAM_TOKEN",
    "onebot_token": "ANXIN_ONEBOT_TOKEN",
    "wechaty_token": "ANXIN_WECHATY_TOKEN",
}
"""Setting -> the environment variable that it comes from, and nowhere else."""


class ConfigError(Exception):
    """The settings cannot be used; the message is one line that says where and why."""


def _id(value: Any) -> Any:
    """Ids from platforms are strings; people write them as numbers."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Id = Annotated[str, BeforeValidator(_id), Field(min_length=1)]
Mode = Literal["auto", "assist", "watch"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Database(_Strict):
    url: str = DEFAULT_DATABASE


class Telegram(_Strict):
    enabled: bool = False
    base_url: str | None = None
    base_file_url: str | None = None


class Onebot(_Strict):
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


class Wechaty(_Strict):
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


class Adapters(_Strict):
    telegram: Telegram = Telegram()
    onebot: Onebot = Onebot()
    wechaty: Wechaty = Wechaty()


class GroupSettings(_Strict):
    platform: Literal["telegram", "onebot", "wechaty", "terminal"]
    id: Id
    name: str = ""
    mode: Mode | None = None
    leaders: tuple[Id, ...] = ()
    admins: tuple[Id, ...] = ()


class Defaults(_Strict):
    """What holds for every group. Times of day are the group's own (`timezone`)."""

    mode: Mode = "assist"
    burst_pause_s: float = Field(default=8, gt=0, le=300)
    burst_max_s: float = Field(default=20, gt=0, le=900)
    timezone: str = "Asia/Shanghai"
    quiet_from: str = "22:00"
    quiet_until: str = "08:00"
    quiet_replies: bool = True
    post_spacing_s: float = Field(default=30, ge=0)
    posts_per_hour: int = Field(default=6, ge=1)
    close_after_h: float = Field(default=48, gt=0)

    @field_validator("quiet_from", "quiet_until", mode="before")
    @classmethod
    def _clock(cls, value: Any) -> Any:
        if isinstance(value, int) and not isinstance(value, bool):  # YAML reads 22:00 as 1320 minutes
            value = f"{value // 60:02d}:{value % 60:02d}"
        try:
            time.fromisoformat(str(value))
        except ValueError as e:
            raise ValueError(say("errors.config_clock")) from e
        return value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as e:
            raise ValueError(say("errors.config_timezone")) from e
        return value

    @model_validator(mode="after")
    def _pauses(self) -> Defaults:
        if self.burst_max_s < self.burst_pause_s:
            raise ValueError(say("errors.config_burst"))
        return self

    @property
    def quiet_hours(self) -> QuietHours:
        return QuietHours(
            time.fromisoformat(self.quiet_from), time.fromisoformat(self.quiet_until), ZoneInfo(self.timezone)
        )


class Detection(_Strict):
    backend: Literal["anxin", "snownlp"] = "anxin"
    sensitivity: Literal["谨慎", "平衡", "灵敏"] = "平衡"


class Console(_Strict):
    enabled: bool = False
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)


class Settings(_Strict):
    """All of config.yaml, every part optional, and the secrets (never written to a log)."""

    database: Database = Database()
    adapters: Adapters = Adapters()
    groups: tuple[GroupSettings, ...] = ()
    defaults: Defaults = Defaults()
    detection: Detection = Detection()
    console: Console = Console()
    telegram_token: str | None = Field(None, exclude=True, repr=False)
    onebot_token: str | None = Field(None, exclude=True, repr=False)
    wechaty_token: str | None = Field(None, exclude=True, repr=False)

    @model_validator(mode="after")
    def _usable(self) -> Settings:
        if self.adapters.telegram.enabled and not self.telegram_token:
            raise ValueError(say("errors.config_token", name="ANXIN_TELEGRAM_TOKEN"))
        if self.adapters.wechaty.enabled:
            if not self.wechaty_token:
                raise ValueError(say("errors.config_wechaty_token", name="ANXIN_WECHATY_TOKEN"))
            if not re.fullmatch(r"[!-~]+", self.wechaty_token.strip()):
                raise ValueError(say("errors.config_wechaty_token_form", name="ANXIN_WECHATY_TOKEN"))
        if self.console.enabled:
            raise ValueError(say("errors.config_not_yet", what="console"))
        seen = set()
        for group in self.groups:
            if (group.platform, group.id) in seen:
                raise ValueError(say("errors.config_group_twice", group=group.id))
            seen.add((group.platform, group.id))
        return self

    def group(self, platform: str, group_id: str) -> GroupSettings | None:
        return next((g for g in self.groups if (g.platform, g.id) == (platform, group_id)), None)


def load(path: Path | None, environ: dict[str, str] | None = None) -> Settings:
    """The settings in `path` (None: all defaults) with the environment's; raises ConfigError."""
    raw = _read(path) if path else {}
    return from_dict(raw, str(path or "config.yaml"), environ)


def from_dict(raw: dict[str, Any], name: str = "config.yaml", environ: dict[str, str] | None = None) -> Settings:
    """Settings from what config.yaml would hold; `name` stands in front of a complaint about it."""
    environ = dict(os.environ) if environ is None else environ
    for secret, variable in SECRETS.items():
        if secret in raw:
            raise ConfigError(f"{name}: {say('errors.config_secret', name=variable)}")
    values = dict(raw)
    if environ.get("ANXIN_DATABASE_URL"):
        values["database"] = {"url": environ["ANXIN_DATABASE_URL"]}
    for secret, variable in SECRETS.items():
        values[secret] = environ.get(variable) or None
    try:
        return Settings.model_validate(values)
    except ValidationError as e:
        raise ConfigError(f"{name}: {_first_complaint(e)}") from e


def _read(path: Path) -> dict[str, Any]:
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError as e:
        raise ConfigError(say("errors.config_missing", path=path)) from e
    except (OSError, UnicodeDecodeError) as e:
        raise ConfigError(say("errors.config_unreadable", path=path, why=type(e).__name__)) from e
    except yaml.YAMLError as e:
        mark = getattr(e, "problem_mark", None)
        line = mark.line + 1 if mark else "?"
        raise ConfigError(say("errors.config_yaml", path=path, line=line)) from e
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        raise ConfigError(say("errors.config_not_mapping", path=path))
    return raw


def _first_complaint(error: ValidationError) -> str:
    """The first thing that is wrong, as one line with the place."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    kind = first["type"]
    context = first.get("ctx", {})
    if kind == "extra_forbidden":
        close = difflib.get_close_matches(str(first["loc"][-1]), _siblings(first["loc"]), n=1)
        hint = say("errors.config_did_you_mean", name=close[0]) if close else ""
        return say("errors.config_unknown_key", place=place) + hint
    if kind == "value_error":
        said = str(context.get("error", first["msg"]))
        return f"{place}: {said}" if place else said
    if kind == "literal_error":
        return say("errors.config_choice", place=place, choices=context.get("expected", ""), got=repr(first["input"]))
    if kind == "missing":
        return say("errors.config_needed", place=place)
    return say("errors.config_type", place=place, got=repr(first["input"])[:60], why=_WHY.get(kind, kind))


_WHY = {
    "bool_type": "是或否（true/false）", "bool_parsing": "是或否（true/false）", "string_type": "文字",
    "int_type": "整数", "int_parsing": "整数", "float_type": "数字", "float_parsing": "数字",
    "model_type": "一组“名字: 值”", "model_attributes_type": "一组“名字: 值”", "tuple_type": "一个列表（- 开头）",
    "greater_than": "大于 0 的数", "greater_than_equal": "更大的数", "less_than_equal": "更小的数",
    "string_too_short": "不为空的文字", "dict_type": "一组“名字: 值”",
}  # fmt: skip


def _siblings(loc: tuple[int | str, ...]) -> list[str]:
    """The keys that are known where the unknown one stands."""
    model: Any = Settings
    for part in loc[:-1]:
        if isinstance(part, int):
            continue
        field = model.model_fields.get(part)
        if field is None:
            return []
        model = field.annotation
        if part == "groups":
            model = GroupSettings
    return [name for name in model.model_fields if name not in SECRETS]
