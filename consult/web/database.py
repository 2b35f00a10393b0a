"""The request's two ways to the database: one session to read with, and a visible ``with`` to write in."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask, current_app, g
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from consult.orm import make_engine
from consult.shared.faults import kind_of

_LOGGER = logging.getLogger(__name__)


def init(app: Flask, url: str) -> None:
    """Give ``app`` its engine, and close the reading session when a request ends."""
    app.extensions["engine"] = make_engine(url)
    app.extensions["before_write"] = []
    app.extensions["after_commit"] = None
    app.teardown_appcontext(_close)


def engine() -> Engine:
    """Return the application's engine."""
    found: Engine = current_app.extensions["engine"]
    return found


def reading() -> Session:
    """Return the request's session for reading; it sees one moment of the database and is never committed."""
    if "reading" not in g:
        g.reading = Session(_seeing_one_moment(engine()), expire_on_commit=False)
    session: Session = g.reading
    return session


def _seeing_one_moment(of: Engine) -> Engine:
    """Return the engine such that all statements of a transaction read one state, as they always do on SQLite."""
    if of.dialect.name != "postgresql":
        return of
    return of.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


@contextmanager
def writing() -> Iterator[Session]:
    """Open a write transaction, commit it at the end, roll it back on any error.

    On SQLite it takes the write lock at once, so that what it reads is still true when it writes. A form that was
    acted on before is not acted on again (``web.idempotency``), one that holds too much not at all (``web.measuring``).
    Messages put in the outbox are sent soon after the commit.
    """
    forget_read()
    session = Session(engine().execution_options(write=True), expire_on_commit=False)
    try:
        with session.begin():
            hooks: list[Callable[[Session], None]] = current_app.extensions["before_write"]
            for prepare in hooks:
                prepare(session)
            yield session
        if "claimed" in session.info:
            g.committed = session.info["claimed"]
        nudge: Callable[[], None] | None = current_app.extensions["after_commit"]
        if session.info.get("outbox") and nudge is not None:
            nudge()
    finally:
        session.close()


def ping() -> None:
    """Ask the database for an answer; raise OperationalError where it gives none."""
    reading().execute(text("SELECT 1"))


def forget_read() -> None:
    """End the reading transaction, so that what is read after a write is what was written.

    Nothing hangs on its end: where the database has gone meanwhile, what was read was read.
    """
    session: Session | None = g.pop("reading", None)
    if session is not None:
        let_go(session)


def let_go(session: Session) -> None:
    """Close a session that only read; drop its connection where the database can no longer be told."""
    try:
        session.close()
    except DBAPIError as error:
        _LOGGER.warning("the database went away during a read: %s", kind_of(error))
        session.invalidate()


def _close(_error: BaseException | None) -> None:
    forget_read()
