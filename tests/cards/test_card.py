"""C1: the resolved card as a picture."""

from __future__ import annotations

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from bot.cards import Bubble, CardContent, Compensation, Step, draw
from bot.domain.card import LAYOUTS

ROOT = Path(__file__).parent.parent.parent
TALK = (
    Bubble("member", "王**", "团长，芒果收到了，有三个烂掉了😭 一捏就流水", "10:02", hidden_pictures=2),
    Bubble("ours", "团长", "非常抱歉🙏 三个坏果我们全额赔付，马上处理。", "10:03"),
)
CARD = CardContent(
    "售后已解决", "阳光里社区团 3群", "海南贵妃芒 5斤装", "17", "7F3A-92C2", TALK,
    Compensation(("退款 ¥12.80 · 原路退回",), "¥12.80"), (Step("收到反馈", "10:02"), Step("群友确认", "12:20", "2小时18分")),  # noqa: E501
    "2小时18分", "三个坏果按全额退款。",
)  # fmt: skip


def pictures(content: CardContent) -> list[Image.Image]:
    return [Image.open(io.BytesIO(data)) for data in draw(content)]


def test_a_card_is_one_light_picture_of_a_phones_width() -> None:
    data = draw(replace(CARD, bubbles=TALK * 4))
    assert len(data) == 1
    assert len(data[0]) <= 200_000
    picture = Image.open(io.BytesIO(data[0]))
    assert (picture.format, picture.mode, picture.width) == ("PNG", "P", 1080)


def test_eight_long_bubbles_are_not_too_heavy() -> None:
    said = "昨天下午五点多去自提点拿的，箱子外面看着是好的，回家打开底下一层全软了，还有一个发霉，您看这怎么弄呢"
    turns = [said[n:] + said[:n] for n in range(0, 48, 6)]
    talk = tuple(Bubble("ours" if n % 2 else "member", "王**", turn) for n, turn in enumerate(turns))
    data = draw(replace(CARD, bubbles=talk))
    assert len(data) == 1
    assert len(data[0]) <= 200_000


@pytest.mark.parametrize("count", [1, 8, 30])
def test_one_to_thirty_bubbles(count: int) -> None:
    sizes = [picture.size for picture in pictures(replace(CARD, bubbles=(TALK * 15)[:count]))]
    assert (len(sizes) > 1) == (count == 30)
    assert all(width == 1080 and height < 5000 for width, height in sizes)


def test_the_result_alone_shows_no_conversation() -> None:
    result = replace(CARD, layout="result")
    assert draw(result) == draw(replace(result, bubbles=()))
    assert pictures(result)[0].height < pictures(CARD)[0].height


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "8" * 1500,
        "哈" * 1200,
        "，" * 200,
        "“" * 50,
        "😂" * 300,
        "𓀀\u202e\x00\u200d\ufe0f",
        "a\u0301",
        "👨‍👩‍👧‍👦🇨🇳1️⃣👍🏿",
    ],
)
def test_any_text_is_drawn(text: str) -> None:
    line = text[:150]  # longer than any line, which is cut however long it is
    bubbles = (Bubble("member", line, text, line), Bubble("ours", line, line, line))
    card = replace(
        CARD, title=line, group=line, goods=line, result=line, duration=line, case_number=line, bubbles=bubbles,
        steps=(Step(line, line, line),) * 6, compensation=Compensation((line,) * 5, line),
    )  # fmt: skip
    for layout in LAYOUTS:
        drawn = pictures(replace(card, layout=layout))
        assert all(picture.width == 1080 for picture in drawn)
        assert (len(drawn) > 1) == (layout == "full" and len(text) >= 1200)


def test_bare_content_is_drawn() -> None:
    assert pictures(CardContent("", "", "", "", ""))


def test_a_photo_that_the_member_allowed_is_shown() -> None:
    data = io.BytesIO()
    Image.new("RGB", (900, 600), (200, 20, 90)).save(data, "JPEG")
    with_photo = replace(CARD, bubbles=(replace(TALK[0], picture=data.getvalue()),))
    found: Any = pictures(with_photo)[0].convert("RGB").getcolors(1 << 20)
    assert any(red > 180 and green < 50 and 60 < blue < 120 for _, (red, green, blue) in found)


def test_a_photo_keeps_its_soft_shades() -> None:
    ramp = Image.linear_gradient("L")
    photo = Image.merge("RGB", (Image.radial_gradient("L"), ramp, ramp.rotate(90))).resize((480, 360))
    data = io.BytesIO()
    photo.save(data, "PNG")
    (drawn,) = pictures(replace(CARD, bubbles=(Bubble("member", "王**", "", picture=data.getvalue()),)))
    shown = drawn.convert("RGB").crop((210, 431, 210 + 480, 431 + 360))
    far = ImageStat.Stat(ImageChops.difference(*(each.reduce(12) for each in (photo, shown)))).mean
    assert max(far) < 6, "in 256 plain colours it is 11"


def test_a_photo_that_cannot_be_read_counts_as_one_that_is_not_public() -> None:
    broken = replace(CARD, bubbles=(replace(TALK[1], picture=b"no picture"),))
    assert draw(broken) == draw(replace(CARD, bubbles=(replace(TALK[1], hidden_pictures=1),)))


def test_the_same_content_gives_the_same_bytes_in_threads() -> None:
    with ThreadPoolExecutor(2) as pool:
        drawn = list(pool.map(draw, [CARD, replace(CARD, title="另一张"), CARD]))
    assert drawn[0] == drawn[2] == draw(CARD)
    assert drawn[0] != drawn[1]


def test_traditional_groups_read_traditional_words() -> None:
    assert draw(CARD) != draw(replace(CARD, traditional=True))


def test_a_process_that_only_draws_stays_small() -> None:
    code = (
        "from bot.cards import *; "
        "draw(CardContent('好', '群', '货', '1', 'A', tuple(Bubble('member', '王**', '草莓烂了😭' * 9) for _ in range(30)))); "  # noqa: E501
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    )
    if not Path("/proc/self/status").exists():
        pytest.skip("the system does not tell how much memory a process takes")
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert int(told.stdout) / 1024 <= 150
