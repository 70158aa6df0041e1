"""What a member answers when asked whether a picture or their words may be shown.

Only a plain yes is a yes: every word of it has to be known. In doubt it is none, and none is a no.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.domain.card import Part
from bot.domain.plain_words import plain

Said = Literal["yes", "no", "later"]
LONGEST = 60
"""A longer text is no answer to a question with four choices."""


@dataclass(frozen=True)
class ConsentAnswer:
    """One answer; `without` is what a yes wants left out."""

    said: Said
    without: tuple[Part, ...] = ()


_PICTURE = r"(?:那|这|我|的)*(?:张|个)?(?:图卡|图片|卡片|截图|图)"
_THING: dict[Part, str] = {
    "name": r"(?:真实?|网|昵)?(?:名字?|姓名?|昵称|网名)|头像|我是谁",
    "amounts": r"金额|多少钱|钱数|价格|价钱|(?:退|赔)了?(?:多少|几块)钱?|数字",
    "photos": r"照片|相片",
}
_HIDE = (
    r"去掉|隐去|隐藏|隐了|遮(?:一?下|住|掉|了)?|打(?:上?码|个码|马赛克)|"
    r"抹(?:掉|去)|盖(?:住|掉)|拿掉|删(?:掉|了)|不要|别要"
)
_BLUR = r"打(?:上?码|个码|马赛克)|遮(?:一?下|住|掉)|去掉|隐去|隐藏|抹掉|盖住"
_DONT = (
    r"(?:别|不要|不|甭|勿|不能|不用|不许|不准)(?:再)?"
    r"(?:发|放|写|露|带|显示|出现|晒|提|说|透露|暴露|公开|上|要)?(?:出来?|上去?|到)?"
)
_JOIN = r"(?:但是?|不过|只要|就是|只是|反正|前提是|前提|请|麻烦|得|要|记得|和|跟|还有|也|把|给|帮我|我的?|你们?|一下)*"


_UNKNOWN = (
    r"匿名|不(?:具|署|留)名|打(?:上?码|个码|马赛克)|(?:别|不要|不能|不想)(?:让|被)?(?:别?人|大家|邻居|人家|他们)?(?:都)?"
    r"(?:看出来?|认出来?|知道|猜到|猜出来?)(?:这|那)?(?:是|到)?(?:我|谁)(?:是谁)?|(?:看|认)不出(?:来)?(?:是)?(?:我|谁)"
)
"""Nobody is to know who it was: the name is left out."""
_OPENLY = re.compile(
    r"(?:名字?|姓名|头像|金额)?(?:也|都|就)?(?:不用|不必|无需|没必要|不需要|用不着)(?:再|给我|帮我)?"
    r"(?:打(?:上?码|马赛克)|遮(?:住|掉)?|匿名|隐藏|隐去|去掉|盖(?:住)?)(?:我的?)?(?:名字?|姓名|头像|金额)?"
)
"""Nothing needs to be hidden."""


def _limit(part: Part) -> re.Pattern[str]:
    thing = rf"(?:{_THING[part]})(?:[和跟、]?(?:{_THING[part]}))*+"
    ways = rf"{_DONT}(?:我的?|真)*(?:{thing})|(?:{thing})(?:都|也|就|要|得|请|给我|帮我|一下)*(?:{_HIDE}|{_DONT})"
    ways += rf"|(?:{_BLUR})(?:我的?)?(?:{thing})|没有?(?:我的?)?(?:{thing})"
    ways += rf"|{_UNKNOWN}" if part == "name" else ""
    return re.compile(rf"{_JOIN}(?:{ways})(?:了|吧|就|的话)*")


_LIMITS: dict[Part, re.Pattern[str]] = {part: _limit(part) for part in _THING}
_AGREES = re.compile(
    r"可以|没(?:问题|意见)|同意|愿意|不介意|(?:^|[,。!~就也都那行])(?:(?:好|行|可)(?!了)|中|成|ok)|[发放晒用贴](?:吧|呗)|随时[发放]|尽管[发放]|"
    r"能[发放]|^[发放]$|^嗯+$|^嗯嗯|^能$|^要$|^当然(?:了|啦|的)?$|okay|^y$|^yes|👌|👍|🆗|"
    r"允许|批准|^准了?$|阔以|^得(?:[,。!~啦]|$)|\bsure\b|\bagree\b|^\[(?:ok|好的|强)\]"
)
_WORD_OF_YES = re.compile(
    rf"(?:{_PICTURE}|可以|可|好|行|中|成|没问题|没意见|没关系|没事儿?|同意|愿意|不介意|尽管|随时|直接|发出来|发出去|发到?群里|放到?群里|发|放|晒|贴|"
    r"用|公开|能|要|嗯+|okay|ok|yes|y|就|都|那|也|我|给|大家|看看?|群里|允许|批准|准|阔以|得|sure|go ahead|\bi\b|agree|"
    r"当然|必须|是|对|反正|放心|"
    r"(?:谢谢|多谢|感谢)(?:您|你们?|团长|大家|安心)*(?:(?:这么|那么|如此)?(?:负责|用心|贴心|及时|热心|耐心))?|"
    r"(?:处理|办|做|解决)得?(?:很|挺|真|特别|蛮)?(?:好|快|不错|及时|满意)|能?帮到?(?:大家|邻居们?|别人|你们?|您)|"
    r"辛苦|麻烦|客气|团长|安心|您|你们?|"
    r"的|啊|呀|吧|呢|哈|哦|噢|喔|哒|滴|啦|了|嘞|咯|哟|诶|呗|"
    r"[,。!~.、;:\s]|\[[^\[\]]{1,4}\]|[👌👍🆗🙏😊😄🌹🤝💪❤🥰😁☺😀😃🏻🏼🏽🏾🏿]|\ufe0f)++"
)
_NO = re.compile(
    r"^(?:还是|那|算|我|真|嗯|呃|额|哎|唉|想了想|想过了?|[,.。!~\s])*"
    r"(?:不(?!错|好意思|客气|急|着急|用(?:再)?(?:谢|客气|问|管|担心)|知道|清楚|介意|过|谢|麻烦|辛苦|然|愧)|别(?!急|着急|催|提|人|的|客气)|算了|no\b|拒绝|免了|否$|👎|🙅)|"
    r"(?:不|别|甭|勿)(?:要|想|愿意?|同意|方便|能|可以?|太?合适|许|准|给我)?(?:再)?(?:发|放|晒|贴|公开|用(?!再?(?:问|谢|客气|管|担心))|展示|外传|让|给)|"
    r"(?<!不)介意|(?:不|没)(?:太|大|是很|怎么)?(?:想|愿意|同意|可以|行|方便|必要|兴趣)"
)
_NOT_NOW = re.compile(
    r"(?:先|暂时|目前|现在|这会儿?|眼下|今天|这两天)(?:就|还|我|都|图)*(?:别|甭|不)(?:要|想|太?方便|能)?"
    r"(?:发|放|公开|晒|弄|用)?(?:出来|出去|到?群里)?(?!同意|愿意|可以|行)"
)
_LATER = re.compile(
    r"等等|等一?下|等会|等一会|稍等|等我|晚点|晚些|晚上再?|回头|过会|过一会|待会|一会儿|改天|过(?:两|几)天|明天|后天|以后再|"
    r"想想|想一想|想一下|缓缓|缓一缓|考虑|商量|问问|再说|再看|再定|看看再|先看看|不急|不着急|没空|"
    r"(?:先|去|得|要)(?:去|跟)?问一?下|问一?下(?:老公|老婆|家里|家人|孩子|对象|先生|太太|我?[爸妈])"
)
_BUSY = re.compile(
    r"(?:我|现在|正|这会儿?|还|先|在|不好意思|[,。!~\s])*(?:忙|开会|开车|上班|做饭|带孩子|带娃)"
    r"(?:着|呢|中|的|了|啊|呀|[,。!~\s])*"
)
_TWICE_NO = re.compile(r"不是(?:不|没)|没有?说?不|不(?:发|晒|放)白不|没什么不")
"""不是不可以 and 不发白不发 are no refusal, and no yes beyond doubt."""
_FIRM = re.compile(r"算了|拒绝|免了|不(?:同意|愿意|可以|用了|要了)")
"""A no that "later" beside it does not soften."""
_HALF = re.compile(r"可以是可以|行是行|好是好|我(?:先|再)?(?:看看|看一?下|瞧瞧)")
"""A yes with something left unsaid, or one that would see it first."""
_ASKS = re.compile(r"[?？吗么呢](?:$|[,。!~])|什么|怎么|为啥|为什么|哪|谁|行不行|可不可以|能不能|要不要")
_STAY = r"(?:发|放|留|挂|晒|贴)(?:着|出来|回去|上去|到?群里|吧|了|就行|好了|都行|也行|没事)"
_AGAIN = re.compile(
    rf"(?:算了|那|其实|还是|没事|没关系|好吧|行吧|想了想|又想了想|我?改主意了|{_PICTURE}|[,。!~\s])*"
    rf"(?:(?:可以|能|随便|继续|接着|同意|就|也|还是|你们?|再)+(?:{_STAY}|[发放留挂晒贴])|{_STAY})"
    rf"(?:{_STAY}|可以|{_PICTURE}|吧|啊|呀|哈|没事|没关系|谢谢|[,。!~\s])*"
)
_OPEN_END = re.compile(r"但|不过|只是|只要|前提|除非|如果|要是|别|不(?:要|能|许|准)|去掉|遮|改|换|删")
_CONDITION = re.compile(r"[,。!?;~\s]+|(?:但是?|不过|只是)")
_FLAT_NO = re.compile(
    r"(?:还是|我|就|真的?|也|都|你们?|还|请|算了)*(?:别|不要|不|甭|勿)(?:要|想)?(?:发|放|晒|公开)(?:出来|出去|到?群里|在?群里|了|吧|啊|呀)*|"
    r".*(?:不(?:同意|愿意?|行|可以|方便|许|准|让)|算了|拒绝|免了|没兴趣|没必要).*"
)
"""A no to all of it, beside a clause that may be bargained about."""
_BARE_NO = re.compile(
    r"(?:还是|我|那|就|都|也|嗯|哦|算|对不起|抱歉|不好意思)*(?:不|别|不要|不用|不必|不想|不好|否|no|👎|🙅)(?:了|吧|啊|呀|哈)*"
)
_EXCERPT = r"(?:(?:第.{1,2}|头|最后|后面?|前面?)(?:一|两|几)?(?:句|段|条)|(?:那|这)(?:一|两|几)?句)"
_OFF = r"去掉|遮|删|拿掉|抹|隐|盖|别|不要|不放|不发"
_ABOUT_EXCERPT = re.compile(rf"{_EXCERPT}.{{0,8}}?(?:{_OFF})|(?:{_OFF}).{{0,12}}?{_EXCERPT}|(?:{_OFF})“.{{1,20}}”")
"""Some of the words are to be left out."""
_THE_REST = re.compile(
    r"(?:那|我|图|[,。!~\s])*其(?:他|它|余)的?(?:都|就|也|还)*(?:可以|行|没问题|没意见|ok|能发|好)(?:发|的|了|吧|啊|呀|[,。!~\s])*"
)
_MAY_BE_HIDDEN = re.compile(r"能不能|可不可以|可以|能|会不会|会|可否")
_ABOUT_PICTURE = re.compile(rf"{_PICTURE}|晒|发群|群里|公开")


def consent_in(text: str) -> ConsentAnswer | None:
    """The answer in these words; None where there is none, or none that is beyond doubt."""
    said = plain(text).strip().lower()
    if not said or len(said) > LONGEST:
        return None
    rest = _OPENLY.sub(",", said)
    without: list[Part] = []
    for part, limit in _LIMITS.items():
        found = limit.sub(",", rest)
        if found != rest:
            rest, without = found, [*without, part]
    if _BUSY.fullmatch(rest):
        return ConsentAnswer("later")
    if _ASKS.search(rest) or _TWICE_NO.search(rest):
        return None
    if _waits(rest):
        return ConsentAnswer("later")
    if _NO.search(rest):
        of_one = _ABOUT_EXCERPT.search(rest) and not refuses_flatly(rest)
        return None if of_one or _bargains(rest) else ConsentAnswer("no")
    rest = re.sub(r"但是?|不过|只要|前提是?|就是", ",", rest) if without else rest
    if _HALF.search(rest) and not without:
        return None
    if _AGREES.search(rest.strip(" ,。!~")) and _WORD_OF_YES.fullmatch(rest):
        return ConsentAnswer("yes", tuple(without))
    return None


def _waits(said: str) -> bool:
    """Whether somebody would rather wait: 先别发，我想想. A firm no, or one after it, is a no."""
    said = _NOT_NOW.sub("等等", said)
    last = max((found.end() for found in _LATER.finditer(said)), default=None)
    return last is not None and not _NO.search(said[last:]) and not _FIRM.search(_LATER.sub(",", said))


def _bargains(said: str) -> bool:
    """Whether somebody agrees and then wishes something else of it: 可以，第一句别放. A flat no after a yes is a no."""
    first, *others = [clause for clause in _CONDITION.split(said) if clause]
    agreed = bool(_AGREES.search(first)) and not _NO.search(first)
    return agreed and bool(others) and not any(_FLAT_NO.fullmatch(clause) for clause in others)


def has_condition(text: str) -> bool:
    """Whether there is a yes in these words that depends on something we do not understand, or a wish about one of the
    excerpts: 能不能把那句去掉, 其他可以."""
    said = plain(text).strip().lower()
    if len(said) > LONGEST:
        return False
    if _ABOUT_EXCERPT.search(said) or _THE_REST.fullmatch(said):
        return True
    found = _AGREES.search(said)
    if found is None or _ASKS.search(said):
        return False
    return consent_in(text) is None and bool(_OPEN_END.search(said[found.end() :]))


def asks_to_hide(text: str) -> Part | None:
    """What somebody asks to have left out, as a question or with no word of the rest: 名字能去掉吗, 名字不要."""
    said = plain(text).strip().lower()
    if len(said) > LONGEST:
        return None
    bare = _MAY_BE_HIDDEN.sub("", said)
    only = bare.strip(" ,。!~")
    asks = bool(_ASKS.search(said))
    return next((p for p, limit in _LIMITS.items() if (limit.search(bare) if asks else limit.fullmatch(only))), None)


def second_answer_in(text: str) -> ConsentAnswer | None:
    """The answer of somebody who has agreed before: what they wish left out needs no second yes (对了，别发名字), and
    that they are busy changes nothing."""
    said = plain(text).strip().lower()
    if len(said) > LONGEST or _BUSY.fullmatch(said):
        return None
    found = consent_in(text)
    if found is not None:
        return found
    rest = _OPENLY.sub(",", _MAY_BE_HIDDEN.sub("", said))
    without = tuple(part for part, limit in _LIMITS.items() if limit.search(rest))
    return ConsentAnswer("yes", without) if without else None


def refuses_flatly(text: str) -> bool:
    """Whether a no is one to all of it, and not a word that only begins like one."""
    clauses = _CONDITION.split(plain(text).strip().lower())
    return any(_FLAT_NO.fullmatch(clause) or _BARE_NO.fullmatch(clause) for clause in clauses)


def may_agree(text: str) -> bool:
    """Whether there is a yes in these words, though it may not be beyond doubt."""
    return bool(_AGREES.search(plain(text).strip().lower()))


def agrees_again(text: str) -> bool:
    """Whether somebody who took a picture back now says that it may stay: 算了，可以发，放着吧."""
    said = plain(text).strip().lower()
    return len(said) <= LONGEST and bool(_AGAIN.fullmatch(said))


def speaks_of_picture(text: str) -> bool:
    """Whether the words name the picture, so that they are about it whatever was said last."""
    return bool(_ABOUT_PICTURE.search(plain(text)))
