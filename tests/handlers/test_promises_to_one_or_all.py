"""Words of which nobody can tell whether one or all are meant, whether a sum is each's, or that are nobody's."""

from __future__ import annotations

from bot.domain.verdict import Verdict
from tests.conversation import Conversation
from tests.handlers.test_promises_in_turn import Heard, heard

OPEN = ("refund", None, None)
TONIGHT = ("refund", 800, 5)


async def _four(c: Conversation, minutes: float = 5) -> None:
    for who, said in (
        ("静静", "草莓烂了一半"), ("王姐", "草莓也烂了"), ("赵姐", "我的草莓也是坏的"), ("老周", "鸡蛋坏了3个"),
    ):  # fmt: skip
        await c.group(who, said)
        await c.wait(10)
    await c.wait(minutes=minutes)
    c.skip()


async def test_goods_of_several_without_all_are_asked_about_without_any_value(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _four(c)
        any_of_them: Heard = {"静静": OPEN, "王姐": OPEN, "赵姐": OPEN}
        for text in ("草莓退8块今晚转", "草莓的退8块"):
            assert await heard(c, text) == any_of_them
        for text in ("草莓8块一盒，明天开团", "草莓明天补货", "草莓今晚退货给供应商"):
            assert await heard(c, text) == {}
        all_of_them: Heard = {"静静": TONIGHT, "王姐": TONIGHT, "赵姐": TONIGHT}
        for text in ("草莓一律退8块，今晚", "草莓统一8块今晚转", "草莓都按8块退，今晚"):
            assert await heard(c, text) == all_of_them
        for text in ("除了王姐草莓都退8块今晚", "除王姐外草莓都退8块今晚"):
            assert await heard(c, text) == {"静静": TONIGHT, "赵姐": TONIGHT}
        await c.group("赵姐", "在吗团长")
        assert await heard(c, "草莓退8块今晚转") == {"赵姐": OPEN}


async def test_a_sum_that_may_be_of_all_together_is_left_open(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _four(c)
        tonight = ("refund", None, 5)
        for text in ("三家草莓24块今晚转", "草莓三家24块，今晚转"):
            assert await heard(c, text) == {"静静": tonight, "王姐": tonight, "赵姐": tonight}
        for text in ("静静王姐16块今晚转", "静静和王姐今晚退16块"):
            assert await heard(c, text) == {"静静": tonight, "王姐": tonight}
        for text in ("静静王姐今晚都退8块", "静静王姐一人8块今晚转"):
            assert await heard(c, text) == {"静静": TONIGHT, "王姐": TONIGHT}
        assert await heard(c, "草莓三家都退8块今晚") == {"静静": TONIGHT, "王姐": TONIGHT, "赵姐": TONIGHT}


async def test_a_row_of_sums_goes_on_to_what_another_is_given(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _four(c)
        eggs = ("replacement", None, 6)
        for text in ("静静8块 王姐10块今晚转，老周明天补3个蛋", "静静8 王姐10，今晚转，老周明天补3个蛋"):
            assert await heard(c, text) == {"静静": TONIGHT, "王姐": ("refund", 1000, 5), "老周": eggs}
        told = "静静和王姐8块今晚，赵姐你明天拿一盒新的"
        assert await heard(c, told) == {"静静": OPEN, "王姐": OPEN, "赵姐": ("replacement", None, 6)}
        for text in ("静静8点王姐10点来拿，老周明天", "静静8块一盒，王姐10块一盒，老周明天来拿"):
            assert await heard(c, text) == {}


async def test_a_place_among_those_who_spoke_is_theirs_without_any_value(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _four(c)
        for text in ("楼上的退8块今晚", "最后说的那位今晚退8块"):
            assert await heard(c, text) == {"老周": OPEN}
        assert await heard(c, "第一个说的退8块今晚转") == {"静静": OPEN}
        await c.group("小林", "在吗")
        for text in ("楼上的退8块今晚", "楼上的张奶奶退8块", "3号楼上的退8块"):
            assert await heard(c, text) == {}


async def test_what_answers_a_debt_among_neighbours_is_no_promise(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _four(c)
        for said in ("你昨天赢我30还没给呢", "打车钱AA还没给我呢", "昨天找零少给我2块"):
            await c.group("老周", said)
            for text in ("今晚转你", "老周今晚转你"):
                assert await heard(c, text) == {}
            await c.wait(minutes=4)
        await c.group("老周", "鸡蛋碎得没法吃")
        await c.wait(10)
        await c.group("老周", "你欠我的50还没给呢")
        assert await heard(c, "今晚转你哈") == {}
        await c.group("老周", "鸡蛋的钱什么时候退")
        assert await heard(c, "今晚转你") == {"老周": ("refund", None, 5)}


async def test_joining_a_neighbours_new_trouble_is_a_case_of_its_own(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "草莓烂了一半")
        await c.private("团长", "结 1 退了8块")
        await c.wait(minutes=26 * 60)
        await c.group("王姐", "今天的草莓烂了好几个")
        await c.wait(minutes=1)
        c.skip()
        c.verdicts["我也是"] = Verdict("complaint", 0.9, "damaged", 2, goods=("草莓",))
        await c.group("静静", "我也是")
        await c.wait(minutes=1)
        assert not any("以为办好了" in str(post) for post in c.posts())
        found = await c.cases()
        assert [case.member_name for case in found] == ["静静", "王姐", "静静"]
        assert found[0].state == "resolved"
        c.skip()


async def test_names_with_a_sum_each_that_run_together_are_each_theirs(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _four(c)
        two: Heard = {"静静": TONIGHT, "王姐": ("refund", 1000, 5)}
        for text in ("静静8块王姐10块今晚转", "静静退8块王姐退10块今晚转", "今晚转静静8块王姐10块"):
            assert await heard(c, text) == two
        assert await heard(c, "静静8块王姐10块今晚转，其他人明天") == two | {"赵姐": OPEN}
        assert await heard(c, "静静8块钱王姐在不在") == {}


async def test_what_all_of_some_goods_get_is_not_theirs_who_is_named_before_it(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _four(c)
        berries: Heard = {"静静": TONIGHT, "王姐": TONIGHT, "赵姐": TONIGHT}
        for text in ("老周明天补3个蛋，草莓每家8块今晚转", "老周的鸡蛋明天补3个，草莓都退8块今晚转"):
            assert await heard(c, text) == berries | {"老周": ("replacement", None, 6)}
        assert await heard(c, "老周鸡蛋3个明天补，草莓三家24块今晚转") == {
            "静静": OPEN, "王姐": OPEN, "赵姐": OPEN, "老周": ("replacement", None, 6),
        }  # fmt: skip
        assert await heard(c, "老周今晚退你8块，草莓的我还在问") == {"老周": TONIGHT}


async def test_goods_without_all_and_one_of_them_named_behind_leave_the_others_open(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _four(c)
        others: Heard = {"静静": OPEN, "赵姐": OPEN}
        assert await heard(c, "草莓退8块今晚转，王姐的明天") == others | {"王姐": OPEN}
        await c.wait(minutes=2)
        assert await heard(c, "草莓退7块今晚转，王姐退15") == others | {"王姐": ("refund", 1500, None)}
        for text in ("草莓退6块今晚，除了王姐", "草莓退5块，王姐的已经转了", "草莓退9块今晚转，王姐的我再问问"):
            await c.wait(minutes=2)
            assert await heard(c, text) == others
        assert await heard(c, "王姐草莓退8块今晚转") == {"王姐": TONIGHT}


async def test_who_is_named_behind_what_all_get_may_be_left_out_of_it(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _four(c)
        others: Heard = {"静静": TONIGHT, "赵姐": TONIGHT}
        for said in ("王姐那盒我看看再说", "王姐你的先等等", "王姐的不用退", "王姐说不要", "王姐你的我已经转了"):
            assert await heard(c, f"草莓都退8块今晚转，{said}") == others
        assert await heard(c, "草莓都退8块今晚转，王姐两盒16") == others | {"王姐": ("refund", 1600, 5)}
        assert await heard(c, "草莓都退8块今晚转，王姐不用急") == others | {"王姐": TONIGHT}
        all_told = others | {"王姐": TONIGHT, "老周": ("refund", None, 5)}
        assert await heard(c, "草莓每家8块，鸡蛋每个1块，今晚转") == all_told
