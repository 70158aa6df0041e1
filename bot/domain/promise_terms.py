"""What a deed amounts to: money, a voucher, a thing, or a visit."""

from __future__ import annotations

import re

from bot.domain.money_words import MEASURES, bare_money, money_in
from bot.domain.plain_words import CHINESE
from bot.domain.promise_deeds import YOU, Deed, Kind, clause
from bot.domain.promise_sums import sums_of
from bot.domain.promise_things import (
    COUNT_OF_THING,
    FRONTED,
    TAKEN,
    not_forgotten,
    thing_leading,
    thing_told_after,
    ticket_named_before,
    topic_of,
)
from bot.domain.when_words import When

_OWED = (
    r"[漏少缺](?:发|送|装|给|了|的|拿|掉|[你您](?!们?的钱)|[一两二三四五六俩仨\d])|错[将把][^,，。]{1,10}[发送拿装]给?[你您]|[欠差][你您]|欠的|还差的|差的(?=[那这一两几半])|(?:答应|说好)[^,，]{0,4}[补换]的|没给[你您](?:们)?[,，的]|没送[到来]|没(?:给[你您])?[装放带拿](?:[,，了上的]|进|齐)"
    r"|忘(?:了|记)?(?:给|装|放|带|拿)|落(?:在|我|店|车|下)|[发拿送装寄]错(?!群|人|家)[^,，]{0,6}[,，](?=[^,，]*$)|[你您][那的][^,，]{1,8}?(?:今[天晚]?)?(?:到|赶|送|来)不[了上及到]"
)


def kind_of(words: str, d: Deed, times: tuple[When, ...]) -> Kind:
    """补 and 送 mean what follows them: money, a voucher, a thing; what was missing and is brought is a replacement."""
    if d.kind == "refund" and words[d.start] == "打" and not sums_of(words, d.begin, d.stop, d):
        said = words[max(0, d.start - 30) : d.stop]
        return "refund" if re.search("钱|款|退|转|微信|卡|账|红包|差价|运费", said) else "reply"
    if d.kind in ("other", "replacement") and ticket_named_before(words, d) is not None:
        return "voucher"
    if d.kind == "voucher" and words.startswith("便宜", d.start) and _PAID_BACK_NEXT.match(words, d.end):
        return "refund"
    if d.kind == "other" and words[d.start : d.end] in ("给", "还给", "还") and _of_money(words, d):
        return "refund"
    if d.kind == "other" and _SEES_TO_IT.match(words, d.start):
        a, _ = clause(words, d.start, 0, len(words))
        return "refund" if re.search("退款(?!问题|的事|流程|申请)", words[a : d.start]) else "other"
    if d.kind == "other" and _brings_what_is_owed(words, d, times):
        return "replacement"
    if d.kind == "other" and re.match(
        "[送寄拿带捎拎提扛搬给](?!交)|[整弄拉端抬驮运](?=过|上|下|到)|发(?!票|群)", words[d.start : d.end]
    ):
        near = d.begin if words[d.start] == "给" else d.start - 30
        sentence = words[max(0, near) : d.start]
        if words[d.start : d.end] != "发" and re.search(r"(?<![重最])新(?![鲜年客人群])", words[d.begin : d.start]):
            return "replacement"
        return "replacement" if re.search(_OWED, sentence) else "other"
    if words[d.start] == "换" and _OUR_GEAR.search(words[slice(*clause(words, d.start, 0, len(words)))]):
        return "other"
    if d.kind == "replacement" and re.match("开", words[d.end : d.end + 1]):
        return "other"  # 小票给您补开
    if d.kind == "replacement" and re.search(
        "(?:发票|收据|小票|单号|截图|[货件款]码|链接|名单|照片|报告|表)(?:我|这就|马上|现在)?$",
        words[max(0, d.start - 4) : d.start],
    ):
        return "other"
    if d.kind == "replacement" and (_ticket_before(words, d) or _one_of_the_tickets(words, d)):
        return "voucher"
    if d.kind == "replacement" and (owed := _owed_before(words, d)):
        return owed
    if d.kind == "replacement":
        after = words[d.end : d.stop]
        if re.match(rf"(?:{YOU})?\s*\d{{2,5}}分(?![钟钱之])", after):
            return "points"
        if re.match(
            YOU + r"?(?:个|一个|[上了回])?(?:差[价额]|运费|红包|到?(?:微信|支付宝|零钱|卡|账))",
            words[d.end : d.end + 20],
        ):
            return "refund"
        a, b = clause(words, d.start, 0, len(words))
        if re.search("差价|运费|货款|钱", words[a : d.start]) and not re.search(
            COUNT_OF_THING, without_money(words, a, b)
        ):
            return "refund"
        to = re.compile(rf"(?:{YOU})?\s*个?").match(words, d.end)
        at = to.end() if to else d.end
        if _A_PIECE_OF_IT.match(words, at):
            return d.kind
        if _A_PIECE.match(words, at) and not _PAID_IN_PIECES.search(words):
            return d.kind
        if any(m.start == at for m in money_in(words)) or bare_money(words, at):
            return "refund"
    return d.kind


_OUR_GEAR = re.compile(
    "^(?!.*给[你您])[^,，。!?]*换[^,，。!?]{0,4}(?:冷柜|冰柜|台?新?秤|保温箱|货架|推车|三轮)|^(?!.*给[你您])[^,，。!?]*(?:冷柜|冰柜|[送配][货奶菜水]?的?师傅|司机)[^,，。!?]{0,3}换|^(?!.*给[你您])[^,，。!?]*把(?:电子|台)?秤换"
)
"""周五之前换台新秤, 把送奶的师傅换掉: nothing of a member's."""
_PAID_BACK_NEXT = re.compile(
    rf"{YOU}?\s*(?:\d{{1,4}}(?:\.\d{{1,2}})?|{CHINESE})[元块]钱?[,，]?[^,，。!?]{{0,6}}(?:退[到给还回你您微支]|[转打]给?[你您])"
)
"""给你便宜10块，退到你微信."""
_SEES_TO_IT = re.compile("处理|弄|办|搞定|安排")
"""你的退款我今晚处理完."""
_A_PIECE = re.compile("[一二两三]块(?=$|[,，。!~哈啊哦吧呢过])")
_A_PIECE_OF_IT = re.compile(
    "[一两二三]块(?![钱元给到转今明后马我咱就下周红差运补赔优券的以作算当意零一二三四五六七八九半\\d哈啊哦吧呢过呀哟啦了先行吗])(?=[\u4e00-\u9fff])"
)
"""送您一块老豆腐."""
_A_PIECE_OF = re.compile("[一二两三]块(?!钱|[\\d一二三四五六七八九])")
_PAID_IN_PIECES = re.compile(
    "差[价额]|多[收付扣算给]|[钱元毛角]|运费|红包|补偿|赔|[收付扣]了?[一二两三四五六七八九\\d]|块[\\d五]|转|打给|到账|微信"
)
"""豆腐碎了，给您换一块 is a thing; 多收您一块，补您一块 is money."""
_MONEY_AS_TOPIC = re.compile("(?:^|[,，。\\s的])(?:钱|款|退款|货款|运费|差价)[^,，。]{0,8}$")
"""钱我明天给您."""


_BARE_SUM_TAKEN = re.compile(
    rf"(?:^|[,，。\s把])(?:[那这])?(?:\d{{1,4}}\.\d{{1,2}}|(?:\d+|{CHINESE})个[半一二三四五六七八九])(?![{MEASURES}])"
)


def _of_money(words: str, d: Deed) -> bool:
    before = re.sub("一块$", "", words[d.begin : d.start])
    a, _ = clause(words, d.start, d.begin, d.stop)
    return bool(_MONEY_AS_TOPIC.search(before) or money_in(before) or _BARE_SUM_TAKEN.search(words, a, d.start))


_TO_YOU = re.compile("给[你您]|(?:过去|上去|下去|上楼|下楼|到[你您]家?)$")
_BROUGHT_TO_YOU = re.compile(
    "给[你您](?:们)?送(?=$|[,，。!~哈啊])|给[你您](?:们)?(?:重新|再)?[送拿带捎拎提扛搬寄](?:上|下[楼去来]|过?[去来]|到)"
)
"""饺子我下午给你送上楼."""
_PAPERS = re.compile("票|单|快递|包裹|报告|收据|照片|截图|钱|款|表|^(?:货|东西|它)$")
"""What is no goods of a member's: 把发票给您送过去."""


def _brings_what_is_owed(words: str, d: Deed, times: tuple[When, ...]) -> bool:
    """ "还差您一盒，明天放您家门口", "把鸡腿送您家，两斤"."""
    verb = words[d.start : d.end]
    if re.match("[放挂搁]|来领", verb):
        around = words[max(0, d.start - 30) : d.end + 30]
        a = clause(words, d.start, d.begin, d.start)[0]
        leading = thing_leading(words, a, d, times)
        if leading and re.match(f"[那这](?:{CHINESE}|半)[{MEASURES}]", words[slice(*leading)]):
            return True
        return bool(re.search(r"[漏少缺差欠](?:发|送|装|给|了|的|拿|掉|[你您]|[一二两三四五六七八九\d])|补", around))
    a = clause(words, d.start, d.begin, d.start)[0]
    if named := not_forgotten(words, d):
        return not _PAPERS.search(words[slice(*named)])
    laid = TAKEN.search(words, d.begin, d.start) or FRONTED.search(words, a, d.start)
    if not re.match("[送寄拿带捎拎提扛搬]|[整弄拉端抬驮运](?=过|上|下|到)", verb):
        return False
    if laid is None:
        goods = thing_leading(words, a, d, times) or topic_of(words, d, times) or thing_told_after(words, d, times)
        if words.startswith("送到", d.start) and thing_told_after(words, d, times):
            return True
        to_you = _BROUGHT_TO_YOU.search(words[: d.end + 1], a) or re.search("忘了?[,，]$", words[:a])
        return bool(goods and to_you and not _PAPERS.search(words[slice(*goods)]))
    if _TO_YOU.search(words, laid.end(), d.end) and not _PAPERS.search(laid["thing"]):
        return True
    return "新" in laid["thing"] or bool(re.search(COUNT_OF_THING, words[laid.start() : d.stop]))


_MISSING_POINTS = re.compile(r"积分(?:都|还|也)?[没少漏掉丢][^,，。!?；;]{0,10}[,，]?[^,，。!?；;]{0,10}$")
"""积分没到账我看到了，明天给您补上."""
_OWED_SUM = re.compile(
    r"(?:(?:差[价额]|运费|货款)是?|(?:[差少欠]|多[收扣付算刷转给])(?:收|退|找|转|给|算|付|扣|刷)?[了过]?[你您](?:们)?(?:找了?)?|[差少]了)"
    rf"¥?(?:\d{{1,4}}(?:\.\d{{1,2}})?|{CHINESE})[元块](?:[\d一二三四五六七八九半][毛角]?)?钱?[,，][^,，。!?；;\d]{{0,10}}$"
)
"""差价6元，周日补给您."""


def without_money(words: str, start: int, stop: int) -> str:
    """The words between two places, with a line where they name a sum."""
    said = words[start:stop]
    for m in money_in(words):
        if start <= m.start and m.end <= stop:
            said = said[: m.start - start] + "_" * (m.end - m.start) + said[m.end - start :]
    return said


_NAMES_NOTHING = re.compile(rf"(?:{YOU}|[给到上回齐哈啊哦吧的哟]){{0,4}}(?=$|[,，。!；;~…])")


def _owed_before(words: str, d: Deed) -> Kind | None:
    """What a clause before says is missing, where 补 itself names nothing."""
    if words[d.start] != "补" or not _NAMES_NOTHING.match(words, d.end):
        return None
    if _MISSING_POINTS.search(words, max(0, d.start - 30), d.start):
        return "points"
    return "refund" if _pays_what_is_owed(words, d) else None


_BARE_IN_FRONT = re.compile(
    rf"(?:[把那这]|你的|您的)*(?P<sum>\d{{1,4}}\.\d{{1,2}}|(?:\d+|{CHINESE})个[半一二三四五六七八九])(?![{MEASURES}])"
)
"""8.5我补给你: what leads the clause can only be a sum."""


def _sum_leads(words: str, at: int, d: Deed) -> bool:
    if (bare := _BARE_IN_FRONT.match(words, at, d.start)) and bare_money(words, bare.start("sum")):
        return True
    lead = re.compile("(?:把|那|这|[你您]?的|\\s)*").match(words, at)
    leads = lead is not None and any(m.start == lead.end() and m.end <= d.start for m in money_in(words))
    return leads and not _A_PIECE_OF.match(words, lead.end() if lead else at)


def _pays_what_is_owed(words: str, d: Deed) -> bool:
    """差的20块我补给你: of what comes before the verb, only a sum can be given."""
    if _OWED_SUM.search(words, max(0, d.start - 30), d.start):
        return True
    a, _ = clause(words, d.start, 0, len(words))
    if _sum_leads(words, a, d):
        return True
    a, _ = clause(words, max(a - 2, 0), 0, a)
    floor = a if words.startswith("差价", d.begin - 2) else max(a, d.begin)
    sums = [m for m in money_in(words) if floor <= m.start and m.end <= d.start]
    rest = without_money(words, a, d.start)
    owed = re.search("差|多[收付扣算给刷打]|少[收找退转给算打]|运费|费|钱|欠", rest)
    return bool(sums and owed) and not re.search(rf"[漏缺坏烂碎破]|没[装发放带]|{COUNT_OF_THING}", rest)


_ONE_TICKET = re.compile(rf"{YOU}?[一两二三四五\d]?张(?:(?:\d+|{CHINESE})(?:块钱?|元)的?|新的)?(?=$|[,，。!哈啊])")


def _one_of_the_tickets(words: str, d: Deed) -> bool:
    """ "券发不出来，周一给您补一张"."""
    return bool(_ONE_TICKET.match(words, d.end)) and bool(re.search("[券卷]", words[max(0, d.start - 30) : d.start]))


def _ticket_before(words: str, d: Deed) -> bool:
    laid = TAKEN.search(words, d.begin, d.start)
    return laid is not None and laid["thing"].endswith(("券", "卷"))
