"""Numbers that may be sums, whoever's: what each says in all, or as it stands."""

import pytest

from bot.domain.money_words import money_at_face


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("一瓶16,全退给你", [1600]),
        ("59一瓶,明天退给你", [5900]),
        ("一个1块5,我给您发个3块的红包", [150, 300]),
        ("补你一包馓子再搭个2块红包", [200]),
        ("少一杯的钱4块2毛5,明天转你", [425]),
        ("退15啦,别挂我", [1500]),
        ("邮资38也退给你", [3800]),
        ("应退18.6不是16.8", [1860, 1680]),
        ("外加一张满20减4的券", [2000, 400]),
        ("再退你6块冰袋钱", [600]),
        ("两屉39,每屉19块5,退你19块5", [3900, 1950, 1950]),
        ("退3块一份×3", [900]),
        ("八块五退你，一毛不少", [850]),
        ("第二笔36.8退您", [3680]),
        ("周五12.8退你", [1280]),
        ("坏一包退您13块3,一共三包", [1330]),
    ],
)
def test_every_exact_number_that_may_be_money_is_named(text: str, fen: list[int]) -> None:
    assert [one.fen for one in money_at_face(text)] == fen


@pytest.mark.parametrize(
    "text",
    [
        "补你2斤,换3盒,送5个",
        "尾号0418,单号20260512",
        "18号楼3单元402室",
        "退您七十二块零五",
        "十几块,20多块,退个三五块",
        "20分钟,3天内,2小时后",
        "打八折,3%",
        "第2次",
        "退0块",
    ],
)
def test_what_counts_names_or_is_rough_is_no_sum(text: str) -> None:
    assert [one.fen for one in money_at_face(text)] == []


def test_places_that_are_something_else_are_left_out() -> None:
    text = "12点前退12"
    assert [(one.start, one.fen) for one in money_at_face(text, [(0, 4)])] == [(5, 1200)]
