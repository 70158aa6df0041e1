"""C5: by which words a member with an open case presses for it in the group, and which are only talk."""

from __future__ import annotations

import pytest

from bot.detection.pressing_words import presses

GOODS = ("草莓", "鸡蛋")
PRESSING = """
一个小时了也没人管|团长怎么不回我|草莓到底退不退|还没好吗|@团长 人呢|凭什么草莓退鸡蛋不退|我的鸡蛋呢？|
鸡蛋没人管吗|我鸡蛋呢，就不管了是吧|怎么没人理我|@团长 鸡蛋呢|说好的8块呢|8块什么时候给|我的8块呢|还没看好吗|
有没有人管啊|有人管吗|团长装死呢|给个说法啊|能不能给句准话|都等了一天了|等到什么时候啊|要等多久|处理得怎么样了|
有结果了吗|别人都退了，我的呢|人家的都退了，就我没退|为什么鸡蛋就不退|怎么就我的不退|把我忘了吧|是不是忘了我|
到现在也没个说法|到底管不管|你们管不管了|团长出来说句话|吱个声啊|那我的怎么办|什么时候给我退|还没退吗|一直没回复|
我说了半天没人应|催了三遍了|鸡蛋的事怎么说|没人回我啊|就这么算了？|凭啥她退我家不退|什么时候能解决
"""
ONLY_TALK = """
谢谢|好的|今天天气真好|苹果来一份|王姐你家的怎么样了|王姐你退了吗|你们都退了吗|鸡蛋什么时候到货|今天几点自提|
还有草莓吗|草莓多少钱|今天的菜真新鲜|孩子没人管啊|饭还没好吗|收到|辛苦团长|不急，慢慢来|没事没事|大家都退了吗|
什么时候开团|怎么买|明天下雨吗|老周你的退了没|不用退了|楼下电梯没人修吗|嗯嗯|晚上吃什么|我也要一份|我妈说挺好吃的|
还没吃呢|我还没下班呢|什么时候下单|我去拿了|谁去拿货帮我带一下|隔壁老王也没退呢|团长今天开团吗|好的我等着|
那我等团长消息|我再等等|我家那盒还行|老公没回我消息|我不管了，再来一箱
"""


def _lines(table: str) -> list[str]:
    return [text for text in table.replace("\n", "").split("|") if text]


@pytest.mark.parametrize("text", _lines(PRESSING))
def test_c5_who_presses_is_heard(text: str) -> None:
    assert presses(text, GOODS)


@pytest.mark.parametrize("text", _lines(ONLY_TALK))
def test_c5_talk_is_only_talk(text: str) -> None:
    assert not presses(text, GOODS)


def test_c5_goods_of_no_case_are_asked_for_by_a_buyer() -> None:
    assert presses("鸡蛋呢", ["鸡蛋"])
    assert not presses("苹果呢", ["鸡蛋"])
