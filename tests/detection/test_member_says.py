from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.detection.member_says import (
    mark_in,
    me_too,
    says_fixed,
    says_no,
    says_not_fixed,
    says_yes,
    wants_no_contact,
    wants_person,
)

YES: dict[Callable[[str], bool], list[str]] = {
    says_fixed: ["收到了", "到账了", "解决了", "拿到了谢谢", "补的收到了", "可以了", "换的收到了，谢谢", "已退了"],
    says_not_fixed: ["还没", "没到账", "没解决", "不行", "还没收到", "收到了但是又碎了", "一直没人联系我"],
    says_yes: ["好", "好的", "可以", "嗯嗯", "行吧", "OK", "👌", "好的谢谢", "没问题", "好的好的"],
    says_no: ["不用了", "不行", "算了", "不同意", "不要", "我不接受"],
    wants_person: ["转人工", "找团长", "真人", "叫你们老板来", "你是机器人吗", "有没有真人"],
    wants_no_contact: ["别再发了", "不用联系我", "请勿打扰", "不要再给我发消息", "退订"],
    me_too: ["我的也是", "+1", "同", "俺也一样", "我也没有", "me too", "我家也是", "阿拉也没额呀"],
}
NO: dict[Callable[[str], bool], list[str]] = {
    says_fixed: ["还没收到", "收到了但是又碎了", "没到账", "到账了吗", "好的", "收到的还是烂的", "什么时候退", ""],
    says_not_fixed: ["收到了", "到账了", "没事了，解决了", "谢谢", ""],
    says_yes: ["不行", "可以吗", "好吃吗", "算了", "没有", "好多烂的", ""],
    says_no: ["好的", "不错", "没问题", "不急", "没关系", "不好意思，可以的", ""],
    wants_person: ["团长辛苦了", "找到了", "别人家也有", "收到了", ""],
    wants_no_contact: ["别发错了", "别忘了发货", "好的", "怎么不联系我", ""],
    me_too: ["我的没问题", "我也要一份", "同事买的", "同学", "好的", ""],
}


@pytest.mark.parametrize(("says", "text"), [(says, text) for says, texts in YES.items() for text in texts])
def test_says(says: Callable[[str], bool], text: str) -> None:
    assert says(text)


@pytest.mark.parametrize(("says", "text"), [(says, text) for says, texts in NO.items() for text in texts])
def test_does_not_say(says: Callable[[str], bool], text: str) -> None:
    assert not says(text)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("5", 5), ("5分", 5), ("五星", 5), ("给4分", 4), ("⭐⭐⭐", 3), ("满分", 5), ("打3分吧", 3), ("５分", 5),
        ("10分", None), ("5个烂的", None), ("3-501", None), ("5分钟后到", None), ("好的", None), ("", None),
        ("6", None),
    ],
)  # fmt: skip
def test_mark_in(text: str, mark: int | None) -> None:
    assert mark_in(text) == mark
