"""What sounds bad and is none of this group's doing: other topics, own mistakes, solved cases, order lines."""

from __future__ import annotations

import re

from bot.detection.checks.tone import is_angry
from bot.detection.intake_words import sent_by_mistake
from bot.detection.joining import joins
from bot.detection.reading import CL, NUM, pattern, plain_of, quoted, sketch_of
from bot.domain.verdict import Burst, CheckResult, Situation

_TOPIC = pattern(
    r"物业|电梯|停车|地铁|公交|高铁|高架|堵车|堵死|打车|加班|年终奖|领导|公司|同事|开会|上班(?!的|族|时)|工资|班主任|"
    r"写作业呢|辅导|考研|考试|期末|数学|英语|老师|学校|国足|足球|篮球|球队|裁判|比赛|联赛|电视剧|那部剧|剧情|电影|"
    r"游戏|皮肤|编剧|导演|综艺|明星|基金|股票|大盘|"
    r"天气|下雨|大雨|暴雨|刮风|雾霾|热死|冷死|装修|楼上(?:装修|半夜|漏水|跳|蹦|吵|邻居吵)|跳绳|断网|网又断|宽带|信号|手机(?!号)|屏(?:幕)?又?摔|电脑|牙疼|牙医|感冒|鼻子不通|咳嗽|头疼|失眠|飞机|航班|机场|机票|油价|狗屎|蚊子|高速|剐|"
    r"追尾|疫情|核酸|彩票|相亲|男朋友|女朋友|前男友|分手|失恋|快递柜|超时费|天花板|钥匙|电瓶车|暖气|停水|停电|"
    r"政府|国家|美国|日本|黑人|女权|男人|女人|东北人|河南人|地域|歧视|种族|粉丝|偶像|演员|歌|专辑|小说|论文|毕业|"
    r"宿舍|兼职|面试|房价|房东|租房|银行|贷款|社保|医院(?!.{0,6}(?:担|赔|急诊))|唱|景点|酒店|旅游|旅行|门票|博物馆"
)
_OURS = pattern(
    r"团长|自提|接龙|下单|你们(?!老师|单位|公司|学校)|你家|订单|发货|到货|退款|退钱|退团|退群|收到(?!消息|通知)|团的|"
    r"团购|[◇◆].{0,10}(?:烂|坏|碎|少|漏|错|没到|馊|臭|过期)|漏发|货"
)
_OWN_MISTAKE = pattern(
    r"买(?:大|小|错)了|操作不当|用错模式|莫骂|别骂|是我.{0,8}(?:设的|操作|没插)|没插|浇.{0,2}烂|我给(?:装|弄|搞)|寻思|自个儿(?:没|懒|忘)|没有?读完|冤枉人|(?:少|多|忘)拿了.{0,8}(?:我|回去|再去|马上|送)|怪我(?:$|自己|没|,|!|怪|手)|(?<!不)(?<!说)是我(?:的问题|自己|看错|搞错|弄错|记错|报错|没看|忘|拿错|眼|填错|"
    r"写错|点错|老公先|搞|糊涂)|(?<!说)(?<!是)我(?:自己)?(?:看|拿|搞|弄|记|报|填|写|点|数|选|拍|下|订|接)(?:错|岔|"
    r"反)(?:了|成|链接|地址|尺码|码|行|人|,|$)|^(?:看|拿|搞|弄|记|报|填|写|点|数|选|拍)错了|(?:地址|尺码|电话|楼号|"
    r"链接|码)(?:写|报|填|选|点|留)错|点错链接|搞错了搞错了",
    r"(?<!说)(?<!是)我自己(?:没|忘|弄|不小心|摔|放|手|粗心|看|记|拿)|自作自受|活该(?!当)|我(?:忘|没记得)(?:了|记|放|"
    r"拿|取|付)|忘记?(?:付钱|付款|拿|取|下单)|手滑|眼(?:神|花)(?:.{0,4})(?:不|没)|冤枉(?:你|团长|了)|压根没(?:接龙|"
    r"下单|付)|不(?:怪|赖|关)(?:你|团长|您|咱|东西)|不是(?:东西|团长|你|货|质量)(?:们)?的?(?:问题|错)|没关系哈|"
    r"跟.{1,4}没关系|看成|看岔|没看清|(?<!还)(?<!还是)(?<!一直)没看见!?$|打扰了|错怪",
    r"让(?:我|娃|孩子|狗|猫|老公|我妈)(?:.{0,8})(?:撕|煮|摔|弄|啃|咬|打碎|打翻|放多|烧|吃)|(?:摔|滑)了一跤|(?:煮|炒|"
    r"烤|蒸|炖|放)(?:过头|过火|太久|多了|糊)(?!.{0,4}还)|赔个?不是|(?:原来|结果)(?:.{0,8})(?:我妈|老公|我自己|在我|"
    r"家里人|娃|我没|压根)|没系紧|暖气上|后备箱(?:.{0,4})晒|车座底下|错怪|赖我|怪我自己|惭愧|应该是我|"
    r"(?<!说)是我(?:把|妈|老公|没)|我把.{1,12}(?:当成?|放外|忘|晒|搁|发成|记成)|记成|忘(?:了)?(?:戳|关|拔|放冰箱)|"
    r"技术问题|不关.{0,4}事|不能怪|没看(?:清)?说明|说明书没看|没听说明|我的错|我糊涂|被我(?:.{0,6})(?:弄|摔|打|忘|煮|"
    r"洗|吃)|我多拿|我(?:手贱|嘴馋|(?<![当为得负]我)傻)|送邻居了|(?:狗|猫|娃|孩子|熊孩子)把.{0,6}(?:啃|撕|咬|摔|弄|打)",
)
_BLAMED = pattern(
    r"(?:你们?|客服|团长|他们?|她|非|硬|还|竟然?|居然)(?:.{0,4})(?:说|讲|怪|赖)(?:.{0,3})(?:是)?我|说是我|怪我们|"
    r"怪我咯|怪我喽|是我.{0,10}还是|我秤坏|我?味觉|不是我"
)
_SOLVED = pattern(
    r"(?:已经?|都|给|刚刚?|也|早就?|马上|立马|秒|全额?|当天就?|上午就?|下午就?|昨天就?|今天|就|帮我|换的|补的|少的|"
    r"坏的|退的|多退|申请)(?:都|就|给|我|也|刚|都给|.{0,4})?(?:退|赔|补|换|送|处理|解决|搞定|找到|赔付|补发|"
    r"退款)(?:好|完|到|回来|过来|了|上门|我|给我|了我|啦|咯|下来)+(?:了|啦|咯|,|!|。|$|谢)",
    r"(?:退款|钱|退的钱|赔付|红包|差价|款)(?:都|也|已经?|早就?|下午就?|今天|刚|就|今早|很快就?|秒)*(?:到(?!现在|今|如今)账?了?|收到|"
    r"看到|退回来|回来|到了)(?:了|啦|咯|,|!|$|谢)?(?!吗|没|不)|(?:已经|都)?到账(?:了|啦|咯|$|,)|(?:收|拿|领|找|见|"
    r"取)到(?:了|啦|咯)?(?:了)?(?:,|!| |。)*(?:谢|感谢|辛苦|多谢|搞定|正好|满意|nice)|(?:收|拿|领|找)到(?:了|啦|咯|"
    r"喽)|^(?:好的)?(?:已)?(?:收到|到了|拿到|找到)|刚刚?到了|今天拿到|送上门了",
    r"(?:解决|搞定|处理好|翻篇|没事)(?:了|啦|咯)|办结|履行完毕|已?换新|此单可关闭|处理得(?:当|体)|(?:那半|的|这)[^,。]{0,4}补了(?=,|。)|换(?:了|哒),还送|不用(?:退|赔|补|换|找|查)(?:了|啦|,)|补了我?(?:一|两|\d|新)|"
    r"换了(?:台|个|新|一)|给(?:我)?(?:补|换)(?:了|十|一|\d)|秒(?:退|赔|补)|退好了|退给我了|把(?:钱|鱼|货)?.{0,6}退了|"
    r"赔俩|(?:缺|少|漏|错|坏|少退)的(?:那|这)?.{0,10}(?:到了|补(?:来|到|给|上)|换(?:来|好|了)|放在|拿到|送(?:来|到))|"
    r"一分不少|补给我了|(?:给我|帮我)(?:补|换|退|拿)了(?:两|一|新|好)?|后来发现|赔付到|收到道歉|(?:第二天|当天|马上|"
    r"立刻|很快|秒)(?:就)?(?:给)?(?:补|退|换|赔|处理)",
)
_SOLVED_AFTER_ALL = pattern(
    r"但(?:是)?(?:秒|马上|很快|立刻|当天|都|团长)(?:.{0,4})(?:退|赔|补|换|处理|解决)|说没收到,今天.{0,6}(?:送|到)"
)
_NOT_SOLVED = pattern(
    r"几天|多久|什么时候|哪天|但(?!愿)|可是|不过|然而|结果|又(?!快|给|送|补|多|新)|还没|不把|还是(?!给|团长)|还(?:差|少|欠|不)|少退|才(?:给我?)?(?:退|补|送)|"
    r"只退|就退|却|没(?:有)?(?:到|收到|退|补|赔|动静|处理|解决|拿到)|不是我|打开|拆开|一看|错(?:了|的)(?!的)|不对|"
    r"坏了(?!.{0,10}(?:赔|补|换|退|给))|烂(?!.{0,12}(?:赔|补|换|退|给|处理))|\?|吗|呢|怎么|为什么|凭什么|说好|"
    r"\d+(?:天|周|个月)了|不给|签收|余额|手续费|骚扰|显示"
)
_DECLINE = pattern(
    r"(?:我)?(?:就|这次|这回|先|那)?不(?:要|买|跟|接|团|参加|凑|囤)(?:了|啦|哈|吧)|就不了|不了不了|婉拒|pass|"
    r"取消(?:我|这单|接龙|订单|哈|吧|一下)|(?:那单|我的|的单)取消|退出这单|退给我吧|划掉|不用(?:给我)?(?:留|算)|"
    r"名额让|(?:我|娃|老公|家里).{0,4}(?:怕|不吃|不爱吃|不能吃|吃不了|闻不了|不敢(?:吃辣|吃生|多吃))|"
    r"过敏.{0,6}(?:不要|就不|吃不了|算了)|你们(?:慢用|吃吧|买吧|团吧|享受|吃$|慢慢)|下(?:次|个月|回)再(?:买|战|来|团|"
    r"跟)|冰箱(?:还有|塞不下|满)|家里还?有(?:半|好|很)|"
    r"减肥(?:呢|中|,)|最讨厌|天生怕|穷得|不敢多吃|吓人算|手头紧|囤的还|先不(?:碰|买|要)|不用(?:了|啦),|算(?:啦|"
    r"了)(?:,|我|算|$)|恁买|戒了"
)
_ORDER = re.compile(
    rf"^(?:\d+[.、)]\s*)?(?:.{{0,12}}\d+[-栋号楼]\s*\d*.{{0,14}}[ ,:].{{0,30}}(?:{NUM}(?:{CL}|单|板|组)?|"
    rf"[x×*+]\d+)\s*$)|^\+\d+|^(?:接|跟|加(?!了)|再?来|要(?!是|不)|给我?(?:来|留|整|加|订)|报名|落单|我(?:要(?!的)|"
    rf"订(?!的)|来|接(?!的)|加|跟|报名)|团长给我(?:留|来|整)|也来|同上|我也(?:要|来|\+)|俺要).{{0,4}}(?:{NUM}|$|,|!|"
    rf"个|点|[◇◆]|一)|"
    rf"(?:[◇◆]|团)[^,。!?]{{0,4}}{NUM}(?:{CL}|单|组)?(?:[ ,、+]+[◇◆][^,。!?]{{0,6}}{NUM}(?:{CL}|单|组)?)+|[x×]\d|"
    rf"给我(?:来|留|整|加).{{0,4}}{NUM}|(?:我|再)来{NUM}{CL}|加(?:我)?{NUM}份|留{NUM}个|没满加我|一起拼|有人拼|"
    rf"接龙\s*[:：]"
)
_NOT_ORDER = pattern(
    r"少|漏|错|缺|没(?!满)|怎么|退|呢|投诉|为什么|烂了|坏了|碎|只(?:有|拿|收|给|到|来|见)|才|就给|不是|收到|到手|还不|过期|发霉|臭了|难吃|"
    r"贵了|差|等"
)
_NOTICE = pattern(
    r"【.{2,8}】|到货通知|温馨提示|群(?:规|公告)|今[日晚]开团|(?:今晚|今天)?\d+点截单|接龙走起|手慢无|包赔(?:,|。|$|"
    r"!)|(?:私发|私信|私聊)(?:给)?我|给大家|各位(?:邻居|宝|亲|家人|团友|姐妹)|宝(?:子|妈)们|家人们|谅解|见谅|"
    r"大家多担待|对不起大家|抱歉抱歉|退给大家|统一(?:退|补|发|赔)|已联系(?:厂家|平台|供应商|物流)|我(?:统一|马上|"
    r"这就|立刻)(?:退|补|给您|查|处理)|请(?:大家|在24|查收)|没取货的|互相转告|添麻烦|每户退"
)
_AGAINST_NOTICE = pattern(r"怎么|凭什么|你们|我家|我这|我的|说好|不是|呢\?")
_QUESTION = pattern(
    r"(?:如果|要是|万一|假如|假设|若是|的话|先(?:问|了解)|想问|请问|请教|问一?(?:下|哈|问)|咨询)",
    r"(?:可以|能|能不能|可不可以|怎么|如何|哪里|在哪|需要|要不要|还能|包|支持|管不管|给不给|是不是)(?:.{0,6})(?:退|"
    r"换|赔|售后|保修|取消|存|保存|放)(?:.{0,6})(?:吗|不|呀|么|\?|呢|$|哈|嘛)",
    r"(?:几天|多久|什么时候|几号|哪天)(?:.{0,4})(?:到账|退|能到|发货|到货|开团|截)|(?:坏|烂|碎|死|少|漏)了?(?:多少|"
    r"几个|的话|谁|怎么|是不是|还能)(?:.{0,8})(?:赔|退|补|报|拍)|会不会(?:很|太|有|不|容易)?.{1,6}|保质期多久|"
    r"容易(?:坏|碎|烂)(?:吗|不)|(?:包|管)(?:退|换|赔|熟|甜)(?:吗|不|么|吧|\?)|"
    r"([酸甜辣苦涩咸腥淡硬软脆熟大厚薄])不\1|有没有(?:异味|味道|刺|籽|农药|添加)|(?:味|色|毛|水|脆|腥|酸|甜|"
    r"贵).{0,4}(?:吗|不|么)\?*$",
)
_IF = pattern(r"如果|要是|万一|假如|的话|先问")
_HAS_ONE = pattern(
    r"我家|我这|我那|我的|我们家|收到(?:的|了|一)|到手|打开|拿到|拿回|这箱|这批|这袋|这盒|已经|昨天|前天|今天拿|"
    r"早上拿|刚(?:拿|取|收)|里面|\d+个|[两三四五六七八九十半几]个|一半|全(?:是|都)|吃了|喝了|买的|订的|团的|一直|"
    r"还没|至今|\d+天|天了|说好|明明|怎么(?:还|又|是|这么|没)|给我|发我|也不|退我"
)
_JOKE = pattern(
    r"剁手|卖肾|钱包|破产|减肥|长胖|又胖|胖[了三]|瘦|绝交|下蛊|下降头|饲养场|工资卡|深夜放毒|放毒|肚子里|流口水|口水|"
    r"馋(?:死|哭|我)|偷吃|自首|养猪|越狱|恶毒|渣男|苗条|嘴馋|笑死|哈哈哈|离家出走去|离婚|老公(?:说|骂|问)|我妈(?:问|"
    r"说)群主"
)
_COMPLAINS = pattern(r"烂|坏了|臭|发霉|少了|漏|没收到|没到|没发|退(?!货我)|难吃|过期|错|贵|差评|说法|不回")


def off_topic(burst: Burst, situation: Situation) -> CheckResult | None:
    """Work, weather, neighbours, football, with nothing of this group in it."""
    sketch = sketch_of(burst)
    found = _TOPIC.search(sketch.text)
    if not found or _OURS.search(sketch.text):
        return None
    return CheckResult("off_topic", -1.5, f"说的是“{quoted(found.group())}”，不是本群的东西", veto=sketch.goods is None)


def is_topic_of_others(text: str) -> bool:
    """Whether a plain text is about something that is none of this group's business."""
    return _TOPIC.search(text) is not None and not _OURS.search(text)


def own_mistake(burst: Burst, situation: Situation) -> CheckResult | None:
    """The member says that it was their own doing."""
    text = plain_of(burst)
    if sent_by_mistake(text):
        return CheckResult("own_mistake", -6.0, f"自己发错了：“{quoted(text)}”", veto=True)
    found = _OWN_MISTAKE.search(text)
    if not found or _BLAMED.search(text):
        return None
    return CheckResult("own_mistake", -6.0, f"自己的原因：“{quoted(found.group())}”", veto=True)


def is_solved(text: str) -> bool:
    """Whether a plain text says that a problem is over, and nothing is left of it."""
    return bool(_SOLVED_AFTER_ALL.search(text) or (_SOLVED.search(text) and not _NOT_SOLVED.search(text)))


def solved(burst: Burst, situation: Situation) -> CheckResult | None:
    """Refunded, resent, found: 坏的两个已经赔了."""
    text = plain_of(burst)
    if not is_solved(text):
        return None
    return CheckResult("solved", -6.0, "说问题已经解决", veto=True)


def decline(burst: Burst, situation: Situation) -> CheckResult | None:
    """Does not want to order, or takes an order back, without blaming anyone."""
    text = plain_of(burst)
    found = _DECLINE.search(text)
    if not found or is_angry(text) or _HAS_FAULT.search(text):
        return None
    return CheckResult("decline", -5.0, f"只是不要：“{quoted(found.group())}”", veto=True)


_HAS_FAULT = pattern(
    r"烂了|坏了|碎了|发霉|馊|不给(?:退|换)|凭什么|少(?:了|发|给)|漏发|错了|还没(?:到|发|退)|一直没|余额|拉黑|"
    r"咱?这质量|太差"
)


def is_order(text: str) -> bool:
    """Whether a sketch is an order line: 3-501 ◇2份."""
    return _ORDER.search(text) is not None and not _NOT_ORDER.search(text)


def order_line(burst: Burst, situation: Situation) -> CheckResult | None:
    """An entry of a sign-up chain, or another order."""
    sketch = sketch_of(burst)
    if joins(plain_of(burst)):
        return None
    return CheckResult("order_line", -5.0, "像是接龙下单", veto=True) if is_order(sketch.text) else None


def notice(burst: Burst, situation: Situation) -> CheckResult | None:
    """Reads as a group leader's announcement, whoever posted it."""
    text = plain_of(burst)
    found = _NOTICE.search(text)
    if not found or _AGAINST_NOTICE.search(text):
        return None
    return CheckResult("notice", -4.0, f"像团长的通知：“{quoted(found.group())}”")


def question(burst: Burst, situation: Situation) -> CheckResult | None:
    """Asks how it works or what would be, with no goods of one's own gone wrong: 不好吃可以退吗."""
    text = plain_of(burst)
    found = _QUESTION.search(text)
    if not found or len(text) > 60 or "!" in text or (_HAS_ONE.search(text) and not _IF.search(text)):
        return None
    return CheckResult("question", -3.5, "只是咨询，没有说出问题")


def joke(burst: Burst, situation: Situation) -> CheckResult | None:
    """Banter about eating and spending too much."""
    text = plain_of(burst)
    found = _JOKE.search(text)
    if not found or _COMPLAINS.search(text):
        return None
    return CheckResult("joke", -3.5, f"像开玩笑：“{quoted(found.group())}”")
