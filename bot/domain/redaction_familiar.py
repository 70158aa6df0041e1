"""Where neighbours are named as people nearby call them: 刘姐, 糖糖妈, 小林妈妈, 阿芳. Kinship words alone name nobody."""  # noqa: E501

from __future__ import annotations

import re
from collections.abc import Iterator

_HAN = "[\u4e00-\u9fff]"
_FREE = "王李刘陈杨赵吴徐孙朱胡郭林罗郑梁宋唐邓冯韩曹彭萧肖蔡潘田董袁蒋杜魏吕沈姚卢崔谭汪范廖贾傅邹孟邱薛闫阎黎尹郝龚邵"
_BOUND = "张周许何任钟顾房程段齐梅苏陆姜赖丁叶夏侯熊秦雷武史龙陶贺洪高黄马金方石江万严康白施倪樊葛岳柯翁庄覃"
_CALLED = "萍红梅玲海涛云青冬丽芳敏静燕霞娟艳娜秀英强军勇伟斌刚杰辉飞峰亮琴珍兰凤桂莲慧婷琳倩颖雪莉"
_BEFORE = rf"(?:(?<!{_HAN})|(?<=[和跟给叫让找同与帮])|(?<=邻居|楼上|楼下|隔壁|对门|对面|谢谢|感谢|单元))"
_ELDER = (
    "大[姐哥妈爷嫂叔婶娘伯]|小姐|阿姨|叔叔?|婶婶?|嫂子?|姐姐?(?![妹夫弟])|哥哥?(?![们俩])|奶奶|爷爷|妈妈?(?!呀)|爸爸?"
)
_PARENT = "妈妈|妈咪|妈(?!呀)|爸爸|爸|奶奶|爷爷|外婆|姥姥|阿姨|姐姐?(?![妹夫弟])|哥哥?(?![们俩])|叔叔?|嫂子?|婶婶?"
_KIN = "妈爸姐哥弟妹叔爷奶婆姥伯舅姑嫂婶姨娘公"

_SURNAME = re.compile(rf"(?:([{_FREE}])|{_BEFORE}([{_BOUND}](?!师傅)))(?:{_ELDER})")
_DOUBLED = re.compile(
    rf"(?:邻居)?((?![谢{_KIN}哈嗯啊呀哎哇呵嘿嘻呜喂看试问说等想听走人个家常刚慢宝娃])({_HAN})\2)(?:{_PARENT})"
)
_SHORT = re.compile(
    rf"(?:邻居)?((?:小(?![{_KIN}区孩朋学店时票程伙吃卖超的摊贩])|(?<!啊)阿(?![{_KIN}])){_HAN})(?:{_PARENT})"
)
_GIVEN = re.compile(rf"{_BEFORE}([{_CALLED}])(?:姐姐?(?![妹夫弟])|哥哥?(?![们俩])|嫂子?)")
_CHILD = re.compile(rf"{_BEFORE}([桃橙柚栗椰豆果团丸石丫安乐毛]{_HAN}|{_HAN}[豆毛果])(?:妈妈|妈(?!呀)|爸爸|爸)")
_BARE = re.compile(rf"(?:{_BEFORE}|(?<=的))(?:邻居)?(阿[{_CALLED}{_FREE}明贵斌玉])(?![{_KIN}])(?=[说也家和跟的一,，。!！?？、\s那她他拿]|$)")  # fmt: skip  # noqa: E501


def surnamed(text: str) -> Iterator[tuple[int, int, str]]:
    """Neighbours called by surname and title: (start, end, surname)."""
    for found in _SURNAME.finditer(text):
        if not _counted(text, found.start()):
            yield found.start(), found.end(), found[1] or found[2]


def familiar(text: str) -> Iterator[tuple[int, int, str]]:
    """Neighbours called by a short name, alone or as somebody's kin: (start, end, what tells one from another)."""
    for pattern in (_DOUBLED, _SHORT, _GIVEN, _CHILD, _BARE):
        for found in pattern.finditer(text):
            kin = text[found.end(1) : found.end()][:1]
            yield found.start(), found.end(), f"{found[1]}{kin}"


def _counted(text: str, start: int) -> bool:
    """Whether what looks like a surname ends another word: 外孙奶奶, 树林阿姨."""
    return text[max(0, start - 1) : start + 1] in ("外孙", "子孙", "树林", "园林", "下田", "东郭", "姓王")
