"""What is said about a card: the question to the member, the preview to the leader, the words of the post."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from bot.domain.case import Case
from bot.domain.chat import Button
from bot.domain.text import safe_name
from bot.ports import Context
from bot.replies import say, variants
from bot.storage import groups, outbox
from bot.storage.cards import Card
from bot.storage.consents import Consent
from bot.storage.outbox import Post
from handlers import speak
from handlers.showing.choices import choices_of
from handlers.showing.excerpts import CARD, CONSENT
from handlers.wordings.speaking import say_to

ANSWERS = ("showyes", "showno", "showlater", "shownameless")
"""What a member taps under the question; their words are `showing.answers` in the same order."""


def post_text(case: Case, wording: int) -> str:
    """What is said above a card in the group, in the wording that the leader chose."""
    shape = "with_goods" if case.goods else "plain"
    text = say(f"showing.post.{shape}", wording, goods=case.goods or "")
    return speak.guarded(text, say("showing.post.plain", 0), "public", member=case.member_name)


def wordings(case: Case) -> list[str]:
    """All wordings among which the leader chooses."""
    shape = "with_goods" if case.goods else "plain"
    return [post_text(case, n) for n in range(len(variants(f"showing.post.{shape}")))]


def question(conn: Connection, case: Case, consent: Consent) -> str:
    """The question to the member, which stands below the picture that it is about."""
    group = groups.get(conn, case.group)
    text = say_to(conn, case, "showing.ask", consent.id, group=group.name)
    return speak.guarded(text, say("showing.ask", 0, group=""), member=case.member_name)


def question_key(consent: Consent, n: int) -> str:
    """The outbox's key of one picture of a question; who said "wait" is asked a second time."""
    return f"{CONSENT}:{consent.id}:{1 if consent.answered_at else 0}:{n}"


def send_question(ctx: Context, conn: Connection, case: Case, card: Card, consent: Consent) -> None:
    """The very pictures go to the member, the question below the last of them. It is unasked: it waits for hours that
    suit them, and counts."""
    now, group = ctx.now(), groups.get(conn, case.group)
    can = speak.capabilities(ctx, case.platform)
    last = len(card.pictures) - 1
    for n, picture in enumerate(card.pictures):
        text = question(conn, case, consent) if n == last else say("showing.part", n=n + 1, count=last + 1)
        post = Post(
            dedupe_key=question_key(consent, n), platform=case.platform, account=group.account,
            member_id=case.member_id, purpose=CONSENT, case=case.number, text=text, image_hash=picture, prompted=False,
            buttons=speak.stored_buttons(answer_buttons(consent) if n == last and can.buttons else ()),
            created_at=now, not_before=now,
        )  # fmt: skip
        outbox.add(conn, post)


def answer_buttons(consent: Consent) -> tuple[Button, ...]:
    labels = variants("showing.answers")
    return tuple(Button(label, data=f"{what}:{consent.id}") for label, what in zip(labels, ANSWERS, strict=True))


def preview(ctx: Context, conn: Connection, case: Case, card: Card, tell: Mapping[str, str]) -> None:
    """The pictures to the leader who asked for them, with what can be done next."""
    pictures_to(
        ctx, conn, case, card, tell, f"preview:{card.id}", preview_text(case, card), preview_buttons(case, card)
    )


def preview_text(case: Case, card: Card) -> str:
    """What a card is waiting for, and how the leader goes on."""
    words: dict[str, Any] = {"number": case.number, "member": safe_name(case.member_name)}
    if card.state == "agreed":
        return say("showing.preview_agreed", **words, text=post_text(case, choices_of(card).wording))
    if card.state == "asked":
        return say("showing.preview_asked", **words)
    bubbles = (card.content or {}).get("bubbles", ())
    hides_photos = any(b["hidden_photos"] for b in bubbles) and not any(b["photos"] for b in bubbles)
    lines = [say("showing.preview_new", **words)]
    return "\n".join([*lines, say("showing.preview_photos", number=case.number)] if hides_photos else lines)


def preview_buttons(case: Case, card: Card) -> Sequence[Button]:
    keys = {"preview": ("cardask", "cardresult"), "agreed": ("cardpost", "cardwords")}.get(card.state, ())
    return [Button(say(f"showing.buttons.{key}"), data=f"{key}:{case.number}") for key in keys]


def pictures_to(
    ctx: Context,
    conn: Connection,
    case: Case,
    card: Card,
    tell: Mapping[str, str],
    key: str,
    text: str,
    buttons: Sequence[Button] = (),
) -> None:
    """A card's pictures to one leader in private, the words below the last."""
    now = ctx.now()
    last = len(card.pictures) - 1
    can = speak.capabilities(ctx, tell["platform"])
    for n, picture in enumerate(card.pictures):
        post = Post(
            dedupe_key=f"{speak.ANSWER}:{key}:{tell['key']}:{n}", platform=tell["platform"], account=tell["account"],
            member_id=tell["member_id"], purpose=speak.ANSWER, case=case.number, image_hash=picture,
            text=text if n == last else say("showing.part", n=n + 1, count=last + 1),
            buttons=speak.stored_buttons(buttons if n == last and can.buttons else ()), created_at=now, not_before=now,
        )  # fmt: skip
        outbox.add(conn, post)


def post_key(card: Card, n: int) -> str:
    """The outbox's key of one picture of a card's post."""
    return f"{CARD}:{card.id}:{n}"


def number_in(post: Post) -> int:
    """The card or the consent that a message of ours is about."""
    return int(post.dedupe_key.split(":")[1])


def tell_leaders(ctx: Context, conn: Connection, case: Case, key: str, once: str, *buttons: str, **more: Any) -> None:
    """A notice about a card to the leaders of the group."""
    group = groups.get(conn, case.group)
    text = say(f"showing.{key}", number=case.number, member=safe_name(case.member_name), **more)
    taps = [Button(say(f"showing.buttons.{what}"), data=f"{what}:{case.number}") for what in buttons]
    speak.to_leaders(ctx, conn, group, text, f"{key}:{once}", case=case.number, buttons=taps)
