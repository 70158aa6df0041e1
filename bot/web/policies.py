"""The rules that are in force, in words, each with where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from bot.config import Defaults, OwnHours, Settings, Sla
from bot.detection.expected import in_words
from bot.replies import say


@dataclass(frozen=True)
class Rule:
    """One rule: what it is about, what holds, and where in config.yaml it is set."""

    about: str
    holds: str
    place: str
    own: bool
    """Whether config.yaml says so; otherwise it is what holds without a word there."""


PARTS: dict[str, dict[str, str]] = {
    "detection": {"sensitivity": "detection.sensitivity", "opinion": "detection.second_opinion"},
    "talk": {
        "quiet": "defaults.quiet_from defaults.quiet_until defaults.quiet_replies",
        "spacing": "defaults.post_spacing_s defaults.posts_per_hour",
        "unasked": "defaults.unasked_per_day",
        "burst": "defaults.burst_pause_s defaults.burst_max_s",
    },
    "clocks": {
        "hours": "sla.open_from sla.open_until sla.weekdays sla.holidays",
        "sla_light": "sla.light",
        "sla_clear": "sla.clear",
        "sla_severe": "sla.severe",
        "warn": "sla.warn_at sla.escalate_after_min",
        "close": "defaults.close_after_h",
    },
    "group": {
        "incident": "incidents.voices incidents.window_h",
        "posts": "incidents.post_every_min",
        "heat": "temperature.window_min temperature.alarm_share temperature.alarm_voices",
    },
    "money": {
        "caps": "compensation.admin_cap_yuan compensation.leader_cap_yuan",
        "goods": "compensation.keep_goods_below_yuan",
        "within": "compensation.refund_within_h compensation.replacement_within_h",
    },
    "sending": {
        "limits_telegram": "sending.telegram",
        "limits_onebot": "sending.onebot",
        "limits_wechaty": "sending.wechaty",
        "stop": "sending.stop_after",
    },
}
"""Every rule that the page shows, by part: its name in the catalogue, and the settings that it says."""


def _sensitivity(settings: Settings) -> str:
    return in_words(settings.detection.readiness)


def _opinion(settings: Settings) -> str:
    wanted = settings.detection.second_opinion
    return say("settings.opinion_on" if wanted.enabled else "settings.opinion_off", model=wanted.model)


def _hours(settings: Settings) -> str:
    return _business_hours(settings.sla)


def _business_hours(sla: Sla) -> str:
    named = "、".join(say(f"settings.days.{day}") for day in sorted(set(sla.weekdays)))
    days = say("settings.every_day") if len(set(sla.weekdays)) == 7 else named
    hours = say("settings.all_day") if sla.open_from == sla.open_until else f" {sla.open_from}–{sla.open_until}"
    off = "、".join(day.isoformat() for day in sorted(sla.holidays))
    found = say("settings.rules.hours", days=days, hours=hours)
    return found + (say("settings.rules.days_off", days=off) if off else "")


def _quiet(settings: Settings) -> str:
    return _quiet_hours(settings.defaults)


def _quiet_hours(defaults: Defaults) -> str:
    start, end = defaults.quiet_from, defaults.quiet_until
    key = "no_quiet" if start == end else "quiet_alone" if not defaults.quiet_replies else "quiet"
    return say(f"settings.rules.{key}", quiet_from=start, quiet_until=end)


def own_hours(settings: Settings, own: OwnHours | None) -> list[Rule]:
    """What one group has otherwise than the others."""
    if own is None:
        return []
    sections: dict[str, tuple[Defaults | Sla, str]] = {
        "quiet": (settings.defaults, _quiet_hours(own.over(settings.defaults))),
        "hours": (settings.sla, _business_hours(own.over(settings.sla))),
    }
    return [
        Rule(say(f"settings.about.{name}"), holds, "groups[]", True)
        for name, (section, holds) in sections.items()
        if own.over(section) != section
    ]


def _stop(settings: Settings) -> str:
    most = settings.sending.stop_after
    return say("settings.rules.stop", stop_after=most) if most else say("settings.rules.never_stop")


IN_OTHER_WORDS: dict[str, Callable[[Settings], str]] = {
    "sensitivity": _sensitivity, "opinion": _opinion, "hours": _hours, "quiet": _quiet, "stop": _stop,
}  # fmt: skip
"""Rules that are more than their settings put into a sentence."""


def rules(settings: Settings, platforms: Iterable[str]) -> dict[str, list[Rule]]:
    """What holds, by part; of the platforms' limits those that are connected."""
    left_out = {f"limits_{name}" for name in ("telegram", "onebot", "wechaty")} - {f"limits_{p}" for p in platforms}
    return {
        part: [_rule(settings, name, places.split()) for name, places in names.items() if name not in left_out]
        for part, names in PARTS.items()
    }


def _rule(settings: Settings, name: str, places: list[str]) -> Rule:
    values: dict[str, Any] = {}
    for place in places:
        found = _at(settings, place)
        values |= dict(found) if isinstance(found, BaseModel) else {place.rpartition(".")[2]: found}
    words = IN_OTHER_WORDS.get(name)
    filled = {key: _number(key, value) for key, value in values.items()}
    holds = words(settings) if words else say(f"settings.rules.{name.partition('_')[0]}", **filled)
    return Rule(say(f"settings.about.{name}"), holds, places[0], any(_is_set(settings, place) for place in places))


def _at(settings: Settings, place: str) -> Any:
    found: Any = settings
    for part in place.split("."):
        found = getattr(found, part)
    return found


def _number(key: str, value: Any) -> Any:
    """Without needless zeros; a share as a percentage."""
    if key in ("warn_at", "alarm_share"):
        return f"{value:.0%}"
    return f"{value:g}" if isinstance(value, float) else value


def _is_set(settings: Settings, place: str) -> bool:
    """Whether config.yaml names this setting or a part of it."""
    found: Any = settings
    for part in place.split("."):
        if part not in found.model_fields_set:
            return False
        found = getattr(found, part)
    return True
