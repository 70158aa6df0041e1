"""A price that only the member named: kept with its words, and asked of the leader. Nothing is computed with it before
a leader, or the order, says the same."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.chat import Button
from bot.domain.money_words import sum_words
from bot.domain.said_prices import SaidPrice, prices_said
from bot.domain.text import quoted
from bot.ports import Context
from bot.replies import say
from bot.storage import cases, groups
from handlers import speak
from handlers.cases.timeline import member_of, record
from handlers.compensation.facts import price_of
from handlers.compensation.words import about

MOST = 9
"""So many different prices of one case are kept; a button names each by one digit."""


def said_of(case: Case) -> tuple[SaidPrice, ...]:
    """Every price that the case's member has named, in the order in which they did."""
    return tuple(SaidPrice(**one) for one in case.intake.get("prices_said", ()))


def meant_by(case: Case) -> tuple[SaidPrice, ...]:
    """What may have been paid: the prices said, without that of each where the sum of all was said as well."""
    said = said_of(case)
    wholes = [one.fen for one in said if not one.each]
    return tuple(one for one in said if not (one.each and any(one.may_be(fen) for fen in wholes)))


def keep(ctx: Context, conn: Connection, case: Case, text: str = "") -> Case:
    """Keep what these words, and those that opened the case, say of the price; each sum once."""
    said = list(said_of(case))
    for new in prices_said(f"{case.quote}\n{text}"):
        if len(said) < MOST and new.fen not in {one.fen for one in said}:
            said.append(new)
            record(ctx, conn, case.number, member_of(case), "price_said", new.words, fen=new.fen)
    if len(said) == len(said_of(case)):
        return case
    return cases.change(conn, case, intake={**case.intake, "prices_said": [vars(one) for one in said]})


def both(into: Case, case: Case) -> list[dict[str, object]]:
    """What was said of the price in two cases that go on as one."""
    known = {one.fen: one for one in (*said_of(into), *said_of(case))}
    return [vars(one) for one in known.values()][:MOST]


def tell(ctx: Context, conn: Connection, before: Case) -> None:
    """The member has named a price since the case was as `before`: the leaders confirm it, or see that it is not what
    is known. Where they were not asked yet, they will be, once the questions are through."""
    case = cases.get(conn, before.number)
    new = said_of(case)[len(said_of(before)) :] if case is not None else ()
    if case is None or not new or groups.get(conn, case.group).mode == "watch":
        return
    known = price_of(case)
    if known is None and before.intake.get("price_asked"):
        ask(ctx, conn, case)
    elif known is not None and not any(one.may_be(known) for one in new):
        words = _words(ctx, conn, case, new[-1]) | {"known": sum_words(known)}
        text = say("compensation.price_differs", **words)
        key = f"price_differs:{case.number}:{new[-1].fen}"
        speak.to_leaders(ctx, conn, groups.get(conn, case.group), text, key, case=case.number)


def ask(ctx: Context, conn: Connection, case: Case) -> None:
    """Ask the leaders what was paid; what the member said of it is confirmed with one tap. In an incident each price is
    asked about once."""
    meant = meant_by(case)
    key = f"price:incident:{case.incident}" if case.incident else f"price:{case.number}"
    key += "".join(f":{one.fen}" for one in meant)
    group = groups.get(conn, case.group)
    speak.to_leaders(ctx, conn, group, question(ctx, conn, case), key, case=case.number, buttons=_buttons(case))


def question(ctx: Context, conn: Connection, case: Case) -> str:
    """Asks what was paid: plainly, whether it is what the member said, or which of the prices they said."""
    meant = meant_by(case)
    if not meant:
        words = about(ctx, conn, case)
        unnamed = words["goods"] == say("offer.no_goods")
        return say("compensation.ask_price", **(words | ({"goods": ""} if unnamed else {})))
    if len(meant) > 1:
        lines = [say("compensation.price_line", **_words(ctx, conn, case, one)) for one in meant]
        return say("compensation.ask_price_which", **about(ctx, conn, case), lines="\n".join(lines))
    words = _words(ctx, conn, case, meant[0])
    lines = [say("compensation.ask_price_said", **words)]
    lines += [say("compensation.price_of_each", **words)] if meant[0].each else []
    lines += [say("compensation.price_for_all", **words)] if case.incident else []
    return "\n".join(lines)


def _words(ctx: Context, conn: Connection, case: Case, said: SaidPrice) -> dict[str, Any]:
    price = sum_words(said.fen)
    return about(ctx, conn, case) | {
        "price": price, "digits": price.removesuffix(" 元"), "words": quoted(said.words), "each": said.each,
        "incident": case.incident,
    }  # fmt: skip


def _buttons(case: Case) -> tuple[Button, ...]:
    """One for each price that may be meant, named by its place among all that were said."""
    places = {one.fen: n for n, one in enumerate(said_of(case))}
    return tuple(
        Button(say("compensation.price_button", price=sum_words(one.fen)), data=f"paid:{case.number}:{places[one.fen]}")
        for one in meant_by(case)
    )
