"""Which complaints are one matter: the same goods with the same kind of fault, one pickup point, one delivery run."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

Subject = Literal["goods", "pickup_point", "delivery", "other"]
IncidentState = Literal["open", "closed", "dissolved"]

NEAR = timedelta(minutes=15)
"""So soon after one another two complaints of one category are the same matter where goods are not named."""
BARE = 10
"""A joining message of at most so many characters says nothing of its own (我的也是)."""

QUOTED, JOINED, SAME, RUN, CLOSE = 5, 4, 3, 2, 1
"""How sure it is that two voices are one matter: one quotes or joins the other, both name the same goods or place, both
wait for one delivery run, or one follows the other closely. 0 is not at all."""


@dataclass(frozen=True)
class Incident:
    """One incident (批次事件) as stored. `number` is unique in the installation; times are aware UTC."""

    number: int
    group: int
    subject: Subject
    subject_key: str
    category: str
    """Of the first voice."""
    title: str
    """What members are told it is about."""
    state: IncidentState
    opened_at: datetime
    last_voice_at: datetime
    opened_by: str
    """`bot`, or the platform id of the leader who started it."""
    last_post_at: datetime | None = None
    """When the group last heard about it from us."""
    offer: Mapping[str, Any] | None = None
    """The one compensation decision for all."""
    closed_at: datetime | None = None
    price_fen: int | None = None
    """What the goods cost, as a leader said for all."""


@dataclass(frozen=True)
class Voice:
    """One member's complaint, as far as it matters for what it is about. `words` are plain text."""

    member_id: str
    category: str
    words: str
    at: datetime
    goods: str = ""
    """The goods' canonical name; empty while none is named."""
    also: frozenset[str] = frozenset()
    """All goods that the words name."""


GENERIC = frozenset({"水果", "蔬菜", "零食", "菜", "预制菜"})
"""Names that leave open which goods are meant."""

_FAMILY = {"damaged": "state", "taste": "state", "quality": "state"}
_ABSENT = re.compile(r"没有?(?:收到|拿到|看到|见到|到|送|发|来)|(?:还|都)没(?:有)?(?:到|来|送|发)|未到|迟迟|等了")
_RUN = re.compile(
    r"(?:送货|配送|货|卡|冷链|今天的|你们的|团长的)车|[这那一二三四五六]趟车|车(?:子)?(?:还|怎么|到底|啥时|什么时候|都|也|没|几点|"
    r"到哪|来)|今天的(?:货|东西)(?:怎么|都|还|也|到底|没)|一车货|整车"
)
_MEASURED = re.compile(r"[这那]([把床双件条瓶桶罐箱盒袋板提串捆])")
_TOO = re.compile(r"我[^,，。!！?？]{0,6}也|(?:也|同样|都是?)这样|一样")
_ALL_THE_SAME = re.compile(r"也(?:是|系|一样|这样)|同[上样感]|一样|\+\s*1")
_PARCEL = re.compile(r"快递|包裹|单号|物流")
_DAYS = (
    ("before", re.compile(r"上(?:个|一)?(?:周|星期|礼拜|次|回|批|月)|前天|前几天|大前天")),
    ("yesterday", re.compile(r"昨[天晚日]")),
    ("today", re.compile(r"今[天早晚日]|刚(?:刚|才)?(?:到|拿|取|收|领)")),
)
_PEOPLE = (
    ("pickup_point", re.compile(r"老板娘?|自提|店里|店员|阿姨态度|门卫|柜|驿站|取货点|提货点|小卖部")),
    ("courier", re.compile(r"快递|司机|送货|配送|骑手|小哥|送菜的")),
    ("staff", re.compile(r"团长|群主|客服|没人(?:回|理|管)|不回")),
)
_PLACE = re.compile(r"自提[点柜]?|智能柜|冰柜|柜[子门]|取件码|提货点|取货点|驿站|门店|店里|小卖部|老地方")
_PLACE_FAULT = re.compile(
    r"没人|关门|锁|打不开|不开|没反应|离线|断电|停电|没插电|没电|短信|取件码|排队|漏雨|进水|淋|晒|老鼠|"
    r"(?:拿|领|取|偷)走|拿错|搬|换(?:了)?(?:个)?地方|改(?:了)?地方|爬坡|太远|找不到|态度|骂|凶|吼|甩|翻|白眼|不理|爱答不理|堆"
)
_WHICH_PLACE = re.compile(r"([东西南北]门|[东西南北]区|\d+号(?:楼|柜|点)?|[一二三四五六七八九]号(?:楼|柜|点)?)")
_TOPICS = (
    ("quota", re.compile(r"砍单|名额|取消|缺货|没货|接龙")),
    ("program", re.compile(r"小程序|链接|下单|付款|页面|系统")),
    ("invoice", re.compile("发票")),
    ("noise", re.compile(r"刷屏|广告|太吵")),
    ("privacy", re.compile(r"隐私|手机号|名单|门牌")),
    ("place", _PLACE),
    ("far", re.compile(r"爬坡|搬|太远|换地方|改地方")),
)
_COLOUR = re.compile(r"[那这](?:个|种|盒|箱)?(?:小)?(红|黄|绿|紫|黑|白|橙)(?:色)?的")
_COLOURED = {
    "红": "草莓 车厘子 番茄 圣女果 苹果 石榴 杨梅 荔枝 火龙果 山楂 辣椒 枣 西瓜 树莓",
    "黄": "芒果 香蕉 橙子 橘子 梨 柠檬 菠萝 榴莲 枇杷 杏 木瓜 玉米 桃子",
    "绿": "西瓜 猕猴桃 青菜 菠菜 黄瓜 葡萄 甜瓜 牛油果 白菜",
    "紫": "葡萄 蓝莓 茄子 火龙果 李子 桑葚 山竹",
    "黑": "黑莓 桑葚 木耳",
    "白": "豆腐 白菜 萝卜 大米 馒头",
    "橙": "橙子 橘子 胡萝卜 柿子 沃柑",
}


def sameness(a: Voice, b: Voice, *, quoted: bool = False, joined: bool = False) -> int:
    """How sure it is that voice `b`, the later one, is about the same matter as `a`; 0 is no.

    `quoted`: `b` answers a's message; `joined`: `b` joins (我的也是) and `a` was the last complaint before it.
    """
    if a.member_id == b.member_id or _other_day(a.words, b.words):
        return 0
    if place_problem(a) and place_problem(b):
        return SAME if _same_place(a.words, b.words) else 0
    if _one_run(a, b):
        return RUN
    goods = "open" if a.category == b.category == "service" else _goods(a, b)
    if goods == "other":
        return 0
    if joined and (len(b.words) <= BARE or _ALL_THE_SAME.search(b.words)):
        return JOINED
    if not same_kind(a, b):
        return CLOSE if _topic(a.words) and _topic(a.words) == _topic(b.words) and abs(b.at - a.at) <= NEAR else 0
    if quoted:
        return QUOTED
    if joined:
        return JOINED
    if goods == "same":
        return SAME
    if a.category == b.category == "service" and _who(a.words) and _who(a.words) == _who(b.words):
        return SAME
    alike = a.category == b.category or _TOO.search(b.words) or _measured(a.words) & _measured(b.words)
    return CLOSE if alike and abs(b.at - a.at) <= NEAR and not _apart(a, b) else 0


def same_kind(a: Voice, b: Voice) -> bool:
    """Whether the faults are of one kind: rotten, tasteless and bad are one problem of a batch, missing is another."""
    kinds = {_FAMILY.get(v.category, v.category) for v in (a, b)}
    if len(kinds) == 1:
        return True
    return kinds == {"late", "missing"} and all(_ABSENT.search(v.words) for v in (a, b))


def _goods(a: Voice, b: Voice) -> Literal["same", "other", "open"]:
    """Whether both name the same goods, different ones, or at least one of them none."""
    one, other = (v.goods if v.goods not in GENERIC else "" for v in (a, b))
    if one and other:
        return "same" if one == other or one in b.also or other in a.also else "other"
    named, unnamed = (a, b) if one else (b, a)
    colour = _COLOUR.search(unnamed.words)
    if colour and (one or other):
        return "same" if named.goods in _COLOURED[colour.group(1)].split() else "other"
    return "open"


def _other_day(a: str, b: str) -> bool:
    """Whether the two speak of what came on different days."""
    one, other = ({name for name, words in _DAYS if words.search(text)} for text in (a, b))
    return len(one) == len(other) == 1 and one != other


def waits_for_run(voice: Voice) -> bool:
    """今天的车还没到: what is late is a whole delivery run and no single parcel."""
    late = voice.category in ("late", "missing", "other")
    return late and bool(_RUN.search(voice.words)) and not _PARCEL.search(voice.words)


def _one_run(a: Voice, b: Voice) -> bool:
    if waits_for_run(a) and waits_for_run(b):
        return True
    run, lone = (a, b) if waits_for_run(a) else (b, a)
    return waits_for_run(run) and lone.category == "late" and not lone.goods and not _PARCEL.search(lone.words)


def place_problem(voice: Voice) -> bool:
    """Whether the trouble lies with the pickup point: closed, unkind, without power, things taken by others."""
    return bool(_PLACE.search(voice.words) and _PLACE_FAULT.search(voice.words)) or (
        voice.category == "service" and _who(voice.words) == "pickup_point"
    )


def _same_place(a: str, b: str) -> bool:
    one, other = _WHICH_PLACE.search(a), _WHICH_PLACE.search(b)
    return one is None or other is None or one.group(1) == other.group(1)


def _measured(words: str) -> set[str]:
    """By which measures somebody speaks of a thing without naming it: 我这把, 那箱."""
    return set(_MEASURED.findall(words))


def _who(words: str) -> str:
    """Whose conduct a complaint about service is about; empty when that stays open."""
    return next((who for who, pattern in _PEOPLE if pattern.search(words)), "")


def _topic(words: str) -> str:
    """What a complaint of no other category is about; empty when that stays open."""
    return next((topic for topic, pattern in _TOPICS if pattern.search(words)), "")


def _apart(a: Voice, b: Voice) -> bool:
    """Whether two complaints without goods name different people, or no topic that they share."""
    if a.category == "other":
        return not _topic(a.words) or _topic(a.words) != _topic(b.words)
    if a.category == "service":
        one, other = _who(a.words), _who(b.words)
    elif a.category == "late":
        one, other = (str(bool(_PARCEL.search(v.words))) for v in (a, b))
    else:
        return False
    return bool(one and other) and one != other


def subject_of(voices: Sequence[Voice]) -> tuple[Subject, str]:
    """What an incident of these voices is about, and its key: the goods' name, or empty for a place or a run."""
    if sum(place_problem(v) for v in voices) >= 2:
        return "pickup_point", ""
    if any(waits_for_run(v) for v in voices):
        return "delivery", ""
    named = [v.goods for v in voices if v.goods and v.goods not in GENERIC]
    return ("goods", max(named, key=named.count)) if named else ("other", "")


def next_post_at(last: datetime | None, now: datetime, spacing: timedelta) -> datetime:
    """When the group may hear about an incident again."""
    return now if last is None else max(now, last + spacing)
