"""A plan of 200 commitments with 10 milestones each: its pages are no heavier than those of 25, and lose nothing."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime
from html import unescape
from typing import TYPE_CHECKING

import pytest
from flask import g
from flask_babel import force_locale
from pypdf import PdfReader

from consult.accounts.models import SITE, Role
from consult.jobs.composing import composer_of
from consult.outbox.models import OutboxMessage
from consult.plans.models import MilestoneStatus
from consult.plans.services import CommitmentWords, MilestoneWords, PlanWords, add_commitment, add_plan
from consult.plans.services.recording import add_milestones
from tests.factories.people import person
from tests.factories.texts import organisation
from tests.speed.counting import statements_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from sqlalchemy.orm import Session

    from consult.accounts.models import User
    from consult.accounts.policies import Actor
    from consult.organisations.models import Organisation
    from tests.client import ReviewingClient
    from tests.conftest import At
    from tests.public.conftest import Committed

MADE, TODAY = datetime(2026, 1, 5, 9, tzinfo=UTC), datetime(2027, 6, 1, 9, tzinfo=UTC)
SMALL, LARGE, MILESTONES = 25, 200, 10
# What pages say more of where there are more: the ways on, and larger numbers.
ON = 1_000
STATEMENTS, DESK_MOST = 13, 100_000
# The first page of the desk says what else waits: six kinds, each in one statement.
WAITING = {"/en/desk/": 6}


@pytest.fixture(scope="session")
def engine_name() -> str:
    """Return the one engine that this runs on: what is asked does not differ by it."""
    return "sqlite"


def plan_of(session: Session, lead: Organisation, number: int, commitments: int) -> None:
    """Add a plan of so many commitments, each with ten milestones that were due and never reported."""
    plan = add_plan(
        session, actor=None, now=MADE, slug=f"plan-of-{commitments:03}", number=number,
        said=PlanWords("خطة", "A plan"),
    )  # fmt: skip
    words = [
        MilestoneWords(
            f"مرحلة {place:02}", f"Milestone {place:02}", date(2026, 12, 31), MilestoneStatus.NOT_STARTED,
            starts_on=date(2026, 2, 1),
        )
        for place in range(MILESTONES)
    ]  # fmt: skip
    for place in range(1, commitments + 1):
        commitment = add_commitment(
            session, actor=None, now=MADE, plan=plan, number=str(100 + place), position=place,
            said=CommitmentWords("التزام بالنشر", "A commitment to publish"), lead=lead,
        )  # fmt: skip
        add_milestones(session, actor=None, now=MADE, zone=UTC, commitment=commitment, said=words)


def public_pages(commitments: int) -> list[str]:
    plan = f"/en/plans/plan-of-{commitments:03}/"
    return ["/en/", plan, f"{plan}progress/", f"{plan}commitments/101/"]


def desk_pages(commitments: int) -> list[str]:
    plan = f"/en/desk/plans/plan-of-{commitments:03}/"
    commitment = f"{plan}commitments/101/"
    return [plan, f"{plan}progress/", commitment, f"{commitment}carried", "/en/desk/", "/en/desk/texts/new"]


def weighed(app: Flask, client: ReviewingClient, paths: list[str]) -> list[tuple[int, int]]:
    """Return how many statements and bytes each of these pages takes."""
    found = []
    for path in paths:
        with statements_of(app.extensions["engine"]) as sent:
            page = client.page(path)
        found.append((len(sent), len(page.source.encode())))
    return found


def pages_from(client: ReviewingClient, path: str) -> Iterator[str]:
    """Yield a page and all that follow it, by their links."""
    following: str | None = path
    while following:
        source = client.page(following).source
        yield source
        onward = re.search(r'<a class="more" href="([^"#]+)[^"]*" rel="next">', source)
        following = unescape(onward[1]) if onward else None


def listed(client: ReviewingClient, path: str, link: str) -> list[str]:
    """Return what is linked to on a page and all that follow it."""
    return [found for page in pages_from(client, path) for found in re.findall(link, page)]


@pytest.fixture
def lead(committed: Committed) -> Organisation:
    """Return a body that leads 25 commitments."""
    with committed() as session:
        found = organisation(session)
        assert found.scope
        plan_of(session, found, 1, SMALL)
    return found


@pytest.fixture
def worker(committed: Committed, lead: Organisation) -> Actor:
    """Return a coordinator who is also an officer of that body."""
    with committed() as session:
        return person(session, (Role.COORDINATOR, SITE), (Role.OFFICER, lead.scope))


def enlarge(committed: Committed, lead: Organisation) -> None:
    with committed() as session:
        plan_of(session, session.merge(lead, load=False), 2, LARGE)


def test_pages_of_many_milestones_weigh_no_more_than_those_of_few(
    app: Flask, client: ReviewingClient, committed: Committed, lead: Organisation, worker: Actor,
    user_of: Callable[[Actor], User], at: At,
) -> None:  # fmt: skip
    at(TODAY)
    client.page("/en/")
    app.extensions["operator"].until = float("inf")
    small = weighed(app, client, public_pages(SMALL))
    assert all("pagination" not in client.page(path).source for path in public_pages(SMALL))
    enlarge(committed, lead)
    large = weighed(app, client, public_pages(LARGE))
    assert [asked for asked, _bytes in large] == [asked for asked, _bytes in small]
    assert max(asked for asked, _bytes in large) <= STATEMENTS
    assert all(after <= before + ON for (_of, before), (_more, after) in zip(small, large, strict=True))
    client.sign_in(user_of(worker))
    few, many = weighed(app, client, desk_pages(SMALL)), weighed(app, client, desk_pages(LARGE))
    assert [asked for asked, _bytes in many] == [asked for asked, _bytes in few]
    most = [STATEMENTS + WAITING.get(path, 0) for path in desk_pages(LARGE)]
    assert all(asked <= allowed for (asked, _bytes), allowed in zip(many, most, strict=True))
    assert max(sent for _asked, sent in many) <= DESK_MOST


def test_every_commitment_and_milestone_of_a_large_plan_stands_on_one_of_its_pages(
    client: ReviewingClient, committed: Committed, lead: Organisation, worker: Actor,
    user_of: Callable[[Actor], User], at: At,
) -> None:  # fmt: skip
    at(TODAY)
    enlarge(committed, lead)
    plan, numbers = "/en/plans/plan-of-200/", [str(100 + place) for place in range(1, LARGE + 1)]
    for path in (plan, f"{plan}progress/"):
        pages = list(pages_from(client, path))
        assert len(pages) == LARGE / SMALL
        found = [re.findall(r'href="/en/plans/plan-of-200/commitments/(\d+)/"', page) for page in pages]
        assert [number for page in found for number in page] == numbers
        # What is counted is of the whole plan, on each page.
        assert all("200 commitments. 2000 milestones: 2000 not started." in page for page in pages)
        assert all("2000 milestones were due and are not reported" in page for page in pages)
        assert ["From the beginning" in page for page in pages] == [False, *[True] * 7]
    assert re.findall(r'<td class="num">(\d+)</td>', pages[-1])[-4:] == ["0", "0", "2000", "2000"]
    home = client.page("/en/").source
    onward = re.search(r'href="([^"#]+)#board">175 more commitments', home)
    assert onward is not None
    assert "/commitments/126/" in client.page(unescape(onward[1])).source
    assert "/commitments/125/" not in client.page(unescape(onward[1])).source
    # What stands after no commitment is the first page.
    assert "/commitments/101/" in client.page(f"{plan}?after=999~999999").source
    paper = PdfReader(io.BytesIO(client.get(f"{plan}progress.pdf").data))
    assert "Commitment 300:" in " ".join(page.extract_text() for page in paper.pages[-2:])
    client.sign_in(user_of(worker))
    desk = "/en/desk/plans/plan-of-200/"
    own = rf'<a href="{desk}commitments/(\d+)/"'
    due = rf'<a href="{desk}commitments/(\d+)/milestones/\d+/progress"'
    assert listed(client, desk, own) == numbers
    assert listed(client, f"{desk}progress/", due) == [each for each in numbers for _nth in range(MILESTONES)]


def test_a_commitment_that_is_moved_at_the_desk_leads_back_to_its_page(
    client: ReviewingClient, committed: Committed, lead: Organisation, worker: Actor,
    user_of: Callable[[Actor], User],
) -> None:  # fmt: skip
    enlarge(committed, lead)
    client.sign_in(user_of(worker))
    second = list(pages_from(client, "/en/desk/plans/plan-of-200/"))[1]
    action = re.search(r'action="([^"]+/commitments/151/move/up[^"]*)"', second)
    assert action is not None
    onward = unescape(action[1])
    begun = onward.partition("?")[2]
    assert begun
    answer = client.submit(f"/en/desk/plans/plan-of-200/?{begun}", action=f"151/move/up?{begun}")
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/en/desk/plans/plan-of-200/?{begun}#commitments"
    desk = "/en/desk/plans/plan-of-200/"
    found = listed(client, desk, rf'<a href="{desk}commitments/(\d+)/"')
    assert found[48:52] == ["149", "151", "150", "152"]
    assert len(set(found)) == LARGE


def test_an_officer_of_many_milestones_reads_the_first_and_where_the_others_stand(
    app: Flask, client: ReviewingClient, committed: Committed, worker: Actor, user_of: Callable[[Actor], User], at: At
) -> None:  # fmt: skip
    at(TODAY)
    client.sign_in(user_of(worker))
    home = client.page("/en/desk/").source
    assert "A word is due of 225 more milestones." in home
    assert 'href="/en/desk/plans/plan-of-025/progress/"' in home
    assert len(re.findall(r"/milestones/\d+/report", home)) == 25
    with committed() as session, app.test_request_context("/en/"), force_locale("en"):
        g.language = "en"
        message = OutboxMessage(kind="progress-reminder", content={"user_id": worker.user_id})
        letter = composer_of("progress-reminder")(session, message)
        assert letter is not None
        said = [block.text for block in letter.blocks]
    assert sum("Milestone 0" in line for line in said) == 25
    assert "and of 225 more milestones" in said
