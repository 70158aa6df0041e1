"""Where the words around say who or where somebody is: 我女儿叫子涵, 姓王, 陈老师, 放门口，602, 生日1990年1月1日."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.redaction_lists import GIVEN, NOT_NAMES
from bot.domain.redaction_names import CLEAR, MEASURED, SURNAMES

_HAN = "[\u4e00-\u9fff]"
_GIVEN = f"[{''.join(sorted(set(GIVEN)))}]"
_CHILD = "儿子|女儿|闺女|孩子|小孩|宝宝|孙子|孙女|外孙女?|侄女|侄子|外甥女?"
_KIN = f"{_CHILD}|妹妹|弟弟|姐姐|哥哥|表[姐妹哥弟]|堂[姐妹哥弟]|老公|老婆|爱人|婆婆|公公|岳母|岳父|妈妈?|爸爸?"
_CLOSE = "闺蜜|同学|同事|发小|室友|舍友|老乡|表[姐妹哥弟]|堂[姐妹哥弟]|弟媳|侄女|外甥女"
_END = r"(?=[,，。;；、!！?？\s也都还说她他买订拿那和跟的是今昨在吃家]|$)"
_NO_NAMES = frozenset((NOT_NAMES + " 家长 家庭 家乡 家中 家人 安利 可爱 一家 一年 心爱 好心 有心").split())

_FULL = re.compile(rf"(?:{_KIN}|{_CLOSE})(?:[大全]?名)?[叫是]?([{CLEAR}])(?:{_GIVEN}{{2}})")
_NAMED = re.compile(
    rf"(?:{_KIN}|{_CLOSE})(?:[大小全]?名)?叫(?:做|作)?((?!小?[心时声])(?:小?{_GIVEN}{{2}}|小?({_HAN})\2)){_END}"
)
_FRIEND = re.compile(rf"(?:{_CLOSE})({_GIVEN}{{2}}){_END}")
_SURNAME = re.compile(rf"(?<![百同贵])姓({SURNAMES})(?![氏名])")
_TITLE = "先生|女士|小姐|老师|师傅|医生|大夫|经理|主任|店长|同学"
_BOUND = f"(?:(?<!{_HAN})|(?<=[和跟给找问叫让请谢是的与托]))"
_TITLED = re.compile(rf"([{''.join(sorted(set(CLEAR) - set(MEASURED)))}])(?:{_TITLE})|{_BOUND}({SURNAMES})(?:{_TITLE})")
_CHAIN = re.compile(rf"接龙第?\d{{1,4}}号?({SURNAMES})(?=[,，。;；!！?？\s]|$)")

_PINYIN = (
    "Wang|Li|Zhang|Liu|Chen|Yang|Zhao|Huang|Zhou|Wu|Xu|Sun|Hu|Zhu|Gao|Lin|He|Guo|Ma|Luo|Liang|Song|Zheng|Xie|Han|Tang|"
    "Feng|Yu|Dong|Xiao|Cheng|Cao|Yuan|Deng|Fu|Shen|Zeng|Peng|Lu|Su|Jiang|Cai|Jia|Ding|Wei|Xue|Ye|Yan|Pan|Du|Dai|Xia|"
    "Zhong|Tian|Ren|Fan|Fang|Shi|Yao|Tan|Liao|Zou|Xiong|Jin|Hao|Kong|Bai|Cui|Kang|Mao|Qiu|Qin|Gu|Hou|Shao|Meng|Long|Wan"
)
_LATIN = re.compile(
    rf"(?<![A-Za-z])(?!Li Ning)(?:{_PINYIN})\s(?:[A-Z][a-z]{{0,5}}(?:[\s-]?[A-Za-z][a-z]{{1,5}})?)(?![A-Za-z])"
)

_ROOM = re.compile(
    r"(?:门口|家门|门外|鞋柜|门把手?)[上里边的旁处那放就行好成可以]{0,5}[,，。\s]{0,2}([1-3]?\d(?:0[1-9]|1[0-2]))(?=[,，。;；!！?？\s的那]|$)"
)
_BIRTHDAY = re.compile(
    r"(?:生日|出生日期|出生年月|出生于|生于)[是为在:：\s]{0,3}(\d{4}\s?[年./-]\s?\d{1,2}\s?(?:[月./-]\s?(?:\d{1,2}[日号]?)?)?"
    r"|\d{1,2}月\d{1,2}[日号]?)|((?:19|20)\d\d年\d{1,2}月(?:\d{1,2}[日号])?)(?=出生|生的|生人)"
)
_PASS = re.compile(r"(?:护照|通行证|台胞证|回乡证)(?:号码?)?[是为:：\s]{0,3}([A-Za-z]{1,2}\d{6,9})(?!\d)")
_SHORT_PHONE = re.compile(r"(?:座机|分机|内线|总机)号?码?[是为:：\s]{0,3}(\d{3,8}(?:\s?转\s?\d{1,5})?)(?!\d)")
_LOCKER = re.compile(r"(?<![A-Za-z\d])([A-Za-z]?\d{1,3})号?格口")


def told_names(text: str) -> Iterator[tuple[int, int, str]]:
    """Real names that the words before or after give away: (start, end, surname)."""
    for found in _FULL.finditer(text):
        yield found.start(1), found.end(), found[1]
    for found in _TITLED.finditer(text):
        surname = found[1] or found[2]
        start = found.start(1 if found[1] else 2)
        if text[max(0, start - 1) : start + 1] not in _NO_NAMES:
            yield start, found.end(), surname


def told_people(text: str) -> Iterator[tuple[int, int, str]]:
    """People called by a given name beside who they are, or in Latin letters: (start, end, the name)."""
    for pattern in (_NAMED, _FRIEND):
        for found in pattern.finditer(text):
            if found[1] not in _NO_NAMES:
                yield found.start(1), found.end(1), found[1]
    for found in _LATIN.finditer(text):
        yield found.start(), found.end(), found[0]


def told_facts(text: str) -> Iterator[tuple[int, int, str]]:
    """What else leads to somebody by the words before it: (start, end, kind)."""
    for pattern, kind in (
        (_SURNAME, "hidden"), (_CHAIN, "hidden"), (_ROOM, "address"), (_BIRTHDAY, "number"), (_PASS, "id_card"),
        (_SHORT_PHONE, "phone"), (_LOCKER, "code"),
    ):  # fmt: skip
        for found in pattern.finditer(text):
            group = found.lastindex or 0
            yield found.start(group), found.end(group), kind
