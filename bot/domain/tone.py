"""The tone guard: what must not stand in a text that goes out to a member, whoever wrote it (playbook A3).

A check looks at one draft and names at most one place, with a reason that a group leader understands. Words inside
quotation marks are the member's own, given back, and are not looked at. A finding is a reason to stop and show the
draft to a person, never to change it silently.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["public", "private"]
Author = Literal["bot", "group_leader"]

MAX_LENGTH: dict[Kind, int] = {"public": 120, "private": 300}
"""Characters of a text, links not counted."""


@dataclass(frozen=True)
class ToneFinding:
    """One place that a member could take badly: the check's name, the words, and why in a short Chinese sentence."""

    name: str
    excerpt: str
    why: str


@dataclass(frozen=True)
class Draft:
    """A text made ready for the checks: `plain` has no blanks, half-width digits, and quoted words and links hidden.

    `places` maps each character of `plain` to where it stands in `text`, so that an excerpt is word for word.
    """

    text: str
    plain: str
    places: tuple[int, ...]
    kind: Kind
    author: Author

    def excerpt(self, start: int, end: int) -> str:
        return self.text[self.places[start] : self.places[end - 1] + 1]

    def clause_before(self, start: int) -> str:
        """What stands before `start` in the same clause."""
        return re.split(_CLAUSE_END, self.plain[:start])[-1]

    def clause_after(self, end: int) -> str:
        """What stands after `end` in the same clause, its closing mark included."""
        rest = self.plain[end:]
        mark = re.search(_CLAUSE_END, rest)
        return rest[: mark.end()] if mark else rest

    def sentence_around(self, start: int, end: int) -> str:
        before = re.split(_SENTENCE_END, self.plain[:start])[-1]
        return before + self.plain[start:end] + re.split(_SENTENCE_END, self.plain[end:])[0]


Match = re.Match[str]
ToneCheck = Callable[[Draft], ToneFinding | None]
Exemption = Callable[[Draft, Match], bool]
"""Whether a match is fine where it stands."""

_HIDDEN = "\ufffc"
_CLAUSE_END = rf"[，,。!！?？;；:：…~～\n{_HIDDEN}]"
_SENTENCE_END = r"[。!！?？;；\n]"
_ANY = rf"[^，,。!！?？;；\n{_HIDDEN}]"
"""One character that stays within the clause."""

_QUOTED = re.compile(r"“[^“”]*(?:“[^“”]*”[^“”]*)*”|「[^」]*」|『[^』]*』|\"[^\"\n]*\"")
_LINK = re.compile(r"https?://[!-~]+")
_BLANK = re.compile(r"[^\S\n]|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0f\ufeff]")
_HALF_WIDTH = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {0xFF05: 0x25}


def _draft(text: str, kind: Kind, author: Author) -> Draft:
    hidden = text
    for pattern in (_QUOTED, _LINK):
        hidden = pattern.sub(lambda match: _HIDDEN * len(match.group()), hidden)
    kept = [(char, place) for place, char in enumerate(hidden.translate(_HALF_WIDTH)) if not _BLANK.match(char)]
    return Draft(text, "".join(char for char, _ in kept), tuple(place for _, place in kept), kind, author)


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives))


_NEGATED = _any(
    rf"(?:不会|不是|不能|绝不|决不|从不|从没|不该|不应|并非|不用|不必|不代表|没说|没有说|没人说|没有人说){_ANY}{{0,4}}$",
    r"(?:不|没|没有|怎么会|哪会)$",
)


def _negated(draft: Draft, match: Match) -> bool:
    return bool(_NEGATED.search(draft.clause_before(match.start())))


def _never(draft: Draft, match: Match) -> bool:
    """The exemption that exempts nothing."""
    return False


def _first(
    draft: Draft, pattern: re.Pattern[str], name: str, why: str, fine: Exemption = _negated
) -> ToneFinding | None:
    """The first match that is not `fine` where it stands."""
    for match in pattern.finditer(draft.plain):
        if not fine(draft, match):
            return ToneFinding(name, draft.excerpt(*match.span()), why)
    return None


# Disputing what the member says, or the member.

_ARGUING = _any(
    r"[你您](?:肯定|一定|是不是|应该)?(?:搞|弄|看|记|数|想|称)错了(?!也)",
    r"[你您](?:说得|说的|这话|讲的)(?:不对|不是事实|太过分|没道理)",
    r"(?<![能会])不可能(?:有|是|坏|少|错|会坏|会少|出现)",
    r"(?:就|只有|怎么就)[你您](?:一个|一家|一户|家|自己|的)?(?:人)?(?:有问题|事多|事儿多|不满意|挑|说|这样|坏)",
    rf"(?:别人|别家|人家|其他人|大家){_ANY}{{0,5}}(?:没问题|没事|都说好|好好的|没说什么|没意见|说好吃)",
    r"爱买不买",
    r"(?:不想买|不满意|嫌贵)(?:就|可以|那就)?(?:别买|不买|别接龙)|嫌贵(?:就)?(?:去|别)",
    rf"(?:说|讲|强调|解释){_ANY}{{0,3}}(?:多少遍|好几遍|八百遍)",
    r"[你您](?:有|拿得出)(?:什么)?证据",
    r"谁知道(?:[你您]|是不是)",
    r"无理取闹|胡搅蛮缠|没事找事|找茬|挑刺|鸡蛋里挑骨头|碰瓷|讹人|讹我|占便宜|贪便宜",
    r"较真|矫情|大惊小怪|小题大做|玻璃心",
    r"[别少不](?:要)?(?:胡|瞎|乱)说",
    r"跟[你您]说不(?:清|通)|讲点道理|讲不讲(?:道)?理",
    r"闭嘴|神经病|有病吧|有毛病",
    r"[你您]要求(?:也)?太(?:高|多)|期望太高|太挑了|太计较",
    r"一分(?:价)?钱一分货|便宜没好货|这点小事|烦不烦",
    r"正常损耗|自然损耗|正常现象|难免(?:有|会|磕|坏)|坏(?:了)?[一两几]个?(?:两个|几个)?(?:是)?(?:很|也)?正常",
    r"(?:随便|随)[你您](?:去)?(?:投诉|告|说)|去投诉(?:好了|吧|呗|啊)|没(?:有)?逼[你您]|我(?:又)?不是神仙",
)


def arguing(draft: Draft) -> ToneFinding | None:
    return _first(draft, _ARGUING, "arguing", "像在跟群友争对错，先认下、先道歉更好。")


# Saying or hinting that it is the member's fault.

_NOT_FETCHED = (
    r"[你您](?:没有?|不)(?:及时|按时|早点|早|当天|马上|赶紧)?(?:来)?(?:拿|取|提货|领)"
    rf"(?![到着回过齐全完])(?!{_ANY}{{0,3}}(?:没关系|没事|不要紧|也行|也可以|的话|的那|我))"
)
_BLAMES_MEMBER = _any(
    _NOT_FETCHED,
    r"[你您]自己(?:也)?(?:没|不|忘|放|弄|搞|看错|选错|拍错|下错|点错|拿错|保管|要买|要的|选的|操作)",
    r"(?:是|怪|赖)(?:因为)?[你您](?:自己|家|们)?的?(?:问题|责任|原因|错)",
    r"(?:怪|赖)[你您]自己",
    r"是[你您](?:自己)?(?:没|不|忘|放|弄|搞)(?!收|拿到|舒|方便|用|着急|见)",
    r"[你您]没有?(?:放|进|入)(?:冰箱|冷藏|冷冻|冷柜)",
    r"[你您]没有?(?:看|看清|看清楚|仔细看)(?:说明|详情|群公告|公告|通知|清楚|规格|尺寸)",
    rf"[你您]{_ANY}{{0,8}}才(?:(?:来)?(?:拿|取|领)(?![到着上])|说|反馈)",
    rf"(?:吃|用|喝)(?:了|完|光){_ANY}{{0,4}}(?:才说|才来|才讲|还要退|还退|还来)",
    rf"[你您]{_ANY}{{0,4}}放(?:得)?(?:太久|久了|时间长了|过夜)",
    r"(?:保存|保管|操作|使用|存放|烹饪)(?:不当|不对|有误)",
    r"[你您]也有(?:责任|问题|不对)|[你您]误会了",
)


def blames_member(draft: Draft) -> ToneFinding | None:
    return _first(draft, _BLAMES_MEMBER, "blames_member", "听着像在怪群友，原因等查清再说。")


# Passing the buck to the courier or the supplier, or sending the member there.

_OTHERS = (
    r"(?:快递|物流|供应商|供货商|厂家|厂商|商家|平台|基地|司机|配送|送货|果农|批发商|自提点|驿站|物业)"
    r"(?:公司|员|小哥|师傅|那边|方|那头|站|的人)?"
)
_US = r"(?:我们?|本店|团里|这边|我这边|我们这边)"
_DENIAL = _any(
    rf"(?<!是)(?:不是|不关|不怪|不赖){_US}的?(?:问题|责任|原因|错|事)",
    rf"(?:跟|和|与){_US}{_ANY}{{0,3}}(?:没关系|无关|没有关系|不相干)",
    r"(?:别|不要)(?:再)?(?:来)?找(?:我|团长)",
    r"不(?:归|由|该)我们?(?:管|负责|处理)|我们?(?:只|就)(?:是)?(?:负责|管)(?:卖|组织|发|帮|收|团|代)",
    r"(?:我们?|这|谁|团长)(?:这边)?也?(?:是)?(?:真的|真|实在)?(?:没办法|没辙|无能为力|控制不了|管不了|左右不了)",
)
_THEIR_FAULT = _any(
    rf"(?:是|属于|怪|赖|因为){_OTHERS}的?(?:问题|责任|原因|锅|错|事|疏忽)",
    rf"(?:是|都怪|全怪|被){_OTHERS}(?:给)?(?:自己)?(?:弄|搞|摔|压|发|装|送|漏|丢|耽误|拖|没)",
    rf"{_OTHERS}(?:弄|搞|摔|压|颠|发|装|送|放)(?:坏|错|丢|漏|烂|碎|破|慢|晚)",
)
_SENT_AWAY = re.compile(rf"(?:找|联系|问|打给|反馈给|投诉)(?:一下)?{_OTHERS}")
_FOR_YOU = re.compile(r"(?:帮|替|给|为|跟|和|向|代)[你您]")
_WE_DO = re.compile(r"我|咱|团长|帮|替|代|已|正在|这边|这就|马上")


def _undecided(draft: Draft, match: Match) -> bool:
    """Negated, or one of several possibilities ("是快递的问题还是…")."""
    around = draft.clause_before(match.start()) + draft.clause_after(match.end())
    return _negated(draft, match) or bool(re.search(r"还是|是否|是不是", around))


def _we_go_ourselves(draft: Draft, match: Match) -> bool:
    before = _FOR_YOU.sub("帮", draft.clause_before(match.start()))
    return _negated(draft, match) or (not re.search(r"[你您]", before) and bool(_WE_DO.search(before)))


def blames_others(draft: Draft) -> ToneFinding | None:
    name, passing = "blames_others", "像在推给别人。先由我们接下来，再去找快递、厂家。"
    return (
        _first(draft, _THEIR_FAULT, name, passing, _undecided)
        or _first(draft, _DENIAL, name, passing, _never)
        or _first(draft, _SENT_AWAY, name, "别让群友自己去找快递、厂家，我们去找。", _we_go_ourselves)
    )


# A question that wants no answer.

_RHETORICAL = _any(
    r"难道",
    r"[你您](?:怎么|咋|干嘛|干吗|为什么|为啥|凭什么)(?:就)?不(?!舒|痛快|高兴|开心|满意|对劲)",
    r"(?<!我)(?:怎么|咋|为什么|为啥|干嘛)不(?:早说|早点|早来|提前)",
    r"(?<!是)不是(?:都|已经|早就|跟[你您]|告诉[你您])?(?:说了|说过|讲了|讲过|写了|写着|通知了|发过)(?:吗|嘛|么)",
    r"(?:不知道|看不懂|不识字|不会看)(?:吗|嘛|么)",
    r"没看(?:到|见)?(?:公告|群公告|通知|说明|详情)(?:吗|嘛|么)",
    r"谁(?:叫|让)[你您]",
    r"至于(?:吗|嘛|么)|有必要吗|有意思吗|(?<!不)好意思吗|像话吗",
    r"[你您](?:还|到底|究竟)想(?:要)?(?:我们?)?怎|你想怎么?样(?=[？?。！!]|$)|还想怎么?样",
    r"我(?:还|又)?能怎么办|(?:要|想)我怎么办",
    r"[你您]以为|凭什么|何必|不就是.{1,8}(?:吗|嘛)",
    r"(?:这|那)(?:也|还)(?:能|要)(?:怪|赖|怨)我",
    r"哪(?:里)?有(?:那么|这么)|懂(?:吗|不懂)|听(?:懂|明白)了吗",
)


def rhetorical_question(draft: Draft) -> ToneFinding | None:
    return _first(draft, _RHETORICAL, "rhetorical_question", "反问容易惹火，换成直接说怎么办。", _never)


# Asking the member for pity (苦肉计).

_SOB_STORY = _any(
    r"(?:我们?|团长|咱们?|做团长|开团|做生意|大家都|谁都)(?:也|都|真的|真|做这个)*(?:是)?(?:很|挺|太|多)?不容易",
    r"我容易(?:吗|嘛)",
    r"赔钱赚吆喝|赔本|亏本|倒贴|贴钱",
    rf"(?:没|不|没有|没什么|没怎么|根本不)(?:赚|挣){_ANY}{{0,3}}(?:钱|几块|几毛|多少)",
    r"利润(?:很|太|特别|本来就|也)?(?:薄|低|少)|小本(?:生意|经营|买卖)",
    r"(?:体谅|理解|可怜|心疼|照顾|支持)(?:一下|下|一?点)?(?:我们?|团长|咱们?)",
    r"请[你您]?(?:多)?(?:体谅|理解)",
    r"起早贪黑|辛辛苦苦|累死累活|没日没夜|饭都没(?:吃|顾上)|觉都没睡|白忙",
    r"(?:我|团长)一个人(?:忙|做|带|干|管)",
    r"求求[你您]|跪求|给(?:我们?|条)(?:一条)?活路|养家糊口|(?:还|也)要养(?:家|孩子|娃)",
    r"我们?(?:也)?(?:很|真的很|好|特别)?(?:委屈|难做|为难)",
)
_ANYONES_TOIL = re.compile(r"起早贪黑|辛辛苦苦|累死累活|没日没夜|饭都没|觉都没|白忙")


def _thanks_or_their_toil(draft: Draft, match: Match) -> bool:
    """Thanking for understanding, or feeling for the member's own toil ("让您辛辛苦苦跑一趟")."""
    before = draft.clause_before(match.start())
    toil = _ANYONES_TOIL.match(match.group()) and re.search(r"[你您]", before)
    return bool(toil or re.search(r"谢", before))


def sob_story(draft: Draft) -> ToneFinding | None:
    why = "像在诉苦，群友这会儿只想知道怎么解决。"
    return _first(draft, _SOB_STORY, "sob_story", why, _thanks_or_their_toil)


# Threatening or silencing the member.

_PRESSURE = _any(
    r"(?:踢|移|请|清|拉)(?:[你您])?出(?:本)?群|踢(?:了|掉|人|[你您])|拉黑|禁言|黑名单|(?:就|可以|请|自己)退群",
    rf"再(?:这样|这么|闹|吵|刷屏|说下去|乱说|带){_ANY}{{0,6}}(?:就|别怪)",
    r"(?:别|不要|不许|不准|少|不能)(?:再)?在群里(?:说|发|讲|闹|吵|问|抱怨|吐槽|带|刷|嚷|喊)",
    r"带节奏|造谣|诽谤|散布|破坏气氛|影响(?:很|太)?不好",
    r"法律责任|律师函|起诉|法院见|(?:要|去|会|就|可以)告[你您](?!知|诉|一声)",
    r"我们?(?:这边)?(?:就|会|要|可以|只能|马上)?报警",
    r"后果自负|别怪我|走着瞧|看着办",
    rf"(?:赶紧|马上|立刻|赶快|请[你您]?|麻烦[你您]?|先)(?:把{_ANY}{{0,6}})?(?:删|撤回)"
    r"(?:了|掉|除|一下)?(?:差评|评论|这条|那条|刚才|吧|$|[，。！])",
    r"以后(?:就)?(?:别|不要)(?:再)?(?:买|下单|接龙|来)|(?:不卖|不再卖|不接待)(?:给)?[你您]",
    rf"(?:否则|不然){_ANY}{{0,6}}(?:踢|拉黑|后果|报警|移|别怪|取消[你您])",
    r"最后(?:警告|通牒|说一次|一次机会)|(?<![期有无上])限[你您]",
    r"适可而止|差不多(?:就)?(?:行|得)了|到此为止|别没完没了|得理不饶人",
)
_PRIVATE_DATA = re.compile(r"电话|手机|地址|门牌|房号|隐私|账号|身份证|收款码")


def _considerate(draft: Draft, match: Match) -> bool:
    """Negated, guarding the member's private data, or withdrawing our own words."""
    own_words = re.search(r"我|团长", draft.clause_before(match.start())) and re.search(r"删|撤回", match.group())
    guarding = _PRIVATE_DATA.search(draft.clause_after(match.end()))
    return bool(_negated(draft, match) or own_words or guarding)


def pressure(draft: Draft) -> ToneFinding | None:
    return _first(draft, _PRESSURE, "pressure", "像在压人、威胁，群里其他人会站到对面去。", _considerate)


# Refusing what the law gives: defective goods are taken back, fresh ones too (消保法 24, 25).

_SUCH_GOODS = (
    r"(?:生鲜|鲜活|水果|蔬菜|海鲜|肉类|冷冻|冷藏|冻品|特价|尾货|促销|清仓|秒杀"
    r"|拆封|拆开|开封|打开|售出|卖出|签收|离柜|超过|超时|过了|过时)"
)
_NO = r"(?<![能可退换])(?:不(?:能|可以|给|予|支持|接受|再|可|做|提供|包)?|没法|无法|恕不|拒绝|谢绝)"
_REFUSAL = _any(
    rf"概不{_ANY}{{0,2}}(?:退|换|负责|处理|赔|售后|受理)",
    rf"{_SUCH_GOODS}{_ANY}{{0,8}}(?:{_NO}(?:退|换|赔|售后|受理)|不(?:负责|处理))",
    r"(?:一律|都|通通|全部|坚决|统统|全都)(?:是)?不(?:能|给|可以)?(?:退|换|赔|补)",
    r"(?<![能可])(?:不能|没法|无法|不可以|不给|不予|不支持|恕不)(?:退|换货|赔|售后)",
    rf"{_US}(?:是|都|一直|从来|群里)?不(?:退|赔|换|负责|承担|处理|管(?!怎|如何|是|多|哪|谁|什么))",
    r"退不了|赔不了|换不了|最终解释权|(?:过期|逾期|过时)不候|我们?不认(?!识|为|得|生)|没有?当场验",
    r"(?:不|没)在(?:售后|赔付|退款)范围|过了售后(?:期|时间)",
)


def _asked_or_feared(draft: Draft, match: Match) -> bool:
    asked = re.match(r"[吗呢么？?]", draft.clause_after(match.end()))
    feared = re.search(rf"(?:担心|怕){_ANY}{{0,4}}$", draft.clause_before(match.start()))
    return bool(_negated(draft, match) or asked or feared)


def illegal_refusal(draft: Draft) -> ToneFinding | None:
    why = "有毛病的东西不能一口回绝，生鲜也一样（消保法第24、25条）。"
    return _first(draft, _REFUSAL, "illegal_refusal", why, _asked_or_feared)


# Tying compensation to a review or to silence (playbook B9, C3).

_GIVING = r"(?:退|赔|补|返|红包|券|现金|优惠|减免|免单|送[你您一份个]|奖励|礼品|礼物)"
_CONDITION = (
    rf"(?:(?:删|改|撤|撤销|撤回|取消)(?:了|掉|除|一下|成)?{_ANY}{{0,4}}(?:评价|评论|投诉|[好差]评|帖|朋友圈|消息|视频|[这那]条)"
    rf"|(?:[差好]评|评论|帖子?|朋友圈|视频|投诉){_ANY}{{0,2}}(?:删|改|撤)"
    r"|(?:给|写|来|发|打|留|晒|改)(?:个|条|一个|一条|成|了)?(?:好评|五星|5星|满分)|好评返|晒图返|五星好评"
    r"|(?:别|不要|不)(?:再)?(?:投诉|声张|往外说|说出去|告诉别人|在群里|发朋友圈|举报|给差评|打差评)|保密)"
)
_TIED = _any(
    rf"{_CONDITION}[^。！!？?\n]{{0,14}}{_GIVING}",
    rf"{_GIVING}[^。！!？?\n]{{0,14}}{_CONDITION}",
)
_NO_STRINGS = re.compile(r"不管|无论|不论|不用|不需要|不必|不影响|不会因为|跟评价|和评价|与评价|无关")


def _unconditional(draft: Draft, match: Match) -> bool:
    return bool(_NO_STRINGS.search(draft.sentence_around(*match.span())))


def money_for_silence(draft: Draft) -> ToneFinding | None:
    why = "赔付不能和评价、闭嘴绑在一起，这样做违法。"
    return _first(draft, _TIED, "money_for_silence", why, _unconditional)


# Money or goods promised by the bot; only a person promises them (playbook B9).

_AMOUNT = r"(?:[¥￥]\d|\d+(?:\.\d+)?(?:元|块|%|折|角|毛)|百分之|[一二三四五六七八九十百两几半]+(?:元|块钱|折|成))"
_UNIT = r"(?:份|盒|箱|袋|件|瓶|提|包|个|斤|板|只|条|套|桶|罐|张)"
_MONEY = _any(
    rf"(?:退|赔|补|返|减|抵|优惠|[给转][你您]|打){_ANY}{{0,6}}{_AMOUNT}|{_AMOUNT}{_ANY}{{0,4}}(?:退|赔|补|返)[给您你]",
    r"(?:全额|原价|双倍|[三十]倍|加倍|部分|先行|直接|马上|立刻|[给帮为][你您]|会|就|能|可以|包|保证|一定|负责|肯定|安排)"
    r"(?:全额|原路|先|再|都)?[退赔](?!出|群|休|烧|回去|役|步)",
    r"退款|退钱|退[你您](?!出)|退一?[半赔全]|赔(?:[你您付偿钱]|一)|[退赔补]给[你您]|补偿|补发|补寄|重发",
    rf"(?:重新?|再)(?:给[你您])?[发寄送](?:一)?{_UNIT}|重新?给[你您][发寄送]|给[你您]重新?[发寄送]",
    rf"补[你您]?(?:一|两|三|\d){_UNIT}|补[你您]?差价|给[你您]补(?:上|齐|一|两|个|\d)",
    rf"[给帮为][你您](?:重新)?调?换(?!位|个(?:思路|说法|方式|办法))|换(?:一)?{_UNIT}新",
    r"全额|免单|返现|假一赔|坏[果单]包赔|包退|包赔",
    rf"[送给发][你您]?{_ANY}{{0,4}}(?:红包|代金券|优惠券|无门槛|现金券|积分)",
    r"免费[送补换给]|赠送|送[你您][一个两]",
)
_A_THING = _any(
    r"^的(?=[^话，,。！!？?~～呢哦呀啊])",
    r"^(?:进度|记录|情况|申请|流程|问题|单|到没|没|还[没在要是]|走到|方面|这[块事件边]|那[事件]|多久|规则|是否|到哪)",
    r"^(?:到账(?:后|情况|时间|了|没|的)|一直|迟|慢|卡)",
)
_SOON = re.compile(r"马上|立刻|这就|就|会|将|安排|明天|今天|今晚|稍后|一会|等下")
_DONE_BEFORE = re.compile(rf"(?:已|曾|刚才?|之前|上次|上回|昨天|前天|前面)(?P<since>{_ANY}{{0,6}})$")
_NOT_OURS_BEFORE = _any(
    r"(?:不|没|没有|未|别|无法|没法|无权|没说(?:过)?(?:要|给[你您])?)$",
    r"(?:不能|不会|无法|没法|无权|不敢)(?:替|自己|私自|先|随便|擅自)?(?:团长)?(?:答应|承诺|保证|决定|说)(?:给)?[你您]?$",
    rf"[你您]{_ANY}{{0,3}}(?:想|希望|要求|提|说|需要|打算|申请|倾向){_ANY}{{0,5}}$",
    r"(?:如果|要是)[你您]?(?:想|要|需要|希望)?$",
    rf"(?:麻烦|请|能不能|可不可以|是否|要不要|是不是|怎么|怎样|如何|有没有){_ANY}{{0,4}}$",
    rf"(?:查|核对|催|问|对|看)(?![完后好清到过了明]){_ANY}{{0,2}}$",
)
_LEADER_DECIDES = re.compile(
    r"(?:由|要|得|等|请|问)团长(?:本人)?(?:来)?(?:定|决定|确认|点头|拍板|核)|团长(?:说了算|来定|定|决定)"
)


def _no_promise(draft: Draft, match: Match) -> bool:
    """A past, negated or asked form, a thing's name ("退款的事"), the member's wish, or the leader's decision."""
    before, after = draft.clause_before(match.start()), draft.clause_after(match.end())
    clause = before + match.group() + after
    done = _DONE_BEFORE.search(before)
    return bool(
        (done and not _SOON.search(done["since"]))
        or (re.match(r"[了过](?!去|来)", after) and not _SOON.search(before + match.group()))
        or _A_THING.search(after)
        or _NOT_OURS_BEFORE.search(before)
        or re.search(r"(?:吗|呢|没有|么|？|\?)[？?。！!，,]?$", after)
        or _LEADER_DECIDES.search(clause)
    )


def money_promise(draft: Draft) -> ToneFinding | None:
    if draft.author != "bot":
        return None
    return _first(draft, _MONEY, "money_promise", "退款、补发要团长点头，机器人不能先答应。", _no_promise)


# Absolute terms of the advertising law, the plainest ones only.

_ABSOLUTE = _any(
    r"最(?:新鲜|便宜|低价?|优惠|优质|正宗|高级|高端|甜|佳|划算|健康|安全|放心)(?!的?办法)",
    r"(?:品质|质量|味道|服务|价格|东西|水果|口感)(?:是)?最好|最好的(?!办法|方式|方法|时候)",
    r"(?:全网|全国|全城|全市|全区|世界|行业|销量|质量|品质)(?:最|第一)|第一(?:品牌|名牌|家(?!里))",
    r"国家级|世界级|顶级|极品|独一无二|史无前例|绝无仅有|万无一失|零差评|零投诉",
    r"(?:百分之?百|100%|绝对|永远|永不)"
    r"(?:新鲜|正品|保证|没问题|放心|满意|不会坏|天然|无添加|纯天然|安全|有机|好|不变质|坏不了)",
)


def absolute_terms(draft: Draft) -> ToneFinding | None:
    return _first(draft, _ABSOLUTE, "absolute_terms", "话说满了，广告法不许用这类绝对的词。")


# More than a neighbour reads.


def too_long(draft: Draft) -> ToneFinding | None:
    limit = MAX_LENGTH[draft.kind]
    text = draft.text.strip()
    length = len(_LINK.sub("", text).strip())
    if length <= limit:
        return None
    where = "群里" if draft.kind == "public" else "私聊"
    return ToneFinding("too_long", text[:20], f"{where}一条最多{limit}字，这条有{length}字，短一点更诚恳。")


TONE_CHECKS: tuple[ToneCheck, ...] = (
    arguing,
    blames_member,
    blames_others,
    rhetorical_question,
    sob_story,
    pressure,
    illegal_refusal,
    money_for_silence,
    money_promise,
    absolute_terms,
    too_long,
)


def check_tone(text: str, *, kind: Kind = "public", author: Author = "bot") -> tuple[ToneFinding, ...]:
    """What in `text` should not go out, in the order of the table; empty when it may.

    `author` is who wrote it: a group leader may promise money, the bot may not.
    """
    draft = _draft(text, kind, author)
    return tuple(finding for check in TONE_CHECKS if (finding := check(draft)) is not None)
