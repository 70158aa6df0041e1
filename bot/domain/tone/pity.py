"""Asking the member for pity (苦肉计)."""

from __future__ import annotations

import re

from bot.domain.tone.draft import ANY, Draft, Match, ToneFinding, any_of, first, first_of
from bot.domain.tone.hardship import BEGGING, HOME, NO_PROFIT, TOIL, WORN_OUT
from bot.domain.tone.making_good import on_us

_SOB_STORY = any_of(
    r"(?:我们?|团长|咱们?|做团长|开团|做生意|大家都|谁都)(?:也|都|真的|真|做这个)*(?:是)?(?:很|挺|太|多)?不容易",
    r"我容易(?:吗|嘛)",
    r"赔钱赚吆喝|赔本|亏本|倒贴|贴钱",
    rf"(?:没|不|没有|没什么|没怎么|根本不)(?:赚|挣){ANY}{{0,3}}(?:钱|几块|几毛|多少)",
    r"利润(?:很|太|特别|本来就|也)?(?:薄|低|少)|小本(?:生意|经营|买卖)",
    r"我们?(?:这边)?(?:也|都)+(?:真的)?(?:很|挺|太|好|特别|实在)?难(?![受过得看吃闻怪说])|利润(?:也)?(?:就|才|只有|只)(?:有)?几[毛块分]|理解(?:一下|下)(?=$|[,。!~吧哈])",
    r"(?:体谅|理解|可怜|心疼|照顾|支持)(?:一下|下|一?点)?(?:我们?|团长|咱们?)",
    r"请[你您]?(?:多)?(?:体谅|理解)",
    r"起早贪黑|辛辛苦苦|累死累活|没日没夜|饭都没(?:吃|顾上)|觉都没睡|白忙",
    r"(?:我|团长)一个人(?:忙|做|带|干|管)",
    r"求求[你您]|跪求|给(?:我们?|条)(?:一条)?活路|养家糊口|(?:还|也)要养(?:家|孩子|娃)",
    r"我们?(?:也)?(?:很|真的很|好|特别)?(?:委屈|难做|为难)",
    rf"(?:发烧|生病|住院|腰椎|腰疼|腿疼|手术|输液|带病|感冒){ANY}{{0,14}}(?:还|仍)(?:在|给|要|得)",
    rf"(?:我|团长){ANY}{{0,14}}(?:真的|太|实在|好|特别)(?:很)?(?:难|苦|累|辛苦)(?!受|过|为情|得|以)|(?:^|[,，])真的(?:很|太)?(?:难|苦|累)(?![受过得])",
    r"上有老|下有小|高抬贵手|靠(?:这|它)(?:个|点)?(?:群|团)?(?:吃饭|生活|养)|房租|房贷|交不起|揭不开锅|喝西北风",
    r"没工作|(?:丢|砸)(?:了)?(?:工作|饭碗)|饭碗|失业|离婚|扣(?:我)?工资|(?:被|挨)(?:老板|公司|领导|家里人)?(?:骂|罚|开除)|(?:难|没法)(?:跟|和|向)?(?:老板|公司|家里)?交代",
    r"图(?:啥|什么|个啥)|扛不住|撑不下去|我(?:都|也)?(?:哭了|要哭|想哭|崩溃)|只睡|一宿没|熬(?:了)?通宵|(?:孩子|娃)(?:都|也)?没(?:空|人|时间)|受害者|垫了(?:钱|货款|不少)",
    r"(?:才|就|只)(?:赚|挣)(?:[你您])?[^,，。!！]{0,3}(?:块|毛|钱)",
    r"一个(?:女人|女的|寡妇|老人)(?:家)?|带(?:着)?(?:俩|两个|三个|几个)(?:孩子|娃)|(?:别|不要)(?:再)?(?:为难|难为|逼)(?:我|团长|我们)",
)
_ANYONES_TOIL = re.compile(r"起早贪黑|辛辛苦苦|累死累活|没日没夜|饭都没|觉都没|白忙")


def _thanks_or_their_toil(draft: Draft, match: Match) -> bool:
    """Thanking for understanding, or feeling for the member's own toil ("让您辛辛苦苦跑一趟")."""
    before = draft.clause_before(match.start())
    toil = _ANYONES_TOIL.match(match.group()) and re.search(r"[你您]", before)
    return bool(toil or (match.group()[0] not in "我团" and re.search(r"[你您]", before)) or re.search(r"谢", before))


def _thanks(draft: Draft, match: Match) -> bool:
    return "谢" in draft.sentence_around(*match.span())


def _theirs_or_made_good(draft: Draft, match: Match) -> bool:
    return _thanks_or_their_toil(draft, match) or on_us(draft, match)


def sob_story(draft: Draft) -> ToneFinding | None:
    why = "像在诉苦，群友这会儿只想知道怎么解决。"
    return (
        first(draft, _SOB_STORY, "sob_story", why, _thanks_or_their_toil)
        or first_of(draft, (NO_PROFIT, TOIL, WORN_OUT, HOME), "sob_story", why, _theirs_or_made_good)
        or first(draft, BEGGING, "sob_story", why, _thanks)
    )
