"""What a member answers first to the question about their card: yes, yes without something, no, wait."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection

from bot.detection.member_says import wants_no_contact
from bot.domain.card import Part
from bot.domain.case import Case
from bot.domain.consent_words import (
    ConsentAnswer,
    asks_to_hide,
    consent_in,
    has_condition,
    may_agree,
    speaks_of_picture,
)
from bot.domain.text import excerpt
from bot.domain.verdict import Verdict
from bot.ports import Context
from bot.replies import say
from bot.storage import cards, cases, consents, groups, messages
from bot.storage.consents import Consent
from bot.storage.groups import Group
from bot.storage.messages import Direct, Message
from handlers import speak, zones
from handlers.cases.timeline import BOT, Actor, member_of, record
from handlers.showing.choices import choices_of, without
from handlers.showing.consent import can_write
from handlers.showing.content import shown_of
from handlers.showing.making import add
from handlers.showing.questions import AGREED, CAN_HIDE, MEANT, UNCLEAR, WAITS, arrived, question_to
from handlers.showing.rules import covers, why_not
from handlers.showing.says import tell_leaders

_MAYBE = re.compile(r"随便|随(?:您|你)|看着办|无所谓|都行|发|名字|照片|图")
"""Words that sound like an answer to the question and are none beyond doubt."""
_SHOWN = re.compile("[发發放]")
NO_MESSAGES = re.compile(r"消息|信息|联系|打扰|骚扰|私信|私聊|电话|拉黑|退订|拒收|找我")
"""What "leave me alone" is about, beside the picture."""
_ANSWER_LENGTH = 30


def answered(
    ctx: Context, conn: Connection, platform: str, member_id: str, said: tuple[Direct, ...], text: str, verdict: Verdict
) -> bool:
    """Take a member's private words as the answer to our question; whether they were. A complaint never is one."""
    if verdict.decision == "complaint" or verdict.red or any(m.images for m in said):
        return False
    asked = question_to(conn, platform, member_id, said, speaks_of_picture(text))
    if asked is None:
        return False
    consent = asked.consent
    case = case_of(conn, consent)
    if consents.get(conn, consent.id).state != consent.state:
        return False  # its time was up while we looked
    if wants_no_contact(text) and NO_MESSAGES.search(text):
        _refuse(ctx, conn, case, consent, text, member_of(case))
        return False  # it is about all that we write
    found = consent_in(text)
    if found is None:
        return asked.plain and consent.state == "asked" and _ask_clearly(ctx, conn, case, consent, text)
    if not asked.plain:
        return _ask_which(ctx, conn, case, consent, text)
    settle(ctx, conn, case, consent, found, text, member_of(case))
    messages.change_direct(conn, [m.id for m in said], case=case.number)
    return True


def in_group(ctx: Context, conn: Connection, group: Group, said: Sequence[Message], text: str) -> None:
    """An answer that is given in the group is asked back in private, so that nobody reads of it who need not."""
    if consent_in(text) is None or not (speaks_of_picture(text) or _SHOWN.search(text)):
        return
    for consent in consents.of_member(conn, group.platform, said[-1].member_id, "card", consents.WAITING):
        post = arrived(conn, consent)
        case = case_of(conn, consent)
        if case.group == group.id and post is not None and post.had_arrived(said[0].at):
            _ask_which(ctx, conn, case, consent, text)
            return


def _ask_which(ctx: Context, conn: Connection, case: Case, consent: Consent, text: str) -> bool:
    """A plain answer that may be to something else is asked back once. What it is to may be the leader's word, so they
    hear it; the second time it goes its normal way."""
    if not to_member(ctx, conn, case, "meant", f"{MEANT}:{consent.id}:{consent.state}", consent.id):
        return False
    tell_leaders(ctx, conn, case, "told_which", f"{consent.id}:{consent.state}", words=excerpt(text, 60))
    return True


def _ask_clearly(ctx: Context, conn: Connection, case: Case, consent: Consent, text: str) -> bool:
    """Words that may be an answer are asked back once; the second time they go their normal way. A yes with a condition
    is told to the leaders, who may change the card and ask again."""
    if asks_to_hide(text) is not None:
        return to_member(ctx, conn, case, "can_hide", f"{CAN_HIDE}:{consent.id}:{asks_to_hide(text)}", consent.id)
    if has_condition(text):
        consents.change(conn, consent.id, words=text)
        record(ctx, conn, case.number, member_of(case), "consent_condition", text, consent=consent.id)
        tell_leaders(ctx, conn, case, "told_condition", f"{consent.id}:{ctx.now():%m%d%H%M}", words=excerpt(text, 60))
        to_member(ctx, conn, case, "condition", f"consent_condition:{consent.id}:{ctx.now():%m%d%H%M}", consent.id)
        return True
    if len(text) > _ANSWER_LENGTH or not (_MAYBE.search(text) or may_agree(text)):
        return False
    return to_member(ctx, conn, case, "unclear", f"{UNCLEAR}:{consent.id}", consent.id)


def settle(
    ctx: Context, conn: Connection, case: Case, consent: Consent, answer: ConsentAnswer, words: str, by: Actor
) -> None:
    """Write the answer down with its time and words, and do what follows from it."""
    why = why_not(conn, case)
    if answer.said == "yes" and why is not None:
        consents.change(conn, consent.id, state="void", answered_at=ctx.now(), words=words, next_look_at=None)
        return
    {"yes": _yes, "no": _no, "later": _later}[answer.said](ctx, conn, case, consent, answer.without, words, by)


def _yes(
    ctx: Context,
    conn: Connection,
    case: Case,
    consent: Consent,
    left_out: tuple[Part, ...],
    words: str,
    by: Actor,
) -> None:
    now = ctx.now()
    good_time = zones.quiet_hours(ctx, groups.get(conn, case.group)).over_at(now)
    consent = consents.change(
        conn, consent.id, state="yes", answered_at=now, words=words, without=list(left_out), next_look_at=good_time
    )
    record(ctx, conn, case.number, by, "consent_yes", words, consent=consent.id, relayed=_relayed(consent))
    to_member(ctx, conn, case, "agreed", f"{AGREED}:{consent.id}:{ctx.now():%Y%m%d%H%M%S}", consent.id)
    card = cards.live(conn, case.number)
    if card is None:
        card = cards.change(conn, consent.card or 0, state="preview")
    if not covers(conn, consent, card) and left_out:
        choices = without(choices_of(cards.get(conn, consent.card or 0)), left_out)
        card = add(ctx, conn, case, shown_of(ctx, conn, case, choices), choices.as_json(), BOT)
    if covers(conn, consent, card):
        cards.change(conn, card.id, state="agreed")


def _no(
    ctx: Context,
    conn: Connection,
    case: Case,
    consent: Consent,
    left_out: tuple[Part, ...],
    words: str,
    by: Actor,
) -> None:
    _refuse(ctx, conn, case, consent, words, by)
    to_member(ctx, conn, case, "refused", f"consent_no:{consent.id}", consent.id)


def _refuse(ctx: Context, conn: Connection, case: Case, consent: Consent, words: str, by: Actor) -> None:
    consents.change(conn, consent.id, state="no", answered_at=ctx.now(), words=words, next_look_at=None)
    record(ctx, conn, case.number, by, "consent_no", words, consent=consent.id, relayed=_relayed(consent))
    end_card(ctx, conn, case, "refused")
    tell_leaders(ctx, conn, case, "told_no", str(consent.id), words=excerpt(words, 60))


def _later(
    ctx: Context,
    conn: Connection,
    case: Case,
    consent: Consent,
    left_out: tuple[Part, ...],
    words: str,
    by: Actor,
) -> None:
    """Asked once more; who says "wait" again has until the time is up."""
    if consent.state == "silent":
        return
    record(ctx, conn, case.number, by, "consent_later", words, consent=consent.id, relayed=_relayed(consent))
    if consent.answered_at is not None or consent.relayed_by is not None:
        consents.change(conn, consent.id, words=words, next_look_at=consent.expires_at)
        return
    now = ctx.now()
    again = now + timedelta(hours=ctx.settings.showing.ask_again_after_h)
    consents.change(conn, consent.id, state="later", answered_at=now, words=words, next_look_at=again)
    to_member(ctx, conn, case, "waits", f"{WAITS}:{consent.id}", consent.id)


def _relayed(consent: Consent) -> bool:
    return consent.relayed_by is not None


def end_card(ctx: Context, conn: Connection, case: Case, state: cards.State) -> None:
    """Nothing of a case's cards is kept but that there were some."""
    live = cards.live(conn, case.number)
    destroyed = cards.destroy(conn, case.number, ctx.now())
    if live is not None:
        cards.change(conn, live.id, state=state)
    if destroyed:
        record(ctx, conn, case.number, BOT, "card_destroyed", "", cards=destroyed)


def to_member(ctx: Context, conn: Connection, case: Case, key: str, once: str, turn: int, **words: str) -> bool:
    """A word to the member, where we can write to them at all."""
    if not can_write(ctx, conn, case):
        return False
    text = say(f"showing.member.{key}", turn, **words)
    return speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, text, once, in_watch=True)


def case_of(conn: Connection, consent: Consent) -> Case:
    """The consent's case, locked."""
    found = cases.get(conn, consent.case or 0, for_update=True)
    assert found is not None
    return found
