"""The times that a text names: as the latest moment that keeps a word given then, or as the earliest that is meant."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from bot.domain.calendar_words import EVENING as EVENING
from bot.domain.calendar_words import NUMBER, Edge, calendars
from bot.domain.calendar_words import Awaits as Awaits
from bot.domain.calendar_words import When as When
from bot.domain.calendar_words import time_of_day as time_of_day
from bot.domain.plain_words import number, plain

_DURATION = re.compile(
    rf"(?!(?<=[块元个])[一二三四五六七八九半][一两二三四五六七八九半]个?(?:小时|钟头|分钟))(?P<n>{NUMBER}(?:\.\d)?|半|一)\s*(?P<half>个半)?\s*(?:个)?(?P<unit>小时|钟头|分钟|刻钟|钟(?!意|爱|情))(?P<after>半)?"
    r"\s*(?P<tail>之内|以内|内|之后|以后|后|前|之前|里)?"
)
_AT_ONCE = re.compile(
    "马上|立马|立刻|立即|即刻|这就|现在就|现在(?=给|退|补|去|跑|过|送|让|帮|转|打|查|叫|安排|联系)|而家|麻溜|这会儿就|赶紧(?=给|退|补)"
)
_ANSWERS = r"(?<=[等问看查核催讲说一])下回(?=[复话信]|个?(?:电话|消息|信)|[你您](?!再|来|买|下单|订|接龙|团))"
"""等下回你, 我问下回您: an answer soon and not the next time."""
_IN_A_WHILE = re.compile(
    rf"等一?(?={_ANSWERS})下|"
    r"一会儿?|(?<![收看问说试查尝想])一哈儿?|待会儿?|呆会儿?|等一?下(?!次|回|批|一|单|周|个|午)|等会儿?|等哈儿?|稍后|稍等(?=.{0,3}[给退补])|过会儿?|晚点儿?|晚些|晚一点|阵间|转头(?=给)|等阵"
)
_ARRIVAL = re.compile(
    r"(?:随|等)?下[次批趟]到货(?:的?时候?)?|到货(?:那天|当天|的?时候?|以后|之后|后|就|(?=第一|立|马上)|了(?=就|给|补|再|我|马上|立|,)|再|给|跟|(?=我(?:先|就|再|马上|第一)?(?:给|帮|补|换|送|留)))|货(?:一)?到(?:了|就|后)?(?=.{0,6}(?:就|给|补|再|换|我|送|,))"
    r"|(?:新货|下批|下一批|那批|这批|新的一批)货?[^,。]{0,3}(?:到了|来了|到货|到的?时候|到后|一到|一来|一起|回来)|货(?:来了|到的?时候|到后|一到|一来)|等到货|来货(?:了|就|"
    r"时|后|给|补|那天)|等新[^,，。\s]{1,3}[到来]了?(?=[,，就给我])|有货了?(?:就|给|再)|一到货"
    r"|(?<![收等你您看想感遇碰知得做查找听见])到了(?:就|给|再|马上|第一时间|我就?给?)"
)
_NEXT_BUY = re.compile(
    rf"(?!{_ANSWERS})下(?:一)?(?:次|回|趟|期|轮|场)(?:再)?(?:开团|团购|接龙|拼团|拼单|开单|团(?!长)|买|下单|来|订|单|货)?|(?<!等)下一?团(?!长)|(?:再|新)开团(?:时|的时候|就|给)?"
)


def when_in(text: str, said_at: datetime, edge: Edge = "latest") -> tuple[When, ...]:
    """The times of a text said at `said_at` (aware, in the group's own zone), in order; none that overlap."""
    words = plain(text)
    found: list[When] = []
    for pattern, awaits in ((_ARRIVAL, "on_arrival"), (_NEXT_BUY, "next_group_buy")):
        found += [When(m.start(), m.end(), None, awaits) for m in pattern.finditer(words)]  # type: ignore[arg-type]
    for m in _DURATION.finditer(words):
        if m["tail"] in ("前", "之前"):
            continue
        found.append(When(m.start(), m.end(), _after(said_at, _length(m))))
    found += [
        When(m.start(), m.end(), _after(said_at, timedelta(minutes=30)), vague=True) for m in _AT_ONCE.finditer(words)
    ]
    found += [
        When(m.start(), m.end(), _after(said_at, timedelta(hours=2)), vague=True) for m in _IN_A_WHILE.finditer(words)
    ]
    found += calendars(words, said_at, edge)
    return _apart(found)


_PAST = re.compile("昨|前天|刚才|刚刚")


def names_other_times(text: str, said_at: datetime, read_at: datetime) -> bool:
    """Whether words that were said then name other times when they are read now: 明天, 今晚, 马上 – not 周五, not
    11月5日."""
    return bool(_PAST.search(plain(text))) or when_in(text, said_at) != when_in(text, read_at)


NIGHT_UNTIL = 5
"""The hour until which 明早 may mean the morning that comes."""
_TOMORROW = re.compile("明(?:天|早|晚|日|儿|个)|后天|后日|(?:听|聽)(?:日|朝|晚)|后(?:早|晚)")


def is_of_the_small_hours(text: str, said_at: datetime) -> bool:
    """Whether the words name a day that people count from getting up, and were said before it: 明早 at half past
    midnight."""
    return said_at.hour < NIGHT_UNTIL and bool(_TOMORROW.search(plain(text)))


def moment_in(text: str, now: datetime) -> datetime | None:
    """The one moment after `now` that these words name and nothing else, as early as they allow: 2小时, 明天上午,
    下周一, 晚上八点半; None where they name none."""
    words = re.sub(r"\s", "", plain(text))
    if words == "半天":
        words = "12小时"
    elif re.fullmatch(rf"{NUMBER}个?[天日]", words):
        words += "后"
    found = when_in(words, now, "earliest")
    alone = len(found) == 1 and (found[0].start, found[0].end) == (0, len(words))
    return found[0].due if alone else None


def _apart(found: list[When]) -> tuple[When, ...]:
    """In order, the longer of two that overlap."""
    kept: list[When] = []
    for one in sorted(found, key=lambda w: w.start - w.end):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda w: w.start))


def _length(m: re.Match[str]) -> timedelta | None:
    count = Decimal("0.5") if m["n"] == "半" else number(m["n"])
    if count is None or count <= 0 or count > 10_000:
        return None
    if m["half"] or m["after"]:
        count += Decimal("0.5")
    minutes = count * {"分钟": 1, "刻钟": 15}.get(m["unit"], 60)
    return timedelta(minutes=float(minutes))


def _after(said_at: datetime, length: timedelta | None) -> datetime | None:
    """So much later by the clock on the wall of the whole world: a change to summer time moves nothing."""
    if length is None:
        return None
    return (said_at.astimezone(UTC) + length).astimezone(said_at.tzinfo)
