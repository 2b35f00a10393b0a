"""The stamp of the public record goes: nothing that was read is kept between requests any more (decision 46)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# Those of 0008, and the one of 0011 to which nothing but rows are added.
RECORD = (
    "organisations", "plans", "plan_statements", "commitments", "commitment_labels", "milestones",
    "commitment_versions", "clauses", "clause_texts", "consultations", "consultation_texts", "consultation_acts",
    "outcomes", "outcome_changes", "outcome_milestones",
)  # fmt: skip
DIFFERENCES = "clause_differences"
EVENTS = ("INSERT", "UPDATE", "DELETE")


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in (*RECORD, DIFFERENCES):
            op.execute(f"DROP TRIGGER {table}_stamp ON {table}")
        op.execute("DROP FUNCTION stamp_record()")
    else:
        for table, event in _of_sqlite():
            op.execute(f"DROP TRIGGER {table}_stamp_{event.lower()}")
    op.drop_table("stamps")


def downgrade() -> None:
    op.create_table(
        "stamps",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_stamps")),
    )
    if op.get_bind().dialect.name != "postgresql":
        for table, event in _of_sqlite():
            op.execute(
                f"CREATE TRIGGER {table}_stamp_{event.lower()} AFTER {event} ON {table} "  # noqa: S608 - all of it stands above
                "BEGIN INSERT INTO stamps (name, value) VALUES ('record', hex(randomblob(16))) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value; END"
            )
        return
    op.execute(
        "CREATE FUNCTION stamp_record() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "INSERT INTO stamps (name, value) VALUES ('record', gen_random_uuid()::text) "
        "ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value; RETURN NULL; END $$"
    )
    for table in (*RECORD, DIFFERENCES):
        events = "INSERT" if table == DIFFERENCES else "INSERT OR UPDATE OR DELETE"
        op.execute(
            f"CREATE CONSTRAINT TRIGGER {table}_stamp AFTER {events} ON {table} "
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stamp_record()"
        )


def _of_sqlite() -> list[tuple[str, str]]:
    return [(table, event) for table in RECORD for event in EVENTS] + [(DIFFERENCES, "INSERT")]
