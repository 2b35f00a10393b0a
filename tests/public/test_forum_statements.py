"""The pages of the forum ask the database for little, and for no more with many meetings and action items."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from consult.forum.services import UpdateWords, update_action_item
from tests.factories import moments
from tests.factories.forum import ZONE, ruled
from tests.factories.meetings import MEETING, agenda_of, attendee, came, minuted, planned, written
from tests.factories.minuted import Minuted, fully_minuted
from tests.factories.scenes import REASON
from tests.speed.counting import statements_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from flask import Flask
    from sqlalchemy import Executable

    from tests.public.conftest import Committed

MOST = 12


@pytest.fixture(scope="session")
def engine_name() -> str:
    """Return the one engine that this runs on: what is asked does not differ by it."""
    return "sqlite"


def pages(made: Minuted) -> list[str]:
    """Return every page that shows meetings, minutes or action items."""
    home, plan = f"/ar/forum/meetings/{made.slug}", made.scene.commitment.plan.slug
    item = made.entries["agreed"].id
    return [
        "/ar/forum/", f"{home}/", f"{home}/minutes/", f"{home}/minutes/versions/1/", f"{home}/minutes/compare/1...2/",
        "/ar/forum/action-items/", "/ar/forum/action-items/?state=overdue", f"/ar/forum/action-items/{item}/",
        f"/ar/plans/{plan}/commitments/{made.scene.commitment.number}/",
        f"/ar/organisations/{made.scene.organisation.slug}/",
    ]  # fmt: skip


def counted(app: Flask, made: Minuted) -> dict[str, int]:
    """Return how many statements each page costs."""
    FlaskClient(app).get("/ar/login")
    app.extensions["operator"].until = float("inf")
    found = {}
    for path in pages(made):
        with statements_of(app.extensions["engine"]) as sent:
            answer = FlaskClient(app).get(path)
        assert answer.status_code == 200, path
        found[path] = len(sent)
    return found


def grow(session: Session, made: Minuted) -> None:
    """Hold nineteen more meetings, with ten action items each, half of them with an update."""
    for number in range(19):
        day = date(2024, 1 + number % 12, 1 + number)
        meeting = planned(session, made.scene.organisation, by=made.keeper, words=replace(MEETING, day=day))
        agenda_of(session, meeting, by=made.keeper)
        attendee(session, meeting, made.scene.organisation, by=made.keeper, name=(f"سين {number}", ""))
        came(session, meeting, by=made.keeper)
        rows = [
            written(
                session, meeting, "agreed", by=made.keeper, heading=(f"بند {number}-{each}", f"Item {number}-{each}"),
                commitments=[made.scene.commitment.id], owner=made.scene.organisation.slug,
            )
            for each in range(10)
        ]  # fmt: skip
        minuted(session, meeting, by=made.keeper)
        for row in rows[::2]:
            update_action_item(
                session, actor=made.keeper, now=moments.DURING, zone=ZONE, entry_id=row.id, seen=0,
                said=UpdateWords("in-progress", date(2026, 3, 1), REASON),
            )  # fmt: skip


def test_minutes_attendance_and_action_items_cost_as_little_with_many_meetings(
    app: Flask, committed: Committed, at: Callable[[datetime], datetime]
) -> None:
    at(moments.DURING)
    with committed() as session:
        ruled(session)
        made = fully_minuted(session)
    small = counted(app, made)
    with committed() as session:
        grow(session, made)
    grown = counted(app, made)
    assert {path: number for path, number in grown.items() if number > MOST} == {}
    assert grown == small
    page = FlaskClient(app).get("/en/forum/action-items/")
    assert "192 action items are open." in page.text
    assert page.text.count("<li>\n<div>") == 10
    meeting = FlaskClient(app).get(f"/en/forum/meetings/{made.slug}/").text
    assert "180 more action items were left open" in meeting


def test_no_page_of_minutes_or_action_items_builds_a_statement_when_it_is_asked_for(
    app: Flask, committed: Committed, at: Callable[[datetime], datetime]
) -> None:
    at(moments.DURING)
    with committed() as session:
        ruled(session)
        made = fully_minuted(session)
    sent: list[Executable] = []

    def note(state: ORMExecuteState) -> None:
        if not state.is_relationship_load:
            sent.append(state.statement)

    counted(app, made)
    event.listen(Session, "do_orm_execute", note)
    try:
        for path in pages(made):
            sent.clear()
            FlaskClient(app).get(path)
            known = list(sent)
            FlaskClient(app).get(path)
            pairs = zip(sent[len(known) :], known, strict=True)
            assert [str(now) for now, then in pairs if now is not then] == [], path
    finally:
        event.remove(Session, "do_orm_execute", note)
