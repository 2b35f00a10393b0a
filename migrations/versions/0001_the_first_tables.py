"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "log_entries",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=600), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_entries")),
    )
    with op.batch_alter_table("log_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_log_entries_subject"), ["subject"], unique=False)

    op.create_table(
        "organisations",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name_ar", sa.String(length=600), nullable=False),
        sa.Column("name_en", sa.String(length=600), nullable=False),
        sa.Column("illustrative", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisations_slug")),
    )
    op.create_table(
        "outbox_messages",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("recipient", sa.String(length=320), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_messages")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_messages_key")),
    )
    with op.batch_alter_table("outbox_messages", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_messages_waiting", ["sent_at", "id"], unique=False)

    op.create_table(
        "plans",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title_ar", sa.String(length=600), nullable=False),
        sa.Column("title_en", sa.String(length=600), nullable=False),
        sa.Column("topics_ar", sa.Text(), nullable=True),
        sa.Column("topics_en", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        sa.UniqueConstraint("number", name=op.f("uq_plans_number")),
        sa.UniqueConstraint("slug", name=op.f("uq_plans_slug")),
    )
    op.create_table(
        "reference_numbers",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_numbers")),
    )
    op.create_table(
        "users",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("email_key", sa.String(length=320), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("public_name", sa.String(length=600), nullable=True),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("of_age_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email_key", name=op.f("uq_users_email_key")),
    )
    op.create_table(
        "commitments",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title_ar", sa.String(length=600), nullable=False),
        sa.Column("title_en", sa.String(length=600), nullable=False),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("note_ar", sa.Text(), nullable=True),
        sa.Column("note_en", sa.Text(), nullable=True),
        sa.Column("delayed", sa.Boolean(), nullable=False),
        sa.Column("delay_note_ar", sa.Text(), nullable=True),
        sa.Column("delay_note_en", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["lead_id"], ["organisations.id"], name=op.f("fk_commitments_lead_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_commitments_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_commitments_plan_id_number")),
    )
    op.create_table(
        "consultations",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title_ar", sa.String(length=600), nullable=False),
        sa.Column("title_en", sa.String(length=600), nullable=False),
        sa.Column("why_ar", sa.Text(), nullable=False),
        sa.Column("why_en", sa.Text(), nullable=False),
        sa.Column("open_to_change_ar", sa.Text(), nullable=False),
        sa.Column("open_to_change_en", sa.Text(), nullable=False),
        sa.Column("not_open_ar", sa.Text(), nullable=False),
        sa.Column("not_open_en", sa.Text(), nullable=False),
        sa.Column("decider_ar", sa.Text(), nullable=False),
        sa.Column("decider_en", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("ways_ar", sa.Text(), nullable=False),
        sa.Column("ways_en", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.String(length=600), nullable=False),
        sa.Column("contact_email", sa.String(length=600), nullable=False),
        sa.Column("calls_for_proposals", sa.Boolean(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notice_reason_ar", sa.Text(), nullable=False),
        sa.Column("notice_reason_en", sa.Text(), nullable=False),
        sa.Column("period_reason_ar", sa.Text(), nullable=False),
        sa.Column("period_reason_en", sa.Text(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_consultations_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultations")),
        sa.UniqueConstraint("slug", name=op.f("uq_consultations_slug")),
    )
    op.create_table(
        "plan_statements",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source_ar", sa.String(length=600), nullable=False),
        sa.Column("source_en", sa.String(length=600), nullable=False),
        sa.Column("start_year", sa.Integer(), nullable=True),
        sa.Column("end_year", sa.Integer(), nullable=True),
        sa.Column("commitment_count", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_plan_statements_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_statements")),
        sa.UniqueConstraint("plan_id", "position", name=op.f("uq_plan_statements_plan_id_position")),
    )
    op.create_table(
        "role_grants",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.String(length=160), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_role_grants_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
    )
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.create_index(
            "uq_role_grants_current",
            ["user_id", "role", "scope"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "clauses",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("commitment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitments.id"], name=op.f("fk_clauses_commitment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clauses")),
    )
    with op.batch_alter_table("clauses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clauses_commitment_id"), ["commitment_id"], unique=False)

    op.create_table(
        "commitment_versions",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("commitment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("drafter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason_ar", sa.Text(), nullable=True),
        sa.Column("reason_en", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_commitment_versions_commitment_id")
        ),
        sa.ForeignKeyConstraint(
            ["drafter_id"], ["organisations.id"], name=op.f("fk_commitment_versions_drafter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_versions")),
        sa.UniqueConstraint(
            "commitment_id", "number", name=op.f("uq_commitment_versions_commitment_id_number")
        ),
    )
    op.create_table(
        "consultation_acts",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text_ar", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_consultation_acts_consultation_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_consultation_acts_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_acts")),
    )
    with op.batch_alter_table("consultation_acts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consultation_acts_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "contribution_drafts",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_reference", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_contribution_drafts_consultation_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_contribution_drafts_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_drafts")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_contribution_drafts_token_hash")),
    )
    with op.batch_alter_table("contribution_drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contribution_drafts_arrived_at"), ["arrived_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_contribution_drafts_user_id"), ["user_id"], unique=False)

    op.create_table(
        "milestones",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("commitment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title_ar", sa.String(length=600), nullable=False),
        sa.Column("title_en", sa.String(length=600), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_milestones_commitment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
        sa.UniqueConstraint("commitment_id", "position", name=op.f("uq_milestones_commitment_id_position")),
    )
    op.create_table(
        "outcomes",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("publisher_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason_ar", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_outcomes_consultation_id")
        ),
        sa.ForeignKeyConstraint(["publisher_id"], ["users.id"], name=op.f("fk_outcomes_publisher_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcomes")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_outcomes_consultation_id_number")),
    )
    op.create_table(
        "themes",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title_ar", sa.String(length=600), nullable=False),
        sa.Column("title_en", sa.String(length=600), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_themes_consultation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_themes")),
    )
    with op.batch_alter_table("themes", schema=None) as batch_op:
        batch_op.create_index("ix_themes_consultation", ["consultation_id", "position"], unique=False)

    op.create_table(
        "working_outcomes",
        sa.Column("consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_editor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_working_outcomes_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["last_editor_id"], ["users.id"], name=op.f("fk_working_outcomes_last_editor_id")
        ),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_working_outcomes")),
    )
    op.create_table(
        "clause_texts",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("clause_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("heading_ar", sa.String(length=600), nullable=False),
        sa.Column("heading_en", sa.String(length=600), nullable=False),
        sa.Column("text_ar", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["clause_id"], ["clauses.id"], name=op.f("fk_clause_texts_clause_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["commitment_versions.id"], name=op.f("fk_clause_texts_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_texts")),
        sa.UniqueConstraint("version_id", "clause_id", name=op.f("uq_clause_texts_version_id_clause_id")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_clause_texts_version_id_position")),
    )
    op.create_table(
        "consultation_texts",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_consultation_texts_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["commitment_versions.id"], name=op.f("fk_consultation_texts_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_texts")),
        sa.UniqueConstraint(
            "consultation_id", "version_id", name=op.f("uq_consultation_texts_consultation_id_version_id")
        ),
    )
    with op.batch_alter_table("consultation_texts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultation_texts_version_id"), ["version_id"], unique=False)

    op.create_table(
        "contributions",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("clause_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("shown_name", sa.String(length=600), nullable=True),
        sa.Column("about", sa.String(length=600), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("stance", sa.String(length=40), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("status_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.CheckConstraint("depth BETWEEN 0 AND 2", name=op.f("ck_contributions_depth")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_contributions_author_id")),
        sa.ForeignKeyConstraint(["clause_id"], ["clauses.id"], name=op.f("fk_contributions_clause_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_contributions_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_contributions_organisation_id")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["contributions.id"], name=op.f("fk_contributions_parent_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["commitment_versions.id"], name=op.f("fk_contributions_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributions")),
        sa.UniqueConstraint(
            "author_id", "idempotency_key", name=op.f("uq_contributions_author_id_idempotency_key")
        ),
        sa.UniqueConstraint("reference", name=op.f("uq_contributions_reference")),
    )
    with op.batch_alter_table("contributions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contributions_author_id"), ["author_id"], unique=False)
        batch_op.create_index(
            "ix_contributions_consultation_thread",
            ["consultation_id", "clause_id", "depth", "id"],
            unique=False,
        )
        batch_op.create_index("ix_contributions_parent", ["parent_id", "id"], unique=False)

    op.create_table(
        "outcome_changes",
        sa.Column("outcome_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("theme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("clause_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("to_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["clause_id"], ["clauses.id"], name=op.f("fk_outcome_changes_clause_id")),
        sa.ForeignKeyConstraint(
            ["from_version_id"], ["commitment_versions.id"], name=op.f("fk_outcome_changes_from_version_id")
        ),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcomes.id"], name=op.f("fk_outcome_changes_outcome_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_outcome_changes_theme_id")),
        sa.ForeignKeyConstraint(
            ["to_version_id"], ["commitment_versions.id"], name=op.f("fk_outcome_changes_to_version_id")
        ),
        sa.PrimaryKeyConstraint("outcome_id", "theme_id", "clause_id", name=op.f("pk_outcome_changes")),
    )
    with op.batch_alter_table("outcome_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outcome_changes_to_version_id"), ["to_version_id"], unique=False)

    op.create_table(
        "outcome_milestones",
        sa.Column("outcome_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("theme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("milestone_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestones.id"], name=op.f("fk_outcome_milestones_milestone_id")
        ),
        sa.ForeignKeyConstraint(
            ["outcome_id"], ["outcomes.id"], name=op.f("fk_outcome_milestones_outcome_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_outcome_milestones_theme_id")),
        sa.PrimaryKeyConstraint("outcome_id", "theme_id", "milestone_id", name=op.f("pk_outcome_milestones")),
    )
    with op.batch_alter_table("outcome_milestones", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outcome_milestones_milestone_id"), ["milestone_id"], unique=False
        )

    op.create_table(
        "responses",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("theme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("reason_ar", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_responses_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responses")),
        sa.UniqueConstraint("theme_id", name=op.f("uq_responses_theme_id")),
    )
    op.create_table(
        "summary_points",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("theme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text_ar", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_summary_points_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_points")),
    )
    with op.batch_alter_table("summary_points", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_summary_points_theme_id"), ["theme_id"], unique=False)

    op.create_table(
        "moderation_decisions",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.Integer(), nullable=True),
        sa.Column("reason_ar", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.Column("moderator_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("log_entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contributions.id"], name=op.f("fk_moderation_decisions_contribution_id")
        ),
        sa.ForeignKeyConstraint(
            ["log_entry_id"], ["log_entries.id"], name=op.f("fk_moderation_decisions_log_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["moderator_id"], ["users.id"], name=op.f("fk_moderation_decisions_moderator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_decisions")),
        sa.UniqueConstraint("log_entry_id", name=op.f("uq_moderation_decisions_log_entry_id")),
    )
    with op.batch_alter_table("moderation_decisions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_moderation_decisions_contribution_id"), ["contribution_id"], unique=False
        )

    op.create_table(
        "outcome_placements",
        sa.Column("outcome_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("theme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contributions.id"], name=op.f("fk_outcome_placements_contribution_id")
        ),
        sa.ForeignKeyConstraint(
            ["outcome_id"], ["outcomes.id"], name=op.f("fk_outcome_placements_outcome_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_outcome_placements_theme_id")),
        sa.PrimaryKeyConstraint(
            "outcome_id", "contribution_id", "theme_id", name=op.f("pk_outcome_placements")
        ),
    )
    with op.batch_alter_table("outcome_placements", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outcome_placements_contribution_id"), ["contribution_id"], unique=False
        )

    op.create_table(
        "response_changes",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("response_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("clause_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text_ar", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["clause_id"], ["clauses.id"], name=op.f("fk_response_changes_clause_id")),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_response_changes_response_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_changes")),
        sa.UniqueConstraint(
            "response_id", "clause_id", name=op.f("uq_response_changes_response_id_clause_id")
        ),
    )
    op.create_table(
        "response_milestones",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("response_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("milestone_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestones.id"], name=op.f("fk_response_milestones_milestone_id")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_response_milestones_response_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_milestones")),
        sa.UniqueConstraint(
            "response_id", "milestone_id", name=op.f("uq_response_milestones_response_id_milestone_id")
        ),
    )
    op.create_table(
        "summary_citations",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("point_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contributions.id"], name=op.f("fk_summary_citations_contribution_id")
        ),
        sa.ForeignKeyConstraint(
            ["point_id"], ["summary_points.id"], name=op.f("fk_summary_citations_point_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_citations")),
        sa.UniqueConstraint(
            "point_id", "contribution_id", name=op.f("uq_summary_citations_point_id_contribution_id")
        ),
    )
    op.create_table(
        "theme_assignments",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("theme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contributions.id"], name=op.f("fk_theme_assignments_contribution_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_theme_assignments_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_assignments")),
        sa.UniqueConstraint(
            "contribution_id", "theme_id", name=op.f("uq_theme_assignments_contribution_id_theme_id")
        ),
    )
    with op.batch_alter_table("theme_assignments", schema=None) as batch_op:
        batch_op.create_index("ix_theme_assignments_theme", ["theme_id", "contribution_id"], unique=False)
        batch_op.create_index(
            "uq_theme_assignments_primary",
            ["contribution_id"],
            unique=True,
            sqlite_where=sa.text("is_primary"),
            postgresql_where=sa.text("is_primary"),
        )

    op.create_table(
        "votes",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("clause_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("contribution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("choice", sa.String(length=40), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(clause_id IS NULL) <> (contribution_id IS NULL)", name=op.f("ck_votes_one_subject")
        ),
        sa.ForeignKeyConstraint(["clause_id"], ["clauses.id"], name=op.f("fk_votes_clause_id")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f("fk_votes_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contributions.id"], name=op.f("fk_votes_contribution_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_votes_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_votes")),
    )
    with op.batch_alter_table("votes", schema=None) as batch_op:
        batch_op.create_index(
            "uq_votes_clause",
            ["consultation_id", "clause_id", "user_id"],
            unique=True,
            sqlite_where=sa.text("clause_id IS NOT NULL"),
            postgresql_where=sa.text("clause_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_votes_contribution",
            ["consultation_id", "contribution_id", "user_id"],
            unique=True,
            sqlite_where=sa.text("contribution_id IS NOT NULL"),
            postgresql_where=sa.text("contribution_id IS NOT NULL"),
        )


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("votes", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_votes_contribution",
            sqlite_where=sa.text("contribution_id IS NOT NULL"),
            postgresql_where=sa.text("contribution_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_votes_clause",
            sqlite_where=sa.text("clause_id IS NOT NULL"),
            postgresql_where=sa.text("clause_id IS NOT NULL"),
        )

    op.drop_table("votes")
    with op.batch_alter_table("theme_assignments", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_theme_assignments_primary",
            sqlite_where=sa.text("is_primary"),
            postgresql_where=sa.text("is_primary"),
        )
        batch_op.drop_index("ix_theme_assignments_theme")

    op.drop_table("theme_assignments")
    op.drop_table("summary_citations")
    op.drop_table("response_milestones")
    op.drop_table("response_changes")
    with op.batch_alter_table("outcome_placements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outcome_placements_contribution_id"))

    op.drop_table("outcome_placements")
    with op.batch_alter_table("moderation_decisions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_moderation_decisions_contribution_id"))

    op.drop_table("moderation_decisions")
    with op.batch_alter_table("summary_points", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_summary_points_theme_id"))

    op.drop_table("summary_points")
    op.drop_table("responses")
    with op.batch_alter_table("outcome_milestones", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outcome_milestones_milestone_id"))

    op.drop_table("outcome_milestones")
    with op.batch_alter_table("outcome_changes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outcome_changes_to_version_id"))

    op.drop_table("outcome_changes")
    with op.batch_alter_table("contributions", schema=None) as batch_op:
        batch_op.drop_index("ix_contributions_parent")
        batch_op.drop_index("ix_contributions_consultation_thread")
        batch_op.drop_index(batch_op.f("ix_contributions_author_id"))

    op.drop_table("contributions")
    with op.batch_alter_table("consultation_texts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_texts_version_id"))

    op.drop_table("consultation_texts")
    op.drop_table("clause_texts")
    op.drop_table("working_outcomes")
    with op.batch_alter_table("themes", schema=None) as batch_op:
        batch_op.drop_index("ix_themes_consultation")

    op.drop_table("themes")
    op.drop_table("outcomes")
    op.drop_table("milestones")
    with op.batch_alter_table("contribution_drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contribution_drafts_user_id"))
        batch_op.drop_index(batch_op.f("ix_contribution_drafts_arrived_at"))

    op.drop_table("contribution_drafts")
    with op.batch_alter_table("consultation_acts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consultation_acts_consultation_id"))

    op.drop_table("consultation_acts")
    op.drop_table("commitment_versions")
    with op.batch_alter_table("clauses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clauses_commitment_id"))

    op.drop_table("clauses")
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_role_grants_current",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("role_grants")
    op.drop_table("plan_statements")
    op.drop_table("consultations")
    op.drop_table("commitments")
    op.drop_table("users")
    op.drop_table("reference_numbers")
    op.drop_table("plans")
    with op.batch_alter_table("outbox_messages", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_messages_waiting")

    op.drop_table("outbox_messages")
    op.drop_table("organisations")
    with op.batch_alter_table("log_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_log_entries_subject"))

    op.drop_table("log_entries")
