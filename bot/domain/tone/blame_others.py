"""Passing the buck to the courier or the supplier, or sending the member there."""

from __future__ import annotations

import re

from bot.domain.tone.draft import ANY, US, Draft, Match, ToneFinding, any_of, first, first_of, negated, never
from bot.domain.tone.making_good import on_us
from bot.domain.tone.shrugging import ASK_AROUND, CARELESS_HANDS, MIDDLEMAN, NO_MORE_TO_DO, NOBODYS_FAULT, THOSE_ABOVE

_OTHERS = (
    r"(?:快递|物流|供应商|供货商|厂家|厂商|商家|平台|基地|司机|配送|送货|果农|批发商|自提点|驿站|物业"
    r"|仓库|总仓|分拣|产地|品牌|生产商|经销商|渠道|快团团|群接龙|拼多多|美团|淘宝|京东|抖音|他们)"
    r"(?:公司|员|小哥|师傅|阿姨|的阿姨|小妹|那边|方|那头|站|的人|的)?"
)
_DENIAL = any_of(
    rf"(?<!是)(?:不是|不关|不怪|不赖){US}的?(?:问题|责任|原因|错|事)",
    rf"(?:跟|和|与){US}{ANY}{{0,3}}(?:没关系|无关|没有关系|不相干)",
    r"(?:别|不要)(?:再)?(?:来)?找(?:我|团长)",
    r"不(?:归|由|该)我们?(?:管|负责|处理)|我们?(?:只|就)(?:是)?(?:负责|管)(?:卖|组织|发|帮|收|团|代)",
    r"(?:我们?|这|谁|团长)(?:这边)?也?(?:是)?(?:真的|真|实在)?(?:没办法|没辙|无能为力|控制不了|管不了|左右不了)",
    r"与我方?(?:无涉|无关)|尽到(?:了)?义务",
)
_THEIR_FAULT = any_of(
    rf"(?:是|属于|怪|赖|因为){_OTHERS}的?(?:问题|责任|原因|锅|错|事|疏忽)",
    rf"(?:是|都怪|全怪|被){_OTHERS}(?:给)?(?:自己)?(?:害|坑|弄|搞|摔|压|发|装|送|漏|丢|耽误|拖|没)",
    rf"{_OTHERS}(?:弄|搞|摔|压|颠|发|装|送|放)(?:坏|错|丢|漏|烂|碎|破|慢|晚)",
    rf"(?<!找){_OTHERS}的?锅(?!巴|具|炉|盖)",
    rf"{_OTHERS}没(?:放|装|包|弄|送|看|管|保管)好|素质(?:太|真)?[低差]|没素质",
    rf"(?:要|得|都|该|全|只能)怪(?![我你您])|那(?:帮|群)人|{_OTHERS}{ANY}{{0,2}}(?:就|总)(?:是)?这(?:样|德行)",
    rf"(?:{_OTHERS}|公司|他们?|她们?)(?:的)?(?:全责|失误|疏忽)|都是(?:他|她|人家)(?:们)?(?:弄|搞|害|放|装)",
)
_SENT_AWAY = any_of(
    rf"(?:找|联系|联络|咨询|问|打|打给|打电话给|致电|反馈给|投诉)(?:一下)?(?:{_OTHERS}|他(?!人))",
    rf"(?:自己|自行|自家|直接|[你您]|请)(?:去|先)?(?:跟|和|与|向){ANY}{{0,8}}(?:联系|联络|沟通|反映|反馈|协商|申请|投诉|理赔|讲|说理|要赔)",
    r"请(?:与|跟|和|向)(?:其|他们)",
    rf"(?:[你您]|自己|请)(?:先)?去(?:找|寻|问|联系|{_OTHERS})",
    r"(?:自行|自己|自家|自个儿?)(?:去)?(?:找|寻|联系|联络|协商|沟通|申请|打|问|对接|解决|想办法|投诉|理赔)",
)
_NOT_OURS = any_of(
    rf"由(?:{_OTHERS})(?:全权)?(?:负责|承担|处理)|归(?:{_OTHERS})(?:管|负责)",
    r"我(?:这里|这边|们|们这边)?(?:处理|解决|管|弄|办)不了|就是个(?:拉群|收钱|开团|中间|跑腿)",
)
_MORE = (MIDDLEMAN, THOSE_ABOVE, NOBODYS_FAULT, CARELESS_HANDS, NO_MORE_TO_DO)
_FOR_YOU = re.compile(r"(?:帮|替|给|为|跟|和|向|代)[你您]")
_WE_DO = re.compile(r"我|咱|团长|帮|替|代|已|正在|这边|这就|马上")


_ASKED_ABOVE = re.compile(
    r"(?:已经?|都)(?:发|报|转)给|(?<![你您])(?:得|要|等)团长|我(?:先|再|去|来|已经?|这就|马上|帮[你您]|给[你您])*(?:问|报|催|请示)"
    r"|(?:给|回)[你您]个?(?:准?信|答复|回话|话)|回[你您](?=$|[,，。!！])|(?:答复|告诉|通知)[你您](?!了|过)"
)
_NOT_MINE_TO_DECIDE = re.compile(r"做不了主|没有?这?个?权限")


def _asks_above(draft: Draft, match: Match) -> bool:
    """On us, or saying who decides and that we ask: "这个我做不了主，得团长点头"."""
    asks = _NOT_MINE_TO_DECIDE.match(match.group()) and _ASKED_ABOVE.search(draft.plain)
    return bool(asks) or on_us(draft, match)


def _undecided(draft: Draft, match: Match) -> bool:
    """Negated, or one of several possibilities ("是快递的问题还是…")."""
    around = draft.clause_before(match.start()) + draft.clause_after(match.end())
    return negated(draft, match) or bool(re.search(r"还是|是否|是不是", around))


def _we_go_ourselves(draft: Draft, match: Match) -> bool:
    before = _FOR_YOU.sub("帮", draft.clause_before(match.start()))
    return negated(draft, match) or (not re.search(r"[你您]", before) and bool(_WE_DO.search(before)))


def _made_good_or_we_go(draft: Draft, match: Match) -> bool:
    return on_us(draft, match) or _we_go_ourselves(draft, match)


def blames_others(draft: Draft) -> ToneFinding | None:
    name, passing = "blames_others", "像在推给别人。先由我们接下来，再去找快递、厂家。"
    return (
        first(draft, _THEIR_FAULT, name, passing, _undecided)
        or first(draft, _DENIAL, name, passing, never)
        or first(draft, _NOT_OURS, name, passing)
        or first(draft, _SENT_AWAY, name, "别让群友自己去找快递、厂家，我们去找。", _we_go_ourselves)
        or first_of(draft, _MORE, name, passing, _asks_above)
        or first(draft, ASK_AROUND, name, "别让群友自己去找快递、厂家，我们去找。", _made_good_or_we_go)
    )
