"""One process that talks to the platform and two that work, on one PostgreSQL: every complaint once, order kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.program import Scene, named, photo, until
from tests.peers.bot_api import Chat, User

pytestmark = pytest.mark.slow

FAULTS = ("草莓一半是烂的", "土豆少了两斤", "鸡蛋碎了三个", "苹果烂了两个", "白菜少了一棵")


def test_two_workers_beside_one_process_that_listens(tmp_path: Path, postgres_url: str) -> None:
    with Scene(tmp_path, postgres_url, mode="auto") as scene:
        peer = scene.peer
        li = peer.user("李姐")
        groups = [peer.group(f"锦绣花园{n}群", owner=li) for n in (1, 2)]
        listening = scene.start("--only", "adapters")
        workers = [scene.start("--only", "workers") for _ in range(2)]

        for group in groups:
            peer.say(group, li, "大家好")
        scene.comes("SELECT count(*) FROM groups", 2)
        peer.dm(li, f"我是团长 {workers[1].code}")
        scene.hears(li, "leader.became_leader")

        said: dict[int, list[str]] = {group.id: [] for group in groups}
        people: list[tuple[Chat, User]] = []
        for fault in FAULTS:
            for group in groups:
                person = peer.user(f"邻居{len(people)}")
                people.append((group, person))
                for line in ("说一下", fault):
                    peer.say(group, person, line)
                    said[group.id].append(f"{person.name}：{line}")
        peer.say(groups[0], people[0][1], photo=photo(), caption="看")

        def apologies() -> list[int]:
            return [sum(person.id in post.mentions for post in peer.sent_to(group)) for group, person in people]

        until(lambda: all(apologies()), lambda: f"{apologies()}\n{scene.transcript(groups[0])}", 60)
        scene.comes("SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending')", 0)
        scene.comes("SELECT state FROM image_fetches", "fetched")
        assert apologies() == [1] * len(people)
        assert scene.rows("SELECT count(*), count(DISTINCT member_id) FROM cases") == [(len(people), len(people))]
        assert scene.rows("SELECT state, count(*) FROM inbox GROUP BY state") == [
            ("done", 2 + 1 + 2 * len(people) + 1),
        ]
        for group in groups:
            kept = scene.rows(
                "SELECT m.member_name, m.text FROM messages m JOIN groups g ON g.id = m.group"
                " WHERE g.group_id = :group AND m.member_name LIKE '邻居%' AND m.text <> '看' ORDER BY m.id",
                group=str(group.id),
            )
            assert [f"{name}：{line}" for name, line in kept] == said[group.id]
        told = [s.text for s in peer.sent_to(li) if named(s.text) == "⟨leader.new_case⟩"]
        assert len(told) == len(set(told)) == len(people)
        for program in (*workers, listening):
            assert program.stop() == 0
            assert "Traceback" not in program.log
