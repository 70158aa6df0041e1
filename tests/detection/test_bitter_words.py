"""B9, B12: a threat is heard as one, and words that only look like it are not."""

from __future__ import annotations

import pytest

from bot.detection.bitter_words import is_angry, threatens


@pytest.mark.parametrize(
    "text",
    [
        "我要投诉", "好吧，我去12315问问", "我找媒体曝光你们", "等着被曝光吧", "不解决我就去市场监管局",
        "我发小红书了啊", "发业主群让大家评评理", "咱们法院见", "我报警了", "消协见", "我要告你们", "那我只好投诉了",
        "再这样我投诉了", "去工商局说",
    ],
)  # fmt: skip
def test_b12_a_threat(text: str) -> None:
    assert threatens(text)


@pytest.mark.parametrize(
    "text",
    [
        "我微信13812345678", "工商银行卡号6222", "转到工商卡", "不想投诉你们", "没打算曝光", "快递我已经投诉了",
        "我要告诉你个事", "朋友圈看到的", "照片都在手机里", "在315路公交站", "别发朋友圈", "小红书上学的做法",
        "公告里说的", "我住12345室",
    ],
)  # fmt: skip
def test_b12_no_threat(text: str) -> None:
    assert not threatens(text)


@pytest.mark.parametrize(("text", "angry"), [("太恶心了你们", True), ("你们真行", True), ("我考虑下", False)])
def test_a2_who_is_angry_is_not_asked_for_a_yes(text: str, angry: bool) -> None:
    assert is_angry(text) is angry
