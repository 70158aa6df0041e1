"""Threatening or silencing the member."""

from __future__ import annotations

import re

from bot.domain.tone.draft import ANY, Draft, Match, ToneFinding, any_of, first_of, negated
from bot.domain.tone.gagging import BACK_DOWN, GAGGING, ULTIMATUM
from bot.domain.tone.menaces import FACE, LAW, OUT_OF_THE_GROUP, TAKE_IT_BACK

_PRESSURE = any_of(
    r"(?:踢|移|请|清|拉)(?:[你您])?出(?:本)?群|踢(?:了|掉|人|[你您])|拉黑|禁言|黑名单|(?:就|可以|请|自己)退群",
    rf"再(?:这样|这么|闹|吵|刷屏|说下去|乱说|带){ANY}{{0,6}}(?:就|别怪)",
    r"(?:别|不要|不许|不准|少|不能)(?:再)?在群里(?:说|发|讲|闹|吵|问|抱怨|吐槽|带|刷|嚷|喊)",
    r"带节奏|造谣|诽谤|散布|破坏气氛|影响(?:很|太)?不好",
    r"法律责任|律师函|起诉|法院见|(?:要|去|会|就|可以)告[你您](?!知|诉|一声)",
    r"我们?(?:这边)?(?:就|会|要|可以|只能|马上)?报警",
    r"后果自负|别怪我|走着瞧|看着办",
    rf"(?:赶紧|马上|立刻|赶快|请[你您]?|麻烦[你您]?|先)(?:把{ANY}{{0,6}})?(?:删|撤回)"
    r"(?:了|掉|除|一下)?(?:差评|评论|这条|那条|刚才|吧|$|[，。！])",
    r"以后(?:就)?(?:别|不要)(?:再)?(?:买|下单|接龙|来)|(?:不卖|不再卖|不接待)(?:给)?[你您]",
    rf"(?:否则|不然){ANY}{{0,6}}(?:踢|拉黑|后果|报警|移|别怪|取消[你您])",
    r"最后(?:警告|通牒|说一次|一次机会)|(?<![期有无上])限[你您]",
    r"适可而止|差不多(?:就)?(?:行|得)了|到此为止|别没完没了|得理不饶人",
    rf"(?:撤回|收回|删掉|删了?|撤了?)(?:掉|了)?[,，]?(?:我|我们)?才(?:好|能|给|可以)|[你您先]把{ANY}{{0,8}}(?:撤回|收回|删|撤掉|撤了)",
    r"(?:别|不要|勿|不许|少)(?:再)?(?:往外|到处|对外|出去|四处|跟别人|向外)(?:去)?(?:传|说|讲|宣扬|扩散|发)|传出去|闹大|张扬|声张",
    r"脸上(?:也)?(?:不好看|无光)|做人留|留一线|好自为之|低头不见|抬头不见|知道[你您](?:家)?(?:住|在哪|几栋|单位|老公|孩子)(?!.{0,8}(?:[给帮替][你您]|送))",
    rf"(?:不要|别|勿|停止|禁止|不得){ANY}{{0,5}}(?:散播|散布|传播|扩散|煽动|负面|负能量)",
    r"(?:就|也)?(?:别|不要|甭)想(?:再)?(?:在|从|跟)|(?:把)?群(?:就|给)?解散|随便(?:打|告|去)|不买(?:就)?退群|不然我(?:很|真|就)|群里容不下",
    rf"派出所|(?:聊天)?记录{ANY}{{0,3}}(?:都)?截着|再乱说|[你您](?:再)?(?:敢)?{ANY}{{0,4}}(?:说|发|闹)一?[句次个]?试试|先(?:删|撤)(?:了|掉)?(?:我们)?再(?:谈|说|处理)",
)
_MORE = (TAKE_IT_BACK, OUT_OF_THE_GROUP, FACE, LAW, GAGGING, ULTIMATUM, BACK_DOWN)
_FRAUD = re.compile(r"广告|骗子|冒充|诈骗|骗钱|微商|链接|(?:跟|找|向|告|追究)(?:厂|供|快递|物流|平台|商家|他们)")
"""Who is threatened then is no member."""
_PRIVATE_DATA = re.compile(r"电话|手机|地址|门牌|房号|隐私|账号|身份证|收款码")


def _considerate(draft: Draft, match: Match) -> bool:
    """Negated, guarding the member's private data, or withdrawing our own words."""
    own_words = re.search(r"我|团长", draft.clause_before(match.start())) and re.search(r"删|撤回", match.group())
    guarding = _PRIVATE_DATA.search(draft.clause_after(match.end()))
    fraud = _FRAUD.search(draft.sentence_around(*match.span()))
    return bool(negated(draft, match) or own_words or guarding or fraud)


def pressure(draft: Draft) -> ToneFinding | None:
    why = "像在压人、威胁，群里其他人会站到对面去。"
    return first_of(draft, (_PRESSURE, *_MORE), "pressure", why, _considerate)
