"""What a request reads is the database at one moment, whatever others commit meanwhile; what it writes is not."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import InternalError
from sqlalchemy.orm import Session

from consult.accounts.models import User
from consult.web.database import forget_read, reading, writing
from tests.databases import MigratedDatabase
from tests.domain.parallel import committed
from tests.factories.people import person

NUMBER = select(func.count()).select_from(User)


def test_a_request_reads_one_moment(app: Flask, database: MigratedDatabase) -> None:
    with app.test_request_context("/ar/"):
        before = reading().scalar(NUMBER)
        committed(database.engine, person)
        assert reading().scalar(NUMBER) == before
        forget_read()
        assert reading().scalar(NUMBER) == (before or 0) + 1


def test_what_is_written_reads_what_was_committed_last(app: Flask, database: MigratedDatabase) -> None:
    # On SQLite one alone writes: nobody else could commit meanwhile.
    others_commit = database.engine.dialect.name == "postgresql"
    with app.test_request_context("/ar/"), writing() as session:
        before = session.scalar(NUMBER) or 0
        if others_commit:
            committed(database.engine, person)
        assert session.scalar(NUMBER) == before + others_commit


def test_what_is_read_in_is_not_written_in(app: Flask, database: MigratedDatabase) -> None:
    if database.engine.dialect.name == "postgresql":
        with app.test_request_context("/ar/"), pytest.raises(InternalError, match="read-only transaction"):
            reading().execute(text("UPDATE users SET language = 'en'"))
    with app.test_request_context("/ar/"):
        assert reading().scalar(NUMBER) == 0
    with Session(database.engine) as session:
        assert session.scalar(NUMBER) == 0


def test_a_connection_that_only_read_can_write_afterwards(app: Flask, database: MigratedDatabase) -> None:
    with app.test_request_context("/ar/"):
        before = reading().scalar(NUMBER)
        with writing() as session:
            person(session)
        assert reading().scalar(NUMBER) == (before or 0) + 1
    with Session(database.engine) as session:
        assert session.scalar(NUMBER) == (before or 0) + 1
