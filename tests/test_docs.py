"""The documents cannot drift: what they name exists, and what exists they name."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel
from rich.console import Console

from bot.cli import app
from bot.config import SECRETS, Settings, from_dict, load
from bot.demo.play import play
from bot.demo.screen import Screen
from bot.replay import DAY_ONE, Clock
from handlers.leader_command import COMMANDS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
README_ZH = (ROOT / "README.zh-CN.md").read_text("utf-8")
INTERFACES = (ROOT / "docs/interfaces.md").read_text("utf-8")
PLATFORMS = (ROOT / "docs/platforms.md").read_text("utf-8")
CONFIG = (ROOT / "config.yaml").read_text("utf-8")


def leaves(model: type[BaseModel], path: str = "") -> list[str]:
    found = []
    for name, field in model.model_fields.items():
        inner = field.annotation
        here = f"{path}{name}"
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found += leaves(inner, here + ".")
        else:
            found.append(here)
    return found


def test_config_yaml_states_the_defaults() -> None:
    stated = load(ROOT / "config.yaml", environ={})
    assert stated == from_dict({}, environ={})


@pytest.mark.parametrize("path", leaves(Settings))
def test_config_yaml_explains_each_setting(path: str) -> None:
    if path in SECRETS:
        assert SECRETS[path] in CONFIG
        return
    assert re.search(rf"\b{path.split('.')[-1]}:", CONFIG), path


@pytest.mark.parametrize("platform", ["onebot", "wechaty"])
def test_what_an_account_says_at_most_is_told_as_it_is_set(platform: str) -> None:
    told = re.search(
        rf"`sending\.{platform}` in config\.yaml \((\d+) posts a minute in a group, (\d+) messages a day\)", PLATFORMS
    )
    limits = from_dict({}, environ={}).sending.limits(platform)
    assert told is not None
    assert limits is not None
    assert tuple(map(int, told.groups())) == (limits.group_per_min, limits.per_day)


def test_every_command_of_the_program_is_in_the_readme() -> None:
    docs = README + INTERFACES
    for command in app.registered_commands:
        assert command.callback is not None
        name = command.name or command.callback.__name__.replace("_", "-")
        assert re.search(rf"\b{name}\b", docs), name


def test_every_leader_command_is_in_both_readmes_and_the_help() -> None:
    shown = ["待办", "待审", "看 12", "回 12 您的话", "结 12 完成", "发 12", "登记", "不是投诉 12", "模式 自动", "帮助"]
    shown += ["承诺", "兑 5 转账单号", "批次", "温度"]
    help_text = yaml.safe_load((ROOT / "bot/replies.zh.yaml").read_text("utf-8"))["leader"]["help"]
    for text in shown:
        assert any(pattern.match(text) for pattern, _ in COMMANDS), text
        for document in (README, README_ZH, help_text):
            assert text.split()[0] in document, text


async def test_the_readme_shows_what_the_demo_says() -> None:
    out = io.StringIO()
    clock = Clock(DAY_ONE)
    screen = Screen("阳光里 3 群（模拟）", "团长", clock, Console(file=out, width=400, color_system=None))
    await play(scripted=True, fast=True, screen=screen)
    said = out.getvalue()
    block = README.split("```")[1].strip().splitlines()
    for line in block:
        words = line.split("←")[0].strip().rstrip("…")
        assert words in said, line


def test_the_make_targets_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"(?:^|`)make ([a-z-]+)", README + README_ZH, re.M)):
        assert re.search(rf"^{target}:", makefile, re.M), target
