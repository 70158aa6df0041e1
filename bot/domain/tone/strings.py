"""Tying compensation or a gift to praise, consent, silence or a withdrawal (playbook B9, C1, C3).

An act that is asked of the reader and a benefit that is held out, near each other, make a finding, unless the sentence
says that the one does not hang on the other, or refuses or reports such a trade.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.domain.tone.bought_acts import CONSENT, PRAISE, SILENCE, WITHDRAWAL
from bot.domain.tone.bought_benefits import GIFT, MENDING, SUM
from bot.domain.tone.draft import ANY, Draft, Match, ToneFinding, any_of

_LOOKED_AT = 400
"""Characters searched; a longer text is held anyway, as too long."""
_GAP = 22
"""Most characters between act and benefit in one sentence; into the next sentence it is fewer."""
_NEXT_GAP = 12
_ZONE = 60
"""Most characters after the trade in which it may be taken back."""

_HUSHED = "赔付不能和评价、闭嘴绑在一起，这样做违法。"
_PRAISED = "好话不能拿好处换，群友愿意说才算数；有奖好评也违法。"
_SHOWN = "同不同意公开，要群友自己愿意，不能拿好处换。"
_ACTS = ((WITHDRAWAL, _HUSHED), (SILENCE, _HUSHED), (CONSENT, _SHOWN), (PRAISE, _PRAISED))


@dataclass(frozen=True)
class Trade:
    """One act and one benefit that stand near each other."""

    act: Match
    benefit: Match
    mending: bool
    """Whether the benefit is compensation for a harm, which is due anyway."""
    hushing: bool
    """Whether the act is silence or a withdrawal."""

    @property
    def start(self) -> int:
        return min(self.act.start(), self.benefit.start())

    @property
    def end(self) -> int:
        return max(self.act.end(), self.benefit.end())

    def between(self, draft: Draft) -> str:
        spans = sorted((self.act.span(), self.benefit.span()))
        return draft.plain[spans[0][1] : spans[1][0]]

    def gift_first(self) -> bool:
        return self.benefit.start() < self.act.start()


_CUT = re.compile(r"[。!！?？;；\n]")
_IF = re.compile(
    r"只要|的话|要是|如果|若|先|就|再|才|换|作为|算|凭|=|条件|前提|不过|但|得|后|每|肯|完|截图[给私]|[了吧呗]我|麻烦|帮"
)
_ONLY_IF = re.compile(r"[,，][你您]在?群里|只要|条件|前提|不过|但你|但您|[你您]得|换|先|作为|=|凭|才|就说")
_ASKED_FOR = re.compile(
    r"(?:给|来|晒|写|留|打|发|点|评|刷|补|上)(?:(?!了)[个一条张下篇句颗全长带图的]){0,4}(?:好评|[五5][颗个]?星|满[分星]|[五5]分|评价|评论)"
)
_GOOD_MARK = re.compile(r"^(?!填|选|勾|说).*(?:好评|[五5][颗个]?星|满分|满星)")
"""A good mark by name: asked for right after the money it is tied to it, however politely."""
_AT_ONCE = re.compile(r"(?:我们?|咱们?|这边|团长|马上|立刻|当场|直接|给|[你您]|也|会|都)*")


def _asked_for(draft: Draft, trade: Trade) -> bool:
    """A good word asked for with the money right behind it, no link word between: 晒个好评退5块."""
    told = re.search(r"谢|看到|收到|您的|你的|没", draft.clause_before(trade.start))
    asked = trade.act.re is PRAISE and not trade.gift_first() and _ASKED_FOR.fullmatch(trade.act[0])
    return bool(asked and not told and _AT_ONCE.fullmatch(trade.between(draft)))


def _linked(draft: Draft, trade: Trade) -> bool:
    """Near enough; compensation for a harm must also hang on a good word to be a trade for it."""
    between = trade.between(draft)
    cuts = len(_CUT.findall(between))
    if cuts > 1 or len(between) > (_NEXT_GAP if cuts else _GAP):
        return False
    if not trade.mending or (trade.hushing and not cuts) or _asked_for(draft, trade):
        return True
    if not cuts and trade.gift_first() and _GOOD_MARK.search(trade.act[0]):
        return True
    if cuts or re.match(r"[了过]|给?[你您]了", draft.plain[trade.benefit.end() :]):
        return False
    words = draft.clause_before(trade.start) + (
        between + trade.act[0] if trade.gift_first() else trade.act[0] + between
    )
    if not trade.gift_first() and re.search(r"[,，](?:我|咱|这边)", between) and not _TROUBLE.search(words):
        return True
    return bool((_ONLY_IF if trade.gift_first() else _IF).search(words))


_ACT_WORD = r"(?:给|评|说|发|删|撤|改|写|夸|晒|点|转|同意|讲|提|打|投|公开)"
_FREE = any_of(
    rf"(?:跟|和|与|同|看){ANY}{{0,10}}(?:没有?{ANY}{{0,4}}关系|无关|不相干|没关联|不挂钩|两码事|两回事)|没有?关系的?两|不影响|不挂钩|两码事|两回事",
    rf"(?P<v>{_ACT_WORD})不(?P=v)(?!.{{0,20}}(?P=v)(?:了|的话|完))",
    r"不管|无论|不论|甭管|照[样退赔补给送常办]|该(?P<w>[退赔补给送])[^,，。]{0,4}(?P=w)|该怎么|想怎么|照实|都一样|不会?因为|不是因为|随[你您]怎么",
    rf"不{_ACT_WORD}{ANY}{{0,3}}(?:也|都|一样)(?:会|要)?(?:给|退|送|补|赔|有|照)",
)
_MORE = re.compile(r"只要|另外(?:再|加|给|送)|额外|再多")
_NO = (
    r"(?:(?<!要)不(?!白)|没有?|别(?!忘)|勿|未|拒绝|谢绝|禁止|严禁|杜绝|反对)(?:再|会|能|敢|许|兴|准|得|让|可以|允许|是|要|用|必|需要|要求|存在)?"
    r"(?:去|来)?(?:搞|做|弄|玩|有|拿|用|给|收|靠|发|送|返|参加|图|求|指望|[叫让要])?[你您]?"
)
_REFUSED_BEFORE = re.compile(
    rf"{_NO}(?:这种|那种|什么|啥|任何|那个?|群里的?|所谓的?)?$|(?:不能|不会|不敢|没法|不可以|不许|不让|不用|无需|不必){ANY}{{0,5}}$"
)
_REFUSED_AFTER = re.compile(
    rf"[,，。!！?？;；~]{ANY}{{0,6}}(?:(?<!行)(?<!好)不(?:干|搞|做|跟|学|敢|兴|合适|合规|允许|信|能(?:给|收|这|要|干|搞)|给(?!差))"
    rf"|没有(?:的|这|那|呢|哈|过|[,，。!！]|$)|没这|(?:换|送|给|返|发|搞|要)不了|给?回了[,，。!！]|拒|推了|回绝|违规|违法|犯法|被?{ANY}{{0,3}}(?:罚|封号)|心领|[使要]不得)"
    rf"|(?:换|送|给|返)不了|(?:别|其他|人家)的?(?:群|团|家)的?(?:事|规矩)"
)
_NOT_GIVEN = re.compile(r"(?:(?<!就)没有?|(?<!就)无|不(?:给|送|发|返|拿|收|会给|图)?)(?:任何|什么|啥|额外)?(?:的)?$")
_OTHERS = re.compile(
    r"(?:别家|别人家|别的?[群团店]|隔壁(?:群|团|小区|那|店)|对面(?:群|团|小区|那|店)|那家|有的[群团]|有些[群团]|听说|有个?朋友)(?!.{0,40}(?:咱|我们?|本群)(?!.{0,2}(?:不|没|可|看|听|在)))"
)
_ASKED = re.compile(rf"(?:[你您]|有人|谁){ANY}{{0,5}}(?:问|说|提|讲){ANY}{{0,10}}$")
_DECLINED = re.compile(r"不能|不给|不了|没有|不行|不会|不可以|不兴|别的[群团]")


def _refused(draft: Draft, trade: Trade, after: str) -> bool:
    """Somebody declines the trade, or tells of another's or of a member's wish for it."""
    before = draft.clause_before(trade.start)[-_GAP:]
    sentence = draft.sentence_around(trade.start, trade.end)
    threat = re.match(r"不(?!给|会|送|发|返|拿|收|图)", draft.clause_before(trade.benefit.start()))
    told = re.split(_CUT, draft.plain[: trade.start])[-1][-_GAP:] + draft.plain[trade.start : trade.end]
    return bool(
        (_REFUSED_BEFORE.search(before) and not (trade.hushing and re.search(r"[你您]不$", before)))
        or _REFUSED_AFTER.search(after)
        or _OTHERS.search(told)
        or (_ASKED.search(before) and _DECLINED.search(sentence + after))
        or (not trade.mending and _NOT_GIVEN.search(draft.clause_before(trade.benefit.start())[-_GAP:]) and not threat)
        or (not trade.hushing and _REFUSED_BEFORE.search(draft.clause_before(trade.act.start())[-_GAP:]))
    )


_TROUBLE = re.compile(r"(?<!没)(?:有问题|坏|烂|少[了发的]|漏|缺|不满意|不对|不新鲜|没收到|意见|异常|不好)")
_OURSELVES = re.compile(
    r"(?<![帮给替跟让和])(?:我们?|咱们?|团长)(?:这就|马上|会|再|去|来|先|也|都|就|已经?|晚点)*[在到]?$"
)
_OTHERS_SAY = re.compile(
    r"(?:大家|邻居们?|好多人|不少人|客户|人)(?:都|也|在)+$|(?:孩子|娃|宝宝|老公|老婆|爸|妈|老人|家里人?)(?:都|也|直|还)*$|谢谢|感谢"
)
_NOT_ASKED = re.compile(r"不会|不用|不必|无需|不求|别|不要|没")
_NOT_SHOWN = re.compile(r"(?:不再?|没)[用发放晒]")
_OWN_TERMS = re.compile(r"满\d++(?!条|个|赞)|凑|买得|订单号|签到|生日|新会员|新人|自提的|随单|过年|中秋|系统")
_BUYING = re.compile(r"下单|满减")
_HERE = re.compile(r"(?:收到|取到?|拿到|到)(?:货|东西|了|的|完|后|之后|就|都|请|在)*$")
_SAYS_SO = re.compile(r"群里?(?:说|喊|吱|回)[一个]?[声下1](?![好赞香甜句]|不错|满意)")
_TIE = re.compile(r"的话|就|只要|换|条件|才|凭|=|每")


def _harmless(draft: Draft, trade: Trade) -> bool:
    """A fault or a delivery to be reported, what we or others say, or a gift that goes with an order."""
    before = draft.clause_before(trade.act.start())
    if trade.act.re is WITHDRAWAL and _NOT_ASKED.search(before[-6:] + trade.act[0]):
        return True
    if trade.act.re is CONSENT and _NOT_SHOWN.search(trade.act[0]):
        return True
    if trade.act.re is PRAISE and any(fine.search(before) for fine in (_TROUBLE, _OURSELVES, _OTHERS_SAY)):
        return True
    if trade.mending and _HERE.search(before) and _SAYS_SO.match(draft.clause_after(trade.act.start())):
        return True
    benefit = draft.clause_before(trade.benefit.start()) + draft.clause_after(trade.benefit.start())
    tied = _TIE.search(draft.sentence_around(trade.start, trade.end))
    own = _OWN_TERMS.search(benefit) or (trade.gift_first() and _BUYING.search(benefit))
    return bool(not trade.mending and not tied and own)


def _free(draft: Draft, trade: Trade) -> bool:
    next_sentence = re.split(_CUT, draft.plain[trade.end :], maxsplit=2)[:2]
    after = "。".join(next_sentence)[:_ZONE]
    zone = draft.sentence_around(trade.start, trade.end) + after
    free = _FREE.search(zone) and not _MORE.search(zone)
    return bool(free) or _refused(draft, trade, after) or _harmless(draft, trade)


_HARM = re.compile(r"[退赔补差少坏烂收付买花卖价欠扣]")


def _mending(draft: Draft, benefit: Match) -> bool:
    """Whether the benefit makes a harm good, which is due anyway."""
    owed = benefit.re is SUM and _HARM.search(draft.clause_before(benefit.start()))
    return benefit.re is MENDING or bool(owed)


def _trades(draft: Draft, acts: re.Pattern[str], hushing: bool) -> Iterator[Trade]:
    """Pairs near each other that do not share a character."""
    plain = draft.plain
    found = list(acts.finditer(plain))
    for benefits in (GIFT, SUM, MENDING) if found else ():
        for benefit in benefits.finditer(plain):
            for act in found:
                gap = max(act.start(), benefit.start()) - min(act.end(), benefit.end())
                if 0 <= gap <= _GAP:
                    yield Trade(act, benefit, _mending(draft, benefit), hushing)


_NAMED = re.compile(
    r"封口费|给[你您]?\d+块?封口|(?:好评|晒[图单]|五星|评价|评论)(?:返现?|有(?:礼|奖|惊喜)|免单|换|送|领|抽)"
    rf"|(?:补偿|赔偿|赔付|退款){ANY}{{0,4}}(?:条件|前提)(?!反)|好评{ANY}{{0,3}}[领返送抽]"
)
"""Trades that have a name of their own: act and benefit in one word."""


def _named(draft: Draft) -> Iterator[Trade]:
    for match in _NAMED.finditer(draft.plain):
        yield Trade(match, match, mending=False, hushing=False)


def money_for_silence(draft: Draft) -> ToneFinding | None:
    draft = replace(draft, plain=draft.plain[:_LOOKED_AT])
    for trade in _named(draft):
        if not _free(draft, trade):
            why = _PRAISED if re.search(r"评|晒|星", trade.act[0]) else _HUSHED
            return ToneFinding("money_for_silence", draft.excerpt(trade.start, trade.end), why)
    for acts, why in _ACTS:
        for trade in _trades(draft, acts, why is _HUSHED):
            if _linked(draft, trade) and not _free(draft, trade):
                return ToneFinding("money_for_silence", draft.excerpt(trade.start, trade.end), why)
    return None
