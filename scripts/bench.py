"""`make bench`: how fast it is, as ratios measured in one run, so that the machine's speed drops out.

Detection is held against snownlp on the same messages; storage against bare inserts into a database of the same kind.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from snownlp import SnowNLP

from bot.adapters.terminal import TerminalAdapter
from bot.app import build
from bot.config import from_dict
from bot.detection import detect, detect_many
from bot.detection.model.quick import gate
from bot.detection.ordinary import clear_many, clear_one
from bot.domain.chat import GroupMessage
from bot.domain.verdict import Burst, BurstMessage, Situation
from bot.storage import open_storage
from handlers.intake import receive
from scripts.training.light import read_chat

OWN_THREADS = Path(__file__).parent.parent / "tests/data/threads.jsonl"
ROUNDS = 5
EVENTS = 1000


def own_messages() -> list[str]:
    """Messages of 10 to 40 characters out of the project's own threads."""
    lines = OWN_THREADS.read_text("utf-8").splitlines()
    texts = [message["text"] for line in lines for message in json.loads(line)["messages"]]
    return [text for text in texts if 10 <= len(text) <= 40]


def median_s(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of several runs, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def bench_detection() -> None:
    texts = own_messages()
    pairs = [(Burst((BurstMessage(text),)), Situation()) for text in texts]
    detect_many(pairs)
    _ = SnowNLP(texts[0]).sentiments
    snow = median_s(lambda: [SnowNLP(text).sentiments for text in texts])
    print(f"detection, {len(texts)} messages of 10-40 characters, median of {ROUNDS} rounds")
    print(f"  snownlp                      {snow / len(texts) * 1e6:9.1f} µs a message")
    for name, work in (
        ("first stage, one message", lambda: [clear_one(gate(), *pair) for pair in pairs]),
        ("first stage, in a batch", lambda: clear_many(gate(), pairs)),
        ("all stages, one message", lambda: [detect(*pair) for pair in pairs]),
        ("all stages, in a batch", lambda: detect_many(pairs)),
    ):
        took = median_s(work)
        print(f"  {name:28} {took / len(texts) * 1e6:9.1f} µs a message   {snow / took:6.1f} x snownlp")
    passing = sum(clear_one(gate(), *pair) < 0 for pair in pairs)
    print(f"  the first stage lets {passing} of {len(pairs)} pass to the others: these are threads full of complaints")


def bench_everyday(folder: Path) -> None:
    """All stages on everyday talk: what of it the first stage clears decides what it costs."""
    for name in ("crosswoz", "lccc_toy"):
        texts = [text for text in read_chat(folder, "test", {name: 10**9}) if 10 <= len(text) <= 40][:500]
        pairs = [(Burst((BurstMessage(text),)), Situation()) for text in texts]
        detect_many(pairs)
        each = sorted(median_s(lambda pair=pair: detect(*pair), 3) for pair in pairs)  # type: ignore[misc]
        batch = median_s(lambda pairs=pairs: detect_many(pairs))  # type: ignore[misc]
        half, all_but_few = each[len(each) // 2] * 1e6, each[len(each) * 9 // 10] * 1e6
        print(f"  all stages on {name}: one message p50 {half:.1f} µs, p90 {all_but_few:.1f} µs", end=", ")
        print(f"in a batch {batch / len(texts) * 1e6:.1f} µs a message")


def bench_start() -> None:
    code = (
        "import time; t=time.perf_counter(); from bot.detection import detect_many; "
        "from bot.domain.verdict import *; detect_many([(Burst((BurstMessage('草莓烂了'),)), Situation())]); "
        "took=time.perf_counter()-t; status=open('/proc/self/status').read(); "
        "print(took, int(status.split('VmRSS:')[1].split()[0])/1024)"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
        for _ in range(ROUNDS)
    ]
    seconds = statistics.median(float(run[0]) for run in runs)
    memory = statistics.median(float(run[1]) for run in runs)
    print(f"detector in a fresh process: import, load and one message {seconds:.2f} s, resident {memory:.0f} MB")


def bare_inserts(path: Path) -> float:
    """Seconds for EVENTS rows, one transaction each, as durable as ours."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, payload TEXT)")
    start = time.perf_counter()
    for n in range(EVENTS):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO bare (payload) VALUES (?)", (f"消息 {n}" * 10,))
        connection.execute("COMMIT")
    seconds = time.perf_counter() - start
    connection.close()
    return seconds


def group_events() -> list[GroupMessage]:
    now = datetime.now(UTC)
    return [
        GroupMessage(
            "terminal", "anxin", f"m{n}", now, f"g{n % 20}", f"群{n % 20}", f"u{n % 200}", f"邻居{n % 200}", "在吗"
        )
        for n in range(EVENTS)
    ]


async def bench_storage(folder: Path) -> None:
    bare = statistics.median(bare_inserts(folder / f"bare{n}.db") for n in range(3))
    storage = open_storage(f"sqlite:///{folder / 'anxin.db'}")
    adapter = TerminalAdapter(lambda: datetime.now(UTC), {})
    app = build(from_dict({}, environ={}), storage=storage, adapters={"terminal": adapter})
    events = group_events()
    start = time.perf_counter()
    await asyncio.gather(*(receive(app.ctx, event) for event in events))
    kept = time.perf_counter() - start
    start = time.perf_counter()
    await app.run_until_idle()
    handled = time.perf_counter() - start
    storage.close()
    print(f"SQLite, {EVENTS} events, WAL, synchronous=FULL")
    print(f"  bare inserts, a commit each   {EVENTS / bare:7.0f} a second")
    print(f"  kept in the inbox (committed) {EVENTS / kept:7.0f} a second   {bare / kept:5.2f} x bare inserts")
    print(f"  handled (verdict and all)     {EVENTS / handled:7.0f} a second   {bare / handled:5.2f} x bare inserts")


def bench_card() -> None:
    """A resolved card in a process that does nothing else."""
    code = (
        "import statistics, time; from bot.cards import draw; from scripts.cards_gallery import FULL\n"
        "def took():\n    start = time.perf_counter(); draw(FULL); return time.perf_counter() - start\n"
        "took(); peak = lambda: open('/proc/self/status').read().split('VmHWM:')[1].split()[0]\n"
        "print(statistics.median(took() for _ in range(5)) * 1000, len(draw(FULL)[0]) / 1000, int(peak()) / 1024)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    took, size, memory = map(float, told)
    print(f"resolved card, four bubbles: {took:.0f} ms, {size:.0f} kB, process at most {memory:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chat", type=Path, help="a folder with everyday talk (crosswoz.tsv, lccc_toy.tsv)")
    arguments = parser.parse_args()
    bench_detection()
    if arguments.chat:
        bench_everyday(arguments.chat)
    bench_start()
    bench_card()
    with tempfile.TemporaryDirectory(prefix="anxin-bench-") as folder:
        asyncio.run(bench_storage(Path(folder)))


if __name__ == "__main__":
    main()
