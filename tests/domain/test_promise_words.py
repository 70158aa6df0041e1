"""What a leader promises in free words: the rules of docs/promises.md, line by line."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.money_words import MAX_FEN, money_in
from bot.domain.plain_words import number, plain
from bot.domain.promise_words import MAX_DEEDS, PromiseWords, promises_in
from bot.domain.when_words import when_in

ZONE = ZoneInfo("Asia/Shanghai")
SAID_AT = datetime(2026, 1, 7, 10, 20, tzinfo=ZONE)
"""A Wednesday morning."""

Row = tuple[str, int | None, str | None, str | None, str | None]
"""Kind, sum in fen, thing, due as month-day hour:minute, event that it waits for."""

PROMISES: dict[str, list[Row]] = {
    "明天给你补发一份": [("replacement", None, "一份", "01-08 22:00", None)],
    "晚上八点前退你12.8": [("refund", 1280, None, "01-07 20:00", None)],
    "退你8块，再补一份": [("refund", 800, None, None, None), ("replacement", None, "一份", None, None)],
    "今晚把12.80/份×3退给您": [("refund", 3840, None, "01-07 22:00", None)],
    "王姐对不起，明早给您送两盒草莓到家门口": [("replacement", None, "两盒草莓", "01-08 10:00", None)],
    "十二块八我晚上打给你": [("refund", 1280, None, "01-07 22:00", None)],
    "给您发张5元券，下次用": [("voucher", 500, None, None, "next_group_buy")],
    "明天下午我上门取坏的那箱": [("visit", None, None, "01-08 18:00", None)],
    "我查清楚下午回您": [("reply", None, None, "01-07 18:00", None)],
    "周五前给您答复": [("reply", None, None, "01-09 22:00", None)],
    "到货那天给您补一箱": [("replacement", None, "一箱", None, "on_arrival")],
    "下次开团给您补一盒鸡蛋": [("replacement", None, "一盒鸡蛋", None, "next_group_buy")],
    "货到了给您补一份": [("replacement", None, "一份", None, "on_arrival")],
    "二十块钱马上退你": [("refund", 2000, None, "01-07 10:50", None)],
    "少的两斤今晚补给您": [("replacement", None, "两斤", "01-07 22:00", None)],
    "退您 10 块，晚上到账": [("refund", 1000, None, "01-07 22:00", None)],
    "对不起，晚上给您补一盒": [("replacement", None, "一盒", "01-07 22:00", None)],
    "这就给您送到门口": [("other", None, None, "01-07 10:50", None)],
    "@芳芳 抱歉抱歉，下午给你补一板": [("replacement", None, "一板", "01-07 18:00", None)],
    "是我没检查，实在对不住，钱全退，蛋你留着": [("refund", None, None, None, None)],
    "我马上查一下，半小时内回您": [("reply", None, None, "01-07 10:50", None)],
    "聽日補返一份畀你": [("replacement", None, "一份", "01-08 22:00", None)],
    "我今晚轉返20蚊畀你": [("refund", 2000, None, "01-07 22:00", None)],
    "老哥别急，我这就给你整一箱新的送过去": [("replacement", None, "一箱新的", "01-07 10:50", None)],
    "要得，明天给你补起哈": [("replacement", None, None, "01-08 22:00", None)],
    "等哈儿我退给你8块": [("refund", 800, None, "01-07 12:20", None)],
    "29.9的草莓退一半": [("refund", 1495, None, None, None)],
    "全额退29.9，明天到账": [("refund", 2990, None, "01-08 22:00", None)],
    "没事的，运费5块加货款12块一起退您，今天之内": [("refund", 1700, None, "01-07 22:00", None)],
    "今天的草莓坏了，退您8块": [("refund", 800, None, None, None)],
    "每份退2块，您买了3份": [("refund", 600, None, None, None)],
    "两张5元券发您": [("voucher", 1000, None, None, None)],
    "下个月5号之前把钱打给您": [("refund", None, None, "02-05 22:00", None)],
    "2月30日退您": [("refund", None, None, None, None)],
    "换个新的给您，后天到": [("replacement", None, "新的", "01-09 22:00", None)],
    "给您重新发一箱，周五发货": [("replacement", None, "一箱", "01-09 22:00", None)],
    "行，您那份我重新给您配，明天一早送过去": [("replacement", None, "那份", "01-08 10:00", None)],
    "这箱橙子咱给您换一箱好的，周六到货就送": [("replacement", None, "一箱好的", "01-10 22:00", None)],
    "王姐，实在对不起，我这就给您转20": [("refund", 2000, None, "01-07 10:50", None)],
    "退款我明天上午十点前给您打过去": [("refund", None, None, "01-08 10:00", None)],
    "漏发的那瓶酱油，我下午五点前送到您家楼下": [("replacement", None, "那瓶酱油", "01-07 17:00", None)],
    "不好意思啊，坏的那几个给您折成钱，8块5，马上退": [("refund", 850, None, "01-07 10:50", None)],
    "您放心，三天内一定给您个说法": [("reply", None, None, "01-10 22:00", None)],
    "下周一之前把差价6.6元退到您微信": [("refund", 660, None, "01-12 22:00", None)],
    "今天晚上我给恁送过去一兜新的": [("replacement", None, "一兜新的", "01-07 22:00", None)],
    "大姐别上火，俺今儿晚上就给你补一兜": [("replacement", None, "一兜", "01-07 22:00", None)],
    "你等会儿，我现在给你拿新的": [("replacement", None, "新的", "01-07 10:50", None)],
    "下回接龙给您抵5块": [("voucher", 500, None, None, "next_group_buy")],
    "下次团购送您一张10元无门槛券": [("voucher", 1000, None, None, "next_group_buy")],
    "给您补200积分，明天到账": [("points", None, "200积分", "01-08 22:00", None)],
    "这个月底前把押金50块退给您": [("refund", 5000, None, "01-31 22:00", None)],
    "我让司机明天中午给您捎一箱过去": [("replacement", None, "一箱", "01-08 14:00", None)],
    "1月15号统一给大家退差价，每份退2元": [("refund", None, None, "01-15 22:00", None)],
    "少发的三盒酸奶周四补上": [("replacement", None, "三盒酸奶", "01-08 22:00", None)],
    "这事我去问供应商，晚上八点前回复您": [("reply", None, None, "01-07 20:00", None)],
    "我明早上门取那箱坏的，顺便给您带一箱新的": [
        ("visit", None, None, "01-08 10:00", None),
        ("replacement", None, "一箱新的", "01-08 10:00", None),
    ],
    "明天我上门看看，要是真坏了再给你换": [("visit", None, None, "01-08 22:00", None)],
    "您这单29.9元全额退款，24小时内到账": [("refund", 2990, None, "01-08 10:20", None)],
    "十五块六，下午转您": [("refund", 1560, None, "01-07 18:00", None)],
    "退您二十，别生气了": [("refund", 2000, None, None, None)],
    "每盒退3块，您三盒，一共9块，今晚转": [("refund", 900, None, "01-07 22:00", None)],
    "双倍赔您，一共25.8元，今晚十点前": [("refund", 2580, None, "01-07 22:00", None)],
    "8块钱红包马上发您": [("refund", 800, None, "01-07 10:50", None)],
    "我給您補一箱，週五之前送到": [("replacement", None, "一箱", "01-09 22:00", None)],
    "聽晚之前退返十五蚊俾你": [("refund", 1500, None, "01-08 22:00", None)],
    "我而家即刻幫你換過盒新嘅": [("replacement", None, "新嘅", "01-07 10:50", None)],
    "后天之前给您处理好": [("other", None, None, "01-09 22:00", None)],
    "咱明儿个给您重发，您别急": [("replacement", None, None, "01-08 22:00", None)],
    "那个啥 明天 给您补两斤": [("replacement", None, "两斤", "01-08 22:00", None)],
    "今晚给您退8块哈 再给您补一盒草莓 明天到": [
        ("refund", 800, None, "01-07 22:00", None),
        ("replacement", None, "一盒草莓", "01-08 22:00", None),
    ],
    "周末前给您送一份过来": [("replacement", None, "一份", "01-11 22:00", None)],
    "过两天给您补上": [("replacement", None, None, "01-09 22:00", None)],
    "这几天给您退": [("refund", None, None, "01-10 22:00", None)],
    "15号前把28元退您": [("refund", 2800, None, "01-15 22:00", None)],
    "2月30号给你补": [("replacement", None, None, None, None)],
    "12月1号给你退": [("refund", None, None, "12-01 22:00", None)],
    "等到货了给您补两盒": [("replacement", None, "两盒", None, "on_arrival")],
    "退您8块2小时内到": [("refund", None, None, "01-07 12:20", None)],
    "退您8块下午到账": [("refund", 800, None, "01-07 18:00", None)],
    "退您8块5下午到账": [("refund", 850, None, "01-07 18:00", None)],
    "退您12块一下午就到": [("refund", 1200, None, "01-07 18:00", None)],
    "退您3块5毛5分": [("refund", 355, None, None, None)],
    "退十二块八毛钱给你": [("refund", 1280, None, None, None)],
    "打您卡上26.5": [("refund", None, None, None, None)],
    "退您6元6角": [("refund", 660, None, None, None)],
    "退一百块零五毛": [("refund", 10050, None, None, None)],
    "退一百块零五": [("refund", None, None, None, None)],
    "退您2.5元每盒，您一共4盒": [("refund", 1000, None, None, None)],
    "你的三盒每盒退您2.5元，今晚": [("refund", 750, None, "01-07 22:00", None)],
    "我给你退5个点": [("refund", None, None, None, None)],
    "退您5折的钱": [("refund", None, None, None, None)],
    "退您一块钱": [("refund", 100, None, None, None)],
    "补您一块毛巾": [("replacement", None, "一块毛巾", None, None)],
    "补您一块蛋糕，明天": [("replacement", None, "一块蛋糕", "01-08 22:00", None)],
    "给您补10块": [("refund", 1000, None, None, None)],
    "给您补10个": [("replacement", None, "10个", None, None)],
    "给您补两个苹果": [("replacement", None, "两个苹果", None, None)],
    "退你三成": [("refund", None, None, None, None)],
    "退您30%": [("refund", None, None, None, None)],
    "退您1000": [("refund", 100000, None, None, None)],
    "退您10000000元": [("refund", None, None, None, None)],
    "退您0.01元": [("refund", 1, None, None, None)],
    "转您8.88": [("refund", 888, None, None, None)],
    "转您 8.88 哈": [("refund", 888, None, None, None)],
    "退您8.888元": [("refund", None, None, None, None)],
    "退你8块多": [("refund", None, None, None, None)],
    "差不多8块退你": [("refund", None, None, None, None)],
    "退您8元到10元": [("refund", None, None, None, None)],
    "退您8～10元": [("refund", None, None, None, None)],
    "退你15左右": [("refund", None, None, None, None)],
    "退您二三十": [("refund", None, None, None, None)],
    "今晚退您20，不对，是12": [("refund", None, None, "01-07 22:00", None)],
    "12块的草莓退您6块": [("refund", 600, None, None, None)],
    "原价19.9，退您9.9": [("refund", 990, None, None, None)],
    "退19.9里面的10块": [("refund", 1000, None, None, None)],
    "您付了19.9，全退给您": [("refund", 1990, None, None, None)],
    "29块9全部退给您": [("refund", 2990, None, None, None)],
    "29块9，我全退": [("refund", 2990, None, None, None)],
    "退您第一箱的钱": [("refund", None, None, None, None)],
    "退您3号那单的钱": [("refund", None, None, None, None)],
    "退您两斤的钱": [("refund", None, None, None, None)],
    "退您1斤的钱8块": [("refund", None, None, None, None)],
    "您买2份，一份8块，退您16": [("refund", 1600, None, None, None)],
    "退8块x2": [("refund", 1600, None, None, None)],
    "8块乘以2退您": [("refund", 1600, None, None, None)],
    "两份一起退您16块": [("refund", 1600, None, None, None)],
    "退您16（两份）": [("refund", None, None, None, None)],
    "退你8块8，图个吉利，再送你一盒": [("refund", 880, None, None, None), ("replacement", None, "一盒", None, None)],
    "退您１２．８０元": [("refund", 1280, None, None, None)],
    "退您¥8": [("refund", 800, None, None, None)],
    "退您￥8.5": [("refund", 850, None, None, None)],
    "退您8¥": [("refund", None, None, None, None)],
    "退您RMB8": [("refund", 800, None, None, None)],
    "退您人民币八元": [("refund", 800, None, None, None)],
    "8块的红包发您": [("refund", 800, None, None, None)],
    "发您个红包，8块8": [("refund", 880, None, None, None)],
    "给您发个8.8的红包": [("refund", 880, None, None, None)],
    "给您赔8块，今晚": [("refund", 800, None, "01-07 22:00", None)],
    "赔您一箱，后天到": [("replacement", None, "一箱", "01-09 22:00", None)],
    "补偿您10元": [("refund", 1000, None, None, None)],
    "补偿您一份": [("replacement", None, "一份", None, None)],
    "明天补您8.5": [("refund", 850, None, "01-08 22:00", None)],
    "上门给您换一盒新的，明天下午": [("replacement", None, "一盒新的", "01-08 18:00", None)],
    "给您开发票，周五前发您": [("other", None, None, "01-09 22:00", None)],
    "明天把发票开给您": [("other", None, None, "01-08 22:00", None)],
    "今晚我把照片发给您看": [("other", None, None, "01-07 22:00", None)],
    "稍后给您回电话": [("reply", None, None, "01-07 12:20", None)],
    "等下我打给你，说一下情况": [("reply", None, None, "01-07 12:20", None)],
    "有结果第一时间告诉您": [("reply", None, None, None, None)],
    "我们查清楚了给您答复，最晚明天中午": [("reply", None, None, "01-08 14:00", None)],
    "货我已经重新安排了，明天送到您家": [("other", None, None, "01-08 22:00", None)],
    "昨天忘了给您补，今天一定补上": [("replacement", None, None, "01-07 22:00", None)],
    "对不起，上次答应您的那盒，明早送到": [("other", None, None, "01-08 10:00", None)],
    "不用退货，钱马上退您": [("refund", None, None, "01-07 10:50", None)],
    "东西不用退回来，我明天补您一份": [("replacement", None, "一份", "01-08 22:00", None)],
    "没法今天退，明天一早退": [("refund", None, None, "01-08 10:00", None)],
    "今天退不了，明天一定退您8块": [("refund", 800, None, "01-08 22:00", None)],
    "别急，我退你": [("refund", None, None, None, None)],
    "我不会让您吃亏的，退您8块": [("refund", 800, None, None, None)],
    "不是退8块，是退您12块，今晚": [("refund", 1200, None, "01-07 22:00", None)],
    "您把收款码发我，我马上退您": [("refund", None, None, "01-07 10:50", None)],
    "您发个地址，我明天给您寄一份": [("replacement", None, "一份", "01-08 22:00", None)],
    "拍张照给我，我今晚退您8块": [("refund", 800, None, "01-07 22:00", None)],
    "坏了几个您数一下，我按数退": [("refund", None, None, None, None)],
    "下午三点我过去看看": [("visit", None, None, "01-07 15:00", None)],
    "我这就去看看": [],
    "不好意思，我去看一下": [],
    "我去看看怎么回事": [],
    "我去您家看一下": [("visit", None, None, None, None)],
    "我等下去您家拿": [("visit", None, None, "01-07 12:20", None)],
    "晚点来您家收走坏的": [("visit", None, None, "01-07 12:20", None)],
    "司机明天给您补送": [("replacement", None, None, "01-08 22:00", None)],
    "厂家明天直接给您补发一箱": [("replacement", None, "一箱", "01-08 22:00", None)],
    "让厂家给您补发，后天到": [("replacement", None, None, "01-09 22:00", None)],
    "我让仓库今天给您重新发货": [("replacement", None, None, "01-07 22:00", None)],
    "到时候给您补": [("replacement", None, None, None, None)],
    "改天给您补一份": [("replacement", None, "一份", None, None)],
    "有空给您补": [("replacement", None, None, None, None)],
    "年前给您补上": [("replacement", None, None, None, None)],
    "过年前退您": [("refund", None, None, None, None)],
    "元旦给您送一份": [("replacement", None, "一份", None, None)],
    "尽快给您退": [("refund", None, None, None, None)],
    "第一时间给您退": [("refund", None, None, None, None)],
    "一定给您补": [("replacement", None, None, None, None)],
    "保证今晚退到": [("refund", None, None, "01-07 22:00", None)],
    "今晚八点半前给您发消息": [("reply", None, None, "01-07 20:30", None)],
    "下周二上午十点上门取件": [("visit", None, None, "01-13 10:00", None)],
    "2月29号退您": [("refund", None, None, None, None)],
    "后天晚上七点前把少的两盒鸡蛋给您送到门口": [("replacement", None, "两盒鸡蛋", "01-09 19:00", None)],
    "明天中午十二点前给您退12.8": [("refund", 1280, None, "01-08 12:00", None)],
    "今天之内退您": [("refund", None, None, "01-07 22:00", None)],
    "当天退您": [("refund", None, None, "01-07 22:00", None)],
    "月底统一结算，退您36.5": [("refund", 3650, None, "01-31 22:00", None)],
    "半个小时内给您打电话": [("reply", None, None, "01-07 10:50", None)],
    "一刻钟后给您回话": [("reply", None, None, "01-07 10:35", None)],
    "48小时内退款": [("refund", None, None, "01-09 10:20", None)],
    "两个工作日内退您8元": [("refund", 800, None, "01-09 22:00", None)],
    "五号前补您一箱": [("replacement", None, "一箱", "02-05 22:00", None)],
    "下下周一给您补": [("replacement", None, None, "01-19 22:00", None)],
    "鸡蛋碎了真不好意思，我补您六个，今天下午五点放您家门口": [("replacement", None, "六个", "01-07 17:00", None)],
    "您好，这箱苹果的钱晚上八点一并退您，一共46.8": [("refund", 4680, None, "01-07 20:00", None)],
    "车厘子的差价我给您补上，5块2，一会儿就转": [("refund", 520, None, "01-07 12:20", None)],
    "上回说的积分，周日给您加50积分": [("points", None, "50积分", "01-11 22:00", None)],
    "两百五十块明天上午打到您卡上": [("refund", 25000, None, "01-08 12:00", None)],
    "草莓那一盒我退您15元，月底前到": [("refund", 1500, None, "01-31 22:00", None)],
    "好，今晚之前回您话": [("reply", None, None, "01-07 22:00", None)],
    "下周五给各位补发": [("replacement", None, None, "01-16 22:00", None)],
    "莫慌，我等哈儿就给你转八块": [("refund", 800, None, "01-07 12:20", None)],
    "幺妹，二天给你补哈": [("replacement", None, None, None, None)],
    "这事包我身上，周六晚上七点给您答复": [("reply", None, None, "01-10 19:00", None)],
    "麻溜的，我这就给你换一盒": [("replacement", None, "一盒", "01-07 10:50", None)],
    "整错了，下晌给你送一箱对的": [("replacement", None, "一箱对的", "01-07 18:00", None)],
    "嗯嗯 明天 中午 给你 送两盒 过来": [("replacement", None, "两盒", "01-08 14:00", None)],
    "好的收到我今天下午三点之前给您退二十五块钱": [("refund", 2500, None, "01-07 15:00", None)],
    "那个我看了一下确实是我们漏发了明天一早给您补一瓶酱油": [("replacement", None, "一瓶酱油", "01-08 10:00", None)],
    "我們聽日會補發一份畀你": [("replacement", None, "一份", "01-08 22:00", None)],
    "對唔住，我聽晚退返8蚊畀你": [("refund", 800, None, "01-08 22:00", None)],
    "退款十二元六角，三小时内到您微信": [("refund", 1260, None, "01-07 13:20", None)],
    "为表歉意送您一张8元无门槛券，今晚发到您账户": [("voucher", 800, None, "01-07 22:00", None)],
    "下单时给您抵扣6元，下次团购用": [("voucher", 600, None, None, "next_group_buy")],
    "运费我退您，6块，现在就转": [("refund", 600, None, "01-07 10:50", None)],
    "退您一百二": [("refund", 12000, None, None, None)],
    "¥29.90 全退，24 小时内": [("refund", 2990, None, "01-08 10:20", None)],
    "一箱28，两箱退您56，明天到账": [("refund", 5600, None, "01-08 22:00", None)],
    "周五补发，两袋米": [("replacement", None, "两袋米", "01-09 22:00", None)],
    "下周把那桶油给您换了": [("replacement", None, "那桶油", "01-18 22:00", None)],
    "明天上门给您送一条鱼": [("replacement", None, "一条鱼", "01-08 22:00", None)],
    "退8块，补一份，都是今晚": [
        ("refund", 800, None, "01-07 22:00", None),
        ("replacement", None, "一份", "01-07 22:00", None),
    ],
    "后天退您5元，另加20积分": [("refund", 500, None, "01-09 22:00", None), ("points", None, "20积分", None, None)],
    "下周一给您答复，最晚周二晚上": [("reply", None, None, "01-13 22:00", None)],
    "钱今晚退完，你的是39.9": [("refund", 3990, None, "01-07 22:00", None)],
    "你买的是39.9，明天退你": [("refund", None, None, "01-08 22:00", None)],
    "33我晚上转您": [("refund", 3300, None, "01-07 22:00", None)],
    "19.9全退给你，明天上午到": [("refund", 1990, None, "01-08 12:00", None)],
    "一共12，退您6": [("refund", 600, None, None, None)],
    "退一赔一，一共38，今天": [("refund", 3800, None, "01-07 22:00", None)],
    "收款码发我一下，28块，立马转": [("refund", 2800, None, "01-07 10:50", None)],
    "月底一块结给你，退42": [("refund", 4200, None, "01-31 22:00", None)],
    "您多付了12块，今天下午退": [("refund", 1200, None, "01-07 18:00", None)],
    "扣多了3块2，我这就转回给您": [("refund", 320, None, "01-07 10:50", None)],
    "差价3块5我晚上补您微信上": [("refund", 350, None, "01-07 22:00", None)],
    "该退多少我算一下，晚上转您": [("refund", None, None, "01-07 22:00", None)],
    "前天那箱的钱今晚转您，四十五": [("refund", 4500, None, "01-07 22:00", None)],
    "先退您10块，剩下的20明天退": [("refund", 1000, None, None, None), ("refund", 2000, None, "01-08 22:00", None)],
    "退您8块，三天内到账[抱拳]": [("refund", 800, None, "01-10 22:00", None)],
    "退款23块5，三个工作日原路返回": [("refund", 2350, None, "01-12 22:00", None)],
    "退您30，不过得等到明天": [("refund", 3000, None, "01-08 22:00", None)],
    "给您赔偿，代金券20元，今天到账": [("voucher", 2000, None, "01-07 22:00", None)],
    "给您补100分，明天": [("points", None, "100分", "01-08 22:00", None)],
    "芒果补你俩，明天来拿": [("replacement", None, "俩", "01-08 22:00", None)],
    "玉米给您补5根，到货那天一起给您": [("replacement", None, "5根", None, "on_arrival")],
    "您家那袋盐没装，明早送来": [("replacement", None, "那袋盐", "01-08 10:00", None)],
    "鸡腿漏了，晚上给您捎过去": [("replacement", None, "鸡腿", "01-07 22:00", None)],
    "漏的那把大葱明早放您门口": [("replacement", None, "那把大葱", "01-08 10:00", None)],
    "那桶油给您换掉，后天": [("replacement", None, "那桶油", "01-09 22:00", None)],
    "把那桶油换了，明天，我记本子上了": [("replacement", None, "那桶油", "01-08 22:00", None)],
    "欠您的两条鱼今天下午送": [("replacement", None, "两条鱼", "01-07 18:00", None)],
    "顺便把上回欠您的5块今晚给您退了": [("refund", 500, None, "01-07 22:00", None)],
    "虾我明早现捞，给您补一斤": [("replacement", None, "一斤", "01-08 10:00", None)],
    "给您补十个鸡蛋，后天跟车来": [("replacement", None, "十个鸡蛋", "01-09 22:00", None)],
    "我明天不在，给您补一盒": [("replacement", None, "一盒", None, None)],
    "盖子有裂的话不能用，我给您重发一个，三天内": [("replacement", None, "一个", "01-10 22:00", None)],
    "不能退，但我可以给您补一盒，明天": [("replacement", None, "一盒", "01-08 22:00", None)],
    "周日来收那个坏锅，再给您带个新的": [
        ("visit", None, None, "01-11 22:00", None),
        ("replacement", None, "新的", "01-11 22:00", None),
    ],
    "明天我让售后打您电话": [("reply", None, None, "01-08 22:00", None)],
    "发票周五开给您，多收的7块一会儿退": [
        ("other", None, "发票", "01-09 22:00", None),
        ("refund", 700, None, "01-07 12:20", None),
    ],
    "检测报告周四发群里": [("other", None, "检测报告", "01-08 22:00", None)],
    "我今晚一定给您把发票补上": [("other", None, None, "01-07 22:00", None)],
    "运费6块，明天退您草莓的钱": [("refund", None, None, "01-08 22:00", None)],
    "今晚退您，3栋，502": [("refund", None, None, "01-07 22:00", None)],
    "退您五毛…开玩笑，退您5块": [("refund", 500, None, None, None)],
    "陆姐，明天退您伍拾元": [("refund", 5000, None, "01-08 22:00", None)],
    "看到图了，退款。¥23，傍晚": [("refund", 2300, None, "01-07 19:00", None)],
    "少一盒。补。后天送": [("replacement", None, "一盒", "01-09 22:00", None)],
    "确认了，退。8块，明天上午": [("refund", 800, None, "01-08 12:00", None)],
    "全退，三百二，三天内到": [("refund", 32000, None, "01-10 22:00", None)],
    "打车钱你垫的23，晚上转你": [("refund", 2300, None, "01-07 22:00", None)],
    "款项我明天中午前汇给您，350元": [("refund", 35000, None, "01-08 12:00", None)],
    "今晚转数快退返$25畀你": [("refund", 2500, None, "01-07 22:00", None)],
    "后天退您，9块9，下午三点前": [("refund", 990, None, "01-09 15:00", None)],
    "每人退3块，今天下班前": [("refund", 300, None, "01-07 18:00", None)],
    "没给您带上，东西在我车里，晚上送上去": [("replacement", None, None, "01-07 22:00", None)],
    "缺的梨，明天给您带回三个": [("replacement", None, "三个", "01-08 22:00", None)],
    "明儿一早给您送，两袋": [("replacement", None, "两袋", "01-08 10:00", None)],
    "姐，找到了，今晚把牛奶给您送上楼": [("replacement", None, "牛奶", "01-07 22:00", None)],
    "你那份卤味我给你拿过去，晚上": [("replacement", None, "那份卤味", "01-07 22:00", None)],
    "您那箱梨明天上门换，差价3元今晚退您": [
        ("replacement", None, "那箱梨", "01-08 22:00", None),
        ("refund", 300, None, "01-07 22:00", None),
    ],
    "型号发错是我们的错，这个电饭煲这周给您换过来": [("replacement", None, "这个电饭煲", "01-11 22:00", None)],
    "不好意思捏，明天幫妳補寄兩罐醬油": [("replacement", None, "兩罐醬油", "01-08 22:00", None)],
    "给我两天，一定给您个交代": [("reply", None, None, "01-09 22:00", None)],
    "您那份豆腐我给漏了，下午拿给您": [("replacement", None, "那份豆腐", "01-07 18:00", None)],
    "姐，月饼少一盒，我周五亲自送来": [("replacement", None, "一盒", "01-09 22:00", None)],
    "赠您50积分，明日到账": [("points", None, "50积分", "01-08 22:00", None)],
    "周末我去您家里看看那台锅": [("visit", None, None, "01-11 22:00", None)],
    "发票下周统一开给大家": [("other", None, "发票", "01-18 22:00", None)],
}
NO_PROMISE = [
    "补的两包挂您门把手上了",
    "资金周转不开，大家理解下",
    "您退款前天就到您微信了，15元，您看看",
    "退款前天就处理好了，22元",
    "這個沒辦法退差價喔",
    "要退货找平台",
    "平台会退您12.8，三天左右",
    "保险公司会赔您50",
    "补差价链接发您了，拍5元",
    "差价上个月就补过了，您翻翻记录",
    "红包上周就发了",
    "给您放了张5元券在账户里",
    "谢谢您的反馈，辛苦了",
    "不好吃再找我退",
    "有问题您跟我说，我给您退",
    "好吃再来",
    "您收到退款了没",
    "您多转了5块",
    "苹果三斤12，明天到",
    "19.9全场包邮",
    "上次那箱换了吧",
    "少发一桶，一查是邻居拿错",
    "收到啦，到账89.9，谢谢团长",
    "退款 8.88 已操作，请查收",
    "想退随时找我",
    "退款是可以退，但是你得先把货拿回来",
    "要是真坏了就退",
    "已经退你了",
    "给您退5块行不行",
    "退不了，生鲜不退",
    "您看今晚退您8块可以吗",
    "厂家说明天补发",
    "昨天补发了",
    "我希望明天能补给你",
    "满50减5，今晚开团",
    "您去平台申请退款",
    "明天我去进货",
    "抱歉！我拿错了，薰衣草还有一瓶，我现在给您送楼下",
    "退了退了，全额，别跟我客气",
    "周五到，3J，坏果包赔",
    "放您家门口了，柠檬那瓶不用退，您送人",
    "没事没事，这十块钱我出",
    "要不给您退10块？",
    "您看是退8块还是补一份",
    "昨天已经给您退了15块，您查收一下",
    "我们没说要退您钱",
    "我尽量今晚给您送到",
    "供应商答应周五给补货",
    "他说明天退我钱",
    "凡是坏的一律包赔",
    "明天八点开团，前十名送鸡蛋",
    "刚给您补了两盒，放驿站了",
    "不能退哈，生鲜拆封不退不换",
    "如果您觉得行，我今晚退您8块",
    "谁家的坏了找我退",
    '"今晚退你20"是你自己说的，我没说过',
    "补发的昨天就寄出了",
    "已经跟厂家说了，明天给您补",
    "已提交退款，预计明天到账",
    "今晚8点前没到我给您全额退款",
    "明天没送到就退您",
    "三天没到给您退",
    "免您下次的运费",
    "您想退款还是换一份呢",
    "哪天给您送方便？",
    "我什么时候说过要退你了",
    "是不是给您补发过了？",
    "您要的那份昨天已经补给您了",
    "上周退您的8块收到没",
    "我们这边退货退款流程是这样的",
    "退款问题请联系平台客服",
    "麻烦您把坏的拍照发我",
    "您自己去驿站取一下",
    "别催了，没法补",
    "生鲜不退不换哈",
    "这种情况不能退的",
    "不好吃我也没办法退",
    "刚刚退了，您看下微信",
    "已经给您安排补发了",
    "老板跟我说会补的",
    "她说要退我钱，我没要",
    "供应商退给我了我才能退你",
    "要是明天还没到，我给您退",
    "如果真是坏的，拍照给我就退",
    "万一化了我赔您",
    "下次再坏就给您全退",
    "买二送一，今晚截单",
    "满30减5，优惠券自己领",
    "新人进群送5元券",
    "好评返2元红包",
    "晒图送一盒鸡蛋",
    "争取明天给您补上",
    "应该能退，我先问下",
    "想给您补一份，就是没货了",
    "要不我给您退5块？您看成不",
    "退8块得行不",
    "畀返你10蚊好唔好",
    "给您补一盒，您看要得不",
    "坏果包赔，大家放心下单",
    "谁没收到找我补",
    "明天停水，大家存点水",
    "今晚七点开团，草莓特价",
    "自提点九点关门",
    "我明天不在，后天来取",
    "大家明天记得来拿货",
    "您说的“明天退我”我没答应过",
    "不是不给您退，是系统退不了",
    "退货的话要您承担运费",
    "草莓到了，来取吧",
    "明天到货",
    "谢谢您的理解",
    "您那单我看到了",
    "收到，我看看",
]


def rows(found: tuple[PromiseWords, ...]) -> list[Row]:
    return [(p.kind, p.amount_fen, p.thing, f"{p.due:%m-%d %H:%M}" if p.due else None, p.when) for p in found]


@pytest.mark.parametrize("text", PROMISES)
def test_a_promise_is_read_in_full(text: str) -> None:
    assert rows(promises_in(text, SAID_AT)) == PROMISES[text]


@pytest.mark.parametrize("text", NO_PROMISE)
def test_what_only_looks_like_a_promise(text: str) -> None:
    assert promises_in(text, SAID_AT) == ()


def test_a_message_that_is_all_verbs_is_read_so_far_and_no_further() -> None:
    text = "".join(f"退您{n}块。" for n in range(1, 101))
    assert [p.amount_fen for p in promises_in(text, SAID_AT)] == [n * 100 for n in range(1, MAX_DEEDS + 1)]


TIMES = {
    "今晚": "01-07 22:00", "明早": "01-08 10:00", "明天": "01-08 22:00", "明天上午": "01-08 12:00",
    "后天中午": "01-09 14:00", "大后天": "01-10 22:00", "今天下午3点前": "01-07 15:00", "晚上八点前": "01-07 20:00",
    "八点前": "01-07 20:00", "明天八点": "01-08 08:00", "傍晚": "01-07 19:00", "周三": "01-07 22:00",
    "周三上午": "01-07 12:00", "周五": "01-09 22:00", "这周五": "01-09 22:00", "下周五": "01-16 22:00",
    "下周": "01-18 22:00", "这周": "01-11 22:00", "周末": "01-11 22:00", "月底": "01-31 22:00", "15号": "01-15 22:00",
    "1月15日": "01-15 22:00", "两天内": "01-09 22:00", "这两天": "01-09 22:00", "这几天": "01-10 22:00",
    "半小时内": "01-07 10:50", "一个半小时": "01-07 11:50", "20分钟": "01-07 10:40", "马上": "01-07 10:50",
    "一会儿": "01-07 12:20", "今晚12点前": "01-08 00:00", "今晚9点半": "01-07 21:30", "听晚": "01-08 22:00",
    "三个工作日内": "01-12 22:00", "明天20块退你": "01-08 22:00", "今晚8块转你": "01-07 22:00",
    "三天内20块": "01-10 22:00",
    "今晚：退你": "01-07 22:00", "明天：钱退您": "01-08 22:00", "周五12.8退你": "01-09 22:00", "明个儿": "01-08 22:00",
    "元月九号": "01-09 22:00", "年前十四号": "01-14 22:00", "8:30": "01-07 20:30",
    "次日": "01-08 22:00", "3月底": "03-31 22:00", "十二月末": "12-31 22:00",
}  # fmt: skip


@pytest.mark.parametrize("text", TIMES)
def test_a_time_is_the_latest_moment_that_keeps_the_word(text: str) -> None:
    [when] = when_in(text, SAID_AT)
    assert when.due is not None
    assert f"{when.due:%m-%d %H:%M}" == TIMES[text]


@pytest.mark.parametrize("text", ["说两点：一是退您6块", "周1.5块", "微信收一哈"])
def test_a_number_that_goes_on_is_no_time(text: str) -> None:
    assert when_in(text, SAID_AT) == ()


@pytest.mark.parametrize("text", ["2月30日", "32号", "今天早上8点", "2月29号", "25点", "0月3日"])
def test_a_time_that_is_over_or_does_not_exist_has_no_moment(text: str) -> None:
    assert all(when.due is None for when in when_in(text, SAID_AT))


def on_sunday(text: str) -> str:
    [when] = when_in(text, datetime(2026, 1, 11, 10, tzinfo=ZONE))
    assert when.due is not None
    return f"{when.due:%m-%d}"


def test_weeks_begin_on_monday() -> None:
    """Next week, said on a Sunday, is the one that begins tomorrow; this week is over tonight."""
    assert [on_sunday(t) for t in ("下周", "这周", "下周一", "周日", "周一", "周末")] == [
        "01-18", "01-11", "01-12", "01-11", "01-12", "01-11",
    ]  # fmt: skip


def test_a_weekday_that_has_passed_by_its_hour_is_the_next_one() -> None:
    friday_night = datetime(2026, 1, 9, 22, 30, tzinfo=ZONE)
    assert when_in("周五", friday_night)[0].due == datetime(2026, 1, 16, 22, tzinfo=ZONE)
    assert when_in("这周五", friday_night)[0].due is None


def test_half_an_hour_is_half_an_hour_when_the_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    before = datetime(2026, 3, 29, 1, 45, tzinfo=berlin)
    due = when_in("半小时内", before)[0].due
    assert due is not None
    assert due.timestamp() - before.timestamp() == 1800
    assert due.hour == 3


SUMS = {
    "12.8元": 1280, "¥12.80/份×3": 3840, "十二块八": 1280, "二十块": 2000, "两百五十块": 25000, "3块5": 350,
    "１２．８元": 1280, "3块半": 350, "12块80": 1280, "五毛": 50, "8块8毛": 880, "1,200元": 120000, "1.2k块": 120000,
    "每份退2块，一共3份": 600, "两盒各退5块": 1000, "12块一起": 1200, "8块2小时内": None, "8块左右": None,
    "5到8块": None, "八九块": None, "0元": None, "-5元": None, "99999999元": None, "一份退3块": None, "8.888元": None,
    "九块九一分不少": 990, "都先赔您5元": 500, "都退8块": 800, "草莓和鸡蛋都退您8块": None, "差价4块5回头转你": 450,
    "坏一包退您13块3，一共三包": None, "两袋，我退你一袋的10块5": None, "一个破的退一块三，少的两个": None,
}  # fmt: skip


@pytest.mark.parametrize("text", SUMS)
def test_a_sum_is_exact_or_none(text: str) -> None:
    assert [m.fen for m in money_in(text)] in ([SUMS[text]], [] if SUMS[text] is None else None)


@pytest.mark.parametrize("text", ["1e9元", "两块毛巾", "一毛不少", "一块儿去", "第3块", "十几块", "3号楼"])
def test_what_is_no_sum(text: str) -> None:
    assert not [m for m in money_in(text) if m.fen is not None]


NUMBERS = {
    "两百五": 250,
    "一百零五": 105,
    "一万二": 12000,
    "廿五": 25,
    "3千2": 3200,
    "八九": None,
    "十七八": None,
    "零": 0,
}


@pytest.mark.parametrize("words", NUMBERS)
def test_numbers_in_chinese(words: str) -> None:
    assert number(words) == NUMBERS[words]


PIECES = st.sampled_from(
    [
        *PROMISES,
        *NO_PROMISE,
        *TIMES,
        *SUMS,
        "退",
        "补",
        "给您",
        "，",
        "。",
        "？",
        "了",
        "吗",
        "明天",
        "8",
        "元",
        "\n",
        "👍",
        "不",
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=6).map("".join))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(ZONE))  # noqa: DTZ001


@given(TEXTS, MOMENTS)
def test_whatever_is_said_nothing_is_invented(text: str, said_at: datetime) -> None:
    """It never fails; a time lies ahead, a sum and a thing come out of the words, an event has no date."""
    for p in promises_in(text, said_at):
        assert p.due is None or p.due > said_at
        assert p.due is None or p.when is None
        assert p.thing is None or (p.thing in text and p.thing)
        if p.amount_fen is not None:
            assert 0 < p.amount_fen <= MAX_FEN
            assert any(c in "0123456789半一二两俩三四五六七八九十百千万廿" for c in plain(text))


@settings(deadline=None)
@given(st.integers(1, MAX_FEN))
def test_every_sum_is_read_as_it_is_written(fen: int) -> None:
    written = f"{fen // 100}.{fen % 100:02d}"
    [promise] = promises_in(f"今晚退您{written}元", SAID_AT)
    assert promise.amount_fen == fen
    assert [p.amount_fen for p in promises_in(f"明天退您{written}", SAID_AT)] == [fen]


@given(st.integers(1, 60))
def test_days_from_now(days: int) -> None:
    [promise] = promises_in(f"{days}天内给您补一份", SAID_AT)
    assert promise.due == (SAID_AT + timedelta(days=days)).replace(hour=22, minute=0)


@given(st.text(max_size=200))
def test_plain_text_is_as_long_as_the_text(text: str) -> None:
    assert len(plain(text)) == len(text)
