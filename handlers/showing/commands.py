"""图卡: a leader sees a case's card, changes what stands on it, has the member asked, posts it, or takes it back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.domain.card import places_of
from bot.domain.case import Case
from bot.domain.text import excerpt, safe_name
from bot.replies import say
from bot.storage import cards
from handlers.request import Answer, Command, Request, no_such_case
from handlers.showing import photos
from handlers.showing.choices import Choices, choices_of, numbers_in
from handlers.showing.consent import ask
from handlers.showing.excerpts import Excerpt, excerpts_of, redactor_of
from handlers.showing.making import make
from handlers.showing.posting import by_itself, post_card
from handlers.showing.rules import CannotShow
from handlers.showing.says import pictures_to, post_text, question
from handlers.showing.second_answer import relay
from handlers.showing.withdrawal import stop

MOST_LISTED = 20
BUTTONS = {
    "cardsee": "图卡 {}", "cardask": "图卡 {} 问", "cardpost": "图卡 {} 发", "cardwords": "图卡 {} 换一句",
    "cardresult": "图卡 {} 结果", "cardfull": "图卡 {} 全部",
}  # fmt: skip
"""What a leader's button about a card stands for."""


def card_command(r: Request) -> Answer:
    """图卡 12 [什么]: without a word, the card as it is."""
    case = r.case()
    if case is None:
        return no_such_case(r, "图卡")
    word, rest = _word_in(r.words["text"])
    try:
        if word is None:
            return say("showing.how", number=case.number)
        return _WORDS[word](r, case, rest)
    except CannotShow as e:
        return str(e)


def _word_in(text: str) -> tuple[str | None, str]:
    """Which of our words a text begins with, and what follows it."""
    for word, other in _OTHER_WORDS.items():
        text = re.sub(rf"^{word}", other, text)
    for word in sorted(_WORDS, key=len, reverse=True):
        rest = text[len(word) :].strip(" :：,，")
        if text.startswith(word) and not (rest and word in _ALONE):
            return word, rest
    return None, text


def tell_of(r: Request) -> dict[str, str]:
    """Where the leader who gave the command gets the pictures."""
    event = r.event
    return {
        "platform": event.platform, "account": event.account, "member_id": event.member_id, "key": event.message_id,
    }  # fmt: skip


def _make(r: Request, case: Case, choices: Choices) -> Answer:
    make(r.ctx, r.conn, case, choices, r.by, tell_of(r))
    return None  # the picture is the answer


def _see(r: Request, case: Case, rest: str) -> Answer:
    return _make(r, case, _chosen(r, case))


def _chosen(r: Request, case: Case) -> Choices:
    return choices_of(cards.live(r.conn, case.number))


def _changed(**changes: object) -> Callable[[Request, Case, str], Answer]:
    def change(r: Request, case: Case, rest: str) -> Answer:
        return _make(r, case, replace(_chosen(r, case), **changes))  # type: ignore[arg-type]

    return change


def _photos(r: Request, case: Case, rest: str) -> Answer:
    """照片, 照片 2 5, 照片 不要 2: all photos of the shown excerpts, these alone, without this one."""
    choices = _chosen(r, case)
    return _make(r, case, replace(choices, photos=photos.chosen(case.number, _excerpts(r, case), choices, rest)))


def _excerpts(r: Request, case: Case) -> list[Excerpt]:
    choices = _chosen(r, case)
    return excerpts_of(r.conn, case, choices, redactor_of(r.conn, case, choices))


def _originals(r: Request, case: Case, rest: str) -> Answer:
    """Each excerpt, its original beside what the card shows, with the numbers of its photos."""
    found, choices = _excerpts(r, case), _chosen(r, case)
    there = photos.numbered(found)
    lines = []
    for n, e in enumerate(found[:MOST_LISTED], 1):
        sent, on_card = photos.in_list(e, there, choices)
        key = "showing.excerpt_shown" if e.shown else "showing.excerpt_not_shown"
        original, redacted = excerpt(e.said.text, 80) + sent, excerpt(e.redacted.text, 80) + on_card
        lines.append(say(key, n=n, who=e.who, original=original, redacted=redacted))
    if there:
        lines.append(say("showing.photos_how", number=case.number))
    return "\n".join([say("showing.originals", number=case.number), *lines])


def _leave_out(r: Request, case: Case, rest: str) -> Answer:
    return _with_numbers(r, case, rest, add=False)


def _take_in(r: Request, case: Case, rest: str) -> Answer:
    return _with_numbers(r, case, rest, add=True)


def _with_numbers(r: Request, case: Case, rest: str, *, add: bool) -> Answer:
    found = _excerpts(r, case)
    chosen = numbers_in(rest)
    if not chosen or not all(1 <= n <= len(found) for n in chosen):
        return say("showing.which", number=case.number, count=len(found))
    shown = tuple(e.said.key for n, e in enumerate(found, 1) if (add if n in chosen else e.shown))
    return _make(r, case, replace(_chosen(r, case), shown=shown))


def _hide(r: Request, case: Case, rest: str) -> Answer:
    """遮 2 几个字: these words of an excerpt are not shown."""
    found, match = _excerpts(r, case), re.match(r"(\d{1,3})\s+(.+)", rest, re.DOTALL)
    if match is None or not 1 <= int(match[1]) <= len(found):
        return say("showing.which", number=case.number, count=len(found))
    said = found[int(match[1]) - 1].said
    places = [list(place) for place in places_of(match[2].strip(), said.text)]
    if not places:
        return say("showing.not_there", text=excerpt(match[2], 20))
    choices = _chosen(r, case)
    hidden = {**choices.hidden, said.key: [*choices.hidden.get(said.key, ()), *places]}
    return _make(r, case, replace(choices, hidden=hidden))


def _ask(r: Request, case: Case, rest: str) -> Answer:
    consent = ask(r.ctx, r.conn, case, r.by)
    words: dict[str, Any] = {"number": case.number, "member": safe_name(case.member_name)}
    if consent.relayed_by is None:
        hours = f"{r.ctx.settings.showing.silence_is_no_after_h:g}"
        return say("showing.asked", **words, hours=hours)
    text = say("showing.pass_on", **words, text=question(r.conn, case, consent))
    card = cards.get(r.conn, consent.card or 0)
    pictures_to(r.ctx, r.conn, case, card, tell_of(r), f"ask:{consent.id}", text)
    return None


def _relay(r: Request, case: Case, rest: str) -> Answer:
    found = relay(r.ctx, r.conn, case, rest, r.by)
    return None if found.said != "later" else say("showing.relayed_later", number=case.number)


def _next_words(r: Request, case: Case, rest: str) -> Answer:
    card = cards.live(r.conn, case.number)
    choices = choices_of(card)
    return _make(r, case, replace(choices, wording=choices.wording + 1))


def _post(r: Request, case: Case, rest: str) -> Answer:
    card = post_card(r.ctx, r.conn, case, r.by)
    if by_itself(r.ctx, case):
        return say("showing.on_its_way", number=case.number)
    text = say("showing.copy", number=case.number, text=post_text(case, choices_of(card).wording))
    pictures_to(r.ctx, r.conn, case, card, tell_of(r), f"copy:{card.id}", text)
    return None


def _stop(r: Request, case: Case, rest: str) -> Answer:
    return stop(r.ctx, r.conn, case, rest, r.by)


_WORDS: Mapping[str, Callable[[Request, Case, str], Answer]] = {
    "": _see, "问": _ask, "发": _post, "换一句": _next_words, "结果": _changed(layout="result"),
    "全部": _changed(layout="full"), "金额": _changed(amounts=True), "不写金额": _changed(amounts=False),
    "匿名": _changed(neutral=True), "留姓": _changed(neutral=False), "照片": _photos,
    "原文": _originals, "去掉": _leave_out, "加上": _take_in, "遮": _hide, "回": _relay, "撤": _stop,
}  # fmt: skip
_OTHER_WORDS = {
    "問": "问", "發": "发", "換一句": "换一句", "結果": "结果", "金額": "金额", "不寫金額": "不写金额",
    r"(?:不放|不要|别放|別放|去掉)\s*照片": "照片不要", r"加上\s*照片": "照片加上", "只?放照片": "照片",
}  # fmt: skip
_ALONE = ("", "问", "发", "换一句", "结果", "全部", "金额", "不写金额", "匿名", "留姓", "原文")

COMMANDS: tuple[tuple[re.Pattern[str], Command], ...] = (
    (
        re.compile(r"^[图圖]卡\s*(?:售后单|[#＃])?\s*(?P<number>\d+)?[\s:：,，]*(?P<text>.*)$", re.DOTALL),
        card_command,
    ),
)
"""What a leader may say about the card of a case."""
