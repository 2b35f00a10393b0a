"""An application as each attack needs it, with the page cache on, and people who can really sign in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Protocol

import pytest
from sqlalchemy.orm import Session

from consult import create_app
from consult.accounts.services import passwords
from tests.attack.attackers import PASSWORD
from tests.client import ReviewingClient
from tests.compiled import CompiledTemplates
from tests.databases import put_away
from tests.factories.people import person
from tests.kept_pages import page_seconds

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from flask import Flask

    from config import Settings
    from consult.accounts.models import User
    from consult.accounts.policies import Actor
    from tests.databases import MigratedDatabase

__all__ = ["page_seconds"]
Committed = Callable[[], "AbstractContextManager[Session]"]


class MakeApp(Protocol):
    """Makes the application with some settings changed."""

    def __call__(self, **changed: object) -> Flask:
        """Return it."""


@pytest.fixture
def committed(database: MigratedDatabase) -> Committed:
    """Return a function that opens a session whose work is committed at its end."""

    @contextmanager
    def open_session() -> Iterator[Session]:
        engine = database.engine.execution_options(write=True)
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    return open_session


@pytest.fixture
def make_app(settings: Settings, compiled_templates: CompiledTemplates) -> Iterator[MakeApp]:
    """Return a function that makes the application with some settings changed; its client reviews every page."""
    with ExitStack() as at_the_end:

        def make(**changed: object) -> Flask:
            made = create_app(settings.model_copy(update=changed))
            made.jinja_env.bytecode_cache = compiled_templates
            made.testing = True
            made.test_client_class = ReviewingClient
            at_the_end.callback(put_away, made.extensions["engine"])
            return made

        yield make


@pytest.fixture
def owner(committed: Committed) -> User:
    """Return somebody who can sign in with ``PASSWORD``."""
    with committed() as session:
        return with_password(session, person(session, name="A name"))


def with_password(session: Session, actor: Actor) -> User:
    """Return the user behind an actor, who can now sign in with ``PASSWORD``."""
    from consult.accounts.models import User  # noqa: PLC0415 - a name that only types need above

    user = session.get_one(User, actor.user_id)
    user.password_hash = passwords.hashed(PASSWORD)
    session.flush()
    return user
