"""Words about a deed that is not settled yet: asked, conditional, hoped for."""

from __future__ import annotations

import re

from bot.domain.promise_said import FUTURE, Said

_ASKED = re.compile(
    r"吗|么(?=$|\?)|[行好可要成中得能会是退补换给送赔]不[行好可要成中得能会是退补换给送赔]|怎么|(?<![么啥])[退补换赔送][个点]?(?:啥|什么)|啥时候?|什么时候|几时|哪天|多少|(?<=[退赔补])好多|谁[来去]|谁[跟和][你您]说|点解|咋|几点|为什么|为啥|难道|凭什么|凭啥|是否|能否|"
    r"可否|有冇|得唔得|好唔好|要唔要"
)
_IF_SO = re.compile(
    r"[,，~\s]*[你您]?(?:们)?(?:要是|如果|若)?(?:觉得|看着?)?(?:行|可以|成|同意|愿意|接受|没意见|没问题)(?:的话|[^,，。]{0,2}就)"
)
"""给您补一箱，行的话我周五送."""
_TAG = re.compile(
    r"^[,，~\s]*(?:[你您](?:看|觉得|说)|咱|这样|这个|这么|大家)*(?:处理|办|安排|解决)?(?:[,，\s])?(?:行不行|好不好|可不可以|可以不|行不|好不|成不|中不|要得不|"
    r"得行不|得不得行|[得好啱]未|好唔好|得唔得|同不同意|愿不愿意|要不要得|"
    r"(?:行|可以|可|好|成|中|得|要得|没问题|同意|接受|满意|合适|愿意|方便接受|能接受|ok)(?:吗|么|不|嘛\?|吧\?|啵|冇|没|\?|呀\?|伐)|怎么样|如何|咋样|咋个样|啥意见|有意见|"
    r"怎样|呢\?|看呢|觉得呢|您看\?|你看\?|要吗|需要吗|要不要)",
    re.IGNORECASE,
)
_OPEN_OFFER = re.compile(
    r"或者|是[补退换][^,，]{0,3}是[补退换]|[换要补][^,，。!?]{1,4}还是[^,，。!?]{1,4}(?:$|[?])|(?<!^)(?<![但过可我咱那,，。])还是(?=退|补|换|给|要|重|再|送|让|您|你)|(?:[退补换送赔发给要][^。!?]{0,12})[,，](?:你|您|要|想)?还是(?=退|补|换|给|要|重|再|送|让|您|你)|要么|要[退换补][款货]?[,，、]?要[退换补][款货]?[你您](?:说|定|选|讲)|二选一|任选|[你您]选|看[你您](?:想|要|意思|方便选|喜欢)|[你您](?:想要|要)(?:退|补|换|哪)|随[你您]|听[你您]的(?![,，])|[两二三几][个种](?:方案|选择)|定系|[你您](?:自己)?(?:拣|挑一|任挑)|[拣挑选]一[样个种](?=$|[,，。!])|"
    r"[你您](?:定|决定)"
)


_ASKED_AT_LAST = re.compile(
    "[,，](?:[你您](?:看|说|觉得)?|这样|咱)?(?:行不行?|中不中?|好不好|成不成?|可不可以|可以不|(?:行|好|可以|成|中)(?:吗|么))[?。!]?$"
)
"""退您10块，苹果您留着，中不中."""
_LET_IT_REST = re.compile(
    r"[,，~\s]*[^,，。!?]{0,6}(?:翻篇|这样|算了|过去|了结|到此|拉倒|消消?气|别?生气|原谅)[^,，。!?]{0,3}(?:行|好|成|可以|中)(?:吗|么|不|啵)"
)
"""退您5块，这事翻篇行吗: the offer waits for the answer."""
_WHAT_TO_FIND_OUT = re.compile("(?:看|查|问|核|称|点|把)[^,，]*(?:多少|谁|怎么|几|哪|什么|咋|啥)")
"""What is to be looked at is no question to the member: 去看看化了多少."""
_FOUND_OUT_FOR_YOU = re.compile(
    "(?:为啥|为什么|为何|怎么|咋|谁|哪|多少|几|什么|啥|是不是|有没有)[^,，?]*(?:我|咱|今|明|后天|下午|晚上|马上|周)[^,，?]*(?:查|问|弄|搞|算|核)(?:清楚?|明白|出来|完|了|下|一下|好|实)*"
    "|(?:怎么|咋|啥|什么|为何)[^,，?我你您]{0,6}我[^,，?]*(?:今|明|后天|[下上]午|晚|马上|待会|等下|周|号)[^,，?]*(?:电话|语音|告诉|[答回]复|回[你您]|[跟给和][你您])"
)
"""Nor what we find out before the answer, or tell: 为啥没发我晚上查清楚回你, 怎么回事我明天打您电话说."""
_I_RECKON = re.compile(
    "(?:多少|几)[^,，]{0,4}我[^,，]{0,8}[算看数称查]|[差少缺坏](?:多少|什么|啥|几[^,，]?)[^,，]?就?(?=[退补赔给])(?:[退补赔给][你您]?(?:多少|什么|啥|几个?))?"
)
"""Nor what we reckon ourselves: 多少钱我明天算了转你, 差多少补多少."""
_AFTER_A_QUESTION = re.compile(
    r"\?\s*(?:还是|或者|要么|要不|或是|[你您]?(?:说|觉得)?(?:行|可以|成|同意|好|中|得|要|愿意|没问题|退|换|补|送|钱)[^,，。?!\d]{0,3}(?:就|的话)|(?:换|补|退)[货款钱]?(?:要|得|需要)|要[换退补][货款钱]?(?:我|就))"
    r"|(?:[行成中好]不[行成中好]?|(?:行|可以|成|好|中|同意|接受|愿意)[吗么不])\?\s*(?:行|可以|成|同意|好|中|愿意)(?:我|马上|立马)"
)
"""What waits for the answer, or offers a second way: 行不行？行我就转; 补一份？还是直接退钱."""
_YOUR_VIEW = re.compile("(?:[你您]看|这样|这么).{0,6}(?:行|可以|好|成)(?:吗|么|不)")


_ASKED_BEFORE = re.compile(
    "[退补换送转赔][^,，。!?]*(?:(?:行|可以|好|成|中)(?:吗|么|不)|行不行|可不可以|好不好|成不成|中不中)[,，][^。!?]*$"
)
"""退8块可以吗，今晚转: what follows waits for the answer, too."""


def asked(said: Said) -> bool:
    """A question, or an offer that waits for a yes ("给您退 5 块行不行")."""
    clause, tail = said.clause, said.tail
    clause = _I_RECKON.sub("", clause) if not tail.startswith("?") else clause
    if said.kind in ("visit", "reply", "other") and not tail.startswith("?"):
        clause = _WHAT_TO_FIND_OUT.sub("", clause)
    if said.kind in ("visit", "reply") and not tail.startswith("?"):
        clause = _FOUND_OUT_FOR_YOU.sub("", clause)
    if _ASKED_BEFORE.search(said.sentence_before):
        return True
    if _YOUR_VIEW.search(said.sentence_before) or _ASKED.search(clause) or tail.startswith("?"):
        return True
    begin = said.start - len(said.sentence_before)
    if any(m.start() < begin <= m.end() for m in _AFTER_A_QUESTION.finditer(said.words)):
        return True
    if re.search(r"(?:呢|啵|不|没|冇|吧|嘛|伐|哈|哦|啊)$", clause) and re.match(r"\s*\?", tail):
        return True
    if re.search(r"(?:行|好|可以|成|中|得|要得)(?:不|啵|冇|伐)[哈啊呀]?$|[了到]没有?$", clause):
        return True
    sentence = said.sentence_before + said.words[said.start : said.clause_span[1]] + tail
    return bool(
        _TAG.match(tail)
        or _LET_IT_REST.match(tail)
        or _ASKED_AT_LAST.search(tail)
        or _IF_SO.match(tail)
        or re.search(
            r"[,，](?:[你您](?:看|觉得|说)).{0,8}(?:行|可以|好|成|怎么样|如何|咋样|呢|合适|同意|愿意|接受)(?:不|吗|么|嘛|吧|呢|\?|$)",
            tail,
        )
        or _OPEN_OFFER.search(sentence)
    )


_IF = re.compile(
    r"(?:没有?|未|不)(?:收|送|拿|等)?到(?:货|的话)?(?:就|我|给|再)|(?:没有?|未|(?<![查找看见想系])不)(?:收|拿|等)?到(?:货|的话)?[,，]|(?<!没)有(?:现?货|库存|多的)(?:的话|我?就|才)|要是|如果|假如|假设|倘若|倘|若是|若|万一|一旦|只要|除非|要真|真要|要[退换补]货?(?:也|就)?(?:得|必须|先)|果真|没领[^,，]{0,2}就|[退赔]了?我?(?:[我咱]?(?:才|就)|了才)(?=[能好给退转赔补])|的话|[你您](?:们)?要(?:实在|不放心|嫌|介意)|实在(?:介意|不放心|不想要)|但凡|凡是|凡有|"
    r"(?:不管|无论)谁(?!的?(?:错|责任|问题|毛病|原因))|(?<!管)(?<!不论)(?<!是)谁(?:家|的|要|有|收|没|还)|哪个(?:要|有|坏)|哪位(?:有|的)|"
    r"真的?(?:坏|烂|有问题|少|漏)了?的?(?:就|都|再|我|[,，])|(?:确认|查实|核实)(?:的确)?(?:是|有)|(?:如果|如|若|只要|经|一旦)[^,，]{0,6}属实|属实(?:的话|就|后|再)|有(?:坏|烂|破|问题|质量|任何|啥|"
    r"什么)[^,，]{0,8}(?:都|就|一律|包|随时|尽管)|(?:^|[,，。]|大家|各位|谁|哪家)(?:要)?有(?:坏|烂|破|问题|质量|任何|啥|什么)[^,，]{0,8},|(?:坏|烂|不好吃|不甜|不满意|不新鲜|破|碎)了?(?:就|都|一律|包|全)(?:退|赔|补|换|给)|不满意|"
    r"(?<![那这一两几二三四五六七八九十\d每面荷书红腰个])包(?:退|赔|换|补)|坏一赔|假一赔|假一罚|无条件|无理由|[找寻]我(?:们)?(?=[^,，]{0,3}$|[,，])|[你您](?:们)?(?:要是?|若是?)(?:同意|愿意|答应|接受|乐意|觉得)|[你您](?:们)?(?:同意|点头|答应|肯)(?!了|的|过|定)|去[^,，。我]{0,8}找[,，]找到了?(?:就|再|我)?(?=给|就送)|(?:要|想)[退换]货?(?:的|就)?(?=[去找])|(?<!敢)再?(?:跟|和)我(?:说|讲|反馈)一?声?(?![的过了])|再(?:来找|找|联系|告诉)我|(?:吃|用|坏|烂|行|满意|新鲜|合适|甜|对|喜欢)了?再(?:找我|来找我|来|联系我)|(?:不好吃|不行|不甜|不满意|不合适|不新鲜|有问题|吃坏了?|坏了|烂了)再(?=$)|随时(?:可以|能|给)|拍照(?:发我)?(?:就|都|再|才)"
)
_POLITE_IF = re.compile(
    r"[^,，]{1,8}的话[我咱](?:们)?[也都]?(?:理解|明白|懂)|(?:钱|运费|补货|(?<!有)(?<!有现)货|券|这边)的话|(?:如果|要是)?[你您]?(?:方便|有空|在家|不忙)的话|如果(?:[你您])?方便|(?:我|这边|今天|今晚|天气|路上|车|来)[^,，]{0,6}的话|"
    r"[^,，]{1,10}的话[^,，]{0,2}(?:不能|没法|用不了|吃不了|没用)[^,，]{0,4}(?=[,，])"
)
_WAITS_FOR = re.compile(
    r"(?:等|待|要等|得等).{0,14}(?:确认|核实|查清|查明|同意|批准?|审核|审批|答复|回复|点头|批下来|给(?:我|个)?说法|定下来|结果出来|结论|赔下来|退下来|退给我|到账|到了?我?[账卡手]).{0,8}|"
    r"(?:确认|核实|查实|查明|查清楚?|审核|审批|证实|问清楚?)(?:通过|没问题|无误|属实|清楚|下来|完|好)*(?:了|后|以后|之后|的|完)?(?:再|就|我|马上|立刻|第一时间|[,，]|给|"
    r"才)*(?:给[你您])?$|(?:同意|点头|松口)了?(?:后|就|再|我)|批(?:下来|了)"
)


_ASKS_ELSEWHERE = re.compile("货?(?:款|的)?[你您]?(?:们)?(?:就|得|请|要|只能)?去?找(?![我咱到]|[给帮])")
"""要退货找平台."""
_FOUND_OUT = re.compile(r"(?:^|(?<=[,，。]))[^,，等待要再]{0,6}(?:确认|核实|查实|查明|批)(?:过|清楚|下来|准)?了[,，]")
"""What is found out by now: 确认了，退。"""


_SHOWN = re.compile(
    "(?:收|看|拿)到(?:发票|小票|截图|照片|单号|凭证|旧的|坏的|退货)[^,，]{0,4}(?:就|后|再|才)[^,，]{0,3}$"
)
"""收到发票截图就转您."""
_ONLY_THEN = re.compile("才(?:能?|可以|给|肯|好)(?:给|帮)?(?:[你您](?:们)?)?$")
_AT_A_PRICE = re.compile(r"[^,，]{0,6}(?:要|得|需要?)(?:再|另外)?(?:[加补贴]|多付)[^,，]{0,2}\d")
"""换一盒要加3块."""
_IF_NOT_GOOD = re.compile("^不(?:甜|好吃|新鲜|满意|脆|熟|香|鲜)[,，]?(?:就|都|一律|全)?(?:包|给)?$")
"""不甜退钱."""
_IF_BAD = re.compile(
    "^[^那这昨,，]{0,8}?(?:坏|烂|破|碎|馊|臭|酸|变质|有问题|不[甜脆鲜熟])了?(?:[我咱]们?)?(?:就|包|随时)(?:给[你您]?|能|可以|照)?$"
)
"""坏了就退 as a standing rule; with a time it is a word about these goods."""
_REPORTED_IN_TIME = re.compile(
    "(?:内|[点号日]前|当[天日])[^,，]{0,3}(?:反馈|报|说|拍|登记|联系|私信|找)[^,，]{0,4}的(?:都|全|一律|统一)[^,，]{0,4}$"
)
"""两小时内反馈的都给退."""
_IF_YOU_SAY_SO = re.compile(
    "[你您](?:们)?(?:先|再|自己|也|给|来){0,2}(?:说|看|报|开|定|想|觉得|考虑|点)[^,，。]*[,，。]\\s?(?:行|可以|成|中|同意|合适)了?[我咱]?就[^,，]{0,4}$"
)
"""您说个数，行我就转."""
_YOUR_WORD = re.compile("[^。!?]{0,6}等[你您](?:们)?(?:一?句话|的?回话|点头|拍板|同意|发话|个话|[的个]?准话)")
"""我晚上过去看，等您一句话."""
_THEN_WE_TALK = re.compile("[^。!?]{0,12}再(?:谈|说(?!明)|商量|讨论|议|看(?:怎么|情况|要不要)|考虑|决定|定(?!做))")
"""等查明白是我们的责任，再谈赔的事."""
_TALKED_OF_LATER = re.compile("再(?:谈|说(?!明)|商量|讨论|考虑)[^,，我你您]{0,4}$")
"""先弄明白怎么回事，再说赔偿."""
_COME_AGAIN = re.compile("(?:再|拿|只管|尽管)来?[找寻][^,，]{1,4}$")
"""不好吃你再来找大娘退."""
_GUARANTEED = re.compile(r"(?<![那这一两几二三四五六七八九十\d每钱面荷书红腰个])包$")
"""不甜包退."""
_RULE = re.compile("(?:规矩|规定|规则|群规|政策|惯例)(?:就?是|里|:)[^,，我]*$")
"""群里的规矩是当天拍照、当天退款."""
_STATED_RULE = re.compile(
    "(?:^|[,，。])(?!按|照)[^,，按照]{0,3}(?:规矩|规定|规则|群规|团规|惯例)[,，][^,，我今明您你]*$"
)
"""团里规矩，烂的每家退8块; 按老规矩 tells what is done now."""
_ONCE_SEEN = re.compile(
    "(?:拍照?|照片|图片?|视频)[^,，]{0,2}(?:发|给|私|传)[^,，]{0,3}[,，][^,，]{0,4}(?:核实|确认|看)(?:清楚|无误|属实)?[了后完过好][^,，]{0,5}$"
)
"""烂的拍照发我，核实了每家退8块."""
_IF_TOO_LITTLE = re.compile("不够[^,，]{0,3}再[^,，]{0,2}$")
"""先退8块，不够再补."""
_ONE_FOR_ONE = re.compile("(?:坏|烂)一(.)[,，]?(?:就|我)?[补赔换退]一\1")
"""从来都是坏一个补一个."""
_ONCE_THEY_PAY = re.compile("等[^,，我你您]{1,8}(?:赔|退|批|理赔)[了到][^,，]{0,4}(?:再|才)[^,，]{0,4}$")
"""等厂家赔了钱再退您."""
_FIRST = re.compile("满|验|收到|看到|同意|点头|寄回|审核")
"""人家收到才换; but 明天才能给您补."""
_TO_OUR_LOSS = re.compile(
    "再[^,，再]{1,10}?[,，]?[我咱](?:们)?(?:这?[一]?[单次批天回])?(?:就|要|真|可|都|得|还)[^,，认]{0,6}(?:亏|赔[本钱]|白干|白忙|白做|倒贴|贴钱|没(?:得)?赚|西北风|关门|破产)"
    "|再[^,，再]{1,8}?(?:就|要|真|可)[^,，认算当我不没]{0,4}(?:亏|赔[本钱]|白干|白忙|白做|倒贴|西北风|关门|破产)"
)
"""再补我就亏本了, 再补就亏本了."""
_YOU_FIRST = re.compile(
    "[货款的]?(?:也)?(?:可以|行|能|成)?[,，](?:但是?|不过|只是|就是)[^,，]{0,3}[你您](?:们)?[得要]?先"
)
"""换可以，但得您先寄回来."""


def conditional(said: Said) -> bool:
    if _TO_OUR_LOSS.search(said.clause + said.tail) or _YOU_FIRST.match(said.after + said.tail):
        return True
    if re.match("货?款?也[得要]" if not said.before.endswith("要") else "货?款?也?[得要]", said.after):
        return True  # 要退也得先把货拿回来
    if _IF_NOT_GOOD.search(said.before) or _COME_AGAIN.search(said.before) or _GUARANTEED.search(said.before):
        return True
    if _IF_BAD.search(said.before) and not said.has_time and not FUTURE.search(said.after + said.tail):
        return True
    if said.kind == "reply" and not said.has_time and _THEN_WE_TALK.match(said.after + said.tail):
        return True
    if said.kind != "reply" and _TALKED_OF_LATER.search(said.before):
        return True
    if _REPORTED_IN_TIME.search(said.before) and not FUTURE.search(said.after + said.tail):
        return True
    if _IF_YOU_SAY_SO.search(said.sentence_before) or _YOUR_WORD.match(said.tail):
        return True
    if _AT_A_PRICE.match(said.after):
        return True
    if _ONLY_THEN.search(said.before) and (not said.has_time or _FIRST.search(said.before)):
        return True
    before = _FOUND_OUT.sub("", _POLITE_IF.sub("", said.sentence_before))
    if _ONCE_THEY_PAY.search(said.before) or (_ONE_FOR_ONE.search(said.clause) and not said.has_time):
        return True
    if _RULE.search(said.before) or _IF_TOO_LITTLE.search(said.before) or _ONCE_SEEN.search(said.sentence_before):
        return True
    if _STATED_RULE.search(said.sentence_before) and not said.has_time:
        return True
    if "一律" in before and not said.has_time:
        return True
    if _IF.search(before) or (_IF.search(re.sub(r"[,，].*", "", said.after)) and re.search("的话", said.after)):
        return True
    if _ASKS_ELSEWHERE.match(said.after):
        return True
    near = before[-24:]
    if said.kind == "refund" and _SHOWN.search(near):
        return True
    return said.kind not in ("reply",) and bool(_WAITS_FOR.search(near)) and not re.search(r"^[^,，]{0,3}$", near)


_HOPED = re.compile(
    r"希望|但愿|想要|想给|想多|想着|争取|尽量|尽可能|应该(?!的)|可能|也许|或许|估计|预计|大概率|看能|看看能|看看可|能不能|能否|试着|(?:^|我|咱)(?:以后|今后|往后)|试试|试一下|想办法|想想办法|努力|打算|考虑|研究(?!决定|后决定)|商量|"
    r"不一定|不敢保证|不保证|没把握|说不定|欢迎|本来|原本|原来(?:打算|要)|差点|恨不得|如能|巴不得|差一点|按理|按说|理论上|要不(?!然)|不如|建议|还想|谁知|假装|保不齐|没准|兴许|八成|备不住|"
    r"搞不好|想$"
)


_IF_ABLE = re.compile(r"能([退补换送赔给])就[^,，]{0,4}\1")
"""能补就补."""


def hoped(said: Said) -> bool:
    if _HOPED.search(said.before) or _IF_ABLE.search(said.clause):
        return True
    allowed = re.search(
        r"(?:可以|(?<!只)能够?|支持|可|允许|有权)(?:给|帮)?(?:[你您]们?|大家)?(?:申请|办理|直接|全额|免费)?$",
        said.before,
    )
    instead = re.search(r"(?:但是?|不过|可是|那)(?:我|我们|咱|这边)(?:这边)?(?:可以|能)", said.before)
    return bool(allowed) and not said.has_time and not instead
