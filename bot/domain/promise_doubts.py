"""When words about a deed promise nothing: past, negated, asked, conditional, hoped for, said by others, advertised."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_PEOPLE = (
    "厂家|厂里|商家|供应商|供货商|老板娘?|快递员?|物流|平台|客服|司机|站点|驿站|邻居|有人|别人|人家|群友|有的人|基地|果园|仓库|总部|公司|"
    "[他她](?:们|家)?|王姐|李姐|张姐|大姐|阿姨|对方|上家|货主|卖家|档口|批发商|工厂|师傅|官方|品牌方|合作社|农户|养殖场|配送员?"
)
_FUTURE = re.compile(
    "明|后天|今晚|今夜|今天|今日|今儿|马上|立马|立刻|立即|即刻|这就|现在就|等[下会一哈]|一会|待会|稍后|晚点|晚上|下午|下周|周[一二三四五六日末天]|礼拜|星期|"
    "就给|就帮|要给|会给|会|到货|下次|下回|[号日]前|点前|之前给|内|准备给|我这|听日|听晚|陣间|阵间|月底|回头|过两天|两天|几天|顺便"
)


@dataclass(frozen=True)
class _Said:
    """A deed's verb in its sentence: what stands before it, the verb, and what follows."""

    words: str
    kind: str
    start: int
    end: int
    begin: int
    stop: int
    has_time: bool

    @property
    def clause(self) -> str:
        a, b = self.clause_span
        return self.words[a:b]

    @property
    def clause_span(self) -> tuple[int, int]:
        cut = [m.end() for m in re.finditer(r"[,，。!?；;…~]", self.words[: self.start])]
        after = re.search(r"[,，。!?；;…~]", self.words[self.end :])
        return (cut[-1] if cut else 0), self.end + (after.start() if after else len(self.words) - self.end)

    @property
    def before(self) -> str:
        return self.words[self.clause_span[0] : self.start]

    @property
    def after(self) -> str:
        return self.words[self.end : self.clause_span[1]]

    @property
    def sentence_before(self) -> str:
        cut = [m.end() for m in re.finditer(r"[。!?]", self.words[: self.start])]
        return self.words[cut[-1] if cut else 0 : self.start]

    @property
    def tail(self) -> str:
        """From the end of the clause to the end of the sentence, its mark included."""
        rest = self.words[self.clause_span[1] :]
        end = re.search(r"[。!；;]|\?", rest)
        return rest[: end.end()] if end else rest


def is_promised(words: str, kind: str, start: int, end: int, begin: int, stop: int, has_time: bool) -> bool:
    """Whether the verb at this place of a plain text is a promise and not one of the things that only look like it."""
    said = _Said(words, kind, start, end, begin, stop, has_time)
    return not any(doubt(said) for doubt in DOUBTS)


_NO = re.compile(
    r"(?:不|没|没有|没法|别|未|无法|甭|莫|唔|勿|难|不要|拒绝)(?:能|会|可以|可能|给|再|法|办法|得|用|必|想|是|好|方便|支持|予以|肯|敢|同意|答应|需要|要|单独|帮|跟|和|今天|"
    r"明天|现在|马上|立刻|都|直接|[你您]们?|大家|重新|全额?|额外|为此)*$"
)
_CANNOT = re.compile(r"^[款钱货新发你您给的]{0,3}(?:不了|不成|不得|不起|不动|不到|唔到|不上|不回|不出|不来|不脱)")


def negated(said: _Said) -> bool:
    if re.search(
        r"(?:不能不|不会不|不得不|忘不|少不|没问题|没事|不好意思|不客气|不用客气|差不多|不着急|不急|不要紧|没关系|不管怎样)[^,]{0,6}$",
        said.before,
    ):
        return bool(_CANNOT.match(said.after))
    if said.kind == "points" and re.search("没(?:有)?[到给加补]", said.words[said.start : said.end]):
        return True  # 积分没到账
    return bool(_NO.search(said.before) or _CANNOT.match(said.after))


_DONE_BEFORE = re.compile(
    r"(?:已经?|刚刚?才?|刚才|昨[天晚日儿]|前[天几]|上[周次回个]|(?<!一)早就|都已|早已|先前|(?<![号点日天分末底半时午晚早上夜周一二三四五六到\d])之前就?|方才|早先|大前天|头先|啱啱?|"
    r"先头)(?!说好?|答应|到|收|看)"
)
_DONE_AFTER = re.compile(
    r"^[款钱货发齐上给你您回去出全好完过掉到账户微信支付宝里一二两三四五六七八九十百零点半\d.元块毛角份盒箱袋个斤瓶件新的那这们家门口]{0,14}(?:了|喇|过了?|咗)(?!解)(?=$|"
    r"[,，。!?~…哈啊呀哦喔吧呢退补哒\s]|[你您]|一|两|[\d二三四五六七八九十]|新|您|个|哒|的|，|请|记)"
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
    r"[,，\s]*(?:就|最[晚迟]|时间)?(?:明|后天|大后天|今晚|今夜|下?周[一二三四五六日天末]|下周|马上|这就|待会|等下|一会|稍后|月底|\d{1,2}号)[^,，。!?到寄收查]{0,6}(?:$|[,，。!])"
)
"""A clause that says nothing but when."""


_TOPIC = re.compile(
    r"^[你您]?(?:们)?的(?!话|账|钱包|微信|支付宝|卡|银行)(?=[^,，。!?~…\s吧哈啊呢哦])|^(?:要等|得等|还在|正在|需要|审核|一般|按|的?(?:申请|流程|进度)|在(?:处理|走|审)|是(?:可以|能)|是[^,，明今后周下马待等晚]{1,10}的$)"
)


def only_topic(said: _Said) -> bool:
    """What the sentence is about and not what will be done: "补发的昨天寄出了", "退款要等平台审核"."""
    return bool(_TOPIC.match(said.after))


def past(said: _Said) -> bool:
    before = _WHICH_ONE.sub("", said.before)
    if _DONE_BEFORE.search(before) and not re.search(r"(?:今晚|明|后天|马上|立刻|这就|稍后|待会|一会)", before):
        return True
    if _DONE_LONG_AGO.match(said.after):
        return True
    verb = said.words[said.start : said.end]
    if said.kind == "voucher" and re.match(r"[给送补发赔返塞放打][你您]?[发放送补打塞充]?了", verb):
        return True  # 给您放了张券
    if _DONE_AFTER.match(said.after):
        if re.match("把", said.before) and re.search(r"分钟|小时|半[天日]|[点号前],$", said.sentence_before):
            return False  # 四十分钟，把海鲜换了
        if _AND_WHEN.match(said.tail):
            return False  # 把那桶油换了，明天
        return not _FUTURE.search(said.before) and not re.search(r"(?:今晚|明天|后天|马上|待会|一会)", said.after)
    if re.match(r"[给到你您]*啦(?=$|[,，。!~])", said.after) and not said.has_time:
        return True
    if verb == "到账" and not said.has_time:
        return True
    if verb in ("放", "挂", "搁") and said.after.endswith("了") and not _FUTURE.search(said.before):
        return True
    if re.match(r"[^,，]{0,10}已经?(?:操作|点|办|批|通过|退|到账|处理|完成|提交|发|原路|打|转|成功)", said.after):
        return True
    return bool(re.match(r"过(?:去)?了", said.after)) and not _FUTURE.search(said.before)


_ASKED = re.compile(
    r"吗|么(?=$|\?)|[行好可要成中得能会是退补换给送赔]不[行好可要成中得能会是退补换给送赔]|怎么|啥时候?|什么时候|几时|哪天|多少|谁[来去]|点解|咋|几点|为什么|为啥|难道|凭什么|是否|能否|"
    r"可否|有冇|得唔得|好唔好|要唔要"
)
_TAG = re.compile(
    r"^[,，~\s]*(?:[你您](?:看|觉得|说)|咱|这样|这个|这么|大家)*(?:处理|办|安排|解决)?(?:[,，\s])?(?:行不行|好不好|可不可以|可以不|行不|好不|成不|中不|要得不|"
    r"得行不|得不得行|好唔好|得唔得|同不同意|愿不愿意|要不要得|"
    r"(?:行|可以|可|好|成|中|得|要得|没问题|同意|接受|满意|合适|愿意|方便接受|能接受|ok)(?:吗|么|不|嘛\?|吧\?|啵|冇|没|\?|呀\?|伐)|怎么样|如何|咋样|咋个样|啥意见|有意见|"
    r"怎样|呢\?|看呢|觉得呢|您看\?|你看\?|要吗|需要吗|要不要)",
    re.IGNORECASE,
)
_OPEN_OFFER = re.compile(
    r"或者|还是(?=退|补|换|给|要|重|再|送|让|您|你)|要么|二选一|任选|[你您]选|看[你您](?:想|要|意思|方便选|喜欢)|[你您](?:想要|要)(?:退|补|换|哪)|随[你您]|听[你您]的|"
    r"[你您](?:定|决定)"
)


_WHAT_TO_FIND_OUT = re.compile("(?:看|查|问|核|称|点|把)[^,，]*(?:多少|谁|怎么|几|哪|什么)")
"""What is to be looked at is no question to the member: 去看看化了多少."""
_I_RECKON = re.compile(
    "(?:多少|几)[^,，]{0,4}我[^,，]{0,8}[算看数称查]|[差少缺坏](?:多少|几[^,，]?)[^,，]?就?(?=[退补赔给])"
)
"""Nor what we reckon ourselves: 多少钱我明天算了转你, 差多少补多少."""
_YOUR_VIEW = re.compile("(?:[你您]看|这样|这么).{0,6}(?:行|可以|好|成)(?:吗|么|不)")


def asked(said: _Said) -> bool:
    """A question, or an offer that waits for a yes ("给您退 5 块行不行")."""
    clause, tail = said.clause, said.tail
    clause = _I_RECKON.sub("", clause) if not tail.startswith("?") else clause
    if said.kind in ("visit", "reply", "other") and not tail.startswith("?"):
        clause = _WHAT_TO_FIND_OUT.sub("", clause)
    if _YOUR_VIEW.search(said.sentence_before) or _ASKED.search(clause) or tail.startswith("?"):
        return True
    if re.search(r"(?:呢|啵|不|没|冇|吧|嘛|伐|哈|哦|啊)$", clause) and re.match(r"\s*\?", tail):
        return True
    if re.search(r"(?:行|好|可以|成|中|得|要得)(?:不|啵|冇|伐)$|[了到]没有?$", clause):
        return True
    sentence = said.sentence_before + said.words[said.start : said.clause_span[1]] + tail
    return bool(
        _TAG.match(tail)
        or re.search(
            r"[,，](?:[你您](?:看|觉得|说)).{0,8}(?:行|可以|好|成|怎么样|如何|咋样|呢|合适|同意|愿意|接受)(?:不|吗|么|嘛|吧|呢|\?|$)",
            tail,
        )
        or _OPEN_OFFER.search(sentence)
    )


_IF = re.compile(
    r"(?:没有?|未|不)(?:收|送|拿|等)?到(?:货|的话)?(?:就|我|给|再|[,，])|要是|如果|假如|假设|倘若|倘|若是|若|万一|一旦|只要|除非|要真|真要|果真|的话|但凡|凡是|凡有|"
    r"不管谁|无论谁|谁(?:家|的|要|有|收|没|还)|哪个(?:要|有|坏)|哪位(?:有|的)|"
    r"真的?(?:坏|烂|有问题|少|漏)了?的?(?:就|都|再|我|[,，])|(?:确认|查实|核实)(?:的确)?(?:是|有)|属实|有(?:坏|烂|破|问题|质量|任何|啥|"
    r"什么)[^,，]{0,8}(?:都|就|一律|包|随时|尽管|,)|(?:坏|烂|不好吃|不甜|不满意|不新鲜|破|碎)了?(?:就|都|一律|包|全)(?:退|赔|补|换|给)|不满意|"
    r"包(?:退|赔|换|补)|坏一赔|假一赔|假一罚|无条件|无理由|找我(?:们)?(?=[^,，]{0,3}$|[,，])|(?:要|想)[退换]货?(?:的|就)?(?=[去找])|再?(?:跟|和)我(?:说|讲|反馈)一?声?(?![的过了])|再(?:来找|找|联系|告诉)我|(?:吃|用|坏|烂|行|满意|新鲜|合适|甜|对|喜欢)了?再(?:找我|来找我|来|联系我)|(?:不好吃|不行|不甜|不满意|不合适|不新鲜|有问题|吃坏了?|坏了|烂了)再(?=$)|随时(?:可以|能|给)|拍照(?:发我)?(?:就|都|再|才)"
)
_POLITE_IF = re.compile(
    r"(?:钱|运费|补货|货|券|这边)的话|(?:如果|要是)?[你您]?(?:方便|有空|在家|不忙)的话|如果(?:[你您])?方便|(?:我|这边|今天|今晚|天气|路上|车|来)[^,，]{0,6}的话|"
    r"[^,，]{1,10}的话[^,，]{0,2}(?:不能|没法|用不了|吃不了|没用)[^,，]{0,4}(?=[,，])"
)
_WAITS_FOR = re.compile(
    r"(?:等|待|要等|得等).{0,14}(?:确认|核实|查清|查明|同意|批准?|审核|审批|答复|回复|点头|批下来|给(?:我|个)?说法|定下来|结果出来|结论|赔下来|退下来|退给我|到账).{0,8}|"
    r"(?:确认|核实|查实|查明|查清楚?|审核|审批|证实|问清楚?)(?:通过|没问题|无误|属实|清楚|下来|完|好)*(?:了|后|以后|之后|的|完)?(?:再|就|我|马上|立刻|第一时间|[,，]|给|"
    r"才)*(?:给[你您])?$|同意了?(?:后|就|再|我)|批(?:下来|了)"
)


_ASKS_ELSEWHERE = re.compile("货?(?:款|的)?(?:就|得|请|要)?去?找(?:平台|客服|厂家|商家|快递|店家|官方)")
"""要退货找平台."""
_FOUND_OUT = re.compile(r"(?:^|(?<=[,，。]))[^,，等待要再]{0,6}(?:确认|核实|查实|查明)(?:过|清楚)?了[,，]")
"""What is found out by now: 确认了，退。"""


def conditional(said: _Said) -> bool:
    before = _FOUND_OUT.sub("", _POLITE_IF.sub("", said.sentence_before))
    if "一律" in before and not said.has_time:
        return True
    if _IF.search(before) or (_IF.search(re.sub(r"[,，].*", "", said.after)) and re.search("的话", said.after)):
        return True
    if _ASKS_ELSEWHERE.match(said.after):
        return True
    near = before[-24:]
    return said.kind not in ("reply",) and bool(_WAITS_FOR.search(near)) and not re.search(r"^[^,，]{0,3}$", near)


_HOPED = re.compile(
    r"希望|但愿|想要|想给|想着|争取|尽量|尽可能|应该(?!的)|可能|也许|或许|估计|预计|大概率|看能|看看能|看看可|能不能|能否|试着|试试|试一下|想办法|想想办法|努力|打算|考虑|研究|商量|"
    r"不一定|不敢保证|不保证|没把握|说不定|本来|原本|原来(?:打算|要)|差点|恨不得|如能|巴不得|差一点|按理|按说|理论上|要不(?!然)|不如|建议|还想|谁知|假装|保不齐|没准|兴许|八成|备不住|"
    r"搞不好|想$"
)


_IF_ABLE = re.compile(r"能([退补换送赔给])就\1")
"""能补就补."""


def hoped(said: _Said) -> bool:
    if _HOPED.search(said.before) or _IF_ABLE.search(said.clause):
        return True
    allowed = re.search(
        r"(?:可以|能够?|支持|可|允许|有权)(?:给|帮)?(?:[你您]们?|大家)?(?:申请|办理|直接|全额|免费)?$", said.before
    )
    instead = re.search(r"(?:但是?|不过|可是|那)(?:我|我们|咱|这边)(?:这边)?(?:可以|能)", said.before)
    return bool(allowed) and not said.has_time and not instead


_SAYS = re.compile(
    r"(?:(?<![我咱跟和给对同向你您们再话老实来])(?:说(?!明|法|话|到做到|清|一声|声|好|定|实|真|句|不准|不定)|讲(?!究|清|好|定)|答应|承诺|表示|告诉我|跟我说|通知我|回复我|保证说|喊))"
)


def said_by_others(said: _Said) -> bool:
    before = said.before
    if re.search(r"听说|据说|(?<![按照])[你您]说(?:的|要|好)?|群里说|都说|传", before) and not re.search(
        r"[跟和给对同][你您]说", before
    ):
        return True
    if re.match(r"^[款钱]?(?:给|还)?(?:我(?!们?[再来去给帮就马今明])|咱家|我们(?![再来去给帮就马今明]))", said.after):
        return True
    if re.search(
        rf"(?:{_PEOPLE})[^,，]{{0,6}}(?:[说讲](?!明(?![天早晚后])|法|好|定|妥)|答应|承诺|表示|回复|告诉|喊|保证|反馈|通知)",
        said.sentence_before[-30:],
    ):
        return not re.search(r"[,，](?:那|所以)?(?:我|咱|这边|我们|团长)[^,，]*$", said.sentence_before)
    says = _SAYS.search(before)
    return bool(says) and not re.search(
        r"(?:我|咱|我们)(?:这边|跟|和|给|先|就|也|都|可以|可|再|来|亲自|在这|在此)*$",
        before[: says.start()] if says else "",
    )


_MARKET = re.compile(
    r"下单|买[一二三四五\d]+[送赠]|满\s*\d+|前\s*[\d一二三四五十]+\s*[名位单个]|团购价|秒杀|抽奖|中奖|集赞|好评|晒图|晒单|新人|拼单|开抢|限时|特价|活动|福利|邀请|拉人|转发|"
    r"打卡|签到|每[单人](?![退补赔返])|凡|充值|会员日|分享到|进群|参团|成团"
)


def advertised(said: _Said) -> bool:
    sentence = said.sentence_before + said.words[said.start : said.clause_span[1]]
    if not _MARKET.search(sentence):
        return False
    personal = re.search(r"受影响|[给帮补退赔返跟][^,，]{0,4}[你您](?!们)|[你您](?:那|这|的)[份单盒箱]", sentence)
    return not personal or bool(re.search(r"好评|晒图|晒单|集赞|转发|邀请|拉人|抽奖", sentence))


_YOURS = re.compile(
    r"(?:请|麻烦|劳烦|让|叫|要|得|需要|记得|可以|先|自己|直接|您好)?[你您](?:们)?(?:得|必须|需要|那边|这边|再|先|自己|直接|去|来|把[^,，]{0,8}|帮忙?|可以|也|就|可|只管|尽管|联系|"
    r"明天|今天|今晚|周[一二三四五六日末]|下午|上午|晚上|有空|方便时?|抽空)*$"
)
_NOT_MY_DEED = re.compile(
    rf"(?:^|[,，])(?:这|那|可是|但是|因为|让|叫|等|请|催)?(?:{_PEOPLE})(?:那边|那头|明天|今天|今晚|周[一二三四五六日]|下午|上午|会|要|来|马上|还|都|正|在|就|应该)*$"
)


_YOU_PAY = re.compile(r"[,，]\s?[你您](?:们)?[^,，我的]{0,4}[补付转](?![你您])")
"""差价6元，您补给我."""
_THEIR_MONEY = re.compile("(?:平台|保险公司?|快递公司|物流公司?)[^,，我咱]{0,6}$")
"""平台会退您 12 块."""
_SENT = re.compile("师傅[^,，]{0,8}$")
"""Who comes to the member in our name: 师傅周四上门看."""


def somebody_elses(said: _Said) -> bool:
    """The member is asked to do it, or somebody else does it for themselves."""
    before = said.before
    if said.words.startswith("等我", said.start):
        return False
    if said.words.startswith("差价", said.start) and _YOU_PAY.match(said.tail):
        return True
    if said.kind == "visit" and re.search("上门|登门", said.words[said.start : said.end]) and _SENT.search(before):
        return False
    if said.kind in ("refund", "voucher", "points") and re.search(r"[你您](?:们)?这边先?$", before):
        return False
    if re.search(r"[给帮跟和对替为拨]$", re.sub(r"[你您](?:们)?$", "", before)) or re.search(
        r"[给帮跟和对替为回拨][你您]们?[^,，]{0,10}$", before
    ):
        return False
    if _YOURS.search(before) and not re.search(r"(?:我|我们|咱|团长)[^,，]*$", before) and re.search(r"[你您]", before):
        return True
    if re.search(r"(?:请|麻烦|劳烦|记得|务必)[^,，我]{0,6}$", before):
        return True
    if said.kind == "refund" and "链接" in said.clause:
        return True  # 补差价链接
    if (said.kind == "refund" or said.words[said.start] == "赔") and _THEIR_MONEY.search(before):
        return True
    deed_to_you = re.match(r"^[^,，]{0,4}[你您]", said.after) or re.search(
        r"[你您]$", said.words[said.start : said.end]
    )
    return bool(_NOT_MY_DEED.search(before)) and not deed_to_you


_ORDINARY_OTHER = re.compile(
    r"(?:给|帮|替|跟|为|到|送|发)(?:[你您]|大家|各位)|[你您](?:家|那|的)|我(?!的)|咱|这边|团长|把|亲自|我们|发(?:出来|到?群)|贴出来|公布|公示"
)
_VISITORS = re.compile(r"我|把|咱|师傅|司机|[送配快]递?员|人|让|安排|派|[你您]|上门|登门|来收")
_LOOKS_INTO = re.compile("去[看瞧]")
_MEMBERS_HOME = re.compile("上门|登门|[你您](?:们)?(?:家|那|楼|门|单元|小区)")
_IDLE = re.compile(
    r"(?:在|正在?|还在|一直在?|帮着)(?:[^,，]{0,4})$|接龙|开团|截单|进货|停水|停电|开会|休息|群公告|放假|上新|预售"
)


def nothing_special(said: _Said) -> bool:
    """An ordinary doing that is no deed for a member."""
    if said.kind == "other":
        ours = _ORDINARY_OTHER.search(said.clause) or re.search("[你您]", said.sentence_before)
        return not ours or bool(_IDLE.search(said.before) or _IDLE.search(said.clause))
    if (
        said.kind == "visit"
        and re.match("[到上]", said.words[said.start :])
        and re.search("[发送寄补换放带]", said.before)
    ):
        return True  # 发一箱到您家 says where to
    if said.kind == "visit" and _LOOKS_INTO.match(said.words, said.start) and not _MEMBERS_HOME.search(said.clause):
        return True  # 我去看一下 looks into the matter
    if said.kind == "visit":
        return not _VISITORS.search(said.before + said.words[said.start : said.end])
    return said.kind == "reply" and _to_somebody_else(said)


def _to_somebody_else(said: _Said) -> bool:
    """Words that go to the supplier and not to the member, or that invite the member to write."""
    thanked = re.search(r"(?:谢谢?|感谢|多谢|辛苦|收到|看到)[了啦]?(?:[你您]们?)?的?(?:及时|宝贵)?$", said.before)
    invited = re.search(r"(?:随时|有事|有问题|不懂|需要|欢迎)[^,，]{0,5}$", said.before)
    under_way = re.search(r"(?:已|正)在?(?:跟|和|与)?$", said.before)
    to_me = re.search("[跟和同]我(?:们)?$", said.before)
    return bool(
        thanked
        or invited
        or under_way
        or to_me
        or re.match(rf"(?:一下|下|给)?(?:{_PEOPLE}|群主|大家|有关)", said.after)
    )


DOUBTS: tuple[Callable[[_Said], bool], ...] = (
    negated, only_topic, past, asked, conditional, hoped, said_by_others, advertised, somebody_elses, nothing_special,
)  # fmt: skip
"""Each says of a verb in its sentence why it is no promise."""
