"""Families of words that other authors' lists were missed for: five that promise, and three like them that do not."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.promise_words import promises_in

SAID_AT = datetime(2026, 1, 7, 10, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
Read = tuple[str, int | None, str | None]

PROMISED: dict[str, dict[str, Read]] = {
    "a sum with jiao, however it is written": {
        "我赔您十五元，明晚之前转到": ("refund", 1500, None),
        "我退您四元二角": ("refund", 420, None),
        "您多付了十元零五角，我三十分钟内退回": ("refund", 1050, None),
        "退返12個半畀你": ("refund", 1250, None),
        "九個九我聽朝過數畀你": ("refund", 990, None),
    },
    "the sum before its verb": {
        "五十块钱我先赔给你，今晚转": ("refund", 5000, None),
        "月底前把那52块钱给你打回去": ("refund", 5200, None),
        "8.5我补给你": ("refund", 850, None),
        "这8块明天还给您": ("refund", 800, None),
        "这单32块我承担，退给您": ("refund", 3200, None),
    },
    "goods that are brought": {
        "明天一早送鸡蛋给你": ("replacement", None, "鸡蛋"),
        "明天中午给你送酸奶": ("replacement", None, "酸奶"),
        "我骑车这就给你送去，一兜小油菜": ("replacement", None, "一兜小油菜"),
        "周五捎一把蒜苗给您": ("replacement", None, "一把蒜苗"),
        "锅盖我后天给您送过去": ("replacement", None, "锅盖"),
    },
    "the thing that leads its clause": {
        "发错了不好意思，你那份我周五补发": ("replacement", None, "那份"),
        "烂了三个，俩鹅蛋我给您补上": ("replacement", None, "俩鹅蛋"),
        "那四个咸鸭蛋我记着嘞，下次开团给你补上": ("replacement", None, "四个咸鸭蛋"),
        "您要的那双42码雨靴这周四给您换好": ("replacement", None, "那双42码雨靴"),
        "两盒草莓，周五前补": ("replacement", None, "两盒草莓"),
    },
    "what only sounds like a doubt": {
        "甭管谁的责任，我退您8块": ("refund", 800, None),
        "您说的泡水一事属实，我退您8块": ("refund", 800, None),
        "这批奶有问题，明天退您8块": ("refund", 800, None),
        "不热的那包退你7块7": ("refund", 770, None),
        "我已经向供应商反馈了，周五给您答复": ("reply", None, None),
    },
    "sent, and yet to arrive": {
        "16.9元已退，24小时内到账": ("refund", 1690, None),
        "13块8退了啊，银行说得两天才到账": ("refund", 1380, None),
        "8块退给你了，明天到账": ("refund", 800, None),
        "我退啦，8块，一会儿到": ("refund", 800, None),
        "刚给您退了8块，三个工作日到账": ("refund", 800, None),
    },
}  # fmt: skip

NOT_PROMISED = {
    "a sum with jiao, however it is written": ("十元零五角我退不了", "四元二角一斤，明天到货", "烂了12个半"),
    "the sum before its verb": ("五十块钱昨天赔给你了", "8.5我补给你，行吗？", "32块您明天转给我"),
    "goods that are brought": ("快递员明天送鸡蛋给你", "早上带酸奶给您了", "麻烦您明天带一盒给我"),
    "the thing that leads its clause": ("你那份昨天补发了", "两盒草莓您自己来拿", "没有两盒草莓给您补"),
    "what only sounds like a doubt": ("谁家坏了就退8块", "如果属实，我退您8块", "不甜包退"),
    "sent, and yet to arrive": ("16.9元已退", "8块昨天退给你了", "退款38元已于昨日完成"),
}  # fmt: skip


@pytest.mark.parametrize("family", PROMISED)
def test_each_of_a_family_is_read(family: str) -> None:
    for line, read in PROMISED[family].items():
        assert [(p.kind, p.amount_fen, p.thing) for p in promises_in(line, SAID_AT)] == [read], line


@pytest.mark.parametrize("family", NOT_PROMISED)
def test_what_is_like_a_family_and_promises_nothing(family: str) -> None:
    for line in NOT_PROMISED[family]:
        assert not promises_in(line, SAID_AT), line
