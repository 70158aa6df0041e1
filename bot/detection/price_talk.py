"""Words about what goods cost, which name sums that are no refund: 草莓多少钱; 便宜点嘛; 两箱能不能50; 草莓15一盒."""

from __future__ import annotations

import re

from bot.detection.goods import find_goods
from bot.domain.plain_words import plain
from bot.domain.promise_corrected import end_of_slip

_NUMBER = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百半几])"
_UNIT = "[斤盒箱份包袋板桶瓶串只件提筐篮罐]"
_ASKED = re.compile(
    "多少钱|几块|几元|怎么卖|什么价|啥价|价格|单价|价钱|多少[一1每][斤盒箱份包袋]|卖多少|[一1每][斤盒箱份包袋]多少|"
    "(?:还|今天|现在)(?:卖|有货|有卖)"
)
_BOUGHT = re.compile(
    rf"便宜|少[算收]?一?[点些](?=[吧嘛呗不行可钱,，。!！?？]|$)|优惠|打折|抹零|划算|老价|包圆|拿走|[全都]要(?!退|赔|补)|我要了|"
    rf"(?:要|[再多]?拿|来|买|订|加|留|带|给我)再?{_NUMBER}{_UNIT}(?![^,，。]*[坏烂碎])|"
    rf"{_NUMBER}{_UNIT}(?:能不能|能|可不可以|可以|行不行|给|算|一共|共|就|卖)*[¥]?\d+(?:\.\d+)?(?![\d.]|{_UNIT}|个)"
)
_NAMED = re.compile(
    rf"\d(?:块|元)?钱?(?:[一1每]|[/／]){_UNIT}|[一1每]{_UNIT}[¥]?\d|卖|特价|涨|降价|原价|单价|[定标]价|接龙|开团|团购|限[购一两\d]"
)
_GIVEN = re.compile("[退转补赔返]|[每各一][家户人位]|改|多给|打给|红包|加到")


def is_about_buying(text: str) -> bool:
    """Whether a member's words ask what something costs, want it for less, or order it."""
    words = plain(text)
    return _ASKED.search(words) is not None or _BOUGHT.search(words) is not None


def names_a_price(text: str) -> bool:
    """Whether a leader's words that promise nothing tell what goods cost: 草莓15一盒; 草莓今天15."""
    words = plain(text)
    if _GIVEN.search(words) or end_of_slip(words) is not None:
        return re.search(rf"\d(?:块|元)?(?:[一1每]|[/／]){_UNIT}", words) is not None
    return _NAMED.search(words) is not None or (bool(find_goods(words)) and re.search(r"\d", words) is not None)
