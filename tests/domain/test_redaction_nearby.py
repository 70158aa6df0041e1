"""C1: what leads to somebody without a name of the list: a bare 小林, where the place is, where the child learns."""

from __future__ import annotations

import pytest

from bot.domain.redaction import Redactor


def shown(text: str, member: str = "许静") -> str:
    return Redactor(member, ["静静"]).redact(text).text


_STAY = (
    "老公说不甜 小哥放门口了 老板人不错 小朋友爱吃 老人牙口不好 小米很香 老坛酸菜面两桶 小白菜蔫了 阿胶糕一盒 小熊饼干碎了 "  # noqa: E501
    "老干妈两瓶 小黄鱼臭了 小黄瓜软了 小龙虾缺斤少两 小番茄裂了 小青菜黄了 小青柠很酸 小金桔烂了 小苏打一袋 小石榴坏了 "
    "小杨梅酸了 小胡萝卜烂了 老陈醋漏了 老陈皮很香 老姜两斤 老黄瓜煲汤 老豆腐碎了 老面馒头 老酸奶胀包 老冰棍化了 "
    "老白干一瓶 老抽漏了 老母鸡太柴 老鸭汤料 老玉米啃不动 老婆饼碎了 老顾客了 老客户支持 老家寄来的 老师订的 "
    "老样子两份 老地方取 老规矩 老年人吃的 老毛病又犯 老郑州烩面 老胡同糕点 老江湖了 小时候的味道 小王子面包 "
    "小李子很甜 小孙子爱吃 小马扎一个 小钱不计较 小夏天裙子 小谢意 小区门口 小程序下单 小票拍给您 小份的 "
    "小吃街 小馒头 小葱蔫了 小红书上看的 小红枣 小强都爬进来了 小心轻放 小雪糕化了 小海鲜 小玉米 "
    "小花卷 小叶茼蒿 小方糕 小熊软糖 小鱼干 小芋头 小芳糕一盒 阿姨放门口了 阿婆家的粽子 阿克苏苹果 "
    "阿拉斯加鳕鱼 阿根廷红虾 阿尔卑斯糖 阿萨姆奶茶 阿华田 阿香婆牛肉酱 阿莫西林 阿宽面皮 阿坝苹果 阿里巴巴 "
    "好阿明天取 肉煮老张嘴都咬不动 个头大小都有 最小林檎也行 一小段藕 从小吃到大 小林檎 老杨树菌 小梁山苹果 "
    "不老任他去 小周期 小任务 小韩国泡菜 老唐山麻糖 小熊电饭锅 老苏州糕团 小陆龟 老范围 小雷阵雨"
)
STAY = _STAY.split()
"""Goods, kin and other words that begin like somebody called by surname."""


@pytest.mark.parametrize("text", ["肉煮老张嘴都咬不动", "个头太小何必发货", "一小段藕", "好阿明天取"])
def test_words_that_meet_by_chance_stay(text: str) -> None:
    assert shown(text) == text


def test_words_that_only_begin_like_a_name_stay() -> None:
    assert len(STAY) >= 60
    assert [text for text in STAY if shown(text) != text] == []
    assert [text for text in STAY if shown(f"我买的{text}") != f"我买的{text}"] == []


@pytest.mark.parametrize(
    ("text", "leak"),
    [
        ("跟小林拼的一箱", "小林"), ("老王家的也烂了", "老王"), ("问了小陈，他说没事", "小陈"), ("和老周一起拿的", "老周"),  # noqa: E501
        ("小吴说昨天就到了", "小吴"), ("阿芳家的好好的", "阿芳"), ("帮老郑带的那份也坏", "老郑"), ("小何取走了我的", "小何"),  # noqa: E501
        ("楼上老徐也在退", "老徐"), ("我找阿强要的", "阿强"), ("昨天老刘把我的拿错了", "老刘"), ("听小曹讲要补发", "小曹"),  # noqa: E501
        ("小敏也少两个", "小敏"), ("给阿玲留一份", "阿玲"), ("跟小丽分了一半", "小丽"), ("是阿斌帮我搬的", "阿斌"),
        ("老魏、小邓都没收到", "老魏"), ("老魏、小邓都没收到", "小邓"), ("坏的给小宋看过了", "小宋"), ("多谢小潘提醒", "小潘"),  # noqa: E501
        ("小娟你那份呢", "小娟"), ("我叫老蒋去看了", "老蒋"), ("和阿伟拼单", "阿伟"), ("草莓是老孙送上来的", "老孙"),
        ("小许您那箱呢", "小许"), ("隔壁小范家没烂", "小范"),
        ("我拜托小汪代收的", "小汪"), ("老贺家三斤少半斤", "老贺"), ("物业的小付收的", "小付"), ("阿祥帮我提上楼", "阿祥"),  # noqa: E501
        ("上次老周拿错的", "老周"), ("我家小张下楼拿的", "小张"), ("老冯已经退了", "老冯"), ("小彭下单晚了", "小彭"),
        ("老王炖了一锅", "老王"), ("快递小郭师傅送的", "小郭"),
    ],
)  # fmt: skip
def test_a_neighbour_called_by_surname_is_hidden(text: str, leak: str) -> None:
    once = shown(text, member="月牙儿")
    assert leak not in once
    assert "邻居" in once
    assert shown(once, member="月牙儿") == once


def test_the_member_called_by_surname_keeps_one_label() -> None:
    redactor = Redactor("王丽")
    assert redactor.redact("小丽和小陈都退了").text == "王**和邻居A都退了"
    assert redactor.redact("问了小陈").text == "问了邻居A"
    assert redactor.redact("我和老郑一人一箱").text == "我和邻居B一人一箱"


@pytest.mark.parametrize(
    ("text", "leak"),
    [
        ("我住在翠湖天地3栋502", "翠湖天地"), ("在龙湖那边5栋", "龙湖"), ("我家在云锦东方，8号楼1单元", "云锦东方"),
        ("送到世纪光华12栋就行", "世纪光华"), ("地址：凤凰水岸 6-2-1801", "凤凰水岸"), ("我在万科那边的2号楼", "万科"),
        ("碧水青山3幢的，没收到", "碧水青山"), ("人在金域蓝湾这边7栋", "金域蓝湾"), ("搬到香榭丽舍9栋了", "香榭丽舍"),
        ("咱们融侨锦江4幢", "融侨"), ("翰林院子3栋，快点", "翰林院子"),
        ("住保利西海岸11栋", "保利"), ("融创御景 4 号楼 202", "融创御景"), ("我在滨江壹号二栋", "滨江壹号"),
    ],
)  # fmt: skip
def test_the_name_of_the_place_goes_with_the_building(text: str, leak: str) -> None:
    once = shown(text)
    assert leak not in once
    assert "[地址]" in once
    assert once.count("[地址]") == 1
    assert shown(once) == once


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("草莓3栋都说坏了", "草莓"), ("团长3栋502没收到", "团长"), ("在楼下3栋门口", "楼下"), ("现在3栋停电", "现在"),
        ("住在附近3栋", "附近"), ("在自提点2号楼", "自提点"), ("放在快递柜，3栋的", "快递柜"), ("来两盒草莓3栋502", "两盒草莓"),  # noqa: E501
        ("到货了3栋的来拿", "到货了"), ("在群里3栋也有人说", "群里"), ("坏了一半，5栋502", "坏了一半"), ("去年3栋也这样", "去年"),  # noqa: E501
        ("我在医院13800138000", "医院"), ("在楼道6-2-1801", "楼道"),
    ],
)  # fmt: skip
def test_what_is_no_place_stays_before_a_building(text: str, kept: str) -> None:
    assert kept in shown(text)


@pytest.mark.parametrize(
    ("text", "leak"),
    [
        ("孩子在实验二小三年级2班", "二小"), ("孩子在实验二小三年级2班", "2班"), ("我家的二幼中三班", "二幼"),
        ("我家的二幼中三班", "中三班"), ("孩子在阳光幼儿园大二班", "阳光"), ("孩子在阳光幼儿园大二班", "大二班"),
        ("女儿读育才小学五(3)班", "育才"), ("女儿读育才小学五（3）班", "3"), ("儿子市一中初二7班的", "市一中"),
        ("三年级2班的家长帮带", "2班"), ("娃上星河幼儿园", "星河"), ("老大在师大附小四年级", "师大附小"),
        ("跟孩子一个班，新华学校六年级（1）班", "新华"), ("大宝念外国语小学", "外国语"), ("在新世纪外国语学校读书", "新世纪"), ("大宝在一中", "一中"), ("接孩子在育英学校门口", "育英"),  # noqa: E501
        ("在三中高二5班", "三中"),
        ("我娃蓝天艺术幼儿园小班", "蓝天"), ("是八中初三的", "八中"),
    ],
)  # fmt: skip
def test_a_childs_school_and_class_are_a_place(text: str, leak: str) -> None:
    once = shown(text)
    assert leak not in once
    assert "[地址]" in once
    assert shown(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "孩子上幼儿园了", "孩子读小学", "下一班车送", "一小把菠菜", "两小时到", "一中午没人", "三年级的孩子爱吃", "学校门口取",  # noqa: E501
        "孩子在同一个学校", "女儿放学后学校有活动",
        "给孩子学校带的", "大班小班都爱吃", "上班拿不到", "晚班", "二小时后到", "中班的孩子也能嚼", "孩子同学都说好", "我们幼儿园都爱吃",  # noqa: E501
        "其中三班倒的来不了", "小学生都吃得下", "阳光玫瑰葡萄", "大中小三种", "公司两班人都订了", "加了一班配送", "孩子幼儿园大二班",  # noqa: E501
        "一大一小两个", "高二的孩子", "放学校门卫", "值班的收了", "第二中箱子坏了",
    ],
)  # fmt: skip
def test_other_words_about_schools_and_shifts_stay(text: str) -> None:
    assert shown(text) == text
