"""Settings: config.yaml, checked strictly, plus secrets from the environment."""

from __future__ import annotations

import difflib
import os
import re
from datetime import date, time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from bot.domain.compensation import Kind as CompensationKind
from bot.domain.compensation import Policy as CompensationPolicy
from bot.domain.pacing import Limits, QuietHours
from bot.domain.sla import BusinessHours, Policy, Rules
from bot.replies import say

DEFAULT_DATABASE = "sqlite:///anxin.db"
SECRETS = {
    "telegram_token": "ANXIN_TELEGRAM_TOKEN",
    "onebot_token": "ANXIN_ONEBOT_TOKEN",
    "wechaty_token": "ANXIN_WECHATY_TOKEN",
    "opinion_key": "ANXIN_OPINION_KEY",
}
"""Setting -> the environment variable that it comes from, and nowhere else."""


class ConfigError(Exception):
    """The settings cannot be used; the message is one line that says where and why."""


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
    platform: Literal["telegram", "onebot", "wechaty", "terminal", "paste"]
    id: Id
    name: str = ""
    mode: Mode | None = None
    leaders: tuple[Id, ...] = ()
    admins: tuple[Id, ...] = ()
    leader_phone: str = ""


class Defaults(_Strict):
    """What holds for every group. Times of day are the group's own (`timezone`)."""

    mode: Mode = "assist"
    burst_pause_s: float = Field(default=8, gt=0, le=300)
    burst_max_s: float = Field(default=20, gt=0, le=900)
    timezone: str = "Asia/Shanghai"
    quiet_from: TimeOfDay = "22:00"
    quiet_until: TimeOfDay = "08:00"
    quiet_replies: bool = True
    post_spacing_s: float = Field(default=30, ge=0)
    posts_per_hour: int = Field(default=6, ge=1)
    unasked_per_day: int = Field(default=3, ge=0)
    close_after_h: float = Field(default=48, gt=0)
    promise_warn_h: float = Field(default=2, gt=0, le=168)

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


class Incidents(_Strict):
    """When complaints become one incident, and how often the group hears about it."""

    window_h: float = Field(default=12, gt=0, le=168)
    voices: int = Field(default=2, ge=2, le=20)
    post_every_min: float = Field(default=30, ge=1)


class Temperature(_Strict):
    """When a group counts as heated."""

    window_min: float = Field(default=60, gt=0, le=1440)
    alarm_share: float = Field(default=0.3, gt=0, le=1)
    alarm_voices: int = Field(default=3, ge=1)


class SendingLimits(_Strict):
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
    group_per_min: float = Field(default=20, gt=0)
    per_hour: int = Field(default=1000, ge=1)
    per_day: int = Field(default=10_000, ge=1)
    private_per_day: int = Field(default=5000, ge=1)
    spacing_s: float = Field(default=0, ge=0)


class OnebotLimits(SendingLimits):
    group_per_min: float = Field(default=6, gt=0)
    per_hour: int = Field(default=60, ge=1)
    per_day: int = Field(default=300, ge=1)
    private_per_day: int = Field(default=80, ge=1)
    spacing_s: float = Field(default=2, ge=0)


class WechatyLimits(SendingLimits):
    group_per_min: float = Field(default=4, gt=0)
    per_hour: int = Field(default=40, ge=1)
    per_day: int = Field(default=200, ge=1)
    private_per_day: int = Field(default=50, ge=1)
    spacing_s: float = Field(default=3, ge=0)


class Sending(_Strict):
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


class Light(_Strict):
    """How long things may take, in business time; `clear` and `severe` have the same names and less time."""

    first_response_min: float = Field(default=10, gt=0)
    first_contact_min: float = Field(default=180, gt=0)
    answer_min: float = Field(default=45, gt=0)
    resolution_h: float = Field(default=24, gt=0, le=2000)

    def policy(self) -> Policy:
        return Policy(
            answer=timedelta(minutes=self.answer_min),
            first_response=timedelta(minutes=self.first_response_min),
            first_contact=timedelta(minutes=self.first_contact_min),
            resolution=timedelta(hours=self.resolution_h),
        )


class Clear(Light):
    first_contact_min: float = Field(default=120, gt=0)
    answer_min: float = Field(default=30, gt=0)


class Severe(Light):
    first_response_min: float = Field(default=5, gt=0)
    first_contact_min: float = Field(default=30, gt=0)
    answer_min: float = Field(default=10, gt=0)
    resolution_h: float = Field(default=6, gt=0, le=2000)


class Sla(_Strict):
    """Time limits. Times of day and days are the groups' own."""

    open_from: TimeOfDay = "09:00"
    open_until: TimeOfDay = "21:00"
    weekdays: tuple[Annotated[int, Field(ge=1, le=7)], ...] = Field(default=(1, 2, 3, 4, 5, 6, 7), min_length=1)
    holidays: tuple[date, ...] = ()
    warn_at: float = Field(default=0.75, gt=0, lt=1)
    escalate_after_min: float = Field(default=60, gt=0)
    light: Light = Light()
    clear: Clear = Clear()
    severe: Severe = Severe()


class Compensation(_Strict):
    """What the rule of compensation may propose, and who may approve how much. Sums are in yuan."""

    propose: bool = True
    kinds: tuple[CompensationKind, ...] = ("voucher", "part_refund", "replacement", "full_refund")
    voucher_yuan: float = Field(default=3, gt=0, le=1000)
    points: int = Field(default=100, gt=0)
    keep_goods_below_yuan: float = Field(default=50, ge=0)
    refund_within_h: float = Field(default=24, gt=0, le=720)
    replacement_within_h: float = Field(default=48, gt=0, le=720)
    voucher_within_h: float = Field(default=24, gt=0, le=720)
    remind_after_h: float = Field(default=24, gt=0, le=720)
    admin_cap_yuan: float = Field(default=30, ge=0)
    leader_cap_yuan: float = Field(default=200, ge=0)
    owners: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _can_pay(self) -> Compensation:
        if not {"part_refund", "full_refund"} & set(self.kinds):
            raise ValueError(say("errors.config_no_refund"))
        if self.admin_cap_yuan > self.leader_cap_yuan:
            raise ValueError(say("errors.config_caps"))
        return self

    @property
    def policy(self) -> CompensationPolicy:
        refund, small = self.refund_within_h, self.voucher_within_h
        return CompensationPolicy(
            kinds=self.kinds,
            voucher_fen=round(self.voucher_yuan * 100),
            points=self.points,
            keep_goods_below_fen=round(self.keep_goods_below_yuan * 100),
            done_within_h={
                "apology": 0, "voucher": small, "points": small, "part_refund": refund,
                "replacement": self.replacement_within_h, "full_refund": refund,
            },
        )  # fmt: skip


class SecondOpinion(_Strict):
    """An endpoint that speaks OpenAI's protocol and is asked about messages in doubt."""

    enabled: bool = False
    base_url: str = ""
    model: str = ""
    daily_budget: int = Field(default=100, ge=1)
    timeout_s: float = Field(default=15, gt=0, le=120)

    @model_validator(mode="after")
    def _address(self) -> SecondOpinion:
        if self.enabled and not (re.match(r"https?://[^/\s]+", self.base_url) and self.model.strip()):
            raise ValueError(say("errors.config_second_opinion"))
        return self


class Detection(_Strict):
    backend: Literal["anxin", "snownlp"] = "anxin"
    sensitivity: Literal["谨慎", "平衡", "灵敏"] = "平衡"
    second_opinion: SecondOpinion = SecondOpinion()


class Console(_Strict):
    enabled: bool = False
    host: str = "127.0.0.1"
    port: int = Field(default=8700, ge=1, le=65535)


class Settings(_Strict):
    """All of config.yaml, every part optional, and the secrets (never written to a log)."""

    database: Database = Database()
    adapters: Adapters = Adapters()
    groups: tuple[GroupSettings, ...] = ()
    defaults: Defaults = Defaults()
    sla: Sla = Sla()
    incidents: Incidents = Incidents()
    temperature: Temperature = Temperature()
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
        sla = self.sla
        hours = BusinessHours(
            time.fromisoformat(sla.open_from),
            time.fromisoformat(sla.open_until),
            ZoneInfo(self.defaults.timezone),
            frozenset(sla.weekdays),
            frozenset(sla.holidays),
        )
        policies = {1: sla.light.policy(), 2: sla.clear.policy(), 3: sla.severe.policy()}
        return Rules(hours, policies, sla.warn_at, timedelta(minutes=sla.escalate_after_min))

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
