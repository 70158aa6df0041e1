"""Members' pictures, only to whoever sees the case or the question that they belong to."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from sqlalchemy import Connection

from bot.storage import cases, groups, images, messages, reviews
from bot.storage.images import StoredImage
from bot.web.access import Number, Visitor, context, may
from bot.web.case_view import said_in_group

router = APIRouter()

KINDS = ("image/jpeg", "image/png", "image/webp", "image/gif")


@router.get("/pictures/{of}/{number}/{content_hash}")
async def picture(
    request: Request,
    of: Literal["case", "review"],
    number: Number,
    content_hash: str,
    visitor: Annotated[Visitor, Depends(may("viewer"))],
) -> Response:
    find = _of_case if of == "case" else _of_review
    found = await context(request).storage.read(partial(find, number=number, wanted=content_hash, visitor=visitor))
    if found is None or found.content_type not in KINDS:
        raise HTTPException(404)
    headers = {"Cache-Control": "private, max-age=86400", "Content-Security-Policy": "default-src 'none'"}
    return Response(found.content, media_type=found.content_type, headers=headers)


def kept(conn: Connection, platform: str, shown: list[tuple[dict[str, str], ...]]) -> list[str]:
    """The content hashes of the pictures of these messages, those that were fetched."""
    refs = [image["ref"] for pictures in shown for image in pictures]
    known = {fetch.ref: fetch.content_hash for fetch in images.by_refs(conn, platform, refs)}
    return list(dict.fromkeys(found for ref in refs if (found := known.get(ref))))


def _of_case(conn: Connection, *, number: int, wanted: str, visitor: Visitor) -> StoredImage | None:
    case = cases.get(conn, number)
    if case is None or not visitor.sees(case.group):
        return None
    said = [m.images for m in said_in_group(conn, case)]
    said += [m.images for m in messages.conversation(conn, number)]
    return images.get(conn, wanted) if wanted in kept(conn, case.platform, said) else None


def _of_review(conn: Connection, *, number: int, wanted: str, visitor: Visitor) -> StoredImage | None:
    review = reviews.get(conn, number)
    if review is None or not visitor.sees(review.group):
        return None
    said = [m.images for m in messages.of_burst(conn, review.burst)]
    return images.get(conn, wanted) if wanted in kept(conn, groups.get(conn, review.group).platform, said) else None
