"""From a case to what stands on its card: everything redacted, every time from the case's own timeline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.cards import Bubble, CardContent, Compensation, Step
from bot.domain.card import Shown, ShownBubble, ShownStep
from bot.domain.case import Case
from bot.domain.plain_words import plain
from bot.domain.redaction import Redactor
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, images, offers, promises
from handlers import zones
from handlers.showing.choices import Choices
from handlers.showing.excerpts import Excerpt, end_of, excerpts_of, redacted, redactor_of

GIVEN = ("refund", "replacement", "voucher")
"""Kinds of fulfilled promises that are something given."""
_UNITS = ((86_400, "days"), (3600, "hours"), (60, "minutes"), (1, "seconds"))


def shown_of(ctx: Context, conn: Connection, case: Case, choices: Choices) -> Shown:
    """What the card of a case shows by these choices."""
    group = groups.get(conn, case.group)
    zone = zones.zone_of(ctx, group)
    redactor = redactor_of(conn, case, choices)
    excerpts = excerpts_of(conn, case, choices, redactor)
    traditional = _is_traditional("".join(e.said.text for e in excerpts if e.said.side == "member"))
    moments = _moments(conn, case)
    gave, fen = _given(conn, case, redactor, choices)
    return Shown(
        number=case.number,
        title=_word("title", traditional),
        group=group.name,
        goods=redacted(redactor, case.goods or "", choices).text,
        layout=choices.layout,
        bubbles=tuple(_bubble(e, choices, zone) for e in excerpts if e.shown) if choices.layout == "full" else (),
        compensation=gave,
        amount=f"¥{fen // 100}.{fen % 100:02d}" if fen and choices.amounts else None,
        steps=_steps(moments, zone, traditional),
        duration=_span(moments[-1][1] - moments[0][1], traditional) if len(moments) > 1 else "",
        result=redacted(redactor, case.resolution or "", choices, "result").text if choices.layout == "result" else "",
        traditional=traditional,
    )


def _bubble(excerpt: Excerpt, choices: Choices, zone: ZoneInfo) -> ShownBubble:
    said = excerpt.said
    allowed = tuple(photo for photo in said.photos if photo in choices.photos)
    hidden = len(said.photos) - len(allowed) + said.missing_photos
    at = f"{said.at.astimezone(zone):%H:%M}"
    return ShownBubble(said.key, said.side, excerpt.who, excerpt.redacted.text, at, allowed, hidden)


def drawable(conn: Connection, shown: Shown, check_code: str) -> CardContent:
    """The same as a drawing takes it, with the photos' own bytes."""
    return CardContent(
        title=shown.title,
        group=shown.group,
        goods=shown.goods,
        case_number=str(shown.number),
        check_code=check_code,
        bubbles=tuple(bubble for one in shown.bubbles for bubble in _drawn(conn, one)),
        compensation=Compensation(shown.compensation, shown.amount) if shown.compensation else None,
        steps=tuple(Step(s.name, s.at, s.took) for s in shown.steps),
        duration=shown.duration,
        result=shown.result,
        layout=shown.layout,
        traditional=shown.traditional,
    )


def _drawn(conn: Connection, bubble: ShownBubble) -> list[Bubble]:
    """A bubble with its first photo; each further photo stands in one of its own."""
    kept = [image.content for photo in bubble.photos if (image := images.get(conn, photo)) is not None]
    first = Bubble(
        bubble.side, bubble.who, bubble.text, bubble.at, kept[0] if kept else None, hidden_pictures=bubble.hidden_photos
    )
    return [first, *(Bubble(bubble.side, bubble.who, "", bubble.at, photo) for photo in kept[1:])]


def _moments(conn: Connection, case: Case) -> list[tuple[str, datetime]]:
    """The stages of the case and when each was reached, in order."""
    events = cases.timeline(conn, case.number)

    def first(*kinds: str) -> datetime | None:
        return next((event.at for event in events if event.kind in kinds), None)

    found = {
        "opened": case.opened_at,
        "answered": case.first_response_at,
        "agreed": first("offer_accepted") or first("offered", "reply"),
        "done": first("resolved") or first("promise_fulfilled"),
        "confirmed": end_of(conn, case),
    }
    reached = [(name, at) for name, at in found.items() if at is not None and at >= case.opened_at]
    in_order: list[tuple[str, datetime]] = []
    for name, at in reached:
        if not in_order or at >= in_order[-1][1]:
            in_order.append((name, at))
    return in_order


def _steps(moments: Sequence[tuple[str, datetime]], zone: ZoneInfo, traditional: bool) -> tuple[ShownStep, ...]:
    steps = []
    days = {at.astimezone(zone).date() for _, at in moments}
    for n, (name, at) in enumerate(moments):
        there = at.astimezone(zone)
        clock = f"{there:%m-%d %H:%M}" if len(days) > 1 else f"{there:%H:%M}"
        took = _span(at - moments[n - 1][1], traditional) if n else ""
        steps.append(ShownStep(_word(f"steps.{name}", traditional), clock, took))
    return tuple(steps)


def _span(time: timedelta, traditional: bool) -> str:
    """A length of time in its two largest units: 1小时33分."""
    seconds = max(1, int(time.total_seconds()))
    parts = []
    for size, name in _UNITS:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append((name, count))
    names = [name for name, _ in parts[:2] if name != "seconds" or len(parts) == 1]
    return "".join(_word(f"spans.{name}", traditional, count=count) for name, count in parts if name in names)


def _given(conn: Connection, case: Case, redactor: Redactor, choices: Choices) -> tuple[tuple[str, ...], int]:
    """What the member got, in words without a sum, and what it comes to in fen."""
    accepted = [o for o in offers.of_case(conn, case.number) if o.state == "accepted"]
    if accepted:
        lines = [say(f"showing.gave.{o.kind}", thing=o.thing or "") for o in accepted]
        fen = sum(o.amount_fen or 0 for o in accepted)
    else:
        kept = [p for p in promises.of_case(conn, case.number) if p.is_kept and p.kind in GIVEN]
        lines = [say(f"showing.gave.{p.kind}", thing=p.thing or "") for p in kept]
        fen = sum(p.amount_fen or 0 for p in kept)
    never = Choices(neutral=choices.neutral)
    return tuple(dict.fromkeys(redacted(redactor, line, never).text for line in lines)), fen


def _word(key: str, traditional: bool, **values: Any) -> str:
    return say(f"showing.{'traditional' if traditional else 'plain'}.{key}", **values)


def _is_traditional(text: str) -> bool:
    """Whether somebody writes Traditional Chinese."""
    written = [c for c in text if "\u4e00" <= c <= "\u9fff"]
    changed = sum(1 for c, simple in zip(text, plain(text), strict=True) if c != simple and "\u4e00" <= c <= "\u9fff")
    return changed >= 3 and changed * 10 >= len(written)
