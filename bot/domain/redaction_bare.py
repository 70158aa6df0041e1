"""Where neighbours are called by 小, 老 or 阿 and one character: 小林, 老王, 阿芳. Goods and kin stay: 小米, 老公."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HAN = "[\u4e00-\u9fff]"
_FAMILY = (
    "王李张刘陈杨赵周吴徐孙朱胡郭何林罗郑谢宋唐许邓冯韩曹曾彭萧蔡潘董袁蒋杜魏吕沈任姚卢崔谭陆汪范廖贾夏傅邹孟秦邱薛"
    "闫阎黎尹郝龚邵覃顾赖聂岳柯戚邢俞葛倪樊殷詹喻余梁肖苏侯付"
)
_UNCLEAR = "高黄马金方石毛江龙于严易牛钱姜田钟丁段雷齐梅施庄莫万白叶程史温贺洪武熊童"
"""Surnames that are goods and measures after 小 and 老 as well."""
_GIVEN = "丽敏芳玲娟娜霞燕艳静颖婷琳琪雯萍英秀洁倩慧莉蓉蕾莹薇晶"
_AFTER_A = (
    "萍红梅玲海涛云丽芳敏静燕霞娟艳娜秀英强军勇伟斌刚杰辉飞峰亮琴珍兰凤桂莲慧婷琳倩颖雪莉"
    "祥芬荣欣怡鑫浩宇鹏建明贵玉昆坤彬珠俊凯龙森楠顺昌达康岚"
)
_STOP = (
    "小苏打|小陈皮|小胡同|老胡同|老陈皮|老陈醋|小任性|老夏天|小夏天|小孙子|小李子|小王子|小王八|老林子|老葛根|小葛根|"
    "小英语|小兰州|老苏州|老顾客|老唐山|老许多|小许多|老曾经|小何必|老何必|小汪汪|小孟加拉"
)
_SAYS = "说讲问告提觉反推介家他她您你咱那"
_DOES = (
    "也和跟与的我在都还又就去来拿取要买订帮给让叫把被没不是有退收送答留拍转发一两昨今明刚分拼呢吗吧呀啊哈看先陪想尝吃带"
    "等下已师头正才再只总常真好应可会能太挺很特早晚每几这上搬认做炖煮炒洗接开付代签点报抢拎捎领催夸走回到住挑换补赔托打用"
)
_END = rf"(?=$|(?!{_HAN}))"
_HOME = r"(?!家(?![的也那都还没里这是有买订拿要来就说送退呢一二两三四五六几半,，。!！?？、;；:：\s]|$))"
"""老李家 before goods is their maker."""
_ANY_DEED = rf"(?:{_END}|(?=[{_SAYS}{_DOES}]|同意|同款){_HOME})"
_CALLED = "托和跟给叫让找同与帮问替请喊陪约听由向对"
_NEARBY = (
    "(?<=邻居|楼上|楼下|隔壁|对门|对面|谢谢|感谢|多谢|单元|昨天|今天|前天|明天|刚才|早上|晚上|中午|下午|上午|还有|上次|"
    "男人|同事|朋友|同学|闺蜜|老乡|快递)"
)
_LEFT = rf"(?:(?<!{_HAN})|(?<=[{_CALLED}是把被连])|{_NEARBY})"

_PATTERNS = (
    re.compile(rf"(?:{_LEFT}|(?<=[了的到有里家就]))(?:邻居)?(?!{_STOP})([小老][{_FAMILY}]){_ANY_DEED}"),
    re.compile(rf"{_LEFT}(?:邻居)?(?!老姜)(小[{_UNCLEAR}{_GIVEN}]|老[{_UNCLEAR}])(?=[{_SAYS}]){_HOME}"),
    re.compile(
        rf"(?<=[{_CALLED}])(?!老姜|小白|小黄|老白|小梅|小丁|小段|小叶)(小[{_UNCLEAR}{_GIVEN}]|老[{_UNCLEAR}]){_ANY_DEED}"
    ),
    re.compile(rf"{_LEFT}(?:邻居)?(小[{_GIVEN}])(?=[也都还没]|$)"),
    re.compile(rf"{_LEFT}(?:邻居)?(阿[{_AFTER_A}{_FAMILY}]){_ANY_DEED}"),
)


def bare(text: str) -> Iterator[tuple[int, int, str]]:
    """Neighbours called by a bare short name: (start, end, the name)."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            yield found.start(), found.end(), found[1]
