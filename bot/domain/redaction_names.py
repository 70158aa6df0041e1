"""Where people are named in a text: the group's own nicknames, mentions, and real names with a surname."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.domain.plain_words import plain
from bot.domain.redaction_lists import GENERIC, GIVEN, NOT_NAMES, SIMPLIFIED, TRADITIONAL

_DOUBLE = "欧阳|上官|司马|诸葛|司徒|夏侯|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|端木|东方|南宫"
_CLEAR = (
    "王李张刘陈杨赵周吴徐孙朱胡郭何林罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁叶蒋杜苏魏吕丁沈任姚卢姜崔钟谭陆"
    "汪范廖贾夏韦傅邹孟熊秦邱侯薛闫阎段雷黎尹郝龚邵钱覃顾赖莫聂岳齐梅庄柯翁戚邢俞葛施倪樊兰殷詹喻涂管祝"
    "左涂甘房屈缪裴宫臧骆娄麦岑蔺佟阮柳蒲卞芦褚卫卓季项程孔尤滕霍邬靳纪舒练阚荆邝游"
)
_UNCLEAR = (
    "高黄马金白方江石万于余常安成温毛毕史龙陶贺洪武文向鲍康严华牛单包辛耿关焦申祁舒耿池符景鲁路游伍平"
    "艾冷连明时易乔米凌霍盛童苗欧车古戴党应全古乐元穆凤"
)
"""Surnames that are ordinary words as well: two characters alone are a name only where something says so."""
_SINGLE = f"[{_CLEAR}{_UNCLEAR}]"
SURNAME = f"{_DOUBLE}|[\u4e00-\u9fff]"
_ANY = f"(?:{_DOUBLE}|{_SINGLE})"
SURNAMES = _ANY
"""Every surname, as a pattern."""
CLEAR = _CLEAR
"""Surnames of one character that are hardly ever another word."""
MEASURED = "张何任段项程管施左季兰郎房葛向应"
"""Those of them that stand often enough at the end of another word: 一张, 任何."""

_MIDDLE = f"[{''.join(sorted(set(GIVEN)))}大小守至有老二三四五阿之少学石]"
_GIVEN_SET = f"[{''.join(sorted(set(GIVEN)))}]"
_NOT_NAMES = frozenset(NOT_NAMES.split())
_TITLE = "先生|女士|小姐|阿姨|叔叔|大爷|大妈|奶奶|爷爷|老师|师傅|医生|大夫|经理|主任|店长|同学|大哥|大姐|姐姐|哥哥|妹妹|姐|哥|嫂|婶|总"  # noqa: E501
_SAID = "我叫|名叫|叫做|我是|名字|姓名|收件人|收货人|联系人|户名|开户名?|持卡人|实名|本人|署名|落款|抬头|取件人|下单人|买家|法人|我老公|我老婆|我爱人|我儿子|我女儿"  # noqa: E501
_HAN = "[\u4e00-\u9fff\U00020000-\U0003ffff]"
_NO_NAME = "[的了是在我你他她它们这那不没有就都也还请给让被把从到对吗呢吧啊呀哦说很太真好要会能想去来]"

_BY_TITLE = re.compile(rf"({_ANY})((?:(?!{_NO_NAME}){_HAN}){{1,2}})(?={_TITLE})")
_BY_WORD = re.compile(rf"(?:{_SAID})[\s:：,，是叫为就]{{0,3}}({_ANY})[\s·]?((?:(?!{_NO_NAME}){_HAN}){{1,2}})")
_FULL = re.compile(rf"({_ANY})([\s·]?{_MIDDLE}[\s·]?{_GIVEN_SET}|[{GIVEN}糖圆豆果甜冰晶莹](?<=(.))\3)")
_CALLED = re.compile(
    rf"(?:叫做?|[全大小真学乳]名|我[弟哥姐妹爸妈])[\s:：是叫]{{0,2}}({_ANY})((?:(?!{_NO_NAME}"
    rf"){_HAN}){{1,2}})(?=[,，。;；、!！?？\s的是都他她]|$)"
)
_AFTER_SURNAME = re.compile(rf"姓({_ANY})[,，\s]?名[字叫是]?({_HAN}{{1,2}})")
_RECEIVER = re.compile(
    rf"(?:收件人|收货人|联系人|取件人|寄件人|户名|开户名)[\s:：是叫为]{{0,"
    rf"3}}({_HAN})({_HAN}{{1,3}}?)(?=[,，。;；:：\s\d(（\ue000]|打|"
    rf"电话|手机|$)"
)
_SHORT = re.compile(rf"({_DOUBLE}|[{_CLEAR}])([\s·]?{_GIVEN_SET})")
_UNCLEAR_SHORT = re.compile(
    rf"(?<![\u4e00-\u9fff])([{_UNCLEAR}])({_GIVEN_SET})(?=[\s,，:：]*(?:\ue000|"
    rf"1[3-9]\d|说|家|收|他|她|那份|的[货单快]|和|跟))"
)
_BEFORE_PHONE = re.compile(
    rf"(?<!{_HAN})({_ANY})((?:(?!{_NO_NAME}){_HAN}){{1,2}})[\s,，:：/、(（]*(?:手机|"
    rf"电话|联系方式)?[\s:：是]*(?=\ue000)"
)
_MEASURE = re.compile(r"[0-9一二两三四五六七八九十几每这那半整数上下]$")


def real_names(text: str) -> Iterator[tuple[int, int, str]]:
    """Real names: (start, end, surname)."""
    given = set()
    for pattern in (
        _BY_TITLE,
        _BY_WORD,
        _BEFORE_PHONE,
        _CALLED,
        _AFTER_SURNAME,
        _RECEIVER,
        _FULL,
        _SHORT,
        _UNCLEAR_SHORT,
    ):
        for found in pattern.finditer(text):
            start, end = found.start(1), found.end(2)
            name = re.sub(r"[\s·]", "", text[start:end])
            if pattern in (_AFTER_SURNAME, _RECEIVER) or not _is_word(text, start, name):
                yield start, end, found[1]
                given |= {(found[2].strip(" ·"), found[1])} if len(found[2].strip(" ·")) == 2 else set()
    for name, surname in sorted(given):
        for found in re.finditer(re.escape(name), text):
            yield found.start(), found.end(), surname


def _is_word(text: str, start: int, name: str) -> bool:
    """Whether what looks like a name is an ordinary word or part of one."""
    if name in _NOT_NAMES or name[:2] in _NOT_NAMES or name[1] == name[0]:
        return True
    if re.match(_TITLE, name[1:]) and len(name) == 3:
        return True
    if len(name) == 2 and re.match("先生|女士|小姐|老师", text[start + 1 :]):
        return True
    if name[0] == "张" and text[max(0, start - 1) : start] in ("了", "贴", "拍", "传", "扫"):
        return True
    if name[0] == "张" and _MEASURE.search(text[max(0, start - 1) : start]):
        return True
    return text[max(0, start - 1) : start + 1] in _NOT_NAMES or text[start : start + 3] in _NOT_NAMES


_MENTION = re.compile(r"@(?!所有人|全体|团长|管理员|客服|群友|[你我您他她])([^\s@,，。!！?？:：;；、\ue000]{1,24})")
_ENDS_MENTION = re.compile(r"你|您|麻烦|请|看|帮|怎么|在吗|的|我|说|是不是|能|这|那")


def mentions(text: str) -> Iterator[tuple[int, int]]:
    """Places where somebody is called by @ whom the list of names does not know."""
    done = 0
    for found in _MENTION.finditer(text):
        if found.start() and found.start() != done and re.match(r"[A-Za-z0-9._-]", text[found.start() - 1]):
            continue
        done = found.end()
        ending = _ENDS_MENTION.search(found[1], 1)
        yield found.start(), found.start(1) + (ending.start() if ending else len(found[1]))


_TRADITIONAL = str.maketrans(TRADITIONAL, SIMPLIFIED)


def plain_name(text: str) -> str:
    """Simplified, with the characters of names that the word rules do not know; always as long as `text`."""
    return plain(text).translate(_TRADITIONAL)


_GENERIC = frozenset(GENERIC.split())
_PARTS = re.compile(rf"{_HAN}+|[A-Za-z]{{3,}}")
_KINSHIP = re.compile(r"^(.{2,})(?:妈妈|爸爸|妈咪|奶奶|爷爷|外婆|阿姨|姐姐|妈|爸|姐|哥|婶|姨|叔|嫂)$")
_PLACE_BEFORE = re.compile(r"^.*(?:栋|幢|号楼|单元|楼|室|座|弄)(?=.{2,})")


@lru_cache(maxsize=512)
def _ways(name: str) -> tuple[str, ...]:
    """The ways in which a nickname turns up in other people's words, the longest first."""
    shown = plain_name(name).strip()
    ways = {shown}
    for part in _PARTS.findall(shown):
        ways |= {part, _PLACE_BEFORE.sub("", part)}
    for way in list(ways):
        if kin := _KINSHIP.match(way):
            ways.add(kin[1])
        if re.fullmatch(rf"[小阿老大]{_HAN}", way) and way[1] not in _CLEAR:
            ways |= {f"{way[1]}{title}" for title in "姐哥妹弟嫂姨"}
        if re.fullmatch(rf"(?:{_DOUBLE}|[{_CLEAR}]){_HAN}{{2}}", way):
            ways.add(way[-2:])
    kept = {way for way in ways if len(way) >= 2 and way not in _GENERIC and not way.isdigit()}
    return tuple(sorted(kept, key=len, reverse=True))


@lru_cache(maxsize=512)
def _pattern(name: str) -> re.Pattern[str] | None:
    ways = _ways(name)
    loose = [r"[\s·._-]?".join(re.escape(char) for char in way if not char.isspace()) for way in ways]
    loose = [f"(?<![A-Za-z]){way}(?![A-Za-z])" if ways[n].isascii() else way for n, way in enumerate(loose)]
    single = plain_name(name).strip()
    if len(single) == 1 and not single.isdigit():
        one = re.escape(single)
        loose.append(rf"(?<=@){one}(?!{_HAN})|^{one}$|{one}(?=姐|哥|妹|阿姨|先生|女士)")
    return re.compile("|".join(loose), re.IGNORECASE) if loose else None


def listed_names(text: str, people: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Places where somebody of the list is named: (start, end, the name in the list). The longest name wins."""
    found = []
    for person in people:
        pattern = _pattern(person)
        if pattern is not None:
            found += [(hit.start(), hit.end(), person) for hit in pattern.finditer(text) if hit.end() > hit.start()]
    taken = 0
    for start, end, person in sorted(found, key=lambda hit: (hit[0], -hit[1], hit[2])):
        if start >= taken:
            yield start, end, person
            taken = end


_FULL_NAME = re.compile(rf"({_DOUBLE}|[{_CLEAR}])({_HAN}{{1,2}})")
_NO_SHORT_FORMS = (
    "天天 明明 常常 好好 美美 红红 小心 小时 小区 小雨 小雪 小米 小龙 小白 小鱼 星星 月月 年年 多多 小小 大大 欢欢 "
    "小票 小程 小伙 小孩 小朋 小贵 小吃 小份 小包 小金 小青 小花 小苗 小黄 小红 小平 小玉 小春 小海 小江 小山 小康 "
    "洋洋 老江 乐乐 小杏 小桃 小李 小梅 小林 小东 小南 小西 小北 清清 轻轻 久久 成成 安安"
)


def short_forms(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Places where somebody is called as the people near them do: 小丽, 丽丽, 丽姐 or 王姐 for 王丽; or half
    hidden: 王*丽, W丽."""
    parts = _FULL_NAME.fullmatch("".join(_PARTS.findall(plain_name(name))))
    if parts is None:
        return
    last, family = parts[2][-1], parts[1]
    forms = {f"小{last}", f"阿{last}", last * 2} | {f"{one}{title}" for one in (last, family) for title in "姐哥嫂姨婶"}
    forms |= {f"老{family}", f"小{family}"}
    kept = sorted(form for form in forms if form not in _NO_SHORT_FORMS.split())
    half = rf"{family}[*×某]{{1,2}}{last}?|{family}[xX]{{1,2}}{last}|(?<![A-Za-z])[A-Z]{{1,2}}{last}"
    for found in re.finditer("|".join([*map(re.escape, kept), half]), text):
        yield found.span()


def surname_of(name: str) -> str | None:
    """The surname in a nickname that has one: 王姐, 李女士, 老曹, 3栋张伟; None in all others."""
    bare = _PLACE_BEFORE.sub("", "".join(_PARTS.findall(plain_name(name))))
    for pattern in (
        rf"^({_ANY})(?:{_TITLE})$",
        rf"^[老小]({_SINGLE})$",
        rf"^({_DOUBLE}|[{_CLEAR}]){_GIVEN_SET}{{1,2}}$",
    ):
        if found := re.match(pattern, bare):
            return found[1]
    return None
