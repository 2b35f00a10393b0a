"""The demonstration is loaded whole, once, by the services; production refuses it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config import Settings
from consult import create_app
from consult.accounts.queries import has_demonstration_accounts
from consult.contributions.models import Contribution, Revision
from consult.moderation.models import VoiceReport
from consult.organisations import queries as organisations
from consult.organisations.models import Standing
from consult.outbox.queries import due
from consult.shared import clock
from tests.databases import MigratedDatabase
from tests.domain.parallel import committed
from tests.factories.people import person


def test_it_is_loaded_once_and_nothing_is_sent(app: Flask, database: MigratedDatabase) -> None:
    run = app.test_cli_runner()
    first = run.invoke(args=["demo", "load"])
    assert first.exit_code == 0, first.output
    with Session(database.engine) as session:
        assert due(session, now=clock.now()) == []
        assert organisations.numbers(session)[Standing.APPLIED] == 1
        voices = session.scalar(select(func.count()).select_from(Contribution))
        assert voices
        # What a reader is shown of the whole: words that their author corrected, and a report that waits.
        assert session.scalar(select(func.count()).where(Revision.correction)) == 2
        assert session.scalar(select(func.count()).where(VoiceReport.answered_at.is_(None))) == 1
    assert "already" in run.invoke(args=["demo", "load"]).output
    with Session(database.engine) as session:
        assert session.scalar(select(func.count()).select_from(Contribution)) == voices
    listed = run.invoke(args=["demo", "accounts"]).output
    assert "officer@demo.example" in listed
    assert "coordinator@demo.example" in listed
    assert "participant-" not in listed
    with pytest.raises(RuntimeError, match="demonstration accounts"):
        create_app(production(database))


def test_production_takes_no_demonstration(database: MigratedDatabase) -> None:
    made = create_app(production(database))
    answer = made.test_cli_runner().invoke(args=["demo", "load"])
    made.extensions["engine"].dispose()
    assert answer.exit_code != 0
    assert "production" in answer.output


def test_a_database_in_which_somebody_registered_takes_no_demonstration(
    app: Flask, database: MigratedDatabase
) -> None:
    committed(database.engine, person)
    answer = app.test_cli_runner().invoke(args=["demo", "load"])
    assert answer.exit_code != 0
    assert "database of its own" in answer.output
    with Session(database.engine) as session:
        assert not has_demonstration_accounts(session)
        assert session.scalar(select(func.count()).select_from(Contribution)) == 0


def test_a_role_is_granted_only_to_somebody_within_something(app: Flask) -> None:
    run = app.test_cli_runner()
    assert run.invoke(args=["demo", "load"]).exit_code == 0
    for email, scope in (
        ("nobody@demo.example", "site"),
        ("citizen@demo.example", "organisation:none"),
        ("citizen@demo.example", "everything"),
    ):
        refused = run.invoke(args=["accounts", "grant", email, "officer", scope])
        assert refused.exit_code == 2, (email, scope)
    good = ["accounts", "grant", "citizen@demo.example", "representative", "organisation:himam"]
    assert run.invoke(args=good).exit_code == 0


def production(database: MigratedDatabase) -> Settings:
    """Return the settings of a production on this database."""
    return Settings(environment="production", secret_key="production-" * 4, database_url=database.url)
