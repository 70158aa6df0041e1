"""Questions that want no answer."""

from __future__ import annotations

from bot.domain.tone.draft import ANY, Draft, ToneFinding, any_of, first, first_of, never
from bot.domain.tone.making_good import on_us
from bot.domain.tone.retorts import ABSURD, BY_WHAT_RIGHT, SNAPPED, SO_LITTLE, WHAT_DO_YOU_WANT, WHO_NEVER_ERRS
from bot.domain.tone.why_not import HAVE_YOU_NONE, HOW_GOOD_STILL, NEVER_LOOKED, WHY_NOT_THEN

_MORE = (
    *(WHAT_DO_YOU_WANT, SO_LITTLE, SNAPPED, WHO_NEVER_ERRS, BY_WHAT_RIGHT, ABSURD),
    *(HOW_GOOD_STILL, HAVE_YOU_NONE, NEVER_LOOKED, WHY_NOT_THEN),
)

_RHETORICAL = any_of(
    r"难道",
    r"[你您](?:怎么|咋|干嘛|干吗|为什么|为啥|凭什么)(?:就)?不(?!舒|痛快|高兴|开心|满意|对劲|多[拿买带])",
    r"(?<!我)(?:怎么|咋|为什么|为啥|干嘛)不(?:早说|早点|早来|提前)",
    r"(?<!是)不是(?:都|已经|早就|跟[你您]|告诉[你您])?(?:说了|说过|讲了|讲过|写了|写着|通知了|发过)(?:吗|嘛|么)",
    r"(?:不知道|看不懂|不识字|不会看)(?:吗|嘛|么)",
    r"没看(?:到|见)?(?:公告|群公告|通知|说明|详情)(?:吗|嘛|么)",
    r"(?:谁|哪个)(?:叫|让)[你您]",
    r"至于(?:吗|嘛|么)|有必要吗|有意思吗|(?<!不)好意思吗|像话吗",
    r"[你您](?:还|到底|究竟)想(?:要)?(?:我们?)?怎|你想怎么?样(?=[？?。！!]|$)|还想怎么?样",
    r"那[你您](?:们)?想(?:要)?怎么?样(?!处理|解决|补|退|都|办都|弄)",
    r"我(?:还|又)?能怎么办|(?:要|想)我怎么办",
    r"[你您]以为|凭什么|何必|不就是.{1,8}(?:吗|嘛)",
    r"(?:这|那)(?:也|还)(?:能|要)(?:怪|赖|怨)我",
    r"哪(?:里)?有(?:那么|这么)|懂(?:吗|不懂)|听(?:懂|明白)了吗",
    r"怪谁|怪我(?:咯|喽|啰)|(?:[^,，。!！?？]|^)(?<![,，。!！?？])至于(?![你您时退换运补])[^,，。!！?？]{0,6}(?:吗|嘛|么)",
    rf"(?:谁家|哪家|哪个){ANY}{{0,6}}没有?(?:几|个|一|点|坏|烂)|谁(?:能|敢)(?:保证|打包票)|哪(?:次|回|一次)(?:没|不)",
    rf"[你您]觉得我们?{ANY}{{0,3}}(?:会|能|差|想|愿意|故意|骗|缺)|我们?(?:会|能|还)(?:故意|差[你您]|骗[你您]|害[你您]|坑[你您]|缺[你您])",
    r"死人吗|要命吗|怎么能(?:说|怪|赖|算|怨)|[让叫](?:我|我们)(?:怎么|咋)(?:办|说|整|弄)|钱[你您]?还想要(?:什么|啥)",
    r"[你您]又不是不|这也(?:要|能)(?:投诉|退|说|算|来)|早(?:干嘛|干吗|干什么|干啥)|(?:要不)?(?:要)?我给[你您](?:跪|磕)",
    r"有(?:什么|啥)(?:好|可)(?:投诉|说|闹|抱怨|吵|计较|气)的|有(?:什么|啥)(?:大不了|了不起)|[你您](?:到底)?会不会(?:看|做|用|挑|煮|洗|保存)",
    r"(?:也|还)来?抠|[你您](?:是不是)?(?:放坏了|故意)(?:才|的)?(?:来找我|吧|吗)",
    rf"(?:别家|超市|菜场|外面|人家)的?就没|(?:也|还)要(?:发|闹|说|找){ANY}{{0,4}}(?:吗|嘛|么)|怎么(?:每次|总是|老是|又)(?:都)?是[你您]|[你您]不会看(?:公告|说明|通知)",
)


def rhetorical_question(draft: Draft) -> ToneFinding | None:
    name, why = "rhetorical_question", "反问容易惹火，换成直接说怎么办。"
    return first(draft, _RHETORICAL, name, why, never) or first_of(draft, _MORE, name, why, on_us)
