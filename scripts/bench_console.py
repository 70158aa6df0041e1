"""How fast the console's pages are with 20,000 cases: `python -m scripts.bench_console [postgres | DATABASE_URL]`.

Without an address SQLite in a new file; `postgres` starts a server that is gone afterwards; any other database has to
be empty. Every page is asked for many times with other filters and words each time, so that no answer is one that was
given before. Of three rounds the quickest counts: what else the machine does only ever adds.
"""

from __future__ import annotations

import asyncio
import gzip
import random
import re
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta

import httpx
from sqlalchemy import Connection, update

from bot.adapters.terminal import TerminalAdapter
from bot.app import build
from bot.config import from_dict
from bot.domain.case import STATES
from bot.domain.verdict import CATEGORIES
from bot.storage import groups, open_storage, users
from bot.storage.cases import searchable
from bot.storage.tables import (
    bursts,
    case_events,
    case_search,
    cases,
    direct_messages,
    inbox,
    incidents,
    messages,
    outbox,
    promises,
    reviews,
)
from bot.storage.users import Session
from bot.web import passwords
from bot.web.access import COOKIE
from bot.web.app import create_app
from tests.postgres import running_postgres

CASES, GROUPS, ROUNDS, RUNS = 20_000, 12, 40, 3
INCIDENTS, PROMISES = 400, 6_000
NOW = datetime(2026, 6, 1, 4, tzinfo=UTC)
TABLES = {
    "cases": cases, "events": case_events, "words": case_search, "said": messages, "told": direct_messages,
    "sent": outbox, "received": inbox,
}  # fmt: skip
GOODS = ("草莓", "大米", "酸奶", "排骨", "芒果", "鸡蛋", "牛奶", "青菜", "虾饺", "洗衣液")
FAULTS = ("烂了一半", "少了一份", "还没到", "有股怪味", "比超市贵", "压坏了", "跟图片不一样", "退款没收到")
SURNAMES = "王李张刘陈杨黄赵周吴徐孙"


def fill(conn: Connection) -> None:
    """20,000 cases over half a year, one in twenty of them open, each with what was said about it."""
    chance = random.Random(7)
    for n in range(GROUPS):
        groups.ensure(conn, "terminal", "anxin", f"g{n}", f"阳光里 {n} 群", "auto", NOW)
    lists: dict[str, list[dict[str, object]]] = {name: [] for name in TABLES}
    for number in range(1, CASES + 1):
        at = NOW - timedelta(minutes=12 * (CASES - number))
        open_now = number % 20 == 0
        state = chance.choice(STATES[:7]) if open_now else chance.choice(STATES[7:])
        goods, member = chance.choice(GOODS), f"{chance.choice(SURNAMES)}{chance.randrange(900)}"
        text = f"{goods}{chance.choice(FAULTS)}，电话 138{chance.randrange(10**8):08d}"
        about = {"number": number, "group": 1 + number % GROUPS, "platform": "terminal", "member_id": member}
        due = at + timedelta(hours=chance.choice((2, 200))) if open_now else None
        lists["cases"].append(about | {
            "member_name": member, "state": state, "category": chance.choice(CATEGORIES), "severity": 1 + number % 3,
            "goods": goods, "goods_key": f"{goods}{number}", "quote": text, "opened_at": at, "intake": {}, "tags": [],
            "first_response_at": at, "first_response_by": "bot", "resolution_due_at": due, "clocks": {},
            "resolved_at": None if open_now else at,
        })  # fmt: skip
        for kind in ("opened", "apology_sent", "opening_sent", "direct_message", "reply"):
            lists["events"].append({
                "case": number, "at": at, "actor": "member", "actor_name": member, "kind": kind, "text": text,
                "data": {},
            })  # fmt: skip
        lists["words"].append({"case": number, "words": searchable(member + goods + text * 3)})
        lists["said"].append({
            "group": 1 + number % GROUPS, "message_id": f"m{number}", "member_id": member, "member_name": member,
            "role": "member", "at": at, "text": text, "images": [], "mentions": [], "case": number, "goods": [],
        })  # fmt: skip
        for direction in ("in", "out", "in"):
            lists["told"].append({
                "platform": "terminal", "account": "anxin", "member_id": member, "direction": direction, "at": at,
                "text": text, "images": [], "case": number,
            })  # fmt: skip
        _sent_and_received(lists, number, about, text, at)
    for name, table in TABLES.items():
        for start in range(0, len(lists[name]), 500):
            conn.execute(table.insert(), lists[name][start : start + 500])
    _ask(conn, chance)
    _promise(conn, chance)
    _group_into_incidents(conn)


def _sent_and_received(
    lists: dict[str, list[dict[str, object]]], number: int, about: dict[str, object], text: str, at: datetime
) -> None:
    """What came in about a case and what went out."""
    common = {"platform": "terminal", "account": "anxin"}
    for n in range(3):
        lists["sent"].append(common | {
            "dedupe_key": f"reply:{number}:{n}", "member_id": about["member_id"], "purpose": "reply", "case": number,
            "text": text, "mention": [], "buttons": [], "prompted": True, "state": "sent", "created_at": at,
            "not_before": at, "sent_at": at, "degraded": [],
        })  # fmt: skip
        lists["received"].append(common | {
            "message_id": f"i{number}-{n}", "lane": f"group/terminal/anxin/g{number % GROUPS}", "kind": "GroupMessage",
            "payload": {"text": text}, "received_at": at, "state": "done",
        })  # fmt: skip


def _promise(conn: Connection, chance: random.Random) -> None:
    """One in ten promises still to be kept."""
    rows = [
        {
            "case": n * (CASES // PROMISES), "group": 1 + n % GROUPS, "platform": "terminal", "member_id": "王1",
            "member_name": "王1", "kind": "refund", "amount_fen": 1280, "words": "退您 12.8 元", "said_at": NOW,
            "said_by": "1", "said_by_name": "团长", "state": "open" if n % 10 == 0 else "fulfilled",
            "due_at": NOW + timedelta(hours=chance.randrange(-20, 200)),
        }
        for n in range(1, PROMISES + 1)
    ]  # fmt: skip
    conn.execute(promises.insert(), rows)


def _group_into_incidents(conn: Connection) -> None:
    """Each tenth case belongs to an incident of its group; one in ten of these is open."""
    for n in range(1, INCIDENTS + 1):
        conn.execute(incidents.insert().values(
            group=1 + n % GROUPS, subject="goods", subject_key="草莓", category="damaged", title="草莓",
            state="open" if n % 10 == 0 else "closed", opened_at=NOW, last_voice_at=NOW, opened_by="bot",
        ))  # fmt: skip
    in_one = cases.c.number % 10 == 0
    conn.execute(update(cases).where(in_one).values(incident=cases.c.number / 10 % INCIDENTS + 1))


def _ask(conn: Connection, chance: random.Random) -> None:
    """4,000 questions that were answered, and 60 that wait."""
    for n in range(4060):
        values = {"lane": "x", "group": 1, "platform": "terminal", "member_id": "王1", "member_name": "王1"}
        burst = conn.execute(
            bursts.insert().values(**values, first_at=NOW, last_at=NOW).returning(bursts.c.id)
        ).scalar_one()
        conn.execute(reviews.insert().values(
            burst=burst, group=1 + n % GROUPS, member_id="王1", member_name="王1", text=chance.choice(FAULTS), at=NOW,
            context=["早", "到了"], verdict={"reasons": ["含糊"]}, answer="no" if n < 4000 else None,
        ))  # fmt: skip


def addresses(chance: random.Random) -> dict[str, str]:
    """One address of each page, never the same twice."""
    tail, word = f"{chance.randrange(10**4):04d}", chance.choice(GOODS) + chance.choice(FAULTS)[:2]
    return {
        "今日": "/", "待审": "/reviews", "承诺": "/promises", "售后单": f"/cases?page={1 + chance.randrange(20)}",
        "看板": f"/cases?board=1&group={1 + chance.randrange(GROUPS)}", "超时": "/cases?view=late",
        "筛选": f"/cases?view=all&category={chance.choice(CATEGORIES)}&severity={1 + chance.randrange(3)}"
        f"&page={1 + chance.randrange(9)}",
        "找手机尾号": f"/cases?view=all&q={tail}", "找原话": f"/cases?view=all&q={word}",
        "找不到的": f"/cases?view=all&q=没有这样的{tail}", "一单": f"/cases/{1 + chance.randrange(CASES)}",
        "批次": f"/incidents?ended=1&page={1 + chance.randrange(12)}",
        "一个批次": f"/incidents/{1 + chance.randrange(INCIDENTS)}", "角标": "/counts",
    }  # fmt: skip


async def measure(url: str) -> None:
    storage = open_storage(url)
    adapter = TerminalAdapter(lambda: NOW, {f"g{n}": "" for n in range(GROUPS)})
    app = build(from_dict({}, environ={}), storage=storage, adapters={"terminal": adapter}, now=lambda: NOW)
    await storage.write(fill)
    token = passwords.new_token()

    def begin(conn: Connection) -> None:
        user = users.add(conn, "owner", "群主", "owner", None, NOW)
        assert user is not None
        users.open_session(conn, Session(passwords.token_hash(token), user.id, NOW, NOW, ""))

    await storage.write(begin)
    transport = httpx.ASGITransport(create_app(app.ctx, "bench"))
    async with httpx.AsyncClient(transport=transport, base_url="http://bench", cookies={COOKIE: token}) as client:
        chance = random.Random(11)
        runs = [await _run(client, chance) for _ in range(RUNS)]
        print(f"{storage.url.get_backend_name()}, {CASES} cases: milliseconds at the median and at p95; processor time")
        for name in runs[0]:
            clock, worked = ([run[name][which] for run in runs] for which in (0, 1))
            print(f"  {name}\t{_middle(clock)}\t{_late(clock)}\t{_middle(worked)}\t{_late(worked)}")
        await _weigh(client)
    storage.close()


def _middle(runs: list[list[float]]) -> str:
    return f"{min(statistics.median(times) for times in runs):.0f}"


def _late(runs: list[list[float]]) -> str:
    return f"{min(statistics.quantiles(times, n=20)[-1] for times in runs):.0f}"


async def _run(client: httpx.AsyncClient, chance: random.Random) -> dict[str, tuple[list[float], list[float]]]:
    """How long each page took each time, in milliseconds: by the clock, and of this process's processor time."""
    taken: dict[str, tuple[list[float], list[float]]] = {}
    for _ in range(ROUNDS):
        for name, address in addresses(chance).items():
            start, worked = time.perf_counter(), time.process_time()
            answer = await client.get(address)
            both = taken.setdefault(name, ([], []))
            both[0].append(1000 * (time.perf_counter() - start))
            both[1].append(1000 * (time.process_time() - worked))
            assert answer.status_code == 200, (address, answer.status_code)
    return taken


async def _weigh(client: httpx.AsyncClient) -> None:
    """How much a browser loads the first time, everything gzipped."""
    for address in ("/", "/cases", "/cases?board=1"):
        page = await client.get(address)
        parts = [address, *sorted(set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)))]
        sizes = [len(gzip.compress((await client.get(part)).content, 9)) for part in parts]
        print(f"  {address}: {sum(sizes) / 1000:.0f} KB on first load, {sizes[0] / 1000:.0f} KB of it the page")


def main(url: str | None) -> None:
    if url == "postgres":
        with running_postgres() as server:
            asyncio.run(measure(server.create_database()))
    else:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(measure(url or f"sqlite:///{folder}/bench.db"))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
