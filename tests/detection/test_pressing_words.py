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
我说了半天没人应|催了三遍了|说好昨晚的呢|昨晚说好的呢|说好昨晚退的呢？|团长，说好昨天的呢|不是说昨晚转吗|昨天晚上不是说退吗|说好周五的呢|鸡蛋的事怎么说|没人回我啊|就这么算了？|凭啥她退我家不退|什么时候能解决
"""
ONLY_TALK = """
谢谢|好的|今天天气真好|苹果来一份|王姐你家的怎么样了|王姐你退了吗|你们都退了吗|鸡蛋什么时候到货|今天几点自提|
还有草莓吗|草莓多少钱|今天的菜真新鲜|孩子没人管啊|饭还没好吗|收到|辛苦团长|不急，慢慢来|没事没事|大家都退了吗|
什么时候开团|怎么买|明天下雨吗|老周你的退了没|不用退了|楼下电梯没人修吗|嗯嗯|晚上吃什么|我也要一份|我妈说挺好吃的|
还没吃呢|我还没下班呢|什么时候下单|我去拿了|谁去拿货帮我带一下|隔壁老王也没退呢|团长今天开团吗|好的我等着|
说好昨晚的直播呢|昨晚的球赛呢|说好今天下雨的呢|不是说昨晚开团吗|不是说今天到货吗|说好下午开会的呢|那我等团长消息|我再等等|我家那盒还行|老公没回我消息|我不管了，再来一箱
"""

ANOTHER_MATTER = """
雨什么时候停啊，等了半天|公交等了半天不来|群里好安静，怎么都没人吭声|谁能帮我看看电梯，没人管|楼下的狗叫了一晚上，没人管吗|
股票又跌了，到底怎么办|晚饭吃啥，给个说法|哈哈哈笑死我了，不管了|不管了，先睡了|管他呢，不管了|领导又催，给个说法|我又忘了拿货，明天拿|
是不是忘了开空调|怎么又停水了，没人管|到底想吃啥|还没好吗，饭要凉了|哪位邻居有钳子，回个话|谁捡到我的卡，回个信|出来聊聊呀，冒个泡|
装修吵死了，又没人管|我被老板催了三遍|又要等一天，快递真慢|
团长人呢，我来拿芒果|到底是选芒果还是选核桃，给个建议|@王姐 我的锅呢，什么时候还我|团长，我的呢，芒果第3个|
我的呢？（芒果接龙第3个）|
芒果还要等几天才能吃|等了两天终于放晴了|等快递等了一天|芒果没看到，还有吗|核桃还没到吗|牛奶还没收到呢，老周你收到了吗|
楼上漏水三天了没人管|校车等了半天|被领导催了三遍|我又忘了密码|验证码等了半天|老师说了半天没人应|谁有螺丝刀，吱个声|
你们听说了吗，路灯坏了没人修|哈哈没人理我|我不管了，先睡|物业到底管不管|垃圾没人管
"""
STILL_PRESSING = """
都两天了，没人管吗|团长，等了两天了，没人理|到底怎么说|还没好吗，团长|售后没人管啊|你们到底管不管|没人管吗|怎么都没人理我啊|
草莓的事没人管吗|我那单到底怎么说|怎么还没处理好啊|什么时候补我|钱什么时候退|喂，人呢|还要等多久啊|老板，到底退不退|
团长怎么一直不回消息|我的草莓什么时候换|是不是把我忘了|又要等一天？草莓到底退不退
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


@pytest.mark.parametrize("text", _lines(ANOTHER_MATTER))
def test_c5_another_matter_presses_for_nothing(text: str) -> None:
    assert not presses(text, ["草莓"])


@pytest.mark.parametrize("text", _lines(STILL_PRESSING))
def test_c5_a_tie_to_us_or_nothing_else_presses(text: str) -> None:
    assert presses(text, ["草莓"])


NOT_COME = """
核桃还没到吗|核桃还没收到呢|怎么还没给我补啊|说好的核桃呢|核桃怎么还没补|还没补给我吗|说好补的呢|说好的给我补呢|怎么还没退给我|
到现在还没给我退|核桃还没给我送来|怎么还不给我补|说好明天到的核桃呢|核桃到现在都没见着|@团长 核桃还没收到|
怎么还没收到核桃|都三天了核桃还没到|三天了还没给我补|你们怎么还没给我补|核桃还没给我补上|说好给我换一袋的呢|你们的核桃怎么还没给我送来
"""
NOT_AWAITED = """
核桃到货了吗|核桃还没到货吗|核桃什么时候到|谁的核桃还没到|王姐你的核桃还没到吗|大家核桃都收到了吗|你们核桃还没收到吗|核桃还没下单呢|
核桃还没吃呢|我还没退烧|怎么还没换季|怎么还没补货|核桃没看到，还有吗|说好一起吃饭呢|快递还没到|孩子还没到家呢|核桃还没去拿|苹果还没到吗
"""


@pytest.mark.parametrize("text", _lines(NOT_COME))
def test_c5_what_has_not_come_is_pressed_for(text: str) -> None:
    assert presses(text, ["核桃"])


@pytest.mark.parametrize("text", _lines(NOT_AWAITED))
def test_c5_what_is_not_there_for_another_reason_presses_for_nothing(text: str) -> None:
    assert not presses(text, ["核桃"])


def test_c5_when_it_comes_is_asked_only_of_what_is_to_come() -> None:
    assert presses("核桃什么时候到", ["核桃"], awaited=True)
    assert not presses("核桃什么时候到货", ["核桃"], awaited=True)
