"""Taking a person out of every table: their own rows first, then whatever names or quotes them elsewhere.

Cases keep what law and accounts need: number, times, category, cause, money. Nobody can tell from them whose they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import JSON, Column, Connection, String, Table, and_, delete, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.domain.orders import name_key
from bot.storage import orders as bought
from bot.storage.erased_words import RECOGNISED_BY as RECOGNISED_BY
from bot.storage.erased_words import SAYS_ENOUGH as SAYS_ENOUGH
from bot.storage.erased_words import SOMEBODY as SOMEBODY
from bot.storage.erased_words import Person, flat
from bot.storage.erased_words import cleaned as cleaned
from bot.storage.erased_words import patterns as patterns
from bot.storage.tables import (
    audit,
    bursts,
    cards,
    case_events,
    case_search,
    cases,
    consents,
    corrections,
    direct_messages,
    erasures,
    groups,
    image_fetches,
    images,
    inbox,
    lanes,
    members,
    messages,
    metadata,
    offers,
    opinions,
    outbox,
    promises,
    reviews,
    voices,
)
from bot.storage.voices import ERASED

KEPT_KINDS = ("cause", "marked", "tagged", "untagged")
"""Lines of a timeline whose words are ours and not about a person."""
KEPT_DATA = ("category", "severity", "cause", "by", "images", "amount_fen", "offer", "promise", "way", "purpose")
NOT_WALKED = (
    "users",
    "sessions",
    "login_links",
    "login_attempts",
    "secrets",
    "staff",
    "leader_codes",
    "groups",
    "images",
)
"""Tables that know no members."""
THEIR_OWN_WORDS = (
    ("messages", "text"),
    ("direct_messages", "text"),
    ("orders", "order_number"),
    ("orders", "goods"),
    ("orders", "pickup_point"),
    ("orders", "buyer_key"),
)
"""Where others say something that may begin with the same words: theirs stay, names in them go."""
AT_ONCE = 1000


def names_of(conn: Connection, platform: str, member_id: str) -> list[str]:
    """All names that a member was ever seen under."""
    here = select(groups.c.id).where(groups.c.platform == platform)
    queries = (
        select(members.c.name).where(members.c.platform == platform, members.c.member_id == member_id),
        *(
            select(table.c.member_name).where(table.c.platform == platform, table.c.member_id == member_id)
            for table in (cases, bursts, voices, promises)
        ),
        select(messages.c.member_name).where(messages.c.group.in_(here), messages.c.member_id == member_id),
    )
    found = {row[0] for query in queries for row in conn.execute(query.distinct()) if row[0]}
    return sorted(found, key=lambda name: (-len(name), name))


def shared(conn: Connection, platform: str, member_id: str, name: str) -> bool:
    """Whether somebody else has the same name."""
    others = or_(members.c.platform != platform, members.c.member_id != member_id)
    return conn.execute(select(members.c.name).where(members.c.name == name, others).limit(1)).first() is not None


def cases_of(conn: Connection, platform: str, member_id: str) -> list[int]:
    query = select(cases.c.number).where(cases.c.platform == platform, cases.c.member_id == member_id)
    return [row.number for row in conn.execute(query.order_by(cases.c.number))]


def erase(conn: Connection, person: Person) -> dict[str, int]:
    """Take the person out of every table; how many rows of each table lost them."""
    counts: dict[str, int] = {}
    numbers = cases_of(conn, person.platform, person.member_id)
    words = _own_words(conn, person, numbers)
    _pictures(conn, person, counts)
    _orders(conn, person, counts)
    for number in numbers:
        clear_case(conn, number, person.nobody, counts)
    _talk(conn, person, counts)
    _shown(conn, person, counts)
    _asked(conn, person, words, counts)
    _inbox(conn, person, counts)
    _walk(conn, person, words, counts)
    return {name: count for name, count in sorted(counts.items()) if count}


def clear_case(conn: Connection, number: int, nobody: str, counts: dict[str, int]) -> None:
    """Leave of one case what law and accounts need: number, times, category, cause, money."""
    changed = update(cases).where(cases.c.number == number)
    gone: dict[str, Any] = {"member_id": nobody, "member_name": SOMEBODY, "quote": "", "resolution": None}
    _count(conn, counts, "cases", changed.values(**gone, lesson=None, intake={}, opened_by_message=None, order=None))
    for row in conn.execute(select(case_events).where(case_events.c.case == number)).all():
        text = row.text if row.kind in KEPT_KINDS else ""
        data = {key: value for key, value in (row.data or {}).items() if key in KEPT_DATA}
        name = SOMEBODY if row.actor == "member" else row.actor_name
        line = update(case_events).where(case_events.c.id == row.id)
        _count(conn, counts, "case_events", line.values(text=text, data=data, actor_name=name))
    _count(conn, counts, "case_search", delete(case_search).where(case_search.c.case == number))
    _count(conn, counts, "offers", update(offers).where(offers.c.case == number).values(answer=None, deviation=None))
    for row in conn.execute(select(promises.c.id, promises.c.proof).where(promises.c.case == number)).all():
        _forget_promise(conn, row, nobody, counts)
    live = ("preview", "asked", "agreed", "posting", "posted")
    mine = update(cards).where(cards.c.case == number)
    conn.execute(mine.where(cards.c.state.in_(live)).values(state="withdrawn"))
    _count(conn, counts, "cards", mine.values(content=None, choices={}, pictures=[]))
    post: dict[str, Any] = {"text": "", "mention": [], "buttons": [], "image_hash": None}
    about = outbox.c.case == number
    conn.execute(update(outbox).where(about, outbox.c.state.in_(("draft", "pending"))).values(state="cancelled"))
    _count(conn, counts, "outbox", update(outbox).where(about).values(**post))
    theirs = update(messages).where(messages.c.case == number, messages.c.role.in_(("bot", "group_leader")))
    _count(conn, counts, "messages", theirs.values(text="", images=[], mentions=[]))
    _count(conn, counts, "direct_messages", delete(direct_messages).where(direct_messages.c.case == number))
    told = update(audit).where(audit.c.subject == f"case:{number}", audit.c.detail != "")
    _count(conn, counts, "audit", told.values(detail=""))


def _forget_promise(conn: Connection, row: Any, nobody: str, counts: dict[str, int]) -> None:
    transfer = row.proof.get("transfer") if isinstance(row.proof, dict) else None
    gone = {"member_id": nobody, "member_name": None, "words": "", "reason": None}
    statement = update(promises).where(promises.c.id == row.id)
    unsure = statement.where(promises.c.state.in_(("unconfirmed", "unsaid")))  # nobody will ever say whether it was one
    conn.execute(unsure.values(state="not_a_promise", next_look_at=None))
    _count(conn, counts, "promises", statement.values(**gone, proof={"transfer": transfer} if transfer else None))


def _own_words(conn: Connection, person: Person, numbers: Sequence[int]) -> list[str]:
    """What the person said, long enough to lead to them."""
    here = select(groups.c.id).where(groups.c.platform == person.platform)
    mine = direct_messages.c.platform == person.platform, direct_messages.c.member_id == person.member_id
    queries = (
        select(messages.c.text).where(messages.c.group.in_(here), messages.c.member_id == person.member_id),
        select(direct_messages.c.text).where(*mine, direct_messages.c.direction == "in"),
        select(cases.c.quote).where(cases.c.number.in_(numbers)),
        select(reviews.c.text).where(reviews.c.group.in_(here), reviews.c.member_id == person.member_id),
        select(case_events.c.text).where(case_events.c.case.in_(numbers), case_events.c.actor == "member"),
    )
    texts = {row[0] for query in queries for row in conn.execute(query)}
    lines = {line for text in texts for line in (text, *text.split("\n"))}
    return sorted({flat(line) for line in lines if len(flat(line)) >= SAYS_ENOUGH})


def _pictures(conn: Connection, person: Person, counts: dict[str, int]) -> None:
    """Their pictures, and those of their cards, unless somebody else sent the very same one."""
    here = select(groups.c.id).where(groups.c.platform == person.platform)
    mine = direct_messages.c.platform == person.platform, direct_messages.c.member_id == person.member_id
    shown = [
        *conn.execute(
            select(messages.c.images).where(messages.c.group.in_(here), messages.c.member_id == person.member_id)
        ),
        *conn.execute(select(direct_messages.c.images).where(*mine)),
    ]
    refs = {image["ref"] for row in shown for image in row.images}
    own = and_(image_fetches.c.platform == person.platform, image_fetches.c.ref.in_(refs))
    hashes = {row[0] for row in conn.execute(select(image_fetches.c.content_hash).where(own)) if row[0]}
    _count(conn, counts, "image_fetches", delete(image_fetches).where(own))
    still = conn.execute(select(image_fetches.c.content_hash).where(image_fetches.c.content_hash.in_(hashes)))
    hashes -= {row[0] for row in still}
    theirs = select(cases.c.number).where(cases.c.platform == person.platform, cases.c.member_id == person.member_id)
    drawn = conn.execute(select(cards.c.pictures).where(cards.c.case.in_(theirs)))
    hashes |= {picture for row in drawn for picture in row.pictures}
    conn.execute(update(outbox).where(outbox.c.image_hash.in_(hashes)).values(image_hash=None))
    _count(conn, counts, "images", delete(images).where(images.c.content_hash.in_(hashes)))


def _orders(conn: Connection, person: Person, counts: dict[str, int]) -> None:
    """Their orders, known to be theirs or standing under a name that nobody else has, keep what accounts need."""
    own = [name_key(name) for name in person.names if not shared(conn, person.platform, person.member_id, name)]
    theirs = bought.of_person(conn, person.platform, person.member_id, own)
    counts["orders"] = counts.get("orders", 0) + bought.forget(conn, theirs)


def _talk(conn: Connection, person: Person, counts: dict[str, int]) -> None:
    """What they wrote, and what we wrote to them."""
    here = select(groups.c.id).where(groups.c.platform == person.platform)
    who = {"member_id": person.nobody, "member_name": SOMEBODY}
    in_groups = messages.c.group.in_(here), messages.c.member_id == person.member_id
    _count(conn, counts, "messages", update(messages).where(*in_groups).values(**who, text="", images=[], mentions=[]))
    for table in (direct_messages,):
        _count(conn, counts, table.name, delete(table).where(*_mine(table, person)))
    _count(
        conn, counts, "bursts",
        update(bursts).where(*_mine(bursts, person)).values(**who, lane=person.nobody, verdict={"erased": True}),
    )  # fmt: skip
    post: dict[str, Any] = {"text": "", "mention": [], "buttons": [], "image_hash": None, "member_id": person.nobody}
    conn.execute(
        update(outbox).where(*_mine(outbox, person), outbox.c.state.in_(("draft", "pending"))).values(state="cancelled")
    )
    _count(conn, counts, "outbox", update(outbox).where(*_mine(outbox, person)).values(**post))
    tail = f":{person.member_id}"
    private = lanes.c.key.startswith(f"direct:{person.platform}:", autoescape=True)
    _count(conn, counts, "lanes", delete(lanes).where(private, lanes.c.key.endswith(tail, autoescape=True)))
    _count(conn, counts, "members", delete(members).where(*_mine(members, person)))


def _mine(table: Table, person: Person) -> tuple[ColumnElement[bool], ...]:
    return table.c.platform == person.platform, table.c.member_id == person.member_id


def _shown(conn: Connection, person: Person, counts: dict[str, int]) -> None:
    """Their voices stay as a number on the board; what they allowed is over."""
    gone = {"member_id": person.nobody, "member_name": SOMEBODY, "text": "", "shown": None, "state": ERASED}
    _count(conn, counts, "voices", update(voices).where(*_mine(voices, person)).values(**gone))
    mine = _mine(consents, person)
    given = consents.c.state.in_(("asked", "later", "yes"))
    conn.execute(update(consents).where(*mine, given).values(state="withdrawn"))
    words = {"member_id": person.nobody, "words": None, "withdrawn_words": None, "next_look_at": None}
    _count(conn, counts, "consents", update(consents).where(*mine).values(**words))
    for row in conn.execute(select(promises.c.id, promises.c.proof).where(*_mine(promises, person))).all():
        _forget_promise(conn, row, person.nobody, counts)


def _asked(conn: Connection, person: Person, words: Sequence[str], counts: dict[str, int]) -> None:
    """What leaders were asked about them, and what was learned from their words."""
    here = select(groups.c.id).where(groups.c.platform == person.platform)
    mine = reviews.c.group.in_(here), reviews.c.member_id == person.member_id
    numbers = select(reviews.c.number).where(*mine)
    _count(
        conn, counts, "opinions", update(opinions).where(opinions.c.review.in_(numbers)).values(answer=None, error=None)
    )
    gone = {"member_id": person.nobody, "member_name": SOMEBODY, "text": "", "context": [], "verdict": {}}
    _count(conn, counts, "reviews", update(reviews).where(*mine).values(**gone))
    said = set(words)
    for row in conn.execute(select(corrections.c.id, corrections.c.text)).all():
        if flat(row.text) in said:
            _count(conn, counts, "corrections", delete(corrections).where(corrections.c.id == row.id))


def _inbox(conn: Connection, person: Person, counts: dict[str, int]) -> None:
    """Events of theirs as they came in: that they came stays, so that none is handled twice."""
    for row in _rows(conn, inbox, [inbox.c.platform, inbox.c.payload]):
        payload = row.payload or {}
        if row.platform == person.platform and payload.get("member_id") == person.member_id:
            statement = update(inbox).where(inbox.c.id == row.id)
            _count(conn, counts, "inbox", statement.values(payload={}, lane=person.nobody, state="done", error=None))


# --- whatever names or quotes them elsewhere ---


def _walk(conn: Connection, person: Person, words: Sequence[str], counts: dict[str, int]) -> None:
    """Every text of every table, those of tables to come included."""
    names, quotes = patterns(person, words)
    for table in metadata.sorted_tables:
        columns = [column for column in table.columns if _holds_words(column)]
        if table.name in NOT_WALKED or table is erasures or not columns:
            continue
        for row in _rows(conn, table, columns):
            changed = {}
            for column in columns:
                quoted = None if (table.name, column.name) in THEIR_OWN_WORDS or column.primary_key else quotes
                value = row._mapping[column.name]
                clean = cleaned(value, names, quoted, person)
                if clean != value:
                    changed[column.name] = clean
            if changed:
                same = [column == row._mapping[column.name] for column in table.primary_key.columns]
                _count(conn, counts, table.name, update(table).where(*same).values(**changed))


def _holds_words(column: Column[Any]) -> bool:
    """Whether people's words or ids may stand there; a name's own column belongs to whoever has the name."""
    return isinstance(column.type, String | JSON) and not column.name.endswith("name")


def _rows(conn: Connection, table: Table, columns: Sequence[Column[Any]]) -> Iterator[Any]:
    """All rows of a table, some at a time where it has a number to go by."""
    keys = list(table.primary_key.columns)
    wanted = list(dict.fromkeys([*keys, *columns]))
    if len(keys) != 1 or isinstance(keys[0].type, String):
        yield from conn.execute(select(*wanted)).all()
        return
    last = 0
    while found := conn.execute(select(*wanted).where(keys[0] > last).order_by(keys[0]).limit(AT_ONCE)).all():
        yield from found
        last = found[-1]._mapping[keys[0].name]


def _count(conn: Connection, counts: dict[str, int], table: str, statement: Any) -> None:
    counts[table] = counts.get(table, 0) + conn.execute(statement).rowcount
