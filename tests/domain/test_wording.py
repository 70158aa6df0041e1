"""A wording is filled with names and text, and with nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.wording import fill, flaw_in, renamed, variables_in

NAMES = ("goods", "member", "商品")
TEXT = st.text(max_size=60)
MOSTLY_BRACES = st.text(alphabet="{}{}.[]!:()｛｝goods商品0_ ", max_size=24)


@given(st.one_of(TEXT, MOSTLY_BRACES), TEXT, TEXT)
def test_what_passes_can_be_filled_and_what_does_not_is_refused(text: str, goods: str, member: str) -> None:
    values = {"goods": goods, "member": member, "商品": "x"}
    if flaw_in(text, NAMES) is None:
        pieces = text.replace("{goods}", "\0").replace("{member}", "\1").replace("{商品}", "\2")
        expected = "".join({"\0": goods, "\1": member, "\2": "x"}.get(char, char) for char in pieces)
        if not {"\0", "\1", "\2"} & set(text):
            assert fill(text, values) == expected
    else:
        with pytest.raises(ValueError, match=r"^\w+: "):
            fill(text, values)


@given(MOSTLY_BRACES)
def test_what_a_member_wrote_is_put_in_as_it_is(said: str) -> None:
    assert fill("您说的“{quote}”记下了", {"quote": said}) == f"您说的“{said}”记下了"


@pytest.mark.parametrize(
    "text",
    [
        "{goods.__class__}", "{goods[0]}", "{goods!r}", "{goods:>9}", "{}", "{0}", "{goods", "goods}", "{{goods}}",
        "{ goods }",
    ],
)  # fmt: skip
def test_nothing_is_reached_through_a_name(text: str) -> None:
    flaw = flaw_in(f"好的{text}", NAMES)
    assert flaw is not None
    assert flaw.kind == "braces"
    with pytest.raises(ValueError, match="braces"):
        fill(text, {"goods": "草莓"})


def test_what_is_wrong_is_named() -> None:
    assert flaw_in(" \n", NAMES).kind == "empty"  # type: ignore[union-attr]
    unknown, missing = flaw_in("{phone}", NAMES), flaw_in("好", NAMES, needed=("goods",))
    assert unknown is not None
    assert missing is not None
    assert (unknown.kind, unknown.what) == ("unknown", "phone")
    assert (missing.kind, missing.what) == ("missing", "goods")
    assert flaw_in("{goods}", NAMES, needed=("goods",)) is None


def test_names_are_called_otherwise_for_people_and_back() -> None:
    called = {"goods": "商品"}
    assert renamed("{goods}和{other}", called) == "{商品}和{other}"
    assert renamed("{商品}", {"商品": "goods"}) == "{goods}"
    assert variables_in("{b}{a}{b}") == ("b", "a")
