"""What stands behind a name: its owner is spoken to (静静别急, 静静今晚退8块) or told about (静静说, 静静来过了)."""

from __future__ import annotations

import re

FAULT = r"[烂坏碎破漏臭霉裂化少缺软蔫馊扁瘪酸苦洒炸]|长毛|发[霉酸臭黄]|没[收拿领]?到|过期|压[坏扁烂]|不新鲜"
_DEED = (
    rf"[\s，。,；;、：:！!？?~～—–-]|$|全?(?:{FAULT})(?:[了掉]?[的那]|得[^，。,；;]{{0,4}}?[退补赔给])|多[退补赔给](?!了)|另外?[再加退补赔给]|[您你的那这家咱各每]|[和跟与](?!我|[他她])|我|们?[俩两]|[退补赔换送转发给寄拿]|今|明|后天"
    r"|下[周午次]|上午|晚|先|再|重|马上|稍|等[下会一]|待会|一会|回头|周|现在|分别|一[人家户]|亲(?!戚)|也(?=[退补赔换给今明]|一样|同样|照)|都|全|\d|@"
    r"|(?:不要[钱退补][款货]?[，,]?)?(?:想|就|只)?要[补换退][款货钱]?[，,\s][^，,。；;您你]*[退补赔换](?![了您你])"
    r"|[（(＋+¥￥]|[一二两三四五六七八九十百几]+(?:块|元)|三[家户位人个]"
)
"""What is done, and when."""
_ENDS = r"(?=[啊呀哈呢哦哟啦了的吧嘛]*(?:[\s，。,；;、！!~～…]|$|[您你我今明咱]))"
_OURS = r"(?:我|咱们?|是?我们?这边)?(?:真|实在|确实|的确|着实|太|很|非常|特别|十分|万分|好)*(?:是|的|地)*"
_THIS = rf"这(?:次|回|[个件]?事情?)儿?(?:都|就)?(?:怪我|赖我|是我|{_OURS}(?:不好意思|抱歉|对不|怪我|我的))"
_KIND = (
    r"[啊呀哟诶欸喔哈呢哦嗯哎唉]|(?:先|可|请|千万)?(?:别|莫|甭|不[要用必])(?:太|再|这么|那么)?着?(?:急|气|恼|火|生气|担心|操心|慌|难过|上火|往心|介意|见怪|客气|催|骂|怕)"
    r"|放[心宽]|安心|消消|消气|息怒|冷静|稍安|宽心|辛苦|受累|受委屈|委屈|难为|打扰|久等|等久|等急|耐心|见谅|包涵|海涵|体谅|担待|多多|原谅|谅解"
    rf"|{_OURS}(?:不好意思|抱歉|对不|过意不去|惭愧|难为情|怪我|我的[错锅]|我的?问题|我们的问题)|{_THIS}"
    rf"|(?:太|多|十分|非常|真的?)?(?:谢|感谢)|理解(?:理解|一下|下|万岁)?{_ENDS}"
    rf"|(?:收到|看到|看见|听到|知道|晓得|明白|了解|懂|清楚|记得|记住|记下|记着)(?:了|啦|的)?{_ENDS}"
    rf"|(?:好|行|可以|没问题|没事|不要紧|没毛病|对|成|嗯|得|[oO][kK])(?:的|嘞|哒|滴|呀|啊|吧|哈)*{_ENDS}|说[的得](?:对|是|有道理|没错)"
    r"|是?这样|刚才?刚?(?:一直|在)*(?:忙|没看|没注意|没听|开会|开车|在外|有事|才看|看到)|昨[天晚](?:忙|太忙|没看|没注意|睡)"
    r"|在[吗么嘛不]|(?:真|实在)?是?[让害叫累][您你]|耽误[您你]"
)
"""A kindness, which is only said to somebody's face."""
_CORRECTED = (
    r"还是(?=[补退换给送赔])|不(?:要|用)?(?:退[钱款]?|补|换|要钱)了?[，,]|不是(?=\d|[今明后下周])|别\d"
    r"|改(?=[成为到]?(?:[给退补换赔送您你\d]|今|明|后天|下?周|[上下]午|晚))|换成|加[到您你\d]|凑"
    r"|(?:刚[才刚]?|之前|前面)?我?(?:[打说写记算弄]错|[少多][算打写]|[算写打][少多])了?[,，\s哈啊]"
)
"""What was said before is not so: 静静还是补你一盒吧, 静静不退钱了，给你补一盒, 静静不是8块，10块."""
_GOES_ON = re.compile(f"{_DEED}|{_KIND}|{_CORRECTED}")
_KIND_AFTER_THANKS = re.compile(
    rf"{_KIND}|(?![^，。,！!\s]*[帮替给跟带说和问])[^，。,！!？?\s]{{0,6}}(?=[，。,！!～~\s]|$)"
)
"""What may stand behind 谢谢静静 …, 让静静 … where the thanked is the one who is spoken to: 谢谢静静理解."""
_LIKEWISE = re.compile(
    r"也是(?=[\s，。,；;、！!~～的\d]|[一两二三四五六七八九十]+(?:块|元)|$)|同[上样]|同(?=[\s，。,；;、！!~～]|$)|一样|照[样办旧]"
)
"""Behind a name that is not the first: 静静退8块，王姐也是."""
_OTHER_MATTER = re.compile(
    "的(?:快递|包裹|钥匙|车|话|意思|老[公婆]|[爸妈儿女弟妹哥姐]|孩子|邻居|朋友|电话|消息|微信|地址)"
)
"""What is no matter of the group buy, or somebody else: 静静的快递我明天去取."""
_TOLD = re.compile("[说讲]|解释|道歉|留[了过]?言|打[了过]?(?:个)?电话|发[了过]?(?:个)?(?:消息|微信|信息|私信)|回[了过]")
"""What is done with words to somebody who is not here: 给静静说了."""
_DONE = re.compile("[退补赔转换发送打][了过]")
_TELLS = re.compile(
    "[说讲告问听跟和同与帮替给来去过买拿取退换要想没不已也都还又就才前昨上那这的家在有是被把收到刚叫让妈爸公婆奶爷姨叔婶嫂夫]|反[映馈]"
    r"|.?.?(?:[\s，。,；;、！!？?～]|$)"
)
"""What begins a sentence about somebody (静静昨天也是这样) or goes on with a name (王姐夫)."""
KINDLY = re.compile("姐姐?|哥哥?|妹[妹子]?|宝[宝贝]?|亲亲?|老师|美女|帅哥|小姐姐|大[姐哥]")
"""What may be put to a name: 静静姐."""
ABOUT = re.compile(rf"的|那|家(?!人)|(?!{_THIS})这")
"""A name before it may be told about: 静静那份."""


def is_spoken_to(text: str, end: int, *, thanked: bool = False, behind: bool = False) -> bool:
    """Whether somebody whose name ends here is spoken to. `thanked`: 谢谢 or 让 stands before it; `behind`: it is not
    the first name."""
    if _OTHER_MATTER.match(text, end):
        return False
    if thanked:
        return _KIND_AFTER_THANKS.match(text, end) is not None
    return _GOES_ON.match(text, end) is not None or (behind and _LIKEWISE.match(text, end) is not None)


def is_given(text: str, end: int) -> bool:
    """Whether somebody behind 给 or 退, whose name ends here, is given something yet: not 给静静说了."""
    return _TOLD.match(text, end) is None


def was_given(text: str, end: int) -> bool:
    """Whether somebody behind 给 or 退 has got it: 给静静退了."""
    return _DONE.match(text, end) is not None


def tells(text: str, end: int) -> bool:
    """Whether what stands behind a name tells something of its owner."""
    return _TELLS.match(text, end) is not None
