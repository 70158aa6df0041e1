"""Words to one beside words to another, to everybody, or to the one whom the leader faces."""

from __future__ import annotations

import pytest

from bot.domain.said_besides import beside_all, with_its_verb
from bot.domain.said_part import EVERYBODY, Facing
from bot.domain.said_to import is_likewise, said_to, says_likewise

NAMES = {"j": "静静", "w": "王姐", "z": "老周"}
OWNERS = {"草莓": ("j",), "鸡蛋": ("w",), "牛奶": ("z",)}
QUOTED, SPOKE = Facing("j"), Facing("j", sure=False)


def said(text: str, facing: Facing | None = None) -> list[tuple[tuple[str, ...], str, bool]]:
    parts = said_to(text, NAMES, {w: ids for w, ids in OWNERS.items() if w in text}, facing) or ()
    return [(p.to, p.read.strip(" ，。"), p.sure) for p in parts]


@pytest.mark.parametrize(
    "text",
    [
        "今晚退你8块，王姐的明天", "今晚退你8块，王姐等下", "今晚退你8块，王姐别急", "今晚退你8块。王姐您的我还在问",
        "今晚退你8块，鸡蛋的明天说", "今晚退你8块 老周的牛奶我再问问", "今晚退你8块，@王姐 你的等我问问",
        "今晚退你8块，王姐、老周稍等",
    ],
)  # fmt: skip
def test_what_stands_before_a_name_is_theirs_who_are_quoted(text: str) -> None:
    (to, read, sure), *others = said(text, QUOTED)
    assert (to, read, sure) == (("j",), "今晚退你8块", True)
    assert not any("8块" in read for _, read, _ in others)


@pytest.mark.parametrize("text", ["今晚退你8块，王姐别急", "今晚退你8块，王姐稍等一下"])
def test_it_is_not_sure_of_who_only_spoke_last(text: str) -> None:
    assert [(to, sure) for to, _, sure in said(text, SPOKE)] == [(("j", "w"), False)]
    assert [(to, sure) for to, _, sure in said(text)] == [(("w",), True)], "nobody else is there"


@pytest.mark.parametrize("facing", [QUOTED, SPOKE, None])
@pytest.mark.parametrize(
    "text", ["王姐今晚退你8块", "王姐，不好意思，今晚退你8块", "鸡蛋的今晚退8块，王姐别急", "收到，王姐退你8块今晚转"]
)
def test_what_stands_behind_a_name_is_theirs(text: str, facing: Facing | None) -> None:
    assert {(to, sure) for to, read, sure in said(text, facing) if "8块" in read} == {(("w",), True)}


def test_a_name_alone_behind_a_reply_leaves_open_whose_it_is() -> None:
    assert [(to, sure) for to, _, sure in said("今晚退你8块，王姐", QUOTED)] == [(("j", "w"), False)]
    assert [(to, sure) for to, _, sure in said("今晚退你8块 @王姐", QUOTED)] == [(("w",), True)]
    assert [(to, sure) for to, _, sure in said("今晚退你8块，王姐", SPOKE)] == [(("w",), True)]


@pytest.mark.parametrize(
    ("text", "everybody", "own"),
    [
        ("每家退8块，静静退15，今晚转", "每家退8块，今晚转", "退15，今晚转"),
        ("每家退8块，今晚转，静静退15", "每家退8块，今晚转", "退15，今晚"),
        ("每家8元，静静15元，今晚退", "每家退8元，今晚退", "退您15元，今晚退"),
        ("每户8块，静静烂得多给15，今晚转给大家", "每户退8块，今晚转", "退您15块，今晚转"),
        ("每家退8块 静静退15 今晚转", "每家退8块，今晚转", "退15，今晚转"),
        ("每人退8块，静静多退2块，今晚", "每人退8块，今晚", "多退2块，今晚"),
    ],
)
def test_everybodys_beside_one_has_the_same_time(text: str, everybody: str, own: str) -> None:
    assert said(text) == [((EVERYBODY,), everybody, True), (("j",), own, True)]


@pytest.mark.parametrize(
    ("before", "own"),
    [("草莓每盒8块，", "10块，今晚截单"), ("大家久等了，", "今晚退你8块"), ("草莓8块，", "10块"), ("每家8块，", "8块")],
)
def test_prices_and_greetings_give_everybody_nothing(before: str, own: str) -> None:
    assert beside_all(before, own) is None


def test_a_verb_may_stand_apart_from_what_each_gets() -> None:
    assert with_its_verb("供应商认了，每家8块，今晚转给大家") == "供应商认了，每家退8块，今晚转给大家"
    for text in ("每家8块，今晚到货", "每人8块，转给我就行", "每家8块，今晚截单", "每家退8块，今晚转", "每家8块已转"):
        assert with_its_verb(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "静静：草莓 8元\n王姐：鸡蛋 3元\n今晚退",
        "静静-草莓-8元，王姐-鸡蛋-3元，今晚退",
        "静静草莓8块 王姐鸡蛋3块 今晚退",
        "静静 草莓2盒 8元\n王姐 鸡蛋1盒 3元\n今晚退",
        "1. 静静 草莓 8元\n2. 王姐 鸡蛋 3元\n今晚退",
        "退款名单\n静静 红富士 8元\n王姐 土鸡蛋 3元\n今晚",
    ],
)
def test_goods_between_a_name_and_a_sum_are_told_apart(text: str) -> None:
    (j, first, _), (w, second, _) = said(text)
    assert (j, w) == (("j",), ("w",))
    assert first.startswith(("退您8", "今晚退您8"))
    assert second.startswith(("退您3", "今晚退您3"))


@pytest.mark.parametrize(
    "text",
    [
        "静静 草莓2盒\n王姐 鸡蛋1盒\n今晚截单",
        "静静 草莓 8元\n王姐 鸡蛋 3元\n以上已退",
        "静静 草莓 8元\n王姐 鸡蛋 3元\n明天到货",
        "静静 草莓 8元\n王姐 鸡蛋 3元\n转给我",
    ],
)
def test_goods_and_sums_of_which_nothing_is_to_be_done_are_no_list(text: str) -> None:
    assert not any("退您" in read or "转您" in read for _, read, sure in said(text) if sure)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("静静退8块，王姐你退5块", [("j", "退8块"), ("w", "退5块")]),
        ("静静退8块，王姐你也退5块", [("j", "退8块"), ("w", "退5块")]),
        ("静静8块已退，王姐5块今晚", [("j", "8块已退"), ("w", "退您5块今晚")]),
        ("王姐，蛋明天送去，静静你的8块今晚", [("w", "蛋明天送去"), ("j", "退您8块今晚")]),
        ("静静要补，明天补一盒；王姐要退，今晚退8块", [("j", "要补，明天补一盒"), ("w", "要退，今晚退8块")]),
        ("静静不要钱要补，明天补一盒，王姐退8块", [("j", "不要钱要补，明天补一盒"), ("w", "退8块")]),
    ],
)
def test_each_of_two_is_told_their_own(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(*to, read) for to, read, _ in said(text)] == expected


def test_the_sum_of_two_may_stand_behind_the_likeness() -> None:
    assert said("老周退8块，静静王姐也是8块") == [(("z",), "退您8块", True), (("j", "w"), "退您8块", True)]


def test_another_time_for_the_same_is_asked_about() -> None:
    assert said("今晚退静静8块，王姐的明天") == [(("j",), "今晚退您8块", True), (("w",), "退您8块", False)]
    assert [sure for _, _, sure in said("今晚退静静8块，王姐的明天再说")] == [True, True]


def test_a_likeness_is_said_of_one_of_several_or_of_who_is_quoted() -> None:
    for text in ("王姐、老周也是", "@王姐 @老周 也一样", "王姐 你的也是"):
        assert says_likewise(text, NAMES), text
    for text in ("你的也一样", "同上", "你也是"):
        assert is_likewise(text)
    for text in ("也是今晚退吗", "你的也一样明天退", "一样一样的苹果", "王姐也是"):
        assert not is_likewise(text)


@pytest.mark.parametrize(
    "text",
    [
        "草莓那盒明天补，鸡蛋退3块今晚，牛奶等通知",
        "退草莓的钱，8块，鸡蛋明天补3个，牛奶我再问",
        "先退草莓的，鸡蛋的明天补，牛奶还在问",
    ],
)
def test_goods_say_whose_it_is_though_one_of_them_waits(text: str) -> None:
    assert [(to, sure) for to, _, sure in said(text)] == [(("j",), True), (("w",), True), (("z",), True)]
