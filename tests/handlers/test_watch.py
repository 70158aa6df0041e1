"""A watched group: everything is written down and told to the leader, and nothing of ours goes out."""

from __future__ import annotations

from tests.conversation import NAME, Conversation


async def test_b5_in_a_watched_group_private_words_are_asked_nothing(database_url: str) -> None:
    async with Conversation.on(database_url, mode="watch") as c:
        await c.complain()
        await c.private("静静", "草莓怎么处理啊")
        await c.wait(20)
        assert c.to("团长").startswith("售后单 1 · 静静：草莓怎么处理啊")
        await c.private("静静", "在吗，找团长")
        await c.wait(20)
        assert "想找您本人" in c.to("团长")
        assert c.nothing(), "the leader answers"
        assert (await c.case()).state == "waiting_us"
        await c.private("团长", "回 1 我来处理，晚上给您送")
        assert c.to("静静") == "我来处理，晚上给您送"
        c.skip()


async def test_b12_in_a_watched_group_the_red_case_offers_no_post_that_is_not_there(database_url: str) -> None:
    async with Conversation.on(database_url, mode="watch", clocks=True) as c:
        await c.complain("王姐", "孩子吃了草莓上吐下泻")
        await c.wait(hours=1)
        told = c.all_to("团长")
        assert any(f"王姐 在 {NAME}" in said for said in told), "its clock runs"
        assert all("发 1" not in said for said in told)


async def test_b1_in_a_watched_group_a_private_complaint_reaches_the_leader_alone(database_url: str) -> None:
    async with Conversation.on(database_url, mode="watch") as c:
        await c.private("静静", "你好")
        await c.wait(20)
        assert c.nothing()
        await c.private("静静", "草莓烂了一半")
        await c.wait(20)
        assert c.to("团长").startswith("售后单 1 · 静静：草莓烂了一半")
        assert c.nothing()


async def test_b2_where_a_draft_waits_the_clock_offers_to_send_it(database_url: str) -> None:
    async with Conversation.on(database_url, mode="assist", clocks=True) as c:
        await c.complain("王姐", "孩子吃了草莓上吐下泻")
        await c.wait(hours=1)
        assert any("发致歉：发 1" in said for said in c.all_to("团长"))
