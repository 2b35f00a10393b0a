"""Documents: their versions, what they are attached to, and what was done with each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guards import differs, drop_guard, guard, postgresql, refuse

revision = "0035"
down_revision = "0038"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LINE, CODE, MOMENT, PROSE = sa.String(600), sa.String(40), sa.DateTime(timezone=True), sa.Text()
TABLES = ("document_erasures", "document_acts", "document_attachments", "document_versions", "documents")
WAITING = "decided_at IS NULL"
ERASED = "EXISTS (SELECT 1 FROM documents d WHERE d.id = OLD.document_id AND d.erased_at IS NOT NULL)"
DECIDED = "EXISTS (SELECT 1 FROM document_erasures e WHERE e.document_id = OLD.id AND e.accepted)"
THERE = (
    "(CASE NEW.subject_kind "
    "WHEN 'plan' THEN EXISTS (SELECT 1 FROM plans t WHERE t.id = NEW.subject_id) "
    "WHEN 'commitment' THEN EXISTS (SELECT 1 FROM commitments t WHERE t.id = NEW.subject_id) "
    "WHEN 'milestone' THEN EXISTS (SELECT 1 FROM milestones t WHERE t.id = NEW.subject_id) "
    "WHEN 'consultation' THEN EXISTS (SELECT 1 FROM consultations t WHERE t.id = NEW.subject_id) "
    "ELSE FALSE END)"
)
EMPTIED = ("size", "sha256", "stored_key", "address", "stem")
FIXED = ("id", "document_id", "number", "languages", "media_type", "dated_on", "added_at", "added_by_id")


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("id", ID, nullable=False),
        sa.Column("slug", sa.String(120), nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("title_ar", LINE, nullable=False),
        sa.Column("title_en", LINE, nullable=False),
        sa.Column("publisher_id", ID, nullable=True),
        sa.Column("number", LINE, nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("visibility", CODE, nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("erased_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["publisher_id"], ["organisations.id"], name="fk_documents_publisher_id"),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("slug", name="uq_documents_slug"),
    )
    op.create_index("ix_documents_kind", "documents", ["kind"])
    op.create_index("ix_documents_publisher_id", "documents", ["publisher_id"])
    _create(
        "document_versions",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("languages", CODE, nullable=False),
        sa.Column("media_type", sa.String(120), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("stored_key", sa.String(80), nullable=True),
        sa.Column("address", PROSE, nullable=False),
        sa.Column("stem", LINE, nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("added_at", MOMENT, nullable=False),
        *_account("document_versions", "added_by_id"),
        sa.UniqueConstraint("document_id", "number", name="uq_document_versions_document_id_number"),
        sa.UniqueConstraint("stored_key", name="uq_document_versions_stored_key"),
    )
    _create(
        "document_attachments",
        sa.Column("subject_kind", CODE, nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        *_account("document_attachments", "by_id"),
        sa.Column("ended_at", MOMENT, nullable=True),
        *_account("document_attachments", "ended_by_id"),
    )
    op.create_index(
        "uq_document_attachments_standing", "document_attachments", ["subject_kind", "subject_id", "document_id"],
        unique=True, sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL"),
    )  # fmt: skip
    op.create_index("ix_document_attachments_document_id", "document_attachments", ["document_id"])
    _create(
        "document_acts",
        sa.Column("kind", CODE, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        *_account("document_acts", "by_id"),
        sa.Column("role", CODE, nullable=False),
        sa.Column("reason_ar", PROSE, nullable=False),
        sa.Column("reason_en", PROSE, nullable=False),
    )
    op.create_index("ix_document_acts_document_id", "document_acts", ["document_id"])
    _create(
        "document_erasures",
        *_account("document_erasures", "asked_by_id", nullable=False),
        sa.Column("reason", PROSE, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        *_account("document_erasures", "decided_by_id"),
        sa.Column("accepted", sa.Boolean(), nullable=True),
    )
    op.create_index(
        "uq_document_erasures_waiting", "document_erasures", ["document_id"], unique=True,
        sqlite_where=sa.text(WAITING), postgresql_where=sa.text(WAITING),
    )  # fmt: skip
    _guard()


def downgrade() -> None:
    refuse({"documents": "SELECT slug FROM documents ORDER BY slug"})
    for name, table in GUARDS:
        drop_guard(name, table)
    for table in TABLES:
        drop_guard(f"{table}_no_delete", table)
        op.drop_table(table)


def _create(table: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        sa.Column("document_id", ID, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=f"fk_{table}_document_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )


def _account(table: str, name: str, *, nullable: bool = True) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column(name, ID, nullable=nullable),
        sa.ForeignKeyConstraint([name], ["users.id"], name=f"fk_{table}_{name}"),
    )


GUARDS = (
    ("documents_identity", "documents"),
    ("documents_erased", "documents"),
    ("documents_erasing", "documents"),
    ("document_versions_fixed", "document_versions"),
    ("document_versions_emptied", "document_versions"),
    ("document_attachments_there", "document_attachments"),
    ("document_attachments_fixed", "document_attachments"),
    ("document_acts_no_update", "document_acts"),
    ("document_erasures_decided", "document_erasures"),
)


def _guard() -> None:
    """Files are never changed but emptied, once two persons decided it; acts stay; nothing is deleted."""
    for table in TABLES:
        guard(f"{table}_no_delete", table, "DELETE", "TRUE")
        if postgresql():
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION no_truncate()"
            )
    guard(
        "documents_identity",
        "documents",
        "UPDATE",
        f"{differs('id', 'slug', 'publisher_id', 'created_at')} OR NEW.current NOT IN (OLD.current, OLD.current + 1)",
    )
    guard("documents_erased", "documents", "UPDATE", "OLD.erased_at IS NOT NULL")
    guard(
        "documents_erasing",
        "documents",
        "UPDATE",
        f"OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NOT {DECIDED}",
    )
    guard("document_versions_fixed", "document_versions", "UPDATE", differs(*FIXED))
    guard(
        "document_versions_emptied", "document_versions", "UPDATE",
        f"{differs(*EMPTIED)} AND NOT (NEW.size IS NULL AND NEW.stored_key IS NULL AND NEW.sha256 = '' "
        f"AND NEW.address = '' AND NEW.stem = '' AND {ERASED})",
    )  # fmt: skip
    guard("document_attachments_there", "document_attachments", "INSERT", f"NOT {THERE}")
    guard(
        "document_attachments_fixed", "document_attachments", "UPDATE",
        f"{differs('id', 'document_id', 'subject_kind', 'subject_id', 'at', 'by_id')} OR OLD.ended_at IS NOT NULL",
    )  # fmt: skip
    guard("document_acts_no_update", "document_acts", "UPDATE", "TRUE")
    guard(
        "document_erasures_decided", "document_erasures", "UPDATE",
        f"{differs('id', 'document_id', 'asked_by_id', 'at')} OR OLD.decided_at IS NOT NULL",
    )  # fmt: skip
