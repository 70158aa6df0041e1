"""C5, C19, C25: a member with an open case presses, asks for what was named, or somebody of the family does."""

from __future__ import annotations

from bot.replies import variants
from tests.conversation import Conversation


def _is_one_of(said: str, key: str) -> bool:
    return any(said == wording for wording in variants(key))


async def test_c5_who_presses_in_the_group_is_passed_on_once_in_ten_minutes(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.private("静静", "底下全烂")
        await c.wait(10)
        await c.private("团长", "回 1 我看看")
        await c.wait(minutes=60)
        c.skip()
        assert (await c.case()).state == "waiting_member"
        for words in (
            "谢谢",
            "好的",
            "今天天气真好",
            "苹果来一份",
            "王姐你退了吗",
            "草莓什么时候到货",
            "怎么又停水了，没人管",
            "又要等一天，快递真慢",
        ):
            await c.group("静静", words)
            await c.wait(10)
            assert c.nothing()
        assert (await c.case()).answer_due_at is None

        await c.group("静静", "一个小时了也没人管")
        await c.wait(10)
        assert c.to("团长") == "售后单 1 · 静静 在群里催：一个小时了也没人管\n请尽快说一声：回 1 您的话"
        assert _is_one_of(c.to("静静"), "private.chased")
        assert (await c.case()).state == "waiting_us"
        assert (await c.case()).answer_due_at is not None
        for words in ("团长怎么不回我", "草莓到底退不退", "@团长 人呢"):
            await c.group("静静", words)
            await c.wait(10)
        assert c.nothing()
        assert (await c.kinds())[-3:] == ["group_message"] * 3
        await c.wait(minutes=10)
        await c.group("静静", "还没好吗")
        await c.wait(10)
        assert "在群里催：还没好吗" in c.to("团长")
        c.skip_to("静静")
        assert c.posts() == []


async def test_c5_what_has_not_come_belongs_to_the_open_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.private("团长", "回 1 我看看")
        await c.wait(minutes=60)
        c.skip()
        for words in (
            "草莓还没到吗",
            "草莓还没收到呢",
            "怎么还没给我补啊",
            "说好的草莓呢",
            "说好补的呢",
            "怎么还没退给我",
        ):
            await c.group("静静", words)
            await c.wait(10)
            assert f"售后单 1 · 静静 在群里催：{words}" in c.to("团长")
            assert _is_one_of(c.to("静静"), "private.chased")
            assert c.posts() == []
            await c.group("静静", "三天了还没给我补")
            await c.wait(minutes=11)
            assert c.nothing(), "the leaders hear it once in a while"
        for words in ("草莓什么时候到货", "草莓还没吃呢", "怎么还没补货", "王姐你的草莓还没到吗"):
            await c.group("静静", words)
            await c.wait(10)
            assert c.nothing()
        assert len(await c.cases()) == 1
        await c.private("团长", "回 1 明天补一盒草莓")
        await c.private("团长", "诺 1 对")
        await c.wait(minutes=11)
        c.skip()
        await c.group("静静", "草莓什么时候到")
        await c.wait(10)
        assert "说好的是承诺 1：补一盒草莓" in c.to("团长")
        assert "补一盒草莓" in c.to("静静")


async def test_c5_the_goods_that_are_not_spoken_of_and_a_red_case(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.complain("老周", "鸡蛋坏了3个")
        await c.complain("小林", "牛奶喝了上吐下泻")
        await c.group("团长", "草莓每家退8块今晚转")
        await c.wait(minutes=30)
        c.skip()
        await c.group("老周", "凭什么草莓退鸡蛋不退")
        await c.wait(10)
        assert c.to("团长").startswith("售后单 2 · 老周 在群里催：凭什么草莓退鸡蛋不退")
        c.skip_to("老周")
        await c.group("小林", "怎么没人理我")
        await c.wait(10)
        assert c.to("团长").startswith("售后单 3 · 小林 在群里催：怎么没人理我")
        assert c.all_to("小林") == []
        await c.group("王姐", "怎么没人理我")
        await c.wait(10)
        assert c.all_to("王姐") == [], "who has no case presses for none"
        c.skip()


async def test_c19_what_the_leader_named_is_not_asked_about_again(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.group("团长", "@静静 今晚退你8块")
        await c.wait(minutes=15)
        c.skip()
        to_confirm = "说过的退款 8 元（承诺 1，今天 22:00 前）还没确认。算数就回：诺 1 对；没答应过：诺 1 不是"
        await c.group("静静", "说好的8块呢")
        await c.wait(10)
        assert c.to("团长").endswith(to_confirm)
        assert _is_one_of(c.to("静静"), "private.chased")
        await c.private("静静", "好")
        await c.wait(10)
        assert c.to("团长") == f"售后单 1 · 静静：好\n回话：回 1 您的话\n{to_confirm}"
        assert c.all_to("静静") == [], "no photo, no number, no wish"
        await c.private("静静", "8块呢")
        await c.wait(10)
        assert c.to("团长").endswith(to_confirm)
        await c.private("团长", "诺 1 对")
        c.skip()
        await c.private("静静", "8块呢")
        await c.wait(10)
        assert to_confirm not in c.to("团长")
        assert "退款 8 元" in c.to("静静")


async def test_c25_who_speaks_for_a_member_is_heard(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.group("团长", "@静静 今晚退你8块")
        await c.private("团长", "诺 1 对")
        await c.wait(minutes=20)
        c.skip()
        await c.group("老李", "静静是我邻居，她的草莓到底怎么说")
        await c.wait(10)
        assert c.all_to("静静") == []
        c.skip()
        await c.group("阿强", "我是静静老公，草莓还退不退了")
        await c.wait(10)
        assert c.all_to("团长")[0].startswith("售后单 1 · 阿强 在群里替 静静 问：我是静静老公，草莓还退不退了")
        assert (await c.case()).answer_due_at is not None
        assert c.nothing(), "nothing is said to either of them"
        await c.private("团长", "兑 1 转了")
        await c.wait(minutes=5)
        c.skip()
        await c.group("静静老公", "8块没收到")
        await c.wait(10)
        assert "没收到的是承诺 1：退款 8 元" in c.to("团长")
        assert len(await c.cases()) == 1
        assert c.nothing()


async def test_c5_who_asks_for_what_was_said_for_last_night_reads_that_it_is_late(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.group("团长", "@静静 今晚退你8块")
        await c.private("团长", "诺 1 对")
        await c.wait(hours=23)
        c.skip()
        for words in ("说好昨晚的直播呢", "不是说昨晚开团吗"):
            await c.group("静静", words)
            await c.wait(10)
            assert c.nothing(), words
        for words in ("说好昨晚的呢", "不是说昨晚转吗", "昨晚说好的呢"):
            await c.group("静静", words)
            await c.wait(10)
            assert words in c.to("团长")
            assert "退款 8 元" in c.to("静静")
            assert c.posts() == []
            await c.wait(minutes=11)
            c.skip()
