"""The same words mean different things after different talk."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.detection import DetectionSettings, detect
from bot.domain.verdict import Burst, BurstMessage, Earlier, OpenCase, Situation
from tests.detection.talk import judged, leader, neighbour, self_before

ROTTEN = neighbour("草莓下面一层全烂了", True, "damaged", "草莓")
ME_TOO = ["我的也是", "+1", "俺也一样", "我家也是", "me too", "同", "同上"]


@pytest.mark.parametrize("text", ME_TOO)
def test_joining_a_neighbours_complaint_takes_over_category_and_goods(text: str) -> None:
    verdict = judged(text, after=(leader("草莓到了"), ROTTEN))
    assert (verdict.decision, verdict.category, verdict.goods) == ("complaint", "damaged", ("草莓",))


@pytest.mark.parametrize("text", ME_TOO)
@pytest.mark.parametrize(
    "before",
    [
        neighbour("拼多多买的草莓一半是烂的"),
        neighbour("这草莓也太甜了，好吃"),
        neighbour("3-201 草莓2盒"),
        neighbour("天天加班，烦死了"),
    ],
)
def test_joining_anything_else_is_no_complaint(text: str, before: Earlier) -> None:
    assert judged(text, after=(before,)).decision == "none"


@pytest.mark.parametrize("text", ["那个红的烂了", "红的那个也坏了", "我那盒红的也烂了"])
def test_goods_pointed_at_by_their_colour_are_those_of_the_complaint(text: str) -> None:
    verdict = judged(text, after=(leader("草莓到了"), ROTTEN))
    assert (verdict.decision, verdict.category, verdict.goods) == ("complaint", "damaged", ("草莓",))


@pytest.mark.parametrize("text", ["我上次也碎过", "我也遇到过", "我家上回也漏过", "我以前也漏过"])
def test_what_befell_somebody_another_time_joins_nothing(text: str) -> None:
    assert judged(text, after=(leader("草莓到了"), ROTTEN)).decision == "none"
    assert judged("我上次也烂了，这次又烂了一半", after=(leader("草莓到了"), ROTTEN)).decision == "complaint"


@pytest.mark.parametrize("before", ["我想订两箱苹果", "苹果再来两箱", "想买点苹果"])
def test_joining_a_wish_to_buy_joins_no_complaint_before_it(before: str) -> None:
    assert judged("我也是", after=(ROTTEN, neighbour(before, False))).decision == "none"


@pytest.mark.parametrize("text", ["我也是", "+1", "我的也是"])
def test_joining_a_complaint_about_other_goods_than_ones_own_is_at_most_asked_about(text: str) -> None:
    eggs = neighbour("我的鸡蛋碎了3个", True, "damaged", "鸡蛋")
    own = self_before("草莓烂了一半", True, "damaged", "草莓")
    verdict = judged(text, after=(own, eggs))
    assert verdict.decision != "complaint"
    assert verdict.goods == ("鸡蛋",)
    assert judged(text, after=(own, ROTTEN)).goods == ("草莓",)
    assert judged(text, after=(eggs,)).decision == "complaint"


def test_joining_nothing_is_no_complaint() -> None:
    assert judged("我的也是").decision == "none"


def test_an_order_line_between_makes_plus_one_an_order() -> None:
    after = (ROTTEN, leader("今日接龙：馒头12元10个"), neighbour("馒头 2份"))
    assert judged("+1", after=after).decision == "none"


def test_plus_one_that_names_other_goods_is_an_order() -> None:
    assert judged("馒头+1", after=(ROTTEN,)).decision == "none"


@pytest.mark.parametrize("text", ["+1 两箱", "一斤+1", "+1", "+1 三斤"])
def test_plus_one_with_an_amount_joins_a_complaint_or_a_sign_up_chain(text: str) -> None:
    chain = (ROTTEN, leader("接龙：车厘子 59 一箱"), neighbour("车厘子+1"), neighbour("+1"))
    assert judged(text, after=chain).decision == "none"
    assert judged(text, after=(leader("草莓到了"), ROTTEN)).decision == "complaint"


@pytest.mark.parametrize("text", ["纸+1", "花卷 +1"])
def test_plus_one_that_names_what_the_complaint_does_not_is_an_order(text: str) -> None:
    assert judged(text, after=(leader("草莓到了"), ROTTEN)).decision == "none"


def test_me_neither_passes_over_a_neighbour_whose_bag_was_complete() -> None:
    after = (neighbour("我袋子里没有毛巾", True, "missing", "毛巾"), neighbour("我的有呀", False))
    verdict = judged("我也没有", after=after)
    assert (verdict.decision, verdict.category) == ("complaint", "missing")


def test_a_reply_joins_what_it_quotes() -> None:
    after = (neighbour("馒头真好吃", False),)
    quoting = BurstMessage("我的也是", quoted_text="草莓全烂了", quoted_role="member", quoted_is_complaint=True)
    verdict = detect(Burst((quoting,)), Situation(after))
    assert (verdict.decision, verdict.goods) == ("complaint", ("草莓",))


@pytest.mark.parametrize(
    "text",
    ["我的没问题", "我家好好的", "我的都挺好呀", "我的也没漏 抽得实实的", "我的也没烂", "我的也是今早拿的，没得事"],
)
def test_fine_here_is_no_complaint(text: str) -> None:
    assert judged(text, after=(ROTTEN,)).decision == "none"


@pytest.mark.parametrize("text", ["我的也在边上拿的，切开看了好着呢", "我也看了一下 没味道的 好着"])
def test_what_ends_with_fine_is_never_answered_as_a_complaint(text: str) -> None:
    assert judged(text, after=(ROTTEN,)).decision != "complaint"


@pytest.mark.parametrize("text", ["我的也没收到", "我的也没烂，就是酸", "我的也没坏，但是酸得很"])
def test_fine_in_one_thing_and_not_in_another_is_still_heard(text: str) -> None:
    assert judged(text, after=(ROTTEN,)).decision == "complaint"


def test_so_many_for_me_too_is_an_order_where_the_talk_has_gone_on() -> None:
    after = (ROTTEN, leader("有五瓶"), neighbour("给我一瓶", False))
    assert judged("我也一瓶", after=after).decision == "none"
    assert judged("我也一盒", after=(neighbour("草莓少了一盒", True, "missing", "草莓"),)).decision == "complaint"


SHORT = neighbour("我数来数去是九把", True, "missing", "挂面")
CLOSED = neighbour("自提点门锁了 灯都灭了", True, "service")


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("我看看……我也是九把", SHORT),
        ("睡了个午觉。我这份同郑姨。", SHORT),
        ("完了我下锅了才看 少一把+1", SHORT),
        ("没有+1", SHORT),
        ("我这把也散架了，第二天就散", neighbour("伞一开，骨架断了两根", True, "quality", "雨伞")),
        ("我刚到 一样 干瞪眼", CLOSED),
    ],
)
def test_joining_at_the_end_of_the_words_is_heard(text: str, before: Earlier) -> None:
    assert judged(text, after=(leader("都到了"), before)).decision == "complaint"


@pytest.mark.parametrize(
    "text", ["哈哈，我也不知道", "香蕉两斤+1", "那个，我也想要一把", "刚看了，我也觉得挺好", "8栋+1"]
)
def test_other_words_with_also_and_one_more_join_nothing(text: str) -> None:
    assert judged(text, after=(leader("都到了"), SHORT)).decision != "complaint"


@pytest.mark.parametrize("text", ["我的草莓底下全坏了", "我家的草莓有好几个烂的"])
def test_a_fault_of_ones_own_of_the_goods_that_a_neighbour_complained_about_is_heard(text: str) -> None:
    assert judged(text, after=(leader("都到了"), ROTTEN)).decision == "complaint"


@pytest.mark.parametrize(
    "text",
    ["我的草莓没坏", "我的草莓没压，又大又红", "我家草莓剁碎了做酱", "我的草莓会不会坏", "我在超市买的草莓也是烂的"],
)
def test_other_words_about_the_goods_that_a_neighbour_complained_about_are_no_complaint(text: str) -> None:
    assert judged(text, after=(leader("都到了"), ROTTEN)).decision != "complaint"


def test_so_many_as_the_neighbour_had_is_joining_also_after_other_talk() -> None:
    after = (
        SHORT,
        neighbour("你数数沙发底下，哈哈", False),
        replace(self_before("我还没老糊涂"), same_member=False, of_case=True),
    )
    assert judged("俺家也九把", after=after).decision == "complaint"


def test_joining_passes_over_what_the_neighbour_says_further_and_what_the_leader_answers() -> None:
    after = (
        neighbour("虾尾摸着是软的", True, "quality", "虾"),
        replace(neighbour("袋子里一包水", False), of_case=True),
        leader("大爷对不住，车在高速上抛锚了"),
    )
    verdict = judged("同款泡澡虾", after=after)
    assert (verdict.decision, verdict.goods) == ("complaint", ("虾",))


def test_a_burst_is_judged_together_and_says_where_the_fault_is_named() -> None:
    verdict = judged("我说", "你们这草莓", "一半是烂的")
    assert (verdict.decision, verdict.category, verdict.named_by) == ("complaint", "damaged", 2)
    assert verdict.goods == ("草莓",)


@pytest.mark.parametrize("text", ["怎么吃", "我妈还等着做蛋糕"])
def test_a_fragment_after_ones_own_complaint_belongs_to_it(text: str) -> None:
    verdict = judged(text, after=(self_before("草莓一半是烂的", True, "damaged", "草莓"),))
    assert verdict.follow_up
    assert verdict.goods == ("草莓",)
    assert verdict.category == "damaged"


def test_an_open_case_makes_more_words_a_follow_up() -> None:
    verdict = judged("每次都这样，气人", cases=(OpenCase(3, "late", "大米"),))
    assert verdict.decision != "none"
    assert (verdict.category, verdict.follow_up) == ("late", True)


def test_a_fault_of_other_goods_is_a_new_problem() -> None:
    verdict = judged("鸡蛋也碎了五个", cases=(OpenCase(3, "late", "大米"),))
    assert (verdict.decision, verdict.category, verdict.follow_up) == ("complaint", "damaged", False)
    assert verdict.goods == ("鸡蛋",)


@pytest.mark.parametrize("text", ["行吧", "好的", "谢谢", "3-901", "没拍", "好，等你"])
def test_calm_answers_in_an_open_case_are_no_complaint(text: str) -> None:
    assert judged(text, cases=(OpenCase(3, "late", "大米"),)).decision == "none"


@pytest.mark.parametrize("text", ["？", "这……", "咋回事"])
def test_a_picture_with_a_question_mark_after_arrival(text: str) -> None:
    assert judged(text, after=(leader("草莓到货了，来拿"),), image=True).decision == "complaint"


def test_a_bare_picture_is_at_most_for_review() -> None:
    assert judged("", after=(leader("草莓到货了，来拿"),), image=True).decision == "review"
    assert judged("", image=True).decision == "none"


def test_a_first_question_is_none_and_a_passed_promise_is_late() -> None:
    after = (leader("东北米今天上午到"),)
    assert judged("团长，米到了吗", after=after).decision == "none"
    later = (*after, self_before("米到了吗"), leader("司机说堵车，两点"))
    verdict = judged("两点也过了呀", after=later)
    assert (verdict.decision, verdict.category) == ("complaint", "late")


def test_a_reaction_to_being_waved_off() -> None:
    after = (self_before("苹果碰伤好几个", True, "damaged", "苹果"), leader("运输途中磕碰都是正常的哈"))
    assert judged("呵呵", after=after).decision == "review"


@pytest.mark.parametrize(
    "text",
    [
        "我家接到娃了，在路上",
        "我还没到家，晚点拿",
        "我还没下班",
        "放门口了吗",
        "少拿了一袋，我回去取",
        "我的车坏了晚点到",
    ],
)
def test_members_who_come_late_themselves(text: str) -> None:
    assert judged(text, after=(leader("草莓到了，来拿哈"),)).decision == "none"


def test_elsewhere_goes_on() -> None:
    after = (neighbour("拼多多买的车厘子一半是烂的"),)
    assert judged("客服还让我先寄回去，气死", after=after).decision == "none"


def test_earlier_messages_without_a_verdict_are_judged_on_their_own() -> None:
    verdict = judged("我的也是", after=(Earlier("葡萄烂了一半"),))
    assert (verdict.decision, verdict.category, verdict.goods) == ("complaint", "damaged", ("葡萄",))


def test_sensitivity_moves_the_thresholds() -> None:
    cautious, keen = DetectionSettings("cautious"), DetectionSettings("keen")
    assert cautious.complaint_from > DetectionSettings().complaint_from > keen.complaint_from
    assert cautious.review_from > DetectionSettings().review_from > keen.review_from
    said = Burst((BurstMessage("菜还没到吗"),))
    order = ["none", "review", "complaint"]
    decisions = [detect(said, Situation(), settings).decision for settings in (cautious, DetectionSettings(), keen)]
    assert decisions == sorted(decisions, key=order.index)


@pytest.mark.parametrize("text", ["俺家上回也碎过", "我之前也碰到过。", "我也遇到过"])
def test_another_time_is_none_even_without_a_complaint_before_it(text: str) -> None:
    assert judged(text).decision == "none"
    assert judged(text, after=(leader("草莓到了"), ROTTEN)).decision == "none"
