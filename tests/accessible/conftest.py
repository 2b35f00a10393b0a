"""The pages of every world, rendered once for all workers of a run, and the browser that looks at them."""

from __future__ import annotations

import fcntl
import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from sqlalchemy.orm import Session

import consult.shared.clock
from config import Settings
from consult import create_app
from consult.shared.state import State
from tests.access.world import world
from tests.accessible.demonstration import gather_demonstration
from tests.accessible.gathering import Seen, gather, telling
from tests.compiled import CompiledTemplates
from tests.databases import SqliteDatabase
from tests.factories.scenes import NOW

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture(scope="session")
def engine_name() -> str:
    """Return the one engine that this runs on: pages do not differ by it."""
    return "sqlite"


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> list[Seen]:
    """Return every page that tells something; the first worker that asks renders them, the others read its file."""
    own = tmp_path_factory.getbasetemp()
    kept = (own if worker_id == "master" else own.parent) / "pages-of-every-world"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(_every_page(tmp_path_factory.mktemp("worlds"))))
        found: list[Seen] = pickle.loads(kept.read_bytes())  # noqa: S301 - written above
    return found


def _every_page(folder: Path) -> list[Seen]:
    """Render the demonstration and the worlds, one after the other in one database, and keep what tells something."""
    database = SqliteDatabase(folder)
    app = _application(database, folder, "demonstration")
    found = gather_demonstration(app, database)
    app.extensions["engine"].dispose()
    app = _application(database, folder, "test")
    with pytest.MonkeyPatch.context() as patch:
        for state in State:
            database.renew()
            patch.setattr(consult.shared.clock, "now", lambda state=state: NOW[state])
            with Session(database.engine.execution_options(write=True), expire_on_commit=False) as session:
                with session.begin():
                    made = world(session, app, state)
                found += gather(app, made, state, whole=state is State.ANSWERED)
            app.extensions["engine"].dispose()
    database.engine.dispose()
    return telling(found)


def _application(
    database: SqliteDatabase, folder: Path, environment: Literal["demonstration", "test"]
) -> Flask:
    made = create_app(
        Settings(
            environment=environment,
            secret_key="test-" * 8,
            base_url="http://localhost",
            database_url=database.url,
            var_dir=folder / "var",
        )
    )
    (folder / "templates").mkdir(exist_ok=True)
    made.jinja_env.bytecode_cache = CompiledTemplates(str(folder / "templates"))
    made.testing = True
    return made
