"""Short words that mean something only after what was said before: reactions, pictures, follow-ups."""

from __future__ import annotations

import re

from bot.detection.goods import find_goods
from bot.detection.normal import plain
from bot.detection.reading import pattern, plain_of, quoted, sketch_of
from bot.domain.verdict import Burst, CheckResult, Earlier, Situation

_WONDER = re.compile(
    r"^[\s,。.…~!?]*(?:这|那|咦|额|呃|啊|哎|唉|嗯|我|团长|@\S+ |什么情况|怎么回事|这(?:是)?(?:什么|怎么|样|个|也|"
    r"啊)?|看看?|看图|你们看|大家看|看一下|看下|自己看|怎么办|怎么弄|咋整|怎么处理|好吧|(?:这)?正常(?:吗|不)|能吃吗|"
    r"还能吃吗|是不是有问题|\[[^\]]{1,4}\]|[\s,。.…~!?😅🙂😭😱🤔😳👀]){1,8}$"
)
_REACTION = re.compile(
    r"^[\s,。.…~!?]*(?:呵呵|哦|好的|行|所以呢|然后呢|人呢|钱呢|货呢|东西呢|还没好|说话|回话|装看不见|装死|装没看见|"
    r"在不在|怎么说|给个说法|结果呢|处理了吗|你这(?:什么)?态度(?:啊)?|就这|又延(?:期|了)?(?:啦|了)?|又来|又推|没我的|"
    r"真行|可以|厉害|说好(?:的|赔的|退的)?(?:呢|赔的呢|退的呢)|团长你倒是说句话啊|到底管不管|是吧|是不是|呢|啊|了|"
    r"\[[^\]]{1,4}\]|[\s,。.…~!?😅🙂😒👍])+$"
)
_ARRIVED = pattern(
    r"到(?:了|咯|啦|货|齐)|已到|取货|自提|来(?:拿|取)|都拿到|发完|放门口|可以(?:拿|取|提)|齐了|货架|晒晒"
)
_ASKS_FEEDBACK = pattern(r"(?:反馈|怎么样|咋样|好吃吗|吃了(?:吗|没)|甜不甜|觉得)")
_DELAYED = pattern(
    r"顺延|延期|推迟|再等|明天一定|晚(?:一|两|几)天|改到|堵车|还要|还有.{0,3}(?:小时|分钟)|\d+点|两点|三点|四点|"
    r"马上到|快了"
)
_DISMISSED = pattern(
    r"正常(?:的|损耗|现象)|你还想|这么便宜|就你|不接受|每份退\d|不退|没办法|爱买不买|自己(?:放|弄)|别人都|怎么可能|"
    r"顾不过来|接龙(?:走|开)|秒杀"
)
_PASSED = pattern(
    r"(?:也|都|早)(?:已经)?过了|现在呢|到了吗|还没到|在哪(?:了|儿)?\??$|多久(?:啊|呀)?\??$|快\d+点|都\d+点|还要等|"
    r"到底几点"
)
_GOES_ON = re.compile(
    r"怎么(?:吃|用|办|穿|喝|处理|弄|解决)|(?<!不)等着|还(?:要|得|想)|扔(?:了|掉)|没法|不能|一(?:半|天|个).{0,6}(?:扔|"
    r"耗|没)|浪费|白(?:等|跑|花|买)|特意|专门|为(?:了)?这|气|难受|失望|每次|又|第.次|早知道|包装|糊弄|赔|退(?!烧|休)|"
    r"说法|不急|当然|算什么|就这|过敏|孩子|我妈|老人|客人|包了|拿什么|图|你看"
)

_CALM = pattern(r"谢|辛苦|好(?:的|,|吧|嘞)|^行|可以|没事|不用|不急|算了|收到了|到了|解决|不着急|没拍|慢慢")
_ONLY_FACES = re.compile(r"^(?:\[[^\]]{1,4}\]|[\s。.…~!😅🙂😒👍])+$")


def _own_words(situation: Situation) -> bool:
    """Whether the writer has complained or asked lately."""
    return any(
        earlier.same_member and (earlier.complaint or _PASSED.search(plain(earlier.text)))
        for earlier in situation.earlier[-6:]
    )


def known_complaint(situation: Situation, own: bool | None = None) -> Earlier | None:
    """The latest earlier complaint; of the writer's own (True) or of a neighbour's (False) if asked."""
    for earlier in reversed(situation.earlier):
        if earlier.complaint and (own is None or earlier.same_member is own):
            return earlier
    return None


def _leader_post(situation: Situation) -> str | None:
    """The latest earlier text that the group leader wrote, or may have written."""
    for earlier in reversed(situation.earlier[-6:]):
        if earlier.role == "group_leader" or (earlier.role == "unknown" and not earlier.complaint):
            return plain(earlier.text)
    return None


def picture(burst: Burst, situation: Situation) -> CheckResult | None:
    """A picture with 这……, ？ or nothing."""
    if not burst.has_image:
        return None
    text = plain_of(burst).replace("\n", " ").replace("[图片]", "").strip()
    if text and not _WONDER.match(text):
        return None
    neighbour = known_complaint(situation)
    if neighbour is not None:
        return CheckResult("picture", 4.2, "邻居投诉后也发了照片", category=neighbour.category, goods=neighbour.goods)
    post = _leader_post(situation)
    if post and (_ARRIVED.search(post) or _ASKS_FEEDBACK.search(post)):
        if text:
            return CheckResult("picture", 4.0, "刚到货就发照片质疑", category="damaged", goods=find_goods(post)[:1])
        return CheckResult("picture", 2.7, "刚到货就发照片，没有说明", category="damaged", goods=find_goods(post)[:1])
    if text:
        return CheckResult("picture", 2.7, "发照片质疑，没有说明", category="damaged")
    return None


def reaction(burst: Burst, situation: Situation) -> CheckResult | None:
    """呵呵, 人呢, 钱呢, 又延啦？ after a complaint, or after a reply that waves one away."""
    if not situation.earlier:
        return None
    text = plain_of(burst).replace("\n", " ").strip()
    last = situation.earlier[-1]
    post = plain(last.text)
    if len(text) <= 12 and "没我的" in text and _ARRIVED.search(post):
        return CheckResult("reaction", 4.4, "到货后说没有自己的", category="missing", goods=find_goods(post)[:1])
    if len(text) > 24 or not _REACTION.match(text):
        return None
    complaint = known_complaint(situation)
    if text in ("好的", "行", "哦", "可以", "好", "是吧") or (_ONLY_FACES.match(text) and not _own_words(situation)):
        return None
    if _DISMISSED.search(post):
        money = re.search(r"退|赔", post) is not None
        about = "refund" if money else "service"
        return CheckResult("reaction", 4.2, f"不满团长的答复：“{quoted(text)}”", category=about)
    if _DELAYED.search(post):
        goods = find_goods(post)[:1]
        return CheckResult("reaction", 4.0, f"不满一再推迟：“{quoted(text)}”", category="late", goods=goods)
    if complaint is not None and last.role != "bot":
        category = "service" if re.search(r"人呢|装|说|回话|呵呵|所以|态度|管", text) else complaint.category
        return CheckResult("reaction", 3.6, f"还在不满：“{quoted(text)}”", category=category, goods=complaint.goods)
    if any("@团长" in earlier.text for earlier in situation.earlier[-3:]):
        return CheckResult("reaction", 3.6, f"问了没人答：“{quoted(text)}”", category="service")
    return None


def promise_passed(burst: Burst, situation: Situation) -> CheckResult | None:
    """两点也过了呀 after the group leader named a time, or the same question asked again."""
    text = plain_of(burst)
    found = _PASSED.search(text)
    if not found or not situation.earlier or len(text) > 60:
        return None
    posts = [one for one in situation.earlier if one.role in ("group_leader", "unknown")]
    promises = [one for one in posts if _DELAYED.search(plain(one.text))]
    asked = [one for one in situation.earlier if one.same_member and _PASSED.search(plain(one.text))]
    strong = re.search(r"过了|快\d|都\d|到底|还没|还要等", text)
    if promises and strong:
        goods = (promises[-1].goods or find_goods(promises[-1].text))[:1]
        return CheckResult("promise_passed", 2.4, "团长说的时间已经过了", category="late", goods=goods)
    if len(asked) >= 2:
        return CheckResult("promise_passed", 2.6, "问了好几次还没到", category="late")
    return None


def goes_on(burst: Burst, situation: Situation) -> CheckResult | None:
    """怎么吃 / 我妈还等着做蛋糕 right after one's own complaint: belongs to it."""
    own = known_complaint(situation, own=True)
    case = next((case for case in situation.open_cases if not case.fix_confirmed), None)
    if own is None and case is None:
        return None
    sketch = sketch_of(burst)
    before = own.goods if own is not None and own.goods else ((case.goods,) if case and case.goods else ())
    category = own.category if own is not None else case.category if case else None
    found = _GOES_ON.search(sketch.text)
    if found and len(sketch.text) <= 40 and not _CALM.search(sketch.text):
        return CheckResult(
            "goes_on",
            3.6,
            f"接着说自己刚才的问题：“{quoted(found.group())}”",
            category=category,
            goods=before,
            follow_up=True,
        )
    return CheckResult("goes_on", 0.0, "自己有没解决的问题", category=category, goods=before, follow_up=True)
