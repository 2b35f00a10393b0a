"""How Alembic reaches the database: through the engine that the product itself builds."""

from __future__ import annotations

import importlib

from alembic import context
from sqlalchemy import Connection

from consult.orm import Base, make_engine

SUBJECTS = (
    "record", "search", "outbox", "accounts", "organisations", "plans", "consultations", "contributions", "moderation", "outcomes",
)  # fmt: skip
for subject in SUBJECTS:
    importlib.import_module(f"consult.{subject}.models")


def run() -> None:
    """Run the migrations in one write transaction."""
    given = context.config.attributes.get("connection")
    if given is not None:
        _run_on(given)
        return
    url = context.config.get_main_option("sqlalchemy.url")
    if url is None:
        message = "sqlalchemy.url is not set"
        raise RuntimeError(message)
    engine = make_engine(url)
    with engine.connect().execution_options(write=True) as connection:
        _run_on(connection)
        connection.commit()
    engine.dispose()


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
