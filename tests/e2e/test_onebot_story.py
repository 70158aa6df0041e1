"""The whole program on a QQ gateway: a complaint, its apology, both sides restarted, nothing twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.app import App, build
from bot.config import from_dict
from tests.peers.onebot import OneBotPeer
from tests.peers.wechaty_gateway import free_port


def program(tmp_path: Path, group_id: int, leader_id: int, **onebot: Any) -> App:
    settings = from_dict(
        {
            "database": {"url": f"sqlite:///{tmp_path / 'anxin.db'}"},
            "adapters": {"onebot": {"enabled": True, **onebot}},
            "groups": [{"platform": "onebot", "id": group_id, "mode": "auto", "leaders": [leader_id]}],
            "defaults": {
                "burst_pause_s": 0.1, "burst_max_s": 0.5, "post_spacing_s": 0,
                "quiet_from": "00:00", "quiet_until": "00:00",
            },
        },
        environ={"ANXIN_ONEBOT_TOKEN": "gateway-token"},
    )  # fmt: skip
    return build(settings)


@pytest.mark.slow
async def test_a_complaint_through_a_restart_of_both_sides(tmp_path: Path) -> None:
    peer = OneBotPeer(heartbeat=0.2)
    group, jing, leader = peer.group("锦绣花园3群"), peer.user("静静"), peer.user("团长", friend=True)
    group.roles |= {jing.id: "member", leader.id: "owner"}
    await peer.listen()
    app = program(tmp_path, group.id, leader.id, direction="forward", url=peer.url)
    await app.start()
    said = peer.say(group, jing, "草莓烂了一半")
    post = await peer.sees(lambda sent: jing.id in sent.mentions, 10)
    assert (post.group, post.reply_to) == (group.id, said["message_id"])
    opening = await peer.sees(lambda sent: sent.user == jing.id, 10)
    assert opening.via == group.id
    await peer.sees(lambda sent: sent.user == leader.id and "售后单 1" in sent.text, 10)
    peer.dm(jing, "大概半盒", group_id=group.id)
    await peer.sees(lambda sent: sent.user == jing.id and sent is not opening, 10)
    await app.stop()
    app.ctx.storage.close()
    await peer.offline()

    li = peer.user("李姐")
    peer.say(group, li, "鸡蛋碎了三个")
    peer.forget_ids(start=1_000)
    before = len(peer.sent)
    listen = f"127.0.0.1:{free_port()}"
    await peer.dial(f"ws://{listen}/")
    app = program(tmp_path, group.id, leader.id, direction="reverse", listen=listen)
    await app.start()
    await peer.sees(lambda sent: li.id in sent.mentions, 10)
    await peer.sees(lambda sent: sent.user == leader.id and "售后单 2" in sent.text, 10)
    await app.stop()
    app.ctx.storage.close()
    await peer.stop()
    assert not [sent.text for sent in peer.sent[before:] if jing.id in sent.mentions], "no second apology"
    assert not [sent.text for sent in peer.sent if "售后单 3" in sent.text]
