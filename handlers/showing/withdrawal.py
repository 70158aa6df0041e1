"""Taking a card back, at any time and in plain words: the post goes where the platform can, what is kept at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.detection.member_says import wants_no_contact
from bot.domain.case import Case
from bot.domain.consent_words import agrees_again
from bot.domain.taking_back_words import Wish, all_of_them, beside, confirms, names_it, takes_back
from bot.domain.text import excerpt, safe_name
from bot.domain.verdict import Verdict
from bot.ports import Context
from bot.replies import say
from bot.storage import cards, cases, consents, groups, messages, outbox
from bot.storage.consents import Consent
from bot.storage.groups import Group
from bot.storage.messages import Direct, Message
from bot.storage.outbox import Post
from handlers import speak
from handlers.cases.timeline import BOT, Actor, member_of, record
from handlers.showing.answers import NO_MESSAGES, case_of, end_card, in_group, to_member
from handlers.showing.excerpts import CARD, CONSENT
from handlers.showing.questions import AGREED
from handlers.showing.rules import no_card, waiting_for
from handlers.showing.says import number_in, tell_leaders

ASKED_BACK = "card_back_ask"
"""What our question begins with in the outbox whether the card shall go."""
STAYS = "card_stays"
"""What our word begins with that it does not."""
ANSWERED_WITHIN = timedelta(days=2)
BARE_WITHIN = timedelta(days=3)
"""So long words that name no picture may be about one that was agreed to or posted."""
TAKEN_BACK_LATELY = timedelta(days=3)
"""So long "可以发" is taken to be about the card that was taken back."""


def asked_for(
    ctx: Context, conn: Connection, platform: str, member_id: str, said: tuple[Direct, ...], text: str, verdict: Verdict
) -> bool:
    """Whether a member takes a consent back in private: it is done, or asked back, and they hear it. A complaint in
    the same words is not yet heard then."""
    given = _given(conn, platform, member_id)
    if not given:
        return False
    asked = _asked_back(ctx, conn, given)
    answer = confirms(text) if asked is not None else None
    if asked is not None and answer is not None:
        chosen = [asked] if answer else []
        wish: Wish | None = "sure"
        if not answer:
            to_member(ctx, conn, asked, "stays", f"{STAYS}:{said[-1].id}", asked.number)
    else:
        elsewhere = _other_question(conn, platform, member_id) or not _lately(ctx, conn, given)
        wish = takes_back(text, soon=not elsewhere)
        if wish is None and names_it(text) and wants_no_contact(text) and not NO_MESSAGES.search(text):
            wish = "doubtful"  # 别发了 is about the picture, not about our messages
        chosen = _meant(conn, given, text)
        if wish == "doubtful" and not names_it(text) and elsewhere:
            return False
    if wish is None:
        return False
    messages.change_direct(conn, [m.id for m in said], case=(chosen or given)[0].number)
    if wish == "sure":
        _withdraw_each(ctx, conn, chosen, given, text)
    else:
        ask_back(ctx, conn, chosen[0], text)
    return not _complains(verdict, text)


def agreed_again(
    ctx: Context, conn: Connection, platform: str, member_id: str, said: tuple[Direct, ...], text: str
) -> bool:
    """Whether a member who said no lately, or took a card back, would have it shown after all: it is gone, and they
    hear so."""
    if not agrees_again(text):
        return False
    found = consents.of_member(conn, platform, member_id, "card", ("withdrawn", "no"))
    since = ctx.now() - TAKEN_BACK_LATELY
    consent = next((c for c in found if c.case is not None and _ended_at(c) >= since), None)
    if consent is None:
        return False
    case = case_of(conn, consent)
    messages.change_direct(conn, [m.id for m in said], case=case.number)
    to_member(ctx, conn, case, "gone", f"card_gone:{consent.id}", case.number)
    tell_leaders(ctx, conn, case, "told_again", str(consent.id), words=excerpt(text, 60))
    return True


def _ended_at(consent: Consent) -> datetime:
    """When a member took a yes back, or said no."""
    return consent.withdrawn_at or consent.answered_at or consent.asked_at


def asked_for_in_group(
    ctx: Context, conn: Connection, group: Group, said: Sequence[Message], text: str, verdict: Verdict
) -> bool:
    """The same said in the group, of a card of this group. What is doubtful is asked back in private, and the words go
    their normal way."""
    wish = takes_back(text) if said else None
    if wish is None:
        if said and verdict.decision == "none":
            in_group(ctx, conn, group, said, text)
        return False
    given = [case for case in _given(conn, group.platform, said[-1].member_id) if case.group == group.id]
    if not given:
        return False
    if wish == "doubtful":
        if names_it(text):
            ask_back(ctx, conn, _meant(conn, given, text)[0], text)
        return False
    _withdraw_each(ctx, conn, _meant(conn, given, text), given, text)
    if _complains(verdict, text):
        return False
    messages.change(conn, [m.id for m in said], complaint=False)
    return True


def _given(conn: Connection, platform: str, member_id: str) -> list[Case]:
    """The cases of which this member lets others see the card: those that the group sees first, then the newest."""
    found = consents.of_member(conn, platform, member_id, "card", ("yes",))
    shown = {c.case: cards.live(conn, c.case) for c in found if c.case is not None}
    numbers = [number for number, card in shown.items() if card is not None]
    numbers.sort(key=lambda number: shown[number].state == "posted", reverse=True)  # type: ignore[union-attr]
    locked = (cases.get(conn, number, for_update=True) for number in numbers)
    return [case for case in locked if case is not None]


def _lately(ctx: Context, conn: Connection, given: Sequence[Case]) -> bool:
    """Whether a card was agreed to, posted or spoken of so lately that words which name nothing may be about it."""
    since = ctx.now() - BARE_WITHIN
    agreed = [consent.answered_at for case in given for consent in consents.of_case(conn, case.number)]
    told = [p.sent_at for case in given for p in outbox.of_case(conn, case.number) if p.purpose == CARD]
    return _asked_back(ctx, conn, given) is not None or any(at is not None and at >= since for at in (*agreed, *told))


def _meant(conn: Connection, given: list[Case], text: str) -> list[Case]:
    """Which of them the words mean: all of them if they say so, else what they name, else the first."""
    named = [case for case in given if case.goods and case.goods in text]
    return given if all_of_them(text) else (named or given)[:1]


def _withdraw_each(ctx: Context, conn: Connection, chosen: list[Case], given: list[Case], text: str) -> None:
    for case in chosen:
        withdraw(ctx, conn, case, text, member_of(case))
    if chosen and len(given) > len(chosen):
        what = chosen[0].goods or say("showing.this_case", number=chosen[0].number)
        to_member(ctx, conn, chosen[0], "others_stay", f"card_others:{chosen[0].number}", chosen[0].number, what=what)


def _complains(verdict: Verdict, text: str) -> bool:
    """Whether something is wrong, too, beside the wish that the card go."""
    return (verdict.decision == "complaint" or bool(verdict.red)) and bool(beside(text))


def ask_back(ctx: Context, conn: Connection, case: Case, text: str) -> None:
    """Is it the card that shall go? Where we cannot write to them, a leader asks."""
    once = f"{ASKED_BACK}:{case.number}:{ctx.now():%Y%m%d%H}"
    card = cards.live(conn, case.number)
    key = "take_down" if card is not None and card.state == "posted" else "leave_unposted"
    if not to_member(ctx, conn, case, key, once, case.number):
        tell_leaders(ctx, conn, case, "told_perhaps", once, words=excerpt(text, 60))


def _asked_back(ctx: Context, conn: Connection, given: Sequence[Case]) -> Case | None:
    """The case of whose card we asked last whether it shall go, if nothing was said to them since."""
    last = outbox.last_to(conn, given[0].platform, given[0].member_id)
    if last is None or last.sent_at is None or ctx.now() - last.sent_at > ANSWERED_WITHIN:
        return None
    return next((case for case in given if last.dedupe_key.startswith(f"{ASKED_BACK}:{case.number}:")), None)


def waits_to_hear(conn: Connection, case: Case) -> bool:
    """Whether we asked the member if their card shall go, and they have neither said so nor let it stay."""
    keys = [post.dedupe_key for post in outbox.of_case(conn, case.number)]
    asked = [n for n, key in enumerate(keys) if key.startswith(f"{ASKED_BACK}:{case.number}:")]
    stays = [n for n, key in enumerate(keys) if key.startswith((f"{STAYS}:", f"{AGREED}:"))]
    return bool(asked) and max(asked) > max(stays, default=-1)


def _other_question(conn: Connection, platform: str, member_id: str) -> bool:
    """Whether words that name nothing may answer something else that we asked."""
    last = outbox.last_to(conn, platform, member_id)
    waiting = consents.of_member(conn, platform, member_id, "card", consents.WAITING)
    return bool(waiting) or (last is not None and bool(re.search(r"[？?]", last.text)))


def withdraw(ctx: Context, conn: Connection, case: Case, words: str, by: Actor) -> None:
    """Nobody sees the card any more: posts are deleted or a leader is asked to, card and pictures are destroyed, and
    the record says so."""
    now = ctx.now()
    for consent in consents.of_case(conn, case.number):
        if consent.state in ("yes", *consents.WAITING):
            consents.change(
                conn, consent.id, state="withdrawn", withdrawn_at=now, withdrawn_words=words, next_look_at=None
            )
    record(ctx, conn, case.number, by, "consent_withdrawn", words)
    outbox.cancel(conn, case.number, (CARD, CONSENT))
    posts = [post for post in outbox.of_case(conn, case.number) if post.purpose == CARD]
    out = [post for post in posts if post.state in ("sending", "sent", "unconfirmed")]
    by_hand = take_down(ctx, conn, case, [post for post in out if post.state != "sending"])
    end_card(ctx, conn, case, "withdrawn")
    to_member(
        ctx, conn, case, "by_hand" if by_hand else "withdrawn" if out else "not_shown", f"card_back:{case.number}",
        case.number,
    )  # fmt: skip
    if not by_hand:
        tell_leaders(ctx, conn, case, "told_withdrawn", str(case.number), words=excerpt(words, 60))


def take_down(ctx: Context, conn: Connection, case: Case, posts: Sequence[Post]) -> bool:
    """Have posts deleted where the platform still can, else ask the leaders to do it; whether a leader has to."""
    limit = speak.capabilities(ctx, case.platform).delete_own_s
    by_hand = []
    for post in posts:
        age = (ctx.now() - (post.sent_at or ctx.now())).total_seconds()
        if limit is not None and age < limit and post.sent_message_id:
            outbox.withdraw(conn, post, ctx.now())
        else:
            by_hand.append(post)
    if by_hand:
        _ask_leaders(ctx, conn, case, by_hand[-1])
    return bool(by_hand)


def _ask_leaders(ctx: Context, conn: Connection, case: Case, post: Post) -> None:
    """Where another card has taken its place, only one message on it was taken back."""
    card = cards.find(conn, number_in(post))
    key = "replace_by_hand" if card is not None and card.state == "replaced" else "delete_by_hand"
    tell_leaders(ctx, conn, case, key, str(post.id), group=groups.get(conn, case.group).name)


def deleted(ctx: Context, conn: Connection, case: Case, post: Post, *, gone: bool) -> None:
    """The platform deleted a card's post, or refused to: then a leader has to."""
    record(ctx, conn, case.number, BOT, "card_deleted" if gone else "card_not_deleted", "", card=number_in(post))
    if not gone:
        _ask_leaders(ctx, conn, case, post)


def stop(ctx: Context, conn: Connection, case: Case, words: str, by: Actor) -> str:
    """A leader takes the card back, for whatever reason; what they are told. Raises CannotShow."""
    card, waiting = cards.live(conn, case.number), waiting_for(conn, case.number)
    if card is None and waiting is None:
        raise no_card(conn, case.number)
    withdraw(ctx, conn, case, words, by)
    return say("showing.stopped", number=case.number, member=safe_name(case.member_name))
