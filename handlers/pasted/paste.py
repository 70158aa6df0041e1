"""A pasted chat: its new messages into the inbox of its group, and the drafts that come of them.

The pieces go the same way as what a platform delivers: inbox, lane, bursts, detection, cases. Only the time is the one
in which they were said (`handlers.past`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.chat import DirectMessage, GroupMessage, Image
from bot.domain.pasted import Pasted, PastedMessage
from bot.domain.pasted.overlap import Mark, mark_of, match
from bot.domain.pasted.photos import Picture
from bot.domain.pasted.timing import moments
from bot.domain.text import clean, keep
from bot.ports import Context
from bot.storage import cases, groups, images, inbox, incidents, lanes, messages, outbox, pastes, reviews
from bot.storage.groups import PASTE, Group
from bot.storage.images import StoredImage
from bot.storage.outbox import Post
from bot.storage.pastes import Paste
from handlers import speak, zones

DAYS = 7
"""What is older than so many days before a paste's last message is left alone."""
WAITING = ("draft", "pending")
AROUND = timedelta(hours=12)
"""A copied chat may tell no day: so far from its time a live group's messages are compared."""
Said = tuple[str, str, bool]
"""Who said what, and whether with a picture: what a message is known by in another copy of the same chat."""
_OTHER_PLATFORMS = ("telegram:", "onebot:", "wechaty:", "terminal:")


@dataclass(frozen=True)
class Counts:
    """What became of the messages of a paste: `read` are all, `pictures` those whose photo was there."""

    read: int = 0
    new: int = 0
    known: int = 0
    heard: int = 0
    """What a live group of this name has heard itself; like what is known, it is left out."""
    older: int = 0
    unreadable: int = 0
    pictures: int = 0
    pictures_missing: int = 0


@dataclass(frozen=True)
class Drafts:
    """One case with what waits to be said: to copy by hand. `post` is for the group, `private` for the member."""

    case: Case
    post: str | None = None
    post_also_for: tuple[int, ...] = ()
    """The other cases that the post answers too."""
    post_with: int | None = None
    """The case whose post answers this one, too."""
    private: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What waits in a pasted group: drafts, severest first, then oldest; and the messages that nobody is sure of."""

    drafts: tuple[Drafts, ...] = ()
    reviews: tuple[tuple[int, str, str], ...] = field(default=())


def group_named(ctx: Context, conn: Connection, name: str) -> Group:
    """The pasted group of this name; a new one is in assist mode."""
    name = clean(name)[:60]
    known = ctx.settings.group(PASTE, name)
    return groups.ensure(conn, PASTE, PASTE, name, (known.name if known else "") or name, "assist", ctx.now())


def person(name: str) -> str:
    """A pasted name as a member's id; it never looks like a person of another platform."""
    name = " ".join(clean(name).split())
    return name.replace(":", "：", 1) if name.startswith(_OTHER_PLATFORMS) else name or "群友"


def lane_of(group: Group) -> str:
    return lanes.group_lane(PASTE, PASTE, group.group_id)


def name_leaders(ctx: Context, conn: Connection, group: Group, names: Collection[str]) -> None:
    """Whose words in the chat are the group leader's, now and in later pastes."""
    for name in names:
        groups.add_staff(conn, group.id, person(name), "group_leader", "paste", ctx.now())


def take(
    ctx: Context,
    conn: Connection,
    group: Group,
    pasted: Pasted,
    *,
    photos: Mapping[Picture, StoredImage] | None = None,
    days: int = DAYS,
) -> Counts:
    """Put what is new into the group's inbox; the same text, or one that overlaps, adds nothing twice."""
    now = zones.local_now(ctx, group)
    times = moments(pasted.messages, now)
    since = max(times, default=now) - timedelta(days=days)
    recent = [n for n, at in enumerate(times) if at >= since]
    lane = lane_of(group)
    known = [_mark_in(message_id) for message_id in pastes.message_ids(conn, lane)]
    marks = [mark_of(pasted.messages[n]) for n in recent]
    places = match(known, marks)
    seen = Counter((mark.words, mark.minute) for mark in known)
    leaders = set(groups.staff_of(conn, group.id))
    ids = pastes.message_ids(conn, lane)
    heard = _heard_live(conn, group, [(pasted.messages[n], times[n]) for n in recent])
    with_photo = with_us = 0
    for n, mark, place in zip(recent, marks, places, strict=True):
        message = pasted.messages[n]
        message_id = ids[place] if place is not None else _new_id(group, mark, seen)
        pictures = _keep_pictures(conn, message_id, n, message, photos or {})
        with_photo += sum(image.content_hash is not None for image in pictures)
        if place is None and heard[_said(message)] > 0:
            heard[_said(message)] -= 1
            with_us += 1
        elif place is None:
            inbox.add(conn, _event(group, message_id, message, times[n], pictures, leaders), ctx.now())
    wanted = sum(len(pasted.messages[n].pictures) for n in recent)
    new = places.count(None)
    return Counts(
        read=len(pasted.messages), new=new - with_us, known=len(recent) - new, heard=with_us,
        older=len(times) - len(recent), unreadable=len(pasted.unreadable), pictures=with_photo,
        pictures_missing=wanted - with_photo,
    )  # fmt: skip


def live_twin(conn: Connection, group: Group) -> Group | None:
    """The group of this name that we listen to ourselves, where one of its leaders pastes, or the owner does."""
    mine = {staff for staff in groups.staff_of(conn, group.id) if groups.reach(staff)[0]}
    for other in groups.everyone(conn):
        if other.platform == PASTE or other.left_at is not None or other.name != group.name:
            continue
        theirs = {groups.elsewhere(other.platform, staff) for staff in groups.staff_of(conn, other.id)}
        if not mine or mine & theirs:
            return other
    return None


def _heard_live(conn: Connection, group: Group, said: Sequence[tuple[PastedMessage, datetime]]) -> Counter[Said]:
    """How often the live group of this name has heard each thing that was said around the time of a paste."""
    live = live_twin(conn, group)
    if live is None or not said:
        return Counter()
    since, until = min(at for _, at in said) - AROUND, max(at for _, at in said) + AROUND
    heard = messages.said_between(conn, live.id, since, until)
    return Counter((person(m.member_name), "".join(m.text.split()), bool(m.images)) for m in heard)


def _said(message: PastedMessage) -> Said:
    return person(message.name), "".join(keep(message.text).split()), bool(message.pictures)


def _new_id(group: Group, mark: Mark, seen: Counter[tuple[str, str]]) -> str:
    """Equal for the same message in any paste; truly equal messages are counted."""
    seen[mark.words, mark.minute] += 1
    return f"{group.id}:{mark.words}:{mark.minute}:{seen[mark.words, mark.minute]}"


def _mark_in(message_id: str) -> Mark:
    _, words, minute, _ = message_id.split(":")
    return Mark(words, minute)


def private_mark(message_id: str) -> Mark:
    """What a private message that was pasted into a case is known by."""
    _, words, minute, _ = message_id.split(":")
    return Mark(words, minute)


def _keep_pictures(
    conn: Connection, message_id: str, n: int, message: PastedMessage, photos: Mapping[Picture, StoredImage]
) -> tuple[Image, ...]:
    """The message's pictures, kept where their photo lies beside; one that comes with a later paste is taken in."""
    kept = []
    for k in range(len(message.pictures)):
        ref, photo = f"{message_id}/{k}", photos.get((n, k))
        if photo is not None:
            images.add(conn, photo)
        images.put(conn, PASTE, PASTE, ref, photo.content_hash if photo else None)
        kept.append(Image(ref, photo.content_hash if photo else None))
    return tuple(kept)


def _event(
    group: Group, message_id: str, m: PastedMessage, at: datetime, pictures: tuple[Image, ...], leaders: set[str]
) -> GroupMessage:
    name, member_id = person(m.name), m.member_id or person(m.name)
    is_leader = name in leaders or member_id in leaders
    return GroupMessage(
        PASTE, PASTE, message_id, at, group.group_id, group.name, member_id, name, m.text, pictures,
        sender="group_leader" if is_leader else "member",
    )  # fmt: skip


def keep_paste(
    ctx: Context, conn: Connection, group: Group, counts: Counts, event: DirectMessage | None = None
) -> None:
    """Write down that something was pasted; who pasted it in a private chat is told when it was worked through."""
    paste = Paste(group.id, ctx.now(), vars(counts))
    if event is not None:
        paste = replace(
            paste,
            platform=event.platform,
            account=event.account,
            member_id=event.member_id,
            message_id=event.message_id,
        )
    pastes.add(conn, paste)
    lanes.wake(conn, lane_of(group), ctx.now())


# --- what came of it ---


def outcome(conn: Connection, group: Group) -> Outcome:
    """What waits in the group to be copied, severest first, then oldest."""
    waiting: list[Drafts] = []
    for case in cases.open_of_groups(conn, [group.id]):
        found = drafts_of(conn, case)
        told = next((d.case.number for d in waiting if case.number in d.post_also_for), None)
        if told is not None:
            found = replace(found, post=None, post_also_for=(), post_with=told)
        if found.post or found.private:
            waiting.append(found)
    unsure = tuple((r.number, r.member_name, r.text) for r in reviews.open_of_groups(conn, [group.id]))
    return Outcome(tuple(waiting), unsure)


def drafts_of(conn: Connection, case: Case) -> Drafts:
    """What waits to be said about a case."""
    posts = waiting_posts(conn, case)
    in_group = next((p for p in posts if p.group is not None), None)
    also: tuple[int, ...] = ()
    if in_group is not None and in_group.purpose == speak.INCIDENT and case.incident is not None:
        also = tuple(c.number for c in incidents.cases_of(conn, case.incident) if c.number != case.number)
    return Drafts(
        case,
        to_copy(in_group) if in_group is not None else None,
        also,
        None,
        tuple(p.text for p in posts if p.member_id == case.member_id),
    )


def waiting_posts(conn: Connection, case: Case) -> list[Post]:
    """The messages of a case, and of its incident, that nobody has sent yet."""
    posts = [p for p in outbox.of_case(conn, case.number) if p.purpose != speak.NOTICE]
    number = incidents.incident_of(conn, case.number)
    if number is not None:
        posts += incidents.posts_of(conn, number)
    return [p for p in posts if p.state in WAITING and (p.group is not None or p.member_id == case.member_id)]


def to_copy(post: Post) -> str:
    """A post for the group as a person pastes it: whom it names in front."""
    names = " ".join(f"@{name}" for _, name in post.mention)
    return f"{names} {post.text}".strip()
