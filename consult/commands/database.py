"""Bringing the database up to date."""

from __future__ import annotations

import click
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from consult.contributions import services
from consult.organisations import services as organisations
from consult.outcomes import services as outcomes
from consult.outcomes.queries import changed_versions, miscounted
from consult.tallies import services as tallies
from consult.texts.queries import neighbours
from consult.texts.services import keep_differences
from consult.votes import services as votes
from consult.web.database import engine
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
    """Go back to the tables of REVISION, such as 0022; refused where they have no room for what was stored since."""
    click.confirm("The tables of later versions, and what only they hold, will go. Go on?", abort=True)
    try:
        command.downgrade(_configuration(), revision)
    except (CommandError, RuntimeError) as refused:
        # Whatever a step did is undone by then: all of them are one transaction.
        message = f"Nothing was changed: {refused}"
        raise click.ClickException(message) from refused


@group.command("recount")
@click.option("--check", is_flag=True, help="Only say what is wrong.")
@click.pass_context
def recount(context: click.Context, *, check: bool) -> None:
    """Work out anew the numbers that pages show and where voices stand, say what was wrong, and put it right."""
    # A transaction each: the first holds the numbers, the second consultations, which others hold the other way round.
    with Session(engine().execution_options(write=not check)) as session:
        with session.begin():
            counted = (services.counted(), votes.counted())
            wrong = tallies.differences(session, *counted) if check else tallies.recount(session, *counted)
        with session.begin():
            moved = outcomes.misplaced(session) if check else outcomes.resettle(session)
            themes = miscounted(session) if check else outcomes.recount_themes(session)
    for row in wrong:
        click.echo(
            f"consultation {row.consultation_id}, {row.subject}, {row.name}: {row.kept}, not {row.counted}"
        )
    for theme in themes:
        kept, found = (f"{n} voices, {first} primarily" for n, first in (theme[1:3], theme[3:]))
        click.echo(f"theme {theme.theme_id}: {kept}, not {found}")
    for place in moved:
        told = f"{place.none} places of voices that are none, {place.missing} missing"
        click.echo(f"consultation {place.consultation_id}: {told}")
    click.echo(
        f"Numbers that were wrong: {len(wrong) + len(themes)}. Consultations with voices out of place: {len(moved)}."
    )
    if check and (wrong or moved or themes):
        context.exit(1)


@group.command("reindex")
def reindex() -> None:
    """Fold anew what is searched and ordered, as after a version that searches or orders otherwise."""
    with Session(engine().execution_options(write=True)) as session, session.begin():
        number = services.reindex(session)
        moved = organisations.reorder(session)
    click.echo(f"Contributions that can be searched: {number}. Organisations that moved in lists: {moved}.")


@group.command("differences")
def differences() -> None:
    """Compare the published versions whose differences pages show, and keep what is not kept yet."""
    writing = engine().execution_options(write=True)
    with Session(writing) as session:
        pairs = list(dict.fromkeys([*neighbours(session), *changed_versions(session)]))
    added = 0
    # A transaction for each, so that nobody who writes waits for all of them; what was kept before an end stays.
    for pair in pairs:
        with Session(writing) as session, session.begin():
            added += keep_differences(session, pairs=[pair])
    click.echo(f"Pairs of versions: {len(pairs)}. Clauses whose difference was added: {added}.")


def _configuration() -> Config:
    """Return Alembic's configuration; it reads % as the beginning of a placeholder, which an URL may hold."""
    configuration = Config()
    configuration.set_main_option("script_location", current_app.extensions["migrations"])
    configuration.set_main_option("sqlalchemy.url", settings().database.replace("%", "%%"))
    return configuration
