"""A member says what came of what was promised: another sum, nothing that they took, or all of it and something else
did not."""

from __future__ import annotations

import re

from bot.domain.plain_words import number, plain
from bot.domain.promise_deeds import Kind

_N = r"(?P<n>\d+(?:\.\d+)?|[一二两三四五六七八九十百半]+)"
_YUAN = r"(?:元|块(?!的)|块钱)"
_END = r"(?=$|[,。!?~\s啊呀呢了吧])"
_GOT = re.compile(
    rf"(?:收到|到账|拿到|转(?:给)?我|退(?:给)?我|红包)(?:账|款)?了?(?:才|只有?|就|的是|是)*{_N}(?:{_YUAN}|{_END})|"
    rf"(?:才|只有|就|只(?:收到?|到|退|转|给)我?了?我?){_N.replace('n>', 'only>')}{_YUAN}"
)
_SHORT = re.compile(
    r"(?:还[差少]|少[了转退给打]+|[差少]了?|多[了转退给打]+)(?:我)?[\d一二两三四五六七八九十]+(?:\.\d+)?(?:元|块(?!的))"
)
_NOT_MINE = re.compile(
    "说好|答应|应该|不是|本来|[你您]说|收费|运费|团购|下单|接龙|卖|买|便宜|预[订定]|吗|多少|隔壁|人家|别人|[姐哥叔姨婶]"
)
_SENT_BACK = re.compile(
    r"(?:没|不)[收领要](?:你|您|了)?[^,。!]{0,2}[,，]?(?:已经?)?(?:给[你您])?退回|(?:钱|红包|转账)?我?(?:已经?|都|就)?(?:给[你您])?退回(?:去|给[你您])|原路退[你您]|"
    r"我(?:就)?(?:没|不)(?:要|领|点收|点)(?:你|您|了|的|那)|(?:钱|红包|转账)我(?:没|不)[收领要](?!到)"
)
_IF = re.compile("[?]|吗|的话|如果|要是|怎么办|被退|自动|系统")
_MONEY_CAME = re.compile(
    r"(?:钱|款|红包|退款|转账|[\d.]+(?:块钱?|元)|[一二两三四五六七八九十]+块钱?)(?:我)?(?:都|已经?|是|倒是|刚)?(?:收到|到账|拿到|到|收)了|"
    r"(?:收到|拿到)(?:钱|退款|红包|转账|[\d.]+(?:块|元))了|(?<!没)(?<!没有)到账了"
)
_GOODS_CAME = re.compile(r"(?:补|换|重发|送来?)(?:给我|来|过来)?的[^,。]{0,6}(?:都|已经?|倒是)?(?:收到|拿到|到)了")
_GOODS = re.compile(r"(?:\d+|[一二两三四五六七八九十半几])\s*[盒份个箱袋瓶斤包件条]")
_OF_MONEY = re.compile("[钱款元块]|红包|转账|到账|微信|退")
_IT = "(?:这?笔?(?:钱|款|退款|红包|转账|消息|信息|通知|手机|微信)|退的钱)"
_BESIDE = (
    rf"(?:哦|噢|喔|啊|哎|诶|呀|哈|嗯|对|是|我|就|也|还|都|又|才|已经?|刚才?|刚刚|这下|现在|今天|昨天|昨晚|早上|开始|之前|先前|一直|以为|"
    rf"后来|这会儿?|终于|的|{_IT})*"
)
_AFTER = rf"(?:了|的|呢|啊|呀|哈|啦|哦|呵|嘿|谢+|感谢|团长|老板|[您你]|辛苦|{_IT}|收了|[^\w\s,。!?;~…])*"
_NOT_SEEN = re.compile(rf"{_BESIDE}没有?(?:收到?|看到?|看见|看手机|注意到?|瞧见|瞅见|见到?|拿到|到账?|来|有)?{_AFTER}")
_CAME = re.compile(
    rf"{_BESIDE}(?:(?:收|看|找|拿|领|查)到了|(?:看|瞧|瞅)见了|到账了?|到(?:手)?了|有了|来了|收了|收到(?=了|$))+{_AFTER}"
)
_EXCUSE = re.compile(
    r"(?:不好意思|抱歉|对不起|谢+|感谢|多谢|辛苦|团长|老板|[您你]们?|啊|呀|哈|啦|了|哦|没事|"
    r"(?:是)?我?(?:自己)?(?:没注意|看漏|看错|漏看|眼花|搞错|没看清|没看仔细|没看手机)了?)+"
)
_CLAUSES = re.compile(r"[^,。.!;~…\s]+")


def after_all(text: str) -> str:
    """What counts of words by which it has come after all, from there on: 没看到，现在收到了. Others as they are."""
    clauses = _CLAUSES.findall(re.sub("[啦咯喽]", "了", plain(text)))
    said = [_said_by(clause) for clause in clauses]
    if "not" not in said or "came" not in said or None in said:
        return text
    first = said.index("came")
    return ",".join(clauses[first:]) if "not" not in said[first:] else text


def only_came(text: str) -> bool:
    """Whether a member who had said that it has not come says only that it has: 到了到了, 收到了，是我看漏了."""
    said = [_said_by(clause) for clause in _CLAUSES.findall(re.sub("[啦咯喽]", "了", plain(after_all(text))))]
    return "came" in said and set(said) <= {"came", "excuse"}


def _said_by(clause: str) -> str | None:
    if _CAME.fullmatch(clause):
        return "came"
    if _EXCUSE.fullmatch(clause):
        return "excuse"
    return "not" if _NOT_SEEN.fullmatch(clause) else None


def other_sum_come(text: str, amount_fen: int) -> int | None:
    """The fen of which a member says that they came, where it is not what was promised: 收到5块, 怎么才5块; 0 where
    they say how much is short or too much (还差3块)."""
    said = plain(text)
    if _NOT_MINE.search(said):
        return None
    found = _GOT.search(said)
    if found is not None:
        value = number(found["n"] or found["only"])
        fen = int(value * 100) if value is not None else None
        return fen if fen not in (None, amount_fen) else None
    return 0 if _SHORT.search(said) else None


def sent_back(text: str) -> bool:
    """Whether a member says that they did not take it: 我没收，退回去了."""
    said = plain(text)
    return _SENT_BACK.search(said) is not None and not _IF.search(said)


def of_something_else(text: str, kind: Kind) -> bool:
    """Whether what the words miss is not what was promised: that came (钱收到了，但王姐那边还没), or is of the other
    kind (还差一盒 beside money)."""
    said = plain(text)
    if kind == "refund":
        return bool(_MONEY_CAME.search(said)) or misses_goods(text)
    return kind == "replacement" and _GOODS_CAME.search(said) is not None


def misses_goods(text: str) -> bool:
    """Whether words that miss something count goods and name no money: 还差一盒呢."""
    said = plain(text)
    return _GOODS.search(said) is not None and _OF_MONEY.search(said) is None
