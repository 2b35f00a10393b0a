"""What commitments answer and stand for, milestones as of a day, contacts in two languages, translations of voices."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORDS = ("title", "problem", "body")
# Only erasing changes a translation, and then it takes all words.
CHANGED = " OR ".join(f"NEW.{name} IS NOT NULL" for name in WORDS)
GUARDS = [
    ("contribution_translations_no_delete", "DELETE", "TRUE"),
    ("contribution_translations_no_update", "UPDATE", CHANGED),
]


def upgrade() -> None:
    op.add_column("milestones", sa.Column("as_of", sa.Date(), nullable=True))
    op.execute("ALTER TABLE consultations RENAME COLUMN contact_name TO contact_name_ar")
    op.add_column(
        "consultations", sa.Column("contact_name_en", sa.String(600), nullable=False, server_default="")
    )
    op.create_table(
        "commitment_labels",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("commitment_id", NUMBER, nullable=False),
        sa.Column("family", sa.String(40), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_commitment_labels_commitment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_labels")),
        sa.UniqueConstraint(
            "commitment_id", "family", "code", name=op.f("uq_commitment_labels_commitment_id_family_code")
        ),
    )
    op.create_table(
        "contribution_translations",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("contribution_id", NUMBER, nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in WORDS),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("user_id", NUMBER, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.id"],
            name=op.f("fk_contribution_translations_contribution_id"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_contribution_translations_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_translations")),
        sa.UniqueConstraint(
            "contribution_id",
            "language",
            "number",
            name=op.f("uq_contribution_translations_contribution_id_language_number"),
        ),
    )
    _guard()


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.drop_table("contribution_translations")
    if postgresql:
        for name, _, _ in GUARDS:
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("commitment_labels")
    op.drop_column("consultations", "contact_name_en")
    op.execute("ALTER TABLE consultations RENAME COLUMN contact_name_ar TO contact_name")
    op.drop_column("milestones", "as_of")


def _guard() -> None:
    table = "contribution_translations"
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, event, condition in GUARDS:
        if not postgresql:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, 'refused: {name}'); END"
            )
            continue
        result = "OLD" if event == "DELETE" else "NEW"
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN RAISE EXCEPTION 'refused: {name}' USING ERRCODE = 'integrity_constraint_violation'; "
            f"END IF; RETURN {result}; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    if postgresql:
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION no_truncate()"
        )
