"""The model's files are checked before use, its words are readable, and alone or in a batch it says the same."""

import json
import shutil
from pathlib import Path

import pytest

from bot.detection import DetectionSettings, detect, detect_many
from bot.detection.expected import expected, in_words
from bot.detection.model.arrays import ARRAYS, CARD, FOLDER, ModelError, load_model
from bot.domain.verdict import SENSITIVITIES, Burst, BurstMessage, Earlier, Sensitivity, Situation


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (ARRAYS, CARD):
        shutil.copy(FOLDER / name, tmp_path / name)
    return tmp_path


def one(text: str) -> Burst:
    return Burst((BurstMessage(text),))


@pytest.mark.parametrize("name", [ARRAYS, CARD])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelError, match=name):
        load_model(folder)


def test_damaged_arrays_are_named_with_both_checksums(folder: Path) -> None:
    data = bytearray((folder / ARRAYS).read_bytes())
    data[1000] ^= 1
    (folder / ARRAYS).write_bytes(data)
    wanted = json.loads((folder / CARD).read_text(encoding="utf-8"))["files"][ARRAYS]
    with pytest.raises(ModelError, match=rf"{ARRAYS}: damaged: SHA-256 is [0-9a-f]{{64}}, expected {wanted}"):
        load_model(folder)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"files": {}}'])
def test_a_damaged_card_is_named(folder: Path, text: str) -> None:
    (folder / CARD).write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=rf"{CARD}: damaged"):
        load_model(folder)


def test_a_batch_says_what_each_message_gets_alone() -> None:
    texts = ["草莓烂了一半", "", "😀", "收到，谢谢团长", "我的也是", "1" * 5000, "切开里头全空心的\n您瞅瞅这叫萝卜？"]
    situations = [Situation(), Situation((Earlier("鸡蛋碎了三个"),))]
    items = [(one(text), situation) for text in texts for situation in situations]
    assert detect_many(items) == [detect(*item) for item in items]


def test_repeated_words_are_not_answered() -> None:
    for text in ("草莓" * 2000, "哈" * 500, "？！" * 300):
        assert detect(one(text), Situation()).decision != "complaint"


def test_an_empty_batch() -> None:
    assert detect_many([]) == []


def test_more_sensitive_settings_never_hear_less() -> None:
    order = ["none", "review", "complaint"]
    for text in ("草莓烂了一半", "这价我有点下不去手", "谢谢团长", "等了三天影子都没有"):
        heard = [
            order.index(detect(one(text), Situation(), DetectionSettings(sensitivity)).decision)
            for sensitivity in ("cautious", "balanced", "keen")
        ]
        assert heard == sorted(heard)


def test_a_group_may_want_it_otherwise_than_the_installation() -> None:
    said = one("真难吃")
    heard = {name: detect(said, Situation(), DetectionSettings(name)).decision for name in SENSITIVITIES}
    assert len(set(heard.values())) > 1, "or this shows nothing"
    for installed in (None, *map(DetectionSettings, SENSITIVITIES)):
        found = {name: detect(said, Situation(sensitivity=name), installed).decision for name in SENSITIVITIES}
        assert found == heard
        together = detect_many([(said, Situation(sensitivity=name)) for name in SENSITIVITIES], installed)
        assert [verdict.decision for verdict in together] == list(heard.values())


@pytest.mark.parametrize("name", SENSITIVITIES)
def test_what_is_expected_of_a_sensitivity_is_what_the_model_card_says(name: Sensitivity) -> None:
    table = (Path(__file__).parents[2] / "docs" / "model-card.md").read_text("utf-8")
    rows = [row.split("|") for row in table.splitlines() if row.startswith(f"| {name} |")]
    (right, answered), (_, heard) = (tuple(100 * float(cell) for cell in row[3:5]) for row in rows)
    found = expected(name)
    shown = (found.right, found.answered, found.answered + found.asked)
    assert shown == pytest.approx((right, answered, heard), abs=0.51)
    assert found.answered + found.asked + found.missed == 100
    assert str(found.right) in in_words(name)


def test_a_group_leader_never_complains() -> None:
    burst = Burst((BurstMessage("草莓烂了一半，气死我了"),), "group_leader")
    assert detect(burst, Situation()).decision == "none"
