"""What goods cost, what is sold, ordered or lent, money that members pay, and what is offered, done or given by others:
no amends of ours, however alike the words."""

from __future__ import annotations

import re

from bot.domain.money_words import MEASURES, Money
from bot.domain.plain_words import number, plain
from bot.domain.promise_deeds import Kind
from bot.domain.promise_sums import TAKEN_BACK

_TO_US = re.compile(
    "(?:转|打|付|交|补|发|还|扫|给)(?:钱|款)?(?:给|到|回)?(?:我|俺)(?![们家]?(?:老公|老婆|爱人|妈|爸|儿|女|来|再|也|会|都))(?=$|[,，。!！?？;；~…就吧哈啊行]|这|微信|支付宝)"
)
"""转给我: money that the member is to send."""
_PAYS = re.compile(
    r"退|返|赔|奉还|[反陪推](?:给)?[你您]|发过去|钱[^,，。]{0,4}到|报(?:了|给[你您])?(?=$|[,，。!哈啊\d一二两三四五六七八九十])|贴(?:给|补)?[你您]|补(?!货)|转|红包|差|打[给到回过]|还[你您恁]|免单|不收|减|垫|报销|账|算我|发[你您恁]|给[你您恁]?(?=\s?(?:\d|[一二两三四五六七八九十]+(?:块|元|毛)|$|[,，。!]))|便宜|扣|结清|清|抵|利是|过数"
)
"""Without any of these a sum is what goods cost: 蓝莓明天给送，30块."""
_MONEY_BACK = re.compile(
    r"(?<!不)(?:退(?!货)|返|赔)|奉还|[反陪推](?:给)?[你您]|报(?=$|[,，。!哈啊\d一二两三四五六七八九十])|贴(?:给|补)?[你您]|红包|转|打[给到回过]|差价?|报销|免|减|利是|钱|还[你您恁]|结清|拨|付"
)
_AT_A_RATE = re.compile(
    rf"[退补赔返转](?:给)?[你您恁]?(?:\d|[一二两三四五六七八九十块元毛角.])+(?:/|每|一)[{MEASURES}](?!.*\d)"
)
"""退你两毛五一斤: for how much nobody says."""
_GIVEN_AT_A_RATE = re.compile(
    rf"(?:[每各]|(?<![这那共])一)(?![家户位人单])[{MEASURES}][^,，。\d]{{0,2}}[退补赔返转](?:给)?[你您恁]?$"
)
"""每个退你1块: for how many nobody says."""
_A_PART = re.compile(
    "(?<![了烂坏碎破漏少缺化馊霉])一半|半价|[一二三四五六七八九\\d]成|分之|[一二三四五六七八九\\d]折|一部分"
)
"""退您一半，一盒19.9: the price of the whole."""
_TICKET = re.compile("券|[抵免减]|优惠|代金|折扣|包邮")
"""Without any of these nothing is a voucher: 每家限2盒，今晚到货."""
_OF_ONE_BEFORE = re.compile(rf"(?:每|(?<![这那共])一|单)[{MEASURES}][^,，。\d]{{0,4}}$")
_OF_ONE_AFTER = re.compile(rf"\s*(?:/|每|一)[{MEASURES}张块]")
_FOR_SALE = re.compile(
    "满\\d+送|活动|接龙|(?<!下[次回趟期])开团|下单(?![的那这时备])|截单|秒杀|团购价|先到先得|抽奖|中奖|抽中|加订"
)
"""今晚接龙每人送一盒: what everybody gets who buys, or who wins."""
_ORDERED = re.compile("[订点要]的|订单|[订买]了")
_FAULT = re.compile("[发送拿装]成|[少漏缺坏烂错破补换重忘落没碎化馊臭欠差瘪裂潮霉赔扁软硬]|[发变]酸|酸了")
"""Goods that were ordered are no replacement where nothing was wrong with any: 你订的两包酸奶明天送到."""
_GIVEN_BACK = re.compile(r"还(?:给)?[我俺]|还回来|还[你您](?![\d一二两三四五六七八九十钱]|[^,，。]{0,4}(?:块|元|钱))")
_RESTOCKED = re.compile("补货|补(?:上)?一批|断货|新货")
_TO_SOMEBODY = re.compile("[你您恁换]|[姐哥姨叔婶]|[每各]|[几两三四五六七八九十][家位户单]|少|漏|缺|欠")
"""草莓明天补货，要的报数: what comes to be sold again."""

_PRICE_OF_A_KIND = re.compile(r"[\d一二两三四五六七八九十](?:块钱?|元)的?那[种个盒袋箱瓶包款批]")
"""明天给你补，8块那种."""
_OF_A_PART = re.compile(r"[烂坏破碎漏馊瘪裂]的[^,，。]{0,3}退(?![^,，。]{0,6}[\d一二两三四五六七八九十])")
"""草莓30块，烂的退你: the price of the whole."""


def leaves_the_sum_open(text: str) -> bool:
    """Whether a sum that stands in the words may be taken back, is a rate, or is the whole of which a part is given."""
    words = plain(text)
    return bool(TAKEN_BACK.search(words) or _OF_A_PART.search(words) or _AT_A_RATE.search(words))


def is_a_rate(text: str, money: Money) -> bool:
    """Whether a sum is what is given for each of some pieces."""
    return bool(_GIVEN_AT_A_RATE.search(plain(text)[: money.start]))


def gives_a_part(text: str) -> bool:
    """Whether a part of what something cost is given back; a sum that stands alone beside it is the whole's price."""
    return bool(_A_PART.search(plain(text)))


def is_of_one(text: str, money: Money) -> bool:
    """Whether a sum is what one piece is worth: 一个1块5，我给您发个3块的红包."""
    words = plain(text)
    return bool(_OF_ONE_BEFORE.search(words[: money.start]) or _OF_ONE_AFTER.match(words, money.end))


_TICKETS = re.compile(r"(\d|[两二三四五六七八九])张[^,，。\d]{0,3}$")
_COMES_TO = re.compile("(?:就是|等于|即|合)(?:退|给)?[你您]?$")
_PAID = re.compile("(?:收|付|花|买|卖|价)(?:了|你|您|是|的|来)*$")
_PIECES = "[一二两三四五六七八九十\\d]{1,2}块(?!钱|[\\d一二三四五六七八九]|的?运费)"
_IN_PIECES = re.compile(
    f"[少漏缺碎坏烂破化裂瘪](?:了|掉)?{_PIECES}[^。]{{0,12}}?(?:补|换|送|重发)(?:给|[你您])*(?={_PIECES})|"
    f"(?:寄|拿|带|捎)(?:给|[你您])*(?={_PIECES})|[漏少缺短]的[^,，。]{{1,8}}补(?:上|给|[你您])*(?={_PIECES})|"
    f"(?:豆[干腐皮]|[糕饼肉排皂糖姜砖布巾酥藕芋]|面包|披萨|巧克力)[^,，。]{{0,2}}补(?:上|给|[你您])*(?={_PIECES})"
)
"""冰糕少四块，周六给您补四块; 洗碗布我补寄您五块; 豆干补三块: pieces, hardly yuan."""
_IN_ALL = re.compile("(?:[一总共合]共|合计|加起来|总计|共计)(?:是|就是|给|[退赔补转还返][款了]?|[你您])*$")


def is_a_total(text: str, money: Money) -> bool:
    """Whether a sum is said to be all of what was named before: 连2块车费，一共退您11块9."""
    return bool(_IN_ALL.search(plain(text)[: money.start]))


def is_for_each(text: str, money: Money) -> bool:
    """Whether a sum is said to be for each piece, behind it: 按六毛一个退你."""
    return bool(_OF_ONE_AFTER.match(plain(text), money.end))


def tickets_of(text: str, money: Money) -> int:
    """How many vouchers of this face value are given: 两张3块的券."""
    found = None if is_a_total(text, money) else _TICKETS.search(plain(text)[: money.start])
    return int(number(found[1]) or 1) if found else 1


def says_the_part(text: str, money: Money) -> bool:
    """Whether a sum is what a part comes to: 退你一半钱，就是32."""
    return bool(_COMES_TO.search(plain(text)[: money.start]))


def is_paid(text: str, money: Money) -> bool:
    """Whether a sum is what was paid: 一共收你43块，里面16块我退你."""
    return bool(_PAID.search(plain(text)[: money.start]))


def is_in_pieces(text: str, money: Money) -> bool:
    """Whether what looks like a sum may be so many pieces of what came short."""
    return any(hit.end() == money.start for hit in _IN_PIECES.finditer(plain(text)))


def names_money_back(text: str) -> bool:
    """Whether money is given at all; else a sum beside goods that are brought is their price: 补发一板，6块5那种."""
    return bool(_MONEY_BACK.search(plain(text)))


def is_restocking(text: str) -> bool:
    """Whether goods come to be sold again, and nobody is told that something is made good."""
    words = plain(text)
    return bool(_RESTOCKED.search(words)) and not _TO_SOMEBODY.search(words)


def not_for_members(text: str) -> set[Kind]:
    """Kinds in which the network is not believed, because of who pays or gives whom and what is sold."""
    words = plain(text)
    found: set[Kind] = set()
    if _TO_US.search(words) or not _PAYS.search(words) or _PRICE_OF_A_KIND.search(words):
        found.add("refund")
    if (
        (_GIVEN_BACK.search(words) and not _FAULT.search(words))
        or is_restocking(words)
        or (_ORDERED.search(words) and not _FAULT.search(words))
    ):
        found.add("replacement")
    if not _TICKET.search(words):
        found.add("voucher")
    if _BY_ITSELF.search(words):
        found |= {"refund", "voucher", "points"}
    if _HANDED.search(words) and not _LATER.search(words):
        found.add("refund")
    for kind, done in _DONE.items():
        if done.search(words):
            found.add(kind)
    return found | {"replacement", "voucher", "points"} if _FOR_SALE.search(words) else found


_BEFORE_NOW = "(?:昨[天晚日儿]|前[天晚]|上[次周回]|刚[刚才]?)[^,，。]{0,9}"
_DONE: dict[Kind, re.Pattern[str]] = {
    "refund": re.compile(f"{_BEFORE_NOW}(?:退|转|赔|打)(?:给?[你您])?[的了过](?![块元\\d])"),
    "replacement": re.compile(f"{_BEFORE_NOW}(?:补|换|送|放)(?:给?[你您])?好?[了过](?!错)"),
}
"""What was done by now, so that only the rules are believed: 昨天退的; 刚给您补了一包."""
_HANDED = re.compile("(?:转|退|打|发)给[你您][了啦](?=$|[,，。!~～])")
_LATER = re.compile("[今明当]晚|[明后]天|马上|等[下会]|稍后|待会|[周号]|到账")
"""四块钱转给你啦, without a time to come."""
_STANDING = re.compile("每[月周年][^,，。]{0,5}[发送返]|人人有份|返现活动|[晒转][图单发]返")
"""群里每月1号发一张五元券，人人有份: nothing of a case."""
_BY_ITSELF = re.compile(
    "(?:系统|平台|后台|小程序|商城)[^,，。我]{0,8}自动|自动(?:给[你您])?[退返发到]|[双多翻]倍积分|积分[双翻多]倍"
)
"""系统七天后自动给您退积分, 会员日双倍积分."""
_LEFT_BEHIND = re.compile("(?:(?:落|忘|丢)(?:在|到)?|掉[在到])了?(?:我|俺|咱|店|车|这|前台|门口)")
"""您孩子的水壶落我这儿了，明天带给您."""
_LENT = re.compile("借(?:给)?[你您我]的?")
_AMENDS = re.compile("退|返|红包")
_BROUGHT = re.compile("(?:拿|带|送|捎|拎|放)(?:[来去回过上]|[给到]|一)")
_A_PAPER = re.compile("票|收据|单|说明书|证|卡|秤|码|表")


def theirs_anyway(text: str) -> set[Kind]:
    """Kinds that are none, since what is brought or given back is theirs, and nothing was wrong: 你的伞我明天带给你;
    借你的20块我晚上还你."""
    words = plain(text)
    if _STANDING.search(words):
        return {"refund", "voucher", "points"}
    if _LEFT_BEHIND.search(words) and not re.search("[少漏缺欠补]|退|返|红包", words):
        return {"other", "replacement"}
    if _FAULT.search(words) or _A_PAPER.search(words):
        return set()
    if _LENT.search(words) and not _AMENDS.search(words):
        return {"other", "refund", "replacement"}
    return {"other"} if _BROUGHT.search(words) else set()


_HARDLY_OURS = re.compile(
    "(?:可以|行|好|成|中)(?:吗|嘛|不(?:可以|行|好|成)?(?=[,，?？]))|规矩|规定|惯例|给[你您]?老[公婆]了|"
    "(?:行|可以|成|中|同意|愿意|没意见|接受)的话[^,，。]{0,3}(?:吱|说|回|点|告诉)|开玩笑|逗你|说笑|"
    "(?:差评|评价)[^,，。]{0,6}(?:的话|了?[,，]?我?就)|"
    "(?:厂家|厂里|供应商)[^,，。我]{0,6}(?:给[你您]?)?[补退换赔]"
)
_PUT_OFF = re.compile("(?:问|看|商量|确认|考虑|想|查|核实)[^,，。]{0,8}再(?:说|定|看|议)")


def is_hardly_ours(text: str) -> bool:
    """Whether an offer, a rule, what others give or what is done may be told: 退8块可以吗，今晚转; 厂家明天给补一包."""
    return bool(_HARDLY_OURS.search(plain(text)))


_TOLD_AS_DONE = re.compile("(?:就|已经?|都)(?:给[你您])?(?:打|转|退|发|补|送|换)[^,，。]{0,6}了(?=[,，。]|$)")


def is_told_as_done(text: str) -> bool:
    """Whether it may be told that it is done: 钱我早上九点就打你卡上了."""
    return bool(_TOLD_AS_DONE.search(plain(text)))


_FOR_ALL = re.compile("(?:的|大家|各位|[几每两三]家)[^,，。]{0,6}都(?:给[你您]们)?[补退换赔]")


def is_for_all(text: str) -> bool:
    """Whether it is said of all who have something in common: 没收到酸奶的明天都补."""
    return bool(_FOR_ALL.search(plain(text)))


def is_put_off(text: str) -> bool:
    """Whether it is decided later: 等下，我再问下供应商再说."""
    return bool(_PUT_OFF.search(plain(text)))
