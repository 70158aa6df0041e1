"""B9: how an offer is said – outcome and time, kindly, freely, tied to nothing."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest

from bot.domain.compensation import Kind
from bot.domain.tone import check_tone
from bot.replies import catalogue

OFFER: dict[str, Any] = catalogue()["offer"]
LEADER: dict[str, Any] = catalogue()["compensation"]
WORDS = {
    "goods": "冷冻虾饺",
    "outcome": "全额退款 29.90 元，东西不用退回",
    "due": "明天 11:00",
    "hours": "24",
    "verb": "坏了",
    "promised": "退款 29.90 元",
}
TO_MEMBER = [
    (key, text)
    for key, found in OFFER.items()
    if key not in ("new_buttons", "verbs", "no_goods", "goods_and")
    for text in (found if isinstance(found, list) else [found])
]


def sentences(found: object) -> list[str]:
    if isinstance(found, dict):
        return [text for inner in found.values() for text in sentences(inner)]
    return [str(text) for text in found] if isinstance(found, list) else [str(found)]


@pytest.mark.parametrize(("key", "text"), TO_MEMBER)
def test_what_a_member_reads_is_kind_short_and_tied_to_nothing(key: str, text: str) -> None:
    said = text.format(**WORDS)
    assert check_tone(said, kind="private", author="group_leader") == ()
    assert len(said) <= 110
    assert not re.search("你(?!好)", said), "members are addressed as 您"
    assert not re.search("好评|评价|别说|不要说|保密|撤回|删", said)


@pytest.mark.parametrize("text", [*OFFER["new"], *OFFER["besides"], *OFFER["agreed"], OFFER["outdated"]])
def test_an_offer_names_outcome_and_time(text: str) -> None:
    assert "{outcome}" in text
    assert "{due}" in text


@pytest.mark.parametrize("text", [*OFFER["new"], *OFFER["besides"], *OFFER["reminder"]])
def test_an_offer_leaves_the_member_free(text: str) -> None:
    assert "“好”" in text or "回“好”" in text
    assert re.search("直说|直接说|尽管说|不合适|换个办法", text)


def test_every_step_of_the_ladder_has_its_words() -> None:
    assert set(get_args(Kind)) <= set(LEADER["outcomes"])


@pytest.mark.parametrize("text", sentences(LEADER))
def test_what_a_leader_reads_is_brief(text: str) -> None:
    assert text == text.strip()
    assert len(text) <= 150


def test_no_sentence_stands_twice() -> None:
    said = [*sentences(OFFER), *sentences({k: v for k, v in LEADER.items() if k != "buttons"})]
    once = [text for text in said if len(text) > 6]
    assert len(once) == len(set(once))
