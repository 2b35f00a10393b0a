"""What is said or voted on has a subject and an activity; votes and numbers are kept by them, also for organisations."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

from migrations.guards import differs, drop_guard, guard, postgresql, refuse
from migrations.rebuilding import rebuilt, unguarded

if TYPE_CHECKING:
    from alembic.operations.base import BatchOperations

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CODE = sa.String(40)
COLUMNS: dict[str, sa.types.TypeEngine[Any]] = {
    "activity_id": ID,
    "subject_kind": CODE,
    "subject_id": sa.BigInteger(),
}
ON = tuple(COLUMNS)
KEPT_ONCE = "uq_kept_votes_token_hash_activity_id_subject_kind_subject_id"
# Indexes by table: name, columns, condition; those of votes are unique.
INDEXES = {
    "contributions": (
        ("ix_contributions_consultation_thread", ["consultation_id", *ON[1:], "depth", "id"], None),
        ("ix_contributions_whole", ["consultation_id", "depth", "id"], "subject_kind = 'text'"),
    ),
    "votes": (
        ("uq_votes_person", ["consultation_id", *ON, "user_id"], "organisation_id IS NULL"),
        ("uq_votes_organisation", ["consultation_id", *ON, "organisation_id"], "organisation_id IS NOT NULL"),
    ),
    "kept_votes": (),
}
INDEXES_BEFORE = {
    "contributions": (
        ("ix_contributions_consultation_thread", ["consultation_id", "clause_id", "depth", "id"], None),
    ),
    "votes": tuple(
        (f"uq_votes_{kind}", ["consultation_id", f"{kind}_id", "user_id"], f"{kind}_id IS NOT NULL")
        for kind in ("clause", "contribution")
    ),
    "kept_votes": (),
}

# The text that a version is of, and what a consultation asks about.
TEXT_OF = "(SELECT v.text_id FROM text_versions v WHERE v.id = {version})"
ASKED = "consultation_texts t JOIN text_versions v ON v.id = t.version_id"
FIRST_TEXT = (
    f"(SELECT v.text_id FROM {ASKED} WHERE t.consultation_id = {{row}}.consultation_id "  # noqa: S608 - from above
    "ORDER BY t.position, t.id LIMIT 1)"
)
ACTIVITY = (
    "(SELECT a.id FROM activities a WHERE a.consultation_id = {row}.consultation_id AND a.kind = {kind})"
)
ROOT_KIND = (
    "(CASE contributions.depth WHEN 0 THEN contributions.kind "
    "WHEN 1 THEN (SELECT p.kind FROM contributions p WHERE p.id = contributions.parent_id) "
    "ELSE (SELECT r.kind FROM contributions p JOIN contributions r ON r.id = p.parent_id "
    "WHERE p.id = contributions.parent_id) END)"
)
# What was said under a proposal belongs to the proposals.
SAID_IN = ACTIVITY.format(
    row="contributions", kind=f"(CASE WHEN {ROOT_KIND} = 'proposal' THEN 'proposal' ELSE 'comment' END)"
)
FILL = {
    "contributions": {
        "activity_id": SAID_IN,
        "subject_kind": "CASE WHEN clause_id IS NULL THEN 'text' ELSE 'clause' END",
        "subject_id": f"COALESCE(clause_id, {TEXT_OF.format(version='contributions.version_id')})",
    },
    **{
        table: {
            "activity_id": ACTIVITY.format(row=table, kind="'vote'"),
            "subject_kind": "CASE WHEN clause_id IS NULL THEN 'contribution' ELSE 'clause' END",
            "subject_id": "COALESCE(clause_id, contribution_id)",
        }
        for table in ("votes", "kept_votes")
    },
}
BACK = {
    "contributions": {"clause_id": "CASE WHEN subject_kind = 'clause' THEN subject_id END"},
    **{
        table: {
            f"{kind}_id": f"CASE WHEN subject_kind = '{kind}' THEN subject_id END"
            for kind in ("clause", "contribution")
        }
        for table in ("votes", "kept_votes")
    },
}
# The keys that a subject took the place of.
KEYS = {
    "contributions": {"clause_id": "clauses"},
    "votes": {"clause_id": "clauses", "contribution_id": "contributions"},
    "kept_votes": {"clause_id": "clauses", "contribution_id": "contributions"},
}

# A contribution's identity never changes.
IDENTITY = (
    "reference", "consultation_id", "kind", *ON, "version_id", "parent_id", "depth", "about", "language",
    "stance", "fingerprint", "received_at", "posted_at", "late",
)  # fmt: skip
IDENTITY_BEFORE = tuple(
    "clause_id" if name == "subject_id" else name for name in IDENTITY if name not in ON[:2]
)

HOME = "EXISTS (SELECT 1 FROM activities a WHERE a.id = NEW.activity_id AND a.consultation_id = NEW.consultation_id)"
# In its own parentheses, or PostgreSQL takes its first THEN for that of the IF around it.
REAL = (
    "(CASE NEW.subject_kind "  # noqa: S608 - all of it stands above
    "WHEN 'clause' THEN EXISTS (SELECT 1 FROM consultation_texts t JOIN clause_texts w ON w.version_id = t.version_id "
    "WHERE t.consultation_id = NEW.consultation_id AND w.clause_id = NEW.subject_id) "
    f"WHEN 'text' THEN EXISTS (SELECT 1 FROM {ASKED} "
    "WHERE t.consultation_id = NEW.consultation_id AND v.text_id = NEW.subject_id) "
    "WHEN 'contribution' THEN EXISTS (SELECT 1 FROM contributions s "
    "WHERE s.id = NEW.subject_id AND s.consultation_id = NEW.consultation_id) ELSE FALSE END)"
)
THREAD = (
    "NEW.parent_id IS NULL OR EXISTS (SELECT 1 FROM contributions p WHERE p.id = NEW.parent_id "
    "AND p.consultation_id = NEW.consultation_id AND p.activity_id = NEW.activity_id "
    "AND p.subject_kind = NEW.subject_kind AND p.subject_id = NEW.subject_id)"
)
# Name, table, event and what has to hold. A vote's voter may be another where it is an organisation's.
HOLDS = (
    *(
        (f"{table}_{name}{after}", table, event, rule)
        for table, events in (
            ("contributions", {"": "INSERT"}),
            ("votes", {"": "INSERT"}),
            ("kept_votes", {"": "INSERT", "_update": "UPDATE"}),
        )
        for name, rule in (("activity", HOME), ("subject", REAL))
        for after, event in events.items()
    ),
    ("contributions_thread", "contributions", "INSERT", THREAD),
)
# What the version before has no room for, each with what names it.
TOO_MUCH = {
    "contributions about a contribution": (
        "SELECT reference FROM contributions WHERE subject_kind NOT IN ('clause', 'text') ORDER BY 1"
    ),
    "votes on other things": (
        "SELECT CAST(id AS VARCHAR(40)) FROM votes WHERE subject_kind NOT IN ('clause', 'contribution') ORDER BY id"
    ),
    "votes of organisations": (
        "SELECT CAST(id AS VARCHAR(40)) FROM votes WHERE organisation_id IS NOT NULL ORDER BY id"
    ),
    "votes that were taken back": "SELECT CAST(id AS VARCHAR(40)) FROM votes WHERE choice = 'none' ORDER BY id",
    "second votes of a person on one thing": (
        "SELECT CAST(MAX(id) AS VARCHAR(40)) FROM votes "
        "GROUP BY consultation_id, subject_kind, subject_id, user_id HAVING COUNT(*) > 1 ORDER BY MAX(id)"
    ),
}

# Under what a number was kept before. Votes belong to the votes, whatever else to the comments; what was said
# elsewhere is then moved there from what is kept of the comments.
VOTED = "b.name IN ('agree', 'disagree', 'pass')"
SUBJECT = (
    f"CASE WHEN b.subject = 'whole' THEN 'text:' || CAST({FIRST_TEXT.format(row='b')} AS VARCHAR(40)) "
    "WHEN b.subject LIKE 'voice:%' THEN 'contribution:' || substr(b.subject, 7) ELSE b.subject END"
)
CARRY = (
    "INSERT INTO tallies (consultation_id, subject, name, activity_id, slot, value) "  # noqa: S608 - all of it stands above
    f"SELECT b.consultation_id, {SUBJECT}, b.name, "
    + ACTIVITY.format(row="b", kind=f"(CASE WHEN {VOTED} THEN 'vote' ELSE 'comment' END)")
    + ", b.slot, b.value FROM tallies_before b"
)
CARRY_BACK = (
    "INSERT INTO tallies (consultation_id, subject, name, slot, value) "
    "SELECT b.consultation_id, b.before_it, b.name, b.slot, SUM(b.value) FROM (SELECT consultation_id, name, slot, value, "
    "CASE WHEN subject LIKE 'text:%' THEN 'whole' WHEN subject LIKE 'contribution:%' THEN 'voice:' || substr(subject, 14) "
    "ELSE subject END AS before_it FROM tallies_before) b GROUP BY b.consultation_id, b.before_it, b.name, b.slot"
)
VOICE, SHOWN = "c.kind <> 'clarification'", "c.status = 'published'"
CODE_OF = "c.subject_kind || ':' || CAST(c.subject_id AS VARCHAR(40))"
# Subject, what it was kept under where that is not by subject, name, and which contributions count.
SAID = (
    ("'all'", "'all'", "c.status", VOICE),
    (CODE_OF, None, "'voices'", f"{VOICE} AND {SHOWN}"),
    (CODE_OF, None, "c.stance", f"{VOICE} AND {SHOWN} AND c.stance IS NOT NULL"),
    (CODE_OF, None, "'clarified'", f"NOT {VOICE} AND {SHOWN}"),
)
ADD = (
    "INSERT INTO tallies (consultation_id, subject, name, activity_id, slot, value) {rows} "
    "ON CONFLICT (consultation_id, subject, name, activity_id, slot) DO UPDATE SET value = tallies.value + excluded.value"
)


def upgrade() -> None:
    for table in FILL:
        _exchange(table)
    _tallies(by_activity=True)
    op.execute(CARRY)
    _move_what_was_said_elsewhere()
    op.drop_table("tallies_before")
    _convert_drafts(_forth)
    for name, table, event, rule in HOLDS:
        guard(name, table, event, f"NOT ({rule})")
    guard("votes_identity", "votes", "UPDATE", _moved())


def downgrade() -> None:
    """Refuse, by name, what the version before could not hold."""
    refuse(TOO_MUCH)
    for name, table, _event, _rule in HOLDS:
        drop_guard(name, table)
    drop_guard("votes_identity", "votes")
    _convert_drafts(_back)
    _tallies(by_activity=False)
    op.execute(CARRY_BACK)
    op.drop_table("tallies_before")
    for table in FILL:
        _exchange_back(table)


def _exchange(table: str) -> None:
    """Put subject and activity in the place of the keys that a table had."""
    for name, kind in COLUMNS.items():
        op.add_column(table, sa.Column(name, kind, nullable=True))
    if table == "votes":
        op.add_column(table, sa.Column("organisation_id", ID, nullable=True))
    _fill(table, FILL[table])
    _drop_indexes(table, INDEXES_BEFORE)
    if table == "contributions":
        drop_guard("contributions_identity", table)
    with rebuilt(table) as changing:
        _drop_keys(changing, table)
        for name, kind in COLUMNS.items():
            changing.alter_column(name, existing_type=kind, nullable=False)
        changing.create_foreign_key(f"fk_{table}_activity_id", "activities", ["activity_id"], ["id"])
        if table == "votes":
            changing.create_foreign_key(
                "fk_votes_organisation_id", "organisations", ["organisation_id"], ["id"]
            )
        if table == "kept_votes":
            changing.create_unique_constraint(KEPT_ONCE, ["token_hash", *ON])
    _create_indexes(table, INDEXES)
    if table == "contributions":
        guard("contributions_identity", table, "UPDATE", differs(*IDENTITY))


def _drop_keys(changing: BatchOperations, table: str) -> None:
    if table != "contributions":
        changing.drop_constraint(op.f(f"ck_{table}_one_subject"), type_="check")
    for name in KEYS[table]:
        if table == "kept_votes":
            changing.drop_constraint(f"uq_kept_votes_token_hash_{name}", type_="unique")
        changing.drop_constraint(f"fk_{table}_{name}", type_="foreignkey")
        changing.drop_column(name)


def _exchange_back(table: str) -> None:
    """Put the keys that a table had in the place of subject and activity."""
    for name in KEYS[table]:
        op.add_column(table, sa.Column(name, ID, nullable=True))
    _fill(table, BACK[table])
    _drop_indexes(table, INDEXES)
    if table == "contributions":
        drop_guard("contributions_identity", table)
    with rebuilt(table) as changing:
        if table == "kept_votes":
            changing.drop_constraint(KEPT_ONCE, type_="unique")
        changing.drop_constraint(f"fk_{table}_activity_id", type_="foreignkey")
        if table == "votes":
            changing.drop_constraint("fk_votes_organisation_id", type_="foreignkey")
            changing.drop_column("organisation_id")
        for name in ON:
            changing.drop_column(name)
        for name, home in KEYS[table].items():
            changing.create_foreign_key(f"fk_{table}_{name}", home, [name], ["id"])
            if table == "kept_votes":
                changing.create_unique_constraint(f"uq_kept_votes_token_hash_{name}", ["token_hash", name])
        if table != "contributions":
            changing.create_check_constraint(
                op.f(f"ck_{table}_one_subject"), "(clause_id IS NULL) <> (contribution_id IS NULL)"
            )
    _create_indexes(table, INDEXES_BEFORE)
    if table == "contributions":
        guard("contributions_identity", table, "UPDATE", differs(*IDENTITY_BEFORE))


def _fill(table: str, columns: dict[str, str]) -> None:
    values = ", ".join(f"{name} = {value}" for name, value in columns.items())
    with unguarded(table):
        op.execute(f"UPDATE {table} SET {values}")  # noqa: S608 - all of it stands above


Indexes = dict[str, tuple[tuple[str, list[str], str | None], ...]]


def _create_indexes(table: str, indexes: Indexes) -> None:
    for name, columns, where in indexes[table]:
        only = None if where is None else sa.text(where)
        op.create_index(
            name, table, columns, unique=name.startswith("uq"), sqlite_where=only, postgresql_where=only
        )


def _drop_indexes(table: str, indexes: Indexes) -> None:
    for name, _columns, _where in indexes[table]:
        op.drop_index(name, table)


def _tallies(*, by_activity: bool) -> None:
    """Put the table of numbers aside, and make it anew: a key cannot be changed in place."""
    if postgresql():
        op.execute("ALTER TABLE tallies DROP CONSTRAINT pk_tallies")
    op.rename_table("tallies", "tallies_before")
    activity = [sa.Column("activity_id", ID, nullable=False)] if by_activity else []
    homes = {"consultation_id": "consultations"} | ({"activity_id": "activities"} if by_activity else {})
    key = ["consultation_id", "subject", "name", *(["activity_id"] if by_activity else []), "slot"]
    op.create_table(
        "tallies",
        sa.Column("consultation_id", ID, nullable=False),
        sa.Column("subject", CODE, nullable=False),
        sa.Column("name", CODE, nullable=False),
        *activity,
        sa.Column("slot", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [f"{home}.id"], name=op.f(f"fk_tallies_{name}"))
            for name, home in homes.items()
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_tallies")),
    )


def _move_what_was_said_elsewhere() -> None:
    """Take what was said on proposals, and on a second text as a whole, from what is kept of the comments."""
    first = f"'text:' || CAST({FIRST_TEXT.format(row='c')} AS VARCHAR(40))"
    comments = ACTIVITY.format(row="c", kind="'comment'")
    kept_on = f"CASE WHEN c.subject_kind = 'text' THEN {first} ELSE {CODE_OF} END"
    elsewhere = f"(c.activity_id <> {comments} OR {kept_on} <> {CODE_OF})"
    for subject, before, name, condition in SAID:
        there = f"FROM contributions c WHERE {condition} AND {elsewhere} GROUP BY 1, 2, 3, 4"
        for on, activity, sign in ((subject, "c.activity_id", ""), (before or kept_on, comments, "-")):
            rows = f"SELECT c.consultation_id, {on}, {name}, {activity}, 0, {sign}COUNT(*) {there}"
            op.execute(ADD.format(rows=rows))


def _convert_drafts(convert: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Let words that wait say what they are about as the version does that will publish them."""
    connection = op.get_bind()
    drafts = sa.table("contribution_drafts", sa.column("id", ID), sa.column("words", sa.JSON()))
    for row in connection.execute(sa.select(drafts)).all():
        if row.words:  # What was published has left nothing.
            connection.execute(
                drafts.update().where(drafts.c.id == row.id).values(words=convert(dict(row.words)))
            )


def _forth(words: dict[str, Any]) -> dict[str, Any]:
    clause = words.pop("clause_id", None)
    return {**words, "subject": None if clause is None else f"clause:{clause}", "activity": None}


def _back(words: dict[str, Any]) -> dict[str, Any]:
    kind, _, number = (words.pop("subject", None) or "").partition(":")
    return {
        **{name: value for name, value in words.items() if name != "activity"},
        "clause_id": int(number) if kind == "clause" else None,
    }


def _moved() -> str:
    """Return that a vote became one on something else, or another person's; an organisation's may be cast by another."""
    voter = f"(NEW.organisation_id IS NULL AND {differs('user_id')})"
    return f"{differs('consultation_id', *ON, 'organisation_id')} OR {voter}"
