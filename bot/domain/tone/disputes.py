"""Disputing what the member says, or the member."""

from __future__ import annotations

from bot.domain.tone.belittling import BREAKING_OFF, GO_ELSEWHERE, LOW_PRICE, PREACHING, SMALL_MATTER
from bot.domain.tone.contradicting import (
    DO_NOT_BELIEVE,
    I_NEVER_SAID,
    NOT_SO,
    SUSPICION,
    of_strangers_or_on_us,
)
from bot.domain.tone.disbelief import CERTAIN_OF_OURS, DISBELIEF, MISTAKEN, MOTIVES, NOBODY_ELSE, OFFICIAL
from bot.domain.tone.draft import ANY, Draft, ToneFinding, any_of, first, first_of
from bot.domain.tone.making_good import on_us

_ARGUING = any_of(
    r"[你您](?:肯定|一定|是不是|应该)?(?:搞|弄|看|记|数|想|称)错了(?!也)",
    r"[你您](?:说得|说的|这话|讲的)(?:不对|不是事实|太过分|没道理)",
    r"(?<![能会])不可能(?:有|是|坏|少|错|会坏|会少|出现)",
    r"(?:就|只有|怎么就)[你您](?:一个|一家|一户|家|自己|的)?(?:人)?(?:有问题|事多|事儿多|不满意|挑|说|这样|坏)",
    rf"(?:别人|别家|人家|其他人|大家){ANY}{{0,5}}(?:没问题|没事|都说好|好好的|没说什么|没意见|说好吃)",
    r"爱买不买",
    r"(?:不想买|不满意|嫌贵)(?:就|可以|那就)?(?:别买|不买|别接龙)|嫌贵(?:就)?(?:去|别)",
    rf"(?:说|讲|强调|解释){ANY}{{0,3}}(?:多少遍|好几遍|八百遍)",
    r"[你您](?:有|拿得出)(?:什么)?证据",
    r"谁知道(?:[你您]|是不是)",
    r"无理取闹|胡搅蛮缠|没事找事|找茬|挑刺|鸡蛋里挑骨头|碰瓷|讹人|讹我|占便宜|(?<!我)贪便宜",
    r"较真|矫情|大惊小怪|小题大做|玻璃心",
    r"[别少不](?:要)?(?:胡|瞎|乱)说",
    r"跟[你您]说不(?:清|通)|讲点道理|讲不讲(?:道)?理",
    r"闭嘴|神经病|有病吧|[你您](?:是不是|怕是|脑子|真是?|这人|就是)*有毛病(?!的)|(?:^|[,，。!！?？])(?:是不是)?有毛病(?:吧|啊|呀)?(?=$|[!！。?？])|(?:^|[,，。!！?？])有毛病吧(?=[你,，])",
    r"[你您]要求(?:也)?太(?:高|多)|期望太高|太挑了|太计较",
    r"一分(?:价)?钱一分货|便宜没好货|烦不烦",
    r"正常损耗|自然损耗|正常现象|难免(?:有|会|磕|坏)|坏(?:了)?[一两几]个?(?:两个|几个)?(?:是)?(?:很|也)?正常",
    r"(?:随便|随)[你您](?:去)?(?:投诉|告|说)|去投诉(?:好了|吧|呗|啊)|没(?:有)?逼[你您]|我(?:又)?不是神仙",
    r"(?<![能会])不可能(?=[吧的啊呀,，。!！]|$)|不可能(?:空|烂|臭|变|发错|漏|短|是我们)|不会(?:吧|啩)",
    r"[你您](?:真的?|能)?确定(?!要|需要|好|了|后|没问题|没事|一下|下来|退|换|取|选|哪)",
    rf"(?:没有?|不会|从不)(?:少发|漏发|发错|多收|少给|短斤|缺斤)|[你您]{ANY}{{0,3}}再(?:好好|仔细|认真)",
    r"(?:说法|理由|讲法|指控)(?:不成立|站不住|没依据|没根据)|与事实不符|不符合事实|不属实|不是事实",
    r"(?:怎么|咋)(?:到|就|偏)[你您]|偏偏(?:就)?[你您]|(?<!跟您)(?<!跟你)[胡瞎](?:说|讲|扯)|(?<!敢)乱讲|胡扯",
    rf"(?:照片|图片?|视频){ANY}{{0,4}}(?:网上|别处|以前|[Pp]的|假的|摆拍|盗)|网图|[你您](?:根本)?不懂",
    r"从来?(?:就)?没有?(?:发生|出过|出现|遇到|收到过|人反映|人说)|第一次(?:听说|有人说|遇到有人)",
    rf"(?:货|品质|质量|东西|秤|称|水果){ANY}{{0,4}}(?:一向|一直|向来|从来)(?:都)?(?:没|很好|挺好|好好的)",
    rf"我(?:自己|家|这边)?{ANY}{{0,2}}(?:看|吃|尝|用){ANY}{{0,6}}(?:挺好|好好的|没问题|没事|一点事|好得很)",
    r"(?<![你您])明明(?!是我|该|应该|答应|说好)|分明(?!是我)",
    r"[你您](?:感觉|理解|尝|闻|听|想)错了|查(?:过|了)?[,，]?(?:没有?问题|没问题)(?=[,，。!！]|$)",
)

_MORE = (
    *(CERTAIN_OF_OURS, NOBODY_ELSE, MOTIVES, DISBELIEF, OFFICIAL, MISTAKEN),
    *(SMALL_MATTER, LOW_PRICE, GO_ELSEWHERE, PREACHING, BREAKING_OFF),
    *(I_NEVER_SAID, NOT_SO),
)


def arguing(draft: Draft) -> ToneFinding | None:
    name, why = "arguing", "像在跟群友争对错，先认下、先道歉更好。"
    return (
        first(draft, _ARGUING, name, why)
        or first(draft, SUSPICION, name, why)
        or first_of(draft, _MORE, name, why, on_us)
        or first(draft, DO_NOT_BELIEVE, name, why, of_strangers_or_on_us)
    )
