"""What a member says in the group of a matter that is over: that it is not solved, or perhaps that it fails again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from bot.detection.given_words import of_a_neighbour, says_not_come
from bot.detection.goods import find_goods
from bot.detection.normal import plain
from bot.detection.pressing_words import of_elsewhere

Unsolved = Literal["unsolved", "perhaps"]

_GOODS = "某"
"""Stands for the goods of the case."""
_FAULT = (
    "烂|坏|碎|漏|馊|臭|酸|蔫|瘪|裂|(?:发)?霉|发软|软的|软了|软塌|不新鲜|变质|破|黑|瘫|出水|不能吃|没法吃|吃不了|难吃|不好吃|那样|这样|老样子|"
    "一个样|不行|有问题"
)
_BY = "(?:真正?|完全|彻底|根本|实际|怎么|给我|帮我|人|来|有|算|能|得到|好好)*"
_NOT_SOLVED = re.compile(
    rf"(?:还|一直|都|也|仍|并|根本|压根|其实|到现在|从来)*(?:没有?|未|不){_BY}(?:解决|处理|搞定|[弄办搞修查]好|处理好|办完|弄完|完事|说法|下文|交代|着落|人管|管)(?:好|掉|完|我|这事|这个|问题)*|"
    r"(?:解决|处理|搞定|办好|办完|结单|结案)(?:了|的)?(?:个?(?:什么|啥|屁|鬼|寂寞|毛)|(?:了)?(?:吗|么)(?=$|[,。!?]))|(?:这|也|就|叫|算)+(?:解决|处理|办好|办完|完|结单|结案)(?:好)?了?(?:吗|么|啊)?|"
    r"哪(?:里|有|儿)(?:解决|处理|办)好?了?|不了了之|就(?:这么|这样|这)?(?:算|完|打发|糊弄)了?|敷衍(?:我|了事|人)?|(?:糊弄|忽悠)(?:我|人|谁)|"
    rf"(?:问题|毛病|事情?|{_GOODS})(?:还|一直|依然|依旧|照样|仍然?|根本|都)+(?:在(?=$|[,。!?呢啊])|存在|没完)|"
    r"(?:其实|实际上?|根本|压根)(?:就|都|也|并|还)*(?:没有?|不)(?:好|算好|完)|(?:事情?|单|问题|某)(?:都|也|还|一直)*没有?(?:好|完)(?=$|[,。!?呢啊呀])|这事没完"
)
"""It is not solved, or was solved in name only."""
_STILL = "(?:还|还是|依旧|依然|照样|仍|仍然|一直|始终)(?:都|全|跟|和|老|以前|原来)*(?:是)?(?:一样)?(?:的)?"
_STILL_BAD = re.compile(rf"{_STILL}(?:{_GOODS})?(?:{_FAULT})[^,。!?]{{0,3}}")
_AGAIN_BAD = re.compile(
    rf"(?:又|再次|又一次|第[二三]次|老是|总是|每次|次次|回回)(?:都|是|全|买|收|拿|到|了|个|些|给我|一[盒袋箱份个])*(?:{_GOODS})?(?:都|又|是|全)*(?:{_FAULT})[^,。!?]{{0,4}}|"
    rf"(?:{_FAULT})(?:的)?{_GOODS}又(?:来|出现)[^,。!?]{{0,2}}|(?:{_FAULT})(?:的|了)?又来[^,。!?]{{0,2}}|"
    rf"{_GOODS}又(?:出|有)(?:了)?(?:问题|毛病)[^,。!?]{{0,2}}"
)
_NEW = re.compile(
    r"这次|这回|今天|今晚|今早|刚才?(?:收|到|拿|买|送|领)|新(?:的|买|到|送|一批)|这(?:一)?批|这[盒袋箱份]"
)
_OLD = re.compile(r"上次|上回|之前|以前|前天|昨天|大前天|那次|那天|那回|上周|上个?星期|前几天|那[盒袋箱份批]")
_SETTLED_WELL = re.compile(
    r"(?:马上|立刻|当场|很快|都|就|已经?)(?:给我|帮我)?(?:退|赔|补|换|解决|处理)(?:了|好)|放心|靠谱|负责|谢|给力|满意|点赞|好评|不错|人好"
)
_PERHAPS_NONE = re.compile(
    r"没有?(?:再)?(?:烂|坏|碎|漏)|(?<![什怎])(?<!管)(?<!管了)(?<!理)(?<!理了)[吗么]\??$|会不会|怕|如果|要是|万一|别(?:又|再)|不会(?:又|再)|希望|但愿|哈哈|嘻嘻|邻居|隔壁|别人|人家|她家|他家|[王李张老小]\S?(?:姐|哥|婶|叔)"
)
_TIE = re.compile(
    rf"{_GOODS}|售后|退|赔|补的|团长|老板|群主|(?:上次|上回|之前|那次)(?:的|那)?(?:事|单|问题)|我(?:的|那|这)(?:事|单|份|盒|问题|个)|[这那](?:事|单)|结单|结案|问题"
)
_FILLER = re.compile(
    rf"{_OLD.pattern}|{_GOODS}|团长|老板|群主|你们|[你您]|我们?家?|大家|评评理|看看|看一?下|说|讲|问|到底|究竟|怎么(?:回事|办|说)?|为什么|为啥|什么情况|请问|麻烦|"
    r"说?(?:是)?(?:解决|处理好|办好|处理完|办完|结单|结案)了|今天|昨天|现在|到现在|几天了|这么久|这么多天|半天|真的?|明明|根本|其实|压根|实际|问题|事情?|毛病|单子?|售后|退款|退的|赔的|补的|换的|的|钱|"
    r"这|那|个|次|回|份|盒|袋|箱|就|都|也|还是?|又|可|但|吧|了|啊|呀|呢|哦|诶|唉|哎|嗯|嘛|吗|么|喂|无语|服了|离谱|过分|骗人|骗子|气死|失望|"
    r"敢卖|还好意思|好意思|再卖|卖|在|是|给|跟|和|没|有|得|好意思|完|\d+块|\W"
)
"""What names nothing of its own beside such words."""
_CLAUSE = re.compile(r"[^,。!;?~…\n]+")
_CALLED = re.compile(r"@\S+\s*")


def unsolved_after(text: str, goods: Sequence[str]) -> Unsolved | None:
    """What words in the group of a member whose case is over say of it, `goods` being how its goods are called:
    `unsolved`, 没解决啊, 上次的草莓还是烂的; `perhaps` it fails again, 又是烂草莓; None is all else. Words that name
    something beside it without a tie to it are about that: 电梯还没修好."""
    said = plain(_CALLED.sub("", text))
    for name in sorted(goods, key=len, reverse=True):
        said = said.replace(plain(name), _GOODS)
    if of_elsewhere(said) or of_a_neighbour(said) or _SETTLED_WELL.search(said) or _PERHAPS_NONE.search(said):
        return None
    clauses = _CLAUSE.findall(said)
    bare = all(_says_nothing_else(clause) for clause in clauses)
    about = [c for c in clauses if bare or (_TIE.search(c) and _says_nothing_else(c))]
    if any(_NOT_SOLVED.search(c) or (_STILL_BAD.search(c) and not _NEW.search(c)) for c in about):
        return "unsolved"
    return "perhaps" if any(_AGAIN_BAD.search(c) or _STILL_BAD.search(c) for c in about) else None


def of_a_parcel(text: str) -> bool:
    """Whether words say of a parcel that it has not come, and name neither goods nor what was bought here."""
    said = plain(text)
    if find_goods(text) or re.search("团长|你们|群里|接龙|团购|补的|退|说好", said):
        return False
    return re.search("快递|包裹|菜鸟|驿站|物流|验证码", said) is not None and says_not_come(text)


def _says_nothing_else(clause: str) -> bool:
    for core in (_NOT_SOLVED, _STILL_BAD, _AGAIN_BAD, _NEW):
        clause = core.sub("", clause)
    return _FILLER.sub("", clause) == ""
