"""The verbs of promising: where a text names a deed, of what kind, and which words belong to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from bot.domain.money_words import MEASURES
from bot.domain.plain_words import CHINESE
from bot.domain.when_words import When

Kind = Literal["refund", "replacement", "voucher", "points", "visit", "reply", "other"]

YOU = r"(?:(?:给|还给|到|回|返|畀)?(?:[你您](?:们|家|个)?|大家|各位|大伙儿?|你哋|姐|哥|阿姨|叔|嫂子?|婶))"
_COUNTED = rf"(?:\d{{1,3}}|{CHINESE}|半|几)\s*(?:[{MEASURES}]|[块张双对斤本盆]|公斤|小[袋盒包])"

_DEEDS: tuple[tuple[Kind, str], ...] = (
    (
        "points",
        r"[给送补加返赔赠](?:回|返|送|上|还)?"
        + YOU
        + r"?[^,;。!?]{0,8}?积分|积分[^,;。!?]{0,8}?(?:给|补|加|送|返|打|到)(?:[你您]们?)?(?:补|加|送|返|打)?",
    ),
    (
        "voucher",
        r"(?:[给送补发赔返塞放打申退换赠](?:上|一|给|个|张|回)*"
        + YOU
        + r"?(?:[^,;。!?]{0,14}?|[^,;。!?]{0,3}?(?<=[补赔])偿[,:\s]{1,2}[^,;。!?]{0,8}?)"
        r"(?:券|卷(?=$|[,，。!哈])|代金|抵扣|免邮|免运费|减免|优惠)"
        r"|(?:抵扣|抵(?="
        + YOU
        + r"?\s*[\d一二两三四五六七八九十])|少收|减(?="
        + YOU
        + r"?\s*[\d一二两三四五六七八九十]+\s*[块元])|便宜(?="
        + YOU
        + r"?\s*[\d一二两三四五六七八九十])|免"
        + YOU
        + r"?的?(?:邮|运费|配送费))"
        r"|(?:券|代金|优惠)[^,;。!?]{0,6}?(?:给[你您](?:们)?[补发送]|[补发给送放塞打](?:发|到|给|进|你|您|上|(?=$|[,，。!哈]))))",
    ),
    (
        "refund",
        r"(?:全额?|原路|照价|如数|一起|都)?退(?!少补|换|回来|群|团|步|休|烧|出|货点|不退|款(?:流程|码|方式|记录|申请|截图|[清名]?单|明细|表|的事|这|那|问题|进度|政策)|货[点处区])"
        r"(?:一半|全款|差价|货款|货退款|款|钱|现|还|返|回去?|给|到|掉)*"
        r"|(?<![补复换送])返(?:现|还|钱|款|给)|(?<![补复换送])返(?=" + YOU + r"|\s*[\d¥])"
        r"|打(?:款|钱)|打(?:回|到|给|过去)?(?=[你您])(?!.{0,4}(?:电话|语音|视频|招呼))|打过[去来](?!.{0,3}电话)"
        r"|转账|汇(?:款|[回给到过]|(?=[你您]))|转(?:回|给|到){0,2}(?=[你您])|(?<![运好周流中辗旋扭回倒翻])转(?:过|回)去|(?<![运好周流中辗旋扭回倒翻公自])转(?=$|[,，。!~哈啊哦吧啦呀])|(?:结|算)(?:算)?给(?=[你您])|转(?=\s*(?:[\d¥]|[一二两三四五六七八九十百]+(?:块|元|毛|蚊)))"
        r"|红包|报销|免单|差价|(?:照价|全额?|原价|双倍|加倍)赔|赔(?:付(?!明细|清单|表|方案|标准|流程|规则|记录)|偿(?!明细|方案|标准)|款|钱)"
        r"|(?:钱|款|货款|运费|费用|差额)(?:都|全|一分不少)?(?:还|给)(?=[你您])|结清|(?:钱|款|账)[^,，。]{0,3}清(?=[了掉])|(?<=[你您底天晚午内号前一])结(?=$|[,，。!;哈啦了])|到账(?=[,，\s]*¥?\d)|免了|免掉",
    ),
    (
        "replacement",
        r"(?:重新?|再|另外?|单独)(?:给|帮|跟)?"
        + YOU
        + r"?(?:发|寄|送|拿|配|做|装|拣|打包|带|来|捎|调|留|整|安排|快递|称|搞|弄|挑|选)"
        r"(?<!再来)(?!给?供应|给?厂|给?仓|给?群|个?消息|个?公告|个?通知|[一个]?(?:遍|下|次))"
        r"|(?<!退少)补(?!贴|货单|充|习|水|拍|款|丁|课|票|偿|单|税|考|交|差|牙|血|钙|习|[一]?(?:下|句|刀|觉))"
        r"(?:发|寄|送|货|上(?![次回周个])|齐|给|回|返|起|过去|过来|全)*(?:到位)?"
        r"|补偿(?=" + YOU + r"?[,，:：\s]*(?:" + _COUNTED + r"|[¥\d]))"
        r"|(?:调)?换(?!句|季|人|供应|包装|快递|家|厂|个?(?:方式|说法|角度|思路|包装|供应|快递|厂|牌|群)|成?(?:供应|厂)|算|来|谁)"
        r"(?:货|新|成|给|过|上|掉|一下)*"
        r"|赔(?:给)?(?=" + YOU + r"?\s*(?:" + _COUNTED + r"|新的|[¥\d]))"
        r"|(?<=给[你您])送(?=[那这]?[盒袋箱瓶份包个条][^,，。!?；;家门\d]{1,6})"
        r"|送(?:给|过去|过来|过|上|来|去|到|返|回)?(?="
        + YOU
        + r"?\s*(?:家|门口|楼下)?\s*(?:"
        + _COUNTED
        + r"|一?[个把双条件套瓶箱盒袋只床]?新的))"
        r"|(?:[寄拿带捎留整匀]|(?<=[多再你您新])装|(?<![少漏错多没未])发(?!(?:你|您)?(?:们)?[一个两张份]*(?:照片|图|视频|链接|定位|清单|表|单子|公告|报告|截图|消息|通知|票|发票|红包|券)))(?:给|过|上|去|回|来|下)?(?="
        + YOU
        + r"?\s*(?:"
        + _COUNTED
        + r"|一?[个把双条件套瓶箱盒袋只床]?新的))"
        r"|(?<=给)[你您](?:们)?[挑选捞杀摘割切抓拣配](?=\s*(?:" + _COUNTED + rf"|[{MEASURES}条块]?(?:好|新|活|大|甜)))"
        r"|(?<=给[你您])[送拿带捎](?=\s?[,，]\s?(?:" + _COUNTED + r"))"
        r"|(?<=[多再])给(?=[你您](?:们)?(?:" + _COUNTED + r"))"
        r"|(?<=给)[你您](?:们)?[寄带捎匀](?:上|去|回|来|下)?(?=\s*(?:"
        + _COUNTED
        + r"|一?[个把双条件套瓶箱盒袋只床]?新的))",
    ),
    (
        "visit",
        r"(?:(?<!送)上门|登门)(?!给[你您](?:们)?(?:换|补|送|退))|(?:过去|过来|去|来)(?:取(?!消|货|件码)|收(?!到|款)|拉走?|瞧|修(?!养)|看(?:看|一[看下]|下|一眼)?|"
        r"拿(?:走|回)|验)|(?<![送寄发带捎拿放])(?:到|去|来|上)(?:[你您](?:们)?(?:家里?|那[里儿]?|楼下|门口|单元|小区|楼道)+)(?:[看取收拿把瞧验处称复修]|当面|道歉|$|[,，。!哈]|一趟|给)"
        r"|(?:过去|过来|上门|去|来)(?=把[^,，。]{1,10}(?:收|拉|取|拿|带)(?:走|回))|下楼(?=[^,，。]{0,4}[看取拿收])|取走|拉回来|收回来|拿回来|(?<!白)跑一趟",
    ),
    (
        "reply",
        r"答复|回复(?!我)|(?<![回答])复(?=返?[你您])|话返?[你您]知|(?<![应回报])答(?=[你您])|回话|回音|回信(?!息)|回[你您]|准信|准话|说法|交代|交待|告诉|告知|通知|知会|联系(?!我|不)|联络|(?:打|回|去|拨)(?:个|通|一个|一通)?(?:电话|"
        r"语音)|打[你您](?:们)?的?电话|等我的?(?:电话|消息|信儿?|通知|回复|回话)|打给[你您](?=.{0,3}电话)|电话(?=[你您])"
        r"|[跟和同给][你您](?:们)?(?:再)?(?:说|讲|聊|反馈|回|汇报|确认|沟通|消息|结果|个信|发消息|发信)|[说讲]一声|说清楚|反馈|查(?:清楚?|明白?|出来|到底)|"
        r"[问搞弄](?:清楚?|明白)|(?:给|有)[你您]?(?:个|一个)?(?:结果|消息|信儿)",
    ),
    (
        "other",
        r"处理|解决|办(?:好|妥|了|完)?|搞定|弄(?:好)?|安排|发(?:货|出|走|过去|到|给|群)|(?:(?<![赠配运免护你您])|(?<=[给帮][你您])(?<!去给[你您]))送(?=$|[,，。!哈啊]|家)|(?<=[我晚天上午会就再重一点])发(?=$|[,，。!哈啊])|[带拿捎拎](?=[来去](?:$|[,，。!哈啊]))|(?<=[天上下午晚会就号末一二三四五六起])给(?=[你您](?:们)?(?:$|[,，。!哈啊]))|(?<=一起)给(?=$|[,，。!哈啊])|[捎拎提扛搬](?:给|过去|过来|来|去|[上下回][去来楼]|到)|寄(?:出|走|过去|给|到)?|送(?:到|过去|过来|来|去|上|[下回][去来楼]|达|给|楼下|门口|货|(?=[你您](?:们)?(?:家|楼|门)))|[放挂搁塞](?=[你您货门家柜]|在|驿站|自提|店里|楼下|保安)|发(?=[你您](?:们)?(?:看|手机|微信|$|[,，。!哈]))|(?<=给)[你您](?:们)?[^,，。;!?]{0,4}(?:单号|截图|照片|清单)|来领|拍给|(?<!维)修(?!养)|"
        r"开(?:好|张|一张)?(?:发票|票)|发票|带(?:给|过去|过来|[上下回][去来楼]|到)|拿(?:给|过去|过来|[上下][去来楼]|到)|调(?:货|整|取|监控)"
        r"|查|核(?:对|实)|问|催|追|改|登记|更新|收拾|清理|整理|取消|撤销|作废|贴|公布|公示|对账|上报|提交|申请|到位",
    ),
)
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _DEEDS)
_STOP = re.compile(r"[。!?；;]+|(?<=[。!])\s|~+")
_BREAK = re.compile(r"[,，。!?；;…~]|(?<=[^\W\d_])\s+(?=[^\W\d_])")


@dataclass(frozen=True)
class Deed:
    """A verb of promising at a place of the text; `begin` and `stop` bound the words that belong to it."""

    kind: Kind
    start: int
    end: int
    begin: int = 0
    stop: int = 0


def sentences(words: str) -> list[tuple[int, int]]:
    ends = [m.end() for m in _STOP.finditer(words)] + [len(words)]
    starts = [0, *ends[:-1]]
    return [(a, b) for a, b in zip(starts, ends, strict=True) if a < b]


def deeds_in(words: str, start: int, stop: int, times: tuple[When, ...]) -> list[Deed]:
    """The verbs of a sentence, strong ones first where they overlap; an `other` counts only where nothing else is."""
    found: list[Deed] = []
    for kind, pattern in _PATTERNS:
        for m in pattern.finditer(words, start, stop):
            inside_time = any(t.start <= m.start() and m.end() <= t.end for t in times)
            if m.end() > m.start() and not inside_time and all(m.end() <= d.start or m.start() >= d.end for d in found):
                found.append(Deed(kind, m.start(), m.end()))
    found.sort(key=lambda d: d.start)
    return [
        replace(d, begin=found[n - 1].end if n else start, stop=found[n + 1].start if n + 1 < len(found) else stop)
        for n, d in enumerate(found)
    ]


def clause(words: str, at: int, floor: int, ceiling: int) -> tuple[int, int]:
    """The clause around a place."""
    begin, end = floor, ceiling
    for a, b in _breaks(words):
        if floor <= a and b <= at:
            begin = b
        elif at <= a < ceiling:
            end = a
            break
    return begin, end


@lru_cache(maxsize=64)
def _breaks(words: str) -> tuple[tuple[int, int], ...]:
    return tuple(m.span() for m in _BREAK.finditer(words))


def has_time(words: str, d: Deed, times: tuple[When, ...]) -> bool:
    a, b = clause(words, d.start, 0, len(words))
    return any(a <= t.start < b and not re.match("的?[那这][单箱盒份批]", words[t.end :]) for t in times)
