"""C1: a child, a friend or a room that only the words beside it give away is hidden; what merely begins so stays."""

from __future__ import annotations

import pytest

from bot.domain.redaction import Redactor


def shown(text: str, member: str = "王丽") -> str:
    return Redactor(member).redact(text).text


@pytest.mark.parametrize(
    ("text", "leak"),
    [
        ("我儿子王子轩吃了拉肚子", "子轩"), ("孩子叫子轩，过敏", "子轩"), ("女儿叫糖糖，才三岁", "糖糖"),
        ("我闺蜜晓燕也买了", "晓燕"), ("我闺蜜思雨家那份没坏", "思雨"), ("同学梦琪说没坏", "梦琪"),
        ("表妹佳怡订的那份", "佳怡"),
        ("我姓王", "王"), ("我婆婆姓刘", "刘"), ("我是接龙12号李", "李"), ("陈老师也买了", "陈老师"),
        ("我老公姓陈，陈先生取的", "姓陈"), ("我老公姓陈，陈先生取的", "陈先"), ("楼下赵医生帮我看的", "赵医生"),
        ("放我家门口鞋柜上，602", "602"), ("放门口就行 1103", "1103"), ("我家翠湖天地12号", "翠湖"),
        ("我家翠湖天地12号", "12号"), ("生日1990年1月1日", "1990"), ("孩子生日是3月8号", "3月8号"),
        ("快递柜A03格口", "A03"), ("座机8877转605", "8877"), ("座机8877转605", "605"), ("打136-0000-\n1111", "1111"),
        ("护照E12345678", "E12345678"), ("Wang Li", "Li"), ("寄给 Zhang Wei 的", "Wei"), ("W丽", "丽"),
        ("王*丽", "丽"), ("就是王某丽", "丽"),
    ],
)  # fmt: skip
def test_what_the_words_around_give_away_is_hidden(text: str, leak: str) -> None:
    once = shown(text)
    assert leak not in once
    assert shown(once) == once


_STAY = (
    "孩子叫我买的 女儿叫饿了 同学家长推荐的 同事安利的 任何老师都行 老百姓安心吃 "
    "我家草莓12号还没到 我家鸡蛋12号 接龙18号 一张老师的照片 儿子周六来拿 您贵姓 放门口35元那箱 "
    "门口堆了602箱 表妹可爱 今年1990元的套餐 格子裙 座机没人接 孩子叫好吃 老公叫外卖了 "
    "朋友叫我来的 同学会用的 快递师傅送的 老师订的 三个同学一起拼的"
)
STAY = _STAY.split()


def test_what_only_begins_so_stays() -> None:
    assert [text for text in STAY if shown(text, "静静") != text] == []


def test_the_title_goes_whole_with_its_surname() -> None:
    assert shown("陈先生取的", "静静") == "陈**取的"
    assert shown("18栋门口保安收的", "静静") == "[地址]门口保安收的"
    assert shown("护照E12345678", "静静") == "护照[证件号]"
