"""The card of a solved case: preview, what stands on it, the member's consent, the post; and checking a typed code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from bot.domain.card import LAYOUTS, places_of
from bot.domain.case import Case
from bot.domain.check_code import is_check_code
from bot.domain.text import safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import cards, cases, images
from bot.storage.images import StoredImage
from bot.web.access import Number, Visitor, audited, context, looked, may
from bot.web.card_view import CardView, pieces, read_card
from bot.web.rendering import is_fragment, render, word
from handlers.showing.choices import Choices, choices_of
from handlers.showing.consent import ask
from handlers.showing.excerpts import said_in
from handlers.showing.making import draw_card, key_of, make
from handlers.showing.photos import numbered
from handlers.showing.posting import post_card
from handlers.showing.rules import CannotShow
from handlers.showing.second_answer import relay
from handlers.showing.withdrawal import stop

router = APIRouter()

Fields = Mapping[str, list[str]]


@dataclass(frozen=True)
class Work:
    """One action on a case's card; the case is locked."""

    ctx: Context
    conn: Connection
    case: Case
    visitor: Visitor
    fields: Fields

    def first(self, name: str, longest: int = 200) -> str:
        return self.fields.get(name, [""])[0].strip()[:longest]


@router.get("/cases/{number}/card")
async def page(request: Request, number: Number, visitor: Annotated[Visitor, Depends(may("admin"))]) -> Response:
    ctx = context(request)
    view = await _view(ctx, visitor, number)
    await looked(request, visitor, "card_opened", f"case:{number}")
    return _shown(request, visitor, view)


async def _view(ctx: Context, visitor: Visitor, number: int) -> CardView:
    view = await ctx.storage.read(lambda conn: read_card(conn, ctx, visitor, number))
    if view is None:
        raise HTTPException(404)
    return view


def _shown(request: Request, visitor: Visitor, view: CardView, **more: Any) -> Response:
    template = "card_body.html" if is_fragment(request) else "card.html"
    more |= {"pieces": pieces, "photo_numbers": numbered(view.excerpts)}
    return render(template, request, visitor, view=view, case=view.case, **more)


@router.get("/cases/{number}/card/{content_hash}")
async def picture(
    request: Request, number: Number, content_hash: str, visitor: Annotated[Visitor, Depends(may("admin"))]
) -> Response:
    """A picture of the card, in the preview."""
    found = await context(request).storage.read(partial(_picture, number=number, wanted=content_hash, visitor=visitor))
    if found is None:
        raise HTTPException(404)
    headers = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'"}
    return Response(found.content, media_type=found.content_type, headers=headers)


def _picture(conn: Connection, *, number: int, wanted: str, visitor: Visitor) -> StoredImage | None:
    case = cases.get(conn, number)
    card = cards.live(conn, number) if case is not None and visitor.sees(case.group) else None
    return images.get(conn, wanted) if card is not None and wanted in card.pictures else None


@router.post("/cases/{number}/card/{action}")
async def act(
    request: Request, number: Number, action: str, visitor: Annotated[Visitor, Depends(may("admin"))]
) -> Response:
    """Do one thing; what cannot be done is said in one sentence."""
    if action not in ACTIONS:
        raise HTTPException(404)
    ctx = context(request)
    sent = await request.form()
    fields = {name: [v for v in sent.getlist(name) if isinstance(v, str)] for name in sent}
    toast, refused = "", ""
    try:
        toast = await ctx.storage.write(
            partial(_act, ctx=ctx, visitor=visitor, number=number, action=action, fields=fields)
        )
    except CannotShow as e:
        refused = str(e)
    await _draw(ctx, number)
    if not is_fragment(request) and not refused:
        return RedirectResponse(f"/cases/{number}/card", status_code=303)
    return _shown(request, visitor, await _view(ctx, visitor, number), toast=toast, refused=refused)


async def _draw(ctx: Context, number: int) -> None:
    """What was changed is seen at once."""
    live = await ctx.storage.read(lambda conn: cards.live(conn, number))
    if live is not None and not live.pictures:
        await draw_card(ctx, live.id)


def _act(conn: Connection, *, ctx: Context, visitor: Visitor, number: int, action: str, fields: Fields) -> str:
    case = cases.get(conn, number, for_update=True)
    if case is None or not visitor.sees(case.group):
        raise HTTPException(404)
    said = ACTIONS[action](Work(ctx, conn, case, visitor, fields))
    audited(ctx, conn, visitor, f"card_{action}", f"case:{number}")
    return said


def _make(w: Work) -> str:
    make(w.ctx, w.conn, w.case, _chosen(w), w.visitor.actor)
    return word("card_made")


def _chosen(w: Work) -> Choices:
    """What the form says; what is hidden already stays hidden."""
    before = choices_of(cards.live(w.conn, w.case.number))
    said = {s.key: s.text for s in said_in(w.conn, w.case)}
    hidden = dict(before.hidden)
    for key, text in [*said.items(), ("result", w.case.resolution or "")]:
        places = [list(place) for place in places_of(w.first(f"hide:{key}"), text)]
        if places:
            hidden[key] = [*hidden.get(key, ()), *places]
        elif w.first(f"hide:{key}"):
            raise CannotShow(say("showing.not_there", text=w.first(f"hide:{key}", 20)))
    shown = tuple(key for key in said if key in w.fields.get("shown", []))
    return replace(
        before,
        layout=next((layout for layout in LAYOUTS if layout == w.first("layout")), before.layout),
        amounts=bool(w.first("amounts")),
        neutral=bool(w.first("neutral")),
        shown=shown if "excerpts" in w.fields else before.shown,
        photos=tuple(w.fields.get("photo", [])),
        hidden=hidden,
    )


def _ask(w: Work) -> str:
    consent = ask(w.ctx, w.conn, w.case, w.visitor.actor)
    key = "card_pass_on" if consent.relayed_by is not None else "card_asked"
    return word(key, member=safe_name(w.case.member_name))


def _relay(w: Work) -> str:
    relay(w.ctx, w.conn, w.case, w.first("words"), w.visitor.actor)
    return word("card_relayed")


def _post(w: Work) -> str:
    card, wording = cards.live(w.conn, w.case.number), w.first("wording", 2)
    if card is not None and wording.isdecimal():
        cards.change(w.conn, card.id, choices={**card.choices, "wording": int(wording)})
    post_card(w.ctx, w.conn, w.case, w.visitor.actor)
    return word("card_on_its_way")


def _stop(w: Work) -> str:
    return stop(w.ctx, w.conn, w.case, w.first("words"), w.visitor.actor)


ACTIONS: Mapping[str, Callable[[Work], str]] = {
    "make": _make, "ask": _ask, "relay": _relay, "post": _post, "stop": _stop,
}  # fmt: skip
"""What the forms on the page of a card are called, and what they do."""


@router.get("/cards")
async def check(request: Request, visitor: Annotated[Visitor, Depends(may("viewer"))], code: str = "") -> Response:
    """Whether a typed check code belongs to a card of ours."""
    found, number = "", 0
    if code.strip():
        ctx = context(request)
        found, number = await ctx.storage.write(partial(_checked, code=code[:40], visitor=visitor))
    return render("card_check.html", request, visitor, code=code[:40], found=found, number=number)


def _checked(conn: Connection, *, code: str, visitor: Visitor) -> tuple[str, int]:
    """What became of the card with this code ("unknown": there is none that this visitor may see), and its case."""
    typed = "".join(c for c in code.upper() if c.isalnum())
    key = key_of(conn)
    for card in cards.by_check_code(conn, f"{typed[:4]}-{typed[4:]}"):
        case = cases.get(conn, card.case)
        if case is not None and visitor.sees(case.group) and is_check_code(key, card.case, card.content_hash, code):
            return "gone" if card.state not in cards.LIVE else "posted" if card.posted_at else "kept", card.case
    return "unknown", 0
