"""The board: how what was heard divides, and the words that may be quoted, exactly as their members agreed to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.detection.goods import find_goods, goods_key
from bot.domain.redaction import Redactor
from bot.domain.text import quoted
from bot.domain.voice import ASPECTS
from bot.ports import Context
from bot.replies import say
from bot.storage import consents, voices
from bot.storage.voices import Share, Voice, Wanted
from handlers.voices import buyers
from handlers.voices.asking import content_hash

QUOTES = 5
ASKABLE = 6


@dataclass(frozen=True)
class Quote:
    """Words that may be shown, and under which name."""

    voice: Voice
    text: str
    who: str


@dataclass(frozen=True)
class Board:
    """All that was heard of some goods (or of everything) in these groups."""

    goods: str | None
    share: Share
    aspects: dict[str, Share]
    quotes: tuple[Quote, ...]
    askable: tuple[Voice, ...]
    """The newest voices whose members were not asked yet."""


def board(conn: Connection, groups: Sequence[int], goods: str | None = None) -> Board:
    """The board of these groups; of one kind of goods only where it is named."""
    key = key_of(goods) if goods else None
    wanted = Wanted(tuple(groups), goods_key=key)
    shown = [quote for voice in _in_state(conn, wanted, "shown", 200) if (quote := quote_of(conn, voice))]
    return Board(
        goods,
        voices.share(conn, wanted),
        {aspect: one for aspect in ASPECTS if (one := voices.by_aspect(conn, wanted).get(aspect))},
        tuple(shown[:QUOTES]),
        tuple(_in_state(conn, wanted, "heard", ASKABLE)),
    )


def key_of(goods: str) -> str:
    """The canonical name of what somebody typed."""
    named = find_goods(goods)
    return goods_key(named[0]) if named else goods_key(goods)


def _in_state(conn: Connection, wanted: Wanted, state: Any, limit: int) -> list[Voice]:
    narrowed = Wanted(wanted.groups, wanted.goods_key, wanted.aspect, wanted.kind, (state,), wanted.since)
    return voices.find(conn, narrowed, limit=limit)


def quote_of(conn: Connection, voice: Voice) -> Quote | None:
    """What may be quoted of a voice; None unless its member agreed to exactly these words."""
    if voice.state != "shown" or voice.shown is None:
        return None
    given = consents.of_member(conn, voice.platform, voice.member_id, "voice", ("yes",))
    consent = next((c for c in given if c.voice == voice.id), None)
    if consent is None or consent.content_hash != content_hash(voice.shown):
        return None
    named = "name" not in consent.without
    label = Redactor(voice.member_name).label(voice.member_name) if named else ""
    return Quote(voice, voice.shown, label if label.endswith("*") else say("voice.a_neighbour"))


def as_text(ctx: Context, conn: Connection, found: Board) -> str:
    """The board as a leader reads it in chat."""
    about = found.goods or say("voice.everything")
    if not found.share.total:
        return say("voice.board_empty", goods=about)
    parts = " · ".join(
        say("voice.aspect_share", aspect=say(f"voice.aspects.{name}"), praise=one.praise, criticism=one.criticism)
        for name, one in found.aspects.items()
    )
    lines = [say("voice.board", goods=about, praise=found.share.praise, criticism=found.share.criticism), parts]
    if found.quotes:
        lines.append(say("voice.quotes_head"))
        lines += [say("voice.quote", quote=quoted(quote.text, 80), who=quote.who) for quote in found.quotes]
    if found.askable:
        lines.append(say("voice.askable_head", id=found.askable[0].id))
        lines += [buyers.line(ctx, conn, voice) for voice in found.askable]
    return "\n".join(lines)
