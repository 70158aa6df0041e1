"""What every adapter does, whatever the platform; `tests/adapters/contract.py` holds the platforms."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator

import pytest

from bot.domain.chat import (
    CannotReachMember,
    ChatError,
    DirectMessage,
    Forbidden,
    Gone,
    GroupMessage,
    Invalid,
    Offline,
    Outgoing,
    RateLimited,
    Unconfirmed,
)
from tests.adapters.contract import SIDES, Inbox, Posted, Side, a_picture, open_files, until


@pytest.fixture(
    params=[
        pytest.param(kind, id=kind.name, marks=[pytest.mark.needs_node] if kind.needs_node else []) for kind in SIDES
    ]
)
async def idle(request: pytest.FixtureRequest) -> AsyncIterator[Side]:
    """A platform whose adapter is not started."""
    side: Side = request.param()
    await side.up()
    try:
        yield side
    finally:
        await side.adapter.stop()
        await side.down()


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
async def side(idle: Side, inbox: Inbox) -> Side:
    """A platform whose adapter is connected."""
    await idle.adapter.start(inbox)
    await until(lambda: idle.adapter.health.connected)
    return idle


def to_group(side: Side, text: str = "真抱歉，马上处理", **more: object) -> Outgoing:
    return Outgoing(text, group_id=side.group_id, **more)  # type: ignore[arg-type]


async def last(side: Side) -> Posted:
    return (await side.posted())[-1]


# Receiving


async def test_a_group_message_arrives(side: Side, inbox: Inbox) -> None:
    await side.say("草莓烂了一半")
    event = await inbox.hears("草莓烂了一半")
    assert isinstance(event, GroupMessage)
    assert (event.platform, event.account) == (side.adapter.platform, side.adapter.account)
    assert (event.group_id, event.member_id, event.member_name) == (side.group_id, side.member_id, "静静")
    assert event.group_name == "锦绣花园3群"
    assert event.sender == "member"
    assert event.sent_at.tzinfo is not None
    assert event.account
    assert event.message_id


async def test_a_picture_arrives_and_can_be_fetched(side: Side, inbox: Inbox) -> None:
    picture = a_picture()
    await side.say("都这样了", picture=picture)
    await inbox.hears("都这样了")
    await until(lambda: any(event.images for event in inbox.messages))
    ((image,),) = [event.images for event in inbox.messages if event.images]
    assert await side.adapter.fetch_image(image.ref) == picture
    with pytest.raises(ChatError):
        await side.adapter.fetch_image("never heard of") if side.real else await _no_picture(side)


async def _no_picture(side: Side) -> None:
    side.adapter.pictures["gone"] = None  # type: ignore[attr-defined]
    await side.adapter.fetch_image("gone")


async def test_a_reply_to_our_post_names_it(side: Side, inbox: Inbox) -> None:
    if not side.adapter.capabilities.quote_reply:
        pytest.skip("this platform knows no quotes")
    sent = await side.adapter.send(to_group(side, "几盒坏了？"))
    await side.say("两盒", reply_to=sent.message_id)
    event = await inbox.hears("两盒")
    assert event.quote is not None
    assert event.quote.message_id == sent.message_id


async def test_a_private_message_arrives(side: Side, inbox: Inbox) -> None:
    await side.whisper("我想退")
    event = await inbox.hears("我想退")
    assert isinstance(event, DirectMessage)
    assert (event.member_id, event.member_name) == (side.member_id, "静静")


async def test_what_the_sink_refuses_comes_again_in_order(side: Side, inbox: Inbox) -> None:
    inbox.refuse = 3
    for text in ("草莓烂了", "一半是烂的", "怎么办"):
        await side.say(text)
    await until(lambda: len(inbox.texts) == 3)
    assert inbox.texts == ["草莓烂了", "一半是烂的", "怎么办"]
    assert inbox.refused == 3
    await until(lambda: side.adapter.health.trouble is None)


async def test_each_message_has_an_id_of_its_own(side: Side, inbox: Inbox) -> None:
    for _ in range(3):
        await side.say("烂了")
    await until(lambda: len(inbox.texts) == 3)
    assert len({event.message_id for event in inbox.events}) == 3


async def test_what_we_send_does_not_come_in(side: Side, inbox: Inbox) -> None:
    await side.adapter.send(to_group(side, "真抱歉", mention=((side.member_id, "静静"),)))
    await side.whisper("在吗")
    await inbox.hears("在吗")
    await side.adapter.send(Outgoing("您好", member_id=side.member_id))
    await side.say("谢谢")
    await inbox.hears("谢谢")
    assert inbox.texts == ["在吗", "谢谢"]


# Sending


async def test_a_reply_mentions_and_quotes(side: Side, inbox: Inbox) -> None:
    await side.say("草莓烂了")
    event = await inbox.hears("草莓烂了")
    message = to_group(side, mention=((side.member_id, "静静"),), quote_message_id=event.message_id)
    sent = await side.adapter.send(message)
    post = await last(side)
    assert post.text.endswith("真抱歉，马上处理")
    assert post.private_to is None
    can = side.adapter.capabilities
    assert ("mention" in sent.degraded) is not can.mention
    assert post.mentions == ((side.member_id,) if can.mention else ())
    assert ("quote" in sent.degraded) is not can.quote_reply
    if can.quote_reply:
        assert (post.reply_to or "").partition("@")[0] == event.message_id.partition("@")[0]
    assert sent.message_id is not None


async def test_a_picture_is_sent(side: Side) -> None:
    assert side.adapter.capabilities.image
    picture = a_picture()
    sent = await side.adapter.send(to_group(side, "处理好了", image=picture))
    posts = await side.posted()
    assert [post.text for post in posts if post.text] == ["处理好了"]
    assert [post.image for post in posts if post.image] == [picture]
    assert sent.degraded == ()


async def test_a_private_message_is_sent(side: Side, inbox: Inbox) -> None:
    await side.whisper("在吗")
    await inbox.hears("在吗")
    await side.adapter.send(Outgoing("您好", member_id=side.member_id))
    post = await last(side)
    assert (post.text, post.private_to) == ("您好", side.member_id)


async def test_an_own_post_is_deleted(side: Side, inbox: Inbox) -> None:
    assert side.adapter.capabilities.delete_own_s is not None
    sent = await side.adapter.send(to_group(side))
    assert sent.message_id is not None
    await side.adapter.delete(side.group_id, sent.message_id)
    if side.real:
        with pytest.raises(Gone):
            await side.adapter.delete(side.group_id, sent.message_id)
    with pytest.raises(Gone):
        await side.adapter.delete(side.group_id, "no such message")
    await side.say("我的话")
    theirs = await inbox.hears("我的话")
    with pytest.raises((Forbidden, Gone)):
        await side.adapter.delete(side.group_id, theirs.message_id)


async def test_a_long_text_is_cut_and_not_split(side: Side) -> None:
    sent = await side.adapter.send(to_group(side, "草莓坏了。" * 2000))
    posts = await side.posted()
    assert len(posts) == 1
    if side.real:
        assert len(posts[0].text) <= side.adapter.capabilities.max_text
        assert posts[0].text.endswith("。…")
        assert sent.degraded == ("text",)


# Going wrong


async def test_whom_we_cannot_reach(side: Side) -> None:
    with pytest.raises(CannotReachMember):
        await side.adapter.send(Outgoing("您好", member_id=side.stranger_id))
    if side.real:
        with pytest.raises(CannotReachMember):
            await side.adapter.send(Outgoing("您好", member_id="nobody"))


async def test_where_we_cannot_write(side: Side) -> None:
    if not side.real:
        pytest.skip("a simulated chat refuses nothing")
    for nowhere in ("999999", "no group"):
        with pytest.raises((Gone, Forbidden)):
            await side.adapter.send(Outgoing("x", group_id=nowhere))
    with pytest.raises(Invalid):
        await side.adapter.send(to_group(side, " \n"))
    assert await side.posted() == []


async def test_errors_have_types(side: Side) -> None:
    await side.trouble("too fast")
    with pytest.raises(RateLimited) as caught:
        await side.adapter.send(to_group(side))
    assert caught.value.retry_after > 0
    await side.trouble("forbidden")
    with pytest.raises(Forbidden) as refused:
        await side.adapter.send(to_group(side))
    assert str(refused.value).endswith("。") or not side.real
    await side.adapter.send(to_group(side, "后来的"))
    assert (await last(side)).text == "后来的"


async def test_a_message_without_an_answer_is_unconfirmed_and_not_repeated(side: Side, inbox: Inbox) -> None:
    await side.trouble("silent")
    began = time.monotonic()
    with pytest.raises(Unconfirmed):
        await side.adapter.send(to_group(side, "真抱歉"))
    assert time.monotonic() - began < 2
    await side.say("好的")
    await inbox.hears("好的")
    assert inbox.texts == ["好的"], "its echo is ours"
    assert len(await side.posted()) <= 1


async def test_the_platform_goes_away_and_comes_back(side: Side, inbox: Inbox) -> None:
    if not side.real:
        pytest.skip("a simulated chat cannot go away")
    since = side.adapter.health.since
    await side.cut()
    await until(lambda: not side.adapter.health.connected)
    assert side.adapter.health.trouble
    with pytest.raises(Offline):
        await side.adapter.send(to_group(side))
    await side.mend()
    await until(lambda: side.adapter.health.connected)
    await until(lambda: side.adapter.health.trouble is None)
    assert side.adapter.health.since != since
    await side.say("有人吗")
    await inbox.hears("有人吗")
    await side.adapter.send(to_group(side, "在的"))
    assert (await last(side)).text == "在的"


async def test_what_is_said_while_we_are_away_is_caught_up(side: Side, inbox: Inbox) -> None:
    if not side.real or side.adapter.capabilities.catch_up == "none":
        pytest.skip("this platform tells nothing afterwards")
    await side.say("第一句")
    await inbox.hears("第一句")
    await side.adapter.stop()
    await side.say("第二句")
    await side.say("第三句")
    await side.adapter.start(inbox)
    await inbox.hears("第三句")
    await side.say("第四句")
    await inbox.hears("第四句")
    assert inbox.texts == ["第一句", "第二句", "第三句", "第四句"]


async def test_starting_while_the_platform_is_away(idle: Side, inbox: Inbox) -> None:
    if not idle.real:
        pytest.skip("a simulated chat cannot go away")
    await idle.cut()
    began = time.monotonic()
    await idle.adapter.start(inbox)
    assert time.monotonic() - began < 3
    assert not idle.adapter.health.connected
    with pytest.raises(Offline):
        await idle.adapter.send(to_group(idle))
    assert await idle.adapter.is_group_admin(idle.group_id, idle.member_id) is None
    await idle.mend()
    await until(lambda: idle.adapter.health.connected)


# Around it


async def test_sending_before_the_start(idle: Side) -> None:
    if not idle.real:
        pytest.skip("a simulated chat needs no connection to send")
    with pytest.raises(Offline):
        await idle.adapter.send(to_group(idle))
    assert not idle.adapter.health.connected


@pytest.mark.parametrize("away", [False, True], ids=["connected", "cut off"])
async def test_it_stops_within_three_seconds_and_leaves_nothing_behind(idle: Side, inbox: Inbox, away: bool) -> None:
    tasks, files = asyncio.all_tasks(), open_files()
    await idle.adapter.start(inbox)
    if away:
        await idle.cut()
        tasks, files = asyncio.all_tasks() & tasks, open_files()
    else:
        await until(lambda: idle.adapter.health.connected)
        await idle.say("草莓烂了")
        await inbox.hears("草莓烂了")
        await idle.adapter.send(to_group(idle))
    began = time.monotonic()
    await idle.adapter.stop()
    assert time.monotonic() - began < 3
    assert not idle.adapter.health.connected
    await idle.adapter.stop()
    ours = {task for task in asyncio.all_tasks() - tasks if "bot.adapters" in str(task.get_coro())}
    assert not [task for task in ours if not task.done()]
    left = [t for t in asyncio.all_tasks() if t.get_name().startswith(("onebot-", "telegram-", "wechaty-"))]
    assert left == []
    await until(lambda: open_files() <= files)


async def test_it_can_be_started_again(side: Side, inbox: Inbox) -> None:
    await side.adapter.stop()
    await side.adapter.start(inbox)
    await until(lambda: side.adapter.health.connected)
    await side.say("还在吗")
    await inbox.hears("还在吗")


async def test_it_says_what_it_can_and_holds_to_it(side: Side) -> None:
    can = side.adapter.capabilities
    assert can.global_per_sec > 0
    assert (side.adapter.deep_link("case_1") is not None) is can.deep_link
    if can.tells_admins:
        await side.say("hello")
        assert await side.adapter.is_group_admin(side.group_id, side.member_id) is False
    if not can.buttons and side.real:
        with pytest.raises(ChatError):
            await side.adapter.answer_button("1", "好的")


async def test_neither_secrets_nor_texts_reach_the_log(
    side: Side, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await side.say("秘密")
    await inbox.hears("秘密")
    await side.adapter.send(to_group(side, "秘密"))
    await side.trouble("forbidden")
    with pytest.raises(Forbidden):
        await side.adapter.send(to_group(side, "秘密"))
    await side.cut()
    await asyncio.sleep(0.1)
    for hidden in (*side.secrets, "秘密", "静静"):
        assert hidden not in caplog.text
