"""A4: the member is one tap away from private, by whatever way the platform leaves; the last way is the leader."""

from __future__ import annotations

import pytest

from bot.domain.chat import Capabilities, Forbidden
from bot.replies import variants
from tests.conversation import LEADER, LIKE_TELEGRAM, Conversation

LIKE_QQ = Capabilities(quote_reply=True, dm_first="temp_session", delete_own_s=120, group_per_min=60)
LIKE_WECHAT = Capabilities(dm_first="friends", delete_own_s=120, group_per_min=60)
NO_WAY = Capabilities(dm_first="never", group_per_min=60)


async def complain(c: Conversation) -> str:
    await c.group("静静", "草莓烂了一半")
    await c.wait(10)
    return c.post()


def ends_as(post: str, way: str) -> bool:
    return any(post.endswith(wording) for wording in variants(f"nudge.{way}"))


async def test_telegram_leads_by_a_button(database_url: str) -> None:
    async with Conversation.on(database_url, can=LIKE_TELEGRAM) as c:
        assert ends_as(await complain(c), "button")
        c.skip()
        [sent] = [e for e in await c.timeline() if e.kind == "apology_sent"]
        assert sent.data["way"] == "button"


@pytest.mark.parametrize("can", [LIKE_QQ, LIKE_WECHAT])
async def test_where_a_private_message_may_be_refused_the_post_says_so(database_url: str, can: Capabilities) -> None:
    async with Conversation.on(database_url, can=can) as c:
        post = await complain(c)
        assert ends_as(post, "may_fail")
        assert "1" in post
        assert "“草莓烂了一半”" in c.to("静静"), "it is tried all the same"
        c.skip()


@pytest.mark.parametrize("can", [LIKE_QQ, LIKE_WECHAT])
async def test_a_refused_message_is_the_leader_s_task(database_url: str, can: Capabilities) -> None:
    async with Conversation.on(database_url, can=can) as c:
        c.adapter.refused.add("静静")
        await complain(c)
        assert "麻烦您联系一下" in c.all_to(LEADER)[-1]
        assert (await c.kinds())[-2:] == ["unreachable", "handed_to_leader"]


async def test_a_1_in_the_group_is_no_message_but_a_wish(database_url: str) -> None:
    """The bot tries once more, the leader knows."""
    async with Conversation.on(database_url, can=LIKE_QQ) as c:
        c.adapter.refused.add("静静")
        await complain(c)
        c.skip()
        c.adapter.refused.clear()
        await c.group("静静", "1")
        assert "回了 1" in c.to(LEADER)
        assert "“草莓烂了一半”" in c.to("静静")
        assert "asks_contact" in await c.kinds()
        await c.wait(60)
        assert c.nothing()
        await c.group("静静", "1")
        await c.wait(60)
        assert c.nothing(), "said once"


async def test_a_1_where_nothing_can_be_sent_is_the_leader_s_task(database_url: str) -> None:
    async with Conversation.on(database_url, can=NO_WAY) as c:
        assert ends_as(await complain(c), "reply_one")
        c.skip()
        await c.group("静静", "1")
        assert "麻烦您联系一下" in c.to(LEADER)


async def test_a_second_refusal_does_not_ask_the_leader_twice(database_url: str) -> None:
    async with Conversation.on(database_url, can=LIKE_QQ) as c:
        c.adapter.refused.add("静静")
        await complain(c)
        c.skip()
        await c.group("静静", "１")
        assert len(c.all_to(LEADER)) == 1


@pytest.mark.parametrize("who", ["静静", "小李"])
async def test_a_1_of_somebody_without_a_waiting_case_is_a_sign_up(database_url: str, who: str) -> None:
    async with Conversation.on(database_url, can=LIKE_QQ) as c:
        if who == "小李":
            await complain(c)
            c.skip()
        await c.group(who, "1")
        await c.wait(60)
        assert c.nothing()


async def test_a_1_the_day_after_is_a_sign_up_again(database_url: str) -> None:
    async with Conversation.on(database_url, can=LIKE_QQ) as c:
        await complain(c)
        await c.wait(hours=25)
        c.skip()
        await c.group("静静", "1")
        await c.wait(60)
        assert "asks_contact" not in await c.kinds()
        c.skip()


async def test_without_a_post_that_carries_the_link_the_leader_is_told(database_url: str) -> None:
    """The member wrote to us once and has blocked us since; the group post was refused, too."""
    async with Conversation.on(database_url, can=LIKE_TELEGRAM) as c:
        await c.private("静静", "你好")
        await c.wait(30)
        c.skip()
        c.adapter.refused.add("静静")
        c.adapter.troubles.append(Forbidden("muted"))
        await c.group("静静", "草莓烂了一半")
        await c.wait(10)
        assert any("麻烦您联系一下" in said for said in c.all_to(LEADER))
        c.skip()
