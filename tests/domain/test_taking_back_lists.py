"""C1: fifty wishes that a card go are heard, and fifty lines of every day never destroy one."""

from __future__ import annotations

import pytest

from bot.domain.taking_back_words import names_it, takes_back

WISHES = """
把群里那张撤了
群里那张去掉吧
把群里那张删了
群里那个赶紧撤了
把那张撤了
那张撤了吧
那张可以删吗
把卡撤掉
卡撤了
麻烦把我那个卡删一下
能把我那个撤下来吗
把关于我的那个帖子删了
图屏蔽掉
把图隐藏了
把图收了
停止使用我的图
请停止展示我的图片
终止授权
我要撤回我的图
请撤下我的图
帮我撤图
申请撤图
图撤掉行吗，拜托
这张图给我撤了
那个图我看着难受，去了吧
昨天发的那个图，撤一下
邻居都来问我了，那个图赶紧下了
群里我那个图能不能不要了
我老公说把图撤了
我家人不让放，撤了
那张图片别留了
我不想让邻居看见我那张图
以后别再用我那张图了
那张图我现在不同意了
之前答应的发图我反悔了
图里有我的话，请删除
把我的卡片销毁了吧
我不想被放在群里了
把我的事从群里删掉
之前说可以，现在不行了
大家都知道我家在哪了，赶快撤
你们侵犯我隐私
我想反悔
可以反悔吗
还能撤吗
求撤
不给你们用了
take it down
delete the picture
please remove my card
""".strip().splitlines()
HARMLESS = """
我改主意了，要两盒
我改主意了，草莓要两盒
后悔了，不该买
我后悔没多买
退款方案我不同意了
我不同意退一半
老周你那图撤了吧
小李你那张图撤回吧
楼上的图撤了吧，吓到孩子了
楼上那张图删了吧
我昨天发的图删了哈
刚才那张我删了
朋友圈的图我撤了
团长那张芒果图删了吧，都卖完了
价格那张图写错了，删了重发吧
菜单图删了吧
那张海报撤了吧
群里那条广告删了吧
别在群里发广告图了
不要再让大家看图下单了
把群里发的广告撤了
群里那个链接删了吧
群里那个接龙撤了
那张券取消了吧
那张桌子不要了
会员卡取消掉
银行卡那笔撤了
贺卡不要了
我把卡片放门口了
卡里的钱退了吗
那个取消吧，换成苹果
这个撤柜了吗
我撤回一下，发错了
我老公改主意了，要换苹果
邻居改主意了，她那份不要了
还是别发了，我自己去拿
还是别发顺丰了
不想放冰箱了
别再放门口了
投诉我撤了
这个月不买了，取消吧
停止使用优惠券
终止合同
侵犯了我的权益，要赔偿
delete my order
take it easy
那个帖子挺好笑
快撤，下雨了，菜还在外面
赶快撤摊吧
别取消我的订单
""".strip().splitlines()
WHOLE_TEXT = """
我反悔了
后悔了
我改主意了
不好意思，我改主意了
我改主意了，不同意了
不同意了
我不同意了
还是别发了
还是算了，别发了
把那张撤了
那张撤了吧
图删了吧
图撤了吧
图片撤回一下吧
""".strip().splitlines()
"""Plain soon after our post, and while nothing else was asked; else they may be about anything."""


def test_the_lists_are_long_enough() -> None:
    assert len(set(WISHES)) == len(set(HARMLESS)) == 50


@pytest.mark.parametrize("text", WISHES)
def test_a_wish_is_heard(text: str) -> None:
    assert takes_back(text, soon=True) is not None


@pytest.mark.parametrize("text", HARMLESS)
def test_other_words_destroy_no_card_and_ask_nothing(text: str) -> None:
    assert takes_back(text) is None
    assert takes_back(text, soon=True) is None


@pytest.mark.parametrize(
    "text",
    [
        "那个卡别给大家看了",
        "群里挂着我的聊天记录我不舒服",
        "麻烦你们取消展示",
        "请将我的图片移除",
        "嗰張圖剷咗佢啦",
        "把群里那张图清了",
    ],
)
def test_a_wish_in_other_words_is_heard(text: str) -> None:
    assert takes_back(text) is not None


@pytest.mark.parametrize("text", WHOLE_TEXT)
def test_what_names_no_card_is_sure_only_soon_after_it(text: str) -> None:
    assert takes_back(text, soon=True) == "sure"
    assert takes_back(text) == "doubtful"


@pytest.mark.parametrize("text", ["把群里那张撤了", "那张撤了吧", "把卡撤掉", "把关于我的那个帖子删了"])
def test_a_card_that_is_pointed_at_is_named(text: str) -> None:
    assert names_it(text), "so that it is asked back at any time"


@pytest.mark.parametrize("text", ["我反悔了，老公不高兴", "我改主意了，让邻居看到不好", "撤了吧，老公不高兴"])
def test_a_change_of_heart_beside_other_words_is_asked_back(text: str) -> None:
    assert takes_back(text, soon=True) == "doubtful"


@pytest.mark.parametrize("text", ["我改主意了，给我送来", "我改主意了，晚上来取", "改主意了，退款吧", "我后悔了，太酸"])
def test_a_change_of_heart_about_something_else_is_not_asked_back(text: str) -> None:
    assert takes_back(text, soon=True) is None


@pytest.mark.parametrize("text", ["把我那张草莓图撤了", "不要在群里发图了", "别在群里发图了", "你看图，我后悔了"])
def test_a_picture_that_may_be_another_is_asked_back(text: str) -> None:
    assert takes_back(text, soon=True) == "doubtful"


@pytest.mark.parametrize(
    "text", ["上次那张图，我不愿意了", "那张图我现在不同意了", "你们发的那张图撤了吧", "不想被放在群里了"]
)
def test_a_card_that_is_named_is_sure_at_any_time(text: str) -> None:
    assert takes_back(text) == "sure"
