"""Answers to an offer of eight yuan that sound like a yes and are none, and plain yeses in everyday words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.detection.bitter_words import is_biting
from bot.detection.offer_says import offer_answer
from bot.domain.compensation import Terms
from bot.domain.said_prices import prices_said

NOW = datetime(2026, 1, 5, 10, tzinfo=UTC)
EIGHT = Terms("part_refund", 800)
A_BOX = Terms("replacement", thing="一盒草莓")
NEITHER = """
可以啊，8块打发我|可以啊，8块打发人|行，8块打发叫花子呢|好，8块就打发了我|得了吧|得了吧你|得了吧，8块|快得了吧|你得了吧，8块就8块|
好啊，8块钱真多|行，8块真不少啊|好的，才8块好多哦|可以，真多|好，区区8块|行，8块钱你也好意思|好啊，8块你们也好意思|
行，8块好意思拿出来|可以，亏你想得出来|行啊，8块买个教训|行吧，就当买教训了|好吧，当喂了狗|行吧，算我倒霉|好，破财免灾|行，我认栽|
好一个8块|不同意也得同意呗|行，不行也得行|好，不收也得收|行，我敢不同意吗|好吧，我还能不接受|行，不同意有用吗|行，由得了我吗|
行，8块够干啥|好，8块能买个啥|好，够我吃一年了|行，谢谢施舍|好，谢谢你全家|可以，发财了|行，真是巨款|好，当我是要饭的
"""
YES = """
8块也是钱，收了|蚊子腿也是肉，行|蚊子再小也是肉，收了|再少也是钱，行|8块够意思了|8块已经很够意思了|8块够了|够了够了|足够了|
也只能这样了|那就只能这样了|不然还能咋样，就这样吧|就这样吧|马马虎虎，行吧|一般般，行吧|凑合，可以|能退就行|能退点就行|给退就好|
你要是方便就转吧|方便的话就转吧|说定了|那就这么说定了|一言为定|那就一言为定啊|必须的|必须必须|那必须滴|那敢情好|感情好啊|
算了算了，8块就8块|唉，算了算了，就8块吧|算了，算了，8块就8块|好吧，你说8块就8块，我也没办法|
拿来吧|发吧|发吧发吧|发过来|发过来吧|收款码发你了|二维码发给你了|木问题|米问题|木有问题|没有问题|昂
"""
YES_STILL = """
得了|行了吧|就这样得了吧|不好意思，麻烦你了，行|行，不好意思啊|那怎么好意思，行吧|好的，多谢了|
好的，真多谢你了|可以，烂的真多|好，坏的喂狗了|行，恭喜发财|好，祝你们全家幸福|算了，就8块吧|算了，8块就8块吧|
8块也行，总比没有强|那就不客气了|可以，辛苦了
"""
STILL = {
    "算了算了": "no",
    "算了算了，不要了": "no",
    "行，算了算了": "other",
    "就8块，算了算了": "other",
    "算了算了，8块": "other",
    "不同意": "no",
    "我不同意": "no",
    "不要你们的8块": "no",
    "不够": "more",
    "不够意思": "more",
    "够意思吗": "question",
    "够了": "other",
    "够了够了，别说了": "other",
    "说定了吗": "question",
    "木问题？": "question",
    "米问题，就是少了点": "more",
    "昂？": "question",
    "必须全退": "more",
    "必须的，全退": "more",
    "能全退就行": "more",
    "能退10块就行": "more",
    "拿来吧，10块": "more",
    "钱拿来": "other",
    "发过来看看": "other",
    "照片发过来": "other",
    "发什么发": "other",
    "10块也是钱，行": "more",
    "8块也是钱": "other",
    "8块也是钱？": "question",
    "收了吗": "question",
    "收了，下次再也不买了": "other",
    "马马虎虎": "other",
    "马马虎虎，10块吧": "more",
    "我也没办法": "other",
    "没办法，10块我才同意": "more",
    "蚊子腿也是肉": "other",
    "也只能这样了，呵呵": "other",
    "你方便就过来拿": "other",
    "收款码在哪": "question",
    "等着呢": "other",
    "不是没有问题": "other",
    "没有问题吗": "question",
}


def _lines(table: str) -> list[str]:
    return [text for text in table.replace("\n", "").split("|") if text]


def test_a_sarcastic_yes_is_neither_yes_nor_no() -> None:
    answers = {text: offer_answer(text, EIGHT, NOW) for text in _lines(NEITHER)}
    assert {text: answer for text, answer in answers.items() if answer not in ("other", "more", "question")} == {}


def test_a_plain_yes_in_everyday_words_is_one() -> None:
    answers = {text: offer_answer(text, EIGHT, NOW) for text in _lines(YES + "|" + YES_STILL)}
    assert {text: answer for text, answer in answers.items() if answer != "yes"} == {}


def test_what_only_looks_like_these_stays_what_it_is() -> None:
    assert {text: offer_answer(text, EIGHT, NOW) for text in STILL} == STILL


def test_who_is_offered_goods_and_speaks_of_money_says_no_yes() -> None:
    texts = ("拿来吧", "发过来", "能退就行", "你要是方便就转吧", "收款码发你了", "收了")
    assert [text for text in texts if offer_answer(text, A_BOX, NOW) in ("yes", "yes_asking")] == []


@pytest.mark.parametrize(
    "words", ["那怎么好意思", "不好意思", "真多谢", "祝你们全家好", "不要饭盒", "某够了", "好多了"]
)
def test_kind_words_do_not_bite(words: str) -> None:
    assert not is_biting(words)


def test_a_sneer_at_the_sum_names_no_price() -> None:
    assert [text for text in ("行啊，8块买个教训", "好一个8块", "行吧，花8块买教训") if prices_said(text)] == []
    assert [text for text in ("一个8块", "8块买的", "花了8块") if not prices_said(text)] == []
