"""B6 and B10: a promise that moves to another time reaches the member and the ledger, and words that were held over
night say when they were left."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.promise_moves import new_time_in, only_time_in
from bot.domain.when_words import names_other_times
from bot.replay import DAY_ONE
from bot.replies import variants
from bot.storage import promises
from bot.storage.promises import Promise
from tests.conversation import Conversation

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 1, 5, 12, tzinfo=ZONE)
LATE_EVENING = DAY_ONE + timedelta(hours=22, minutes=38)


async def promised(c: Conversation, words: str) -> None:
    """A promise to her, in the group, that counts."""
    await c.complain("静静", "鸡蛋坏了3个")
    await c.group("团长", f"@静静 {words}", mentions=("静静",))
    await c.private("团长", "诺 1 对")
    c.skip()


async def the_promise(c: Conversation) -> Promise:
    [promise] = await c.read(lambda conn: promises.of_case(conn, 1))
    return promise


def due_there(promise: Promise) -> str:
    assert promise.due_at is not None
    return f"{promise.due_at.astimezone(ZONE):%m-%d %H:%M}"


# --- B10: moved before it is due ---


async def test_b10_a_later_date_brings_words_before_it_is_due(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await promised(c, "今天下午给您补3个")
        await c.private("团长", "诺 1 改 明天上午")
        answer = c.to("团长")
        assert "跟群友的话拟好了" in answer
        assert c.all_to("静静") == [], "a person lets them go out"
        await c.private("团长", "发 1")
        told = c.to("静静")
        values = {"before": "今天 18:00", "outcome": "补3个", "due": "明天 12:00 前"}
        assert told in [w.format(**values) for w in variants("promise.member.later")]
        assert "没赶上" not in told, "nothing is late yet"
        c.skip()


async def test_b10_an_earlier_date_needs_no_apology(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await promised(c, "明天下午给您补3个")
        await c.private("团长", "诺 1 改 明天上午")
        assert c.to("团长").startswith("改好了：承诺 1")
        assert "拟好了" not in "".join(c.unseen())


async def test_b10_a_new_time_in_the_group_is_the_promises_new_time(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await promised(c, "明天下午给您补3个哈")
        await c.group("团长", "@静静 不好意思明天来不及了，后天上午给您送", mentions=("静静",))
        asked = c.to("团长")
        assert asked.startswith("承诺 1（售后单 1 · 静静）改到后天 12:00 前，对吗？")
        assert asked.endswith("对就回：诺 1 改 1月7日12:00；没改就不用回")
        assert due_there(await the_promise(c)) == "01-06 18:00", "nothing changes before a person says so"
        await c.private("团长", "诺 1 改 1月7日12:00")
        assert c.to("团长") == "改好了：承诺 1 · 售后单 1 · 静静 · 补3个 · 后天 12:00 前 · 没办", "she knows it already"
        assert due_there(await the_promise(c)) == "01-07 12:00"
        await c.private("团长", "发 1")
        assert c.all_to("静静") == []
        c.skip()


async def test_b10_a_new_time_in_a_private_reply(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await promised(c, "明天下午给您补3个哈")
        await c.private("团长", "回 1 改到后天了哈，不好意思")
        assert c.to("静静") == "改到后天了哈，不好意思"
        assert any(said.startswith("承诺 1（售后单 1 · 静静）改到后天 22:00 前，对吗？") for said in c.all_to("团长"))
        assert len(await c.read(lambda conn: promises.of_case(conn, 1))) == 1, "it is the same promise"


async def test_b10_another_outcome_is_a_promise_of_its_own(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await promised(c, "明天下午给您补3个哈")
        await c.private("团长", "回 1 明天来不及了，后天给您退8块")
        c.skip()
        kinds = [p.kind for p in await c.read(lambda conn: promises.of_case(conn, 1))]
        assert kinds == ["replacement", "refund"]


async def test_b10_in_watch_mode_a_new_time_is_only_recorded(database_url: str) -> None:
    async with Conversation.on(database_url, mode="watch") as c:
        await c.complain("静静", "鸡蛋坏了3个")
        await c.group("团长", "@静静 明天下午给您补3个哈", mentions=("静静",))
        await c.group("团长", "@静静 改到后天了哈", mentions=("静静",))
        assert c.nothing()
        assert "promise_move_heard" in await c.kinds()


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("不好意思明天来不及了，后天上午给您送", "01-07 12:00"), ("改到后天了哈", "01-07 22:00"),
        ("推迟到周四", "01-08 22:00"), ("明天到不了，要等到后天下午", "01-07 18:00"),
        ("今天赶不上了，明早送", "01-06 10:00"),
        ("明天来不及吗", None), ("要是来不及就后天", None), ("来不及了", None), ("明天给您送", None),
        ("没改到后天", None), ("", None),
        ("刚才说错了，是后天一早", "01-07 10:00"), ("不是明天，是后天", "01-07 22:00"),
        ("是后天，不是明天", "01-07 22:00"), ("明天来不了，后天吧", "01-07 22:00"), ("改后天哈", "01-07 22:00"),
        ("后天哈，明天没货", "01-07 22:00"), ("说错了，后天上午给您送", "01-07 12:00"),
        ("明天没货，后天给你送", "01-07 22:00"), ("今晚没空转，明天", "01-06 22:00"),
        ("明天下雨，后天送", "01-07 22:00"),
        ("今天没货，明天到货，后天给您送", "01-07 22:00"), ("换个时间，后天下午", "01-07 18:00"),
        ("不是明天，是今晚开团", None), ("明天没货吗", None), ("修改后天的接龙", None), ("今晚在忙", None),
        ("昨天没货", None), ("明天找人帮忙送", None), ("后天上午吧", None),
    ],
)  # fmt: skip
def test_b10_words_that_move_a_time(words: str, due: str | None) -> None:
    found = new_time_in(words, NOON)
    assert (f"{found:%m-%d %H:%M}" if found else None) == due


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("后天上午吧", "01-07 12:00"), ("@静静 后天哈", "01-07 22:00"), ("静静，那就后天吧", "01-07 22:00"),
        ("好的，明天给您送", "01-06 22:00"),
        ("马上哈", None), ("明天到货哈", None), ("明天后天都行", None), ("后天行吗", None), ("后天开团", None),
    ],
)  # fmt: skip
def test_words_that_say_no_more_than_a_time(words: str, due: str | None) -> None:
    found = only_time_in(words, NOON, "静静")
    assert (f"{found:%m-%d %H:%M}" if found else None) == due


async def test_words_that_correct_the_day_are_the_promises_new_time(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await promised(c, "明天一早给您补3个")
        for words in (
            "刚才说错了，是后天一早",
            "不是明天，是后天一早",
            "改后天一早哈",
            "说错了，后天一早给您送",
            "后天一早吧",
        ):
            await c.private("团长", f"回 1 {words}")
            asked = [said for said in c.all_to("团长") if "承诺" in said]
            assert [said.split("\n")[0] for said in asked] == ["承诺 1（售后单 1 · 静静）改到后天 10:00 前，对吗？"], (
                words
            )
            c.skip()
        for words in ("明天哈", "马上就好哈", "别急，明天一早", "后天要开团，有点忙"):
            await c.private("团长", f"回 1 {words}")
            assert not [said for said in c.all_to("团长") if "承诺" in said], words
            c.skip()
        assert due_there(await the_promise(c)) == "01-06 10:00", "nothing changes before a person says so"


async def test_of_two_promises_the_day_that_is_not_kept_tells_which(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.complain("静静", "鸡蛋坏了3个")
        await c.group("团长", "@静静 今晚退你8块，明天补3个", mentions=("静静",))
        await c.private("团长", "诺 1 都对")
        c.skip()
        await c.group("团长", "@静静 后天哈，明天没货", mentions=("静静",))
        assert [said.split("\n")[0] for said in c.all_to("团长")] == [
            "承诺 2（售后单 1 · 静静）改到后天 22:00 前，对吗？"
        ]
        c.skip()
        await c.group("团长", "@静静 改后天哈", mentions=("静静",))
        assert {said[:4] for said in c.all_to("团长")} == {"承诺 1", "承诺 2"}, "each is asked about"
        c.skip()


# --- B6: words that wait for the morning ---


async def held(c: Conversation, words: str) -> str:
    """What she reads in the morning of words that a leader left at 22:40."""
    await c.group("静静", "鸡蛋坏了3个")
    await c.wait(10)
    c.skip()
    c.clock.at = LATE_EVENING
    await c.private("团长", words)
    assert c.all_to("静静") == []
    c.skip()
    await c.wait(hours=9, minutes=30)
    said = c.to("静静")
    assert f"{said.at.astimezone(ZONE):%H:%M}" == "08:00"
    c.skip()
    return said


@pytest.mark.parametrize("command", ["回", "结"])
async def test_b6_words_held_over_night_say_when_they_were_left(database_url: str, command: str) -> None:
    async with Conversation.on(database_url) as c:
        said = await held(c, f"{command} 1 明天早上给您补3个")
        assert said.startswith("团长昨晚 22:38 留的话：")
        assert "明天早上给您补3个" in said
        assert due_there((await c.read(lambda conn: promises.of_case(conn, 1)))[0]) == "01-06 10:00"


async def test_b6_words_left_in_the_small_hours_say_so_in_the_morning(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", "鸡蛋坏了3个")
        await c.wait(10)
        c.clock.at = datetime(2026, 1, 6, 0, 30, tzinfo=ZONE)
        await c.private("团长", "回 1 忙到现在，明早给您补3个")
        c.skip()
        await c.wait(hours=8)
        assert c.all_to("静静") == ["团长夜里 00:30 留的话：忙到现在，明早给您补3个"]
        c.skip()


async def test_b10_tomorrow_said_in_the_small_hours_names_its_date(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", "鸡蛋坏了3个")
        await c.wait(10)
        c.skip()
        c.clock.at = datetime(2026, 1, 6, 0, 30, tzinfo=ZONE)
        await c.group("团长", "@静静 对不起，明早给您补3个")
        await c.wait(10)
        (question,) = [said for said in c.all_to("团长") if "承诺 1" in said]
        assert "夜里说的“明天”怕记岔：这儿记的是1月7日。要是指1月6日，回：诺 1 改 1月6日10:00" in question
        await c.private("团长", "诺 1 改 1月6日10:00")
        assert due_there((await c.read(lambda conn: promises.of_case(conn, 1)))[0]) == "01-06 10:00"
        c.skip()


async def test_b6_words_that_mean_the_same_in_the_morning_stay_as_they_are(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        assert await held(c, "回 1 静静您好，1月8日给您补3个") == "静静您好，1月8日给您补3个"


async def test_b6_what_goes_out_the_same_night_stays_as_it_is(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await c.group("静静", "鸡蛋坏了3个")
        await c.wait(10)
        c.clock.at = LATE_EVENING
        await c.private("团长", "回 1 明天早上给您补3个")
        c.skip()
        await c.private("团长", "发 1")
        assert c.to("静静") == "明天早上给您补3个"
        c.skip()


@pytest.mark.parametrize(
    ("words", "other"),
    [
        ("明天早上给您补3个", True), ("今晚退", True), ("昨天退了", True), ("马上退您", True), ("周五送到", False),
        ("1月8日送", False), ("到货那天给您", False), ("给您补3个", False), ("", False),
    ],
)  # fmt: skip
def test_b6_words_that_mean_another_time_tomorrow(words: str, other: bool) -> None:
    left = datetime(2026, 1, 5, 22, 40, tzinfo=ZONE)
    assert names_other_times(words, left, left + timedelta(hours=9, minutes=20)) is other


async def _to_two(c: Conversation, *said: str) -> list[str]:
    """Two are promised a box of strawberries tomorrow, a third has bad eggs; what is asked after the leader's words."""
    for who, words in (("静静", "草莓烂了一半"), ("王姐", "草莓也烂了"), ("李哥", "鸡蛋坏了3个")):
        await c.complain(who, words)
    await c.wait(minutes=20)
    for text in ("草莓烂的每家补一盒，明天下午", "诺 1 都对", *said):
        c.skip()
        await (c.private("团长", text) if text.startswith("诺") else c.group("团长", text))
    return [said for said in c.all_to("团长") if "承诺" in said]


@pytest.mark.parametrize(
    "text",
    [
        "不好意思各位，草莓明天到不了，改后天下午拿",
        "草莓补的那盒改到后天下午了",
        "各位抱歉，改到后天下午",
        "不好意思大家，明天来不及了，后天下午给大家补",
        "草莓要晚一天，明天送不了，后天下午送",
        "各位，补的草莓推迟到后天下午",
        "草莓烂的几位，补的那盒改到后天下午",
    ],
)
async def test_b10_a_new_time_told_to_several_is_one_question(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        (question,) = await _to_two(c, text)
        assert "这 2 个承诺改到后天 18:00 前，对吗" in question
        assert text in question
        await c.private("团长", "诺 2 改 1月7日18:00")
        made = await c.read(lambda conn: [p for n in (1, 2, 3) for p in promises.of_case(conn, n)])
        assert [(p.member_name, p.due_at.day if p.due_at else None) for p in made] == [("静静", 6), ("王姐", 7)]
        c.skip()


async def test_b10_a_new_time_is_that_of_the_deed_it_is_said_of(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        said = ("草莓烂的每家再退5块，今晚转", "诺 3 都对", "不好意思各位，草莓明天到不了，改后天下午拿")
        (question,) = await _to_two(c, *said)
        assert "补一盒" in question
        assert "退款" not in question
        c.skip()


@pytest.mark.parametrize(
    "text",
    [
        "鸡蛋明天到不了，改到后天下午",
        "草莓开团改到后天了",
        "下一团截单改到后天下午",
        "草莓会不会改到后天？",
        "草莓后天下午到货",
    ],
)
async def test_b10_another_matter_moves_nothing(database_url: str, text: str) -> None:
    async with Conversation.on(database_url) as c:
        assert await _to_two(c, text) == []
        c.skip()


async def test_b10_a_new_time_for_one_of_several_is_asked_about_alone(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        (question,) = await _to_two(c, "静静，你的改到后天下午")
        assert "承诺 1（售后单 1 · 静静）改到后天 18:00 前" in question
        c.skip()
