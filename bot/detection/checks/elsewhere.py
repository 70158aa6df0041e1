"""Complaints about other shops, apps and chats are not about us, unless our goods are compared with theirs."""

from __future__ import annotations

from bot.detection.normal import plain
from bot.detection.reading import pattern, plain_of, quoted
from bot.domain.verdict import Burst, CheckResult, Situation

_SHOP = pattern(
    r"前司|小区.{1,3}门(?:口)?那?个?卖|卖(?:烧饼|瓜|水果|菜|肉)的|楼下.{0,6}店|不是咱们?群|跟.{1,4}群没有?关系|网约车|景区|集上|快递小哥把我寄|物流站|拼多多|某宝|某东|某音|代购|电视(?:上|"
    r"购物)|(?:外国|国外)?网站|卖场|快闪店|微店|露营店|^拼的|拼单买的|拼夕夕|pdd|淘宝|天猫|京东|唯品会|抖音|快手|"
    r"直播间?|主播|山姆|盒马|永辉|沃尔玛|大润发|胖东来|美团|饿了么|叮咚|朴朴|多多买菜|多多|[\u4e00-\u9fff某]优选|"
    r"橙心|兴盛|闲鱼|得物|1688|微商|苏宁|当当|costco|奥乐齐|零食很忙|网店|网购|网上(?:买|给)",
    r"超市|菜市场|菜场|市场(?!监)|早市|夜市|集市|路边|地摊|小卖部|便利店|商场|专柜|实体店|药店|公园门口|街口|街上|"
    r"巷口|路口|后街|弹棉花|妈妈群|(?:手摇|水果|蔬菜|面包|蛋糕|奶茶|零食|烧烤|麻辣烫|早餐|包子|火锅|生鲜|卤味|熟食|"
    r"衣服|鞋|烧腊|理发|烤鸭|海鲜|肉|鱼)(?:店|摊|铺|馆|档)|餐厅|饭店|饭馆|餐馆|食堂|酒楼|(?<!往)外卖|骑手|丰巢|菜鸟驿站|驿站",
    r"隔壁(?:群|小区|那?团|团长|那家)|(?:别|其他|其它|另外?|上|前)(?:的|一)?(?:个)?(?:群|团购群|团长)|(?:以前|之前|"
    r"原来)(?:那)?个?(?:的)?(?:群|团长)|(?:别|那|他|某|隔壁|这|东门那|西街那|门口那|楼下那|街角那)家(?:店|的|面包|"
    r"水果|也|超市|卖|$|,|买)|人家那|那边(?:客服|的)|外面(?:买|的|卖|那|奶茶|餐厅|饭|都涨)|外边(?:买|的)|自己网|"
    r"(?:以前|之前)住的|(?:我)?(?:闺蜜|表姐|同事|邻居|朋友)(?:在|买)|淘的",
)
_COMPARED = pattern(
    r"比(?:.{0,10})(?:贵|便宜|还|高|差|好|低|划算|辣手)|(?:没|不如|没有|赶不上|还不如)(?:.{0,8})(?:划算|便宜|新鲜|甜|"
    r"实惠)|(?:才|只要|只卖|先卖|就卖).{0,4}(?:\d|[一二两三四五六七八九十])|便宜.{0,4}(?:\d|"
    r"[一二两三四五六七八九十])|同款|(?:这里|这儿|咱这|你这).{0,8}\d|贵好多|去(?:外面|超市|菜场).{0,6}(?:买|扛)|说法"
)
_US = pattern(
    r"(?<!好)团长(?!的?(?:靠谱|好|良心|这|开团|的好))|你们|你家|您家|团购价|这(?:里|儿)\d|我们群|(?:发|挂|"
    r"去)(?:小红书|抖音|业主群|网上)|接龙|自提点"
)
_BETTER_HERE = pattern(
    r"(?:还是(?!没|不)|幸亏|还好|比起来|对比之下|所以|早知道|难怪|不像|哪像|多亏).{0,10}(?:咱|团长|这里|群|你家)|"
    r"(?:咱|团长|群里)(?:.{0,6})(?:靠谱|真|好|放心|便宜|良心|新鲜|天堂|实在)|(?:跟|在)咱?群(?:里)?买|投奔|是真活"
)
_WAS_ELSEWHERE = pattern(r"早知道.{0,4}(?:等|在|跟).{0,4}(?:咱|团长|群)|投奔|对比之下|还是咱(?:们)?(?:团长|群|家)")
_SAYS_THERE = pattern(
    r"那边|那家|他家|人家|那个|我也|也是|客服|平台|卖家|商家|打了?差评|退(?:了|款)|\+1|寄回|便宜没好货|再也不买"
)


def is_elsewhere(text: str) -> bool:
    """Whether a plain text talks about another shop and not about this group's goods."""
    if _WAS_ELSEWHERE.search(text):
        return True
    if not _SHOP.search(text):
        return False
    return bool(_BETTER_HERE.search(text)) or not (_US.search(text) or _COMPARED.search(text))


def elsewhere(burst: Burst, situation: Situation) -> CheckResult | None:
    """Another shop is named, or the talk is about one and this goes on with it."""
    text = plain_of(burst)
    if is_elsewhere(text):
        found = _SHOP.search(text)
        return CheckResult("elsewhere", -6.0, f"说的是别处：“{quoted(found.group()) if found else ''}”", veto=True)
    if _US.search(text) or not _SAYS_THERE.search(text):
        return None
    for earlier in reversed(situation.earlier[-8:]):
        if earlier.complaint:
            return None
        if earlier.role in ("group_leader", "bot"):
            continue
        if is_elsewhere(plain(earlier.text)):
            return CheckResult("elsewhere", -6.0, "接着说别处买的东西", veto=True)
    return None
