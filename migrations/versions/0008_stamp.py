"""A stamp that changes with the public record, so that what was read of it need not be read again until then."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# What staff write and pages read. What people say, and their votes, are no part of it: those are read each time.
RECORD = (
    "organisations", "plans", "plan_statements", "commitments", "commitment_labels", "milestones",
    "commitment_versions", "clauses", "clause_texts", "consultations", "consultation_texts", "consultation_acts",
    "outcomes", "outcome_changes", "outcome_milestones",
)  # fmt: skip
EVENTS = ("INSERT", "UPDATE", "DELETE")


def upgrade() -> None:
    op.create_table(
        "stamps",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_stamps")),
    )
    if op.get_bind().dialect.name != "postgresql":
        for table in RECORD:
            for event in EVENTS:
                op.execute(
                    f"CREATE TRIGGER {table}_stamp_{event.lower()} AFTER {event} ON {table} "  # noqa: S608 - all of it stands above
                    "BEGIN INSERT INTO stamps (name, value) VALUES ('record', hex(randomblob(16))) "
                    "ON CONFLICT (name) DO UPDATE SET value = excluded.value; END"
                )
        return
    # At the end of the transaction, so that two writers never wait for each other in a circle.
    op.execute(
        "CREATE FUNCTION stamp_record() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "INSERT INTO stamps (name, value) VALUES ('record', gen_random_uuid()::text) "
        "ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value; RETURN NULL; END $$"
    )
    for table in RECORD:
        op.execute(
            f"CREATE CONSTRAINT TRIGGER {table}_stamp AFTER INSERT OR UPDATE OR DELETE ON {table} "
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stamp_record()"
        )


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in RECORD:
        if postgresql:
            op.execute(f"DROP TRIGGER {table}_stamp ON {table}")
            continue
        for event in EVENTS:
            op.execute(f"DROP TRIGGER {table}_stamp_{event.lower()}")
    if postgresql:
        op.execute("DROP FUNCTION stamp_record()")
    op.drop_table("stamps")
