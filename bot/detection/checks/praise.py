"""Praise, also in negative words: 好吃哭了, 后悔买少了, 绝了."""

from __future__ import annotations

from bot.detection.normal import plain
from bot.detection.reading import pattern, plain_of, quoted
from bot.domain.verdict import Burst, CheckResult, Situation

_GOOD = pattern(
    r"(?<!不)(?<!难)(?<!没那么)(?<!不怎么)(?<!不太)(?<!不咋)(?<!没多)(?<!没有)(?<!没以前)(?<!没上次)(?:好吃|好喝|"
    r"真香|太香|嘎嘎香|香迷糊|香得|好香|很香|又香|挺香|喷香|香哭|嫩得很|又甜|很甜|真甜|好甜|甜得(?!发苦|发腻|齁|过)|"
    r"甜疯|甜着呢|甜哭|脆甜|挺甜|甜是真甜|水灵|饱满|蹦跶|个(?:头|儿|又)?大[,还又]|流油)",
    r"(?:爱死|香死|美死|好吃哭|吃哭|哭死|绝了|绝绝子|yyds|杀疯|上头|停不下来|要我?命|过瘾|爽(?:翻|死|歪)|惊艳|无敌|"
    r"封神|犯规|炫(?:完|了)|回购|无限回购|再来|还想(?:吃|买|要)|舍不得|一扫而空|抢着吃|光盘|吞下去|丧心病狂|太罪恶|"
    r"害我胖|天天催我|别的都不吃|分量太足|量太足|要了我的命|都怪(?:它|团长家?)(?:.{0,4})(?:好吃|◇|太|蛋)|有毒吧|真香|"
    r"起鸡皮)",
    r"(?:后悔|早知道|恨)(?:.{0,4})(?:没|少|不|就)(?:.{0,3})(?:多)?(?:买|囤|订|拿|下单|要|来)|后悔买少|买少了|没多囤|"
    r"怎么(?:才|只)买(?:了)?一|为什么(?:.{0,4})限购|(?:谢谢|感谢|辛苦|多谢)(?:.{0,4})(?:团长|师傅|老板|大家|小哥|"
    r"阿姨)|(?:团长|师傅|小哥)(?:.{0,6})(?:辛苦|靠谱|大气|爽快|贴心|给力|威武|厉害|会选货|真好|太好|良心|负责|讲究|"
    r"够意思)(?!了?是?不|,?但)",
    r"(?<!不)(?<!没)(?<!不太)(?:满意|靠谱|惊喜|新鲜得|很新鲜|真新鲜|好新鲜|超新鲜|新鲜,|喜欢|划算得|超值|值了|真值|"
    r"真划算|很划算|点赞|赞(?!助)|(?<!箍)棒(?!子|冰)|给力|巴适|安逸|得劲|嫽|美滴|很赞|厚实|好用|好穿|柔软|舒服|合适|"
    r"正好|正正好|完美|地道|讲究|够意思|没得挑|没话说|态度我服|不错|挺好|蛮好|很好|超好|太好了|真好|好得很|友好|"
    r"顶呱呱|nice|比超市便宜|香得很|恰到好处|处女座)",
    r"(?:都|家|的)?(?:(?<!外头)(?<!外面)(?<!表面)好好的|没问题|没毛病|一个没(?:坏|碎|烂)|没坏过)|\[(?:强|爱心|玫瑰|"
    r"鼓掌|色|亲亲|拥抱|庆祝|好的)\]\[|❤|🌹|😋|🥰|😍|💪|🤤",
)
_FINE = pattern(
    r"(?:我|我家|我们)(?:的|家|这|那|家那)?.{0,6}(?:(?<!外头)(?<!外面)(?<!表面)好好的|没问题|没毛病|挺好|很好|"
    r"(?<!没)有呀|(?<!没)有啊|都有|到了|收到了|没坏|没事|不急|不碍事|是?正常的?|挺(?:硬实|新鲜|甜|脆)|挺新鲜|甜着|"
    r"新鲜|可以啊|还行|还可以|蛮好)|没觉得|我觉得(?:还|挺|很)"
)
_TURN = pattern(
    r"(?<!不)但(?!凡|愿)|可是|不过|就是(?!好|甜|香|爱|喜欢|这|,饿|说)|可惜|然而|却|偏偏|结果|只是|除了|美中不足|唯独|"
    r"一点.{0,4}(?:不|没)|上[次回批].{0,12}(?:这次|这回|这批|今天)|说好|哪里|好意思|(?:很|真|太|也|挺)?(?:失望|无语)|"
    r"(?:甜|香|脆|好吃)呢|贵人|没得说|倒是|虽然|有点|不如|真好意思|还以为|对不起"
)
_RAPTURE = pattern(r"真香|好吃哭|爱死|绝了|停不下来|太好吃|怎么这么好吃|香迷糊|甜疯|yyds|太漂亮|汁水")
_BROKE_SOON = pattern(r"一(?:开|用|拿|洗|穿|碰|装)就.{0,10}(?:断|坏|破|裂|散|掉|塌|成)|断了|散架|裂了")
_IRONY = pattern(r"\[(?:微笑|裂开|捂脸|白眼|再见|无语|旺柴)\]|🙂|😅|🙃|呵呵")


def is_praise(text: str) -> bool:
    """Whether a plain text speaks well of something and does not turn."""
    return bool(_GOOD.search(text) or _FINE.search(text)) and not _TURN.search(text)


def praise(burst: Burst, situation: Situation) -> CheckResult | None:
    """Speaks well of the goods, with no 但是 behind it and no bitter smile."""
    text = plain_of(burst)
    found = _GOOD.search(text) or _FINE.search(text)
    if not found or _IRONY.search(text) or (_TURN.search(text) and not _RAPTURE.search(text)):
        return None
    return CheckResult("praise", -1.0 if _BROKE_SOON.search(text) else -4.5, f"像是夸：“{quoted(found.group())}”")


def speaks_well(text: str) -> bool:
    """`is_praise` for a text as it was written."""
    return is_praise(plain(text))
