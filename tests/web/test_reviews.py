"""待审: deciding, deciding many, taking it back, and what others see of it."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.domain.verdict import Verdict
from bot.storage import reviews
from handlers.learning.review_undo import WITHIN
from tests.web.desk import Browser, Desk, words

UNSURE = ("今天的菜感觉不太行呀", "这价格有点贵吧", "我的货呢")


async def asked(desk: Desk, *texts: str) -> None:
    """Messages that the detector is unsure of, each of another member."""
    for n, text in enumerate(texts):
        desk.chat.verdicts[text] = Verdict("review", 0.5, "quality", 1, ("说得含糊",))
        await desk.chat.group(f"邻居{n}", text)
        await desk.chat.wait(40)
    desk.chat.skip()


async def decided(visitor: Browser, answer: str, *numbers: int) -> str:
    page = await visitor.post("/reviews/decide", {"answer": answer, "number": list(numbers)})
    assert page.status_code == 200
    return words(page)


async def test_a_question_stands_with_its_context_picture_and_reasons(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await desk.chat.group("阿芳", "昨天的挺新鲜")
        desk.chat.verdicts[UNSURE[0]] = Verdict("review", 0.5, "quality", 1, ("说得含糊",))
        await desk.chat.group("老李", UNSURE[0], photos=1)
        await desk.chat.wait(40)
        visitor = await desk.log_in("viewer")
        page = await visitor.get("/reviews")
        for part in ("老李", "阳光里 3 群", "昨天的挺新鲜", UNSURE[0], "质量", "说得含糊"):
            assert part in words(page), part
        picture = page.text.split('src="/pictures/')[1].split('"')[0]
        shown = await visitor.get(f"/pictures/{picture}")
        assert shown.headers["content-type"] in ("image/png", "image/jpeg")
        assert shown.headers["x-content-type-options"] == "nosniff"
        assert shown.content


async def test_no_is_kept_and_can_be_taken_back(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await asked(desk, UNSURE[0])
        visitor = await desk.log_in("admin")
        said = await decided(visitor, "no", 1)
        assert "R1" in said
        assert "撤销" in said
        assert len(await desk.chat.read(reviews.all_corrections)) == 1
        back = await visitor.post("/reviews/undo", {"number": [1]})
        assert UNSURE[0] in words(back)
        assert await desk.chat.read(reviews.all_corrections) == [], "nothing wrong is learned"
        assert await desk.audit() == [("review_no", "review:1"), ("review_undone", "review:1")]


async def test_yes_opens_a_case_and_taking_it_back_ends_it(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await asked(desk, UNSURE[0])
        visitor = await desk.log_in("admin")
        await decided(visitor, "yes", 1)
        await desk.chat.wait(1)
        assert [c.member_name for c in await desk.chat.cases()] == ["邻居0"]
        await visitor.post("/reviews/undo", {"number": [1]})
        await desk.chat.wait(1)
        assert (await desk.chat.case(1)).closed_by == "undo"
        assert await desk.chat.read(reviews.all_corrections) == []
        await decided(visitor, "yes", 1)
        assert [c.is_open for c in await desk.chat.cases()] == [False, True]


async def test_what_was_worked_on_is_not_taken_back(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await asked(desk, UNSURE[0])
        visitor = await desk.log_in("admin")
        await decided(visitor, "yes", 1)
        await desk.chat.wait(5)
        await visitor.post("/cases/1/reply", {"text": "您好，我这就去问。", "key": "a"})
        answer = words(await visitor.post("/reviews/undo", {"number": [1]}))
        assert "撤不回" in answer
        assert (await desk.chat.case(1)).is_open


async def test_after_ten_minutes_it_stays(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await asked(desk, UNSURE[0])
        visitor = await desk.log_in("admin")
        await decided(visitor, "no", 1)
        desk.chat.clock.at += WITHIN + timedelta(seconds=1)
        assert "撤不回" in words(await visitor.post("/reviews/undo", {"number": [1]}))


async def test_several_are_decided_at_once(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await asked(desk, *UNSURE)
        visitor = await desk.log_in("admin")
        page = await visitor.post("/reviews/decide", {"answer": "no", "number": [1, 3]})
        assert "2 条都记下了" in page.text
        assert re.findall(r'id="review-(\d)"', page.text) == ["2"]


async def test_the_second_to_decide_hears_so_and_changes_nothing(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await asked(desk, UNSURE[0])
        one, other = await desk.log_in("admin"), await desk.log_in("owner")
        await decided(one, "no", 1)
        assert "别人刚刚看过了" in await decided(other, "yes", 1)
        assert await desk.chat.cases() == []


async def test_who_sees_another_group_sees_and_decides_nothing_here(database_url: str) -> None:
    async with Desk.on(database_url, others={"刘姐": "刘姐"}) as desk:
        await asked(desk, UNSURE[0])
        elsewhere = await desk.log_in("leader", only=["刘姐的群"])
        assert UNSURE[0] not in words(await elsewhere.get("/reviews"))
        assert "别人刚刚看过了" in await decided(elsewhere, "no", 1)
        found = await desk.chat.read(lambda conn: reviews.get(conn, 1))
        assert found is not None
        assert found.answer is None


async def test_a_viewer_gets_no_buttons(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        await asked(desk, UNSURE[0])
        assert 'name="answer"' not in (await (await desk.log_in("viewer")).get("/reviews")).text
        assert 'name="answer"' in (await (await desk.log_in("admin")).get("/reviews")).text


async def test_what_a_member_writes_is_text(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        nasty = "<img src=x onerror=alert(1)>{{ 7*7 }} 不太行"
        desk.chat.verdicts[nasty] = Verdict("review", 0.5, "quality", 1, ("<b>",))
        await desk.chat.group("<script>坏人</script>", nasty)
        await desk.chat.wait(40)
        page = (await (await desk.log_in("owner")).get("/reviews")).text
        assert "<img src=x" not in page
        assert "<script>坏人" not in page
        assert "&lt;img src=x" in page
        assert "{{ 7*7 }}" in page
