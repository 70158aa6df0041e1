"""A leader says in free words that what was promised comes at another time: 明天来不及了，后天上午给您送; 改到后天;
不是明天，是后天."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from bot.domain.plain_words import plain
from bot.domain.promise_corrected import end_of_slip
from bot.domain.when_words import When, when_in

MAX_READ = 1000
_MOVED_TO = re.compile(
    r"(?:(?<!修)改|挪|推|推[迟后]|延|延[迟后]|顺延|拖|要等|得等)(?:到|成|在|为)?\s*$|(?:改|换)(?:个|一)?(?:时间|天)[,，:：\s]*$"
)
_NOT_IN_TIME = re.compile(
    "来不及|赶不上|赶不及|赶不出|到不了|[来去送转退补发办弄寄换赶]不[了完成出]|没法(?:给[您你])?[转退补送发办]|推迟|延后|往后推|要晚"
)
_HINDERED = re.compile(
    "没空|没时间|没有时间|没货|没有货|没到货|不到货|缺货|断货|不在|有事|出差|出不了|下[大暴]?[雨雪]|不行|不方便|顾不上|(?<![不帮])忙"
)
"""Why it is not done at the time that stands in the same clause: 明天没货."""
_GOODS_COME = re.compile(
    r"到不[了到]|[没不]到货|到货|[没缺断]货|发不[了出]货|来[拿取]|(?:送|发|卸|分)不[完了出]|[天早晚午上点日号\d](?:能|会|才|就)?(?:到(?![账帐你您\d点手])|来货|发货)"
)
_MONEY = re.compile(r"[退转]|到[账帐]|红包|钱|\d[块元]")
_NOT_THEN = re.compile(r"不是\s*$")
_BUT_THEN = re.compile(r"[哈啊呀哦]*[,，。;；\s]*(?:而|应该|应当)?是?\s*$")
_NOT_SAID = re.compile(
    "[?]|吗|如果|要是|万一|的话|不会|没有?(?:改|推|延)|不(?:改|推|延)|别(?:改|推|延)|开团|接龙|截[单止]|上新|预售|团购"
)
_DEED = re.compile("[送补退转给拿取发换寄]")
_SAYS_NO_MORE = re.compile(
    r"@\S+|不好意思|抱歉|对不[起住]|[\s,，。.!！~～…;；:：哈啊呀哦嗯呃吧呢了啦嘛的那就要得等到在是好行给您你送补拿取来我再才能]"
)
"""What may stand beside a time in words that only say when: 那就后天上午吧."""


def new_time_in(text: str, said_at: datetime) -> datetime | None:
    """Until when it comes now; None where the words move nothing. `said_at` is in the group's own time."""
    words = plain(text[:MAX_READ])
    if _NOT_SAID.search(words):
        return None
    times = [t for t in when_in(words, said_at) if t.due is not None]
    found = next((t for t in times if _MOVED_TO.search(words[: t.start])), None)
    return (found or _instead(words, times) or _in_its_place(words, times) or _as_said_now(words, times) or _NONE).due


def only_time_in(text: str, said_at: datetime, name: str = "") -> datetime | None:
    """The time, where the words say nothing else to the member of this name: 后天上午吧; not one that only soothes
    (马上)."""
    words = plain(text[:MAX_READ])
    times = when_in(words, said_at)
    if len(times) != 1 or times[0].vague or _NOT_SAID.search(words):
        return None
    rest = words[: times[0].start] + words[times[0].end :]
    rest = re.sub(rf"@?{re.escape(plain(name))}", "", rest) if name else rest
    return None if _SAYS_NO_MORE.sub("", rest) else times[0].due


def missed_in(text: str, said_at: datetime) -> tuple[datetime, ...]:
    """The times of which the words say that they are not kept: 明天 of 明天没货，后天给你送."""
    words = plain(text[:MAX_READ])
    times = [t for t in when_in(words, said_at) if t.due is not None]
    return tuple(t.due for t in times if t.due and (_misses(words, t) or _NOT_THEN.search(words[: t.start])))


def only_soothes(text: str, said_at: datetime) -> bool:
    """Whether the only times that words name are 晚点, 一会儿 and the like."""
    times = [t for t in when_in(plain(text[:MAX_READ]), said_at) if t.due is not None]
    return bool(times) and all(t.vague for t in times)


def goods_come(text: str) -> bool:
    """Whether words tell when goods come, which says nothing of money that is given back: 草莓改后天到."""
    words = plain(text[:MAX_READ])
    return _GOODS_COME.search(words) is not None and not _MONEY.search(words)


def is_late(text: str) -> bool:
    """Whether words say that something is not done in time: 今晚转不了."""
    return _NOT_IN_TIME.search(plain(text[:MAX_READ])) is not None


_NONE = When(0, 0, None)


def _instead(words: str, times: Sequence[When]) -> When | None:
    """不是明天，是后天; 是后天，不是明天: the time that takes another's place."""
    for one, other in pairwise(times):
        between = words[one.end : other.start]
        if _NOT_THEN.search(words[: one.start]) and _BUT_THEN.fullmatch(between):
            return other
        if re.search(r"是\s*$", words[: one.start]) and re.fullmatch(r"[,，\s]*不是\s*", between):
            return one
    return None


def _in_its_place(words: str, times: Sequence[When]) -> When | None:
    """明天来不及了，后天上午; 后天哈，明天没货: the time that is kept, beside one that is not or behind 来不及."""
    kept = [t for t in times if not _misses(words, t)]
    late = _NOT_IN_TIME.search(words)
    if len(kept) == len(times):
        kept = [t for t in kept if late is not None and t.start >= late.end()]
    return next((t for t in kept if len(kept) > 1 and _DEED.search(_clause(words, t))), kept[0] if kept else None)


def _as_said_now(words: str, times: Sequence[When]) -> When | None:
    """说错了，是后天: the only time behind a slip of one's own."""
    end = end_of_slip(words)
    later = [t for t in times if end is not None and t.start >= end]
    return later[0] if len(later) == 1 else None


def _misses(words: str, t: When) -> bool:
    """Whether the clause that begins with a time says that it is not kept: 明天送不了, 今晚没空."""
    clause = _clause(words, t)
    return bool(_NOT_IN_TIME.search(clause) or _HINDERED.search(clause))


def _clause(words: str, t: When) -> str:
    return re.split(r"[,，。;；!！]", words[t.start :], maxsplit=1)[0]
