"""A leader's words that take the place of what was promised before: 打错了，是每家退10块; 改成补一盒."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.plain_words import plain

_MAX_READ = 1000
_LONGEST = 60
_LONGEST_NAME = 8
_OPENING = (
    r"^(?:[@＠]\S+\s*)?(?:不好意思|抱歉|对不[起住]|各位|大家|啊|哎呀?|呃|额|嗯|哦|[\s,，。.!！~～…])*"
    r"(?:刚才|刚刚|刚|前面|上面|上一条|之前)?(?:的)?我?(?:那[句条])?"
)
_SLIPS = "(?:[打说讲写记发弄搞算看]错字?|[少多][算打写]|[算写打][少多]|[打说][快早急]|口误|手误|手滑|[更纠]正一?下?)"
_SAID_WRONGLY = re.compile(
    r"[打说讲]错|口误|手误|手滑|更正|纠正一?下|(?:应该|应当)是(?:[每各一]?[家户人位]|统一|都)?(?:[退补赔]|\d)|"
    rf"{_OPENING}(?:{_SLIPS}|不对[,，\s]*是\d)|(?:不是|别)\d+(?:\.\d+)?[块元]?了?[,，\s]*(?:是|改成)?(?=[\d是])|"
    r"\d[块元]?改[成为]?\d|^[*]\d+(?:\.\d+)?[块元]?$|\d[块元]?[哈啊呀,，\s]*(?:我?刚才?)?(?:打|写|说|发)错了?[哈啊呀]*$"
)
_INSTEAD = re.compile(
    r"改[成为](?![\d今明后下周])|改[退补赔换送](?!货)|改成(?:今|明|后|下周|周)[^,，。]{0,6}[退补赔换送]|还是[补退换赔送]|换成(?=[给退补送赔])|不(?:退[钱款]?|转|补|换|要钱)了(?:[,，]|[哈啊吧]+$)"
)
_IN_ALL = re.compile(r"(?:加|添|多[退补])[^,，。]{0,8}[,，]?(?:一共|总共|加起来|合计|共)")
_NOT_SO = re.compile("没(?:有)?[打说讲]错|[打说讲]错了?(?:吗|没|[?？])|快递|价签|价格|标签")


_SLIP = re.compile(
    rf"^(?:[^,，。;；!！?？]{{0,12}}?{_SLIPS}了?(?:个\d)?|{_OPENING}不对(?=[,，\s]*是))[哈啊呀\s]*[,，。:：!！~～\s]*(?:(?:应该|应当)?是)?"
)


def without_the_slip(text: str) -> str:
    """The words without what they begin with to say that others were wrong: 说错了，是 of 说错了，是王姐退8块."""
    found = _SLIP.match(text) if corrects(text) else None
    return text[found.end() :] if found is not None and text[found.end() :].strip() else text


SUM = r"[¥]?(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)(?:[块元蚊](?:钱|\d)?)?"
"""A sum as it is said alone: 10块, 12.5, 两百."""
_BARE_SUM = re.compile(
    r"(?P<who>[^,，。\d]{0,12}?)(?:的)?(?:应该|应当)?是?(?P<each>[每各一][家户人位])?(?:(?:一共|总共|共|合计)是?)?(?:退[您你]?)?"
    rf"(?P<sum>{SUM})(?:[哈啊呀哦]|[,，。!！~～\s]|不是.*|[每各一][家户人位].*)*"
)
_IN_ITS_PLACE = re.compile(
    rf"(?:[@＠])?(?P<who>[^,，。\d@＠]{{0,12}}?)[,，\s]*(?:那个?|的|这个?)?(?:(?:不是|不退|别|不)(?P<was>{SUM})了?[,，\s]*(?:是|改成|改为)?|"
    rf"(?P<before>{SUM})改[成为]?)(?:退[您你]?)?(?P<sum>{SUM})(?:[哈啊呀哦吧]*(?:[,，。!！~～\s]+(?P<rest>.*))?)"
)
"""静静不是8块，10块; 那个8块改10块; 静静别8块了，10块，今晚退."""
_SUM_THEN_SLIP = re.compile(
    rf"(?:[*](?P<starred>{SUM})|(?P<sum>{SUM})[哈啊呀,，\s]*(?:我?(?:刚[才刚]?|上面|前面|之前)?的?)?(?:打|写|说|发|记|算)错了?)[哈啊呀~～。!！\s]*"
)
"""*10; 10块哈打错; 12块哈，刚写错了."""
_MEANT = re.compile(
    rf"{_OPENING}(?:刚才|刚刚|刚|前面|上面)?(?:说|写|发|打|指)的(?:意思)?(?:应该|其实)?[就]?是(?:退[您你]?)?(?P<sum>{SUM})[哈啊呀哦吧]*"
    rf"(?:[,，\s]*不是{SUM})?[哈啊呀~～。!！\s]*"
)
"""我说的是10块."""
_TOO_LITTLE = (
    "[我也都就]*(?:真|实在|有点|确实|太)?"
    "(?:不好意思|过意不去|少了?点?|不够|说不过去|拿不出手|对不[起住]|不合适|不算|不对|[打写说算]错)了?"
)
_AS_SO_MUCH = rf"(?:还是|那就?|就)?(?:我?(?:给|退)[您你]?退?)?(?P<sum>{SUM})"
_RATHER = re.compile(
    rf"{_AS_SO_MUCH}[吧哈啊]*[,，\s]+(?P<was>{SUM}){_TOO_LITTLE}[吧哈啊了~～。!！\s]*|"
    rf"(?P<little>{SUM}){_TOO_LITTLE}[哈啊吧]*[,，\s]+{_AS_SO_MUCH.replace('<sum>', '<rather>')}[吧哈啊~～。!！\s]*|"
    rf"(?:我|那|就)*给?[您你]?凑(?:个?整数?[,，\s]*(?:就|到|退)?(?P<round>{SUM})|(?P<rounded>{SUM})整?)[吧哈啊~～。!！\s]*|"
    rf"(?:我|那|就)*(?:再)?给?[您你]?[加提涨]到(?P<raised>{SUM})[吧哈啊~～。!！\s]*|"
    rf"(?:我|那|就)*(?:再|另外?)?给?[您你]?(?:[加添]|多[退补给])[您你]?{SUM}[吧哈啊]*[,，\s]*(?:一共|总共|加起来|合计|共)(?:是|就是|退)?[您你]?(?P<total>{SUM})[吧哈啊~～。!！\s]*"
)
"""10块吧，8块我不好意思; 给你凑个整，10块; 给你加到15块; 再加你2块，一共10块."""
_BESIDES = re.compile(
    rf"(?:(?P<was>{SUM})(?:之外|以外|上面|基础上|的?基础之上)[,，\s]*|(?:我|那|就)*另外[,，\s]*)?(?:我|那|就)*(?:再|另外?|额外)(?:给[您你])?[加添](?:[您你])?(?P<sum>{SUM})"
    r"(?:[哈啊呀哦吧]*(?:[,，。!！~～\s]+(?P<rest>[^加共计]{0,12}))?)"
)
"""8块之外再给你加5块: what comes on top of what stands."""
_GIVEN = re.compile("[退转补赔打发]|红包|到账")
_OWN_SLIP = re.compile(rf"{_OPENING}(?:{_SLIPS}|不对(?=[,，\s]*是))")
_OTHER_PERSON = re.compile(
    rf"(?:{_OPENING}(?:[@＠打说讲写记发弄搞叫喊认看][错混串]人?名?字?了?|不是[^,，。\d]{{1,10}}?)[哈啊呀\s]*[,，\s]+(?:应该|应当)?是(?:给|退)?(?P<who>[^,，。\d是今明退补转]{{1,10}}?)的?|"
    r"(?:不好意思|抱歉)[哈啊呀]*[,，\s]+是(?:给|退)?(?!快递|供应商|厂家|平台|系统|仓库|[我你您他她])(?P<theirs>[^,，。\d是今明退补转的]{1,6})的)"
    rf"(?:[,，\s]*(?:退[您你她]?)?(?P<sum>{SUM}))?[哈啊呀吧~～。!！\s]*"
)
"""刚说错人了，是王姐; 不是静静，是王姐，8块."""


@dataclass(frozen=True)
class Restated:
    """Another sum than was said: who is named, if anybody, the sum, the one that it takes the place of, where that is
    said, and, where the words give it all by themselves, these without what was wrong."""

    who: str
    sum: str
    was: str | None = None
    whole: str | None = None
    on_top: bool = False
    """That it comes besides what stands."""


def restated_sum(text: str) -> Restated | None:
    """The sum, where what follows a slip of one's own is no more than that (打错了，是10块; not 苹果打错了，是10块), or
    one sum is said to be another."""
    words = plain(text[:_MAX_READ]).strip()
    swapped = _IN_ITS_PLACE.fullmatch(words)
    if swapped is not None:
        who, now, rest = swapped["who"], swapped["sum"], swapped["rest"] or ""
        given = _GIVEN.search(rest) is not None
        if rest and not given:
            return None
        return Restated(who, now, swapped["was"] or swapped["before"], f"{who}{now}，{rest}" if given else None)
    slip = _SUM_THEN_SLIP.fullmatch(words)
    if slip is not None:
        return Restated("", slip["starred"] or slip["sum"])
    meant = _MEANT.fullmatch(words)
    if meant is not None:
        return Restated("", meant["sum"])
    rather = _RATHER.fullmatch(words)
    if rather is not None:
        now = next(rather[g] for g in ("sum", "rather", "round", "rounded", "raised", "total") if rather[g])
        return Restated("", now, rather["was"] or rather["little"])
    more = _BESIDES.fullmatch(words)
    if more is not None:
        read = "，".join(part for part in (f"另外再退您{more['sum']}", more["rest"]) if part)
        return Restated("", more["sum"], more["was"], read, on_top=True)
    slip = _SLIP.match(words) if _OWN_SLIP.match(words) and not _NOT_SO.search(words) else None
    if slip is None:
        return None
    found = _BARE_SUM.fullmatch(words[slip.end() :].strip())
    return Restated(found["who"], found["sum"]) if found is not None else None


def other_person(text: str) -> tuple[str, str | None] | None:
    """Who was meant instead of who was named before, and the sum, if one is said: 刚说错人了，是王姐."""
    found = _OTHER_PERSON.fullmatch(plain(text[:_MAX_READ]).strip())
    return (found["who"] or found["theirs"], found["sum"]) if found is not None else None


def means_another(text: str) -> bool:
    """Whether words may correct what was said to somebody else."""
    return without_the_slip(text) != text or other_person(text) is not None


_TAKEN_BACK = re.compile(
    r"(?:^|[,，。\s的了])(?:(?:还是|就|先|都)?(?:不|别|不用)(?:给[你您她他])?(?:退|补|换|给|送|赔)[你您她他]?(?:钱|款)?了|(?:退款|补发)?取消了?|不算数?了?|作废)[哈啊呀吧]*(?=[,，。!！~～]|$)"
)
_LAST_TAKEN_BACK = re.compile(
    rf"{_OPENING}(?:发[错串](?:群|地方|人)?了?(?:[哈啊呀,，。\s]*(?:请|大家|麻烦)*(?:忽略|无视|别管|别理|当我没[说发]|当没看[见到]|不算数?|作废|撤回)了?)?|"
    r"(?:撤回一?下?[,，\s]*)?(?:这|那|刚才|刚|上面|上一)?(?:这|那)?[句条](?:话|消息)?(?:的)?(?:先)?(?:不算数?|作废|不作数|撤回|忽略|别管)了?|当我没[说发]|"
    r"先(?:别|不)(?:急着|着急|忙着)?记(?:[,，][^,，。]{0,12})?)[哈啊呀吧了。!！~～\s]*"
)
"""发错了，忽略; 撤回，这句不算; 先别急着记，我再确认一下."""
_NOT_TAKEN_BACK = re.compile("[?？]|吗|坏的|烂的|东西|货|如果|要是|客服|平台|厂家|供应商|她说|他说|说")


def takes_back(text: str) -> bool:
    """Whether words say that what was promised is not given: 算了静静的不退了."""
    words = plain(text[:_MAX_READ])
    if takes_back_last(text):
        return True
    return _TAKEN_BACK.search(words) is not None and not _NOT_TAKEN_BACK.search(words)


def takes_back_last(text: str) -> bool:
    """Whether words say that what was said just before does not count: 发错群了."""
    return _LAST_TAKEN_BACK.fullmatch(plain(text[:_MAX_READ]).strip()) is not None


def end_of_slip(text: str) -> int | None:
    """Where a slip of one's own that these words begin with ends: behind 刚才说错了."""
    found = _OWN_SLIP.match(text)
    return found.end() if found is not None and not _NOT_SO.search(text) else None


def corrects(text: str) -> bool:
    """Whether words take the place of what was promised before, instead of coming on top of it."""
    words = plain(text[:_MAX_READ])
    if _NOT_SO.search(words):
        return False
    return any(pattern.search(words) for pattern in (_SAID_WRONGLY, _INSTEAD, _IN_ALL)) or _restates(words)


def _restates(words: str) -> bool:
    """Whether words are no more than another sum, also behind a name: 静静算错了，一共15."""
    if len(words) > _LONGEST:
        return False
    found = (restated_sum(words[n:]) for n in range(_LONGEST_NAME + 1))
    return any(one is not None and not one.on_top for one in found)
