"""When words about a deed promise nothing: past, negated, asked, conditional, hoped for, said by others, advertised."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.domain.promise_of_others import advertised, heads, nothing_special, said_by_others, somebody_elses
from bot.domain.promise_said import FUTURE, Said
from bot.domain.promise_unsettled import asked, conditional, hoped


def is_promised(words: str, kind: str, start: int, end: int, begin: int, stop: int, has_time: bool) -> bool:
    """Whether the verb at this place of a plain text is a promise and not one of the things that only look like it."""
    said = Said(words, kind, start, end, begin, stop, has_time)
    return not any(doubt(said) for doubt in DOUBTS)


_NO = re.compile(
    r"(?:不|没|没有|没法|别|未|无法|甭|莫|唔|勿|难|不要|拒绝)(?:能|会|可以|可能|给|再|法|办法|得|用|使|必|想|是|好|方便|支持|予以|肯|敢|同意|答应|需要|要|单独|帮|跟|和|顾得?[上着]|来得?及|空|工夫|功夫|今天|"
    r"明天|现在|马上|立刻|都|直接|[你您]们?|大家|重新|全额?|额外|为此|急着|忙着|着急|钱|得)*$"
)
_CANNOT = re.compile(
    r"^[款钱货新发你您给的]{0,3}(?:(?:(?:和|跟|或|、)[退换补]货?)?(?:也|都|是)[退换补]?(?:不[行成了出能]|没|退不)|不了|不成|不得|不起|不动|不到|唔到|不上|不回|不出|不来|不脱|(?:不行|不可能|没戏|没门)(?=$|[,，。!]))"
)
_NO_WAY = re.compile(
    r"(?:拿|用)(?:啥|什么|么子)(?:来|去)?(?:给[你您]?)?$|(?:没(?:有)?(?:办法|法子?|辙|空|工夫|功夫)|恕(?:我)?(?:不能|无法|难以))[^,，我]{0,14}$|没有?(?!问题|事|关系|少|忘)[^,，我\s]{1,8}给(?:[你您](?:们)?)?$"
)
"""没办法明天给您送, 没有原味的给您换."""
_TOO_MUCH = re.compile(
    "[^,，]{0,12}(?:做不到|办不到|不可能|没门|没戏|都(?:不行|不成|免谈)(?=[哈啊呀哦吧]?(?:$|[,，。!~])))"
)
_UNABLE = re.compile(
    "(?:不太?|没|唔)(?:会|懂|晓得|知道|学会|熟悉)(?:怎么|咋)?(?:弄|操作|用|搞|整|点|使)?[^,，]{0,4}$|[弄搞看整]不(?:太|大)?(?:懂|来|明白|清楚|好)[^,，]{0,4}$"
)
"""不会弄这个退款, 搞不懂这个红包."""
_NOT_MINE_TO_GIVE = re.compile(
    "[^。!?]{0,24}[,，][^,，。!?]{0,6}(?:(?:做|作|拿)不了主|不能(?:答应|同意|接受)|(?:答应|同意|接受|满足)不了|没法(?:答应|同意|接受|满足)|实在退不了|恕难)"
)
"""您要求退全款128元，这个我做不了主."""
_NO_WORD = re.compile("没(?:有)?(?:人|谁)?(?:给|出|来)?(?:个|一个|过)?[我咱]?(?:们)?(?:个|一个)?$")
"""快递那边也没个准话."""


def negated(said: Said) -> bool:
    if re.search(
        r"(?:不能不|不会不|不得不|忘不|少不|没问题|没事|不好意思|不客气|不用客气|差不多|不着急|不急|不要紧|没关系|不管怎样)[^,]{0,6}$",
        said.before,
    ):
        return bool(_CANNOT.match(said.after))
    if re.search("[你您](?:们)?(?:要求|非要|想让我?|坚持)[^,，我]{0,4}$", said.before) and _NOT_MINE_TO_GIVE.match(
        said.after + said.tail
    ):
        return True
    if said.words.startswith("差价", said.start) and re.search("[转退补返]不了", said.after):
        return True
    if _NO_WAY.search(said.before) or _TOO_MUCH.match(said.after):
        return True
    if _UNABLE.search(said.before) or (said.kind == "reply" and _NO_WORD.search(said.before)):
        return True
    if said.kind == "voucher" and re.search("不会|没[法给算]|不能|发不", said.words[said.start : said.end]):
        return True  # 这个券我不会发
    if said.kind == "reply" and re.match("(?:得|的)?[晚迟慢]了|好了[^,，]", said.after):
        return True  # 回复晚了, 联系好了师傅
    if said.kind == "points" and re.search("没(?:有)?[到给加补]", said.words[said.start : said.end]):
        return True  # 积分没到账
    return bool(_NO.search(said.before) or _CANNOT.match(said.after))


_DONE_BEFORE = re.compile(
    r"(?:已经?|刚刚?才?|刚才|昨[天晚日儿]|前[天几儿]|上[周次回个]|上(?:礼拜|星期)|(?<!一)早就|都已|早已|先前|(?<![号点日天分末底半时午晚早上夜周一二三四五六到\d])之前就?|方才|早先|大前天|头先|啱啱?|"
    r"先头)(?!说好?|答应|到|收|看)"
)
_DONE_AFTER = re.compile(
    r"^[款钱货发齐上给你您回去出全好完过掉到账成功户微信支付宝里一二两三四五六七八九十百零点半\d.元块毛角份盒箱袋个斤瓶件新的那这们家门口]{0,14}(?:了|喇|过了?|罢了|咗[啦喇]?)(?!解)(?=$|"
    r"[,，。!?~…哈啊呀哦喔啦吧呢退补哒\s]|[你您]|一|两|[\d二三四五六七八九十]|新|您|个|哒|的|，|请|记)"
)


_WHICH_ONE = re.compile(
    r"(?:刚刚?才?|刚才|昨[天晚日儿]|前[天几]天?|上[周次回个]|大前天|早先|先前|之前)(?:[^,，了过]{0,10}的|[那这](?![么里边样就都]))"
)
"""Which one is meant and not when it is done: 上回欠您的 5 块, 昨天那鱼钱."""
_DONE_LONG_AGO = re.compile(
    r"[^,，]{0,6}(?:昨[天晚日儿]|前[天几]|上[周次回个]|早就?|刚刚?)[^,，明今]{0,8}[退补转打发给换送结付到返理办][^,，]{0,6}[了过]"
)
"""差价上个月就补过了."""
_AND_WHEN = re.compile(
    r"[,，\s]*(?:就|最[晚迟]|时间)?(?:明|后天|大后天|今晚|今夜|下?周[一二三四五六日天末]|下周|马上|这就|待会|等下|一会|稍后|月底|\d{1,2}号|\d{1,2}月\d|[一二三四五六七八九十]+月|[这两三]+天内?|半?\d{0,2}个?小时|听[日晚]|本?周|星期|上午|下午|傍晚|晚上)(?![^,，给]{0,4}[你您]再?[转退还补打])[^,，。!?到寄收查]{0,6}(?:$|[,，。!])"
)
"""A clause that says nothing but when."""


_TOPIC = re.compile(
    r"^好的[那这]|^货?还是太|^(?:货(?=的[钱款事]))?[你您]?(?:们)?的(?!话|账|钱包|微信|支付宝|卡|银行)(?=[^,，。!?~…\s吧哈啊呢哦])|^货的(?![钱款])|^款?(?:得|要|需要?)(?:过|等)[^,，]{0,8}才|^(?:要等|得等|还在|正在|需要|审核|一般|按|的?(?:申请|流程|进度)|在(?:处理|走|审)|是(?:可以|能)|是[^,，明今后周下马待等晚]{1,10}的$)"
)


def only_topic(said: Said) -> bool:
    """What the sentence is about and not what will be done: "补发的昨天寄出了", "退款要等平台审核"."""
    return bool(_TOPIC.match(said.after)) or said.words.startswith("问题", said.start)


_SAID_TO_BE_DONE = re.compile("[,，][^,，]{0,2}(?:昨[天晚日]|前[天几]|上[周次回]|刚才?)[^,，]{0,4}[发补退转送换返]的")
"""券都发到您卡包里了呀，昨天发的."""
_ALREADY_OFF = re.compile(
    "[,，][^,，。]{0,2}(?:已经?|刚才?)[^,，。明今后]{0,8}(?:扣|减|免|抹|去|退|返|补|转|打|到账)[除掉去减完过]{0,2}(?:账)?[了过]"
)
"""配送费6元我给您免掉，已经从总价里扣除了."""
_HANDED_OVER = re.compile("(?<!好)给[你您](?:们)?[了啦][哈啊呀哦]?$")
"""早上带两盒草莓给您了."""
_YET_TO_ARRIVE = re.compile(
    r"(?:[,，][^,，。!?]{0,8})??[,，](?:(?:财务|银行|平台|微信)(?:审核|处理|那边)?[后完]?)?(?:\d{1,4}(?:\.\d{1,2})?[元块])?[^,，。!?]{0,4}(?:一会儿?|待会儿?|马上|等[下会]儿?|过会儿?|稍后|今[天晚]|明[天早晚]|后天|下?周[一二三四五六日天末]|下午|晚上|中午|傍晚|内|[一二两三四五六七\d](?:个?小时|分钟|个?工作日|[天日]))[^,，。!?没收]{0,5}(?:到|看到)(?:账|[你您]|$|[,，。!哈啊])"
)
"""Money that is sent and comes later: 我退啦，36.5，一会儿到."""
_SENT_LAST = re.compile(
    "[,，][^,，。明后待等]{0,6}(?:[退转打]|过数)(?:给[你您])?(?:[咗了]|过去?了)[你您]?[,，]?(?:请|麻烦)?[你您]?(?:查|看|睇|收)"
)
"""合共20蚊，转咗你查下."""
_BY_MISTAKE = re.compile("(?:错|误)[将把][^,，我]{1,12}$")
"""错将成人款口罩发给您."""
_DAYS_AGO = re.compile("昨|前天|上[周次回个]|大前|早就?")


def past(said: Said) -> bool:
    before = _WHICH_ONE.sub("", said.before)
    if (
        said.kind == "refund"
        and _YET_TO_ARRIVE.match(said.tail)
        and not re.match("了[群团休步烧]", said.after)
        and not _DAYS_AGO.search(before + said.after)
        and not ("已" in before and re.search("预计|估计|大概", said.tail))
    ):
        return False
    if (said.kind == "refund" and _SENT_LAST.search(said.tail)) or _BY_MISTAKE.search(before):
        return True
    if _DONE_BEFORE.search(before) and not re.search(r"(?:今晚|明|后天|马上|立刻|这就|稍后|待会|一会)", before):
        return True
    if re.match("[^,，]{0,8}(?:没人接|[没不]接|打不通|关机|占线)|[^,，]{0,6}[发转退补打]过了", said.after):
        return True  # 打您电话没人接, 红包群里发过了
    if _SAID_TO_BE_DONE.match(said.tail) or (
        re.match("(?:[上好完]|上去)+[啦喽](?=$)", said.after) and not said.has_time
    ):
        return True
    if re.search("[,，](?:均|都|全部?)已经?[^,，]{0,6}[。!]?$", said.tail):
        return True  # 退您8块，补一盒，均已办理
    if _ALREADY_OFF.match(said.tail) or (said.kind == "replacement" and re.match("[修检测]了", said.after)):
        return True  # 电子秤给您寄修了
    if _DONE_LONG_AGO.match(said.after) or re.match("[货钱款给你您]{0,3}过了", said.after):
        return True
    if re.match("了[群团休步烧]", said.after):
        return True  # 退了群
    verb = said.words[said.start : said.end]
    if said.kind == "voucher" and re.match(r"[给送补发赔返塞放打][你您]?[发放送补打塞充]?了", verb):
        return True  # 给您放了张券
    if _DONE_AFTER.match(said.after):
        if re.match("把", said.before) and re.search(r"分钟|小时|半[天日]|[点号前],$", said.sentence_before):
            return False  # 四十分钟，把海鲜换了
        if _AND_WHEN.match(said.tail):
            return False  # 把那桶油换了，明天
        return not FUTURE.search(said.before) and not re.search(r"(?:今晚|明天|后天|马上|待会|一会)", said.after)
    if _HANDED_OVER.search(said.after) and not FUTURE.search(said.before):
        return True
    comes_yet = said.words.startswith("赔", said.start) and FUTURE.search(said.tail)
    if re.match(r"[给到你您]*啦(?=$|[,，。!~])", said.after) and not said.has_time and not comes_yet:
        return True
    if verb == "到账" and not said.has_time:
        return True
    if verb in ("放", "挂", "搁", "塞") and not said.has_time and _DONE_BEFORE.search(said.sentence_before):
        return True  # 前天就补给您了，放在门卫那
    if verb in ("放", "挂", "搁") and said.after.endswith("了") and not FUTURE.search(said.before):
        return True
    if re.match(
        r"[^,，]{0,10}已(?:经?于(?!明|后天|下|[今本]?晚)[^,，]{1,12}?|[经于]?[昨前]?[天日]?)(?:操作|点|办|批|通过|退|返|还|补|给|到账|处理|完成|提交|发|原路|打|转|成功|出来)",
        said.after,
    ):
        return True
    return bool(re.match(r"过(?:去)?了", said.after)) and not FUTURE.search(said.before)


DOUBTS: tuple[Callable[[Said], bool], ...] = (
    negated, only_topic, past, asked, conditional, hoped, said_by_others, advertised, somebody_elses, nothing_special,
    heads,
)  # fmt: skip
"""Each says of a verb in its sentence why it is no promise."""
