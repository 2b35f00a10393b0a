"""Fixtures that every test may use.

`session` is for the domain: one transaction, rolled back. `app` and `client` are for the faces: real commits into a
database that is as new for each test. Both come twice, on SQLite and on PostgreSQL. `at(moment)` holds the clock.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import sync_playwright
from sqlalchemy.orm import Session

import consult.shared.clock
from config import Settings
from consult import create_app
from tests import network
from tests.client import ReviewingClient
from tests.compiled import CompiledTemplates
from tests.databases import ENGINES, PostgresDatabase, SqliteDatabase, put_away, undone
from tests.leftovers import nothing_stays, whole_product
from tests.sparing import seldom_swept, sparing
from tests.summary import NGINX, REFERENCE, SkipsFail, nginx_program, reference_folder
from tools.services import Service, ServiceMissingError, find_browser, find_postgres

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from flask import Flask
    from playwright.sync_api import Browser

    from tests.databases import MigratedDatabase

    At = Callable[[datetime], datetime]

# The machines are shared, so no example is timed; the same examples run everywhere.
hypothesis_settings.register_profile("shared", deadline=None, derandomize=True)
hypothesis_settings.load_profile("shared")

# As root, in a container, Chromium has no sandbox; it visits nothing but the application.
BROWSER_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    # Scripts of a page run once: to make them faster takes longer than it saves.
    "--js-flags=--no-maglev,--no-turbofan,--always-sparkplug",
)
__all__ = ["nothing_stays", "seldom_swept", "sparing", "whole_product"]
FOUND = pytest.StashKey[list[Service]]()


def pytest_configure(config: pytest.Config) -> None:
    """Find PostgreSQL and the browser once, in the process that starts the others; they read the environment."""
    if hasattr(config, "workerinput") or config.option.collectonly or config.option.help:
        return
    try:
        postgres, browser = find_postgres(), find_browser()
    except ServiceMissingError as error:
        raise pytest.UsageError(str(error)) from error
    os.environ.update(
        TEST_POSTGRES_URL=postgres.address,
        TEST_POSTGRES_VERSION=postgres.version,
        CONSULT_BROWSER=browser.address,
        CONSULT_BROWSER_VERSION=browser.version,
    )
    config.stash[FOUND] = [postgres, browser]
    config.pluginmanager.register(SkipsFail())


def pytest_unconfigure(config: pytest.Config) -> None:
    """End what was started for this run."""
    for service in config.stash.get(FOUND, []):
        service.stop()


@pytest.fixture(scope="session", autouse=True)
def blocked_network() -> Iterator[None]:
    """Let no test reach another machine."""
    with pytest.MonkeyPatch.context() as patch:
        network.block(patch)
        yield


@pytest.fixture(scope="session", params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """Return the engine this test runs on."""
    return str(request.param)


@pytest.fixture(scope="session")
def databases(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str, testrun_uid: str
) -> Iterator[Callable[..., MigratedDatabase]]:
    """Return a function that gives this worker's database on an engine, migrated once however the tests are ordered.

    One of another name is another database.
    """
    made: dict[str, MigratedDatabase] = {}

    def on(engine: str, name: str = "test") -> MigratedDatabase:
        if (key := f"{engine}-{name}") not in made:
            made[key] = (
                SqliteDatabase(tmp_path_factory.mktemp("sqlite"))
                if engine == "sqlite"
                else PostgresDatabase(f"consult_{name}_{testrun_uid[:8]}_{worker_id}")
            )
        return made[key]

    yield on
    for each in made.values():
        each.engine.dispose()
        each.close()


@pytest.fixture(scope="module")
def migrated(engine_name: str, databases: Callable[..., MigratedDatabase]) -> MigratedDatabase:
    """Return this worker's database on the engine, at the head of the migrations and empty.

    It is looked up anew in each module: one of the session would be the engine of whichever module came before, where
    that has an ``engine_name`` of its own.
    """
    return databases(engine_name)


@pytest.fixture
def session(migrated: MigratedDatabase) -> Iterator[Session]:
    """Return a session for the domain; whatever it commits is undone with the test."""
    with undone(migrated) as opened:
        yield opened


@pytest.fixture
def database(migrated: MigratedDatabase, engine_name: str) -> Iterator[MigratedDatabase]:
    """Return the database for real commits, on the engine that the test is named for; it is as new for the next one."""
    assert migrated.engine.dialect.name == engine_name
    yield migrated
    migrated.renew()


@pytest.fixture
def page_seconds() -> float:
    """Return for how long pages are kept: not at all, but for the tests that say otherwise (``tests.kept_pages``)."""
    return 0


@pytest.fixture
def settings(database: MigratedDatabase, tmp_path: Path, page_seconds: float) -> Settings:
    """Return the settings the application of this test is made with."""
    return Settings(
        environment="test",
        secret_key="test-" * 8,
        base_url="http://localhost",
        database_url=database.url,
        page_seconds=page_seconds,
        var_dir=tmp_path / "var",
    )


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> CompiledTemplates:
    """Return where templates are kept compiled, so that not every test's application compiles them again."""
    return CompiledTemplates(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(settings: Settings, compiled_templates: CompiledTemplates) -> Iterator[Flask]:
    """Return the application; its test client reviews every page it fetches."""
    made = create_app(settings)
    made.jinja_env.bytecode_cache = compiled_templates
    made.testing = True
    made.test_client_class = ReviewingClient
    yield made
    put_away(made.extensions["engine"])


@pytest.fixture
def client(app: Flask) -> ReviewingClient:
    """Return a reader's browser that is not signed in."""
    made = app.test_client()
    assert isinstance(made, ReviewingClient)
    return made


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Return a function that holds the clock at a moment, as often as a test likes."""

    def hold(moment: datetime) -> datetime:
        assert moment.tzinfo is not None, "a moment without a zone means nothing"
        monkeypatch.setattr(consult.shared.clock, "now", lambda: moment)
        return moment

    return hold


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """Return the folder of the reference data; where it is not given, the test is left out and the summary says so."""
    folder = reference_folder()
    if folder is None:
        pytest.skip(f"{REFERENCE} is not there")
    return folder


@pytest.fixture(scope="session")
def nginx() -> str:
    """Return the path of nginx; where it is not installed, the test is left out and the summary says so."""
    program = nginx_program()
    if program is None:
        pytest.skip(f"{NGINX} is not there")
    return program


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the browser, started once for each worker: a process may drive only one."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=os.environ["CONSULT_BROWSER"], args=list(BROWSER_ARGUMENTS)
        )
        yield started
        started.close()
