"""The version before has one place for words: what was said more than once is not carried back, and is named."""

from __future__ import annotations

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from tests.databases import alembic_config

ANEW = (
    "INSERT INTO contribution_revisions (contribution_id, number, consultation_id, language, fingerprint, "
    "received_at, seal_version) SELECT id, 2, consultation_id, 'ar', 'print', posted_at, 1 FROM contributions "
    "WHERE reference = :reference"
)


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
