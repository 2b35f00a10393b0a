"""Every public page asks the database for little, and for no more when much was said."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.client import ReviewingClient
from tests.databases import MigratedDatabase
from tests.speed.counting import statements_of
from tools.bench.asking import pages
from tools.bench.seeding import Seeded, seed

MOST = 12
# The seeding repeats itself every 450 voices, so that the first pages of both hold the same kinds of them.
SMALL, GROWN = 450, 1350


def addresses(seeded: Seeded) -> dict[str, str]:
    """Return every public page that shows what was asked, said or answered, by name."""
    asked, answered = "/ar/consultations/bench-open/", "/ar/consultations/bench-answered/"
    return {
        **pages(seeded),
        "consultations": "/ar/consultations/",
        "consultation, closed": "/ar/consultations/bench-closed/",
        "consultation, answered": answered,
        "text": f"{asked}text/",
        "text, whole": f"{asked}text/?clause=whole",
        "text, answered": f"{answered}text/?clause=1",
        "contributions, one clause": f"{asked}contributions/?clause={seeded.clause_id}",
        "contributions, answered": f"{answered}contributions/",
        "theme": f"{answered}outcome/themes/{seeded.theme_id}/",
        "plans": "/ar/plans/",
        "commitment": "/ar/plans/bench-plan/commitments/3/",
        "version": "/ar/plans/bench-plan/commitments/3/versions/2/",
        "comparison": "/ar/plans/bench-plan/commitments/3/compare/1...2/",
        "organisations": "/ar/organisations/",
        "organisation": "/ar/organisations/bench-body/",
        "moderation log": "/ar/moderation-log/",
        "reply": f"/ar/contributions/{seeded.said}/reply",
        "proposal": f"{asked}propose",
        "how we answer": "/ar/pages/how-we-answer",
        "sign in": "/ar/login",
    }


def asked_of(app: Flask, seeded: Seeded) -> dict[str, tuple[int, int]]:
    """Return, for each page, how many statements the first and the second reader of a process cost, none kept."""
    found = {}
    for name, path in addresses(seeded).items():
        numbers = []
        for _ in range(2):
            client = app.test_client()
            assert isinstance(client, ReviewingClient)
            with statements_of(app.extensions["engine"]) as sent:
                answer = client.get(path, may_set_cookie=True)
            assert answer.status_code in {200, 303}, f"{path} answered {answer.status_code}"
            numbers.append(len(sent))
        found[name] = (numbers[0], numbers[1])
    return found


def test_no_page_needs_many_statements_and_none_needs_more_as_it_grows(
    app: Flask, database: MigratedDatabase
) -> None:
    small = asked_of(app, seed(database.engine, SMALL))
    database.renew()
    grown = asked_of(app, seed(database.engine, GROWN))
    assert {name: numbers for name, numbers in grown.items() if max(numbers) > MOST} == {}
    assert small == grown


def test_a_change_of_the_record_is_seen_by_the_next_reader(app: Flask, database: MigratedDatabase) -> None:
    seed(database.engine, SMALL)
    client = app.test_client()
    assert "تسمية أخرى" not in client.get("/ar/plans/bench-plan/").text
    with Session(database.engine.execution_options(write=True)) as session, session.begin():
        session.execute(text("UPDATE commitments SET title_ar = 'تسمية أخرى' WHERE number = 2"))
    assert "تسمية أخرى" in client.get("/ar/plans/bench-plan/").text
