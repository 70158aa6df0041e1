"""The sections about the work itself: groups, times, incidents, compensation, detection, the console."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from bot.config.kinds import Id, Mode, Strict, TimeOfDay
from bot.domain.compensation import Kind as CompensationKind
from bot.domain.compensation import Policy as CompensationPolicy
from bot.domain.pacing import QuietHours
from bot.domain.sla import BusinessHours, Policy
from bot.domain.verdict import Sensitivity
from bot.replies import say


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as e:
        raise ValueError(say("errors.config_timezone")) from e
    return value


Zone = Annotated[str, AfterValidator(_zone)]
Weekdays = Annotated[tuple[Annotated[int, Field(ge=1, le=7)], ...], Field(min_length=1)]
"""1 is Monday."""
Section = TypeVar("Section", bound=Strict)


class OwnHours(Strict):
    """What a group may have otherwise than the installation: the same names as there, in the group's own time."""

    timezone: Zone | None = None
    quiet_from: TimeOfDay | None = None
    quiet_until: TimeOfDay | None = None
    open_from: TimeOfDay | None = None
    open_until: TimeOfDay | None = None
    weekdays: Weekdays | None = None
    holidays: tuple[date, ...] | None = None

    def over(self, section: Section) -> Section:
        """A section of the settings as it holds for this group."""
        names = OwnHours.model_fields.keys() & type(section).model_fields.keys()
        own = {name: getattr(self, name) for name in names}
        return section.model_copy(update={name: value for name, value in own.items() if value is not None})


class GroupSettings(OwnHours):
    platform: Literal["telegram", "onebot", "wechaty", "terminal", "paste"]
    id: Id
    name: str = ""
    mode: Mode | None = None
    leaders: tuple[Id, ...] = ()
    admins: tuple[Id, ...] = ()
    leader_phone: str = ""


class Defaults(Strict):
    """What holds for every group. Times of day are the group's own: those of its `timezone`, else of this one."""

    mode: Mode = "assist"
    burst_pause_s: float = Field(default=8, gt=0, le=300)
    burst_max_s: float = Field(default=20, gt=0, le=900)
    timezone: Zone = "Asia/Shanghai"
    quiet_from: TimeOfDay = "22:00"
    quiet_until: TimeOfDay = "08:00"
    quiet_replies: bool = True
    post_spacing_s: float = Field(default=30, ge=0)
    posts_per_hour: int = Field(default=6, ge=1)
    unasked_per_day: int = Field(default=3, ge=0)
    close_after_h: float = Field(default=48, gt=0)

    @model_validator(mode="before")
    @classmethod
    def _moved(cls, values: Any) -> Any:
        if isinstance(values, dict) and "promise_warn_h" in values:
            raise ValueError(say("errors.config_promise_warn", hours=values["promise_warn_h"]))
        return values

    @model_validator(mode="after")
    def _pauses(self) -> Defaults:
        if self.burst_max_s < self.burst_pause_s:
            raise ValueError(say("errors.config_burst"))
        return self

    def quiet_hours_in(self, zone: ZoneInfo) -> QuietHours:
        return QuietHours(time.fromisoformat(self.quiet_from), time.fromisoformat(self.quiet_until), zone)

    @property
    def quiet_hours(self) -> QuietHours:
        return self.quiet_hours_in(ZoneInfo(self.timezone))


class Incidents(Strict):
    """When complaints become one incident, and how often the group hears about it."""

    window_h: float = Field(default=12, gt=0, le=168)
    voices: int = Field(default=2, ge=2, le=20)
    post_every_min: float = Field(default=30, ge=1)


class Showing(Strict):
    """How long a member has to answer whether something of theirs may be shown."""

    silence_is_no_after_h: float = Field(default=48, gt=0, le=720)
    ask_again_after_h: float = Field(default=20, gt=0, le=168)


Days = Annotated[int, Field(ge=0, le=36_500)]
"""0: for ever."""


class Retention(Strict):
    """For how many days what is kept."""

    group_messages_days: Days = 365
    private_messages_days: Days = 365
    pictures_days: Days = 365
    sent_messages_days: Days = 365
    voices_days: Days = 730
    corrections_days: Days = 730
    orders_days: Days = 365
    cases_days: Days = 1095
    members_days: Days = 1095
    audit_days: Days = 1095
    inbox_days: Days = 30

    @model_validator(mode="after")
    def _not_twice(self) -> Retention:
        if 0 < self.inbox_days < 7:
            raise ValueError(say("errors.config_inbox_days"))
        return self


class Temperature(Strict):
    """When a group counts as heated."""

    window_min: float = Field(default=60, gt=0, le=1440)
    alarm_share: float = Field(default=0.3, gt=0, le=1)
    alarm_voices: int = Field(default=3, ge=1)


class Light(Strict):
    """How long things may take, in business time; `clear` and `severe` have the same names and less time."""

    first_response_min: float = Field(default=10, gt=0)
    first_contact_min: float = Field(default=180, gt=0)
    answer_min: float = Field(default=45, gt=0)
    resolution_h: float = Field(default=24, gt=0, le=2000)
    promise_warn_h: float = Field(default=2, gt=0, le=168)

    def policy(self) -> Policy:
        return Policy(
            answer=timedelta(minutes=self.answer_min),
            first_response=timedelta(minutes=self.first_response_min),
            first_contact=timedelta(minutes=self.first_contact_min),
            resolution=timedelta(hours=self.resolution_h),
            promise_warning=timedelta(hours=self.promise_warn_h),
        )


class Clear(Light):
    first_contact_min: float = Field(default=120, gt=0)
    answer_min: float = Field(default=30, gt=0)


class Severe(Light):
    first_response_min: float = Field(default=5, gt=0)
    first_contact_min: float = Field(default=30, gt=0)
    answer_min: float = Field(default=10, gt=0)
    resolution_h: float = Field(default=6, gt=0, le=2000)
    promise_warn_h: float = Field(default=4, gt=0, le=168)


class Sla(Strict):
    """Time limits. Times of day and days are the groups' own."""

    open_from: TimeOfDay = "09:00"
    open_until: TimeOfDay = "21:00"
    weekdays: Weekdays = (1, 2, 3, 4, 5, 6, 7)
    holidays: tuple[date, ...] = ()
    warn_at: float = Field(default=0.75, gt=0, lt=1)
    escalate_after_min: float = Field(default=60, gt=0)
    light: Light = Light()
    clear: Clear = Clear()
    severe: Severe = Severe()

    def hours_in(self, zone: ZoneInfo) -> BusinessHours:
        """The hours and days in which time counts."""
        opens, closes = time.fromisoformat(self.open_from), time.fromisoformat(self.open_until)
        return BusinessHours(opens, closes, zone, frozenset(self.weekdays), frozenset(self.holidays))


class Compensation(Strict):
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


class SecondOpinion(Strict):
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


class Detection(Strict):
    backend: Literal["anxin", "snownlp"] = "anxin"
    sensitivity: Literal["谨慎", "平衡", "灵敏"] = "平衡"
    second_opinion: SecondOpinion = SecondOpinion()

    @property
    def readiness(self) -> Sensitivity:
        """How readily a message counts as a complaint in groups that have no setting of their own."""
        known: dict[str, Sensitivity] = {"谨慎": "cautious", "平衡": "balanced", "灵敏": "keen"}
        return known[self.sensitivity]


class Console(Strict):
    enabled: bool = False
    host: str = "127.0.0.1"
    port: int = Field(default=8700, ge=1, le=65535)
