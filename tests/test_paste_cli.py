"""`anxin paste`: a file or standard input in, words to copy out; what is wrong is one line."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.adapters.terminal import grey_picture
from bot.cli import app

CHAT = "静静 2026/1/5 10:31\n草莓烂了一半，没法吃\n[图片]\n\n小李 2026/1/5 10:33\n谢谢团长\n"


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database of the test's own, and the log as it was."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANXIN_DATABASE_URL", f"sqlite:///{tmp_path}/anxin.db")
    level = logging.getLogger().level
    yield
    logging.getLogger().setLevel(level)


def run(*arguments: str, given: bytes = b"") -> Result:
    result = CliRunner().invoke(app, ["paste", *arguments], input=given)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_a_file_becomes_drafts_in_readable_words(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(CHAT, "gb18030")
    result = run("chat.txt", "--group", "桂花苑")
    assert result.exit_code == 0
    assert "桂花苑：读到 2 条，新的 2 条" in result.stdout
    assert "售后单 1 · 静静：草莓烂了一半，没法吃" in result.stdout
    assert "发到群里：\n@静静" in result.stdout
    assert "私聊 静静：\n" in result.stdout
    assert "1 张图没有一起给我" in result.stdout


def test_standard_input_becomes_json_and_the_same_again_adds_nothing(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/微信图片_20260105103101.png").write_bytes(grey_picture())
    run("-", "--group", "桂花苑", "--photos", "photos", given=CHAT.encode())
    again = run("--group", "桂花苑", "--json", "--photos", "photos", given=CHAT.encode("utf-16"))
    found = json.loads(again.stdout)
    assert found["counts"] == {
        "read": 2, "new": 0, "known": 2, "heard": 0, "older": 0, "unreadable": 0, "pictures": 1, "pictures_missing": 0,
    }  # fmt: skip
    [case] = found["cases"]
    assert (case["number"], case["member"], case["category"]) == (1, "静静", "damaged")
    assert case["post"].startswith("@静静")
    assert len(case["private"]) == 1


def test_what_was_sent_waits_no_more() -> None:
    run("--group", "桂花苑", given=CHAT.encode())
    assert "售后单 1 的话您发过了" in run("--sent", "1").stdout
    assert "没有等着发的话" in run("--group", "桂花苑", given=CHAT.encode()).stdout
    again = run("--sent", "1")
    assert (again.exit_code, again.stderr.strip()) == (2, "售后单 1 没有等着您发的话")


def test_the_leader_of_the_chat_is_named_once() -> None:
    said = "王团长 2026/1/5 10:31\n今天的草莓烂了一半，别来拿\n"
    first = run("--group", "桂花苑", "--leader", "王团长", given=said.encode())
    assert "没有等着发的话" in first.stdout
    later = run("--group", "桂花苑", given="王团长 2026/1/5 11:31\n牛奶也全坏了\n".encode())
    assert "没有等着发的话" in later.stdout


@pytest.mark.parametrize(
    ("arguments", "given", "line"),
    [
        ((), CHAT.encode(), "--group"),
        (("missing.txt", "--group", "a"), b"", "missing.txt"),
        (("--group", "a"), b"  \n", "没有内容"),
        (("--group", "a"), "今天天气不错\n大家好".encode(), "没看出谁说了什么"),
        (("--group", "a", "--photos", "nowhere"), CHAT.encode(), "nowhere"),
        (("--group", "a"), b"\x00\xff\x00\xfe" * 100, "没看出谁说了什么"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(arguments: tuple[str, ...], given: bytes, line: str) -> None:
    result = run(*arguments, given=given)
    assert result.exit_code == 2
    assert line in result.stderr
    assert "Traceback" not in result.stderr


def test_too_much_at_once_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.paste_cli.MAX_BYTES", 100)
    assert "请分几次贴" in run("--group", "a", given=CHAT.encode() * 3).stderr


def test_lines_that_are_nobodys_are_listed() -> None:
    result = run("--group", "桂花苑", given=("还漏水\n\n" + CHAT).encode())
    assert "第 1 行：还漏水" in result.stdout
