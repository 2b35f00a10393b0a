"""What waits stands at the top of the desk: each kind appears, says what is late, and goes; another's is not shown."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from consult.accounts.models import SITE, Role
from consult.accounts.policies import Actor
from consult.consultations.services import cancel
from consult.forum.services import UpdateWords, cancel_meeting, invite, update_action_item
from consult.organisations.services import verify
from tests.client import ReviewingClient
from tests.desk.conftest import enter
from tests.factories.forum import ZONE, secretary
from tests.factories.meetings import NAME, agenda_of, attendee, came, minuted, planned, written
from tests.factories.organisations import applied, coordinator
from tests.factories.people import person
from tests.factories.scenes import REASON, Scene
from tests.factories.texts import organisation
from tests.factories.waiting import DUE, agreed, many, on
from tests.public.conftest import Committed
from tests.review import words
from tests.speed.counting import statements_of

if TYPE_CHECKING:
    from flask import Flask

    from tests.conftest import At

NOTHING = "Nothing waits for you."
# A day after the meetings of the factories, and one after what was agreed there was due.
THEN, LATER = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 4, 1, 9, tzinfo=UTC)
TODAY = THEN.date()


def desk(client: ReviewingClient, committed: Committed, actor: Actor, lang: str = "en") -> str:
    """Return what the first page of the desk says to somebody, in words."""
    enter(committed, client, actor)
    return " ".join(words(client.page(f"/{lang}/desk/").root).split())


@pytest.fixture
def keeper(committed: Committed, at: At) -> Actor:
    """Return somebody who keeps the forum."""
    at(THEN)
    with committed() as session:
        return secretary(session)


def test_minutes_wait_until_they_are_published_and_are_late_after_thirty_days(
    client: ReviewingClient, committed: Committed, keeper: Actor, at: At
) -> None:
    assert NOTHING in desk(client, committed, keeper)
    with committed() as session:
        meeting = planned(session, by=keeper)
        attendee(session, meeting, by=keeper)
        on(session, TODAY + timedelta(days=90), by=keeper)
    page = desk(client, committed, keeper)
    assert "Minutes to publish (1)" in page
    assert "The meeting was on 10 February 2026" in page
    assert "Late" not in page
    assert f'href="/en/desk/forum/meetings/{meeting.slug}/#minutes"' in client.page("/en/desk/").source
    assert "عُقد الاجتماع في 10 شباط 2026" in desk(client, committed, keeper, "ar")
    at(datetime(2026, 3, 13, 9, tzinfo=UTC))
    late = client.page("/en/desk/")
    assert "Late since 13 March 2026: the meeting was on 10 February 2026" in words(late.root)
    assert "state-closing" in late.source
    assert NAME[1] not in late.source
    with committed() as session:
        came(session, meeting, by=keeper)
        written(session, meeting, by=keeper)
        minuted(session, meeting, by=keeper)
    assert NOTHING in desk(client, committed, keeper)


def test_a_near_meeting_waits_for_its_agenda_and_its_invitations(
    client: ReviewingClient, committed: Committed, keeper: Actor
) -> None:
    with committed() as session:
        on(session, TODAY + timedelta(days=15), by=keeper, title="A far one")
        off = on(session, TODAY + timedelta(days=3), by=keeper, title="A cancelled one")
        cancel_meeting(session, actor=keeper, now=THEN, meeting_id=off.id, reason=("سبب", "A reason"))
        near = on(session, TODAY + timedelta(days=14), by=keeper, title="A near one")
        attendee(session, near, by=keeper)
    page = desk(client, committed, keeper)
    assert "Meetings to prepare (1)" in page
    assert "On Monday 16 March 2026, without an agenda, and nobody is invited" in page
    assert "A far one" not in page
    assert "A cancelled one" not in page
    with committed() as session:
        agenda_of(session, near, by=keeper)
    assert "On Monday 16 March 2026, and nobody is invited" in desk(client, committed, keeper)
    with committed() as session:
        invite(session, actor=keeper, now=THEN, meeting_id=near.id, today=TODAY)
    assert NOTHING in desk(client, committed, keeper)


def test_the_next_meeting_waits_to_be_planned_and_is_late_after_half_a_year(
    client: ReviewingClient, committed: Committed, keeper: Actor, at: At
) -> None:
    with committed() as session:
        agreed(session, organisation(session), due=None, by=keeper)
    page = desk(client, committed, keeper)
    assert "No meeting is planned" in page
    assert "The forum has to meet by 12 August 2026" in page
    at(datetime(2026, 8, 13, 9, tzinfo=UTC))
    assert "Late: the forum had to meet by 12 August 2026" in desk(client, committed, keeper)
    with committed() as session:
        on(session, date(2026, 9, 30), by=keeper)
    assert NOTHING in desk(client, committed, keeper)


def test_an_overdue_item_waits_for_its_owner_and_for_whoever_keeps_the_forum(
    client: ReviewingClient, committed: Committed, keeper: Actor, at: At
) -> None:
    with committed() as session:
        owner, other = organisation(session), organisation(session)
        mine, theirs = (person(session, (Role.OFFICER, body.scope)) for body in (owner, other))
        everywhere = person(session, (Role.OFFICER, SITE))
        (item,) = agreed(session, owner, by=keeper)
        on(session, date(2026, 9, 30), by=keeper)
    assert "Overdue action items" not in desk(client, committed, keeper)
    at(LATER)
    for actor in (keeper, mine, everywhere):
        page = desk(client, committed, actor)
        assert "Overdue action items (1)" in page
        assert "Late: was due on 20 March 2026" in page
        assert f'href="/en/desk/forum/action-items/{item.id}/"' in client.page("/en/desk/").source
        assert ("Remind whoever owes" in page) is (actor is keeper)
    assert NOTHING in desk(client, committed, theirs)
    with committed() as session:
        done = UpdateWords("done", LATER.date(), ("أُنجز", "It is done"), owner.slug, DUE)
        update_action_item(session, actor=keeper, now=LATER, zone=ZONE, entry_id=item.id, said=done, seen=0)
    for actor in (keeper, mine):
        assert NOTHING in desk(client, committed, actor)


def test_an_answer_waits_for_its_body_and_for_coordinators(
    client: ReviewingClient, committed: Committed, asked: Scene, at: At
) -> None:
    due, slug = asked.consultation.answer_due_at, asked.consultation.slug
    with committed() as session:
        of_all = coordinator(session)
        other = person(session, (Role.PUBLISHER, organisation(session).scope))
        of_plan = person(session, (Role.COORDINATOR, "plan:elsewhere"))
    ways = {
        asked.officer: f"/en/desk/consultations/{slug}/answers/",
        asked.publisher: f"/en/desk/consultations/{slug}/publication/",
        of_all: f"/en/consultations/{slug}/",
    }
    at(due - timedelta(days=15))
    for actor in ways:
        assert NOTHING in desk(client, committed, actor)
    for moment, said in (
        (due - timedelta(days=14), "The answer is due by"),
        (due + timedelta(seconds=1), "Late: the answer was due on"),
    ):
        at(moment)
        for actor, way in ways.items():
            page = desk(client, committed, actor)
            waiting = page.partition("What waits for you")[2]
            assert "Answers to consultations (1)" in waiting
            assert said in waiting
            assert f'<a href="{way}"' in client.page("/en/desk/").source
            assert ("Remind whoever owes" in page) is (actor is of_all and said.startswith("Late"))
        for actor in (other, of_plan):
            assert NOTHING in desk(client, committed, actor)
    with committed() as session:
        cancel(session, actor=asked.officer, now=due, consultation_id=asked.id, reason=REASON)
    for actor in ways:
        assert NOTHING in desk(client, committed, actor)


def test_organisations_wait_for_coordinators_of_the_site(
    client: ReviewingClient, committed: Committed, keeper: Actor
) -> None:
    with committed() as session:
        actor, of_plan = coordinator(session), person(session, (Role.COORDINATOR, "plan:elsewhere"))
        waiting = [applied(session), applied(session)]
    page = desk(client, committed, actor)
    assert "Organisations to verify (2)" in page
    assert "The first of them applied on 1 March 2026" in page
    for other in (keeper, of_plan):
        assert NOTHING in desk(client, committed, other)
    with committed() as session:
        for body in waiting:
            verify(session, actor=actor, now=THEN, slug=body.slug, reason=REASON)
    assert NOTHING in desk(client, committed, actor)


def test_of_whom_nothing_is_asked_reads_nothing_of_it(
    client: ReviewingClient, committed: Committed, keeper: Actor
) -> None:
    with committed() as session:
        planned(session, by=keeper)
        others = [
            person(session, (role, SITE)) for role in (Role.MODERATOR, Role.AUDITOR, Role.ADMINISTRATOR)
        ]
    for actor in others:
        assert "What waits for you" not in desk(client, committed, actor)


def test_the_first_page_does_not_grow_with_the_forum(
    app: Flask, client: ReviewingClient, committed: Committed, keeper: Actor, at: At
) -> None:
    with committed() as session:
        owner = organisation(session)
        of_all, officer = coordinator(session), person(session, (Role.OFFICER, owner.scope))
        everything = person(session, (Role.COORDINATOR, SITE), (Role.OFFICER, owner.scope))

    def asked_of(actor: Actor) -> int:
        enter(committed, client, actor)
        client.page("/en/desk/")
        with statements_of(app.extensions["engine"]) as sent:
            client.page("/en/desk/")
        return len(sent)

    at(LATER)
    actors = (keeper, of_all, officer, everything)
    app.extensions["operator"].until = float("inf")
    before = [asked_of(actor) for actor in actors]
    with committed() as session:
        many(session, owner, meetings=20, items=200)
    assert [asked_of(actor) for actor in actors] == before
    page = desk(client, committed, of_all)
    assert "Minutes to publish (20)" in page
    assert "and 15 more" in page
    assert "Overdue action items (200)" in page
    assert "and 195 more" in page
    assert page.count("An item") == 5


def test_a_meeting_of_today_is_still_to_come(
    client: ReviewingClient, committed: Committed, keeper: Actor, at: At
) -> None:
    with committed() as session:
        on(session, TODAY, by=keeper)
    # By the clocks of the site: at ten in the evening in London it is the next day there.
    at(datetime.combine(TODAY, time(20, 30), UTC))
    assert "Meetings to prepare (1)" in desk(client, committed, keeper)
    at(datetime.combine(TODAY, time(21, 30), UTC))
    page = desk(client, committed, keeper)
    assert "Minutes to publish (1)" in page
    assert "No meeting is planned" in page
