"""Correcting at the desk what was reported: who finds the way, what stands beside it, and what everybody reads."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date

import pytest
from sqlalchemy import select

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.plans import services
from consult.plans.models import ProgressUpdate
from tests.client import ReviewingClient, location
from tests.desk.conftest import enter
from tests.desk.test_progress import page_of
from tests.factories.people import person
from tests.factories.progress import DONE, NOW, Promised, promised
from tests.factories.texts import organisation
from tests.public.conftest import Committed
from tests.public.test_progress_csv import rows

SENT = {"status": "in_progress", "as_of": "30/05/2027", "done_en": "The page was made ready"}


@pytest.fixture
def made(made: Promised, committed: Committed) -> Promised:
    """Return an adopted commitment with a word of its officer on its milestone."""
    with committed() as session:
        services.report_progress(
            session, actor=made.officer, now=NOW, zone=UTC, milestone_id=made.milestone.id, said=DONE
        )
    return made


def updates(committed: Committed) -> list[ProgressUpdate]:
    with committed() as session:
        return list(session.scalars(select(ProgressUpdate).order_by(ProgressUpdate.id)))


def way_of(client: ReviewingClient, of: Promised) -> str:
    """Return the one address on the milestone's page by which an update is corrected."""
    page = client.page(f"{page_of(of)}progress").source
    (found,) = re.findall(r'href="([^"]+/updates/\d+/correct)"', page)
    return str(found)


def test_an_officer_corrects_a_word_and_everybody_reads_both(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    enter(committed, client, made.officer)
    way = way_of(client, made)
    form = client.page(way).source
    # What stands is there to begin with.
    assert "The page was made ready" in form
    assert 'value="30/06/2027"' in form
    lacking = client.submit(way, {**SENT, "done_ar": "", "done_en": ""})
    assert lacking.status_code == 422
    assert "Saved now" not in lacking.text
    answer = client.submit(way, {**SENT, "done_ar": "", "correction_en": "The day was that of another page"})
    assert location(answer).endswith(f"{page_of(made)}progress")
    assert client.submit_again().status_code == 303
    assert [row.corrects_id for row in updates(committed)] == [None, updates(committed)[0].id]
    commitment = f"plans/{made.commitment.plan.slug}/commitments/{made.commitment.number}/"
    for page in (f"{page_of(made)}progress", f"/en/{commitment}"):
        source = client.page(page).source
        for said in (
            "Corrected on 1 July 2027: this stands no more.", "a correction", "The day was that of another page",
            "Why it was corrected:",
        ):  # fmt: skip
            assert source.count(said) == 1, (page, said)
        # The one that stands comes first.
        assert source.index("30 May 2027") < source.index("Corrected on 1 July 2027")
    assert "صُحّح يوم" in client.page(f"/ar/{commitment}").source
    first, second = rows(client, f"/en/plans/{made.commitment.plan.slug}/progress.csv")
    assert (first["corrected_by"], first["corrects"]) == (second["entry_id"], "")
    assert (second["corrected_by"], second["corrects"]) == ("", first["entry_id"])
    assert second["correction_en"] == "The day was that of another page"
    assert way_of(client, made) != way


def opened(client: ReviewingClient, way: str, said: dict[str, str]) -> None:
    """Open the form and type into it; ``submit_again`` sends it."""
    assert client.submit(way, {**said, "as_of": ""}).status_code == 422
    target, typed = client.last
    client.last = (target, {**typed, **said})


def meanwhile(committed: Committed, of: Promised, actor: Actor) -> None:
    """Let somebody correct the first word."""
    (wrong,) = updates(committed)
    with committed() as session:
        services.correct_progress(
            session, actor=actor, now=NOW, zone=UTC, milestone_id=of.milestone.id, update_id=wrong.id,
            said=replace(DONE, as_of=date(2027, 5, 30)), reason=("", ""),
        )  # fmt: skip


MINE = {**SENT, "done_en": "It was made by us", "correction_en": "We know it better"}


def test_of_two_who_correct_the_same_word_the_second_is_told_and_keeps_the_words(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    enter(committed, client, made.officer)
    way = way_of(client, made)
    opened(client, way, MINE)
    meanwhile(committed, made, made.officer)
    told = client.submit_again()
    assert told.status_code == 422
    for said in ("Somebody else saved this", "It was made by us", "We know it better", "Saved now"):
        assert said in told.text
    (action,) = re.findall(r'<form id="typed" action="([^"]+)"', told.text)
    assert action != way
    client.submit(action, MINE)
    assert [row.done_en for row in updates(committed)] == [
        "The page was made ready", "The page was made ready", "It was made by us",
    ]  # fmt: skip


def test_where_the_coordinator_corrected_it_the_officer_is_told_as_often_as_they_send(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    enter(committed, client, made.officer)
    way = way_of(client, made)
    opened(client, way, MINE)
    meanwhile(committed, made, made.keeper)
    for _again in range(2):
        told = client.submit_again()
        assert told.status_code == 422
        assert "It was made by us" in told.text
        assert f'action="{way}"' in told.text
    assert client.get(way).status_code == 404
    assert "/correct" not in client.get(f"{page_of(made)}progress").text
    assert len(updates(committed)) == 2


def test_a_word_is_corrected_by_nobody_else_and_under_no_other_address(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    with committed() as session:
        stranger = person(session, (Role.OFFICER, organisation(session).scope))
        other = promised(session)
        theirs = services.report_progress(
            session, actor=other.officer, now=NOW, zone=UTC, milestone_id=other.milestone.id, said=DONE
        ).id  # fmt: skip
    enter(committed, client, made.officer)
    way = way_of(client, made)
    for unknown in (theirs, 0, 2147483647):
        assert client.get(f"{page_of(made)}updates/{unknown}/correct").status_code == 404
    enter(committed, client, stranger)
    assert client.get(way).status_code == 404
    assert "/correct" not in client.get(f"{page_of(made)}progress").text
