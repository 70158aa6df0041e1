"""A complaint that somebody tells for another, and what a member tells further of an open case."""

from __future__ import annotations

from tests.conversation import Conversation


async def test_c25_a_fault_of_somebody_elses_is_answered_and_the_leader_asked_whether_it_is_known(
    database_url: str,
) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        c.skip()
        for number, (who, words, goods) in enumerate(
            [
                ("大刘", "我是静静老公，草莓烂了一半", "草莓"),
                ("阿强", "我老婆静静订的草莓烂了", "草莓"),
                ("小陈", "我是静静老公，鸡蛋坏了三个", "鸡蛋"),
                ("小林", "替我妈说一声她的鸡蛋坏了三个", "鸡蛋"),
            ],
            start=2,
        ):
            await c.group(who, words)
            await c.wait(60)
            case = await c.case(number)
            assert (case.member_name, case.goods, case.quote) == (who, goods, words)
            known = any("像是 静静（售后单 1）说过的那件事" in said for said in c.all_to("团长"))
            assert known == (goods == "草莓"), "other goods of hers are no case of hers that is open"
            c.skip()
        for words in ("我老公说草莓好吃", "我是静静老公", "替我妈谢谢团长", "帮我妈问一下还有鸡蛋吗"):
            await c.group("老周", words)
            await c.wait(60)
            assert c.nothing()


async def test_c25_what_a_member_tells_further_of_an_open_case_the_leader_hears(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.wait(15 * 60)
        c.skip()
        await c.group("静静", "草莓又烂了一盒")
        await c.wait(20)
        assert c.to("团长").startswith("售后单 1 · 静静 在群里又说：草莓又烂了一盒")
        assert (await c.case(1)).state == "waiting_us"
        c.skip()
        await c.group("静静", "底下的也烂了")
        await c.wait(20)
        assert c.nothing(), "once in ten minutes"
        for words in ("草莓烂得更多了", "刚又发现两个坏的", "剩下的也不行了", "刚看另一盒也是坏的"):
            await c.wait(11 * 60)
            c.skip()
            await c.group("静静", words)
            await c.wait(20)
            assert c.to("团长").startswith(f"售后单 1 · 静静 在群里又说：{words}")
        await c.wait(11 * 60)
        c.skip()
        for words in (
            "好的谢谢团长",
            "那坏的我扔了",
            "其他的都好的",
            "照片发你了",
            "昨晚说好的球赛取消了",
            "说好的电影又改期了",
        ):
            await c.group("静静", words)
            await c.wait(20)
            assert c.nothing()
