"""The questions of a case's private chat: only what is missing, one at a time, and a person whenever one is wanted."""

from __future__ import annotations

import re

from sqlalchemy import Connection

from bot.detection.goods import find_goods, goods_key
from bot.detection.member_says import says_no, says_yes
from bot.domain.case import Case, State
from bot.domain.text import excerpt, quoted
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, messages
from bot.storage.messages import Direct
from handlers import speak
from handlers.cases import clocks
from handlers.cases.work import Actor, name_goods, record

ASK_PHOTO = ("damaged", "quality", "wrong_item", "taste")
ASK_COUNT = ("damaged", "missing", "quality", "wrong_item")
ASK_GOODS = ("late", "missing", "wrong_item", "damaged", "taste", "quality", "price", "refund")

_THANKS = re.compile("谢|辛苦|收到|知道了|不客气|麻烦|^(?:好|行|嗯|可以|没事|没关系|ok)", re.IGNORECASE)
_COUNT = re.compile(
    r"[0-9０-９一二两三四五六七八九十半几]+\s*(个|盒|箱|份|斤|袋|瓶|板|枚|只|包|颗|件|条|公斤|kg|g|克|成)|"
    "一半|全部|都|大半|整"
)


def tell_leaders(ctx: Context, conn: Connection, case: Case, said: tuple[Direct, ...], text: str) -> None:
    """What the member said in private, to the leaders, once a burst."""
    group = groups.get(conn, case.group)
    words = speak.describe(case, group) | {"quote": excerpt(text, 200) or say("leader.only_image")}
    key = f"wrote:{said[-1].id}"
    if text:
        speak.to_leaders(ctx, conn, group, say("leader.member_wrote", **words), key, case=case.number)
    if any(m.images for m in said):
        speak.to_leaders(ctx, conn, group, say("leader.member_image", **words), f"image:{key}", case=case.number)


def call_person(ctx: Context, conn: Connection, case: Case, said: tuple[Direct, ...], text: str) -> None:
    """The member wants a person: the leader is called, and the bot asks nothing more."""
    group = groups.get(conn, case.group)
    member = Actor("member", case.member_name, case.member_id)
    record(ctx, conn, case.number, member, "wants_person", text)
    state: State | None = "waiting_us" if case.is_open and case.state != "waiting_us" else None
    case = cases.change(conn, case, state=state, intake={**case.intake, "person": True})
    key = f"person:{said[-1].id}"
    case = clocks.awaits_answer(ctx, conn, case)
    if not case.red:
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, say("private.person", case.number), key)
    words = speak.describe(case, group) | {"quote": excerpt(text, 100)}
    speak.to_leaders(ctx, conn, group, say("leader.member_wants_person", **words), key, case=case.number)


def continue_intake(ctx: Context, conn: Connection, case: Case, said: tuple[Direct, ...]) -> None:
    """Take in what is new, then ask the next thing that is missing, once each; or say that all is noted."""
    if case.red or case.intake.get("person"):
        if case.state in ("open", "contacted", "waiting_member"):
            case = cases.change(conn, case, state="waiting_us")
        if not only_thanks(said):
            clocks.awaits_answer(ctx, conn, case)
        return
    text = "\n".join(m.text for m in said if m.text)
    asked = list(case.intake.get("asked", []))
    if case.goods is None and find_goods(text):
        goods = find_goods(text)[0]
        case = name_goods(ctx, conn, case, goods, goods_key(goods))
    elif case.goods is None and asked[-1:] == ["goods"] and 0 < len(text) <= 15 and not says_no(text):
        case = name_goods(ctx, conn, case, text, text)
    intake = dict(case.intake)
    asked = list(intake.get("asked", []))
    if any(m.images for m in said):
        intake["photos"] = intake.get("photos", 0) + sum(len(m.images) for m in said)
    if _COUNT.search(text):
        intake.setdefault("count", excerpt(text, 60))
    if asked[-1:] == ["help"] and text:
        intake.setdefault("wish", excerpt(text, 200))
    question = _next_question(conn, case, intake, asked)
    key = f"intake:{said[-1].id}"
    if question:
        intake["asked"] = [*asked, question]
        words = say(f"private.ask_{question}", case.number)
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, words, key)
        cases.change(conn, case, intake=intake, state="waiting_member")
        return
    if not intake.get("noted"):
        words = say("private.thanks_noted", case.number, number=case.number)
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, words, key)
        _go_on_beside(ctx, conn, case)
    elif intake["noted"] == 1:
        words = say("private.noted_more", case.number, number=case.number)
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, words, key)
    intake["noted"] = intake.get("noted", 0) + 1
    case = cases.change(conn, case, intake=intake, state="waiting_us" if case.state != "waiting_us" else None)
    if not only_thanks(said):
        clocks.awaits_answer(ctx, conn, case)


def _go_on_beside(ctx: Context, conn: Connection, case: Case) -> None:
    """What the member said about other goods in the same breath comes next: one case after the other."""
    first = cases.get(conn, case.intake.get("beside") or case.number) or case
    waiting = (c for c in cases.beside(conn, first) if not (c.number == case.number or c.red or c.intake.get("asked")))
    other = next((c for c in waiting if not c.intake.get("person")), None)
    if other is None:
        return
    words = say("private.beside", other.number, goods=other.goods, quote=quoted(other.quote))
    speak.to_member(ctx, conn, other, speak.TO_CASE_MEMBER, words, f"beside:{other.number}")
    asked = {**other.intake, "asked": [*other.intake.get("asked", []), "beside"]}
    cases.change(conn, other, intake=asked, state="waiting_member" if other.state in ("open", "contacted") else None)


def only_thanks(said: tuple[Direct, ...]) -> bool:
    """Whether these words are a yes or thanks that nobody has to answer."""
    text = "".join(m.text for m in said)
    short = len(text) <= 12 and not re.search("[?？吗呢啥谁哪几怎]", text)
    return short and not any(m.images for m in said) and bool(says_yes(text) or _THANKS.search(text))


def _next_question(conn: Connection, case: Case, intake: dict[str, object], asked: list[str]) -> str | None:
    """What is still missing and was not asked yet; a person who has answered is not asked twice."""
    group_pictures = any(m.images for m in messages.of_case(conn, case.number))
    missing = {
        "goods": case.category in ASK_GOODS and case.goods is None,
        "photo": case.category in ASK_PHOTO and not intake.get("photos") and not group_pictures,
        "count": case.category in ASK_COUNT and not intake.get("count") and not _COUNT.search(case.quote),
        "help": not intake.get("wish"),
    }
    return next((what for what, is_missing in missing.items() if is_missing and what not in asked), None)
