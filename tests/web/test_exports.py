"""What is taken away as a table: what the list shows, for who may, and nothing in it acts as a formula."""

from __future__ import annotations

import csv
import io

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage import users
from bot.web.csv_file import as_csv
from tests.web.desk import Desk, words

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def table(answer: httpx.Response) -> list[list[str]]:
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf"), "Excel knows it as UTF-8"
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=2, max_size=2)
    )
)
def test_no_cell_acts_as_a_formula_and_every_one_reads_as_it_was(rows: list[list[str]]) -> None:
    file = as_csv(["甲", "乙"], rows).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(file, newline="")))
    assert read[0] == ["甲", "乙"]
    assert len(read) == len(rows) + 1
    for before, after in zip(rows, read[1:], strict=True):
        for cell, shown in zip(before, after, strict=True):
            assert not shown.lstrip(" ").startswith(DANGEROUS)
            assert shown in (cell, f"'{cell}")


@pytest.mark.parametrize("start", DANGEROUS)
async def test_a_members_words_stay_words(start: str, database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", f"{start}草莓烂了一半，SUM(1,2)")
        visitor = await desk.log_in("admin")
        cells = [cell for row in table(await visitor.get("/export/cases.csv")) for cell in row]
        assert any("草莓烂了一半" in cell for cell in cells)
        assert not [cell for cell in cells if cell.startswith(DANGEROUS)]


async def test_the_file_holds_what_the_list_shows(database_url: str) -> None:
    async with Desk.on(database_url, others={"刘姐": "刘姐"}) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        await desk.chat.complain("王姐", "牛奶酸了一盒", group_id="刘姐的群")
        visitor = await desk.log_in("admin")
        for address, names in (
            ("/export/cases.csv", {"静静", "王姐"}),
            ("/export/cases.csv?q=草莓", {"静静"}),
            ("/export/cases.csv?group=2", {"王姐"}),
            ("/export/cases.csv?view=done", set()),
        ):
            rows = table(await visitor.get(address))
            assert rows[0][:3] == ["单号", "群", "群友"]
            assert {row[2] for row in rows[1:]} == names, address
        assert "导出这 2 单" in words(await visitor.get("/cases"))
        assert ("export_cases", "rows:2") in await desk.audit()


async def test_a_name_that_was_looked_for_is_not_in_the_log(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        await (await desk.log_in("admin")).get("/export/cases.csv", params={"q": "静静", "category": "damaged"})
        (entry,) = await desk.chat.read(users.audit_log)
        assert (entry.subject, entry.detail) == ("rows:1", "/cases?view=open&category=damaged")


async def test_nobody_takes_away_what_they_do_not_see(database_url: str) -> None:
    async with Desk.on(database_url, others={"刘姐": "刘姐"}) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        elsewhere = await desk.log_in("leader", only=["刘姐的群"])
        assert len(table(await elsewhere.get("/export/cases.csv?view=all&group=1"))) == 1
        assert len(table(await elsewhere.get("/export/promises.csv?all=1"))) == 1
        viewer = await desk.log_in("viewer")
        assert (await viewer.get("/export/cases.csv")).status_code == 403
        assert "导出" not in words(await viewer.get("/cases?view=all"))


async def test_promises_are_taken_away_open_ones_or_all(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.complain("静静", "草莓烂了一半")
        visitor = await desk.log_in("leader", name="小美")
        await visitor.post("/cases/1/reply", {"key": "k1", "text": "明天18点前给您退8块钱。"})
        rows = table(await visitor.get("/export/promises.csv"))
        assert rows[1][2:6] == ["阳光里 3 群", "静静", rows[1][4], "明天18点前给您退8块钱。"]
        await visitor.post("/cases/1/promise", {"promise": rows[1][0], "act": "none", "key": "k2"})
        assert len(table(await visitor.get("/export/promises.csv"))) == 1
        assert ("export_promises", "rows:1") in await desk.audit()
        desk.chat.skip()
