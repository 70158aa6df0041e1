"""What a group is shown: resolved cards, consents, voices; and erased members."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "member_hash", sa.String(), nullable=False, comment="keyed hash of platform and member id; no name is kept"
        ),
        sa.Column("platform", sa.String(), nullable=True, comment="whose, until it is done; null afterwards"),
        sa.Column("member_id", sa.String(), nullable=True, comment="whose, until it is done; null afterwards"),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "asked_by", sa.String(), nullable=False, comment="member, or the person who asked on the member's word"
        ),
        sa.Column(
            "confirmed_at",
            UtcDateTime(timezone=True),
            nullable=True,
            comment="when the one who asked said yes to what it means",
        ),
        sa.Column(
            "next_look_at",
            UtcDateTime(timezone=True),
            nullable=True,
            comment="when a sweep has to look at it; null once it is done",
        ),
        sa.Column("done_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "counts", sa.JSON(none_as_null=True), nullable=True, comment="how many rows of each table lost the person"
        ),
        sa.Column("waits_for", sa.Text(), nullable=True, comment="why it is not done yet: open cases or promises"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
    )
    with op.batch_alter_table("erasures", schema=None) as batch_op:
        batch_op.create_index("ix_erasures_done_at", ["done_at"], unique=False)
        batch_op.create_index("ix_erasures_next_look_at", ["next_look_at"], unique=False)
        batch_op.create_index("ix_erasures_member", ["platform", "member_id"], unique=False)

    op.create_table(
        "cleanings",
        sa.Column("day", sa.String(), nullable=False, comment="the night in which what is too old was deleted"),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("counts", sa.JSON(none_as_null=True), nullable=False, comment="how many rows of each kind"),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_cleanings")),
    )

    op.create_table(
        "cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case", sa.Integer(), nullable=False),
        sa.Column(
            "choices",
            sa.JSON(none_as_null=True),
            nullable=False,
            comment="layout, wording, amounts, photos, what more is hidden",
        ),
        sa.Column(
            "content",
            sa.JSON(none_as_null=True),
            nullable=True,
            comment="what stands on it, redacted; null once it was destroyed",
        ),
        sa.Column(
            "content_hash",
            sa.String(),
            nullable=False,
            comment="SHA-256 of what stands on it: what a consent is bound to",
        ),
        sa.Column(
            "pictures",
            sa.JSON(none_as_null=True),
            nullable=False,
            comment="content hashes of its pictures, in order; empty once destroyed",
        ),
        sa.Column("check_code", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.String(),
            nullable=False,
            comment="preview, asked, agreed, posting, posted; refused, replaced, withdrawn, failed",
        ),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_by_name", sa.String(), nullable=False),
        sa.Column("posted_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("destroyed_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case"], ["cases.number"], name=op.f("fk_cards_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
    )
    with op.batch_alter_table("cards", schema=None) as batch_op:
        batch_op.create_index("ix_cards_case_id", ["case", "id"], unique=False)
        batch_op.create_index("ix_cards_check_code", ["check_code"], unique=False)
        batch_op.create_index(
            "uq_cards_live",
            ["case"],
            unique=True,
            sqlite_where=sa.text("state IN ('preview', 'asked', 'agreed', 'posting', 'posted')"),
            postgresql_where=sa.text("state IN ('preview', 'asked', 'agreed', 'posting', 'posted')"),
        )

    op.create_table(
        "voices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("member_name", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False, comment="word for word"),
        sa.Column(
            "shown", sa.Text(), nullable=True, comment="what the member was asked about: word for word, redacted"
        ),
        sa.Column("kind", sa.String(), nullable=False, comment="praise or criticism"),
        sa.Column("aspect", sa.String(), nullable=False, comment="product, service or delivery"),
        sa.Column("goods", sa.String(), nullable=True),
        sa.Column("goods_key", sa.String(), nullable=False, comment="empty while no goods are named"),
        sa.Column("case", sa.Integer(), nullable=True, comment="the case of the same member and matter"),
        sa.Column("state", sa.String(), nullable=False, comment="heard, asked, shown, kept_private or withdrawn"),
        sa.Column(
            "invited_at",
            UtcDateTime(timezone=True),
            nullable=True,
            comment="when the leader invited this buyer to answer somebody",
        ),
        sa.ForeignKeyConstraint(["case"], ["cases.number"], name=op.f("fk_voices_case")),
        sa.ForeignKeyConstraint(["group"], ["groups.id"], name=op.f("fk_voices_group")),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name=op.f("fk_voices_message")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voices")),
        sa.UniqueConstraint("message", name=op.f("uq_voices_message")),
    )
    with op.batch_alter_table("voices", schema=None) as batch_op:
        batch_op.create_index("ix_voices_goods", ["group", "goods_key"], unique=False)
        batch_op.create_index("ix_voices_group_at", ["group", "at"], unique=False)
        batch_op.create_index("ix_voices_member", ["platform", "member_id"], unique=False)

    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False, comment="card or voice"),
        sa.Column("case", sa.Integer(), nullable=True),
        sa.Column("card", sa.Integer(), nullable=True),
        sa.Column("voice", sa.Integer(), nullable=True),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False, comment="of exactly what was shown when it was asked"),
        sa.Column("state", sa.String(), nullable=False, comment="asked, later, yes, no, silent, withdrawn or void"),
        sa.Column(
            "without",
            sa.JSON(none_as_null=True),
            nullable=False,
            comment="what the member wants left out: name, amounts, photos",
        ),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("expires_at", UtcDateTime(timezone=True), nullable=False, comment="from when silence is a no"),
        sa.Column("next_look_at", UtcDateTime(timezone=True), nullable=True, comment="when a sweep has to look at it"),
        sa.Column("answered_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("words", sa.Text(), nullable=True, comment="the answer, word for word"),
        sa.Column("relayed_by", sa.String(), nullable=True, comment="the leader who passed question and answer on"),
        sa.Column("withdrawn_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_words", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["card"], ["cards.id"], name=op.f("fk_consents_card")),
        sa.ForeignKeyConstraint(["case"], ["cases.number"], name=op.f("fk_consents_case")),
        sa.ForeignKeyConstraint(["voice"], ["voices.id"], name=op.f("fk_consents_voice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index("ix_consents_case", ["case"], unique=False)
        batch_op.create_index("ix_consents_member", ["platform", "member_id"], unique=False)
        batch_op.create_index("ix_consents_next_look_at", ["next_look_at"], unique=False)
