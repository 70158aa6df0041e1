"""Which answer names goods, and which few words say what is wanted, ask, nod or ask who writes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.detection.goods_answer import goods_answered, goods_said_of
from bot.detection.intake_words import asks_alone, names_wish, wishes_alone
from bot.detection.member_says import asks_who, only_nods, only_shrugs

NAMES = {
    "鸡蛋": "鸡蛋", "是鸡蛋": "鸡蛋", "鸡蛋三个": "鸡蛋", "椰蓉包": "椰蓉包", "就是那个椰蓉包啊": "椰蓉包",
    "好丽友派": "好丽友派", "不锈钢盆": "不锈钢盆", "擀面杖": "擀面杖", "海苔": "海苔", "不是草莓，是苹果": "苹果",
    "牛奶没事，是鸡蛋": "鸡蛋",
}  # fmt: skip
NO_NAMES = """
好的 谢谢 嗯 嗯嗯 哦 收到 辛苦啦 OK ok 👌 换一下 退 退款 不要了 就是那个 就今天的 上次那个 两样都有 3个 三盒 666 1 ？
没有 不知道 说过了 稍等 在上班 你谁 你猜 人呢 为什么 随便 都行 烂透了 不是草莓 红色的 大号 这批货 赶紧 转账 红包 老周
静静 骗人 [微笑]
"""


def test_an_answer_names_goods_or_nothing() -> None:
    for words, goods in NAMES.items():
        assert (goods_answered(words) or ("",))[0] == goods, words
    assert [words for words in NO_NAMES.split() if goods_answered(words) is not None] == []
    assert goods_answered("啊" * 5000 + "x") is None


def test_a_word_later_says_which_goods_it_was() -> None:
    named = ["鸡蛋", "是鸡蛋", "鸡蛋的", "鸡蛋三个", "三个鸡蛋", "我的鸡蛋", "说的是鸡蛋", "鸡蛋那个"]
    assert [words for words in named if goods_said_of(words) != "鸡蛋"] == []
    other = [
        "鸡蛋还有吗",
        "鸡蛋呢",
        "鸡蛋挺好",
        "鸡蛋没事",
        "去拿鸡蛋",
        "要鸡蛋",
        "鸡蛋要两盒",
        "鸡蛋多少钱",
        "鸡蛋、牛奶",
    ]
    assert [words for words in other if goods_said_of(words) is not None] == []


@pytest.mark.parametrize(
    ("says", "meant", "not_meant"),
    [
        (
            wishes_alone,
            "退 退吧 退了吧 我要退 给我换一盒 补一个 换 退款 不要了 都不要了",
            "退群 换季 补课 不退 怎么退 不用退 补水",
        ),
        (names_wish, "退 退吧 换 补一个就行 不要了", "不退 怎么退 不用退 要不要"),
        (asks_alone, "咋办 怎么办 那咋办呀 ？ ??? 能退吗 给换不 找谁啊", "怎么办卡 几点关门 找谁拿钥匙 在哪拿 好吃吗"),
        (asks_who, "你谁 你是谁 请问你是哪位 你是谁啊？ 您哪位", "你是谁家的媳妇 谁拿了我的 谁管 是谁送的"),
        (only_nods, "嗯 嗯嗯 哦 好 好的 好的谢谢 谢谢 收到 OK 知道了 [OK]", "好几个 好难吃 嗯三个 谢谢不用了 好的退吧"),
        (only_shrugs, "随便 随便吧 都行 那都可以吧", "随便你们 算了随便吧 不说了 都坏了"),
    ],
)
def test_few_words_are_what_they_are(says: Callable[[str], bool], meant: str, not_meant: str) -> None:
    assert [words for words in meant.split() if not says(words)] == []
    assert [words for words in not_meant.split() if says(words)] == []
