"""What an entry of minutes concerns is so from version to version; somebody is in a meeting once; no table is emptied."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.guards import differs, drop_guard, guard, postgresql, refuse
from migrations.rebuilding import rebuilt

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LINKS, ATTENDANCES, ENTRIES, PERSON = (
    "forum_entry_links", "forum_attendances", "forum_entries", "uq_forum_attendances_person",
)  # fmt: skip
VERSIONS = ("since_version_id", "until_version_id")
STAND, STOOD = f"{LINKS}_stand", ("entry_id", "subject_kind", "subject_id", "recorded_at", "recorded_by_id")
# What minutes are read by: who spoke, what an entry concerns, and a clause in all versions of its text.
INDEXES = {
    "ix_forum_entries_speaker_id": (ENTRIES, ["speaker_id"]),
    "ix_forum_entry_links_subject": (LINKS, ["subject_kind", "subject_id"]),
    "ix_clause_texts_clause_id": ("clause_texts", ["clause_id"]),
}
# Those of which no row is ever deleted; the levels of participation have theirs already.
KEPT = (
    "forum_rules", "forum_seats", "forum_people", "forum_meetings", "forum_meeting_acts", "forum_agendas",
    "forum_agenda_items", ATTENDANCES, ENTRIES, LINKS, "forum_action_updates",
)  # fmt: skip
TOO_MUCH = {
    "links that end with a version": (
        f"SELECT CAST(id AS VARCHAR(40)) FROM {LINKS} WHERE until_version_id IS NOT NULL ORDER BY id"  # noqa: S608 - a name
    )
}


def upgrade() -> None:
    """Make room; what was linked before is so from the first version on."""
    drop_guard(STAND, LINKS)
    with rebuilt(LINKS) as links:
        for name in VERSIONS:
            links.add_column(sa.Column(name, ID, nullable=True))
            links.create_foreign_key(f"fk_{LINKS}_{name}", "text_versions", [name], ["id"])
    guard(STAND, LINKS, "UPDATE", differs(*STOOD, VERSIONS[0]))
    op.create_index(
        PERSON, ATTENDANCES, ["meeting_id", "person_id"], unique=True,
        sqlite_where=sa.text("struck_at IS NULL"), postgresql_where=sa.text("struck_at IS NULL"),
    )  # fmt: skip
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)
    if postgresql():
        for table in KEPT:
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION no_truncate()"
            )


def downgrade() -> None:
    """Refuse, by name, what the version before could not hold."""
    refuse(TOO_MUCH)
    if postgresql():
        for table in KEPT:
            op.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
    for name, (table, _columns) in INDEXES.items():
        op.drop_index(name, table)
    op.drop_index(PERSON, ATTENDANCES)
    drop_guard(STAND, LINKS)
    with rebuilt(LINKS) as links:
        for name in VERSIONS:
            links.drop_constraint(f"fk_{LINKS}_{name}", type_="foreignkey")
            links.drop_column(name)
    guard(STAND, LINKS, "UPDATE", differs(*STOOD))
