"""The version before has one place for words, one seal and one way in: what is more stays, and is named."""

from __future__ import annotations

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from tests.databases import alembic_config
from tests.upgrade.stored import unguarded

ANEW = (
    "INSERT INTO contribution_revisions (contribution_id, number, consultation_id, language, fingerprint, "
    "received_at, seal_version) SELECT id, 2, consultation_id, 'ar', 'print', posted_at, 1 FROM contributions "
    "WHERE reference = :reference"
)
# What the version before does not know: how a row comes to have it, and to be as that version knows it.
OTHERWISE = (
    (
        "seals of version 2", "UPDATE contribution_revisions SET seal_version = :value WHERE contribution_id = :id",
        2, 1,
    ),
    (
        "contributions that came another way", "UPDATE contributions SET channel = :value WHERE id = :id",
        "post", "site",
    ),
)  # fmt: skip


def test_going_back_names_what_was_said_more_than_once(upgraded: str) -> None:
    engine = create_engine(upgraded)
    with engine.begin() as connection:
        said = text("SELECT reference FROM contributions WHERE status = 'published' ORDER BY id DESC LIMIT 2")
        references = sorted(connection.execute(said).scalars())
        for reference in references:
            connection.execute(text(ANEW), {"reference": reference})
    with pytest.raises(RuntimeError, match=f"no revisions of a contribution: {', '.join(references)}$"):
        command.downgrade(alembic_config(upgraded), "0026")
    with engine.connect() as connection:
        numbers = connection.execute(text("SELECT COUNT(*) FROM contribution_revisions WHERE number = 2"))
        assert numbers.scalar() == 2
    engine.dispose()


def test_going_back_names_what_has_the_other_seal_or_came_another_way(upgraded: str) -> None:
    engine = create_engine(upgraded)
    with engine.connect() as connection:
        said = connection.execute(text("SELECT id, reference FROM contributions ORDER BY id LIMIT 2")).all()
    for (id_, reference), (what, change, other, old) in zip(said, OTHERWISE, strict=True):
        with engine.begin() as connection, unguarded(connection):
            connection.execute(text(change), {"id": id_, "value": other})
        with pytest.raises(RuntimeError, match=f"no {what}: {reference}$"):
            command.downgrade(alembic_config(upgraded), "0026")
        with engine.begin() as connection, unguarded(connection):
            connection.execute(text(change), {"id": id_, "value": old})
    engine.dispose()
