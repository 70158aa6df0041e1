"""C9: what a member says in the group of a matter that is over: not solved, perhaps once more, or something else."""

from __future__ import annotations

import pytest

from bot.detection.after_words import unsolved_after

UNSOLVED = """
没解决啊|还是烂的|上次的草莓还是烂的，这次还敢卖|根本没解决|其实没解决|解决了个啥|这就算处理好了？|这也叫解决|草莓的事还没处理好呢|
团长，草莓那事没解决啊|上次那盒草莓没人管啊|@团长 上次那盒草莓没人管了吗|
问题还在|草莓还是坏的|就这么打发了？|不了了之了|说解决了，其实没有解决|我那单没处理完啊|
草莓还是老样子|我的问题没解决，怎么就结单了|压根没解决嘛|还是不能吃|没给我解决
"""
PERHAPS = """
又是烂草莓|草莓又烂了|又烂了|怎么又是坏的|今天的草莓还是烂的|这次的还是烂的|烂草莓又来了|又买到烂草莓|草莓又出问题了|次次都烂
"""
SOMETHING_ELSE = """
草莓今天多少钱|电梯还没修好|作业没解决|上次的草莓烂了团长马上就退了，放心买|上次的草莓真甜|没问题|没事了|草莓没烂|
王姐你的草莓解决了吗|停水没人管|孩子数学题还没解决|还是草莓好吃|还是团长靠谱|没意见|晚饭还没解决呢|又来拼单啦|单身问题还没解决|
草莓会不会又烂|老公的工作还没解决|隔壁的草莓又烂了|解决了谢谢|我没管那么多|工作还没处理完|还没好|我家灯又坏了|手机又坏了|
又迟到了|楼道灯坏了没人管|都解决了吗|你家解决了没|鸡蛋又碎了|还是算了吧|照样上班
"""


def _lines(block: str) -> list[str]:
    return [line for line in block.replace("\n", "").split("|") if line]


@pytest.mark.parametrize(("block", "meant"), [(UNSOLVED, "unsolved"), (PERHAPS, "perhaps"), (SOMETHING_ELSE, None)])
def test_c9_what_is_said_of_a_matter_that_is_over(block: str, meant: str | None) -> None:
    assert {line: unsolved_after(line, ["草莓"]) for line in _lines(block)} == dict.fromkeys(_lines(block), meant)
