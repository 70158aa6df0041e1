"""Addresses: streets with a number, compounds, buildings, stairs, floors and rooms, in every spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.redaction_schools import schools

_HAN = "[\u4e00-\u9fff]"
_N = (
    r"(?:[A-Za-z]?\s?\d{1,4}[A-Za-z]?|[零〇一二三四五六七八九十百幺两拾贰叁肆伍陆柒捌玖]{1,5}|"
    r"[A-Za-z](?![A-Za-z])|[甲乙丙丁戊己])"
)
_STRONG = (
    r"(?:号楼|栋|幢|棟|橦|弄|单元|室(?![一二两三]?[厅卫])|号院|号门|"
    r"门洞|座(?!位|谈|椅)|[#＃](?=\s?[\d一二三四五六七八九]|楼|$|[\s,"
    r"，。的]))"
)
_WEAK = r"(?:单元|号楼|栋|幢|楼|层|室|号|房间?|户|门(?!口)|梯|#|座)"
_SEP = r"[\s\-—–,，、.·/~_第之杠的]{0,3}"
_BUILDING = re.compile(rf"(?<![\dA-Za-z.])第?{_N}\s?{_STRONG}(?:{_SEP}{_N}\s?{_WEAK})*(?:{_SEP}(?:\d(?:\s?" rf"\d){{2," rf"3}}|[零〇一二三四五六七八九幺贰叁肆伍陆柒捌玖]{{3,4}})(?![\d:：.]))?{_WEAK}?")  # fmt: skip  # noqa: E501
_ROOM_FIRST = re.compile(
    rf"(?<=\ue000)\d{{1,3}}[楼层号]|{_N}号?[一-鿿]{{0,3}}楼\s?\d{{3,4}}|{_N}\s?层\s?\d{{3,"
    rf"4}}(?!\d|\s*(?:抽|张|片|克|g|元|个|只))|{_N}排{_N}号|住(?:隔壁|对面|在)?\d{{1,"
    rf"4}}号|(?<![\d.])\d{{3,4}}\s?(?:室|房间?|户(?!口|外))|(?<![零〇一二三四五六七八九"
    rf"\d])[一二三四五六七八九][零〇一二三四五六七八九幺"
    rf"]{{2,3}}\s?(?:室|房)|{_N}\s?楼\s?\d{{3,4}}|\d{{1,2}}\s?(?:号|楼)\s?[-—]?\s?\d{{3,"
    rf"4}}(?![\d.]|\s*(?:元|块|克|g|ml|份))"
)
_DASHED = re.compile(
    r"(?<![\d\-./年月¥])(?<!\d:)[A-Za-z]?\d{1,3}\s?[-—–－杠/#~_之]\s?\d{1,2}\s?[-—–"
    r"－杠/#_之]\s?\d{2,5}(?![\d\-./])"
    r"|(?<![\d\-./年月¥~])(?<!\d:)[A-Za-z]?\d{1,2}\s?[-—–－杠#_之]\s?\d{3,5}(?![\d\-./:]|"
    r"\s*(?:元|块|克|g|ml|斤|个|份|毫升|k|人|月|日|天|岁|米|cm))"
    r"|[一二三四五六七八九十]{1,3}(?:杠|之|-|—|–)(?:[一二三四五六七八九十]{1,3}(?:杠"
    r"|之|-|—|–))?[零〇一二三四五六七八九幺]{3,4}"
)
_WORD = re.compile(
    r"(?:楼号|栋号|楼栋号?|栋数|房号|房间号?|门牌号?码?|室号|单元号|门禁|户号|家门号)(?:就是|应该|[\s:：是为,"
    r"，])*([A-Za-z]?\d{1,4}(?:[-—\s]\d{1,4}){0,3}|[零〇一二三四五六七八九十幺]{1,5})"
    r"|(?:住在?|我家在?|家里?是?|送到?|搬到?|放到?|拿到?|去|敲|按)\s?([A-Za-z]?\d{3,4})(?![\d.:]|"
    r"\s*(?:元|块|克|g|ml|斤|个|份|年|人|米|箱|盒|袋|件|路|天|次|步|多|余))"
)
_LATIN = re.compile(
    r"(?<![A-Za-z])(?:Rm|Room|Flat|Unit|Apt|Apartment|Tower|Block|"
    r"Blk|Bldg|Building|Suite|No)\b[.\s#]{0,3}[A-Za-z]?\d{1,5}[A-Za-z]?"
    r"(?:[,\s]+(?:(?:Rm|Room|Flat|Unit|Tower|Block|Blk|Building|Floor)\b[.\s#]{0,3}[A-Za-z]?\d{0,5}"
    r"|\d{1,3}/F|[A-Z][A-Za-z]+|\d{1,5})){0,8}"
    r"|\d{1,5}\s(?:[A-Z][a-z]+\s){1,3}(?:Road|Rd|Street|St|Avenue|Ave|Lane|Garden|Court)\b"
)
_NEIGHBOUR = re.compile(
    r"(?:楼[下上道]|对门|隔壁|对面|邻居|[我你他她]|我们?家)[,，:：\s是]?((?:[1-3]?\d)("
    r"?:0[1-9]|1[0-2]))(?=[,，。、;；\s和跟的家我你他她那也说]|$)"
    r"|(?<=一个)((?:[1-3]?\d)(?:0[1-9]|1[0-2]))(?=[,，。、;；\s和跟的家一]|$)"
)
_HOME = re.compile(
    rf"(?:(?<=住在)|(?<=家在)|(?<=家住)|(?<=我住)|(?<=们住)){_HAN}{{2,8}}\d{{1,4}}号(?![到走回前后来去就再才的])|"
    rf"{_N}\s?楼\s?[东西南北中左右]{{1,2}}边?户|"
    r"(?:^|(?<=[,，。!！?？;；\s]))(?:[1-3]?\d)(?:0[1-9]|1[0-2])(?=(?:的?也)?(?:烂|坏|少了|漏|缺|没收|没拿|没到|家[的这也]|这边|(?<=也)(?:是这样|一样)))"
)
"""Where the words say that somebody lives there, or a room stands for who lives in it."""
_OUR_HOME = re.compile(rf"家(?:就?在|就?是)?(({_HAN}{{2,8}}?)\d{{1,4}}号)(?![到走回前后来去就再才的])")
"""A place whose name sounds like one, with its number: 我家翠湖天地12号."""
_CUT = "在住到是址寄送去来给从于我你他她咱们的说叫和跟与往离近靠边,，。:：;；、!！?？（）() \n\t收放搬家家了个这那哪就都也还"  # noqa: E501
_ROAD = re.compile(
    rf"({_HAN}{{1,24}}?(?:大街|大道|街道|胡同|公路|路|街|巷|里弄|弄堂|道|村|屯|组|镇|乡|桥|"
    rf"段|条))\s?(?:{_N}\s?(?:弄|支弄|巷|段|里)\s?)?[\s,，]?第?(?:\d{{1,5}}|[零一二三四五六七八九十百]{{1,"
    rf"5}})\s?(?:[-—之]\s?\d{{1,4}})?\s?(?:号|弄|组|队)(?!线|链|车|公交|上新|到|"
    rf"的)"
)
_DISTRICT = re.compile(
    rf"{_HAN}{{2,7}}?(?:省|自治区|市){_HAN}{{1,8}}?(?:市|区|县|镇)(?:{_HAN}{{1,"
    rf"8}}?(?:街道|镇|乡|路|街|村|大道|小区|花园))?(?:\s?\d{{1,4}}号)?"
)
_COMPOUND_END = (
    "小区|花园|花苑|家园|公寓|新村|新苑|大厦|雅苑|名苑|华庭|山庄|佳苑|嘉园|嘉苑|豪庭|名邸|华府|学府|公馆|庄园|花城|家苑|景苑|名城|国际城|"
    "御府|御园|春城|雅居|雅园|丽苑|丽园|锦苑|锦园|新城|别墅|宿舍|家属院|大院|苑|府|庭|湾|郡|邸|轩|里|园|城|居|台|坊|墅"
)
_LOOSE_ENDS = {
    "苑",
    "府",
    "庭",
    "湾",
    "郡",
    "邸",
    "轩",
    "里",
    "园",
    "城",
    "居",
    "台",
    "坊",
    "墅",
    "大院",
    "宿舍",
    "新城",
    "学府",
    "别墅",
}
_COMPOUND = re.compile(rf"({_HAN}{{1,7}}?)({_COMPOUND_END})(?:[一二三四五六七八九十\d东西南北]{{1,2}}[期区苑门])?")
_NOT_A_NAME = re.compile(
    r"(?:^|.)(?:最好|我们?|咱们?|你们?|他们?|本|这个?|那个?|整个?|隔壁|对面|同一?个?|一个?|别的|"
    r"其他|其它|哪个?|各个?|每个?|所有|全|老|新|后|前|旁边|附近|周边|自己|进|出|回|社区|居民|邻|两个|"
    r"几个|大|好多|高档|同)$|^$"
)
_BEFORE_BUILDING = re.compile(
    rf"({_HAN}{{2,12}}?)(?:那边|这边|那里|这里|那儿|这儿|里面|那头|小区)?(?:的)?[\s,，:：]{{0,2}}$"
)
_LIVES = "住在址到回去从"
"""After these what stands before a building is where it is."""
_NAMED = re.compile(
    "^(?:龙湖|万科|恒大|碧桂园|保利|绿地|绿城|融创|中海|华润|金地|招商|远洋|世茂|雅居乐|富力|首开|金茂|旭辉|阳光城|仁恒|建发|华发|"
    "越秀|滨江|翡翠|凤凰|金域|中南|中梁|佳兆业|融侨|中骏|中铁|禹洲).{0,6}$|"
    ".(?:天地|国际|东方|半岛|水岸|青山|丽舍|尚城|首府|时代|世纪|壹号|一号|之星|天下|人家|世家|蓝湾|海岸|名门|御景|风华|公元|领秀|阳光|江南|左岸|明珠|院子|心语|花语|格林)$"
)
_NO_PLACE = re.compile(
    "[没不买坏烂吃拿取要有能会可以货盒箱斤份袋包瓶期年月日点钟次现正群]|自提|驿站|快递|楼[道上下梯]|电梯|门[口卫岗]|附近|旁边|隔壁|"
    "对面|前面|后面|物业|超市|团长|老板|同一|整个|医院|公司|单位|上班|底商|车库|地下|大厅|街上|路口|东[门区边]|西[门区边]|南[门区边]|北[门区边]"
)


def places(text: str) -> Iterator[tuple[int, int, str]]:
    """Places where somebody lives: (start, end, kind)."""
    buildings = [found.span() for found in _BUILDING.finditer(text) if not _measure(found[0], text[found.end() :])]
    rooms = [found.span() for pattern in (_ROOM_FIRST, _DASHED, _LATIN, _HOME) for found in pattern.finditer(text)]
    rooms += [found.span(1) for found in _OUR_HOME.finditer(text) if _NAMED.search(found[2])]
    rooms += [
        (found.start(found.lastindex or 0), found.end())
        for pattern in (_WORD, _NEIGHBOUR)
        for found in pattern.finditer(text)
    ]
    for start, end in buildings + rooms:
        yield start, end, "address"
    starts = {start for start, _ in buildings + rooms}
    for found in _ROAD.finditer(text):
        start = _name_start(text, found.start(), found.end(1) - 1)
        if found.end(1) - start >= 2:
            yield start, found.end(), "address"
    for found in _DISTRICT.finditer(text):
        yield _name_start(text, found.start(), found.end()), found.end(), "address"
    yield from _compounds(text, starts)
    for start in starts:
        if (named := _named_before(text, start)) is not None:
            yield named, start, "address"
    for start, end in schools(text):
        yield start, end, "address"


def _named_before(text: str, building: int) -> int | None:
    """Where the name of the place before a building begins: 翠湖天地, 龙湖那边."""
    found = _BEFORE_BUILDING.search(text, max(0, building - 16), building)
    if found is None:
        return None
    start = _name_start(text, *found.span(1))
    name, before = text[start : found.end(1)], text[max(0, start - 1) : start]
    if len(name) < 2 or len(name) > 8 or _NO_PLACE.search(name) or _NOT_A_NAME.search(name):
        return None
    return start if (before and before in _LIVES) or _NAMED.search(name) else None


def _compounds(text: str, starts: set[int]) -> Iterator[tuple[int, int, str]]:
    for found in _COMPOUND.finditer(text):
        start = _name_start(text, found.start(), found.end(1))
        name = text[start : found.end(1)]
        after = found.end() + len(re.match(r"[\s,，的\ue000]*", text[found.end() :])[0])  # type: ignore[index]
        housed = (
            any(place in starts for place in range(found.end(), after + 1)) or "\ue000" in text[found.end() : after]
        )
        if (
            _NOT_A_NAME.search(name)
            or name.endswith("的")
            or (found[2] in _LOOSE_ENDS and not (housed and len(name) > 1))
            or len(name) + len(found[2]) < 2
        ):
            continue
        yield start, found.end(), "address"


def _name_start(text: str, start: int, end: int) -> int:
    """Where the name of a place begins: after the last word that cannot belong to it."""
    cut = max((place + 1 for place in range(start, max(start, end)) if text[place] in _CUT), default=start)
    return cut if cut < end else start


def _measure(word: str, after: str) -> bool:
    """Whether what looks like a building counts something: 一座山, 一栋楼, 一单元楼的人."""
    if re.match(r"^[一两几]\s?(?:座|栋|幢|弄)$", word) and not re.match(r"[\s,，]*(?:\d|[一二三四五六七八九])", after):
        return word[0] != "一" or not word.endswith(("栋", "幢", "弄")) or after.startswith(("楼", "房", "别"))
    return (word.endswith("座") and word[0] in "在请就讲") or after.startswith(("座位",))
