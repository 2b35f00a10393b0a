"""A database as it was: taken once, put back whenever a visit wrote something."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import event, text
from sqlalchemy.engine import make_url

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tests.databases import MigratedDatabase


class Snapshot(Protocol):
    """What a database held at one moment."""

    def restore(self) -> None:
        """Put it back, and nothing else."""


class SqliteSnapshot:
    """A copy of the file."""

    def __init__(self, database: MigratedDatabase, folder: Path) -> None:
        self._database = database
        self._file = Path(str(make_url(database.url).database))
        self._copy = folder / "as-it-was.db"
        with database.engine.connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        shutil.copyfile(self._file, self._copy)

    def restore(self) -> None:
        """Put a new copy in the file's place."""
        for ending in ("-wal", "-shm"):
            self._file.with_name(self._file.name + ending).unlink(missing_ok=True)
        self._file.unlink(missing_ok=True)
        shutil.copyfile(self._copy, self._file)


class PostgresSnapshot:
    """A copy of each table in a schema of its own."""

    def __init__(self, database: MigratedDatabase) -> None:
        self._engine = database.engine
        with self._engine.begin() as connection:
            connection.execute(text("DROP SCHEMA IF EXISTS as_it_was CASCADE"))
            connection.execute(text("CREATE SCHEMA as_it_was"))
            rows = text(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
            )
            self._tables = connection.scalars(rows).all()
            for name in self._tables:
                connection.execute(text(f'CREATE TABLE as_it_was."{name}" AS TABLE public."{name}"'))

    def restore(self) -> None:
        """Empty the tables and fill them again, past the triggers and the foreign keys."""
        with self._engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for name in self._tables:  # names from the catalogue
                connection.execute(text(f'DELETE FROM public."{name}"'))  # noqa: S608
                saved = f'SELECT * FROM as_it_was."{name}"'  # noqa: S608
                connection.execute(text(f'INSERT INTO public."{name}" OVERRIDING SYSTEM VALUE {saved}'))


def snapshot_of(database: MigratedDatabase, folder: Path) -> Snapshot:
    """Take a snapshot of whatever is committed."""
    if make_url(database.url).get_backend_name() == "sqlite":
        return SqliteSnapshot(database, folder)
    return PostgresSnapshot(database)


class Watch:
    """What is committed through an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._committed = False
        event.listen(engine, "commit", self._note)

    def _note(self, _connection: object) -> None:
        self._committed = True

    def wrote(self, before: Snapshot | None = None) -> bool:
        """Return whether something was committed since the last time; if so, all is put back as it was ``before``."""
        found, self._committed = self._committed, False
        if found and before is not None:
            self._engine.dispose()
            before.restore()
        return found
