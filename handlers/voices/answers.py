"""What a member answers to the question whether others may read their words: in private, by a tap, through a leader."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Connection

from bot.domain.chat import ButtonPress, DirectMessage
from bot.domain.consent_words import ConsentAnswer, asks_to_hide, consent_in, may_agree
from bot.domain.text import quoted, safe_name
from bot.domain.verdict import Verdict
from bot.domain.voice_back_words import takes_voice_back
from bot.ports import Context
from bot.replies import say
from bot.storage import consents, groups, outbox, voices
from bot.storage.bursts import StoredBurst
from bot.storage.consents import Consent
from bot.storage.messages import Direct
from bot.storage.voices import State, Voice
from handlers import speak
from handlers.cases.timeline import Actor
from handlers.voices import ways
from handlers.voices.after_yes import change, changed_mind, complains, take_back, withdraw
from handlers.voices.asking import ASK, TAPS, note, open_question, questions_about

ASK_CLEARLY = "voice_clearly"
_MAYBE = re.compile(r"随便|随(?:您|你)|看着办|无所谓|都行|用")
MOST_ASKED_BACK = 30
"""A longer text is not asked back."""


def answered(
    ctx: Context, conn: Connection, burst: StoredBurst, said: tuple[Direct, ...], text: str, verdict: Verdict
) -> bool:
    """Whether a member's private words answer our question, or take an answer back; then they are understood. A
    complaint beside is not yet heard then."""
    back = takes_voice_back(text)
    if back and take_back(ctx, conn, burst, text):
        ways.answer(ctx, conn, burst, said, say("voice.told_withdrawn", burst.id))
        return not complains(verdict, text)
    if changed_mind(ctx, conn, burst, said, text, verdict):
        return True
    asked = consents.of_member(conn, burst.platform, burst.member_id, "voice", ("asked", "later", "silent"))
    last = outbox.last_to(conn, burst.platform, burst.member_id)
    ours = last is not None and (last.purpose == ASK or f":{ASK_CLEARLY}:" in last.dedupe_key)
    if not asked or not (back or ours):
        return False
    answer = ConsentAnswer("no") if back else consent_in(text)
    voice = voices.get(conn, asked[0].voice or 0, for_update=True)
    if answer is None and verdict.decision != "complaint" and not verdict.red:
        return _ask_clearly(ctx, conn, burst, said, asked[0], text)
    if answer is None or voice is None:
        return False
    ways.answer(ctx, conn, burst, said, settle(ctx, conn, voice, asked[0], answer, text))
    return not (back and complains(verdict, text))


def _ask_clearly(
    ctx: Context, conn: Connection, burst: StoredBurst, said: tuple[Direct, ...], consent: Consent, text: str
) -> bool:
    """Words that may be a yes are asked back once; the second time they go their normal way."""
    if len(text) > MOST_ASKED_BACK or not (may_agree(text) or asks_to_hide(text) or _MAYBE.search(text)):
        return False
    event = DirectMessage(
        burst.platform, said[-1].account, f"{ASK_CLEARLY}:{consent.id}", said[-1].at, burst.member_id, burst.member_name
    )
    if outbox.find(conn, speak.answer_key(event)) is not None:
        return False
    speak.answer(ctx, conn, event, say("voice.ask_clearly", consent.id))
    return True


def on_tap(ctx: Context, conn: Connection, event: ButtonPress, what: str, number: int) -> None:
    """The member taps an answer, the first or another after a yes; anybody else's, or one after a no, does nothing."""
    voice = voices.get(conn, number, for_update=True)
    if voice is None or (voice.platform, voice.member_id) != (event.platform, event.member_id):
        return
    consent, words = open_question(conn, voice), say(f"voice.button_{what}")
    given = next((c for c in questions_about(conn, voice) if c.state == "yes"), None)
    if given is not None:
        told = change(ctx, conn, voice, given, TAPS[what], words)
        if told is not None:
            speak.answer(ctx, conn, event, told)
    elif consent is not None:
        speak.answer(ctx, conn, event, settle(ctx, conn, voice, consent, TAPS[what], words))


def relay(ctx: Context, conn: Connection, voice: Voice, words: str, by: Actor) -> str:
    """The leader passes on what the member answered; what the leader is told."""
    if takes_voice_back(words) or words in ("撤", "撤回", "撤下"):
        given = [c for c in questions_about(conn, voice) if c.state == "yes"]
        if not given:
            return say("voice.nothing_shown", id=voice.id)
        withdraw(ctx, conn, voice, given[0], words)
        return say("voice.taken_down", id=voice.id)
    if voice.state == "recalled":
        return say("voice.already.recalled", member=safe_name(voice.member_name))
    consent = open_question(conn, voice)
    answer = consent_in(words)
    if consent is None:
        return say("voice.ask_first", id=voice.id)
    if answer is None:
        return say("voice.answer_unclear", id=voice.id)
    settle(ctx, conn, voice, consent, answer, words, relayed_by=by)
    return say(f"voice.relayed_{answer.said}", member=safe_name(voice.member_name))


def settle(
    ctx: Context,
    conn: Connection,
    voice: Voice,
    consent: Consent,
    answer: ConsentAnswer,
    words: str,
    *,
    relayed_by: Actor | None = None,
) -> str:
    """Write the answer down; what the member is told."""
    values: dict[str, Any] = {"state": answer.said, "words": words, "without": list(answer.without)}
    values |= {"answered_at": ctx.now(), "relayed_by": relayed_by.name if relayed_by else None}
    if answer.said == "later":
        consents.change(conn, consent.id, **values)
        return say("voice.told_later", voice.id)
    consents.change(conn, consent.id, next_look_at=None, **values)
    state: State = "shown" if answer.said == "yes" else "kept_private"
    voices.change(conn, voice.id, state=state)
    who = Actor("member", voice.member_name, voice.member_id)
    note(ctx, conn, voice, who, f"voice_{answer.said}", words)
    if answer.said == "yes" and relayed_by is None:
        group = groups.get(conn, voice.group)
        text = say("voice.agreed", member=safe_name(voice.member_name), quote=quoted(voice.shown or ""))
        speak.to_leaders(ctx, conn, group, text, f"voice_yes:{consent.id}:{ctx.now().isoformat()}")
    return say(f"voice.told_{answer.said}", voice.id)
