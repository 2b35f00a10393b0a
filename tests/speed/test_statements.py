"""Every public page asks the database for little, and for no more when much was said."""

from __future__ import annotations

from datetime import UTC

from flask import Flask
from sqlalchemy import Executable, event, select
from sqlalchemy.orm import ORMExecuteState, Session

from consult.plans.models import Commitment
from consult.plans.services import CommitmentWords, record_commitment
from consult.shared import clock
from consult.web.page_cache import PAGE_CACHE
from tests.client import ReviewingClient
from tests.databases import MigratedDatabase
from tests.speed.counting import statements_of
from tools.bench.asking import Visitor, sign_in
from tools.bench.seeding import Seeded, seed
from tools.bench.subjects import pages

MOST = 12
# The seeding repeats itself every 450 voices, so that the first pages of both hold the same kinds of them.
SMALL, GROWN = 450, 1350


def addresses(seeded: Seeded) -> dict[str, str]:
    """Return every public page that shows what was asked, said or answered, by name."""
    asked = "/ar/consultations/bench-open/"
    return {**pages(seeded), "text, whole": f"{asked}text/?clause=whole", "sign in": "/ar/login"}


def asked_of(app: Flask, seeded: Seeded) -> dict[str, tuple[int, int]]:
    """Return, for each page, how many statements the first and the second reader of a process cost, none kept."""
    # The body that runs the site is read once in the seconds for which pages are kept, here in none: no page's own.
    app.test_client().get("/ar/login", may_set_cookie=True)
    app.extensions["operator"].until = float("inf")
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
    # On SQLite that is another file, and who has the former one open keeps it.
    app.extensions["engine"].dispose()
    grown = asked_of(app, seed(database.engine, GROWN))
    assert {name: numbers for name, numbers in grown.items() if max(numbers) > MOST} == {}
    assert small == grown


def test_no_page_builds_a_statement_when_it_is_asked_for(app: Flask, database: MigratedDatabase) -> None:
    seeded = seed(database.engine, SMALL)
    sent: list[Executable] = []

    def note(state: ORMExecuteState) -> None:
        if not state.is_relationship_load:
            sent.append(state.statement)

    event.listen(Session, "do_orm_execute", note)
    try:
        for visitor in (Visitor(app), sign_in(app, seeded.citizen_id)):
            for name, path in addresses(seeded).items():
                sent.clear()
                visitor.get(path)
                known = list(sent)
                app.extensions[PAGE_CACHE].clear()
                visitor.get(path)
                pairs = zip(sent[len(known) :], known, strict=True)
                assert [str(now) for now, then in pairs if now is not then] == [], name
    finally:
        event.remove(Session, "do_orm_execute", note)


def test_a_change_of_the_record_is_seen_by_the_next_reader(app: Flask, database: MigratedDatabase) -> None:
    seed(database.engine, SMALL)
    client = app.test_client()
    assert "تسمية أخرى" not in client.get("/ar/plans/bench-plan/").text
    with Session(database.engine.execution_options(write=True)) as session, session.begin():
        second = session.scalars(select(Commitment).where(Commitment.position == 2)).one()
        record_commitment(
            session, actor=None, now=clock.now(), zone=UTC, commitment_id=second.id, happened_on=None,
            said=CommitmentWords("تسمية أخرى", second.title_en),
        )  # fmt: skip
    assert "تسمية أخرى" in client.get("/ar/plans/bench-plan/").text
