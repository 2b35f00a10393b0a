"""What is searched is kept folded, in a table of its own; erasing a contribution drops what is kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa
from alembic import op

# The product's own: a search text has to be what the product of this day compares with.
from consult.shared.folding import fold

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BATCH = 1000
_TEXTS = sa.table(
    "search_texts",
    sa.column("kind"),
    sa.column("subject_id"),
    sa.column("consultation_id"),
    sa.column("text"),
)
_SAID = "SELECT id, consultation_id, title, problem, body FROM contributions WHERE status <> 'erased' AND id > :last ORDER BY id LIMIT :batch"
# Of each language the one that counts: the highest number.
_TRANSLATED = (
    "SELECT c.id, c.consultation_id, t.title, t.problem, t.body FROM contribution_translations t "
    "JOIN contributions c ON c.id = t.contribution_id WHERE c.status <> 'erased' AND c.id IN :ids AND t.number = "
    "(SELECT max(o.number) FROM contribution_translations o WHERE o.contribution_id = t.contribution_id AND o.language = t.language) "
    "ORDER BY t.number, t.id"
)
_DROPPING = "DELETE FROM search_texts WHERE kind IN ('contribution', 'translation') AND subject_id = NEW.id;"


class Said(NamedTuple):
    """The words of a contribution, or of a translation of it."""

    id: int
    consultation_id: int
    title: str | None
    problem: str | None
    body: str | None


def upgrade() -> None:
    op.create_table(
        "search_texts",
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("consultation_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject_id", name=op.f("pk_search_texts")),
    )
    _fill()
    op.create_index(
        "ix_search_texts_consultation_id_kind_subject_id",
        "search_texts",
        ["consultation_id", "kind", "subject_id"],
    )
    # What is found is shown in the order in which it came.
    op.create_index("ix_contributions_consultation_order", "contributions", ["consultation_id", "id"])
    if op.get_bind().dialect.name != "postgresql":
        op.execute(
            "CREATE TRIGGER contributions_erased_search AFTER UPDATE ON contributions WHEN NEW.status = 'erased' "
            f"BEGIN {_DROPPING} END"
        )
        return
    op.execute(
        "CREATE FUNCTION contributions_erased_search() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"{_DROPPING} RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER contributions_erased_search AFTER UPDATE ON contributions FOR EACH ROW "
        "WHEN (NEW.status = 'erased') EXECUTE FUNCTION contributions_erased_search()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER contributions_erased_search ON contributions")
        op.execute("DROP FUNCTION contributions_erased_search()")
    else:
        op.execute("DROP TRIGGER contributions_erased_search")
    op.drop_index("ix_contributions_consultation_order", "contributions")
    op.drop_table("search_texts")


def _fill() -> None:
    """Fold what was said so far, a batch at a time."""
    for said in _batches():
        texts = {("contribution", row.id, row.consultation_id): _parts(row) for row in said}
        ids: sa.BindParameter[list[int]] = sa.bindparam("ids", [row.id for row in said], expanding=True)
        for row in (Said(*each) for each in op.get_bind().execute(sa.text(_TRANSLATED).bindparams(ids))):
            texts.setdefault(("translation", row.id, row.consultation_id), []).extend(_parts(row))
        rows = [
            {"kind": kind, "subject_id": number, "consultation_id": place, "text": fold("\n".join(parts))}
            for (kind, number, place), parts in texts.items()
        ]
        op.bulk_insert(_TEXTS, rows)


def _batches() -> Iterator[list[Said]]:
    last = 0
    while rows := [
        Said(*row) for row in op.get_bind().execute(sa.text(_SAID), {"last": last, "batch": BATCH})
    ]:
        yield rows
        last = rows[-1].id


def _parts(row: Said) -> list[str]:
    return [part for part in (row.title, row.problem, row.body) if part]
