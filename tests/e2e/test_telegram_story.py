"""A complaint on Telegram from its first word to its mark, as people see it: `anxin run` and a Bot API server."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.program import Program, Scene, photo, until
from tests.peers.bot_api import User

pytestmark = pytest.mark.slow


class Neighbourhood:
    """A group with its leader and three neighbours, and the program at work."""

    def __init__(self, scene: Scene, *, group_type: str = "supergroup", mode: str | None = "自动") -> None:
        self.scene, self.peer = scene, scene.peer
        self.li = self.peer.user("李姐", "lijie88")
        self.jing = self.peer.user("静静")
        self.wang = self.peer.user("王哥", "wangge")
        self.fang = self.peer.user("芳芳12-3")
        self.group = self.peer.group("锦绣花园3群", type=group_type, owner=self.li)
        self.program: Program = scene.start()
        self.says(self.wang, "今天几点到货")
        scene.comes("SELECT count(*) FROM messages", 1)
        self.tells(self.li, f"我是团长 {self.program.code}")
        scene.hears(self.li, "leader.became_leader")
        if mode is not None:
            self.tells(self.li, f"模式 {mode}")
            scene.hears(self.li, "leader.mode_set")

    def says(self, who: User, *lines: str, **more: object) -> None:
        for line in lines:
            self.peer.say(self.group, who, line, **more)  # type: ignore[arg-type]

    def tells(self, who: User, text: str | None = None, **more: object) -> None:
        self.peer.dm(who, text, **more)  # type: ignore[arg-type]


def test_a_complaint_from_its_first_word_to_its_mark(tmp_path: Path, database_url: str) -> None:
    with Scene(tmp_path, database_url) as scene:
        n = Neighbourhood(scene)
        group, li, jing, wang = n.group, n.li, n.jing, n.wang

        n.says(jing, "我说", "你们这草莓", "一半是烂的")
        post = scene.hears(group, "apology.damaged.with_goods", "nudge.button")
        assert post.mentions == [jing.id], "静静 has no username: the mention works by her id"
        assert post.message["reply_to_message"]["text"] in ("你们这草莓", "一半是烂的")
        assert post.buttons == {"私聊处理": f"https://t.me/{n.peer.bot.username}?start=case_1"}
        notice = scene.hears(li, "leader.new_case")
        assert "售后单 1 · 锦绣花园3群\n静静：" in notice.text
        assert "草莓" in notice.text
        assert n.peer.sent_to(jing) == [], "a bot cannot write first"

        n.peer.press(post.message, "私聊处理", wang)
        scene.hears(wang, "private.start_other")

        n.peer.press(post.message, "私聊处理", jing)
        scene.hears(jing, "private.opening")
        n.tells(jing, "早上取的，打开就这样了")
        scene.hears(jing, "private.ask_photo")
        n.tells(jing, photo=photo())
        scene.hears(jing, "private.ask_help")
        scene.comes("SELECT count(*) FROM images", 1)
        assert scene.rows("SELECT state FROM image_fetches") == [("fetched",)]
        n.tells(jing, "补一盒就行")
        scene.hears(jing, "private.thanks_noted")
        scene.reads(li, "草莓这单一共付了多少")

        n.tells(li, "待办")
        scene.reads(li, "售后单 1 静静 · 草莓 · 损坏 · 等我们")
        n.tells(li, "看 1")
        assert scene.reads(li, "售后单 1 · 图 1/1").image, "the leader sees the picture itself"
        seen = n.peer.sent_to(li)[-2].text
        assert [w for w in ("反馈", "群里致歉", "来私聊了", "私聊开场", "私聊说") if w not in seen] == []

        n.tells(li, "回 1 静静，明早给您补一盒新的")
        scene.reads(jing, "静静，明早给您补一盒新的")
        scene.reads(li, "听着像承诺")
        n.tells(li, "结 1 已补一盒，放在自提点")
        asked = scene.hears(jing, "private.resolved")
        assert "已补一盒，放在自提点" in asked.text
        assert list(asked.buttons) == ["好了", "还没"]
        scene.reads(li, "这次是哪边的原因")
        n.tells(li, "因 1 我们")
        scene.reads(li, "售后单 1 的原因")
        scene.hears(jing, "private.lesson_seller")

        n.tells(jing, "好了")
        scene.hears(jing, "private.ask_mark")
        n.tells(jing, "5")
        scene.hears(jing, "private.closed_thanks")
        scene.hears(li, "leader.marked")
        assert scene.rows("SELECT number, state, closed_by, mark, goods, category FROM cases") == [
            (1, "closed", "member", 5, "草莓", "damaged"),
        ]
        assert scene.transcript(group) == "\n".join([
            "王哥: 今天几点到货",
            "静静: 我说",
            "静静: 你们这草莓",
            "静静: 一半是烂的",
            "安心: @静静 ⟨apology.damaged.with_goods⟩⟨nudge.button⟩ [私聊处理]",
        ])  # fmt: skip
        assert scene.transcript(jing) == "\n".join([
            "静静: /start case_1",
            "安心: ⟨private.opening⟩",
            "静静: 早上取的，打开就这样了",
            "安心: ⟨private.ask_photo⟩",
            "静静: [图片]",
            "安心: ⟨private.ask_help⟩",
            "静静: 补一盒就行",
            "安心: ⟨private.thanks_noted⟩",
            "安心: 静静，明早给您补一盒新的",
            "安心: ⟨private.resolved⟩ [好了] [还没]",
            "安心: ⟨private.lesson_seller⟩",
            "静静: 好了",
            "安心: ⟨private.ask_mark⟩ [1] [2] [3] [4] [5]",
            "静静: 5",
            "安心: ⟨private.closed_thanks⟩",
        ])  # fmt: skip
        assert n.program.stop() == 0
        assert "Traceback" not in n.program.log


def test_it_was_no_complaint_after_all(tmp_path: Path) -> None:
    with Scene(tmp_path, f"sqlite:///{tmp_path / 'anxin.db'}") as scene:
        n = Neighbourhood(scene)
        n.says(n.jing, "草莓一半是烂的")
        post = scene.hears(n.group, "apology.damaged.with_goods", "nudge.button")
        notice = scene.hears(n.li, "leader.new_case")
        n.peer.press(notice.message, "不是投诉", n.li)
        scene.hears(n.li, "leader.undone_withdrawn")
        assert post.message["message_id"] in n.group.deleted
        assert scene.transcript(n.group).endswith("⟨apology.damaged.with_goods⟩⟨nudge.button⟩ [私聊处理] (已撤回)")
        assert len(n.peer.answers) == 1, "the tapped button does not wait for ever"
        assert scene.rows("SELECT state, closed_by FROM cases") == [("closed", "undo")]
        assert scene.rows("SELECT source, complaint FROM corrections") == [("undo", 0)]


def test_a_member_who_never_pressed_start_is_reached_through_the_group(tmp_path: Path) -> None:
    with Scene(tmp_path, f"sqlite:///{tmp_path / 'anxin.db'}") as scene:
        n = Neighbourhood(scene)
        n.says(n.fang, "土豆少了两斤")
        scene.hears(n.group, "apology.missing.with_goods", "nudge.button")
        scene.hears(n.li, "leader.new_case")
        n.tells(n.li, "回 1 芳芳，少的两斤今晚补给您")
        news = scene.hears(n.group, "private.news")
        assert news.mentions == [n.fang.id]
        assert list(news.buttons) == ["私聊处理"]
        assert n.peer.sent_to(n.fang) == []
        n.peer.press(news.message, "私聊处理", n.fang)
        scene.reads(n.fang, "芳芳，少的两斤今晚补给您")


def test_in_assist_nothing_is_posted_before_the_leader_says_so(tmp_path: Path) -> None:
    """The default of a new group; one draft goes by the button, one by the command."""
    with Scene(tmp_path, f"sqlite:///{tmp_path / 'anxin.db'}") as scene:
        n = Neighbourhood(scene, mode=None)
        n.says(n.jing, "草莓一半是烂的")
        draft = scene.hears(n.li, "leader.new_case_draft")
        assert list(draft.buttons) == ["发出", "看详情", "不是投诉"]
        assert n.peer.sent_to(n.group) == []
        n.peer.press(draft.message, "发出", n.li)
        post = scene.hears(n.group, "apology.damaged.with_goods", "nudge.button")
        assert post.mentions == [n.jing.id]
        assert post.text.removeprefix("@静静 ") in draft.text
        scene.hears(n.li, "leader.sent")
        n.says(n.wang, "土豆少了两斤")
        scene.hears(n.li, "leader.new_case_draft")
        n.tells(n.fang, "发 2")
        scene.hears(n.fang, "private.ordinary")
        assert len(n.peer.sent_to(n.group)) == 1, "a member's word is no command"
        n.tells(n.li, "发 2")
        scene.hears(n.li, "leader.sent")
        assert [s.mentions for s in n.peer.sent_to(n.group)] == [[n.jing.id], [n.wang.id]]
        n.tells(n.li, "发 2")
        scene.hears(n.li, "leader.nothing_to_send")


def test_a_group_that_migrates_keeps_its_history(tmp_path: Path) -> None:
    with Scene(tmp_path, f"sqlite:///{tmp_path / 'anxin.db'}") as scene:
        n = Neighbourhood(scene, group_type="group")
        n.says(n.jing, "草莓一半是烂的")
        first = scene.hears(n.group, "apology.damaged.with_goods", "nudge.button")
        old, n.group = n.group, n.peer.migrate(n.group)
        n.says(n.jing, "还有一盒草莓也烂了")
        n.says(n.wang, "土豆少了一袋")
        second = scene.hears(n.group, "apology.missing.with_goods", "nudge.button")
        assert second.mentions == [n.wang.id]
        assert second.reply_to is not None
        n.tells(n.li, "待办")
        scene.reads(n.li, "待办 2 单")
        assert scene.rows("SELECT group_id, mode FROM groups") == [(str(n.group.id), "auto")]
        said = [text for (text,) in scene.rows("SELECT text FROM case_events WHERE kind = 'group_message'")]
        assert said == ["还有一盒草莓也烂了"], "it joined the case that was opened under the old id"
        n.peer.press(first.message, "私聊处理", n.jing)
        scene.hears(n.jing, "private.opening")
        assert len(n.peer.sent_to(old)) == 1
        n.tells(n.li, "不是投诉 1")
        scene.hears(n.li, "leader.undone_kept")
        assert old.deleted == set(), "what stands in the old group cannot be withdrawn, and nobody says that it was"


def test_a_post_that_meets_the_migration_goes_to_the_new_group(tmp_path: Path) -> None:
    """The bot learns of it by the refusal of its post: the announcement comes later."""
    with Scene(tmp_path, f"sqlite:///{tmp_path / 'anxin.db'}") as scene:
        n = Neighbourhood(scene, group_type="group")
        n.says(n.jing, "草莓一半是烂的")
        scene.comes("SELECT count(*) FROM bursts WHERE due_at IS NOT NULL", 1)
        new = n.peer.group(n.group.title, bot=False)
        new.members = dict(n.group.members)
        n.group.upgraded_to = new.id
        scene.hears(new, "apology.damaged.with_goods", "nudge.button")
        assert scene.rows("SELECT group_id FROM groups") == [(str(new.id),)]


def test_the_bot_is_muted_and_removed(tmp_path: Path) -> None:
    with Scene(tmp_path, f"sqlite:///{tmp_path / 'anxin.db'}") as scene:
        n = Neighbourhood(scene)
        n.peer.mute_bot(n.group, by=n.li)
        scene.hears(n.li, "leader.bot_muted")
        n.says(n.jing, "草莓一半是烂的")
        scene.comes("SELECT state FROM outbox WHERE purpose = 'apology'", "failed")
        scene.hears(n.li, "leader.send_failed")
        assert n.peer.sent_to(n.group) == []
        n.peer.unmute_bot(n.group, by=n.li)
        scene.comes("SELECT muted FROM groups", 0)
        n.tells(n.li, "发 1")
        scene.hears(n.group, "apology.damaged.with_goods", "nudge.button")
        n.peer.kick_bot(n.group, by=n.li)
        scene.hears(n.li, "leader.bot_removed")
        n.peer.add_bot(n.group, by=n.li)
        n.says(n.wang, "土豆少了一袋")
        scene.hears(n.group, "apology.missing.with_goods", "nudge.button")


def test_privacy_mode_is_said_at_start_with_what_to_do(tmp_path: Path) -> None:
    with Scene(tmp_path, f"sqlite:///{tmp_path / 'anxin.db'}") as scene:
        scene.peer.privacy = True
        program = scene.start()
        assert "请找 @BotFather 发送 /setprivacy" in program.out
        assert "Send /setprivacy to @BotFather" in program.log
        scene.peer.privacy = False
        assert program.stop() == 0
        assert "setprivacy" not in scene.start().out


def test_a_wrong_token_is_said_at_start(tmp_path: Path) -> None:
    with Scene(tmp_path, f"sqlite:///{tmp_path / 'anxin.db'}") as scene:
        scene.peer.state.token = "7000000001:another"
        program = scene.start()
        assert "请检查环境变量 ANXIN_TELEGRAM_TOKEN" in program.out
        assert scene.peer.token not in program.out + program.log


def test_odd_updates_in_between_stop_nothing(tmp_path: Path) -> None:
    with Scene(tmp_path, f"sqlite:///{tmp_path / 'anxin.db'}") as scene:
        n = Neighbourhood(scene)
        for odd in (
            {}, {"message": None}, {"message": {"chat": {"id": "x"}}}, {"unheard_of": {"草莓": 1}}, [1, 2], "text", 7,
            {"message": {"message_id": 9, "date": 1, "chat": {"id": n.group.id, "type": "supergroup"}, "text": "x"}},
        ):  # fmt: skip
            n.peer.raw_update(odd)
        other_bot, channel = n.peer.user("小助手", "other_bot", is_bot=True), n.peer.channel("优惠频道")
        for line in ("", "😀😀😀", "\u202e\x07\u2066烂", "草莓" * 200_000, "[图片]"):
            n.says(n.wang, line)
        n.says(n.wang, photo=b"no picture at all", caption="？")
        n.says(other_bot, "草莓一半是烂的，我要退款")
        n.peer.say(n.group, None, "草莓一半是烂的", as_chat=channel)
        n.peer.say(n.group, None, "草莓一半是烂的", as_chat=n.group)
        n.says(n.jing, "草莓烂了一半，没法吃")
        post = scene.hears(n.group, "apology.damaged.with_goods", "nudge.button")
        assert post.mentions == [n.jing.id]
        until(lambda: n.peer.waiting == 0, "an update was not acknowledged")
        assert len(n.peer.sent_to(n.group)) == 1
        assert scene.rows("SELECT count(*) FROM inbox WHERE state = 'failed'") == [(0,)]
        assert "Traceback" not in n.program.log
        said = n.program.log.count("was skipped") + n.program.log.count("without an update_id")
        assert said >= 5, "each is said in the log"
