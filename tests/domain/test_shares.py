"""How much is lost, in members' words; what leaves room for doubt is no share, and somebody asks."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.shares import share_in, share_over

SAID = {
    "1/2": "一半；草莓烂了一半；大概一半吧；烂了差不多一半；都坏了一半；少发了一半；壞了一半；"
    "一半好一半坏；两盒坏了一盒；草莓烂了一半退钱；"
    "补的草莓又烂了一半；坏了百分之五十；50%",
    "1/3": "三分之一；1/3；3分之1；坏了三分之一，退我10块；买3份坏了1份；3斤烂了1斤；三盒里坏了一盒",
    "2/3": "三分之二都是坏的；三盒里两盒漏了",
    "3/10": "三成；30%；百分之三十；三个烂的，总共十个；10个烂3；一共10个，3个是坏的",
    "1/6": "5个/30个；5/30；30个里5个坏的；30个里坏了5个；30个坏了5个；３０个坏５个",
    "1/4": "一盒12个烂了3个；12个里有3个坏的；坏了3个，一共12个；一共十二个坏三个；一箱24瓶碎了6瓶；12 个坏了 3 个",
    "1/15": "30个少了2个",
    "2/15": "30个鸡蛋碎了4个",
    "5/6": "30个就5个好的；30个只剩5个好的",
    "1": "全坏了；全部；都是；整盒都烂了；都烂了；草莓全烂了；一个好的都没有；没一个能吃的；一个都没收到；百分之百",
}
OPEN = (
    "半盒；大半盒；一大半都烂了；坏了一半多；快一半了；不到一半；一半以上；七八成；多半是坏的；十来个；十几个；好几个；五六个；3-4个；"
    "3到4个；坏了3个；烂了三个；大概三个；鸡蛋碎了4个；少了两个；两个都烂了；两盒都坏了；底下那层全是软的；上面好的下面全烂；几乎全坏；"
    "差不多全坏了；没全坏；不是全坏了；全是好的；好多都烂了；买了两盒，一盒30个，坏了5个；买了两箱，坏了5个；两斤坏了3个；"
    "坏了3个，退我5个的钱；10个坏了2个，18号买的3盒；一盒一半，一盒全坏；要是一半坏了呢；退我一半就行；能不能退一半；给我退一半；"
    "百分之150；150%；0%；0个；30个坏了0个；5个坏了30个；第3个坏了；5块钱的；一盒里有两个坏的；昨天拿的；您好；；5/0；三分之四"
)
LINES = [(Fraction(share), text) for share, texts in SAID.items() for text in texts.split("；")]


@pytest.mark.parametrize(("share", "text"), LINES, ids=[text for _, text in LINES])
def test_what_is_said_plainly(share: Fraction, text: str) -> None:
    assert share_in(text) == share


@pytest.mark.parametrize("text", OPEN.split("；"))
def test_what_leaves_room_for_doubt(text: str) -> None:
    assert share_in(text) is None


def test_several_messages_are_read_together() -> None:
    assert share_over(["坏了5个", "一共30个"]) == Fraction(1, 6)
    assert share_over(["一半", "打开就这样了"]) == Fraction(1, 2)
    assert share_over(["一半", "数了一下，30个坏了5个"]) == Fraction(1, 6), "the latest counts"
    assert share_over(["一半", "也就十来个吧"]) is None, "taken back"
    assert share_over([]) is None


@given(
    st.integers(1, 999),
    st.integers(1, 999),
    st.sampled_from(("{n}个里坏了{m}个", "{m}个/{n}个", "一共{n}个，坏了{m}个")),
)
def test_so_many_of_so_many(n: int, m: int, form: str) -> None:
    share = share_in(form.format(n=n, m=m))
    assert share == (Fraction(m, n) if m <= n else None)


@given(st.text(max_size=40) | st.text(alphabet="一半三十分之全都坏烂了个盒/%0123456789两,", max_size=20))
def test_any_words_at_all(text: str) -> None:
    share = share_in(text)
    assert share is None or 0 < share <= 1
