"""What was noted as done and has not come is open again and watched; what was noted by mistake is taken back."""

from __future__ import annotations

from bot.storage import promises
from bot.storage.promises import Promise
from tests.conversation import LEADER, Conversation
from tests.handlers.test_private import is_one_of


async def paid(c: Conversation) -> None:
    await c.complain("静静", "草莓烂了一半")
    await c.group(LEADER, "静静今晚退你8块")
    for command in ("诺 1 对", "兑 1 转了"):
        await c.private(LEADER, command)
    await c.wait(minutes=5)
    c.skip()


async def made(c: Conversation) -> list[Promise]:
    return await c.read(lambda conn: promises.of_case(conn, 1))


async def test_what_has_not_come_is_watched_until_it_is_proved_again(database_url: str) -> None:
    async with Conversation.on(database_url, clocks=True) as c:
        await paid(c)
        await c.private("静静", "没收到")
        await c.wait(10)
        assert "兑 1 怎么办的" in c.to(LEADER)
        assert is_one_of(c.to("静静"), "promise.member.not_arrived", outcome="退款 8 元")
        (promise,) = await made(c)
        assert (promise.state, promise.is_missing) == ("open", True)
        assert promise.proof == {"text": "转了"}
        await c.private(LEADER, "承诺")
        assert "对方说没收到" in c.to(LEADER)
        await c.private(LEADER, "承诺 静静")
        assert "没收到 1 条" in c.to(LEADER)
        await c.wait(minutes=130)
        assert any("承诺 1 对方说没收到，还没再办" in said for said in c.all_to(LEADER))
        c.skip()
        await c.private(LEADER, "兑 1 重新转了，单号1234567890")
        assert "承诺 1 兑现了" in c.to(LEADER)
        assert "重新转了，单号1234567890" in c.to("静静")
        kinds = [k for k in await c.kinds() if k in ("promise_fulfilled", "promise_missing")]
        assert kinds == ["promise_fulfilled", "promise_missing", "promise_fulfilled"]


async def test_words_that_make_up_for_it_are_that_promise_and_no_further_one(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await paid(c)
        await c.private("静静", "8块没收到")
        await c.wait(10)
        for text in ("再看看，转错人了，马上补", "这就重新转", "我再给您转一次，马上", "马上给您补8块"):
            await c.private(LEADER, f"回 1 {text}")
        assert [p.id for p in await made(c)] == [1]
        await c.private(LEADER, "回 1 另外再补您一盒草莓，后天到")
        assert [(p.kind, p.thing) for p in await made(c)][1:] == [("replacement", "一盒草莓")], "on top"
        c.skip()


async def test_a_proof_by_mistake_is_taken_back_and_nobody_is_told_what_is_not_so(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await paid(c)
        for text in ("已经转了吗", "转了", "她说收到了"):
            await c.private(LEADER, f"兑 1 {text}")
            assert "承诺 1 已经处理过" in c.to(LEADER), text
        for text in ("撤", "搞错了，还没转", "点错了", "转错人了", "没转成功", "撤回吧"):
            await c.private(LEADER, f"兑 1 {text}")
            answer = c.to(LEADER)
            assert answer.startswith("承诺 1 改回没办：退款 8 元"), text
            assert "发给群友回：发 1" in answer
            assert c.all_to("静静") == [], "words wait for a person"
            (promise,) = await made(c)
            assert (promise.state, promise.proof, promise.is_missing) == ("open", None, False)
            await c.private(LEADER, "兑 1 撤")
            assert "本来就还没记成办好" in c.to(LEADER)
            await c.private(LEADER, "兑 1 转好了")
            await c.wait(10)
            c.skip()
        assert (await c.kinds()).count("promise_not_done") == 6


async def test_another_sum_and_something_else_are_told_as_what_they_are(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await paid(c)
        for text in ("钱收到了，但王姐那边还没", "还差一盒呢", "收到8块了，谢谢"):
            await c.private("静静", text)
            await c.wait(10)
            assert not any("没收到：承诺" in said or "数对不上" in said for said in c.all_to(LEADER)), text
            assert not any("退款 8 元" in said for said in c.all_to("静静")), text
            c.skip()
        await c.private("静静", "我没收，退回去了")
        await c.wait(10)
        assert "没收下：承诺 1 退款 8 元" in c.to(LEADER)
        assert is_one_of(c.to("静静"), "promise.member.wished", outcome="退款 8 元")
        await c.private("静静", "转错了吧，我收到18")
        await c.wait(10)
        assert "收到的数对不上：承诺 1 说好的是退款 8 元" in c.to(LEADER)
        assert (await made(c))[0].is_kept
        c.skip()
        await c.private("静静", "怎么才5块")
        await c.wait(10)
        assert "收到的数对不上" in c.to(LEADER)
        assert is_one_of(c.to("静静"), "promise.member.other_sum", outcome="退款 8 元")
        assert (await made(c))[0].is_missing


async def test_what_has_come_after_all_is_not_missing_and_is_the_leaders_to_note(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await paid(c)
        for text in ("哦没看到，现在看到了", "刚才没看到，收到了", "没收到呢……哦有了"):
            await c.private("静静", text)
            await c.wait(10)
            assert not any("没收到：承诺" in said for said in c.all_to(LEADER)), text
            assert (await made(c))[0].is_kept, text
            c.skip()
        await c.private("静静", "看到了，谢谢")
        await c.wait(10)
        assert not any("办好了吗" in said for said in c.all_to(LEADER)), "it is noted as done"
        await c.private("静静", "没收到")
        await c.wait(10)
        assert (await made(c))[0].is_missing
        c.skip()
        await c.private("静静", "哦收到了，是我看漏了")
        await c.wait(10)
        assert any(said.startswith("承诺 1 办好了吗？") for said in c.all_to(LEADER))
        await c.private(LEADER, "兑 1 对")
        assert (await made(c))[0].is_kept
        c.skip()


async def test_money_of_another_shop_is_none_of_ours(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await paid(c)
        for text in ("京东还没退我钱", "拼多多退款到现在没到", "淘宝退款收到了，开心"):
            await c.group("静静", text)
            await c.wait(10)
            assert c.nothing(), text
            assert (await made(c))[0].is_kept, text
        for command in ("因 1 快递", "结 1 退了8块"):
            await c.private(LEADER, command)
        await c.private("静静", "京东还没退我钱")
        await c.wait(10)
        assert (await c.case()).state == "resolved"
        assert not any("退款 8 元还没到" in said for said in c.all_to("静静"))
        c.skip()
        await c.group("静静", "京东都退了，8块还没收到")
        await c.wait(10)
        assert (await made(c))[0].is_missing
        c.skip()
