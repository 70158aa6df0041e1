"""C1: what members say about a card that is shown, and when asked whether it may be."""

from __future__ import annotations

import pytest

from bot.domain.consent_words import asks_to_hide, consent_in, has_condition
from bot.domain.taking_back_words import beside, confirms, takes_back

SURE = """
之前同意发的那张图，现在不想发了
把我的聊天记录撤了
你们把我的聊天记录发群里干嘛，赶紧给我删了
我的聊天记录别放群里了
群里那段聊天撤了
后悔发图了
那张图怎么还在，赶紧撤
唔想擺張圖喺群度
我的对话从群里拿掉
团长，那张图麻烦撤掉，家里人看到不太好
图先撤了吧
我那张图卡不要挂着了
能否把群里的截图删除
帮忙把那张图拿掉，谢啦
之前那张图我想撤回来
图不要放了
我改主意了，图撤了吧
那个截图可以下架了吗
群裡嗰張圖可唔可以刪咗
求你们把那张图删了吧
那张图放了好几天了，可以撤了吧
把那张图撤了吧
能不能把那张图撤了
能把我那张图撤了吗
那张图能撤了吗
请把那张图删了，谢谢
請把那張圖刪了
可以把群裡那張圖撤下來嗎
麻烦团长把图卡撤一下
麻烦把那个截图删掉哈
那张图可不可以不要放在群里了
图还是撤了吧，老公不高兴
群里那张图帮我删掉好吗
我不想让大家看那张图了
那张图别再挂群里了
能帮我把图撤了吗，谢谢
那个图我后悔发了，撤了吧
我的图卡不想公开了
卡片撤掉可以吗
不好意思，那张图能拿下来吗
图能取消掉不，被同事看见了
那张图，撤了吧
把图都撤了
群里的图请撤下
我收回之前的同意
我不同意发图了
我想撤回授权
把我那个截图从群里拿掉
那张图还是别发了
图不发了行不
能不能别把我的图放群里
那张图下架吧
邻居老问我，那张图删了吧
圖卡請撤回，不想公開了
把那张图撤了
别放我那张图了
撤回那张图
不想放群里了
把我的图拿下来
撤销同意
那张图我不想让大家看了
把我那张截图删掉
""".strip().splitlines()
DOUBTFUL = """
我邻居都认出我来了，赶紧弄掉
那张图不要了
图卡作废吧
那张图下掉
怎么还没撤图
把图弄掉
谁让你们发我聊天记录的
图能删吗以后
不想公开了
能删掉吗
删掉吧，谢谢
还是撤了吧
把群里那条撤了
撤了吧，老公不高兴
撤回吧
别挂着了
不想放了
我不想让大家看了，撤了吧
群里那个可以删掉吗，邻居老问我
把群里发的我的那个撤了
把那个照片撤了
那张图删了吗
能撤了吗
还是算了
大家别发图了
截图不能发吗
我不想发图了
照片能不能别放
删了吧
图撤了没有
图片删了吗
""".strip().splitlines()
OTHER = """
刚刚那张图撤回了，发错群
那张图发错了，我撤回了
图片发错群了，删了
取消吧，这单不要了
别发了，已经收到了
这盒草莓不要了，图在上面
聊天记录我发你看
那箱处理掉了
图收好了
我把订单截图发你
刚去自提点拿走了，图也拍了
图里这袋不是我的，别拿错了
截图给你了，你看下
那张图我存下来了，拍得好
撤回的那条消息是什么
群公告图换一下吧
快递取走了
你这图是盗的吧
退款截图收到
把草莓图发一张
图卡我看到了，写得挺实在
收到，图做得真好，谢谢团长
收到，图很清楚，团长负责
我没收到图片
收到图片了
草莓又烂了，取货时拍的图给你看
拍的图我删掉了
图我手机里删了，找不到了
拿到货了，图发你
取件的图在上面
我去拿货，顺便拍个图
图拍糊了，我重新拍一张发你
发错图了，我撤回了
那张图挺好的，不用撤
别删，图留着吧
图收到了吗
你收一下图
收货的时候拍的照片
退款收到了，图也看到了
看到图了，挺好
图片加载不出来
取货码的图发我一下
我拿的那份跟图上不一样
团购图和实物不符，货不对板
把下架的那款图发我看看
草莓图片真好看，什么时候团
投诉撤了吧，已经解决了
订单取消了吗
申请撤回了
后悔买少了
谁把图删了
这张图是草莓烂的样子
这图是我家草莓，你看看
刚把相册里的图删了，你那还有吗
下次别发这种图骗人
商品图别放这么好看，实物差太远
我不要了，退款吧
图上那箱我拿走了
收到图了别催
为什么图撤了
帮我把订单取消，截图给你了
图上的草莓能取消吗
图片发不出去
我拍的图给你看
可以
草莓烂了，图在上面
不要了，退款吧
""".strip().splitlines()

YES = """
可以，不用打码
可以，不用遮名字
可以，名字不用遮
准了
Sure
批准，发吧
得，發啦
[OK]
可以啊
行，没问题
可以的可以的
好的，同意
都可以
没意见，发吧
嗯，发吧
可以发，团长辛苦
当然
好嘞，发吧
当然可以
可以，谢谢团长这么负责
可以呀，能帮到大家就好
没问题，处理得很好
必须可以
冇問題
没事，发吧
发呗
可以的，辛苦了
行啊，发出去吧
好的呀，没意见
嗯嗯可以的
没问题的，尽管发
可以可以
愿意的，谢谢
同意，麻烦您了
好，你们发吧
OK的
可以，感谢团长
是，可以发
""".strip().splitlines()
NAMELESS = """
可以，但是别让人看出来是我
可以呀，打上码就行
去掉名字就可以发
发吧，别让人认出我就行
匿名的话可以
可以是可以，但别发名字
可以，头像名字都遮一下
没事，发吧，反正没名字就行
发可以，不要带名字
行，名字打个码
""".strip().splitlines()
NO = """
可以但我老公不同意
行是行，还是不要发了
我可以，我老公不行
还是别了
不要发群里
不想让人知道
我介意
别了吧
不行哦，不好意思
不行
别发了吧
不太想
不要，谢谢
不用了
算了吧
不好意思，不太方便公开
还是不发了
我不愿意
这个就不要发了
不同意
不要放群里
没必要发吧
不可以哦
不了不了
等等，还是不行
我想了想，还是算了
""".strip().splitlines()
WAIT = """
容我想想
先缓缓
过两天再说吧
先别发哈，我问问我妈
这两天不方便
等我回家看下
等等
先别发
先不要发，我想想
现在不方便
我先问下老公
等等，我问问老公
先等等吧
暂时不要发
晚点回复你
让我考虑考虑
先别，我看看再说
现在在上班，晚上再看
先不发，我跟家里商量一下
不急，我想一下
这会儿没空，回头说
""".strip().splitlines()
NEITHER = """
为什么要发
补的草莓不错
哪个群
你好
图呢
你决定
这是什么图
可以吗
发给谁看
草莓又烂了
退款到了吗
谢谢
收到
可以把钱退给我吗
好的，我的补发什么时候到
发出来会有名字吗
你们发货了吗
随便
图片看不清
早上好
可以是可以，就是怕邻居说闲话
要发就发，出了事你们负责
好吃，下次再买
可以，不过退款先给我
""".strip().splitlines()


@pytest.mark.parametrize("text", SURE)
def test_the_picture_and_a_wish_that_it_go(text: str) -> None:
    assert takes_back(text) == "sure"


@pytest.mark.parametrize("text", DOUBTFUL)
def test_a_wish_that_may_be_about_the_picture(text: str) -> None:
    assert takes_back(text) == "doubtful"


@pytest.mark.parametrize("text", OTHER)
def test_other_words_take_nothing_back(text: str) -> None:
    assert takes_back(text) is None


@pytest.mark.parametrize("text", YES)
def test_a_natural_yes(text: str) -> None:
    found = consent_in(text)
    assert found is not None
    assert (found.said, found.without) == ("yes", ())


@pytest.mark.parametrize("text", NAMELESS)
def test_a_yes_without_the_name(text: str) -> None:
    found = consent_in(text)
    assert found is not None
    assert (found.said, found.without) == ("yes", ("name",))


@pytest.mark.parametrize("text", NO)
def test_a_natural_no(text: str) -> None:
    found = consent_in(text)
    assert found is not None
    assert found.said == "no"


@pytest.mark.parametrize(
    "text", ["可以，第一句别放", "行，就是最后那张别放", "好的，但是不能发朋友圈", "可以发，中间那条去掉"]
)
def test_a_yes_with_a_condition_is_neither_yes_nor_no(text: str) -> None:
    assert consent_in(text) is None
    assert has_condition(text)


@pytest.mark.parametrize(
    ("text", "part"),
    [("名字能去掉吗", "name"), ("能不写名字吗", "name"), ("可以不写金额吗", "amounts"), ("能不能别发", None)],
)
def test_a_question_whether_something_can_be_left_out(text: str, part: str | None) -> None:
    assert consent_in(text) is None
    assert asks_to_hide(text) == part


@pytest.mark.parametrize("text", WAIT)
def test_wait_is_no_refusal(text: str) -> None:
    found = consent_in(text)
    assert found is not None
    assert found.said == "later"


@pytest.mark.parametrize("text", NEITHER)
def test_words_that_are_no_answer(text: str) -> None:
    assert consent_in(text) is None


@pytest.mark.parametrize(("text", "meant"), {
    "是的": True, "对": True, "嗯嗯": True, "撤": True, "好的，撤吧": True, "对，撤了，谢谢": True, "删了吧": True,
    "不是": False, "不用": False, "不用撤": False, "留着吧": False, "没有，放着吧": False,
    "草莓又烂了": None, "你们几点上班": None, "好吃": None,
}.items())  # fmt: skip
def test_the_answer_to_whether_it_shall_go(text: str, meant: bool | None) -> None:
    assert confirms(text) is meant


def test_what_is_said_beside_it_stays() -> None:
    assert beside("那张图撤了吧，草莓又烂了一半") == "草莓又烂了一半"
    assert beside("把那张图撤了") == ""
