"""演示群, in a demo only: the visitor speaks as a member and sees the group and the private chat."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Connection

from bot.domain.text import keep
from bot.replies import say
from bot.storage import cases, users
from bot.storage.users import User
from bot.web.access import Number, Visitor, anybody, context, may
from bot.web.pages.login import begin_session
from bot.web.rendering import is_fragment, render

router = APIRouter()

SHOWN = 60
NAME_LENGTH = 12
PLATFORM = "terminal"


class DemoStage(Protocol):
    """The demo behind the page: its groups by id, who leads them, all that was said, and how to speak there."""

    @property
    def groups(self) -> Mapping[str, str]: ...

    @property
    def leaders(self) -> frozenset[str]: ...

    @property
    def key(self) -> str:
        """Whoever has it may enter."""
        ...

    @property
    def said(self) -> int:
        """How many lines there were."""
        ...

    @property
    def lines(self) -> Iterable[Any]: ...

    async def speak(self, who: str, text: str, *, private: bool, photos: int = 0, group: str = "") -> None: ...


@dataclass(frozen=True)
class Scene:
    """What the visitor looks at: one group, and the private chat of whom they play."""

    group: str
    who: str
    talk: list[Any]
    whispers: list[Any]
    case: int | None
    said: int


def stage_of(request: Request) -> DemoStage:
    stage: DemoStage = request.app.state.demo
    return stage


@router.get("/demo/enter/{key}", dependencies=[Depends(anybody)])
async def enter(request: Request, key: str) -> Response:
    """The link that the terminal shows: into the console as its owner."""
    if not hmac.compare_digest(key.encode(), stage_of(request).key.encode()):
        raise HTTPException(404)
    ctx = context(request)

    def owner(conn: Connection) -> User | None:
        known = users.by_name(conn, "owner")
        return known or users.add(conn, "owner", say("demo.owner"), "owner", None, ctx.now())

    user = await ctx.storage.write(owner)
    assert user is not None
    return await begin_session(request, user)


@router.get("/demo")
async def page(
    request: Request,
    visitor: Annotated[Visitor, Depends(may("viewer"))],
    group: str = "",
    who: str = "",
    seen: int = -1,
) -> Response:
    """The page; an open one asks for what is new, and gets nothing when nothing was said."""
    if is_fragment(request) and seen == stage_of(request).said:
        return Response(status_code=204)
    return await _show(request, visitor, group, who)


async def _show(request: Request, visitor: Visitor, group: str, who: str, **more: Any) -> Response:
    stage = stage_of(request)
    who = who if 0 < len(who) <= NAME_LENGTH else say("demo.somebody")
    group = group if group in stage.groups else list(stage.groups)[-1 if len(stage.groups) == 1 else 1]
    number = await context(request).storage.read(partial(_case, who=who))
    talk = [line for line in stage.lines if line.group == group][-SHOWN:]
    whispers = [line for line in stage.lines if line.member == who][-SHOWN:]
    scene = Scene(group, who, talk, whispers, number, stage.said)
    people = sorted({line.who for line in stage.lines if line.group and not line.ours} - stage.leaders)
    template = "demo_lines.html" if is_fragment(request) else "demo.html"
    return render(template, request, visitor, scene=scene, groups=stage.groups, people=people, **more)


def _case(conn: Connection, *, who: str) -> int | None:
    found = cases.latest_of_member(conn, PLATFORM, who)
    return found.number if found else None


@router.post("/demo")
async def speak(
    request: Request,
    visitor: Annotated[Visitor, Depends(may("viewer"))],
    group: Annotated[str, Form()] = "",
    who: Annotated[str, Form()] = "",
    text: Annotated[str, Form()] = "",
    place: Annotated[str, Form()] = "group",
    photo: Annotated[str, Form()] = "",
) -> Response:
    """Say something as a member, in the group or in private."""
    stage = stage_of(request)
    who, text = keep(who).strip(), keep(text).strip()
    refused = _refused(stage, who, text, photo)
    if refused is None and group in stage.groups:
        await stage.speak(who, text, private=place == "private", photos=int(bool(photo)), group=group)
    if not is_fragment(request):
        return RedirectResponse("/demo", status_code=303)
    return await _show(request, visitor, group, who, refused=refused or "")


def _refused(stage: DemoStage, who: str, text: str, photo: str) -> str | None:
    if not 0 < len(who) <= NAME_LENGTH or "\n" in who:
        return say("demo.bad_name")
    if who in stage.leaders:
        return say("demo.is_leader")
    return None if text or photo else say("demo.needs_words")


@router.get("/demo/pictures/{number}")
async def picture(request: Request, number: Number, visitor: Annotated[Visitor, Depends(may("viewer"))]) -> Response:
    found = next((line.picture for line in stage_of(request).lines if line.number == number), None)
    if found is None:
        raise HTTPException(404)
    kind = "image/png" if found.startswith(b"\x89PNG") else "image/jpeg"
    return Response(found, media_type=kind, headers={"Cache-Control": "private, max-age=86400"})
