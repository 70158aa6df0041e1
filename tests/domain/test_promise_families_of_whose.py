"""Families of whose sum, whose deed and whose time it is: what is promised, and three like them that are not."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.promise_words import promises_in

SAID_AT = datetime(2026, 1, 7, 10, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
"""A Wednesday."""
Read = tuple[str, int | None, str | None]
Timed = tuple[str, int | None, str | None]
"""Kind, sum, and the time or the event."""

PROMISED: dict[str, dict[str, Read]] = {
    "each of several households": {
        "三家各退8块": ("refund", 800, None),
        "五户各退10元，今晚转": ("refund", 1000, None),
        "你们三家都退5块": ("refund", 500, None),
        "今晚退三家，每家8块": ("refund", 800, None),
        "两位邻居各退12.8元": ("refund", 1280, None),
        "三单各退8块": ("refund", 800, None),
        "你们俩各退6块": ("refund", 600, None),
    },
    "households, and all of them together": {
        "两家一共退16块": ("refund", None, None),
        "三位一共24块，今晚退": ("refund", None, None),
        "五户总共退50元": ("refund", None, None),
        "你们三家合计退30块": ("refund", None, None),
        "四家加起来退你们40块": ("refund", None, None),
    },
    "goods that are counted": {
        "两盒各退8块": ("refund", 1600, None),
        "三盒每盒退2块": ("refund", 600, None),
        "四袋都退5块": ("refund", 2000, None),
        "您那两单各退8块": ("refund", 1600, None),
        "烂了三个，每个赔您2块": ("refund", 600, None),
    },
    "the price of one beside the sum": {
        "少了两斤，按6块一斤我退您12块": ("refund", 1200, None),
        "豆角38一箱退19": ("refund", 1900, None),
        "烂了两个，5块一个退您10块": ("refund", 1000, None),
        "三盒，按4元一盒给您退12元": ("refund", 1200, None),
        "25一盒两盒就是50，今晚都退你": ("refund", 5000, None),
    },
    "the sum in front, borne by us": {
        "整包15.9我赔": ("refund", 1590, None),
        "钱108一分不少退你": ("refund", 10800, None),
        "这单22块我赔，明天转": ("refund", 2200, None),
        "27块8我自己掏腰包退你": ("refund", 2780, None),
        "9块8我先垫给你": ("refund", 980, None),
    },
    "a red packet with a number": {
        "发你20红包": ("refund", 2000, None),
        "给您发个15红包": ("refund", 1500, None),
        "8.8的红包今晚发你": ("refund", 880, None),
        "红包发你一块": ("refund", 100, None),
        "微信发您30红包": ("refund", 3000, None),
    },
    "a voucher with a number": {
        "补张15的代金券": ("voucher", 1500, None),
        "给你一张二十的代金券": ("voucher", 2000, None),
        "再送你张20的券": ("voucher", 2000, None),
        "向您发放5元券一张": ("voucher", 500, None),
        "给您发一张30的优惠券": ("voucher", 3000, None),
    },
    "somebody comes to the member": {
        "我后天上午到府上重新量一次": ("visit", None, None),
        "我约好了师傅，周日上午来您家修": ("visit", None, None),
        "下周二下午师傅和我一起上门": ("visit", None, None),
        "晚上八点他跟我一起去你家看看": ("visit", None, None),
        "我周五下午带万用表上门给您看一下": ("visit", None, None),
    },
    "what was missing and is put where the member finds it": {
        "您家缺的两卷保鲜袋，我下班前放到门卫室": ("replacement", None, "两卷保鲜袋"),
        "少您的那盒鸡蛋，我晚上放到前台": ("replacement", None, "那盒鸡蛋"),
        "两桶油没给你拿，明早我给你提下去": ("replacement", None, "两桶油"),
        "你的核桃我没忘，26号给你拎过去": ("replacement", None, "核桃"),
        "漏了您一袋米，下次开团给你放进去": ("replacement", None, "一袋米"),
    },
    "made again": {
        "蛋挞烤焦了，中午给你重新烤两只送来": ("replacement", None, "两只"),
        "花馍我重新蒸一锅给你送": ("replacement", None, "一锅"),
        "今晚给您重新炸一份": ("replacement", None, "一份"),
        "明早重新烙两张饼给您": ("replacement", None, "两张饼"),
        "我重新卤一盒给您": ("replacement", None, "一盒"),
    },
    "what only sounds like a condition": {
        "您介意的话我理解，后天给您换一箱": ("replacement", None, "一箱"),
        "经研究决定，退您20元": ("refund", 2000, None),
        "我自己掏腰包退你12块": ("refund", 1200, None),
        "补发没问题，明天给您补一袋": ("replacement", None, "一袋"),
        "他回来还不敢跟我说，明天我给你补一板": ("replacement", None, "一板"),
    },
    "sent out, and yet to arrive": {
        "退款55.9已经提交，48小时内到你微信": ("refund", 5590, None),
        "5块5我给您退出去了，明天能到": ("refund", 550, None),
        "退款已提交，金额32元，财务审核后明天到您账上": ("refund", 3200, None),
        "赔你啦，60块，明晚转": ("refund", 6000, None),
        "退款已操作，金额18元，明天到您账上": ("refund", 1800, None),
    },
}  # fmt: skip

TIMED: dict[str, dict[str, list[Timed]]] = {
    "the other deed's time": {
        "先退您25元，剩下的问题我后天上午再给您答复":
            [("refund", 2500, None), ("reply", None, "01-09T12:00")],
        "花生补2斤，明天送；差价4块3中午前转您":
            [("replacement", None, "01-08T22:00"), ("refund", 430, "01-07T12:00")],
        "鸡蛋明天补，差价3块傍晚前转你":
            [("replacement", None, "01-08T22:00"), ("refund", 300, "01-07T19:00")],
        "第一，退款42元今晚转；第二，给您补一盒；第三，周五给您答复":
            [("refund", 4200, "01-07T22:00"), ("replacement", None, None), ("reply", None, "01-09T22:00")],
        "一、退货款46元；二、补200积分；三、周五给您一份处理结果的答复":
            [("refund", 4600, None), ("points", None, None), ("reply", None, "01-09T22:00")],
        "冬枣退9.9 明天再补一斤":
            [("refund", 990, None), ("replacement", None, "01-08T22:00")],
    },
    "the time of all": {
        "退您8块，补一盒，均在明天办理":
            [("refund", 800, "01-08T22:00"), ("replacement", None, "01-08T22:00")],
        "补一份，再退您4块，晚上一起弄好":
            [("replacement", None, "01-07T22:00"), ("refund", 400, "01-07T22:00")],
        "明天下午三点我去你家取那件衣服，顺手把98退你":
            [("visit", None, "01-08T15:00"), ("refund", 9800, "01-08T15:00")],
        "退8块，补两盒，都是今晚":
            [("refund", 800, "01-07T22:00"), ("replacement", None, "01-07T22:00")],
        "明天给您送鸡蛋，顺手把9块8退你":
            [("replacement", None, "01-08T22:00"), ("refund", 980, "01-08T22:00")],
    },
    "when it may be fetched, or goes along": {
        "补您一盒，明天傍晚您下来取":
            [("replacement", None, "01-08T19:00")],
        "给你补三个，不用你出钱，明天傍晚来我家拿":
            [("replacement", None, "01-08T19:00")],
        "给您补1盒，跟着周五的车走":
            [("replacement", None, "01-09T22:00")],
        "少了两包，随下次到货一起补给您":
            [("replacement", None, "on_arrival")],
        "今晚我一定查清楚，查到告诉你":
            [("reply", None, "01-07T22:00")],
    },
    "when it may be used": {
        "送你张8元券，月底前都能用":
            [("voucher", 800, None)],
        "给您一张10元券，周五前有效":
            [("voucher", 1000, None)],
        "今晚发你一张5元券，月底前用":
            [("voucher", 500, "01-07T22:00")],
        "给你加50积分，能抵下次的":
            [("points", None, None)],
        "补张15的代金券，月底前花了它":
            [("voucher", 1500, None)],
    },
}  # fmt: skip

NOT_PROMISED = {
    "each of several households": (
        "三家各退8块行不行？",
        "昨天三家各退了8块",
        "三家都退不了",
    ),
    "the price of one beside the sum": (
        "豆角38一箱",
        "6块一斤，您少了两斤",
        "25一盒，两盒50",
    ),
    "asked back": (
        "两百块的枕头，退一百，得未？",
        "退25定系补一箱，你拣一样",
        "退8块或者补一盒，您任挑一样",
    ),
    "not ours to give": (
        "您要求退全款128元，这个我做不了主，也不能答应",
        "您要求赔30块，我们不能接受",
        "你让我退10块我拿啥退呀",
    ),
    "done, however it is said": (
        "退咗啦，你睇下微信零钱，36.5",
        "配送费6元我给您免掉，已经从总价里扣除了",
        "您昨天那单退罢了",
    ),
    "advertising": (
        "买三盒车厘子送一盒，就今儿一天",
        "新品两个9块9，群友再减一块",
        "买两袋米就送一瓶油，欢迎接龙",
    ),
    "what others decide": (
        "司机话佢会赔俾你",
        "出版社要下学期才会更换",
        "厂家验完才给退",
    ),
    "conditions of the member's": (
        "你肯要我就退返10蚊俾你",
        "我这就去仓库找，找到了给您送来",
        "退也得寄回去人家验完才给退",
    ),
    "only told about": (
        "回复晚了请您谅解",
        "电子秤给您寄修了",
        "调查结果周三已经出来了",
    ),
    "somebody comes": (
        "你大热天跑一趟也辛苦",
        "这羊肉是我亲自去拉的",
        "明天傍晚您下来取",
    ),
    "a red packet with a number": (
        "谢谢你的20红包",
        "群里抢了8.8红包",
        "发我20红包",
    ),
    "made again": (
        "您重新烤一下就好",
        "蛋挞昨天重新烤了两只",
        "重新烤不了",
    ),
    "households, and all of them together": (
        "两家一共要退多少？",
        "三位一共退了24块",
        "两家加起来退不了16块",
    ),
    "goods that are counted": (
        "两盒各退8块行不行",
        "三盒每盒退了2块",
        "两盒各8块",
    ),
    "the sum in front, borne by us": (
        "整包15.9，您赔",
        "钱108昨天一分不少退你了",
        "9块8您先垫给我",
    ),
    "a voucher with a number": (
        "补张15的代金券行不行",
        "一张二十的券昨天给你了",
        "满50送张20的券",
    ),
    "what was missing and is put where the member finds it": (
        "您缺的两卷保鲜袋昨天放到门卫室了",
        "少您的那盒鸡蛋快递员会放到前台",
        "两桶油你放到门卫室",
    ),
    "what only sounds like a condition": (
        "您介意的话我给您换一箱",
        "研究一下再退您20元",
        "不甜包退",
    ),
    "sent out, and yet to arrive": (
        "退款55.9已经提交",
        "5块5昨天给您退出去了",
        "退款已提交，金额32元，昨天到您账上了",
    ),
    "the other deed's time": (
        "先退您25元行不行，剩下的后天再说",
        "明天送不了；差价中午前转不了",
        "第一，不退；第二，不补；第三，别再问",
    ),
    "the time of all": (
        "退您8块，补一盒，均已办理",
        "退8块补一份都不行",
        "顺手把98退了",
    ),
    "when it may be fetched, or goes along": (
        "明天傍晚您下来取",
        "周五的车走了",
        "下次到货您再来",
    ),
    "when it may be used": (
        "您那张券月底前都能用",
        "券周五前有效",
        "您的积分能抵下次的",
    ),
}  # fmt: skip


@pytest.mark.parametrize("family", PROMISED)
def test_each_of_a_family_is_read(family: str) -> None:
    for line, read in PROMISED[family].items():
        assert [(p.kind, p.amount_fen, p.thing) for p in promises_in(line, SAID_AT)] == [read], line


@pytest.mark.parametrize("family", TIMED)
def test_each_deed_has_its_own_time(family: str) -> None:
    for line, read in TIMED[family].items():
        found = [
            (p.kind, p.amount_fen, f"{p.due:%m-%dT%H:%M}" if p.due else p.when) for p in promises_in(line, SAID_AT)
        ]
        assert found == read, line


@pytest.mark.parametrize("family", NOT_PROMISED)
def test_what_is_like_a_family_and_promises_nothing(family: str) -> None:
    for line in NOT_PROMISED[family]:
        assert not promises_in(line, SAID_AT), line
