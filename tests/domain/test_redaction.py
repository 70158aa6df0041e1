"""C1: what names a person or leads to one does not leave the conversation."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.redaction import Redacted, Redactor, Span

DATA = Path(__file__).parent.parent / "data"
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
HAN = str.maketrans("0123456789", "零幺二三四五六拐八九")
FAMILIES = "王李张刘陈杨赵周吴徐孙朱胡郭何林罗郑梁谢"


def redact(text: str, *, member: str, names: Sequence[str] = (), **more: Any) -> Redacted:
    """One text redacted by itself."""
    return Redactor(member, names).redact(text, **more)


def leak_list(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines() if line.strip()]


@pytest.mark.parametrize("name", ["leaks.jsonl", "leaks_2.jsonl"])
def test_nothing_of_the_leak_lists_survives_and_nothing_harmless_is_lost(name: str) -> None:
    leaked, lost = [], []
    for row in leak_list(name):
        shown = redact(row["text"], member=row["member"], names=row["names"]).text  # type: ignore[arg-type]
        leaked += [(row["id"], item) for item in row["leaks"] if item in shown]  # type: ignore[attr-defined]
        lost += [(row["id"], item) for item in row.get("keep", []) if item not in shown]  # type: ignore[attr-defined]
    assert leaked == []
    assert lost == []


def test_ordinary_messages_are_hardly_touched() -> None:
    threads = [json.loads(line) for line in (DATA / "threads.jsonl").read_text("utf-8").splitlines()]
    messages = [message for thread in threads for message in thread["messages"]]
    people = {message["from"] for message in messages} - {"团长"}
    said = [message["text"] for message in messages]
    texts = [text for text in said if "@" not in text and not any(name in text for name in people)]
    touched = [text for text in texts if redact(text, member="").spans]
    assert len(texts) > 300
    assert len(touched) / len(texts) <= 0.02, touched


phones = st.builds(lambda head, tail: f"1{head}{tail}", st.integers(3, 9), st.integers(10**8, 10**9 - 1))
separators = st.sampled_from(["", " ", "-", " - ", ".", "—"])


def grouped(number: str, separator: str, sizes: tuple[int, ...] = (3, 4, 4)) -> str:
    parts, start = [], 0
    for size in sizes:
        parts.append(number[start : start + size])
        start += size
    return separator.join([*parts, number[start:]] if start < len(number) else parts)


spellings = st.sampled_from([lambda s: s, lambda s: s.translate(WIDE), lambda s: s.translate(HAN)])
around = st.sampled_from(
    [("我电话", "，打给我"), ("", ""), ("微信同号", "加我"), ("有事call我 ", " 谢谢"), ("草莓坏了3个，", "王姐")]
)


@given(phones, separators, spellings, around)
def test_a_phone_never_survives(number: str, separator: str, spelling, sides) -> None:  # type: ignore[no-untyped-def]
    written = spelling(grouped(number, separator))
    shown = redact(f"{sides[0]}{written}{sides[1]}", member="小芳").text
    assert written not in shown
    assert "[电话]" in shown or "[账号]" in shown


@given(st.integers(1, 99), st.integers(1, 9), st.integers(101, 3399), st.sampled_from(
    ["{b}栋{u}单元{r}", "{b}号楼{r}室", "{b}-{u}-{r}", "{b}#{r}", "{b}幢{r}", "{b} 栋 {r}", "{b}栋-{r}", "{b}杠{u}杠{r}"]  # noqa: E501
))  # fmt: skip
def test_a_room_never_survives(building: int, stair: int, room: int, form: str) -> None:
    written = form.format(b=building, u=stair, r=room)
    for spelled in (written, written.translate(WIDE)):
        shown = redact(f"放{spelled}门口就行", member="小芳").text
        assert "[地址]" in shown
        assert spelled[-3:] not in shown


@given(
    st.sampled_from(["订单号", "快递单号：", "运单 ", "取件码是", "银行卡", "身份证号"]), st.integers(10**9, 10**18 - 1)
)
def test_a_number_of_a_paper_never_survives(word: str, number: int) -> None:
    assert str(number) not in redact(f"{word}{number}麻烦查下", member="").text


@given(
    st.sampled_from(["vx:{}", "微信{}", "薇信 {}", "扣扣：{}", "加V {}", "微信号是{}"]),
    st.from_regex(r"[a-z]{3,8}[_-]?[0-9]{2,6}", fullmatch=True),
)
def test_an_account_never_survives(form: str, account: str) -> None:
    assert account not in redact(form.format(account), member="").text


@given(st.sampled_from(FAMILIES), st.sampled_from(["伟", "芳芳", "建国", "雪梅", "浩然"]), st.sampled_from(
    ["我叫{}", "收件人：{}", "@{} 看下", "{}收", "和{}一起拿的"]
))  # fmt: skip
def test_a_listed_name_never_survives(family: str, given_name: str, form: str) -> None:
    name = family + given_name
    assert name not in redact(form.format(name), member="小芳", names=[name]).text


chat = st.text(
    alphabet=st.one_of(
        st.sampled_from("0123456789１２栋单元号楼室-—王张李伟芳姐@ .,，。微信vxQ:：杠幺三八[]*邻居AB电话取件码草莓\n"),
        st.characters(),
    ),
    max_size=60,
)


@settings(max_examples=300)
@given(chat, chat, st.lists(chat, max_size=3), st.booleans())
def test_redacting_never_fails_and_twice_is_once(text: str, member: str, names: list[str], hide: bool) -> None:
    once = redact(text, member=member, names=names, hide_amounts=hide)
    done = 0
    for span in once.spans:
        assert done <= span.start < span.end <= len(text)
        done = span.end
    rebuilt, place = "", 0
    for span in once.spans:
        rebuilt += text[place : span.start] + span.shown
        place = span.end
    assert once.text == rebuilt + text[place:]
    assert len(once.spans) <= len(text)


@settings(max_examples=300)
@given(st.lists(st.sampled_from([
    "我电话13800138000", "住翠湖花园3栋502", "，王芳收", "张伟说没收到", "vx:lili_0512", " 3-2-1045 ", "草莓12.8元3盒", "沪A·D12345", "\n", "小芳",  # noqa: E501
    "豆豆妈", "尾号0018", "lili@qq.com", "https://u.jd.com/a1 ", "取件码是A123", "。", " ", "九栋", "幺三八零零幺三八零零零", "5号", "售后单 12",  # noqa: E501
]), max_size=8))  # fmt: skip
def test_a_redacted_text_stays_as_it_is(parts: list[str]) -> None:
    names = ["小芳", "豆豆妈妈"]
    once = redact("".join(parts), member="4栋王姐", names=names).text
    assert redact(once, member="4栋王姐", names=names).text == once


@pytest.mark.parametrize(
    "text",
    [
        "草莓12.8元3盒，500克，0添加，3.6牛奶，5号电池", "12315和110我都知道", "2026-01-05 18:00到货", "售后单 12 办好了",  # noqa: E501
        "10-12号到货，8-10天", "50-100元都行", "三种价格：12.9 13.8 15.6", "两室一厅都够放", "纸巾3层120抽", "谢谢师傅", "楼下快递柜",  # noqa: E501
    ],
)  # fmt: skip
def test_prices_dates_and_goods_stay(text: str) -> None:
    assert redact(text, member="小芳").text == text


def test_one_person_has_one_label_in_a_whole_conversation() -> None:
    redactor = Redactor("王姐", ["小芳", "豆豆妈妈"])
    assert redactor.redact("豆豆妈说坏了").text == "邻居A说坏了"
    assert redactor.redact("小芳和豆豆妈妈都退了").text == "邻居B和邻居A都退了"
    assert redactor.label("王姐") == "王**"
    assert Redactor("王姐", neutral=True).label("王姐") == "邻居A"


def test_amounts_only_on_wish() -> None:
    text = "退您12.8元，再加五块"
    assert redact(text, member="").text == text
    assert redact(text, member="", hide_amounts=True).text == "退您[金额]，再加[金额]"


def test_a_leader_hides_more_and_never_less() -> None:
    text = "我在医院，电话13800138000"
    start = text.index("医院")
    shown = redact(text, member="", more=[Span(start, start + 2)])
    assert shown.text == "我在[已隐去]，电话[电话]"
    assert [text[span.start : span.end] for span in shown.spans] == ["医院", "13800138000"]


@pytest.mark.parametrize(
    ("text", "leak"),
    [
        ("住在翠湖天地12号", "翠湖天地12号"), ("我住翠湖天地12号", "翠湖天地12号"),
        ("我们住金色港湾3号", "金色港湾3号"), ("我家在云锦东方8号", "云锦东方8号"), ("叁栋伍零贰", "伍零贰"),
        ("柒号楼壹单元叁零壹", "叁零壹"), ("我家在5楼东户", "5楼东"), ("三楼西边户", "三楼西"), ("502烂了一半", "502"),
        ("草莓坏了，1203也少了一盒", "1203"), ("小丽收", "小丽"), ("王姐收", "王姐"), ("丽丽说的", "丽丽"),
        ("叫我丽姐", "丽姐"),
    ],
)  # fmt: skip
def test_homes_and_short_names_in_other_words(text: str, leak: str) -> None:
    assert leak not in redact(text, member="王丽").text


@pytest.mark.parametrize(
    "text",
    [
        "住在附近，12号再来",
        "我住得近，12号来取",
        "5楼东边有电梯",
        "500克烂了一半",
        "102块退我",
        "叁元一斤",
        "12号到货，坏了三个",
        "美丽的草莓",
        "小王子草莓",
    ],
)
def test_dates_weights_and_prices_beside_them_stay(text: str) -> None:
    assert redact(text, member="张丽").text == text


@pytest.mark.parametrize(
    ("text", "leak"),
    [
        ("朵朵妈也说酸", "朵朵"), ("小雅妈妈的那箱也坏了", "小雅"), ("问了邻居陈嫂，她也漏了", "陈嫂"), ("跟楼上的阿娟拼了一箱", "阿娟"),  # noqa: E501
        ("杨大姐说不新鲜", "杨大姐"), ("和萍姐一起拿的", "萍姐"), ("隔壁张叔也少两个", "张叔"), ("橘橘奶奶帮我拿的", "橘橘"),  # noqa: E501
        ("石头爸说收到了", "石头"), ("谢谢韩阿姨", "韩阿姨"), ("楼下803也说烂了", "803"), ("隔壁1102那家没烂", "1102"),
        ("902也是这样", "902"),
    ],
)  # fmt: skip
def test_neighbours_who_never_wrote_are_hidden(text: str, leak: str) -> None:
    once = redact(text, member="林小娟", names=["静静"]).text
    assert leak not in once
    assert redact(once, member="林小娟", names=["静静"]).text == once


@pytest.mark.parametrize(
    "text",
    [
        "我妈说太甜", "孩子妈没空", "宝妈们都说好", "老妈做的", "谢谢大姐", "谢谢姐", "谢谢叔叔", "快递小哥放错了", "团长姐姐真好",  # noqa: E501
        "老干妈两瓶", "小姐姐帮看看", "阿胶糕一盒", "阿克苏苹果很脆", "纯牛奶奶香浓", "好姐妹都在吃", "照顾奶奶走不开", "门卫大爷收了",  # noqa: E501
        "小朋友妈妈都买", "宝宝妈妈放心", "500也是这样", "楼上也说坏了", "隔壁超市卖15",
    ],
)  # fmt: skip
def test_kinship_words_alone_stay(text: str) -> None:
    assert redact(text, member="林小娟", names=["静静"]).text == text
