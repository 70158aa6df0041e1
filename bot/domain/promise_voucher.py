"""What a voucher is for: the sum that its words name once."""

from __future__ import annotations

import re

from bot.domain.money_words import bare_money, money_in
from bot.domain.plain_words import CHINESE, number
from bot.domain.promise_deeds import YOU, Deed, clause
from bot.domain.promise_sums import sums_of
from bot.domain.promise_things import ticket_named_before

_TICKETS = re.compile(r"(?P<n>\d{1,2}|[两二三四五六七八九十])\s*张")

_FACE_VALUE = re.compile(
    rf"(?<![\d.点满])(?P<sum>\d{{1,3}}(?:\.\d{{1,2}})?(?=的)|{CHINESE}(?=的))的(?:[代金优惠抵扣用现无门槛]{{2,3}})?券"
)
"""一张二十的代金券, 15的券."""
_SUM_NAMED_AFTER = re.compile(
    r"[,，\s](?:还是|就是|是)?(?P<sum>\d{1,3}(?:\.\d{1,2})?|[一二两三五六八十]{1,2})[元块]钱?的?(?=$|[,，。!])"
)
"""A clause that says nothing but how much a voucher is for: 券待会儿发你，8块的."""


def voucher_sum(words: str, d: Deed) -> int | None:
    a, b = clause(words, d.start, d.begin, d.stop)
    named = ticket_named_before(words, d)
    a = a if named is None else named
    if b < d.end:
        b = clause(words, d.end, d.end, d.stop)[1]
    cut = re.search(r"满\s*\d+\s*(?:元|块)?(?:立|可|就)?减\s*(\d+)(?![.\d])", words[a:b])
    if cut:
        return int(cut[1]) * 100 if not _TICKETS.search(words[a:b]) else None
    sums = [m for m in sums_of(words, a, max(b, d.end), d) if not re.search(r"满\s*$", words[: m.start])]
    if not sums and (told := _SUM_NAMED_AFTER.match(words, max(b, d.end), d.stop)):
        sums = [m for m in money_in(words) if told.start("sum") <= m.start < told.end()]
    if not sums and (face := _FACE_VALUE.search(words, a, d.stop)) and (value := number(face["sum"])):
        many = _TICKETS.search(words[a : d.stop])
        count = number(many["n"]) if many else 1
        return int(count * value * 100) if count is not None else None
    if not sums:
        bare = re.search(r"(?:抵扣?|减|便宜|少收)" + YOU + r"?\s*", words[a : max(b, d.end)])
        found = bare_money(words, a + bare.end()) if bare else None
        return found.fen if found else None
    if len(sums) != 1 or sums[0].fen is None:
        return None
    many = _TICKETS.search(words[a : max(b, d.end)])
    if many is None:
        return sums[0].fen
    count = number(many["n"])
    return int(count) * sums[0].fen if count is not None else None
