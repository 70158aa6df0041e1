"""What a group is shown of its cases: resolved cards, consents, and the members' own words."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

from bot.storage.tables.base import Json, metadata
from bot.storage.types import UtcDateTime

cards = Table(
    "cards",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case", ForeignKey("cases.number"), nullable=False),
    Column("choices", Json, nullable=False, comment="layout, wording, amounts, photos, what more is hidden"),
    Column("content", Json, comment="what stands on it, redacted; null once it was destroyed"),
    Column("content_hash", String, nullable=False, comment="SHA-256 of what stands on it: what a consent is bound to"),
    Column("pictures", Json, nullable=False, comment="content hashes of its pictures, in order; empty once destroyed"),
    Column("check_code", String, nullable=False),
    Column(
        "state",
        String,
        nullable=False,
        comment="preview, asked, agreed, posting, posted; refused, replaced, withdrawn, failed",
    ),
    Column("made_at", UtcDateTime, nullable=False),
    Column("made_by", String, nullable=False),
    Column("made_by_name", String, nullable=False),
    Column("posted_at", UtcDateTime),
    Column("destroyed_at", UtcDateTime),
    Index("ix_cards_case_id", "case", "id"),
    Index("ix_cards_check_code", "check_code"),
    Index(
        "uq_cards_live",
        "case",
        unique=True,
        sqlite_where=text("state IN ('preview', 'asked', 'agreed', 'posting', 'posted')"),
        postgresql_where=text("state IN ('preview', 'asked', 'agreed', 'posting', 'posted')"),
    ),
)

consents = Table(
    "consents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("purpose", String, nullable=False, comment="card or voice"),
    Column("case", ForeignKey("cases.number")),
    Column("card", ForeignKey("cards.id")),
    Column("voice", ForeignKey("voices.id")),
    Column("platform", String, nullable=False),
    Column("member_id", String, nullable=False),
    Column("content_hash", String, nullable=False, comment="of exactly what was shown when it was asked"),
    Column("state", String, nullable=False, comment="asked, later, yes, no, silent, withdrawn or void"),
    Column("without", Json, nullable=False, comment="what the member wants left out: name, amounts, photos"),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("asked_by", String, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, comment="from when silence is a no"),
    Column("next_look_at", UtcDateTime, comment="when a sweep has to look at it"),
    Column("answered_at", UtcDateTime),
    Column("words", Text, comment="the answer, word for word"),
    Column("relayed_by", String, comment="the leader who passed question and answer on"),
    Column("withdrawn_at", UtcDateTime),
    Column("withdrawn_words", Text),
    Index("ix_consents_case", "case"),
    Index("ix_consents_member", "platform", "member_id"),
    Index("ix_consents_next_look_at", "next_look_at"),
)

voices = Table(
    "voices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group", ForeignKey("groups.id"), nullable=False),
    Column("message", ForeignKey("messages.id"), nullable=False),
    Column("platform", String, nullable=False),
    Column("member_id", String, nullable=False),
    Column("member_name", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("text", Text, nullable=False, comment="word for word"),
    Column("shown", Text, comment="what the member was asked about: word for word, redacted"),
    Column("kind", String, nullable=False, comment="praise or criticism"),
    Column("aspect", String, nullable=False, comment="product, service or delivery"),
    Column("goods", String),
    Column("goods_key", String, nullable=False, comment="empty while no goods are named"),
    Column("case", ForeignKey("cases.number"), comment="the case of the same member and matter"),
    Column("state", String, nullable=False, comment="heard, asked, shown, kept_private or withdrawn"),
    Column("invited_at", UtcDateTime, comment="when the leader invited this buyer to answer somebody"),
    UniqueConstraint("message"),
    Index("ix_voices_group_at", "group", "at"),
    Index("ix_voices_goods", "group", "goods_key"),
    Index("ix_voices_member", "platform", "member_id"),
)

erasures = Table(
    "erasures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("member_hash", String, nullable=False, comment="keyed hash of platform and member id; no name is kept"),
    Column("platform", String, comment="whose, until it is done; null afterwards"),
    Column("member_id", String, comment="whose, until it is done; null afterwards"),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("asked_by", String, nullable=False, comment="member, or the person who asked on the member's word"),
    Column("confirmed_at", UtcDateTime, comment="when the one who asked said yes to what it means"),
    Column("next_look_at", UtcDateTime, comment="when a sweep has to look at it; null once it is done"),
    Column("done_at", UtcDateTime),
    Column("counts", Json, comment="how many rows of each table lost the person"),
    Column("waits_for", Text, comment="why it is not done yet: open cases or promises"),
    Index("ix_erasures_done_at", "done_at"),
    Index("ix_erasures_next_look_at", "next_look_at"),
    Index("ix_erasures_member", "platform", "member_id"),
)

cleanings = Table(
    "cleanings",
    metadata,
    Column("day", String, primary_key=True, comment="the night in which what is too old was deleted"),
    Column("at", UtcDateTime, nullable=False),
    Column("counts", Json, nullable=False, comment="how many rows of each kind"),
)
