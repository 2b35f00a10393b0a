"""What was done to accounts and organisations stays written; what was decided about an erasure, too."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FROZEN = ("account_acts", "organisation_acts")
KEPT = (*FROZEN, "organisations", "erasure_requests", "invitations")
# Of an invitation that was used, only the address may go, after its time.
USED_OTHERWISE = (
    "NEW.used_at IS NULL OR NEW.used_at <> OLD.used_at OR NEW.used_by_id IS NULL OR NEW.used_by_id <> OLD.used_by_id "
    "OR NEW.organisation_id <> OLD.organisation_id OR NEW.email NOT IN (OLD.email, '') "
    "OR NEW.email_key NOT IN (OLD.email_key, '') OR NEW.ended_at IS NOT NULL"
)
GUARDS = [
    *((f"{table}_no_delete", table, "DELETE", "TRUE") for table in KEPT),
    *((f"{table}_no_update", table, "UPDATE", "TRUE") for table in FROZEN),
    ("erasure_requests_decided", "erasure_requests", "UPDATE", "OLD.decided_at IS NOT NULL"),
    ("invitations_used", "invitations", "UPDATE", f"OLD.used_at IS NOT NULL AND ({USED_OTHERWISE})"),
]


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, event, condition in GUARDS:
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
        for table in KEPT:
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION no_truncate()"
            )


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, _, _ in GUARDS:
        op.execute(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")
        if postgresql:
            op.execute(f"DROP FUNCTION {name}()")
    if postgresql:
        for table in KEPT:
            op.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
