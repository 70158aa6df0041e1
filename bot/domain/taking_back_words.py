"""How somebody who let others see their card says that it shall go.

It takes the card or the picture and a wish that it go, as a statement, a request or a polite question. A wish that
names nothing, a picture that may be another, or the member's own words, which stand on the card, is doubtful: it is
asked back. Words that name no card are plain where they are all that is said, soon after we spoke of it.
"""

from __future__ import annotations

import re
from typing import Literal

from bot.domain.plain_words import plain
from bot.domain.voice_back_words import takes_voice_back

Wish = Literal["sure", "doubtful"]
LONGEST = 200
_CLAUSE = re.compile(r"[^,。!?;~、…\n\s]+\??")

_CARD = re.compile(r"图卡|卡片|截图|图(?!书|钉|纸)|聊天记录|对话|那段聊天")
_TALK = re.compile(r"聊天|对话")
_PHOTO = re.compile(r"照片|相片")
_THAT_ONE = re.compile(r"(?:群里?的?|我的?)?[那这]张(?=[能可还也先就请麻帮给赶快撤删下拿取去收弄别不要]|$)")
_MY_ONE = re.compile(r"我的?那个(?=(?:给我)?(?:撤(?!柜|店)|删|下架|拿下))")
_A_CARD = re.compile(r"(?:^|把|我的?|群里的?)(?:那[个张])?卡(?=(?:给我)?(?:撤|删|下架|拿下|别(?:再|给|放|挂|发)))")
_SHOWN_THERE = re.compile(
    r"群里?.{0,6}(?:那个|那条|这个|的那|发的|挂的|放的)(?!.{0,2}(?:广告|链接|接龙|公告|通知|红包|视频|语音|文件|表))|"
    r"(?:关于|有关)我的|我的.{1,4}从群里"
)
_TAKE_AWAY = (
    r"(?:撤(?!柜|店)(?:回来?|销|下来?|掉|走|了|一下)?|删(?:除|掉|了|去|一下)?|下架|"
    r"(?:拿|取|摘)(?:下来?|掉|走|消)|收(?:回去?|起来)|移除|[铲剷][掉了]|去掉|取消掉?)"
)
_DO_AWAY = (
    r"(?:(?:弄|下|处理)掉|弄(?:走|下来?)|下了|作废|屏蔽|隐藏|(?:销|撕)毁|(?<=图)收了|清(?:了|掉|除)|(?<=图)(?:还是|就)?算了|去了吧|"
    r"不要(?=了|吧|$))"
)
"""What is said of goods as well: of a picture that is named, it is asked back."""
_SHOW = r"(?:发|放|摆|挂|晒|留|贴|用|公开|展示|给?(?:大家|别人|人家|邻居|人)看|让(?:大家|别人|人家|邻居|人)看)"
_NO_MORE = (
    rf"(?:别|唔好|唔要|唔想|不要|不想|不让|不许|不准|不愿意?|不能|不同意)(?:让|给|把|我|你们?|他们|大家|别人|再|继续|的|那张|那个|这张|张|图|图卡|图片|截图|聊天记录|在?群里|着)*{_SHOW}|"
    r"不(?:发|放|挂|晒|公开)了|停止(?:使用|展示|公开|发布)"
)
_WISH = re.compile(rf"{_TAKE_AWAY}|{_NO_MORE}")
_SOFTLY = re.compile(_DO_AWAY)
_LIMIT_ONLY = re.compile(r"(?:别|不要).{0,3}(?:名字|头像|金额|电话)")
_ASKED_FOR = re.compile(
    r"(?<!不)能|可以|可否|可不可以|方便|麻烦|请|帮|劳驾|拜托|(?:行|好|成|可以)(?:不|吗|么|嘛)|行不行|好不好|要求|希望|想|给我"
)
_QUESTION = re.compile(r"(?:吗|么|没有?|不|呢|嘛)\??$|\?$")
_WHO_OR_WHY = re.compile(r"谁|为什么|为啥|怎么|干嘛|凭什么|哪")
_STILL_THERE = re.compile(
    rf"怎么还(?:没有?|不){_TAKE_AWAY}|(?:谁|凭什么|干嘛|干吗).{{0,8}}(?:发|放)|"
    r"[挂放留]着.{0,8}(?:不舒服|难受|尴尬|丢人)"
)
"""Anger that it is shown: whether it shall go is asked back."""
_LATER = re.compile(r"以后|将来|哪天|到时")
_BY_MISTAKE = re.compile(r"发错|传错")
_DONE = re.compile(rf"{_TAKE_AWAY}了?$")
_OF_GOODS = re.compile(
    r"单|货|收到|快递|退款|团购|这团|那团|买|地址|(?:要|拿|换)(?:[一两三四五六七八九十几半\d]|成|苹果)|[盒箱斤袋]|自己去|下雨|摊"
)
"""What words are about that name no picture."""
_SELLING = re.compile(r"卖[完光]|售罄|下单|开团")
"""A picture beside these advertises goods."""
_STAYS = re.compile(
    rf"(?:不用|不必|别|不要|不需要|甭|先别|没必要|不想|(?<!能)不能|不舍得|舍不得)(?:再|给我|把.{{0,5}})?{_TAKE_AWAY}|没有?{_TAKE_AWAY}|"
    r"(?:留|挂|放)着吧|不后悔"
)
_OWN_DOING = re.compile(
    rf"(?:(?<!帮)(?<!给)(?<!替)(?<!把)(?<!请)我|俺|老公|老婆|孩子|自己|手机|相册|不小心|刚[刚才]?|已经|都被|被|误)(?:都|也|给|就|已经|刚[刚才]?|自己|不小心|(?:那|这)张|把.{{0,8}}|手机里?|相册里?|里的?|图片?|照片){{0,3}}"
    rf"{_TAKE_AWAY}(?!吧|好)|发错|拍(?:糊|错)"
)
_OTHER_PICTURE = re.compile(
    r"拍|图(?:书|上(?!.{0,2}我的名)|里|中)|(?<![张个])(?:商品|团购|宣传|产品|实物|草莓|链接|封面|海报|样品|价格|取货|取件|二维)码?图|码的图|这种图|那款|那箱|"
    r"(?<!帮)(?<!给)(?<!替)我(?:刚才?|昨天|今天|之前)?(?:发|传)(?:给|错|你|过|了|的)|(?:广告|菜单|朋友圈)的?图|朋友圈里|楼[上下]|隔壁|"
    r"(?:^|@)(?:[老小阿大][^,]|[^,]{1,3}(?:姐|哥|叔|姨|嫂|总|老师|师傅))你?(?:那|这|发的)(?:张|个)?图"
)
_OF_THE_GOODS = re.compile(
    r"[那这][张个](?!有|带|写|群|我|卡|截|聊|对|发|让|用|放|挂|晒|关|说|照|团|你|结|投|售|处|公开)[^图,]{1,5}图(?!卡)"
)
_ANY_PICTURE = re.compile(r"(?:别|不要|不想|不愿意?|不能)(?:再|你们?|大家|在?群里)*[发用]")
_THAT_PICTURE = re.compile(r"那张|那个|图卡|卡片|我的|我那|群里|给大家|给别人|让大家|让别人")
"""发图 is what everybody does in a group: only a picture that is pointed at is the card."""
_TAKEN_WITH_GOODS = re.compile(r"(?:我|去|已|来)?(?:拿|取|收)(?:到|货|件|走了|的(?!图))")
_GIVES_BACK = re.compile(
    r"(?:收回|撤回|撤销|取消|终止|撤)(?:之前|前面|刚才|我|的|对|那个|发图)*(?:同意|授权|许可)|"
    r"不同意(?:(?:发|放|用)(?:那张)?图(?:卡|片)?|晒|公开|展示)了|后悔(?:同意|答应|让你们?)*发(?:那张)?图了|"
    r"^(?:我|还是|那|哎|唉|不好意思)*不(?:想|愿意?)(?:再|被)*(?:放|晒|挂)在?群里了?(?:吧|啊|呀|了)*$"
)
_CHANGED = re.compile(r"(?:不同意|不愿意|反悔|后悔|变卦)了")
_AGREED = re.compile(r"[那这]张|我的|同意|答应")
_REGRET = re.compile(
    r"(?:我|还是|那|哎|唉|现在|不好意思|抱歉|对不起)*(?:(?:反悔|后悔|变卦|改(?:变)?主意|不(?:同意|愿意)(?=了)|后悔(?:同意|答应|发))了?|"
    r"还是(?:算了吧?)?(?:别|不要|不)(?:发|放|晒|公开)了)(?:吧|啊|呀|了)*"
)
"""A change of heart that names nothing: it may be about an order, or a plan that was offered."""
_PERHAPS = re.compile(
    r"(?:我|还|现在|那)*(?:想|可不可以|可以|能不能|能)(?:反悔|变卦|改主意)(?:吗|么|了|\?)*|"
    r"我?(?:反悔|变卦|改主意)了?(?:行不行|(?:可以|行|来得及)(?:吗|么))|我?不给(?:你们?|大家)(?:用|发|放|看)了|"
    r".{0,4}侵犯.{0,3}(?:隐私|肖像权?)了?|(?:我|还是)*不想留在?群里了|.{0,6}(?:取消|停止|终止)展示(?:了|吧)*"
)
_OF_BEING_SEEN = re.compile("看|认出|知道|图|群|发|放|公开|名字|高兴|不让|丢人|尴尬|难为情|邻居|同事|隐私|撤|删|别")
_NO_LONGER = re.compile(
    r"(?:我)?(?:之前|前面|昨天|上次|刚才)(?:我)?(?:说|答应|同意)(?:了|过)?(?:可以|行|好)?的?(?:,|但是?)*现在(?:不行|不想|不愿意|不同意|算)了吧?"
)
_ENGLISH = re.compile(
    r"\b(?:take|pull) (?:it|that|this|(?:the|my|that) (?:picture|card|photo|post)) (?:down|off)\b|"
    r"\b(?:delete|remove|take down) (?:the|my|that|this) (?:picture|card|photo|image|post|screenshot)\b"
)
_BARE = re.compile(
    rf"(?:那|我|就|还是|你们?|团长|麻烦|请|帮我|给我|把它?|它|能不能|能|可以|可不可以|也|又|还|求求?|现在|以后|赶紧|赶快|马上|立刻|立即|快点?)*+"
    rf"(?:{_TAKE_AWAY}|弄[掉走]|弄下来?|{_NO_MORE})"
    r"(?:它|着|出来|在?群里|了|吧|啊|呀|哈|行|好|可以|不|吗|么|嘛|一下|谢谢|\?)*+|(?:那|我)*+还是(?:算了|别了|不了|别|不要)(?:吧|了)*"
)
_SMALL = r"的|了|吧|啊|呀|哈|哦|呢|谢谢|麻烦|您|你们?|团长|[,。!~\s]"
_MEANT = re.compile(rf"(?:是|对|嗯|好|行|可以|要|想|确定|没错|ok|yes|{_TAKE_AWAY}|{_SMALL})++")
_NOT_MEANT = re.compile(
    rf"(?:{_SMALL})*+(?:不是|不用|不必|不想|不撤|不删|别撤|没有|没事|不要|没说|算了|留着|放着|挂着|就(?:放|留|挂)着|[,。!~\s])++"
    rf"(?:留着|放着|挂着|图|那个意思|这个意思|{_TAKE_AWAY})*+(?:{_SMALL})*+"
)


def takes_back(text: str, *, soon: bool = False) -> Wish | None:
    """Whether somebody wants the card gone that they let others see; "doubtful" where they may mean it. Soon after we
    spoke of the card, and of nothing else since, words that name none may be plain, too."""
    said = plain(text).strip().lower()
    if not said or len(said) > LONGEST:
        return None
    if _is_all_that_is_said(said):
        return "sure" if soon else "doubtful"
    if _SELLING.search(said):
        return None
    wishes = _wishes(said)
    if all(_REGRET.fullmatch(clause) for _, clause in wishes) and not _OF_BEING_SEEN.search(beside(said)):
        wishes = []
    found = {wish for wish, _ in wishes}
    if "sure" in found:
        return "doubtful" if _BY_MISTAKE.search(said) else "sure"
    if "doubtful" in found and (names_it(said) or not _OF_GOODS.search(said)):
        return "doubtful"
    return "doubtful" if takes_voice_back(said) else None


def _is_all_that_is_said(said: str) -> bool:
    """Whether nothing is said but a change of heart, or that the one there go: 我反悔了, 把那张撤了, 图删了吧."""
    clauses = _CLAUSE.findall(said)
    if _REGRET.fullmatch("".join(clauses)) or (clauses and all(_REGRET.fullmatch(clause) for clause in clauses)):
        return True
    pointed = len(clauses) == 1 and (_THAT_ONE.search(said) or re.match("图(?:片)?(?=[撤删])", said))
    return bool(pointed and _BARE.fullmatch(_THAT_ONE.sub("", said).removeprefix("图").removeprefix("片"))
                and not _QUESTION.search(said) and not _STAYS.search(said))  # fmt: skip


def names_it(text: str) -> bool:
    """Whether these words name a picture, what is shown in the group, or their own words."""
    said = plain(text).lower()
    names = (_CARD, _PHOTO, _SHOWN_THERE, _THAT_ONE, _A_CARD)
    return any(name.search(said) for name in names) or takes_voice_back(said)


def confirms(text: str) -> bool | None:
    """The answer to "shall it go?": yes, no, or none."""
    said = plain(text).strip().lower()
    if _NOT_MEANT.fullmatch(said):
        return False
    return True if _MEANT.fullmatch(said) or takes_back(text) else None


def all_of_them(text: str) -> bool:
    """Whether every card is meant: 把图都撤了, 两张都删掉."""
    return bool(re.search(r"都|全部?|所有|两张|几张|这些|那些", plain(text)))


def beside(text: str) -> str:
    """What else is said in these words, without the clauses that take the card back."""
    said = plain(text).strip().lower()
    taken = {clause for _, clause in _wishes(said)}
    return ",".join(clause for clause in _CLAUSE.findall(said) if clause not in taken)


def _wishes(said: str) -> list[tuple[Wish, str]]:
    """The clauses that wish the card gone. A picture that is named is still meant in the clause after it."""
    clauses = _CLAUSE.findall(said)
    found: list[tuple[Wish, str]] = []
    if _NO_LONGER.fullmatch(said) or _ENGLISH.search(said):
        found += [("doubtful", clause) for clause in clauses]
    topic = ""
    mistaken = bool(_BY_MISTAKE.search(said))
    for clause in clauses:
        if mistaken and _DONE.search(clause):
            continue  # their own picture, sent to the wrong place
        wish = _wish_in(clause, topic)
        if wish is not None:
            found.append((wish, clause))
        topic = clause if _CARD.search(clause) and not _OTHER_PICTURE.search(clause) else ""
    return found


def _wish_in(clause: str, topic: str) -> Wish | None:
    if _GIVES_BACK.search(clause):
        return "sure"
    named = bool(_CARD.search(clause)) and not _OTHER_PICTURE.search(clause)
    if named and _CHANGED.search(clause):
        return "sure" if _AGREED.search(clause) else "doubtful"
    if _REGRET.fullmatch(clause) or _PERHAPS.fullmatch(clause):
        return "sure" if _AGREED.search(topic) and _REGRET.fullmatch(clause) else "doubtful"
    if _STILL_THERE.search(clause) and (_CARD.search(clause) or topic):
        return "doubtful"
    if _STAYS.search(clause) or _WHO_OR_WHY.search(clause) or _LIMIT_ONLY.search(clause):
        return None
    bare = bool(_BARE.fullmatch(_MY_ONE.sub("", _THAT_ONE.sub("", clause))))
    if not _WISH.search(clause):
        gone = _SOFTLY.search(clause) if named else topic and _SOFTLY.fullmatch(clause)
        return "doubtful" if gone or bare else None
    if _OWN_DOING.search(clause) or _OTHER_PICTURE.search(clause) or _TAKEN_WITH_GOODS.search(clause):
        return None
    if _CARD.search(clause) or (topic and bare):
        return "doubtful" if _may_be_another(clause, topic) else "sure"
    there = (_PHOTO, _SHOWN_THERE, _A_CARD)
    return "doubtful" if bare or any(pattern.search(clause) for pattern in there) else None


def _may_be_another(clause: str, topic: str) -> bool:
    """Whether a picture that is named may not be the card, or the words no wish."""
    rest = _ANY_PICTURE.sub("", topic + clause)
    return bool(
        (_QUESTION.search(clause) and not _ASKED_FOR.search(clause))
        or (_LATER.search(clause) and re.search("吗|么", clause))
        or (_TALK.search(clause) and not _THAT_PICTURE.search(clause))
        or (_ANY_PICTURE.search(clause) and not _THAT_PICTURE.search(rest))
        or _OF_THE_GOODS.search(topic + clause)
    )
