"""Migrations run up, down and up again on both engines, and leave what the models say."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, inspect

from consult.orm import Base, make_engine
from tests.architecture import sources
from tests.databases import ENGINES, alembic_config, empty_database, migrate


@pytest.fixture(params=ENGINES)
def url(request: pytest.FixtureRequest, tmp_path: Path, testrun_uid: str, worker_id: str) -> Iterator[str]:
    """Return the URL of an empty database of its own."""
    with empty_database(request.param, tmp_path, f"{testrun_uid[:8]}_{worker_id}") as address:
        yield address


def tables(url: str) -> set[str]:
    """Return the names of the tables, Alembic's own left aside."""
    return set(inspect(make_engine(url, poolclass=NullPool)).get_table_names()) - {"alembic_version"}


def load_models() -> None:
    """Import every subject's models, so that the metadata knows them."""
    for subject in sources.SUBJECTS:
        importlib.import_module(f"consult.{subject}.models")


def test_up_down_and_up_again(url: str) -> None:
    migrate(url)
    first = tables(url)
    assert first
    command.downgrade(alembic_config(url), "base")
    assert tables(url) == set()
    migrate(url)
    assert tables(url) == first


def test_every_step_can_be_taken_back(url: str) -> None:
    config = alembic_config(url)
    script = ScriptDirectory.from_config(config)
    for revision in reversed(list(script.walk_revisions())):
        command.upgrade(config, revision.revision)
        command.downgrade(config, "-1")
        command.upgrade(config, revision.revision)
    assert tables(url)


def test_migrations_leave_what_the_models_say(url: str) -> None:
    load_models()
    migrate(url)
    with make_engine(url, poolclass=NullPool).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_there_is_one_line_of_migrations() -> None:
    assert len(ScriptDirectory.from_config(alembic_config("sqlite://")).get_heads()) == 1
