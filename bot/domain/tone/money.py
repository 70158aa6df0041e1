"""Money or goods promised by the bot; only a person promises them (playbook B9)."""

from __future__ import annotations

import re

from bot.domain.tone.draft import ANY, Draft, Match, ToneFinding, any_of, first

_AMOUNT = r"(?:[¥￥]\d|\d+(?:\.\d+)?(?:元|块|%|折|角|毛)|百分之|[一二三四五六七八九十百两几半]+(?:元|块钱|折|成))"
_UNIT = r"(?:份|盒|箱|袋|件|瓶|提|包|个|斤|板|只|条|套|桶|罐|张)"
_MONEY = any_of(
    rf"(?:退|赔|补|返|减|抵|优惠|[给转][你您]|打){ANY}{{0,6}}{_AMOUNT}|{_AMOUNT}{ANY}{{0,4}}(?:退|赔|补|返)[给您你]",
    r"(?:全额|原价|双倍|[三十]倍|加倍|部分|先行|直接|马上|立刻|[给帮为][你您]|会|就|能|可以|包|保证|一定|负责|肯定|安排)"
    r"(?:全额|原路|先|再|都)?[退赔](?!出|群|休|烧|回去|役|步)",
    r"退款|退钱|退[你您](?!出)|退一?[半赔全]|赔(?:[你您付偿钱]|一)|[退赔补]给[你您]|补偿|补发|补寄|重发",
    rf"(?:重新?|再)(?:给[你您])?[发寄送](?:一)?{_UNIT}|重新?给[你您][发寄送]|给[你您]重新?[发寄送]",
    rf"补[你您]?(?:一|两|三|\d){_UNIT}|补[你您]?差价|给[你您]补(?:上|齐|一|两|个|\d)",
    rf"[给帮为][你您](?:重新)?调?换(?!位|个(?:思路|说法|方式|办法))|换(?:一)?{_UNIT}新",
    r"(?:钱|货款|款项?)(?:全部|全额|原路|都)?(?:退回|返还)|退还|报销(?!单|凭)|(?:这|那|本)单(?:就)?(?:当|算)?(?:送|我们请)|可?领(?:取)?\d+(?:元|块)",
    rf"(?:医药|清洗|运|检测)费{ANY}{{0,8}}(?:我们|我)?(?:出|承担|付|报)",
    r"全额|免单|返现|假一赔|坏[果单]包赔|包退|包赔",
    rf"[送给发][你您]?{ANY}{{0,4}}(?:红包|代金券|优惠券|无门槛|现金券|积分)",
    r"免费[送补换给]|赠送|送[你您][一个两]",
)
_A_THING = any_of(
    r"^的(?=[^话，,。！!？?~～呢哦呀啊])",
    r"^(?:进度|记录|情况|申请|流程|问题|方案|时间|结果|单|到没|没|还[没在要是]|走到|方面|这[块事件边]|那[事件]|多久|规则|名单|是否|到哪)",
    r"^(?:到账(?:后|情况|时间|了|没|的)|一直|迟|慢|卡)",
)
_SOON = re.compile(r"马上|立刻|这就|就|会|将|安排|明天|今天|今晚|稍后|一会|等下")
_DONE_BEFORE = re.compile(rf"(?:已|曾|刚才?|之前|上次|上回|昨天|前天|前面)(?P<since>{ANY}{{0,6}})$")
_NOT_OURS_BEFORE = any_of(
    r"(?:不|没|没有|未|别|无法|没法|无权|没说(?:过)?(?:要|给[你您])?)$",
    r"(?:不能|不会|无法|没法|无权|不敢)(?:替|自己|私自|先|随便|擅自)?(?:团长)?(?:答应|承诺|保证|决定|说)(?:给)?[你您]?$",
    r"(?:不会|不能|绝不)拿$",
    rf"[你您]{ANY}{{0,3}}(?:想|希望|要求|提|说|需要|打算|申请|倾向){ANY}{{0,5}}$",
    r"(?:如果|要是)[你您]?(?:想|要|需要|希望)?$",
    rf"(?:麻烦|请|能不能|可不可以|是否|要不要|是不是|怎么|怎样|如何|有没有){ANY}{{0,4}}$",
    rf"(?:查|核对|催|问|对|看)(?![病完后好清到过了明]){ANY}{{0,2}}$",
)
_LEADER_DECIDES = re.compile(
    r"(?:由|要|得|等|请|问)团长(?:本人)?(?:来)?(?:定|决定|确认|点头|拍板|核)|团长(?:说了算|来定|定|决定)"
)
_DECIDED = re.compile(r"团长(?:已经?)?(?:确认|同意|批准|批)了?(?:补|退|赔|换)|已(?:办结|处理完)")


def _no_promise(draft: Draft, match: Match) -> bool:
    """A past, negated or asked form, a thing's name ("退款的事"), the member's wish, or the leader's decision."""
    before, after = draft.clause_before(match.start()), draft.clause_after(match.end())
    clause = before + match.group() + after
    sentence = draft.sentence_around(*match.span())
    done = _DONE_BEFORE.search(before)
    return bool(
        (done and not _SOON.search(done["since"]))
        or (match[0] != "免单" and re.match(r"[了过](?!去|来)", after) and not _SOON.search(before + match[0]))
        or _A_THING.search(after)
        or (match.group().endswith("赔") and re.match(r"不是|礼|罪", after))
        or _NOT_OURS_BEFORE.search(before)
        or re.search(r"(?:吗|呢|没有|么|？|\?)[？?。！!，,]?$", after)
        or _LEADER_DECIDES.search(clause)
        or _DECIDED.search(draft.plain[: match.start()] + sentence)
    )


def money_promise(draft: Draft) -> ToneFinding | None:
    if draft.author != "bot":
        return None
    return first(draft, _MONEY, "money_promise", "退款、补发要团长点头，机器人不能先答应。", _no_promise)
