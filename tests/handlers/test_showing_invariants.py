"""C1, whatever anybody does in whatever order: no picture comes into a group without its member's yes to that picture,
or to one that shows all of it, and none after they took the yes back or their last answer was no or wait."""

from __future__ import annotations

import asyncio
import hashlib
import io
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bot.cards import CardContent
from bot.domain.card import reads_no_more
from bot.domain.chat import CannotReachMember, Unconfirmed
from tests.conversation import Conversation, Said
from tests.handlers.test_showing import solved

pytestmark = pytest.mark.slow

MEMBER = "王丽"
YES = ("可以", "行，发吧", "可以但别发名字", "可以，照片别放", "那张图可以发")
NOT_YES = ("等等", "随便", "好了", "5", "谢谢", "草莓又烂了一半", "方便吗")
BACK = ("把那张图撤了", "我反悔了")
NO = ("不行", "不行，我老公不同意", "还是算了", "不用了，谢谢", "先别发")
LESS = ("对了，别发名字", "能不能别写名字")
BY_LEADER = (
    "图卡 1", "图卡 1 问", "图卡 1 问", "图卡 1 发", "图卡 1 发", "图卡 1 发", "图卡 1 匿名", "图卡 1 留姓",
    "图卡 1 去掉 2", "图卡 1 加上 3", "图卡 1 结果", "图卡 1 全部", "图卡 1 照片", "图卡 1 金额", "图卡 1 换一句",
    "图卡 1 遮 1 草莓", "图卡 1 撤", "图卡 1 回 可以", "图卡 1 回 不行",
    "重开 1", "结 1 又补了一盒", "发 1", "已发 1", "模式 协助", "模式 观察", "模式 自动",
)  # fmt: skip
TAPS = ("可以", "不行", "等等", "可以但别发名字")

move = st.one_of(
    st.tuples(st.just("leader"), st.sampled_from(BY_LEADER)),
    st.tuples(st.just("member"), st.sampled_from((*YES, *NOT_YES, *BACK))),
    st.tuples(st.just("member"), st.sampled_from(YES)),
    st.tuples(st.just("member"), st.sampled_from((*NO, *LESS))),
    st.tuples(st.just("in_group"), st.sampled_from((*BACK, "可以", "草莓不错"))),
    st.tuples(st.just("tap"), st.sampled_from(TAPS)),
    st.tuples(st.just("wait"), st.sampled_from((60, 4 * 3600, 26 * 3600, 50 * 3600))),
    st.tuples(st.just("trouble"), st.sampled_from(("unconfirmed", "unreachable", "reachable"))),
)


@dataclass
class Watch:
    """What was drawn, what the member was shown, and what they agreed to, kept beside the program."""

    drawn: dict[bytes, CardContent] = field(default_factory=dict)
    shown: list[CardContent] = field(default_factory=list)
    passed_on: list[CardContent] = field(default_factory=list)
    agreed: list[CardContent] = field(default_factory=list)
    question: Said | None = None

    def draw(self, content: CardContent) -> list[bytes]:
        """A picture of one point that is another for another content."""
        info = PngInfo()
        info.add_text("of", hashlib.sha256(repr(content).encode()).hexdigest())
        out = io.BytesIO()
        Image.new("RGB", (1, 1)).save(out, "PNG", pnginfo=info)
        self.drawn[out.getvalue()] = content
        return [out.getvalue()]

    def look(self, c: Conversation) -> None:
        """Every picture that left: to the member, to the leader to pass on, to the group."""
        for said in c.posts():
            if said.message.image is not None:
                picture = self.drawn[said.message.image]
                assert any(less(picture, yes) for yes in self.agreed), "a picture without a yes"
        for said in c.all_to(MEMBER):
            if said.message.image is not None:
                self.shown.append(self.drawn[said.message.image])
                self.question = said
        for said in c.all_to("团长"):
            if said.message.image is not None:
                self.passed_on.append(self.drawn[said.message.image])
        c.skip()


def less(picture: CardContent, yes: CardContent) -> bool:
    """Whether all that a picture shows stood on the other."""
    if (picture.case_number, picture.layout) != (yes.case_number, yes.layout):
        return False
    given = picture.compensation.amount if picture.compensation else None
    if given is not None and (yes.compensation is None or yes.compensation.amount != given):
        return False
    others = iter(yes.bubbles)
    words = all(
        any(
            reads_no_more(b.text, o.text) and reads_no_more(b.who, o.who) and b.side == o.side
            and b.picture in (None, o.picture)
            for o in others
        )
        for b in picture.bubbles
    )  # fmt: skip
    return words and reads_no_more(picture.result, yes.result)


def _led(*commands: str) -> list[tuple[str, Any]]:
    return [("leader", command) for command in commands]


ASKED = _led("图卡 1", "图卡 1 问")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@example(_led("图卡 1", "图卡 1 问", "图卡 1 发"), False)
@example([*ASKED, ("member", "可以但别发名字"), *_led("图卡 1 留姓", "图卡 1 发", "发 1")], False)
@example(
    [*ASKED, ("member", "可以"), *_led("图卡 1 加上 3", "图卡 1 发"), ("member", "我反悔了"), *_led("图卡 1 发")], True
)
@example([*ASKED, ("member", "可以"), ("in_group", "把那张图撤了"), *_led("图卡 1 发", "发 1", "图卡 1")], False)
@example(
    [
        *ASKED,
        ("member", "可以"),
        ("wait", 60),
        ("member", "不行，我老公不同意"),
        *_led("结 1 又补了一盒"),
        ("member", "好了"),
        *_led("图卡 1 发"),
    ],
    False,
)
@example([*ASKED, ("tap", "可以"), ("tap", "不行"), *_led("图卡 1 发")], True)
@example([*ASKED, ("tap", "可以"), ("tap", "等等"), *_led("图卡 1 发"), ("tap", "可以"), *_led("图卡 1 发")], True)
@given(moves=st.lists(move, min_size=4, max_size=14), buttons=st.booleans())
def test_no_picture_without_a_yes(moves: list[tuple[str, Any]], buttons: bool) -> None:
    asyncio.run(_play(moves, buttons))


async def test_the_watch_sees_a_picture_that_had_its_yes() -> None:
    """The same story with the right moves: the picture does come, so that the property is not empty."""
    moves = [("leader", "图卡 1"), ("leader", "图卡 1 问"), ("member", "可以"), ("leader", "图卡 1 发")]
    watch = await _play(moves, False)
    assert watch.shown
    assert watch.agreed


async def _play(moves: list[tuple[str, Any]], buttons: bool) -> Watch:
    watch = Watch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("handlers.showing.making.draw", watch.draw)
        async with Conversation.on("sqlite://") as c:
            c.allow(buttons=buttons)
            await solved(c)
            for kind, what in moves:
                await _MOVES[kind](c, watch, what)
                await c.wait(15)
                watch.look(c)
    return watch


async def _leader(c: Conversation, watch: Watch, text: str) -> None:
    if text == "图卡 1 回 可以":
        watch.agreed += watch.passed_on
    await c.private("团长", text)


async def _member(c: Conversation, watch: Watch, text: str) -> None:
    if text in (*BACK, *NO):
        watch.agreed.clear()
    elif text in YES:
        watch.agreed += watch.shown
    await c.private(MEMBER, text)


async def _in_group(c: Conversation, watch: Watch, text: str) -> None:
    if text in BACK:
        watch.agreed.clear()
    await c.group(MEMBER, text)
    await c.wait(30)


async def _tap(c: Conversation, watch: Watch, label: str) -> None:
    button = watch.question.buttons.get(label) if watch.question else None
    if button is None or button.data is None:
        return
    if label.startswith("可以"):
        watch.agreed += watch.shown
    else:
        watch.agreed.clear()
    await c.tap(MEMBER, button.data)


async def _wait(c: Conversation, watch: Watch, seconds: float) -> None:
    await c.wait(seconds)


async def _trouble(c: Conversation, watch: Watch, what: str) -> None:
    if what == "unconfirmed":
        c.adapter.troubles.append(Unconfirmed("no answer came"))
    elif what == "unreachable":
        c.adapter.troubles.append(CannotReachMember("they take no messages"))
    else:
        c.adapter.troubles.clear()


_MOVES = {
    "leader": _leader, "member": _member, "in_group": _in_group, "tap": _tap, "wait": _wait, "trouble": _trouble,
}  # fmt: skip
