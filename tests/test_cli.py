"""`anxin detect` and `anxin replay`: JSON Lines in and out, bad lines named, the others answered."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.domain.verdict import CATEGORIES

GOOD = {"id": "a", "text": "草莓烂了一半"}
THREAD = {"id": "t", "messages": [{"n": 1, "at": "10:00", "from": "静静", "text": "草莓烂了一半"}]}


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """`replay` turns the log down for its own process."""
    level = logging.getLogger().level
    yield
    logging.getLogger().setLevel(level)


def lines(*items: object) -> str:
    return "".join(f"{item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)}\n" for item in items)


def run(*arguments: str, given: str = "") -> tuple[int, list[dict[str, Any]], list[str]]:
    """The exit code, the objects on standard output, the lines on standard error."""
    result = CliRunner().invoke(app, list(arguments), input=given.encode("utf-8", "surrogatepass"))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()], result.stderr.splitlines()


def test_detect_answers_every_line_in_order() -> None:
    code, out, err = run("detect", "-", given=lines(GOOD, {"id": 7, "text": "今天停水到六点"}))
    assert (code, err) == (0, [])
    assert [o["id"] for o in out] == ["a", 7]
    assert list(out[0]) == ["id", "decision", "score", "category", "severity", "reasons"]
    assert (out[0]["decision"], out[0]["category"]) == ("complaint", "damaged")
    assert out[0]["severity"] in (1, 2, 3)
    assert out[0]["reasons"]
    assert (out[1]["decision"], out[1]["category"], out[1]["severity"]) == ("none", None, None)


def test_detect_needs_only_id_and_text_and_ignores_the_rest() -> None:
    full = GOOD | {"role": "member", "context": ["草莓到了"], "has_image": False, "colour": "red", "x": {"y": [1]}}
    nulls = GOOD | {"role": None, "context": None, "has_image": None}
    code, out, _ = run("detect", "-", given=lines(GOOD, full, nulls))
    assert code == 0
    assert [o["decision"] for o in out] == ["complaint"] * 3


def test_a_leader_complains_of_nothing() -> None:
    _, out, _ = run("detect", "-", given=lines(GOOD | {"role": "leader"}))
    assert out[0]["decision"] == "none"


def test_lines_are_independent() -> None:
    other = {"id": "b", "text": "我的也是"}
    _, together, _ = run("detect", "-", given=lines(GOOD, other))
    _, alone, _ = run("detect", "-", given=lines(other))
    assert together[1] == alone[0]


ODD = ["", " ", "\x00", "\x01\u202e草莓", "😡" * 3, "[图片]", "草莓烂了" * 2500, "\ud83d", "{0}%s", "\n\n"]


def test_detect_takes_any_text() -> None:
    code, out, err = run("detect", "-", given=lines(*(json.dumps({"id": t, "text": t}) for t in ODD)))
    assert [o["id"] for o in out] == ODD
    assert (code, err) == (0, [])
    assert len(out) == len(ODD)
    for o in out:
        assert 0 <= o["score"] <= 1
        assert (o["category"] is None) == (o["severity"] is None) == (o["decision"] == "none")
        assert o["category"] in (None, *CATEGORIES)


BAD_DETECT = {
    "{not json": ("", "这一行不是 JSON"),
    "[1, 2]": ("", "这一行应该是一个 JSON 对象"),
    '"text"': ("", "这一行应该是一个 JSON 对象"),
    '{"text": "x"}': ("id", "缺少这一项"),
    '{"id": "a"}': ("text", "缺少这一项"),
    '{"id": "a", "text": 5}': ("text", "应该是文字"),
    '{"id": true, "text": "x"}': ("id", "应该是文字或整数"),
    '{"id": "a", "text": null}': ("text", "应该是文字"),
    '{"id": "a", "text": "x", "role": "boss"}': ("role", "只能是 member, leader"),
    '{"id": "a", "text": "x", "context": "before"}': ("context", "应该是列表"),
    '{"id": "a", "text": "x", "context": [1]}': ("context", "应该是文字的列表"),
    '{"id": "a", "text": "x", "has_image": "yes"}': ("has_image", "应该是true/false"),
    "[" * 100_000: ("", "这一行不是 JSON"),
}


def test_a_bad_line_is_named_and_the_others_are_answered(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    given = [line for bad in BAD_DETECT for line in (bad, GOOD)]
    source.write_text(lines(*given), "utf-8")
    code, out, err = run("detect", str(source), "-o", str(target))
    assert (code, out) == (2, [])
    assert len(target.read_text("utf-8").splitlines()) == len(BAD_DETECT)
    expected = [
        f"{source}:{2 * n + 1}: {field}: {why}" if field else f"{source}:{2 * n + 1}: {why}"
        for n, (field, why) in enumerate(BAD_DETECT.values())
    ]
    assert err == expected


def test_empty_lines_are_nothing() -> None:
    assert run("detect", "-", given="\n\n  \n") == (0, [], [])


@pytest.mark.parametrize("source", ["-", "file"])
def test_bytes_that_are_no_utf8(tmp_path: Path, source: str) -> None:
    given = b'{"id": "a", "text": "\xff\xfe"}\n' + lines(GOOD).encode()
    if source == "file":
        source = str(tmp_path / "in.jsonl")
        Path(source).write_bytes(given)
    result = CliRunner().invoke(app, ["detect", source], input=given)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 2


@pytest.mark.parametrize("command", ["detect", "replay"])
def test_a_file_that_is_not_there(command: str, tmp_path: Path) -> None:
    code, out, err = run(command, str(tmp_path / "none.jsonl"))
    assert (code, out) == (2, [])
    assert len(err) == 1
    assert "none.jsonl" in err[0]


@pytest.mark.parametrize("command", ["detect", "replay"])
def test_a_place_that_cannot_be_written(command: str, tmp_path: Path) -> None:
    code, _, err = run(command, "-", "-o", str(tmp_path / "no" / "out.jsonl"), given=lines(GOOD))
    assert code == 2
    assert len(err) == 1


def test_replay_answers_from_standard_input() -> None:
    code, out, err = run("replay", "-", "-o", "-", given=lines(THREAD))
    assert (code, err) == (0, [])
    assert [(c["member"], c["opened_by"]) for c in out[0]["cases"]] == [("静静", 1)]
    assert len(out[0]["group_posts"]) == 1


def test_replay_in_another_mode() -> None:
    _, out, _ = run("replay", "-", "--mode", "watch", given=lines(THREAD))
    assert out[0]["group_posts"] == []
    code, _, err = run("replay", "-", "--mode", "loud", given=lines(THREAD))
    assert code == 2
    assert err == ["--mode: 只能是 auto, assist, watch"]


def message(**changes: object) -> dict[str, object]:
    base = {"n": 1, "at": "10:00", "from": "静静", "text": "草莓烂了一半"} | changes
    return {"id": "t", "messages": [{k: v for k, v in base.items() if v != "-"}]}


BAD_REPLAY: list[tuple[object, str]] = [
    ({"messages": []}, "id: 缺少这一项"),
    ({"id": "t"}, "messages: 缺少这一项"),
    ({"id": "t", "messages": {}}, "messages: 应该是列表"),
    ({"id": "t", "messages": ["hello"]}, "messages[0]: 应该是对象"),
    (message(n="-"), "messages[0].n: 缺少这一项"),
    (message(n="1"), "messages[0].n: 应该是整数"),
    (message(at="25:00"), "messages[0].at: 时间要写成“22:00”这样"),
    (message(at="10.30"), "messages[0].at: 时间要写成“22:00”这样"),
    (message(**{"from": None}), "messages[0].from: 应该是文字"),
    (message(text=5), "text: 应该是文字"),
    (message(image="yes"), "image: 应该是true/false"),
    ({"id": "t", "messages": 2 * message()["messages"]}, "messages: 有两条消息的 n 一样"),  # type: ignore[operator]
]


def test_a_bad_thread_is_named_and_the_others_are_answered() -> None:
    code, out, err = run("replay", "-", given=lines(*(bad for bad, _ in BAD_REPLAY), THREAD))
    assert code == 2
    assert [o["id"] for o in out] == ["t"]
    assert err == [f"<stdin>:{n}: {why}" for n, (_, why) in enumerate(BAD_REPLAY, 1)]


def test_replay_gives_the_same_bytes_twice() -> None:
    given = lines(THREAD, message(text="我的也是")).encode()
    first, second = (CliRunner().invoke(app, ["replay", "-"], input=given).stdout_bytes for _ in range(2))
    assert first == second != b""


def test_the_snownlp_baseline_can_be_chosen(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("detection: {backend: snownlp}\n", "utf-8")
    code, out, _ = run("detect", "-", "--config", str(config), given=lines(GOOD, {"id": "b", "text": ""}))
    assert code == 0
    assert [o["decision"] in ("complaint", "review", "none") for o in out] == [True, True]
