"""What a member says in a word or two: in answer to our questions, after the complaint in the group, before it."""

from __future__ import annotations

from bot.domain.verdict import Verdict
from bot.replies import variants
from tests.conversation import Conversation

CAME_TWO, CAME = "今天的鸡蛋、牛奶都到啦", "草莓到了，大家来拿"


async def said(c: Conversation, who: str, *words: str) -> None:
    for each in words:
        await c.private(who, each)
        await c.wait(10)


async def test_thanks_are_no_goods_and_name_no_incident(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("团长", CAME_TWO)
        await c.group("老周", "坏了")
        await c.wait(30)
        await said(c, "老周", "好的", "好的")
        await c.wait(120)
        await c.group("静静", "我的也是")
        await c.wait(30)
        await said(c, "静静", "嗯", "谢谢")
        assert all("好的" not in str(post) and "谢谢" not in str(post) for post in c.posts())
        assert all("好的" not in told and "谢谢" not in told for told in c.all_to("团长")), "nor are they news"
        one, two = await c.case(1), await c.case(2)
        assert (one.goods, two.goods) == (None, None)
        assert one.incident == two.incident == 1, "nothing takes them apart"
        await said(c, "静静", "两样都有", "换一下", "谢谢")
        assert (await c.case(2)).goods is None
        assert any("换一下" in told for told in c.all_to("团长"))
        c.skip()


async def test_an_answer_that_names_goods_does(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("团长", CAME_TWO)
        for who, words, goods in (
            ("静静", "是椰蓉包", "椰蓉包"),
            ("老周", "不是牛奶，是鸡蛋", "鸡蛋"),
            ("李姐", "不知道", None),
        ):
            await c.group(who, "坏了")
            await c.wait(30)
            await said(c, who, "打开就这样", words)
            found = next(case for case in await c.cases() if case.member_name == who)
            assert found.goods == goods
        c.skip()


async def test_what_the_member_adds_in_the_group_is_the_cases(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("团长", CAME_TWO)
        for number, (who, words, goods) in enumerate(
            (("静静", "鸡蛋", "鸡蛋"), ("老周", "是牛奶", "牛奶"), ("李姐", "鸡蛋还有吗", None)), start=1
        ):
            await c.group(who, "坏了")
            await c.wait(20)
            await c.group(who, words)
            await c.wait(30)
            assert (await c.case(number)).goods == goods
        c.skip()
        await said(c, "静静", "三个")
        assert c.to("静静") not in variants("private.ask_goods")
        c.skip()


async def test_who_asks_or_wishes_something_in_the_group_reaches_the_leader_once(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("团长", CAME)
        for who, words, again in (("静静", "咋办", "？"), ("老周", "退", "能退吗"), ("李姐", "？", "退吧")):
            await c.group(who, "坏了")
            await c.wait(60)
            c.skip()
            await c.group(who, words)
            await c.wait(20)
            assert f"{who} 在群里又说：{words}" in c.to("团长")
            c.skip()
            await c.group(who, again)
            await c.wait(20)
            assert c.nothing(), "once, for some minutes"
        await said(c, "老周", "大概三个", "没拍照")
        assert not any(told in variants("private.ask_help") for told in c.all_to("老周")), "the wish was said"
        c.skip()
        await c.group("小林", "坏了")
        await c.wait(60)
        c.skip()
        await c.group("大刘", "小区停电了")
        await c.wait(20)
        await c.group("小林", "咋办")
        await c.wait(20)
        assert c.nothing(), "that was about something else"


async def test_what_was_said_is_not_asked_and_who_we_are_is_told(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了三个", photos=1)
        await said(c, "静静", "退")
        assert c.to("静静") not in variants("private.ask_help")
        assert (await c.case(1)).intake["wish"] == "退"
        c.skip()
        await c.complain("老周", "牛奶漏了一包")
        await said(c, "老周", "你谁")
        assert c.to("老周") in variants("private.who")
        c.skip()
        await said(c, "老周", "嗯")
        assert c.to("老周") in variants("private.ask_photo")
        assert c.nothing(), "a nod is no news"
        await said(c, "老周", "随便")
        assert "老周：随便" in c.to("团长")
        assert not (await c.case(2)).intake.get("person"), "who leaves it to us may be asked further"
        c.skip()
        await c.private("团长", "回 2 今晚给您送一包来，行吗")
        c.skip()
        await said(c, "老周", "好")
        assert "老周：好" in c.to("团长"), "the leader has asked"


async def test_what_opens_a_burst_hides_no_fault(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("团长", CAME)
        await c.wait(60)
        for words in (
            ("谢谢", "草莓很甜"),
            ("在吗", "几点关门"),
            ("好的", "我明天来拿"),
            ("你好", "草莓还有吗"),
        ):
            for each in words:
                await c.group("大刘", each)
                await c.wait(2)
            await c.wait(30)
            assert c.nothing(), words
        faults = (
            ("在吗", "草莓坏了"),
            ("谢谢", "烂了两个"),
            ("早", "烂了两个"),
            ("团长在吗", "我的坏了"),
            ("你好", "在不在", "草莓烂了两个"),
        )
        for number, opened in enumerate(faults, start=1):
            c.verdicts["\n".join(opened)] = Verdict("none", 0.1, None, None, ())
            for each in opened:
                await c.group(f"群友{number}", each)
                await c.wait(2)
            await c.wait(30)
            assert len(await c.cases()) == number, opened
            c.skip()
