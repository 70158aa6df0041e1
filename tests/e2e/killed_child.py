"""`anxin run` that kills itself at a named point.

One function of the product is wrapped, here and not in the product; its n-th pass ends the process with SIGKILL. As a
program this reads orders from its standard input and forks a child for each: {"point": null, ...} is a plain run. All
children share the time that it takes to import the product.
"""

from __future__ import annotations

import asyncio
import functools
import inspect
import json
import logging
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import bot.app
import bot.storage.migrate  # what would else be imported late, in every child
import handlers.lane
import handlers.sending.outbox
import handlers.sweeps
from bot.adapters.telegram.adapter import TelegramAdapter
from bot.adapters.telegram.http import BoundedRequest
from bot.config import load
from bot.run import serve
from bot.scheduler import start_clock
from bot.storage import lanes


@dataclass(frozen=True)
class Point:
    """Where to die: `before` the call of a function or after it, the n-th time that `counts` says yes.

    `counts` is given the call's arguments and, after the call, its answer. `call` says that a message may be on its
    way to the platform at this point, so that nobody knows whether it arrived.
    """

    owner: Any
    name: str
    before: bool = False
    nth: int = 1
    counts: Callable[..., object] = lambda *_args, **_more: True
    call: bool = False


def lane_is_due(conn: Any, now: Any, *_args: Any) -> bool:
    wakes = lanes.next_wake(conn)
    return wakes is not None and wakes <= now


def answer(*_args: Any, result: Any, **_more: Any) -> object:
    return result


def is_apology(_ctx: Any, post: Any, **_more: Any) -> bool:
    return bool(post.purpose == "apology")


def has_apology(*_args: Any, result: Any) -> bool:
    return any(post.purpose == "apology" for post in result)


def handles_messages(_ctx: Any, _conn: Any, _lane: str, _token: str, received: Any, *_more: Any) -> bool:
    return bool(received)


def settles_bursts(_ctx: Any, _conn: Any, _lane: str, _token: str, _received: Any, due: Any, *_more: Any) -> bool:
    return bool(due)


def posts_in_group(_request: Any, url: str, request_data: Any, **_more: Any) -> bool:
    return url.endswith("/sendMessage") and str(request_data.json_parameters["chat_id"]).startswith("-")


POINTS = {
    "an event is committed, the adapter does not know it": Point(bot.app, "receive", nth=2),
    "a lane is about to be claimed": Point(lanes, "claim", before=True, nth=2, counts=lane_is_due),
    "a lane is claimed, not committed": Point(lanes, "claim", nth=2, counts=answer),
    "a lane is claimed": Point(handlers.lane, "load", before=True, nth=2),
    "bursts are judged": Point(handlers.lane, "judge"),
    "messages are handled, not committed": Point(handlers.lane, "settle", counts=handles_messages),
    "a lane is settled, not committed": Point(handlers.lane, "settle", counts=settles_bursts),
    "a lane is settled": Point(handlers.lane, "work_one_lane", nth=2, counts=answer),
    "posts are claimed, not committed": Point(handlers.sending.outbox, "claim", counts=has_apology),
    "posts are claimed": Point(handlers.sending.outbox, "_send", before=True, nth=2, counts=is_apology, call=True),
    "the platform is about to be called": Point(
        BoundedRequest, "do_request", before=True, nth=2, counts=posts_in_group, call=True
    ),
    "the platform has answered": Point(BoundedRequest, "do_request", nth=2, counts=posts_in_group, call=True),
    "the result is written": Point(handlers.sending.outbox, "_send", nth=2, counts=is_apology),
    "a sweep runs": Point(handlers.sweeps, "close_silent"),
    "a picture is fetched, not kept": Point(TelegramAdapter, "fetch_image"),
}


def lay(point: Point) -> None:
    """Wrap the point's function."""
    inner = getattr(point.owner, point.name)
    passes = 0

    def passed(*args: Any, **more: Any) -> None:
        nonlocal passes
        passes += bool(point.counts(*args, **more))
        if passes == point.nth:
            os.kill(os.getpid(), signal.SIGKILL)

    def after(args: Any, more: Any, result: Any) -> None:
        wants = inspect.signature(point.counts).parameters
        takes_result = "result" in wants
        passed(*args, **more, **({"result": result} if takes_result else {}))

    @functools.wraps(inner)
    async def slowly(*args: Any, **more: Any) -> Any:
        if point.before:
            passed(*args, **more)
        result = await inner(*args, **more)
        if not point.before:
            after(args, more, result)
        return result

    @functools.wraps(inner)
    def at_once(*args: Any, **more: Any) -> Any:
        if point.before:
            passed(*args, **more)
        result = inner(*args, **more)
        if not point.before:
            after(args, more, result)
        return result

    setattr(point.owner, point.name, slowly if inspect.iscoroutinefunction(inner) else at_once)


def run(point: str | None, config: str, out: str, log: str) -> None:
    """What a child does: `anxin run` with its output in files, and with the point laid."""
    for path, descriptor in ((out, 1), (log, 2)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
    logging.basicConfig(stream=sys.stderr, level=logging.INFO)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    if point is not None:
        lay(POINTS[point])
        bot.app.start_clock = partial(start_clock, every_s=0.3)  # type: ignore[attr-defined]
    asyncio.run(serve(load(Path(config)), frozenset({"adapters", "workers"})))


def main() -> None:
    """Answer each order with a line: the new child's number, or how a child has ended (null while it runs)."""
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            ended, status = os.waitpid(order["wait"], os.WNOHANG)
            print(json.dumps(os.waitstatus_to_exitcode(status) if ended else None), flush=True)
            continue
        child = os.fork()
        if child == 0:
            sys.stdin.close()
            try:
                run(**order)
            finally:
                os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    main()
