"""Refusing what the law gives: defective goods are taken back, fresh ones too (消保法 24, 25)."""

from __future__ import annotations

import re

from bot.domain.tone.draft import ANY, US, Draft, Match, ToneFinding, any_of, first_of
from bot.domain.tone.making_good import makes_good
from bot.domain.tone.refusal_grounds import ALREADY_USED, BARE_NO, NO_PROOF, OWN_RISK, TOO_FEW, TOO_LATE

_SUCH_GOODS = (
    r"(?:生鲜|鲜活|水果|蔬菜|海鲜|肉类|冷冻|冷藏|冻品|特价|尾货|促销|清仓|秒杀"
    r"|拆封|拆开|开封|打开|售出|卖出|签收|离柜|超过|超时|过了|过时)"
)
_NO = r"(?<![能可退换])(?:不(?:能|可以|给|予|支持|接受|再|可|做|提供|包)?|没法|无法|恕不|拒绝|谢绝)"
_REFUSAL = any_of(
    rf"概不{ANY}{{0,2}}(?:退|换|负责|处理|赔|售后|受理)",
    rf"{_SUCH_GOODS}{ANY}{{0,8}}(?:{_NO}(?:退|换|赔|售后|受理)|不(?:负责|处理))",
    r"(?:一律|都|通通|全部|坚决|统统|全都)(?:是)?不(?:能|给|可以)?(?:退|换|赔|补)",
    r"(?<![能可])(?:不能|没法|无法|不可以|不给|不予|不支持|恕不)(?:退|换货|赔|售后)",
    rf"{US}(?:是|都|一直|从来|群里)?不(?:退|赔|换|负责|承担|处理|管(?!怎|如何|是|多|哪|谁|什么))",
    r"退不了|赔不了|换不了|最终解释权|(?:过期|逾期|过时)不候|我们?不认(?!识|为|得|生)|没有?当场验",
    r"(?:(?:不|没)在|不属于)(?:我们|咱们?)?的?(?:售后|赔付|退款|退换)的?范围|过了售后(?:期|时间)",
    rf"(?:超过|过了|超了){ANY}{{0,8}}(?:没法|无法|没办法|不能)(?:给[你您])?(?:处理|受理|解决|弄)(?!怎|如何)",
    rf"(?:过了?|超过|超|拆了|签收后){ANY}{{0,16}}(?:不认|不管|不受理|免谈|作废|不算)(?!怎|如何|是|多|哪|谁|什么)",
    rf"(?:赠品|送的|特价|生鲜|坏了|破了|过期|秒杀|尾货){ANY}{{0,4}}(?:不管|不认|不包|不售后)(?=[的了哦哈,，。!！]|$)",
    r"不退(?:也)?不换|(?<![能可])不退换|说不[退赔]就不[退赔]|售后(?:只|仅)(?:限|有)|没有售后|不接受(?:任何)?(?:售后|退|换)",
    rf"(?:开过封|拆过|用过|吃过|洗过|穿过)的?{ANY}{{0,2}}不(?:给|能|予)?(?:退|换|赔)|(?:截止|结束|过期|过了){ANY}{{0,4}}不(?:处理|受理|退|赔|认)|法律(?:也)?(?:是)?(?:这么|就是)规定",
)


def _asked_or_feared(draft: Draft, match: Match) -> bool:
    asked = re.match(r"[吗呢么？?]", draft.clause_after(match.end()))
    feared = re.search(rf"(?:担心|怕){ANY}{{0,4}}$", draft.clause_before(match.start()))
    now = re.search(r"(?:今[天晚]|现在|暂时|这会儿)$", draft.clause_before(match.start()))
    later = re.search(r"明[天早]|晚上|等|稍后|维护|回头", draft.sentence_around(*match.span()))
    today = now and later
    return bool(today or makes_good(draft, match) or asked or feared)


def illegal_refusal(draft: Draft) -> ToneFinding | None:
    why = "有毛病的东西不能一口回绝，生鲜也一样（消保法第24、25条）。"
    grounds = (NO_PROOF, ALREADY_USED, TOO_FEW, OWN_RISK, BARE_NO, TOO_LATE)
    return first_of(draft, (_REFUSAL, *grounds), "illegal_refusal", why, _asked_or_feared)
