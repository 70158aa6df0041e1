"""Words in the group about what a member was offered or promised: whether they are said to us, and are about that."""

from __future__ import annotations

import re

from bot.detection.normal import plain

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
