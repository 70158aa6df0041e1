"""What a leader announces to the group: the goods are here, or the next group buy has begun, or the day of either."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.plain_words import plain
from bot.domain.when_words import Awaits, when_in


@dataclass(frozen=True)
class Announced:
    """One event, the day it is announced for, and the words that say it."""

    event: Awaits
    day: date
    words: str


_ARRIVED = re.compile(
    r"到货(?:了|啦|咯|喽|通知)|(?:都|已经?|全|刚|货)?到(?:了|啦|咯|喽|齐|站)(?!$(?<=账了))|(?:可以|来)(?:取货|提货|自提)了|^到货"
)
_NOT_ARRIVED = re.compile(
    r"[吗么?]|没|未|不|还要|才|明|后天|下[周午]|预计|大概|应该|快|马上|要到|到时|等|如果|要是|到账|到家|收到|遇到|看到|拿到|轮到|做到|迟到|说到|感到|想到|找到|提到|碰到"
)
_STARTED = re.compile(
    r"开团(?:了|啦|咯|喽)?(?:$|[!,。~:\s])|(?:开始|今天|今日|继续|来)接龙|接龙(?:开始|走起|啦|了)|#接龙|新(?:的?一)?团(?:来|开|上)|上新(?:了|啦)|^今[日天晚]?开?团"
)
_NOT_STARTED = re.compile(r"[吗么?]|没|不|下次|下回|明|后天|预告|之前|上次|等开团|截止|结束")

_COMES: dict[Awaits, re.Pattern[str]] = {
    "on_arrival": re.compile(
        r"到货(?!地|价|率|单|架)|(?<![收没不看听想感遇碰拿等轮做迟说找提送寄退发转])到(?:[了哈啊呀哦啦的]*$|齐|站|仓|(?=自提|团长|小区|门店|一[批车箱筐]|新货))|来货(?!源)|[新这下那]一?[批车]货?[^,。]{0,3}[到来]"
    ),
    "next_group_buy": re.compile(r"开团(?!长|队)|开(?:始)?接龙|开新团|上新(?!鲜)|新(?:的?一)?团[^,。]{0,4}[来开上]"),
}
_OPEN = re.compile(
    r"[吗么?]|呢$|没|未|不(?!好意思|用|要急|急)|如果|要是|假如|的话|万一|争取|尽量|可能|也许|或许|大概|应该|估计|预计|听说|据说|说是|看看|能否|待定|[几哪]|何时|"
    r"[这那过][两几]天|一[两二]天|快递|包裹|退款|红包|师傅|到账|(?:我们?|咱们?|[他她你您]们?)[^,。]{0,6}到(?!货)|推迟|延[迟后]|取消|昨|前天|上[周次回个]|刚才|之[前后]|截[单止]"
)
"""What leaves the day open, is about something else, or tells what is over."""
_FOR_SALE = re.compile(
    r"接龙|下单|[预订]购|预[订定售]|团购|拼[团单]|想要的|要的|报名|一[份箱盒斤]\s*[¥\d]|[\d.]+\s*[元块]"
)


def announced(text: str, now: datetime) -> tuple[Announced, ...]:
    """The events that these words announce for today or a later day; `now` is the group's own time. A day that is
    left open (预计明天到货) announces nothing."""
    words = plain(text)
    found = []
    for event, here, not_here in (
        ("on_arrival", _ARRIVED, _NOT_ARRIVED),
        ("next_group_buy", _STARTED, _NOT_STARTED),
    ):
        if here.search(words) and not not_here.search(words):
            found.append(Announced(event, now.date(), words))  # type: ignore[arg-type]
    return tuple(found) or _of_a_day(words, now)


def for_sale(text: str) -> bool:
    """Whether goods are offered: what arrives then need not be what somebody waits for."""
    return _FOR_SALE.search(plain(text)) is not None


def _of_a_day(words: str, now: datetime) -> tuple[Announced, ...]:
    """Each clause that names one day and what comes then; a day alone is of the clause behind it (明天,草莓到货)."""
    found, before = [], ""
    for clause in re.split(r"[,。;!~\n]+", words):
        said = f"{before}{clause}"
        days = {w.due.date() for w in when_in(said, now) if w.due is not None and not w.vague}
        alone = bool(days) and len(clause.strip()) <= 6
        for event, comes in _COMES.items():
            if comes.search(clause) and not _OPEN.search(said) and len(days) == 1:
                found.append(Announced(event, days.pop(), clause))
                alone = False
                break
        before = clause if alone else ""
    return tuple(found)
