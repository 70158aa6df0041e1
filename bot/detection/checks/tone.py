"""Anger, threats and sarcasm: they make a fault weigh more, and say how angry the member is."""

from __future__ import annotations

from bot.detection.reading import NUM, pattern, plain_of, quoted, sketch_of
from bot.domain.verdict import Burst, CheckResult, Situation

_AUTHORITY = pattern(
    r"12315|315投诉|市监|市场监管|监管局|工商|消协|报警|举报|曝光|起诉|告(?:你|死)|法院|律师|黑猫|避雷(?:帖|贴)|维权|退一赔|假一赔|消费者协会|食药监",
    r"(?:发|挂|晒|传)(?:到|上|去)?(?:小红书|抖音|业主群|朋友圈|微博|大众点评|网上|各个群|全小区)|找(?:平台|媒体|记者|电视台)|告诉(?:整个?|全)(?:小区|栋|群)|搬.{0,3}凳子.{0,8}(?:坐|门口)",
    r"(?:集体|一起|整栋楼都?|大家都?|全群|我们都)(?:退|举报|投诉|退款|退单|退群)|(?:截图|照片|视频|证据|录像|录音|瓶子|发票)(?:.{0,4})(?:都)?(?:留着|存着|保留)|评价我?也?会如实|(?:拍|录)(?:下来)?了.{0,6}(?:赖|等着)",
)
_LEAVING = pattern(
    r"(?:我)?(?:要|先|直接|这就|马上|,|。|!|^)退群|再也不(?:在|跟|买|团|信|来|会|从|到)|(?:以后|今后).{0,12}(?:不买|不会买|不跟|不团|不在你|别想|一样都不|不再)|拉黑|不(?:敢)?跟(?:了|团了)|不会再(?:买|来|跟|团)|(?:谁爱|爱谁)(?:跟|买)|"
    r"(?:全|都|整单|全部|统统)(?:给我)?退(?:了|款|钱|掉|,|!|$|。|单)|退(?:钱|款|单)!|给我退|各位保重|最后一次(?:买|跟|团)"
)
_ANGRY = pattern(
    r"[!?]*[!][!?]+|垃圾|恶心|他妈|奶奶的|妈的|坑人|骗(?:子|人|钱)|太过分|良心|黑心|退(?:钱|款)!|给我退|气死|气人|耍(?:人|我)|受够|忍无可忍|什么玩意|无耻|不要脸|缺德|欺负人|欺人太甚|(?:第{n}|{n})(?:次|回)(?:了)|岂有此理|火大|咽不下这口气|讨个?说法|凭什么|糊弄|当我们?(?:是)?(?:傻|瞎)|敢吃".replace("{n}", NUM),
    r"\[(?:发怒|怒|愤怒|骂人|咒骂|吐|呕|鄙视|炸弹|菜刀|便便)\]|😡|🤬|😠|🤮|💢|👎",
)
_SARCASTIC = pattern(
    r"\[(?:微笑|呲牙|捂脸|裂开|旺柴|强|鼓掌|抠鼻|白眼|无语|疑问|晕|衰|吐血|苦涩|破涕为笑|合十|心碎|流泪|叹气)\]|[🙂😅👍👏🙃😓😒😑💔😭🤡]|呵呵|厉害了|真行|真(?:会|能)(?:做|玩|省|卖)|您可真|可真(?:会|行|是)|贵人|寂寞|考古|怀疑人生|敢信|也是(?:醉|服|绝)了|服了|无语|合着|敢情|"
    r"是不是(?:被屏蔽|看不)|开了?个?寂寞|逗我|开眼了|长见识|见识了|好家伙|牛啊|人才"
)
_ADDRESSED = pattern(r"团长|你们|你家|您家|这团|这个团|群主|卖家|商家|售后|自提")
_POLITE = pattern(
    r"麻烦|辛苦|请|谢谢|不急|有空|帮(?:我|忙)|是不是|好像|可能|也许|能不能|吗\?|呀|哈|哦|啦|下次能|建议|其实|有点|不好意思|也没指望|一般|稍微"
)


def threat(burst: Burst, situation: Situation) -> CheckResult | None:
    """Authorities, publicity, mass refunds: the most serious tone."""
    text = plain_of(burst)
    found = _AUTHORITY.search(text)
    if not found:
        return None
    us = sketch_of(burst).anchor + (1.5 if _ADDRESSED.search(text) else 0.0)
    return CheckResult(
        "threat", round(min(us, 3.0), 2), f"提到“{quoted(found.group())}”", severity=3, red="threat",
        message=text.count("\n", 0, found.end() - 1),
    )


def leaving(burst: Burst, situation: Situation) -> CheckResult | None:
    """The member wants all the money back at once, or will not buy here again."""
    text = plain_of(burst)
    found = _LEAVING.search(text)
    if not found:
        return None
    points = 1.5 if _ADDRESSED.search(text) else 0.6
    return CheckResult("leaving", points, f"说“{quoted(found.group())}”，想退出或全退", severity=3)


def anger(burst: Burst, situation: Situation) -> CheckResult | None:
    """Harsh words, rows of exclamation marks."""
    found = _ANGRY.search(plain_of(burst))
    return CheckResult("anger", 0.7, f"语气生气：“{quoted(found.group())}”", severity=2) if found else None


def sarcasm(burst: Burst, situation: Situation) -> CheckResult | None:
    """A smile or a compliment that is not meant as one; counts only beside a fault."""
    found = _SARCASTIC.search(plain_of(burst))
    return CheckResult("sarcasm", 0.5, f"像是反话：“{quoted(found.group())}”") if found else None


def is_polite(text: str) -> bool:
    """Whether a plain text asks nicely, so that a small fault is only a hint."""
    return _POLITE.search(text) is not None


def is_angry(text: str) -> bool:
    """Whether a plain text is harsh or threatens."""
    return bool(_ANGRY.search(text) or _AUTHORITY.search(text) or _LEAVING.search(text))
