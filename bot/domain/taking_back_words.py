"""How somebody who let others see their card says that it shall go.

It takes the card or the picture and a wish that it go, as a statement, a request or a polite question. A wish that
names nothing, a picture that may be another, or the member's own words, which stand on the card, is doubtful: it is
asked back. A consent that is taken back in so many words needs no picture.
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
_SHOWN_THERE = re.compile(r"群里?.{0,6}(?:那个|那条|这个|的那|发的|挂的|放的)")
_TAKE_AWAY = (
    r"(?:撤(?!柜|店)(?:回来?|销|下来?|掉|走|了|一下)?|删(?:除|掉|了|去|一下)?|下架|"
    r"(?:拿|取|摘)(?:下来?|掉|走|消)|收(?:回去?|起来)|去掉|取消掉?)"
)
_DO_AWAY = r"(?:(?:弄|下|处理)掉|弄(?:走|下来?)|下了|作废|不要(?=了|吧|$))"
"""What is said of goods as well: of a picture that is named, it is asked back."""
_SHOW = r"(?:发|放|摆|挂|晒|留|贴|用|公开|展示|给?(?:大家|别人|人家|邻居|人)看|让(?:大家|别人|人家|邻居|人)看)"
_NO_MORE = (
    rf"(?:别|唔好|唔要|唔想|不要|不想|不让|不许|不准|不愿意?|不能|不同意)(?:让|给|把|我|你们?|他们|大家|别人|再|继续|的|那张|那个|这张|张|图|图卡|图片|截图|聊天记录|在?群里|着)*{_SHOW}|"
    r"不(?:发|放|挂|晒|公开)了"
)
_WISH = re.compile(rf"{_TAKE_AWAY}|{_NO_MORE}")
_SOFTLY = re.compile(_DO_AWAY)
_LIMIT_ONLY = re.compile(r"(?:别|不要).{0,3}(?:名字|头像|金额|电话)")
_ASKED_FOR = re.compile(
    r"(?<!不)能|可以|可否|可不可以|方便|麻烦|请|帮|劳驾|拜托|(?:行|好|成|可以)(?:不|吗|么|嘛)|行不行|好不好|要求|希望|想|给我"
)
_QUESTION = re.compile(r"(?:吗|么|没有?|不|呢|嘛)\??$|\?$")
_WHO_OR_WHY = re.compile(r"谁|为什么|为啥|怎么|干嘛|凭什么|哪")
_STILL_THERE = re.compile(rf"怎么还(?:没有?|不){_TAKE_AWAY}|(?:谁|凭什么|干嘛|干吗).{{0,8}}(?:发|放)")
"""Anger that it is shown: whether it shall go is asked back."""
_LATER = re.compile(r"以后|将来|哪天|到时")
_BY_MISTAKE = re.compile(r"发错|传错")
_DONE = re.compile(rf"{_TAKE_AWAY}了?$")
_OF_GOODS = re.compile(r"单|货|收到|快递|退款|团购|这团|那团|下次再?买|不买|地址")
"""What words are about that name no picture."""
_STAYS = re.compile(
    rf"(?:不用|不必|别|不要|不需要|甭|先别|没必要|不想|(?<!能)不能|不舍得|舍不得)(?:再|给我|把.{{0,5}})?{_TAKE_AWAY}|没有?{_TAKE_AWAY}|"
    r"(?:留|挂|放)着吧|不后悔"
)
_OWN_DOING = re.compile(
    rf"(?:(?<!帮)(?<!给)(?<!替)(?<!把)(?<!请)我|俺|老公|老婆|孩子|自己|手机|相册|不小心|刚[刚才]?|已经|都被|被|误)(?:都|也|给|就|已经|刚[刚才]?|自己|不小心|(?:那|这)张|把.{{0,8}}|手机里?|相册里?|里的?|图片?|照片){{0,3}}"
    rf"{_TAKE_AWAY}(?!吧|好)|发错|拍(?:糊|错)"
)
_OTHER_PICTURE = re.compile(
    r"拍|图(?:书|上(?!.{0,2}我的名)|里|中)|(?:商品|团购|宣传|产品|实物|草莓|链接|封面|海报|样品|价格|取货|取件|二维)码?图|码的图|这种图|那款|那箱|"
    r"我(?:刚才?|昨天|今天|之前)?(?:发|传)(?:给|错|你|过|了)"
)
_ANY_PICTURE = re.compile(r"(?:别|不要|不想|不愿意?|不能)(?:再|你们?|大家)*[发用]")
_THAT_PICTURE = re.compile(r"那张|那个|图卡|卡片|我的|我那|群里|给大家|给别人|让大家|让别人")
"""发图 is what everybody does in a group: only a picture that is pointed at is the card."""
_TAKEN_WITH_GOODS = re.compile(r"(?:我|去|已|来)?(?:拿|取|收)(?:到|货|件|走了|的(?!图))")
_GIVES_BACK = re.compile(
    r"(?:收回|撤回|撤销|取消|撤)(?:之前|前面|刚才|我|的|对|那个|发图)*(?:同意|授权|许可)|不同意(?:发|放|用|晒|公开|展示)?图?(?:卡|片)?了"
)
_REGRET = re.compile(
    r"(?:我|还是|那|哎|唉|不好意思|抱歉|对不起)*(?:(?:反悔|后悔|变卦|改(?:变)?主意)了?|后悔(?:同意|答应|(?:让你们?)?发(?:那张)?图)了?|还是(?:算了吧?)?(?:别|不要|不)(?:发|放|晒|公开)了?|"
    r"不(?:想|愿意?)(?:再)?(?:放|晒|挂|留)在?群里了?)(?:吧|啊|呀|了)*"
)
_BARE = re.compile(
    rf"(?:那|我|就|还是|你们?|团长|麻烦|请|帮我|给我|把它?|它|能不能|能|可以|可不可以|也|又|现在|以后|赶紧|马上|立刻|立即|快点?)*+"
    rf"(?:{_TAKE_AWAY}|弄[掉走]|弄下来?|{_NO_MORE})"
    r"(?:它|着|出来|在?群里|了|吧|啊|呀|哈|行|好|可以|不|吗|么|嘛|一下|谢谢|\?)*+|(?:那|我)*+还是(?:算了|别了|不了|别|不要)(?:吧|了)*"
)
_SMALL = r"的|了|吧|啊|呀|哈|哦|呢|谢谢|麻烦|您|你们?|团长|[,。!~\s]"
_MEANT = re.compile(rf"(?:是|对|嗯|好|行|可以|要|想|确定|没错|ok|yes|{_TAKE_AWAY}|{_SMALL})++")
_NOT_MEANT = re.compile(
    rf"(?:{_SMALL})*+(?:不是|不用|不必|不想|不撤|不删|别撤|没有|没事|不要|没说|算了|留着|放着|挂着|就(?:放|留|挂)着|[,。!~\s])++"
    rf"(?:留着|放着|挂着|图|那个意思|这个意思|{_TAKE_AWAY})*+(?:{_SMALL})*+"
)


def takes_back(text: str) -> Wish | None:
    """Whether somebody wants the card gone that they let others see; "doubtful" where they may mean it."""
    said = plain(text).strip().lower()
    if not said or len(said) > LONGEST:
        return None
    if _REGRET.fullmatch("".join(_CLAUSE.findall(said))):
        return "sure"
    found = {wish for wish, _ in _wishes(said)}
    if "sure" in found:
        return "doubtful" if _BY_MISTAKE.search(said) else "sure"
    if "doubtful" in found and (names_it(said) or not _OF_GOODS.search(said)):
        return "doubtful"
    return "doubtful" if takes_voice_back(said) else None


def names_it(text: str) -> bool:
    """Whether these words name a picture, what is shown in the group, or their own words."""
    said = plain(text).lower()
    return any(pattern.search(said) for pattern in (_CARD, _PHOTO, _SHOWN_THERE)) or takes_voice_back(said)


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
    if _GIVES_BACK.search(clause) or _REGRET.fullmatch(clause):
        return "sure"
    if _STILL_THERE.search(clause) and (_CARD.search(clause) or topic):
        return "doubtful"
    if _STAYS.search(clause) or _WHO_OR_WHY.search(clause) or _LIMIT_ONLY.search(clause):
        return None
    wish = _WISH.search(clause)
    if wish is None:
        named = _CARD.search(clause) and not _OTHER_PICTURE.search(clause) and _SOFTLY.search(clause)
        return "doubtful" if named or _BARE.fullmatch(clause) else None
    if _OWN_DOING.search(clause) or _OTHER_PICTURE.search(clause) or _TAKEN_WITH_GOODS.search(clause):
        return None
    bare = bool(_BARE.fullmatch(clause))
    if _CARD.search(clause) or (topic and bare):
        unsure = (
            (_QUESTION.search(clause) and not _ASKED_FOR.search(clause))
            or (_LATER.search(clause) and re.search("吗|么", clause))
            or (_TALK.search(clause) and not _THAT_PICTURE.search(clause))
        )
        any_picture = _ANY_PICTURE.search(clause) and not _THAT_PICTURE.search(topic + clause)
        return "doubtful" if unsure or any_picture else "sure"
    return "doubtful" if bare or _PHOTO.search(clause) or _SHOWN_THERE.search(clause) else None
