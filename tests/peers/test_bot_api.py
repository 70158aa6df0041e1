"""The Bot API peer itself: what a bot relies on, spoken to with nothing but HTTP."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from tests.peers.bot_api import BotApiPeer

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@pytest.fixture
def peer() -> Iterator[BotApiPeer]:
    with BotApiPeer() as peer:
        yield peer


def ask(peer: BotApiPeer, method: str, *, token: str | None = None, **given: Any) -> Any:
    """(status, answer) of a call with JSON parameters."""
    address = f"{peer.base_url}{token or peer.token}/{method}"
    request = urllib.request.Request(address, json.dumps(given).encode(), {"Content-Type": "application/json"})
    try:
        with OPENER.open(request, timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def result(peer: BotApiPeer, method: str, **given: Any) -> Any:
    status, answer = ask(peer, method, **given)
    assert status == 200, answer
    return answer["result"]


def test_an_offset_acknowledges_all_lower_updates(peer: BotApiPeer) -> None:
    group, jing = peer.group(), peer.user("静静")
    for text in ("一", "二", "三"):
        peer.say(group, jing, text)
    first = result(peer, "getUpdates", limit=2)
    assert [update["message"]["text"] for update in first] == ["一", "二"]
    assert len(result(peer, "getUpdates")) == 3, "unacknowledged updates come again"
    rest = result(peer, "getUpdates", offset=first[-1]["update_id"] + 1)
    assert [update["message"]["text"] for update in rest] == ["三"]
    assert result(peer, "getUpdates", offset=-1)[0]["message"]["text"] == "三"
    assert isinstance(rest[0]["message"]["date"], int)


def test_a_long_poll_ends_when_somebody_speaks(peer: BotApiPeer) -> None:
    group, jing = peer.group(), peer.user("静静")
    threading.Timer(0.1, peer.say, (group, jing, "到了吗")).start()
    assert result(peer, "getUpdates", timeout=5)[0]["message"]["text"] == "到了吗"


def test_the_older_of_two_polls_gets_a_conflict(peer: BotApiPeer) -> None:
    answers: list[Any] = []
    older = threading.Thread(target=lambda: answers.append(ask(peer, "getUpdates", timeout=5)))
    older.start()
    assert peer.wait_until(lambda: peer.state.polls == 1)
    assert result(peer, "getUpdates", timeout=0) == []
    older.join()
    assert answers[0][0] == 409
    assert "terminated by other getUpdates request" in answers[0][1]["description"]


def test_what_was_not_asked_for_is_not_sent(peer: BotApiPeer) -> None:
    group, jing = peer.group(), peer.user("静静")
    result(peer, "getUpdates", allowed_updates=["edited_message"])
    peer.edit(peer.say(group, jing, "一"), "二")
    assert [set(update) - {"update_id"} for update in result(peer, "getUpdates")] == [{"edited_message"}]


def test_parameters_come_in_every_way(peer: BotApiPeer) -> None:
    group = peer.group()
    boundary = "xxBOUNDARYxx"
    fields = f'--{boundary}\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n{group.id}\r\n--{boundary}\r\n'
    head = 'Content-Disposition: form-data; name="photo"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n'
    picture = b"\x89PNG\r\n--\r\n\r\n\x00"
    body = fields.encode() + head.encode() + picture + f"\r\n--{boundary}--\r\n".encode()
    address = f"{peer.base_url}{peer.token}"
    form = urllib.parse.urlencode({"chat_id": group.id, "text": "{"}).encode()
    for request in (
        urllib.request.Request(f"{address}/sendMessage?chat_id={group.id}&text=true"),
        urllib.request.Request(f"{address}/SENDMESSAGE", form),
        urllib.request.Request(
            f"{address}/sendPhoto", body, {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        ),
    ):
        OPENER.open(request, timeout=5).close()
    assert [sent.text for sent in peer.sent] == ["true", "{", ""]
    assert peer.sent[2].image == picture
    file = result(peer, "getFile", file_id=peer.sent[2].message["photo"][-1]["file_id"])
    with OPENER.open(f"{peer.base_file_url}{peer.token}/{file['file_path']}") as answer:
        assert answer.read() == picture


def test_refusals(peer: BotApiPeer) -> None:
    group, jing = peer.group(), peer.user("静静")
    chat: dict[str, Any] = {"chat_id": group.id, "text": "x"}
    assert ask(peer, "getMe", token="7000000001:other")[0] == 401
    assert ask(peer, "getMe", token="nonsense")[0] == 404
    assert ask(peer, "noSuchMethod")[0] == 404
    too_much = {"inline_keyboard": [[{"text": "a", "callback_data": "x" * 65}]]}
    expected = {
        "bot can't initiate conversation with a user": chat | {"chat_id": jing.id},
        "chat not found": chat | {"chat_id": 12},
        "message text is empty": chat | {"text": " \n"},
        "message is too long": chat | {"text": "x" * 4097},
        "message to be replied not found": chat | {"reply_parameters": {"message_id": 99}},
        "message thread not found": chat | {"message_thread_id": 99},
        "unsupported parse_mode": chat | {"parse_mode": "HTML"},
        "BUTTON_DATA_INVALID": chat | {"reply_markup": too_much},
    }
    for words, given in expected.items():
        status, answer = ask(peer, "sendMessage", **given)
        assert status in (400, 403), given
        assert words in answer["description"]
    peer.mute_bot(group, by=jing)
    assert "not enough rights" in ask(peer, "sendMessage", **chat)[1]["description"]
    peer.kick_bot(group, by=jing)
    assert "bot was kicked" in ask(peer, "sendMessage", **chat)[1]["description"]
    new = peer.migrate(group)
    assert ask(peer, "sendMessage", **chat)[1]["parameters"] == {"migrate_to_chat_id": new.id}


def test_entities_are_checked_moved_and_dropped(peer: BotApiPeer) -> None:
    group, jing = peer.group(), peer.user("静静")
    peer.say(group, jing, "在")

    def mention(offset: int, length: int, number: int = jing.id) -> list[dict[str, Any]]:
        return [{"type": "text_mention", "offset": offset, "length": length, "user": {"id": number}}]

    for offset, length in ((99, 1), (0, 99), (0, 1), (1, 1)):
        status, answer = ask(peer, "sendMessage", chat_id=group.id, text="🍓", entities=mention(offset, length))
        assert (status, "entity" in answer["description"]) == (400, True)
    sent = result(peer, "sendMessage", chat_id=group.id, text="  \u202e🍓静 @lijie88 ", entities=mention(3, 3))
    assert sent["text"] == "🍓静 @lijie88"
    assert [(e["type"], e["offset"], e["length"]) for e in sent["entities"]] == [
        ("text_mention", 0, 3),
        ("mention", 4, 8),
    ]
    assert "entities" not in result(peer, "sendMessage", chat_id=group.id, text="abc", entities=mention(0, 3, 42))


def test_faults(peer: BotApiPeer) -> None:
    group = peer.group()
    chat: dict[str, Any] = {"chat_id": group.id, "text": "x"}
    peer.too_fast("sendMessage", 9)
    status, answer = ask(peer, "sendMessage", **chat)
    assert (status, answer["parameters"]) == (429, {"retry_after": 9})
    peer.fault("sendMessage", drop=True, carried_out=True)
    with pytest.raises((OSError, urllib.error.URLError)):
        ask(peer, "sendMessage", **chat)
    assert len(peer.sent) == 1
    peer.offline()
    with pytest.raises(urllib.error.URLError):
        ask(peer, "getMe")
    peer.online()
    assert result(peer, "getMe")["can_read_all_group_messages"] is True


def test_a_chat_reads_as_a_transcript(peer: BotApiPeer) -> None:
    group, jing = peer.group("锦绣花园3群"), peer.user("静静")
    said = peer.say(group, jing, photo=b"jpeg", caption="烂了")
    buttons = {"inline_keyboard": [[{"text": "私聊处理", "url": f"https://t.me/{peer.bot.username}?start=case_1"}]]}
    reply = {"message_id": said["message_id"]}
    result(peer, "sendMessage", chat_id=group.id, text="抱歉", reply_markup=buttons, reply_parameters=reply)
    post = peer.wait_for(lambda sent: sent.reply_to == said["message_id"])
    peer.press(post.message, "私聊处理", jing)
    result(peer, "sendMessage", chat_id=jing.id, text="您好")
    assert result(peer, "deleteMessage", chat_id=group.id, message_id=post.message["message_id"]) is True
    assert peer.transcript(group) == ["静静: [图片]烂了", "安心: 抱歉 [私聊处理] (已撤回)"]
    assert peer.transcript(jing) == ["静静: /start case_1", "安心: 您好"]
    with pytest.raises(AssertionError, match="抱歉"):
        peer.wait_for(lambda sent: sent.text == "never", timeout=0.05)
