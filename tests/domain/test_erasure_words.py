"""Who wants to be forgotten, and what we say to them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import bot
from bot.domain.erasure_words import confirms_erasure, may_confirm_erasure, stops_erasure, wants_erasure
from bot.domain.tone import check_tone

ERASURE: dict[str, Any] = yaml.safe_load((Path(bot.__file__).parent / "replies.zh.yaml").read_text("utf-8"))["erasure"]
WHAT = "售后单 12、13 还没办完，还有 2 件答应的事没兑现"
TO_MEMBERS = [(key, text) for key in ("ask", "confirm_how", "kept", "begins", "waits") for text in ERASURE[key]]


@pytest.mark.parametrize(
    "text",
    [
        "删掉我的资料",
        "把我的信息都删了",
        "请把我的资料全部删除",
        "麻烦删除我的个人信息",
        "我的聊天记录你们删掉吧",
        "不要保留我的信息",
        "我想注销账号",
        "把我在你们这里的数据清掉",
        "能把我的资料删掉吗",
        "刪掉我的資料",
        "把我的手机号和地址都删掉",
        "把关于我的都删了",
        "我不想你们保留我的聊天记录",
        "我不玩了，信息都给我删了",
        "把存的我的东西全删掉",
        "行使删除权",
        "删除我",
        "忘记我",
        "请你们忘记我，谢谢",
        "我不玩了，把我删了",
        "把我删了吧",
        "请删除我！",
        "能不能把我忘掉",
        "忘掉我吧",
        "把存我的东西都删了",
        "有关我的全删了吧",
        "别再留我的东西了",
        "我退群了，信息删了吧",
        "我要行使被遗忘权",
        "把我从系统里删掉",
        "你们有我哪些信息，全部删除",
        "我的手机号别存了",
        "不要保存我的电话",
        "把我的记录清了",
        "我要退群了，请删掉我的东西",
        "个人信息删除申请",
        "被遗忘权",
        "delete my data",
        "Please delete my account",
    ],
)
def test_a_wish_is_understood(text: str) -> None:
    assert wants_erasure(text)


@pytest.mark.parametrize(
    "text",
    [
        "把我的订单取消",
        "我的草莓烂了",
        "你把那条消息删了吧",
        "团长把资料发我一份",
        "删了他的资料",
        "不要了",
        "我的记录里少了一盒",
        "把我的草莓和地址都改一下",
        "把我的收货地址改一下",
        "不想要我的草莓了",
        "删除我的订单",
        "忘记我说的那句",
        "你们忘记我了吗",
        "忘记我那份草莓了",
        "怎么把我忘了",
        "谁把我删了",
        "团长把我删了",
        "把我从群里删了吧",
        "把我踢出群",
        "别忘记我",
        "忘了我吗那天说好的",
        "删除我刚才发的那条",
        "把我的东西拿走",
        "我退群了，草莓还没退",
        "我的东西别存冰箱",
        "别存我的草莓",
        "我的电话打不通",
        "有我的快递信息吗",
        "delete my order",
        "个人信息填好了",
        "",
    ],
)
def test_other_words_are_none(text: str) -> None:
    assert not wants_erasure(text)


def test_only_the_very_words_confirm() -> None:
    assert all(map(confirms_erasure, ("确认删除", "确认删除。", "是的，确认删除资料", "确定删掉")))
    assert not any(map(confirms_erasure, ("好的", "删吧", "确认", "确认删除了会怎样", "我不确认删除")))
    assert all(map(stops_erasure, ("不删了", "算了", "先别删", "还是留着吧")))
    assert not any(map(stops_erasure, ("确认删除", "删吧", "算了一下少两块")))


@pytest.mark.parametrize("text", ["确认", "确定", "是的", "删吧", "嗯 删除吧", "好的"])
def test_a_yes_in_other_words_may_be_the_confirmation(text: str) -> None:
    assert may_confirm_erasure(text)
    assert not confirms_erasure(text)


@pytest.mark.parametrize("text", ["草莓烂了", "确认收货了吗", "好的，草莓几点到", "不删了", ""])
def test_other_words_are_no_confirmation_at_all(text: str) -> None:
    assert not may_confirm_erasure(text)


@pytest.mark.parametrize(("key", "text"), TO_MEMBERS)
def test_a_member_reads_something_short_and_kind(key: str, text: str) -> None:
    filled = text.format(what=WHAT)
    assert check_tone(filled, kind="private") == ()
    assert len(filled) <= 130
    assert "你" not in text, "members are addressed as 您"


def test_whoever_is_asked_knows_what_goes_and_what_stays() -> None:
    for text in ERASURE["ask"]:
        assert "名字" in text
        assert "编号、时间和金额" in text
        assert "“确认删除”" in text
