"""Counting what the database is asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event

# How SQLite is told of a transaction; with the other engine the driver says it unseen.
UNCOUNTED = ("BEGIN", "PRAGMA")


@contextmanager
def statements_of(engine: Engine) -> Iterator[list[str]]:
    """Yield the list of statements that ``engine`` has been sent since, without those that begin a transaction."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(UNCOUNTED):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
