"""How a member whose own words may be shown says that they shall no longer be: 别用我说的那句话了, 把我的评价撤了.

It takes those words and a wish that they go in one clause, as a statement, a request or a polite question; words that
were named in the clause before are still meant. Somebody else's words, or that they may stay, take nothing back.
"""

from __future__ import annotations

import re

from bot.domain.plain_words import plain

LONGEST = 120
_CLAUSE = re.compile(r"[^,。!?;~、…\n\s]+\??")

_SAID = r"(?:说|講|讲|写|夸|评|留)过?"
_NOUN = r"(?:原话|评论|话(?!费|梅|题|筒|剧)|评价|好评|差评|点评|口碑|反馈|留言(?!板))"
_SOME = r"(?:几|两|一)?"
_UNIT = rf"{_SOME}(?:句|[段条](?={_NOUN}))"
_MY_UNIT = rf"{_SOME}(?:句|[段条](?={_NOUN}|了|吧|都|也|给|别|不|撤|删|拿|取消|去掉|下架|收回|$))"
"""条 counts fish and orders, too: it is one of words where that is said, or where it is mine and nothing else is."""
_BEFORE = r"(?:之前|以前|上次|前面|昨天|刚才|在?群里|口碑里)?"
_MINE = (
    rf"我们?{_BEFORE}(?:{_SAID})?的(?:(?:那|这)?{_UNIT}|那些|这些)?(?:的)?{_NOUN}|"
    rf"我们?{_BEFORE}(?:{_SAID})?的?(?:那|这)?(?:{_MY_UNIT}{_NOUN}?|些{_NOUN}|(?<=[那这]){_NOUN})|"
    rf"我们?{_BEFORE}{_SAID}的(?=了|吧|都|也|别|不|撤|删|去|下|收|拿|$)|"
    rf"我{_SAID}[^,]{{1,10}}(?:(?:那|这){_UNIT}|的{_NOUN})"
)
_THAT = rf"(?:那|这)(?:{_UNIT}{_NOUN}?|{_SOME}[句段条][^,]{{0,8}}的{_NOUN})"
_OF_OTHERS = re.compile(
    rf"(?<![夸评谢])(?:他|她|你|您|团长|楼上|人家|别人|谁)们?{_BEFORE}(?:{_SAID})?的?(?:(?:那|这)?{_UNIT}|那些|这些)?(?:{_UNIT}|{_NOUN})"
)
_WORDS = re.compile(rf"{_MINE}|{_THAT}")

_NOT = r"(?:别|不要|不想|不让|不许|不准|不能|不同意|不愿意?|不给|不再|甭|勿|唔好|唔要|唔想)"
_SHOW = r"(?:用|放(?!心)|展示|引用|拿|贴|晒|公开|挂|发|传|(?:让|给|被)[^,]{0,4}看)"
_TAKE_AWAY = r"(?:撤|删|下架|(?:拿|取|摘)(?:掉|下|走)|去掉|收回|取消)"
_NO_MORE = re.compile(rf"{_NOT}[^,忘]{{0,12}}?{_SHOW}")
_GO = re.compile(_TAKE_AWAY)
_QUOTED = re.compile(rf"{_NOT}[^,]{{0,6}}引用(?:我(?!们?团)|了|$)|取消引用我")
_PLAINLY = re.compile(
    rf"(?<![不会])收回(?:我|的|那|这|个|句|条|之前|说|过)*{_NOUN}|口碑里?[^,]{{0,4}}我的?[^,]{{0,4}}{_TAKE_AWAY}|"
    rf"我的?[^,]{{0,4}}从?口碑里?[^,]{{0,4}}{_TAKE_AWAY}|我的?(?:那|这|个|句|条)*{_NOUN}(?:也|都|给)*(?:下了|下掉|弄掉)|"
    r"(?:别|不要|不想|不许)[^,]{0,4}拿我[^,]{0,4}(?:当|做)[^,]{0,2}广告"
)
_REGRET = re.compile(
    r"(?:现在|我|还是|又|但是?|可是?|那|想了想)*(?:不想|不愿意?|不同意|后悔|反悔|改主意|变卦)(?:了|用了|放了|给用了)*(?:吧|啊|呀)*"
)
_BARE = re.compile(
    rf"(?:那|我|就|还是|你们?|团长|麻烦|请|帮我|给我|把它?|它|都|也)*+(?:{_TAKE_AWAY}(?:掉|下|回|走|来)*|{_NOT}(?:再|让|给)*{_SHOW})"
    r"(?:它|着|出来|出去|到?群里|了|吧|啊|呀|哈|好|谢谢)*+"
)
_STAYS = re.compile(
    rf"(?:不用|不必|没有?|别|不要|甭|先别|舍不得|没必要|不想)(?:再|急着|着急|给|把|将)*(?:{_MINE}|{_THAT})?(?:都|也|给)*{_TAKE_AWAY}|[放往]?心[里上]"
)
_LIMIT_ONLY = re.compile(r"(?:别|不要|不).{0,4}(?:名字|姓名|头像|昵称|网名)")
_ASKED_FOR = re.compile(r"(?<!不)能|可以|可否|可不可以|麻烦|请(?!问)|帮|拜托|(?:行|好)(?:不|吗|么|嘛)|希望")
_QUESTION = re.compile(r"(?:吗|么|没有?|不|呢|嘛)\??$|\?$|请问|想问|问一?下")
_WHO_OR_WHY = re.compile(r"谁|为什么|为啥|怎么|是不是|有没有|凭什么|听到")


def takes_voice_back(text: str) -> bool:
    """Whether somebody no longer wants their words shown."""
    return bool(_wishes(text))


def takes_last_back(text: str) -> bool:
    """The same right after their words were allowed: then a wish that names nothing is about them, too."""
    clauses = _CLAUSE.findall(plain(text).strip())
    return takes_voice_back(text) or any(_BARE.fullmatch(one) or _REGRET.fullmatch(one) for one in clauses)


def beside(text: str) -> str:
    """What else is said in these words, without the clauses that take the words back."""
    taken = _wishes(text)
    return ",".join(clause for clause in _CLAUSE.findall(plain(text).strip()) if clause not in taken)


def _wishes(text: str) -> list[str]:
    said = plain(text).strip()
    if len(said) > LONGEST:
        return []
    found, named = [], ""
    for clause in _CLAUSE.findall(said):
        mine = bool(_WORDS.search(clause)) and not _OF_OTHERS.search(clause)
        if _goes(clause, mine):
            found.append(clause)
        elif named and (_BARE.fullmatch(clause) or _REGRET.fullmatch(clause)):
            found += [named, clause]
        named = clause if mine else ""
    return found


def _goes(clause: str, mine: bool) -> bool:
    """Whether a clause wishes its words gone."""
    if _STAYS.search(clause) or _WHO_OR_WHY.search(clause) or _LIMIT_ONLY.search(clause):
        return False
    plainly = _PLAINLY.search(clause) and not _OF_OTHERS.search(clause)
    if not (plainly or _QUOTED.search(clause) or (mine and (_NO_MORE.search(clause) or _GO.search(clause)))):
        return False
    return not _QUESTION.search(clause) or bool(_ASKED_FOR.search(clause))
