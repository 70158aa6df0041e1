"""Turning what a page knows into HTML. Everything is escaped; the words come from the catalogue."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.domain.text import safe_name
from bot.replies import catalogue, say
from bot.storage.users import Role
from bot.web.access import Visitor
from handlers.spans import MINUTE, age, span

NAVIGATION = (
    ("/", "home", "today"),
    ("/reviews", "inbox", "reviews"),
    ("/cases", "clipboard-list", "cases"),
    ("/promises", "heart-handshake", "promises"),
    ("/voices", "quote", "voices"),
    ("/incidents", "stack-2", "incidents"),
    ("/paste", "clipboard-text", "paste"),
    ("/settings", "settings", "settings"),
    ("/team", "users", "team"),
)
"""Address, icon and name of each page."""
DEMO = ("/demo", "message", "demo")
"""The page that only a demo has."""
ONLY_FOR: dict[str, Role] = {"paste": "admin", "settings": "leader", "team": "owner"}
"""Pages that not everybody has."""
STATIC = Path(__file__).parent / "static"
ICONS = STATIC / "icons"


@lru_cache(maxsize=64)
def static_url(name: str) -> str:
    """The address of one of our files; it changes with the content, so that browsers may keep the file."""
    return f"/static/{hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}/{name}"


@lru_cache(maxsize=64)
def icon(name: str) -> Markup:
    """One of Tabler's icons, drawn in the colour of the text around it."""
    return Markup((ICONS / f"{name}.svg").read_text(encoding="utf-8"))  # noqa: S704 our own file


def word(key: str, **values: Any) -> str:
    """A sentence of the console."""
    return say(f"console.{key}", **values)


def since(now: datetime, at: datetime) -> str:
    """How long ago, as one says it."""
    return word("ago", time=span(now - at)) if now - at >= MINUTE else age(now, at)


def length(time: timedelta) -> str:
    """A length of time, as one says it; below a minute in seconds."""
    seconds = round(time.total_seconds())
    return word("seconds", count=seconds) if seconds < 60 else span(time)


def clock(at: datetime, zone: str) -> str:
    """A time of day with its date, in the groups' own time."""
    return f"{at.astimezone(ZoneInfo(zone)):%m-%d %H:%M}"


def did(action: str) -> str:
    """What an entry of the audit log says was done."""
    known: dict[str, str] = catalogue()["console"]["did"]
    return known.get(action, action)


def about(subject: str) -> str:
    """What it was done to, in words."""
    kind, _, number = subject.partition(":")
    known: dict[str, str] = catalogue()["console"]["subjects"]
    return known.get(kind, kind + " {number}").format(number=number)


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.globals.update(navigation=NAVIGATION, demo_page=DEMO, only_for=ONLY_FOR, static=static_url, icon=icon)
    made.globals.update(w=word, say=say, since=since, length=length, clock=clock)
    made.filters["name"] = safe_name
    made.filters["did"] = did
    made.filters["about"] = about
    return made


TEMPLATES = _environment()


def render(
    template: str, request: Request, visitor: Visitor | None = None, status: int = 200, **known: Any
) -> HTMLResponse:
    """A page or a fragment."""
    ctx = request.app.state.ctx
    about = {"visitor": visitor, "path": request.url.path, "now": ctx.now(), "zone": ctx.settings.defaults.timezone}
    about["demo"] = request.app.state.demo is not None
    html = TEMPLATES.get_template(template).render(about | known)
    return HTMLResponse(html, status)


def is_fragment(request: Request) -> bool:
    """Whether only a part of the page is wanted."""
    return bool(request.headers.get("hx-request"))


def error_page(request: Request, status: int) -> HTMLResponse:
    """A friendly page for what cannot be shown."""
    known = catalogue()["console"]["errors"]
    text = known.get(str(status), known["other"])
    return render("error.html", request, status=status, text=text)
