"""C18: yes and no to an offer of eight yuan in families: how it is paid, kind refusals, the family, leaving."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.detection.offer_says import lets_go, offer_answer
from bot.domain.compensation import Terms

NOW = datetime(2026, 1, 5, 10, tzinfo=UTC)
EIGHT = Terms("part_refund", 800)
A_BOX = Terms("replacement", thing="一盒草莓")
YES = """
转我微信|转我吧|微信转我就行|直接转我微信就行|发红包吧|发我红包就行|打到微信吧|等你转|现在转就行|那你现在转吧|
可以的，就是下次别这样了|挺满意的|很满意，谢谢|老公说行|那怎么好意思，行吧|红包就行|微信红包吧|打我支付宝|
转到我微信吧|转账吧|直接微信转我|转过来吧|给我转微信吧|支付宝转我就好|打我卡上吧|我老公说可以|家里人说行|
老婆同意了|满意|挺好的，满意|行，等您转|好的，等你转账|可以，下次别这样了|好的就是别再有下次了|等你红包|
那我收着了，谢谢|那我就不客气了，谢谢|8块就8块吧|行，8块转我微信|那就麻烦您转一下|算了，8块就8块吧|
好，下次给我挑好的
"""
NO = """
8块钱就算了|8块钱就算了，下次给我挑好的|8块就算了|那8块算了吧|不用不用，没几个钱|不用啦不用啦，太客气了|
真不用，自己吃也行|退啥退，下次注意就好|8块就不要了，下次给我挑好的|不要了，留着给你买糖|我老公说不行|老公不同意|
家里人说不行|钱就算了|8块钱的事就算了|退款就算了，下次补我个好的|8块不用了|8块算了，下次注意|没几个钱，不用了|
几块钱的事，算了|不用退了，自己人|别退了，没多少钱|退什么退呀，不用|不必了，留着买糖吃|这点钱不用退了|
8块钱不值当，算了|老公说算了
"""
NO_YES = """
好 退群了|行，退群了|好，退群|行，我退群|行，拉黑了|好，以后不买了|可以，再也不来了|爱退不退|随便退不退|
好，差评见|行，取关了|好，我退团了|好的，卸载了|老公说不行|等你转发|微信好友删了|满意个屁|不满意|不太满意|
老公说太少|老公说问问你|我得问老公|转人工|转10块|能转微信吗|多转点|现金行吗|发票开我吧|行了别说了|老公说行吗|
什么时候转|还没转吗|转了吗|怎么转|转我15|红包20吧|那怎么行|那怎么好意思|下次别来了|就8块，算了吧|发我微信|
再转我8块|转少了|等你半天了
"""
KIND = """
不用不用，没几个钱|不用啦不用啦，太客气了|真不用，自己吃也行|退啥退，下次注意就好|8块就不要了，下次给我挑好的|
不要了，留着给你买糖|8块钱就算了，下次给我挑好的|没几个钱，不用了|几块钱的事，算了|不用退了，自己人|
这点钱不用退了
"""
NOT_KIND = "8块钱就算了|我老公说不行|爱退不退|不用了|算了|不要了|不要了，下次不买了|拿回去买药|不用了，以后不来了"


def _lines(table: str) -> list[str]:
    return [text for text in table.replace("\n", "").split("|") if text]


@pytest.mark.parametrize("text", _lines(YES))
def test_c18_a_yes_in_other_words_is_one(text: str) -> None:
    assert offer_answer(text, EIGHT, NOW) == "yes"


@pytest.mark.parametrize("text", _lines(NO))
def test_c18_sparing_us_is_a_no(text: str) -> None:
    assert offer_answer(text, EIGHT, NOW) == "no"


@pytest.mark.parametrize("text", _lines(NO_YES))
def test_c18_no_yes_is_read_into_it(text: str) -> None:
    assert offer_answer(text, EIGHT, NOW) not in ("yes", "yes_asking")


@pytest.mark.parametrize("text", ["转我微信", "发红包吧", "等你转"])
def test_c18_who_is_offered_goods_and_wants_money_says_no_yes(text: str) -> None:
    assert offer_answer(text, A_BOX, NOW) not in ("yes", "yes_asking")


@pytest.mark.parametrize("text", _lines(KIND))
def test_c18_a_kind_no_is_thanked(text: str) -> None:
    assert lets_go(text)


@pytest.mark.parametrize("text", _lines(NOT_KIND))
def test_c18_a_plain_or_bitter_no_is_not_thanked(text: str) -> None:
    assert not lets_go(text)
