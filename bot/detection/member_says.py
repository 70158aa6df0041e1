"""What a member answers in the course of a case: fixed or not, yes or no, a mark, a wish for a person."""

from __future__ import annotations

import re
from typing import Literal

from bot.detection.joining import joins
from bot.detection.normal import normal, plain
from bot.domain.come_words import after_all

_WARM_YES = re.compile(
    r"(?:(?<![\u3400-\u9fff])|(?<=[嗯哦噢喔那哎诶呀啊的行就]))(?:(?:好|行|中|可以|阔以)[嘞哒咧滴勒叻哟喔捏呐]+)+|阔以"
)
"""好嘞, 好哒: a yes. Behind a deed (修好嘞, 退好哒) the same syllable says that it is done."""
_ALL_RIGHT = re.compile(r"没(?:事儿?|问题|关系|毛病|意见)|不用谢|没什么事")
_FIXED = re.compile(
    r"(?:收|拿|领|取|找)到(?:了|啦|咯|喽|手了)|^已收到|(?:收|拿)到货了|"
    r"(?:收|拿|领)到(?:你们?|您|团长)?(?:补|退|换|赔|寄|送)[^,。!?吗没]{0,8}了(?:$|[,。!~ ]|谢|感谢|辛苦)|"
    r"^(?:收|拿|领)到(?:[,。!~ ]|谢|感谢|辛苦)|"
    r"(?:收|拿|领)到了?(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)[块元]\d?钱?[了啦](?:$|[,。!~ ]|谢|感谢|辛苦)|"
    r"到账(?:了|啦|咯)|(?:^|已经?|钱|款)到账(?:$|[,。!]|谢)|"
    r"解决(?:了|啦|好了|$)|处理(?:好|完)(?:了|啦)|搞定(?:了|啦)?|可以了|没问题了|没事(?:了|啦|儿了)|好了(?:$|"
    r"[,。!~ ]|谢)|"
    r"(?:已经?|都|刚)?(?:退|补|换|赔)(?:好|到|过来|给我|回来|完|款)*(?:了|啦|咯)(?!吗|没|一半)|钱(?:到|退|回来)(?:了|"
    r"回来了)|(?:收|退)(?:到)?了?(?:谢谢|感谢)|ok了|搞好了|到了(?:到了|,?谢谢|$|啦)|满意"
)
_ONLY_HEARD = re.compile(
    r"(?:收到|好[的呀啊]?|可以|行|没问题|没毛病|搞定|满意|ok|嗯+|哦+|噢|哎|那|我|这下|已经?|刚刚?|都|挺|很|"
    r"谢+|多谢|感谢|辛苦|麻烦|你们?|您|团长|老板|亲|[了啦的呀啊哈呢哦吧]|\[[^\]]{1,4}\]|\W)+",
    re.IGNORECASE,
)
_FIXED_NEGATED = re.compile(
    r"(?:还|一直|怎么|都|也|根本|仍|并|尚)?(?:没有?|未|不)(?:有|能|算|是|给|帮我|全|完全|真正)?(?:.{0,3})(?:收|拿|领|"
    r"取|找|到账|到|解决|处理|搞定|退|补|换|赔|好)|吗|没\?|\?|什么时候|但|可是|不过|结果|又(?!快)|还是|少退|才退|"
    r"只退|还差|还少|碎了|坏了|烂了|错了|不对|怎么|呢|如果|要是|等|"
    r"多久|[几哪]天|[啥几何]时|能到|(?<!刚)才|了个(?:[啥鬼屁毛]|什么)|[鬼屁]|不(?:太|怎么|大|算)?满意|哪[有里]|[也都]叫|就算|说解决|说好|答应|呵呵|再说|了我就|我要|[你您]们满意|^给我[退补换赔]了$|"
    r"[退补换赔]了?(?:吧|算了|得了)|^[全都]?退了$|"
    r"(?:给我|帮我|赶紧|赶快|马上|尽快|立刻|快点|[内里之]前?)[^,]{0,3}(?:解决|处理|搞定)$|"
    r"(?:别|甭|莫|免得|勿|懒得)(?:再|又|给我|帮我|麻烦|单独|特地|特意)*(?:你们?|您)?(?:退|补|换|赔|送|转)"
)
_NOT_FIXED = re.compile(
    r"(?:还|一直|都|也|仍|怎么|并|根本|依然|到现在)?(?:没有?|未)(?:.{0,4})(?:到账?|收到|拿到|解决|处理|退|补|换|赔|"
    r"好|动静|消息|结果|人(?:联系|找|管)|看到|见到|送|发)|^(?:还没有?|没有?|没呢|还没呢|没啊|并没有)(?:呢|啊|呀|哦|$|"
    r"[,。!~ ])|不行|没用|没变|还是(?:没|不|坏|烂|老样子|那样|错|一样)|"
    r"又(?:碎|坏|烂|错|少|漏|没)|(?:收到|拿到|到)了?.{0,4}(?:但|可|又|还是|不过).{0,10}(?:碎|坏|烂|错|少|不|没)|少退|"
    r"不(?:算|是)?(?:解决|满意|对)|哪(?:有|里)(?:解决|处理|到)|解决(?:什么|个)|没完|不能(?:算|接受)|不接受|"
    r"(?:满意|好|解决|处理|搞定|退)了?个(?:[啥鬼屁毛]|什么)|[也都](?:能)?叫(?:是)?(?:解决|处理|好|退)|还有(?:[几一两半些好多个盒]){0,3}(?:是)?[烂坏碎]|^(?:.{0,4})不(?:太|怎么|大)?(?:好|满意)$|还是烂|也是(?:坏|烂|碎|错)|只退"
)
_YES = re.compile(
    r"^(?:@\S+ )?[,。!~\s]*(?:好的?|好呀|好啊|好嘞|好滴|好哒|好吧|行|行吧|行的|行呀|可以|可|可以的|可以呀|没问题|"
    r"同意|嗯|是|是的|对|对的|要|要的|需要|ok|okay|okk|yes|y|中|成|得|没意见|没毛病|愿意|接受|能|方便|满意|"
    r"麻烦了|那就这样|就这样|就按这个|听你的|都行|都可以|妥|1|已解决|解决了|收到|确认){1,3}(?:的|了|吧|呀|啊|哈|哦|呢|滴|嗯|"
    r"哒|啦|,|。|!|~|\.|\s|谢谢|感谢|你|您|团长|辛苦|麻烦|\[[^\]]{1,4}\]|[👌👍🙏🤝😊😄])*$|^[👌👍🆗\s]+$|^\[(?:ok|"
    r"好的|强|握手)\]$|^(?:好|行|可以|没问题|同意|要|愿意)[,。!~ ]"
)
_NO = re.compile(
    r"^(?:@\S+ )?[,。!~\s]*(?:不(?!错|好意思|客气|急|谢|知道|清楚|用谢|着急|是不|过|用客气)|别(?!提|人)|算了|no|nope|"
    r"不要|不用|不行|不可以|不同意|不愿意|不接受|不需要|没有|没|还没|拒绝|免了|不必|否|2$|n$|不了|不想|没必要)|(?:我|"
    r"还是|真|也|那|这|绝)(?:.{0,2})(?:不(?:要|同意|接受|愿意|可以|行|想|需要|用)(?!紧)|算了)|👎|🙅"
)
_PERSON = re.compile(
    r"(?:转|找|叫|换|要|接|联系|喊|请|来|让)(?:一?下|个|你们?|您|我|的|真|一个)*(?:人工|真人|团长|老板娘?|客服|"
    r"负责人|管事的?|店长|经理|领导|活人|人来|群主|主管|你们老板|本人)|人工(?:客服|服务|$|[!。,])|真人|^人工|(?:你|"
    r"这)(?:是|不是)?(?:个)?机器人(?:吗|吧|\?|$)|别(?:用|拿)机器人|不(?:想|要)跟机器人|(?:我)?(?:要|想)(?:跟|和|"
    r"找)(?:.{0,2})(?:人|团长|老板)(?:说|谈|聊|讲)|让.{0,4}(?:打|给我)(?:.{0,2})电话|有(?:没有)?(?:人|真人|"
    r"活人)(?:在|吗|能)|人呢"
)
_MARKS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "满": 5} | {str(mark): mark for mark in range(1, 6)}
_MARK = re.compile(
    r"^[,。!~\s]*(?:我?(?:给|打|评|算|就|选|应该|必须|肯定|那|最多|勉强|团长)*(?:个|你们?|您|"
    r"你)?\s*)?([1-5一二两三四五满])\s*(?:分|星|颗星|个星|⭐|★)?(?:吧|啦|哈|了|好评|!|。|~|,|\s|谢谢|满意|辛苦|很好|"
    r"[⭐★👍😊🌹])*$|(?:给|打|评|必须|算)(?:你们?|个|您|团长|了)?\s*([1-5一二两三四五满])\s*(?:分|星)|"
    r"(?<![\d.一二三四五六七八九十])([1-5一二两三四五满])\s*(?:分|星)(?!之|钟|期|钱|\d)"
)
_STARS = re.compile(r"^[⭐★🌟]{1,5}$")
_GOOD_MARK = re.compile(
    r"(?:我|那|就|给|打|评|个|必须|算|您|你们?|团长|老板|都?是?)*(?:[45四五]\s*(?:分|星|颗星|个星)?|满分|10\s*分|十分|100\s*分|一百分|[⭐★🌟]{4,5})"
    r"(?:吧|啦|哈|了|的|好评|满意|谢谢?|感谢|辛苦|很好|没问题|[⭐★🌟👍😊🌹\s])*"
)
_BEFORE_MARK = re.compile(r"^(?:(?:好[了的]?|行了?|可以了?|解决了|处理好了|收到了?|谢谢|满意|嗯+)[,。!~ ]+)+")
_NO_GOOD_MARK = re.compile(
    r"[?]|[吗呢]$|差评|但|可是|有什么用|自己|给我|呵呵|才怪|做梦|[烂坏碎漏馊酸]|没(?!事|关系|问题|得说)|不(?!错|用|客气|过)|还有|还差|少了|还是|打发|退|补|赔|换"
)
_NO_MORE = r"(?:别|不要|不用|不必|请勿|停止|勿|不想|甭)(?:再)?(?:给我|跟我|来|一直|老是|总|再|主动|找人)*"
_MESSAGE = "消息|信息|讯息|短信|私信|私讯"
_THEIRS = "婆婆|公公|妈|爸|老公|老婆|爱人|对象|家人|家里|儿子|女儿|孩子|爷爷|奶奶|邻居|朋友"
_NO_CALL = re.compile(rf"{_NO_MORE}(?:打(?:给)?我?的?(?:电话|手机|语音|视频)|来电|语音|视频通话|通话)(?:给我)?")
_NO_PRIVATE = re.compile(rf"{_NO_MORE}(?:私聊|私信|私讯|小窗|加我|加好友)我?")
_BY_WRITING = re.compile(rf"(?:发|传|留)(?:个|条)?(?:{_MESSAGE}|文字|微信)|打字|文字")
_IN_THE_GROUP = re.compile(r"群里?(?:说|讲|回|聊|沟通|解决|处理|通知|发|@)|在群里|这里说|公开说")
_NO_CONTACT = re.compile(
    rf"请[勿不]打扰|{_NO_MORE}"
    rf"(?:[发传](?:{_MESSAGE}|这(?![盒箱袋瓶份批款家]))|"
    rf"联系(?!我?(?:们)?家?(?:{_THEIRS})|快递|物流|厂家|供应商|商家|别人|人家|[他她])|"
    r"骚扰|打扰|私聊|私信|私讯|烦我|找我|@我|加我|打电话|通知我|回访)|"
    r"退订|^td$|"
    r"^t$|拒收|屏蔽(?:你|了)|再发(?:我)?就?(?:拉黑|举报|投诉)|拉黑|别烦|取消(?:关注|"
    r"订阅|提醒|通知|回访)|别来(?:烦|找)"
)
_NO_SENDING = re.compile(
    r"(?:^|[,。!~ ]|烦)(?:请|麻烦|拜托|求求?|你们?|您|团长|以后|真的|都|也|能不能|可以|就)*(?!不用|不必)"
    rf"{_NO_MORE}老?(?:给我)?[发传]"
    r"(?:给我|我(?!不))?[了啦]?(?:吧|啊|呀|哈|行吗|好吗|行不行|好不好|谢谢|我不想看)*(?:$|[,。!?~ ])|"
    r"(?:别|不要)再(?:给我)?发[了啦](?![^,我你]{1,8}的)"
)
"""别发了, and nothing that is sent is named."""
_SENT_ANYWAY = re.compile(
    r"收到|到了|自己|去拿|来拿|坏|烂|货|补|退|换|寄|快递|物流|顺丰|[盒箱袋瓶份斤]|地址|今天|明天|后天|[现这]在|先|够了|买|不要了|"
    r"出差|不在家|图|照片|名字"
)
"""Beside these it is goods, or a picture, that need not be sent."""
_NO_TALK = re.compile(
    r"不想(?:再)?(?:说|聊|讲|谈|提|回)(?:话|这事|这个)?了?|(?:懒得|不愿意?|没心情|没力气|没空|没工夫)(?:再)?(?:说|聊|讲|谈|"
    r"理|回|扯|跟你们?说)|(?:别|不要)(?:再)?问(?:了|我)|^算了[吧啦了,。!~]*(?:不说了?|就这样吧?|随便吧?|不提了?|懒得.*)?[吧了。!~]*$|"
    r"^(?:不说了|不聊了|不想说了|随(?:你们?)?便(?:你们?)?)[吧了。!~]*$"
)

_ADVICE = re.compile(
    r"[,。!~ ]*(?:不过|但是?|就是|只是|可是|希望|麻烦)*(?:你们?|您|团长)?(?:下次|下回|以后)"
    r"(?![^,。!]{0,8}(?:不来|不买|不会|别找))[^?]*$"
)
_REMARK = re.compile(
    r"[,。!~ ]*(?:不过|但是?|就是|只是|可是)[^?吗]{0,8}"
    r"(?:说说|说一?[下说]|提一?[下提]|改[进改]|提高|加强|注意|上心|慢|太?久|磨叽|结实|严实|[好快早]一?点)"
    r"(?![^?]*(?:没|还差|[烂坏碎漏馊酸]|少了|不满意|不接受|[退补赔换]))[^?吗]*$"
)
"""What could have been better, beside a plain yes: 不过快递确实要说说, 就是慢了点."""
_GIVES_UP = re.compile(r"^(?:算了|随便|随你|不用|不必|免了|别|不(?:想|要)说)|^没(?=看|空|注意|来得及|在)")
_UNDECIDED = re.compile(
    r"[?]|吗|呢$|怎么|等|再[说看]|看看|看一?下|我看|告诉|[跟和]你说|查|晚点|回头|如果|要是|才能|还行|一般|凑合|勉强|呵呵|行啊你|"
    r"不(?!错|好意思|客气|急|用谢|着急|用客气|麻烦)|但|可是|结果"
)

_ABOUT_US = re.compile(
    r"(?:你们?|您|这(?:边|里|个)?|那边|对面)(?:到底|究竟|不会|该不会)?(?:是|不是|是不是)(?:个|不是个|一个)?(?:机器人?|人机|程序|真人|人工智能|ai|"
    r"自动(?:回复)?|智能客服)|(?:^|[,。!?])是?(?:机器人|真人|人机|ai|自动回复)(?:吗|吧|么|\?|还是)"
)
_WHO = re.compile(
    r"(?:请问|那|喂|哎|咦|嗨|你好|[,。!?~ ])*(?:(?:你们?|您|这|对面)(?:到底|又)?是?(?:谁|哪位|哪个|"
    r"哪家的?|哪里的?|什么人|啥人|(?:干|做)(?:嘛|啥|什么)的)|"
    r"哪位|谁)[啊呀呢哦哇,。!?~ ]*"
)
_NOD = re.compile(
    r"(?:嗯|恩|哦|噢|喔|好[的吧滴哒嘞]?|行吧?|ok|okay|收到|知道了|晓得了|谢|多谢|感谢|辛苦|麻烦|[你您了啦啊呀哈]|\[[^\]]{1,4}\]|[👌👍🙏🤝😊\s,。!~.])+"
)
_NO_MARK = re.compile(
    r"(?:那|我|就|嗯|哦|[,。!~\s])*(?:不(?:用|想|必|愿意?)?(?:打|评|给|写)?(?:分|了|啦|价)+|不(?:想|愿意?)?(?:打|评)|不用|算了|跳过|免了|"
    r"懒得(?:打|评)?|没空|下次(?:吧|再说)?|不必)(?:分|了|吧|啦|哈|谢谢|[,。!~\s])*"
)


def said_plainly(text: str) -> str:
    """Plain text in which a warm 好嘞 is the yes that it is, and not 好了."""
    return plain(_WARM_YES.sub(lambda m: "可以" if "以" in m[0] else "好的", normal(text)))


def _said(text: str) -> str:
    """Plain text in which 没事, 没问题 and 没关系 no longer look like a no, and what is past counts no more."""
    return _ALL_RIGHT.sub("好", said_plainly(after_all(text)))


def says_fixed(text: str) -> bool:
    """收到了, 到账了, 解决了 – not 还没收到, not 收到了但是又碎了."""
    said = _said(text)
    return bool(_FIXED.search(said)) and not _FIXED_NEGATED.search(said)


def only_heard(text: str) -> bool:
    """Says nothing but 收到啦, 可以了, 好了: beside an offer that waits, no sign that the matter is solved."""
    return _ONLY_HEARD.fullmatch(said_plainly(text)) is not None


def says_not_fixed(text: str) -> bool:
    """还没, 没到账, 没解决, 不行."""
    return bool(_NOT_FIXED.search(_said(text))) and not says_fixed(text)


def closing_answer(text: str) -> Literal["solved", "not_solved", "unclear"]:
    """What a member means who was asked whether it is solved. Advice for the next time takes no yes back; a question, a
    delay and a shrug are neither yes nor no."""
    if says_not_fixed(text):
        return "not_solved"
    if "看" in after_all(text) != text:
        return "unclear"  # 刚没看到，现在看到了: perhaps only our question
    said = _REMARK.sub("", _ADVICE.sub("", _said(text)))
    if says_fixed(said) or gives_good_mark(text):
        return "solved"
    if _GIVES_UP.search(said):
        return "unclear"
    if says_no(said):
        return "not_solved"
    return "solved" if says_yes(said) and not _UNDECIDED.search(said) else "unclear"


def adds_advice(text: str) -> bool:
    """Says besides what should be or could have been better: 好了，不过下次注意."""
    said = _said(text)
    return bool(_ADVICE.search(said) or _REMARK.search(said))


def gives_good_mark(text: str) -> bool:
    """Whether a mark stands for a yes: 5分, 4分，少一分怕你骄傲 – not 5分，但是还有烂的, 4个坏的."""
    said = plain(text)
    first = said.partition(",")[0]
    return _GOOD_MARK.fullmatch(first.strip("。!~ ")) is not None and not _NO_GOOD_MARK.search(said)


def mark_besides(text: str) -> int | None:
    """The mark in a yes that is more than a number: 好了，5分; a bare 1 is a yes and no mark."""
    mark = mark_in(text)
    return mark if mark is not None and (gives_good_mark(text) or re.search("[分星⭐★🌟]", plain(text))) else None


def only_a_mark(text: str) -> bool:
    """Whether nothing is said besides the mark and a yes."""
    return _GOOD_MARK.fullmatch(_BEFORE_MARK.sub("", plain(text)).strip("。!~, ")) is not None


def says_yes(text: str) -> bool:
    """Agrees: 好的, 行, 可以, 嗯嗯."""
    said = _said(text)
    return bool(_YES.search(said)) and not says_no(text)


def says_no(text: str) -> bool:
    """Refuses: 不用了, 不行, 算了."""
    return bool(_NO.search(_said(text)))


def wants_person(text: str) -> bool:
    """Asks for a human: 转人工, 找团长, 叫你们老板来."""
    return bool(_PERSON.search(plain(text))) or asks_about_us(text)


def asks_about_us(text: str) -> bool:
    """Asks whether a person or a program writes here: 你是机器人吗, 是真人吗."""
    return bool(_ABOUT_US.search(plain(text)))


def asks_who(text: str) -> bool:
    """Asks who writes here, and nothing besides: 你谁, 请问你是哪位."""
    return _WHO.fullmatch(plain(text)) is not None


def only_nods(text: str) -> bool:
    """Says only that it was read: 嗯, 哦好的, 谢谢."""
    return _NOD.fullmatch(plain(text).lower()) is not None


def skips_mark(text: str) -> bool:
    """Does not want to give a mark: 不打了, 算了, 跳过."""
    return bool(_NO_MARK.fullmatch(plain(text)))


def mark_in(text: str) -> int | None:
    """The mark from 1 to 5 that an answer gives: 5, 五星, 给4分; None if there is none."""
    said = plain(text)
    if _STARS.match(said):
        return len(said)
    found = _MARK.search(said)
    return _MARKS[next(group for group in found.groups() if group)] if found else None


def wants_no_contact(text: str) -> bool:
    """Does not want to be written to: 别再发了, 不用联系我 – not 别打电话，发消息就行."""
    said = plain(text)
    return _way_wished(said) is None and _stops_us(said)


def may_refuse_goods(text: str) -> bool:
    """Whether it says only 别发了: after our question whether to send something it is the answer to that."""
    said = plain(text)
    return bool(_NO_SENDING.search(said)) and not _NO_CONTACT.search(said) and "再" not in said


def _stops_us(said: str) -> bool:
    return bool(_NO_CONTACT.search(said) or (_NO_SENDING.search(said) and not _SENT_ANYWAY.search(said)))


def way_wished(text: str) -> Literal["writing", "group"] | None:
    """How a member wants to be told, who does not want to be rung up (别打电话，打字说) or to be written to in private
    (别私聊，群里说); None where they wish nothing of the kind, or no word at all."""
    return _way_wished(plain(text))


def _way_wished(said: str) -> Literal["writing", "group"] | None:
    rest = _NO_PRIVATE.sub("", _NO_CALL.sub("", said))
    if rest == said or _stops_us(rest):
        return None
    if _IN_THE_GROUP.search(rest):
        return "group"
    only_no_call = bool(_NO_CALL.search(said)) and not re.search("烦|骚扰|打扰", rest)
    return "writing" if _BY_WRITING.search(rest) or only_no_call else None


def wants_no_talk(text: str) -> bool:
    """Is tired of talking about it, and no more: 算了不想说了, 别问了, 懒得说."""
    return bool(_NO_TALK.search(plain(text))) and not wants_no_contact(text)


def only_shrugs(text: str) -> bool:
    """Leaves it to us: 随便, 都行, 随便吧."""
    return (
        re.fullmatch(r"(?:我|嗯|那|就|[,。!~ ])*(?:随便|都(?:行|可以|好)|无所谓)[吧啦啊呀的了,。!~ ]*", plain(text))
        is not None
    )


def me_too(text: str) -> bool:
    """Joins what was said before: 我的也是, +1, 俺也一样."""
    return joins(plain(text)) is not None
