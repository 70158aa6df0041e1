"""To whom the parts of one message are said."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.called import REST
from bot.domain.said_to import excepted, only_calls, others_left_out, parts_of, said_to, says_likewise

NAMES = {"j": "静静", "w": "🌸王姐12-3", "m": "静静妈妈"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@静静 退你8块，@王姐 补你一箱", [("j", "退你8块"), ("w", "补你一箱")]),
        ("静静退8块，王姐补一箱，都是明天", [("j", "退8块，都是明天"), ("w", "补一箱，都是明天")]),
        ("静静：退8元；王姐：补一箱", [("j", "：退8元"), ("w", "：补一箱")]),
        ("@静静妈妈 退8块 @静静 退5块", [("m", "退8块"), ("j", "退5块")]),
        ("明天给静静退8块，给王姐补一箱", [("j", "明天给您退8块"), ("w", "给您补一箱")]),
        ("静静退8块，李姐补一箱", [("j", "退8块")]),
        ("静静退8块，王姐补一箱，都给您换新的", [("j", "退8块"), ("w", "补一箱，都给您换新的")]),
    ],
)
def test_each_hears_what_follows_their_name(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(p.to[0], p.read) for p in parts_of(text, NAMES)] == expected


def test_the_words_of_a_part_are_those_of_the_message() -> None:
    assert [p.words for p in parts_of("静静退8块，王姐补一箱", NAMES)] == ["静静退8块", "王姐补一箱"]


@pytest.mark.parametrize(
    "text", ["王姐静静你们俩的明天都退", "@静静 @王姐 明天退", "静静和王姐，明天退", "明天退 @静静、@王姐"]
)
def test_those_named_in_one_breath_hear_the_same(text: str) -> None:
    (part,) = parts_of(text, NAMES)
    assert set(part.to) == {"j", "w"}


@pytest.mark.parametrize(
    "text",
    [
        "王姐，今天退你8元",
        "明天给你补一份",
        "静静，王姐说你那盒也烂了，明天退你8块",
        "@静静 王姐帮你拿着，明天退你8块",
        "@静静 谢谢姐，明天退你8块",
        "静静，我妈明天给你送来",
    ],
)
def test_a_message_to_one_has_no_parts(text: str) -> None:
    assert parts_of(text, NAMES) == ()


@pytest.mark.parametrize(
    "text", ["退你8块@静静，补你一箱@王姐", "静静退5块，王姐补一箱，都退8块", "@静静 王姐那份我补，明天退你8块"]
)
def test_what_cannot_be_told_apart_is_not_sure(text: str) -> None:
    assert [p.sure for p in parts_of(text, NAMES)] == [False]


@given(st.text(alphabet="@静王姐妈退补8块，。 都你给和", max_size=40))
def test_no_part_says_what_the_message_does_not(text: str) -> None:
    for part in parts_of(text, NAMES):
        assert set(part.words) <= set(text) | {"，"}
        assert set(part.read) <= set(text) | {"，", "您"}
        assert len(set(part.to)) == len(part.to)
    assert set(others_left_out(text, "j", NAMES)) <= set(text)


OWNERS = {"草莓": ("j",), "鸡蛋": ("w",)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("静静我今晚退8块", [("j", "我今晚退8块")]),
        ("8块我今晚退给静静", [("j", "8块我今晚退给您")]),
        ("今晚退静静8块", [("j", "今晚退您8块")]),
        ("静静今晚退你8块，跟王姐没关系", [("j", "今晚退你8块，")]),
        ("草莓的退8块，鸡蛋的补3个", [("j", "草莓的退8块"), ("w", "鸡蛋的补3个")]),
        ("@静静 退8块 @王姐 你也一样", [("j", "退8块"), ("w", "退8块")]),
        ("明天：静静退8块，王姐补3个", [("j", "明天退8块"), ("w", "明天补3个")]),
    ],
)
def test_whom_the_words_are_said_to(text: str, expected: list[tuple[str, str]]) -> None:
    parts = said_to(text, NAMES, OWNERS)
    assert parts is not None
    assert [(p.to[0], p.read.strip()) for p in parts] == expected


@pytest.mark.parametrize("text", ["跟静静一样，今晚退你8块", "刘姐，今晚退你8块", "静静那边我问过了，今晚退你8块"])
def test_who_is_told_about_is_not_spoken_to(text: str) -> None:
    assert said_to(text, NAMES, OWNERS) == ()


@pytest.mark.parametrize("text", ["今晚退你8块", "明天给你补点草莓", "@所有人 今晚都退"])
def test_words_that_call_nobody(text: str) -> None:
    assert said_to(text, NAMES, {w: ids for w, ids in OWNERS.items() if w in text}) is None


def test_words_that_do_no_more_than_call() -> None:
    assert only_calls("@静静", NAMES)
    assert only_calls("静静 在吗", NAMES)
    assert not only_calls("@静静 今晚退你8块", NAMES)
    assert not only_calls("在吗", NAMES)
    assert says_likewise("@王姐 你的也是", NAMES)
    assert not says_likewise("@王姐 你的也是明天退", NAMES)


def test_who_is_left_out() -> None:
    assert excepted("每家退8块，静静除外她要补发", NAMES) == ("每家退8块，", {"j"})
    assert excepted("每家退8块，静静收一下", NAMES) == ("每家退8块，静静收一下", set())


@given(st.text(alphabet="@静王姐妈退补8块，。\n 都你给和草莓鸡蛋的1号我也一样", max_size=40))
def test_nothing_is_said_to_who_does_not_stand_in_the_words(text: str) -> None:
    """Whoever is promised something is named, or their goods are."""
    for part in said_to(text, NAMES, {w: ids for w, ids in OWNERS.items() if w in text}) or ():
        for member_id in part.to:
            names = {"j": ("静", "草莓"), "w": ("王姐", "鸡蛋", "王"), "m": ("静静妈", "静")}[member_id]
            assert any(name in text for name in names)


@pytest.mark.parametrize(
    "after",
    [
        "别急，我今晚", "放心，今晚", "消消气，今晚", "辛苦了，今晚", "谢谢你理解，今晚", "收到，今晚",
        "好的，今晚", "看到了，今晚",
        "真不好意思，今晚", "实在抱歉，今晚", "没问题，今晚", "是这样，今晚", "刚才忙，今晚", "在吗，今晚",
        "啊今晚", "宝贝今晚",
        "妹妹别气，今晚", "让您久等了，今晚", "这事怪我，今晚", "知道了，今晚", "委屈你了，今晚", "说得对，今晚",
    ],
)  # fmt: skip
def test_a_kindness_behind_a_name_is_said_to_its_owner(after: str) -> None:
    for name, member_id in (("静静", "j"), ("王姐", "w")):
        parts = said_to(f"{name}{after}退你8块", NAMES)
        assert parts
        assert [(p.to, p.sure) for p in parts] == [((member_id,), True)]


@pytest.mark.parametrize(
    "text",
    [
        "静静昨天也是这样，今晚退你8块", "静静说了，今晚退你8块", "静静已经退了，今晚退你8块",
        "静静来过了，今晚退你8块",
        "静静收到了退款，今晚退你8块", "静静跟我说了，今晚退你8块", "静静的快递我明天去取", "给静静说了今晚退8块",
        "我已经给静静退了，今晚退你8块", "跟静静说过了，今晚退你8块", "静静刚拿走，今晚退你8块",
    ],
)  # fmt: skip
def test_who_is_told_of_is_not_spoken_to(text: str) -> None:
    assert said_to(text, NAMES) == ()


def test_where_words_behind_a_name_tell_nothing_of_its_owner_it_is_not_sure() -> None:
    parts = said_to("静静天太热化了吧，今晚退你8块", NAMES)
    assert [(p.to, p.sure) for p in parts or ()] == [(("j",), False)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("静静、王姐都退完了，只剩静静妈妈5块今晚退", ("m", "5块今晚退")),
        ("静静的退了，还剩王姐，今晚退3块", ("w", "今晚退3块")),
        ("静静的退了，就差王姐了今晚退3块", ("w", "今晚退3块")),
        ("静静那8块退了，接下来退王姐3块，今晚", ("w", "退您3块，今晚")),
        ("静静处理好了，轮到王姐，3块今晚转", ("w", "，3块今晚转")),
        ("静静已退，下一个王姐，今晚退3块", ("w", "，今晚退3块")),
        ("王姐你帮静静带一下，我今晚退她8块", ("j", "我今晚退您8块")),
    ],
)
def test_who_is_next_is_promised_what_follows(text: str, expected: tuple[str, str]) -> None:
    *_, last = said_to(text, NAMES) or ()
    assert (last.to[0], last.read, last.sure) == (*expected, True)


@pytest.mark.parametrize("text", ["刚跟静静通了电话，今晚退8块，王姐你稍等", "王姐你等等，刚跟静静通了电话，今晚退8块"])
def test_what_may_be_anothers_is_not_sure(text: str) -> None:
    sums = [p for p in said_to(text, NAMES) or () if "8块" in p.read]
    assert sums
    assert not any(p.sure for p in sums)


def test_who_is_thanked_is_addressed_only_where_nobody_else_is() -> None:
    assert [p.to for p in said_to("谢谢王姐，静静今晚退你8块", NAMES) or ()] == [("j",)]
    assert [p.to for p in said_to("谢谢王姐，今晚退你8块", NAMES) or ()] == [("w",)]


@pytest.mark.parametrize(
    ("text", "j", "w"),
    [
        ("静静8块 王姐3块 今晚转给你们", "转您8块，今晚转给你们", "转您3块，今晚转给你们"),
        ("静静：8元\n王姐：3元\n今晚退", "退您8元，今晚退", "退您3元，今晚退"),
        ("退静静8元，王姐3元，今晚到账", "退您8元，今晚到账", "退您3元，今晚到账"),
        ("今晚退款名单：静静8元 王姐3元", "今晚退您8元", "今晚退您3元"),
        ("静静+8 王姐+3 今晚红包", "退您8，今晚红包", "退您3，今晚红包"),
        ("静静（草莓）8块、王姐（鸡蛋）3块，今晚退", "退您8块，今晚退", "退您3块，今晚退"),
        ("静静退8，王姐退3，今晚一起转", "退您8，今晚一起转", "退您3，今晚一起转"),
        ("静静退8块，王姐补一箱，今晚一起弄", "退8块，今晚一起弄", "补一箱，今晚一起弄"),
        ("静静退8块，王姐3块 明天", "退8块", "退您3块 明天"),
        ("静静退8块，王姐也是，今晚转", "退8块，今晚转", "退8块，今晚转"),
        ("静静今晚退8块，王姐同上", "今晚退8块", "今晚退8块"),
    ],
)
def test_each_of_a_list_hears_their_sum(text: str, j: str, w: str) -> None:
    assert [(p.to, p.read, p.sure) for p in said_to(text, NAMES) or ()] == [(("j",), j, True), (("w",), w, True)]


@pytest.mark.parametrize(
    "text",
    [
        "静静8块 王姐3块", "静静8块 王姐3块 都转了", "静静8块 王姐3块 已退", "静静8块 王姐3块 退了吗",
        "静静8块 王姐3块 今晚转给我",
        "静静8份 王姐3份 今晚截单",
    ],
)  # fmt: skip
def test_sums_beside_names_with_nothing_to_be_done_are_no_list(text: str) -> None:
    assert not any("退您" in p.read for p in said_to(text, NAMES) or ())


def test_a_sum_without_a_deed_beside_deeds_of_others_is_not_sure() -> None:
    parts = said_to("静静8块，王姐3块，今晚转，静静妈妈的再等等", NAMES) or ()
    assert [p.sure for p in parts] == [False]


@pytest.mark.parametrize("text", ["静静和王姐今晚各退8块", "@静静 @王姐 今晚各退8块", "静静、王姐今晚都退8块"])
def test_each_of_those_named_together_is_told_of_their_own(text: str) -> None:
    (part,) = said_to(text, NAMES) or ()
    assert (set(part.to), part.read.strip()) == ({"j", "w"}, "今晚退8块")


@pytest.mark.parametrize(
    "others", ["其他人", "其余的", "其他几家", "另外两位", "别家的", "剩下的", "其余三家", "其他草莓的", "其他邻居"]
)
def test_what_is_said_of_the_others_is_not_said_to_who_is_named(others: str) -> None:
    one, rest = said_to(f"静静退15块，{others}退8块", NAMES) or ()
    assert (one.to, one.read) == (("j",), "退15块")
    assert rest.to == (REST,)


@pytest.mark.parametrize(
    "text",
    [
        "静静退15块，另外补一盒",
        "静静退15块，另外两盒明天补",
        "静静退15块，剩下的明天补给你",
        "静静退8块，其他的我明天跟你说",
    ],
)
def test_other_goods_are_no_other_people(text: str) -> None:
    assert {i for p in said_to(text, NAMES) or () for i in p.to} == {"j"}


@pytest.mark.parametrize(
    ("names", "text", "to"),
    [
        ({"j": "静静", "m": "静静妈妈"}, "静静姐今晚退你8块", "j"),
        ({"j": "静静", "m": "静静妈妈"}, "今晚退你8块哈静静姐", "j"),
        ({"j": "静静", "m": "静静妈妈"}, "静静妹今晚退8块", "j"),
        ({"j": "静静", "m": "静静妈妈"}, "静静妈妈今晚退你8块", "m"),
        ({"j": "岁月", "m": "岁月静好"}, "岁月姐今晚退你8块", "j"),
        ({"j": "老周", "m": "岁月静好"}, "岁月姐今晚退你8块", "m"),
        ({"j": "🌸静静12-3", "m": "静静妈妈"}, "静静姐今晚退你8块", "j"),
        ({"j": "静", "m": "静静妈妈"}, "静静姐今晚退你8块", "m"),
    ],
)
def test_a_whole_name_with_a_title_is_no_short_one_of_another(names: dict[str, str], text: str, to: str) -> None:
    assert [p.to for p in said_to(text, names) or ()] == [(to,)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("宝宝" * 60, {"j": "宝宝"}),
        ("妹妹" * 60 + "今晚退你8块", {"j": "妹妹", "w": "妹妹宝宝"}),
        ("静静王姐" * 500, NAMES),
        ("静静，" + "，" * 3000, NAMES | {str(n): f"成员{n}号" for n in range(500)}),
        ("静静8块 王姐3块 " * 500 + "今晚转", NAMES),
    ],
)
def test_names_without_end_are_read_in_a_moment(text: str, names: dict[str, str]) -> None:
    began = time.process_time()
    said_to(text, names)
    others_left_out(text, "j", names)
    assert time.process_time() - began < 1


def test_a_reply_leaves_out_what_is_anothers() -> None:
    text = "明天给您补一盒，顺便把王姐的鸡蛋也带过去"
    assert others_left_out(text, "j", NAMES) == "明天给您补一盒，"
    assert others_left_out("明天补一盒，我让王姐带过去", "j", NAMES) == "明天补一盒，我让王姐带过去"
    assert others_left_out("明天跟王姐的一起给您送", "j", NAMES) == "明天跟王姐的一起给您送"


@pytest.mark.parametrize("sum_", ["8-10块", "8块左右", "8到10块", "十几块", "几块"])
def test_a_sum_that_is_not_certain_leaves_the_whole_list_open(sum_: str) -> None:
    assert [(set(p.to), p.sure) for p in said_to(f"静静{sum_}，王姐3块，今晚退", NAMES) or ()] == [({"j", "w"}, False)]


@pytest.mark.parametrize(
    "text", ["只剩王姐没收到退款，今晚查", "还剩王姐要的那盒，今晚送", "最后王姐说不用退了，今晚不转"]
)
def test_who_is_left_and_told_about_is_not_spoken_to(text: str) -> None:
    assert said_to(text, NAMES) == ()


def test_the_house_before_a_name_is_part_of_it() -> None:
    parts = said_to("1号楼静静8块，2号楼王姐3块，今晚退", NAMES) or ()
    assert [(p.to, p.read) for p in parts] == [(("j",), "退您8块，今晚退"), (("w",), "退您3块，今晚退")]


@pytest.mark.parametrize(
    "text", ["我跟静静说了，今晚退她8块", "刚给静静打过电话了，今晚给她退8块", "静静说今晚不在家，今晚退她8块"]
)
def test_what_one_is_given_of_whom_is_told_is_theirs(text: str) -> None:
    (part,) = said_to(text, NAMES) or ()
    assert (part.to, part.sure) == (("j",), True)
    assert "您" in part.read


@pytest.mark.parametrize("text", ["跟静静说了，供应商明天补她一盒", "静静说老板今晚退她8块", "跟静静说过了，她不要退"])
def test_what_others_give_her_is_not_ours(text: str) -> None:
    assert said_to(text, NAMES) == ()


@pytest.mark.parametrize("name", ["王姐夫", "静静妈", "静静舅", "静静侄女"])
def test_a_longer_name_of_which_nobody_knows_is_nobodys(name: str) -> None:
    assert said_to(f"{name}，今天退你8元", {"j": "静静", "w": "王姐"}) == ()
