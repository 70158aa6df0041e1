"""Which goods a member names in answer to our question, or in a word after the complaint: 鸡蛋, 是椰蓉包 – not 好的,
换一下, 就今天的."""

from __future__ import annotations

import re

from bot.detection.goods import find_goods, goods_key, goods_spans
from bot.domain.plain_words import plain

_LONGEST, _FIRST = 8, 60
_BEFORE = (
    r"(?:(?:就|应该)?是|就|我们?家?(?:说|讲|买|订|团|拿|收到?)?的?(?:就?是)?|俺的?|说的(?:就?是)?|(?:买|订|团)(?:的(?:就?是)?|是)|"
    r"[今昨]天的?|那个?|这个?|团长|嗯+|哦+|噢|[,，。、\s])*+"
)
_AFTER = r"(?:[啊呀哈哦呢吧嘛哒哟]|[,，。.!！~～…\s])*"
_NAME = re.compile(r"(?=.*[\u3400-\u9fff])[\u3400-\u9fffA-Za-z0-9]+")
_BRANDS = re.compile(
    r"好(?:丽友|奇|欢螺|时|利来|人家|想你)|不(?:锈钢|粘)|无(?:糖|骨|籽|核|刺|花)|去(?:污|屑|渍)|补水|来伊份|没药|对(?:联|虾)|人(?:参|字拖)|"
    r"行李|点心|发(?:糕|夹|圈|箍|酵)|看板|要子|给皂"
)
"""Names in which the words below are no words of their own."""
_NO_NAME = re.compile(
    r"[谢好嗯恩哦噢喔行嘞吗呢吧呀啊哈嘻呵哎唉诶欸喂嘿呃额哇靠滚晕汗醉服没无不未别勿甭等什么怎咋啥你您我俺咱他她它们谁哪几这那了着过也都全就还又再很太真"
    r"退换赔补坏烂碎破裂漏臭馊霉少缺错慢晚迟想要给帮有在来去到发拍拿送收看听说讲问回找催忘懂知记算随是对可能会得该快急忙稍先后前久早今昨明刚多些样另其]|"
    r"(?:的|地|得)$|[一二两三四五六七八九十半\d]+(?:个|盒|箱|份|袋|包|瓶|罐|斤|块|元|点|号|栋|楼|单元|成|次|天|小时|分钟)|^\d+$|"
    r"(?:大|中|小|加)[号码]$|[红橙黄绿青蓝紫黑白灰粉]色$|"
    r"麻烦|辛苦|抱歉|客气|打扰|明白|了解|清楚|解决|处理|售后|投诉|差评|客服|人工|机器|程序|真人|安心|电话|微信|照片|图片|拍照|"
    r"团长|老板|群主|店家|老公|老婆|妈妈|爸爸|婆婆|孩子|家里|门口|楼下|驿站|快递|外面|路上|上班|下班|开会|开车|吃饭|睡觉|"
    r"随便|全部|部分|大半|一半|大概|左右|垃圾|骗子|奸商|商家|东西|商品|货品|产品|订单|货$|质量|味道|服务|包装|价格|日期|时间|地址|问题|情况|怀疑|"
    r"鬼$|屁|妈的|草泥|卧槽|牛逼|生气|气死|失望|难受|恶心|心[累痛疼酸]|崩溃|厉害|扔|丢掉|取消|算账|同意|愿意|接受|正常|其他|神经|骗|坑|黑心|良心|"
    r"离谱|误会|加油|微笑|拜[拜托]|速度|赶紧|抓紧|马上|立刻|继续|闭嘴|报警|举报|曝光|转账|红包|现金|优惠|积分|便宜|便利|凉拌|保证|负责|道歉|"
    r"同上|照旧|[如见上下]图|图[一二三片上]|以[上下前后]|[上下里外底左右旁]面|底下|[左右旁]边|中间|玩笑|周[一二三四五六日末]|星期|"
    r"认错|承认|批准|支持|反对|投票|加我|群里|私聊|视频|语音|截图|链接|下单|接龙|自提|提货|配送|物流|骑手|司机|小哥|邻居|阿姨|叔叔|大[姐哥妈爷]|"
    r"^(?:老|小)[\u3400-\u9fff]$|^([\u3400-\u9fff])\1$"
)
"""A word of thanks or assent, a question, a wish, a pointing, a number, a place, a person: no name of goods."""
_NOT_IT = re.compile(
    r"(?:不是|没(?:有|买|订)?|非)[^,，。!！?？;；\s]*|[^,，。!！?？;；\s]*(?:没(?:事|问题|坏|烂)|好的$|不错|挺好)"
)
_SAID_OF = re.compile(
    rf"{_BEFORE}(?:[一二两俩三四五六七八九十几半\d]+[个颗只枚盒箱袋包瓶份斤板条件]的?)?\0(?:那?个?的?|们)?"
    r"(?:全|都|坏|烂|碎|破|裂|漏|臭|馊|了|的|有|[一二两俩三四五六七八九十几半\d]+[个颗只枚盒箱袋包瓶份斤板条件]?)*+"
    r"(?:[啊呀哈哦嘛哒哟]|[,，。.!！~～…\s])*"
)


def goods_answered(text: str) -> tuple[str, str] | None:
    """The goods that an answer to our question names, and their key; None where it names none, or denies what it
    names."""
    told = _NOT_IT.sub(",", plain(text[:_FIRST]))
    known = find_goods(told)
    if known:
        return known[0], goods_key(known[0])
    name = re.sub(rf"{_AFTER}$", "", re.sub(rf"^{_BEFORE}", "", plain(text[:_FIRST]).strip()))
    if not 2 <= len(name) <= _LONGEST or not _NAME.fullmatch(name) or _NO_NAME.search(_BRANDS.sub("", name)):
        return None
    return name, goods_key(name)


def goods_said_of(text: str) -> str | None:
    """The goods of the lexicon that a few words name and of which they say nothing but that it is these: 是鸡蛋,
    鸡蛋三个 – not 鸡蛋还有吗, 牛奶挺好."""
    words = plain(text).strip()
    spans = goods_spans(words)
    if len(spans) != 1 or len(words) > 14:
        return None
    sketch = f"{words[: spans[0].start]}\0{words[spans[0].end :]}"
    return spans[0].name if _SAID_OF.fullmatch(sketch) else None
