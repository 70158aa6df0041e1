"""Whether what a leader writes can be the proof that a promise was kept; else what they are asked first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from bot.domain.called import named_in
from bot.domain.name_forms import forms_in
from bot.domain.proof_fits import carried_by, given_to, other_count, other_deed
from bot.domain.proof_words import certainly, proof_doubt
from bot.domain.text import excerpt, safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import groups, promises
from bot.storage.promises import Promise
from handlers.promises import says as promise_says
from handlers.promises.names import names_of

_SEVERAL = re.compile("[都和跟与、,，]")


def read(ctx: Context, conn: Connection, found: Sequence[Promise], text: str, command: str) -> tuple[str, str]:
    """The proof that these words are for all of these promises, and the question that comes first, empty where there is
    none. `command` is what stood before the words; with 确实 behind it they are taken as they stand."""
    words, certain = certainly(text)
    doubt = "" if certain else _question(ctx, conn, found, words, command)
    return words, doubt


def _question(ctx: Context, conn: Connection, found: Sequence[Promise], text: str, command: str) -> str:
    more = {"text": excerpt(text, 60), "again": f"{command} 确实 {excerpt(text, 60)}", "command": command}
    for promise in found:
        doubt, thing = _doubt(promise, text) if text else (None, None)
        if doubt is not None:
            words = _described(ctx, conn, promise) | more | {"thing": thing}
            return say(f"promise.doubted.{doubt}", **words)
    others = _others_named(conn, found[0], text) if len(found) == 1 else {}
    if not others:
        return ""
    who = "、".join(safe_name(name) for name in others.values())
    owed = [p for p in promises.open_of_groups(conn, [found[0].group]) if p.member_id in others]
    words = _described(ctx, conn, found[0]) | more | {"who": who}
    if not owed:
        return say("promise.doubted.another", **words)
    ids = "、".join(str(p.id) for p in sorted([found[0], *owed], key=lambda p: p.id))
    singly = "、".join(f"兑 {p.id}" for p in owed)
    return say("promise.doubted.names", **words, ids=ids, singly=singly)


def _doubt(promise: Promise, text: str) -> tuple[str | None, str | None]:
    """Why the words are no proof of this promise, and how many of the thing they tell of instead."""
    doubt = proof_doubt(text, promise.amount_fen)
    if doubt is not None:
        return doubt, None
    if other_deed(text, promise.kind):
        return "deed", None
    many = other_count(text, promise.thing) if promise.kind == "replacement" else None
    return ("count", many) if many else (None, None)


def _others_named(conn: Connection, promise: Promise, text: str) -> dict[str, str]:
    """Other members whom these words name as who has it (转给王姐了), or for whom it is done, too (王姐和赵姐都转了):
    those who are owed something and do not only lend a hand, others where it was given to them."""
    names = dict(names_of(conn, promise.group))
    if promise.member_id is not None:
        names[promise.member_id] = promise.member_name or ""
    owed = {p.member_id for p in promises.open_of_groups(conn, [promise.group])}
    found = {}
    for i in sorted(named_in(text, names) - {promise.member_id}):
        forms = forms_in(text, {i: names[i]})
        if given_to(text, forms) or (i in owed and (_SEVERAL.search(text) or not carried_by(text, forms))):
            found[i] = names[i].removeprefix("@")
    return found


def is_named(promise: Promise, text: str) -> bool:
    """Whether these words call the member of a promise by name."""
    if promise.member_id is None or not promise.member_name:
        return False
    return promise.member_id in named_in(text, {promise.member_id: promise.member_name})


def _described(ctx: Context, conn: Connection, promise: Promise) -> dict[str, Any]:
    words = promise_says.described(ctx, conn, promise)
    return words | {"member": safe_name(promise.member_name or groups.get(conn, promise.group).name)}
