"""Promises as the rules and the network read them together."""

import json
import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.detection.model.arrays import CARD, ModelError
from bot.detection.promised import promises_in
from bot.detection.promised.network import (
    FOLDER,
    KINDS,
    MOST_READ,
    NETWORK,
    OWNED,
    PIECES,
    SUMMED,
    Chances,
    Thing,
    load_reader,
    reader,
    script_of,
)
from bot.detection.promised.together import together
from bot.domain import promise_words
from bot.domain.promise_candidates import candidates
from bot.domain.promise_deeds import Kind
from bot.domain.promise_words import PromiseWords

NOW = datetime(2026, 1, 5, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TONIGHT, TOMORROW = NOW.replace(hour=22), NOW.replace(day=6, hour=22)


def chances(text: str, *kinds: Kind, two: float = 0.0, **of: dict[str, tuple[Kind, ...]]) -> Chances:
    """A network that is sure: of these kinds, and of whose each sum, time and thing (by its words) is."""
    sums, times = candidates(text, NOW)

    def whose(what: str, start: int, end: int, names: tuple[Kind, ...]) -> dict[Kind, float]:
        theirs = of.get(what, {}).get(text[start:end].strip(), ())
        return {name: 0.98 if name in theirs else 0.02 for name in names}

    return Chances(
        {kind: 0.98 if kind in kinds else 0.02 for kind in KINDS}, 0.98 if kinds else 0.02, two,
        tuple((s, whose("sums", s.start, s.end, SUMMED)) for s in sums),
        tuple((t, whose("times", t.start, t.end, KINDS)) for t in times),
        tuple(
            Thing(text.index(words), text.index(words) + len(words), kind, 0.9)
            for words, owners in of.get("things", {}).items() for kind in owners if kind in OWNED
        ),
    )  # fmt: skip


def test_what_only_the_network_reads_is_built_from_the_words() -> None:
    text = "行吧，八块五红包，今晚"
    read = together(text, (), chances(text, "refund", sums={"八块五": ("refund",)}, times={"今晚": ("refund",)}))
    assert read == (PromiseWords("refund", 850, due=TONIGHT, words=text),)


def test_what_the_network_holds_for_nothing_is_none() -> None:
    text = "退8块"
    assert together(text, (PromiseWords("refund", 800, words=text),), chances(text)) == ()


def test_a_kind_that_the_rules_mistake_is_put_right_and_keeps_its_time() -> None:
    text = "那袋米今晚给您提过去"
    ruled = (PromiseWords("other", thing="那袋米", due=TONIGHT, words=text),)
    read = together(text, ruled, chances(text, "replacement", things={"那袋米": ("replacement",)}))
    assert read == (PromiseWords("replacement", thing="那袋米", due=TONIGHT, words=text),)


def test_open_values_are_filled_in_and_those_of_others_dropped() -> None:
    text = "先退您25元，后天再给您答复"
    due = candidates(text, NOW)[1][0].due
    ruled = (PromiseWords("refund", due=due, words="先退您25元"), PromiseWords("reply", due=due, words="给您答复"))
    of = chances(text, "refund", "reply", sums={"25元": ("refund",)}, times={"后天": ("reply",)})
    assert [(p.kind, p.amount_fen, p.due) for p in together(text, ruled, of)] == [
        ("refund", 2500, None),
        ("reply", None, due),
    ]


@pytest.mark.parametrize(
    "text", ["孩子的书我明天拿给你", "你的伞我明天带给你", "借你的20块我晚上还你", "你订的两包酸奶明天送到"]
)
def test_what_is_theirs_anyway_is_no_promise(text: str) -> None:
    assert promises_in(text, NOW) == ()


def test_money_that_is_given_back_beside_what_is_lent_is_promised() -> None:
    read = promises_in("今晚退你8块，借我的车明天还我", NOW)
    assert ("refund", 800, TONIGHT) in [(p.kind, p.amount_fen, p.due) for p in read]


@pytest.mark.parametrize("text", ["每家限2盒，今晚到货", "每人限购一份，明天到"])
def test_how_many_one_may_order_is_no_voucher(text: str) -> None:
    assert promises_in(text, NOW) == ()


def test_two_likely_sums_leave_the_sum_open() -> None:
    text = "39块的退您19块"
    of = chances(text, "refund", sums={"39块": ("refund",), "19块": ("refund",)})
    assert [p.amount_fen for p in together(text, (), of)] == [None]


def test_two_of_one_kind_that_are_hardly_meant_are_one_without_a_sum() -> None:
    text = "退一半，108退54"
    ruled = (PromiseWords("refund", 10800, words="退一半"), PromiseWords("refund", 5400, words="108退54"))
    assert [p.amount_fen for p in together(text, ruled, chances(text, "refund"))] == [None]
    assert len(together(text, ruled, chances(text, "refund", two=0.9))) == 2


def test_what_the_network_adds_stands_where_it_is_said() -> None:
    text = "明天补一盒，再打给您5块"
    ruled = (PromiseWords("replacement", thing="一盒", due=TOMORROW, words="明天补一盒"),)
    of = chances(
        text, "refund", "replacement",
        sums={"5块": ("refund",)}, times={"明天": ("replacement",)}, things={"一盒": ("replacement",)},
    )  # fmt: skip
    assert [(p.kind, p.amount_fen) for p in together(text, ruled, of)] == [("replacement", None), ("refund", 500)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("今晚退你8块", ["refund"]),
        ("明天给您补一盒草莓", ["replacement"]),
        ("退你8块，再补一盒，都是明天", ["refund", "replacement"]),
        ("静静别急，周三我上门看看", ["visit"]),
        ("刚给你转过去了，8块", []),
        ("每人8块，转给我就行", []),
        ("静静草莓很好吃的，今晚接龙每人送一盒", []),
        ("草莓明天补货，要的先报数", []),
        ("老周你多拿了一包牛奶，明天还回来哈", []),
        ("王姐 保温袋明天带来还我", []),
        ("老周你运气好，抽奖中了一包牛奶，明天来领", []),
        ("少的那袋明天补货时给你带来", ["replacement"]),
        ("坏了就退", []),
        ("明天草莓到货，下午四点来拿", []),
        ("今天的接龙截止到晚上八点", []),
        ("收到，谢谢大家", []),
        ("您孩子的水壶落我店里了，明天带给您", []),
        ("系统七天后自动给您退积分", []),
        ("会员日下单双倍积分，18号别忘了", []),
        ("给你退二十，行的话吱一声", []),
        ("刚喊人给你补了一包豆皮过去", []),
        ("月饼少一块，明天给你补两块", ["replacement"]),
        ("刀削面少了三两，礼拜天还您半斤", ["replacement"]),
        ("粉条多算您一斤，9元6角马上奉还", ["refund"]),
        ("下回开团给你添八个", ["replacement"]),
        ("豆沙包退8块；煎饼果子退7块；问题出在哪儿，明晚答复", ["refund", "refund", "reply"]),
        ("鸡翅4块退您，鸡腿7块也退您，都今天晚上", ["refund", "refund"]),
        ("退八毛一张，10张，退您8块", ["refund"]),
        ("这单16块，给你退一半吧，退8块", ["refund"]),
        ("群里每月1号发一张五元券，人人有份，自己领", []),
        ("返现活动：晒图返3元，转发返5元，截止周日", []),
        ("四块钱转给你啦", []),
        ("少发的一提卫生纸找到了，落在车上，一会儿给你搬上去", ["replacement"]),
        ("拖把头掉了这个，我明晚给您拿一个新的换上", ["replacement"]),
        ("没收到酸奶的明天都补，车上落了一箱", ["replacement"]),
        ("给您免一次邮，下单备注一下", ["voucher"]),
    ],
)  # fmt: skip
def test_common_words_are_read(text: str, kinds: list[str]) -> None:
    assert [p.kind for p in promises_in(text, NOW)] == kinds


@pytest.mark.parametrize(
    "text",
    ["两板鸡蛋56块，后天给你送去", "明天给你补，8块那种", "蓝莓明天给你送两盒过去，30块", "牛奶10块，明早给你送"],
)
def test_what_goods_cost_is_no_refund(text: str) -> None:
    assert "refund" not in [p.kind for p in promises_in(text, NOW)]


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("今晚给你退14块9毛5", 1495),
        ("十四块九毛五，今晚退你", 1495),
        ("今晚退你8块零5分", 805),
        ("今晚退你3毛5", 35),
        ("退你14块9毛5分", 1495),
        ("今晚退你8元5角", 850),
        ("退你8块5毛，5号转", 850),
        ("退你两毛五一斤", None),
        ("今晚退你8块，不对", None),
        ("今晚退你8块开玩笑的", None),
        ("草莓30块，烂的退你", None),
        ("草莓烂的退你8块", 800),
        ("退您一盒，一盒26", 2600),
        ("两家一共退16块", None),
        ("三家一共24块今晚转", None),
        ("三位合计24块，今晚转", None),
        ("碎的每个退你1块，今晚转", None),
        ("每份退你2块", None),
        ("鸡蛋一个赔1块", None),
        ("草莓每家8块，鸡蛋一个赔1块，今晚转", None),
        ("退您一半，一盒19.9，今晚", None),
        ("39.8一箱，退你一半19.9", 1990),
        ("三家，两盒各退8块", None),
        ("每袋退你四块五，两袋一共九块", 900),
        ("一瓶16，全退给你", 1600),
        ("您这单28元，全退给您", 2800),
        ("面包那袋9块9，连2块车费一共退您11块9", 1190),
        ("退不退都先赔您5元", 500),
        ("梨烂了一半吧？钱我今晚就转回去，一共二十六", 2600),
        ("今晚退你八块五，一毛不少", 850),
        ("蜂窝煤湿了十几个，按六毛一个退你，具体数我再点", None),
        ("白萝卜糠心了，退您块八毛的意思意思", None),
        ("给您补两张3块的券", 600),
        ("券给你两张，一张5块，总共10块", 1000),
        ("退你一半钱，就是32", 3200),
        ("豆干补三块", None),
        ("少的洗碗布，我补寄您五块", None),
        ("退您十二块五，次日到账", 1250),
    ],
)  # fmt: skip
def test_a_sum_is_whole_or_open(text: str, fen: int | None) -> None:
    assert [p.amount_fen for p in promises_in(text, NOW)] == [fen]


def test_a_longer_message_is_read_by_the_rules_alone() -> None:
    text = "今晚退你8块，" + "货都在门口了" * 60
    assert len(text) > MOST_READ
    assert promises_in(text, NOW) == promise_words.promises_in(text, NOW)


def test_pieces_know_their_characters() -> None:
    script = script_of("  退您8块，今晚𠮷", reader().pieces)
    assert script.places[-1][1] == len("  退您8块，今晚𠮷")
    assert all(start < end or start == 0 for start, end in script.places)
    at = script.pieces_in(4, 6)
    assert at
    assert all(script.places[n - 1][0] < 6 and script.places[n - 1][1] > 4 for n in at)


@given(st.text(max_size=400))
@settings(max_examples=80, deadline=None)
def test_any_text_is_read_the_same_twice(text: str) -> None:
    first = promises_in(text, NOW)
    assert first == promises_in(text, NOW)
    of = reader().chances(text, NOW)
    assert all(0 <= chance <= 1 for chance in (*of.kinds.values(), of.any, of.two_of_a_kind))
    assert all(0 <= one.start <= one.end <= len(text) for one in of.things)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (NETWORK, PIECES, CARD):
        shutil.copy(FOLDER / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("name", [NETWORK, PIECES, CARD])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelError, match=name):
        load_reader(folder)


@pytest.mark.parametrize("name", [NETWORK, PIECES])
def test_a_damaged_file_is_named_with_both_checksums(folder: Path, name: str) -> None:
    data = bytearray((folder / name).read_bytes())
    data[1000] ^= 1
    (folder / name).write_bytes(data)
    wanted = json.loads((folder / CARD).read_text(encoding="utf-8"))["files"][name]
    with pytest.raises(ModelError, match=rf"{name}: damaged: SHA-256 is [0-9a-f]{{64}}, expected {wanted}"):
        load_reader(folder)
