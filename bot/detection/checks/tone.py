"""Anger, threats and sarcasm: they make a fault weigh more, and say how angry the member is."""

from __future__ import annotations

from bot.detection.reading import NUM, pattern, plain_of, quoted, sketch_of
from bot.domain.verdict import Burst, CheckResult, Situation

_AUTHORITY = pattern(
    r"1231[58]|十二三一五|12345|315|市监|市场监管|监管(?:局|部门|总局)|质监|药监|食药|食安|卫健委|卫生局|"
    r"工商(?!银行)|消协|消委|消保|消费者(?:协会|专线|委员会)|网信办|银保监|公证|仲裁",
    r"报警|报案|报公安|公安局|派出所|警署|警察|起诉|告(?:你们?|死)|立案|法院|法庭|律师|诉讼|诉状|举报|申诉到?|曝光|"
    r"维权|退一赔|假一赔|小额钱债|黑猫|避雷(?:帖|贴|组|走起)|实名投诉|投诉到",
    r"(?:发|挂|晒|传|放|写)(?:到|上|去|在|进)?.{0,3}(?:小红书|抖音|业主(?:大|总)?群|朋友圈|微博|大众点评|论坛|网上|"
    r"各个群|全小区|社团|google|threads)|(?:小红书|业主群|抖音|论坛)(?:.{0,4})(?:见|置顶)|找(?:平台|媒体|记者|"
    r"电视台)|登报|上报纸|拉横幅",
    r"告诉(?:整个?|全)(?:小区|栋|群)|(?:集体|一起|联名|整栋楼?|全楼|全栋|大家都?|全群|我们都|齐齐)(?:.{0,4})(?:退|"
    r"举报|投诉|报案)|(?:截图|照片|视频|证据|录像|录音|病历|发票|化验单|验伤单|聊天记录|病例)(?:.{0,6})(?:留着|存着|"
    r"保留|存证|存好|已存|备份|留底|都有|在手|印好|复印)|已(?:取证|存证|备份)|评价我?也?会如实",
    r"(?:坐|睡|躺|去|到)(?:.{0,4})(?:你|自提点)(?:们|家)?(?:门口|店里|店门口|楼下)(?:.{0,4})(?:坐|睡|等|闹|说|拉)|"
    r"搬.{0,4}凳",
)
_MONEY = pattern(r"退|赔|钱|款|押金")
_ULTIMATUM = pattern(
    r"否则|不然(?:我|的话我)|要么.{1,12}要么|(?:今[天晚]|明天|周.|中午|\d+点)(?:.{0,8})(?:不|没|"
    r"再不)(?:.{0,10})(?:就|我|报|去|全退|见)|不(?:退|赔|给|道歉|解决|处理|来|回|公开)(?:.{0,6})(?:我|就|直接|,我)|"
    r"(?:工商|法院|法庭|派出所|药监局?|消协|警局|小红书|抖音|业主(?:大)?群|海关|网上)(?:门口)?见|(?:走|跑|去)一趟|"
    r"已(?:打|报|经报)|报警了|(?:我)?(?:去定|打定|报了?警)|准备好|陪你|截图|再不(?:.{0,10})(?:就|我|,|全|退)|"
    r"再(?:这样|有一(?:次|回)|敢)(?:.{0,6})(?:就|我|,)|最后(?:通牒|一次|机会|期限)|走着瞧|等着(?:瞧|收|吧)|跟你没完|"
    r"奉陪到底|玩到底"
)
_LEAVING = pattern(
    r"(?:我)?(?:要|先|直接|这就|马上|,|。|!|^)退群|(?:全|都|整单)退(?:了|款|掉|,|!|$|。)|(?:退光|退晒)|(?:全家|我们|"
    r"科室|整栋|几户|十几户|[一二两三四五六七八九十]+(?:户|家|口|人|个))(?:.{0,8})(?:退|走人|不玩|不跟)|(?:都|"
    r"再)不(?:在你|买你|跟你)|别买你|再不(?:.{1,10})(?:我|就)|否则(?:我|只|就|将)|走着瞧|奉陪|再也不(?:在|跟|买|团|"
    r"信|来|会|从|到)|(?:以后|今后).{0,12}(?:不买|不会买|不跟|不团|不在你|别想|一样都不|不再)|拉黑|不(?:敢)?跟(?:了|"
    r"团了)|不会再(?:买|来|跟|团)|(?:谁爱|爱谁)(?:跟|买)|"
    r"(?:全|都|整单|全部|统统)(?:给我)?退(?:了|款|钱|掉|,|!|$|。|单)|退(?:钱|款|单)!|给我退|各位保重|最后一次(?:买|"
    r"跟|团)"
)
_ANGRY = pattern(
    rf"[!?]*[!][!?]+|垃圾|恶心|他妈|奶奶的|妈的|坑人|骗(?:子|人|钱)|太过分|良心|黑心|退(?:钱|款)!|给我退|气死|气人|"
    rf"耍(?:人|我)|受够|忍无可忍|什么玩意|无耻|不要脸|缺德|欺负人|欺人太甚|(?:第{NUM}|{NUM})(?:次|回)(?:了)|岂有此理|"
    rf"火大|"
    rf"咽不下这口气|讨个?说法|凭什么|糊弄|当我们?(?:是)?(?:傻|瞎)|敢吃",
    r"\[(?:发怒|怒|愤怒|骂人|咒骂|吐|呕|鄙视|炸弹|菜刀|便便)\]|😡|🤬|😠|🤮|💢|👎",
)
_SARCASTIC = pattern(
    r"\[(?:微笑|呲牙|捂脸|裂开|旺柴|强|鼓掌|抠鼻|白眼|无语|疑问|晕|衰|吐血|苦涩|破涕为笑|合十|心碎|流泪|叹气)\]|"
    r"[🙂😅👍👏🙃🫠🙃😓😒😑💔😭🤡]|呵呵|厉害了|真行|真(?:会|能)(?:做|玩|省|卖)|您可真|可真(?:会|行|是)|贵人|寂寞|"
    r"考古|怀疑人生|敢信|也是(?:醉|服|绝)了|服了|无语|合着|敢情|"
    r"是不是(?:被屏蔽|看不)|开了?个?寂寞|逗我|开眼了|长见识|见识了|好家伙|牛啊|人才"
)
_ADDRESSED = pattern(r"团长|你们?(?!的意思)|您|小芳|你家|您家|这团|这个团|群主|卖家|商家|售后|自提")
_MILD = pattern(
    r"有点|有些|好像|似乎|是不是|麻烦(?!友)|一下|呀|哈(?!喇)|不急|不多|不着急|\[(?:捂脸|抱拳|玫瑰|偷笑|呲牙)\]|"
    r"\.\.\.|…|请(?!了|假)|下次能|稍微|一点点",
    r"不好意思|抱歉|可能|也许|弱弱|小小|不大|就是|其实|建议|帮|想问|偏|不太|不怎么|没也|也没指望|哦|嘛|~|🥹|😂|🤏|👀",
)
_FIRM = pattern(
    r"!|又|都(?!是)|说好|一股|写着|谁|第.次|每次|次次|天了|半天|全|凭什么|怎么(?:吃|用|办)|到底|让我|把我|骗|退钱|当|"
    r"还要|已经|一半|臭|烂|发霉",
    r"不(?:回|理|管|给)|\d+天|[三四五六七八九十]天|小时|礼拜|星期|个月",
)


def threat(burst: Burst, situation: Situation) -> CheckResult | None:
    """Authorities, publicity, mass refunds: the most serious tone."""
    text = plain_of(burst)
    found = _AUTHORITY.search(text)
    if not found:
        return None
    sketch = sketch_of(burst)
    points = min(2.0, sketch.anchor / 2 + (1.0 if _ADDRESSED.search(text) else 0.0))
    category = None
    if points >= 1.0 and _ULTIMATUM.search(text):
        points += 2.6
        category = "refund" if _MONEY.search(text) else "service"
    return CheckResult(
        "threat",
        round(points, 2),
        f"提到“{quoted(found.group())}”",
        severity=3,
        red="threat",
        category=category,
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


def is_mild(text: str) -> bool:
    """Whether a plain text asks nicely and says nothing that sounds firm, so that its fault is only a hint."""
    return _MILD.search(text) is not None and _FIRM.search(text) is None


def is_angry(text: str) -> bool:
    """Whether a plain text is harsh or threatens."""
    return bool(_ANGRY.search(text) or _AUTHORITY.search(text) or _LEAVING.search(text))
