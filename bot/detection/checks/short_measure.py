"""A promised number or weight beside a smaller one that came."""

from __future__ import annotations

import re

from bot.detection.reading import SURE, plain_of, quoted
from bot.domain.verdict import Burst, CheckResult, Situation

_N = r"\d+(?:\.\d+)?|[一二两三四五六七八九十百半]+"
_COUNT = r"枚|个|只|盒|包|袋|颗|瓶|罐|片|条|支|双|粒|卷|串|根|朵|提|份|抽|件"
_WEIGHT = r"斤|公斤|kg|克|g|千克"
_WAY = r"(?:只|就|才|到手|实际|称|数(?:了|来|出)?|拆开|收到|发|送来|净重|剩|不足|不到|秤|我家这|我这|我家)"
_PAIR = re.compile(
    rf"(?P<n>{_N})(?P<u>{_COUNT}|{_WEIGHT})(?:半)?(?:装|的|整|一盒|一箱|一袋|"
    rf"一板)?(?P<between>[^。!?\d]{{0,18}}?{_WAY}[^。!?\d]{{0,6}}?)"
    rf"(?P<m>{_N})(?P<v>{_COUNT}|{_WEIGHT})(?P<liang>(?:{_N})两?)?"
)
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}


def number(text: str) -> float:
    """A number in digits or in Chinese words up to 999; 0 if it is neither."""
    if text == "半":
        return 0.5
    try:
        return float(text)
    except ValueError:
        pass
    total, digit = 0.0, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
    return total + digit


def _grams(amount: str, unit: str, liang: str | None) -> float:
    size = {"公斤": 1000, "kg": 1000, "千克": 1000, "克": 1, "g": 1}.get(unit, 500)
    extra = number(liang.rstrip("两")) * 50 if liang and unit == "斤" else 0.0
    return number(amount) * size + extra


def short_measure(burst: Burst, situation: Situation) -> CheckResult | None:
    """30 枚的鸡蛋就 28 个, 买的五斤称了四斤二: fewer pieces is missing, less weight is quality."""
    text = plain_of(burst)
    at = 0
    while found := _PAIR.search(text, at):
        at = found.start() + 1
        weighed = found["u"] in _WEIGHT.split("|")
        if weighed != (found["v"] in _WEIGHT.split("|")):
            continue
        if weighed:
            promised, came = _grams(found["n"], found["u"], None), _grams(found["m"], found["v"], found["liang"])
        else:
            promised, came = number(found["n"]), number(found["m"])
        if 0 < came < promised and came > promised / 8:
            what = "重量不足" if weighed else "数量不足"
            pair = f"“{quoted(found['n'] + found['u'])}”只有“{quoted(found['m'] + found['v'])}”"
            return CheckResult(
                "short_measure",
                SURE + 0.5,
                f"{what}：{pair}",
                message=text.count("\n", 0, found.end() - 1),
                category="quality" if weighed else "missing",
            )
    return None
