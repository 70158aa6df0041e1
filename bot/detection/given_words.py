"""A member's words about what they were offered or promised: whether they are said to us, and are about that."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.detection.goods import find_goods
from bot.detection.normal import plain
from bot.domain.come_words import after_all

_LATE = "(?:还没|没到|到哪|呢|什么|啥|几|多久|哪天)"
_TO_US = re.compile(
    r"我|谁(?:要|想要|稀罕|图|贪|差|缺)[你您]|团长|老板|群主|说好|答应|承诺|(?:怎么|咋|为什么|为啥)还?[没不]"
)
_TO_SOMEBODY_ELSE = re.compile(
    r"(?<![在从到跟给])[你您]家|[你您](?:也|的|那[边里份盒])|[你您]呢|[你您]们(?:几|都|家)|别人|人家|别家|谁家|隔壁|楼上"
)
_PERHAPS_TO_ONE = re.compile(r"(?:[你您]们?|[姐哥婶叔姨])[,，\s]*(?:[退赔收拿补领给]|是)")
_PERHAPS_TO_ALL = re.compile(r"大家|各位|有没有人|有人|每家|谁(?![要稀图管])|都(?:是|给)?(?:[退赔补]|\d)")
_GIVEN = re.compile(r"退|赔|返|补(?![货差])|说好|答应|承诺|到账|打款|转给?我|转账|欠|还没|到现在|我[的那这]|方案|打发")
_CERTAINLY_GIVEN = re.compile("[退赔]|说好|答应")
_SHOPPING = re.compile(
    r"[\d一二两三四五六七八九十百半](?:块|元)钱?(?:的(?!事|方案|退|赔|补|钱)|那[个款盒种]|[一两二三\d]?[份盒斤箱袋瓶]|包邮)|欠(?:团长|[你您])|"
    r"超市|菜场|别处|卖|下单|开团|上架|接龙|秒杀|特价|预[订定]|怎么[买拍订]|还[有能](?:货|吗|拍|买)|多少钱|便宜|优惠|一[盒斤箱袋份瓶个]"
)
_OWN = re.compile(
    rf"(?:说好|答应|承诺)(?:我|给我)?的?[^,]{{0,3}}(?:退|赔|补(?!货)|换)|(?:我|我家)的?那?[个笔]?退款|我的?[钱款][^,]{{0,6}}{_LATE}|"
    rf"退款(?!的)[^,]{{0,6}}{_LATE}|退款(?:进度|忘)|[退赔](?:我|给我)?的?[钱款][^,]{{0,6}}{_LATE}|补(?:发|送|我)?的[^,]{{0,6}}{_LATE}|"
    rf"(?:我|给我)[^,]{{0,4}}(?:退|赔|补(?!货))[^,]{{0,6}}{_LATE}|还[没不](?:给我)?(?:退|赔|补(?!货))"
)
_CALLED = re.compile(r"@\S+\s*")
_FILLER = re.compile(
    r"(?:团长|老板|群主|我家|我们|我|[你您]们?|家|到底|究竟|怎么|咋|为什么|为啥|还是?|都|也|就|那|这|个|笔|份|的|退款|退的|补的|说好|说的|答应|"
    r"红包|转账|退|钱|款|某|一直|到现在|今天|昨天|没有?|好像|真的?|根本|请问|麻烦|问一?下|想问|查了|看了|刚|边|里|给|微信|支付宝|账户|零钱|账上|手机|收款|"
    r"[啊呀呢吧了哦诶唉哎嗯哈嘛吗么]|\W)*"
)
_NOT_THERE = re.compile(
    r"没有?(?:收到?|拿到|领到|看[到见]|见[到着]|到账?|影儿?|动静|消息)|没有?(?:转|退|补|打|给)(?:给)?我|哪[里儿]?有?(?:转|退|补|打|给|到)(?:账|给)?我?|"
    r"(?:钱|款|某|红包|转账)呢"
)
_NOT_COME = re.compile(
    r"(?:还|一直|都|也|仍|怎么|并|根本|依然|到现在|又)*(?:没有?|未)(?:见|个|什么)?(?:收到|拿到|领到|看[到见]|见[到着]|到账?(?![底处])|动静|消息|结果|"
    r"人(?:联系|找|管|理|回)(?:我|过)?|送|发|好)(?:来|过来)?"
)
"""That something has not come, or nobody cares, and of what is for the rest of the words to say."""
_OF_THE_END = re.compile(
    r"(?:怎么回事|什么情况|团长|老板|群主|我家|我们|我|[你您]们|[你您]|到底|究竟|怎么|为什么|为啥|请问|麻烦|问一?下|到现在|今天|昨天|前天|早上|上午|中午|下午|晚上|现在|"
    r"等了|查了|看了|说了|半天|好久|这么久|[\d一二两三四五六七八九十半几]+个?多?(?:小时|钟头|天|次|回|遍|[盒份袋箱个瓶斤包板块元]钱?|毛)|"
    r"退款|退的|补的|赔的|换的|说好的?|答应的?|承诺的?|红包|转账|微信|支付宝|账户|账上|手机|零钱|好像|真的?|根本|事情?|(?:办|处理|弄)好|解决|处理|已经|还是|"
    r"骗人|骗子|过分|离谱|无语|查一?下|看一?下|不是说|[说没钱款某退补赔换转咋还都也就那这个笔份的了在是给又再真太人里边刚]|"
    r"[啊呀呢吧哦诶唉哎嗯嘛吗么喂]|\W)"
)
_OF_MONEY = re.compile(r"[退赔钱款某]|补的|说好|答应|承诺|[\d一二两三四五六七八九十半]+[块元]")
_LAUGHS = re.compile("哈哈|嘻嘻|嘿嘿|呵呵哒")
_CLAUSE = re.compile(r"[^,。!;?~…\n]+")
_ASKS_FOR_IT = re.compile(
    r"(?:什么时候|啥时候|几时|多久|哪天|几点|何时)(?:能|才能?|会|可以)?(?:给我?)?(?:退|赔|补(?![货的])|转|打)(?:款|钱|给?我|过来|回来)*|"
    r"(?:某|钱|退款)(?:什么时候|啥时候|多久|哪天|几点)(?:能|才)?(?:给|到|转|退|打|补|有)我?|"
    r"(?:说|答应)(?:了|好|是)?(?:要|给我?|我)*(?:退|赔|补)?我?某?(?:钱|款)?又不(?:退|赔|补|给|转)|"
    r"(?:我|我那|我的)某呢|不会(?:是|又|把我|把这事?)*忘了吧|(?:说好|答应)(?:要|给)?我?的?(?:退|赔|补|换)(?:给)?我?(?:某|的|钱|款)+|"
    r"(?:退不退|赔不赔|补不补|换不换|给不给|(?:退|补|赔|换)(?:吗|不$))"
)
_MINE_TOO = re.compile(r"(?:我的|我家的|我那份)(?:呢|啊|什么时候)")
_PAST_IT = re.compile(
    r"(?:说|不是)[^?]{0,12}(?:现在|都)几点|都[^?,]{1,4}了[^?]{0,6}(?:钱|款|某)呢|说[^,?]{1,8}前的?[,\W]*(?:现在|人)呢"
)
_WHERE = re.compile(
    r"(?:钱|款|块|元|红包|补的|[一二两三四五六七八九十\d][份盒袋箱个瓶斤])呢|人呢|(?:什么时候|啥时候|几时|多久|哪天)[^,?]{0,4}[到给退转补]|哪去了|到哪|(?:怎么|咋|为什么)还?[没不]|没影|哪[有里儿]"
)
_STILL_NOT = re.compile("(?:到现在|一直|还是?|至今)(?:都|也)?没有?(?=$|[,。!~啊呀呢哦])")
_OTHER_WAY = re.compile(
    r"不(?:要|想要|用|必|需要)(?!急|着急|紧|忘|担心|管|谢|客气|再拖|骗)|(?:别|不|甭)(?:再|给我|用)*(?:送|补|退|换|寄|发|转|赔|打钱?)(?!货)了|"
    r"算了|过敏|(?:换|改)(?:成|为|个|一下|天|到)|(?:折|抵)(?:成|作|给|到|下)|(?:直接|还是|干脆|我[说要]|那)(?:给我)?(?:全?退|补|换|赔)|全[退额]|"
    r"不在(?:家|小区|这)|没在家|出差|(?:后天|大后天|明天|明晚|周.|下周|星期.|晚上|晚点|早点)(?:再|行吗|可以吗|行不行|可不可以|好吗|方便)"
)
_NOT_WANTED = re.compile(
    r"^(?:算了|那|就|还是|我说|我的|我那[份盒个]|这?钱|退款|某|\d+块钱?|团长|老板|@\S+\s*|真的?|都|,)*(?:别|不用|不要|不必|甭)(?:再|给我|帮我|[你您])*"
    r"(?:退|赔|补|换|转|送|发)(?:给我|我|钱|款)*[了啦]?[吧啊哈呀了]*$"
)
_SHOP = re.compile(
    r"(?:京东|拼多多|拼夕夕|pdd|淘宝|天猫|美团|饿了么|抖音|快手|闲鱼|唯品会|苏宁|盒马|叮咚|山姆|永辉|小红书|携程|12306|超市|菜场)"
    r"(?!优选|[,的]*(?:e?卡|券|红包|快递|物流|到家|配送|同款))"
)
_OF_ANYTHING_GIVEN = re.compile(
    "退|赔|补|换|转|[钱款某]|[收拿领]到|到账|[没未]|不(?:给|发|理|管)|到了|有了|到[,。!~]*$|[块元]"
)
_OURS = re.compile(r"团长|老板|群主|[你您]|群里|接龙|团购|说好|答应|承诺|我这|售后")


def of_another_shop(text: str) -> bool:
    """Whether words of money or goods that come or do not are about what was bought in another shop: 京东还没退我钱 –
    not 拼多多早退了，我这还没到."""
    said = plain(_CALLED.sub("", text))
    if _SHOP.search(said) is None or _OURS.search(said) or find_goods(text):
        return False
    return all(_SHOP.search(clause) for clause in _CLAUSE.findall(said) if _OF_ANYTHING_GIVEN.search(clause))


def to_neighbours(text: str) -> bool:
    """Whether words about money or goods are meant for other members: 都退8块吗, 王姐你退了多少."""
    said = plain(text)
    return of_a_neighbour(text) or (_PERHAPS_TO_ALL.search(said) is not None and _TO_US.search(said) is None)


def of_a_neighbour(text: str) -> bool:
    """Whether words are said to another member, or of what others got: 李哥你退了多少, 人家都退了."""
    said = plain(text)
    if _TO_SOMEBODY_ELSE.search(said):
        return True
    return _PERHAPS_TO_ONE.search(said) is not None and _TO_US.search(said) is None


def about_buying(text: str) -> bool:
    """Whether a sum in these words is a price: 8块的给我留一份."""
    said = plain(text)
    return _SHOPPING.search(said) is not None and _CERTAINLY_GIVEN.search(said) is None


def about_given(text: str, *, named: bool) -> bool:
    """Whether words are about what the member is given. `named`: they repeat its sum, share or goods; else they must
    say what is owed: 说好的退款呢, 补的什么时候到."""
    said = plain(text)
    if named:
        return _GIVEN.search(said) is not None
    return _OWN.search(said) is not None


def asks_for_it(text: str, *, kept: bool, late: bool, called: bool) -> bool:
    """Whether words that name neither sum nor goods can hardly be about anything but what was promised: after it was
    noted as done (`kept`) that it has not come, before that when it comes, once it is `late` that it is. 我的呢 only to
    whom `called` the leader. What is promised stands as 某."""
    said = plain(text)
    if _LAUGHS.search(said):
        return False
    if kept:
        return _only(_NOT_THERE, said)
    own = _only(_ASKS_FOR_IT, said) or (called and _only(_MINE_TOO, said))
    return own or (late and (_PAST_IT.search(said) is not None or _only(_NOT_THERE, said)))


def _only(core: re.Pattern[str], said: str) -> bool:
    """Whether this is said, and nothing besides that names anything else."""
    return core.search(said) is not None and _FILLER.fullmatch(core.sub(",", said)) is not None


def says_not_come(text: str) -> bool:
    """Whether somebody says that something has not come, is not seen or not cared for, whatever it is."""
    return _NOT_COME.search(plain(after_all(text))) is not None


def of_the_end(text: str, goods: Sequence[str]) -> bool:
    """Whether 没收到, 没看到, 没人管, 还没好 of a member whose case is over can only be about that: nothing else is
    named than money and its `goods`, or at least not where these are: 退的钱没收到，芒果要一箱."""
    said = plain(_CALLED.sub("", text))
    for name in sorted(goods, key=len, reverse=True):
        said = said.replace(plain(name), "某")
    if _LAUGHS.search(said):
        return False
    clauses = [c for c in _CLAUSE.findall(said) if _NOT_COME.search(c) and _OF_MONEY.search(c)]
    return any(_OF_THE_END.sub("", _NOT_COME.sub(",", words)) == "" for words in (said, *clauses))


def is_bare(text: str) -> bool:
    """Whether such words name nothing at all: 没收到, 还没好吗."""
    return _OF_MONEY.search(plain(text)) is None and not re.search(r"\d|[盒份袋箱瓶斤包板]", text)


def says_not_there(text: str) -> bool:
    """Whether somebody says that something has not come: 没收到, 8块没到啊, 到现在没有 – not 又烂了, 没解决."""
    said = plain(after_all(text))
    return _NOT_THERE.search(said) is not None or _STILL_NOT.search(said) is not None or asks_where(said)


def asks_where(text: str) -> bool:
    """Whether somebody asks where it is: 我的钱呢, 说好退8块，人呢, 8块怎么没到."""
    return _WHERE.search(plain(text)) is not None


def wishes_otherwise(text: str) -> bool:
    """Whether somebody does not want what was promised, or wants it another way or another day: 别送了, 换成退钱."""
    return _OTHER_WAY.search(plain(text)) is not None


def does_not_want_it(text: str) -> bool:
    """Whether a clause says that it need not be given: 钱别退了, 不用补了 – not 别退群."""
    return any(_NOT_WANTED.search(clause) for clause in _CLAUSE.findall(plain(text)))
