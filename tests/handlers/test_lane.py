"""Working a lane when something goes wrong on the way, and when the group gets a new id in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.domain.chat import GroupChange
from bot.domain.verdict import Burst, Situation, Verdict
from bot.storage import groups, inbox, messages
from tests.conversation import GROUP, NAME, Conversation


async def test_a_message_that_the_detector_fails_on_is_the_leaders_to_judge(database_url: str) -> None:
    """It holds up nobody else, and it is not lost."""
    async with Conversation.on(database_url) as c:
        healthy = c.app.ctx.detector

        def stumbles(asked: Sequence[tuple[Burst, Situation]]) -> list[Verdict]:
            if any("怪" in burst.text for burst, _ in asked):
                raise ZeroDivisionError("float division by zero")
            return healthy(asked)

        c.app.ctx = replace(c.app.ctx, detector=stumbles)
        await c.group("王哥", "怪怪的一句")
        await c.group("静静", "草莓烂了一半")
        await c.wait(10)
        assert "草莓" in c.post()
        said = c.all_to("团长")
        assert sum("待审 R1" in text and "怪怪的一句" in text for text in said) == 1
        assert sum("售后单 1" in text for text in said) == 1
        c.skip()
        await c.private("团长", "是 R1")
        assert (await c.case(2)).category == "other"
        c.skip()


@pytest.mark.parametrize("announced", ["first", "later"])
async def test_a_group_that_moves_is_one_group(database_url: str, announced: str) -> None:
    """The announcement lies in the lane of the old id; a message under the new id may be handled before it."""
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        now, account = c.clock(), c.adapter.account
        moved = GroupChange("terminal", account, "moved", now, GROUP, NAME, "migrated", detail="g2")
        if announced == "first":
            await c.take(moved)
        else:
            await c.storage.write(lambda conn: inbox.add(conn, moved, now.replace(year=2030)))  # its lane sleeps
        await c.group("静静", "还有一盒草莓也是烂的", group_id="g2")
        await c.wait(10)
        c.skip()
        (group,) = await c.read(groups.everyone)
        assert (group.group_id, group.mode) == ("g2", "auto")
        assert len(await c.cases()) == 1, "the member's open case is found under the new id"
        kept = await c.read(lambda conn: messages.recent(conn, group.id, 9))
        assert [m.text for m in kept if m.role == "member"] == ["草莓烂了一半", "还有一盒草莓也是烂的"]
