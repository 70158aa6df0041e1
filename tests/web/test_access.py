"""Who gets in, and who may do what: every route with every role."""

from __future__ import annotations

import re

import pytest
from fastapi.routing import APIRoute

from bot.storage.users import ROLES
from tests.web.desk import HOST, Desk

OPEN = "anybody"
NEEDS = {
    ("GET", "/"): "viewer",
    ("GET", "/login"): OPEN,
    ("POST", "/login"): OPEN,
    ("POST", "/logout"): "viewer",
    ("GET", "/welcome/{token}"): OPEN,
    ("POST", "/welcome/{token}"): OPEN,
    ("GET", "/static/{version}/{name:path}"): OPEN,
    ("GET", "/events"): "viewer",
    ("GET", "/counts"): "viewer",
    ("GET", "/pictures/{of}/{number}/{content_hash}"): "viewer",
    ("GET", "/reviews"): "viewer",
    ("POST", "/reviews/decide"): "admin",
    ("POST", "/reviews/undo"): "admin",
    ("GET", "/cases"): "viewer",
    ("GET", "/promises"): "viewer",
    ("GET", "/voices"): "viewer",
    ("POST", "/voices/{voice}/{action}"): "admin",
    ("GET", "/export/cases.csv"): "admin",
    ("GET", "/export/promises.csv"): "admin",
    ("GET", "/incidents"): "viewer",
    ("POST", "/incidents"): "admin",
    ("GET", "/incidents/{number}"): "viewer",
    ("POST", "/incidents/{number}/{action}"): "admin",
    ("GET", "/team"): "owner",
    ("POST", "/team/add"): "owner",
    ("POST", "/team/{user}/{action}"): "owner",
    ("GET", "/settings"): "leader",
    ("POST", "/settings/resume"): "leader",
    ("GET", "/settings/wordings"): "leader",
    ("GET", "/settings/wordings/{key}"): "leader",
    ("POST", "/settings/wordings/{key}/{action}"): "leader",
    ("GET", "/settings/groups/{group}"): "leader",
    ("POST", "/settings/groups/{group}/{action}"): "leader",
    ("GET", "/paste"): "admin",
    ("POST", "/paste"): "admin",
    ("POST", "/paste/orders"): "admin",
    ("GET", "/cases/{number}"): "viewer",
    ("POST", "/cases/{number}/{action}"): "admin",
    ("GET", "/cases/{number}/card"): "admin",
    ("GET", "/cases/{number}/card/{content_hash}"): "admin",
    ("POST", "/cases/{number}/card/{action}"): "admin",
    ("GET", "/cards"): "viewer",
}
"""The least role that each route needs."""
BY_RANK = ("viewer", "admin", "leader", "owner")
NOT_WALKED = ("/events", "/logout")
"""A stream does not end by itself; logging out ends the session of the walk."""


def routes(desk: Desk) -> dict[tuple[str, str], APIRoute]:
    found = [route for route in desk.app.routes if isinstance(route, APIRoute)]
    return {(method, route.path): route for route in found for method in route.methods}


def address(path: str) -> str:
    return re.sub(r"\{[^}]+\}", "1", path)


async def test_every_route_says_whom_it_needs(tmp_path: object) -> None:
    async with Desk.on("sqlite://") as desk:
        found = {}
        for key, route in routes(desk).items():
            needs = [str(d.call.needs) for d in route.dependant.dependencies if hasattr(d.call, "needs")]
            assert len(needs) == 1, key
            found[key] = needs[0]
        assert found == NEEDS


@pytest.mark.parametrize("role", ROLES)
async def test_every_route_with_every_role(role: str, database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        visitor = await desk.log_in(role)  # type: ignore[arg-type]
        for (method, path), needs in NEEDS.items():
            if path in NOT_WALKED or needs == OPEN:
                continue
            asked = await (visitor.get(address(path)) if method == "GET" else visitor.post(address(path)))
            allowed = BY_RANK.index(role) >= BY_RANK.index(needs)
            assert (asked.status_code != 403) == allowed, (method, path)
            assert asked.status_code < 500, (method, path)


async def test_nobody_gets_anywhere_without_logging_in(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        stranger = await desk.browser()
        for (method, path), needs in NEEDS.items():
            if needs == OPEN:
                continue
            page = await stranger.client.request(method, address(path), headers={"origin": HOST})
            assert (page.status_code, page.headers["location"]) == (303, "/login"), (method, path)
            part = await stranger.client.request(method, address(path), headers={"hx-request": "true"})
            assert (part.status_code, part.headers["hx-redirect"]) == (401, "/login"), (method, path)


@pytest.mark.parametrize(
    "headers",
    [
        {"x-csrf-token": ""},
        {"x-csrf-token": "0" * 64},
        {"origin": "https://elsewhere.test"},
        {"sec-fetch-site": "cross-site"},
    ],
    ids=["no token", "a wrong token", "another site", "another site, without origin"],
)
async def test_a_change_needs_the_token_and_our_own_page(headers: dict[str, str], database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        visitor = await desk.log_in("owner")
        for (method, path), needs in NEEDS.items():
            if method == "POST" and needs != OPEN:
                refused = await visitor.post(address(path), **headers)
                assert refused.status_code == 403, path


async def test_the_token_of_another_session_is_refused(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        one, other = await desk.log_in("owner"), await desk.log_in("admin")
        one.csrf = other.csrf
        assert (await one.post("/reviews/decide", {"answer": "no"})).status_code == 403


async def test_every_answer_carries_the_security_headers(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        visitor = await desk.log_in("owner")
        for page in (
            await visitor.get("/reviews"),
            await visitor.get("/nowhere"),
            await (await desk.browser()).get("/login"),
        ):
            policy = page.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "script-src 'self';" in policy
            assert "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy
            assert page.headers["x-content-type-options"] == "nosniff"
            assert page.headers["referrer-policy"] == "same-origin"
            assert page.headers["cache-control"] == "no-store"


async def test_pages_ask_no_other_host_and_hold_no_inline_script(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        page = (await (await desk.log_in("owner")).get("/reviews")).text
        assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", page)
        assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", page)


async def test_an_unknown_address_is_a_friendly_page(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        lost = await (await desk.browser()).get("/nowhere")
        assert lost.status_code == 404
        assert "没有这一页" in lost.text


async def test_static_files_stay_in_their_folder(database_url: str) -> None:
    async with Desk.on(database_url) as desk:
        stranger = await desk.browser()
        page = (await stranger.get("/login")).text
        sheet = await stranger.get(re.findall(r"/static/\w+/app\.css", page)[0])
        assert sheet.status_code == 200
        assert "immutable" in sheet.headers["cache-control"]
        assert (await stranger.get("/static/1/..%2Faccess.py")).status_code == 404
        assert (await stranger.get("/static/1/../../access.py")).status_code == 404
