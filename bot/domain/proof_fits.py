"""Whether what a leader tells as done is what was promised, and whether a proof is taken back or given once more."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from bot.domain.money_words import money_in
from bot.domain.plain_words import number, plain
from bot.domain.promise_deeds import Kind

_COUNT = re.compile(
    r"(?<![第\d.])(?P<many>\d{1,4}(?:\.\d)?|[一二两俩仨三四五六七八九十半]{1,3})\s*"
    r"(?P<of>[个盒份斤箱袋瓶件包只条颗枚板罐桶串把棵块])(?!小时|钟|人|多?月|[天号楼单]|[钱元毛])"
)
_TWINS = {"俩": "两", "仨": "三"}
_PAYS = re.compile(r"[转退返](?!告|达|交|发|货|换|群|订|了?票)|红包|到账|打款|打(?:给|过去|到)|钱|收款|微信给|支付宝给")
_GIVES_GOODS = re.compile(
    r"(?:[补换送寄]|重发|补发)[给到过]*[您你她他]?了?(?:去|来)?\s*(?:新的)?"
    r"(?:\d+|[一二两三四五六七八九十半]+)\s*[个盒份斤箱袋瓶件包只条颗枚板罐桶串把棵]"
)
_BRINGS = re.compile(
    r"补|换|送|寄|发(?!红包|现)|带|捎|拿|放|给了?[您你她他]?[\d一二两三四五六七八九十半]+[个盒份斤箱袋瓶件包只条]|取|领"
)
_MONEY = r"(?:[退返转打](?!告|达|交|换)|红包|现金|钱|微信|支付宝|银行|卡|余额|[\d.]+\s*(?:[块元](?!的)|$))"
_TURNED = r"[换改折抵变](?:成|为)了?(?:给)?"
_TURNED_INTO_MONEY = re.compile(rf"{_TURNED}(?=[^,，。!！;；\s]{{0,3}}?{_MONEY})")
"""鸡蛋换成退3块了."""
_TURNED_INTO_GOODS = re.compile(rf"{_TURNED}(?![^,，。!！;；\s]*?{_MONEY})[^,，。!！;；\s]")
"""退款换成一盒草莓了."""
_ASKS = re.compile(r"[?？]|吗|么$|没有?$|是不是|呢$")
_BACK = re.compile(
    r"^(?:[先给我]|这个|承诺|麻烦|记录)*(?:撤(?:回|销|了|掉)?|取消|作废|不算数?|改回去?|退回去?)(?:[吧了啊哈,，。!！\s]|$)|"
    r"(?:搞|弄|记|点|按|写|发|编号|号|数|看)错了?|手滑|误(?:点|操作)|(?:人|账号)转错|转错|打错人|"
    r"(?:还|其实|根本|刚才|原来|都)没有?[给]?(?:[您你她他])?(?:转|退|补|送|发|打|寄|换|办|弄|给)|"
    r"没有?(?:转|退|补|送|发|打|寄|换|办)(?:成|出去|过去|到)?(?:功|$|[,，。!！\s啊呢])|(?:转账|退款|转|退)失败|退回来了|(?:被|又)退回"
)
_AGAIN = re.compile(
    r"(?:重新|重|再次|再|又)(?:给?[您你她他])?(?:转|退|补|送|发|打|寄|换|办)(?!告)|补转|重[转发寄]|(?:这次|这回)[^,，。]*了"
)


def other_count(text: str, thing: str | None) -> str | None:
    """How many the words tell of, where that is another number of the same than was promised: 2个 for 3个."""
    wanted, told = _counts(thing or ""), _counts(text)
    if len(wanted) != 1:
        return None
    (of, (many, _)) = wanted[0]
    alike = [(value, words) for unit, (value, words) in told if unit == of]
    values = [value for value, _ in alike]
    if not alike or many in values or sum(values) == many:
        return None
    return alike[0][1]


def _counts(text: str) -> list[tuple[str, tuple[Decimal, str]]]:
    found = []
    for m in _COUNT.finditer(plain(text)):
        words = m["many"]
        value = Decimal("0.5") if words == "半" else number(_TWINS.get(words, words))
        if value is not None:
            found.append((m["of"], (value, m[0])))
    return found


def other_deed(text: str, kind: Kind) -> bool:
    """Whether the words tell of another deed and not of what was promised: 没货了退了3块 or 换成退3块了 for goods,
    补了一盒 or 换成一盒了 for money."""
    said = plain(text)
    pays = _PAYS.search(said) is not None or bool(money_in(said))
    if kind == "replacement":
        return pays and not _BRINGS.search(_TURNED_INTO_MONEY.sub("", said))
    if kind != "refund":
        return False
    return _TURNED_INTO_GOODS.search(said) is not None or (not pays and _GIVES_GOODS.search(said) is not None)


def given_to(text: str, forms: Iterable[str]) -> bool:
    """Whether the words hand it to who is called so: 转给王姐了, 退王姐8块."""
    return any(
        re.search(rf"(?:[转退打发补送寄换]|给)(?:给|到|在)?了?{re.escape(form)}(?!家?(?:门口|那|处|帮|代|捎|带))", text)
        for form in forms
    )


def carried_by(text: str, forms: Iterable[str]) -> bool:
    """Whether who is called so only lends a hand: 赵姐帮忙带过去的, 放王姐那儿了, 让王姐捎给您."""
    lends = r"(?:家?(?:门口|那[儿里边]|处|手[上里])|帮|代|捎|顺便|顺路|转交)"
    return any(
        re.search(rf"{re.escape(form)}(?:{lends}|(?:已经)?[带送]|给(?:您|你|她|他)?[带送捎])", text)
        or re.search(rf"(?:让|叫|托|请|麻烦|交给|放(?:在|到)?){re.escape(form)}", text)
        for form in forms
    )


def takes_back(text: str) -> bool:
    """Whether a leader says that something was noted as done by mistake: 撤, 搞错了，还没转, 转错人了. A question and
    what has been put right since do not."""
    said = plain(text).strip()
    return bool(_BACK.search(said)) and not _ASKS.search(said) and not _AGAIN.search(said)


def is_bare_word_back(text: str) -> bool:
    """Whether nothing but 撤 or 取消 is said."""
    return re.fullmatch(r"(?:撤(?:回|销|了|掉)?|取消|作废)[吧了啊哈,，。!！\s]*", plain(text).strip()) is not None


def done_again(text: str) -> bool:
    """Whether a leader says that it was done once more: 重新转了, 又转了一遍, 补转了."""
    said = plain(text)
    return _AGAIN.search(said) is not None and _ASKS.search(said) is None
