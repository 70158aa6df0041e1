"""Names with what each gets that run together."""

from __future__ import annotations

import pytest

from bot.domain.said_run_on import run_apart

NAMES = ("静静", "王姐", "赵姐", "老周")


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("静静8块王姐10块今晚转", "静静8块 王姐10块今晚转"),
        ("退静静8块王姐10块赵姐5元", "退静静8块 王姐10块 赵姐5元"),
        ("今晚转静静8块王姐10块", "今晚转 静静8块 王姐10块"),
        ("静静退8块王姐退10块今晚转", "静静退8块 王姐退10块今晚转"),
        ("静静8块明天王姐10块今晚转", "静静8块明天 王姐10块今晚转"),
        ("静静补一盒王姐退8块今晚", "静静补一盒 王姐退8块今晚"),
        ("静静8块王姐赵姐10块", "静静8块 王姐赵姐10块"),
    ],
)
def test_a_name_right_behind_what_another_gets_begins_a_part(text: str, apart: str) -> None:
    assert run_apart(text, [name for name in NAMES if name in text]) == apart


@pytest.mark.parametrize(
    "text", ["退8块静静10块王姐", "8块静静10块王姐5块赵姐", "静静8块王姐说不用", "静静8块钱王姐在不在", "静静王姐各8块"]
)
def test_other_names_stay_where_they_are(text: str) -> None:
    assert run_apart(text, [name for name in NAMES if name in text]) == text
