"""What is wrong, a category at a time: plain complaints and their harmless look-alikes."""

from __future__ import annotations

import pytest

from tests.detection.talk import judged

DOUBTED = {"我的猫粮被人拿走了", "跟图片完全不一样", "老客户比新人买得贵，杀熟吧"}
"""Plain words which the model doubts, as written messages use the like for other things: the leader is asked."""
COMPLAINTS = {
    "damaged": [
        "这盒蓝莓一大半都发霉了",
        "鸡蛋到手碎了七个",
        "牛奶漏了一箱子",
        "带鱼送到的时候已经化冻了，软塌塌的",
        "西瓜压裂了，汁水流得到处都是",
        "豆腐一股馊味",
        "芒果打开有一半是烂的",
        "花盆碎成三块了",
        "葡萄爛掉了一半",
    ],
    "missing": [
        "抽纸少了一包",
        "我订了三盒酸奶只拿到两盒",
        "袋子里没有我的排骨",
        "说好送的勺子没看到",
        "24瓶的矿泉水就22瓶",
        "我的猫粮被人拿走了",
        "又漏发我家的鸡腿",
        "漏我一箱牛奶，当我傻？",
        "我的货呢？",
    ],
    "late": [
        "都五天了大米还没发货",
        "说好昨天到的草莓，今天还没影",
        "都几点了怎么还没送到啊",
        "等了一个礼拜了还在路上",
        "又延期？上次就延了",
        "催了三次了还是没到货",
        "半夜才给我送到，太慢了",
        "等了三天鸡蛋还是没看见",
    ],
    "wrong_item": [
        "发错了，我订的是白色",
        "我要的是无糖酸奶，给我的是原味的",
        "拖鞋的尺码不对，买的38给的40",
        "这不是我订的东西",
        "订的羊排，来的是牛腩",
    ],
    "taste": [
        "这批橙子太酸了",
        "哈密瓜一点都不甜",
        "牛腩柴得咬不动",
        "面包一股塑料味",
        "这个粽子真难吃",
        "鸭脖齁咸",
    ],
    "quality": [
        "买的五斤苹果称了四斤三",
        "毛巾洗一次就掉色",
        "跟图片完全不一样",
        "酸奶过期两天了",
        "饺子里吃出一根头发",
        "这批日期都过了还往外卖",
        "孩子吃了你们的凉菜拉肚子了",
        "锅才用两次就掉漆",
    ],
    "price": [
        "比超市还贵五块",
        "昨天刚买，今天就降价了",
        "老客户比新人买得贵，杀熟吧",
        "满99减20怎么没减",
        "草莓也太贵了吧",
    ],
    "service": [
        "客服一直不回消息",
        "团长你这什么态度",
        "自提点的阿姨冲我翻白眼，爱答不理的",
        "团长的电话打了五个都没人接",
        "一说售后就失踪",
    ],
    "refund": [
        "退款都半个月了还没到账",
        "说好退我的钱呢",
        "烂了半箱才退三块",
        "坏了凭什么不给退",
        "少退了我五块钱",
        "红包到现在没补给我",
    ],
    "other": [
        "我的订单怎么被取消了，没人通知",
        "小程序一抢就闪退",
        "把我手机号发到群里，泄露隐私",
        "砍单砍得也太随便了",
    ],
}

HARMLESS = {
    "order": ["3-501 草莓2份", "+1", "鸡蛋1板 牛奶2箱 6栋", "给我留两盒", "臭豆腐3份，变态辣的", "我要两箱"],
    "question": [
        "不好吃可以退吗",
        "坏了怎么赔呀",
        "退款一般几天到账",
        "这个辣不辣",
        "会不会很酸",
        "什么时候到",
        "到货了吗",
    ],
    "praise": ["好吃哭了", "后悔买少了", "绝了这个蛋挞", "一个没坏，新鲜得很", "团长辛苦了", "真香，回购三次了"],
    "solved": [
        "已经退了，谢谢团长",
        "到账了",
        "少的那包补给我了",
        "坏的两个团长给换了",
        "解决了解决了",
        "差价已经到了，谢谢",
    ],
    "own mistake": [
        "我看错了，不是少发",
        "怪我自己忘了拿",
        "是我把鸡蛋摔了",
        "拿错了，我马上送回去",
        "我傻，自己拿错了",
    ],
    "elsewhere": [
        "拼多多买的车厘子烂了一半",
        "楼下水果店的苹果缺斤短两",
        "某优选三天了还没到",
        "超市的草莓坏得真快",
        "隔壁群团的虾一半是死的",
    ],
    "off topic": ["物业真垃圾，电梯又坏了", "国足又输了，气死", "加班到十点，烦死了", "外面下雨好大", "手机屏摔裂了"],
    "declining": ["我不爱吃榴莲，臭", "就不跟了，家里还有", "取消我的接龙吧", "太甜了我不吃，你们买"],
    "joke": ["团长你欠我一个苗条的身材", "再买要剁手了哈哈哈"],
    "chat": ["早上好", "哈哈哈哈", "收到", "好的", "谢谢"],
}


@pytest.mark.parametrize(("category", "text"), [(c, t) for c, texts in COMPLAINTS.items() for t in texts])
def test_complaint(category: str, text: str) -> None:
    verdict = judged(text)
    assert verdict.decision == ("review" if text in DOUBTED else "complaint"), verdict
    assert verdict.category == category, verdict
    assert verdict.severity is not None
    assert verdict.reasons


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k, texts in HARMLESS.items() for t in texts])
def test_harmless(kind: str, text: str) -> None:
    verdict = judged(text)
    assert verdict.decision == "none", (kind, verdict)


@pytest.mark.parametrize(
    ("text", "red"),
    [
        ("孩子吃完拉肚子送急诊了", "illness"),
        ("蛋糕里吃出一根头发，恶心", "foreign_matter"),
        ("米里全是活虫", "foreign_matter"),
        ("给我的牛奶都过期一个月了", "expired"),
        ("草莓烂了一半，再不处理我打12315", "threat"),
        ("草莓烂了一半", None),
    ],
)
def test_red(text: str, red: str | None) -> None:
    verdict = judged(text)
    assert verdict.decision == "complaint", verdict
    assert verdict.red == red
    assert (verdict.severity == 3) == (red is not None)


def test_red_only_with_a_complaint() -> None:
    assert judged("楼下超市的牛奶过期了").red is None


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("团长，好像少了一包纸，麻烦看一下", 1),
        ("草莓有点酸", 1),
        ("草莓烂了一半，怎么吃", 2),
        ("缺斤少两！骗人！", 2),
        ("又漏发，全部退款，退群了", 3),
    ],
)
def test_severity(text: str, severity: int) -> None:
    assert judged(text).severity == severity


def test_the_reason_says_what_was_found_and_about_which_goods() -> None:
    verdict = judged("你们的草莓都烂了")
    assert any("烂了" in reason and "草莓" in reason for reason in verdict.reasons)


@pytest.mark.parametrize("role", ["group_leader", "bot"])
def test_leader_and_bot_never_complain(role: str) -> None:
    verdict = judged("草莓烂了一半，气死了", role=role)  # type: ignore[arg-type]
    assert verdict.decision == "none"
    assert verdict.score < 0.35
