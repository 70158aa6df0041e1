"""A member's burst in a group is also a voice, where it praises or criticises what we sold, did or brought."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection

from bot.detection import detect
from bot.detection.goods import find_goods, goods_key
from bot.detection.voices import criticism, with_voices
from bot.domain.case import Case
from bot.domain.verdict import Burst, BurstMessage, Situation, Verdict
from bot.ports import Context
from bot.storage import bursts, groups, voices
from bot.storage.bursts import StoredBurst
from bot.storage.groups import Group
from bot.storage.messages import Message
from bot.storage.voices import Voice
from handlers.voices import buyers

ONE_VOICE = timedelta(hours=24)
"""Within this time the same member saying the same of the same is one voice."""


def hear_burst(
    ctx: Context,
    conn: Connection,
    group: Group,
    burst: StoredBurst,
    said: Sequence[Message],
    verdict: Verdict,
) -> None:
    """Keep the voice in a burst that was judged; with a complaint about taste or quality, say who bought the same."""
    text = "\n".join(m.text for m in said if m.text)
    goods = verdict.goods or find_goods(text)
    complaint = verdict.category if verdict.decision == "complaint" else None
    heard = verdict.voice
    case = bursts.get(conn, burst.id).case
    if heard is not None and burst.member_id not in groups.staff_of(conn, group.id):
        message = said[min(verdict.named_by, len(said) - 1)]
        voice = Voice(
            group=group.id, message=message.id, platform=burst.platform, member_id=burst.member_id,
            member_name=message.member_name, at=message.at, text=text, kind=heard.kind, aspect=heard.aspect,
            goods=goods[0] if goods else None, goods_key=goods_key(goods[0]) if goods else "", case=case,
        )  # fmt: skip
        if not voices.said_before(conn, voice, voice.at - ONE_VOICE):
            voices.keep(conn, voice)
    if complaint is not None and case is not None:
        buyers.tell(ctx, conn, group, case, complaint)


def meant(conn: Connection, case: Case, said: Sequence[Message]) -> None:
    """A person says that it is a complaint: then it is a criticism, too, where its words tell of what."""
    said = [m for m in said if m.recalled_at is None]
    text = "\n".join(m.text for m in said if m.text)
    if not text or not said[0].id:
        return
    heard = criticism(_burst(text), Situation())
    voice = Voice(
        group=case.group, message=said[0].id, platform=case.platform, member_id=case.member_id,
        member_name=case.member_name, at=said[0].at, text=text, kind=heard.kind, aspect=heard.aspect,
        goods=case.goods, goods_key=case.goods_key, case=case.number,
    )  # fmt: skip
    if not voices.said_before(conn, voice, voice.at - ONE_VOICE):
        voices.keep(conn, voice)


def not_meant(conn: Connection, case: Case) -> None:
    """A person says that it was no complaint: what only the detector took for one is no voice either."""
    for voice in voices.of_case(conn, case.number):
        if voice.kind == "criticism" and not _beyond_doubt(voice.text):
            voices.forget(conn, voice.id)


def _burst(text: str) -> Burst:
    return Burst((BurstMessage(text),))


def _beyond_doubt(text: str) -> bool:
    """Whether the words by themselves, whatever was said around them, are a voice."""
    alone = (_burst(text), Situation())
    return with_voices([alone], [detect(*alone)])[0].voice is not None
