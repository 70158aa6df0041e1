"""A leader's own words that the tone guard holds once: shown with its reasons, sent as they are on 照发."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from bot.domain.case import Case
from bot.domain.tone import ToneFinding
from bot.replies import say
from bot.storage import members
from handlers.request import Request

What = Literal["reply", "resolve", "cause"]


def hold(
    r: Request, case: Case, what: What, text: str, findings: Sequence[ToneFinding], command: str, **more: str
) -> str | None:
    """Hold these words and say why; None when nothing is found, and they take the place of what was held before.
    `command` is how they are said again."""
    if not findings:
        before = held(r)
        if before and before["case"] == case.number:
            let_go(r)
        return None
    waiting = {"what": what, "case": case.number, "text": text, **more}
    members.change(r.conn, r.event.platform, r.event.member_id, choosing=waiting)
    lines = "\n".join(f"“{f.excerpt}”：{f.why}" for f in findings)
    return say("leader.tone_warning", number=case.number, findings=lines, command=command)


def held(r: Request) -> dict[str, Any] | None:
    """This leader's words that the tone guard holds."""
    me = members.get(r.conn, r.event.platform, r.event.member_id)
    waiting: dict[str, Any] | None = me.choosing if me else None
    return waiting if waiting and waiting.get("what") in ("reply", "resolve", "cause") else None


def let_go(r: Request) -> None:
    members.change(r.conn, r.event.platform, r.event.member_id, choosing=None)
