"""The forum's meetings: who is invited and comes, agendas, entries of minutes, and what became of what was agreed."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.guards import differs, drop_guard, guard, refuse

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
LINE, CODE = sa.String(600), sa.String(40)
PEOPLE, MEETINGS, ACTS = "forum_people", "forum_meetings", "forum_meeting_acts"
AGENDAS, ITEMS, ATTENDANCES = "forum_agendas", "forum_agenda_items", "forum_attendances"
ENTRIES, LINKS, UPDATES = "forum_entries", "forum_entry_links", "forum_action_updates"
NAMES = ("honorific_ar", "honorific_en", "name_ar", "name_en", "email")
PUBLISHED = (
    "EXISTS (SELECT 1 FROM clause_texts c JOIN text_versions v ON v.id = c.version_id "
    "WHERE c.clause_id = {row}.clause_id AND v.published_at IS NOT NULL)"
)
MINUTES_PUBLISHED = (
    "EXISTS (SELECT 1 FROM text_versions v JOIN forum_meetings m ON m.text_id = v.text_id "
    "WHERE m.id = OLD.meeting_id AND v.published_at IS NOT NULL)"
)
ELSEWHERE = (
    "NOT EXISTS (SELECT 1 FROM clauses c JOIN forum_meetings m ON m.text_id = c.text_id "
    "WHERE c.id = NEW.clause_id AND m.id = NEW.meeting_id)"
)
NOT_THERE = (
    "NOT (CASE NEW.subject_kind WHEN 'commitment' THEN EXISTS (SELECT 1 FROM commitments s WHERE s.id = NEW.subject_id) "
    "WHEN 'organisation' THEN EXISTS (SELECT 1 FROM organisations s WHERE s.id = NEW.subject_id) ELSE FALSE END)"
)
ENDS = ("struck_at", "struck_by_id", "strike_reason_ar", "strike_reason_en")
GUARDS: tuple[tuple[str, str, str, str | tuple[str, ...]], ...] = (
    ("forum_people_no_delete", PEOPLE, "DELETE", "1 = 1"),
    (
        "forum_people_removed", PEOPLE, "UPDATE",
        "(OLD.removed_at IS NOT NULL AND {changed}) OR (NEW.removed_at IS NOT NULL AND ({named}))",
    ),
    ("forum_meetings_no_delete", MEETINGS, "DELETE", "1 = 1"),
    ("forum_meetings_stand", MEETINGS, "UPDATE", ("slug", "text_id", "keeper_id", "recorded_at", "recorded_by_id")),
    ("forum_meetings_shown", MEETINGS, "UPDATE", "OLD.shown_at IS NOT NULL AND {shown}"),
    ("forum_meetings_cancelled", MEETINGS, "UPDATE", "OLD.cancelled_at IS NOT NULL AND {all}"),
    *((f"{table}_no_{act.lower()}", table, act, "1 = 1") for table in (ACTS, AGENDAS, ITEMS, UPDATES) for act in ("UPDATE", "DELETE")),
    ("forum_attendances_no_delete", ATTENDANCES, "DELETE", "1 = 1"),
    (
        "forum_attendances_stand", ATTENDANCES, "UPDATE",
        ("meeting_id", "position", "person_id", "organisation_id", "post_ar", "post_en", "recorded_at", "recorded_by_id"),
    ),
    ("forum_attendances_published", ATTENDANCES, "UPDATE", MINUTES_PUBLISHED + " AND {told}"),
    ("forum_attendances_struck_once", ATTENDANCES, "UPDATE", "OLD.struck_at IS NOT NULL AND {struck}"),
    ("forum_entries_elsewhere", ENTRIES, "INSERT", ELSEWHERE),
    ("forum_entries_published", ENTRIES, "UPDATE", PUBLISHED.format(row="OLD")),
    ("forum_entries_stand", ENTRIES, "UPDATE", ("meeting_id", "clause_id")),
    ("forum_entries_no_delete", ENTRIES, "DELETE", "1 = 1"),
    ("forum_entry_links_subject", LINKS, "INSERT", NOT_THERE),
    ("forum_entry_links_no_delete", LINKS, "DELETE", "1 = 1"),
    ("forum_entry_links_stand", LINKS, "UPDATE", ("entry_id", "subject_kind", "subject_id", "recorded_at", "recorded_by_id")),
    ("forum_entry_links_withdrawn", LINKS, "UPDATE", "OLD.withdrawn_at IS NOT NULL"),
)  # fmt: skip
TOO_MUCH = {
    "meetings of the forum": "SELECT slug FROM forum_meetings ORDER BY day, id",
    "people of the forum": "SELECT CAST(id AS VARCHAR(40)) FROM forum_people ORDER BY id",
    "documents of meetings": (
        "SELECT d.number FROM document_attachments a JOIN documents d ON d.id = a.document_id "
        "WHERE a.subject_kind = 'meeting' ORDER BY a.id"
    ),
}


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")


def _table(
    name: str, *columns: sa.Column[Any], keys: dict[str, str], unique: tuple[tuple[str, ...], ...] = ()
) -> None:
    op.create_table(
        name,
        sa.Column("id", ID, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        *(_key(name, column, target) for column, target in keys.items()),
        *(sa.UniqueConstraint(*each, name=f"uq_{name}_{'_'.join(each)}") for each in unique),
    )


def _column(name: str, kind: sa.types.TypeEngine[Any], *, empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=empty)


def upgrade() -> None:
    """Make room; what is published of a meeting stands, and only a name goes again."""
    _people_and_meetings()
    _minutes()
    for name, table, event, condition in GUARDS:
        guard(name, table, event, _condition(condition))
    _attach_to(MEETING)


def _people_and_meetings() -> None:
    _table(
        PEOPLE, *(_column(name, LINE, empty=True) for name in NAMES[:-1]),
        _column("email", sa.String(320), empty=True), _column("language", CODE), _column("organisation_id", ID),
        _column("post_ar", LINE), _column("post_en", LINE), _column("recorded_at", MOMENT),
        _column("recorded_by_id", ID, empty=True), _column("removed_at", MOMENT, empty=True),
        _column("removed_by_id", ID, empty=True),
        keys={"organisation_id": "organisations", "recorded_by_id": "users", "removed_by_id": "users"},
    )  # fmt: skip
    _table(
        MEETINGS, _column("slug", sa.String(120)), _column("text_id", ID), _column("keeper_id", ID),
        _column("title_ar", LINE), _column("title_en", LINE), _column("day", sa.Date()),
        _column("begins", sa.Time(), empty=True), _column("ends", sa.Time(), empty=True), _column("mode", CODE),
        _column("place_ar", LINE), _column("place_en", LINE), _column("shown_at", MOMENT, empty=True),
        _column("cancelled_at", MOMENT, empty=True), _column("recorded_at", MOMENT),
        _column("recorded_by_id", ID, empty=True),
        keys={"text_id": "texts", "keeper_id": "organisations", "recorded_by_id": "users"},
        unique=(("slug",), ("text_id",)),
    )  # fmt: skip
    _table(
        ACTS, _column("meeting_id", ID), _column("kind", CODE), _column("at", MOMENT), _column("role", CODE),
        _column("user_id", ID, empty=True), _column("reason_ar", sa.Text(), empty=True),
        _column("reason_en", sa.Text(), empty=True), _column("said", sa.JSON()),
        keys={"meeting_id": MEETINGS, "user_id": "users"},
    )  # fmt: skip
    _table(
        AGENDAS, _column("meeting_id", ID), _column("number", sa.Integer()), _column("published_at", MOMENT),
        _column("published_by_id", ID, empty=True), _column("reason_ar", sa.Text(), empty=True),
        _column("reason_en", sa.Text(), empty=True),
        keys={"meeting_id": MEETINGS, "published_by_id": "users"}, unique=(("meeting_id", "number"),),
    )  # fmt: skip
    _table(
        ITEMS, _column("agenda_id", ID), _column("position", sa.Integer()), _column("title_ar", LINE),
        _column("title_en", LINE), keys={"agenda_id": AGENDAS}, unique=(("agenda_id", "position"),),
    )  # fmt: skip
    _table(
        ATTENDANCES, _column("meeting_id", ID), _column("position", sa.Integer()),
        _column("person_id", ID, empty=True), _column("organisation_id", ID), _column("post_ar", LINE),
        _column("post_en", LINE), _column("part", CODE), _column("presence", CODE),
        _column("invited_at", MOMENT, empty=True), _column("recorded_at", MOMENT),
        _column("recorded_by_id", ID, empty=True), _column("struck_at", MOMENT, empty=True),
        _column("struck_by_id", ID, empty=True), _column("strike_reason_ar", sa.Text(), empty=True),
        _column("strike_reason_en", sa.Text(), empty=True),
        keys={
            "meeting_id": MEETINGS, "person_id": PEOPLE, "organisation_id": "organisations",
            "recorded_by_id": "users", "struck_by_id": "users",
        },
        unique=(("meeting_id", "position"),),
    )  # fmt: skip
    for table, column in (
        (PEOPLE, "organisation_id"), (MEETINGS, "day"), (ACTS, "meeting_id"), (ATTENDANCES, "person_id"),
        (ATTENDANCES, "organisation_id"),
    ):  # fmt: skip
        op.create_index(f"ix_{table}_{column}", table, [column])


def _minutes() -> None:
    _table(
        ENTRIES, _column("meeting_id", ID), _column("clause_id", ID), _column("kind", CODE),
        _column("speaker_id", ID, empty=True), _column("body_id", ID, empty=True),
        _column("answers_id", ID, empty=True), _column("owner_id", ID, empty=True),
        _column("due_on", sa.Date(), empty=True),
        keys={
            "meeting_id": MEETINGS, "clause_id": "clauses", "speaker_id": ATTENDANCES, "body_id": "organisations",
            "answers_id": ENTRIES, "owner_id": "organisations",
        },
        unique=(("clause_id",),),
    )  # fmt: skip
    _table(
        LINKS, _column("entry_id", ID), _column("subject_kind", CODE), _column("subject_id", sa.BigInteger()),
        _column("recorded_at", MOMENT), _column("recorded_by_id", ID, empty=True),
        _column("withdrawn_at", MOMENT, empty=True), _column("withdrawn_by_id", ID, empty=True),
        keys={"entry_id": ENTRIES, "recorded_by_id": "users", "withdrawn_by_id": "users"},
    )  # fmt: skip
    _table(
        UPDATES, _column("entry_id", ID), _column("number", sa.Integer()), _column("status", CODE),
        _column("owner_id", ID, empty=True), _column("due_on", sa.Date(), empty=True),
        _column("note_ar", sa.Text()), _column("note_en", sa.Text()), _column("evidence_url", LINE, empty=True),
        _column("evidence_ar", LINE, empty=True), _column("evidence_en", LINE, empty=True),
        _column("as_of", sa.Date()), _column("recorded_at", MOMENT), _column("recorded_by_id", ID, empty=True),
        _column("role", CODE), _column("illustrative", sa.Boolean()),
        keys={"entry_id": ENTRIES, "owner_id": "organisations", "recorded_by_id": "users"},
        unique=(("entry_id", "number"),),
    )  # fmt: skip
    for table, column in (
        (ENTRIES, "meeting_id"), (ENTRIES, "body_id"), (ENTRIES, "owner_id"), (LINKS, "entry_id"),
    ):  # fmt: skip
        op.create_index(f"ix_{table}_{column}", table, [column])
    op.create_index(
        "uq_forum_entry_links_standing", LINKS, ["subject_kind", "subject_id", "entry_id"], unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"), postgresql_where=sa.text("withdrawn_at IS NULL"),
    )  # fmt: skip


def _condition(said: str | tuple[str, ...]) -> str:
    """Return the condition of a guard: columns that may not change, or words with what is known here alone."""
    if isinstance(said, tuple):
        return differs(*said)
    known = {
        "{changed}": differs(*NAMES, "removed_at", "removed_by_id"),
        "{named}": " OR ".join(f"NEW.{name} IS NOT NULL" for name in NAMES),
        "{shown}": differs("shown_at"),
        "{all}": differs("day", "begins", "ends", "mode", "place_ar", "place_en", "title_ar", "title_en", "cancelled_at"),
        "{told}": differs("part", "presence", "invited_at"),
        "{struck}": differs(*ENDS),
    }  # fmt: skip
    for mark, condition in known.items():
        said = said.replace(mark, condition)
    return said


ATTACHED = {
    "plan": "plans", "commitment": "commitments", "milestone": "milestones", "consultation": "consultations",
}  # fmt: skip
MEETING = {**ATTACHED, "meeting": MEETINGS}
GUARD, ATTACHMENTS = "document_attachments_there", "document_attachments"


def _attach_to(tables: dict[str, str]) -> None:
    """Let documents be attached to rows of these tables, and refuse one that is not there."""
    drop_guard(GUARD, ATTACHMENTS)
    cases = " ".join(
        f"WHEN '{kind}' THEN EXISTS (SELECT 1 FROM {table} s WHERE s.id = NEW.subject_id)"  # noqa: S608 - names
        for kind, table in tables.items()
    )
    guard(GUARD, ATTACHMENTS, "INSERT", f"NOT (CASE NEW.subject_kind {cases} ELSE FALSE END)")


def downgrade() -> None:
    """Refuse, by name, what the version before could not hold."""
    refuse(TOO_MUCH)
    _attach_to(ATTACHED)
    for name, table, *_rest in GUARDS:
        drop_guard(name, table)
    for table in (UPDATES, LINKS, ENTRIES, ATTENDANCES, ITEMS, AGENDAS, ACTS, MEETINGS, PEOPLE):
        op.drop_table(table)
