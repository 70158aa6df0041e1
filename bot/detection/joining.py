"""The words by which a message joins what was said before: 我的也是, +1, 俺也一样."""

from __future__ import annotations

import re

from bot.detection.reading import pattern

_BREAK = r"[,。!?~、.…\s]*"
_WHO = (
    r"(?:我|我们|我家|我们家|我这|我这儿|我这里|我那|咱家|这边|\d+(?:号楼|栋))"
    r"(?:的|家|儿|里)?(?:那|这)?(?:份|箱|盒|袋|个|包|批|支|瓶|提|件|条|双|桶|罐|把|卷|只|台|床|筐|锅|一份|几个)?"
)
_ME_TOO = re.compile(
    rf"^{_BREAK}(?:@\S+ )?{_BREAK}(?:(?:楼上|是的|是啊|是呀|对|对对|对啊|嗯|嗯嗯|哎|唉|真的|哈哈|天哪|"
    rf"妈呀){_BREAK})?(?:"
    r"[^,。!?+]{0,5}\+\s*1(?!\d)|\+10086|1\+|加[一1](?!份|\d|箱|盒|单|个)|加我一个|me ?too|彼此彼此|一模一样|"
    r"一样的情况|"
    r"一样一样|也一样|一样(?=$|,|。|!)|"
    r"同(?:样|感|病相怜|此)(?!的?价|包邮|款式)|同(?:上|问|等)(?=[,。!?~、…\s]|$)|同(?:,|。|!|$|\s)|"
    rf"{_WHO}也(?!要|来|买|想|订|接|去|在|会|可以|能|爱|喜欢|加|跟|报|\+|给|帮|下)|{_WHO}(?:同样|一样|都是(?:这样|"
    rf"这么|一样)|亦是|不也)(?!的?价)|"
    rf"{_WHO}.{{0,6}}也(?:是|没|不|有|都|烂|坏|碎|少|漏|酸|臭|一样|这样|差不多)|"
    r"咱俩一个命|难兄难弟|握(?:个)?[手爪]|楼上\+|你不是一个人|楼上你不是一个人|还有我|算我一个|我举(?:个)?手|"
    r"我的?更[惨糟]|举(?:个)?手|\d+栋的?(?:也|举)|"
    r"对,?就是这个|英雄所见|确实(?:是|,|$|如此|有)|没错,?我|同病相怜|可不是)|"
    r"(?:真)?不(?:是|止|只)(?:我|你)一(?:个|家)"
)
FINE_TOO = pattern(
    r"也(?:还好|挺好|不错|很好|好好的|可以|还行|甜|好吃|好着|香|新鲜|收到|到了|拿到|喜欢|觉得好|爱|闻到|香|正常)"
    r"|也没(?:问题|事|坏|碎|烂|漏|破|裂|化|压|少|缺|虫)(?!.{0,8}(?:但|可是|就是|不过|不|烂|坏|酸|苦|臭|少|等))|哈哈|一个比一个甜|粒粒饱满"
)


_ANOTHER_MATTER = re.compile(
    r"(?:[也同样]|^)[,\s]*(?:来|去|想)?(?:看看|瞧瞧|看一?下)|排队|几点|[\d一二两三四五六七八九十]+点(?!了)|(?:晚点|明天|今晚|下班|待会儿?|一会儿?|等会儿?|马上|等着?)[再就]?[来去]?[拿取领]|"
    r"^[^,。]{0,8}[,\s]+(?:我也要|好?[冷热]|下雨)|[在着]路上|(?:也|样)[,\s]*(?:好?[冷热困饿累]|下雨|堵车|上班|接娃)"
)
"""我也是六点, 同问几点, 一样一样，我也在排队: a joining of other talk, whatever was complained about before."""
_OWN_FAULT = re.compile("烂|坏|碎|少|漏|错|臭|酸|苦|霉|馊|化|破|裂|退|换|[^得]差|没(?!事|问题)|不(?!急|错|用)")


def wants_the_same(text: str) -> bool:
    """Whether the words only tell that somebody wants or has the same thing: 同款; 同求."""
    return re.fullmatch(r"同[款求](?:[+＋]\s*1)?[,，。.!！~～\s]*", text.strip()) is not None


_ANOTHER_TIME = re.compile(
    rf"^{_BREAK}(?:我|俺|咱)(?:们|家|们家)?(?:上[次回]|以前|之前|那[次回]|去年|上个?月|上上?周)?也(?:是)?[^,。!?]{{1,4}}过[了啦的]?[,。!?~、.…\s]*$"
)


def tells_of_another_time(text: str) -> bool:
    """Whether the words only tell that the like has happened to somebody before: 我上次也碎过."""
    return _ANOTHER_TIME.search(text) is not None


def only_joins(text: str) -> bool:
    """Whether nothing stands beside the words that join."""
    found = joins(text)
    return found is not None and len(text.strip(" ,。!?~、.…")) <= len(found) + 2


def of_another_matter(text: str) -> bool:
    """Whether a joining names what it joins, and that is no fault: 我也是六点来拿."""
    return _ANOTHER_MATTER.search(text) is not None and _OWN_FAULT.search(text) is None


_LATER = re.compile(
    rf"(?<=[,。!?~.、]){_WHO}也(?!要(?!换|退|补|赔)|来|买|想|订|接|去|在|会|可以|能|爱|喜欢|加|跟|报|给|帮|下|不知道|"
    rf"不晓得|不懂|觉得)"
    rf"|(?<=[,。!?~.、])(?:一样|同样|也一样|一模一样)(?=[,。!~.]|$)"
    rf"|^[^+]{{0,24}}(?<![\d号栋楼单箱份盒袋斤个])\+\s*1[。!~]*$"
    rf"|{_WHO}(?:同|跟|和)[^,。!?]{{1,5}}(?:的)?(?:一样|一个样|一模一样|(?<=同.{{2}})|(?<=同.{{3}}))[。!~]*$"
    rf"|{_WHO}也要(?:换|退|补|赔)"
)
"""The same behind other words (我看看…我也34.9; 我刚到,一样,干瞪眼); what came before tells that it is meant so."""


def joins_later(text: str) -> str | None:
    """The words by which a plain text joins what was said before, not at its beginning; None if it does not."""
    if len(text) > 40 or FINE_TOO.search(text) or of_another_matter(text):
        return None
    found = _LATER.search(text)
    return found.group().strip(" ,") or None if found else None


def joins(text: str) -> str | None:
    """The words by which a plain text joins what was said before; None if it does not."""
    if len(text) > 60:
        return None
    found = _ME_TOO.search(text)
    if not found or FINE_TOO.search(text) or of_another_matter(text):
        return None
    return found.group().strip(" ,") or None
