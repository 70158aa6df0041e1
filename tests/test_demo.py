"""The demo drives the program itself: what one handler does is missing as soon as it is taken away."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

import handlers
from bot.demo.play import load_script, play
from bot.demo.screen import Screen
from bot.domain.chat import DirectMessage, GroupMessage
from bot.replay import Clock
from bot.replies import say, variants
from handlers import speak
from handlers.cases import conversation
from handlers.cases import work as cases


async def shown() -> str:
    """All that the demo prints."""
    out = io.StringIO()
    script = load_script()
    console = Console(file=out, width=200, highlight=False, color_system=None)
    await play(scripted=True, fast=True, screen=Screen(script["group"], script["leader"], Clock(), console))
    return out.getvalue()


async def test_it_shows_every_step() -> None:
    screen = await shown()
    assert "[群] 安心：@静静 " in screen, "the apology"
    assert any(nudge in screen for nudge in variants("nudge.dm_sent")), "the way into private, in the same post"
    assert "[群] 安心：@王阿姨 " in screen
    assert "[私聊 静静] 安心：您好" in screen, "the private chat begins"
    assert "[私聊 团长] 安心：售后单 1 · " in screen, "the leader's notice"
    assert "[私聊 团长] 安心：批次 1 · " in screen
    assert "售后单 2 老周" in screen
    assert "[私聊 团长] 安心：待办 " in screen
    assert "[私聊 团长] 安心：售后单 1 已结单，静静 说解决了。" in screen
    assert "静静 打了 5 分" in screen
    assert "拼多多" in screen
    assert "@小林妈妈" not in screen, "she complained of another shop"
    assert "@大可" not in screen
    assert "（模拟）" in screen


async def test_the_neighbour_who_joins_in_is_answered() -> None:
    assert "[群] 安心：@老周 " in await shown()


async def test_without_the_groups_handler_there_are_no_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(handlers.ROUTES, GroupMessage, ())  # type: ignore[arg-type]
    screen = await shown()
    assert "[群] 安心：" not in screen
    assert "草莓、鸡蛋都到自提点了" in screen, "people go on talking"


async def test_without_the_private_handler_nobody_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(handlers.ROUTES, DirectMessage, ())  # type: ignore[arg-type]
    screen = await shown()
    assert "[群] 安心：@静静 " in screen
    assert "安心：待办" not in screen
    assert "已结单" not in screen


async def test_without_the_notice_the_leader_hears_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases, "tell_leaders_of_new", lambda *args: None)
    screen = await shown()
    assert "[群] 安心：@静静 " in screen
    assert "类别" not in screen.split("团长：看 1")[0]


async def test_without_the_apology_nothing_is_posted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speak, "post_apology", lambda *args, **kwargs: "")
    screen = await shown()
    assert "[群] 安心：@静静" not in screen
    assert "[私聊 团长] 安心：售后单 1 · " in screen


async def test_without_the_opening_the_private_chat_does_not_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speak, "open_in_private", lambda *args: None)
    assert "[私聊 静静] 安心：您好" not in await shown()


async def test_without_the_questions_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = say("private.ask_help", 1)
    assert asked in await shown()
    monkeypatch.setattr(conversation, "_next_question", lambda *args: None)
    assert asked not in await shown()
