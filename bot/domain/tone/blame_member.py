"""Saying or hinting that it is the member's fault."""

from __future__ import annotations

import re

from bot.domain.tone.draft import ANY, Draft, Match, ToneFinding, any_of, first, first_of, negated
from bot.domain.tone.hindsight import CAME_LATE, DID_NOT_LOOK, LEFT_OUR_HANDS, THEIR_CHOICE, TOLD_YOU
from bot.domain.tone.making_good import on_us
from bot.domain.tone.misuse import CARRIED_BADLY, COOKED_BADLY, IN_OFFICE_WORDS, KEPT_BADLY, OWN_BODY
from bot.domain.tone.own_fault import A_NEIGHBOURS, ALL_YOURS, MAINLY_YOU, TOLD_AND_YET

_NOT_FETCHED = (
    r"[你您](?:没有?|不)(?:及时|按时|早点|早|当天|马上|赶紧)?(?:来)?(?:拿|取|提货|领)"
    rf"(?![到着回过齐全完])(?!{ANY}{{0,3}}(?:没关系|没事|不要紧|也行|也可以|的话|的那|我))"
)
_BLAMES_MEMBER = any_of(
    _NOT_FETCHED,
    r"[你您]自己(?:也)?(?:没|不(?!方便|舒|用|着急|想|喜欢)|忘|放|弄|搞|看错|选错|拍错|下错|点错|拿错|保管|要买|要的|选的|操作)",
    r"(?:是|怪|赖)(?:因为)?[你您](?:自己|家|们)?的?(?:问题|责任|原因|错)",
    r"(?:怪|赖)[你您]自己",
    r"是[你您](?:自己)?(?:没|不|忘|放|弄|搞)(?!收|拿到|舒|方便|用|着急|见)",
    r"[你您]没有?(?:放|进|入)(?:冰箱|冷藏|冷冻|冷柜)(?!(?:也|都)?(?:没关系|没事|不要紧)|的话)",
    r"[你您]没有?(?:看|看清|看清楚|仔细看)(?:说明|详情|群公告|公告|通知|清楚|规格|尺寸)",
    rf"[你您]{ANY}{{0,8}}(?<!刚)才(?:(?:来)?(?:拿|取|领)(?![到着上])|说|反馈)",
    rf"(?:吃|用|喝)(?:了|完|光){ANY}{{0,4}}(?:才说|才来|才讲|还要退|还退|还来)",
    rf"[你您]{ANY}{{0,4}}放(?:得)?(?:太久|久了|时间长了|过夜)",
    r"(?:保存|保管|操作|使用|存放|烹饪)(?:不当|不对|有误)",
    r"[你您]也有(?:责任|问题|不对)|[你您]误会了",
    rf"[你您](?:要是|如果|当时|当天)?(?:早点|早些|早|及时|按时)(?:来)?(?:取|拿|领|说|看|放|吃)(?:{ANY}{{0,4}})(?:就|至于|不至于|也不|哪)",
    rf"[你您](?:家|自家|们家)的?(?:冰箱|锅|灶|秤|手机|口味|用法|做法){ANY}{{0,3}}(?:不行|不好|不对|有问题|坏|不准|太)|主要是[你您]",
    rf"[你您]?不看(?:清|清楚|商品|详情|说明|公告|规格|尺寸){ANY}{{0,8}}(?:就|下单|买)",
    r"(?:是|系|属于?)(?:[你您]的?)?(?:用量|用法|操作|保存|存放|使用|体质|口味|做法|储存)(?:方法|方式)?(?:的)?(?:问题|原因)|(?:是|系)个人(?:体质|口味|原因|问题)",
    r"[你您](?:是不是|自己|家里|肯定)?(?:放坏|放久|捂坏|弄坏|摔坏|碰坏|冻坏|洗坏|用坏)",
    r"(?:是不是|会不会|该不会)是?[你您](?:们)?自己(?:家|那边)?(?:给)?(?:放|捂|弄|摔|碰|冻|压|磕|搞)(?:坏|烂|碎|破|化|久|断)",
    rf"谁[让叫][你您]图?|图便宜|[你您]{{1}}{ANY}{{0,3}}(?:没|不)(?:保存|保管|看|弄|冷藏|密封)好",
    r"怪(?:得了|的了)?谁|(?:能|要)怪[你您](?!们)",
    rf"[你您]{ANY}{{0,3}}没关好|[你您]不会看(?:公告|说明|通知|群)",
)

_SUSPECTED = r"(?:是不是|会不会|该不会|是否|莫不是)"
_THEIRS = r"(?:[你您](?:们)?|自己|孩子|小孩|娃|宝宝|老人|家里|[拿带取领]回[去家])"
_NOT_KEPT = r"(?:没有?|忘了?|不)(?:及时|马上|立刻|当天|好好)?(?:放|冷藏|冷冻|保存|保管|存|洗|煮|盖|密封)"
_FAULT = r"(?:坏|烂|碎|化|软|蔫|裂|漏|馊|臭|发?霉|出水|掉|磕|压|挤|变质)"
_DAYS = r"(?:好几|好多|几|多|两|三|四|五|\d){1,2}天"
_HINTS = any_of(
    rf"{_SUSPECTED}{ANY}{{0,10}}(?:吃坏(?!肚子|了?东西)|吃坏了?(?:别|其他|其它|外面|什么别)|吃(?:了|的|过)?(?:点|些)?(?:别|其他|其它|外面|冰|凉|生冷)|吃(?:多|撑)|肠胃{ANY}{{0,3}}(?:不|弱|差)|着凉|受凉|体质)",
    rf"{_SUSPECTED}{ANY}{{0,4}}{_THEIRS}{ANY}{{0,8}}{_NOT_KEPT}|(?<!我){_THEIRS}{ANY}{{0,6}}{_SUSPECTED}{ANY}{{0,4}}{_NOT_KEPT}",
    rf"{_SUSPECTED}(?!我){ANY}{{0,4}}放(?:了(?:好几|几|两|三|好久|很久|太久)|(?:得)?太?久|过夜)",
    rf"放了?{_DAYS}{ANY}{{0,3}}才[吃用拆开看]|放了{_DAYS}{ANY}{{0,3}}再[吃用拆开看]",
    rf"(?:{_SUSPECTED}|是)是?[你您](?:们)?(?:自己|家里?|那边)?{ANY}{{0,3}}(?:保存|保管|存放?|放)(?:得|的)?(?:不好|不对|不当|不行)",
)
_GOOD_BEFORE = any_of(
    rf"(?:拿(?!到)|取|领(?!到)|提|发|送(?!到)|出库|出仓|装车)(?:走|回去|出去|出来|货)?(?:的)?(?:时候?|那会儿?|当时|前){ANY}{{0,5}}(?:好好的|好的|没问题|没坏)(?![吗么?？])",
    r"(?:拿走|拿回去|领走|取走)(?:了)?(?:还|都|可|明明)(?:是)?(?:好好的|好的)(?![吗么?？])",
    rf"(?:本来|本身|天生)就?(?:是)?(?:很|比较|特别|更)?(?:容易|会|爱){ANY}{{0,2}}{_FAULT}|就是(?:很|比较)?(?:容易|会|爱){ANY}{{0,2}}{_FAULT}",
    r"(?:本来|本身|天生)就?(?:是)?放不(?:住|久|了)",
)
_MORE = (
    *(CAME_LATE, DID_NOT_LOOK, LEFT_OUR_HANDS, THEIR_CHOICE, TOLD_YOU),
    *(KEPT_BADLY, CARRIED_BADLY, COOKED_BADLY, OWN_BODY, IN_OFFICE_WORDS),
    *(ALL_YOURS, TOLD_AND_YET, A_NEIGHBOURS),
)
_OUR_PART = re.compile(
    r"(?:我们?|咱们?|团长)(?:这边)?(?:也|都|就|当时)?(?:没|该|应该|本该|得|要|疏忽|大意|不对|不该|的(?:错|问题|责任))|怪我|是我"
)


def _taken_on_us(draft: Draft, match: Match) -> bool:
    """Negated, or said to take the fault upon us: "草莓本来就容易坏，我们该多包一层"."""
    return negated(draft, match) or bool(_OUR_PART.search(draft.sentence_around(*match.span())))


def blames_member(draft: Draft) -> ToneFinding | None:
    """Blames outright, guesses at what the member did wrong, or says that the goods were fine when they left us."""
    name, why = "blames_member", "听着像在怪群友，原因等查清再说。"
    return (
        first(draft, _BLAMES_MEMBER, name, why)
        or first(draft, MAINLY_YOU, name, why)
        or first(draft, _HINTS, name, why)
        or first(draft, _GOOD_BEFORE, name, why, _taken_on_us)
        or first_of(draft, _MORE, name, why, on_us)
    )
