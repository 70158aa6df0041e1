"""What can be the proof that a promise was kept, and which promises a command names."""

from __future__ import annotations

import pytest

from bot.domain.proof_words import certainly, further_numbers, proof_doubt, to_the_member


@pytest.mark.parametrize(
    "text",
    [
        "还没转", "没转成，明天再转", "等下就转", "明天转", "转不出去", "对方没收款，退回来了", "她说不用了", "？",
        "怎么用",
        "下午给她送过去", "准备转", "转账失败", "忘了转", "微信限额了", "转了吗", "晚点发红包", "还差3块没转",
        "没空，改天", "先等等", "。",
        "转了一半", "转了部分，剩下明天", "退了一部分", "先退一半", "微信没加上", "加不上她微信", "发红包了等她领",
        "等审核",
        "等她确认收款", "客服处理中", "审核中", "系统在审", "银行卡不对", "卡号错了", "申请了", "申请退款了",
        "提交了，等平台", "跟财务说了", "联系供应商了", "下单了明天到", "草莓补了，苹果明天", "补了一盒，还有一盒明天",
        "她说转过了", "打过去退了回来", "退回了",
    ],
)  # fmt: skip
def test_what_is_not_done_yet_is_no_proof(text: str) -> None:
    assert proof_doubt(text, 800) == "not_done"


@pytest.mark.parametrize("text", ["转了5块", "退了80块", "已转5元", "红包发了5块", "转了24块", "转了5"])
def test_another_sum_is_no_proof(text: str) -> None:
    assert proof_doubt(text, 800) == "sum"
    assert proof_doubt(text, None) is None, "nothing was said of how much"


@pytest.mark.parametrize(
    "text",
    [
        "转了", "转账单号20260106123456", "微信转8块", "昨天就转了", "今天上午转的", "刚刚微信转的，没让她等",
        "已经补了，她说不用谢",
        "放门口了，她不在家", "原路退回了", "8块已退，坏的不用退了", "转好了，没问题", "退了8元，手续费1元我出",
        "5块加3块都转了",
        "支付宝转了八块", "今晚20:00转的", "忘了跟您说，昨天转的", "单号 8812345", "微信零钱 8.00", "先转了8块",
        "下午送过去了",
        "亲手交给王姐", "",
        "转了，没到跟我说", "转了，没收到告诉我", "没货了换成苹果了", "没货了，换成苹果了", "给她了", "对方收款了",
        "她自己来拿的", "平台审核过了，退款到账", "申请的退款已经到账", "退了，明天到账", "一半退款一半补货都办了",
        "剩下的也补齐了", "部分缺的都补上了", "等她下班给的", "卡号改对了，转了", "红包她领了",
        "联系供应商了，已补一盒",
        "退了，等下查收", "放她家门口了她不在家",
    ],
)  # fmt: skip
def test_what_says_that_it_is_done_is_one(text: str) -> None:
    assert proof_doubt(text, 800) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("3 转了", ((3,), "转了")), ("、3 都转了", ((3,), "都转了")), ("和3都转了", ((3,), "都转了")),
        ("-4 都转了", ((3, 4), "都转了")),
        ("3、4、5 转了", ((3, 4, 5), "转了")), ("到4都转了", ((3, 4), "都转了")), ("-3、5 转了", ((3, 5), "转了")),
        ("3", ((3,), "")),
    ],
)  # fmt: skip
def test_numbers_behind_the_first_go_on_with_it(text: str, read: tuple[tuple[int, ...], str]) -> None:
    assert further_numbers(2, text) == read


@pytest.mark.parametrize(
    "text", ["8块转了", "3号转的", "2026010612345", "3-502 转了", "转了", "8.5 转了", "2盒都补了", ""]
)
def test_other_figures_are_no_promises(text: str) -> None:
    assert further_numbers(2, text) == ((), text)


@pytest.mark.parametrize("text", ["-1 转了", "号、3号都转了", "、3号转了"])
def test_a_list_that_cannot_be_read_is_asked_about(text: str) -> None:
    assert further_numbers(2, text) is None


@pytest.mark.parametrize(
    ("text", "read"), [("确实 还没转", ("还没转", True)), ("确实转了", ("转了", True)), ("转了", ("转了", False))]
)
def test_the_leader_may_say_that_it_is_the_proof_all_the_same(text: str, read: tuple[str, bool]) -> None:
    assert certainly(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("给她了", "给您了"), ("已经退到她微信", "已经退到您微信"), ("对方收款了", "您收款了"),
        ("她自己来拿的", "您自己来拿的"), ("放他家门口了，他不在家", "放您家门口了，您不在家"),
        ("她老公来拿的", "您老公来拿的"),
        ("快递说他放门口了", "快递说他放门口了"), ("其他的也补了", "其他的也补了"),
        ("她们那边都转了", "她们那边都转了"),
        ("转账单号 4200", "转账单号 4200"),
    ],
)  # fmt: skip
def test_the_member_is_no_third_person_in_the_words_they_read(text: str, read: str) -> None:
    assert to_the_member(text) == read
