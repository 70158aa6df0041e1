"""How somebody who let others see their card says in the group that it shall wait: 先别发那张图, 等等再发图.

A group talks of pictures and of sending all day. So a clause has to name the picture, say that it shall wait, and hold
no word that is not known: 先别发接龙的图 and 我等等再发图 are not about the card. A picture that nobody points at is
doubtful.
"""

from __future__ import annotations

import re
from typing import Literal

from bot.domain.plain_words import plain

Hold = Literal["sure", "doubtful"]
LONGEST = 60
"""A longer text is about more than that."""

_MENTION = re.compile(r"@\S+\s*")
_CLAUSE = re.compile(r"[^,。!?;~、…\s]+")
_POINTED = r"(?:我的?)?(?:[那这](?:一?张|个)?(?:图(?:卡|片)?|截图|卡片)|图卡|卡片)|我的图(?:片|卡)?"
_PICTURE = rf"(?:{_POINTED}|图(?:片)?)"
_NOT = r"(?:不要|不用|不想|唔好|别|不|甭|勿|莫)(?:要|想|再)?"
_SHOW = r"(?:发|放|晒|贴|公开)"
_NOW = r"(?:先|暂时|暂且|目前|现在|这会儿?|眼下|今天|这两天)"
_LATER = (
    r"(?:等等|等一等|等一?下|等一?会儿?|稍等|晚点儿?|晚些|晚上|回头|过一?会儿?|待会儿?|改天|"
    r"[等过晚][一两几]天|明天|后天|以后|"
    r"等我(?:想好|考虑好|商量好?|问(?:问|一下|下|过)?(?:老公|老婆|家里人?|家人|孩子|爸妈)?)(?:了|一下)?)"
)
_HURRY = r"(?:急着|着急|忙着|急)"
_IT = rf"(?:(?:把|将)?(?:{_PICTURE}))?"
_WAITS = re.compile(
    rf"{_NOW}(?:还是|就|还|都|也|请|你们?|您|[留放压]着)*{_IT}{_NOT}{_HURRY}?{_IT}{_SHOW}|"
    rf"{_LATER}(?:吧)?再{_IT}{_SHOW}|(?:别|不要|不用){_HURRY}{_IT}{_SHOW}"
)
"""It shall not be shown yet."""
_MIND = r"(?:等等|等一等|等一?下|缓一?缓|缓一下|[放压]一[放压]|压一下|压着|想想|想一[想下]|考虑|商量|再说|再看|再定)"
_RATHER_WAITS = re.compile(rf"(?:{_POINTED}).*{_MIND}")
"""The same of a picture that is pointed at, with no word of showing it: 那张图我再想想."""
_SOMEBODYS = re.compile(rf"[你您他她](?:们?的?)?{_PICTURE}")
"""Another's picture."""
_WORDS = (
    "团长 老板 安心 群主 管理员 管理 你们 您 你 亲 麻烦 请 拜托 帮忙 帮我 给我 不好意思 抱歉 对不起 谢谢 辛苦 "
    "能不能 可不可以 可以吗 可以 行不行 好不好 行吗 好吗 成吗 能 行 好 哎 诶 嗯 呃 额 那个 那 要不 还是 就 还 也 都 "
    "吧 啊 呀 哈 哦 了 呢 啦 嘛 哟 噢 喔 哒 把 将 想 要 希望 觉得 我想 我觉得 我看 我说 我还是 我 再 得 其实 "
    "关于 有关 的话 刚说的 刚才说的 昨天说的 前面说的 说的 还没想好 没想好 想好 留着 放着 突然 想了想 "
    "考虑考虑 考虑 商量商量 商量 一下 跟 和 老公 老婆 家里 家里人 家人 孩子 对象 爸妈 "
    "到群里 在群里 群里 到群 出来 出去 上去 给大家看 给大家 给别人看 给人看"
)
_KNOWN = re.compile(
    rf"(?:{_PICTURE}|{_NOW}|{_LATER}|{_HURRY}|{_MIND}|"
    + "|".join(sorted(_WORDS.split(), key=len, reverse=True))
    + rf"|{_NOT}|{_SHOW})++"
)
_OWN_DOING = re.compile(rf"我(?:还是)?(?:先|暂时|今天|{_LATER})")
"""What the writer is about to send."""


def holds_back(text: str) -> Hold | None:
    """Whether these words hold the card back; "doubtful" where they name a picture and do not point at it."""
    said = plain(_MENTION.sub("", text)).strip().lower()
    if len(said) > LONGEST:
        return None
    clauses = _CLAUSE.findall(said)
    spans = ["".join(clauses[n : n + count]) for count in (1, 2, 3) for n in range(len(clauses) - count + 1)]
    found = {hold for span in spans if (hold := _hold_in(span)) is not None}
    return "sure" if "sure" in found else "doubtful" if found else None


def all_that_is_said(text: str) -> bool:
    """Whether nothing is said beside: every word is known."""
    said = plain(_MENTION.sub("", text)).strip().lower()
    return bool(_KNOWN.fullmatch("".join(_CLAUSE.findall(said))))


def _hold_in(clause: str) -> Hold | None:
    if _SOMEBODYS.search(clause) or _OWN_DOING.search(clause) or not _KNOWN.fullmatch(clause):
        return None
    if re.search(_POINTED, clause):
        return "sure" if _WAITS.search(clause) or _RATHER_WAITS.search(clause) else None
    return "doubtful" if re.search(_PICTURE, clause) and _WAITS.search(clause) else None
