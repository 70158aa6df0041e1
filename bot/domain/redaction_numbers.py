"""Numbers, accounts and addresses on the net that lead to a person, in every spelling; and amounts of money."""

from __future__ import annotations

import re
from collections.abc import Iterator

Found = Iterator[tuple[int, int, str]]

_HAN_DIGITS = {
    **dict.fromkeys("零〇洞", "0"), **dict.fromkeys("一幺壹吆", "1"), **dict.fromkeys("二贰两", "2"),
    **dict.fromkeys("三叁", "3"), **dict.fromkeys("四肆", "4"), **dict.fromkeys("五伍", "5"),
    **dict.fromkeys("六陆", "6"), **dict.fromkeys("七柒拐", "7"), **dict.fromkeys("八捌", "8"),
    **dict.fromkeys("九玖勾", "9"), "杠": "-", "—": "-", "–": "-", "－": "-", "−": "-", "_": "_",
}  # fmt: skip
_AS_DIGITS = str.maketrans(_HAN_DIGITS)

_UNIT = (
    r"\s*(?:元|块|毛|角|折|%|％|克|千克|公斤|斤|两|g\b|kg|ml|毫升|"
    r"升|l\b|L\b|cm|mm|厘米|米|个|份|盒|箱|袋|件|包|瓶|罐|枚|只|条|"
    r"人|户|名|位|点|天|小时|分钟|秒|年|月|日|号|次|单(?!号)|分|mg|"
    r"w\b|万|k\b|度|℃|层|倍|卷|片|抽|支|根|颗|头|寸|岁|积分|卡路里|"
    r"大卡|千卡|kcal)"
)
_HOTLINES = {"12315", "12345", "12348", "12358", "12319", "12306", "10086", "10010", "10000", "10001", "11185", "12331"}

_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d[-/.年](?:1[0-2]|0?[1-9])[-/.月](?:3[01]|[12]\d|"
    r"0?[1-9])日?(?!\d)|(?<!\d)(?:19|20)\d\d(?:1[0-2]|0[1-9])(?:3[01]|"
    r"[12]\d|0[1-9])(?!\d)"
)
_TIME = re.compile(r"(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?:\s*[-~至到]\s*\d{1,2}:\d{2})?(?!\d)")
_CASE_NUMBER = re.compile(r"售后单(?:号)?\s*[:：#]?\s*\d{1,6}(?!\d)")
_MONEY = re.compile(r"[¥￥$]\s*\d{1,6}(?:\.\d{1,2})?(?![\dA-Za-z.])|(?<![\d.])\d{1,6}(?:\.\d{1,2})?" + _UNIT)

_GAP = (
    r"(?:[\s\-.·…,，、:：;；/|*~()（）+#。!！]|后面|然后|接着|中间|最后|末尾|结尾|尾号|再来|"
    r"再加|再|是|加|空格|点|前三位|前四位|后四位|后八位|四位|三位|前面|前|后|跟着|跟|接|连上|连|嗯|呃|啊|"
    r"那个|\n)"
)
_MOBILE = re.compile(rf"(?<!\d)(?:\+?86[-\s]*)?1{_GAP}{{0,3}}[3-9](?:{_GAP}{{0,4}}\d){{9}}(?!\d)")
_LANDLINE = re.compile(
    r"(?<!\d)[(（]?0\d{2,3}[)）\-\s.转]{0,3}\d{3,4}[-\s.]?\d{4}(?:[-\s转分机#]{1,4}\d{1,5})?(?!\d)|"
    r"(?<!\d)[48]00[-\s]?\d{3,4}[-\s]?\d{3,4}(?!\d)"
)
_RUN = re.compile(r"(?<![\dA-Za-z])\d(?:[\s\-.·_/*]{0,3}\d){6,40}(?![\d])")
_STARS = re.compile(r"\d{2,}[*xX×]{2,}\d{0,}|[*×]{3,}\d{3,}")
_LONG = re.compile(r"\d{7,}[xX]?")
_ID_CARD = re.compile(
    r"(?<!\d)\d{6}[-\s]?\d{4}[-\s]?\d{4}[-\s]?\d{3}[\dXx](?![\dA-Za-z])|"
    r"(?<!\d)\d(?:[\s-]?\d){16}[\s-]?[Xx](?![A-Za-z])"
)
_MIDDLE = re.compile(rf"(?<![\d.¥A-Za-z-])\d{{5,6}}(?![\d.])(?!{_UNIT})")
_MIXED = re.compile(r"(?<![A-Za-z0-9_])[A-Za-z0-9][A-Za-z0-9_-]{6,40}")
_PARCEL = re.compile(r"(?<![A-Za-z])(?:SF|YT|ZTO|STO|YTO|JD[A-Z]{0,3}|JT|YD|EMS|DPK|" r"DB|HT|TT|UC|EA|EB|LP|CN|DD|PDD|TB|KTT|QJL|NO|SO)[\s:：.\-]*\d(?:[\s-]{0,2}\d){5,24}", re.IGNORECASE)  # fmt: skip  # noqa: E501

_CODE = re.compile(
    r"(?:(?:取件|取货|提货|取餐|自提|核销|验证|开门|开柜|门禁|开箱|柜子|邀请|兑换|拼团|团购|优惠|支付|"
    r"付款|登录|动态|提取|校验|登陆|会员|取)(?:号?码|密码|口令|号)|密码|口令|暗号|凭码|群号|会议号|code|"
    r"邀请码)"
    r"(?:给你|发你|告诉你|报一下|报|填|输入|输|就是|应该是|改成|改为|"
    r"变成|后面|还|也|：|[\s:：是为叫=,，\-（(\"“「'])*"
    r"([A-Za-z0-9]+(?:[\s\-.]?[A-Za-z0-9]+){0,6})",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"(?:订单编?号?|单号|编号|流水号?|交易号|运单号?|快递单?号?|物流单?号?|"
    r"面单|票号|退款单|售后编号|商户单号|会员号|会员卡号?|卡号|账号|"
    r"帐号|账户|存折)"
    r"(?:后[一二三四五六\d]位|尾号|尾数|末[四\d]位|就是|应该是|是不是|报一下|发你|给你|[\s:：是为叫=#,，（(\"“「'])*"
    r"([A-Za-z]{0,5}[\s\-]?\d(?:[\s\-.]{0,2}[A-Za-z0-9]){2,30})",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:尾号|尾数|末尾|后[三四五六八3-8]位|末[三四五六3-6]位|最后[三四五六几3-6](?:位"
    r"|个数?字?)|前[三四六3-6]位|开头|手机尾|电话尾|尾)(?:数字?|号码?)?"
    r"(?:就是|应该是|[\s:：是为,，（(\"“「'])*(\d(?:[\s-]?\d){2,7})(?!\d)"
)
_TAIL_AFTER = re.compile(r"(?<!\d)(\d(?:\s?\d){2,7})(?:结尾|尾号|收尾|开头|打头|那张卡|的卡|的号|那个号|这个号)")
_PHONE_WORD = re.compile(
    r"(?:电话|手机号?|座机|号码|联系方式|call|tel|phone|打|拨|致电|传真|短号|分机|内线|小号)"
    r"(?:就是|还是|改成|换成|应该|[\s:：是为叫这个,，（(.])*(\d(?:[\s-]?\d){4,11})(?!\d)(?!" + _UNIT + ")",
    re.IGNORECASE,
)

_PLATE_PLACE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使"
_SEP = r"[\s·•.\-—_]{0,2}"
_PLATE = re.compile(rf"[{_PLATE_PLACE}]{_SEP}[A-Za-z]{_SEP}(?:(?=[A-Za-z0-9\s·•.\-]*\d)[A-Za-z0-9]{_SEP}" rf"){{4," rf"5}}[A-Za-z0-9挂学警港澳](?![A-Za-z0-9])")  # fmt: skip  # noqa: E501
_PLATE_WORD = re.compile(r"(?:车牌号?|牌照|车号)(?:尾号|后[三四]位|末[三四]位|尾数|就是|" r"[\s:：是为,，（(])*([A-Za-z0-9](?:[\s·.\-]?[A-Za-z0-9])" r"{2,7})", re.IGNORECASE)  # fmt: skip  # noqa: E501
_PLATE_BARE = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][·•\-][A-Z0-9]{5,6}(?![A-Za-z0-9])")

_ACCOUNT_WORD = re.compile(
    r"微[.\s·]?信|旺旺|[vV][xX]|[wW][xX]|[vV]信|薇信|威信|徽信|微❤|微芯|微号|薇|绿泡泡|"
    r"绿色软件|卫星|维信|weixin|wechat|QQ|扣扣|企鹅|球球|抠抠|小红书|抖音|快手|微博|支付宝|闲鱼|"
    r"TG|telegram|飞机号|钉钉|陌陌|"
    r"(?<![A-Za-z0-9])[vV](?![A-Za-z0-9])|[加➕+]\s*[我个]|[vV]我|加[vVqQ]|"
    r"(?<![A-Za-z])[qQ](?![A-Za-z])|(?<![A-Za-z])id(?![A-Za-z])|用户名|"
    r"账号|帐号|昵称",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?<![A-Za-z0-9_])(?:[A-Za-z][A-Za-z0-9]*(?:[_\-.\s][A-Za-z0-9]+){0,4}|\d(?:[\s_-]?[A-Za-z0-9_]){4,19})"
)
_WORDED = re.compile(
    r"(?:旺旺|微信|账号|帐号|抖音|快手|小红书|支付宝|闲鱼|用户名)(?:号|"
    r"名|id|ID){0,2}\s?[:：]\s?([^\s,，。;；!！?？、\ue000]{2,24})"
    r"|(?:口令|密令|暗号|凭码|邀请码)\s?(?:[:：]|是|为)\s?([^\s,，。;；!！?？、\ue000]{2,24})"
)
_PART = re.compile(
    r"(?:前面|中间|后面|前|后|开头|末尾|[后末][三四34][位码])\s?[是为]?\s?(\d{3,8})(?![\d.])(?!" + _UNIT + ")"
)
_NO_ACCOUNT = {
    "wechat", "weixin", "qq", "vx", "wx", "tg", "telegram", "app", "ok", "id", "pdd", "vip", "svip", "plus", "pro", "wifi", "hi", "sorry",  # noqa: E501
    "hello", "thanks", "thank", "please", "iphone", "ipad", "android", "no", "yes", "nfc", "the", "and", "pay", "alipay", "email",  # noqa: E501
}  # fmt: skip
_CLAUSE = re.compile(r"[^。！？!?\n;；]+")
_UNDERSCORE = re.compile(
    r"(?<![A-Za-z0-9_])(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]+(?:_[A-Za-z0-9_]*)+|wxid[\w-]*", re.IGNORECASE
)

_AT = r"\s*(?:@|\(at\)|\[at\]|（at）|【at】|\bat\b|艾特|圈a|#at#)\s*"
_DOT = r"\s*(?:\.|。|点|\bdot\b|\(dot\)|\[dot\])\s*"
_TOP = (
    r"(?:com|cn|net|org|top|cc|xyz|vip|shop|me|link|app|io|info|club|"
    r"site|tv|co|ly|gg|wang|store|mobi|biz|edu|gov|hk|tw|fun|ltd|pub|"
    r"ink|work|online|live|im|to|so)"
)
_EMAIL = re.compile(rf"[\w.+-]{{1,64}}{_AT}[A-Za-z0-9-]+(?:{_DOT}[A-Za-z0-9-]+){{1,3}}", re.IGNORECASE | re.ASCII)
_LINK = re.compile(
    rf"[a-z]{{2,10}}://[^\s，。！？、；）】」\ue000\u4e00-\u9fff]*|www\.[^\s，。！？、；）】」\u4e00-\u9fff]+"
    rf"|(?<![A-Za-z0-9@])[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])?(?:{_DOT}[a-z0-9-]{{1,63}}){{0,8}}{_DOT}{_TOP}(?![A-Za"
    rf"-z])(?::\d+)?(?:/[^\s，。！？、；）】」\u4e00-\u9fff]*)?"
    rf"|[¥€£₤$₳¢(（](?=[0-9]*[A-Za-z])(?:[A-Za-z0-9]{{8,16}}[)）/]|[A-Za-z0-9]{{4,16}}[¥€£₤$₳¢])|#小程序://\S+",
    re.IGNORECASE | re.ASCII,
)


def numbers(text: str) -> Found:
    """Everything with digits or Latin letters that leads to a person, except places: (start, end, kind)."""
    digits = text.translate(_AS_DIGITS)
    kept = [found.span() for pattern in (_DATE, _TIME, _CASE_NUMBER, _MONEY) for found in pattern.finditer(text)]
    yield from _spans(_EMAIL, text, "email")
    yield from _spans(_LINK, text, "link")
    yield from _phones(text, digits)
    for pattern, kind in ((_ID_CARD, "id_card"), (_PARCEL, "order"), (_PLATE, "plate"), (_PLATE_BARE, "plate")):
        yield from _spans(pattern, digits if pattern is not _PLATE else text, kind)
    yield from _spans(_PLATE, digits, "plate")
    for found in _WORDED.finditer(text):
        yield found.start(found.lastindex or 0), found.end(), "account" if found.lastindex == 1 else "code"
    for pattern, kind in (
        (_PART, "number"),
        (_CODE, "code"),
        (_ORDER, "order"),
        (_TAIL, "number"),
        (_TAIL_AFTER, "number"),
        (_PLATE_WORD, "plate"),
    ):
        for found in pattern.finditer(digits):
            if any(char.isdigit() for char in found[1]) or (kind == "code" and found[1].isascii()):
                yield found.start(1), found.end(1), kind
    yield from _accounts(text, digits)
    yield from _bare(text, digits, kept)


def amounts(text: str) -> Found:
    """Amounts of money."""
    money = (
        r"[¥$]\s*\d+(?:[.,]\d+)*|\d+(?:\.\d+)?\s*(?:元|块钱?|毛|角)\d*|[零一二两三四五六七八九十百千万半几]+(?:块|"
        r"元|毛)(?:[零一二两三四五六七八九]毛?|半)?钱?"
    )
    yield from _spans(re.compile(money), text, "amount")


def _spans(pattern: re.Pattern[str], text: str, kind: str) -> Found:
    for found in pattern.finditer(text):
        yield found.start(), found.end(), kind


def _phones(text: str, digits: str) -> Found:
    for found in _MOBILE.finditer(digits):
        if not _prices(text[found.start() : found.end()]):
            yield found.start(), found.end(), "phone"
    yield from _spans(_LANDLINE, digits, "phone")
    for found in _PHONE_WORD.finditer(digits):
        if re.sub(r"\D", "", found[1]) not in _HOTLINES:
            yield found.start(1), found.end(1), "phone"


def _prices(text: str) -> bool:
    """Whether the digits are several prices beside each other rather than one number."""
    return len(re.findall(r"\d\.\d{1,2}(?!\d)", text)) >= 2 and bool(re.search(r"[\s,，、/+]", text))


def _accounts(text: str, digits: str) -> Found:
    yield from _spans(_UNDERSCORE, text, "account")
    for clause in _CLAUSE.finditer(text):
        if not _ACCOUNT_WORD.search(clause[0]):
            continue
        for source in (text, digits):
            part = source[clause.start() : clause.end()]
            for found in _ACCOUNT.finditer(part):
                if _is_account(found[0], part[found.end() :]):
                    yield clause.start() + found.start(), clause.start() + found.end(), "account"


def _is_account(word: str, after: str) -> bool:
    bare = re.sub(r"[\s_.-]", "", word).lower()
    if bare in _NO_ACCOUNT or bare in _HOTLINES or re.match(_UNIT, after):
        return False
    if all(
        re.fullmatch(r"\d+(?:g|kg|ml|l|cm|mm|mg|w|v|k|hz|a|mah)", part) for part in word.lower().split()
    ) or _DATE.fullmatch(word):
        return False
    return len(bare) >= (5 if bare.isdigit() else 4)


def _bare(text: str, digits: str, kept: list[tuple[int, int]]) -> Found:
    """Long runs of digits that no word explains; dates, times, prices and case numbers are none."""
    yield from _spans(_STARS, digits, "number")
    for pattern, kind in ((_LONG, "number"), (_MIXED, "order"), (_RUN, "number"), (_MIDDLE, "number")):
        source = text if pattern is _MIXED else digits
        for found in pattern.finditer(source):
            if pattern is _MIXED and not (len(re.findall(r"\d", found[0])) >= 5 and re.search(r"[A-Za-z]", found[0])):
                continue
            if _ordinary(text, found, kept, pattern is _RUN):
                continue
            yield found.start(), found.end(), kind


def _ordinary(text: str, found: re.Match[str], kept: list[tuple[int, int]], grouped: bool) -> bool:
    if found[0] in _HOTLINES or (
        any(char in "一二三四五六七八九十两" for char in text[found.start() : found.end()]) and len(found[0]) < 7
    ):
        return True
    if re.search(r"\d(?:mg|ml|kg|g|cm|mm|w|mah|v)$", found[0], re.IGNORECASE) and len(found[0]) < 12:
        return True
    if any(start <= found.start() and found.end() <= end for start, end in kept):
        return True
    if not grouped:
        return False
    sure = len(re.sub(r"\D", "", found[0]))
    return (
        sure < 9
        or _prices(found[0])
        or any(s < found.end() and found.start() < e for s, e in kept)
        or _listed(found[0])
    )


def _listed(text: str) -> bool:
    """Whether the digits are a list of small numbers ("1 2 3 5 8") rather than one number."""
    groups = re.findall(r"\d+", text)
    return len(groups) > 6 and max(map(len, groups)) <= 2 and len(set(map(len, groups))) > 1
