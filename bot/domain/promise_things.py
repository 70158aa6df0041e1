"""The thing that a deed delivers, the voucher or the points, as they stand in the words."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain.money_words import MEASURES
from bot.domain.plain_words import CHINESE, plain
from bot.domain.promise_deeds import YOU, Deed, clause
from bot.domain.promise_said import PEOPLE
from bot.domain.when_words import When

MAX_THING = 40

COUNT_OF_THING = (
    rf"(?:(?:\d{{1,3}}(?:\.\d)?|{CHINESE}|半)\s*(?:公斤|千克|[{MEASURES}块张双对克捆扎枝朵本盆节辫](?!小时|钟头|半小时|工作日)|[小大][袋盒包箱罐瓶])"
    r"|一整?(?:份|单|箱)|整[箱份盒])"
)

_THING = re.compile(
    rf"(?P<counted>(?:(?<!第){COUNT_OF_THING}|[俩仨](?!人|个人))(?:新的|新鲜的?|好的|全新的?|同样的|一样的)?(?P<noun>[^,，。!?；;…~\s\d]{{0,14}}))|"
    rf"(?P<new>(?:[一1]个)?新的|(?:好|[大熟](?:点|一点|些)?)的)(?P<noun2>[^,，。!?；;…~\s\d]{{0,8}})"
)

_NOUN_END = re.compile(
    "在|明[早晚]|上来|上去|听[日晚]|本周|最[迟晚]|[一二三四五六七八九十]+月|[两三]天内|半小时|这两天|待会|马上|月底|到货|这[次回]|这?(?:周|礼拜|星期)|傍晚|中午|元旦|[对是][吧不吗嘛]|给|送|补|退|加(?=[退补送赔再]|$)|全(?=[换补退给都部]|$)|发(?!票)|寄|换|放|到|过[去来]|吧|哈|啊|哦|呢|了|呀|嘛|噢|咯|喔|啦|您|你|明天|今|后天|下|上门|马上|一起|再|还|另|行|好不|作为|当|来|去|算|走|拿|哟|嗷|呗|"
    "的话|可|我|咱|就|一会|稍|晚|周|顺|免费|直接|以及|并|[(（]|[😀-🙏]|\\[|顺便|让|请|哒|滴|么|吗|用|当天|表示|赔|道|做|也|都|才|先|返|起|预计|将于"
)

_BARE_THING = re.compile(
    r"(?:漏|(?<!多)少|缺(?![口角])|坏|烂|破|错|差|碎|化)(?:发|送|装|给|拿|掉|称)?+的?(?:了的?)?(?P<thing>(?!明[天早晚]|今[天晚]|后天|[下这]?周|马上|下午|晚上|一会|这就|待会|等|[对是]吧|了)(?!(?:是|包|都|就|了|啦)(?:$|[补换重再给送我包,，])|了?[我咱您你怪算]|多少|什么|啥)[^,，。!?；;…~\s的错漏怪]{1,10}?)(?<!了)(?=补|换|重|再|给|送|听|"
    r"[明今后马周礼下,，]|我|$)"
)

_LACKING = re.compile(
    rf"(?P<thing>(?:[那这]\s*(?:[{MEASURES}块张双对瓶]|几\S)|{COUNT_OF_THING})[^,，。!?；;…~\s\d我你您]{{0,8}}?)(?:是|都|确实|真|我|也|给)*"
    r"(?:[漏少缺]|没(?:给[你您]?(?:们)?)?[装给放发拿带送]|忘(?:了|记)?(?:给[你您])?[装放带拿发送]|落(?:在|我|店|车)[^,，的]{0,4}|(?:今[天晚]?)?[到赶送来]不[了上及到])(?:发|送|装|给|拿|掉|放|到|上|车)?(?:[你您](?:们)?)?(?:了|啦|[,，]|$)"
    r"|(?:^|[,，。!~\s的你您])(?P<bare>[^,，。!?；;…~\s\d我你您的又是确真这那都也不么]{1,6})我?(?:[发装拿]?漏|落(?:在|我|店|车)[^,，的]{0,3}|少了(?=[对是吧嘛,，])|没[装给放带]|忘(?:了|记)?[装放给带拿])(?:了|啦|发|装|给|拿)*(?:进[^,，]{0,4})?(?:[,，]|$)"
)
"""What was missing, named before it: 您那份粽子漏了."""

_OWED = re.compile(
    r"(?:(?:漏|(?<!多)少|忘)了?给?[你您]?(?:们)?[装放带拿发送]了(?:[你您](?:们)?)?+|落下的|(?:漏(?!气|水|油|电|风|汤|液|奶)|(?<!多)少|缺(?!角|口)|还?[欠差]|忘)(?:了|记)?+(?:发|送|装|给|拿|掉|带|放|称)?+了?+(?:[你您](?:们)?)?+|没给?(?:[你您](?:们)?)?[装放带拿捎]进?+去?+|没给[你您](?:们)?(?=的)|落(?:在|我|店|车)[^,，的]{0,4}(?=的))"
    r"的?(?P<thing>(?![了是包都就啦给我明今进在到上下里对吧]|什么|啥|多少|东西|[,，]))[^,，。!?；;…~\s错漏怪]{1,14}"
)
"""What was missing or is owed, named after that: 少您的冰袋, 还差的两盒凉粉, 忘给您的那盒蓝莓."""

FRONTED = re.compile(
    rf"(?P<thing>[那这](?:[{MEASURES}张双对块]|几\S)(?!钱)(?<![份单个])[^,，。!?；;…~\s\d我你您给]{{0,8}}?|[那这][份单个](?!钱)[^,，。!?；;…~\s\d我你您给的]{{1,8}}?|(?<![重最])新(?:的|(?!货)[^,，。!?；;…~\s\d我你您给鲜年的]{{1,4}}?))(?=$|我|咱|都|也|给|帮|就|直接|一起|明|今|后天|这?周|下|晚|马上)"
)
"""What is spoken of, before what is done about it: 那桶油给您换掉."""

TICKET = re.compile(
    rf"(?:(?:\d{{1,2}}|[一两二三四五六七八九十])\s*张)?(?:(?:满减|无门槛|满\d+减\d+|\d+(?:\.\d+)?|{CHINESE})\s*(?:元|块钱?|"
    rf"毛)?的?)?(?:无门槛|满减|新人|全场|通用|运费|免费)?的?(?:优惠|代金|抵扣|抵用|免邮|免运费|现金|折扣|满减|购物|补偿|打折)?的?(?:券|卷)"
)

TAKEN = re.compile(
    r"(?:(?<=[周期拜][一二三四五六日天])|(?<![那这一两三四五六七八九十几半\d整搭]))(?:把|将(?!于|在|会|尽))(?:[你您](?:们)?)?(?:[少漏缺差][^的,，]{0,4}的)?(?!都|全|一起|也)(?P<thing>[^,，。!?；;…~\s]{1,20}?)\s*(?=$|都|全|一起|重新|再|直接|统一|[送放换补寄拿带发退](?!货)|给[你您])"
)
"""What a deed is done with: 把那桶油给您换了."""

_ONLY_NAMED = re.compile(r"[,，!\s]+(?:(?:[你您](?:的|那)?|那|就|也)?(?:是|就是|一共|共)|一人|每人)?")

_NAMED_TO_THE_END = re.compile(r"(?:嘛|哈|吧|呢|啊|哦|对吧|是吧|没错吧|那种)?(?=$|[,，。!?~…;])")

_SINGLE = "鱼虾肉蛋米油奶鸡鸭菜瓜醋盐面锅碗盆葱姜蒜秤灯伞鞋杯勺"
"""Goods that one character names."""
TOPIC = re.compile(
    rf"\s*(?:(?:[你您](?:们)?|大家|群里|咱们?)的)?(?!把|将|都|全|统|等|不好|没[事问关]|对不|抱歉|谢|收到|可以|明白|知道|亲|[这那剩其](?:事|个|边|些|次|余|他|下)|事情?|问题|情况|大(?![号码的份])|[我咱你您好行嗯哦给帮让请东货钱退补])"
    rf"(?P<thing>[^,，、。!?；;…~\s我你您咱给帮就会再]{{2,12}}?|[{_SINGLE}])(?<![了到完好下来去也事])(?=$|我|咱|给[你您]|帮[你您]|这边|团长|就|会|再|马上|改[成到])"
)
"""What a clause is about, with what is done about it still to come."""

_SOMEBODY = re.compile(
    rf"^(?:{PEOPLE}|财务|会计|店员|小妹|小哥|老[公婆伴]|媳妇|爱人|[儿女]子|闺女|同事|[爸妈]|小[^,，]|[^,，]师傅)(?:那边|那头)?$|补[发的]|漏|[少缺错]了?发"
)
"""Who does it, or what went wrong, and not what it is about."""
POINTS = re.compile(rf"(?:\d{{1,5}}|{CHINESE})\s*(?:(?:个|点|分)?的?积分|[分点])|积分\s*\d{{1,5}}(?![\d.元块])")


def span_near(pattern: re.Pattern[str], words: str, d: Deed) -> tuple[int, int] | None:
    a, b = clause(words, d.start, d.begin, d.stop)
    named = ticket_named_before(words, d) if pattern is TICKET else None
    a = a if named is None else named
    spans = [m.span() for m in pattern.finditer(words, a, max(b, d.end))]
    if not spans and pattern is POINTS and (alone := _clause_of(pattern, words, max(b, d.end), d.stop)):
        spans = [alone.span()]
    a, b = max(spans, key=lambda s: s[1] - s[0]) if spans else (0, 0)
    return (a + (words[a] == "的"), b) if spans else None


_TICKET_IN_FRONT = re.compile(
    r"(?:^|[,，。!?；;~…])(?P<clause>[^,，。!?；;~…]*[券卷](?:\d+[元块]钱?的?)?(?:[那这一两二三]一?张)?(?:\(\d+[元块]钱?\))?)(?:[^,，。]{0,8}?没[到收发给][^,，]{0,3}|我?都?登记了|忘(?:了|记)?[给发][你您]?了?|[是对]吧|[吧哈啊的事]{1,2})?(?:[,，]\s?\d{1,3}[元块](?:的|一张))?[,，]\s?(?:(?![漏少缺欠差坏][^,，]{0,2}的|[那这][^券卷张,，])[^,，。!?；;]){0,10}$"
)
_HANDED_OVER = re.compile("(?:重新?|再)?(?:给[你您])?[发给放补打送塞充]")
_NAMED_NO_MORE = re.compile(rf"(?:{YOU}|[给到上回齐哈啊哦吧的哟]|账户?[里上]?|微信){{0,4}}(?=$|[,，。!；;~…])")


def ticket_named_before(words: str, d: Deed) -> int | None:
    """Where the clause before begins that names a voucher which the deed only hands over: 那张10块的券，我今晚发您."""
    if not _HANDED_OVER.match(words, d.start, d.end) or not _NAMED_NO_MORE.match(words, d.end):
        return None
    named = _TICKET_IN_FRONT.search(words, max(0, d.start - 50), d.start)
    return named.start("clause") if named else None


def _clause_of(pattern: re.Pattern[str], words: str, at: int, stop: int) -> re.Match[str] | None:
    """The match that the clause after this place begins with, where it says nothing else."""
    lead = _ONLY_NAMED.match(words, at, stop)
    found = pattern.match(words, lead.end(), stop) if lead and lead.end() > at else None
    if found is None or found[0][1:2] in _OF_PEOPLE:
        return None
    end = _noun_end(words, found) if pattern is _THING else found.end()
    return found if _NAMED_TO_THE_END.match(words, end) else None


def thing_of(words: str, d: Deed, goods: str | None, times: tuple[When, ...]) -> tuple[int, int] | None:
    """What is to be delivered, as it stands in the text."""
    a, b = clause(words, d.start, d.begin, d.stop)
    if REASON.match(words, d.end):
        before = clause(words, max(a - 2, 0), 0, a)[0]
        brought = [*TAKEN.finditer(words, before, d.start), *_THING.finditer(words, before, d.start)]
        return _span_of(words, brought[0], d.start) if brought else None
    if laid := TAKEN.search(words, a, d.start):
        return laid.span("thing")
    skip = re.compile(
        r"(?:"
        + YOU
        + r"|的|上|个(?=[^\d,，。!哈啊哦吧]{1,4}(?:去|$|[,，。]))|个(?=新)|回|返|给|成|过|家|门口|手[上里])*"
    ).match(words, d.end)
    at = skip.end() if skip else d.end
    for m in _THING.finditer(words, d.start, max(b, d.end)):
        return m.start(), _noun_end(words, m)
    if goods and words.find(plain(goods), a, max(b, d.end)) >= 0:
        start = words.find(plain(goods), a, max(b, d.end))
        counted = re.search(rf"{COUNT_OF_THING}$", words[a:start])
        return (a + counted.start() if counted else start), start + len(goods)
    if words[d.start] in "放挂搁":
        earlier = list(_THING.finditer(words, d.begin, d.start)) or list(_BARE_THING.finditer(words, d.begin, d.end))
        return _span_of(words, earlier[-1], d.start) if earlier else None
    stop = len(words) if words[d.stop - 1] == "!" else d.stop
    if named := thing_told_after(words, replace(d, stop=stop), times):
        return named
    if that_one := _THAT_ONE.match(words, at, max(b, d.end)):
        return that_one.start(), _cut(words, that_one.start("noun"), that_one.end())
    object_after = not _TO_A_PLACE.search(words, d.start, at) and re.compile(
        rf"(?:(?<=[返过回送换])[{MEASURES}])?(?!多少|什么|啥|日期的|几[{MEASURES}]|[{MEASURES}])[^,，。!?；;…~\s\d]{{1,10}}"
    ).match(words, at, max(b, d.end))
    if object_after:
        end = _cut(words, object_after.start(), object_after.end())
        if end - object_after.start() >= 2 or object_after[0] in _SINGLE:
            return object_after.start(), end
    if some := _LACKS_SOME.search(words, max(d.begin, words.rfind("。", 0, d.start) + 1), d.start):
        return some.span("thing")
    if leading := thing_leading(words, a, d, times):
        return leading
    if owed := owed_thing(words, d) or not_forgotten(words, d):
        return owed
    if lacking := _LACKING.search(words, d.begin, d.start):
        return lacking.span("thing" if lacking["thing"] else "bare")
    if alone := _named_before(words, a, d):
        return alone[0].start(), _noun_end(words, alone[0])
    missing = _BARE_THING.search(words, d.begin, d.end)
    if missing:
        return missing.span("thing")
    if words[d.begin - 2 : d.begin] in ("上门", "登门") and d.begin == d.start:
        a = clause(words, d.start, 0, d.stop)[0]
    earlier = list(_THING.finditer(words, a, d.start)) or _named_before(words, a, d)
    if not earlier and (fronted := FRONTED.search(words, a, d.start)):
        return fronted.span("thing")
    return (earlier[-1].start(), min(_noun_end(words, earlier[-1]), d.start)) if earlier else None


_WE_DO = re.compile(r"我|咱|给|帮|[明今后下这本周星礼听五马月两半待到]|\d|$")
_WAS_WRONG = re.compile("[:：漏少缺欠差错坏烂破]")
_THAT_OF_YOURS = re.compile(
    rf"(?:[你您](?:们)?(?:要|买|订|家|说)?的?)?(?P<thing>[那这](?:几|{CHINESE}|\d{{1,2}})?[{MEASURES}块张双对辫](?!钱|事|时)"
    rf"(?:\d\d码|(?:发霉|坏|烂|破|碎|裂|过期)了?的)?[^,，。!?；;…~\s\d我咱你您给的没漏少缺欠差]{{0,8}}?|(?<=[你您])[盒袋箱瓶包][^,，。!?；;…~\s\d我咱你您给的]{{1,6}}?)"
    rf"(?=我|咱|给|帮|[明今后听]|大后|[下本这]?周|星期|礼拜|{CHINESE}月|马上|待会|\d{{1,2}}[月号日点]|$)"
)


def thing_leading(words: str, a: int, d: Deed, times: tuple[When, ...]) -> tuple[int, int] | None:
    """俩鹅蛋我给您补上, whatever the clauses before it say was bad; 你那份我周五补发."""
    if a < d.begin:
        return None
    a = next((t.end for t in times if t.start == a and t.end < d.start), a)
    thing = _THING.match(words, a, d.start)
    if thing and (end := _noun_end(words, thing)) <= d.start and _WE_DO.match(words, end, d.start):
        return None if _WAS_WRONG.search(words, a, end) else (a, end)
    if (that := _THAT_OF_YOURS.match(words, a, d.start)) and that.end() < d.start:
        return that.span("thing")
    named = topic_of(words, d, times, alone=False)
    return named if named and not _WAS_WRONG.search(words[slice(*named)]) else None


def thing_told_after(words: str, d: Deed, times: tuple[When, ...]) -> tuple[int, int] | None:
    """这就给你送去，一兜小油菜; 节后补，10月9号，一箱奶."""
    _, b = clause(words, d.start, d.begin, d.stop)
    at = max(b, d.end)
    when = next((t for t in times if at <= t.start <= at + 2), None)
    if when and words[when.end : when.end + 1] in (",", "，"):
        at = when.end
    named = _clause_of(_THING, words, at, d.stop)
    return (named.start(), _noun_end(words, named)) if named else None


_LACKS_SOME = re.compile(
    rf"(?:^|[,，。!?\s])(?:[你您](?:们)?(?:家)?的?)?(?P<thing>(?![那这])[^,，。!?；;…~\s\d我你您的多还又都也就差少漏缺]{{2,6}})"
    rf"(?:(?:[差少漏缺])(?:(?:发|送|装|给|拿|带)了?)?[你您]?(?:(?:\d{{1,3}}|{CHINESE}|半)[斤两克]|[俩仨])(?=[,，])"
    rf"|(?:少|漏|缺|受潮|坏|烂)(?:发|送|装|给|拿|带)?了?的(?:那|这)?(?:几|{CHINESE}|\d)?[{MEASURES}](?=$|[,，\s给]))"
)
"""螺蛳粉少你一袋, 鱼丸少发的那包: what it is of which some was missing."""
_TO_A_PLACE = re.compile("到(?:[你您](?:们)?)?$|带回$")
"""带到寝室, 送到您公司: what follows is where to."""
_THAT_ONE = re.compile(rf"[那这][{MEASURES}块张双对](?P<noun>[^,，。!?；;…~\s\d我你您给的]{{1,8}})")
"""送那包盐."""


def owed_thing(words: str, d: Deed) -> tuple[int, int] | None:
    """What the words before a deed call missing or owed, the last of several."""
    named = [
        (m.start("thing"), _cut(words, m.start("thing"), min(m.end(), d.start)))
        for m in _OWED.finditer(words, d.begin, d.start)
    ]
    named = [(a, b) for a, b in named if b - a >= 2 and not words[a:b].endswith(("的", "上", "里"))]
    return named[-1] if named else None


_NOT_FORGOTTEN = re.compile(
    r"(?:[你您](?:们)?的|(?:昨[天晚]|之前|上次)说的)(?P<thing>[^,，。!?；;…~\s\d我你您的]{2,8})我(?:也|都|可|一直)?(?:没忘|记着|记在|[^,，]{0,2}[写记]到)[^,，]{0,8}[,，][^。!?；;]{0,14}$"
)


def not_forgotten(words: str, d: Deed) -> tuple[int, int] | None:
    """你的核桃我没忘，26号给你拎过去."""
    named = _NOT_FORGOTTEN.search(words, 0, d.start)
    return named.span("thing") if named else None


_RECEIPT = re.compile("(?P<thing>发票|收据|小票)(?:的抬头[^,，]{0,8})?[,，][^,，]*$")
"""您要的发票，我下周三开好交给您."""


def topic_of(words: str, d: Deed, times: tuple[When, ...], *, alone: bool = True) -> tuple[int, int] | None:
    """What a clause begins with and then says what is done about it: 群里的价目表我今晚改过来, 发票周三开给您; where it
    does not stand `alone` before the deed, who does it or when comes between: 锅盖明天给您重发."""
    a, _ = clause(words, d.start, 0, d.stop)
    if words[d.start : d.end] in ("发票", "收据", "小票") and (a == d.start or words[d.start - 1] == "的"):
        return d.start, d.end
    if words.startswith(("开好", "开具"), d.start) and (ticket := _RECEIPT.search(words, 0, d.start)):
        return ticket.span("thing")
    if a < d.begin:
        return None
    stop = min([d.start, *(t.start for t in times if a <= t.start < d.start)])
    named = TOPIC.match(words, a, stop)
    if named is None or _SOMEBODY.search(named["thing"]):
        return None
    between = named.end() < d.start and (words[named.end()] in "我咱改" or any(t.start == named.end() for t in times))
    return named.span("thing") if alone or between else None


_NOTED = re.compile("(?:我|都|也|给[你您])*(?:记[着下得住]|看到|知道|收到)[了着呢嘞啦吧的]*")
"""那四个咸鸭蛋我记着嘞."""


def _named_before(words: str, a: int, d: Deed) -> list[re.Match[str]]:
    """The thing that the clause before names and nothing else: "两条带鱼，我给您补上"."""
    b, e = clause(words, max(a - 2, 0), 0, a)
    starts = (b, min(b + 2, a), min(b + 1, a), min(b + 3, a))  # 两条带鱼; 带鱼两条; 鱼两条; 咸鸭蛋10个
    alone = next((m for at in starts if (m := _THING.match(words, at, a))), None)
    if alone and d.begin <= b and _NOTED.fullmatch(words, _noun_end(words, alone), e):
        return [alone]
    return [alone] if alone and d.begin <= b and _noun_end(words, alone) >= e else []


_OF_PEOPLE = tuple("家人户位单")

REASON = re.compile(r"(?:给)?(?:(?:[你您](?:们)?)?(?:上|这|昨|前|那|之前)一?[次回天日]|[你您](?:们)?的(?:$|[,，。]))")
"""补 that says why something is brought: 补您昨天那份, 补上次漏的, 补给您的."""


def _span_of(words: str, m: re.Match[str], stop: int) -> tuple[int, int]:
    if "thing" in m.groupdict():
        return m.span("thing")
    return m.start(), min(_noun_end(words, m), stop)


def _noun_end(words: str, m: re.Match[str]) -> int:
    group = "noun" if m["counted"] else "noun2"
    return _cut(words, *m.span(group))


def _cut(words: str, start: int, end: int) -> int:
    stop = _NOUN_END.search(words, start, end)
    end = stop.start() if stop else end
    return min(end, start + MAX_THING)
