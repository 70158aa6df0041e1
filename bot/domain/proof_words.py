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
    rf"(?:{_DEED})不(?:了|出|成|过|上|进)|失败|(?<!原路)(?:被退|退了?回来|自动退回|系统退回)|(?:等等|等一?下|稍等|等会儿?|再说|待定|改天|回头)$|打回|撤回|被拒|拒[收绝]|[不没]肯?[收领]|过期|"
    r"忘了(?!跟|和|告|说|讲|记|回|点)|忘记(?!跟|和|告|说|讲|记|回|点)|来不及|还[差欠]|欠着|限额|冻结|卡住|维护|联系不上|取消|"
    r"不(?:退|补|转|给|送)了|(?<!别)算了|办不成|没办|没有?(?:加上|登上|连上|绑上|同意|批|审|确认|点)|"
    r"[加登连绑找搜扫付联]不(?:了|上|到|通|出|进|成)|(?:处理|审核|办理|退款|转账|核实|确认|沟通|派送|配送|排队|进行)(?:中|着)|"
    r"在(?:处理|办理?|审|走流程|路上)|待(?:审|处理|确认|收|领|付)|(?:卡|账|号|微信|支付宝|码|地址|电话)[^,，。]{0,4}(?:不对|错了?$|有误|异常)|"
    r"[转退打发送]错|^退回来?了$"
)
_IN_PART = re.compile(rf"(?:{_DEED})(?:给|到)?[您你她他]?了?(?:一?半|一?部分|一点|一些)(?!.*[都全齐])")
"""转了一半."""
_LEFT = re.compile(
    r"(?:剩下?|余下|其余|还有|还剩)(?!.*(?:了|齐|完|都|也))|(?:明[天早晚日]|后天|下周[一二三四五六日天]?|下次|下回)$"
)
"""What is left for another day: 草莓补了，苹果明天."""
_WAITS = re.compile(r"(?<![不别])(?<!让[你您她他])等(?!一?下|等|会|候|[^,，。]{0,8}到账)(?![^,，。]*(?:了|的$))")
"""发红包了等她领."""
_HEARSAY = re.compile(rf"(?:[她他]|对方|财务|客服|供应商|平台|厂家)们?说[^,，。]{{0,3}}(?:{_DEED})")
_STEP = re.compile("申请|提交|上报|报上去|登记|下单|[预订]了|预[订约]|订好|联系|跟(?![您你])[^,，。]{1,4}说|催|通知")
_REACHED = re.compile(
    r"(?:转|退(?!款)|补|送|发|打|寄|换|给)(?:给|到|回|过去|完|好)?[您你她他]?(?:家|微信|门口|手上|卡)?里?上?了|[转退补送发打寄换给]的|已经?(?:转|退(?!款申)|补|送|发|打|寄|换)|"
    r"到账|到了|送到|成功|通过|收到了|办[好完妥]|弄好|搞定|处理[好完]"
)
"""A first step (申请了) is not the deed, unless it is said besides that the deed is done."""
_IF_NOT = re.compile(
    r"没(?:有)?(?:收到?|到账?)了?的?(?:话)?[,，\s]*(?:就|再|可以|麻烦|请)*(?:跟|和|告诉|找|联系|喊|叫|说|问|吱|招呼)[^,，。]*"
)
"""没到跟我说: what to do if."""
_INSTEAD = re.compile(r"没有?货了?[,，\s]*(?:就|所以|我)*(?:给[您你她他])?(?:换|改|退|补)[^,，。]*了")
"""没货了换成苹果了: done otherwise."""
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
    left = _INSTEAD.sub("", _IF_NOT.sub("", said))
    first_step = _STEP.search(left) is not None and not _REACHED.search(left)
    if first_step or _ASKS.search(left) or any(_is_open(clause) for clause in _CLAUSE.findall(left)):
        return "not_done"
    return "sum" if amount_fen is not None and _other_sum(said, amount_fen) else None


def _is_open(clause: str) -> bool:
    if any(pattern.search(clause) for pattern in (_NOT_DONE, _IN_PART, _LEFT, _WAITS, _HEARSAY)):
        return True
    if _REFUSED.search(clause) and not _SPOILED.match(clause):
        return True
    later = _LATER.search(clause)
    return later is not None and not _OVER.search(clause)


_SHE = re.compile("她(?!们)|(?<!其)他(?![们人])|对方")
_SOMEBODY_ELSE = re.compile(
    "师傅|快递|供应商|厂家|平台|财务|老板|司机|同事|邻居|朋友|[公婆妈爸姐哥叔姨弟妹]|儿子|女儿|团长|店"
)


def to_the_member(text: str) -> str:
    """A proof as the member reads it, who is no 她 there: 给她了 is 给您了; not where it may be somebody else
    (快递说他放门口了)."""
    found = _SHE.search(text)
    if found is None or _SOMEBODY_ELSE.search(text, 0, found.start()):
        return text
    return _SHE.sub("您", text)


_ABOUT_THE_MEMBER = re.compile(r"^\s*都|您(?:人|家里?)?[不没]在|给[她他](?!们)")


def is_for_the_leaders_only(text: str) -> bool:
    """Whether a proof reads oddly to the member even so: 都 转了 to one of them, 放门口了，她不在, 让王姐带给她了."""
    return _ABOUT_THE_MEMBER.search(to_the_member(text)) is not None


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
