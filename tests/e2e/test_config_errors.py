"""What is wrong with config.yaml or the environment is one line that says where, from `check-config` and `run`."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from tests.e2e.program import ROOT, environment

pytestmark = pytest.mark.slow

GROUP = "groups:\n  - {platform: telegram, id: -100123, name: 3群, leaders: [5001, '5002']}\n"


@dataclass
class Wrong:
    """A config.yaml, and what the one line about it must say."""

    yaml: str
    says: str
    env: dict[str, str] = field(default_factory=dict)


WRONG = {
    "unknown key": Wrong("databse: {url: 'sqlite:///x.db'}\n", "没有 databse 这一项，是不是想写 database？"),
    "unknown inner key": Wrong(
        "defaults: {burst_pause: 8}\n", "没有 defaults.burst_pause 这一项，是不是想写 burst_pause_s？"
    ),
    "unknown key of a group": Wrong(GROUP.replace("leaders", "leader"), "groups.0.leader"),
    "wrong type": Wrong(
        "adapters: {telegram: {enabled: 1.5}}\n", "adapters.telegram.enabled 应该是是或否（true/false），现在写的是 1.5"
    ),
    "a word where a number belongs": Wrong(
        "defaults: {posts_per_hour: many}\n", "defaults.posts_per_hour 应该是整数，现在写的是 'many'"
    ),
    "a list where a block belongs": Wrong("adapters: [telegram]\n", "adapters 应该是一组“名字: 值”"),
    "an unknown mode": Wrong(
        GROUP.replace("name: 3群", "mode: quiet"), "groups.0.mode 只能是 'auto', 'assist' or 'watch'，不能是 'quiet'"
    ),
    "an impossible time": Wrong("defaults: {quiet_from: '25:00'}\n", "defaults.quiet_from: 时间要写成“22:00”这样"),
    "settings that switch each other off": Wrong(
        "defaults: {burst_pause_s: 30}\n", "burst_max_s 不能小于 burst_pause_s"
    ),
    "a group twice": Wrong(GROUP + GROUP.removeprefix("groups:\n"), "群 -100123 写了两遍"),
    "no token": Wrong(
        "adapters: {telegram: {enabled: true}}\n", "请设环境变量 ANXIN_TELEGRAM_TOKEN", {"ANXIN_TELEGRAM_TOKEN": ""}
    ),
    "a secret in the file": Wrong("telegram_token: '7:AA'\n", "口令不要写在配置文件里"),
    "not YAML": Wrong("adapters:\n  telegram: {enabled: true\n", "第 3 行写法不对，YAML 读不懂"),
    "a list": Wrong("- adapters\n", "应该是一组“名字: 值”"),
    "not text": Wrong("\udcff\udcfe", "读不出来"),
    "an unknown database": Wrong("database: {url: 'mysql://x'}\n", "只支持 sqlite 和 postgresql，不支持 mysql"),
    "a database under a file": Wrong("database: {url: 'sqlite:////dev/null/anxin.db'}\n", "不存在或不是文件夹"),
    "no database address at all": Wrong("", "database.url 写得不对：anxin.db", {"ANXIN_DATABASE_URL": "anxin.db"}),
}


def begin(command: str, config: Path, **env: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", command, "--config", str(config)],
        cwd=ROOT, env=environment(**env), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_one_line(name: str, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_bytes(WRONG[name].yaml.encode("utf-8", "surrogateescape"))
    done = CliRunner().invoke(app, ["check-config", "--config", str(config)], env=environment(**WRONG[name].env))
    assert (done.exit_code, done.stdout) == (2, "")
    assert WRONG[name].says in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_program_says_the_same_and_does_not_start(tmp_path: Path) -> None:
    begun = {}
    for name in ("unknown key", "no token", "not YAML", "a database under a file"):
        config = tmp_path / f"{name}.yaml"
        config.write_text(WRONG[name].yaml, "utf-8")
        begun[name] = begin("run", config, **WRONG[name].env)
    for name, process in begun.items():
        out, said = process.communicate(timeout=60)
        assert (name, process.returncode, out) == (name, 2, ""), said
        assert WRONG[name].says in said, name
        assert len(said.splitlines()) == 1, f"{name}: {said}"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    process = begin("run", tmp_path / "missing.yaml")
    out, said = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, "")
    assert said == f"找不到配置文件 {tmp_path / 'missing.yaml'}\n"


def test_good_settings_are_said_to_be_good(tmp_path: Path) -> None:
    """Ids written as numbers are fine; an empty file is all defaults; the shipped file is good as it is."""
    for name, text in (("groups.yaml", GROUP), ("empty.yaml", "")):
        (tmp_path / name).write_text(text, "utf-8")
    for path in (tmp_path / "groups.yaml", tmp_path / "empty.yaml", ROOT / "config.yaml"):
        done = CliRunner().invoke(app, ["check-config", "--config", str(path)], env=environment())
        assert (path, done.exit_code, done.stderr) == (path, 0, "")
        assert "配置没问题" in done.stdout
        assert ("写了 1 个群" in done.stdout) == (path.name == "groups.yaml")
