"""May others read it? A member is asked once, lightly; silence is a no, and a yes can be taken back at any time."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.chat import Button, ButtonPress, DirectMessage
from bot.domain.consent_words import (
    ConsentAnswer,
    asks_to_hide,
    consent_in,
    may_agree,
    refuses_flatly,
    second_answer_in,
)
from bot.domain.redaction import Redactor
from bot.domain.text import quoted, safe_name
from bot.domain.verdict import Verdict
from bot.domain.voice_back_words import beside, takes_last_back, takes_voice_back
from bot.ports import Context
from bot.replies import say, variants
from bot.storage import cards, consents, groups, members, outbox, voices
from bot.storage.bursts import StoredBurst
from bot.storage.consents import Consent
from bot.storage.messages import Direct
from bot.storage.outbox import Post
from bot.storage.voices import State, Voice
from handlers import speak
from handlers.cases.timeline import Actor, record
from handlers.voices import ways
from handlers.wordings.speaking import say_in

ASK = "voice_question"
"""Purpose of the question."""
ASK_CLEARLY = "voice_clearly"
_MAYBE = re.compile(r"随便|随(?:您|你)|看着办|无所谓|都行|用")
MOST_ASKED_BACK = 30
"""A longer text is not asked back."""
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
    _record(ctx, conn, voice, by, "voice_asked", shown)
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
    if voice is not None:
        words: dict[str, Any] = {"member": safe_name(voice.member_name), "id": voice.id, "text": post.text}
        group = groups.get(conn, voice.group)
        speak.to_leaders(ctx, conn, group, say("voice.copy_question", **words), f"voice_copy:{post.id}")


def answered(
    ctx: Context, conn: Connection, burst: StoredBurst, said: tuple[Direct, ...], text: str, verdict: Verdict
) -> bool:
    """Whether a member's private words answer our question, or take an answer back; then they are understood. A
    complaint beside is not yet heard then."""
    back = takes_voice_back(text)
    if back and _take_back(ctx, conn, burst, text):
        ways.answer(ctx, conn, burst, said, say("voice.told_withdrawn", burst.id))
        return not _complains(verdict, text)
    if _changed_mind(ctx, conn, burst, said, text, verdict):
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
    return not (back and _complains(verdict, text))


def _changed_mind(
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
    told = _change(ctx, conn, voice, newest, found, text) if voice is not None else None
    if told is not None:
        ways.answer(ctx, conn, burst, said, told)
    return told is not None


def _change(
    ctx: Context, conn: Connection, voice: Voice, consent: Consent, answer: ConsentAnswer, words: str
) -> str | None:
    """Do what another answer after a yes asks for; what the member is told, None where it changes nothing."""
    who = Actor("member", voice.member_name, voice.member_id)
    about: dict[str, Any] = {"member": safe_name(voice.member_name), "quote": quoted(voice.shown or "")}
    key, told = "withdrawn", "voice.told_withdrawn"
    if answer.said == "no":
        _withdraw(ctx, conn, voice, consent, words)
    elif answer.said == "later":
        expires = ctx.now() + timedelta(hours=ctx.settings.showing.silence_is_no_after_h)
        consents.change(conn, consent.id, state="later", words=words, expires_at=expires, next_look_at=expires)
        voices.change(conn, voice.id, state="asked")
        told = "voice.told_later"
    elif "name" in answer.without and "name" not in consent.without:
        consents.change(conn, consent.id, words=words, without=[*consent.without, "name"])
        _record(ctx, conn, voice, who, "voice_yes", words)
        key, told = "less", "voice.told_less"
    else:
        return None
    text = say(f"voice.{key}", **about)
    group = groups.get(conn, voice.group)
    speak.to_leaders(ctx, conn, group, text, f"voice_{key}:{consent.id}:{ctx.now().isoformat()}")
    return say(told, voice.id)


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


def taken_back_in_group(ctx: Context, conn: Connection, burst: StoredBurst, text: str, verdict: Verdict) -> bool:
    """The same said in the group: there nothing is answered, so that nobody hears of it who need not."""
    return takes_voice_back(text) and _take_back(ctx, conn, burst, text) and not _complains(verdict, text)


def _complains(verdict: Verdict, text: str) -> bool:
    """Whether something is wrong, too, beside the wish that the words go."""
    return (verdict.decision == "complaint" or bool(verdict.red)) and bool(beside(text))


def on_tap(ctx: Context, conn: Connection, event: ButtonPress, what: str, number: int) -> None:
    """The member taps an answer, the first or another after a yes; anybody else's, or one after a no, does nothing."""
    voice = voices.get(conn, number, for_update=True)
    if voice is None or (voice.platform, voice.member_id) != (event.platform, event.member_id):
        return
    consent, words = _open_question(conn, voice), say(f"voice.button_{what}")
    given = next((c for c in _questions(conn, voice) if c.state == "yes"), None)
    if given is not None:
        told = _change(ctx, conn, voice, given, TAPS[what], words)
        if told is not None:
            speak.answer(ctx, conn, event, told)
    elif consent is not None:
        speak.answer(ctx, conn, event, settle(ctx, conn, voice, consent, TAPS[what], words))


def relay(ctx: Context, conn: Connection, voice: Voice, words: str, by: Actor) -> str:
    """The leader passes on what the member answered; what the leader is told."""
    if takes_voice_back(words) or words in ("撤", "撤回", "撤下"):
        given = [c for c in _questions(conn, voice) if c.state == "yes"]
        if not given:
            return say("voice.nothing_shown", id=voice.id)
        _withdraw(ctx, conn, voice, given[0], words)
        return say("voice.taken_down", id=voice.id)
    consent = _open_question(conn, voice)
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
    _record(ctx, conn, voice, who, f"voice_{answer.said}", words)
    if answer.said == "yes" and relayed_by is None:
        group = groups.get(conn, voice.group)
        text = say("voice.agreed", member=safe_name(voice.member_name), quote=quoted(voice.shown or ""))
        speak.to_leaders(ctx, conn, group, text, f"voice_yes:{consent.id}:{ctx.now().isoformat()}")
    return say(f"voice.told_{answer.said}", voice.id)


def sweep_voices(ctx: Context, conn: Connection) -> int:
    """Silence is a no: nobody is reminded, nobody is told."""
    due = voices.unanswered(conn, ctx.now())
    for consent in due:
        consents.change(conn, consent.id, state="silent", next_look_at=None)
        voices.change(conn, consent.voice or 0, state="kept_private")
    return len(due)


def _take_back(ctx: Context, conn: Connection, burst: StoredBurst, text: str) -> bool:
    """All that this member let us show is taken down, whichever of it they mean."""
    given = consents.of_member(conn, burst.platform, burst.member_id, "voice", ("yes",))
    for consent in given:
        voice = voices.get(conn, consent.voice or 0, for_update=True)
        if voice is not None:
            _withdraw(ctx, conn, voice, consent, text)
            words: dict[str, Any] = {"member": safe_name(voice.member_name), "quote": quoted(voice.shown or "")}
            group = groups.get(conn, voice.group)
            speak.to_leaders(ctx, conn, group, say("voice.withdrawn", **words), f"voice_back:{consent.id}")
    return bool(given)


def _withdraw(ctx: Context, conn: Connection, voice: Voice, consent: Consent, words: str) -> None:
    consents.change(conn, consent.id, state="withdrawn", withdrawn_at=ctx.now(), withdrawn_words=words)
    voices.change(conn, voice.id, state="withdrawn", shown=None)
    _record(ctx, conn, voice, Actor("member", voice.member_name, voice.member_id), "voice_withdrawn", words)


def _questions(conn: Connection, voice: Voice) -> list[Consent]:
    mine = consents.of_member(conn, voice.platform, voice.member_id, "voice", EVER)
    return [consent for consent in mine if consent.voice == voice.id]


def _open_question(conn: Connection, voice: Voice) -> Consent | None:
    """The question about this voice that has no answer yet; a late answer counts."""
    return next((c for c in _questions(conn, voice) if c.state in ("asked", "later", "silent")), None)


def _record(ctx: Context, conn: Connection, voice: Voice, who: Actor, kind: str, text: str) -> None:
    if voice.case is not None:
        record(ctx, conn, voice.case, who, kind, text, voice=voice.id)
