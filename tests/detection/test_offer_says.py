"""B9: how a member answers an offer of eight yuan."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.detection.offer_says import lets_go, more_than_yes, offer_answer
from bot.domain.compensation import Terms

NOW = datetime(2026, 1, 5, 10, tzinfo=UTC)
EIGHT = Terms("part_refund", 800)


@pytest.mark.parametrize(
    "text",
    [
        "退吧退吧，微信号是abc123", "支付宝13800138000，退吧", "ok退吧", "那谢谢了，退吧", "退8块吧不折腾了",
        "就按这个来", "行嘛", "可以噻",
    ],
)  # fmt: skip
def test_b9_a_yes_as_people_say_it(text: str) -> None:
    assert offer_answer(text, EIGHT, NOW) == "yes"


@pytest.mark.parametrize("text", ["谁稀罕你这8块", "免谈", "留着自己花吧"])
def test_b9_a_bitter_no_is_one(text: str) -> None:
    assert offer_answer(text, EIGHT, NOW) == "no"


@pytest.mark.parametrize("text", ["微信转15吧", "微信号是abc123，转15", "再退个8块吧", "好嘛，就这点"])
def test_b9_more_beside_where_to_pay_is_still_more(text: str) -> None:
    assert offer_answer(text, EIGHT, NOW) == "more"


# --- praise that bites, a yes with a rest, questions without 吗, a hard no ---


@pytest.mark.parametrize(
    "text",
    [
        "行啊，你们行", "可以啊，你们真可以", "你们可真行", "可真行", "行，算你们狠", "好，真有你们的", "行啊你们",
        "好样的你们", "可以，真会做生意", "行吧，见识了", "好，领教了", "行，服了你们了", "可以，太可以了",
        "好呀，真大方", "行，你们有本事", "好好好，你们这么玩是吧", "行，我记住你们了", "好，你们牛",
    ],
)  # fmt: skip
def test_b9_praise_that_bites_is_no_yes(text: str) -> None:
    assert offer_answer(text, EIGHT, NOW) not in ("yes", "yes_asking")


@pytest.mark.parametrize(
    "text",
    [
        "好的，你们真好", "行，你们看着办", "行，还是你们靠谱", "可以，你们处理得真快", "好啊你们退吧",
        "就按你们说的来", "行啊，听你们的", "嗯好的麻烦你们了", "怎么退都行", "好的，我没意见", "好的，我晚上在家",
        "不要紧，8块就行",
    ],
)  # fmt: skip
def test_b9_a_yes_with_a_kind_word_stays_one(text: str) -> None:
    assert offer_answer(text, EIGHT, NOW) == "yes"


@pytest.mark.parametrize(
    "text",
    [
        "好，那剩下的呢", "行，另外两盒呢", "好的，那没坏的怎么弄", "行吧，那鸡蛋呢", "好的，那其他几盒怎么办",
        "行，那运费谁出", "好，另外葡萄也有几个坏的", "可以，运费呢", "好，是退微信还是支付宝", "好，那发票怎么开",
    ],
)  # fmt: skip
def test_b9_a_yes_with_a_rest_waits_for_an_answer_to_it(text: str) -> None:
    assert offer_answer(text, EIGHT, NOW) == "yes_asking"
    assert more_than_yes(text, EIGHT, NOW)


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("好的", False), ("行，8块就8块吧", False), ("好的谢谢团长", False), ("好的，微信号abc123", True),
        ("好的，我晚上在家", True), ("行，别忘了就好", True),
    ],
)  # fmt: skip
def test_b9_what_a_yes_says_besides(text: str, more: bool) -> None:
    assert more_than_yes(text, EIGHT, NOW) is more


@pytest.mark.parametrize(
    "text",
    [
        "8块怎么算的", "为啥是8块", "是不是按坏的算的", "8块是按什么算的", "这8块包不包运费", "啥意思", "谁退给我",
        "退微信行不行", "那剩下的呢", "这是怎么个算法", "这个数怎么得来的", "依据是啥", "8块包括运费了没",
        "这8块从哪扣", "走什么渠道退",
    ],
)  # fmt: skip
def test_b9_a_question_needs_no_mark(text: str) -> None:
    assert offer_answer(text, EIGHT, NOW) == "question"


@pytest.mark.parametrize(
    "text",
    [
        "不要你们的8块钱", "谁要你退8块", "谁要你们退钱", "8块你们自己留着吧", "我不差你这8块", "我要你8块干嘛",
        "我不缺你那点钱", "8块我不要", "谁稀罕你这8块，恶心", "没门", "想得美", "这8块你们留着吧", "谁在乎你那8块",
    ],
)  # fmt: skip
def test_b9_a_hard_no_is_one(text: str) -> None:
    assert offer_answer(text, EIGHT, NOW) == "no"


@pytest.mark.parametrize(
    "text",
    [
        "不要紧", "不要忘了退8块", "谁要我去拿", "不要退货就行", "我要不要拍照", "不差这一天", "坏的我拿回去了",
        "坏的给你们留着", "不是，我是说坏了五个", "不一定有空", "不要放门口", "不小心点错了",
    ],
)  # fmt: skip
def test_b9_words_that_begin_like_a_no_refuse_nothing(text: str) -> None:
    assert offer_answer(text, EIGHT, NOW) not in ("no", "yes", "yes_asking")


@pytest.mark.parametrize(
    "text",
    [
        "为啥还没退", "退款到哪了", "说退8块，人呢", "都等三天了", "到现在8块也没退", "退款进度怎么样了", "我那8块呢",
        "是不是忘了退我8块",
    ],
)  # fmt: skip
def test_b10_whoever_presses_is_heard(text: str) -> None:
    assert offer_answer(text, EIGHT, NOW) == "pressing"


@pytest.mark.parametrize("text", ["好的，放了两天了", "好的，别忘了就好"])
def test_b10_words_of_time_alone_do_not_press(text: str) -> None:
    assert offer_answer(text, EIGHT, NOW) != "pressing"


# --- friendly answers, a wish for the future, a kind no ---


@pytest.mark.parametrize(
    "text",
    [
        "好哒", "好嘞好嘞", "好咧", "阔以", "成交", "就这么着", "就按你说的", "退8可以", "那就退", "没得说，行",
        "8块也行，总比没有强",
        "好的谢谢亲", "好的呢亲", "可以，但是下次注意", "可以，不过快点", "好的，但是要快", "行吧，不过尽快给我退",
        "可以，就是别拖",
    ],
)  # fmt: skip
def test_a19_a_friendly_yes_is_one_whatever_it_wishes_for_the_future(text: str) -> None:
    assert offer_answer(text, EIGHT, NOW) == "yes"


@pytest.mark.parametrize(
    "text",
    [
        "不退白不退",
        "没说不行",
        "收到啦",
        "收到，谢谢团长",
        "行，下次别找我了",
        "可以，下次再也不买了",
        "快点",
        "修好嘞",
    ],
)
def test_a19_what_may_mean_either_is_neither(text: str) -> None:
    assert offer_answer(text, EIGHT, NOW) == "other"


@pytest.mark.parametrize("text", ["可以，但是再加2块", "好的，不过8块太少", "好，但是要10块", "不是不行，8块少了点"])
def test_a19_a_yes_that_wants_more_is_no_yes(text: str) -> None:
    assert offer_answer(text, EIGHT, NOW) == "more"


@pytest.mark.parametrize("text", ["没收到", "没看到转账", "我没收到钱啊", "说好今天退的呢"])
def test_a19_who_thinks_that_it_was_paid_presses(text: str) -> None:
    assert offer_answer(text, EIGHT, NOW) == "pressing"


@pytest.mark.parametrize("text", ["不用退了没事的", "谢谢，不用了", "不用了，邻里邻居的，没事", "算了，不用退，小事"])
def test_a19_a_kind_no_is_a_no_and_kind(text: str) -> None:
    assert offer_answer(text, EIGHT, NOW) == "no"
    assert lets_go(text)


@pytest.mark.parametrize(
    "text", ["不用了", "不要", "谁稀罕你这8块", "算了，以后不来了", "不用了，你们真行", "谢谢，8块就行"]
)
def test_a19_a_plain_or_bitter_no_is_not_kind(text: str) -> None:
    assert not lets_go(text)
