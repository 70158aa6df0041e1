"""What a member says in the course of the questions about a case: no photo, a wish, a question of their own, and that
it was a mistake."""

from __future__ import annotations

import re
from typing import Literal

from bot.detection.normal import plain

_NO_PHOTO = re.compile(
    r"(?:(?<!有)没有?|未|忘了?|忘记|没来得及|来不及|没法|不方便|不会|不想)(?:再)?(?:拍|照相|照片|图片|发照片|发图)|"
    r"(?:扔|丢|倒|处理|吃|喝)(?:掉|光|完)了?|(?:扔|倒)了|没有?留(?:着|下)?(?:$|[,。!])"
)
_DEED = "退|补|换|赔"
_WISH = re.compile(
    rf"(?:(?<!谁)想|(?<!谁)要|希望|能不能|可不可以|可以|麻烦|帮我|都?说了|只求|应该|建议).{{0,8}}(?:{_DEED})|"
    rf"(?:{_DEED}).{{0,10}}(?:就行|就好|就可以|就成|得了|行了|好了|可以吗|行吗|吧)|(?:{_DEED})(?:给)?我|"
    rf"^(?:全|全部|全额|直接|就)?(?:退款|退钱|退货|补发|换货|退一半|退全款|重新?发)"
)
_WISH_ALONE = re.compile(
    rf"(?:团长|麻烦|请|那|就|还是|直接|全部?|都|我|给|帮|想|要|[,，\s])*+(?:{_DEED})(?:{_DEED}|了|掉|货|款|钱|吧|啊|呀|[一两二三\d]+[个盒袋箱份瓶包板]|一下|新的|的)*"
    r"(?:算了|得了|就行|谢谢)?[,，.。!！~～\s]*|(?:我|都|全)*不要了[吧啊呀哈]*[.。!！~～\s]*"
)
"""退; 给我换一盒; 不要了."""
_ASKS_ALONE = re.compile(
    r"(?:@\S+\s*)?(?:团长|老板|群主|那|这|该|我|要|得|请问|喂|哎|[,，\s])*+(?:"
    r"(?:怎么|咋|如何)(?:办|弄|整|搞|处理|解决|个?说法)|找谁|谁管|[?？]|"
    rf"(?:能|可以|可|给|管|包)(?:不能|不可以|不)?(?:给)?(?:我)?(?:{_DEED}|处理)(?:一[个盒袋箱份下])?[款货钱]?(?:吗|么|不)|退不退|换不换|赔不赔"
    r")[了啊呀呢哦吗么?？!！.。~～…\s]*"
)
_NO_WISH = re.compile(
    rf"(?:不(?:用|要|想|必|需要|肯|给)|别|没有?|未).{{0,4}}(?:{_DEED})|怎么|多少|什么时候|几时|到了没"
)
_HOW = re.compile(r"(?:怎么|咋|如何)(?:个)?(?:处理|办|弄|解决|赔|补偿|算)(?!都行|都可以)|(?:什么|啥)(?:说法|方案)")
_UP_TO_YOU = re.compile("就怎么|看着办|你们?定|您定|随便")
_WAITS = re.compile(
    r"(?:怎么|咋|为什么)(?:还|都|一直|半天)*(?:不|没)(?:回|理|人|处理|动静|消息|解决)|还(?:不|没)(?:人)?(?:回|理|处理|消息|动静)|"
    r"等(?:了)?(?:半天|好久|很久|多久|一天)|(?:什么时候|几时|多久)(?:才)?(?:能|可以|会)?(?:回|有消息|处理|解决|有结果)"
)
_ELSEWHERE = (
    "拼多多|淘宝|京东|天猫|美团|盒马|叮咚|抖音|超市|菜场|菜市场|楼下|"
    "别家|别的群|别的地方|别处|其他群|另外一?个群|隔壁群"
)
_MISTAKEN = re.compile(
    r"(?:我|自己|不好意思|抱歉|对不起)[^,。!?家货]{0,4}[,。!~ ]?(?:是我|我|自己|可能|应该)?"
    r"(?:看|弄|搞|认|拿)(?:错|混|岔)(?:了|啦)(?!.{0,2}单)|发错群|"
    r"(?:数|算|记|看)错了?[^。]{0,6}(?:没少|没坏|没问题|够的|够数|齐的|是对的|没有少)|误会(?:了|你|您|一场)|错怪|冤枉"
)
_BOUGHT_ELSEWHERE = re.compile(
    rf"(?:是|在)(?:我)?(?:在|从)?(?:{_ELSEWHERE}){{1,2}}(?:家|上|里)?买的?(?=$|[,。!~ ])|"
    r"不是(?:在)?(?:你们?|咱们?|您|这个?)(?:家|群|这)?(?:里|儿|边)?买的|"
    r"不是(?:你们?|咱们?|您)(?:家|群里?)的(?=$|[,。!~ ])"
)
_THEIR_MISTAKE = re.compile(
    r"(?:你们?|您|团长|商家|仓库|快递|客服|老板|谁)(?:.{0,4})(?:看|弄|搞|认|拿)错|[?？]|吗|是不是|不是(?!在?(?:你|您|咱|这))|应该是"
)
_NO_NEED = re.compile(
    r"不用(?:再|你们?|您|麻烦|帮我|给我)*(?:处理|管|弄|查|退|补|赔|换|解决|跟进|售后|麻烦)|"
    r"^(?:真的?|都|那|谢谢|好的?|,)*不用(?:了|啦)"
    r"(?:[,。!~ ]*(?:真的?|不用了?|谢谢?|麻烦(?:你们?|您)?了?|没事))*[,。!~ ]*$"
)

_FAULT = (
    "烂|坏|碎|漏|馊|臭|酸的|酸了|蔫|瘪|裂|霉|发软|软了|软的|不新鲜|变质|化了|破了|破的|黑了|黑的|瘫|出水|"
    "流汤|不能吃|没法吃|吃不了|少了"
)
_BEFORE_IT = (
    "又|也|还有|还是|第二|另外?一?[盒袋箱份瓶个包]|补(?:来|发|送|给我)?的|新(?:的|送|补|换)|换(?:来|给我)?的|底下|下面|剩下|"
    "其[他它余]|那[盒袋箱份瓶包]"
)
_AGAIN = re.compile(
    rf"(?:{_BEFORE_IT})[^,。!?;~]{{0,10}}(?:{_FAULT})|(?:{_FAULT})(?:了|的)?[^,。!?;~]{{0,4}}又(?:来|出现|有|冒出来)了?"
)
_NOT_AGAIN = re.compile(
    r"(?:没有?|不|未|别)(?:再|是|会|怎么|太)?(?:烂|坏|碎|漏|馊|臭|酸|蔫|少|裂|发?霉|发软|软)|邻居|隔壁|别人|人家|她家|他家|[王李张老小]\S?(?:姐|哥|婶|叔)|"
    r"[吗么]|会不会|[坏烂]了?(?:怎么办|就)|怕|如果|要是|万一|下次|以后|上次|电梯|手机|电脑|冰箱|门|灯|笑"
)

_SENT = r"(?:发|点|按|回|打)错(?:了|人|群|地方|消息|图|照片|窗口|对话框)*"
_SORRY = "不好意思|抱歉|对不起|请?忽略|别管|当我没[说发]|别介意|打扰"
_SENT_BY_MISTAKE = re.compile(
    rf"^(?:啊|哎呀?|哦|呀|,)*(?:(?:{_SORRY})[了啊哈呀,。!~ ]*(?:啊|哎呀?|我)?{_SENT}|"
    rf"(?:我)?{_SENT}[哈啊呀,。!~ ]*(?:{_SORRY}))"
    rf"(?:{_SORRY}|团长|老板|啊|哈|呀|了|我|谢谢|您?了?|\W)*$"
)

TakenBack = Literal["mistaken", "no_need"]


def has_no_photo(text: str) -> bool:
    """There is no photo to be had: 没拍照, 已经扔了."""
    return bool(_NO_PHOTO.search(plain(text)))


def names_wish(text: str) -> bool:
    """Says what they want done: 想退一半, 补一盒就行, 退 – not 什么时候退, 不用退."""
    return wishes_alone(text) or any(
        _WISH.search(part) and not _NO_WISH.search(part) for part in re.split("[,。!;~\n]", plain(text))
    )


def wishes_alone(text: str) -> bool:
    """Says nothing but what they want done: 退, 退吧, 给我换一盒, 不要了."""
    return _WISH_ALONE.fullmatch(plain(text)) is not None


def asks_alone(text: str) -> bool:
    """Asks nothing but what is to be done now: 咋办, 能退吗, ？"""
    return _ASKS_ALONE.fullmatch(plain(text)) is not None


def asks_how(text: str) -> bool:
    """Asks what we are going to do: 你们怎么处理 – not 你们看着办."""
    said = plain(text)
    return bool(_HOW.search(said)) and not _UP_TO_YOU.search(said)


def waits_for_us(text: str) -> bool:
    """Is tired of waiting for an answer: 怎么还不回我."""
    return bool(_WAITS.search(plain(text)))


def says_again(text: str) -> bool:
    """Whether something is wrong once more: 又烂了, 底下那盒也是烂的 – not 这回一个没烂, 邻居家也坏了."""
    said = (part for part in re.split("[,。!;~\n]", plain(text)))
    return any(_AGAIN.search(part) and not _NOT_AGAIN.search(part) for part in said)


def takes_back(text: str) -> TakenBack | None:
    """The complaint was the member's own mistake (弄错了，是别家买的), or nothing has to be done (不用处理了)."""
    said = plain(text)
    mistaken = _MISTAKEN.search(said) or _BOUGHT_ELSEWHERE.search(said)
    if mistaken and not _THEIR_MISTAKE.search(said):
        return "mistaken"
    return "no_need" if _NO_NEED.search(said) and not names_wish(said) else None


def sent_by_mistake(text: str) -> bool:
    """Whether the words before were meant for somebody else: 发错了不好意思 – not 发错了，我要的是苹果."""
    return _SENT_BY_MISTAKE.search(plain(text)) is not None
