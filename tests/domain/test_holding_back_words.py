"""How somebody says in the group that their card shall wait, and what only sounds like it."""

from __future__ import annotations

import pytest

from bot.domain.holding_back_words import all_that_is_said, holds_back

SURE = (
    "先别发那张图", "那图先不发吧", "那张图先别发，我问下老公", "那张图等等再发", "先別發那張圖", "那張圖等等再發吧",
    "那张图缓缓", "图卡先放一放", "那张图晚点再发吧", "那张图先别放群里", "你们先别发那图", "那张图我再想想",
    "那图我考虑一下", "那个图先等等", "别急着发那张图", "暂时别发我那张图", "那图明天再说", "那张图先压一压",
    "团长，那张图 先别发哈", "@安心 先别发那张图，谢谢", "能不能先别发那张图", "那张图今天先别发行吗",
    "不好意思团长那张图先别发了", "先别发\n那张图", "等两天再发那张图", "那图卡先别公开", "那张图等我问问老公再发",
    "那图先留着别发", "刚说的那张图先别发", "那张图先别发啊我还没想好", "等我想好了再发那张图",
)  # fmt: skip
DOUBTFUL = (
    "等等再发图", "图先别发", "先别发图", "先别把图发出来", "先别急着发图", "图片先不发了", "图能不能晚两天再发",
)  # fmt: skip
NEITHER = (
    "先别发货", "先别发我那箱", "图发错了", "先不发了", "先别发出来", "图先等一下", "我等等再发图",
    "等会儿发图给你们看", "等等我再发图", "团长先别发接龙的图", "先别发快递，图我看了", "你那张图先别发",
    "他那张图先别发", "商品图先别发", "明天的图先别发", "我先不发图了", "那张图怎么先不发了", "那张图是谁发的",
    "先别发货，图里那箱是坏的", "等等再发货", "那箱先不发吧", "图先别删", "那张图先别撤", "先别发照片",
    "那张图晚点发我", "那张图先发吧", "刚才那张图先不算", "那张图我等等再发", "等等，图糊了", "先别发广告图",
    "图上那款先别发", "明天再发图给你们", "那箱草莓先别发", "截图我等会儿发", "那张图先发群里", "老周先别发你那图了",
    "那张海报图先别发", "那图先发给我看看", "这张图先不发朋友圈", "老李先别发图了", "那张图发错了，等等再发",
    "那张图可以再发一下吗",
)  # fmt: skip


@pytest.mark.parametrize("words", SURE)
def test_a_picture_that_is_pointed_at_waits(words: str) -> None:
    assert holds_back(words) == "sure"


@pytest.mark.parametrize("words", DOUBTFUL)
def test_a_picture_that_nobody_points_at_is_doubtful(words: str) -> None:
    assert holds_back(words) == "doubtful"


@pytest.mark.parametrize("words", NEITHER)
def test_other_words_hold_nothing_back(words: str) -> None:
    assert holds_back(words) is None


def test_what_is_said_beside_is_seen() -> None:
    assert all_that_is_said("团长，那张图先别发")
    assert not all_that_is_said("那张图先别发，草莓又烂了")


def test_long_words_are_read_quickly() -> None:
    assert holds_back("等等" * 29 + "图") is None
