"""Reading config.yaml: what is wrong with it is one line with the place."""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from bot.config.settings import SECRETS, Settings
from bot.config.work import GroupSettings
from bot.replies import say


class ConfigError(Exception):
    """The settings cannot be used; the message is one line that says where and why."""


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
