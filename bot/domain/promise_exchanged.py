"""The thing that is exchanged, where it is named before 换 and not after it: 那袋面生虫了，明早给您换."""

from __future__ import annotations

import re

from bot.domain.money_words import MEASURES
from bot.domain.plain_words import CHINESE
from bot.domain.promise_deeds import YOU, Deed, clause
from bot.domain.promise_things import TOPIC

_GONE_BAD = (
    "坏|烂|破|碎|裂|漏|臭|霉|馊|酸了|蔫|瘪|化了|断|缺|潮|生虫|发[霉芽黄黑臭]|有|是|不|别|没|长|压|摔|磕|变|"
    "掉|过期|拿错|开线|抽丝|全|都|忘|少|漏|赶|今|昨|娄|冻|被|确"
)
"""What a thing has become, or what is said of it: the thing ends before it."""
_EXCHANGED = re.compile(
    rf"(?P<thing>[那这](?:{CHINESE}|\d{{1,2}})?[{MEASURES}张双对块](?!钱)(?<![单个])[^,，。!?；;…~\s\d我咱你您给的]{{0,8}}?|[那这](?:{CHINESE}|\d{{1,2}})?[单个](?!钱|事|时|人)[^,，。!?；;…~\s\d我咱你您给的]{{1,8}}?)"
    rf"(?=$|[,，我咱给你您换]|{_GONE_BAD}|[^\s,，]了[,，]|明|后天|周|下|晚|马上|新的|姐|\d{{1,2}}[月号日点])"
)
"""What is exchanged, named before 换 that names nothing or only a new one: 那袋面生虫了，明早给您换."""
_A_NEW_ONE = re.compile(
    rf"(?:{YOU}|[给成个了]|[一1]?个?新的|[一1]?[{MEASURES}](?:不|没)[^,，。]{{1,6}}的|新日期的|掉|上|全)*+(?=$|[,，。!；;~…哈啊哦吧])"
)


_WENT_BAD = re.compile(
    rf"[你您]?(?:们)?(?:家|的)?(?P<thing>[^,，。!?；;…~\s\d我咱你您给那这的全都]{{1,6}}?)(?:{_GONE_BAD}|结块|馊)[^,，我]{{0,3}}我[都也]?[给帮]?[你您]?"
)
"""豆皮馊了我换."""
_BAD_BEFORE = re.compile(
    r"(?:^|[,，。!])(?:[你您](?:们)?(?:家)?的)?(?P<thing>[^,，。!?；;…~\s\d我咱你您给那这的全都有几]{2,5}?)(?:坏|烂|破|碎|裂|馊|霉|臭|化冻?|蔫|结块|发霉|变质)了[^,，我]{0,6}[,，]$"
)
"""扇贝柱化冻了你别要了，中午给你换."""
_SENT_WRONG = re.compile(
    r"[你您](?:们)?的(?P<thing>[^,，。!?；;…~\s\d我你您的]{2,8})(?:发|送|拿|装)错了?(?:型号|尺码|颜色|款式?|口味|规格|码)?[,，][^。!?]*$"
)
"""您的血糖试纸发错型号，到货那天换给您."""
_SAYS_WHEN = re.compile(r"[明今后下周这晚傍早中上听本礼星待一两三半立\d五]|马上|新|等|一会|月底|\d")


def exchanged(words: str, d: Deed) -> tuple[int, int] | None:
    """The only thing that the sentence speaks of, where the deed's own clause begins with no other."""
    a, _ = clause(words, d.start, 0, d.stop)
    if words[d.start] != "换" or not _A_NEW_ONE.match(words, d.end):
        return None
    if wrong := _SENT_WRONG.search(words, 0, a):
        return wrong.span("thing")
    topic = TOPIC.match(words, a, d.start)
    if topic and not _SAYS_WHEN.match(topic["thing"]) and not _EXCHANGED.search(words, a, d.start):
        return None
    if went_bad := _WENT_BAD.fullmatch(words, a, d.start):
        return went_bad.span("thing")
    begin = max(d.begin, *(words.rfind(mark, 0, d.start) + 1 for mark in "。!?"))
    named = list(_EXCHANGED.finditer(words, begin, d.start))
    if len(named) == 1:
        return named[0].span("thing")
    bad = None if named or topic else _BAD_BEFORE.search(words, begin, a)
    return bad.span("thing") if bad else None
