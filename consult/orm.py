"""The ground of every model: declarative base, naming convention, column types, engines. SQLAlchemy only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    String,
    Text,
    TextClause,
    bindparam,
    create_engine,
    event,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column
from sqlalchemy.sql.dml import ReturningInsert
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored as UTC; refuses naive ones. SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Convert an aware datetime to UTC; raise ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a naive datetime cannot be stored"
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give back an aware datetime in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """Return what reads a stored moment; SQLite's text in one step, since pages read hundreds of them."""
        return _read if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _read(stored: str | None) -> datetime | None:
    if stored is None:
        return None
    moment = datetime.fromisoformat(stored)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Base(DeclarativeBase):
    """Declarative base of all models."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime()}  # noqa: RUF012 - the form SQLAlchemy reads


# SQLite numbers rows by itself only in a column of type INTEGER.
Id = Annotated[
    int, mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=True)
]
# The id of a row in whichever table is meant; a trigger sees to it that it is there.
RowId = Annotated[int, mapped_column(BigInteger())]
Code = Annotated[str, mapped_column(String(40))]
Slug = Annotated[str, mapped_column(String(120))]
Line = Annotated[str, mapped_column(String(600))]
Prose = Annotated[str, mapped_column(Text())]


# Before it stands every row: a list from its beginning is the list before it.
LARGEST_ID = 2**63 - 1


def make_engine(url: str, **options: Any) -> Engine:  # noqa: ANN401 - passed to create_engine as they are
    """Build an engine; on SQLite a write transaction begins with BEGIN IMMEDIATE.

    A connection whose execution option ``write`` is set takes SQLite's write lock before its first read, so that
    what it read is still true when it writes. Others only read, and never wait.
    """
    parsed = make_url(url)
    # What somebody wrote does not stand in an error, and so not in a log.
    options.setdefault("hide_parameters", True)
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(parsed, pool_pre_ping=True, **options)
        event.listen(engine, "connect", _prepare_postgresql)
        return engine
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def fixed(statement: ReturningInsert[Any] | Insert, *columns: str) -> TextClause:
    """Return an insert of SQLite's dialect as text, with its parameters by name and type; PostgreSQL reads it as well.

    It sets ``columns`` where it names no values itself.

    SQLAlchemy compiles ON CONFLICT anew each time it is sent, and text only once.
    """
    compiled = statement.compile(dialect=sqlite.dialect(paramstyle="named"), column_keys=columns or None)
    typed = [bindparam(name, type_=bind.type) for name, bind in compiled.binds.items()]
    return text(str(compiled)).bindparams(*typed)


def insert_if_new(session: Session, model: type[Base], *key: str) -> postgresql.Insert | sqlite.Insert:
    """Return the statement that adds a row of ``model``, unless the columns of its unique ``key`` are taken."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    return insert(model).on_conflict_do_nothing(index_elements=key)


def write_over(engine: Engine) -> None:
    """Leave nothing of what was destroyed in SQLite's log, which keeps old pages until it is emptied.

    Where others are reading it does nothing; it is called again. PostgreSQL clears away by itself.
    """
    if engine.dialect.name != "sqlite":
        return
    # Not through the engine's transactions: inside one, the log cannot be emptied.
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout = 500")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("PRAGMA busy_timeout = 10000")
        cursor.close()
    finally:
        connection.close()


def _prepare_postgresql(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
    """Compile no query to machine code: for the largest of ours that takes longer than it saves."""
    connection.autocommit = True
    connection.execute("SET jit = off")
    connection.autocommit = False


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
    connection.isolation_level = None
    cursor = connection.cursor()
    # Without recursive triggers, REPLACE deletes the row it replaces and no trigger refuses. What is erased is written
    # over with zeros, not left in a free page.
    for pragma in (
        "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "busy_timeout = 10000",
        "recursive_triggers = ON", "secure_delete = ON",
    ):  # fmt: skip
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
