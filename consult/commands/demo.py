"""The demonstration: its content, and who may sign in to it."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from consult.accounts.queries import demonstration_accounts, has_accounts, has_demonstration_accounts
from consult.commands.demonstration.load import load_content
from consult.commands.demonstration.people import PASSWORD, is_participant
from consult.consultations.policies.rules import Limits
from consult.shared import clock
from consult.web.database import reading, writing
from consult.web.settings import settings

group = AppGroup("demo", help="Load the demonstration, and list its accounts.")


@group.command("load")
def load() -> None:
    """Load the demonstration's content; a database that has it, or real accounts, stays as it is."""
    if settings().environment == "production":
        raise click.ClickException("production takes no demonstration: its passwords are public")
    limits = Limits(
        notice_days=settings().notice_days,
        open_days=settings().open_days,
        open_days_with_reason=settings().open_days_with_reason,
        answer_days=settings().answer_days,
        # It is loaded around whichever day it is: it cannot keep clear of the holidays of each.
        holiday_days=366,
    )
    with writing() as session:
        if has_demonstration_accounts(session):
            click.echo("The demonstration is loaded already.")
            return
        if has_accounts(session):
            # What it loads can never be deleted again, and production refuses a database that holds it.
            raise click.ClickException(
                "somebody has registered here: give the demonstration a database of its own"
            )
        load_content(session, now=clock.now(), zone=settings().time_zone, limits=limits)
        # Nobody is to be written to: what the content tells was told in its own time.
        session.info.pop("outbox", None)
    click.echo("The demonstration is loaded.")


@group.command("accounts")
def accounts() -> None:
    """List the accounts of the demonstration that hold a role, the citizen's, and the one password of all."""
    rows = [row for row in demonstration_accounts(reading()) if not is_participant(row[0])]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    for row in rows:
        click.echo(
            "  " + "  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)).rstrip()
        )
    click.echo(f"  The password of each: {PASSWORD}" if rows else "  No demonstration is loaded.")
