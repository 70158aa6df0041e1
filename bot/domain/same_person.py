"""Who says they have written before: from another account (我是静静，用这个号说), or for another (我是静静老公,
静静是我老婆, 我替我妈王姐说一句, 我们家是静静订的, 我老婆静静订的, 帮楼上王阿姨说一声)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.name_forms import SPOKEN

_ACCOUNT = r"(?:账号|帐号|微信号|微信|号)(?![码的线楼店柜单门房下大小衣])"
_ANOTHER = re.compile(
    rf"(?:我|这|这个|这边)(?:就)?是?(?:我)?(?:的)?(?:另外?一?个|小|新|备用|工作)(?:的)?{_ACCOUNT}"
    rf"|用(?:这|我|另)[^，。,！!？?\d]{{0,5}}{_ACCOUNT}\s*(?:说|来|问|发|讲|反映|找|再)"
    rf"|(?:我|刚|刚刚|前面|上面)换了?个?{_ACCOUNT}"
    rf"|(?:^|[，,。！!\s])(?:我)?换了?(?:一?个)?{_ACCOUNT}(?=[\s，,。！!说来问发讲再]|$)"
)
_KIN = "(?:老公|老婆|爱人|先生|太太|媳妇|女儿|儿子|妈妈?|爸爸?|婆婆|公公|对象|男朋友|女朋友)"
_NEAR = r"(?:楼[上下]|隔壁|对门|对面|邻居|我们?家?的?邻居|\d+(?:栋|号楼|楼|单元))的?"
_OURS = f"(?:(?<![帮替是跟和])(?:我们?家?|咱家?)的?{_KIN}|我们?家的?)"
_SAYS = f"(?:我(?:就)?是|这是|(?:帮|替)(?:{_NEAR})?|(?:帮|替|我是)(?:我|我们|我家|咱)的?{_KIN}|{_OURS})"
_FAMILY = (
    f"(?:(?:她|他|家|的)*{_KIN})?"
    r"(?=[\s，。,！!：:、]|说|问|发|的(?:另|小|大|新)|家的?|$)"
)
_MINE = rf"(?:就)?是(?:我|我们|我家|咱)家?的?{_KIN}(?=[\s，。,！!：:、]|$)"
"""静静是我老婆."""
_BOUGHT_BY = re.compile(r"(?:我们?|咱们?)家?的?(?:这|那)?[单份盒箱袋]?(?:就|都)?是$")
_BOUGHT = r"(?:帮忙|帮着?|代)?(?:(?:订|买|下单|接龙|报名|登记|付款?)(?:的|了)|下的单|接的龙)"
"""我们家是静静订的."""
_SPOUSE = "(?:家的?|的|她|他)?(?:老公|老婆|爱人|先生|太太|媳妇)"


def may_have_written(text: str) -> bool:
    """Whether the writer says who they are, or that this is another account: then it is worth comparing names."""
    return writes_from_another_account(text) or re.search(f"{_SAYS}|是(?:我|咱)|是.+{_BOUGHT}", text) is not None


def says_who(text: str, names: Sequence[str]) -> int | None:
    """Which of these display names the writer says to be, or to speak for; None where they say nothing of the kind."""
    for number, name in enumerate(names):
        short = SPOKEN.search(name)
        known = "|".join(re.escape(n) for n in {name, short[0] if short else name} if n)
        if known and re.search(
            rf"{_SAYS}(?:{known}){_FAMILY}|{_OURS}(?:{known})(?:{_BOUGHT}|的)|(?:{known}){_MINE}", text
        ):
            return number
        bought = re.search(f"(?:{known}){_BOUGHT}", text) if known else None
        if bought and _BOUGHT_BY.search(text[: bought.start()]):
            return number
    return None


def may_be_spouse(name: str) -> bool:
    """Whether a display name may be that of somebody's husband or wife: 静静老公."""
    return re.search(f".{_SPOUSE}", name) is not None


def is_spouse_of(name: str, names: Sequence[str]) -> int | None:
    """Which of these display names another one is the husband or wife of: 静静 of 静静老公."""
    said = SPOKEN.search(name)
    for number, other in enumerate(names):
        short = SPOKEN.search(other)
        if said and short and len(short[0]) > 1 and re.fullmatch(f"{re.escape(short[0])}{_SPOUSE}", said[0]):
            return number
    return None


def writes_from_another_account(text: str) -> bool:
    """Whether the writer says that this is an account beside the one that is known."""
    return _ANOTHER.search(text) is not None
