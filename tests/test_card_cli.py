"""`anxin card`: the card that the member agreed to as a file; without their yes one clear line and no file."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from bot.cli import app
from tests.conversation import Conversation
from tests.handlers.test_showing import agreed, asked


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANXIN_DATABASE_URL", database_url)
    level = logging.getLogger().level
    yield
    logging.getLogger().setLevel(level)


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(app, ["card", *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def after(database_url: str, *words: str) -> None:
    """A case that is solved, its member asked, and these words of theirs; none where there are none."""

    async def story() -> None:
        async with Conversation.on(database_url) as c:
            if not words:
                await asked(c)
                c.skip()
                return
            await agreed(c, words[0])
            for said in words[1:]:
                await c.private("王丽", said)
                await c.wait(20)
            c.skip()

    asyncio.run(story())


def test_with_the_members_yes_the_picture_is_written(database_url: str, tmp_path: Path) -> None:
    after(database_url, "可以")
    result = run("1", "-o", "card.png")
    assert (result.exit_code, result.stdout.strip()) == (0, "card.png")
    with Image.open(tmp_path / "card.png") as picture:
        assert picture.width == 1080


WITHOUT = {"no answer": (), "no": ("不行",), "wait": ("等等",), "taken back": ("可以", "把那张图撤了")}


@pytest.mark.parametrize("said", WITHOUT.values(), ids=WITHOUT.keys())
def test_without_it_there_is_none(database_url: str, tmp_path: Path, said: tuple[str, ...]) -> None:
    after(database_url, *said)
    result = run("1", "-o", "card.png")
    assert result.exit_code == 2
    assert result.stderr.strip() == "售后单 1 没有经本人同意的图卡，不能导出。"
    assert not (tmp_path / "card.png").exists()


def test_no_such_case_and_no_such_folder(database_url: str, tmp_path: Path) -> None:
    assert run("99", "-o", "card.png").stderr.strip() == "没有售后单 99。"
    after(database_url, "可以")
    result = run("1", "-o", "nowhere/card.png")
    assert result.exit_code == 2
    assert "nowhere/card.png" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
