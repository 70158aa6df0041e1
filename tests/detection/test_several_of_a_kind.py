"""Several promises of one kind in one message, each with its own value and time."""

from __future__ import annotations

from bot.detection.promised.several import each_of_several
from bot.domain.promise_words import PromiseWords
from tests.detection.test_promised import TOMORROW, TONIGHT, chances


def read(text: str, kept: tuple[PromiseWords, ...], two: float, **of: dict[str, tuple[str, ...]]) -> list[object]:
    network = chances(text, "refund", two=two, **of)  # type: ignore[arg-type]
    return [(p.amount_fen, p.due) for p in each_of_several(text, kept, set(), network)]


SUMS = {"8块": ("refund",), "3块": ("refund",)}
ONE = (PromiseWords("refund", 300, words="鸡蛋退3块"),)


def test_each_sum_is_a_promise_with_the_time_in_its_clause() -> None:
    text, times = "草莓今晚退8块，鸡蛋明天退3块", {"今晚": ("refund",), "明天": ("refund",)}
    assert read(text, ONE, 0.9, sums=SUMS, times=times) == [(800, TONIGHT), (300, TOMORROW)]


def test_a_time_behind_all_is_that_of_each() -> None:
    times = {"今晚": ("refund",)}
    assert read("草莓退8块，鸡蛋退3块，今晚转", ONE, 0.9, sums=SUMS, times=times) == [(800, TONIGHT), (300, TONIGHT)]


def test_where_two_of_a_kind_are_not_likely_what_was_read_stays() -> None:
    assert read("草莓退8块，鸡蛋退3块", ONE, 0.1, sums=SUMS) == [(300, None)]


def test_what_is_paid_or_a_total_makes_no_promise_more() -> None:
    assert read("一共收你8块，里面那3块我退你", ONE, 0.9, sums=SUMS) == [(300, None)]
    assert read("草莓8块，一共退你3块", ONE, 0.9, sums=SUMS) == [(300, None)]


def test_things_are_told_apart_too() -> None:
    text = "豉油补一支，今晚；蚝油也补一瓶，明天"
    of = {"things": {"一支": ("replacement",), "一瓶": ("replacement",)}}
    times = {"今晚": ("replacement",), "明天": ("replacement",)}
    network = chances(text, "replacement", two=0.9, times=times, **of)  # type: ignore[arg-type]
    kept = (PromiseWords("replacement", thing="一瓶", words=text),)
    found = each_of_several(text, kept, set(), network)
    assert [(p.thing, p.due) for p in found] == [("一支", TONIGHT), ("一瓶", TOMORROW)]
