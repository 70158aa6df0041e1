"""After a yes: a member wants their words gone, put off, or shown without the name; in private or in the group."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.consent_words import ConsentAnswer, refuses_flatly, second_answer_in
from bot.domain.text import quoted, safe_name
from bot.domain.verdict import Verdict
from bot.domain.voice_back_words import beside, takes_last_back, takes_voice_back
from bot.ports import Context
from bot.replies import say, variants
from bot.storage import consents, groups, outbox, voices
from bot.storage.bursts import StoredBurst
from bot.storage.consents import Consent
from bot.storage.messages import Direct
from bot.storage.voices import Voice
from handlers import speak
from handlers.cases.timeline import Actor
from handlers.voices import ways
from handlers.voices.asking import note


def changed_mind(
    ctx: Context, conn: Connection, burst: StoredBurst, said: tuple[Direct, ...], text: str, verdict: Verdict
) -> bool:
    """Whether words right after our thanks for a yes take it back, put it off or want the name left out."""
    given = consents.of_member(conn, burst.platform, burst.member_id, "voice", ("yes",))
    last = outbox.last_to(conn, burst.platform, burst.member_id)
    thanked = last is not None and last.text in (*variants("voice.told_yes"), *variants("voice.told_less"))
    if not given or not thanked or verdict.decision == "complaint" or verdict.red:
        return False
    found = ConsentAnswer("no") if takes_last_back(text) else second_answer_in(text)
    if found is None or (found.said == "no" and not (takes_last_back(text) or refuses_flatly(text))):
        return False
    newest = max(given, key=lambda consent: consent.answered_at or consent.asked_at)
    voice = voices.get(conn, newest.voice or 0, for_update=True)
    told = change(ctx, conn, voice, newest, found, text) if voice is not None else None
    if told is not None:
        ways.answer(ctx, conn, burst, said, told)
    return told is not None


def change(
    ctx: Context, conn: Connection, voice: Voice, consent: Consent, answer: ConsentAnswer, words: str
) -> str | None:
    """Do what another answer after a yes asks for; what the member is told, None where it changes nothing."""
    who = Actor("member", voice.member_name, voice.member_id)
    about: dict[str, Any] = {"member": safe_name(voice.member_name), "quote": quoted(voice.shown or "")}
    key, told = "withdrawn", "voice.told_withdrawn"
    if answer.said == "no":
        withdraw(ctx, conn, voice, consent, words)
    elif answer.said == "later":
        expires = ctx.now() + timedelta(hours=ctx.settings.showing.silence_is_no_after_h)
        consents.change(conn, consent.id, state="later", words=words, expires_at=expires, next_look_at=expires)
        voices.change(conn, voice.id, state="asked")
        told = "voice.told_later"
    elif "name" in answer.without and "name" not in consent.without:
        consents.change(conn, consent.id, words=words, without=[*consent.without, "name"])
        note(ctx, conn, voice, who, "voice_yes", words)
        key, told = "less", "voice.told_less"
    else:
        return None
    text = say(f"voice.{key}", **about)
    group = groups.get(conn, voice.group)
    speak.to_leaders(ctx, conn, group, text, f"voice_{key}:{consent.id}:{ctx.now().isoformat()}")
    return say(told, voice.id)


def taken_back_in_group(ctx: Context, conn: Connection, burst: StoredBurst, text: str, verdict: Verdict) -> bool:
    """The same said in the group: there nothing is answered, so that nobody hears of it who need not."""
    return takes_voice_back(text) and take_back(ctx, conn, burst, text) and not complains(verdict, text)


def complains(verdict: Verdict, text: str) -> bool:
    """Whether something is wrong, too, beside the wish that the words go."""
    return (verdict.decision == "complaint" or bool(verdict.red)) and bool(beside(text))


def take_back(ctx: Context, conn: Connection, burst: StoredBurst, text: str) -> bool:
    """All that this member let us show is taken down, whichever of it they mean."""
    given = consents.of_member(conn, burst.platform, burst.member_id, "voice", ("yes",))
    for consent in given:
        voice = voices.get(conn, consent.voice or 0, for_update=True)
        if voice is not None:
            withdraw(ctx, conn, voice, consent, text)
            words: dict[str, Any] = {"member": safe_name(voice.member_name), "quote": quoted(voice.shown or "")}
            group = groups.get(conn, voice.group)
            speak.to_leaders(ctx, conn, group, say("voice.withdrawn", **words), f"voice_back:{consent.id}")
    return bool(given)


def withdraw(ctx: Context, conn: Connection, voice: Voice, consent: Consent, words: str) -> None:
    """Nobody is shown the words any more."""
    consents.change(conn, consent.id, state="withdrawn", withdrawn_at=ctx.now(), withdrawn_words=words)
    voices.change(conn, voice.id, state="withdrawn", shown=None)
    note(ctx, conn, voice, Actor("member", voice.member_name, voice.member_id), "voice_withdrawn", words)
