"""Bringing the database up to date."""

from __future__ import annotations

import click
from alembic import command
from alembic.config import Config
from flask import current_app
from flask.cli import AppGroup

from consult.web.settings import settings

group = AppGroup("database", help="Bring the database up to date.")


@group.command("upgrade")
def upgrade() -> None:
    """Make the tables of this version; a database that has them already stays as it is."""
    command.upgrade(_configuration(), "head")
    click.echo("The database is up to date.")


@group.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Go back to the tables of REVISION; what later versions stored is lost."""
    click.confirm("What later versions stored will be lost. Go on?", abort=True)
    command.downgrade(_configuration(), revision)


def _configuration() -> Config:
    """Return Alembic's configuration; it reads % as the beginning of a placeholder, which an URL may hold."""
    configuration = Config()
    configuration.set_main_option("script_location", current_app.extensions["migrations"])
    configuration.set_main_option("sqlalchemy.url", settings().database.replace("%", "%%"))
    return configuration
