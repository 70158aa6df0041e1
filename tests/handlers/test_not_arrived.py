"""C9, C20: after the case is over what was done has not arrived, or the same goods fail once more."""

from __future__ import annotations

from bot.replies import variants
from bot.storage import cases
from tests.conversation import Conversation


async def _paid_and_over(c: Conversation) -> None:
    await c.complain("静静", "草莓烂了一半")
    await c.group("团长", "@静静 今晚退你8块")
    for command in ("诺 1 对", "兑 1 转了", "因 1 我们", "结 1 退了8块"):
        await c.private("团长", command)
    await c.private("静静", "好了")
    await c.wait(minutes=120)
    assert (await c.case()).settled
    c.skip()


async def _over_again(c: Conversation) -> None:
    await c.private("团长", "结 1 查过了，这就补转")
    await c.private("静静", "好了")
    await c.wait(minutes=20)
    c.skip()


async def test_c9_what_has_not_arrived_reopens_the_case_with_its_promise(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _paid_and_over(c)
        for words in ("苹果来一份", "王姐你8块收到没", "8块收到了，谢谢"):
            await c.group("静静", words)
            await c.wait(10)
        assert c.nothing()
        for words in ("你们那个8块我还是没收到", "8块没到啊", "说退我8块，到现在没有", "没收到", "8块什么时候到"):
            await c.group("静静", words)
            await c.wait(10)
            told = c.to("团长")
            assert told.startswith(f"售后单 1 重新打开：静静 说“{words}”")
            assert told.endswith("没收到的是承诺 1：退款 8 元，记的是办好了，请查一下")
            assert "退款 8 元" in c.to("静静")
            assert c.posts() == [], "in private"
            assert len(await c.cases()) == 1
            await _over_again(c)
        await c.private("静静", "你们那个8块我还是没收到")
        await c.wait(10)
        assert "没收到的是承诺 1" in c.to("团长")
        c.skip()
        assert len(await c.cases()) == 1


async def test_c9_not_there_of_something_else_leaves_a_resolved_case_alone(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.group("团长", "@静静 今晚退你8块")
        for command in ("诺 1 对", "兑 1 转了", "结 1 退了8块"):
            await c.private("团长", command)
        await c.wait(minutes=60)
        assert (await c.case()).state == "resolved"
        c.skip()
        for words in (
            "没收到验证码", "快递怎么还没收到", "没看到接龙链接", "刚才没看到消息，芒果要一箱", "没看到，在哪",
            "哈哈没看到", "怎么又停水了，没人管", "还没好吗，饭要凉了", "菜鸟的包裹还没收到",
        ):  # fmt: skip
            await c.group("静静", words)
            await c.wait(10)
            assert c.nothing(), words
        assert (await c.case()).state == "resolved"
        for words in ("没人管吗", "没收到", "没看到"):
            await c.group("静静", words)
            await c.wait(10)
            assert c.to("团长").startswith(f"售后单 1 重新打开：静静 说“{words}”")
            c.skip_to("静静")
            assert c.posts() == [], "in private"
            await c.private("团长", "结 1 查过了，这就补转")
            await c.wait(minutes=60)
            c.skip()


async def test_c9_a_bare_word_is_about_what_is_open_now(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _paid_and_over(c)
        await c.complain("静静", "苹果烂了一半")
        await c.group("静静", "没收到")
        await c.wait(10)
        assert c.nothing()
        assert (await c.case()).settled


async def test_c20_the_same_goods_once_more_are_a_second_failure(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _paid_and_over(c)
        await c.private("静静", "王姐家的也碎了")
        await c.wait(10)
        c.skip()
        assert len(await c.cases()) == 1
        for number, words in enumerate(("底下那盒也是烂的", "还有一盒也坏了", "补的那盒又是烂的", "又烂了"), 2):
            await c.private("静静", words)
            await c.wait(10)
            case = await c.case(number)
            assert (case.goods, case.repeat_of, case.category) == ("草莓", number - 1, "damaged")
            asked = c.to("静静")
            assert any(asked.startswith(said.format(goods="草莓")) for said in variants("private.again"))
            assert "哪样东西" not in asked
            c.skip()
            if number == 2:
                await c.private("静静", "没收到")
                await c.wait(10)
                assert "没收到：承诺 1 退款 8 元" in c.to("团长")
                assert "退款 8 元" in c.to("静静")
            await c.private("团长", f"因 {number} 我们")
            await c.private("团长", f"结 {number} 退了")
            await c.private("静静", "好了")
            await c.wait(minutes=20)
            assert (await c.read(lambda conn, n=number: cases.get(conn, n))).settled
            c.skip()
