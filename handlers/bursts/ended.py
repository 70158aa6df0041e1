"""A member's words in private after their case was resolved or closed: solved, unsolved, the same again, or a word."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from bot.detection.given_words import of_another_shop
from bot.detection.intake_words import says_again, sent_by_mistake
from bot.detection.member_says import (
    adds_advice,
    closing_answer,
    mark_besides,
    mark_in,
    only_a_mark,
    says_fixed,
    says_not_fixed,
    skips_mark,
    wants_no_talk,
)
from bot.domain.case import Case
from bot.domain.verdict import Verdict
from bot.ports import Context
from bot.storage import groups, outbox
from bot.storage.bursts import StoredBurst
from bot.storage.messages import Direct
from handlers import speak
from handlers.bursts.newcomer import answer, open_from_private, text_of
from handlers.cases import clocks
from handlers.cases.closing import close, fixed_buttons, give_mark, member_confirms, reopen, unread_before
from handlers.cases.conversation import only_thanks, tell_leaders
from handlers.compensation import asked_for
from handlers.compensation import at_the_end as offer_left
from handlers.direct_message import waits_for_mark
from handlers.showing.rules import waiting_for
from handlers.wordings.speaking import say_to

_THANKS = re.compile("谢|好的|好嘞|嗯|ok|辛苦|满意|客气|再见|没事|收到|知道|可以|行", re.IGNORECASE)
"""A word of thanks or a smile after the end wants no answer."""
_ONLY_THANKS = re.compile(r"(?:谢+|多谢|感谢|辛苦|客气|团长|老板|[您你]|了|啦|哈|呀|[^\w。.…?？])+")
"""Thanks and smiles that say nothing about whether it is solved."""


LATELY = timedelta(days=3)
"""So long after the end short words are taken to be said about it."""
_EMPTY = re.compile(r"(?:哈|嘻|嘿|呵|嗯|哦|噢|哎|唉|啊|呀|那|就|行吧?|早|晚安|早安|拜拜|88|[a-z\d]|\W)+", re.IGNORECASE)


def _says_something(text: str) -> bool:
    """Whether words are more than thanks, a smile, or a command."""
    return not (_THANKS.search(text) or _EMPTY.fullmatch(text))


def _is_about_the_case(ctx: Context, conn: Connection, case: Case, text: str) -> bool:
    """Whether short words are said so soon after the end that they are about it, and answer no question of ours."""
    lately = ctx.now() - (case.resolved_at or case.opened_at) <= LATELY
    return lately and _says_something(text) and waiting_for(conn, case.number) is None


def _passed_on(ctx: Context, conn: Connection, case: Case, said: tuple[Direct, ...]) -> None:
    if case.red:
        return
    words = say_to(conn, case, "private.passed_on")
    speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, words, f"passed_on:{said[-1].id}")


def noted(ctx: Context, conn: Connection, case: Case, said: tuple[Direct, ...]) -> None:
    if case.red:
        return
    words = say_to(conn, case, "private.noted_more")
    speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, words, f"noted:{said[-1].id}")


def hear(
    ctx: Context,
    conn: Connection,
    burst: StoredBurst,
    case: Case,
    said: tuple[Direct, ...],
    text: str,
    verdict: Verdict,
) -> None:
    """The member speaks after the case was resolved or closed."""
    key = str(said[-1].id)
    mark = mark_in(text)
    elsewhere = of_another_shop(text)
    if mark is not None and waits_for_mark(case):
        give_mark(ctx, conn, case, mark, key)
    elif case.asks_member:
        _on_resolution(ctx, conn, burst, case, said, text, verdict)
    elif case.settled and not elsewhere and asked_for.misses_what_was_given(conn, case, text):
        reopen(ctx, conn, case, text, key)
    elif says_again(text) and not verdict.red:
        _second_failure(ctx, conn, burst, case, said, verdict)
    elif verdict.decision == "complaint":
        open_from_private(ctx, conn, burst, said, verdict, case.group, repeat_of=case.number)
    elif waits_for_mark(case) and skips_mark(text):
        skipped = say_to(conn, case, "private.mark_skipped")
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, skipped, f"mark_skipped:{case.number}")
    elif case.settled and not elsewhere and says_not_fixed(text):
        reopen(ctx, conn, case, text, key)
    elif case.settled and sent_by_mistake(text):
        words = say_to(conn, case, "private.not_meant")
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, words, f"not_meant:{key}")
    elif len(text) > 12 or re.search("[?？吗呢]", text) or any(m.images for m in said):
        tell_leaders(ctx, conn, case, said, text)
        clocks.awaits_answer(ctx, conn, case)
        if case.settled and not any(m.images for m in said):
            _passed_on(ctx, conn, case, said)
        elif case.settled or not case.intake.get("person"):
            noted(ctx, conn, case, said)
    elif case.settled and _is_about_the_case(ctx, conn, case, text):
        tell_leaders(ctx, conn, case, said, text)
        _passed_on(ctx, conn, case, said)
    elif not case.red and not _THANKS.search(text) and re.search(r"\w", text):
        answer(ctx, conn, burst, said, "private.ordinary")


def _second_failure(
    ctx: Context, conn: Connection, burst: StoredBurst, case: Case, said: tuple[Direct, ...], verdict: Verdict
) -> None:
    """又烂了, 补的那盒也坏: the goods of the case that is over, and its second failure; nobody tells it all again."""
    told = verdict.decision == "complaint" and verdict.category not in (None, "refund")
    known = replace(
        verdict, decision="complaint", category=verdict.category if told else case.category,
        goods=verdict.goods or ((case.goods,) if case.goods else ()),
    )  # fmt: skip
    open_from_private(ctx, conn, burst, said, known, case.group, repeat_of=case.number)


def _on_resolution(
    ctx: Context,
    conn: Connection,
    burst: StoredBurst,
    case: Case,
    said: tuple[Direct, ...],
    text: str,
    verdict: Verdict,
) -> None:
    """The member was asked whether it is solved. Words from before they could read that answer nothing; whatever is
    neither yes nor no goes to the leaders, and the member is asked once more."""
    after = tuple(m for m in said if not unread_before(conn, case, m.at))
    if not after:
        _crossed(ctx, conn, case, said, text)
        return
    answer_text = text_of(after)
    meant = "unclear" if of_another_shop(answer_text) else closing_answer(answer_text)
    if meant == "not_solved" or (meant == "unclear" and verdict.decision == "complaint"):
        reopen(ctx, conn, case, text, str(said[-1].id))
    elif meant == "solved" and not (answer_text.strip().isdigit() and not _asked_last(conn, burst, case)):
        mark = None if case.red else mark_besides(answer_text)
        if adds_advice(answer_text) or (mark is not None and not only_a_mark(answer_text)):
            tell_leaders(ctx, conn, case, said, text)
        if not says_fixed(answer_text):
            offer_left.ask(ctx, conn, case, str(said[-1].id), yes=answer_text)
        if mark is not None:
            give_mark(ctx, conn, close(ctx, conn, case, "member"), mark, str(said[-1].id))
        else:
            member_confirms(ctx, conn, case)
    elif not (answer_text and _ONLY_THANKS.fullmatch(answer_text)):
        _ask_again(ctx, conn, case, said, text)


def _asked_last(conn: Connection, burst: StoredBurst, case: Case) -> bool:
    """Whether the last that the member read from us is the question whether it is solved: a bare number answers it."""
    last = outbox.last_to(conn, burst.platform, burst.member_id)
    return last is not None and last.dedupe_key.startswith(
        (f"resolved:{case.number}:", f"ask_fixed_again:{case.number}:")
    )


def _crossed(ctx: Context, conn: Connection, case: Case, said: tuple[Direct, ...], text: str) -> None:
    """Written while the leader resolved: the leaders read it, the question that is under way stands."""
    tell_leaders(ctx, conn, case, said, text)
    if only_thanks(said):
        return
    clocks.awaits_answer(ctx, conn, case)
    if unread_before(conn, case, ctx.now()):
        noted(ctx, conn, case, said)


def _ask_again(ctx: Context, conn: Connection, case: Case, said: tuple[Direct, ...], text: str) -> None:
    """To the leaders, and the closing question once more; after that the member only hears that it is noted."""
    tell_leaders(ctx, conn, case, said, text)
    if not (only_thanks(said) or wants_no_talk(text)):
        clocks.awaits_answer(ctx, conn, case)
    if case.red or wants_no_talk(text) or groups.get(conn, case.group).mode == "watch":
        return
    assert case.resolved_at is not None
    key = f"ask_fixed_again:{case.number}:{case.resolved_at.isoformat()}"
    if outbox.find(conn, key) is not None:
        noted(ctx, conn, case, said)
        return
    words = say_to(conn, case, "private.ask_fixed_again")
    speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, words, key, buttons=fixed_buttons(case))
