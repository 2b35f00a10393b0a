"""Anybody reports a voice; many reports hold it by the consultation's rule; moderators keep reasons ready."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.guards import differs, drop_guard, guard, refuse
from migrations.rebuilding import rebuilt

revision = "0073"
down_revision = "0071"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TOO_MUCH = {
    "reports of voices": "SELECT DISTINCT c.reference FROM voice_reports r "
    "JOIN contributions c ON c.id = r.contribution_id ORDER BY 1",
    "voices that are held by a rule": "SELECT DISTINCT c.reference FROM moderation_decisions d "
    "JOIN contributions c ON c.id = d.contribution_id WHERE d.kind = 'hold' ORDER BY 1",
    "rule by which reports hold": "SELECT slug FROM consultations WHERE hold_after IS NOT NULL ORDER BY 1",
    "reasons that are kept ready": "SELECT DISTINCT o.slug FROM reason_templates t "
    "JOIN organisations o ON o.id = t.organisation_id ORDER BY 1",
}
NEWEST = (
    "COALESCE((SELECT d.kind FROM moderation_decisions d WHERE d.contribution_id = NEW.id "
    "ORDER BY d.id DESC LIMIT 1), '')"
)
# As in 0012, and that of holding beside it; in its own parentheses, or PostgreSQL takes its first THEN for the IF's.
SAID = (
    "(CASE NEW.status WHEN 'hidden' THEN 'hide' WHEN 'published' THEN 'restore' WHEN 'erased' THEN 'erase' "
    "{held}ELSE 'nothing' END)"
)
DECIDED = "OLD.status <> NEW.status AND ({of} OR NEW.status IN ({to})) AND {newest} <> {said}"
UNDECIDED = DECIDED.format(
    of="OLD.status IN ('hidden', 'held')", to="'hidden', 'erased', 'held'", newest=NEWEST,
    said=SAID.format(held="WHEN 'held' THEN 'hold' "),
)  # fmt: skip
BEFORE = DECIDED.format(
    of="OLD.status = 'hidden'", to="'hidden', 'erased'", newest=NEWEST, said=SAID.format(held="")
)
# The accounts whose reports count, beside the rule that was published; people without one hold nothing.
ACCOUNTS = (
    "(SELECT COUNT(DISTINCT r.reporter_id) FROM voice_reports r JOIN users u ON u.id = r.reporter_id "
    "WHERE r.contribution_id = NEW.contribution_id AND r.revision = NEW.revision AND r.answered_at IS NULL "
    "AND u.confirmed_at IS NOT NULL AND u.suspended_at IS NULL)"
)
RULE = (
    "(SELECT s.hold_after FROM contributions c JOIN consultations s ON s.id = c.consultation_id "
    "WHERE c.id = NEW.contribution_id)"
)
ANSWERED = ("answered_at", "answered_by_id", "result", "answer_ar", "answer_en")


def _decisions() -> None:
    """A decision that a rule made has no moderator; those of one act name its first entry."""
    with rebuilt("moderation_decisions") as batch:
        batch.alter_column("moderator_id", existing_type=ID, nullable=True)
        batch.add_column(sa.Column("batch", ID, nullable=True))
        batch.create_foreign_key("fk_moderation_decisions_batch", "log_entries", ["batch"], ["id"])
    op.create_index("ix_moderation_decisions_batch", "moderation_decisions", ["batch"])
    guard(
        "moderation_decisions_by_whom", "moderation_decisions", "INSERT",
        "(NEW.kind = 'hold') <> (NEW.moderator_id IS NULL)",
    )  # fmt: skip
    guard(
        "moderation_decisions_held", "moderation_decisions", "INSERT",
        f"NEW.kind = 'hold' AND {ACCOUNTS} < COALESCE({RULE}, 1000000000)",
    )  # fmt: skip


def upgrade() -> None:
    """Make room for reports, for the rule by which they hold, and for reasons that are kept ready."""
    op.add_column("consultations", sa.Column("hold_after", sa.Integer(), nullable=True))
    guard(
        "consultations_hold_after", "consultations", "UPDATE",
        f"OLD.announced_at IS NOT NULL AND {differs('hold_after')}",
    )  # fmt: skip
    op.create_table(
        "voice_reports",
        sa.Column("id", ID, nullable=False),
        sa.Column("contribution_id", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reporter_id", ID, nullable=True),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("address", sa.String(320), nullable=True),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("answered_by_id", ID, nullable=True),
        sa.Column("result", sa.String(40), nullable=True),
        sa.Column("answer_ar", sa.Text(), nullable=False),
        sa.Column("answer_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_voice_reports"),
        sa.UniqueConstraint("token_hash", name="uq_voice_reports_token_hash"),
        sa.ForeignKeyConstraint(["reporter_id"], ["users.id"], name="fk_voice_reports_reporter_id"),
        sa.ForeignKeyConstraint(["answered_by_id"], ["users.id"], name="fk_voice_reports_answered_by_id"),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contributions.id"], name="fk_voice_reports_contribution_id"
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id", "revision"],
            ["contribution_revisions.contribution_id", "contribution_revisions.number"],
            name="fk_voice_reports_contribution_id_revision",
        ),
    )
    open_now: Any = {
        "sqlite_where": sa.text("answered_at IS NULL"),
        "postgresql_where": sa.text("answered_at IS NULL"),
    }
    op.create_index(
        "uq_voice_reports_open", "voice_reports", ["contribution_id", "revision", "reporter_id"], unique=True,
        **open_now,
    )  # fmt: skip
    op.create_index("ix_voice_reports_at", "voice_reports", ["at"])
    guard(
        "voice_reports_answered", "voice_reports", "UPDATE",
        f"OLD.answered_at IS NOT NULL AND {differs(*ANSWERED)}",
    )  # fmt: skip
    op.create_table(
        "reason_templates",
        sa.Column("id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("rule", sa.Integer(), nullable=True),
        sa.Column("reason_ar", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("edited_by_id", ID, nullable=False),
        sa.Column("edited_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_reason_templates"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_reason_templates_organisation_id"
        ),
        sa.ForeignKeyConstraint(["edited_by_id"], ["users.id"], name="fk_reason_templates_edited_by_id"),
    )
    op.create_index("ix_reason_templates_organisation_id", "reason_templates", ["organisation_id"])
    _decisions()
    _change_guard(UNDECIDED)


def _change_guard(condition: str) -> None:
    drop_guard("contributions_decided", "contributions")
    guard("contributions_decided", "contributions", "UPDATE", condition)


def downgrade() -> None:
    """Refuse, by name, what the version before has no room for."""
    refuse(TOO_MUCH)
    _change_guard(BEFORE)
    for name in ("moderation_decisions_held", "moderation_decisions_by_whom"):
        drop_guard(name, "moderation_decisions")
    op.drop_index("ix_moderation_decisions_batch", "moderation_decisions")
    with rebuilt("moderation_decisions") as batch:
        batch.drop_constraint("fk_moderation_decisions_batch", type_="foreignkey")
        batch.drop_column("batch")
        batch.alter_column("moderator_id", existing_type=ID, nullable=False)
    drop_guard("voice_reports_answered", "voice_reports")
    op.drop_table("voice_reports")
    op.drop_table("reason_templates")
    drop_guard("consultations_hold_after", "consultations")
    op.drop_column("consultations", "hold_after")
