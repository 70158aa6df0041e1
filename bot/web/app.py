"""The console as one ASGI application: routes, headers, errors."""

from __future__ import annotations

import asyncio

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, RedirectResponse
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.ports import Context
from bot.web.access import NotLoggedIn, anybody
from bot.web.body_limit import BodyLimit
from bot.web.live import Live
from bot.web.pages import PAGES, UPLOADS
from bot.web.pages import demo as demo_page
from bot.web.pages.demo import DemoStage
from bot.web.rendering import STATIC, error_page

KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".txt": "text/plain"}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
"""On every answer."""


def create_app(
    ctx: Context, secret: str, stopping: asyncio.Event | None = None, demo: DemoStage | None = None
) -> FastAPI:
    """The console over a running program; `secret` signs what a form has to carry, `stopping` ends open streams. Only
    over a `demo` there is the page of its group."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.ctx = ctx
    app.state.secret = secret
    app.state.demo = demo
    app.state.live = Live(ctx, stopping or asyncio.Event())
    app.add_middleware(GZipMiddleware, minimum_size=800)
    app.add_middleware(BodyLimit, uploads=UPLOADS)
    app.add_middleware(Headers)
    app.add_exception_handler(NotLoggedIn, _to_login)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(Exception, _broken)
    app.add_api_route("/static/{version}/{name:path}", static, dependencies=[Depends(anybody)], name="static")
    for page in (*PAGES, *((demo_page,) if demo else ())):
        app.router.routes.extend(page.router.routes)
    return app


async def static(version: str, name: str) -> Response:
    """A file of ours; its address changes with its content, so that browsers may keep it."""
    path = (STATIC / name).resolve()
    if not path.is_relative_to(STATIC) or not path.is_file() or path.suffix not in KINDS:
        raise HTTPException(404)
    lasting = "public, max-age=31536000, immutable"
    return FileResponse(path, media_type=KINDS[path.suffix], headers={"Cache-Control": lasting})


class Headers:
    """Puts HEADERS on every answer, streams included."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(MutableHeaders(scope=message))
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def _add_headers(headers: MutableHeaders) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", "no-store")


async def _to_login(request: Request, error: Exception) -> Response:
    """Ask to log in: a fragment's request moves the whole page there."""
    if request.headers.get("hx-request"):
        return Response(status_code=401, headers={"HX-Redirect": "/login"})
    return RedirectResponse("/login", status_code=303)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return error_page(request, error.status_code)


async def _not_understood(request: Request, error: Exception) -> Response:
    """An address or a form with something in it that cannot be: such an address leads nowhere."""
    assert isinstance(error, RequestValidationError)
    in_address = any(trouble["loc"][0] == "path" for trouble in error.errors())
    return error_page(request, 404 if in_address else 422)


async def _broken(request: Request, error: Exception) -> Response:
    """What nobody foresaw is answered outside of Headers."""
    answer = error_page(request, 500)
    _add_headers(answer.headers)
    return answer
