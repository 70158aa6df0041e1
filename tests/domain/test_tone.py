"""The tone guard, as a table: each line with the check that must catch it, or with none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.tone import MAX_LENGTH, TONE_CHECKS, check_tone

BAD: dict[str, tuple[str, ...]] = {
    "arguing": (
        "您搞错了，我们发的就是大号",
        "您肯定数错了，一箱就是三十个",
        "你说的不对，昨天称的时候够秤",
        "不可能坏，早上刚摘的",
        "别人都没问题",
        "就你一家有问题",
        "大家吃着都说好吃",
        "爱买不买",
        "嫌贵就别买",
        "我都说了多少遍了，下午到",
        "您有证据吗",
        "谁知道您是不是放了好几天",
        "别无理取闹了",
        "您这是鸡蛋里挑骨头",
        "您要求太高了，这个价就这样",
        "一分钱一分货",
        "跟你说不清",
        "便宜没好货嘛",
        "坏一两个很正常的",
        "水果难免有坏的",
        "随便你投诉",
        "我又没逼你买",
    ),
    "blames_member": (
        "是你自己没来拿",
        "您自己选错了规格",
        "您没及时来取，放坏了",
        "您第二天才来拿，肯定化了",
        "是您的问题，不是货的问题",
        "这得怪您自己",
        "您没放冰箱",
        "您没看说明吧",
        "应该是保存不当造成的",
        "您放太久了，水果哪能放三天",
        "您也有责任",
        "您误会了，这是正常的",
        "是您忘了拿",
        "都吃了一半才说坏",
        "你都吃完了还要退",
        # guessing at what the member did
        "是不是孩子自己吃坏了别的东西？",
        "是不是你自己没放冰箱",
        "你们家小孩是不是吃了别的",
        "您拿回去是不是没放冰箱",
        "会不会是你们自己保存得不好",
        "是不是放了好几天",
        "你放了几天才吃的吧",
        "是不是孩子肠胃不好",
        # it was fine when it left us
        "拿走的时候好好的",
        "发出来的时候是好的",
        "草莓本来就容易坏",
        "水果本来就放不住",
    ),
    "blames_others": (
        "是快递的问题",
        "这个是物流公司的责任",
        "都怪快递小哥摔的",
        "快递弄坏的",
        "是厂家发错了",
        "供应商送晚了",
        "您找厂家吧",
        "找厂家",
        "您直接联系快递公司",
        "建议您自己去问快递员",
        "这不是我们的问题",
        "跟我们没关系，我们也不想的",
        "这个不归我们管",
        "我们只负责组织团购",
        "我们也没办法",
        "这实在没办法，路上堵",
        "我建议您找供应商问问",
        "您去找 快 递 吧",
        "有问题找售后，别找我",
    ),
    "rhetorical_question": (
        "难道是我故意的吗",
        "你怎么不早说",
        "怎么不早点来说呢",
        "不是说了吗下午到",
        "公告里不是都写了吗",
        "您没看群公告吗",
        "谁让您拖到今天",
        "至于吗，就两个果子",
        "你到底想怎样",
        "那我能怎么办",
        "你以为我愿意啊",
        "凭什么都赖我",
        "不就是坏了一个吗",
        "您为什么不当场检查",
    ),
    "sarcasm": (
        "呵呵，您说什么都对",
        "您可真会过日子",
        "恭喜您中奖了",
        "您又来了，业务挺熟练",
        "您干脆来当团长",
        "您的标准我们望尘莫及",
        "哟，大老板也缺这一份",
        "王姐，哦，知道了。",
    ),
    "privacy": (
        "3栋1502的货放门口了",
        "已打您手机13812345678",
        "您的电话186 2233 4455没打通",
        "您的订单号20260115083321已登记",
        "住8号楼二单元的那位，锅下午换",
        "地址还是柳荫街45号",
    ),
    "sob_story": (
        "我们也很不容易",
        "做团长真的不容易，互相理解",
        "这单我们是赔钱赚吆喝",
        "我一分没赚钱",
        "小本生意，多担待",
        "利润很薄的",
        "请您体谅一下我们",
        "麻烦理解下团长",
        "我起早贪黑给大家分货",
        "我一个人忙不过来",
        "求求您别生气了",
        "我也很委屈",
        "饭都没吃就来给大家送货",
    ),
    "pressure": (
        "再这样就踢出群",
        "再闹我就不客气了",
        "不满意可以退群",
        "请不要在群里说",
        "别在群里带节奏",
        "您这样影响不好",
        "造谣要负法律责任",
        "我会报警的",
        "后果自负",
        "麻烦您先把差评删了",
        "请撤回刚才那句",
        "以后别买了",
        "差不多得了",
        "否则只能把您移走",
        "拉黑处理",
    ),
    "illegal_refusal": (
        "生鲜不退",
        "生鲜 不 退 不 换",
        "概不退换",
        "水果坏了也不能退",
        "特价商品一概不赔",
        "拆封不退",
        "签收后不负责",
        "超过24小时不处理",
        "一律不退不换",
        "这个没法退",
        "我们不承担",
        "钱退不了",
        "最终解释权归团长",
        "海鲜类恕不退换",
        "自提点过期不候",
        "没当场验货我们不认",
    ),
    "money_for_silence": (
        "删了差评就退",
        "您把评论删掉，我给您退款",
        "差评改成好评，返您五块",
        "给个好评送您一份小菜",
        "五星好评返现",
        "别投诉了，我补您一箱",
        "退您钱，麻烦别在群里说",
        "红包发您，这事保密",
        "撤了投诉就赔",
    ),
    "money_promise": (
        "我们给您退款",
        "马上退您",
        "退您20元",
        "赔您三块钱",
        "给您补发一箱",
        "全额退，您放心",
        "坏的都给您退",
        "一会儿退给您",
        "会给您退款的，放心",
        "核对后给您退款",
        "查完给您退",
        "不好意思给您退款",
        "24小时内退款到账",
        "要是坏了就给您退",
        "给您换一盒新的",
        "重新给您发一份",
        "送您一张优惠券",
        "下单打8折补给您",
        "给您补偿",
        "坏果包赔",
        "这单给您免单",
        "已收到，马上给您退了",
        "明天补您一袋",
        "退您２０元",
    ),
    "absolute_terms": (
        "我们的水果最新鲜",
        "全网最低价",
        "这是最好的米",
        "绝对正品",
        "100%新鲜",
        "国家级标准",
        "顶级牛排",
    ),
}

OK: tuple[str, ...] = (
    # negated blame, and blame taken on oneself
    "不是您的问题，您别往心里去",
    "怎么会是您的问题呢",
    "没有人说是快递的问题，我们先查",
    "是我们的问题，对不起",
    "是我拿错了，真不好意思",
    "不会说是您弄错了",
    "我们没及时回您，抱歉",
    # kind words that look like blame
    "给您添麻烦了",
    "让您白跑一趟，对不起",
    "坏的给您挑出来，我再核对一遍",
    "我们不认为这是小事",
    "您有事随时来找我",
    "厂家那边我去找，您不用管",
    "您把坏的拍给我看看，我来弄",
    "让您等到现在才拿到，抱歉",
    "您没拿到的那袋我这就查",
    "您没来拿也没关系，我给您留着",
    "您没拿的话我放冰柜里",
    "您自己方便的时候来就行",
    "您弄错了也没关系，我来改",
    "您有哪里不舒服吗",
    "您怎么不舒服了，要不要先去看看",
    # we go to the courier ourselves
    "我去找厂家问清楚",
    "我帮您联系快递",
    "团长正在问供应商",
    "已经联系快递了，有消息告诉您",
    "这边马上问自提点",
    "正在对清单、问自提点",
    "不用您找快递，我来",
    "正在查是快递的问题还是装货的问题",
    "是不是快递送晚了，我们正在核实",
    "正在查是不是我们的问题",
    # the member's own words given back
    "您说的“是快递的问题”我记下了",
    "看到您说“怎么不早说，生鲜不退是吧”，给您添麻烦了",
    "您提到“退我20元”，我转给团长",
    "您说“你们是不是说“概不退换””，我记下了",
    "“再这样我就退群”，您这话我们听进去了，对不起",
    # questions that want an answer
    "能跟我说说具体是怎么回事吗",
    "您想怎么处理",
    "您还想补充什么吗",
    "为什么会这样，我们正在查",
    "我怎么不早点看到，对不起",
    # thanks and understanding
    "谢谢您理解我们",
    "感谢您体谅团长",
    "您上班也不容易，还来跑一趟",
    "让您辛辛苦苦提回家，结果是坏的，抱歉",
    "害您饭都没吃好，对不起",
    # no pressure
    "绝不会把您踢出群",
    "您要投诉我们也理解",
    "您别在群里发电话，私聊给我就好",
    "我先撤回，重新核对",
    "方便的话私聊说",
    "您再发给我看看",
    "我转告您一声",
    "以后不会再这样了",
    # questions that ask and do not guess, and faults taken upon us
    "请问是不是已经放冰箱了？放着别动，我来取",
    "孩子吃了多少？什么时候开始不舒服的",
    "孩子是不是吃了草莓以后不舒服？",
    "是不是您自己先去医院，我随后到",
    "放了几天了？坏的那几颗请不要再吃",
    "草莓收到的时候好好的吗？",
    "拿走的那盒是好的，我给您留着",
    "是不是自提点没放冰箱？我去问",
    "是不是没放进袋子里，漏了一盒？我查一下",
    "我是不是没放好，让您拿到碎的了",
    "本来就该我们送上门",
    "草莓本来就容易坏，我们该多包一层",
    # no refusal
    "生鲜坏了也一样处理",
    "不是不能退，您先别急",
    "能不能退，由团长来定",
    "您担心退不了，我去问团长",
    "我们不管怎样都会查清楚",
    "不会不管您的",
    "超过两天还没办完，我们自己催",
    # nothing tied
    "不管您给不给好评，该办的都照办",
    "差评您留着，我们照样处理",
    # money that is no promise
    "退款的事正在查",
    "退款进度我去核对",
    "您的退款走到哪一步，马上告诉您",
    "正在给您查退款",
    "已经退了，您查收一下",
    "昨天给您退了20元，收到了吗",
    "补发的那箱到了吗",
    "上次补发的也坏了，对不起",
    "您想退款还是换货，我转给团长",
    "您要是想退款，跟团长说一声",
    "要退款吗",
    "怎么赔由团长决定",
    "我不能答应您退款，要团长来定",
    "能不能补发，我问团长",
    "我没说退款，您等团长的话",
    "补偿方案等团长定",
    "麻烦您把图重发一遍",
    "麻烦您再发一次",
    "换谁都着急",
    "您付了39.9元，单子找到了",
    "有两块坏的对吧，记下了",
    # ordinal and everyday words
    "有消息第一时间告诉您",
    "您是第一次碰到吗",
    "最晚今天给您回话",
    "身体最要紧",
    "您最好先别吃",
    "最近天热，我们再查查",
    "我们想个最好的办法",
    "随手打个 1–5 分",
    # our own places and numbers
    "自提点改到3号楼一单元楼下",
    "有事打团长电话13812345678",
    "也可以打12315",
    "售后单12已登记",
    "4栋和5栋的货都到了",
    # warm words near cold ones
    "哎哟，真对不起，我这就看",
    "知道了，我马上去查",
    # plain good answers
    "对不起，让您等久了，我们正在查，有消息马上告诉您。",
    "收到，马上处理",
    "好的",
    "",
    "？",
    "😀",
    "点这里私聊我：https://t.me/anxin_bot?start=case_12",
)


@pytest.mark.parametrize(("name", "line"), [(name, line) for name, lines in BAD.items() for line in lines])
def test_a_bad_line_is_caught_by_its_check(name: str, line: str) -> None:
    assert name in [finding.name for finding in check_tone(line)]


@pytest.mark.parametrize("line", OK)
def test_a_good_line_passes(line: str) -> None:
    assert check_tone(line) == ()


def test_the_table_is_large_enough_and_covers_every_check() -> None:
    assert sum(len(lines) for lines in BAD.values()) + len(OK) >= 120
    assert {check.__name__ for check in TONE_CHECKS} == {*BAD, "wrong_name", "too_long", "probing"}


def test_a_leader_may_promise_money_but_not_for_silence() -> None:
    for line in ("退您20元，明天到账", "退款我已经提交了，今天到账", "差的给您补一袋"):
        assert [finding.name for finding in check_tone(line)] == ["money_promise"]
        assert check_tone(line, author="group_leader") == ()
    assert [f.name for f in check_tone("删了差评就退您20元", author="group_leader")] == ["money_for_silence"]


@pytest.mark.parametrize(
    "line", ["草莓放冰箱了吗？", "您还吃了什么？", "放了多久？", "东西是怎么保存的", "吃之前洗了吗"]
)
def test_b12_no_question_about_how_it_was_kept_goes_to_somebody_unwell(line: str) -> None:
    assert check_tone(line, author="group_leader") == ()
    assert [f.name for f in check_tone(line, author="group_leader", unwell=True)] == ["probing"]


@pytest.mark.parametrize(
    "line",
    ["孩子现在怎么样了？去医院了吗？", "您有没有哪里不舒服", "剩下的请放冰箱留着，我来取", "要不要我陪您去医院"],
)
def test_b12_a_kind_question_goes_to_somebody_unwell(line: str) -> None:
    assert check_tone(line, author="group_leader", unwell=True) == ()


@pytest.mark.parametrize(("kind", "limit"), MAX_LENGTH.items())
def test_length_is_counted_without_links(kind: str, limit: int) -> None:
    link = " https://t.me/anxin_bot?start=case_12"
    assert check_tone("好" * limit + link, kind=kind) == ()  # type: ignore[arg-type]
    (finding,) = check_tone("好" * (limit + 1), kind=kind)  # type: ignore[arg-type]
    assert finding.name == "too_long"
    assert str(limit + 1) in finding.why


def test_a_private_text_may_name_an_address_or_a_number() -> None:
    line = "补货送到3栋1502，到了打您13812345678"
    assert [f.name for f in check_tone(line, author="group_leader")] == ["privacy"]
    assert check_tone(line, kind="private", author="group_leader") == ()


@pytest.mark.parametrize(
    ("line", "member"),
    [
        ("王姐您好，已经在查了", "邻居小吴"),
        ("孙女士您好，已经在查了", "钱女士"),
        ("刘姐对不起，我马上查", "黄妈"),
        ("阿强，收到了", "阿斌"),
        ("婷婷，收到了", "静静"),
        ("豆豆妈，收到了", "乐乐妈"),
        ("@林先生 您好，已登记", "杨先生"),
        ("林先生您好，已登记", "林小姐"),
    ],
)
def test_a_salutation_of_somebody_else_is_found(line: str, member: str) -> None:
    (finding,) = check_tone(line, author="group_leader", member=member)
    assert finding.name == "wrong_name"
    assert check_tone(line, author="group_leader") == (), "nobody to compare with"


@pytest.mark.parametrize(
    ("line", "member"),
    [
        ("王姐，收到了", "王姐"),
        ("王姐，收到了", "王芳"),
        ("王姐，收到了", "3-502 王姐"),
        ("王女士您好，收到了", "王芳🌸"),
        ("芳姐，收到了", "王芳"),
        ("小娟，收到了", "娟子"),
        ("濤哥您好，收到了", "涛哥"),
        ("王姐，收到了", "Sunny"),
        ("王姐，收到了", "岁月静好的日子"),
        ("@李阿姨 @王姐 都在查", "王姐"),
        *((f"{word}，收到了", "王姐") for word in ("亲", "姐", "邻居", "大哥", "阿姨", "老师", "大家", "各位邻居")),
        *(
            (f"{word}，已经在查了", "王姐")
            for word in ("收到", "谢谢", "小心", "对不起", "好的", "刚刚", "晚上好", "谢谢姐")
        ),
        *((f"{word}您好，都在查了", "王姐") for word in ("抱歉", "打扰", "晚上", "不好意思", "嗯姐")),
        ("李姐帮您代领了，您找她拿就行", "王姐"),
    ],
)
def test_a_fitting_or_general_salutation_passes(line: str, member: str) -> None:
    assert check_tone(line, author="group_leader", member=member) == ()


def test_a_private_text_may_be_longer() -> None:
    assert check_tone("好" * 200)
    assert check_tone("好" * 200, kind="private") == ()


def test_an_excerpt_is_word_for_word() -> None:
    (finding,) = check_tone("抱歉，这批 生 鲜 不 退 的哈")
    assert finding.excerpt == "生 鲜 不 退"


def test_several_faults_are_all_named_in_the_order_of_the_table() -> None:
    names = [finding.name for finding in check_tone("您搞错了，是快递的问题，再这样就踢出群")]
    assert names == ["arguing", "blames_others", "pressure"]


@given(st.text(alphabet="您你我们不是快递的问题退款赔“”「」，。？ \n生鲜20元吗了a\u200b", max_size=60))
def test_any_text_is_answered_and_excerpts_stand_in_it(text: str) -> None:
    for finding in check_tone(text):
        assert finding.excerpt
        assert finding.excerpt in text
        assert finding.why


def test_a_huge_text_is_answered_quickly() -> None:
    started = time.perf_counter()
    check_tone("您们不是我们“快递” " * 2000)
    check_tone("退" * 10000)
    check_tone("“" * 10000)
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("给个好评我给您退5块", "money_for_silence"),
        ("晒个好评退5块", "money_for_silence"),
        ("来个五星补您两块", "money_for_silence"),
        ("留个好评赔您8块", "money_for_silence"),
        ("是不是您自己放坏了？", "blames_member"),
        ("我们也很难，利润就几毛钱", "sob_story"),
        ("都不容易的事，理解一下", "sob_story"),
        ("那您想怎么样呢", "rhetorical_question"),
        ("供应商的锅，大家别闹了", "blames_others"),
        ("我保证绝对没有第二次", "absolute_terms"),
    ],
)
def test_the_plainest_words_of_a_leader_are_held(line: str, name: str) -> None:
    assert name in {finding.name for finding in check_tone(line, author="group_leader", kind="private")}


@pytest.mark.parametrize(
    "line",
    [
        "谢谢您给的好评，昨天那单退您的5块也到了",
        "看到您给了好评，退款5元也到账了",
        "给个地址我给您补一份",
        "没给好评也照样退您5块",
        "不管好评差评都给您退5元",
        "您给了三星，退您5块",
        "您想怎么处理，退款还是补发？",
        "那您想怎么样处理都行",
        "这次一定给您办好",
        "谢谢您的理解",
        "供应商那边我们去问",
    ],
)
def test_words_close_to_those_pass(line: str) -> None:
    assert check_tone(line, author="group_leader", kind="private") == ()
