"""Whole clauses by which people answer an offer without the words yes or no: how it shall be paid, that it is nothing
between neighbours, what the family says, that they leave. The offer's own sum stands as 某."""

from __future__ import annotations

import re

_SAY = "(?:吧|呗|哈|啊|呀|哦|啦|了|哟|嘛|的|喽|咯)*"
_WAY = "微信|支付宝|红包|零钱|银行卡|卡[上里]?|账[上户]|转账"
_PAY = "转(?!发|人|卖|告)|打(?!电)|发|退|给"
_PAID_HOW = re.compile(
    rf"(?=.*(?:{_WAY}|转(?!发)|打|发我|发给我))"
    r"(?:那|就|都|也|还是|先|你们?|您|团长|直接|现在|今[天晚]|麻烦|请|我的?|给|到|过来|回来|来|里|一下|个|钱|款|某|"
    rf"{_WAY}|{_PAY}|行|好|可以|成|即可|得了|ok)+{_SAY}"
)
"""转我微信, 发红包吧, 直接转我就行."""
_ONLY_WRITES = re.compile(
    rf"(?:那|就|你们?|您|团长|请|麻烦|给|我|发)*发(?:我|给我|个)?微信{_SAY}|.*(?:行|好|可以|成)了"
)
"""发我微信 may mean any message; 转我微信就行了 is read by what stands before its 了."""
_AWAITED = re.compile(
    rf"(?:那|就|好|我|我就|这就|坐|在)*等(?:着|候)?(?:你们?|您|团长)?的?(?:转(?!发)账?|红包|退款|收款|到账|打款|打钱|某|钱)(?:给?我|过来|就[行好])?{_SAY}"
)
_TAKEN = re.compile(rf"[那就我先也]*(?:收下|收着|笑纳|恭敬不如从命)(?:{_SAY})|[那就我]{{1,3}}不客气了{_SAY}")
_CONTENT = re.compile(rf"(?:我们?|都|也|很|挺|非常|蛮|十分|还|可以说|真的?|这样|这个|处理|结果|方案|就|对)*满意{_SAY}")
_FAMILY = re.compile(
    r"(?:刚|问了|我|我们|家|家里|他|孩子|娃|她)*(?:老公|老婆|爱人|先生|媳妇|妈妈?|爸爸?|婆婆|公公|对象|那位|那口子|女儿|儿子|男朋友|女朋友|家里人?|家人)"
    r"(?:也|都|就|刚|刚刚|们|她|他)*(?:说(?:的|是|了)?|讲|觉得|回我?(?:说)?|(?=不?同意|没意见|不?答应|不?愿意))(?P<rest>.+)"
)
_LEAVES = re.compile(
    r"(?<![不没别])(?:退出?|离开?)(?:了)?(?:本|你们?的?|这个?)?(?:群|团)(?!费)|(?<![不没别])拉黑|取关|卸载|(?<![不没别给])(?:给)?(?:你们?|个)?差评|(?:删|拉)(?:了|掉)?(?:你|好友|微信)|再也不(?:来|买|见)|换(?:个|别)的?(?:群|团|家)"
)
_KEEP_IT = re.compile(
    rf"某(?:钱|块钱)?(?:的?(?:事儿?|红包|退款))?(?:我|就|那就?|也就?|还是|我看|真的?|真|你们?|您|团长)*(?:算了|算啦|不用[退赔给转]?|不要[了啦]|免了|不必[退赔给转]?){_SAY}|"
    rf"(?:那|这)?(?:钱|退款|赔偿|补偿|赔款|红包)(?:的?事儿?)?(?:就|我看|那就?|还是|也就?)*(?:算了|算啦|免了|不用[退赔给转]?了|不要了){_SAY}|"
    rf"(?:就)?(?:[这那](?:么)?点|几块|几个|没几个)(?:小)?钱(?:的事)?(?:就|也|真的?|你们?|您|团长|我)*(?:不用|不必|别|不要|甭|算了|免了)(?:再|给我)*(?:[退赔补转给]){{0,2}}{_SAY}|"
    rf"(?:(?:真的?|都|那|这|就|我|可|也|实在|哎呀?|谢谢|确实|其实)*(?:不用|不必|无需|用不着|甭|犯不着)(?:再|你们?|您|团长|给我|我)*"
    rf"(?:退|赔|补|换|麻烦|破费|转|发)*(?:钱|款|货|红包)?{_SAY}){{1,4}}|"
    rf"(?:真的?|都|就|快)*别(?:再|给我|给)*(?:退|赔|补|转|破费|麻烦)(?:钱|款|我)*{_SAY}|"
    rf"(?:还)?([退赔补])(?:个)?(?:啥|什么)\1?(?:钱|款)?{_SAY}"
)
"""8块就算了, 不用啦不用啦, 这点钱不用退了, 退啥退."""
_NOTHING_MUCH = re.compile(
    rf"(?:就|也|都|又|本来|反正|真的?|其实)*(?:没|不值)(?:几个|多少|几块|什么|啥)钱{_SAY}|(?:就|也|都)?(?:几|两|三五|十来)(?:块|个|毛)钱的?(?:小)?(?:事|东西){_SAY}|"
    rf"(?:都?是)?(?:自己人|小钱|老熟人|熟人|老顾客){_SAY}|某?(?:钱|的事)?(?:真的?|也|都|又)?(?:不值当|犯不[着上])(?:的|退|折腾|麻烦)?{_SAY}|"
    rf"(?:您|你们?|团长|也|真|真是|就|别|别这么|不用)*(?:太|这么)?客气(?:啥|什么)?(?:的|啦|了|啊|呀){{0,2}}|"
    rf"(?:那|您|你们?|团长)*留着(?:给|你们?|您|自己|团长|孩子|娃|家里)*(?:买|喝|吃)(?:点|包|个|杯|瓶|颗)?(?:糖|菜|水|茶|奶茶|水果|饮料|冰棍)(?:吃|喝)?{_SAY}|"
    rf"(?:我们?|自己|自家|家里|剩下的?|好的|挑挑|挑一?下|切掉|洗洗|削削|削掉|将就|凑合|着|就|还|也|都|能|可以|勉强)*(?:吃|用|榨汁|做果酱|熬粥|煮煮)(?:就|也|还|着|了|掉)*(?:行|可以|成|能吃)?{_SAY}|"
    rf"(?:那|这|哎呀?|我|让您|多|真|怪)*(?:怎么|咋|多|真|怪|太|实在)?(?:不?好意思)(?:的|啊|呢|呀|了|吧)*|(?:又)?(?:让|叫)?(?:您|你们?|团长)?(?:破费|费心)了{_SAY}|"
    rf"(?:挺|蛮|很|真|还)+(?:好|不错){_SAY}"
)
"""A kindness beside a yes or a no: 没几个钱, 太客气了, 自己吃也行, 那怎么好意思."""
_NEXT_TIME = re.compile(
    r"(?:不过|但是?|就是|只是|可是|希望|麻烦|还请|请|那|了)*(?:你们?|您|团长)?(?:"
    r"(?:下次|下回|以后|今后)(?:可|就|真的?|千万|你们?|您|请|一定)*(?:别|不要|不能|甭)(?:再)?(?:这样|这么|如此|有|出|发生|犯|烂|坏|错|漏|少|让我).{0,6}|"
    r"(?:可|千万)?别再?有下(?:次|回).{0,3}|"
    rf"(?:下次|下回|以后|今后)(?:给|帮|替|多|再|记得|要|你们?|您|团长|就|我)*(?:挑|选|拿|留|送|发|装|补)(?:我|给|点|些|个|几个|一?[盒份袋])*(?:好|新鲜|大|甜|熟)(?:一?[点些])?的?(?:就[行好]|哈|{_SAY})"
    r")"
)
"""A wish for the next time, from one who comes back: 下次别这样了, 下次给我挑好的."""
_KIND = re.compile(
    r"没几个钱|没多少钱|没几块|不值(?:几个钱|当)|几[块个毛]钱的|小钱|[这那]么?点(?:小)?钱(?:不用|不必|别|算了)|自己人|熟人|老顾客|客气|破费|"
    r"买(?:点|包|个|杯)?(?:糖|茶|水|奶茶|菜|水果|冰棍)|(?:自己|将就|凑合|还能|还可以)[^,]{0,4}吃|好意思"
)


def is_paid_how(words: str) -> bool:
    """Whether a clause takes a refund by saying how it shall come: 转我微信, 等你转, 那我收着了."""
    paid = _PAID_HOW.fullmatch(words) is not None and _ONLY_WRITES.fullmatch(words) is None
    return paid or _AWAITED.fullmatch(words) is not None


def is_content(words: str) -> bool:
    """挺满意的, 那就不客气了: a yes, whatever is offered."""
    return _CONTENT.fullmatch(words) is not None or _TAKEN.fullmatch(words) is not None


def said_at_home(words: str) -> str | None:
    """What somebody at home says of it: 行 of 我老公说行."""
    found = _FAMILY.fullmatch(words)
    return found["rest"] if found else None


def leaves(words: str) -> bool:
    """Whether a clause says that the member goes: 退群了, 拉黑了."""
    return _LEAVES.search(words) is not None


def lets_it_be(words: str) -> bool:
    """Whether a clause says no by sparing us: 8块就算了, 不用啦不用啦, 退啥退."""
    return _KEEP_IT.fullmatch(words) is not None


def is_nothing_much(words: str) -> bool:
    """Whether a clause is only a kindness, neither yes nor no."""
    return _NOTHING_MUCH.fullmatch(words) is not None


def is_for_next_time(words: str) -> bool:
    """Whether a clause wishes something for the next time: 下次给我挑好的."""
    return _NEXT_TIME.fullmatch(words) is not None


def is_kind(clauses: list[str]) -> bool:
    """Whether something in a no is kind: 没几个钱, 自己人, 下次给我挑好的."""
    return any(_KIND.search(c) or is_for_next_time(c) for c in clauses)
