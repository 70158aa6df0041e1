"""What the group reads about an incident: kind, short, and passed by the tone guard with every nudge."""

from __future__ import annotations

import re

import pytest

from bot.domain.tone import MAX_LENGTH, check_tone
from bot.replies import catalogue, variants

GOODS = ("草莓", "冷冻虾饺", "薰衣草洗衣液三瓶装")
LINK = "https://t.me/anxin_help_bot?start=incident_1024"
POSTS = [
    (f"{kind}.{subject}", text)
    for kind in ("notice", "update")
    for subject, texts in catalogue()["incident"][kind].items()
    for text in texts
]
NUDGES = [text for way in ("button", "dm_sent", "deep_link", "may_fail") for text in variants(f"nudge.{way}")]
DRAFTS = [text for key in ("progress", "summary") for text in variants(f"incident.{key}")]


@pytest.mark.parametrize(("key", "text"), POSTS)
def test_a_post_passes_the_guard_with_every_nudge(key: str, text: str) -> None:
    assert re.search("抱歉|对不起|不好意思", text)
    for goods in GOODS:
        for nudge in NUDGES:
            post = text.format(goods=goods) + nudge.format(link=LINK)
            assert check_tone(post) == (), post
            assert len(post.replace(LINK, "")) <= MAX_LENGTH["public"]


@pytest.mark.parametrize("text", DRAFTS)
def test_a_draft_names_nobody_and_passes_the_guard(text: str) -> None:
    for goods in GOODS:
        filled = text.format(title=goods, count=500, done=123)
        assert check_tone(filled) == (), filled
    assert set(re.findall(r"\{(\w+)\}", text)) <= {"title", "count", "done"}


def test_there_are_several_wordings_of_each() -> None:
    for kind, least in (("notice", 3), ("update", 2)):
        for texts in catalogue()["incident"][kind].values():
            assert len(set(texts)) == len(texts) >= least


def test_a_notice_for_every_subject_and_what_it_is_called() -> None:
    subjects = {"goods", "pickup_point", "delivery", "other"}
    assert set(catalogue()["incident"]["subjects"]) == subjects
    for kind in ("notice", "update"):
        assert set(catalogue()["incident"][kind]) == subjects - {"goods"} | {"with_goods"}
