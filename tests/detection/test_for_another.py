"""C25: who cannot write is heard through who can."""

from __future__ import annotations

import pytest

from bot.detection import detect
from bot.detection.for_another import as_own
from bot.domain.verdict import Burst, BurstMessage, Situation

_TOLD = """
我是静静老公，草莓烂了一半 → 草莓烂了一半
我老婆静静订的草莓烂了 → 草莓烂了
静静是我老婆，她的草莓烂了一半 → 草莓烂了一半
草莓烂了一半，我是静静老公 → 草莓烂了一半
我妈的鸡蛋碎了三个 → 鸡蛋碎了三个
替我妈说一声她的鸡蛋碎了三个 → 鸡蛋碎了三个
团长，帮我婆婆反映一下，鸡蛋坏了两个 → 团长，鸡蛋坏了两个
帮楼上王阿姨问一下她的牛奶是坏的 → 牛奶坏了
替对门刘奶奶说一声，她家的牛奶酸了 → 牛奶酸了
楼下老李让我说一声，他的鸡蛋碎了 → 鸡蛋碎了
我妈不会用微信，让我说一下草莓烂了一半 → 草莓烂了一半
王阿姨的牛奶坏了，她不会打字，我替她说一声 → 牛奶坏了
"""
_OWN = """
帮我问一下草莓坏了怎么办
草莓烂了，团长帮我问问供应商
团长能不能帮我们说说供应商，草莓全烂了
我老公说草莓好吃
我是静静老公
替我妈谢谢团长
我妈吃了草莓拉肚子
我婆婆在菜场买的鸡蛋碎了三个
"""
_HARMLESS = """
我老公说草莓好吃
我是静静老公
替我妈谢谢团长
替王阿姨说一声，牛奶收到了
帮我妈问一下还有鸡蛋吗
我老婆静静订的草莓到了吗
帮楼上问一下电梯是不是坏了
我老婆的手机坏了
我婆婆在菜场买的鸡蛋碎了三个
"""


def _lines(table: str) -> list[str]:
    return table.strip().splitlines()


def _decision(text: str) -> str:
    return detect(Burst((BurstMessage(text),)), Situation()).decision


@pytest.mark.parametrize("line", _lines(_TOLD))
def test_c25_a_fault_that_is_told_for_another_is_a_complaint(line: str) -> None:
    told, own = line.split(" → ")
    assert as_own(told) == own
    assert _decision(told) == "complaint"


@pytest.mark.parametrize("text", _lines(_OWN))
def test_c25_who_speaks_for_themselves_is_read_as_they_wrote(text: str) -> None:
    assert as_own(text) == text


@pytest.mark.parametrize("text", _lines(_HARMLESS))
def test_c25_talk_of_others_is_only_talk(text: str) -> None:
    assert _decision(text) == "none"
