"""Mocking the member, or answering coldly."""

from __future__ import annotations

import re

from bot.domain.tone.contempt import ALMS, BE_GENEROUS, CROWNED, CURT, DISGUST, MOCK_ADMIRATION, MOCK_SURRENDER
from bot.domain.tone.draft import ANY, Draft, Match, ToneFinding, any_of, first, first_of, negated

_MOCKING = any_of(
    r"呵呵|🙄|(?:^|[,，。!！])(?:哟|呦|唷|啧啧?|切|哼)(?=[,，!！~])",
    rf"[你您]{ANY}{{0,5}}(?:真|可真|可|挺|好|这么)(?:会过日子|会挑|会算|会省|会享受|会编|金贵|娇贵|讲究|高贵|尊贵|有本事|能耐|了不起|棒棒|精明|威风)",
    r"[你您]?说(?:啥|什么)(?:就是什么|就是啥|都对)|说的都对|行行行|[你您](?:就)?是(?:上帝|大爷|祖宗|皇上|皇帝|大专家|大神)",
    rf"恭喜[你您]?{ANY}{{0,4}}(?:中奖|中招|碰上|喜提)|喜提|(?:全|独|就)[你您]?{ANY}{{0,3}}(?:让|被)[你您](?:碰上|赶上)|[你您]{ANY}{{0,3}}运气(?:真|可真)",
    rf"[你您]?(?:干脆|不如|要不){ANY}{{0,2}}[你您]?{ANY}{{0,2}}(?:当|做)(?:团长|老板)|[你您](?:来|自己来)当团长|[你您]行[你您]上",
    r"[你您姐哥叔姨婶妈爸]又来(?:了|啦|投诉)|这个月第几次|业务(?:挺|真|很|够)?熟练|(?:投诉|退款|索赔|挑刺)(?:专业户|达人|专家|小能手)",
    r"给[你您](?:跪|磕头|烧香|供)|供起来",
    rf"不去{ANY}{{1,10}}(?:可惜|屈才|浪费)|屈才|应该去(?:当|做){ANY}{{0,4}}(?:质检|法官|侦探|演员|编剧|美食家)",
    r"望尘莫及|高攀不起|(?:伺候|侍候|惹|招惹|供)不起|甘拜下风|大开眼界|长见识了|开了?眼了?|叹为观止|涨知识了",
    r"米其林|国宴|奥斯卡|戏(?:真|可真)多|演技|编剧|贵人多忘事|玻璃做的|豌豆公主|大小姐|大少爷",
    r"大(?:老板|明星|专家|人物|款)(?:也|都|还|就)|抠这|[这那](?:几|三|两|一)(?:块|毛)钱(?:的)?(?:也|都|还)",
    r"(?:[你您]|自己)(?:高兴|开心|乐意)就好|可(?:真是)?(?:把[你您])?委屈(?:坏)?[你您]了|辛苦[你您](?:来)?(?:挑刺|投诉)",
    rf"官威|[你您](?:真|可真)(?:幽默|会说笑|会开玩笑|逗)|(?:块|毛)(?:二|五|八)?的(?:东西|货|钱){ANY}{{0,4}}(?:想)?要{ANY}{{0,6}}(?:服务|待遇)|[你您]赢了|满意了吧|(?:给[你您])?颁(?:个)?奖",
)
_COLD = re.compile(
    r"(?:哦+|噢+|喔+|随便|行吧|那行吧|爱咋咋地?)[,，。]?(?:我)?(?:知道了|随便|就这样|行吧|好吧)?[。!！~…]*"
)
_SALUTED = re.compile(rf"^@?{ANY}{{1,6}}[,，:：]")


_PRAISE = re.compile(r"谢|学(?:习|着|到)|[跟向][你您]学|眼光|也喜欢|夸|羡慕|请教|对不起|抱歉|是我们")


def _meant(draft: Draft, match: Match) -> bool:
    """Praise that is meant: with thanks, or wishing to learn."""
    return negated(draft, match) or bool(_PRAISE.search(draft.sentence_around(*match.span())))


def sarcasm(draft: Draft) -> ToneFinding | None:
    why = "听着像挖苦，群友会更生气，实话实说就好。"
    more = (BE_GENEROUS, MOCK_ADMIRATION, MOCK_SURRENDER, ALMS, CROWNED, DISGUST)
    found = first(draft, _MOCKING, "sarcasm", why, _meant) or first_of(draft, more, "sarcasm", why, _meant)
    whole = re.sub(r"[。!！~…]*$", "", draft.plain.strip())
    texts = (whole, _SALUTED.sub("", whole))
    cold = CURT.fullmatch(whole) or any(text and _COLD.fullmatch(text) for text in texts)
    if found is None and whole and cold:
        return ToneFinding("sarcasm", draft.text.strip(), "这么回显得冷，加一句怎么办更好。")
    return found
