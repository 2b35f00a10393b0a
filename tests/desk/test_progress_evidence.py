"""Evidence of progress: who adds the document that shows it, who attaches one, and who is told who does."""

from __future__ import annotations

import io
import re
from datetime import UTC

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.organisations.models import Organisation
from consult.plans import services
from consult.plans.models import BodyRole, ProgressUpdate
from consult.web.again import LEAD_AWAY
from tests.client import ReviewingClient, location
from tests.desk.conftest import enter
from tests.desk.test_progress import DONE, page_of, rows
from tests.factories.documents import PDF, filed
from tests.factories.people import person
from tests.factories.progress import NOW, Promised, promised
from tests.factories.texts import organisation
from tests.public.conftest import Committed


def beside(
    committed: Committed, made: Promised, role: BodyRole = BodyRole.CO_LEAD
) -> tuple[Organisation, Actor]:
    """Return another body of the commitment, and an officer of it."""
    with committed() as session:
        body = organisation(session)
        services.set_body(
            session, actor=made.keeper, now=NOW, zone=UTC, commitment_id=made.commitment.id,
            organisation_id=body.id, role=role, holds=True, happened_on=NOW.date(),
            said=services.BodyWords("سبب", "A reason"),
        )  # fmt: skip
        return body, person(session, (Role.OFFICER, body.scope))


def test_a_body_that_leads_beside_another_adds_the_evidence_from_its_report_and_finds_its_words_again(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    body, officer = beside(committed, made)
    with committed() as session:
        other = person(session, (Role.OFFICER, organisation(session).scope))
    enter(committed, client, officer)
    report = f"{page_of(made)}report"
    assert "Add a document to this milestone" in client.page(report).source
    away = location(client.submit(report, {**DONE, "status": "completed", LEAD_AWAY: "1"}))
    assert f"/en/desk/documents/new?milestone={made.milestone.id}&report=" in away
    assert rows(committed, ProgressUpdate) == 0
    page = client.page(away).source
    assert "It is attached to the milestone:" in page
    assert f'href="{report}?kept=' in page
    sent = {"title_ar": "الصفحة", "title_en": "The page as built", "file": (io.BytesIO(PDF), "page.pdf")}
    back = location(client.submit(away, {**sent, "publisher": body.slug}))
    assert back.startswith(f"{report}?kept=")
    form = client.page(back).source
    assert "The page was made ready" in form
    assert re.search(r'value="completed"[^>]*checked|checked[^>]*value="completed"', form)
    (choice,) = re.findall(r'<option value="(\d+)">The page as built<', form)
    answer = client.submit(back, {**DONE, "status": "completed", "document": choice})
    assert location(answer).endswith(f"{page_of(made)}progress")
    assert "The page as built" in client.page(f"{page_of(made)}progress").source
    assert rows(committed, ProgressUpdate) == 1
    enter(committed, client, other)
    for asked in (made.milestone.id, 0, "x"):
        assert client.get(f"/en/desk/documents/new?milestone={asked}").status_code == 404


def test_evidence_can_be_attached_by_whoever_reports_and_by_the_coordinator_of_the_plan(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    body, officer = beside(committed, made)
    plan = made.commitment.plan
    with committed() as session:
        noise = promised(session)
        slug = filed(session, body, title_en="The photographs").slug
        keeper = person(session, (Role.COORDINATOR, plan.scope), (Role.OFFICER, body.scope))
        other = f"milestone:{noise.milestone.id}"
    milestone, commitment = f"milestone:{made.milestone.id}", f"commitment:{made.commitment.id}"
    for actor, targets in (
        (officer, {milestone, commitment}),
        (keeper, {milestone, commitment, f"plan:{plan.id}"}),
    ):
        enter(committed, client, actor)
        page = client.page(f"/en/desk/documents/{slug}/").source
        assert set(re.findall(r'<option value="([a-z]+:\d+)"', page)) == targets
        assert other not in page
    assert location(client.submit(f"/en/desk/documents/{slug}/", {"subject": milestone})).endswith(
        f"/{slug}/"
    )
    assert "The photographs" in client.page(f"{page_of(made)}report").source


def test_a_coordinator_of_one_plan_who_belongs_to_no_body_is_told_who_adds_documents(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    with committed() as session:
        keeper = person(session, (Role.COORDINATOR, made.commitment.plan.scope))
    enter(committed, client, keeper)
    report = client.page(f"{page_of(made)}report").source
    assert "Add a document to this milestone" not in report
    for page in (report, client.page("/en/desk/documents/").source):
        assert "Each document is filed under a body. You keep the documents of none" in page
    assert location(client.get("/en/desk/documents/new")).endswith("/desk/documents/")
    enter(committed, client, made.officer)
    for path in (f"{page_of(made)}report", "/en/desk/documents/"):
        assert "You keep the documents of none" not in client.page(path).source
