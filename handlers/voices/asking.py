"""May others read it? A member is asked once, lightly; silence is a no."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.chat import Button
from bot.domain.consent_words import ConsentAnswer
from bot.domain.redaction import Redactor
from bot.domain.text import quoted, safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import cards, consents, groups, members, voices
from bot.storage.consents import Consent
from bot.storage.outbox import Post
from bot.storage.voices import Voice
from handlers import speak
from handlers.cases.timeline import Actor, record
from handlers.voices import ways
from handlers.wordings.speaking import say_in

ASK = "voice_question"
"""Purpose of the question."""
NAMES_KNOWN = 2000
ASKED_AGAIN = timedelta(days=14)
"""So long a member is not asked about another voice."""
MOST_SHOWN = 120
"""So much of a voice fits into the question; nothing beyond it is shown to anybody."""
EVER: tuple[consents.State, ...] = ("asked", "later", "yes", "no", "silent", "withdrawn")
TAPS: dict[str, ConsentAnswer] = {
    "voiceyes": ConsentAnswer("yes"),
    "voicenoname": ConsentAnswer("yes", ("name",)),
    "voiceno": ConsentAnswer("no"),
}
"""The buttons under the question."""


def quotable(conn: Connection, voice: Voice) -> str:
    """The member's words without the names of others, heard or only in orders, and without what leads to anybody."""
    spoke = members.speakers(conn, voice.group, NAMES_KNOWN)
    names = {member.name for member in spoke if member.member_id != voice.member_id}
    names |= set(cards.names_in_group(conn, voice.group)) - {voice.member_name}
    return Redactor(voice.member_name, sorted(names)).redact(voice.text).text


def fitting(words: str) -> str:
    """As much as the question can show, whole sentences where there are some."""
    words = words.strip()
    if len(quoted(words, 1000)) <= MOST_SHOWN:
        return words
    head = words[: MOST_SHOWN - 1]
    end = max((head.rfind(mark) + 1 for mark in "。！？!?\n；;，,"), default=0)
    return head[: end if end > MOST_SHOWN // 3 else len(head)].rstrip("，,；; \n") + "…"


def ask(ctx: Context, conn: Connection, voice: Voice, by: Actor) -> str:
    """Ask the member whether these words may be shown; what the leader is told."""
    name = safe_name(voice.member_name)
    if voice.state != "heard":
        return say(f"voice.already.{voice.state}", member=name)
    member = members.get(conn, voice.platform, voice.member_id)
    if not ways.may_be_asked(conn, voice, member):
        return say("voice.leave_alone", member=name)
    now = ctx.now()
    before = consents.of_member(conn, voice.platform, voice.member_id, "voice", EVER)
    if before and now - before[0].asked_at < ASKED_AGAIN:
        return say("voice.asked_lately", member=name)
    shown = fitting(quotable(conn, voice))
    voices.change(conn, voice.id, state="asked", shown=shown)
    expires = now + timedelta(hours=ctx.settings.showing.silence_is_no_after_h)
    consent = consents.add(
        conn, purpose="voice", voice=voice.id, case=voice.case, platform=voice.platform, member_id=voice.member_id,
        content_hash=content_hash(shown), asked_at=now, asked_by=by.member_id or by.name, expires_at=expires,
        next_look_at=expires,
    )  # fmt: skip
    note(ctx, conn, voice, by, "voice_asked", shown)
    text = say_in(
        conn,
        voice.group,
        "voice.ask",
        voice.id,
        group=groups.get(conn, voice.group).name,
        quote=quoted(shown, MOST_SHOWN),
    )
    buttons = [Button(say(f"voice.button_{what}"), data=f"{what}:{voice.id}") for what in TAPS]
    if ways.write(ctx, conn, voice, text, ASK, f"{ASK}:{consent.id}", buttons):
        return say("voice.asking", member=name)
    return say("voice.copy_question", member=name, id=voice.id, text=text)


def content_hash(shown: str) -> str:
    return hashlib.sha256(shown.encode()).hexdigest()


def undelivered(ctx: Context, conn: Connection, post: Post) -> None:
    """The member cannot be written to: the leader may ask in person."""
    consent = consents.find(conn, int(post.dedupe_key.partition(":")[2])) if post.purpose == ASK else None
    voice = voices.get(conn, consent.voice) if consent is not None and consent.voice is not None else None
    if voice is not None and voice.state != "recalled":
        words: dict[str, Any] = {"member": safe_name(voice.member_name), "id": voice.id, "text": post.text}
        group = groups.get(conn, voice.group)
        speak.to_leaders(ctx, conn, group, say("voice.copy_question", **words), f"voice_copy:{post.id}")


def sweep_voices(ctx: Context, conn: Connection) -> int:
    """Silence is a no: nobody is reminded, nobody is told."""
    due = voices.unanswered(conn, ctx.now())
    for consent in due:
        consents.change(conn, consent.id, state="silent", next_look_at=None)
        voices.change(conn, consent.voice or 0, state="kept_private")
    return len(due)


def questions_about(conn: Connection, voice: Voice) -> list[Consent]:
    """All that its member was asked about a voice, and has not lapsed, newest first."""
    mine = consents.of_member(conn, voice.platform, voice.member_id, "voice", EVER)
    return [consent for consent in mine if consent.voice == voice.id]


def open_question(conn: Connection, voice: Voice) -> Consent | None:
    """The question about this voice that has no answer yet; a late answer counts."""
    return next((c for c in questions_about(conn, voice) if c.state in ("asked", "later", "silent")), None)


def note(ctx: Context, conn: Connection, voice: Voice, who: Actor, kind: str, text: str) -> None:
    """A line in the history of the voice's case, where it has one."""
    if voice.case is not None:
        record(ctx, conn, voice.case, who, kind, text, voice=voice.id)
