"""B5: another outcome after the member agreed to one and did not want it: on top of it or in its place?"""

from __future__ import annotations

import pytest

from bot.storage import groups, offers, promises
from tests.conversation import LEADER, Conversation

OTHERWISE = "退8元 明天18:00 因为她要钱"


async def _agreed(c: Conversation, *said: str) -> None:
    """A new box by tomorrow, agreed; then she says these."""
    await c.complain("王姐", "草莓烂了一半")
    await c.private(LEADER, "赔 1 补一盒 明天18:00 因为老邻居")
    await c.wait(30)
    for text in ("好", *said):
        await c.private("王姐", text)
        await c.wait(10)
    c.skip()


async def _stand(c: Conversation) -> list[tuple[str, int | None, str]]:
    return [(p.kind, p.amount_fen, p.state) for p in await c.read(lambda conn: promises.of_case(conn, 1))]


async def test_in_its_place_what_she_refused_counts_no_more(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _agreed(c, "我不要草莓了，退钱吧")
        await c.private(LEADER, f"赔 1 改 {OTHERWISE}")
        asked = c.to(LEADER)
        assert asked.startswith("王姐 前面说“我不要草莓了，退钱吧”，说好的补一盒还没办。")
        assert f"赔 1 代替 {OTHERWISE}" in asked
        assert f"赔 1 另加 {OTHERWISE}" in asked
        assert c.all_to("王姐") == [], "she reads nothing before a person says which"
        c.skip()
        await c.private(LEADER, f"赔 1 代替 {OTHERWISE}")
        said = c.to("王姐")
        assert "退 8 元" in said
        assert "补一盒" not in said
        assert "还算数" not in c.to(LEADER)
        await c.private("王姐", "好")
        await c.wait(10)
        assert await _stand(c) == [("replacement", None, "withdrawn"), ("refund", 800, "open")]
        c.skip()
        await c.private(LEADER, "发 1")
        assert c.all_to("王姐") == [], "no apology for what she did not want waits"
        c.skip()


async def test_on_top_of_it_both_count(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _agreed(c, "别送了")
        await c.private(LEADER, f"赔 1 改 {OTHERWISE}")
        assert "代替" in c.to(LEADER)
        c.skip()
        await c.private(LEADER, f"赔 1 另加 {OTHERWISE}")
        said = c.to("王姐")
        assert "退 8 元" in said
        assert "补一盒" in said
        assert "还算数" in c.to(LEADER)
        assert await _stand(c) == [("replacement", None, "open")]
        c.skip()


async def test_who_wishes_nothing_else_is_no_question(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _agreed(c, "好的谢谢", "多久到啊")
        await c.private(LEADER, f"赔 1 改 {OTHERWISE}")
        assert "补一盒" in c.to("王姐")
        assert "还算数" in c.to(LEADER)
        [*_, last] = await c.read(lambda conn: offers.of_case(conn, 1))
        assert last.state == "sent"


@pytest.mark.parametrize(
    ("how", "change", "standing"),
    [
        ("代替", "", [("replacement", None, "withdrawn"), ("refund", 4000, "open")]),
        (
            "代替", " 改 退35元 明天18:00 因为商量过了",
            [("replacement", None, "withdrawn"), ("refund", 3500, "open")],
        ),
        ("另加", "", [("replacement", None, "open"), ("refund", 4000, "open")]),
    ],
)  # fmt: skip
async def test_above_the_cap_of_who_proposes_it_it_still_takes_its_place_once_another_agrees(
    database_url: str, how: str, change: str, standing: list[tuple[str, int | None, str]]
) -> None:
    async with Conversation.on(database_url) as c:
        await c.storage.write(lambda conn: groups.add_staff(conn, 1, "小王", "admin", "config", c.clock()))
        await _agreed(c, "我不要草莓了，退钱吧")
        await c.private("小王", f"赔 1 {how} 退40元 明天18:00 因为她要钱")
        c.skip_to("小王")
        assert ("换掉之前答应的补一盒" in c.to(LEADER)) == (how == "代替")
        assert c.all_to("王姐") == []
        assert [state for *_, state in await _stand(c)] == ["open"], "nothing is gone before somebody may say so"
        await c.private(LEADER, f"赔 1{change}")
        if change:
            assert "代替" in c.to(LEADER), "she refused it, and a person says how the new one goes"
            await c.private(LEADER, f"赔 1 代替{change.replace(' 改', '')}")
        assert ("补一盒" in c.to("王姐")) == (how == "另加")
        await c.private("王姐", "好")
        await c.wait(10)
        assert await _stand(c) == standing
        c.skip()
