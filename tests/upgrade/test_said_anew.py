"""The version before has one place for words: what was said more than once is not carried back, and is named."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from tests.databases import alembic_config, empty_database, migrate
from tests.upgrade.stored import put_in, unpack

if TYPE_CHECKING:
    from pathlib import Path

ANEW = (
    "INSERT INTO contribution_revisions (contribution_id, number, consultation_id, language, fingerprint, "
    "received_at, seal) SELECT id, 2, consultation_id, 'ar', 'print', posted_at, 1 FROM contributions "
    "WHERE reference = :reference"
)


def test_going_back_names_what_was_said_more_than_once(
    engine_name: str, tmp_path: Path, worker_id: str
) -> None:
    kept = unpack("installation")
    with empty_database(engine_name, tmp_path, f"anew_{os.getpid()}_{worker_id}") as url:
        migrate(url, kept["revision"])
        put_in(url, kept["rows"])
        migrate(url)
        engine = create_engine(url)
        with engine.begin() as connection:
            said = text(
                "SELECT reference FROM contributions WHERE status = 'published' ORDER BY id DESC LIMIT 2"
            )
            references = sorted(connection.execute(said).scalars())
            for reference in references:
                connection.execute(text(ANEW), {"reference": reference})
        with pytest.raises(RuntimeError, match=f"no revisions of a contribution: {', '.join(references)}$"):
            command.downgrade(alembic_config(url), "0026")
        with engine.connect() as connection:
            numbers = connection.execute(text("SELECT COUNT(*) FROM contribution_revisions WHERE number = 2"))
            assert numbers.scalar() == 2
        engine.dispose()
