"""Text as the word rules read it: one character for each that was typed, so that places in both are the same."""

from __future__ import annotations

import re
from decimal import Decimal

_TRADITIONAL = (
    "補發給換錢塊個這們會後點時週號積轉帳賬還過幾兩門單訂運費額開團貨來處復覆聯繫係話說嗎麼麽為無現內鐘鍾"
    "萬雞蘋試問題確認應該將東對實讓親請買賣壞爛電價聽見當與樣種總結條雙盤隻張顆優禮減紅師維嘅俾畀邊間陣儘"
    "盡爭許別報銷滿參貳圓紀麵備動輛檢驗遲倉庫廠傢經尋沒隨剛罷聲夠倆貼購義歲從熱咗攞嚟喇啲佢哋嗰恁俺侬儂晝"
    "圖刪頭檔資戶寫謝贈獎誇讚評鄰掛曬訴護臉冇"
)
"""Characters of Traditional Chinese, Cantonese and other speech; below, what each is in plain words."""
_SIMPLIFIED = (
    "补发给换钱块个这们会后点时周号积转账账还过几两门单订运费额开团货来处复复联系系话说吗么么为无现内钟钟"
    "万鸡苹试问题确认应该将东对实让亲请买卖坏烂电价听见当与样种总结条双盘只张颗优礼减红师维的给给边间阵尽"
    "尽争许别报销满参二圆纪面备动辆检验迟仓库厂家经寻没随刚罢声够俩贴购义岁从热了拿来啦些他们那您我你你昼"
    "图删头档资户写谢赠奖夸赞评邻挂晒诉护脸没"
)
_PLAIN = dict(zip(map(ord, _TRADITIONAL), _SIMPLIFIED, strict=True))
_PLAIN |= {wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
_PLAIN |= {ord("　"): " ", ord("￥"): "¥", ord("〇"): "零", ord("壹"): "一", ord("\n"): ","}
_CAPITALS = re.compile("[一贰叁肆伍陆柒捌玖拾佰仟零]+(?=[元块角毛圆])")
"""Numerals as they are written on receipts, in a sum only: 伍 and 陆 are names, too."""
_EVERYDAY = str.maketrans("贰叁肆伍陆柒捌玖拾佰仟", "二三四五六七八九十百千")

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
CHINESE = r"[零一二两俩三四五六七八九十百千万廿]+"


def plain(text: str) -> str:
    """Half-width, Simplified, a comma for a line break, sums in everyday numerals; always as long as `text`."""
    return _CAPITALS.sub(lambda m: m[0].translate(_EVERYDAY), text.translate(_PLAIN))


def number(words: str) -> Decimal | None:
    """The number that these words are, written in any of the usual ways (12.8, 1.2k, 两百五, 一百零五, 十二点八)."""
    words = words.replace(",", "").lower()
    if re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,6})?", words):
        return Decimal(words)
    mixed = re.fullmatch(r"([0-9]{1,6}(?:\.[0-9]{1,4})?)(k|百|千|万|w)([0-9])?", words)
    if mixed:
        unit = {"百": 100, "千": 1000, "k": 1000}.get(mixed[2], 10_000)
        return Decimal(mixed[1]) * unit + Decimal(int(mixed[3] or 0) * unit) / 10
    whole, point, part = words.partition("点")
    found = _chinese(whole)
    if found is None or not point:
        return found
    if not part or any(c not in DIGITS for c in part) or len(part) > 4:
        return None
    return found + Decimal("0." + "".join(str(DIGITS[c]) for c in part))


def _chinese(words: str) -> Decimal | None:
    """A whole number in Chinese; None where the characters make none (八九, 十七八, 零)."""
    words = words.replace("廿", "二十")
    high, ten_thousand, low = words.partition("万")
    if ten_thousand:
        big, small = _below_ten_thousand(high), _below_ten_thousand(low) if low else 0
        if big is None or small is None:
            return None
        if low in DIGITS and small:  # 一万二
            small *= 1000
        return Decimal(big * 10_000 + small)
    value = _below_ten_thousand(words)
    return None if value is None else Decimal(value)


def _below_ten_thousand(words: str) -> int | None:
    total, digit, last_unit, after_zero = 0, None, 10_000, False
    for c in words:
        if c == "零":
            if digit is not None:
                return None
            after_zero = True
        elif c in DIGITS:
            if digit is not None:
                return None
            digit = DIGITS[c]
        elif c in _UNITS:
            unit = _UNITS[c]
            if unit >= last_unit or (digit is None and unit != 10):
                return None
            total += (1 if digit is None else digit) * unit
            digit, last_unit, after_zero = None, unit, False
        else:
            return None
    if digit is not None:
        short = total and not after_zero and last_unit > 10  # 两百五
        total += digit * (last_unit // 10) if short else digit
    return total if words and (total or words == "零") else None
