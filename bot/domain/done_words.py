"""Somebody says that what was promised is done: a leader (静静8块转你了, 都转了), or the member who has it
(8块收到了)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.money_words import money_in
from bot.domain.plain_words import plain
from bot.domain.promise_deeds import Kind
from bot.domain.proof_words import proof_doubt

_TO = r"(?:给|到|回)?(?:[您你她他]们?|大家|各位|过去|回去|出去|完|好|微信|账上|卡上|[您你她他]微信)*"
_MANY = r"(?:[\d.]+|[一二两三四五六七八九十百半]+)\s*(?:元|块钱?|个|盒|份|斤|箱|袋|瓶|包)"
_PAID = re.compile(
    rf"(?<![别不没])(?:[转退返打](?!告|达|交|货|换|群|订|票|开|包|电|折|听|样|印)|补(?!充|货|[一两三\d半]?[盒份个箱袋瓶包斤])|发(?={_TO}红包|{_TO}了?红包))(?:账|款|钱)?{_TO}(?:{_MANY})?了|"
    r"(?<![别不没])(?:转账?|退款?|打款?)给[^,，。!?\s]{1,8}了|"
    rf"红包(?:已经?)?(?:发|给){_TO}了?|已(?:经)?(?:转(?!告|达|交)|退|打款|到账)|(?:退款|转账|钱|款)(?:已经?)?(?:好了|到了|给{_TO}了|办好了)|到账了"
)
_BROUGHT = re.compile(
    rf"(?<![别不没])(?:补发?|重发|送(?!群|花)|寄|换(?!群)){_TO}(?:{_MANY})?(?:过去|到|出|好)?了|(?:送|放)到?(?:[您你她他]家)?(?:门口|楼下|前台|驿站|自提点|柜)[里了]*了|"
    rf"已(?:经)?(?:补|送|寄|换)"
)
_DONE = re.compile("(?:办|弄|搞|处理)(?:好|完|妥|定)了|搞定了")
_NO_PROMISE = re.compile(
    "不[用必要再][退补转打换送寄]|群公告|公告|链接|接龙|图片?|视频|照片|语音|消息|名单|截图|开团|下单|拍了|通知|补货|到货|了没$|说"
)
"""What is sent, but owed to nobody, or is not to be given (坏的不用退了)."""
_TO_US = re.compile(
    rf"[转退付打](?:账|款|钱)?(?:了|过)?(?:{_MANY})?(?:钱|过来)?给我(?!们)|[转退付打]我(?![给已都刚就也今来转退补办们])"
)
"""What somebody pays the one who writes: 刚才静静转了8块给我."""
_ELSEWHERE = re.compile(
    r"[^,。!;~\s]*(?:[转退打付结发还]给了?(?:供应商|供货商|批发商|厂家|厂里|工厂|房东)|批货(?:我|都|全|已经?|也|又)*退(?:货|掉)?了|"
    r"换了?(?:个|一?家)?(?:供应商|供货商|批发商|厂家)|(?:供应商|供货商|批发商|厂家)(?:我们?|都|也|已经)?换了)[^,。!;~\s]*"
)
"""What goes to those from whom the goods come: 货款都转给供应商了, 那批货我都退了，换了供应商."""
_STRANGER = re.compile(
    r"给(?![您你她他大各每])[^,。!;\s]{0,5}(?:奶奶?|爷爷?|阿姨|大[妈姨爷叔伯婶]|叔叔?|伯伯?|婶|姐|哥|老师|师傅|先生|女士|太太)"
    r"(?:家里?)?(?:补|送|带|拿|换|转|退|发|打|寄)"
)
_RECEIVED = re.compile(
    rf"(?:收到|拿到|领到|取到)(?:了)?(?:[您你]们?|团长)?(?:补|退|转|送|换|赔|寄)?(?:给我|来|的|回来)*(?:{_MANY}|红包|退款|转账|钱|草莓)|"
    rf"(?:{_MANY}|红包|退款|转账|钱|款|补的[^,。!]{{0,6}}|换的[^,。!]{{0,6}})(?:我)?(?:都|已经?|刚|也|全)?(?:收到|拿到|到账|到|领)了|到账了|"
    r"(?:补|换|送|退)(?:给我|来|过来)?的?[^,。!]{0,6}(?:收到|拿到)了|^(?:我)?(?:都|已经?|刚)?(?:收到|拿到|领到|收)了(?:[,。!~啦哈呀谢多感您你团长老板]|$)"
)
_BARE_SUM = re.compile(
    r"(?<![\d.:月年\-/#])\d{1,3}(?:\.\d{1,2})?(?=(?:已经?|都|刚|也)*[转退打返](?:账|款)?(?:给|[您你她他])*(?:过去)?了)|"
    r"(?<=[转退打返]了)\d{1,3}(?:\.\d{1,2})?(?![\d.:个盒份斤号点月日年栋楼家户单位次笔元块箱袋包瓶%])"
)
"""A sum of which only the verb tells that it is one: 静静15转了."""
_ASKS = re.compile(r"[?]|吗|[没未]|不[是对够]|还差|才|但|可是|不过|吧$|呢$|等|如果")


@dataclass(frozen=True)
class Done:
    """What is said to be done: of which kinds, any where it names none, and the sums that are named."""

    kinds: frozenset[Kind]
    sums: frozenset[int]

    def fits(self, kind: Kind, amount_fen: int | None) -> bool:
        return (not self.kinds or kind in self.kinds) and (not self.sums or amount_fen in {None, *self.sums})


def done_in(text: str) -> Done | None:
    """What a leader says is done; None for what is to be done, asked, refused or passed on (转告了, 图发了)."""
    said = _ELSEWHERE.sub("", _plain(text))
    kinds: set[Kind] = set()
    if _PAID.search(said):
        kinds.add("refund")
    if _BROUGHT.search(said) or re.search("补(?![货充]).{0,4}了", said):
        kinds.add("replacement")
    if not (kinds or _DONE.search(said)) or _NO_PROMISE.search(said) or _TO_US.search(said):
        return None
    if proof_doubt(text, None) is not None:
        return None
    sums = _sums(said)
    return Done(frozenset({"refund"} if sums and "refund" in kinds else kinds), sums)


def of_somebody(text: str) -> bool:
    """Whether a leader's words hand it to somebody whom they call by a title: 给楼下张奶奶送过去了."""
    return _STRANGER.search(_plain(text)) is not None


def received_in(text: str) -> Done | None:
    """What a member says has come: 8块收到了，谢谢; None where anything is asked, missing or added."""
    said = _plain(text)
    if not _RECEIVED.search(said) or _ASKS.search(said):
        return None
    sums = _sums(said)
    paid = bool(sums) or re.search("[转退钱款账]|红包", said) is not None
    brought = re.search("[补换送寄][^,]{0,6}[收拿到]|[收拿]到了?[^,]{0,4}[盒份个箱袋瓶包]", said) is not None
    came: tuple[tuple[Kind, bool], ...] = (("refund", paid), ("replacement", brought))
    return Done(frozenset(kind for kind, has in came if has), sums)


def _plain(text: str) -> str:
    return re.sub("[啦咯喽]", "了", plain(text))


def _sums(said: str) -> frozenset[int]:
    bare = frozenset(round(float(hit[0]) * 100) for hit in _BARE_SUM.finditer(said))
    return bare | frozenset(m.fen for m in money_in(said) if m.fen is not None)
