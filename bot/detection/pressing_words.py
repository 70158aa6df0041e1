"""Words in the group by which a member with an open case presses for it: nobody answers, what becomes of it, why others
and not I, where is what was said. Whether they are about this case is for the goods in them to say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.detection.given_words import of_a_neighbour
from bot.detection.normal import plain

_GIVE = "退|赔|补|换"
_WHEN = "什么时候|啥时候|几时|何时|多久|哪天|几点|几号|哪年"
_GOODS = "货"
"""Stands for the goods of the case."""
_SAY = "[啊呀呢吧了哦诶唉哎嗯哈嘛吗么的]"
_UNANSWERED = re.compile(
    rf"没(?:有|个|见)?一?个?人?(?:来|给|帮|跟)?我?(?:们)?(?:管|理睬?|搭理|吭声|吱声|应声|出声|搭腔|接话|回(?:我|复|话|应|个)|处理|解决|过问|问(?=$|{_SAY}))|"
    r"(?:没有?|无)人(?:管|理|回|问|应|答|搭理)|"
    r"(?:有没有人|有人|谁)(?:能|来|在)?(?:管|理)(?!理)|(?:团长|老板|群主|你们)?(?:都|也|还|就|一直|是|根本|到现在)*(?<!我)(?:不|没)(?:管|理|回|搭理|吭声|吱声)(?:我|人|消息|话|啦|了|是|吗|$)|"
    r"(?:怎么|咋|为什么|为啥)(?:又|还|都|也|一直|老|总|到现在|就|半天)*(?:不|没)(?:人|有人|见)?(?:回|理|管|处理|解决|动静|消息|说法|下文|反应|声|吭|出来|搭理)|"
    r"装(?:死|聋|作?看?[没不]见|没?看见|哑|傻)|当(?:作|做)?(?:没|不)(?:看|听)[见到]|已读不回|看见了?不回|不闻不问|"
    r"(?:没有?个?|一直没|还没|都没|也没)(?:动静|消息|下文|回音|回复|回话|说法|反应|音讯|音信|结果|答复|着落)(?:了|啊|呀|呢|吗|吧|$)|"
    r"(?<!我)(?:就|都|也|那)?(?:这么|这样|就)?(?<!我)不(?:管|理)了(?:是吧|吗|啊|呀|呢|么|吧|$)|就(?:这么|这样)(?:拖|晾|算|完)(?:着|了)"
)
"""Nobody takes care, nobody answers."""
_OUTCOME = re.compile(
    rf"([{_GIVE}管理])(?:不|没)\1|(?:处理|解决)(?:不处理|没处理|不解决|没解决)|"
    rf"到底[^,]{{0,6}}(?:{_GIVE}|管|处理|解决|怎么|咋|要|想|给|行|说)|究竟[^,]{{0,6}}(?:{_GIVE}|管|处理|解决|怎么)|"
    rf"(?:{_WHEN})[^,]{{0,4}}(?:处理|解决|(?:{_GIVE})(?!货)|给我|给(?:个|答复|回|说)|转|打款|到账|回我|回复|回话|有(?:结果|说法|消息|答复|回音|着落)|弄好|办好|搞定)|"
    rf"(?:某|\d+块钱?|钱|退款|红包)(?:{_WHEN})|"
    r"(?:还要|要|得|让我)(?:我|我们)?再?等(?:到)?(?:多久|几时|什么时候|啥时候|哪天|几天|猴年马月)|等到(?:什么时候|啥时候|几时|哪天|何时)|"
    r"等了?(?:我)?(?:都|快)?(?:半天|好久|很久|这么久|那么久|老半天|大半天|一上午|一下午|一晚上|一天|两天|三天|几天|[\d一二两三四五半几]+个?(?:多)?(?:小时|钟头|天))(?=$|[了还也都没不呢啊呀,?])|"
    r"还没(?:给我|帮我|看|弄|查|问|处理|解决|办|退|商量|核实|定|说|轮到我?){0,2}(?:好|完|出来|结果|消息|说法|退|处理|解决|到我|定)?(?:吗|么|啊|呀|呢|\?)|"
    r"(?:处理|解决|问|查|看|弄|办)(?:得|的)?(?:怎么样|咋样|如何|到哪)|(?:有|出)(?:没有)?(?:个)?(?:结果|消息|说法|进展|下文|答复|着落|动静)(?:了)?(?:吗|没|么|呢)|"
    r"(?:给|要|讨)(?:我|我们|大家)?(?:一?个|句)?(?:说法|准话|准信|痛快话|交代|答复|回话|态度|话(?=$|啊|呀|吧|行|,))|"
    r"表个态|回(?:个|句|一句|我(?:个|一)?)(?:话|消息|信|声)|回我(?:一?下|一声|句)|(?:说|讲)句?话(?:啊|呀|呢|行吗|好吗)|吱(?:个|一)?声|吭(?:个|一)?声|冒个泡|出来(?:说|讲|走|给|回|解释)|"
    rf"^(?:我的?|我家的?|这|那|这个|那个|这事|此事|售后|我这|我那|那我的?|那我家的?|我们家?的?)(?:事|单|盒|份|个|情况|问题)?(?:可|该|又|到底|就)*(?:怎么|咋)(?:办|说|处理|解决|弄|算|个){_SAY}*\??$|"
    rf"(?:催|问)(?:了|过)?(?:你们?|您|团长)?(?:几|好几|三|两|多少|这么多|无数)(?:遍|次|回)|又(?:是|要)等|继续等"
)
"""What becomes of it, and when."""
_WHY_NOT_I = re.compile(
    rf"(?:凭(?:什么|啥)|(?:为什么|为啥|怎么|咋))[^,]{{0,16}}(?:{_GIVE}|给|有|管|处理)[^,]{{0,8}}(?:不|没|别)(?:{_GIVE}|给|有|管|处理)|"
    rf"(?:凭(?:什么|啥)|为什么|为啥|怎么|咋)(?:就|只|偏|单单?|唯独)*(?:我|我家|我们家?)(?:的|家)*(?:就|却|还|都)*(?:不|没)(?:{_GIVE}|给|有|管|处理|人)|"
    rf"(?:凭(?:什么|啥)|为什么|为啥|怎么|咋)[^,]{{0,3}}{_GOODS}[^,]{{0,3}}(?:不|没)(?:{_GIVE}|给|管|处理)|"
    rf"(?:别人|人家|他们|她们|其他人|别家)[^,]{{0,8}}(?:{_GIVE}|有|办|处理)[^,]{{0,4}},?[^,]{{0,4}}(?:就|唯独|只有|单单)?我[^,]{{0,6}}(?:呢|没|不|怎么|咋)|"
    rf"(?:就|只|单单?|唯独|偏偏?)(?:我|我家|我们家?)(?:一?个|一家|的)?(?:人)?(?:没|不)(?:{_GIVE}|给|有|管|处理|人)|"
    r"(?:把我|把我家|把我们家?)[^,]{0,6}(?:忘|漏|落下|丢)|(?:是不是|不会|该不会|又)[^,]{0,4}(?:忘|漏)了?我|"
    r"(?:是不是|不会是?|该不会|都|又|全)(?:把这事|把这茬|给)?忘(?:了|记)"
)
"""Why others, and not I."""
_ITS_NAME = "某|说好的[^,]{0,8}|(?:我的?|那)?(?:钱|退款|退的钱|红包)|我的?\\d+块钱?|\\d+块钱?|补的[^,]{0,4}"
_WHERE = re.compile(
    rf"^(?:团长|老板|群主|那|请问|哎|喂|唉|所以|我说)*(?:{_ITS_NAME})(?:还)?(?:呢|没[来到]){_SAY}*\??$|"
    r"^(?:喂|哎|请问)?(?:团长|老板|群主)?,?(?:人呢|人哪去了|去哪了|跑哪去了|哪去了|呢|不在吗?|人在哪)\??$"
)
"""Where is what was said, or the one who said it."""
_MINE = re.compile(
    rf"^(?:那|喂|哎|请问|团长|老板|群主)*(?:我的?|我家的?|我那[份盒个]|我这[份盒个])(?:还)?(?:呢|没[来到]){_SAY}*\??$"
)
"""我的呢, said to the leader."""
_UNSENT = re.compile(
    rf"^(?:我|我们|我家|团长|老板|群主|钱|款|退款|退的钱|红包|某|\d+块钱?|这边|到现在|怎么|咋|都|也|一直)*还?(?:没有?|未)(?:收到|到账|转|退|打款|给)(?:我|过来|{_SAY})*\??$"
)
_DAY = (
    "(?:(?:昨|前|今)(?:天|晚|夜|日|早)?(?:的)?(?:早上|上午|中午|下午|傍晚|晚上|夜里)?|"
    "早上|上午|中午|下午|晚上|周[一二三四五六日天]|星期[一二三四五六日天]|\\d+号)"
)
_GIVEN_THEN = "(?:就|能|会|要|给|退|补|转|赔|换|送|到|打|办|弄|处理|解决|回|我|钱|款|好|完){0,5}"
_SAID_FOR = re.compile(
    rf"^(?:团长|老板|群主|喂|哎|唉|那|所以|,)*(?:我)?(?:[你您]们?|团长)?(?:"
    rf"(?:不是)?(?:说好|说定|答应|讲好)(?:了|的|过|是)?(?:在)?{_DAY}{_GIVEN_THEN}(?:的)?(?:呢|吗|么)|"
    rf"{_DAY}(?:[你您]们?|团长)?(?:不是)?(?:说好|答应|讲好)(?:了|的)?{_GIVEN_THEN}的?(?:呢|吗|么)|"
    rf"不是说(?:好)?(?:了|的|是)?{_DAY}(?:就|能|会|要|给)*(?:退|补|转|赔|换|送|打|办|处理|解决|回我){_GIVEN_THEN}的?(?:呢|吗|么)|"
    rf"{_DAY}不是说(?:好)?(?:就|能|会|要|给)*(?:退|补|转|赔|换|送|打|办|处理|解决|回我){_GIVEN_THEN}的?(?:呢|吗|么))[?啊呀]*$"
)
"""The time that was said is over: 说好昨晚的呢, 昨天说好的呢, 不是说昨晚转吗."""
_STILL = "(?:怎么|咋|为什么|为啥|到现在|到今天|至今|现在|今天|昨天|一直|竟然|居然|根本|是不是|都|也|还|又|就|老|总)"
_SO_LONG = r"[\d一二两三四五六七八九十半几]+个?多?(?:天|小时|钟头|周|星期|礼拜)了?"
_BEFORE_IT = (
    rf"^(?:团长|老板|群主|那|请问|喂|哎|唉|所以|我说|不是说|,|{_STILL}|{_SO_LONG}|我们?家?的?|我那[份盒个袋]|"
    r"(?:说好|答应|承诺)(?:了|过)?(?:要?[补换退赔给送到发](?:给?我)?|给我)?的?|[补换](?:给我)?的){0,8}"
)
_COMES = "(?:收到|到手|拿到|领到|等到|送[来到]?|到(?![货处底])|来|发|寄|补|换|退|赔)"
_NOT_COME = re.compile(
    rf"{_BEFORE_IT}{_GOODS}(?:我|我家|我们|的|呢|,){{0,4}}{_STILL}{{0,4}}(?:没有?|未|不)(?:给|帮)?(?:我|我家|我们)?{_COMES}(?:给|到|来|过|上){{0,2}}我?(?:家|手上)?{_SAY}*\??$|"
    rf"{_BEFORE_IT}{_GOODS}(?:我|我家|我们|的|呢|,){{0,4}}{_STILL}{{1,4}}(?:没有?|未)(?:看见?|看到|见[到着]|影儿?|着落|动静){_SAY}*\??$|"
    rf"{_BEFORE_IT}(?:没有?|未)(?:收到|拿到|领到|等到|见[到着])(?:我|我家|我们)?(?:的|那[份盒袋])?{_GOODS}{_SAY}*\??$|"
    rf"{_BEFORE_IT}{_STILL}(?:没有?|未|不)(?:(?:给|帮)(?:我|我家|我们)(?:[退赔补换转]|送|发)|[退赔补换转](?:给)(?:我|我家|我们)|(?:[退赔换]|补(?!货)))"
    rf"(?:过?来|回来|发|送|上)?(?:{_GOODS}|钱|款|某)?{_SAY}*\??$|"
    rf"^[你您]们?(?:的?{_GOODS})?{_STILL}{{1,4}}(?:没有?|未|不)(?:给|帮)(?:我|我家|我们)(?:[退赔补换转]|送|发)(?:来|过来|回来)?{_SAY}*\??$|"
    rf"{_BEFORE_IT}(?:说好|答应|承诺)[^,]{{0,8}}(?:[退赔补换到转]|送|给我|{_GOODS})[^,]{{0,6}}呢{_SAY}*\??$"
)
"""What was bought or is to be made good has not come yet: 货还没到吗, 怎么还没给我补啊, 说好明天到的货呢."""
_WHEN_IT_COMES = re.compile(
    rf"{_BEFORE_IT}{_GOODS}(?:的|呢|,){{0,3}}(?:到底|究竟|大概|还要)?(?:{_WHEN})(?:能|才|会|可以){{0,2}}{_COMES}(?:给?我|来|到)?{_SAY}*\??$"
)
_OTHER_MATTER = re.compile(
    r"(?<!收)到货|开团|接龙|上架|上新|还有货|下单|预[订定]|多少钱|怎么(?:卖|买|拍|订|下|领|取|去|走|吃|做|存|洗|切)|自提|提货|取货|快递柜|驿站|电梯|物业|"
    r"小区|门禁|停车|停电|停水|充值|拍照|天气|下雨|孩子|上课|吃饭|饭(?:还没|好)|开门|关门|下班|几折|便宜|优惠|没事|不急|不着急|慢慢|不用(?:管|理|退|补|赔)|"
    r"谢谢|(?<!说)好的|自己|(?:没|不)(?:好意思|关系|客气)|邻居|隔壁|哈哈|拼多多|淘宝|京东|美团|超市|物流|快递|"
    r"(?:老公|老婆|妈|爸|婆婆|公公|儿子|女儿|同事|朋友|闺蜜)[^,]{0,4}[没不]"
)
"""Talk about something else, or without any hurry."""
_OF_OTHERS = re.compile("别人|人家|别家|隔壁家?|楼上")
_ALL = re.compile("大家|各位|你们(?:几|都|家)")
_I = re.compile("我")
_LEADER = re.compile("@|团长|老板|群主")
_TO_LEADER = re.compile(r"@\S+\s*")
_CLAUSE = re.compile(r"[^,。!;~…\n]+")
_MY_GOODS = re.compile(
    rf"^(?:团长|老板|群主|那|那么|请问|哎|喂)*(?:我|我的|我家|我家的|我们的|我们家的|我那[盒份个])?{_GOODS}(?:的)?(?:事|钱|单)?(?:那)?(?:(?:还)?呢|怎么(?:说|办|处理|解决|弄|不)|咋(?:说|办|弄)|(?:就)?不管了)(?:[^,]{{0,4}})$"
)

_ELSEWHERE = re.compile(
    r"停水|停电|漏水|快递|包裹|菜鸟|物流|验证码|短信|饭|[下大]雨|雨(?:什么|啥|几|停|还|又|好)|放晴|公交|地铁|校车|堵车|打车|车位|停车|挪车|电梯|"
    r"楼道|路灯|垃圾|狗(?!屁|团)|猫|股票|基金|(?:被|我|我们|我家)老板|老板(?:又|在|让|叫|骂|催|老)|领导|同事|房东|物业|居委|保安|装修|作业|老师|学校|"
    r"孩子|考试|医院|核酸|钥匙|钳子|捡到|空调|快要?睡|先睡|睡了|聊聊|笑死|哈哈|嘻嘻|足球|球赛|中奖|跳舞|接龙|第\d+个|哪位|"
    r"谁(?:能|来|会)?(?:帮|捡|有|会|知道|认识)|管他|(?<!把)我(?:又|都|也|差点|刚|还|倒是)*(?:忘|不管了|不理了)|"
    r"^(?:算了|那|嗯|唉|哎|也|都|我|,)*不(?:管|理)了[啊呀啦吧哈,!。~]*$|什么时候还我|(?:说|约|讲)好的?(?:电影|演出|演唱会|比赛|聚会|聚餐|饭局|牌局|旅游|出游|培训|开会)|(?:才|再)(?:能)?(?:吃|熟)|要不要买|买(?:哪|什么|啥)"
)
"""Another matter, wherever it stands: 停水了，没人管, or the member's own doing: 我又忘了."""
_ERRAND = re.compile(r"来(?:拿|取|领)|去(?:拿|取|领)|自提|要[一两二三\d][箱盒份袋]|有人在")
"""Beside these only the case itself, not who is called, makes words press."""
_OURS = re.compile(
    rf"{_GOODS}|[退赔]|补(?![货习课考])|换(?![季个人班车衣])|说好|答应|承诺|售后|(?<!\d)\d+(?:\.\d+)?[块元]|某|"
    r"我(?:的|家的?|这|那|这个|那个)(?:事|单|份|盒|问题|情况|怎么|咋|呢|钱)|(?:这|那)(?:事|单|个事)"
)
_CALLED_UPON = re.compile("团长|群主")
_YOU = re.compile("你们|[你您](?!家)|客服")
_FILLER = re.compile(
    r"(?:请问|麻烦|问一?下|到底|究竟|怎么|为什么|为啥|什么|到现在|一直|根本|半天|好久|这么久|那么久|早上|上午|中午|下午|晚上|今天|昨天|前天|"
    r"[\d一二两三四五六七八九十半几]+个?多?(?:小时|钟头|分钟|天|遍|次|回)|(?:微信|消息|私信)|能不能|可不可以|是不是|有没有|人呢|在吗|不在|"
    r"说了|问了|发了|等了|催了|我们|我家|老板|别人|人家|过分|离谱|无语|服了|骗人|气人|急死|受不了|什么情况|怎么回事|"
    r"(?:别|不要)装|喂|哎|唉|欸|[我咋还都也就那这个份的了在是给人又再真太好没有不吗么呢啊呀吧哦诶嗯嘛啦话要等说能可句家后来]|\W)"
)
"""What says nothing of its own beside words that press."""


def presses(text: str, goods: Sequence[str] = (), *, awaited: bool = False) -> bool:
    """Whether words in the group press for the member's own case, `goods` being how its goods are called: with a tie to
    the case or to us, or with nothing else in them. `awaited`: these goods are to come."""
    called, said = _LEADER.search(text) is not None, _with_its_goods(text, goods)
    if _ELSEWHERE.search(said) or _to_others(said):
        return False
    pressing = [clause for clause in _CLAUSE.findall(said) if _presses(clause, called, awaited)]
    if not pressing and (_OTHER_MATTER.search(said) or not _WHY_NOT_I.search(said)):
        return False
    if _OURS.search(said) or (_CALLED_UPON.search(text) and not _ERRAND.search(said)):
        return True
    return any(_YOU.search(clause) for clause in pressing) or _is_bare(said)


def only_awaits(text: str, goods: Sequence[str] = ()) -> bool:
    """Whether words say no more than that the goods of the case, or what is to make up for them, are not there yet."""
    said = _with_its_goods(text, goods)
    return any(_NOT_COME.search(clause) for clause in _CLAUSE.findall(said)) and _is_bare(said)


def asks_what_was_said(text: str) -> bool:
    """Whether words ask for what was said for a time that is over: 说好昨晚的呢."""
    said = plain(_TO_LEADER.sub("", text))
    return not _to_others(said) and any(_SAID_FOR.search(clause) for clause in _CLAUSE.findall(said))


def _with_its_goods(text: str, goods: Sequence[str]) -> str:
    said = plain(_TO_LEADER.sub("", text))
    for name in sorted(goods, key=len, reverse=True):
        said = said.replace(plain(name), _GOODS)
    return said


def of_elsewhere(text: str) -> bool:
    """Whether words are about another matter than what was bought here: 停水, 快递, 装修."""
    return _ELSEWHERE.search(plain(text)) is not None


def _is_bare(said: str) -> bool:
    """Whether nothing is named beside what presses: 怎么没人理我, 一个小时了也没人管."""
    for pattern in (_NOT_COME, _UNANSWERED, _OUTCOME, _WHY_NOT_I, _WHERE, _MINE, _UNSENT, _SAID_FOR):
        said = ",".join(pattern.sub(",", clause) for clause in _CLAUSE.findall(said))
    return _FILLER.sub("", said) == ""


def _presses(clause: str, called: bool, awaited: bool) -> bool:
    if _OTHER_MATTER.search(clause):
        return False
    if (called and _MINE.search(clause)) or (awaited and _WHEN_IT_COMES.search(clause)):
        return True
    found = (_NOT_COME, _UNANSWERED, _OUTCOME, _WHY_NOT_I, _WHERE, _MY_GOODS, _UNSENT, _SAID_FOR)
    return any(pattern.search(clause) for pattern in found)


def _to_others(said: str) -> bool:
    """Whether they are said to a neighbour, or to all of them; 别人都退了，我的呢 is said to us."""
    of_me = _I.search(said) is not None
    if of_a_neighbour(_OF_OTHERS.sub("", said) if of_me or "凭" in said else said):
        return not (of_me or re.search(r"你们(?:[^,]{0,4}(?:管|处理|解决)|[退赔补]不)", said))
    return _ALL.search(said) is not None and not of_me
