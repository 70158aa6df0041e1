"""The `anxin` command."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import __version__
from bot.replies import say

app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help="Anxin 安心：团购群的售后管家"
)

BAD_INPUT = 2

Source = Annotated[str, typer.Argument(metavar="IN.jsonl", help="JSON Lines；- 是标准输入")]
Target = Annotated[str, typer.Option("-o", "--output", metavar="OUT.jsonl", help="JSON Lines；- 是标准输出")]
ConfigPath = Annotated[Path | None, typer.Option("--config", help="配置文件；默认用当前目录的 config.yaml（有的话）")]


def main() -> None:
    """Entry point of the `anxin` command."""
    app()


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="显示版本")] = False) -> None:
    if version:
        print(f"anxin {__version__}")
        raise typer.Exit


def _fail(message: str) -> typer.Exit:
    print(message, file=sys.stderr)
    return typer.Exit(BAD_INPUT)


def _settings(config: Path | None) -> Any:
    from bot.config import ConfigError, load

    default = Path("config.yaml")
    try:
        return load(config or (default if default.exists() else None))
    except ConfigError as e:
        raise _fail(str(e)) from e


def _answer(source: str, target: str, answer: Any) -> None:
    from bot.jsonl import answer_lines

    try:
        bad = answer_lines(source, target, answer)
    except OSError as e:
        raise _fail(say("errors.file", path=e.filename or source, why=e.strerror or type(e).__name__)) from e
    if bad:
        raise typer.Exit(BAD_INPUT)


@app.command()
def detect(source: Source, output: Target = "-", config: ConfigPath = None) -> None:
    """判断每行消息是不是投诉（行与行互不相干）。"""
    from bot.app import make_detector
    from bot.domain.verdict import Burst, BurstMessage, Earlier, Situation
    from bot.jsonl import BadLine, need, optional

    detector = make_detector(_settings(config))

    def answer(given: dict[str, Any]) -> dict[str, Any]:
        identity = need(given, "id", (str, int))
        text = need(given, "text", str)
        role = optional(given, "role", str, "member")
        if role not in ("member", "leader"):
            raise BadLine("role", say("errors.field_choice", choices="member, leader"))
        context = optional(given, "context", list, [])
        if not all(isinstance(line, str) for line in context):
            raise BadLine("context", say("errors.field_type", kind="文字的列表"))
        burst = Burst(
            (BurstMessage(text, optional(given, "has_image", bool, False)),),
            "group_leader" if role == "leader" else "member",
        )
        verdict = detector([(burst, Situation(tuple(Earlier(line) for line in context[-3:])))])[0]
        return {
            "id": identity,
            "decision": verdict.decision,
            "score": round(verdict.score, 4),
            "category": verdict.category,
            "severity": verdict.severity,
            "reasons": list(verdict.reasons),
        }

    _answer(source, output, answer)


@app.command()
def replay(
    source: Source,
    output: Target = "-",
    mode: Annotated[str, typer.Option(help="auto、assist 或 watch")] = "auto",
) -> None:
    """把写下来的群聊从头跑一遍，看会开哪些售后单、说哪些话。"""
    from bot.jsonl import BadLine, need, optional
    from bot.replay import replay_thread

    if mode not in ("auto", "assist", "watch"):
        raise _fail(f"--mode: {say('errors.field_choice', choices='auto, assist, watch')}")
    logging.getLogger().setLevel(logging.ERROR)

    def answer(given: dict[str, Any]) -> dict[str, Any]:
        need(given, "id", (str, int))
        for position, message in enumerate(need(given, "messages", list)):
            place = f"messages[{position}]"
            if not isinstance(message, dict):
                raise BadLine(place, say("errors.field_type", kind="对象"))
            for field, kind in (("n", int), ("at", str), ("from", str)):
                try:
                    value = need(message, field, kind)
                except BadLine as e:
                    raise BadLine(f"{place}.{field}", str(e)) from e
                if field == "at" and not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", value):
                    raise BadLine(f"{place}.at", say("errors.config_clock"))
            optional(message, "text", str, "")
            optional(message, "image", bool, False)
        numbers = [m["n"] for m in given["messages"]]
        if len(set(numbers)) != len(numbers):
            raise BadLine("messages", say("errors.numbers_twice"))
        return replay_thread(given, mode)

    _answer(source, output, answer)


@app.command()
def run(
    config: ConfigPath = None,
    only: Annotated[str | None, typer.Option(help="只跑一部分：adapters、workers 或 console")] = None,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="日志写得细一些")] = False,
) -> None:
    """连上真实的群，开始工作；Ctrl-C 停止。"""
    from bot.run import serve

    _log_to_stderr(verbose)
    settings = _settings(config)
    if only not in (None, "adapters", "workers", "console"):
        raise _fail(f"--only: {say('errors.field_choice', choices='adapters, workers, console')}")
    everything = {"adapters", "workers"} | ({"console"} if settings.console.enabled else set())
    problem = _start(serve(settings, frozenset({only} if only else everything)))
    if problem:
        raise _fail(problem)


@app.command()
def demo(
    fast: Annotated[bool, typer.Option(help="不停顿，演完就退出")] = False,
) -> None:
    """模拟一个团购群，看安心怎么工作；不用任何账号。"""
    from bot.demo.play import play

    _start(play(scripted=True, fast=fast))


@app.command()
def chat() -> None:
    """在终端里和安心说话：扮演任何群友，或者团长。"""
    from bot.demo.play import play

    _start(play(scripted=False))


@app.command()
def paste(
    source: Annotated[str, typer.Argument(metavar="FILE", help="聊天文字或导出的文件；- 是标准输入")] = "-",
    group: Annotated[str, typer.Option("--group", help="群名；同一个群每次用同一个名字")] = "",
    photos: Annotated[Path | None, typer.Option("--photos", help="照片所在的文件夹")] = None,
    leader: Annotated[list[str] | None, typer.Option("--leader", help="团长在群里的名字，可写多次")] = None,
    days: Annotated[int, typer.Option(min=1, help="只看最后一条之前这么多天的")] = 7,
    sent: Annotated[list[int] | None, typer.Option("--sent", help="这几单的话已经发了（不读文件）")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="给程序看的 JSON")] = False,
    config: ConfigPath = None,
) -> None:
    """把任何群的聊天贴进来，得到售后单和可以复制的话；不用机器人。"""
    from bot.paste_cli import paste_files

    logging.getLogger().setLevel(logging.ERROR)
    if not sent and not group.strip():
        raise _fail(f"--group: {say('errors.field_missing')}")
    settings = _settings(config)
    problem = _start(
        paste_files(
            settings,
            source,
            group=group,
            photos=photos,
            leaders=leader or [],
            days=days,
            sent=sent or [],
            as_json=as_json,
        )
    )
    if problem:
        raise _fail(problem)


@app.command("import-orders")
def import_orders(
    source: Annotated[str, typer.Argument(metavar="FILE", help="CSV 或 .xlsx；- 是标准输入")],
    group: Annotated[str, typer.Option("--group", help="哪个群的订单：群名或群号")],
    config: ConfigPath = None,
) -> None:
    """导入一个群的订单（快团团、群接龙、微店导出的表格）；同一个文件再导一次不会重复。"""
    from bot import orders_cli
    from handlers.orders.importing import NotImported

    logging.getLogger().setLevel(logging.ERROR)
    try:
        complete = _start(orders_cli.import_orders(_settings(config), source, group))
    except NotImported as e:
        raise _fail(str(e)) from e
    if not complete:
        raise typer.Exit(BAD_INPUT)


@app.command()
def card(
    number: Annotated[int, typer.Argument(metavar="CASE", help="售后单号")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="存成哪个 PNG；几张图就加 -2、-3")],
    config: ConfigPath = None,
) -> None:
    """把群友同意过的图卡存成图片；没有本人同意就不给。"""
    from bot.card_cli import NoCard, write_card

    logging.getLogger().setLevel(logging.ERROR)
    try:
        written = _start(write_card(_settings(config), number, output))
    except NoCard as e:
        raise _fail(str(e)) from e
    for path in written:
        print(path)


admin = typer.Typer(no_args_is_help=True, help="谁能登录管理后台")
app.add_typer(admin, name="admin")


@admin.callback()
def _admin() -> None:
    """谁能登录管理后台。"""


@admin.command("add")
def admin_add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="登录用的名字")],
    role: Annotated[str, typer.Option(help="owner、leader、admin 或 viewer")] = "admin",
    group: Annotated[list[str] | None, typer.Option("--group", help="只看这个群，可写多次；不写就看全部")] = None,
    config: ConfigPath = None,
) -> None:
    """加一个能登录管理后台的人，或给他换密码；密码会问，也可以从标准输入给。"""
    from bot.app import utc_now
    from bot.storage.users import ROLES
    from bot.web.accounts import add_account

    if role not in ROLES:
        raise _fail(f"--role: {say('errors.field_choice', choices=', '.join(ROLES))}")
    settings = _settings(config)
    asks = sys.stdin.isatty()
    password = typer.prompt(say("cli.admin_password"), hide_input=True) if asks else sys.stdin.readline().rstrip("\n")
    problem, said = _start(add_account(settings.database.url, name, role, group or [], password, utc_now()))
    if problem:
        raise _fail(problem)
    print(said)


@app.command()
def learn(
    rollback: Annotated[bool, typer.Option("--rollback", help="退回上一版")] = False,
    show: Annotated[bool, typer.Option("--list", help="看看学过几版")] = False,
    config: ConfigPath = None,
) -> None:
    """从团长的纠正里学：哪些话不是投诉，哪些漏掉了。夜里也会自己学。"""
    from bot.learning_cli import run_learning

    if rollback and show:
        raise _fail(f"--rollback, --list: {say('errors.one_of')}")
    print(_start(run_learning(_settings(config), "rollback" if rollback else "list" if show else "learn")))


@app.command("check-config")
def check_config(config: ConfigPath = None) -> None:
    """检查配置文件，不启动。"""
    settings = _settings(config)
    from bot.storage import CannotOpen
    from bot.storage.engine import parse_url

    try:
        parse_url(settings.database.url)
    except CannotOpen as e:
        raise _fail(str(e)) from e
    print(say("cli.config_fine", groups=len(settings.groups)))


def _start(work: Any) -> Any:
    """Run until it ends or Ctrl-C and return what it returns; what stops the start is one line."""
    from bot.storage import StorageError

    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        raise typer.Exit from None
    except StorageError as e:
        raise _fail(str(e)) from e


def _log_to_stderr(verbose: bool) -> None:
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.DEBUG if verbose else logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    for noisy in ("httpx", "httpcore", "apscheduler", "alembic", "telegram", "aiolimiter"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
