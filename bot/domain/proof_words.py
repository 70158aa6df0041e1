"""What a leader writes when a promise is done: whether these words can be the proof, and of which promises."""

from __future__ import annotations

import re
from typing import Literal

from bot.domain.money_words import money_in
from bot.domain.plain_words import number, plain

ProofDoubt = Literal["not_done", "sum"]

_CLAUSE = re.compile(r"[^,，。.!！;；~…\s]+|\.(?=\d)")
_DEED = "转|退|补|送|发|打|给|办|弄|处理|寄|换|拿|返|赔"
_ASKS = re.compile(
    r"[?？]|吗|怎么(?!都|也)|咋|(?<!没)什么(?!都)|哪[里个儿]|多少|(?<!不)是不是|行不行|能不能|要不要|可不可以|呢$|如何"
)
_NOT_DONE = re.compile(
    rf"还没|没有?(?:{_DEED}|到(?!付)|收(?!手续费|邮费|运费)|成|通过|来得及|空|时间|货|找到|联系上|接)|未(?:转|退|到|收|成功|处理|领|办)|"
    rf"(?:{_DEED})不(?:了|出|成|过|上|进)|失败|(?<!原路)(?:被退|退回来|自动退回|系统退回)|(?:等等|等一?下|稍等|等会儿?|再说|待定|改天|回头)$|打回|撤回|被拒|拒[收绝]|[不没]肯?[收领]|过期|"
    r"忘了(?!跟|和|告|说|讲|记|回|点)|忘记(?!跟|和|告|说|讲|记|回|点)|来不及|还[差欠]|欠着|限额|冻结|卡住|维护|联系不上|取消|"
    r"不(?:退|补|转|给|送)了|(?<!别)算了|办不成|没办"
)
_REFUSED = re.compile(r"(?:不用|不要|不需要|别)(?:再|给|我)*(?:退|补|转|给|送|寄)?(?:了|啦)?$")
_SPOILED = re.compile(r"^(?:那|这|原来?)?(?:坏|烂|旧|破|错|少|多)")
"""What is not wanted back is not what was promised: 坏的不用退了."""
_LATER = re.compile(
    rf"(?:等|待会|一会|晚点|晚些|回头|稍后|过会|马上|这就|立刻|立马|准备|打算|正要|正在|要|会(?!计|员)|再|先|明[天早晚日]|后天|今晚|今天|中午|下午|"
    rf"晚上|傍晚|周[一二三四五六日天末]|月底|到时|有空|改天|尽快|争取|一定)[^,，。]{{0,8}}?(?:{_DEED})(?P<rest>[^,，。]*)"
)
_OVER = re.compile(r"了|[好完过](?:$|[的了])|的$|掉$|成功|到账|昨|前天|刚|已")
_BARE = re.compile(
    r"(?:转|退|打|发|返|给|补)(?:给)?(?:[你您他她])?了?(?:[你您他她])?(\d+(?:\.\d+)?)(?=$|[,，。!！;；\s]|了|给|到)"
)
_FEES = re.compile(r"(?:手续|运|邮|快递|服务)费$")
_CERTAIN = re.compile(r"(?:确实|确定|真的|的确)(?!吗|么|[?？])(?:是)?[\s:：,，]*")
_UNIT = (
    r"\d|\s*(?:块|元|毛|角|分|个|盒|份|斤|箱|袋|瓶|点|月|号|天|日|件|包|只|条|家|户|位|人|年|次|楼|栋|[:：.．%]|-\d)"
)
_FIRST = re.compile(rf"(?P<to>[-–—~～至到]\s*)?(?P<number>\d{{1,6}})(?!{_UNIT})")
_NEXT = re.compile(rf"\s*(?:[,，、;；和跟与及+&]|以及|还有)\s*(?P<number>\d{{1,6}})(?!{_UNIT})")
_UNREAD = re.compile(r"号|[,，、;；和跟与及+&\-–—~～至到]\s*\d|还有\s*\d")
MOST = 60


def proof_doubt(text: str, amount_fen: int | None) -> ProofDoubt | None:
    """Why these words are no proof that it was done: they say that it is not, or will be, or ask; or they name another
    sum than what was promised (`amount_fen`). None where nothing speaks against it."""
    said = plain(text)
    if said and not re.search(r"\w", said):
        return "not_done"
    if _ASKS.search(said) or any(_is_open(clause) for clause in _CLAUSE.findall(said)):
        return "not_done"
    return "sum" if amount_fen is not None and _other_sum(said, amount_fen) else None


def _is_open(clause: str) -> bool:
    if _NOT_DONE.search(clause) or (_REFUSED.search(clause) and not _SPOILED.match(clause)):
        return True
    later = _LATER.search(clause)
    return later is not None and not _OVER.search(clause)


def _other_sum(said: str, fen: int) -> bool:
    found = [(m.start, m.fen) for m in money_in(said)]
    found += [(m.start(), int(value * 100)) for m in _BARE.finditer(said) if (value := number(m[1])) is not None]
    sums = [one for start, one in found if one is not None and not _FEES.search(said[:start])]
    return bool(sums) and fen not in sums and sum(sums) != fen


def certainly(text: str) -> tuple[str, bool]:
    """The words without 确实 in front, and whether it stood there: it is the proof all the same."""
    found = _CERTAIN.match(text)
    return (text[found.end() :], True) if found else (text, False)


def further_numbers(first: int, text: str) -> tuple[tuple[int, ...], str] | None:
    """The numbers that go on behind the first (2,3 · 2和3 · 1-3), and the words after them; no numbers where none do.
    None where something like a list cannot be read."""
    numbers: list[int] = []
    found = _FIRST.match(text)
    if found and found["to"]:
        last = int(found["number"])
        if not first < last < first + MOST:
            return None
        numbers += range(first + 1, last + 1)
    elif found:
        numbers.append(int(found["number"]))
    found = found or _NEXT.match(text)
    if found and not numbers:
        numbers.append(int(found["number"]))
    rest = text[found.end() :] if found else text
    while found and len(numbers) < MOST and (found := _NEXT.match(rest)):
        numbers.append(int(found["number"]))
        rest = rest[found.end() :]
    return None if _UNREAD.match(rest) else (tuple(numbers), rest.strip(" \t:：,，、"))
