"""Plain sentences put together from parts whose reading is known.

What a leader says is read in any order of its parts; what is no promise is not, whatever stands around it.
"""

from __future__ import annotations

import random
import re
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.promise_words import promises_in

SAID_AT = datetime(2026, 5, 13, 9, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
"""A Wednesday."""
DRAWN = 4000
Known = tuple[str, int | None, str | None, str | None]
"""Kind, sum, thing, and the time or the event of a promise."""

SUMS: dict[str, int | None] = {
    "8块": 800, "8块钱": 800, "八块": 800, "8元": 800, "8.5": 850, "8.5元": 850, "十二块八": 1280, "四元二角": 420,
    "两块五毛": 250, "三十五块四": 3540, "12个半": 1250, "廿蚊": 2000, "¥8": 800, "8块8毛": 880,
    "一百零五元": 10500, "十块零八毛": 1080, "五十块钱": 5000, "两百三十块": 23000, "七毛": 70, "9块9": 990,
    "八元五角": 850, "6.00元": 600, "二十块零五毛": 2050, "一块五": 150, "12.80元": 1280, "三块八毛": 380,
    "¥12.80": 1280, "15块整": 1500, "100元": 10000, "23块5毛": 2350, "十元零五角": 1050, "九个九": 990,
    "二十来块": None, "十几块钱": None,
}  # fmt: skip
WITH_YUAN = tuple(s for s in SUMS if re.search("[元块毛¥蚊]|8.5", s))
COUNTED = (
    "两盒草莓", "一把蒜苗", "一包虾皮", "5个土鸡蛋", "两张新鲜豆皮", "一小罐果酱", "俩鹅蛋", "一兜橘子",
    "四节新电池",
)  # fmt: skip
NAMED = (
    "鸡蛋", "酸奶", "新花洒", "豆皮", "那袋大米", "那两把青菜", "锅盖", "原味的",
)  # fmt: skip
DAYS = {
    "今晚": "05-13T22:00", "明早": "05-14T10:00", "明天上午": "05-14T12:00", "明晚之前": "05-14T22:00",
    "周五前": "05-15T22:00", "下周三": "05-20T22:00", "5月20日": "05-20T22:00", "半小时内": "05-13T09:50",
    "马上": "05-13T09:50", "两天内": "05-15T22:00", "月底前": "05-31T22:00", "聽日": "05-14T22:00",
    "明儿": "05-14T22:00", "明天一早": "05-14T10:00", "五月二十日": "05-20T22:00", "今天下班前": "05-13T18:00",
    "后天中午": "05-15T14:00", "星期五之前": "05-15T22:00", "20号": "05-20T22:00", "待会儿": "05-13T11:20",
    "明晚八点前": "05-14T20:00", "今儿下午": "05-13T18:00", "聽晚之前": "05-14T22:00", "本周六": "05-16T22:00",
    "这两天": "05-15T22:00", "下周一上午": "05-18T12:00", "周日晚上": "05-17T22:00", "后天": "05-15T22:00",
    "大后天": "05-16T22:00", "今天中午前": "05-13T12:00", "明天下午三点": "05-14T15:00", "三天之内": "05-16T22:00",
    "一个小时内": "05-13T10:20", "这周五": "05-15T22:00", "月底": "05-31T22:00", "礼拜天": "05-17T22:00",
    "周末": "05-17T22:00", "两小时内": "05-13T11:20", "傍晚": "05-13T19:00", "晚上九点": "05-13T21:00",
    "明天下班前": "05-14T18:00", "立刻": "05-13T09:50", "等下": "05-13T11:20", "一会儿": "05-13T11:20",
    "三个工作日内": "05-18T22:00", "后日": "05-15T22:00", "晚点": "05-13T11:20",
}  # fmt: skip
EVENTS = {"到货那天": "on_arrival", "下次开团": "next_group_buy", "下回开团": "next_group_buy"}
OPENINGS = (
    "", "实在抱歉，", "不好意思，", "我看到了，", "收到，", "草莓烂了三个，", "姐，", "您别急，", "好的好的，",
    "秤不准是我的错，", "照片我看了，确实坏了。", "哎呀真对不住！", "大姐你消消气，", "豆皮馊了", "亲，", "嗯嗯，",
    "亲爱的，", "行，", "蟹脚断了两只，", "甭管谁的责任，", "没事的，", "鸡腿臭了我看到了，",
)  # fmt: skip
YOU = ("您", "你", "畀你", "给您", "给你", "恁", "姐")
WE = ("我", "", "俺", "我们", "姐", "咱", "我这边", "团长我")
ENDS = ("", "。", "哈", "啊", "～", "，放心", "！")
PAYS = (
    "{i}{t}退{u}{s}", "{t}{i}退{u}{s}", "{i}{t}给您退{s}", "{t}{i}赔{u}{s}", "{i}{t}转{u}{s}", "{t}给你转{s}",
    "{i}{t}把{s}退给您", "{s}{i}{t}退给您", "{s}{t}{i}转给你", "{s}{i}先赔给你，{t}转", "{t}把那{s}给您退掉",
    "{i}{t}退{s}给你", "{t}{i}转{s}给您", "{i}{t}补{u}{s}", "{t}{i}返{u}{s}", "{t}{i}打{s}给你",
    "{i}{t}把{s}打给您", "{s}{t}打你微信", "{s}{i}{t}全退您", "{t}把这{s}还给您", "{i}{t}退还{u}{s}",
    "{t}{i}补{s}给您", "{i}{t}赔{s}给你", "{t}，{i}退{u}{s}", "{t}给姐退{s}", "{i}{t}退回{s}", "{s}{i}补给你，{t}",
    "{t}{i}还您{s}", "{i}{t}赔付{u}{s}", "{t}{i}转账{s}给您", "{t}{i}退款{s}", "{i}{t}退您，{y}", "退您，{y}，{t}",
)  # fmt: skip
PAYS_LATER = (
    "{i}退{u}{s}", "退{s}给你", "{s}{i}退给您", "{i}给你转{s}", "{i}赔{u}{s}", "{i}补{u}{s}", "{i}返{s}给您",
    "{s}{i}赔给你", "{i}把{s}转给你", "{s}全退您", "{i}打{s}给你", "把那{s}退给您", "{i}退您，{y}", "{y}，{i}退您",
)  # fmt: skip
BRINGS = (
    "{i}{t}补{u}{g}", "{t}{i}给您补{g}", "{i}{t}补发{g}", "{t}{i}补{g}给您", "{i}{t}给你送{g}", "{t}送{g}给你",
    "{t}{i}带{g}给您", "{i}{t}给你捎{g}", "{t}{i}给您拿{g}", "{t}给你搭{g}", "{i}{t}寄{g}给您", "{t}给您寄{g}",
    "{g}{t}给您补上", "{i}{t}再送{u}{g}", "{t}重新发{u}{g}", "{i}{t}给您换{g}", "{t}{i}把{g}给您送过去",
    "{t}，{i}给您补{g}", "{t}带{g}给姐", "{i}{t}给您重发{g}", "{t}{i}拿{g}给你", "{t}补{g}给您",
    "{g}我{t}给您送去", "{i}{t}给您送去，{n}",
)  # fmt: skip
BRINGS_LATER = (
    "{i}补{u}{g}", "{i}给您补{g}", "补{g}给您", "{i}给你送{g}", "{i}再送{u}{g}", "{i}给您重发{g}", "{i}带{g}给你",
    "{i}给你捎{g}", "{g}我给您补上", "{i}给您搭{g}",
)  # fmt: skip
SO_THE_MONEY = (
    "，{t}", "，{t}转", "，{t}到账", " {t}", "，都是{t}", "，{t}弄好", "，最迟{t}", "，{t}转到",
)  # fmt: skip
SO_THE_GOODS = (
    "，{t}", "，{t}送到", "，{t}送来", " {t}", "，都是{t}", "，{t}给您送去", "，最迟{t}", "，{t}放您门口",
)  # fmt: skip
OTHER_FORMS: dict[tuple[str, int | None, str | None], tuple[str, ...]] = {
    ("visit", None, None): (
        "{i}{t}去您家看看", "{t}上门给您看看", "{i}{t}过来您家看一下", "{t}我来你家修", "{i}{t}到您家取",
        "{t}安排师傅上门修", "我{t}上您家瞧瞧", "{t}我到府上量一次", "{t}师傅和我一起上门", "我{t}带工具上门给您看一下",
        "{t}我到您那儿看看", "我{t}过去看一下秤",
    ),
    ("reply", None, None): (
        "{i}{t}给您答复", "{i}{t}回复您", "{t}给您回电话", "{i}{t}给你个说法", "{t}打电话给您", "{i}{t}查清楚回您",
        "{i}{t}联系您", "问清楚了{t}告诉您", "{t}给您个准信", "我问下厂家，{t}回你", "{i}{t}给你个交代",
        "{i}{t}打您电话",
    ),
    ("voucher", 1000, None): (
        "{i}{t}给您发一张10元的券", "{t}送您一张10块券", "{i}{t}补您10元优惠券", "10元代金券{t}发到您账户",
        "{t}给您发张10块钱的券", "{i}{t}再给您一张10元券", "再送您一张10元券，{t}发",
        "{t}给您补张10的代金券", "{i}{t}给您一张十的券",
    ),
    ("points", None, "200积分"): (
        "{i}{t}给您补200积分", "200积分{t}加给您", "{i}{t}补您200积分",
    ),
    ("refund", 800, None): (
        "{t}发您8块红包", "{i}{t}给您发个8块的红包", "{t}微信转您8块", "{t}原路退回8块", "运费8块{t}退您",
        "差价8块{t}补您", "多收的8块{t}退您", "您垫的8块{t}转您", "{i}{t}补偿您8块", "{i}{t}退您8块钱运费",
        "{t}把差价8块转您", "8块的差价{t}退给您", "少找的8块我{t}转您", "那8块钱{t}我转过去",
        "{t}把多收您的8块打回去", "{t}给您退款8元", "8块，{t}退您", "退，8块，{t}", "{t}退8块到您微信",
        "{i}{t}退8块，您收一下", "{t}先退您8块", "一共退您8块，{t}到账", "{t}退您两份的钱，一共8块",
        "欠您的8块{t}转给您", "每斤2块，4斤一共8块，{t}退您", "{t}赔您8块损失", "三家各退8块，{t}转",
        "两家都退8块，{t}到账", "{t}退三家，每家8块", "{i}{t}退你们两位，各退8块", "钱8块一分不少{t}退你",
        "少了两斤，按4块一斤{i}{t}退您8块", "8块的红包{t}发您", "8块{i}自己掏腰包{t}退您",
    ),
    ("replacement", None, "两盒草莓"): (
        "漏的两盒草莓{t}补上", "{t}重新给您拿两盒草莓", "{t}再给您装两盒草莓", "{t}给您匀两盒草莓",
        "{t}捎两盒草莓过来给您", "{i}{t}补寄两盒草莓", "{i}{t}快递两盒草莓给您", "欠您的两盒草莓{t}送到",
        "{t}补两盒草莓放您门口", "少的两盒草莓{i}{t}给您带去", "{i}{t}上门给您换两盒草莓",
        "{i}{t}跑一趟，给您送两盒草莓", "{t}两盒草莓给您送上门", "{t}叫人给您送两盒草莓",
        "让我老公{t}给您送两盒草莓", "两盒草莓，{t}补", "{t}补，两盒草莓", "草莓给您补两盒，{t}",
        "{t}再拿两盒草莓给您", "{t}给你多带两盒草莓", "{t}给您换两盒草莓", "{i}{t}赔您两盒草莓",
        "{t}给您重新配两盒草莓", "{t}发两盒草莓给您", "{i}{t}安排补发两盒草莓", "{i}{t}另外送您两盒草莓",
        "{i}{t}给您留两盒草莓", "{t}给您重新烤两盒草莓", "您家缺的两盒草莓，{t}放到门卫室", "少您的两盒草莓{t}放到前台",
    ),
    ("replacement", None, "那桶油"): (
        "{i}{t}把那桶油给您换掉", "那桶油{t}给您换", "那桶油{i}{t}换新的给您", "{t}上门换那桶油",
        "{i}{t}给您把那桶油换掉", "那桶油我{t}给您重新送", "你那桶油我{t}给你换", "那桶油别要了，{t}给您换新的",
    ),
    ("other", None, "发票"): (
        "发票{t}开给您", "发票我{t}寄给您", "您的发票{t}补开",
    ),
}  # fmt: skip
"""Forms with a sum or a thing of their own."""


def _read(line: str) -> list[Known]:
    return [
        (p.kind, p.amount_fen, p.thing, f"{p.due:%Y-%m-%dT%H:%M}" if p.due else p.when)
        for p in promises_in(line, SAID_AT)
    ]


def _drawn(draw: random.Random) -> tuple[str, Known]:
    """A sentence and what it promises."""
    opening, end = draw.choice(OPENINGS), draw.choice(ENDS)
    day, we = draw.choice(list(DAYS)), draw.choice(WE)
    if draw.random() < 0.35:
        kind, fen, thing = draw.choice(list(OTHER_FORMS))
        line = draw.choice(OTHER_FORMS[kind, fen, thing]).format(i=we, t=day)
        return ("" if opening.endswith("了") else opening) + line + end, (kind, fen, thing, f"2026-{DAYS[day]}")
    money, later = draw.random() < 0.55, draw.random() < 0.35
    forms = (PAYS_LATER if later else PAYS) if money else (BRINGS_LATER if later else BRINGS)
    form = draw.choice(forms) + (draw.choice(SO_THE_MONEY if money else SO_THE_GOODS) if later else "")
    event = None if later or draw.random() < 0.9 else draw.choice(list(EVENTS))
    known_sum = draw.choice(WITH_YUAN if "{y}" in form else list(SUMS))
    thing = draw.choice(COUNTED if "{n}" in form else COUNTED + NAMED)
    if known_sum[-1] in "0123456789九八五四" and (day[0].isdigit() or day[0] == "月"):
        known_sum = "8块"  # ¥820号, 9块9月底
    if opening.endswith("了") and (form[1] in "syg" or form.startswith("{t}，")):
        opening = ""  # 馊了八块 would be a count
    line = form.format(i=we, u=draw.choice(YOU), t=event or day, s=known_sum, y=known_sum, g=thing, n=thing)
    until = EVENTS[event] if event else f"2026-{DAYS[day]}"
    known = ("refund", SUMS[known_sum], None, until) if money else ("replacement", None, thing, until)
    return opening + line + end, known


def is_read(line: str, known: Known) -> bool:
    found = _read(line)
    if len(found) != 1:
        return False
    kind, fen, thing, until = found[0]
    same = thing == known[2] or (thing and known[2] and (thing in known[2] or known[2] in thing))
    return bool(same) and (kind, fen, until) == (known[0], known[1], known[3])


def test_whatever_order_the_parts_come_in() -> None:
    draw = random.Random(12)
    lines = dict(_drawn(draw) for _ in range(DRAWN))
    missed = [(line, known, _read(line)) for line, known in lines.items() if not is_read(line, known)]
    assert not missed, (len(missed), missed[:10])


NO_PROMISE = {
    "done already": (
        "刚退您{s}了", "已经退您{s}了", "昨天就转给您{s}了", "上周补您{g}了", "{s}刚给您转过去了",
        "{g}昨天给您送去了", "前天{i}就赔你{s}了", "我{s}已经打给你了", "早上带{g}给您了", "刚才把{g}放您门口了",
        "{s}上周三就还你了", "{s}我给您免掉，已经从总价里扣除了", "退您{s}，补{g}，均已办理",
    ),
    "questions and offers": (
        "退您{s}行不行", "{t}给您补{g}好吗？", "要不要{t}给您补{g}？", "赔您{s}，您看行吗", "{t}退您{s}可以不",
        "送{g}给你，要得不", "你看退{s}还是补{g}", "{t}给你带{g}成不成？", "您是要{s}还是要{g}？",
        "退{s}，得未？", "退{s}定系补{g}，你拣一样", "{s}我转给你，中不",
    ),
    "conditions and rules": (
        "要是坏了我就退您{s}", "您要同意我{t}就转{s}", "厂家批了我{t}退您{s}", "有货的话{t}给您补{g}",
        "坏了我就赔{s}", "凡是坏的都退{s}", "如果{t}没到，我退您{s}", "万一丢了我赔您{s}",
        "只要您满意，{t}送{g}给您", "谁家坏了就补{g}", "等供应商同意了我{t}赔您{s}", "您点头我{t}就转{s}给您",
        "不甜包退", "假一赔十", "你肯要我就退您{s}", "我{t}去仓库找，找到了给您送{g}",
    ),
    "advertising": (
        "满50送{g}", "买两份送{g}，{t}截单", "新客立减{s}", "{t}开团，{g}只要{s}", "{g}{s}一份，{t}到货",
        "下单送{g}，{t}截止", "{g}特价{s}，{t}接龙", "买三盒就送{g}，{t}截止", "{g}{s}，群友再减一块",
    ),
    "what others say or do": (
        "厂家说{t}退您{s}", "快递员{t}给您送{g}", "平台{t}会退您{s}", "供应商说{t}补{g}给您", "他说{t}赔您{s}",
        "快递小哥{t}带{g}给您", "果园讲会赔您{s}", "物流说{t}赔{s}给你", "厂家会统一补发{g}", "快递公司赔您{s}",
        "邻居{t}拿{g}给您", "司机话他{t}赔您{s}", "出版社{t}才会换", "厂家验完才给退{s}",
    ),
    "refusals": (
        "{s}我退不了", "不能退您{s}", "{g}没法给您补", "这个不赔{s}的", "我不会再补{g}给您了", "没有{g}给您换",
        "恕我不能赔您{s}", "{g}补不了", "没办法{t}给您送{g}", "退{s}我做不到",
        "您要求退{s}，这个我做不了主", "退{s}都不行", "你让我退{s}我拿啥退",
    ),
    "hopes": (
        "我争取{t}退您{s}", "尽量{t}给您送{g}", "希望{t}能退您{s}", "可能{t}补{g}给您", "我看能不能{t}赔您{s}",
        "估计{t}给您带{g}吧", "本来想{t}退您{s}的",
    ),
    "told of somebody else, and what the member is to do": (
        "上次我退了王姐{s}", "隔壁团{t}退{s}", "别的团长赔了{s}", "以前有位邻居，我退了她{s}", "您{t}把{s}转给我",
        "您{t}把{g}送回来", "麻烦您{t}带{g}给我", "你补我{s}就行", "{g}您{t}自己来拿", "我家孩子{t}要{g}",
        "您付了{s}", "{g}原价{s}",
    ),
}  # fmt: skip


def _idle(draw: random.Random) -> str:
    """A sentence that promises nothing."""
    line = draw.choice(draw.choice(list(NO_PROMISE.values()))).format(
        s=draw.choice(WITH_YUAN), g=draw.choice(COUNTED + NAMED), t=draw.choice(list(DAYS)), i=draw.choice(WE)
    )
    opening = draw.choice(OPENINGS)
    end = "" if line[-1] in "？吗" else draw.choice(("", "。", "哈", "～", "！"))
    return ("" if opening.endswith("了") else opening) + line + end


def test_nothing_is_heard_where_nothing_is_promised() -> None:
    draw = random.Random(13)
    heard = {line: found for line in (_idle(draw) for _ in range(DRAWN)) if (found := _read(line))}
    assert not heard, (len(heard), list(heard.items())[:10])
