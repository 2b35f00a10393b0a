"""The reason of a request to erase that was decided is emptied: later ones have been since they were decided."""

from __future__ import annotations

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

GUARD, TABLE = "erasure_requests_decided", "erasure_requests"


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP TRIGGER {GUARD} ON {TABLE}" if postgresql else f"DROP TRIGGER {GUARD}")
    op.execute("UPDATE erasure_requests SET reason = '' WHERE decided_at IS NOT NULL AND reason <> ''")
    # As migration 0005 has it.
    if postgresql:
        op.execute(f"CREATE TRIGGER {GUARD} BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {GUARD}()")
    else:
        op.execute(
            f"CREATE TRIGGER {GUARD} BEFORE UPDATE ON {TABLE} WHEN OLD.decided_at IS NOT NULL "
            f"BEGIN SELECT RAISE(ABORT, 'refused: {GUARD}'); END"
        )


def downgrade() -> None:
    """What was emptied stays so."""
