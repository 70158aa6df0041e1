"""Families of plain words that a further author's list was missed for: five that promise, and three that do not."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.promise_words import promises_in

SAID_AT = datetime(2026, 1, 7, 10, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
"""A Wednesday."""
Read = tuple[str, int | None, str | None, str | None]
"""Kind, sum, thing, and the time or the event."""

PROMISED: dict[str, dict[str, Read]] = {
    "a sum told around the refund": {
        "两盒七十八我退您": ("refund", 7800, None, None),
        "钱我退您，二十六，您消消气": ("refund", 2600, None, None),
        "被子跑棉，二百一十九呢，明天给您全退": ("refund", 21900, None, "01-08T22:00"),
        "行，八块就八块，明天转你": ("refund", 800, None, "01-08T22:00"),
        "那十二块该退我退，周日之前": ("refund", 1200, None, "01-11T22:00"),
    },
    "so many at the price of one": {
        "蛏子一斤26，我退你一斤的钱": ("refund", 2600, None, None),
        "三盒嘅钱我都退返你，每盒16": ("refund", 4800, None, None),
        "米一袋五十，三袋的钱都退你": ("refund", 15000, None, None),
        "一盒19.9，两盒的钱今晚退您": ("refund", 3980, None, "01-07T22:00"),
        "你买了两斤 一斤8块 退你两斤的钱": ("refund", 1600, None, None),
    },
    "money in plain words": {
        "欠您的十一块四我今晚清账": ("refund", 1140, None, "01-07T22:00"),
        "油条凉了，给您3块": ("refund", 300, None, None),
        "西红柿压成酱了？我给您十五块": ("refund", 1500, None, None),
        "干贝碎的多，给你便宜10块，退到你微信": ("refund", 1000, None, None),
        "虾不新鲜，便宜您10块退微信": ("refund", 1000, None, None),
        "退你20 其他的真没有了": ("refund", 2000, None, None),
    },
    "sent and yet to arrive": {
        "退款已通过，219元将在2天内到您账户": ("refund", 21900, None, "01-09T22:00"),
        "给您全额退款，29.9元今天中午前到您微信": ("refund", 2990, None, "01-07T12:00"),
        "我退，别急，32块今天之内": ("refund", 3200, None, "01-07T22:00"),
        "退款已通过，36.5元明天到您微信": ("refund", 3650, None, "01-08T22:00"),
        "退款已提交，18元后天到账": ("refund", 1800, None, "01-09T22:00"),
    },
    "what is brought": {
        "明天给你抱个好的来": ("replacement", None, "好的", "01-08T22:00"),
        "下午我给您送两卷好使的去": ("replacement", None, "两卷好使的", "01-07T18:00"),
        "花馒头少俩，十二点俺送到你单元门口": ("replacement", None, "花馒头", "01-07T12:00"),
        "错将大号发给您。小号的我后天送到您手上": ("replacement", None, "小号的", "01-09T22:00"),
        "少了两提，我明天叫送货的捎过去给你": ("replacement", None, "两提", "01-08T22:00"),
    },
    "of what some was missing": {
        "糯米鸡少的两只，明天中午拿给你": ("replacement", None, "糯米鸡", "01-08T14:00"),
        "饺子皮少一斤，下午给您送来": ("replacement", None, "饺子皮", "01-07T18:00"),
        "花卷少俩，我明天给你补": ("replacement", None, "花卷", "01-08T22:00"),
        "鱼丸少发的那包，今晚我拿过去给你": ("replacement", None, "鱼丸", "01-07T22:00"),
        "鱿鱼圈差90克，明天给你补上": ("replacement", None, "鱿鱼圈", "01-08T22:00"),
    },
    "what is no thing": {
        "你那俩粽子明晚补上，一个不少": ("replacement", None, "俩粽子", "01-08T22:00"),
        "两箱我明天都给您换成新日期的": ("replacement", None, "两箱", "01-08T22:00"),
        "您那桶芝麻酱明天我给您换一桶不带哈喇味的": ("replacement", None, "那桶芝麻酱", "01-08T22:00"),
        "明早再蒸一锅给您送六个": ("replacement", None, "六个", "01-08T10:00"),
        "换成三斤带鱼，周四送": ("replacement", None, "三斤带鱼", "01-08T22:00"),
    },
    "somebody comes and mends it": {
        "明天我带螺丝刀去你家拧一拧": ("visit", None, None, "01-08T22:00"),
        "下周三我过去，把晾衣杆给您装好": ("visit", None, None, "01-14T22:00"),
        "磨刀师傅周四来，我让他上您家给磨磨": ("visit", None, None, "01-08T22:00"),
        "明天上午再过去把肉取回来": ("visit", None, None, "01-08T12:00"),
        "明天上午我到您家中取回血氧仪": ("visit", None, None, "01-08T12:00"),
    },
    "whose time, and what it is about": {
        "下周二冷链车来，我给你补两袋": ("replacement", None, "两袋", "01-13T22:00"),
        "您的皮皮虾改成明天中午给你补送": ("replacement", None, "皮皮虾", "01-08T14:00"),
        "今天下班前给您一个处理意见": ("reply", None, None, "01-07T18:00"),
        "秤确实不准，我三日内把秤换掉": ("other", None, "秤", "01-10T22:00"),
        "您的发票抬头问题，我周五之前重新开具": ("other", None, "发票", "01-09T22:00"),
    },
}  # fmt: skip

NOT_PROMISED = {
    "a sum told around the refund": ("两盒七十八我卖您", "八块就八块，下单吧", "三百二呢，昨天给您全退了"),
    "so many at the price of one": ("一斤26，退你一斤的钱行不行", "昨天退了你两斤的钱，一斤8块",
                                    "一斤26，坏了就退一斤的钱"),
    "money in plain words": ("菜蔫了特价处理，给您3块", "油条卖完了，给您3块",
                             "今晚要跟供应商清账", "西红柿压成酱了，我给您十五块行吗"),
    "sent and yet to arrive": ("橙退12，柚退8，合共20蚊，转咗你查下", "退款19.8元已经于上午10点12分转给您，请查收。",
                               "退您8块，转给您了请查收"),
    "what is brought": ("邻居明天给你抱个好的来", "送两卷好使的昨天给您了", "错将大号发给您"),
    "of what some was missing": ("螺蛳粉少你一袋，昨天给你放进去了", "泡芙少装1盒吗", "酸奶少拿了一瓶，快递员明天送来"),
    "what is no thing": ("芒果青放两日就黄啦，唔使换嘅", "那俩粽子一个不少", "两箱都是新日期的"),
    "somebody comes and mends it": ("您那磨刀师傅来你家磨过了", "下周三我过去，把货架装好", "你过去，把晾衣杆装好",
                                    "要不明天去你家拧一拧？"),
    "whose time, and what it is about": ("他们客服会联系你赔", "退换流程一般需要三至五个工作日，以平台通知为准",
                                         "厂家给您个处理意见"),
}  # fmt: skip

LEFT_OPEN = (
    "两盒七十八我退您一盒", "两盒七十八我退您一半", "一盒19.9，超市才15，我退你一盒的钱",
    "每盒16，三盒的钱都退，扣2块运费",
    "一盒26，两盒五十，我退你一盒的钱", "一箱三十来块，退你两箱的钱", "一盒16，买一送一，退你两盒的钱",
    "我补差唔多20蚊俾你",
)  # fmt: skip
"""A refund whose sum the words leave in doubt."""


@pytest.mark.parametrize("line", LEFT_OPEN)
def test_a_sum_in_doubt_is_left_open(line: str) -> None:
    assert [(p.kind, p.amount_fen) for p in promises_in(line, SAID_AT)] == [("refund", None)], line


@pytest.mark.parametrize("family", PROMISED)
def test_each_of_a_family_is_read(family: str) -> None:
    for line, read in PROMISED[family].items():
        found = [
            (p.kind, p.amount_fen, p.thing, f"{p.due:%m-%dT%H:%M}" if p.due else p.when)
            for p in promises_in(line, SAID_AT)
        ]
        assert found == [read], line


@pytest.mark.parametrize("family", NOT_PROMISED)
def test_what_is_like_a_family_and_promises_nothing(family: str) -> None:
    for line in NOT_PROMISED[family]:
        assert not promises_in(line, SAID_AT), line
