"""What is too old to keep: one night's work, claimed by whichever process is first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.storage.erasing import SOMEBODY, clear_case
from bot.storage.rows import insert_once
from bot.storage.tables import (
    audit,
    bursts,
    cases,
    cleanings,
    consents,
    corrections,
    direct_messages,
    image_fetches,
    images,
    inbox,
    login_attempts,
    login_links,
    members,
    messages,
    opinions,
    outbox,
    reviews,
    voices,
)
from bot.storage.voices import ERASED

NOBODY = "expired"
CASES_A_NIGHT = 500
ATTEMPTS_KEPT = timedelta(days=30)
LINKS_KEPT = timedelta(days=1)


def claim(conn: Connection, day: str, now: datetime) -> bool:
    """Whether this night's work is ours; nobody else does it then."""
    return insert_once(conn, cleanings, {"day": day, "at": now, "counts": {}})


def is_claimed(conn: Connection, day: str) -> bool:
    return conn.execute(select(cleanings.c.day).where(cleanings.c.day == day)).first() is not None


def note(conn: Connection, day: str, counts: Mapping[str, int]) -> None:
    conn.execute(update(cleanings).where(cleanings.c.day == day).values(counts=dict(counts)))


def expired_cases(conn: Connection, before: datetime) -> list[int]:
    """Closed cases that still show whose they were, oldest first."""
    known = and_(~cases.c.member_id.startswith(NOBODY), ~cases.c.member_id.startswith("erased-"))
    query = select(cases.c.number).where(cases.c.state == "closed", cases.c.closed_at < before, known)
    return [row.number for row in conn.execute(query.order_by(cases.c.closed_at).limit(CASES_A_NIGHT))]


def expire_case(conn: Connection, number: int) -> None:
    """Leave of a case what law and accounts need, and of what was said in it nothing."""
    nobody = f"{NOBODY}-{number}"
    clear_case(conn, number, nobody, {})
    who = {"member_id": nobody, "member_name": SOMEBODY}
    said = update(messages).where(messages.c.case == number, messages.c.role == "member")
    conn.execute(said.values(**who, text="", images=[], mentions=[]))
    conn.execute(update(bursts).where(bursts.c.case == number).values(**who, lane=nobody, verdict={"erased": True}))
    _silence(conn, voices.c.case == number)
    private = (outbox.c.case == number, outbox.c.purpose != "notice", outbox.c.member_id.is_not(None))
    conn.execute(update(outbox).where(*private).values(member_id=nobody))


def group_messages(conn: Connection, before: datetime) -> int:
    """What was said in groups and belongs to no case; what leaders were asked about it goes, too."""
    asked = select(reviews.c.number).where(reviews.c.at < before)
    conn.execute(delete(opinions).where(opinions.c.review.in_(asked)))
    conn.execute(delete(reviews).where(reviews.c.at < before))
    old = and_(messages.c.at < before, messages.c.case.is_(None))
    heard = select(voices.c.message)
    blank: dict[str, Any] = {"member_id": NOBODY, "member_name": SOMEBODY, "text": "", "images": [], "mentions": []}
    conn.execute(update(messages).where(old, messages.c.id.in_(heard)).values(**blank))
    count = conn.execute(delete(messages).where(old, messages.c.id.not_in(heard))).rowcount
    _bursts(conn, before)
    return count


def private_messages(conn: Connection, before: datetime) -> int:
    """What was said in private and belongs to no case."""
    old = (direct_messages.c.at < before, direct_messages.c.case.is_(None))
    count = conn.execute(delete(direct_messages).where(*old)).rowcount
    _bursts(conn, before)
    return count


def _bursts(conn: Connection, before: datetime) -> None:
    """Bursts of which nothing is left."""
    used = [select(table.c.burst).where(table.c.burst.is_not(None)) for table in (messages, direct_messages, reviews)]
    old = (bursts.c.last_at < before, bursts.c.case.is_(None), bursts.c.due_at.is_(None))
    conn.execute(delete(bursts).where(*old, *(bursts.c.id.not_in(query) for query in used)))


def pictures(conn: Connection, before: datetime) -> int:
    """Pictures, but for those of open cases."""
    kept: set[str] = set()
    waiting = select(cases.c.number).where(cases.c.state != "closed")
    for table in (messages, direct_messages):
        shown = select(table.c.images).where(table.c.case.in_(waiting))
        kept |= {image["ref"] for row in conn.execute(shown) for image in row.images}
    fetched = select(image_fetches.c.content_hash).where(image_fetches.c.ref.in_(kept))
    spared = {row[0] for row in conn.execute(fetched) if row[0]}
    old = select(images.c.content_hash).where(images.c.added_at < before, images.c.content_hash.not_in(spared))
    hashes = [row[0] for row in conn.execute(old)]
    gone: dict[str, Any] = {"content_hash": None, "state": "failed", "due_at": None}
    conn.execute(update(image_fetches).where(image_fetches.c.content_hash.in_(hashes)).values(**gone))
    conn.execute(update(outbox).where(outbox.c.image_hash.in_(hashes)).values(image_hash=None))
    return conn.execute(delete(images).where(images.c.content_hash.in_(hashes))).rowcount


def sent_messages(conn: Connection, before: datetime) -> int:
    """What we said and belongs to no case."""
    over = outbox.c.state.in_(("sent", "failed", "unconfirmed", "cancelled", "withdrawn", "draft"))
    return conn.execute(delete(outbox).where(outbox.c.created_at < before, outbox.c.case.is_(None), over)).rowcount


def heard_voices(conn: Connection, before: datetime) -> int:
    """Whose voices they were and what they said; on the board they stay as a number."""
    return _silence(conn, voices.c.at < before)


def _silence(conn: Connection, which: ColumnElement[bool]) -> int:
    mine: Select[Any] = select(voices.c.id).where(which)
    gone: dict[str, Any] = {"member_id": NOBODY, "words": None, "withdrawn_words": None, "next_look_at": None}
    waiting = consents.c.state.in_(("asked", "later", "yes"))
    conn.execute(update(consents).where(consents.c.voice.in_(mine), waiting).values(state="void"))
    conn.execute(update(consents).where(consents.c.voice.in_(mine)).values(**gone))
    erased: dict[str, Any] = {"member_id": NOBODY, "member_name": SOMEBODY, "text": "", "shown": None}
    changed = update(voices).where(which, voices.c.state != "erased", voices.c.member_id != NOBODY)
    return conn.execute(changed.values(**erased, state=ERASED)).rowcount


def learned_words(conn: Connection, before: datetime) -> int:
    return conn.execute(delete(corrections).where(corrections.c.at < before)).rowcount


def intake(conn: Connection, before: datetime) -> int:
    """Events as they came in, once they were handled."""
    return conn.execute(delete(inbox).where(inbox.c.received_at < before, inbox.c.state != "pending")).rowcount


def strangers(conn: Connection, before: datetime) -> int:
    """Members who were not heard of for so long and have no case with their name on it."""
    theirs = select(cases.c.number).where(
        cases.c.platform == members.c.platform, cases.c.member_id == members.c.member_id
    )
    old = and_(
        members.c.last_seen_at < before, or_(members.c.wrote_to_us_at.is_(None), members.c.wrote_to_us_at < before)
    )
    return conn.execute(delete(members).where(old, ~theirs.exists())).rowcount


def logins(conn: Connection, now: datetime) -> int:
    """Tries to log in that are long past, and one-time links that are good for nothing any more."""
    tries = delete(login_attempts).where(login_attempts.c.at < now - ATTEMPTS_KEPT)
    used = or_(login_links.c.expires_at < now - LINKS_KEPT, login_links.c.used_at < now - LINKS_KEPT)
    return conn.execute(tries).rowcount + conn.execute(delete(login_links).where(used)).rowcount


def log_of_console(conn: Connection, before: datetime) -> int:
    return conn.execute(delete(audit).where(audit.c.at < before)).rowcount
