from __future__ import annotations

import pytest

from bot.detection import goods
from bot.detection.goods import find_goods, goods_key, same_goods


def test_the_lexicon_is_large() -> None:
    assert len([name for name in goods._NAME_OF.values() if name]) >= 400


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("你们这莓一半是烂的", ("草莓",)),
        ("红颜草莓到了吗", ("草莓",)),
        ("樱桃和鸡蛋", ("车厘子", "鸡蛋")),
        ("車釐子爛了", ("车厘子",)),
        ("我的纸呢", ("抽纸",)),
        ("草莓味酸奶过期了", ("酸奶",)),
        ("臭豆腐2盒", ("臭豆腐",)),
        ("加油，里面有报纸", ()),
        ("鱼不新鲜，番茄也烂", ("番茄", "鱼")),
        ("", ()),
    ],
)
def test_find_goods(text: str, names: tuple[str, ...]) -> None:
    assert find_goods(text) == names


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("红颜草莓", "草莓", True),
        ("鸡蛋", "土鸡蛋", True),
        ("樱桃", "车厘子", True),
        ("草莓 2盒", "草莓", True),
        ("牛奶", "酸奶", False),
        ("草莓", "草莓味酸奶", False),
        ("纸巾", "抽纸", True),
        ("沂蒙山小白罐", "沂蒙山小白罐3瓶", True),
        ("", "草莓", False),
    ],
)
def test_same_goods(a: str, b: str, same: bool) -> None:
    assert same_goods(a, b) is same
    assert same_goods(b, a) is same


def test_goods_key_is_the_head_noun() -> None:
    assert goods_key("牛奶草莓") == "草莓"
    assert goods_key("丹东草莓 3斤装") == "草莓"
    assert goods_key("神秘好物2份") == "神秘好物"
