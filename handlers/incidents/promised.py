"""What a post about an incident promises to all its voices, once the group has it: the leaders are asked once, for all
of them."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.announced_words import with_the_verb
from bot.domain.called import named_in
from bot.domain.case import Case
from bot.domain.promise_corrected import corrects
from bot.domain.promise_words import PromiseWords
from bot.domain.said_to import Part, excepted
from bot.ports import Context
from bot.storage import cases, groups, incidents, offers
from bot.storage.groups import Group
from bot.storage.outbox import Post
from handlers import speak, zones
from handlers.cases.timeline import Actor
from handlers.compensation.answers import PROMISED
from handlers.promises.everybody import given_in
from handlers.promises.fits import holds_for_all
from handlers.promises.hearing import not_told_before
from handlers.promises.names import names_of
from handlers.promises.parted import hear_for_all

_DECIDED = ("proposed", "sent", "accepted")


def approval(by: Actor) -> dict[str, str | None]:
    """Who lets a post about an incident go, as it is kept with the post: what it promises is theirs."""
    return {"id": by.member_id, "name": by.name}


def takes_the_place_of(ctx: Context, group: Group, text: str, earlier: Post) -> bool:
    """Whether a new post is said in place of one that the group has not read yet: both promise something, or it puts
    that one right. What is only added to it (没加微信的找我) stands beside it."""
    now = zones.local_now(ctx, group)
    new, old = (given_in(with_the_verb(words), now) for words in (text, earlier.text))
    return bool(new and old) or corrects(text)


def hear_post(ctx: Context, conn: Connection, post: Post) -> None:
    """A post about an incident that a person let go stands in the group: what it gives beyond what was decided is asked
    about, once for all open cases but those that it leaves out; where it tells some from others (烂得多的退15) or
    names some, every value is left open. A red one is a person's to decide by itself."""
    number = incidents.number_in(post.dedupe_key) if post.purpose == speak.INCIDENT else None
    if number is None or post.group is None or post.approved_by is None:
        return
    group, read = groups.get(conn, post.group), with_the_verb(post.text)
    said = given_in(read, zones.local_now(ctx, group))
    if not said:
        return
    by = Actor("group_leader", str(post.approved_by["name"]), post.approved_by["id"])
    locked = [cases.get(conn, case.number, for_update=True) for case in incidents.cases_of(conn, number)]
    rest, out = excepted(read, names := names_of(conn, group.id))
    theirs = {c.member_id: c for c in locked if c is not None and c.is_open and not c.red and c.member_id not in out}
    found = [case for case in theirs.values() if _says_more(conn, case, said)]
    named = named_in(rest, names)
    sure = holds_for_all(rest, said) and (not named or named >= theirs.keys())
    part = Part(tuple(case.member_id for case in found), post.text, read, sure)
    hear_for_all(ctx, conn, group, found, part, by, post.dedupe_key)


def _says_more(conn: Connection, case: Case, said: list[PromiseWords]) -> bool:
    """Whether these words give the member something else than they were promised or offered."""
    offer = offers.latest(conn, case.number)
    if offer is not None and offer.state in _DECIDED:
        terms = (PROMISED[offer.kind], offer.amount_fen)
        said = [p for p in said if (p.kind, p.amount_fen) != terms or p.due not in (None, offer.due_at)]
    return bool(not_told_before(conn, case, said))
