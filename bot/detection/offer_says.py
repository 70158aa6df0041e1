"""What a member answers to an offer of compensation: a yes, a no, a wish for more, a question; clause by clause.

The offer's own sum, share, goods and time say nothing new: 8块就8块吧 is a yes to 8 yuan. Whatever is no plain yes or
no is for a person to read.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Literal

from bot.detection.member_says import says_no, says_yes
from bot.detection.normal import plain
from bot.domain.compensation import REFUNDS, Terms
from bot.domain.money_words import bare_money, money_in
from bot.domain.plain_words import plain as half_width
from bot.domain.when_words import when_in

OfferAnswer = Literal["yes", "yes_asking", "no", "more", "pressing", "when", "question", "other"]
_Kind = Literal["filler", "soft", "yes", "no", "more", "pressing", "when", "question", "hedge", "other"]

_OWN = "某"
"""Stands for what the offer itself says."""
_CLAUSE = re.compile(r"(?:[^,。!;:~…\s?.]|\.(?=\d)|:(?=\d))+\??")
_NUMBER = re.compile(r"\d+(?:\.\d+)?|[零一二两三四五六七八九十百]+")
_FILLER = re.compile(
    r"(?:谢+|多谢|感谢|辛苦|麻烦|您好|你好|不好意思|没事|没关系|知道|明白|了解|不急|不着急|慢慢来|不客气|团长|老板|"
    r"那(?=谢|多谢|感谢|麻烦)|哎+|唉+|哦+|噢+|啊+|哈+|你们?|您|了|啦|的)++"
)
_ACCOUNT = re.compile(
    r"(?:我的?)?(?:微信号?|支付宝|卡号|账号|帐号|手机号?|电话)[是为:\s]*(?:[a-z0-9@._-]*[a-z][a-z0-9@._-]*|\d{6,})",
    re.IGNORECASE,
)
"""Where it is to be paid; its figures are no sum."""
_REFUSES = re.compile(r"稀罕|免谈|(?:自己|你们?)?留着(?:自己|你们?)?(?:花|用)")
_GIVING_UP = re.compile(r"算了[吧啦]?")
_PRESSES = re.compile(
    r"说好[^?]*呢|(?:怎么|咋|为什么)还?(?:没|不)|还没(?:退|到|补|给|送|办|发|收到|处理)|(?:退款|钱|货|补的[^?]{0,4})呢|"
    r"(?:到底|究竟).*(?:退|补|办|给)|(?:等|拖)了?(?:这么|好|太|半|几|一[天周])"
)
_MORE = re.compile(
    r"能不能|可不可以|可以(?:再|多)|再[加多补退给赔]|多[退补给赔]|加[点到]|不够|太少|有点少|少了|就这(?!样|么[办定着])|"
    r"就这样\?|[这那]么?点|(?<![刚方])才(?:退|这|给|赔|某|\d)|只(?:退|给|赔|有)|但|不过|可是|要是|如果|除非|还(?:要|得|差)|应该|"
    r"至少|起码|最[好少]|全额|全[退赔]|一半|凭什么|打发|"
    r"[\d一二两三四五六七八九十]+(?:\.\d+)?\s*(?:块|元|份|盒|倍|袋|箱|成|%)"
)
_OWN_IS_TOO_LITTLE = re.compile(rf"{_OWN}[^?]{{0,2}}(?:可?不行|不可以|不够|不干|不值|不合适|太少|少了)")
_WHEN = re.compile(r"什么时候|啥时候|几时|几点|几天|多久|多长时间|哪天|何时")
_HOW = re.compile(r"怎么(?:退|给|拿|领|补|送|换|弄)|退(?:到|去)哪|在哪|哪里|需要我|要我")
_HEDGE = re.compile(r"考虑|想想|想一下|问问|问一下|问下|商量|等[我等一下会]|再说|看看|看情况|回头|晚点")
_BITTER = re.compile(r"不|没|别|难道|失望|呵呵|算什么|怎么")
_AGREEING = (
    r"嗯+|哦+|哎+|唉+|那|么|算了|好|行|可以|同意|接受|就|也|都|还是|我|咱们?|你们|您|你|团长|按|照|听|要|先|这|样|说|定|来|的|"
    r"吧|了|啦|呗|嘛|噻|撒|得了|哈|啊|呀|哦|成|ok|没问题|谢谢|个|不折腾|赔|给|办|弄|处理|钱|某"
)
_AGREES = re.compile(
    r"好|行|可以|同意|接受|没问题|听(?:你|您|团长|咱)|(?:退|补|赔|换|办|发|给|弄|定|处理)(?:款|钱|我)?(?:吧|呗|得了|了吧)|"
    r"(?:这样|这么|那样|那么)(?:定|办|吧|得|着)|(?:按|照|听).{0,6}(?:办|来|定)|某(?:就|吧|呗|也|得了)|就(?:按|退|补|给|赔)?某"
)
_VERBS = {"refund": r"退款?|返", "goods": r"补发?|换|重?发|送|寄", "other": r"代金券|券|积分|红包"}
_OTHER_KIND = {"refund": r"补(?!偿|贴)|换|重发", "goods": r"退(?!回)", "other": r"退|补发|换货|重发"}
_WHOLE = re.compile(r"全额退款?|退?全款|全部?退款?|全额")
_HALF = re.compile(r"一半|半价|五成|百分之五十")


def offer_answer(text: str, terms: Terms, now: datetime) -> OfferAnswer:
    """How the member answers the offer; `now` and the terms' time are in the group's own zone. `yes_asking` agrees and
    asks something besides."""
    said, sooner = _without_own(_ACCOUNT.sub("", half_width(plain(text))), terms, now)
    kinds = [_kind(clause, terms) for clause in _CLAUSE.findall(said)]
    if "pressing" in kinds:
        return "pressing"
    if sooner or "more" in kinds:
        return "more"
    meant = [kind for kind in kinds if kind not in ("filler", "soft")]
    if meant[:1] == ["yes"] and not {"no", "hedge"} & set(meant) and not _bitter(said, terms):
        return "yes_asking" if "question" in meant else "yes"
    if (meant and set(meant) == {"no"}) or (not meant and "soft" in kinds):
        return "no"
    if "when" in meant:
        return "when"
    return "question" if "question" in meant else "other"


def _kind(clause: str, terms: Terms) -> _Kind:
    """What one clause says, the offer's own words being taken out."""
    words = clause.rstrip("?")
    asks = words != clause or re.search("吗|么$|[怎哪谁啥几].*呢$", words) is not None
    if not asks and (says_yes(words) or _agrees(words, terms)):
        return "yes"
    if _FILLER.fullmatch(words):
        return "filler"
    if _GIVING_UP.fullmatch(words):
        return "soft"
    if _REFUSES.search(words) and not asks:
        return "no"
    if _PRESSES.search(clause):
        return "pressing"
    if _wants_other(clause, terms):
        return "more"
    if _WHEN.search(words):
        return "when"
    if asks or _HOW.search(words):
        return "question"
    if says_no(words):
        return "no"
    return "hedge" if _HEDGE.search(words) else "other"


def _agrees(words: str, terms: Terms) -> bool:
    """Nothing but words of agreement, some of which really agree: 那就退吧, 听你们的, 同意退8元."""
    only = re.fullmatch(rf"(?:{_AGREEING}|{_VERBS[_way(terms)]})+", words)
    return only is not None and _AGREES.search(words) is not None


def _wants_other(clause: str, terms: Terms) -> bool:
    """More, or something else than what is offered; a sum that is not the offer's."""
    if _MORE.search(clause) or _OWN_IS_TOO_LITTLE.search(clause) or re.search(_OTHER_KIND[_way(terms)], clause):
        return True
    number = _NUMBER.search(clause)
    sums = money_in(clause) or ((bare_money(clause, number.start()),) if number else ())
    return any(found is not None and found.fen is not None for found in sums)


def _bitter(said: str, terms: Terms) -> bool:
    """Whether something besides the yes may take it back: 行，下次别找我了."""
    rest = [c for c in _CLAUSE.findall(said) if _kind(c, terms) == "other"]
    return any(_BITTER.search(clause) for clause in rest)


def _way(terms: Terms) -> Literal["refund", "goods", "other"]:
    return "refund" if terms.kind in REFUNDS else "goods" if terms.kind == "replacement" else "other"


def _without_own(said: str, terms: Terms, now: datetime) -> tuple[str, bool]:
    """The words with what the offer itself says replaced, and whether they want it sooner than offered."""
    sooner = False
    for when in reversed(when_in(said, now)):
        if when.due is None or terms.due_at is None or when.vague:
            continue
        if when.due >= terms.due_at or when.due.date() == terms.due_at.date():
            said = said[: when.start] + said[when.end :]
        else:
            sooner = sooner or re.search("退|到|补|给|送|办|赔|打|转|拿", said) is not None
    said = _without_thing(said, terms)
    if terms.percent is not None:
        said = re.sub(rf"{terms.percent}\s*%", _OWN, said)
        said = _HALF.sub(_OWN, said) if terms.percent == 50 else said
    if terms.kind == "full_refund":
        said = _WHOLE.sub(_OWN, said)
    return (_without_sum(said, terms.amount_fen) if terms.amount_fen else said), sooner


def _without_thing(said: str, terms: Terms) -> str:
    if not terms.thing:
        return said
    thing = half_width(plain(terms.thing))
    first = re.match(r"[\d一二两三四五六七八九十]+[份盒袋个箱瓶斤件包]", thing)
    for own in (thing, first[0] if first else thing):
        said = said.replace(own, _OWN)
    return said


def _without_sum(said: str, fen: int) -> str:
    sums = list(money_in(said))
    taken = [(found.start, found.end) for found in sums]
    for number in _NUMBER.finditer(said):
        bare = bare_money(said, number.start())
        if bare is not None and all(bare.end <= start or bare.start >= end for start, end in taken):
            sums.append(bare)
            taken.append((bare.start, bare.end))
    for found in sorted(sums, key=lambda m: -m.start):
        if found.fen == fen:
            said = f"{said[: found.start]}{_OWN}{said[found.end :]}"
    return said
