"""B10: what the member reads of a promise with a new sum or time: what they were told before, and what holds now."""

from __future__ import annotations

from bot.replies import variants
from bot.storage import promises
from tests.conversation import LEADER, Conversation

BEFORE = "今天 22:00"


async def _promised(c: Conversation) -> None:
    """8 yuan by this evening, which counts."""
    await c.complain("静静", "草莓烂了一半")
    await c.group(LEADER, "@静静 今晚退你8块", mentions=("静静",))
    await c.private(LEADER, "诺 1 对")
    c.skip()


async def _drafted(c: Conversation, command: str) -> str:
    """The words for the member that a command drafts; empty where it drafts none."""
    await c.private(LEADER, command)
    [answer] = [said for said in c.all_to(LEADER) if said.startswith("改好了：承诺 1")]
    c.skip()
    return answer.split("跟群友的话拟好了：\n")[1].split("\n")[0] if "拟好了" in answer else ""


def _is(text: str, form: str, **words: str) -> bool:
    return text in [w.format(**words) for w in variants(f"promise.member.{form}")]


async def test_a_new_sum_is_never_said_to_have_been_promised_before(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promised(c)
        changed = {"promised": "退款 8 元", "before": BEFORE}
        text = await _drafted(c, "诺 1 改 5元 明天")
        assert _is(text, "changed", outcome="退款 5 元", due="明天 22:00 前", **changed)
        text = await _drafted(c, "诺 1 改 明天上午 9块")
        assert _is(text, "changed", outcome="退款 9 元", due="明天 12:00 前", **changed), "5 was never read"
        text = await _drafted(c, "诺 1 改 8元 后天18:00")
        assert _is(text, "later", outcome="退款 8 元", before=BEFORE, due="后天 18:00 前"), "8 is what was said"
        assert await _drafted(c, "诺 1 改 今天22:00") == "", "what was said holds again"
        await c.private(LEADER, "发 1")
        assert c.all_to("静静") == [], "no stale words wait"
        c.skip()
        assert _is(await _drafted(c, "诺 1 改 5元"), "changed", outcome="退款 5 元", due="今天 22:00 前", **changed)
        assert await _drafted(c, "诺 1 改 10元") == "", "more than was said needs no words"
        assert await _drafted(c, "诺 1 改 今天20:00") == ""
        [promise] = await c.read(lambda conn: promises.of_case(conn, 1))
        assert promise.amount_fen == 1000


async def test_what_the_member_has_read_is_what_the_next_words_start_from(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promised(c)
        await _drafted(c, "诺 1 改 明天18:00")
        text = await _drafted(c, "诺 1 改 后天18:00")
        assert _is(text, "later", outcome="退款 8 元", before=BEFORE, due="后天 18:00 前"), "tomorrow was never read"
        await c.private(LEADER, "发 1")
        assert c.to("静静") == text
        c.skip()
        text = await _drafted(c, "诺 1 改 1月8日18:00 5元")
        assert _is(
            text, "changed", outcome="退款 5 元", promised="退款 8 元", before="后天 18:00", due="1月8日 18:00 前"
        )
        await c.group(LEADER, "@静静 打错了，是退3块", mentions=("静静",))
        c.skip()
        text = await _drafted(c, "诺 1 改 3元")
        said = "the leader has told her the sum in words of their own, but not the time"
        assert _is(text, "later", outcome="退款 3 元", before="后天 18:00", due="1月8日 18:00 前"), said


async def test_a_smaller_sum_after_its_time_says_that_it_is_late(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _promised(c)
        await c.wait(hours=13)
        c.skip()
        assert await _drafted(c, "诺 1 改 6元") == "", "no time that is over is named to her"
        text = await _drafted(c, "诺 1 改 5元 明天20:00")
        words = {"promised": "退款 8 元", "before": BEFORE, "outcome": "退款 5 元", "due": "明天 20:00 前"}
        assert _is(text, "late_changed", **words)
