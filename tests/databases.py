"""Real databases for tests: migrated once for each worker, then given to each test as new."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from alembic import command
from alembic.config import Config
from sqlalchemy import NullPool, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from consult.orm import make_engine
from tests.upgrade.stored import unguarded

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

ROOT = Path(__file__).resolve().parent.parent
ENGINES = ("sqlite", "postgresql")


def alembic_config(url: str) -> Config:
    """Return the configuration by which Alembic migrates this database."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def migrate(url: str, revision: str = "head") -> None:
    """Bring the database up to the revision."""
    command.upgrade(alembic_config(url), revision)


def go_back(url: str, revision: str) -> None:
    """Take a database back to a version that knows no second seal.

    It forges version 1 on every seal, past the guards: the way back refuses the second, which all that is said now has.
    """
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection, unguarded(connection):
        connection.execute(text("UPDATE contribution_revisions SET seal_version = 1"))
    command.downgrade(alembic_config(url), revision)


@contextmanager
def empty_database(engine: str, folder: Path, mark: str, like: str | None = None) -> Iterator[str]:
    """Yield the URL of an empty database of its own; ``mark`` tells it from those of other tests and workers.

    It is a copy of the one at the URL ``like``, where one is given, which nobody is using.
    """
    if engine == "sqlite":
        file = folder / "empty.db"
        if like is not None:
            shutil.copyfile(str(make_url(like).database), file)
        yield f"sqlite:///{file}"
        return
    server, name = make_url(os.environ["TEST_POSTGRES_URL"]), f"consult_empty_{mark}"
    made = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with made.connect() as connection:
        template = f' TEMPLATE "{make_url(like).database}"' if like is not None else ""
        connection.execute(text(f'CREATE DATABASE "{name}"{template}'))
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        with made.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


class MigratedDatabase(Protocol):
    """A migrated database that can be made as new again."""

    url: str
    engine: Engine

    def renew(self) -> None:
        """Forget whatever was committed since the migrations."""

    def close(self) -> None:
        """Remove it."""


def put_away(engine: Engine) -> None:
    """Close the connections that an engine keeps, and those that come back to it when a late request ends.

    ``dispose`` alone forgets the latter: they stay open until they are collected, with a warning in some other test.
    """
    event.listen(engine.pool, "checkin", lambda _connection, record: record.close())
    engine.dispose()


@contextmanager
def undone(database: MigratedDatabase) -> Iterator[Session]:
    """Yield a session on the database; whatever it commits is undone at the end."""
    with database.engine.connect() as plain:
        connection = plain.execution_options(write=True)
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as opened:
            yield opened
        outer.rollback()


class SqliteDatabase:
    """A file; as new it is a copy of the migrated one, which is faster than emptying its tables."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        self._file = folder / "test.db"
        migrate(f"sqlite:///{self._template}")
        self.url = f"sqlite:///{self._file}"
        self.engine = make_engine(self.url, poolclass=NullPool)
        self.renew()

    def renew(self) -> None:
        """Put the migrated file back."""
        for ending in ("-wal", "-shm"):
            self._file.with_name(self._file.name + ending).unlink(missing_ok=True)
        # A new file, not new content in the old one: whoever still has that open keeps what they have.
        self._file.unlink(missing_ok=True)
        shutil.copyfile(self._template, self._file)

    def close(self) -> None:
        """Nothing: the folder is pytest's, who removes it."""


class PostgresDatabase:
    """A database of its own on the server; as new it has had every table emptied that a test wrote to."""

    def __init__(self, name: str) -> None:
        server = make_url(os.environ["TEST_POSTGRES_URL"])
        self._name = name
        # A test's commit need not survive a power cut.
        self._server = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with self._server.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        own = server.set(database=name).update_query_dict({"options": "-csynchronous_commit=off"})
        self.url = own.render_as_string(hide_password=False)
        migrate(self.url)
        # A new connection costs the server as much as a scene: two are kept, more are opened for more threads.
        self.engine = make_engine(self.url, pool_size=2, max_overflow=-1)
        with self.engine.connect() as connection:
            self._tables = connection.scalars(
                text(
                    "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
                )
            ).all()
            if written := self._written(connection):
                message = f"migrations left rows in {written}, which no test would find again"
                raise RuntimeError(message)

    def renew(self) -> None:
        """Empty the tables that hold rows; numbers go on, so that no test leans on one.

        The role of a replica passes the triggers that refuse DELETE, and the foreign keys; TRUNCATE would too, and took
        110 ms where this takes 10. It is why the user of the tests has to be a superuser.
        """
        with self.engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for name in self._written(connection):
                connection.execute(text(f'DELETE FROM "{name}"'))  # noqa: S608 - a name from the catalogue

    def close(self) -> None:
        """Drop it, whoever is still connected."""
        with self._server.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{self._name}" WITH (FORCE)'))

    def _written(self, connection: Connection) -> list[str]:
        """Return the tables that hold rows, asked in one statement."""
        if not self._tables:
            return []
        asked = " UNION ALL ".join(
            f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")"  # noqa: S608 - names from the catalogue
            for name in self._tables
        )
        return list(connection.scalars(text(asked)).all())
