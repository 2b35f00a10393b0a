"""What was said is its revisions', with seal and words; what is about them says which one; seals know two versions."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.guards import differs, drop_guard, guard, postgresql, refuse
from migrations.rebuilding import rebuilt, unguarded

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SAID, REVISIONS = "contributions", "contribution_revisions"
COUNTED, REVISED, STANCES = (
    "ix_contributions_counted", "ix_contributions_revised", "ix_contribution_revisions_counted",
)  # fmt: skip
# Tables whose rows are about a revision of the contribution that stands in them; and of their subject, if it is one.
ABOUT, VOTES = (
    ("contribution_translations", "moderation_decisions", "summary_citations"),
    ("votes", "kept_votes"),
)

# What moves from a contribution to its first revision, and what comes beside it.
MOVED: dict[str, sa.types.TypeEngine[Any]] = {
    "title": sa.Text(), "problem": sa.Text(), "body": sa.Text(), "stance": sa.String(40), "language": sa.String(40),
    "shown_name": sa.String(600), "salt": sa.LargeBinary(16), "fingerprint": sa.String(64),
    "received_at": sa.DateTime(timezone=True),
}  # fmt: skip
ADDED: dict[str, sa.types.TypeEngine[Any]] = {"details": sa.Text(), "seal_version": sa.Integer()}
ALWAYS = ("language", "fingerprint", "received_at", "seal_version")
NAMES = ", ".join(MOVED)
# What erasing destroys of a revision, and what never changes.
WORDS = ("title", "problem", "body", "shown_name", "salt", "details")
KEPT = ("contribution_id", "number", "consultation_id", "stance", *ALWAYS)

# What a contribution is never changes; who said it only vanishes, when it is erased.
IDENTITY = (
    "reference", "consultation_id", "kind", "activity_id", "subject_kind", "subject_id", "version_id", "parent_id",
    "parent_revision", "depth", "about", "channel", "posted_at", "late",
)  # fmt: skip
WHO = ("author_id", "organisation_id")
# As the version before had it.
IDENTITY_BEFORE = (
    "reference", "consultation_id", "kind", "activity_id", "subject_kind", "subject_id", "version_id", "parent_id",
    "depth", "about", "language", "stance", "fingerprint", "received_at", "posted_at", "late",
)  # fmt: skip
WORDS_BEFORE = ("title", "problem", "body", "salt")
WHO_BEFORE = (*WORDS_BEFORE, "author_id", "shown_name", "organisation_id")

# The rows of a contribution's revisions, and the highest number among them.
OWN = f"FROM {REVISIONS} r WHERE r.contribution_id ="
NEXT = f"(SELECT 1 + COALESCE(MAX(r.number), 0) {OWN} NEW.contribution_id)"
AT_HOME = (
    f"EXISTS (SELECT 1 FROM {SAID} c WHERE c.id = NEW.contribution_id AND c.consultation_id = NEW.consultation_id "  # noqa: S608 - a name
    "AND c.status <> 'erased')"
)
HOME = (f"{REVISIONS}_at_home", REVISIONS, "INSERT", f"NOT {AT_HOME}")
ERASED = f"EXISTS (SELECT 1 FROM {SAID} c WHERE c.id = NEW.contribution_id AND c.status = 'erased')"  # noqa: S608 - a name
# A number that goes back, one that no revision has, and a reply that answers no revision of its parent.
BACK = "NEW.revision_number < OLD.revision_number"
NONE = f"NOT EXISTS (SELECT 1 {OWN} NEW.id AND r.number = NEW.revision_number)"
PARENTLESS = (
    "(NEW.parent_id IS NULL AND NEW.parent_revision IS NOT NULL) OR (NEW.parent_id IS NOT NULL AND NOT EXISTS "
    f"(SELECT 1 {OWN} NEW.parent_id AND r.number = NEW.parent_revision))"
)
# A vote on a contribution that is on no revision of it, and one on something else that is on a revision.
NOT_ON_ONE = (
    "(NEW.subject_kind <> 'contribution' AND NEW.revision IS NOT NULL) OR (NEW.subject_kind = 'contribution' "
    f"AND NOT EXISTS (SELECT 1 {OWN} NEW.subject_id AND r.number = NEW.revision))"
)
EMPTY = (
    f"UPDATE {REVISIONS} SET {', '.join(f'{name} = NULL' for name in WORDS)} WHERE contribution_id = NEW.id;"  # noqa: S608 - names
)
EMPTYING, NO_TRUNCATE = "contributions_erased_words", f"{REVISIONS}_no_truncate"

# What the version before has no room for, each with what names it.
WITH = f"SELECT c.reference FROM {SAID} c WHERE EXISTS (SELECT 1 {OWN} c.id AND {{what}}) ORDER BY c.id"  # noqa: S608 - names
TOO_MUCH = {
    "revisions of a contribution": WITH.format(what="r.number > 1"),
    "seals of version 2": WITH.format(what="r.seal_version <> 1"),
    "contributions that came another way": f"SELECT reference FROM {SAID} WHERE channel <> 'site' ORDER BY id",  # noqa: S608 - a name
}


def upgrade() -> None:
    _make_revisions()
    for name, table, _event, _condition in _guards_before():
        drop_guard(name, table)
    op.drop_index(COUNTED, SAID)
    with rebuilt(SAID) as said:
        for name in MOVED:
            said.drop_column(name)
        said.add_column(sa.Column("revision_number", sa.Integer(), nullable=False, server_default="1"))
        said.add_column(sa.Column("parent_revision", sa.Integer(), nullable=True))
        said.add_column(sa.Column("channel", sa.String(40), nullable=False, server_default="site"))
    op.execute(f"UPDATE {SAID} SET parent_revision = 1 WHERE parent_id IS NOT NULL")  # noqa: S608 - a name
    op.create_index(COUNTED, SAID, ["consultation_id", "status", "late", "kind"])
    _index(REVISED, SAID, "consultation_id", "revision_number", where="revision_number > 1")
    for table in ABOUT:
        with rebuilt(table) as about:
            about.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
            about.create_foreign_key(
                _key(table), REVISIONS, ["contribution_id", "revision"], ["contribution_id", "number"]
            )
        # Who adds a row says which one it is about.
        with rebuilt(table) as about:
            about.alter_column("revision", existing_type=sa.Integer(), server_default=None)
    for table in VOTES:
        op.add_column(table, sa.Column("revision", sa.Integer(), nullable=True))
        with unguarded(table):
            op.execute(f"UPDATE {table} SET revision = 1 WHERE subject_kind = 'contribution'")  # noqa: S608 - a name
    for each in _guards():
        guard(*each)
    # Who erases holds the row: a revision that is added meanwhile sees what became of it, or is seen and emptied.
    guard(*HOME, held=f"{SAID} WHERE id = NEW.contribution_id")
    _empty_when_erased()


def downgrade() -> None:
    """Refuse, by name, what the version before could not hold."""
    refuse(TOO_MUCH)
    if postgresql():
        op.execute(f"DROP TRIGGER {NO_TRUNCATE} ON {REVISIONS}")
    drop_guard(EMPTYING, SAID)
    for name, table, _event, _condition in (HOME, *_guards()):
        drop_guard(name, table)
    for table in VOTES:
        op.drop_column(table, "revision")
    for table in ABOUT:
        with rebuilt(table) as about:
            about.drop_constraint(_key(table), type_="foreignkey")
            about.drop_column("revision")
    for index in (REVISED, COUNTED):
        op.drop_index(index, SAID)
    with rebuilt(SAID) as said:
        for name in ("parent_revision", "revision_number", "channel"):
            said.drop_column(name)
        for name, kind in MOVED.items():
            said.add_column(sa.Column(name, kind, nullable=True))
    op.execute(f"UPDATE {SAID} SET ({NAMES}) = (SELECT {NAMES} {OWN} {SAID}.id)")  # noqa: S608 - names
    with rebuilt(SAID) as said:
        for name in ALWAYS[:-1]:
            said.alter_column(name, existing_type=MOVED[name], nullable=False)
    op.create_index(COUNTED, SAID, ["consultation_id", "status", "late", "stance", "kind"])
    for each in _guards_before():
        guard(*each)
    op.drop_table(REVISIONS)


def _make_revisions() -> None:
    """Make the first revision of everything that was said, under the seal that it was given."""
    op.create_table(
        REVISIONS,
        sa.Column("contribution_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("consultation_id", ID, nullable=False),
        *(sa.Column(name, kind, nullable=name not in ALWAYS) for name, kind in {**MOVED, **ADDED}.items()),
        sa.ForeignKeyConstraint(
            ["contribution_id"], [f"{SAID}.id"], name=op.f(f"fk_{REVISIONS}_contribution_id")
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultations.id"], name=op.f(f"fk_{REVISIONS}_consultation_id")
        ),
        sa.PrimaryKeyConstraint("contribution_id", "number", name=op.f(f"pk_{REVISIONS}")),
    )
    op.execute(
        f"INSERT INTO {REVISIONS} (contribution_id, number, consultation_id, {NAMES}, details, seal_version) "  # noqa: S608 - names
        f"SELECT id, 1, consultation_id, {NAMES}, CASE WHEN status <> 'erased' THEN '' END, 1 FROM {SAID} ORDER BY id"
    )
    _index(STANCES, REVISIONS, "consultation_id", "stance", where="stance IS NOT NULL")


def _index(name: str, table: str, *columns: str, where: str) -> None:
    only = sa.text(where)
    op.create_index(name, table, list(columns), sqlite_where=only, postgresql_where=only)


def _guards() -> list[tuple[str, str, str, str]]:
    """Return name, table, event and what is refused."""
    emptied = f"{differs(*WORDS)} AND NOT {ERASED}"
    renumbered = f"{differs('revision_number')} AND ({BACK} OR {NONE})"
    return [
        (f"{REVISIONS}_no_delete", REVISIONS, "DELETE", "TRUE"),
        (f"{REVISIONS}_number", REVISIONS, "INSERT", f"NEW.number <> {NEXT}"),
        (f"{REVISIONS}_no_update", REVISIONS, "UPDATE", f"{differs(*KEPT)} OR {_lost(WORDS)} OR ({emptied})"),
        ("contributions_identity", SAID, "UPDATE", differs(*IDENTITY)),
        ("contributions_erasing", SAID, "UPDATE", _other_than_erased(WHO)),
        ("contributions_first", SAID, "INSERT", "NEW.revision_number <> 1"),
        ("contributions_revision", SAID, "UPDATE", renumbered),
        ("contributions_parent_revision", SAID, "INSERT", PARENTLESS),
        *((f"{table}_revision", table, "INSERT", NOT_ON_ONE) for table in VOTES),
        *((f"{table}_revision_update", table, "UPDATE", NOT_ON_ONE) for table in VOTES),
        # A seal names the body by it.
        ("organisations_slug", "organisations", "UPDATE", differs("slug")),
    ]


def _guards_before() -> list[tuple[str, str, str, str]]:
    """Return those of a contribution's row as the version before had them."""
    return [
        ("contributions_identity", SAID, "UPDATE", differs(*IDENTITY_BEFORE)),
        ("contributions_words", SAID, "UPDATE", f"NEW.status <> 'erased' AND {differs(*WORDS_BEFORE)}"),
        ("contributions_erasing", SAID, "UPDATE", _other_than_erased(WHO_BEFORE)),
    ]


def _other_than_erased(columns: tuple[str, ...]) -> str:
    """Return the condition that these change otherwise than by being erased, or that what was erased comes back."""
    return (
        f"(OLD.status = 'erased' AND NEW.status <> 'erased') OR {_lost(columns)} "
        f"OR (NEW.status <> 'erased' AND {differs(*columns)})"
    )


def _lost(columns: tuple[str, ...]) -> str:
    """Return the condition that one of these becomes another, and not NULL."""
    return " OR ".join(f"({differs(name)} AND NEW.{name} IS NOT NULL)" for name in columns)


def _empty_when_erased() -> None:
    """Let nobody erase a contribution and leave its words in a revision; and nobody empty the table."""
    if not postgresql():
        op.execute(
            f"CREATE TRIGGER {EMPTYING} AFTER UPDATE ON {SAID} WHEN NEW.status = 'erased' BEGIN {EMPTY} END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {EMPTYING}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {EMPTY} RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {EMPTYING} AFTER UPDATE ON {SAID} FOR EACH ROW WHEN (NEW.status = 'erased') "
        f"EXECUTE FUNCTION {EMPTYING}()"
    )
    op.execute(f"CREATE TRIGGER {NO_TRUNCATE} BEFORE TRUNCATE ON {REVISIONS} EXECUTE FUNCTION no_truncate()")


def _key(table: str) -> str:
    return f"fk_{table}_contribution_id_revision"
