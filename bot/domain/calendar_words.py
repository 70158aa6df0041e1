"""Days, parts of the day and clocks in words: 下周五晚上八点半, 10号上午, 三天之内."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal

from bot.domain.plain_words import CHINESE, number, plain

Awaits = Literal["on_arrival", "next_group_buy"]
Edge = Literal["latest", "earliest"]
"""Which end of a day or of a part of it is meant: 明天上午 is kept until noon, and begins at nine."""
MORNING, EVENING = time(9), time(22)
_BEFORE = "(?:之|以)?前"
_PARTS: tuple[tuple[str, time, time], ...] = (
    (rf"早[饭餐]{_BEFORE}", time(7), time(8)),
    (rf"(?:吃|做)?[午中][饭餐]{_BEFORE}", time(11), time(12)),
    (rf"(?:吃|做)?晚[饭餐]{_BEFORE}", time(17), time(19)),
    (rf"(?:晚上?|夜里)?(?:临睡|睡觉?){_BEFORE}", time(21), EVENING),
    (rf"(?:晚上?|夜里)[等我咱们忙一]*下了?班(?!{_BEFORE})(?:(?:以|之)?后)?|下了?班(?:以|之)?后", time(18), EVENING),
    ("凌晨", time(0), time(6)),
    ("大清早|清早|清晨|一大早|一早|早上|早晨|早起|早间|朝早|早头|朝|早", time(8), time(10)),
    ("上午|上半[天日]|上昼|午前", time(9), time(12)),
    ("中午|晌午|正午|晏昼", time(12), time(14)),
    ("下午|午后|下晌|下半[天日]|下昼|落昼|后晌|下班", time(14), time(18)),
    ("傍晚|天黑|擦黑|黄昏", time(17), time(19)),
    ("晚上|夜里|夜晚|晚间|晚黑|夜间|夜头|晚头|晚|夜|黑", time(19), EVENING),
)
"""Part of the day, when it begins and when it is over."""
_PART = "|".join(words for words, _, _ in _PARTS)
_OVER_BEFORE = re.compile("中午|晌午|正午|晏昼|凌晨")
"""Before these parts of the day is before they begin: 中午前 is until twelve."""
_AN_HOUR = re.compile(r"(?:[点时]半?钟?|:\d\d|分)[等我咱们才再,，]*$")
"""今晚七点下班转你: the hour is the time."""
NUMBER = rf"(?:\d{{1,4}}|{CHINESE})"
_DAY = (
    r"(?P<named>大后[天日]|后(?:[天日]|儿个?)|今(?:[天日]|儿个?)|当天|本日|明(?:[天日]|儿个?|个儿?)|听日|听(?=朝)|同一?天|明朝|[翌次]日|第二天|隔天|明后[天两]|今明两?天"
    rf"|今(?=早|晚|夜|黑)|[明听](?=早|晚|夜|朝早|晏|(?:{_PART})))"
    r"|(?P<week>(?P<which>下+个?|这个?|本)?(?:周|星期|礼拜)(?P<weekday>(?!(?<=[下这本个]周)一定|(?<=[下这本个](?:礼拜|星期))一定)[一二三四五六日天末1-7]))"
    r"|(?P<wholeweek>(?P<whichweek>下+个?|这个?|本)(?:周|星期|礼拜))|(?P<weekend>双休日?|(?<!期)周末)"
    rf"|(?:(?P<year>20\d\d)年)?(?P<month>\d{{1,2}}|十[一二]?|[一二两三四五六七八九]|(?<!\d)元)月(?P<mday>\d{{1,2}}|{CHINESE})[号日]?"
    r"|(?P<nextmonth>下个?月)(?:(?P<nday>\d{1,2}|[一二三四五六七八九十]{1,3})[号日]|(?P<nend>底|末)?)"
    r"|(?P<endmonth>\d{1,2}|十[一二]?|[一二两三四五六七八九]|(?<!\d)元)月[底末]"
    r"|(?P<monthend>(?:这个|本)?月(?:底|末)|(?:这个|本)月(?:内|之内)?(?!\s*\d))"
    rf"|(?:(?:这个|本)月\s*|(?<![\d月大小]))(?P<dday>\d{{1,2}}|{CHINESE})[号日](?!(?<=日)[之以]?内|[楼栋店门仓线单柜车机院棚])"
    rf"|(?P<indays>(?!一两|两三)(?!(?<=[块元个])[一二三四五六七八九半][一两二三四五六七八九](?:天|个工作)){NUMBER})个?(?P<working>工作)?[天日](?:之内|以内|内|里|之后|以后|后|(?<=工作.)|(?<=[给等]我.天)|(?<!二.)(?=左右|[就能可才]?以?(?:到(?!期|底)|给[你您]|退[你您回到]|送到|原路)))|过(?P<past>{NUMBER})天"
    r"|(?P<soon>这一?两[天日]|这[二两]天|一两天内?|一到[两二]天|1[-到~]2天|过两天|两天内|过一两天)"
    r"|(?P<feast>元旦|五一(?!个)|六一|国庆|双十一|双十二)节?(?:那天|当天)"
    r"|(?P<soonish>(?:这|近|最近|过|未来)几[天日]|几天内|两三天内?|过[两二]三天|这[两二]三天)"
)
_CLOCK = (
    rf"(?P<hour>\d{{1,2}}|{CHINESE})(?::(?P<minute>\d\d)(?!\d)"
    rf"|[点时](?![心击间候一]?[儿滴])(?!候|间)(?:钟|整)?(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<cmin>\d{{1,2}}(?=分|前|之前|以前|$|"
    rf"[,，。\s给我])|[一二三四五]?十[一二三四五六七八九]?|零?[一二三四五六七八九](?=分))分?)?)"
)
_TIME = re.compile(
    rf"(?P<day>{_DAY})?\s*的?(?P<part>{_PART})?的?\s*(?P<clock>{_CLOCK})?(?P<before>之前|以前|前)?", re.IGNORECASE
)
_WEEKDAYS = {c: n for n, c in enumerate("一二三四五六日")} | {"天": 6, "末": 6} | {str(n): n - 1 for n in range(1, 8)}
_FEASTS = {"元旦": (1, 1), "五一": (5, 1), "六一": (6, 1), "国庆": (10, 1), "双十一": (11, 11), "双十二": (12, 12)}
_NAMED_DAYS = {
    "大后": 3,
    "后": 2,
    "今明": 1,
    "今": 0,
    "当": 0,
    "同": 0,
    "本": 0,
    "明后": 2,
    "明": 1,
    "听": 1,
    "翌": 1,
    "次": 1,
    "第": 1,
    "隔": 1,
}


@dataclass(frozen=True)
class When:
    """A time at a place of the text. `due` and `awaits` are both None for a time that is over or does not exist.

    A `vague` one (马上, 一会儿) gives way to an exact one.
    """

    start: int
    end: int
    due: datetime | None = None
    awaits: Awaits | None = None
    vague: bool = False


def time_of_day(hour: str, minute: str | None, half: bool, part: str | None) -> time | None:
    """The time of day that such words name; None where there is none (25点)."""
    h, m = number(plain(hour)), 30 if half else int(plain(minute or "0"))
    if h is None or h != int(h) or h > 24 or m > 59:
        return None
    named = next((end for names, _, end in _PARTS if part and re.fullmatch(names, part)), None)
    return time(_hour(int(h), named) % 24, m)


def _goes_on(m: re.Match[str], after: str) -> bool:
    """Whether what follows belongs to the same number: in 今晚20块 and 今晚：退8块 it does not, in 周1.5块 it does."""
    if m["clock"]:
        return re.match(r"[\d.:]", after) is not None
    whole = re.search(r"[内天日晚午早末底周期拜][一二三四五六]?$", m[0])
    return whole is None and re.match(r"[\d.]|:\d", after) is not None


def _is_time(words: str, m: re.Match[str]) -> bool:
    if not (m["day"] or m["part"] or m["clock"]):
        return False
    before, after = words[: m.start()], words[m.end() :]
    if m["part"] == "下班" and _AN_HOUR.search(before):
        return False
    if re.search("上个?$", before) and re.match("[周星礼月]", m[0].strip()):
        return False
    if re.search(r"昨$|(?<![年节宵秋学假])前$(?<=.前)|每$|第$", before) or _goes_on(m, after):
        return False
    if m["day"] or m["clock"]:
        sum_of_money = (
            m["clock"]
            and not m["day"]
            and not m["part"]
            and re.match(r"\s*(?:块|元|毛|[一二三四五六七八九]?块)", after)
        )
        share = (
            m["clock"] and not m["day"] and not m["part"] and not m[0][0].isspace() and re.search(r"[%\d.]$", before)
        )
        return not sum_of_money and not share
    return m["part"] not in ("早", "朝", "晚", "夜", "黑", "天黑") or bool(
        m["part"] in ("晚", "夜", "黑", "天黑") and m["before"] and not re.search(r"[太很最来]$", before)
    )


_GOODS_THEN = re.compile("[送补换发带寄拿][^,，;；]*[,，;；]")
_MONEY_NOW = re.compile("[^,，。;；]{0,8}[退转赔返打]")


def _another_deeds(words: str, at: int, m: re.Match[str]) -> bool:
    """ "花生明天送；差价中午前转您": of money after goods, before a part of the day is today's."""
    if m["day"] or m["clock"] or not (m["part"] and m["before"]):
        return False
    return bool(_GOODS_THEN.search(words, at, m.start()) and _MONEY_NOW.match(words, m.end()))


def calendars(words: str, said_at: datetime, edge: Edge) -> list[When]:
    """The times of the calendar; an hour without a day goes on from the day named before it in the sentence."""
    found: list[When] = []
    day: When | None = None
    monday: date | None = None
    for m in (m for m in _TIME.finditer(words) if _is_time(words, m)):
        if day and (re.search("[。!?]", words[day.end : m.start()]) or _another_deeds(words, day.end, m)):
            day = monday = None
        same = m["named"] in ("当天", "同天", "同一天")
        goes_on = day is not None and day.due is not None and (same or not m["day"])
        on = day.due.date() if goes_on and day and day.due else None
        if monday and m["week"] and not m["which"]:
            on = monday + timedelta(days=_WEEKDAYS[m["weekday"]])
        one = _calendar(m, said_at, on, edge)
        if m["week"] and (m["which"] or "").startswith("下") and one.due:
            monday = one.due.date() - timedelta(days=_WEEKDAYS[m["weekday"]])
        if m["day"] and not same:
            day = one
        found.append(one)
    return found


def _calendar(m: re.Match[str], said_at: datetime, day: date | None, edge: Edge) -> When:
    try:
        due = _moment(m, said_at, day, edge)
    except (ValueError, OverflowError):
        due = None
    if due is not None and due <= said_at:
        due = None
    start = m.end() - len(m[0].lstrip())
    return When(start, m.end(), due)


def _moment(m: re.Match[str], said_at: datetime, day: date | None, edge: Edge) -> datetime | None:
    """The moment that is named, on `day` where the words before have named one."""
    if day is not None and day != said_at.date():
        return _at(day, m, said_at, edge)
    day = _day_of(m, said_at.date(), edge) if m["day"] else said_at.date()
    if day is None:
        return None
    due = _at(day, m, said_at, edge)
    if due is None or due > said_at:
        return due
    if m["week"] and not m["which"]:  # 周五 said on a Friday night is the next one
        return _at(day + timedelta(days=7), m, said_at, edge)
    if (m["dday"] or m["month"]) and not m["year"]:
        return _at(_next_date(day + timedelta(days=1), m), m, said_at, edge)
    if not m["day"] and (edge == "earliest" or (m["part"] and not re.search("晚|夜|黑", m["part"]))):
        return _at(day + timedelta(days=1), m, said_at, edge)
    return due


def _at(day: date, m: re.Match[str], said_at: datetime, edge: Edge) -> datetime | None:
    """The moment of `day` that the clock names, else that edge of the day or of its part."""
    part = m["part"]
    begins, named = next(((a, b) for names, a, b in _PARTS if part and re.fullmatch(names, part)), (None, None))
    if m["clock"] is None:
        at = (named or EVENING) if edge == "latest" else (begins or MORNING)
        if begins and m["before"] and _OVER_BEFORE.fullmatch(part):
            early = datetime.combine(day, begins, said_at.tzinfo)
            return early if early > said_at else datetime.combine(day, at, said_at.tzinfo)
        return datetime.combine(day, at, said_at.tzinfo)
    hour, minute = number(m["hour"]), _minute(m)
    if hour is None or hour != int(hour) or hour > 24 or minute is None or minute > 59:
        return None
    h = _hour(int(hour), named)
    if named is None and h < 12:
        early = datetime.combine(day, time(h, minute), said_at.tzinfo)
        at_night = day != said_at.date() and 1 <= h <= 6  # nobody means three in the morning
        if at_night or (day == said_at.date() and early <= said_at):
            h += 12
    return datetime.combine(day + timedelta(days=h // 24), time(h % 24, minute), said_at.tzinfo)


def _hour(hour: int, named: time | None) -> int:
    if named is None or hour > 12:
        return hour
    if named >= time(18):
        return hour + 12 if hour < 12 or named >= time(19) else hour
    return hour + 12 if named == time(14) and hour < 6 else hour


def _minute(m: re.Match[str]) -> int | None:
    if m["half"]:
        return 30
    if m["quarter"]:
        return 15 if m["quarter"] == "一" else 45
    found = number(m["minute"] or m["cmin"] or "0") if (m["minute"] or m["cmin"]) != "00" else Decimal(0)
    return None if found is None else int(found)


def _day_of(m: re.Match[str], today: date, edge: Edge) -> date | None:
    if m["named"]:
        return today + timedelta(days=next(n for words, n in _NAMED_DAYS.items() if _starts(m["named"], words)))
    if m["week"]:
        weekday = 5 if m["weekday"] == "末" and edge == "earliest" else _WEEKDAYS[m["weekday"]]
        return _weekday(m["which"] or "", weekday, today, bare=m["weekday"] != "末")
    if m["wholeweek"] or m["weekend"]:
        begins = 0 if m["wholeweek"] else 5
        return _weekday(m["whichweek"] or "这", begins if edge == "earliest" else 6, today, bare=False)
    if m["indays"] or m["past"]:
        return _days_on(today, number(m["indays"] or m["past"]), working=bool(m["working"]))
    if m["soon"] or m["soonish"]:
        return today + timedelta(days=2 if m["soon"] else 3)
    if m["feast"]:
        day = date(today.year, *_FEASTS[m["feast"]])
        return day if day >= today else day.replace(year=today.year + 1)
    if m["endmonth"]:
        month = int(number(m["endmonth"].replace("元", "一")) or 0)
        return _last_day(today.year + (month < today.month), month)
    if m["monthend"]:
        return _last_day(today.year, today.month)
    if m["nextmonth"]:
        year, month = _month_after(today.year, today.month)
        return date(year, month, int(number(m["nday"]) or 0)) if m["nday"] else _last_day(year, month)
    return _next_date(today, m)


def _starts(named: str, words: str) -> bool:
    return (
        named.startswith(words)
        and not (words == "今" and named.startswith("今明"))
        and not (words == "明" and named.startswith("明后"))
    )


def _weekday(which: str, weekday: int, today: date, *, bare: bool) -> date:
    monday = today - timedelta(days=today.weekday())
    weeks = which.count("下")
    if weeks or which or not bare:
        return monday + timedelta(days=7 * weeks + weekday)
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _days_on(today: date, days: Decimal | None, *, working: bool) -> date | None:
    if days is None or not 0 < days <= 366:
        return None
    if not working:
        return today + timedelta(days=int(days))
    day = today
    for _ in range(int(days)):
        day += timedelta(days=3 if day.weekday() == 4 else 2 if day.weekday() == 5 else 1)
    return day


def _next_date(today: date, m: re.Match[str]) -> date:
    """The next 15号 or 1月15日 from today on; raises ValueError where no calendar has it."""
    wanted = int(number(m["mday"] or m["dday"] or m["nday"] or "0") or 0)
    if m["year"]:
        return date(int(m["year"]), int(number(m["month"]) or 0), wanted)
    if m["month"]:
        month = int(number(m["month"].replace("元", "一")) or 0)
        day = date(today.year, month, wanted)
        return day if day >= today else date(today.year + 1, month, wanted)
    year, month = today.year, today.month
    for _ in range(3):
        if wanted <= _last_day(year, month).day and date(year, month, wanted) >= today:
            return date(year, month, wanted)
        year, month = _month_after(year, month)
    raise ValueError("no such day")


def _month_after(year: int, month: int) -> tuple[int, int]:
    return (year + 1, 1) if month == 12 else (year, month + 1)


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
