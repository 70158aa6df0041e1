"""Pasted chats: every form is read, every line is accounted for, nothing counts twice."""

# ruff: noqa: DTZ001, E501 -- the times of a chat have no zone; its lines are as long as they are
from __future__ import annotations

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.pasted import Pasted, PastedMessage, read
from bot.domain.pasted.overlap import mark_of, match
from bot.domain.pasted.photos import assign
from bot.domain.pasted.timing import moments

NOW = datetime(2026, 1, 7, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
"""A Wednesday."""


def said(text: str | bytes, names: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    """(when, who, what) of each message."""
    found = read(text, NOW, names).messages
    return [(f"{m.at:%m-%d %H:%M}" if m.at else "", m.name, "图" * len(m.pictures) + m.text) for m in found]


JINGJING, FANGFANG = ("01-05 10:31", "静静", "草莓烂了一半"), ("01-05 10:32", "芳芳12-3", "图我的也是")

FORMS = {
    "wechat desktop": "静静 2026/1/5 10:31\n草莓烂了一半\n\n芳芳12-3 2026/1/5 10:32\n[图片]\n我的也是\n",
    "wechat desktop, Chinese date": "静静 2026年1月5日 上午10:31\n草莓烂了一半\n\n芳芳12-3 2026年1月5日 10:32\n[图片]我的也是",
    "wechat phone": "—————  2026-01-05  —————\n\n静静  10:31\n草莓烂了一半\n\n芳芳12-3  10:32\n[图片]\n我的也是",
    "qq copy": "静静 2026/1/5 10:31:02\n草莓烂了一半\n\n芳芳12-3 2026/1/5 10:32:40\n[图片]\n我的也是",
    "qq export": (
        "消息记录（此消息记录为文本格式，不支持重新导入）\n\n"
        "================================================================\n消息分组:我的群聊\n"
        "================================================================\n消息对象:阳光里 3 群\n"
        "================================================================\n\n"
        "2026-01-05 10:31:02 【管理员】静静(12345)\n草莓烂了一半\n\n"
        "2026-01-05 10:32:40 芳芳12-3<fang@example.com>\n[图片]\n我的也是\n"
    ),
    "qq export, 12 hours": "2026-01-05 10:31:02 AM 静静(12345)\n草莓烂了一半\n\n2026-01-05 10:32:40 AM 芳芳12-3(54321)\n[图片]我的也是\n",
    "telegram desktop": "静静, [05.01.2026 10:31]\n草莓烂了一半\n\n芳芳12-3, [05.01.2026 10:32]\n[ Photo ]\n我的也是".replace(
        "[ Photo ]", "[Photo]"
    ),
    "telegram desktop, other date": "静静, [2026-1-5 10:31]\n草莓烂了一半\n\n芳芳12-3, [2026-1-5 10:32]\n[图片]\n我的也是",
    "telegram phone": "[1/5/26 10:31 AM] 静静: 草莓烂了一半\n[1/5/26 10:32 AM] 芳芳12-3: [Photo] 我的也是",
    "plain with times": "2026-01-05 10:31 静静: 草莓烂了一半\n2026-01-05 10:32 - 芳芳12-3：[图片]我的也是",
    "plain, time after": "静静(2026-01-05 10:31)：草莓烂了一半\n芳芳12-3(2026-01-05 10:32)：[图片]我的也是",
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_who_when_and_what(form: str) -> None:
    found = read(FORMS[form], NOW)
    assert said(FORMS[form]) == [JINGJING, FANGFANG]
    assert found.unreadable == ()
    assert all(m.dated for m in found.messages)


def test_the_number_of_a_qq_member_is_kept() -> None:
    assert [m.member_id for m in read(FORMS["qq export"], NOW).messages] == ["12345", None]


@pytest.mark.parametrize(
    "text",
    [
        "静静: 草莓烂了一半\n芳芳12-3：[图片]我的也是",
        "静静:\n草莓烂了一半\n\n芳芳12-3：\n[图片]\n我的也是",
        "> 静静:\n草莓烂了一半\n\n> 芳芳12-3:\n[图片]\n我的也是",
    ],
)
def test_names_alone_are_enough(text: str) -> None:
    assert said(text) == [("", *JINGJING[1:]), ("", *FANGFANG[1:])]


@pytest.mark.parametrize(
    ("head", "when"),
    [("昨天 18:20", "01-06 18:20"), ("星期一 下午3:05", "01-05 15:05"), ("1月5日 晚上9:07", "01-05 21:07"), ("11:59", "01-07 11:59"), ("12:30", "01-06 12:30")],
)  # fmt: skip
def test_a_word_for_the_day_means_the_day_of_the_paste(head: str, when: str) -> None:
    """A separator gives the messages below it their time; the day is not the text's own."""
    text = f"{head}\n静静: 草莓烂了\n芳芳: 我的也是"
    assert [at for at, _, _ in said(text)] == [when, when]
    assert not any(m.dated for m in read(text, NOW).messages)


def test_lines_of_the_program_itself_are_no_messages() -> None:
    text = FORMS["wechat desktop"] + '\n"静静"撤回了一条消息\n\n"老王"邀请"小李"加入了群聊\n以下为新消息\n'
    found = read(text, NOW)
    assert [a.kind for a in found.asides] == ["system"] * 3
    assert len(found.messages) == 2
    qq = FORMS["qq export"] + "\n2026-01-05 10:40:00 系统消息(10000)\n小李加入本群。\n"
    assert len(read(qq, NOW).messages) == 2


def test_a_time_in_a_message_begins_no_new_one() -> None:
    text = "静静 2026/1/5 10:31\n明天几点来拿\n是不是 10:30\n\n芳芳 2026/1/5 10:32\n我也想问\n注意: 别来太早"
    assert [what for _, _, what in said(text)] == ["明天几点来拿\n是不是 10:30", "我也想问\n注意: 别来太早"]


def test_half_a_paste_shows_the_lines_that_are_nobodys() -> None:
    found = read("一半是烂的\n还漏水\n\n静静 2026/1/5 10:31\n真的\n\n芳芳 2026/1/5 10:32\n我的也是", NOW)
    assert [(u.line, u.text) for u in found.unreadable] == [(1, "一半是烂的"), (2, "还漏水")]
    assert len(found.messages) == 2


@pytest.mark.parametrize(
    "text",
    ["今天天气不错\n注意：明天到货\n大家记得来拿\n谢谢大家\n好的", "", "   \n\n", "{}", "[1, 2]", "<div>你好</div>"],
)
def test_what_is_no_chat_has_no_messages(text: str) -> None:
    found = read(text, NOW)
    assert found.messages == ()
    assert (
        len(found.unreadable) == sum(bool(line.strip()) for line in text.split("\n")) or not text.strip()[:1].isalpha()
    )


@pytest.mark.parametrize(
    "name", ["张:三", "<b>甜甜</b>", "😀" * 200, "\u202e反过来\u202c", "A-12(别名)", "王 姐 12:30 提货", "https://x.cn"]
)
def test_odd_names_are_names(name: str) -> None:
    shown = name.replace("\u202e", "").replace("\u202c", "")[:100]
    text = f"{name[:100]} 2026/1/5 10:31\n草莓烂了\n\n芳芳 2026/1/5 10:32\n我的也是"
    assert [who for _, who, _ in said(text)] == [shown, "芳芳"]


def test_a_known_name_may_have_a_colon() -> None:
    text = "王姐:3 号楼: 草莓烂了\n芳芳: 我的也是"
    assert said(text, ("王姐:3 号楼",))[0][1:] == ("王姐:3 号楼", "草莓烂了")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_bytes_are_read_whatever_wrote_them(encoding: str) -> None:
    text = FORMS["wechat desktop"].replace("\n", "\r\n")
    assert said(text.encode(encoding)) == [JINGJING, FANGFANG]


def test_broken_bytes_spoil_one_character_only() -> None:
    raw = FORMS["wechat desktop"].encode()
    assert len(said(raw[:9] + b"\xff" + raw[9:])) == 2


TELEGRAM = {
    "name": "阳光里 3 群",
    "type": "private_supergroup",
    "id": 1,
    "messages": [
        {"id": 1, "type": "service", "date": "2026-01-05T10:00:00", "actor": "静静", "action": "invite_members"},
        {"id": 2, "type": "message", "date": "2026-01-05T10:31:05", "from": "静静", "from_id": "user7", "text": ["草莓", {"type": "bold", "text": "烂了一半"}]},
        {"id": 3, "type": "message", "date": "2026-01-05T10:32:00", "from": "芳芳12-3", "from_id": "user8", "photo": "photos/photo_1@05-01-2026_10-32-00.jpg", "text": "我的也是"},
        {"id": 4, "type": "message", "date": "when?", "from": "x", "text": "y"},
        "rubbish",
    ],
}  # fmt: skip


def test_a_telegram_export_is_read_as_json() -> None:
    found = read(json.dumps(TELEGRAM, ensure_ascii=False), NOW)
    assert said(json.dumps(TELEGRAM)) == [JINGJING, FANGFANG]
    assert [m.member_id for m in found.messages] == ["7", "8"]
    assert found.messages[1].pictures == ("photo_1@05-01-2026_10-32-00.jpg",)
    assert [u.line for u in found.unreadable] == [4, 5]
    assert len(found.asides) == 1


TELEGRAM_PAGE = """<!DOCTYPE html><html><body><div class="history">
<div class="message service" id="message-1"><div class="body details">5 January 2026</div></div>
<div class="message default clearfix" id="message2"><div class="pull_left userpic_wrap"><div class="userpic"></div></div>
<div class="body"><div class="pull_right date details" title="05.01.2026 10:31:05 UTC+08:00">10:31</div>
<div class="from_name">静静</div><div class="text">草莓<strong>烂了</strong>一半</div></div></div>
<div class="message default clearfix joined" id="message3"><div class="body">
<div class="pull_right date details" title="05.01.2026 10:31:40 UTC+08:00">10:31</div><div class="text">真的<br>气人</div></div></div>
<div class="message default clearfix" id="message4"><div class="body">
<div class="pull_right date details" title="05.01.2026 10:32:00 UTC+08:00">10:32</div><div class="from_name">芳芳12-3</div>
<div class="media_wrap clearfix"><a class="photo_wrap clearfix pull_left" href="photos/photo_1.jpg"><img></a></div>
<div class="text">我的也是 &lt;b&gt;</div></div></div></div></body></html>"""


def test_a_telegram_export_is_read_as_html() -> None:
    assert said(TELEGRAM_PAGE) == [
        JINGJING, ("01-05 10:31", "静静", "真的\n气人"), ("01-05 10:32", "芳芳12-3", "图我的也是 <b>"),
    ]  # fmt: skip
    assert [a.text for a in read(TELEGRAM_PAGE, NOW).asides] == ["5 January 2026"]


def test_a_onebot_history_is_read() -> None:
    events = [
        {"time": 1767580265, "message_id": 1, "sender": {"user_id": 7, "nickname": "j", "card": "静静"}, "message": [{"type": "text", "data": {"text": "草莓烂了一半"}}]},
        {"time": 1767580320, "message_id": 2, "sender": {"user_id": 8, "nickname": "芳芳12-3"}, "message": "[CQ:image,file=a.jpg]我的也是"},
        {"time": "?", "message_id": 3, "sender": {}, "message": []},
    ]  # fmt: skip
    text = json.dumps({"status": "ok", "data": {"messages": events}})
    assert said(text) == [JINGJING, FANGFANG]
    assert len(read(text, NOW).unreadable) == 1


LINES = st.one_of(
    st.sampled_from(["静静: 草莓烂了", "芳芳 2026/1/5 10:32", "[图片]", "", "—— 2026-01-05 ——", "2026-01-05 10:31:02 小李(12345)", "12:30", '"静静"撤回了一条消息', "王姐：", "谢谢"]),
    st.text(alphabet="草莓烂: ：10/-[]()\u202e<>", max_size=20),
)  # fmt: skip


@given(st.lists(LINES, max_size=25))
def test_every_line_is_a_message_a_known_other_or_shown(lines: list[str]) -> None:
    found = read("\n".join(lines), NOW)
    kept = "\n".join(f"{m.name}\n{m.text}\n" for m in found.messages)
    begun = {m.line for m in found.messages} | {a.line for a in found.asides} | {u.line for u in found.unreadable}
    whole = "\n".join([kept, *(a.text for a in found.asides), *(u.text for u in found.unreadable)])
    for number, line in enumerate("\n".join(lines).replace("\u202e", "").strip().split("\n"), 1):
        text = line.replace("[图片]", "").strip()
        assert not text or number in begun or text in whole


# --- what was pasted before ---


def chat(timed: bool, *words: str) -> list[PastedMessage]:
    at = datetime(2026, 1, 5, 10, 0)
    return [
        PastedMessage(n, f"m{n % 3}", word, at + timedelta(minutes=n // 2) if timed else None, timed)
        for n, word in enumerate(words)
    ]


def pour(known: list[PastedMessage], piece: list[PastedMessage]) -> list[PastedMessage]:
    """What is known after a piece was pasted."""
    places = match([mark_of(m) for m in known], [mark_of(m) for m in piece])
    return known + [m for m, place in zip(piece, places, strict=True) if place is None]


WORDS = st.lists(st.sampled_from(["草莓", "烂了", "好的", "谢谢", "1"]), min_size=1, max_size=30)


@given(WORDS, st.booleans())
def test_the_same_text_twice_adds_nothing(words: list[str], timed: bool) -> None:
    whole = chat(timed, *words)
    assert pour([], whole) == whole, "what stands twice in one paste was said twice"
    assert pour(whole, whole) == whole


@given(st.integers(2, 40), st.data(), st.booleans())
def test_pieces_that_overlap_make_the_whole(size: int, data: st.DataObject, timed: bool) -> None:
    whole = chat(timed, *(f"w{n}" for n in range(size)))
    end = data.draw(st.integers(1, size))
    start = data.draw(st.integers(0, end - 1))
    assert pour(pour([], whole[:end]), whole[start:]) == whole


def test_an_older_piece_pasted_later_brings_only_what_is_older() -> None:
    whole = chat(True, *"abcdef")
    assert pour(whole[3:], whole[:5]) == whole[3:] + whole[:3]


def test_truly_equal_messages_stay_two() -> None:
    once = [PastedMessage(1, "静静", "还没到", datetime(2026, 1, 5, 10, 31), True)]
    assert len(pour([], once * 2)) == 2
    assert len(pour(pour([], once), once * 2)) == 2


def test_a_word_said_again_another_day_is_new() -> None:
    first = [PastedMessage(1, "静静", "还没到", datetime(2026, 1, 5, 10, 31), True)]
    again = [PastedMessage(1, "静静", "还没到", datetime(2026, 1, 6, 10, 31), True)]
    assert len(pour(pour([], first), again)) == 2


def test_a_phone_s_time_of_day_meets_the_computer_s_date() -> None:
    desktop = list(read(FORMS["wechat desktop"], NOW).messages)
    phone = list(read(FORMS["wechat phone"].split("\n", 2)[2], NOW).messages)
    assert pour(desktop, phone) == desktop


# --- times and photos ---


@given(st.lists(st.one_of(st.none(), st.integers(0, 3000)), min_size=1, max_size=20))
def test_times_are_told_for_all_and_none_lies_ahead(minutes: list[int | None]) -> None:
    start = datetime(2026, 1, 6, 0, 0)
    told = [
        PastedMessage(n, "a", "b", None if m is None else start + timedelta(minutes=m), True)
        for n, m in enumerate(minutes)
    ]
    times = moments(told, NOW)
    assert len(times) == len(told)
    assert all(at <= NOW for at in times)


def test_messages_of_one_minute_keep_their_order() -> None:
    told = [PastedMessage(n, "a", str(n), datetime(2026, 1, 5, 10, 31), True) for n in range(5)]
    assert sorted(set(moments(told, NOW))) == moments(told, NOW)


def picture(minute: int, *names: str) -> PastedMessage:
    return PastedMessage(minute, "静静", "", datetime(2026, 1, 5, 10, minute), True, None, names or ("",))


@pytest.mark.parametrize(
    ("photos", "expected"),
    [
        (["IMG_10.jpg", "IMG_2.jpg"], {(0, 0): "IMG_2.jpg", (1, 0): "IMG_10.jpg"}),
        (["微信图片_20260105103300.jpg"], {(1, 0): "微信图片_20260105103300.jpg"}),
        (["somebody.jpg"], {}),
    ],
)
def test_photos_find_their_messages_or_stay_out(photos: list[str], expected: dict[tuple[int, int], str]) -> None:
    assert assign([picture(1), picture(32)], photos) == expected


def test_an_export_names_its_photos() -> None:
    messages = [picture(1, "b.jpg"), picture(2, "a.jpg")]
    assert assign(messages, ["a.jpg", "b.jpg"]) == {(0, 0): "b.jpg", (1, 0): "a.jpg"}


def test_five_megabytes_are_read() -> None:
    text = "\n\n".join(f"静静{n % 50} 2026/1/5 10:{n % 60:02d}\n{'草莓烂了' * 20}" for n in range(20_000))
    found: Pasted = read(text.encode(), NOW)
    assert len(text.encode()) > 5_000_000
    assert len(found.messages) == 20_000
