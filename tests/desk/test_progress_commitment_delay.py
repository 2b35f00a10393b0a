"""A commitment's declared delay at the desk: who declares it, what the public reads, and that it ends."""

from __future__ import annotations

from datetime import UTC, date

from sqlalchemy import select

from consult.accounts.models import Role
from consult.plans import services
from consult.plans.models import BodyRole, CommitmentActKind, CommitmentFact
from consult.plans.services import BodyWords
from consult.record.models import LogEntry
from tests.client import ReviewingClient, location
from tests.desk.conftest import enter
from tests.factories.people import person
from tests.factories.progress import NOW, WHY, Promised
from tests.factories.texts import organisation
from tests.public.conftest import Committed

DAY = {"happened_on": "01/07/2027"}
WORDS = {"reason_ar": "تأخر الشراء", "recovery_en": "Speed the work **up**"}


def home(of: Promised) -> str:
    """Return the address of a commitment below the desk, and below the public site."""
    return f"plans/{of.commitment.plan.slug}/commitments/{of.commitment.number}/"


def facts(committed: Committed, of: Promised) -> list[tuple[bool, str | None, str | None, date | None]]:
    """Return what was recorded of a commitment's delay, oldest first."""
    with committed() as session:
        query = select(CommitmentFact).where(CommitmentFact.commitment_id == of.commitment.id)
        rows = session.scalars(query.order_by(CommitmentFact.id))
        return [(row.delayed, row.delay_note_ar, row.recovery_en, row.happened_on) for row in rows]


def test_progress_of_a_commitment_is_declared_delayed_and_no_more_by_coordinator_and_lead(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    desk, public = f"/en/desk/{home(made)}", f"/en/{home(made)}"
    enter(committed, client, made.officer)
    assert f'href="{desk}delay"' in client.get(desk).text
    answer = client.submit(f"{desk}delay", {**DAY, **WORDS})
    assert (answer.status_code, location(answer)) == (303, desk)
    assert facts(committed, made)[-1] == (True, "تأخر الشراء", "Speed the work **up**", date(2027, 7, 1))
    page = client.get(desk).text
    assert "تأخر الشراء" in page
    assert f'href="{desk}delay"' not in page
    assert f'href="{desk}delay/end"' in page
    shown = client.get(public).text
    assert "تأخر الشراء" in shown
    assert "<strong>up</strong>" in shown
    assert "Delayed" in client.get(f"/en/plans/{made.commitment.plan.slug}/").text
    with committed() as session:
        entry = session.scalars(select(LogEntry).order_by(LogEntry.id.desc()).limit(1)).one()
        assert (entry.kind, entry.subject, entry.role) == (
            "fact-recorded", f"commitment/{made.commitment.id}", "officer",
        )  # fmt: skip
        assert "delayed" in entry.details["changed"]
    enter(committed, client, made.keeper)
    assert client.submit(f"{desk}delay/end", DAY).status_code == 303
    assert facts(committed, made)[-1] == (False, None, None, date(2027, 7, 1))
    assert "تأخر الشراء" not in client.get(public).text
    assert f'href="{desk}delay"' in client.get(desk).text


def test_what_is_lacking_of_a_delay_is_said_at_its_field_and_what_was_typed_stays(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    desk = f"/en/desk/{home(made)}"
    enter(committed, client, made.keeper)
    refused = client.submit(f"{desk}delay", {**DAY, "reason_ar": "سبب"})
    assert refused.status_code == 422
    assert "سبب" in refused.text
    assert client.submit(f"{desk}delay", WORDS).status_code == 422
    late = client.submit(f"{desk}delay", {**WORDS, "happened_on": "02/07/2027"})
    assert late.status_code == 422
    assert client.submit(f"{desk}delay/end", DAY).status_code == 422
    assert [delayed for delayed, *_rest in facts(committed, made)] == [False]


def test_a_delay_is_declared_once_however_often_and_of_no_day_before_what_is_recorded(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    desk = f"/en/desk/{home(made)}"
    enter(committed, client, made.keeper)
    client.submit(f"{desk}delay", {**DAY, **WORDS})
    assert client.submit_again().status_code == 303
    again = client.submit(f"{desk}delay", {**DAY, **WORDS})
    assert again.status_code == 422
    assert "The commitment stands otherwise by now" in again.text
    before = client.submit(f"{desk}delay/end", {"happened_on": "30/06/2027"})
    assert "Choose a day that is not before that of the last act." in before.text
    assert [delayed for delayed, *_rest in facts(committed, made)] == [False, True]


def test_a_delay_is_declared_by_joint_leads_and_not_by_supporting_bodies_or_others(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    with committed() as session:
        officers = {}
        for role in (BodyRole.CO_LEAD, BodyRole.SUPPORTING):
            body = organisation(session)
            services.set_body(
                session, actor=made.keeper, now=NOW, zone=UTC, commitment_id=made.commitment.id,
                organisation_id=body.id, role=role, holds=True, happened_on=None, said=BodyWords(),
            )  # fmt: skip
            officers[role] = person(session, (Role.OFFICER, body.scope))
        stranger = person(session, (Role.OFFICER, organisation(session).scope))
    desk = f"/en/desk/{home(made)}"
    for actor in (officers[BodyRole.SUPPORTING], stranger):
        enter(committed, client, actor)
        assert f"{desk}delay" not in client.get(desk).text
        assert client.get(f"{desk}delay").status_code == 404
        assert client.get(f"{desk}delay/end").status_code == 404
    enter(committed, client, officers[BodyRole.CO_LEAD])
    assert client.submit(f"{desk}delay", {**DAY, **WORDS}).status_code == 303


def test_a_commitment_that_is_not_reported_on_is_not_declared_delayed(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    desk = f"/en/desk/{home(made)}"
    with committed() as session:
        services.act_on_commitment(
            session, actor=made.keeper, now=NOW, zone=UTC, commitment_id=made.commitment.id,
            kind=CommitmentActKind.WITHDRAWN, happened_on=NOW.date(), reason=WHY,
        )  # fmt: skip
    enter(committed, client, made.keeper)
    assert f"{desk}delay" not in client.get(desk).text
    refused = client.submit(f"{desk}delay", {**DAY, **WORDS})
    assert refused.status_code == 422
    assert "Progress is reported once the commitment is adopted" in refused.text
