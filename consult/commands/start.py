"""What an installation must not start with."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from config import Settings
from consult.accounts.models import User
from consult.accounts.queries import has_demonstration_accounts


def refuse_unsafe(app: Flask) -> None:
    """Raise RuntimeError in production where accounts exist whose passwords are public."""
    settings: Settings = app.extensions["settings"]
    if settings.environment != "production":
        return
    engine = app.extensions["engine"]
    try:
        if not inspect(engine).has_table(User.__tablename__):
            return
        with Session(engine) as session:
            unsafe = has_demonstration_accounts(session)
    finally:
        # Workers are forked after this: none may inherit a connection.
        engine.dispose()
    if unsafe:
        raise RuntimeError(
            "the database holds demonstration accounts, whose passwords are public: "
            "give production a database of its own"
        )
