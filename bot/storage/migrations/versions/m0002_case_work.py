"""Clocks, causes and incidents of a case; offers and promises; what a member says about being written to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "incidents",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False, comment="goods, pickup_point or delivery"),
        sa.Column(
            "subject_key", sa.String(), nullable=False, comment="the goods' canonical name, or what the place is called"
        ),
        sa.Column("category", sa.String(), nullable=False, comment="of the first voice"),
        sa.Column("title", sa.String(), nullable=False, comment="what members are told it is about"),
        sa.Column("state", sa.String(), nullable=False, comment="open, closed or dissolved"),
        sa.Column("opened_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("last_voice_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "last_post_at",
            UtcDateTime(timezone=True),
            nullable=True,
            comment="when the group last heard about it from us",
        ),
        sa.Column("opened_by", sa.String(), nullable=False, comment="bot or the leader's platform id"),
        sa.Column("offer", sa.JSON(none_as_null=True), nullable=True, comment="the one compensation decision for all"),
        sa.Column("closed_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["group"], ["groups.id"], name=op.f("fk_incidents_group")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_incidents")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.create_index("ix_incidents_group_state", ["group", "state"], unique=False)

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_account_sent_at", ["account", "sent_at"], unique=False)

    op.create_table(
        "accounts",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False, comment="messages that the platform refused in a row"),
        sa.Column(
            "stopped_at", UtcDateTime(timezone=True), nullable=True, comment="since when nothing is sent by itself"
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("modes", sa.JSON(none_as_null=True), nullable=False, comment="the groups' modes before, by group id"),
        sa.PrimaryKeyConstraint("platform", "account", name=op.f("pk_accounts")),
    )
    op.create_table(
        "pastes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=True, comment="where the leader wrote who pasted; null for a file"),
        sa.Column("account", sa.String(), nullable=True),
        sa.Column("member_id", sa.String(), nullable=True),
        sa.Column("message_id", sa.String(), nullable=True),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "counts",
            sa.JSON(none_as_null=True),
            nullable=False,
            comment="form, read, new, known, older, unreadable lines",
        ),
        sa.Column("told_at", UtcDateTime(timezone=True), nullable=True, comment="when the leader was given the drafts"),
        sa.ForeignKeyConstraint(["group"], ["groups.id"], name=op.f("fk_pastes_group")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pastes")),
    )
    with op.batch_alter_table("pastes", schema=None) as batch_op:
        batch_op.create_index("ix_pastes_group_told_at", ["group", "told_at"], unique=False)

    op.create_table(
        "offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.String(),
            nullable=False,
            comment="apology, voucher, points, part_refund, replacement, full_refund",
        ),
        sa.Column("amount_fen", sa.Integer(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("thing", sa.String(), nullable=True, comment="what is sent again, or how many points"),
        sa.Column("due_at", UtcDateTime(timezone=True), nullable=True, comment="until when it is done"),
        sa.Column(
            "facts",
            sa.JSON(none_as_null=True),
            nullable=False,
            comment="category, severity, price_fen, share it was computed from",
        ),
        sa.Column("facts_key", sa.String(), nullable=False, comment="equal for equal harm"),
        sa.Column(
            "proposed",
            sa.JSON(none_as_null=True),
            nullable=True,
            comment="what the rule gives for these facts; null where one of them is not known",
        ),
        sa.Column("rule", sa.String(), nullable=False, comment="the step of the ladder that it comes from, or by_hand"),
        sa.Column("deviation", sa.Text(), nullable=True, comment="the reason why it is not what the rule gives"),
        sa.Column(
            "state", sa.String(), nullable=False, comment="proposed, sent, accepted, declined, refused or replaced"
        ),
        sa.Column("proposed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "waits_for",
            sa.String(),
            nullable=True,
            comment="whose word it needs, being more than the asker may give: group_leader, owner",
        ),
        sa.Column("asked_by", sa.String(), nullable=True, comment="the admin or leader who wants it"),
        sa.Column("asked_by_name", sa.String(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True, comment="who approved or refused it: always a person"),
        sa.Column("decided_by_name", sa.String(), nullable=True),
        sa.Column("decided_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True, comment="the member's words"),
        sa.Column("reminded_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "next_look_at",
            UtcDateTime(timezone=True),
            nullable=True,
            comment="when a sweep has to look whether the member has answered",
        ),
        sa.Column("incident", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case"], ["cases.number"], name=op.f("fk_offers_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
    )
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.create_index("ix_offers_case_id", ["case", "id"], unique=False)
        batch_op.create_index("ix_offers_facts_key", ["facts_key"], unique=False)
        batch_op.create_index("ix_offers_next_look_at", ["next_look_at"], unique=False)
        batch_op.create_index(
            "uq_offers_live",
            ["case"],
            unique=True,
            sqlite_where=sa.text("state IN ('proposed', 'sent')"),
            postgresql_where=sa.text("state IN ('proposed', 'sent')"),
        )

    op.create_table(
        "promises",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case", sa.Integer(), nullable=True, comment="null while no case is named"),
        sa.Column("group", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=True),
        sa.Column("member_name", sa.String(), nullable=True),
        sa.Column("offer", sa.Integer(), nullable=True),
        sa.Column(
            "kind", sa.String(), nullable=False, comment="refund, replacement, voucher, points, visit, reply or other"
        ),
        sa.Column("amount_fen", sa.Integer(), nullable=True),
        sa.Column("thing", sa.String(), nullable=True),
        sa.Column("due_at", UtcDateTime(timezone=True), nullable=True, comment="the latest moment that keeps the word"),
        sa.Column("awaits", sa.String(), nullable=True, comment="on_arrival or next_group_buy where no date is known"),
        sa.Column("words", sa.Text(), nullable=False, comment="what was said, word for word"),
        sa.Column("message", sa.String(), nullable=True, comment="the group's message it was said in"),
        sa.Column("said_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("said_by_name", sa.String(), nullable=False),
        sa.Column(
            "state", sa.String(), nullable=False, comment="unconfirmed, open, fulfilled, withdrawn or not_a_promise"
        ),
        sa.Column("confirmed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("warned_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "breached_at",
            UtcDateTime(timezone=True),
            nullable=True,
            comment="when its overdue notice went to the leaders",
        ),
        sa.Column("next_look_at", UtcDateTime(timezone=True), nullable=True, comment="when a sweep has to look at it"),
        sa.Column("fulfilled_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("fulfilled_by", sa.String(), nullable=True),
        sa.Column("proof", sa.JSON(none_as_null=True), nullable=True, comment="text, pictures or transfer number"),
        sa.Column("reason", sa.Text(), nullable=True, comment="why it was withdrawn"),
        sa.ForeignKeyConstraint(["case"], ["cases.number"], name=op.f("fk_promises_case")),
        sa.ForeignKeyConstraint(["group"], ["groups.id"], name=op.f("fk_promises_group")),
        sa.ForeignKeyConstraint(["offer"], ["offers.id"], name=op.f("fk_promises_offer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
    )
    with op.batch_alter_table("promises", schema=None) as batch_op:
        batch_op.create_index("ix_promises_case", ["case"], unique=False)
        batch_op.create_index("ix_promises_group_state", ["group", "state"], unique=False)
        batch_op.create_index("ix_promises_next_look_at", ["next_look_at"], unique=False)

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "assignee", sa.String(), nullable=True, comment="platform id of the leader or admin who works on it"
            )
        )
        batch_op.add_column(
            sa.Column("cause", sa.String(), nullable=True, comment="courier, seller or member; needed before it closes")
        )
        batch_op.add_column(sa.Column("tags", sa.JSON(none_as_null=True), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("snoozed_until", UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("merged_into", sa.Integer(), nullable=True, comment="number of the case that goes on instead")
        )
        batch_op.add_column(
            sa.Column("incident", sa.Integer(), nullable=True, comment="the incident that it is part of")
        )
        batch_op.add_column(
            sa.Column(
                "first_contact_at",
                UtcDateTime(timezone=True),
                nullable=True,
                comment="when the member and we first spoke in private",
            )
        )
        batch_op.add_column(sa.Column("first_response_due_at", UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("first_contact_due_at", UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("resolution_due_at", UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column(
                "answer_due_at",
                UtcDateTime(timezone=True),
                nullable=True,
                comment="the member wrote in private and waits for a person's answer",
            )
        )
        batch_op.add_column(
            sa.Column(
                "paused_at",
                UtcDateTime(timezone=True),
                nullable=True,
                comment="since when the resolution clock stands still",
            )
        )
        batch_op.add_column(
            sa.Column(
                "clocks",
                sa.JSON(none_as_null=True),
                server_default="{}",
                nullable=False,
                comment="what was said about each clock: warned, …",
            )
        )
        batch_op.add_column(
            sa.Column(
                "clock_due_at",
                UtcDateTime(timezone=True),
                nullable=True,
                comment="when the next clock has to be looked at",
            )
        )
        batch_op.create_index("ix_cases_clock_due_at", ["clock_due_at"], unique=False)
        batch_op.create_index("ix_cases_incident", ["incident"], unique=False)

    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "alarmed_at",
                UtcDateTime(timezone=True),
                nullable=True,
                comment="since when the leaders know that the group is heated",
            )
        )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index("ix_messages_group_at", ["group", "at"], unique=False)

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "contact_hours",
                sa.JSON(none_as_null=True),
                nullable=True,
                comment="preferred hours of the day, from and until, as the member said",
            )
        )
        batch_op.add_column(
            sa.Column(
                "unasked",
                sa.JSON(none_as_null=True),
                server_default="[]",
                nullable=False,
                comment="when we last wrote unasked",
            )
        )
