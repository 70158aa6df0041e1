"""Words that bite in answer to an offer: praise that is none (你们真行), a no beyond doubt (谁要你退), a threat.

Praise and refusals are read clause by clause, in plain words in which the sum that is offered stands as 某.
"""

from __future__ import annotations

import re

from bot.detection.normal import plain

_PRAISED = "行|可以|厉害|牛|狠|能耐|大方|好意思|有意思|聪明|会算|高明"
_BITING = re.compile(
    rf"^(?:那|也|还是)*(?:你们?|您)家?(?:可|还|倒|也|真是?|太|够|是)*(?:{_PRAISED})(?:啊|呀|了|的|哈|吧|嘛|哦)*$|"
    rf"(?:可真是?|真是?|(?<!得)太|真?够|可太|还真)(?:{_PRAISED}|抠|黑|绝|小气|会做|会玩)|"
    r"^(?:行|可以|好|好样|牛)(?:啊|呀|的)+你们?(?:家|啊|呀)*$|好样的|好一个|好家伙|"
    r"算你们?(?:狠|厉害|牛)|真有你们?的|会做(?:生意|人)|见识|领教|开眼|[服记]住?了?你们?|服了|佩服|这么玩|抠门|"
    r"^(?:[你您]们?|老板|团长)家?(?:赢|有本事|(?:真|可真|可太|太|还真|就是)是?(?!的?(?:好|不错|负责|贴心|细心|快|靠谱|周到|耐心|辛苦|客气|热心|及时)))|"
    r"^[你您]们?(?:才是|就是)?(?:最大|老大)|就是大方|牛[逼叉]|学到了|长(?:本事|见识)|慷慨|八辈|爱([退补赔换给转])不\1|随便[退补赔换给转]不[退补赔换给转]|[你您]嘞|呵呵|哼|笑死|绝了|寂寞"
)
_SAY = "(?:啊|呀|了|的|哈|吧|嘛|哦|呢|啦|哟|喔|[你您]们?)*"
_SARCASTIC = re.compile(
    rf"^(?:[你您]们?|快|可)*得了吧|^(?:[这那才就可也还]|区区)*(?:某|块)?钱?(?:也|可|还|真是?)*(?:真|好|老|可)(?:不少|阔气|值钱|多钱|多(?![谢亏了])){_SAY}$|区区某|"
    r"[你您]们?[^,不怎咋哪么]{0,4}好意思|(?<![不么咋哪])好意思(?:吗|么|拿|说|开口|给|出手)|亏[你您]们?(?:好意思|想得|说得|拿得)|"
    r"买(?:了?个)?教训|吃一堑|当(?:是)?喂了?狗|破财[免消]灾|哑巴亏|认栽|[认我]倒霉|"
    r"不(?P<must>同意|接受|答应|愿意|[行要收拿认])(?:又|那|还)?也[得要]?(?P=must)|我?(?:还)?(?:能|敢)不(?:同意|接受|答应)|"
    r"不(?:同意|接受|答应)[^,]{0,3}(?:有用|管用|行吗|又能|还能|能怎么)|由得了?我|"
    r"某钱?(?:也|还|都)?[够能](?:我)?(?:干|买|做|顶|抵)(?:点|个|得了)?(?:什么|啥|嘛|屁|鸟)|够我?(?:吃|花|用)(?:一|几|大半|半)?(?:年|辈子)|"
    r"恩赐|施舍|打赏|隆恩|感恩戴德|谢谢?[你您]们?全家|(?:发|发大)财了|巨款|真舍得|太阳打西|(?<!打发)(?:要饭的|叫花子)"
)
"""A yes beside these is none, nor are they a no: 8块真多, 你也好意思, 得了吧, 买个教训, 不同意也得同意呗."""
_REFUSING = re.compile(
    r"稀罕|免谈|没门|门都没有|想都别想|想得美|做梦|休想|不答应|省省吧|"
    r"某[^,]{0,6}(?:留着|拿回去|买药|自己花)|拿着[你您]们?的?某|拿回去[^,]{0,4}某|^(?:[^,帮给替为]{0,4})?你们?(?:自己)?留着|(?:自己|你们?)?留着(?:自己|你们?)?花|"
    r"不(?:要|用|需要|想要|图|缺|差|贪)(?:[你您]们?)?家?的?[这那]?点?(?:某|[臭破]?钱|施舍|假好心)|"
    r"某(?:[^,]{0,2}我)?(?:才|可|都)?不(?:要(?!紧)|需要|想要)|别拿某|拿某(?:糊弄|哄)"
)
_WHO_WANTS_IT = re.compile(
    r"谁(?:要|想要|图|贪|差|缺|在乎|稀罕|看得?上)(?:[你您这那啊呀呢某]|$)|"
    r"要(?:[你您]们?)?的?[这那]?点?(?:某|钱)(?:干|做什么|有(?:什么|啥)用)"
)
_CLAUSE = re.compile(r"[^,。!?;~…\n]+")
_NO_THREAT = re.compile(
    r"[不没别][^,]{0,5}(?:投诉|举报|曝光|报警|起诉|告|1231[58]|律师|媒体)|广告|通告|公告|"
    r"[不没别](?:要|会|想|用|往)?(?:发|挂|晒|传)|(?:快递|物流|顺丰|供应商|厂家|骑手)[^,]{0,5}投诉|"
    r"投诉.{0,2}(?:快递|物流|顺丰|供应商|厂家|骑手)"
)
_THREAT = re.compile(
    r"(?<!\d)(?:1231[58]|12345|315)(?![\d路号室弄栋块元])|十二三一五|(?:要|去|会|想|就|直接|准备|打算|只[能好]|再|平台|我)投诉|"
    r"投诉(?:[你您了]|到|电话|平台)|举报|曝光|报警|起诉|告(?:你们?|您)(?!诉|知|一)|打官司|律师|黑猫|避雷[帖贴]|登报|维权|"
    r"(?:找|叫|联系|让|通知)(?:个|点|一下)?(?:媒体|记者|电视台|平台)|消协|消委|消费者(?:协会|委员会)|市监|市场监管|监管局|"
    r"(?:找|去|到|打|上|跟|向|给|问)(?:[^,]{0,2})(?:工商(?![银卡行])|法院|质监|药监|食药|派出所)|(?:工商(?![银卡行])|法院)见|"
    r"(?:发|挂|晒|传|放|写)(?:到|上|去|在|进)?[^,]{0,4}(?:小红书|抖音|业主(?:大)?群|朋友圈|微博|大众点评|论坛|网上|各个群)"
)
_ANGRY = re.compile(
    r"恶心|垃圾|坑人|骗|气死|气人|呸|滚|失望|过分|缺德|良心|黑心|欺负|糊弄|打发|什么玩意|什么态度|再也不|"
    r"(?:以后|今后|下次)[^,]{0,6}不(?:会)?(?:再|买|来|在|跟|团)|退群"
)


def is_biting(words: str) -> bool:
    """Whether a clause praises and means the contrary, is impressed for the wrong reason, or yields without agreeing:
    可真行, 算你们狠, 8块真多, 买个教训."""
    return _BITING.search(words) is not None or _SARCASTIC.search(words) is not None


def refuses(words: str, asks: bool) -> bool:
    """Whether a clause throws the offer back: 不要你们的某, 谁要你退某. Asked as a question, only the second does."""
    return _WHO_WANTS_IT.search(words) is not None or (not asks and _REFUSING.search(words) is not None)


def threatens(text: str) -> bool:
    """Whether somebody says that they will complain to an authority, or in public: 我要投诉, 12315, 找媒体, 曝光."""
    said = (clause for clause in _CLAUSE.findall(plain(text)) if not _NO_THREAT.search(clause))
    return any(_THREAT.search(clause) for clause in said)


def is_angry(text: str) -> bool:
    """Whether words are too angry for a friendly reminder as an answer."""
    clauses = _CLAUSE.findall(plain(text))
    return any(_ANGRY.search(clause) or is_biting(clause) for clause in clauses)
