"""Words about a deed that is not ours for a member: said or done by others, advertised, ordinary, a heading."""

from __future__ import annotations

import re

from bot.domain.promise_said import FUTURE, PEOPLE, Said

_SAYS = re.compile(
    r"(?:(?<![我咱跟和给对同向你您们再话老实来么咋])(?:说(?!明(?![天早晚儿日后])|法|话|[两几三下]|一下|个|到做到|清|一声|声|好|定|实|真|句|不准|不定)|讲(?!究|清|好|定)|答应(?![你您]?[^,，]{0,4}的)|承诺|表示|告诉我|跟我说|通知我|回复我|保证说|喊(?!人|师傅|小|老公|老婆|儿子|店员)))"
)


_TALK_WITH_THEM = re.compile(
    "(?:[跟和找对同][^,，。!?我你您]{1,8}?|问[过下一问]{0,2}[^,，。!?我你您]{1,6}?再)[说讲](?:[一说讲]?[声下说讲])?(?![了过好定明妥])"
)
"""我去跟果园老板说, 问过老板再说."""


_AS_GOOD_AS_OUR_WORD = re.compile("说一不二|说[退补换赔送到](?:就|$)")
"""说退就退."""


def said_by_others(said: Said) -> bool:
    if said.kind == "visit" and re.search("[跟和]我一[起道块]", said.before):
        return False
    before = _AS_GOOD_AS_OUR_WORD.sub("", said.before)
    so_far = _TALK_WITH_THEM.sub("", said.sentence_before)
    if re.search(
        r"听说|据说|(?<![按照])[你您]说(?!的?(?:[那这]个?)?(?:事|问题|情况|秤))(?:的|要|好)?|群里说|都说|传", before
    ) and not re.search(r"[跟和给对同][你您]说", before):
        return True
    if re.match(
        r"^[款钱]?(?:给|还)?(?:我(?!们?(?:[再来去给帮就马今明后周下晚上中待稍会提申操点月两三半本礼星听傍立等五大叫让先开寄]|这[周两几]|一[会个]|\d))|咱家|我们(?![再来去给帮就马今明]))",
        said.after,
    ):
        return True
    if re.search(
        rf"(?<![跟和找对同向与问])(?:{PEOPLE})[^,，]{{0,6}}(?:(?<![怎么咋])[说讲](?!明(?![天早晚后儿日])|法|好|定|妥)|答应|承诺|表示|回复|告诉|喊|保证|反馈|通知)",
        so_far[-30:],
    ):
        return not re.search(r"[,，](?:那|所以)?(?:我|咱|这边|我们|团长)[^,，]*$", said.sentence_before)
    if said.kind != "reply" and re.search(
        rf"[跟和找对同](?:{PEOPLE})[^,，]{{0,3}}[说讲]了[,，][^,，我]*$", said.sentence_before
    ):
        return True  # 跟厂家说了，明天给您补
    says = _SAYS.search(before)
    return bool(says) and not re.search(
        r"(?:我|咱|我们)(?:这边|跟|和|给|先|就|也|都|可以|可|再|来|亲自|在这|在此)*$",
        before[: says.start()] if says else "",
    )


_MARKET = re.compile(
    r"下单|买[一二两三四五\d]+[份盒箱袋个斤瓶件提]?(?:[^,，。我你您补退赔]{0,6}[,，]?就?再?)[送赠](?=[一两二三半\d]|$)|买[一二两三四五\d]+[份盒箱袋个斤瓶件]?[送赠]|介绍|满\s*\d+|[买拍满][一二两三四五六七八九十半百\d]+[份盒箱袋个斤瓶件提][,，]?(?:就|再|立|我)?(?:[减送赠]|便宜)|前\s*[\d一二三四五十]+\s*[名位单个]|团购价|秒杀|抽奖|中奖|集赞|好评|晒图|晒单|新人|拼单|开抢|限时|特价|活动|福利|邀请|拉人|转发|"
    r"(?:^|[,，。!:】\s])[两三四五六七八九十\d]+[份盒箱袋个斤瓶件提][,，]?(?:就|再|立)?[送赠](?=[一两二三半\d])|(?:首单|新客|新用户|新会员)[^,，。]{0,4}(?:[送领减享]|专享)|扫码(?:就|即|可)?[领送]|打卡|签到|每[单人](?![退补赔返])|凡|充值|会员日|分享到|进群|参团|成团|群规|本店"
)


_CUT_FOR_ALL = re.compile(
    r"群友|会员|上架|老顾客再|立减|直降|减免价|第[二三2-9两]+[件份盒箱个袋]|拼满|报名|(?<!下[次回])接龙|(?<!下[次回])开团|每[份盒箱个袋件斤][减便]|(?:^|[,，。!\s])[一两二三四五六七八九十\d]+[份盒箱个袋件斤](?:再|就|起)?(?:减|便宜|优惠|少收)|原价"
)
"""What makes a thing cheaper for whoever buys it: 两盒立减5块."""


def advertised(said: Said) -> bool:
    sentence = said.sentence_before + said.words[said.start : said.clause_span[1]]
    if said.kind == "voucher" and _CUT_FOR_ALL.search(sentence) and not re.search("[你您]", sentence):
        return True
    if said.kind == "voucher" and re.search("(?:群友|会员)(?:再|都|可|另)?$", said.before):
        return True
    if not _MARKET.search(sentence):
        return False
    personal = re.search(
        r"受影响|收到[^,，]{0,8}的(?:住户|业主|邻居|户|家)|每[户家][^,，]{0,3}[退补赔]|[给帮补退赔返跟][^,，]{0,4}[你您](?!们)|[你您](?:那|这|的)[份单盒箱]",
        sentence,
    )
    return not personal or bool(re.search(r"好评|晒图|晒单|集赞|转发|邀请|介绍|拉人|抽奖", sentence))


_YOURS = re.compile(
    r"(?:请|麻烦|劳烦|让|叫|要|得|需要|记得|可以|先|自己|直接|您好)?[你您](?:们)?(?:得|必须|需要|那边|这边|再|先|自己|直接|去|来|把[^,，]{0,8}|帮忙?|可以|也|就|可|只管|尽管|联系|"
    r"明天|今天|今晚|周[一二三四五六日末]|下午|上午|晚上|有空|方便(?:的?时候?)?|[拿带送寄](?:回来|过来|回去)|抽空)*$"
)
_NOT_MY_DEED = re.compile(
    rf"(?:^|[,，])(?:这|那|可是|但是|因为|让|叫|等|请|催)?(?:{PEOPLE})(?:那边|那头|明天|今天|今晚|周[一二三四五六日]|下午|上午|会|要|来|马上|还|都|正|在|就|应该)*$"
)


_YOU_PAY = re.compile(r"[,，]\s?[你您](?:们)?[^,，我的]{0,4}[补付转](?![你您])")
"""差价6元，您补给我."""
_THEIR_MONEY = re.compile("(?:平台|运费险|保险公司?|快递公司|物流公司?)(?![上里])[^,，我咱]{0,9}$")
"""平台会退您 12 块."""
_BY_ITSELF = re.compile("(?:系统|小程序)(?![上里])[^,，我咱]{0,6}$")
"""积分是系统自动给的; money that the system pays back for us, with a sum and a time, is ours."""
_THEY_GIVE = re.compile("(?:都|全)?是?(?:平台|系统|小程序)(?![上里])[^,，我咱]{0,4}[发给送退返算]")
"""红包平台发的."""
_NOT_TO_YOU = re.compile(
    "[你您](?:们)?[^,，我给]{0,3}[补付](?![你您])|[^,，]{0,8}[你您](?:们)?[^,，我的]{0,4}[补付转打](?:给|过来)?[我咱]"
)
"""差价14.6您转我."""
_BY_YOUR_HAND = re.compile(
    r"[你您](?:们)?(?:自己)?[^,，我给]{0,10}(?:(?<![一二两三四五六七八九十\d晚])点|申请|操作|提交|选)(?:一下|个)?$"
)
"""您自己在小程序里点一下退款."""
_YOURSELF = re.compile("款?[你您](?:们)?自己(?!不|别|先别|甭)")
_THEIR_DEED = re.compile(
    "(?:^|[,，])(?:这个?|那个?|等|可是?|但)?(?:快递(?:员|小哥|公司|站点?|那边)|物流|邻居|隔壁[^,，我]{0,3}"
    "|别的?(?:团长?|家|人)|人家|[他她](?:们)?)(?:那边|那头|会|要|来|再|统一)?[^,，我咱让叫给]{0,12}(?:给(?:[你您](?:们)?)?|统一)?$"
)
"""快递员明天给您送来: others bring it."""
_TO_ME = re.compile("[^,，你您]{1,12}给[我咱](?:们)?(?=$|[,，。!~哈啊吧])")
"""麻烦您明天带一盒给我."""
_THEY_SAID_SO = re.compile("[,，][他她](?:们)?(?:自己)?[说讲]的")
_YOU_ASK = re.compile("[你您](?:们)?[^,，我]{0,3}[让叫要求喊逼][我咱](?:们)?(?:给[你您]?)?$")
"""你让我退10块，我拿啥退."""
_TELLS = re.compile(rf"(?:{PEOPLE})话[^,，]{{0,14}}$")
"""司机话他会赔给你."""
_ONLY_THEY = re.compile(
    "(?:^|[,，])(?:出版社|印刷厂|厂[家商里]|品牌方?|官方|供应商|供货商|商家|卖家|平台|快递公司|物流)[^,，我咱]{0,8}才(?:会|能|肯|给)?[更调给]?$"
)
"""出版社要下学期才会更换."""
_THEIR_GIFT = re.compile(
    "谢谢?[你您][^,，]{0,6}$|(?:抢[了到]?|领[了到]?|(?<!多)收[了到])[^,，我]{0,6}$|(?:发|转)给?我[^,，]{0,6}$|(?<!给)[你您](?:们)?发的?[^,，]{0,6}$"
)
"""谢谢你的20红包, 发我20红包."""
_YOUR_WALK = re.compile("[你您](?:们)?(?:还|都|又)?[^,，我咱]{0,5}$")
"""你大热天跑一趟也辛苦."""
_YOU_CALL = re.compile("(?:^|[,，])[你您](?:们)?[^,，我]{0,3}(?:给|跟|找|联系)(?![你您])[^,，我你您]{1,6}$")
"""您给厂家打电话."""
_MAKERS_WILL = re.compile("(?:^|[,，])[^,，我咱]{0,6}(?:厂家|厂里|供应商|供货商|商家|卖家)(?:会|要)[^,，我你您]{0,4}$")
"""厂家会统一补发."""
_MAKERS_GIVE = re.compile(
    "(?:^|[,，])[^,，我咱让叫请找催]{0,4}(?:厂家|厂里|供应商|供货商|商家|工厂|品牌方)"
    "(?:那边|今天|明天|后天|下?周[一二三四五六日]?|马上|统一|会|要|也|都)*(?:给(?:大家)?)?$"
)
"""牛奶我问了，厂家明天给补一包; what they give 您 by our doing (厂家明天直接给您补发) is ours."""
_GIVEN_AT_HOME = re.compile(
    "给[你您]家?(?:老[公婆]|先生|太太|爱人|[爸妈]+|公公|婆婆|儿子|女儿|孩子|家里?人|室友|对象)[^,，]{0,2}了(?!解)"
)
"""退8块给你老公了: somebody of theirs has it."""
_TO_SOMEBODY_ELSE = re.compile(
    "[了过]?给?(?:[她他](?:们)?|别人|人家|另一[家户位]|(?:供应商|供货商)(?![那说出退赔])|[王李张刘陈赵][姐哥阿][^你您]{0,1})(?!那[份单])"
)
"""我退了她三十元 is told of somebody else."""
_YOU_BRING = re.compile(
    "(?:^|[,，])(?:请|麻烦|劳烦)?[你您](?:们)?(?!的|那|这(?!两|几|周)|家|放心)[^,，我咱]{0,10}把[^,，我咱]{1,10}$"
)
"""您周六把旧的送回来."""
_SENT = re.compile("(?:师傅|[跟和]我一[起道块]|维修的?[^,，]{1,4}[,，][他她]|维修[员工])[^,，]{0,8}$")
"""Who comes to the member in our name: 师傅周四上门看."""


def somebody_elses(said: Said) -> bool:
    """The member is asked to do it, or somebody else does it for themselves."""
    before = said.before
    if said.words.startswith("等我", said.start):
        return False
    if _YOU_ASK.search(before) or _TELLS.search(before) or _ONLY_THEY.search(before):
        return True
    if said.words[said.start] in "放挂搁" and re.search(
        "(?:快递员?|快递小哥|物流|邻居|驿站)(?:会|要|再|明天|今天)*$", before
    ):
        return True
    if said.words.startswith("红包", said.start) and _THEIR_GIFT.search(before):
        return True
    if (
        said.kind == "visit"
        and re.search("[你您](?:们)?(?:自己)?[过下上]?$", before)
        and not re.search("[给帮替]", before)
    ):
        return True  # 您下来取
    if said.kind == "visit" and (
        (said.words.startswith("跑一趟", said.start) and _YOUR_WALK.search(before))
        or re.match("的(?=$|[,，。!])", said.after)
    ):
        return True
    if said.kind == "refund" and (_BY_YOUR_HAND.search(before) or _YOURSELF.match(said.after)):
        return True
    if said.words.startswith("差价", said.start) and (
        _YOU_PAY.match(said.tail) or _NOT_TO_YOU.match(said.after) or re.match("[,，][^,，]{0,6}[你您]自己", said.tail)
    ):
        return True
    if said.kind == "visit" and _SENT.search(said.sentence_before):
        return False
    if said.kind in ("refund", "replacement") and (_THEIR_DEED.search(before) or _TO_SOMEBODY_ELSE.match(said.after)):
        return True
    if said.kind in ("refund", "replacement") and (
        _MAKERS_GIVE.search(before) or (_GIVEN_AT_HOME.search(said.clause) and not FUTURE.search(said.clause))
    ):
        return True
    if said.kind == "replacement" and not said.has_time and _MAKERS_WILL.search(before):
        return True
    if said.kind in ("replacement", "other") and re.search("[^我咱]自己$", before):
        return True  # 自提点自己换吧
    if said.kind in ("refund", "replacement", "other") and _TO_ME.match(said.after):
        return True
    if _THEY_SAID_SO.search(said.tail) or (said.kind == "reply" and _YOU_CALL.search(before)):
        return True
    if said.kind == "points" and "自动" in said.clause:
        return True  # 系统七天后自动返积分
    if said.kind in ("replacement", "other") and _YOU_BRING.search(before):
        return True
    if said.kind in ("refund", "voucher", "points") and re.search(r"[你您](?:们)?这边先?$", before):
        return False
    if re.search(r"[给帮跟和对替为拨向]$", re.sub(r"[你您](?:们)?$", "", before)) or re.search(
        r"[给帮跟和对替为回拨补还找退返赔转][你您]们?[^,，]{0,10}$", before
    ):
        return False
    if _YOURS.search(before) and not re.search(r"(?:我|我们|咱|团长)[^,，]*$", before) and re.search(r"[你您]", before):
        return True
    if re.search(r"(?:请|麻烦|劳烦|记得|务必)[^,，我]{0,6}$", before):
        return True
    if re.match("货?(?:的|者)?请(?:于|在|到|先|把|联系|自行|携带)", said.after):
        return True  # 退货请于十时前送至自提点
    if re.search("[你您](?:们)?[^,，我]{0,4}给[我咱](?:们)?$", before):
        return True  # 您给我补张照片
    if (said.kind == "refund" or "差价" in said.clause) and "链接" in said.clause:
        return True  # 补差价链接
    verb = said.words[said.start : said.end]
    if (said.kind == "refund" or verb[0] == "赔") and _THEIR_MONEY.search(before):
        return True
    if said.kind in ("voucher", "points") and re.search(f"{_THEIR_MONEY.pattern}|{_BY_ITSELF.pattern}", before + verb):
        return True  # 那张券平台今晚发
    if (
        said.kind == "refund"
        and _BY_ITSELF.search(before)
        and not re.search(r"\d|[块元]", said.sentence_before + said.clause)
    ):
        return True
    if said.kind == "refund" and "自动" in said.clause and not re.search(r"\d|[块元]", said.clause):
        return True  # 支付宝自动退的
    if said.kind in ("refund", "voucher") and _THEY_GIVE.match(said.after):
        return True
    deed_to_you = re.match(r"^[^,，]{0,4}[你您]", said.after) or re.search(
        r"[你您]$", said.words[said.start : said.end]
    )
    return bool(_NOT_MY_DEED.search(before)) and not deed_to_you


_ORDINARY_OTHER = re.compile(
    r"(?:给|帮|替|跟|为|到|送|发)(?:[你您]|大家|各位)|[你您](?:家|那|的)|我(?!的)|咱|这边|团长|把|亲自|我们|发票[^,，厂商平台]{0,6}[开给补寄]|发(?:出来|到?群)|贴出来|公布|公示"
)
_VISITORS = re.compile(r"我|把|带(?=[^,，]{1,8}上门)|领|咱|师傅|司机|[送配快]递?员|人|让|安排|派|[你您]|上门|登门|来收")
_LOOKS_INTO = re.compile("去[看瞧]")
_MEMBERS_HOME = re.compile("上门|登门|[你您](?:们)?(?:家|屋企|那|楼|门|单元|小区)")
_IDLE = re.compile(
    r"(?:(?<!现)在|现在(?!就)|正在?|还在|一直在?|帮着)(?:[^,，]{0,4})$|接龙(?![表名单])|开团|截单|进货(?!单)|停水|停电|开会|休息|群公告(?![我咱])|放假|上新|预售"
)


_AT_FAULT = re.compile(
    "[坏烂碎破少差漏馊霉缺臭裂蔫瘪]|[凉硬酸化潮糊塌断娄软焦]了|压[成扁坏]|[太又]?[凉硬酸苦咸]得|生虫|发[黄黑芽]"
)
"""What went wrong, so that 给您3块 is a word about it."""


def nothing_special(said: Said) -> bool:
    """An ordinary doing that is no deed for a member."""
    if said.kind == "other":
        ours = _ORDINARY_OTHER.search(said.clause) or re.search("[你您]", said.sentence_before)
        return not ours or bool(_IDLE.search(said.before) or _IDLE.search(said.clause))
    if (
        said.kind == "visit"
        and re.match("[到上](?!门给?[你您]?[看修瞧检])", said.words[said.start :])
        and re.search("[发送寄补换放]|带(?!师傅|人|工具)", said.before)
    ):
        return True  # 发一箱到您家 says where to
    if said.kind == "visit" and _LOOKS_INTO.match(said.words, said.start) and not _MEMBERS_HOME.search(said.clause):
        return True  # 我去看一下 looks into the matter
    if said.kind == "visit":
        looks = re.search("[看瞧瞅验]$", said.words[said.start : said.end])
        told = len(said.sentence_before) <= 4 or (len(said.before) <= 4 and re.search("[你您]", said.tail))
        if said.words.startswith("跑一趟", said.start) and said.has_time and re.search("[你您]", said.tail):
            return False
        alone = looks and said.has_time and not said.after and told
        if re.match("把", said.after):
            return False  # 明儿上午再过去把肉取回来
        return not alone and not _VISITORS.search(said.before + said.words[said.start : said.end])
    if said.words.startswith("清账", said.start):
        return not re.search("[欠差][你您]|(?<![你您])[欠差]的", said.sentence_before)
    if said.kind == "refund" and re.match(
        r"给(?:[你您](?:们)?)?\s*[\d一二两三四五六七八九十]", said.words[said.start :]
    ):
        if re.match("[^,，]{0,8}[就才]", said.after) or re.search("便宜|特价|甩卖|处理[,，]", said.sentence_before):
            return True
        return not re.search("再$", said.before) and not _AT_FAULT.search(said.words[: said.start])
    return said.kind == "reply" and (_to_somebody_else(said) or bool(_THEY_WILL.search(said.before)))


def _to_somebody_else(said: Said) -> bool:
    """Words that go to the supplier and not to the member, or that invite the member to write."""
    marker = (
        re.fullmatch(
            ".{0,3}[我姐][跟和同给][你您](?:们)?[说讲](?:一声)?|我?[跟和][你您](?:们)?确认一?下", said.clause.strip()
        )
        and not said.has_time
    )
    waited = re.search(r"(?:等待|静候|坐等)[^,，我咱]{0,3}$", said.before)
    thanked = re.search(r"(?:谢谢?|感谢|多谢|辛苦|收到|看到)[了啦]?(?:[你您]们?)?的?(?:及时|宝贵)?$", said.before)
    invited = re.search(r"(?:随时|有事|有问题|不懂|需要|欢迎)[^,，]{0,5}$", said.before)
    under_way = re.search(r"(?:已|正)在?(?:跟|和|与)?$", said.before)
    to_me = re.search("[跟和同]我(?:们)?$", said.before)
    by_them = not said.has_time and re.search(rf"(?:让|叫)(?:{PEOPLE})[^,，]{{0,6}}$", said.before)
    return bool(
        thanked
        or invited
        or under_way
        or to_me
        or by_them
        or marker
        or waited
        or re.match(rf"(?:一下|下|给)?(?:{PEOPLE}|群主|大家|有关)", said.after)
    )


_THEY_WILL = re.compile(
    rf"(?:^|[,，])(?:{PEOPLE}){{1,2}}(?:那边|那头|明天|今天|今晚|[下上]午|晚上|晚点|一会儿?|稍后|会|要|来|马上|还|都|就|应该|提前|主动|送之?前|给|跟|[你您]){{0,6}}$"
)
"""快递员晚点给您打电话 is the courier's word."""
_COLON = re.compile(
    r"[^,，。!?;；\d]{0,4}[:：]"
    r"(?!\s*(?:今|明|后天|[下这]?周|\d+[号日点]|[上下]午|晚)[^,，。!?补退换送发赔给]{0,5}(?:$|[,，。!?]))"
)
"""A colon after the verb, with more behind it than a time."""


def heads(said: Said) -> bool:
    """What only leads to what is said after a colon: 处理结果：退您15元."""
    return said.kind in ("reply", "other") and bool(_COLON.match(said.after)) and not FUTURE.search(said.before)
