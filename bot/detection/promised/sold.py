"""What goods cost, what is sold, ordered or lent, money that members pay, and what is offered, done or given by others:
no amends of ours, however alike the words."""

from __future__ import annotations

import re

from bot.domain.money_words import MEASURES, Money
from bot.domain.plain_words import plain
from bot.domain.promise_deeds import Kind
from bot.domain.promise_sums import TAKEN_BACK

_TO_US = re.compile(
    "(?:转|打|付|交|补|发|还|扫|给)(?:钱|款)?(?:给|到|回)?(?:我|俺)(?![们家]?(?:老公|老婆|爱人|妈|爸|儿|女|来|再|也|会|都))(?=$|[,，。!！?？;；~…就吧哈啊行]|这|微信|支付宝)"
)
"""转给我: money that the member is to send."""
_PAYS = re.compile(
    r"退|返|赔|补(?!货)|转|红包|差|打[给到回过]|还[你您恁]|免单|不收|减|垫|报销|账|算我|发[你您恁]|给[你您恁]?(?=\s?(?:\d|[一二两三四五六七八九十]+(?:块|元|毛)|$|[,，。!]))|便宜|扣|结清|清|抵|利是|过数"
)
"""Without any of these a sum is what goods cost: 蓝莓明天给送，30块."""
_MONEY_BACK = re.compile(
    "(?<!不)(?:退(?!货)|返|赔)|红包|转|打[给到回过]|差价?|报销|免|减|利是|钱|还[你您恁]|结清|拨|付"
)
_AT_A_RATE = re.compile(
    rf"[退补赔返转](?:给)?[你您恁]?(?:\d|[一二两三四五六七八九十块元毛角.])+(?:/|每|一)[{MEASURES}](?!.*\d)"
)
"""退你两毛五一斤: for how much nobody says."""
_GIVEN_AT_A_RATE = re.compile(
    rf"(?:[每各]|(?<![这那共])一)(?![家户位人单])[{MEASURES}][^,，。\d]{{0,2}}[退补赔返转](?:给)?[你您恁]?$"
)
"""每个退你1块: for how many nobody says."""
_A_PART = re.compile("一半|半价|[一二三四五六七八九\\d]成|分之|[一二三四五六七八九\\d]折|一部分")
"""退您一半，一盒19.9: the price of the whole."""
_TICKET = re.compile("券|[抵免减]|优惠|代金|折扣|包邮")
"""Without any of these nothing is a voucher: 每家限2盒，今晚到货."""
_OF_ONE_BEFORE = re.compile(rf"(?:每|(?<![这那共])一|单)[{MEASURES}][^,，。\d]{{0,4}}$")
_OF_ONE_AFTER = re.compile(rf"\s*(?:/|每|一)[{MEASURES}]")
_FOR_SALE = re.compile("接龙|开团|下单|截单|秒杀|团购价|先到先得|抽奖|中奖|抽中|加订")
"""今晚接龙每人送一盒: what everybody gets who buys, or who wins."""
_ORDERED = re.compile("[订点要]的|订单|[订买]了")
_FAULT = re.compile("[少漏缺坏烂错破补换重忘落没碎化馊臭欠差瘪裂潮霉赔扁软硬]|[发变]酸|酸了")
"""Goods that were ordered are no replacement where nothing was wrong with any: 你订的两包酸奶明天送到."""
_GIVEN_BACK = re.compile(r"还(?:给)?[我俺]|还回来|还[你您](?![\d一二两三四五六七八九十钱]|[^,，。]{0,4}(?:块|元|钱))")
_RESTOCKED = re.compile("补货|补(?:上)?一批|断货|新货")
_TO_SOMEBODY = re.compile("[你您恁]|[姐哥姨叔婶]|[每各]|[几两三四五六七八九十][家位户单]|少|漏|缺|欠")
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
    if _GIVEN_BACK.search(words) or is_restocking(words) or (_ORDERED.search(words) and not _FAULT.search(words)):
        found.add("replacement")
    if not _TICKET.search(words):
        found.add("voucher")
    return found | {"replacement", "voucher"} if _FOR_SALE.search(words) else found


_LENT = re.compile("借(?:给)?[你您我]的?")
_AMENDS = re.compile("退|返|红包")
_BROUGHT = re.compile("(?:拿|带|送|捎|拎|放)(?:[来去回过上]|[给到]|一)")
_A_PAPER = re.compile("票|收据|单|说明书|证|卡|秤|码|表")


def theirs_anyway(text: str) -> set[Kind]:
    """Kinds that are none, since what is brought or given back is theirs, and nothing was wrong: 你的伞我明天带给你;
    借你的20块我晚上还你."""
    words = plain(text)
    if _FAULT.search(words) or _A_PAPER.search(words):
        return set()
    if _LENT.search(words) and not _AMENDS.search(words):
        return {"other", "refund", "replacement"}
    return {"other"} if _BROUGHT.search(words) else set()


_HARDLY_OURS = re.compile(
    "(?:可以|行|好|成|中)(?:吗|嘛|不(?:可以|行|好|成)?(?=[,，?？]))|规矩|规定|惯例|给[你您]?老[公婆]了|"
    "(?:厂家|厂里|供应商)[^,，。我]{0,6}(?:给[你您]?)?[补退换赔]"
)
_PUT_OFF = re.compile("(?:问|看|商量|确认|考虑|想|查|核实)[^,，。]{0,8}再(?:说|定|看|议)")


def is_hardly_ours(text: str) -> bool:
    """Whether an offer, a rule, what others give or what is done may be told: 退8块可以吗，今晚转; 厂家明天给补一包."""
    return bool(_HARDLY_OURS.search(plain(text)))


def is_put_off(text: str) -> bool:
    """Whether it is decided later: 等下，我再问下供应商再说."""
    return bool(_PUT_OFF.search(plain(text)))
