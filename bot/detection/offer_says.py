"""What a member answers to an offer of compensation: a yes, a no, a wish for more, a question; clause by clause.

The offer's own sum, share, goods and time say nothing new: 8块就8块吧 is a yes to 8 yuan. Whatever is no plain yes or
no is for a person to read; praise that bites (你们真行) is no yes.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Literal

from bot.detection.bitter_words import is_biting, refuses
from bot.detection.goods import find_goods
from bot.detection.member_says import said_plainly, says_no, says_yes
from bot.detection.normal import plain
from bot.detection.offer_clauses import (
    is_content,
    is_for_next_time,
    is_kind,
    is_nothing_much,
    is_paid_how,
    leaves,
    lets_it_be,
    said_at_home,
)
from bot.domain.compensation import REFUNDS, Terms
from bot.domain.money_words import bare_money, money_in
from bot.domain.plain_words import plain as half_width
from bot.domain.when_words import when_in

OfferAnswer = Literal["yes", "yes_asking", "no", "more", "pressing", "when", "question", "other"]
_Kind = OfferAnswer | Literal["filler", "soft", "refusal", "biting", "besides", "hedge", "aside"]

_OWN = "某"
"""Stands for what the offer itself says."""
_CLAUSE = re.compile(r"(?:[^,。!;:~…\s?.]|\.(?=\d)|:(?=\d))+\??")
_NUMBER = re.compile(r"\d+(?:\.\d+)?|[零一二两三四五六七八九十百]+")
_BUT = re.compile(r"^((?:好|行|可以|成)(?:的|吧|呀|啊)?)(?=就是|不过|但是?|只是)")
_BARE = re.compile(rf"就?{_OWN}钱?")
"""The sum alone, before 算了: given up as well as taken."""
_FILLER = re.compile(
    r"(?:谢+|多谢|感谢|辛苦|麻烦|您好|你好|不好意思|没事|没关系|知道|明白|了解|不急|不着急|慢慢来|不客气|团长|老板|"
    r"不要?(?:紧|急|着急|打紧|碍事|客气)|不怪(?:你们?|您|团长)|"
    r"那(?=谢|多谢|感谢|麻烦)|哎+|唉+|哦+|噢+|啊+|哈+|你们?|您|亲|了|啦|的)++|"
    r"没(?:得|有)说的?|总比没有?[强好]|聊胜于无|(?:都是)?(?:邻里邻居|老?邻居|街坊|乡里乡亲)的?|"
    r"(?:都?是)?(?:小事|一点小事|小意思)[儿情]?|没多大(?:点)?事|(?:也)?不至于|(?:也)?不值当|(?:您|你们?)?有(?:这|那)?个?心(?:意)?就[好行]"
)
_HEARD = re.compile(r"(?:我|已经?|都|刚)*(?:收到|看到|知道)+(?:谢+|感谢|团长|老板|您|亲|[了啦哈呀])*")
"""Says that the words arrived, and neither yes nor no."""
_ALL_RIGHT = re.compile(r"(?:真的?)?没(?:事儿?|关系)[的了啊哈]*")
"""Beside a no it is a kindness, else a yes."""
_ASIDE = re.compile(
    r"(?:不过|但是?|就是|只是|可是|希望|麻烦|还请|请|那)*(?:"
    r"(?:你们?|您|团长)?(?:下次|下回|以后|今后)(?!.{0,8}(?:不来|不买|不会|别找|不找|不团|不跟))(?:.{0,4}(?:注意|小心|仔细|当心|包好|检查|上心|长点心|严格)).{0,8}|"
    r"下不为例|(?:你们?|您|团长|要|得|尽量|能|最好|可以)*(?:快一?[点些]|尽快|抓紧|早一?[点些]|别(?:太|再)?(?:慢|拖|忘)|不要(?:太|再)?(?:慢|拖|忘)|快)"
    r"(?:了|点|我|给我|退|转|补|送|办|弄|处理|到账|哈|啊|呀|吧|哦){0,4})"
)
"""What a yes wishes besides and makes it no less of one: 不过快点, 但是下次注意."""
_ACCOUNT = re.compile(
    r"(?:我的?)?(?:微信号?|支付宝|卡号|账号|帐号|手机号?|电话)[是为:\s]*(?:[a-z0-9@._-]*[a-z][a-z0-9@._-]*|\d{6,})",
    re.IGNORECASE,
)
"""Where it is to be paid; its figures are no sum."""
_GIVING_UP = re.compile(r"(?:算了|拉倒)[吧啦]?")
_GIVEN_UP_TWICE = re.compile(r"^((?:[唉哎哦嗯]+,?)?)(算了|拉倒)[吧啦]?(?:,?\2[吧啦]?)+(?=,)")
"""算了算了，8块就8块 begins as 算了，8块就8块 does."""
_PRESSES = re.compile(
    r"说好[^?]*呢|(?:怎么|咋|为什么|为啥)还?(?:没|不)|到哪(?:[了儿步]|$)|[没不]见[着到]|没(?:影|动静|消息|信儿)|"
    r"人呢|进度|哪去了|忘了(?:退|给我|我的|吧)|(?:是不是|退款)忘|(?:也|都|一直)没(?:退|到|补|给|转|收)|"
    r"(?:等|拖|退了?|都|过去?)了?[\d一二两三四五六七八半好几]+个?(?:天|周|星期|礼拜|小时)了|"
    r"还没(?:退|到|补|给|送|办|发|收到|处理)|^我?(?:这(?:边|里))?(?:也|都)?(?:没有?|未)(?:收|拿|领)到|(?:没有?|未)(?:到账|转|打款)|没看[到见](?:转账|退款|钱|红包|到账|某)|"
    r"(?:退款|钱|货|补的[^?]{0,4}|某)呢|"
    r"(?:到底|究竟).*(?:退|补|办|给)|(?:等|拖)了?(?:这么|好|太|半|几|一[天周])"
)
_MORE = re.compile(
    r"能不能|可不可以|可以(?:再|多)|损失(?:怎么|谁|呢|太|不止|大)|[这那]么少|"
    r"再[加多补退给赔]|多[退补给赔]|加[点到]|不够|太少|有点少|少了|就这(?!样|么[办定着])|"
    r"就这样\?|[这那]么?点|(?<![刚方])才(?:退|这|给|赔|某|\d)|只(?:退|给|赔|有)|但|不过|可是|要是|如果|除非|还(?:要|得|差)|应该|"
    r"至少|起码|最[好少]|全额|全[退赔]|一半|凭(?:什么|啥)|(?:怎么|咋)就(?:某|\d|[这那退])|打发|"
    r"[\d一二两三四五六七八九十]+(?:\.\d+)?\s*(?:块|元|份|盒|倍|袋|箱|成|%)"
)
_OWN_IS_TOO_LITTLE = re.compile(rf"{_OWN}[^?]{{0,2}}(?:可?不行|不可以|不够|不干|不值|不合适|太少|少了)")
_WHEN = re.compile(r"什么时候|啥时候|几时|几点|几天|多久|多长时间|哪天|何时")
_ASKS = re.compile(
    r"吗|么$|[怎哪谁啥几].*呢$|为(?:啥|什么|何)|([^\W不没])[不没]\1|是[^,]{1,8}还是|按(?:什么|啥|哪)|(?:什么|啥|几个)意思|"
    r"(?:怎么|咋)(?![这那能会可没不都就样了又还才])(?!.{1,3}都).|谁(?:来|给|退|出|付|定|承担|负责)|"
    r"多少(?!.{0,3}都)|(?:什么|啥)(?:标准|渠道|方式|途径|依据)|(?:依据|标准)是|[是对]吧$|"
    r"哪(?:来|个|种|边|部分|儿)|[从在]哪|[了过]没$|(?<![没算])(?:什么|啥)[呀啊呢]?$|"
    r"[能含包要有会给是].{1,8}不$"
)
_HOW = re.compile(r"退(?:到|去)哪|在哪|哪里|需要我|要我")
_REST = re.compile(
    r"(?:那|还有|剩|其[他它余]|另外?|别的)(?!.*(?:[再多补退赔给]|块|元)).{1,12}(?:(?<!着)呢|(?:怎么|咋)(?:办|弄|处理|说))"
)
"""Asks about what the offer does not speak of: 那剩下的呢, 另外两盒怎么办."""
_FEES = re.compile(r"运费|邮费|车费|剩下的|好的呢|坏的呢")
_BESIDES = re.compile(r"^(?:另外|还有|对了|顺便|剩下|其[他它余])")
_HEDGE = re.compile(r"考虑|想想|想一下|问问|问一下|问下|商量|等[我等一下会]|再说|看看|看情况|回头|晚点")
_NO_REFUSAL = re.compile(
    r"不([退要补拿])白不\1|没(?:有)?说(?:过)?不|(?:也|又)?不是不|不(?:用|必)(?:急|再|担心|管|问|拍)|不[^,]{1,8}就[好行]|"
    r"不要(?!$|了|啦|啊|呀|哦|吧|的|某|钱|你|您|这|那|方案|退|赔|补偿|任何)|不[差缺](?!.*(?:某|钱|[你您]))|"
    r"不(?:一定|小心|麻烦|是|会|在|怕|敢|晓|知|记|懂|论|管|然|止|到|方便|太[清懂明会])"
)
"""Begins like a no and refuses nothing: 不要忘了, 不差这一天."""
_BITTER = re.compile(r"不|没|别|难道|失望|呵呵|算什么|怎么")
_AGREEING = (
    r"嗯+|哦+|哎+|唉+|那|么|算了|好|行|可以|同意|接受|就|也|都|还是|我|咱们?|你们|您|你|团长|按|照|听|要|先|这|样|着|说|定|来|的|(?:好|行|可以)的呢|亲|成交|"
    r"吧|了|啦|呗|嘛|噻|撒|得了|哈|啊|呀|哦|成|ok|没问题|没意见|没异议|谢谢|个|不折腾|赔|给|办|弄|处理|钱|麻烦|辛苦|怎么(?=.{0,2}都)|某"
)
_AGREES = re.compile(
    r"成交|^(?:那|就)+(?:退|补|换|赔)$|(?:按|照|听)(?:你们?|您|团长|咱们?)说的|好|行|可以|同意|接受|没问题|没意见|没异议|听(?:你|您|团长|咱)|(?:退|补|赔|换|办|发|给|弄|定|处理)(?:款|钱|我)?(?:吧|呗|得了|了吧)|"
    r"(?:这样|这么|那样|那么)(?:定|办|吧|得|着)|(?:按|照|听).{0,6}(?:办|来|定)|某(?:就|吧|呗|也|得了)|就(?:按|退|补|给|赔)?某"
)
_SPARES_US = re.compile(r"不用|不必|不要了|免了|算了|别[退补赔换]")
_KINDLY = re.compile(r"谢|没事|没关系|小事|小意思|邻居|街坊|乡亲|不至于|不值当|心意|心领|不麻烦|别麻烦|不容易|客气")
_UNKIND = re.compile(r"失望|呵呵|生气|以后|下次|再也|退群|投诉|骗|你们|[你您]嘞|[?]")
_VERBS = {"refund": r"退款?|返", "goods": r"补发?|换|重?发|送|寄", "other": r"代金券|券|积分|红包"}
_NEGATED = re.compile(r"(?:不用|不必|不要|无需|别|甭|不)(?:再|给我|麻烦)*(?:退|补|换|赔)(?:钱|款|货)?")
_OTHER_KIND = {"refund": r"补(?!偿|贴)|换|重发", "goods": r"退(?!回)", "other": r"退|补发|换货|重发"}
_WHOLE = re.compile(r"全额退款?|退?全款|全部?退款?|全额")
_HALF = re.compile(r"一半|半价|五成|百分之五十")


def offer_answer(text: str, terms: Terms, now: datetime) -> OfferAnswer:
    """How the member answers the offer; `now` and the terms' time are in the group's own zone. `yes_asking` agrees and
    asks something besides."""
    said, sooner = _without_own(_ACCOUNT.sub("", half_width(said_plainly(text))), terms, now)
    said = _GIVEN_UP_TWICE.sub(r"\1\2", _BUT.sub(r"\1,", said))
    clauses = _CLAUSE.findall(said)
    kinds = [_kind(clause, terms) for clause in clauses]
    if {"no", "soft"} & set(kinds):
        kinds = ["filler" if _ALL_RIGHT.fullmatch(c) else kind for c, kind in zip(clauses, kinds, strict=True)]
    if "pressing" in kinds:
        return "pressing"
    if sooner or "more" in kinds:
        return "more"
    if "soft" in kinds[1:] and all(_BARE.fullmatch(c) for c, kind in zip(clauses, kinds, strict=True) if kind == "yes"):
        kinds = ["other" if kind == "yes" else kind for kind in kinds]
    meant = [kind for kind in kinds if kind not in ("filler", "soft")]
    if meant[:1] == ["yes"] and not {"no", "refusal", "biting", "hedge"} & set(meant) and not _bitter(said, terms):
        return "yes_asking" if {"question", "besides"} & set(meant) else "yes"
    plain_no = "no" in meant and set(meant) <= {"no", "aside"}
    if "refusal" in meant or plain_no or (not meant and "soft" in kinds):
        return "no"
    if "when" in meant:
        return "when"
    return "question" if "question" in meant else "other"


def lets_go(text: str) -> bool:
    """Whether a no is a kindness: 不用退了没事的, 谢谢，不用了, 不用了，邻里邻居的."""
    clauses = _CLAUSE.findall(half_width(plain(text)))
    said = ",".join(c for c in clauses if not is_for_next_time(c) and not _ASIDE.fullmatch(c))
    spares = _SPARES_US.search(said) is not None or any(lets_it_be(c) for c in clauses)
    kind = _KINDLY.search(said) is not None or is_kind(clauses) or any(_ASIDE.fullmatch(c) for c in clauses)
    return spares and kind and not _UNKIND.search(said)


def more_than_yes(text: str, terms: Terms, now: datetime) -> bool:
    """Whether a yes says anything besides: a question, a wish, where the money goes."""
    plain_words = half_width(said_plainly(text))
    said, _ = _without_own(_ACCOUNT.sub("", plain_words), terms, now)
    kinds = {_kind(clause, terms) for clause in _CLAUSE.findall(said)}
    return _ACCOUNT.search(plain_words) is not None or not kinds <= {"yes", "filler"}


def in_own_words(text: str, terms: Terms, now: datetime) -> str:
    """Plain words in which what the offer or promise itself says stands as 某."""
    return _without_own(half_width(said_plainly(text)), terms, now)[0]


def _kind(clause: str, terms: Terms) -> _Kind:
    """What one clause says, the offer's own words being taken out."""
    words = clause.rstrip("?")
    asks = words != clause or _ASKS.search(words) is not None
    if refuses(words, asks):
        return "refusal"
    if is_biting(words):
        return "biting"
    if leaves(words):
        return "hedge"
    at_home = said_at_home(words)
    if at_home is not None and not asks:
        return _kind(at_home, terms)
    if not asks and (_ASIDE.fullmatch(words) or is_for_next_time(words)):
        return "aside"
    if words == clause and lets_it_be(words):
        return "no"
    if words == clause and is_nothing_much(words):
        return "filler"
    if _HEARD.fullmatch(words):
        return "filler"
    if not asks and (says_yes(words) or is_content(words) or _agrees(words, terms)):
        return "yes"
    if not asks and terms.kind in REFUNDS and is_paid_how(words):
        return "yes"
    if _FILLER.fullmatch(words):
        return "filler"
    if _GIVING_UP.fullmatch(words):
        return "soft"
    if _PRESSES.search(clause):
        return "pressing"
    if _asks_besides(words):
        return "question"
    if _wants_other(clause, terms):
        return "more"
    if _WHEN.search(words):
        return "when"
    if asks or _HOW.search(words):
        return "question"
    if says_no(words) and not _NO_REFUSAL.search(words):
        return "no"
    if _BESIDES.search(words):
        return "besides"
    return "hedge" if _HEDGE.search(words) else "other"


def _asks_besides(words: str) -> bool:
    """Asks about what the offer does not speak of, other goods among it."""
    if _REST.fullmatch(words):
        return True
    named = re.fullmatch(r"[^\d某]{1,6}(?<!着)呢", words) is not None
    return named and (_FEES.search(words) is not None or bool(find_goods(words)))


def _agrees(words: str, terms: Terms) -> bool:
    """Nothing but words of agreement, some of which really agree: 那就退吧, 听你们的, 同意退8元."""
    only = re.fullmatch(rf"(?:{_AGREEING}|{_VERBS[_way(terms)]})+", words)
    return only is not None and _AGREES.search(words) is not None


def _wants_other(clause: str, terms: Terms) -> bool:
    """More, or something else than what is offered; a sum that is not the offer's."""
    if (
        _MORE.search(clause)
        or _OWN_IS_TOO_LITTLE.search(clause)
        or re.search(_OTHER_KIND[_way(terms)], _NEGATED.sub("", clause))
    ):
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
    if fen % 100 == 0:  # 退8可以, 8块多久到: read otherwise as no sum, and as 8块多
        yuan = fen // 100
        said = re.sub(
            rf"(?<=[退赔返]){yuan}(?=可以|[就也]?行|吧|好|成|得了|$)|(?<!\d){yuan}[块元](?=多[久长])", _OWN, said
        )
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
