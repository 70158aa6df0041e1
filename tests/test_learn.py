"""`anxin learn` on the command line: it says in Chinese what changed, goes back, and lists what was learned."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.storage import open_storage, reviews
from bot.storage.reviews import Correction
from tests.storage import make

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)


@pytest.fixture
def config(database_url: str, tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(f"database: {{url: '{database_url}'}}\n", "utf-8")
    return path


def told(url: str, text: str, complaint: bool) -> None:
    """Somebody said of a message whether it is a complaint."""
    storage = open_storage(url)
    asyncio.run(
        storage.write(
            lambda conn: reviews.correct(
                conn, Correction(make.group(conn).id, text, (), None, complaint, "undo", "团长", NOON)
            )
        )
    )
    storage.close()


def learn(config: Path, *more: str) -> str:
    done = CliRunner().invoke(app, ["learn", "--config", str(config), *more])
    assert done.exit_code == 0, done.output
    return done.output


def test_learning_says_what_changed(config: Path, database_url: str) -> None:
    told(database_url, "这个团的鸡蛋碎了三个", False)
    said = learn(config)
    assert "学好了，第 1 版：一共 1 条纠正，现在有 1 条会按您说的判。" in said
    assert "这个团的鸡蛋碎了三个：是投诉 → 不是投诉" in said
    assert "固定题目上的成绩：F1 " in said
    assert learn(config) == "没有新的纠正，不用学。\n"


def test_going_back(config: Path, database_url: str) -> None:
    assert learn(config, "--rollback") == "还没学过什么，没有可退的。\n"
    told(database_url, "这个团的鸡蛋碎了三个", False)
    learn(config)
    told(database_url, "这盒草莓你们自己看看", True)
    learn(config)
    assert learn(config, "--rollback") == "第 2 版退掉了，现在用的是第 1 版。\n"
    assert learn(config, "--rollback") == "第 1 版退掉了，现在用的是出厂的模型。\n"
    states = [line.split("  ")[2] for line in learn(config, "--list").splitlines()]
    assert states == ["退掉了", "退掉了"]


def test_the_list_of_nothing_says_how_it_begins(config: Path) -> None:
    assert learn(config, "--list").startswith("还没学过。")


def test_snownlp_does_not_learn(config: Path) -> None:
    config.write_text(config.read_text("utf-8") + "detection: {backend: snownlp}\n", "utf-8")
    assert "snownlp" in learn(config)


def test_two_wishes_at_once_are_refused(config: Path) -> None:
    done = CliRunner().invoke(app, ["learn", "--config", str(config), "--list", "--rollback"])
    assert done.exit_code == 2
