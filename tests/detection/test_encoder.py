"""The encoder splits texts as e5-small does, is checked before use, and says the same alone and in a batch."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.detection import detect, detect_many
from bot.detection.model.arrays import CARD, FOLDER, ModelError
from bot.detection.model.encoder import NETWORK, PIECES, Encoder, encoder, load_encoder
from bot.detection.model.pieces import Pieces
from bot.detection.model.script import LONGEST, script_of
from bot.domain.verdict import CATEGORIES, Burst, BurstMessage, Earlier, Situation

SPLITS = {
    "草莓烂了一半": "▁ 草莓 烂 了 一半",
    "我订的三箱车厘子还没到,团长您给催催": "▁我 订 的三 箱 车 厘 子 还没 到 , 团 长 您 给 催 催",
    "切开里头全空心的 您瞅瞅这叫萝卜?": "▁ 切 开 里 头 全 空 心的 ▁您 瞅 瞅 这 叫 萝 卜 ?",
    "+1": "▁+1",
    "kf已读不回 第三天": "▁k f 已 读 不 回 ▁第三 天",
    "🍓坏了😭😭 [图片]": "▁ 🍓 坏 了 😭 😭 ▁[ 图片 ]",
    "团长:米袋子底下全是油": "▁ 团 长 : 米 袋 子 底下 全 是 油",
    "": "▁",
    "  a  b ": "▁a ▁ ▁b",
    "𠮷野家": "▁ <unk> 野 家",
    "12315投诉走起,41天了": "▁123 15 投诉 走 起 , 41 天 了",
}
"""Splits by multilingual-e5-small's whole vocabulary."""


@pytest.fixture(scope="module")
def shipped() -> Encoder:
    return encoder()


def one(text: str, image: bool = False) -> Burst:
    return Burst((BurstMessage(text, image),))


@pytest.mark.parametrize("text", SPLITS)
def test_texts_are_split_as_the_whole_vocabulary_splits_them(shipped: Encoder, text: str) -> None:
    pieces = shipped.pieces
    assert " ".join(pieces.texts[at] for at in pieces.ids(text)) == SPLITS[text]


def test_the_likeliest_split_wins() -> None:
    pieces = Pieces(("<s>", "<pad>", "</s>", "<unk>", "▁", "a", "b", "ab"), (0, 0, 0, 0, -1.0, -2.0, -2.0, -3.0))
    assert pieces.ids("abb") == [4, 7, 6]
    assert pieces.ids("acb") == [4, 5, Pieces.UNKNOWN, 6]


def read_of(shipped: Encoder, burst: Burst, *before: Earlier) -> str:
    script = script_of(burst, Situation(before), shipped.pieces)
    return "".join(shipped.pieces.texts[at] for at in script.ids).replace("▁", " ")


def test_a_script_says_who_wrote_what_nearest_first(shipped: Encoder) -> None:
    before = (
        Earlier("虾饺到了", "group_leader", False),
        Earlier("化冻了", "member", False, has_image=True),
        Earlier("我看看", "member", True),
        Earlier("嗯"),
    )
    burst = one("我的也是", image=True)
    read = "<s> 我的也是 [图片]</s> 嗯</s> 自己:我看看</s> 别人:化冻了 [图片]</s> 团长:虾饺到了</s>"
    assert read_of(shipped, burst, *before) == read
    script = script_of(burst, Situation(before), shipped.pieces)
    own = "".join(shipped.pieces.texts[at] for at in script.ids[: script.own]).replace("▁", " ")
    assert own == "<s> 我的也是 [图片]</s>"


def test_neighbours_are_told_apart_and_programs_are_not_heard(shipped: Encoder) -> None:
    before = (
        Earlier("我的好好的", "member", False, speaker="li"),
        Earlier("碎了三个", "member", False, speaker="wang"),
        Earlier("实在抱歉", "bot", False),
        Earlier("拍个照", "group_leader", False),
        Earlier("发了", "member", False, speaker="wang"),
    )
    read = read_of(shipped, one("我也碎了"), *before)
    assert read == "<s> 我也碎了</s> A:发了</s> 团长:拍个照</s> A:碎了三个</s> B:我的好好的</s>"


def test_a_script_is_never_too_long(shipped: Encoder) -> None:
    long = "米袋子底下全是油" * 60
    script = script_of(one(long), Situation(tuple(Earlier(long) for _ in range(12))), shipped.pieces)
    assert len(script.ids) <= LONGEST


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (NETWORK, PIECES, CARD):
        shutil.copy(FOLDER / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("name", [NETWORK, PIECES, CARD])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelError, match=name):
        load_encoder(folder)


@pytest.mark.parametrize("name", [NETWORK, PIECES])
def test_a_damaged_file_is_named_with_both_checksums(folder: Path, name: str) -> None:
    data = bytearray((folder / name).read_bytes())
    data[1000] ^= 1
    (folder / name).write_bytes(data)
    wanted = json.loads((folder / CARD).read_text(encoding="utf-8"))["files"][name]
    with pytest.raises(ModelError, match=rf"{name}: damaged: SHA-256 is [0-9a-f]{{64}}, expected {wanted}"):
        load_encoder(folder)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"files": {}}'])
def test_a_damaged_card_is_named(folder: Path, text: str) -> None:
    (folder / CARD).write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=rf"{CARD}: damaged"):
        load_encoder(folder)


def test_all_files_of_the_detector_are_small_enough_for_the_wheel() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir() if path.is_file()) <= 40_000_000


def test_a_batch_says_what_each_message_gets_alone() -> None:
    texts = ["米袋子底下全是油", "我的货呢", "这叫三斤？", "桃酱了，厉害👍", "等得花儿都谢了", "谢谢团长", "😀"]
    situations = [
        Situation(),
        Situation((Earlier("鸡蛋碎了三个"),)),
        Situation((Earlier("米到了，来拿", "group_leader", False), Earlier("我的漏了", "member", False))),
    ]
    items = [(one(text), situation) for text in texts for situation in situations]
    assert detect_many(items) == [detect(*item) for item in items]


def test_ordinary_talk_does_not_reach_the_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    def never() -> Encoder:
        raise AssertionError

    monkeypatch.setattr("bot.detection.chance.encoder", never)
    for text in ("收到，谢谢团长", "明天下雨，记得带伞", "哈哈哈", "2份，5-302", "今天吃什么呀"):
        assert detect(one(text), Situation()).decision == "none"


@given(st.text(max_size=200), st.lists(st.text(max_size=60), max_size=5), st.booleans())
@settings(max_examples=60, deadline=None)
def test_any_text_gets_finite_answers(text: str, before: list[str], image: bool) -> None:
    found = encoder().read(one(text, image), Situation(tuple(map(Earlier, before))))
    logits = [found.complaint, *found.category, *found.severity]
    assert len(found.category) == len(CATEGORIES)
    assert all(abs(logit) < 100 for logit in logits)
