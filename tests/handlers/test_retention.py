"""Nothing is kept for longer than config.yaml says; what law and accounts need of a case stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from bot.config import ConfigError, from_dict
from bot.domain.verdict import Verdict
from bot.storage import retention, users
from bot.storage.tables import (
    bursts,
    cleanings,
    corrections,
    direct_messages,
    images,
    inbox,
    login_attempts,
    login_links,
    members,
    messages,
    outbox,
    reviews,
    voices,
)
from tests.conversation import Conversation
from tests.handlers.test_erasing import CAN, COMPLAINT, NAME, PRAISE, PRIVATE, UNSURE, everything, lived, says, whispers

FOR_EVER = dict.fromkeys(type(from_dict({}, environ={}).retention).model_fields, 0)


def keeping(**days: int) -> dict[str, Any]:
    return {"retention": FOR_EVER | days}


async def nights(c: Conversation, days: float) -> None:
    """So many days pass, and a night's work is done."""
    await c.wait(hours=24 * days)
    c.skip()


def count(table: Any) -> Any:
    return lambda conn: conn.execute(select(func.count()).select_from(table)).scalar_one()


async def spoke(c: Conversation) -> None:
    """Words in the group and in private that belong to no case, and one that the leader was asked about."""
    c.verdicts[UNSURE] = Verdict("review", 0.5, "quality", 1, goods=("榴莲",))
    await says(c, PRAISE)
    await says(c, UNSURE)
    await whispers(c, "你们几点关门")
    await c.private("团长", "不是 R1")
    c.skip()


@pytest.mark.parametrize(
    ("setting", "table"),
    [
        ("group_messages_days", reviews),
        ("group_messages_days", bursts),
        ("private_messages_days", direct_messages),
        ("sent_messages_days", outbox),
        ("corrections_days", corrections),
        ("inbox_days", inbox),
        ("members_days", members),
    ],
)
async def test_what_is_too_old_goes(setting: str, table: Any, database_url: str) -> None:
    async with Conversation.on(database_url, can=CAN, settings=keeping(**{setting: 10})) as c:
        await spoke(c)
        before = await c.read(count(table))
        assert before > 0
        await nights(c, 5)
        assert await c.read(count(table)) >= before
        await nights(c, 8)
        assert await c.read(count(table)) < before
        each_night = await c.read(lambda conn: conn.execute(select(cleanings.c.counts)).scalars().all())
        (night,) = filter(None, each_night)
        assert list(night) == [setting]


async def test_a_voice_stays_as_a_number(database_url: str) -> None:
    async with Conversation.on(database_url, can=CAN, settings=keeping(voices_days=10, group_messages_days=10)) as c:
        await says(c, PRAISE)
        await nights(c, 12)
        (row,) = await c.read(lambda conn: conn.execute(select(voices)).mappings().all())
        assert (row["kind"], row["goods_key"], row["state"], row["text"]) == ("praise", "蘑菇", "erased", "")
        assert await c.read(count(messages)) == 1  # of which nothing is left but that it was
        assert PRAISE not in {value for _, _, value in await c.read(everything)}


async def test_an_old_case_loses_the_person_and_its_timeline_says_so(database_url: str) -> None:
    async with Conversation.on(database_url, can=CAN, settings=keeping(cases_days=30)) as c:
        await lived(c)
        await nights(c, 20)
        assert (await c.case()).member_name == NAME
        await nights(c, 15)
        case = await c.case()
        assert (case.member_name, case.quote, case.state) == ("一位群友", "", "closed")
        assert (await c.kinds())[-1] == "expired"
        elsewhere = ("inbox", "outbox", "members", "reviews", "corrections")  # which have times of their own
        found = [value for table, _, value in await c.read(everything) if table not in elsewhere]
        assert not [value for value in found if COMPLAINT in value or PRIVATE in value]
        await nights(c, 3)
        assert (await c.kinds()).count("expired") == 1


async def test_an_open_case_is_kept_however_old(database_url: str) -> None:
    days = keeping(**dict.fromkeys(FOR_EVER, 10))
    async with Conversation.on(database_url, can=CAN, settings=days) as c:
        c.verdicts[COMPLAINT] = Verdict("complaint", 0.9, "damaged", 2, goods=("蓝莓",))
        await c.group("静静", COMPLAINT, photos=1)
        await c.wait(60)
        c.skip()
        await nights(c, 40)
        case = await c.case()
        assert (case.member_name, case.quote) == ("静静", COMPLAINT)
        assert await c.read(count(images)) == 1
        assert COMPLAINT in {value for table, _, value in await c.read(everything) if table == "messages"}


async def test_tries_to_log_in_and_links_that_are_over_go(database_url: str) -> None:
    async with Conversation.on(database_url, settings=keeping()) as c:
        now = c.clock()

        def begin(conn: Connection) -> None:
            user = users.add(conn, "meimei", "美美", "owner", None, now)
            assert user is not None
            users.attempted(conn, "m" * 500, "127.0.0.1", now, succeeded=False)
            for token, lasts in (("short", 1), ("long", 90)):
                users.add_link(conn, token, user.id, now, now + timedelta(days=lasts))

        await c.storage.write(begin)
        assert await c.read(lambda conn: conn.execute(select(login_attempts.c.name)).scalars().all()) == ["m" * 32]
        await nights(c, 3)
        assert await c.read(lambda conn: conn.execute(select(login_links.c.token_hash)).scalars().all()) == ["long"]
        assert await c.read(count(login_attempts)) == 1
        await nights(c, 29)
        assert await c.read(count(login_attempts)) == 0


async def test_one_process_does_a_nights_work(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        now = c.clock()

        def twice(conn: Connection) -> list[bool]:
            return [retention.claim(conn, "2026-03-01", now), retention.claim(conn, "2026-03-01", now)]

        assert await c.storage.write(twice) == [True, False]


async def test_for_ever_is_for_ever(database_url: str) -> None:
    async with Conversation.on(database_url, can=CAN, settings=keeping()) as c:
        await spoke(c)
        before = [entry for entry in await c.read(everything) if entry[0] not in ("cleanings", "lanes")]
        await nights(c, 4000)
        after = [entry for entry in await c.read(everything) if entry[0] not in ("cleanings", "lanes")]
        assert before == after


@pytest.mark.parametrize("days", [{"inbox_days": 3}, {"cases_days": -1}, {"voices_days": "lang"}, {"photos_days": 3}])
def test_a_setting_that_makes_no_sense_stops_the_start(days: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match="retention"):
        from_dict({"retention": days}, environ={})
