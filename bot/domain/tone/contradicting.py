"""Contradicting: I never said so, it is not as you say, do not believe her, you bought it elsewhere."""

from __future__ import annotations

import re

from bot.domain.tone.draft import ANY, Draft, Match, any_of
from bot.domain.tone.making_good import on_us

_SAID = r"(?:说|讲|答应|承诺|保证)"
_WHAT = r"(?:说|讲|想|描述|以为|反映|反馈)"
_SOMEBODY = r"(?:[他她](?:们)?|[\u4e00-\u9fff](?:阿姨|姐|哥|叔|姨|婶|嫂|妈|爷|伯|总))"
_SUSPECTED = r"(?:会不会|是不是|该不会|不会|别是|怕不是|怕是|莫不是|莫非)"

I_NEVER_SAID = any_of(
    rf"我(?:可|从来|从|压根|根本|又|也|并)*没有?{_SAID}过(?:[你您])?(?:是|[当今明]天|包|送|会|能|一定|有|可以|免费|[一二两三四五六七八九十\d])(?!.{{0,12}}(?:放心|安心))",
    rf"我(?:什么时候|啥时候?|何时|何曾|哪有|哪里有?){_SAID}(?:过|[你您])(?!几)|我(?:是|有)?(?:这么|这样|那么){_SAID}的?(?:吗|么|嘛|[?？])",
    rf"[你您]?自己(?:去|往上|好好)*翻(?:翻|一?下|看)*{ANY}{{0,4}}记录|记录(?:都)?(?:在那|在这|摆)[^，,。]{{0,3}}[,，]?自己看",
)
NOT_SO = any_of(
    rf"(?:根本|完全|压根|事实|情况|实际|事情|真相)(?:就|也|并|根本|完全|压根|上)*不是(?:[你您](?:们)?所?{_WHAT}的?|[这那]么一?回事)",
    rf"(?:跟|和|与)[你您](?:们)?所?{_WHAT}的?(?:就|完全|根本|压根|都|是)*(?:不一样|两码事|两回事|对不上)(?!吗|么|[?？])",
    rf"(?:哪有|没有?)[你您](?:们)?{_WHAT}的?(?:那么|这么|那样|这样)(?!多)",
)
DO_NOT_BELIEVE = any_of(
    rf"{_SOMEBODY}(?:说|讲)的?(?:不对|不是(?:真的|事实|这样|那样|这么)|是假的)(?!吗|么|[?？])",
    rf"(?:大家|你们|各位|邻居们?)(?:都|可)?(?:千万)?(?:别|不要|莫)(?:再)?(?:(?:信|听|相信){_SOMEBODY}|被{_SOMEBODY}(?:带|骗|误导|忽悠))",
)
SUSPICION = any_of(
    rf"{_SUSPECTED}(?:是)?(?:[你您](?:们)?)?(?:是)?(?:在|从|到)?(?:别处|别家|外面|超市|菜场|其他地方|别的群|别人家?){ANY}{{0,3}}(?:买|团)的(?!也|有没有|都)",
    rf"(?:(?:拿来?|来|非要?|还要?|想)(?:算|安)|赖|栽)(?:到|在)?(?:我们?|咱们?|团长)头上|拿来{ANY}{{0,2}}(?:冒充|充数|找我们?退|讹)|(?:旧|坏|烂)的?{ANY}{{0,3}}(?:冒充|充数)|{_SUSPECTED}{ANY}{{0,2}}换了个?(?:坏|烂|旧)的",
    rf"{_SUSPECTED}(?:是)?[你您]?(?:是)?(?:自己)?(?:吃|用|喝)(?:完|光|剩|掉)了?(?:才(?!发现|看|知道|觉|尝)|不想|的(?=吧|[?？]|$))",
    rf"{_SUSPECTED}{ANY}{{0,2}}(?:想|打算)(?:占|捞|混|骗|赖|白)",
)
_STRANGER = re.compile(r"冒充|骗子|诈骗|骗钱|广告|链接|陌生|加好友|天气")


def of_strangers_or_on_us(draft: Draft, match: Match) -> bool:
    """A warning of swindlers, or the fault taken upon us."""
    return bool(_STRANGER.search(draft.sentence_around(*match.span()))) or on_us(draft, match)
