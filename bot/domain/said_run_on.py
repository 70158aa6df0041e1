"""Names with what each gets that run together, as they are typed on a phone: 静静8块王姐10块今晚转."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.domain.said_shortly import WHEN

_SUM = r"(?:\d{1,3}(?:\.\d{1,2})?|[一二两三四五六七八九十]{1,3})(?:块钱?|元)"
_THING = r"[补换送再给]*[一两二三四五六\d]{1,2}[盒份箱袋包斤个瓶板]"
_HOW = rf"(?:[您你]?的|那[份盒边])?[:：]?(?:{WHEN})?(?:[退补赔转给是各都先就再]|[您你])*[¥￥+]?"
_CLOSES = rf"(?:{WHEN})?(?:[退转打补送发](?!货|款|钱|差)(?:给?[您你])?)?[哈啊哦]?"


def run_apart(text: str, names: Collection[str]) -> str:
    """The text with a blank before each name that stands right behind what another gets, or behind a verb at the
    beginning; as it is where the sums stand
    before the names (退8块静静10块王姐)."""
    if len(names) < 2:
        return text
    name = f"(?:{'|'.join(re.escape(n) for n in sorted(names, key=len, reverse=True))})"
    given = rf"{_HOW}(?:(?:{_THING})?{_SUM}|{_THING})"
    joined = re.compile(rf"({name}{given}{_CLOSES})(?={name}(?:[和跟与及、]?{name})*{given})")
    first = re.search(name, text)
    if first is None or re.search(rf"{_SUM}\s*$", text[: first.start()]):
        return text
    apart = joined.sub(r"\1 ", text)
    return re.sub(rf"^((?:{WHEN})?[转打返])(?={name})", r"\1 ", apart) if apart != text else text
