"""How Alembic reaches the database: through the engine that the product itself builds."""

from __future__ import annotations

import importlib
from typing import Any

from alembic import context
from sqlalchemy import Connection, event

from consult.orm import Base, make_engine

SUBJECTS = (
    "record", "search", "outbox", "accounts", "holidays", "organisations", "initiative", "documents", "texts", "plans", "forum", "tallies", "consultations", "participation", "votes", "contributions", "moderation", "outcomes",
)  # fmt: skip
for subject in SUBJECTS:
    importlib.import_module(f"consult.{subject}.models")


def run() -> None:
    """Run the migrations in one write transaction."""
    url = context.config.get_main_option("sqlalchemy.url")
    if url is None:
        message = "sqlalchemy.url is not set"
        raise RuntimeError(message)
    # An engine of its own: what is set for its connections ends with it.
    engine = make_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _allow_rebuilding)
    try:
        # The transaction is begun here: else Alembic begins and commits one, and what is checked after it is kept.
        with engine.connect().execution_options(write=True) as connection, connection.begin():
            _run_on(connection)
            if engine.dialect.name == "sqlite" and (
                loose := connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            ):
                message = f"rows would point at what is not there: {loose[:5]}"
                raise RuntimeError(message)
    finally:
        engine.dispose()


def _allow_rebuilding(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
    """Let a table be made anew while others point at it (``rebuilding``); it is asked before the transaction begins."""
    for pragma in ("foreign_keys = OFF", "legacy_alter_table = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _run_on(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
