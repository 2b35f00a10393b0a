"""Before a reminder stands who will be told; the press tells them once, and pressed again it says so."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.outbox.models import OutboxMessage
from tests.client import FROM_OUR_PAGE, ReviewingClient, location
from tests.desk.conftest import enter
from tests.factories.forum import secretary
from tests.factories.meetings import planned
from tests.factories.organisations import coordinator
from tests.factories.people import person
from tests.factories.scenes import Scene
from tests.factories.texts import organisation
from tests.factories.waiting import agreed, on
from tests.public.conftest import Committed
from tests.review import words

if TYPE_CHECKING:
    from tests.conftest import At

ITEMS, ANSWERS = "/en/desk/forum/action-items/remind", "/en/desk/late-answers/remind"
LATER = datetime(2026, 4, 1, 9, tzinfo=UTC)


def digests(committed: Committed) -> int:
    with committed() as session:
        return session.scalar(select(func.count()).where(OutboxMessage.kind == "digest")) or 0


def page_of(client: ReviewingClient, path: str) -> str:
    return " ".join(words(client.page(path).root).split())


@pytest.fixture
def keeper(committed: Committed, at: At) -> Actor:
    """Return somebody who keeps the forum."""
    at(LATER)
    with committed() as session:
        return secretary(session)


def test_a_secretary_sees_who_owes_action_items_and_reminds_them_once_a_day(
    client: ReviewingClient, committed: Committed, keeper: Actor, at: At
) -> None:
    with committed() as session:
        owner, alone = organisation(session), organisation(session)
        officer = person(session, (Role.OFFICER, owner.scope))
        agreed(session, owner, owner, alone, by=keeper)
        on(session, date(2026, 9, 1), by=keeper)
    enter(committed, client, keeper)
    listed = client.page("/en/desk/forum/action-items/")
    assert f'href="{ITEMS}"' in listed.source
    page = page_of(client, ITEMS)
    for said in (owner.name_en, "2 overdue action items", alone.name_en, "1 overdue action item",
                 "No officer there could be told", "1 person gets a mail."):  # fmt: skip
        assert said in page
    assert "keeps the forum" not in page
    assert location(client.submit(ITEMS, button="Remind")) == "/en/desk/forum/action-items/"
    after = page_of(client, "/en/desk/forum/action-items/")
    assert "1 person is told by mail." in after
    assert f"These have no officer who could be told: {alone.name_en}." in after
    page = page_of(client, ITEMS)
    assert "Nobody gets a mail about it." in page
    assert "1 person was told today already, and gets no second mail." in page
    client.submit(ITEMS, button="Remind")
    after = page_of(client, "/en/desk/forum/action-items/")
    assert "Nobody is told now." in after
    assert "1 person was told today already." in after
    assert digests(committed) == 1
    at(LATER + timedelta(days=1))
    client.submit(ITEMS, button="Remind")
    assert digests(committed) == 2
    enter(committed, client, officer)
    assert ITEMS not in client.get("/en/desk/forum/action-items/").text
    assert client.get(ITEMS).status_code == 404


def test_the_same_form_sent_twice_reminds_once(
    client: ReviewingClient, committed: Committed, keeper: Actor
) -> None:
    with committed() as session:
        other = secretary(session)
        planned(session, by=keeper)
    enter(committed, client, keeper)
    page = page_of(client, ITEMS)
    assert "1 person who keeps the forum is told as well." in page
    client.submit(ITEMS, button="Remind")
    target, typed = client.last
    assert location(client.post(target, data=typed, headers=FROM_OUR_PAGE)) == "/en/desk/forum/action-items/"
    assert digests(committed) == 1
    enter(committed, client, other)
    assert "Minutes to publish (1)" in page_of(client, "/en/desk/")


@pytest.mark.usefixtures("keeper")
def test_nobody_owes_anything(client: ReviewingClient, committed: Committed) -> None:
    with committed() as session:
        of_all = coordinator(session)
    enter(committed, client, of_all)
    for path in (ITEMS, ANSWERS):
        page = client.page(path)
        assert "Nobody owes anything now" in words(page.root)
        assert "What this will do" not in page.source
    assert "لا متأخرات الآن" in page_of(client, ITEMS.replace("/en/", "/ar/"))


def test_a_coordinator_reminds_bodies_that_answer_late(
    client: ReviewingClient, committed: Committed, asked: Scene, at: At
) -> None:
    with committed() as session:
        of_all, keeper = coordinator(session), secretary(session)
    at(asked.consultation.answer_due_at + timedelta(days=1))
    enter(committed, client, of_all)
    assert f'href="{ANSWERS}"' in client.page("/en/desk/").source
    page = page_of(client, ANSWERS)
    assert asked.organisation.name_en in page
    assert "1 late answer" in page
    assert "2 people get a mail." in page
    assert "رد واحد متأخر" in page_of(client, ANSWERS.replace("/en/", "/ar/"))
    assert location(client.submit(ANSWERS, button="Remind")) == "/en/desk/"
    assert "2 people are told by mail." in page_of(client, "/en/desk/")
    assert digests(committed) == 2
    enter(committed, client, keeper)
    assert client.get(ANSWERS).status_code in {403, 404}
    enter(committed, client, asked.officer)
    assert client.get(ANSWERS).status_code in {403, 404}
