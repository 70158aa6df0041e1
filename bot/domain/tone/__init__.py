"""The tone guard: what must not stand in a text that goes out to a member, whoever wrote it (playbook A3).

A check looks at one draft and names at most one place, with a reason that a group leader understands. Words inside
quotation marks are the member's own, given back, and are not looked at. A finding is a reason to stop and show the
draft to a person, never to change it silently. One file a kind of fault; the table stands here.
"""

from __future__ import annotations

from bot.domain.tone.blame_member import blames_member
from bot.domain.tone.blame_others import blames_others
from bot.domain.tone.disputes import arguing
from bot.domain.tone.draft import Author, Draft, Kind, ToneCheck, ToneFinding, ready
from bot.domain.tone.length import MAX_LENGTH, too_long
from bot.domain.tone.mockery import sarcasm
from bot.domain.tone.money import money_promise
from bot.domain.tone.names import wrong_name
from bot.domain.tone.pity import sob_story
from bot.domain.tone.private_facts import privacy
from bot.domain.tone.probing import probing
from bot.domain.tone.questions import rhetorical_question
from bot.domain.tone.refusals import illegal_refusal
from bot.domain.tone.strings import money_for_silence
from bot.domain.tone.superlatives import absolute_terms
from bot.domain.tone.threats import pressure

__all__ = ["MAX_LENGTH", "TONE_CHECKS", "Author", "Draft", "Kind", "ToneCheck", "ToneFinding", "check_tone"]

TONE_CHECKS: tuple[ToneCheck, ...] = (
    arguing,
    blames_member,
    blames_others,
    probing,
    rhetorical_question,
    sarcasm,
    sob_story,
    pressure,
    illegal_refusal,
    money_for_silence,
    money_promise,
    absolute_terms,
    privacy,
    wrong_name,
    too_long,
)


def check_tone(
    text: str,
    *,
    kind: Kind = "public",
    author: Author = "bot",
    member: str | None = None,
    unwell: bool = False,
) -> tuple[ToneFinding, ...]:
    """What in `text` should not go out, in the order of the table; empty when it may.

    `author` is who wrote it: a group leader may promise money, the bot may not. `member` is the display name of the
    one who is written to: then a salutation with somebody else's name is found. `unwell`: somebody may have come to
    harm.
    """
    draft = ready(text, kind, author, member, unwell)
    return tuple(finding for check in TONE_CHECKS if (finding := check(draft)) is not None)
