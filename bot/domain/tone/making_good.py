"""Whether a text takes the fault upon us or makes the harm good: then hard facts beside it are no excuse."""

from __future__ import annotations

from bot.domain.tone.draft import Draft, Match, any_of, negated

_MENDS = any_of(
    r"(?<!不)(?<!没法)(?<!办法)(?<!无法)(?<!不能)(?<!不会)(?<!不予)(?<!再)[给帮替为][你您](?:全额|先|再|重新?|都|马上|全)*(?:退|补|换|送|赔|垫|发|放|留|改|问|找|处理)(?!不|出群)",
    r"(?<!不)(?<!再)[退补赔][你您](?!出|去|自己|找)|(?:^|[,，])退[,，]|(?:打|转)过(?:去|来)|(?:钱|款)(?:都|也|全|全部)?(?:照|一样|全|先|已)退|[帮替][你您]去?(?:问|查|催|找|联系|看|拿|跟)|正在(?:催|查|问|处理|跟|联系|核|找)|给[你您]个?(?:准?信|答复|回话|回复|消息)|已退|已经?(?:让|叫)(?![你您])|退款给",
    r"我(?:们|这边)?(?:来|去|先|再|会|可以|这就|马上|照|照样|一样|都|也|就|自己|全|今天|明天|帮[你您])*(?:退|赔|补|换|垫|负责|担|送|管|认)(?!为|识|不|你|没)",
    r"我(?:们)?(?:再|去|来|这就去)(?:问|找)|我(?:们|这边)?(?:这就|马上|已经|先|帮[你您]|再)*[来去帮](?:[你您])?(?:跟|向|和)?[^，,。!！?？;；\n]{0,5}(?:问|找|查|联系|反映|打|追|申请|说|弄|处理|换|办)",
    r"(?:也|照|一样|照样|都|全)(?:能|可以|给|会|要|是)?(?:退|赔|补|换|处理|管|算我|算我们|行|负责|可以)(?!不)",
    r"(?<!我)(?<!们)(?<!长)(?:也|都)?没关系|不要紧|也(?:没事|行)(?=[,，。!！]|$)|不怪[你您]|(?<!是)不是[你您](?:们)?(?:的(?:错|问题|原因|责任)|没|自己)|听[你您]的|照办|包赔|坏了?找我|有问题找我|(?:我|[你您]别[^，,。!！]{0,2})[,，]?我来(?=$|[,，。!！])",
)
_OURS = any_of(
    r"对不起|抱歉|不好意思|对不住|怪我(?![们咯喽啰?？])|赔不是|(?<!要)检讨|介意|慎拍|慎选",
    r"(?:我们?|咱们?|团长)(?:这边)?(?:的|也|都|就|当时)?(?:错|问题|责任|疏忽|大意|不对|该|应该|本该|没做到|没尽到)",
    r"是(?:我们?|咱们?)(?:没|不|粗|弄|搞|漏|疏|该|忘|装|发)",
)


def makes_good(draft: Draft, match: Match) -> bool:
    """Negated, or the same sentence says what we do about it."""
    return negated(draft, match) or bool(_MENDS.search(draft.sentence_around(*match.span())))


def on_us(draft: Draft, match: Match) -> bool:
    """As `makes_good`, or the same sentence takes the fault upon us."""
    return makes_good(draft, match) or bool(_OURS.search(draft.sentence_around(*match.span())))
