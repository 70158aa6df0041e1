"""Tying compensation to a review or to silence (playbook B9, C3)."""

from __future__ import annotations

import re

from bot.domain.tone.draft import ANY, Draft, Match, ToneFinding, any_of, first, negated

_GIVING = (
    r"(?:退|赔|补|返|钱(?:转|打)|(?<!自)转[你您\d]|打[你您\d]|领取?|优先|留货|送|红包|券|现金"
    r"|优惠|减免|免单|奖励|礼品|礼物)"
)
_CONDITION = (
    rf"(?:(?:删|改|撤|撤销|撤回|取消)(?:了|掉|除|一下|成)?{ANY}{{0,4}}(?:评价|评论|投诉|[好差]评|帖|朋友圈|消息|视频|[这那]条)"
    rf"|(?:[差好]评|评论|帖子?|朋友圈|视频|投诉){ANY}{{0,2}}(?:删|改|撤)"
    r"|(?:给|写|来|发|打|留|晒|改)(?:个|条|一个|一条|成|了)?(?:好评|五星|5星|满分)|好评返|晒图返|五星好评|晒图|晒单|夸(?:一)?夸|好话|五星|5星"
    r"|(?:评价|追评|评论)[^。！!？?\n]{0,4}(?:改|满意)|满意[”\"]?的?(?:评价|回复)|撤(?:了|销|回|掉)?(?:投诉|诉|单)|和解|封口|改成(?:五星|5星|满意|好评)|(?:发|回|截)(?:个|张)?满意|当没(?:发生|这)|12315(?:那边)?(?:撤|销)"
    r"|(?:别|不要|不)(?:再)?(?:提|发了|说了|闹了|传|讨论|计较|投诉|声张|往外说|说出去|告诉别人|在群里|发朋友圈|举报|给差评|打差评)|保密)"
)
_TIED = any_of(
    rf"{_CONDITION}[^。！!？?\n]{{0,18}}{_GIVING}",
    rf"{_GIVING}[^。！!？?\n]{{0,18}}{_CONDITION}",
    rf"封口费|(?:补偿|赔偿|赔付|退款){ANY}{{0,4}}(?:条件|前提)(?!反)|(?:回|说|写)(?:个|一句|一声)?\ufffc+{ANY}{{0,3}}[,，]{ANY}{{0,6}}(?:送|补|退|返|转)[你您]?",
)
_GIFT = (
    r"(?:返现|返[\d一两三五十几]|红包|券|现金|立减|减[\d一两三五十几]|免单|抽奖|有礼|小?礼[品物]|有?惊喜|优惠|奖|"
    r"送[你您大家]*(?:鸡蛋|车厘子|草莓|水果|牛奶|礼|[一两三几半\d]+[盒份袋斤个箱瓶枚张板块])|送(?:鸡蛋|车厘子|草莓|水果|牛奶)|返)"
)
_PRAISED = (
    r"(?:好评|写?个?评价[后了]|写?个?(?:评价|评论|评语)(?=[送返领抽有])|夸[一两]?[句下夸]|夸夸|好话|(?:晒|发)(?:个|张|一下|一张)?(?:单|图|照|买家秀)|"
    r"(?:发|转|晒)(?:个|条|到|一条)?朋友圈|集赞|点赞|五星|5星|满分|"
    r"(?:满意|好吃|喜欢|不错)(?:的话|的)?[^。！!？?\n]{0,6}(?:群里|说|晒|反馈|留言|吱)|"
    r"(?:同意|愿意|允许|答应|让我们?)(?:我们?|把|您|你)*(?:发图|晒图|图卡|公开|把图|发出来|发到?群))"
)
_PRAISE_PAID = any_of(
    r"(?:好评|晒[图单]|五星|评价)(?:返现?|有(?:礼|奖|惊喜)|免单|换|送|领)",
    rf"{_PRAISED}[^。！!？?\n]{{0,14}}{_GIFT}",
    rf"{_GIFT}[^。！!？?\n]{{0,10}}(?:条件|前提|只要|换)[^。！!？?\n]{{0,6}}{_PRAISED}",
)
_NO_STRINGS = re.compile(r"不管|无论|不论|不用|不需要|不必|不影响|不会因为|跟评价|和评价|与评价|无关")


def _unconditional(draft: Draft, match: Match) -> bool:
    return bool(_NO_STRINGS.search(draft.sentence_around(*match.span())))


def _refused_or_free(draft: Draft, match: Match) -> bool:
    return negated(draft, match) or _unconditional(draft, match)


def money_for_silence(draft: Draft) -> ToneFinding | None:
    why = "赔付不能和评价、闭嘴绑在一起，这样做违法。"
    tied = first(draft, _TIED, "money_for_silence", why, _unconditional)
    return tied or first(draft, _PRAISE_PAID, "money_for_silence", why, _refused_or_free)
