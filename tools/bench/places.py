"""Databases of the bench's own, and the applications on them: made, filled, and gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from flask import Flask
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.engine import make_url

from config import Settings
from consult import create_app
from consult.orm import make_engine
from consult.web.page_cache import PAGE_CACHE
from tools.bench.asking import HOST
from tools.bench.measuring import Size
from tools.bench.seeding import Seeded, seed
from tools.services import ROOT

# Nothing is refused for having been tried too often; that it is counted stays part of what is measured.
RATES: dict[str, str] = dict.fromkeys(
    ("words_rate", "words_address_rate", "words_all_rate", "vote_rate", "vote_address_rate", "vote_all_rate"),
    "10000000 per minute",
)


@dataclass(frozen=True)
class Place:
    """One database with what is in it: the application as it runs, and one that tells what an answer cost."""

    app: Flask
    telling: Flask
    seeded: Seeded

    def forget(self) -> None:
        """Keep no page of what was made until now."""
        for app in (self.app, self.telling):
            app.extensions[PAGE_CACHE].clear()


@contextmanager
def filled(server: str | None, sizes: list[Size]) -> Iterator[dict[Size, Place]]:
    """Yield a filled database for each size, in files where ``server`` is None, else on that PostgreSQL."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="consult-bench-")))
        found = {}
        for size in sizes:
            own = folder / f"{size.voices}-{size.consultations}"
            if server is None:
                url = f"sqlite:///{own / 'bench.db'}"
            else:
                url = stack.enter_context(
                    _created(server, f"consult_bench_{own.parent.name[-8:]}_{own.name}")
                )
            found[size] = _place(url, own, size, stack)
        yield found


def _place(url: str, folder: Path, size: Size, stack: ExitStack) -> Place:
    migrate(url)
    engine = make_engine(url)
    seeded = seed(engine, size.voices, size.consultations)
    engine.dispose()
    apps = [_app(url, folder, telling=telling) for telling in (False, True)]
    for app in apps:
        stack.callback(app.extensions["engine"].dispose)
    return Place(apps[0], apps[1], seeded)


def _app(url: str, folder: Path, *, telling: bool) -> Flask:
    settings = Settings(
        environment="production", secret_key="b" * 32, base_url=HOST, database_url=url, var_dir=folder,
        expose_timings=telling, access_log=False,
    )  # fmt: skip
    return create_app(settings.model_copy(update=RATES))


def migrate(url: str) -> None:
    """Make the tables."""
    configuration = Config()
    configuration.set_main_option("script_location", str(ROOT / "migrations"))
    configuration.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    command.upgrade(configuration, "head")


@contextmanager
def _created(server: str, name: str) -> Iterator[str]:
    """Create a database on the server and drop it in the end, whoever is still connected."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    name = name.lower().replace("-", "_")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        engine.dispose()
