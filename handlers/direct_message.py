"""The private chat: the start of a case's conversation, what a member tells us there, and what is asked back."""

from __future__ import annotations

import re

from sqlalchemy import Connection

from bot.detection.goods import find_goods, goods_key
from bot.detection.member_says import mark_in, says_fixed, says_no, says_not_fixed, says_yes, wants_no_contact
from bot.detection.member_says import wants_person as asks_for_person
from bot.domain.case import Case, State
from bot.domain.chat import DirectMessage
from bot.domain.text import MAX_KEPT, excerpt, keep
from bot.domain.verdict import Burst, BurstMessage, OpenCase, Situation, Verdict
from bot.ports import Context
from bot.replies import say
from bot.storage import bursts, cases, groups, images, lanes, members, messages, outbox
from bot.storage.bursts import StoredBurst
from bot.storage.cases import NewCase
from bot.storage.messages import Direct
from handlers import leader_code, leader_command, speak
from handlers.cases import (
    Actor,
    ask_mark,
    close,
    give_mark,
    member_says_fixed,
    name_goods,
    open_case,
    record,
    reopen,
)
from handlers.group_message import grow_burst

ASK_PHOTO = ("damaged", "quality", "wrong_item", "taste")
ASK_COUNT = ("damaged", "missing", "quality", "wrong_item")
ASK_GOODS = ("late", "missing", "wrong_item", "damaged", "taste", "quality", "price", "refund")

_START = re.compile(r"^case_(\d{1,9})$")
_COUNT = re.compile(r"[0-9０-９一二两三四五六七八九十半几]+\s*(个|盒|箱|份|斤|袋|瓶|板|枚|只|包|颗|件|条|公斤|kg|g|克|成)|一半|全部|都|大半|整")


def on_direct_message(ctx: Context, conn: Connection, event: DirectMessage) -> None:
    """Somebody wrote to us in private: a new leader's code, a leader's command, or a member."""
    now = ctx.now()
    if event.edited_message_id is not None:
        return _edited(ctx, conn, event)
    name = keep(event.member_name) or event.member_id
    members.seen(conn, event.platform, event.member_id, name, now)
    members.change(conn, event.platform, event.member_id, wrote_to_us_at=now, unreachable_at=None, no_contact_at=None)
    if leader_code.try_code(ctx, conn, event):
        return None
    led = groups.led_by(conn, event.platform, event.member_id)
    if led and not _own_case(conn, event):
        return leader_command.on_command(ctx, conn, event, led)
    if event.start is not None:
        return _on_start(ctx, conn, event)
    return _keep(ctx, conn, event)


def _own_case(conn: Connection, event: DirectMessage) -> bool:
    """Whether a leader opens the link of a case of their own (as a member of the group)."""
    case = _started_case(conn, event)
    return case is not None and (case.platform, case.member_id) == (event.platform, event.member_id)


def _started_case(conn: Connection, event: DirectMessage) -> Case | None:
    match = _START.match(event.start or "")
    return cases.get(conn, int(match.group(1)), for_update=True) if match else None


def _on_start(ctx: Context, conn: Connection, event: DirectMessage) -> None:
    """A deep link: it opens only for the case's own member; anybody else gets a friendly start of their own."""
    case = _started_case(conn, event)
    if case is None or (case.platform, case.member_id) != (event.platform, event.member_id):
        speak.answer(ctx, conn, event, say("private.start_other"))
        return
    member = Actor("member", case.member_name, case.member_id)
    record(ctx, conn, case.number, member, "came_to_private")
    group = groups.get(conn, case.group)
    if case.state == "resolved":
        text = say("private.resolved", case.number, resolution=case.resolution or "")
        key = f"resolved_start:{case.number}:{event.message_id}"
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, text, key, author="group_leader")
    elif outbox.find(conn, f"{speak.OPENING}:{case.number}") is None:
        speak.to_member(
            ctx, conn, case, speak.OPENING, speak.opening_text(case, group), f"{speak.OPENING}:{case.number}"
        )
    else:
        outbox.approve_opening(conn, case.number, ctx.now())
    if case.state == "open":
        cases.change(conn, case, state="contacted")


def _keep(ctx: Context, conn: Connection, event: DirectMessage) -> None:
    """Keep a member's message and wait for the pause after it."""
    case = case_of(conn, event.platform, event.member_id)
    lane = lanes.direct_lane(event.platform, event.account, event.member_id)
    text = keep(event.text)
    burst = grow_burst(ctx, conn, lane, None, event.platform, event.member_id, event.member_name)
    messages.add_direct(
        conn,
        Direct(
            platform=event.platform, account=event.account, member_id=event.member_id, direction="in",
            at=event.sent_at, text=text, message_id=event.message_id, images=tuple(vars(i) for i in event.images),
            case=case.number if case else None, burst=burst,
        ),
    )  # fmt: skip
    for image in event.images:
        images.want(conn, event.platform, event.account, image.ref, ctx.now())
    if len(event.text) > MAX_KEPT:
        speak.answer(ctx, conn, event, say("private.too_long"))
    if case is not None:
        record(
            ctx, conn, case.number, Actor("member", case.member_name, case.member_id), "direct_message", text,
            images=len(event.images),
        )  # fmt: skip


def _edited(ctx: Context, conn: Connection, event: DirectMessage) -> None:
    case = case_of(conn, event.platform, event.member_id)
    if case is not None:
        actor = Actor("member", case.member_name, case.member_id)
        record(ctx, conn, case.number, actor, "edited", keep(event.text), message=event.edited_message_id)


def case_of(conn: Connection, platform: str, member_id: str) -> Case | None:
    """The case that a member's private words are about: their newest open or just ended one."""
    found = cases.open_of_member(conn, platform, member_id)
    if found:
        return found[0]
    return cases.latest_of_member(conn, platform, member_id)


def load(conn: Connection, burst: StoredBurst) -> tuple[tuple[Direct, ...], Burst, Situation]:
    """Read a private burst and the situation in which it was written."""
    said = tuple(messages.direct_of_burst(conn, burst.id))
    judged = Burst(tuple(BurstMessage(m.text, bool(m.images), m.at) for m in said) or (BurstMessage(""),))
    open_cases = tuple(
        OpenCase(c.number, c.category, c.goods, c.fix_confirmed_at is not None)
        for c in cases.open_of_member(conn, burst.platform, burst.member_id)
    )
    return said, judged, Situation((), open_cases)


def conclude(ctx: Context, conn: Connection, burst: StoredBurst, said: tuple[Direct, ...], verdict: Verdict) -> None:
    """The member has paused: understand what they said and answer once."""
    bursts.judged(conn, burst.id, {"private": True})
    if not said:
        return
    text = "\n".join(m.text for m in said if m.text)
    case = case_of(conn, burst.platform, burst.member_id)
    if case is not None:
        case = cases.get(conn, case.number, for_update=True)
    if case is None:
        _without_case(ctx, conn, burst, said, verdict)
        return
    bursts.set_case(conn, burst.id, case.number)
    messages.change_direct(conn, [m.id for m in said], case=case.number)
    if wants_no_contact(text):
        members.change(conn, burst.platform, burst.member_id, no_contact_at=ctx.now())
        _tell_leaders(ctx, conn, case, said, text)
    elif asks_for_person(text):
        _call_person(ctx, conn, case, said, text)
    elif case.is_open:
        _open(ctx, conn, case, said, text, verdict)
    else:
        _ended(ctx, conn, burst, case, said, text, verdict)


def _without_case(
    ctx: Context, conn: Connection, burst: StoredBurst, said: tuple[Direct, ...], verdict: Verdict
) -> None:
    """A member who has no case: a complaint in private opens one, anything else gets an ordinary answer."""
    member = members.get(conn, burst.platform, burst.member_id)
    text = "\n".join(m.text for m in said if m.text)
    if verdict.decision != "none" and member is not None and member.last_group is not None:
        _open_from_private(ctx, conn, burst, said, verdict, member.last_group)
        return
    lane_account = said[-1].account
    event = DirectMessage(
        burst.platform, lane_account, f"burst:{burst.id}", said[-1].at, burst.member_id, burst.member_name, text
    )
    speak.answer(ctx, conn, event, say("private.ordinary", burst.id))


def _open_from_private(
    ctx: Context,
    conn: Connection,
    burst: StoredBurst,
    said: tuple[Direct, ...],
    verdict: Verdict,
    group_id: int,
    repeat_of: int | None = None,
) -> None:
    group = groups.get(conn, group_id)
    goods = verdict.goods[0] if verdict.goods else None
    new = NewCase(
        group=group.id,
        platform=burst.platform,
        member_id=burst.member_id,
        member_name=burst.member_name,
        category=verdict.category or "other",
        severity=max(verdict.severity or 1, 2 if repeat_of else 1),
        quote="，".join(m.text for m in said if m.text),
        opened_at=ctx.now(),
        goods=goods,
        goods_key=goods_key(goods) if goods else "",
        red=verdict.red,
        repeat_of=repeat_of,
    )
    case = open_case(ctx, conn, new, group, public=False)
    if case is None:
        return
    bursts.set_case(conn, burst.id, case.number)
    messages.change_direct(conn, [m.id for m in said], case=case.number)
    case = cases.change(
        conn, case, state="contacted", first_response_at=ctx.now(), first_response_by="bot"
    )
    if case.red:
        text = speak.opening_text(case, group)
        speak.to_member(ctx, conn, case, speak.OPENING, text, f"{speak.OPENING}:{case.number}")
        return
    _continue_intake(ctx, conn, case, said)


def _tell_leaders(ctx: Context, conn: Connection, case: Case, said: tuple[Direct, ...], text: str) -> None:
    """What the member said in private, to the leaders, once a burst."""
    group = groups.get(conn, case.group)
    words = speak.describe(case, group) | {"quote": excerpt(text, 200) or say("leader.only_image")}
    key = f"wrote:{said[-1].id}"
    if text:
        speak.to_leaders(ctx, conn, group, say("leader.member_wrote", **words), key, case=case.number)
    if any(m.images for m in said):
        speak.to_leaders(ctx, conn, group, say("leader.member_image", **words), f"image:{key}", case=case.number)


def _call_person(ctx: Context, conn: Connection, case: Case, said: tuple[Direct, ...], text: str) -> None:
    """The member wants a person: the leader is called, and the bot asks nothing more."""
    group = groups.get(conn, case.group)
    member = Actor("member", case.member_name, case.member_id)
    record(ctx, conn, case.number, member, "wants_person", text)
    state: State | None = "waiting_us" if case.is_open and case.state != "waiting_us" else None
    case = cases.change(conn, case, state=state, intake={**case.intake, "person": True})
    key = f"person:{said[-1].id}"
    speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, say("private.person", case.number), f"{key}")
    words = speak.describe(case, group) | {"quote": excerpt(text, 100)}
    speak.to_leaders(ctx, conn, group, say("leader.member_wants_person", **words), key, case=case.number)


def _open(
    ctx: Context, conn: Connection, case: Case, said: tuple[Direct, ...], text: str, verdict: Verdict
) -> None:
    """The member speaks in an open case: solved, or more for the record."""
    asked_fixed = case.fix_confirmed_at is not None
    if (says_fixed(text) or (asked_fixed and says_yes(text))) and not says_not_fixed(text):
        if asked_fixed:
            case = cases.change(conn, case, state="resolved", resolution=case.resolution, resolved_at=ctx.now())
            case = close(ctx, conn, case, "member")
            ask_mark(ctx, conn, case)
        elif case.first_response_at is not None and case.state not in ("open", "contacted", "waiting_member"):
            member_says_fixed(ctx, conn, case, text, in_group=False)
        else:
            _more(ctx, conn, case, said, text, verdict)
        return
    if asked_fixed and (says_not_fixed(text) or says_no(text)):
        case = cases.change(conn, case, fix_confirmed_at=None)
        _tell_leaders(ctx, conn, case, said, text)
        speak.to_member(
            ctx, conn, case, speak.TO_CASE_MEMBER, say("private.noted_more", case.number, number=case.number),
            f"noted:{said[-1].id}",
        )  # fmt: skip
        return
    _more(ctx, conn, case, said, text, verdict)


def _more(
    ctx: Context, conn: Connection, case: Case, said: tuple[Direct, ...], text: str, verdict: Verdict
) -> None:
    if verdict.red and not case.red:
        case = cases.change(conn, case, red=verdict.red, severity=3)
        group = groups.get(conn, case.group)
        words = say("leader.red", **(speak.describe(case, group) | {"quote": excerpt(text, 100)}))
        speak.to_leaders(ctx, conn, group, words, f"red:{case.number}", case=case.number)
        speak.to_member(
            ctx, conn, case, speak.TO_CASE_MEMBER, speak.opening_text(case, group), f"red_opening:{case.number}"
        )
        return
    _tell_leaders(ctx, conn, case, said, text)
    _continue_intake(ctx, conn, case, said)


def _continue_intake(ctx: Context, conn: Connection, case: Case, said: tuple[Direct, ...]) -> None:
    """Take in what is new, then ask the next thing that is missing, once each; or say that all is noted."""
    if case.red or case.intake.get("person"):
        if case.state in ("open", "contacted", "waiting_member"):
            cases.change(conn, case, state="waiting_us")
        return
    intake = dict(case.intake)
    asked = list(intake.get("asked", []))
    text = "\n".join(m.text for m in said if m.text)
    if case.goods is None and find_goods(text):
        goods = find_goods(text)[0]
        case = name_goods(conn, case, goods, goods_key(goods))
    elif case.goods is None and asked[-1:] == ["goods"] and 0 < len(text) <= 15 and not says_no(text):
        case = name_goods(conn, case, text, text)
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
    elif intake["noted"] == 1:
        words = say("private.noted_more", case.number, number=case.number)
        speak.to_member(ctx, conn, case, speak.TO_CASE_MEMBER, words, key)
    intake["noted"] = intake.get("noted", 0) + 1
    cases.change(conn, case, intake=intake, state="waiting_us" if case.state != "waiting_us" else None)


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


def _ended(
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
    if case.state == "closed" and case.closed_by == "member" and mark is not None and case.mark is None:
        give_mark(ctx, conn, case, mark, key)
    elif case.state == "resolved" and (says_not_fixed(text) or (says_no(text) and not says_fixed(text))):
        reopen(ctx, conn, case, text, key)
    elif case.state == "resolved" and (says_yes(text) or says_fixed(text)):
        case = close(ctx, conn, case, "member")
        ask_mark(ctx, conn, case)
    elif verdict.decision == "complaint":
        if case.state == "resolved":
            reopen(ctx, conn, case, text, key)
        else:
            _open_from_private(ctx, conn, burst, said, verdict, case.group, case.number)
    elif case.state == "resolved":
        _tell_leaders(ctx, conn, case, said, text)
    elif says_not_fixed(text):
        reopen(ctx, conn, case, text, key)
    elif not _small_talk(text):
        _tell_leaders(ctx, conn, case, said, text)


def _small_talk(text: str) -> bool:
    """A word of thanks or a smile after the end wants no answer and no notice."""
    return len(text) <= 12 and not re.search("[?？吗呢]", text)

