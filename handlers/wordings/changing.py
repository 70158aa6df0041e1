"""Changing how a sentence is said, in one group or in all, and going back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.ports import Context
from bot.replies import say, variants
from bot.storage import groups, wordings
from handlers.wordings.checking import remarks, typed
from handlers.wordings.occasions import MOST, Occasion


class CannotWord(Exception):
    """It was not changed; the message says why. What stands in the way of one wording is said beside it."""


@dataclass(frozen=True)
class Wordings:
    """How a sentence is said in a place, and since when it is so by whose hand."""

    texts: tuple[str, ...]
    version: int
    """Of what was written for exactly this place; 0 is nothing."""
    place: str
    """Whose wordings they are: `group`, `all` or `ours`."""
    by: str = ""


def said(conn: Connection, group: int | None, key: str) -> Wordings:
    """How a sentence is said in a group; None is everywhere."""
    own = wordings.get(conn, group, key)
    if own is not None:
        return Wordings(own.texts, own.version, "all" if group is None else "group", own.changed_by_name)
    return before_own(conn, group, key)


def before_own(conn: Connection, group: int | None, key: str) -> Wordings:
    """How it is said there without what was written for exactly this place."""
    general = wordings.get(conn, None, key) if group is not None else None
    if general is not None:
        return Wordings(general.texts, 0, "all", general.changed_by_name)
    return Wordings(tuple(variants(key)), 0, "ours")


def change(
    ctx: Context, conn: Connection, group: int | None, occasion: Occasion, given: Sequence[str], seen: int, by: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say a sentence in these words from now on; returns those before and after. Raises CannotWord."""
    texts = tuple(dict.fromkeys(text for text in (typed(occasion, one) for one in given) if text))
    before = said(conn, group, occasion.key)
    if not texts:
        raise CannotWord(say("settings.wording_none"))
    if len(texts) > MOST:
        raise CannotWord(say("settings.wording_too_many", most=MOST))
    place = groups.get(conn, group).name if group is not None else ""
    if any(remark.stops for text in texts for remark in remarks(occasion, text, place)):
        raise CannotWord(say("settings.wording_not_kept"))
    if before.version != seen:
        raise CannotWord(_meanwhile(before))
    if texts == before.texts:
        return texts, texts
    if not wordings.put(conn, group, occasion.key, texts, seen, by, ctx.now()):
        raise CannotWord(_meanwhile(said(conn, group, occasion.key)))
    return before.texts, texts


def go_back(
    conn: Connection, group: int | None, occasion: Occasion, seen: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say it as before this place had words of its own; returns those before and after. Raises CannotWord."""
    before = said(conn, group, occasion.key)
    if not wordings.drop(conn, group, occasion.key, seen):
        raise CannotWord(_meanwhile(before))
    return before.texts, before_own(conn, group, occasion.key).texts


def _meanwhile(now: Wordings) -> str:
    return say("settings.wording_meanwhile", who=now.by) if now.by else say("settings.wording_gone_back")
