"""A burst that says no more than that goods arrived bad: 今天的牛奶坏了; 团长，草莓有两个是烂的.

The learned stages doubt such bare words, since much of what breaks at home is told in them; where nothing else stands
beside goods and fault, people mean these goods.
"""

from __future__ import annotations

import re

from bot.detection.goods import goods_spans
from bot.domain.plain_words import plain

_LONGEST = 24
SOME = (
    r"(?:(?:好几|大半|一些|好些|一大半|三分之[一二]|不少|[一二两俩仨三四五六七八九十几半多\d]{1,3}+)[个颗只枚盒箱袋包瓶份斤根块条片粒样板]?+|"
    r"很多|好多|一部分)"
)
_CALLS = (
    r"(?:@?(?:团长|老板娘?|群主|店家|小二|亲|[你您]好|那个|喂|哎呀?|唉|额|呃|天哪?|完了|不好意思)[,，!！~\s啊呀哎]*+)*+"
)
_BOUGHT = (
    r"(?:(?:我们?|俺|咱们?|自己)(?:家|妈|爸|爷爷|奶奶|婆婆|公公|老公|老婆)?|家|\d+[栋楼号单元室]*|[今昨前]天|今早|昨晚|早上|中午|下午|刚刚?才?|[你您]们?家?|群里|本群|这[次批回里]?)*+"
    r"(?:收到|拿到|领到|取到|送到|到手|买到?|拿|领|取|送来|发来|订|团)?(?:了|的|这)*+"
)
BEFORE = re.compile(rf"{_CALLS}{_BOUGHT}(?:{SOME}|[那这](?:{SOME}|[个盒箱袋包瓶份些颗只])|[个盒箱袋包瓶份些颗只])?的?")
BAD = r"[坏烂碎破裂漏臭馊霉化瘪蔫]|变[质味]|发[霉臭馊]|长毛|过期|压[坏扁烂]|坏死"
POOR = (
    r"不(?:太|够|怎么)?新鲜|质量(?:也?太|很|真|实在|有点|都)?(?:差劲?|不行|不好|不过关|有问题)|有一?[股点]?[怪臭酸异霉馊]?味道?|"
    r"(?:不能|没法|无法)[吃用喝]|[吃用]不了|有(?:虫子?|头发|问题)|是假的?"
)
AFTERWARDS = rf"(?:[了的掉完透]|{SOME})*+"
_FAULT = (
    rf"子?[,，\s]*(?:怎么|咋|又|也|都|全部?|已经|好像|就|还|里面?|里头|是(?!假)|有(?!一?[股点]?[怪臭酸异霉馊]?味|虫|头发|问题)|被|一?点都|{SOME}|点)*+(?:{POOR}|{BAD})"
    rf"{AFTERWARDS}"
)
HELP = (
    r"[,，?？!！\s]*(?:(?:这|该|要|得|我|现在)*(?:怎么|咋|如何)(?:办|弄|处理|搞|整|退|换)?|"
    r"(?:能|可以|可|给|管|包)(?:不能|不可以|不)?(?:给)?[退换补赔处]?[款货钱理]?(?:吗|不|么)|找谁|[退管换赔]不[退管换赔]|谁管|"
    r"(?:我?要|想|给我?)?[退换补](?:货|款|钱|掉|了|一[个盒份])?吧?)"
)
_AFTER = re.compile(rf"{_FAULT}[啊呀呢哦哎唉诶吧嘛呜,，。.!！~～…\s]*")
_ASKED = re.compile(rf"{_FAULT}(?:吗|么|没有?|不)[啊呀,，。.?？~～…\s]*")
_ASKED_FOR_HELP = re.compile(rf"{_FAULT}[啊呀呢哦,，。.!！~～…\s]*{HELP}[啊呀呢,，。.?？!！~～…\s]*")
_DEMANDED = re.compile(
    rf"{_FAULT}[啊呀呢哦,，。.!！~～…\s]*(?:我?要求?|请|赶紧|快|给我?|必须|麻烦)*+(?:[退赔](?:钱|款|货)|赔)吧?[啊呀,，。.!！~～…\s]*"
)
_OWN = re.compile("我|俺|咱|[收拿领取送]到|到手|刚|今[天早]|昨|早上|这|团长|老板|群主")
_LASTS = re.compile("[锅煲壶机炉箱柜扇秤器]$|数据线|充电|钢化膜")
_HERE = re.compile("团长|老板|群主|[收拿领取送]到|到手|买|订|团|[送发]来|今天的|群")


_SIGNS = re.compile("(?:\\[[^\\[\\]]{1,6}\\]|[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d])+")
_PARTICLES = str.maketrans("啦咯喽嘞叻滴哒哇呐喔嗷", "了了了了了的的啊啊啊啊")


def spoken(text: str) -> str:
    """Plain words without the signs of a face, each particle as it is mostly written: 我滴坏咯😭 is 我的坏了."""
    return _SIGNS.sub("", plain(text)).strip().translate(_PARTICLES)


_NONE_ORDERED = re.compile(
    r"没有?我(?:家|们)?的(?:事|戏)|没我(?:啥|什么)?事|(?=.{0,12}没有?我(?:家|们)?的).{0,20}我?(?:今天|这[次回])?没(?:有)?(?:订|买|下单|要)(?!到)"
)
_NORMAL = re.compile(
    "(?:[坏烂碎破裂少掉漏软]|不熟)[^,，。!！?？不]{0,8}(?:很|挺|都|也|是|算|比较)*(?<!不)正常的?[啦啊呀吧嘛哈,，。!！~～…]*$"
)
_MAY_BE_NONE = re.compile(r"没有?我(?:家|们)?的(?:单|名|吧|哈|货|菜(?!都|也))|(?:这[次回]|今[天日])没有?我(?:家|们)?的")


def says_nothing_was_ordered(text: str) -> bool:
    """Whether the words tell that there is nothing for the member, and that this is right: 没我的吧，我没订."""
    return _NONE_ORDERED.search(plain(text)) is not None and len(text) <= _LONGEST


def calls_it_normal(text: str) -> bool:
    """Whether the words tell that such a fault is nothing to complain about: 鸡蛋破一两个正常的."""
    return _NORMAL.search(plain(text)) is not None and len(text) <= _LONGEST


_AT_HOME = re.compile(r"放[坏馊臭烂霉](?:掉?了|掉)[啊呀呢哦哎唉吧嘛,，。.!！~～…\s]*$")


_MILD = re.compile(
    r"[^,，。!！?？]{0,6}(?:不(?:怎么|太|算|是很)|没那么|不那么)[酸苦辣咸硬涩腥油][啊呀呢哦吧嘛的,，。.!！~～…\s]*"
)


def calls_it_mild(text: str) -> bool:
    """Whether the words tell no more than that something is hardly so: 不怎么酸."""
    return _MILD.fullmatch(plain(text)) is not None


def went_bad_at_home(text: str) -> bool:
    """Whether the words tell that somebody kept something too long: 牛奶放坏了."""
    return _AT_HOME.search(plain(text)) is not None and len(text) <= 12 and not _HERE.search(text)


_SOME_DATE = re.compile("(?:[这那]|生产|上面的?)?日期(?:不太?对|有点不对|不对劲)[啊呀呢哦吧嘛的了,，。.!！~～…\\s]*")


def tells_of_a_near_date(text: str) -> bool:
    """Whether the words tell no more than that something soon expires, which may stand in their own fridge, or that a
    date is not right, which may be any: 日期不对."""
    words = plain(text)
    if _SOME_DATE.fullmatch(words):
        return True
    return len(words) <= 12 and "快过期" in words and not re.search("[收拿领取]到|[给发买]|剩|才", words)


def may_have_ordered_nothing(text: str) -> bool:
    """Whether the words may be asking whether there is anything at all: 没我的吧; 这回没我的."""
    return _MAY_BE_NONE.search(plain(text)) is not None and len(text) <= 12


def says_only_a_fault(text: str) -> bool:
    """Whether the words name goods and what is wrong with them, and nothing besides but what is to be done about those
    of their own: 我的牛奶坏了怎么办; 草莓烂了一半，退钱."""
    if _goods_of(text, _AFTER) is not None or _goods_of(text, _DEMANDED) is not None:
        return True
    goods = _goods_of(text, _ASKED_FOR_HELP)
    return goods is not None and _OWN.search(plain(text).partition(goods)[0]) is not None


def asks_what_to_do(text: str) -> bool:
    """Whether the words ask what to do about bad goods, whoever's: 牛奶坏了能退吗."""
    return _goods_of(text, _ASKED_FOR_HELP) is not None


def only_asks_of_a_fault(text: str) -> bool:
    """Whether the words ask whether goods are bad, and nothing besides: 鸡蛋破了没."""
    return _goods_of(text, _ASKED) is not None


def may_be_of_home(text: str) -> bool:
    """Whether such words may be about something that has long been in use: 我家冰箱坏了."""
    goods = _goods_of(text, _AFTER) or _goods_of(text, _ASKED_FOR_HELP)
    return goods is not None and _LASTS.search(goods) is not None and not _HERE.search(text)


def _goods_of(text: str, after: re.Pattern[str]) -> str | None:
    words = _SIGNS.sub("", plain(text)).strip()
    if len(words) > _LONGEST:
        return None
    as_said = words.translate(_PARTICLES)
    for found in goods_spans(words):
        if BEFORE.fullmatch(as_said, 0, found.start) and after.fullmatch(as_said, found.end):
            return words[found.start : found.end]
    return None


_WONDERS = re.compile("(?<!我)(?:是不是|会不会|是否|莫不是|该不会)(?!我)")


def wonders(text: str) -> bool:
    """Whether somebody asks if something is so, as the polite tell of a fault: 是不是漏了我家的葡萄.

    Of 59 such lines of the labelled talk in which the checks find a fault 22 are complaints.
    """
    return _WONDERS.search(text) is not None
