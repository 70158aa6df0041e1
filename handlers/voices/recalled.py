"""A message that is a voice is taken back in the group: it leaves the board, and nothing quotes it any more."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.text import safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import consents, groups, outbox, voices
from bot.storage.consents import Consent
from bot.storage.messages import Message
from handlers import speak
from handlers.cases.timeline import Actor
from handlers.voices.asking import ASK, note, questions_about


def let_go(ctx: Context, conn: Connection, message: Message) -> None:
    """The voices that these words are a part of go. Where their member had let others see them, the leaders hear it,
    who may have posted them by hand."""
    for voice in voices.heard_in(conn, message.id, message.burst):
        part = voice.message == message.id or (message.text and message.text in voice.text)
        if not part or voice.state in ("recalled", "erased"):
            continue
        for consent in questions_about(conn, voice):
            _end(ctx, conn, consent)
        voices.change(conn, voice.id, state="recalled", shown=None)
        note(ctx, conn, voice, Actor("member", voice.member_name, voice.member_id), "voice_withdrawn", "")
        if voice.state == "shown":
            text = say("voice.recalled", id=voice.id, member=safe_name(voice.member_name))
            speak.to_leaders(ctx, conn, groups.get(conn, voice.group), text, f"voice_recalled:{voice.id}")


def _end(ctx: Context, conn: Connection, consent: Consent) -> None:
    """A yes is taken back, a question that has no answer yet lapses, and one that waits to be sent is not."""
    if consent.state == "yes":
        words = say("events.message_deleted")
        consents.change(conn, consent.id, state="withdrawn", withdrawn_at=ctx.now(), withdrawn_words=words)
    elif consent.state in ("asked", "later", "silent"):
        consents.change(conn, consent.id, state="void", next_look_at=None)
    post = outbox.find(conn, f"{ASK}:{consent.id}")
    if post is not None and post.state in outbox.UNDECIDED:
        outbox.change(conn, post.id, state="cancelled")
