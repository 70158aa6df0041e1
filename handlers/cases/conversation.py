"""The questions of a case's private chat: only what is missing, one at a time, and a person whenever one is wanted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import Connection

from bot.detection.goods import find_goods, goods_key
from bot.detection.goods_answer import goods_answered
from bot.detection.intake_words import asks_how, has_no_photo, names_wish, waits_for_us
from bot.detection.member_says import asks_about_us, asks_who, only_nods, says_not_fixed, says_yes
from bot.domain.case import Case, State
from bot.domain.text import excerpt, quoted
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, messages
from bot.storage.messages import Direct
from handlers import speak
from handlers.cases import clocks
from handlers.cases.work import Actor, name_goods, record
from handlers.orders import told as order_told
from handlers.wordings.speaking import say_to

ASK_PHOTO = ("damaged", "quality", "wrong_item", "taste")
ASK_COUNT = ("damaged", "missing", "quality", "wrong_item")
ASK_GOODS = ("late", "missing", "wrong_item", "damaged", "taste", "quality", "price", "refund")

_THANKS = re.compile("谢|辛苦|收到|知道了|不客气|麻烦|^(?:好|行|嗯|可以|没事|没关系|ok)", re.IGNORECASE)
_COUNT = re.compile(
    r"[0-9０-９一二两三四五六七八九十半几]+\s*(个|盒|箱|份|斤|袋|瓶|板|枚|只|包|颗|件|条|公斤|kg|g|克|成)|"
    "一半|全部|都|大半|整"
)


def tell_leaders(
    ctx: Context, conn: Connection, case: Case, said: tuple[Direct, ...], text: str, more: Sequence[str] = ()
) -> None:
    """What the member said in private, to the leaders, once a burst; `more` lines stand below it."""
    group = groups.get(conn, case.group)
    words = speak.describe(case, group) | {"quote": excerpt(text, 200) or say("leader.only_image")}
    key = f"wrote:{said[-1].id}"
    if text:
        notice = "\n".join([say("leader.member_wrote", **words), *more])
        speak.to_leaders(ctx, conn, group, notice, key, case=case.number)
    if any(m.images for m in said):
        speak.to_leaders(ctx, conn, group, say("leader.member_image", **words), f"image:{key}", case=case.number)


def call_person(ctx: Context, conn: Connection, case: Case, said: tuple[Direct, ...], text: str) -> None:
    """The member wants a person: the leader is called, and the bot asks nothing more. Whoever was told so and still
    waits is not told again."""
    group = groups.get(conn, case.group)
    called = any(event.kind == "wants_person" for event in cases.timeline(conn, case.number))
    waiting = called and case.answer_due_at is not None
    member = Actor("member", case.member_name, case.member_id)
    record(ctx, conn, case.number, member, "wants_person", text)
    state: State | None = "waiting_us" if case.is_open and case.state != "waiting_us" else None
    case = cases.change(conn, case, state=state, intake={**case.intake, "person": True})
    key = f"person:{said[-1].id}"
    case = clocks.awaits_answer(ctx, conn, case)
    about_us = asks_about_us(text)
    if not case.red and (about_us or not waiting):
        words_to_member = say_to(conn, case, "private.robot" if about_us else "private.person")
        once = f"robot:{case.number}" if about_us else key
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, words_to_member, once)
    words = speak.describe(case, group) | {"quote": excerpt(text, 100)}
    speak.to_leaders(ctx, conn, group, say("leader.member_wants_person", **words), key, case=case.number)


def leave_to_us(
    ctx: Context,
    conn: Connection,
    case: Case,
    text: str,
    kind: Literal["no_contact", "in_group", "no_talk", "mistaken", "no_need"],
    key: str,
) -> None:
    """The bot asks nothing more, the case waits for us, the leaders know why. `key` makes the same words count once."""
    record(ctx, conn, case.number, Actor("member", case.member_name, case.member_id), kind, text)
    state: State | None = "waiting_us" if case.state in ("open", "contacted", "waiting_member") else None
    cases.change(conn, case, state=state, intake={**case.intake, "person": True})
    group = groups.get(conn, case.group)
    words = speak.describe(case, group) | {"quote": excerpt(text, 100)}
    speak.to_leaders(ctx, conn, group, say(f"leader.{kind}", **words), f"{kind}:{key}", case=case.number)


def continue_intake(ctx: Context, conn: Connection, case: Case, said: tuple[Direct, ...], *, first: str = "") -> None:
    """Take in what is new, then ask the next thing that is missing, once each; or say that all is noted. `first` is
    said in front of it."""
    text = "\n".join(m.text for m in said if m.text)
    told = order_told.hear(ctx, conn, case, text)
    case = told.case
    if case.red or case.intake.get("person") or groups.get(conn, case.group).mode == "watch":
        if case.state in ("open", "contacted", "waiting_member"):
            case = cases.change(conn, case, state="waiting_us")
        if not only_thanks(said):
            clocks.awaits_answer(ctx, conn, case)
        return
    if asks_who(text) and not case.intake.get("who"):
        cases.change(conn, case, intake={**case.intake, "who": True})
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, say_to(conn, case, "private.who"), f"who:{case.number}")
        return
    asked = list(case.intake.get("asked", []))
    order_was_said = order_told.was_said(ctx, conn, case)
    of_order = order_told.goods_meant(conn, case, text) if order_was_said else None
    if of_order is not None:
        case = name_goods(ctx, conn, case, *of_order)
    elif case.goods is None and asked[-1:] == ["goods"]:
        answered = goods_answered(text)
        case = name_goods(ctx, conn, case, *answered) if answered is not None else case
    elif case.goods is None and find_goods(text):
        goods = find_goods(text)[0]
        case = name_goods(ctx, conn, case, goods, goods_key(goods))
    lead = told.lead or ("" if order_was_said else order_told.mention(ctx, conn, case))
    intake = dict(case.intake) | ({"order_said": True} if lead and case.order is not None else {})
    asked = list(intake.get("asked", []))
    intake |= _learned(intake, asked, said, text)
    question = _next_question(conn, case, intake, asked)
    key = f"intake:{said[-1].id}"
    of_theirs = _to_their_question(conn, case, said, text)
    lead = first + lead + of_theirs
    if question:
        intake["asked"] = [*asked, question]
        words = lead + _question(conn, case, question)
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, words, key)
        cases.change(conn, case, intake=intake, state="waiting_member")
        return
    noted = intake.get("noted", 0)
    if noted < 2 and not of_theirs:
        lead += say_to(conn, case, "private.noted_more" if noted else "private.thanks_noted")
    if lead:
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, lead, key)
    if not noted:
        _go_on_beside(ctx, conn, case)
    intake["noted"] = noted + 1
    case = cases.change(conn, case, intake=intake, state="waiting_us" if case.state != "waiting_us" else None)
    if not only_thanks(said):
        clocks.awaits_answer(ctx, conn, case)


def _learned(intake: Mapping[str, Any], asked: Sequence[str], said: tuple[Direct, ...], text: str) -> dict[str, object]:
    """What these words and pictures tell besides the goods: photos or that there are none, how many, the wish."""
    found: dict[str, object] = {}
    if any(m.images for m in said):
        found["photos"] = intake.get("photos", 0) + sum(len(m.images) for m in said)
    elif has_no_photo(text):
        found["no_photo"] = True
    if _COUNT.search(text) and "count" not in intake:
        found["count"] = excerpt(text, 60)
    answers = asked[-1:] == ["help"] and bool(text) and not (asks_how(text) or waits_for_us(text) or only_nods(text))
    if (answers or names_wish(text)) and "wish" not in intake:
        found["wish"] = excerpt(text, 200)
    return found


def _to_their_question(conn: Connection, case: Case, said: tuple[Direct, ...], text: str) -> str:
    """A word to a member who asks what we are going to do, or why nobody answers; empty for all else."""
    key = "private.chased" if waits_for_us(text) else "private.how" if asks_how(text) else None
    return say_to(conn, case, key, said[-1].id) if key else ""


def _go_on_beside(ctx: Context, conn: Connection, case: Case) -> None:
    """What the member said about other goods in the same breath comes next: one case after the other."""
    first = cases.get(conn, case.intake.get("beside") or case.number) or case
    waiting = (c for c in cases.beside(conn, first) if not (c.number == case.number or c.red or c.intake.get("asked")))
    found = next((c for c in waiting if not c.intake.get("person")), None)
    other = cases.get(conn, found.number, for_update=True) if found is not None else None
    if other is None or not other.is_open:
        return
    words = say_to(conn, other, "private.beside", goods=other.goods, quote=quoted(other.quote))
    speak.to_member(ctx, conn, other, speak.TO_CASE_MEMBER, words, f"beside:{other.number}")
    asked = {**other.intake, "asked": [*other.intake.get("asked", []), "beside"]}
    cases.change(conn, other, intake=asked, state="waiting_member" if other.state in ("open", "contacted") else None)


def only_thanks(said: tuple[Direct, ...]) -> bool:
    """Whether these words are a yes or thanks that nobody has to answer."""
    text = "".join(m.text for m in said)
    short = len(text) <= 12 and not re.search("[?？吗呢啥谁哪几怎]|什么|多久", text) and not says_not_fixed(text)
    return short and not any(m.images for m in said) and bool(says_yes(text) or _THANKS.search(text))


def _question(conn: Connection, case: Case, what: str) -> str:
    return say("order.ask", case.number) if what == "order" else say_to(conn, case, f"private.ask_{what}")


def _next_question(conn: Connection, case: Case, intake: dict[str, object], asked: list[str]) -> str | None:
    """What is still missing and was not asked yet; a person who has answered is not asked twice."""
    group_pictures = any(m.images for m in messages.of_case(conn, case.number))
    missing = {
        "goods": case.category in ASK_GOODS and case.goods is None and case.order is None,
        "photo": case.category in ASK_PHOTO and not (intake.get("photos") or intake.get("no_photo") or group_pictures),
        "count": case.category in ASK_COUNT and not intake.get("count") and not _COUNT.search(case.quote),
        "order": "order" not in asked and order_told.worth_asking(conn, case),
        "help": not (intake.get("wish") or names_wish(case.quote)),
    }
    return next((what for what, is_missing in missing.items() if is_missing and what not in asked), None)
