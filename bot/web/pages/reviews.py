"""待审: the messages that the detector was unsure of; one key or one tap decides, one more takes it back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from bot.ports import Context
from bot.storage import groups, messages, reviews
from bot.storage.groups import Group
from bot.storage.messages import Message
from bot.storage.reviews import Review
from bot.web.access import Visitor, audited, context, may
from bot.web.pages.pictures import kept
from bot.web.rendering import is_fragment, render, word
from handlers.learning.review_undo import take_back
from handlers.learning.reviewing import decide_review

router = APIRouter()

SHOWN = 60
AT_ONCE = 200


@dataclass(frozen=True)
class Shown:
    """One question with all that helps to decide it."""

    review: Review
    group: Group
    reasons: tuple[str, ...]
    category: str | None
    pictures: tuple[str, ...]
    """Content hashes of the message's pictures."""


@router.get("/reviews")
async def page(request: Request, visitor: Annotated[Visitor, Depends(may("viewer"))]) -> Response:
    return await _show(request, visitor)


async def _show(request: Request, visitor: Visitor, **more: Any) -> Response:
    total, shown = await context(request).storage.read(partial(waiting, group_ids=visitor.group_ids))
    template = "reviews_list.html" if is_fragment(request) else "reviews.html"
    return render(template, request, visitor, shown=shown, total=total, **more)


def waiting(conn: Connection, *, group_ids: list[int]) -> tuple[int, list[Shown]]:
    """How many unanswered questions these groups have, and the newest of them."""
    found = reviews.newest_open(conn, group_ids, SHOWN)
    known = {group.id: group for group in groups.everyone(conn)}
    said = messages.of_bursts(conn, [review.burst for review in found])
    shown = [_shown(conn, review, known[review.group], said.get(review.burst, [])) for review in found]
    return reviews.count_open(conn, group_ids), shown


def _shown(conn: Connection, review: Review, group: Group, said: list[Message]) -> Shown:
    verdict: dict[str, Any] = review.verdict or {}
    images = [m.images for m in said]
    pictures = kept(conn, group.platform, images) if any(images) else []
    return Shown(review, group, tuple(verdict.get("reasons") or ()), verdict.get("category"), tuple(pictures))


@router.post("/reviews/decide")
async def decide(
    request: Request,
    visitor: Annotated[Visitor, Depends(may("admin"))],
    answer: Annotated[str, Form()] = "",
    number: Annotated[list[int] | None, Form()] = None,
) -> Response:
    """Decide one or several; what somebody else decided meanwhile stays as it is."""
    if answer not in ("yes", "no"):
        raise HTTPException(422)
    ctx = context(request)
    numbers = (number or [])[:AT_ONCE]
    said = await ctx.storage.write(partial(_decide, ctx=ctx, visitor=visitor, numbers=numbers, yes=answer == "yes"))
    if not is_fragment(request):
        return RedirectResponse("/reviews", status_code=303)
    return await _show(request, visitor, toast=_summary(said), undo=list(said))


def _decide(conn: Connection, *, ctx: Context, visitor: Visitor, numbers: list[int], yes: bool) -> dict[int, str]:
    """What was said about each question that was still open."""
    said = {}
    for number in sorted(set(numbers)):
        review = reviews.get(conn, number, for_update=True)
        if review is None or not visitor.sees(review.group) or review.answer is not None:
            continue
        said[number] = decide_review(ctx, conn, review, yes, visitor.actor)
        audited(ctx, conn, visitor, "review_yes" if yes else "review_no", f"review:{number}")
    return said


def _summary(said: dict[int, str]) -> str:
    if not said:
        return word("reviews_already")
    return next(iter(said.values())) if len(said) == 1 else word("reviews_decided", count=len(said))


@router.post("/reviews/undo")
async def undo(
    request: Request,
    visitor: Annotated[Visitor, Depends(may("admin"))],
    number: Annotated[list[int] | None, Form()] = None,
) -> Response:
    """Take back what was just decided."""
    ctx = context(request)
    numbers = (number or [])[:AT_ONCE]
    undone = await ctx.storage.write(partial(_undo, ctx=ctx, visitor=visitor, numbers=numbers))
    if not is_fragment(request):
        return RedirectResponse("/reviews", status_code=303)
    key = "reviews_undone" if undone == len(numbers) else "reviews_not_undone"
    return await _show(request, visitor, toast=word(key, count=undone), undo=[])


def _undo(conn: Connection, *, ctx: Context, visitor: Visitor, numbers: list[int]) -> int:
    undone = 0
    for number in sorted(set(numbers)):
        review = reviews.get(conn, number, for_update=True)
        if review is None or not visitor.sees(review.group) or review.answer is None:
            continue
        if take_back(ctx, conn, review, visitor.actor):
            undone += 1
            audited(ctx, conn, visitor, "review_undone", f"review:{number}")
    return undone
