"""What a leader says a second time is the promise that stands: the same kind and sum, unless it comes on top (再, 另).

Another time for it is asked about as that; what was missing in it is filled in."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.detection.goods import find_goods
from bot.domain.case import Case
from bot.domain.money_words import money_in
from bot.domain.plain_words import plain
from bot.domain.promise_corrected import corrects
from bot.domain.promise_moves import only_soothes
from bot.domain.promise_words import PromiseWords
from bot.domain.text import excerpt, safe_name
from bot.domain.when_words import EVENING
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, offers, promises
from bot.storage.groups import Group
from bot.storage.offers import Offer
from bot.storage.promises import NewPromise, Promise
from handlers import zones
from handlers.cases.timeline import Actor
from handlers.compensation import given
from handlers.compensation.answers import PROMISED
from handlers.compensation.words import outcome_of
from handlers.promises import says as promise_says
from handlers.promises.changes import Change, instead, moved
from handlers.promises.changes import corrected as said_wrongly
from handlers.promises.ledger import WORDS_KEPT, retell

_MORE = re.compile("再|另|又|额外|外加|多[退补赔送]|还(?=会|要|给|有|[退补赔送])")
"""What says that it comes on top."""
_ANOTHER_SUM = re.compile("也|都|运费|差价|路费|打车|车费|邮费|押金|红包|券|补差")
"""What may be another sum than the one that was named before."""
_WITH_IT = re.compile(
    r"一起|一并|一块儿?[退转补给打]|顺便|顺带|除了?那?\d|(?:运费|邮费|快递费|路费|打车[费钱]|车费|油费)也?"
)
"""The same of what comes with something else: 运费5块也一起退你."""
_BESIDES = re.compile("另|额外|外加")
"""The same of what was noted as done and has not come, which is done once more (马上补, 再转一次)."""
_ANY_ONE = re.compile("[一1][份个件]?")
"""补一份 says no more than 补发."""


@dataclass(frozen=True)
class Compared:
    """What words promise beside what stands: what is `new`, and what is `again` a promise that stands."""

    new: tuple[PromiseWords, ...]
    again: tuple[tuple[PromiseWords, Promise], ...]


def compared(conn: Connection, case: Case, said: Sequence[PromiseWords], but: Collection[int] = ()) -> Compared:
    """Each promise that stands and the offer that waits for its answer are repeated once; `but` are promises that are
    not looked at."""
    waiting = [p for p in promises.of_case(conn, case.number) if p.is_unkept and p.id not in but]
    offer = offers.live(conn, case.number)
    offered = [offer] if offer is not None and offer.state == "sent" else []
    new: list[PromiseWords] = []
    again: list[tuple[PromiseWords, Promise]] = []
    for words in said:
        found = sorted((p for p in waiting if _is_again(words, p)), key=lambda p: p.amount_fen != words.amount_fen)
        if found:
            waiting.remove(found[0])
            again.append((words, found[0]))
        elif offered and _is_offered(words, offered[0]):
            offered.pop()
        else:
            new.append(words)
    return Compared(tuple(new), tuple(again))


def not_told_before(conn: Connection, case: Case, said: Sequence[PromiseWords]) -> tuple[PromiseWords, ...]:
    """What is promised beyond what the member is promised or offered already."""
    return compared(conn, case, said).new


def _is_again(words: PromiseWords, promise: Promise) -> bool:
    if promise.is_missing and not _BESIDES.search(words.words):
        bare = words.thing is None and words.amount_fen is None and words.kind in ("refund", "replacement")
        return bare or (words.kind == promise.kind and _same_values(words, promise))
    if words.kind != promise.kind or (_MORE.search(words.words) and not _MORE.search(promise.words)):
        return False
    return _same_values(words, promise)


def _same_values(words: PromiseWords, promise: Promise) -> bool:
    same_sum = None in (words.amount_fen, promise.amount_fen) or words.amount_fen == promise.amount_fen
    return same_sum and _same_thing(words.thing, promise.thing)


def _is_offered(words: PromiseWords, offer: Offer) -> bool:
    if words.kind != PROMISED.get(offer.kind) or _MORE.search(words.words):
        return False
    return words.amount_fen in (None, offer.amount_fen) and _same_thing(words.thing, offer.thing)


def _same_thing(one: str | None, other: str | None) -> bool:
    """Whether two things may be the same: one of them not named, a part of the other, or the same goods."""
    if one is None or other is None or one in other or other in one:
        return True
    if _ANY_ONE.fullmatch(one) or _ANY_ONE.fullmatch(other):
        return True
    numbers = [re.findall(r"\d+|[一二两三四五六七八九十半]", thing) for thing in (one, other)]
    counted_alike = not all(numbers) or numbers[0] == numbers[1]
    return bool(set(find_goods(one)) & set(find_goods(other))) and counted_alike


def said_again(
    ctx: Context, conn: Connection, group: Group, again: Sequence[tuple[PromiseWords, Promise]], text: str, by: Actor,
    changes: list[Change],
) -> list[Promise]:  # fmt: skip
    """What stands was said once more: what was missing in it is filled in, and those promises are to be asked about;
    another time is one of the `changes`."""
    filled = []
    for words, promise in again:
        locked = promises.get(conn, promise.id, for_update=True) or promise
        if locked.state == "unconfirmed" and _fills(words, locked):
            filled.append(retell(ctx, conn, locked, _filled(words, locked, text), by))
        elif locked.is_missing and words.due and locked.due_at and words.due <= locked.due_at:
            continue  # sooner than it is looked for anyway
        elif _is_sooner(words.due, locked) and only_soothes(text, zones.local_now(ctx, group)):
            continue  # 晚点转你 puts nothing off
        elif words.due is not None and _is_another(words.due, locked.due_at, zones.zone_of(ctx, group)):
            changes.append(moved(ctx, conn, locked, words.due, text, by))
    return filled


def _is_sooner(due: datetime | None, promise: Promise) -> bool:
    return due is not None and promise.due_at is not None and due < promise.due_at


def corrected(
    ctx: Context, conn: Connection, case: Case, said: Sequence[PromiseWords], text: str, by: Actor,
    changes: list[Change],
) -> tuple[list[Promise], list[PromiseWords]]:  # fmt: skip
    """The leader had misspoken: what nobody has confirmed follows the new words, and is to be asked about; what counts
    is one of the `changes`. And what these words promise besides."""
    standing = [p for p in promises.of_case(conn, case.number) if p.is_unkept and p.offer is None]
    asked: list[Promise] = []
    besides: list[PromiseWords] = []
    for words in said:
        alike = [p for p in standing if p.kind == words.kind]
        if not alike or _MORE.search(words.words):
            besides.append(words)
            continue
        standing.remove(alike[-1])
        locked = promises.get(conn, alike[-1].id, for_update=True) or alike[-1]
        now = _filled(words, locked, text)
        if locked.state == "unconfirmed":
            asked.append(retell(ctx, conn, locked, now, by))
        else:
            changes.append(said_wrongly(ctx, conn, locked, now, text, by))
    return asked, besides


def replaced(
    ctx: Context, conn: Connection, case: Case, said: Sequence[PromiseWords], text: str, by: Actor, message: str | None
) -> tuple[list[Promise], list[PromiseWords]]:  # fmt: skip
    """A refund that nobody has confirmed is named once more with another sum: that takes its place, and the time that
    was said stays where these words name none. What is to be asked about, and what these words promise besides."""
    standing = [p for p in promises.of_case(conn, case.number) if p.state == "unconfirmed" and p.kind == "refund"]
    standing = [p for p in standing if p.offer is None and (message is None or p.message != message)]
    refunds = [words for words in said if words.kind == "refund"]
    if len(refunds) != 1 or len(standing) != 1 or not _takes_its_place(refunds[0], text, standing[0]):
        return [], list(said)
    locked = promises.get(conn, standing[0].id, for_update=True) or standing[0]
    if locked.state != "unconfirmed":
        return [], list(said)
    asked = retell(ctx, conn, locked, _filled(refunds[0], locked, text), by)
    return [asked], [words for words in said if words is not refunds[0]]


def _takes_its_place(words: PromiseWords, text: str, promise: Promise) -> bool:
    """Whether another sum may only be meant in the place of the one that was named before: of the same goods, and not
    on top."""
    if words.amount_fen is None or promise.amount_fen is None or is_on_top(words.words) or is_on_top(text):
        return False
    named, before = find_goods(text), find_goods(promise.words)
    return not _ANOTHER_SUM.search(words.words) and (not named or not before or bool(set(named) & set(before)))


def is_on_top(text: str) -> bool:
    """Whether words say that what they promise comes besides what stands; 退你8块，运费5块一起退 may name all of it."""
    with_it = _WITH_IT.search(text) is not None and len(money_in(plain(text))) < 2
    return _MORE.search(text) is not None or with_it


def in_whose_place(conn: Connection, promise: Promise) -> Promise | None:
    """The one promise of its case that counts and that an unconfirmed one may replace, rather one of its kind. None
    where its words say that it comes on top."""
    if promise.case is None or promise.state != "unconfirmed" or is_on_top(promise.words):
        return None
    others = [p for p in promises.of_case(conn, promise.case) if p.state == "open" and given.terms_of(p) is not None]
    alike = [p for p in others if p.kind == promise.kind] or others
    return alike[0] if len(alike) == 1 and alike[0].id != promise.id else None


def in_whose_offers_place(conn: Connection, promise: Promise) -> Offer | None:
    """The offer that waits for the member's answer and that an unconfirmed promise may replace, where nothing else
    stands. None where its words say that it comes on top."""
    if promise.case is None or promise.state != "unconfirmed" or is_on_top(promise.words):
        return None
    others = [p for p in promises.of_case(conn, promise.case) if p.id != promise.id and given.terms_of(p) is not None]
    offer = offers.live(conn, promise.case)
    if given.terms_of(promise) is None or offer is None or offer.state != "sent":
        return None
    return None if any(p.is_unkept or p.is_kept for p in others) else offer


def _is_another(due: datetime, before: datetime | None, zone: ZoneInfo) -> bool:
    """Whether a time is not the one that was promised; the evening says no more than an hour of the same day."""
    if before is None or due == before:
        return before is None
    there, then = due.astimezone(zone), before.astimezone(zone)
    return not (there.time() == EVENING and there.date() == then.date())


def _fills(words: PromiseWords, promise: Promise) -> bool:
    time = promise.due_at is None and promise.awaits is None and (words.due is not None or words.when is not None)
    return time or (promise.amount_fen is None and words.amount_fen is not None)


def _filled(words: PromiseWords, promise: Promise, text: str) -> NewPromise:
    timed = words.due is not None or words.when is not None
    return NewPromise(
        promise.kind,
        excerpt(text, WORDS_KEPT),
        promise.amount_fen if words.amount_fen is None else words.amount_fen,
        promise.thing if words.thing is None else words.thing,
        words.due if timed else promise.due_at,
        words.when if timed else promise.awaits,
    )


def standing_lines(ctx: Context, conn: Connection, made: Sequence[Promise]) -> list[str]:
    """What stands for the members already, where what was heard would come on top: a line for each case."""
    lines = []
    for number in dict.fromkeys(p.case for p in made if p.case is not None and given.terms_of(p) is not None):
        ids = {p.id for p in made}
        stands = [p for p in promises.of_case(conn, number) if p.id not in ids and given.terms_of(p) is not None]
        new = [p for p in made if p.case == number]
        old = in_whose_place(conn, new[0]) if len(new) == 1 else None
        if old is not None:
            lines.append(instead(ctx, conn, old, new[0], several=len(made) > 1))
            stands = [p for p in stands if p.id != old.id]
        elif any(corrects(p.words) for p in new):
            lines += [instead(ctx, conn, p) for p in stands if p.is_unkept]
            stands = [p for p in stands if p.is_kept]
        case, offer = cases.get(conn, number), offers.live(conn, number)
        before = [f"{promise_says.outcome(p)}（{promise_says.due(ctx, conn, p)}）" for p in stands if p.is_unkept]
        before += [outcome_of(offer)] if offer is not None and offer.state == "sent" else []
        done = [promise_says.outcome(p) for p in stands if p.is_kept]
        offered = in_whose_offers_place(conn, new[0]) if len(new) == len(made) == 1 else None
        if offered is not None and case is not None and promise_says.lacks(new[0]) is None:
            member, outcome = safe_name(case.member_name), outcome_of(offered)
            lines.append(say("promise.instead.offer", member=member, outcome=outcome, new=new[0].id))
            before = []
        for how, found in (("stands_already", before), ("done_already", done)):
            if found and case is not None:
                lines.append(say(f"promise.{how}", member=safe_name(case.member_name), before="、".join(found)))
    return lines
