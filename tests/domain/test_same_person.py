"""C25: who says to speak for a member."""

from __future__ import annotations

import pytest

from bot.domain.same_person import is_spouse_of, may_have_written, says_who

NAMES = ["静静", "王姐"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("我是静静老公，草莓还退不退了", 0), ("静静是我老婆，草莓都烂了", 0), ("我替我妈王姐说一句，什么时候退", 1),
        ("我们家是静静订的，草莓烂了", 0), ("这是我帮我妈王姐问的", 1), ("我家这单是静静下的单，草莓烂了", 0),
        ("我老婆静静订的草莓烂了", 0), ("我家静静买的草莓坏了", 0), ("我妈王姐的鸡蛋碎了", 1),
        ("帮楼上王姐问一下，她的牛奶坏了", 1), ("替对门的王姐说一声，草莓烂了", 1), ("我家王姐说鸡蛋碎了", 1),
    ],
)  # fmt: skip
def test_c25_who_speaks_for_whom(text: str, who: int) -> None:
    assert may_have_written(text)
    assert says_who(text, NAMES) == who


@pytest.mark.parametrize(
    "text",
    [
        "静静是我邻居，草莓都烂了",
        "我是静静楼上的，草莓也烂了",
        "静静订的也烂了",
        "静静是我闺蜜，她的退了",
        "我跟静静订的一样，都烂了",
        "我家和静静家的都烂了",
        "帮静静带的草莓烂了",
    ],
)
def test_c25_a_neighbour_speaks_for_nobody(text: str) -> None:
    assert says_who(text, NAMES) is None


def test_c25_a_display_name_may_say_it() -> None:
    assert is_spouse_of("静静老公", NAMES) == 0
    assert is_spouse_of("静静妈妈", NAMES) is None, "mostly a child's name"
    assert is_spouse_of("老公", NAMES) is None
