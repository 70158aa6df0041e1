"""What a leader promises in free words: the deed, the sum, the thing and until when.

The rules are written down for people in docs/promises.md. A sum or a time that the words do not say for certain is
None: it is asked for, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from bot.domain.money_words import MEASURES, money_in
from bot.domain.plain_words import CHINESE, plain
from bot.domain.promise_deeds import Deed, clause, deeds_in, has_time, sentences
from bot.domain.promise_doubts import is_promised
from bot.domain.promise_exchanged import exchanged
from bot.domain.promise_found import PromiseWords as PromiseWords
from bot.domain.promise_joined import merged
from bot.domain.promise_only_sum import only_sum
from bot.domain.promise_prices import sum_told
from bot.domain.promise_sums import refund_sum
from bot.domain.promise_terms import kind_of
from bot.domain.promise_things import POINTS, TAKEN, TICKET, owed_thing, span_near, thing_of, topic_of
from bot.domain.promise_times import with_times
from bot.domain.promise_voucher import voucher_sum
from bot.domain.when_words import When, when_in

MAX_READ = 1000
"""Characters of one message that are read for promises."""
MAX_DEEDS = 40
"""Verbs of one message that are looked at; no leader promises more in a breath."""

_EMOJI = re.compile("\\[[^\\[\\],，。\\d]{1,5}\\]|[\U0001f300-\U0001faff\u2600-\u2712]\ufe0f?")
"""Little pictures, as themselves or as their names: [抱拳]."""
_QUOTED = re.compile(
    "“[^”]*”|「[^」]*」|『[^』]*』|\"[^\"]*\"|‘[^’]*’|(?<![A-Za-z])'[^']*'|《[^》]*》|(?<=[是说写了着:：])【[^】]*】|^>.*$",
    re.MULTILINE,
)


_VERB_ALONE = "(?:全|都|马上)?(?:退款?|赔|补发?|换)[你您]?"
_FULL_STOP_IN_A_BREATH = re.compile(
    rf"(?:(?<=[,，。]退)|(?<=[,，。][补赔换])|(?<=[,，。]全退)|(?<=[,，。]退款)|(?<=[,，。]补发)|(?<=^[退补赔换]))[。!](?=.)"
    r"|(?<=退)[。!](?=[^,，。!?\d]{0,6}(?:[一总拢统]?共|合计|共计)[\d一二两三四五六七八九十])"
    rf"|。(?={_VERB_ALONE}(?:[。,，]|$))"
)
"""A full stop that parts a bare verb from what belongs to it: 退。15 元，下午; 少一袋。补。"""


_LATER_USE = re.compile(
    "[,，](?:留着|可以?|也?能)?(?:能|可以?|够|好)?[抵用](?:掉|在)?下[次回单][^,，。!;；退补赔送发]{0,4}(?=$|[,，。!])"
)
"""给你加50积分，能抵下次的: when it may be used, and not when it is given."""


_NONE_LACKS = re.compile(rf"[,，](?:(?:\d{{1,2}}|{CHINESE})[{MEASURES}])?一[{MEASURES}两]?都?不[少差缺](?=$|[,，。!])")
"""两斤一两不少: how much it is, and no thing."""
_CANTONESE = str.maketrans("嘅嚟攞", "的来拿")


def promises_in(text: str, said_at: datetime, goods: str | None = None) -> tuple[PromiseWords, ...]:
    """What is promised in a leader's words, in order. `said_at` is aware, in the group's own zone; `goods` is what the
    talk is about, for a thing that is named without a number."""
    text = text[:MAX_READ]
    words = _EMOJI.sub(lambda m: " " * len(m[0]), _unquoted(plain(text)))
    words = _NONE_LACKS.sub(lambda m: m[0][0] + "〃" * (len(m[0]) - 1), words).translate(_CANTONESE)
    words = _LATER_USE.sub(lambda m: m[0][0] + "〃" * (len(m[0]) - 1), words)
    words = _FULL_STOP_IN_A_BREATH.sub(",", words)
    times = when_in(words, said_at)
    found: list[tuple[Deed, PromiseWords]] = []
    looked_at = 0
    for start, stop in sentences(words):
        deeds = deeds_in(words, start, stop, times)[: MAX_DEEDS - looked_at]
        looked_at += len(deeds)
        found += [(d, _read(text, words, d, goods, times)) for d in deeds if _is_kept(words, d, stop, times)]
    found = with_times(words, found, times)
    kept = [(d, p) for d, p in merged(words, found) if p.kind != "other" or p.due or p.when]
    return tuple(p for _, p in _with_the_only_one(text, words, kept))


def _with_the_only_one(text: str, words: str, kept: list[tuple[Deed, PromiseWords]]) -> list[tuple[Deed, PromiseWords]]:
    """Where one thing is given, what it leaves open may be named anywhere: the only sum, what was missing."""
    given = [n for n, (_, p) in enumerate(kept) if p.kind not in ("reply", "visit")]
    if len(given) != 1:
        return kept
    d, p = kept[given[0]]
    if p.kind == "refund" and p.amount_fen is None:
        p = replace(p, amount_fen=only_sum(words, d))
    if p.kind == "replacement" and p.thing is None and (owed := owed_thing(words, replace(d, begin=0))):
        p = replace(p, thing=text[slice(*owed)])
    return [*kept[: given[0]], (d, p), *kept[given[0] + 1 :]]


def _is_kept(words: str, d: Deed, stop: int, times: tuple[When, ...]) -> bool:
    kind = kind_of(words, d, times) if d.kind == "other" else d.kind
    return is_promised(words, kind, d.start, d.end, d.begin, stop, has_time(words, d, times))


_DONE = re.compile(r"(?:补|退|赔|换|送|寄|发|转|给|拿|放)[过好完掉齐到]?[您你]?[了啦](?!解)")
_STILL_TO_DO = re.compile("再|还[会要得]|[会要]|准备|马上|这就|回头|等[下会]|明|[今当]晚|稍后|下次|下[周批]|到货")


def told_as_done(text: str, promise: PromiseWords) -> bool:
    """Whether a promise without a time, in words that end a case, is a part of what was done: 补了一盒，放您家门口."""
    if promise.due is not None or promise.when is not None:
        return False
    return bool(_DONE.search(plain(text))) and not _STILL_TO_DO.search(plain(promise.words))


def _unquoted(words: str) -> str:
    """What others said, blanked out so that places stay."""
    return _QUOTED.sub(lambda m: "“" + "〃" * (len(m[0]) - 2) + "”" if len(m[0]) > 1 else m[0], words)


_ONLY_MONEY = re.compile(
    r"(?:\d{1,4}(?:\.\d{1,2})?|[一二两三四五六七八九]?十[一二三四五六七八九]?)(?:元|块钱?)|.{1,3}块[\d一二两三四五六七八九]"
)
"""26块给您送到手上: what can only be a sum is no thing."""


def _read(text: str, words: str, d: Deed, goods: str | None, times: tuple[When, ...]) -> PromiseWords:
    a, _ = clause(words, d.start, d.begin, d.end)
    said = text[a : d.stop].strip(" ,，。;；")
    kind = kind_of(words, d, times)
    if kind == "refund":
        return PromiseWords("refund", refund_sum(words, d) or sum_told(words, d), words=said)
    if kind == "voucher":
        ticket = span_near(TICKET, words, d)
        fen = voucher_sum(words, d)
        named = ticket if fen is None and ticket and ticket[1] - ticket[0] > 1 else None
        return PromiseWords("voucher", fen, text[slice(*named)] if named else None, words=said)
    if kind == "points":
        points = span_near(POINTS, words, d)
        return PromiseWords("points", None, text[slice(*points)] if points else None, words=said)
    thing = exchanged(words, d) or thing_of(words, d, goods, times) if kind == "replacement" else None
    if thing and words[d.start] != "换" and _ONLY_MONEY.fullmatch(words, *thing):
        return PromiseWords("refund", money_in(words[slice(*thing)])[0].fen, words=said)
    taken = TAKEN.search(words, a, d.start) if kind == "other" else None
    if taken and taken["thing"] in ("发票", "收据", "小票", *(("秤", "电子秤") if words[d.start] == "换" else ())):
        thing = taken.span("thing")
    elif kind == "other" or (thing is None and kind == "replacement"):
        thing = topic_of(words, d, times, alone=kind == "other" or words[d.start] == "换")
    return PromiseWords(kind, None, text[slice(*thing)] if thing else None, words=said)
