"""What every action on the page of a case is given, and how it says that it was not done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.domain.case import STATES, Case, State
from bot.domain.text import safe_name
from bot.domain.tone import ToneFinding
from bot.ports import Context
from bot.replies import say
from bot.storage import outbox
from bot.web.case_view import Held
from handlers import speak
from handlers.cases.timeline import Actor

LONGEST = 1000


class Refused(Exception):
    """It was not done; the message is the sentence that says why. `typed` is what the form keeps."""

    def __init__(self, message: str, typed: Held | None = None) -> None:
        super().__init__(message)
        self.typed = typed


class WordsHeld(Exception):
    """The tone guard has something to say about a person's words; they may be sent all the same."""

    def __init__(
        self, what: str, text: str, findings: tuple[ToneFinding, ...], more: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(what)
        self.held = Held(what, text, findings, more or {})


@dataclass(frozen=True)
class Work:
    """One action on one case, which is locked: who does it, and the fields of the form."""

    ctx: Context
    conn: Connection
    case: Case
    by: Actor
    form: Mapping[str, str]
    several: Mapping[str, list[str]]

    @property
    def seen(self) -> State | None:
        """The state that the person saw when they did it."""
        state = self.form.get("seen", "")
        return next((known for known in STATES if known == state), None)

    @property
    def key(self) -> str:
        return f"console:{self.form.get('key', '')[:32]}"

    def words(self, name: str, longest: int = LONGEST) -> str:
        return self.form.get(name, "").strip()[:longest]

    def said(self, key: str, **more: Any) -> str:
        words: dict[str, Any] = {"number": self.case.number, "member": safe_name(self.case.member_name)}
        return say(key, **words | more)


def as_draft(w: Work, key: str) -> None:
    """Where nothing can be sent, what was written waits to be copied."""
    post = outbox.find(w.conn, key)
    if post is not None and post.state == "pending" and not speak.capabilities(w.ctx, w.case.platform).sends:
        outbox.change(w.conn, post.id, state="draft")
