"""What several checks read off a burst: its sketch, whether it is about this group's goods, and pattern search."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.detection.goods import MARK, SHORT_MARK, goods_sketch, goods_spans
from bot.detection.normal import plain
from bot.domain.verdict import Burst, CheckResult, Situation

SURE, LIKELY = 4.4, 2.2
"""Points of a fault that is said plainly, and of one that needs a goods word beside it."""

# Parts of patterns, on plain text with goods replaced by MARK.
G = f"[{MARK}{SHORT_MARK}]"
NUM = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十俩仨半几]+)"
CL = (
    r"(?:个|颗|只|盒|箱|袋|包|提|瓶|罐|份|斤|块|条|枚|板|桶|根|片|粒|串|把|件|双|支|枝|棵|头|朵|听|卷|张|碗|杯|套|"
    r"样|棒|截|筐|袋子)"
)
NOT_YET = r"(?:还没有?|还不|还未|没有?|一直没有?|一直不|始终没|至今没有?|都没有?|也没有?|迟迟不|迟迟没有?)"

_STRONG = re.compile(
    r"团长|群主|自提|提货|取货|拿货|接龙|下单|订单|发货|到货|送货|配送|链接|咱们?群|本群|团购|团的|开团|拼团|跟团|"
    r"群里买|这个?团|越团|尾号\d|"
    r"架子上|货架|售后|坏果|商家|退款|退钱|退货|退单|漏发|少发|错发|发错|补发|到账|差价|杀熟|砍单|签收|预售|尾款|"
    r"运费|包装费|满减|优惠券|全网|"
    r"你们?家|你们(?:卖|发|给|这|送)|正品|日期|小程序|名额|发票|取件|货(?!币|车|源)|赔(?!率|礼)|杂货|客服|送上楼|"
    r"送上门|赠品"
)
_WEAK = re.compile(
    rf"你们|您|图片|实物|描述|我家|我的|我这|我那|我买|我订|我定|我要的|我拍|我点的|给我|收到|到手|拿到|拿回|取回|领回|打开|拆开|"
    rf"开箱|切开|这批|这箱|这盒|这袋|这价|"
    rf"这个价|这款|一箱|{NUM}(?:箱|盒|袋|提|斤|瓶|罐|板|枚|桶|栋)|袋子里|箱子里|盒子里|快递|回家一看|包装|孩子|娃|"
    rf"老人|我妈|咬|剥|煮|炖|炒|下锅|啃|尝一口|嚼|全家|买回"
)
_BAD = (
    r"(?:烂|坏|碎|破|裂|臭|腥|膻|涩|柴|腻|苦|咸|漏|掉渣|掉色|掉毛|掉屑|起球|缩水|褪色|发霉|变质|变形|异味|怪味|"
    r"塑料味|碰伤|破损|化|蔫|酸|硬|贵|"
    r"辣|噎|问题|毛病|过期|刺激|渗|死|反复|色差|刺|毒|霉|馊|焦|糊|齁|虫|磕碰|瑕疵)"
)
_HARMLESS = re.compile(
    r"没(?:有)?到(?:家|单位|公司|小区)|我(?:这边|人|们)?(?:还|也|都)?没(?:有)?(?:到(?=,|。|$|呢)|下班|出门|出发|回(?:来|家)|空)|(?:我|司机|自己)?的?车(?:子)?(?:坏|堵|抛锚)|"
    rf"有没有|差价我补|补差价的|仅退款|(?<!是)(?:没有?|不|无|未|零)(?:一{CL}|有|会|再|见|算|太|怎么|觉得|容易|是很)?(?:什么)?{_BAD}(?:掉|过)?|"
    rf"(?:怕|担心|容易|会不会|以免|免得|防止|防|耐|别|要是|万一|如果|有没有)(?:会|被|它|有)?{_BAD}(?:掉)?了?|"
    r"\[[^\[\]]{1,6}\]|(?:笑|饿|困|馋|爱|美|香|急|累|吓|想|羡慕|烦|气|阿伟|笑|开心|可爱|帅|冷|热|忙|丑|懒|蠢|穷|难|"
    r"作|找|该)死(?:我|了)*|"
    r"死(?:心|活|党|亡|神|机|守|磕|忠|敌|角|宅)|(?:打|突|看|识|爆|攻)破|破(?:产|费|防|案|解|例|冰|晓)|(?:使|学|气|乐|"
    r"高兴|累|饿|馋|吓|宠|玩|教|急|撑|忙)坏|"
    r"坏(?:人|蛋|笑|事|处|话|消息|心情|孩子|习惯|脾气|天气|女人|男人)|坏了坏了|碎(?:碎|冰|花|片化|觉)|裂开了|臭(?:美|"
    r"小子|丫头|宝宝|不要脸|屁|男人)|口臭|"
    r"(?:文|变|消|融|简|优|美|绿|老|退|进|强|淡|现代|教|同|异|分)化(?!冻)|化(?:妆|学|石|身|疗|解)|酸(?:爽|甜|溜溜|辣|"
    r"性|碱)|"
    r"越[臭辣苦酸甜].{0,3}越|太坏了(?=,?团长|你)|别的.{0,8}垃圾|发错群|丑(?:是)?真丑|(?:出|天|发|产|学|先|医|女|男|"
    r"新|陌)生(?:的|于|在|后)?|"
    r"坏(?:一?个|几个|多少)?(?:就)?(?:包)?赔|(?:包|保)(?:赔|退)|坏一赔[一二十]|坏果(?:包赔|必赔|照赔|保障)"
)
"""Turns of speech that contain a fault word and name no fault: 没坏, 怕过期, 笑死, 文化, 坏果包赔."""


@dataclass(frozen=True)
class Sketch:
    """A burst as the fault checks read it; one line a message."""

    text: str
    anchor: float
    goods: str | None

    def message_at(self, position: int) -> int:
        return self.text.count("\n", 0, position)


@lru_cache(maxsize=4096)
def _sketch(texts: tuple[str, ...], has_image: bool) -> Sketch:
    text = "\n".join(_HARMLESS.sub("〇", goods_sketch(plain(one))) for one in texts)
    spans = [found for one in texts for found in goods_spans(plain(one))]
    best = max(spans, key=lambda found: (found.end - found.start > 1, -found.start), default=None)
    return Sketch(text, _anchor(text) + (0.8 if has_image else 0.0), best.name if best else None)


def _anchor(text: str) -> float:
    """0 to 3: how clearly a sketch is about goods bought in this group."""
    anchor = 2.0 if MARK in text else 1.2 if SHORT_MARK in text else 0.0
    if _STRONG.search(text):
        anchor += 1.4
    if _WEAK.search(text):
        anchor += 0.8
    return min(anchor, 3.0)


def sketch_of(burst: Burst) -> Sketch:
    """The burst's sketch, made once for all checks."""
    if len(burst.messages) == 1:
        return _sketch((burst.messages[0].text,), burst.messages[0].has_image)
    return _sketch(tuple(message.text for message in burst.messages), burst.has_image)


def plain_of(burst: Burst) -> str:
    """The burst's plain text with goods left in, one line a message."""
    if len(burst.messages) == 1:
        return plain(burst.messages[0].text)
    return "\n".join(plain(message.text) for message in burst.messages)


def pattern(*alternatives: str) -> re.Pattern[str]:
    """One pattern out of alternatives; `.` also crosses from one message of a burst to the next."""
    return re.compile("|".join(alternatives), re.DOTALL)


def quoted(text: str) -> str:
    """A matched stretch of text as shown to a group leader."""
    text = text.replace(MARK, "…").replace(SHORT_MARK, "…").replace("\n", " ").strip(" ,。!?")
    return text if len(text) <= 14 else text[:13] + "…"


_FAR = 80
"""In a longer text only what stands within half of this of a fault says what the fault is about."""
_TALK_OF_GOODS = re.compile(
    r"到(?:了|咯|啦|货|齐)|已到|取货|自提|反馈|怎么样|咋样|大家(?:吃|觉得|看)|好吃吗|吃了(?:吗|没)|都拿到|有人觉得|"
    r"你们觉得|怎么(?:有点|这么)|是不是"
)


@dataclass(frozen=True)
class Fault:
    """The words of one kind of fault, by how much they need beside them to be a complaint about this group."""

    name: str
    category: str
    sure: re.Pattern[str]
    likely: re.Pattern[str] | None = None
    severity: int = 0
    red: str | None = None


def find_fault(burst: Burst, situation: Situation, fault: Fault) -> CheckResult | None:
    """The strongest wording of a fault in the burst, weighed with how clearly the burst is about this group's goods."""
    sketch = sketch_of(burst)
    found = fault.sure.search(sketch.text)
    sure = found is not None
    if found is None and fault.likely is not None:
        found = fault.likely.search(sketch.text)
    if found is None:
        return None
    anchor = sketch.anchor
    if len(sketch.text) > _FAR:
        anchor = _anchor(sketch.text[max(0, found.start() - _FAR // 2) : found.end() + _FAR // 2])
    if anchor < 1.5:
        anchor += _anchor_before(situation)
    if sure:
        points = SURE + anchor / 3 if anchor >= 0.8 else _bare(fault, sketch)
    else:
        points = LIKELY + (min(anchor, 2.0) if anchor >= 0.8 else 0.0)
    about = f"，在说本群的{sketch.goods}" if sketch.goods else ""
    return CheckResult(
        fault.name,
        round(points, 2),
        f"提到“{quoted(found.group())}”{about}",
        message=sketch.message_at(found.end() - 1),
        category=fault.category,
        severity=fault.severity,
        red=fault.red,
    )


def _bare(fault: Fault, sketch: Sketch) -> float:
    """Points of a plain fault that nothing ties to this group; 怎么还没到 is about a purchase in any case."""
    bought = fault.category in ("late", "missing", "wrong_item", "refund", "price", "other")
    return SURE - 0.9 if bought and len(sketch.text) <= 40 else SURE - 1.7


def _anchor_before(situation: Situation) -> float:
    """What the last messages add: goods have just arrived, or the talk is about how they are."""
    for back, earlier in enumerate(reversed(situation.earlier[-8:])):
        about_goods = bool(goods_spans(plain(earlier.text)))
        on_arrival = _TALK_OF_GOODS.search(earlier.text) is not None
        if earlier.complaint or (about_goods and (earlier.same_member or (on_arrival and back < 3))):
            return 1.4
        if earlier.role == "group_leader" and (about_goods or on_arrival):
            return 1.2
    return 0.0
