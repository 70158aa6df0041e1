"""A leader's commands on compensation: 价 12 29.9 · 价 12 对 · 赔 12 · 赔 12 退8元 因为… · 不赔 12 原因 · 偏差."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from bot.domain.case import NO_CAUSE_NEEDED, Case
from bot.domain.chat import ButtonPress
from bot.domain.money_words import sum_words
from bot.domain.offer_words import Decision, decision_in, price_in
from bot.domain.said_prices import SaidPrice
from bot.domain.shares import share_in
from bot.domain.text import excerpt, safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups, offers
from bot.storage.groups import Group
from bot.storage.offers import Offer
from handlers import speak, zones
from handlers.cases.timeline import Actor, record
from handlers.compensation import at_the_end, given, instead, said_price
from handlers.compensation.answers import accept
from handlers.compensation.facts import goods_of, price_of
from handlers.compensation.offers import NotPossible, agree, cap_words, offer_to, post_key, refuse
from handlers.compensation.proposals import consider, decided_before
from handlers.compensation.words import about, outcome_of, proposed_words, why
from handlers.request import NUMBER, TEXT, Answer, Command, Request, no_such_case

TAPS = ("agree", "alter", "refuse", "took", "nottook", "stands", "drop", "paid")
"""What a leader taps under a proposal, and under the questions whether the member agreed, what still counts and what
was paid."""
LISTED = 20
_MEMBER_AGREED = re.compile(r"(?:群友|对方|人家|[她他])?(?:已经)?(?P<no>没|不)?(?:同意|答应)(?:了|啦|的)?")
_TAKEN_BACK = re.compile(r"(?:方案)?(?:收回|撤回|不算了?)")
_AS_SAID = re.compile(r"(?:是|就是|就)?(?:[对對]|是|没错|这个价?)(?:的|了)?[。.!！]?")
_RETURNED = re.compile(r"(?:货)?(?:已经?|都)?退(?:货|回来?|回去)(?:了|$)|货退")


def price(r: Request) -> Answer:
    """价 12 29.9 [一半]: what was paid for the goods and, where the leader knows it, how much is lost; 价 12 对: it is
    what the member said."""
    case = r.case()
    if case is None:
        return no_such_case(r, "价")
    if not case.is_open:
        return say("compensation.ended", **about(r.ctx, r.conn, case), state=say(f"states.{case.state}"))
    text = r.words["text"]
    if _AS_SAID.fullmatch(text):
        return _as_the_member_said(r, case)
    known, rest = _price_and_rest(text)
    share = share_in(rest)
    if known is None and share is None:
        return say("compensation.price_how", number=case.number)
    told = {"price_fen": known, "share": str(share) if share else None, "goods_returned": bool(_RETURNED.search(text))}
    case = cases.change(r.conn, case, intake={**case.intake, **{k: v for k, v in told.items() if v}})
    record(r.ctx, r.conn, case.number, r.by, "facts", text)
    return _computed(r.ctx, r.conn, case)


def _as_the_member_said(r: Request, case: Case) -> Answer:
    """价 12 对, where the member named one price; which of several it is has to be said."""
    case = said_price.keep(r.ctx, r.conn, case)
    meant = said_price.meant_by(case)
    if len(meant) > 1 and price_of(case) is None:
        return said_price.question(r.ctx, r.conn, case)
    return _confirm_price(r.ctx, r.conn, case, meant[0] if meant else None, r.by)


def _confirm_price(ctx: Context, conn: Connection, case: Case, said: SaidPrice | None, by: Actor) -> Answer:
    """What the member said was paid is so; a price that is known already stays."""
    known = price_of(case)
    if not case.is_open:
        return say("compensation.ended", **about(ctx, conn, case), state=say(f"states.{case.state}"))
    if known is not None:
        return say("compensation.price_known", number=case.number, price=sum_words(known))
    if said is None:
        return say("compensation.price_how", number=case.number)
    case = cases.change(conn, case, intake={**case.intake, "price_fen": said.fen})
    record(ctx, conn, case.number, by, "facts", sum_words(said.fen))
    return _computed(ctx, conn, case)


def _price_and_rest(text: str) -> tuple[int | None, str]:
    """The price stands first; what follows it is the share ("29.9 30个坏5个")."""
    first, _, rest = text.strip().partition(" ")
    known = price_in(first)
    if known is not None and share_in(first) is None:
        return known, rest
    return (None, text) if share_in(text) else (price_in(text), "")


def _computed(ctx: Context, conn: Connection, case: Case) -> Answer:
    """What the facts give: a proposal, whose notice is the answer, or what is still missing."""
    before = offers.latest(conn, case.number)
    found = consider(ctx, conn, case)
    fen = price_of(case)
    words: dict[str, Any] = about(ctx, conn, case) | {"price": sum_words(fen) if fen else ""}
    if found is None:
        return say("compensation.only_sorry", **words)
    if found == "price":
        return say("compensation.need_price", **words)
    if found == "share":
        fresh = cases.get(conn, case.number) or case
        return say(f"compensation.{'asking_member' if fresh.intake.get('share_asked') else 'need_share'}", **words)
    assert isinstance(found, Offer)
    if before is None or before.id != found.id:
        return None
    if found.state == "proposed":
        return say("compensation.still_proposed", **words | about(ctx, conn, case, found))
    key = "refused_facts" if found.state == "refused" else "decided_facts"
    return say(f"compensation.{key}", **words | about(ctx, conn, case, found))


def pay(r: Request) -> Answer:
    """赔 12: approve; 赔 12 退8元 明天18:00 因为…: decide otherwise; 改 in front replaces what was decided, and comes
    on top of what the member agreed to; 代替 takes that off, 另加 says that it stays;
    赔 12 对方同意了: what the member said meant yes; 赔 12 收回: an offer left open at the end counts no more."""
    case = r.case()
    if case is None:
        return no_such_case(r, "赔")
    agreed = _MEMBER_AGREED.fullmatch(r.words["text"])
    if agreed:
        return _member_agreed(r.ctx, r.conn, case, offers.live(r.conn, case.number), r.by, yes=not agreed["no"])
    if _TAKEN_BACK.fullmatch(r.words["text"]):
        return at_the_end.take_back(r.ctx, r.conn, case, offers.live(r.conn, case.number), r.by)
    now = zones.local_now(r.ctx, groups.get(r.conn, case.group))
    fen = price_of(case)
    said = instead.read(r.words["text"])
    decision = decision_in(said.text, now, fen, goods_of(r.conn, case))
    if isinstance(decision, str):
        words: dict[str, Any] = {"number": case.number, "price": sum_words(fen) if fen else ""}
        return say(f"compensation.troubles.{decision}", **words)
    latest = offers.latest(r.conn, case.number)
    nothing_there = latest is None or latest.state == "replaced"
    if decision.terms is None and not decision.again and case.is_open and nothing_there:
        return _computed(r.ctx, r.conn, case)  # there is nothing to agree to: it is computed and shown first
    held = instead.question(r.conn, case, said.text) if decision.again and decision.terms and not said.how else ""
    return held or _said(r.ctx, r.conn, case, r.by, lambda: _decide(r.ctx, r.conn, case, decision, r.by, said.how))


def _decide(
    ctx: Context, conn: Connection, case: Case, decision: Decision, by: Actor, how: instead.How | None
) -> Offer:
    if decision.terms is not None:
        replaces = how == "instead" if how else None
        return offer_to(
            ctx, conn, case, decision.terms, by, reason=decision.reason, again=decision.again, instead=replaces
        )
    if decision.again:
        raise NotPossible(say("compensation.change_how", number=case.number))
    return agree(ctx, conn, case, by, due_at=decision.due_at)


def _member_agreed(
    ctx: Context, conn: Connection, case: Case, offer: Offer | None, by: Actor, *, yes: bool
) -> str | None:
    """A leader says what the member meant, whose words left it open; a yes counts as if the member had said so."""
    if offer is None or offer.state != "sent" or case.closed_by in NO_CAUSE_NEEDED:
        return say("compensation.nothing_waits", **about(ctx, conn, case))
    if not yes:
        return say("compensation.not_taken", **about(ctx, conn, case, offer))
    accept(ctx, conn, case, offer, offer.answer or "", by=by)
    return None  # the notice that the member agreed is the answer


def dont_pay(r: Request) -> Answer:
    """不赔 12 原因: nothing is given, and why."""
    case = r.case()
    if case is None:
        return no_such_case(r, "不赔")
    reason = re.sub(r"^(?:因为|原因是?|理由是?)[:：,，\s]*", "", r.words["text"])
    return _said(r.ctx, r.conn, case, r.by, lambda: refuse(r.ctx, r.conn, case, reason, r.by))


def _said(ctx: Context, conn: Connection, case: Case, by: Actor, decide: Callable[[], Offer]) -> str | None:
    """Carry out a decision, and what the person who made it hears."""
    try:
        offer = decide()
    except NotPossible as e:
        return str(e)
    words = about(ctx, conn, case, offer)
    if offer.state == "refused":
        return say("compensation.refused", **words)
    if offer.state == "proposed":
        second = groups.role_of(conn, case.group, by.member_id or "") == "group_leader" and offer.waits_for == "owner"
        key = (
            "again" if second and not ctx.settings.compensation.owners else str(offer.waits_for).removeprefix("group_")
        )
        waits = say(f"compensation.over_cap_{key}", **words, cap=cap_words(ctx, conn, case, by))
        return "\n".join([waits, *given.besides(conn, case)])
    if speak.kept_back(conn, post_key(offer)):  # the notice of that is the answer
        return "\n".join(decided_before(conn, case, offer)) or None
    later = speak.held_until(ctx, conn, post_key(offer))
    sent = say("compensation.sent_later", **words | {"time": later}) if later else say("compensation.sent", **words)
    return "\n".join([sent, *given.besides(conn, case), *decided_before(conn, case, offer)])


def list_deviations(r: Request) -> Answer:
    """偏差: what was decided otherwise than the rule, and why."""
    found = offers.deviations(r.conn, [g.id for g in r.led], limit=LISTED)
    if not found:
        return say("compensation.deviations_empty")
    lines = [_deviation(r.conn, offer) for offer in found]
    return "\n".join([say("compensation.deviations", count=len(found)), *lines])


def _deviation(conn: Connection, offer: Offer) -> str:
    case = cases.get(conn, offer.case)
    assert case is not None
    given = say("compensation.refusal") if offer.state == "refused" else outcome_of(offer)
    return say(
        "compensation.deviation", number=offer.case, who=safe_name(offer.decided_by_name or ""), outcome=given,
        proposal=proposed_words(offer.proposal, case), why=excerpt(why(offer), 40),
    )  # fmt: skip


def on_tap(
    ctx: Context, conn: Connection, event: ButtonPress, what: str, offer_id: int, led: list[Group], place: int = 0
) -> str | None:
    """A leader's tap under a proposal, on the very offer that they were looking at, or on a price at its `place` among
    those that the member named; what they hear."""
    if what == "paid":
        return _on_price(ctx, conn, event, offer_id, led, place)
    offer = offers.find(conn, offer_id)
    case = cases.get(conn, offer.case, for_update=True) if offer is not None else None
    if case is None or case.group not in {g.id for g in led}:
        return None
    by = Actor("group_leader", safe_name(event.member_name), event.member_id)
    if what == "agree":
        return _said(ctx, conn, case, by, lambda: agree(ctx, conn, case, by, seen=offer_id))
    if what in ("took", "nottook"):
        return _member_agreed(ctx, conn, case, offers.get(conn, offer_id), by, yes=what == "took")
    if what == "stands":
        return _member_agreed(ctx, conn, case, offers.get(conn, offer_id), by, yes=True)
    if what == "drop":
        return at_the_end.take_back(ctx, conn, case, offers.get(conn, offer_id), by)
    if what == "refuse":
        return _said(ctx, conn, case, by, lambda: refuse(ctx, conn, case, "", by, seen=offer_id))
    return say("compensation.change_how", number=case.number)


def _on_price(
    ctx: Context, conn: Connection, event: ButtonPress, number: int, led: list[Group], place: int
) -> str | None:
    """The tapped price is what was paid, in the case that this one goes on as."""
    case = cases.get(conn, number, for_update=True)
    if case is None or case.group not in {g.id for g in led}:
        return None
    said = said_price.said_of(case)[place : place + 1]
    case = cases.goes_on(conn, case, for_update=True)
    by = Actor("group_leader", safe_name(event.member_name), event.member_id)
    return _confirm_price(ctx, conn, case, said[0], by) if said else None


COMMANDS: tuple[tuple[re.Pattern[str], Command], ...] = (
    (re.compile(rf"^[价價](?:格|钱|錢)?{NUMBER}{TEXT}", re.DOTALL), price),
    (re.compile(rf"^不[赔賠](?:付)?{NUMBER}{TEXT}", re.DOTALL), dont_pay),
    (re.compile(rf"^[赔賠](?:付)?{NUMBER}{TEXT}", re.DOTALL), pay),
    (re.compile(r"^偏差$"), list_deviations),
)
