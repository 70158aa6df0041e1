"""C3: no reward for praise, and none for a yes: drafts that a leader may write, and what they may well say."""

from __future__ import annotations

import pytest

from bot.domain.tone import check_tone

REWARDS = """
好评返现5元
好评有礼
好评免单
好评的送一盒鸡蛋
回复好评领优惠券
帮忙在群里夸一句，下次送您一盒草莓
满意的话群里说一声，下单立减5块
群里晒单抽奖
评价后联系我领券
写評價送紅包
您同意发图的话，给您补一张5元券
麻烦写个好评，给您发5元红包
晒图的都送鸡蛋
您在群里说句好话，我给您免单
发个朋友圈集赞送车厘子
五星好评截图给我，返2元
好吃的话群里晒一下，有惊喜
晒单有奖，前十名免单
夸夸我们家，红包马上到
給個好評，返現三元
评价送券，见者有份
您要是愿意发到群里，我送您一份小礼物
喜欢的话群里反馈一下，抽奖送水果
发朋友圈的邻居都有优惠券
点赞满20个送牛奶
""".strip().splitlines()
FINE = """
谢谢您的好评，我们继续努力
好不好都可以在群里照实说一句
坏的拍照发我，给您补一份
收到您的反馈了，这就给您补发
有问题在群里说一声，我给您送上门
这单坏了三个，退您5元
不管您评价怎样，该退的都退给您
我们没有好评返现，您照实说就行
您愿意的话，图发到群里给大家看看怎么处理的
券已经发到您账上了，和评价没有关系
今天下单满30减5，先到先得
明天送货，到了在群里通知大家
您评价里说的酸，我们问过产地了
喜欢吃甜的，下回可以选这款
礼盒装的到货了，送人挺好看
这批红包装的枣下架了
您说的我都记下了，晚上给您答复
晒干的香菇要先泡一下
好吃的话下次再团
""".strip().splitlines()


@pytest.mark.parametrize("kind", ["public", "private"])
@pytest.mark.parametrize("text", REWARDS)
def test_a_leaders_reward_is_held(text: str, kind: str) -> None:
    found = check_tone(text, kind=kind, author="group_leader")  # type: ignore[arg-type]
    assert "money_for_silence" in {finding.name for finding in found}


@pytest.mark.parametrize("text", FINE)
def test_what_a_leader_may_say_of_praise_and_gifts_is_not_held(text: str) -> None:
    found = check_tone(text, kind="private", author="group_leader")
    assert "money_for_silence" not in {finding.name for finding in found}
