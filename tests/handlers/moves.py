"""Members, leader, admins, console and clock as players: what each may do at any moment, alone or several at once.

A move is a tuple: its kind, whose it is, and numbers that `playing` turns into what there is at that moment ("the
newest case but two", "the last button but one"), so that few moves come to nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from bot.storage.users import Role
from tests.conversation import LEADER

Move = tuple[Any, ...]

MEMBERS = ("静静", "老李", "王姐")
ADMIN, SECOND = "小陈", "小周"
STAFF = (LEADER, ADMIN, SECOND)
OFFICE: Mapping[str, Role] = {"office": "owner", "desk": "admin"}
"""Who sits at the console."""

FAULTS = (
    "草莓烂了一半", "草莓烂了，鸡蛋也坏了两个", "坏了好几个", "草莓全坏了", "鸡蛋少了两个", "牛奶过期了", "橘子有点酸",
    "我的也是", "群主态度真差", "草莓吃了上吐下泻", "不退我就打12315",
)  # fmt: skip
CHATTER = ("大家早", "好的", "好吃", "收到补的了", "还没好", "别再发了", "今晚给大家退款", "草莓到货了，可以取货了")
BY_LEADER_IN_GROUP = (
    "不好意思，马上处理", "@静静 明天给你补发一份草莓", "@老李 今晚八点前退你12.8", "@静静 改成后天给你补", "大家早",
    "草莓到货了，可以取货了", "@王姐 下次团购给你补一份",
)  # fmt: skip
PRIVATE = (
    "好的", "可以", "好", "不行，太少了", "还没", "好了", "5", "坏了三分之一", "一半都烂了", "我要找人", "算了不想说了",
    "下午三点以后找我", "一盒29.9的", "不对，是39.9买的",
    "什么时候退", "别再发了", "草莓", "鸡蛋也坏了", "孩子吃了上吐下泻", "在群里说吧", "谢谢",
    "搞错了，不好意思",
)  # fmt: skip
COMMANDS = (
    "回 {case} 明天下午给您补发一份", "回 {case} 不好意思，我看看", "回 {case} 今晚八点前退您8元", "结 {case} 已经退款",
    "结 {case} 补了一盒", "因 {case} 快递", "因 {case} 我们", "因 {case} 群友", "价 {case} 29.9", "价 {case} 29.9 一半",
    "价 {case} 对",
    "赔 {case}", "赔 {case}", "赔 {case} 退8元 明天18:00 因为老邻居", "赔 {case} 改 退5元 明天18:00 因为算错了",
    "赔 {case} 改 退25元 因为又坏了", "赔 {case} 收回",
    "赔 {case} 补一份 因为老邻居", "赔 {case} 退一半 因为老邻居", "赔 {case} 对方同意了", "赔 {case} 没同意",
    "不赔 {case} 已经补过", "重开 {case}", "缓 {case} 明天上午", "缓 {case} 取消", "记 {case} 打过电话",
    "标 {case} 老客", "转 {case} 我", "转 {case} 小陈", "{case} 并入 {other}", "{case} 并入 {other}",
    "拆 {case} 1", "拆 {case} 2",
    "不是投诉 {case}", "发 {case}", "都办好了 {case}", "诺 {promise} 对", "诺 {promise} 不是", "诺 {promise} 都对",
    "诺 {promise} 改 明天18:00", "诺 {promise} 改 8元", "诺 {promise} 撤 没货了", "兑 {promise} 已转账 10086", "承诺",
    "兑 {promise} 都 已转账 10086", "批次 {incident} 兑 都转了", "批次 {incident} 公告 草莓每家8元，今晚到账",
    "批次", "批次 建 草莓 {case} {other}", "批次 {incident} 结", "批次 {incident} 散", "批次 {incident} 价 29.9",
    "批次 {incident} 方案 退5元 明天18:00 因为一样的货", "批次 {incident} 方案 改 退8元 因为一样的货",
    "批次 {incident} 公告",
    "批次 {incident} 发", "批次 {incident} 并 {second}", "批次 {incident} 加 {case}", "批次 {incident} 减 {case}",
    "模式 协助", "模式 自动", "模式 自动",
)  # fmt: skip
CASE_FORMS: Sequence[tuple[str, Mapping[str, str]]] = (
    ("reply", {"text": "明天下午给您补发一份"}), ("reply", {"text": "您拍张照行吗"}), ("resolve", {"text": "补了一盒"}),
    ("note", {"text": "打过电话"}), ("assign", {"to": ADMIN}), ("snooze", {"until": "明天上午"}),
    ("snooze", {"until": ""}),
    ("tag", {"name": "老客"}), ("cause", {"cause": "courier"}), ("cause", {"cause": "seller"}), ("send", {}),
    ("sent", {}), ("undo", {}), ("reopen", {"reason": "没补全"}), ("merge", {"into": "{other}"}), ("split", {}),
    ("facts", {"price": "29.9", "share": "一半"}), ("facts", {"price": "29.9"}),
    ("facts", {"price": "29.90", "said": "1"}), ("agree", {"offer": "{offer}"}),
    ("offer", {"what": "退8元", "reason": "老邻居"}), ("offer", {"what": "改 退9元", "reason": "算错了"}),
    ("refuse", {"reason": "已经补过"}), ("promise", {"act": "counts", "promise": "{promise}"}),
    ("promise", {"act": "none", "promise": "{promise}"}),
    ("promise", {"act": "kept", "promise": "{promise}", "text": "转了"}),
    ("promise", {"act": "withdraw", "promise": "{promise}", "text": "没货了"}),
    ("promise", {"act": "amend", "promise": "{promise}", "text": "后天18:00"}),
)  # fmt: skip
INCIDENT_FORMS: Sequence[tuple[str, Mapping[str, str]]] = (
    ("decide", {"what": "退5元 明天18:00", "reason": "一样的货"}), ("price", {"price": "29.9"}),
    ("draft", {"text": "还在查"}),
    ("send", {}), ("sent", {}), ("close", {}), ("dissolve", {}), ("merge", {"into": "{second}"}),
    ("add", {"case": "{case}"}), ("remove", {"case": "{case}"}),
)  # fmt: skip
_COMPLAINT: Move = ("group", "静静", "草莓烂了一半")
_OFFER: Move = ("command", LEADER, "赔 {case} 退8元 明天18:00 因为老邻居", 0, 0)
_PRICED: Sequence[Move] = (("private", "静静", "一盒29.9的"), ("command", LEADER, "价 {case} 对", 0, 0))
_SAYS = "@静静 今晚八点前退您25元"
_ANOTHER: Move = ("command", LEADER, "赔 {case} 改 退25元 因为又坏了", 0, 0)
OPENINGS: Sequence[Sequence[Move]] = (
    (_COMPLAINT,),
    (_COMPLAINT, ("command", LEADER, "价 {case} 29.9 一半", 0, 0)),
    (_COMPLAINT, _OFFER),
    (_COMPLAINT, _OFFER, ("private", "静静", "好的")),
    (_COMPLAINT, _OFFER, ("private", "静静", "不行，太少了"), ("private", "静静", "好的")),
    (_COMPLAINT, ("group", "老李", "草莓全坏了")),
    (_COMPLAINT, ("group", "静静", "鸡蛋少了两个"), ("group", "王姐", "我的也是")),
    (_COMPLAINT, ("leads", "@静静 明天给你补发一份草莓"), ("tap", LEADER, -1)),
    (_COMPLAINT, ("command", LEADER, "结 {case} 已经退款", 0, 0)),
    (_COMPLAINT, ("private", "静静", "鸡蛋也坏了"), _OFFER),
    (_COMPLAINT, ("group", "静静", "鸡蛋少了两个"), _OFFER, ("command", LEADER, "{case} 并入 {other}", 0, 1)),
    (_COMPLAINT, _OFFER, ("private", "静静", "好的"), ("wait", 26 * 3600)),
    (_COMPLAINT, ("command", LEADER, "结 {case} 已经退款", 0, 0), ("private", "静静", "好了")),
    (_COMPLAINT, ("command", LEADER, "回 {case} 今晚八点前退您8元", 0, 0), ("tap", LEADER, -2)),
    (_COMPLAINT, *_PRICED, _OFFER, ("private", "静静", "好的"), _ANOTHER),
    (_COMPLAINT, *_PRICED, _OFFER, ("leads", _SAYS), ("tap", LEADER, -3), ("private", "静静", "好的")),
    (_COMPLAINT, ("command", LEADER, "价 {case} 一半", 0, 0), *_PRICED[:1], ("tap", LEADER, -1)),
    (_COMPLAINT, _OFFER, ("command", LEADER, "结 {case} 已经退款", 0, 0), ("tap", LEADER, -2)),
)  # fmt: skip
"""How a play may begin, so that it soon comes to where several people's moves meet."""

DOES = ("leaves", "renames", "blocks", "unblocks", "opens")
"""What a member does besides speaking."""

_small = st.integers(0, 3)
_alone = (
    st.tuples(st.just("group"), st.sampled_from(MEMBERS), st.sampled_from(FAULTS)),
    st.tuples(st.just("group"), st.sampled_from(MEMBERS), st.sampled_from(CHATTER)),
    st.tuples(st.just("private"), st.sampled_from(MEMBERS), st.sampled_from(PRIVATE)),
    st.tuples(st.just("private"), st.sampled_from(MEMBERS), st.sampled_from(PRIVATE)),
    st.tuples(st.just("leads"), st.sampled_from(BY_LEADER_IN_GROUP)),
    st.tuples(st.just("command"), st.sampled_from(STAFF), st.sampled_from(COMMANDS), _small, _small),
    st.tuples(st.just("command"), st.just(LEADER), st.sampled_from(COMMANDS), _small, _small),
    st.tuples(st.just("desk"), st.sampled_from(tuple(OFFICE)), st.sampled_from(CASE_FORMS), _small, _small),
    st.tuples(st.just("desk_all"), st.sampled_from(tuple(OFFICE)), st.sampled_from(INCIDENT_FORMS), _small, _small),
    st.tuples(st.just("tap"), st.sampled_from((*MEMBERS, *STAFF)), st.integers(-12, -1)),
    st.tuples(st.just("tap"), st.sampled_from((*MEMBERS, LEADER)), st.integers(-4, -1)),
)
_others = (
    st.tuples(st.just("wait"), st.sampled_from((5, 20, 60, 1800, 4 * 3600, 26 * 3600))),
    st.tuples(st.just("wait"), st.sampled_from((5, 20, 60, 1800))),
    st.tuples(st.just("recall"), st.integers(-4, -1)),
    st.tuples(st.just("edit"), st.integers(-4, -1), st.sampled_from((*FAULTS[:3], *BY_LEADER_IN_GROUP[:3]))),
    st.tuples(st.just("member"), st.sampled_from(DOES), st.sampled_from(MEMBERS)),
    st.tuples(st.just("trouble")),
)  # fmt: skip
move = st.one_of(*_alone, *_others, st.tuples(st.just("at_once"), st.lists(st.one_of(*_alone), min_size=2, max_size=3)))
plays = st.tuples(st.sampled_from(OPENINGS), st.lists(move, min_size=6, max_size=14)).map(lambda p: [*p[0], *p[1]])
