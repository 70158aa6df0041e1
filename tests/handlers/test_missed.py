"""A5: whoever told us before and got no answer hears first that we missed it."""

from __future__ import annotations

from bot.domain.verdict import Verdict
from bot.replies import variants
from tests.conversation import Conversation, Said
from tests.judge import UNSURE

VAGUE = "今天的东西感觉不太行呀"


def says_missed(text: str, goods: str = "") -> bool:
    """Whether a post begins with one of the wordings that say sorry for a missed message."""
    forms = [w.format(goods=goods) for form in ("with_goods", "plain") for w in variants(f"apology.missed.{form}")]
    return any(text.startswith(form) for form in forms)


async def asked(c: Conversation, who: str = "静静", text: str = VAGUE) -> None:
    """A message of which the detector is not sure: the leader is asked."""
    c.verdicts[text] = UNSURE
    await c.group(who, text)
    await c.wait(10)
    c.skip()


async def yes(c: Conversation) -> Said:
    """The leader says that it is a complaint; the post that follows."""
    await c.private("团长", "是 R1")
    await c.wait(10)
    post = c.post()
    c.skip()
    return post


async def test_a5_a_message_that_waited_in_review_was_missed(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await asked(c)
        await c.wait(minutes=30)
        assert says_missed(await yes(c))


async def test_a5_a_review_answered_in_time_was_not(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await asked(c)
        await c.wait(minutes=5)
        assert not says_missed(await yes(c))


async def test_a5_what_the_leader_answered_in_the_group_was_not_missed(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await asked(c)
        await c.group("团长", "@静静 不好意思，我看看")
        await c.wait(minutes=30)
        assert not says_missed(await yes(c))


async def test_a5_who_waited_in_review_and_complains_again(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await asked(c)
        await c.wait(minutes=30)
        await c.group("老周", "面包坏了")
        await c.wait(60)
        assert not says_missed(c.post()), "not his message"
        await c.group("静静", "草莓烂了一半")
        await c.wait(60)
        assert says_missed(c.post(), "草莓")
        c.skip()
        assert len(await c.cases()) == 2


async def test_a5_in_the_night_nobody_misses_anything(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await c.wait(hours=10, minutes=55)
        await asked(c)
        await c.wait(minutes=20)
        assert not says_missed(await yes(c)), "the business hours have ended"


async def test_a5_a_missed_voice_of_an_incident_hears_it_in_private(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        c.verdicts["草莓不太行"] = Verdict("review", 0.45, "damaged", 2, goods=("草莓",))
        await c.group("静静", "草莓不太行")
        await c.wait(minutes=30)
        await c.complain("老周")
        await c.private("团长", "是 R1")
        await c.wait(10)
        first, _, opening = c.to("静静").partition("\n")
        assert first in variants("private.missed")
        assert "草莓不太行" in opening
        c.skip()


async def test_a5_in_assist_the_draft_says_it(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True, mode="assist") as c:
        await asked(c)
        await c.wait(minutes=30)
        c.skip()
        await c.private("团长", "是 R1")
        draft = next(t for t in c.all_to("团长") if "售后单 1" in t)
        assert any(w in draft for w in variants("apology.missed.plain"))
        c.skip()


async def test_a5_a_missed_message_that_the_leader_registers(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        missed = await c.group("静静", "这东西叫人怎么用呀")
        await c.wait(minutes=40)
        await c.group("团长", "登记", quote=missed)
        await c.wait(10)
        assert says_missed(c.post())
        c.skip()
