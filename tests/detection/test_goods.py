from __future__ import annotations

import pytest

from bot.detection import goods
from bot.detection.goods import find_goods, goods_key, goods_sketch, same_goods


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


@pytest.mark.parametrize(
    "name",
    [
        "电热毯",
        "台灯",
        "充电宝",
        "剃须刀",
        "手套",
        "枕套",
        "红酒",
        "酸菜",
        "红豆",
        "意面",
        "打蛋器",
        "绿豆糕",
        "蒜苗",
        "木耳",
    ],
)
def test_goods_are_called_what_a_neighbour_calls_them(name: str) -> None:
    assert find_goods(f"{name}收到就是坏的") == (name,)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("电热毯", "暖宝宝"),
        ("充电宝", "钢化膜"),
        ("龙骨", "排骨"),
        ("木耳", "银耳"),
        ("垃圾桶", "垃圾袋"),
        ("帽子", "手套"),
    ],
)
def test_things_that_only_lie_on_one_shelf_are_not_the_same_goods(one: str, other: str) -> None:
    assert not same_goods(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("鱼", "带鱼"), ("饼", "烧饼"), ("莓", "草莓"), ("普洱", "茶叶"), ("杯子", "保温杯")]
)
def test_a_general_word_means_the_goods_that_were_named(one: str, other: str) -> None:
    assert same_goods(one, other)


@pytest.mark.parametrize("name", ["烘糕", "鞋垫", "海蛎子", "插线板", "雨靴"])
def test_words_learned_later_are_goods_and_stay_in_the_sketch(name: str) -> None:
    assert len(find_goods(f"{name}少了一盒")) == 1
    assert name in goods_sketch(f"{name}少了一盒")
