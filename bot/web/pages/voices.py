"""口碑: how what was heard divides, the words that may be quoted, and every voice with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from bot.domain.voice import ASPECTS, KINDS, Aspect, Kind
from bot.ports import Context
from bot.replies import say
from bot.storage import voices
from bot.storage.voices import Voice, Wanted
from bot.web.access import Number, Visitor, audited, context, may
from bot.web.rendering import is_fragment, render
from handlers.cases.timeline import Actor
from handlers.orders.buyers import bought
from handlers.voices import answers, asking, board, buyers
from handlers.voices.board import Quote
from handlers.zones import zone_of

router = APIRouter()

PAGE = 40
QUOTES_SHOWN = 12
GOODS_SHOWN = 8


@dataclass(frozen=True)
class Filters:
    """What the visitor asked to see, from the address."""

    group: int | None = None
    goods: str = ""
    aspect: Aspect | None = None
    kind: Kind | None = None
    page: int = 1

    def address(self, **changed: Any) -> str:
        """The address of this page with some filters changed; the first page unless it says otherwise."""
        kept = {k: v for k, v in ({**vars(self), "page": 1} | changed).items() if v and (k, v) != ("page", 1)}
        return "/voices?" + urlencode(kept)

    def wanted(self, visitor: Visitor) -> Wanted:
        groups = tuple(g for g in visitor.group_ids if self.group in (None, g))
        return Wanted(groups, self.goods or None, self.aspect, self.kind)


def filters_of(
    group: str = "",
    goods: Annotated[str, Query(max_length=60)] = "",
    aspect: str = "",
    kind: str = "",
    page: Annotated[int, Query(ge=1, le=1000)] = 1,
) -> Filters:
    return Filters(
        int(group) if group.isdecimal() and len(group) <= 9 else None,
        goods.strip(),
        aspect if aspect in ASPECTS else None,
        kind if kind in KINDS else None,
        page,
    )


@router.get("/voices")
async def page(
    request: Request,
    visitor: Annotated[Visitor, Depends(may("viewer"))],
    filters: Annotated[Filters, Depends(filters_of)],
) -> Response:
    return await _show(request, visitor, filters)


async def _show(request: Request, visitor: Visitor, filters: Filters, **more: Any) -> Response:
    known = await context(request).storage.read(partial(_read, ctx=context(request), visitor=visitor, filters=filters))
    template = "voices_body.html" if is_fragment(request) else "voices.html"
    return render(template, request, visitor, filters=filters, aspects=ASPECTS, kinds=KINDS, **known, **more)


def _read(conn: Connection, *, ctx: Context, visitor: Visitor, filters: Filters) -> dict[str, Any]:
    wanted = filters.wanted(visitor)
    share = voices.share(conn, wanted)
    goods = voices.by_goods(conn, Wanted(wanted.groups))
    heard = voices.find(conn, wanted, limit=PAGE, offset=(filters.page - 1) * PAGE)
    return {
        "share": share,
        "by_aspect": voices.by_aspect(conn, wanted),
        "goods": goods,
        "top_goods": list(goods.items())[:GOODS_SHOWN],
        "quotes": _quotes(conn, wanted),
        "heard": heard,
        "bought": bought(ctx, conn, heard),
        "pages": -(-share.total // PAGE),
        "group_names": {group.id: group.name for group in visitor.groups},
        "zones": {group.id: zone_of(ctx, group).key for group in visitor.groups},
    }


def _quotes(conn: Connection, wanted: Wanted) -> list[Quote]:
    shown = Wanted(wanted.groups, wanted.goods_key, wanted.aspect, wanted.kind, ("shown",))
    found = (board.quote_of(conn, voice) for voice in voices.find(conn, shown, limit=QUOTES_SHOWN))
    return [quote for quote in found if quote is not None]


Act = Callable[[Context, Connection, Voice, Actor], str]


def _relayed(key: str) -> Act:
    def act(ctx: Context, conn: Connection, voice: Voice, by: Actor) -> str:
        return answers.relay(ctx, conn, voice, say(key), by)

    return act


ACTIONS: Mapping[str, Act] = {
    "ask": asking.ask,
    "invite": buyers.invite,
    "yes": _relayed("voice.button_voiceyes"),
    "noname": _relayed("voice.button_voicenoname"),
    "no": _relayed("voice.button_voiceno"),
    "withdraw": _relayed("voice.words_withdraw"),
}
"""What the buttons beside a voice are called, and what they do."""


@router.post("/voices/{voice}/{action}")
async def act(
    request: Request,
    voice: Number,
    action: str,
    visitor: Annotated[Visitor, Depends(may("admin"))],
    filters: Annotated[Filters, Depends(filters_of)],
) -> Response:
    if action not in ACTIONS:
        raise HTTPException(404)
    ctx = context(request)
    told = await ctx.storage.write(partial(_act, ctx=ctx, visitor=visitor, number=voice, action=action))
    if not is_fragment(request):
        return RedirectResponse("/voices", status_code=303)
    return await _show(request, visitor, filters, told=told, about=voice)


def _act(conn: Connection, *, ctx: Context, visitor: Visitor, number: int, action: str) -> str:
    voice = voices.get(conn, number, for_update=True)
    if voice is None or not visitor.sees(voice.group):
        raise HTTPException(404)
    audited(ctx, conn, visitor, f"voice_{action}", f"voice:{number}")
    return ACTIONS[action](ctx, conn, voice, visitor.actor)
