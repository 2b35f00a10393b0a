"""Progress at the desk: who reports it, what the page of a milestone offers, who is late, and reminding them once."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from flask import g
from flask_babel import force_locale
from sqlalchemy import func, select

from consult.accounts.models import Role
from consult.jobs.composing import composer_of
from consult.outbox.models import OutboxMessage
from consult.plans import services
from consult.plans.models import BodyRole, CommitmentActKind, MilestoneAct, PlanActKind, ProgressUpdate
from consult.plans.services import BodyWords
from tests.client import FROM_OUR_PAGE, ReviewingClient, location
from tests.desk.conftest import enter
from tests.factories.people import person
from tests.factories.progress import NOW, Promised, act_on_plan, promised
from tests.factories.promises import begun, begun_plan, coordinator, written
from tests.factories.texts import organisation
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from flask import Flask

    from tests.conftest import At

DAY = {"happened_on": "01/07/2027", "reason_ar": "سبب", "reason_en": "A reason"}
DONE = {"status": "in_progress", "as_of": "٣٠/٦/٢٠٢٧", "done_en": "The page was made ready"}


def page_of(of: Promised, lang: str = "en") -> str:
    """Return the address under which a milestone's pages stand."""
    plan = of.commitment.plan.slug
    return f"/{lang}/desk/plans/{plan}/commitments/{of.commitment.number}/milestones/{of.milestone.id}/"


def rows(committed: Committed, model: type[ProgressUpdate | MilestoneAct | OutboxMessage]) -> int:
    with committed() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_an_officer_reports_progress_from_the_first_page_of_the_desk(
    client: ReviewingClient, committed: Committed, made: Promised, at: At
) -> None:
    enter(committed, client, made.officer)
    assert "Milestones of which a word is due" not in client.get("/en/desk/").text
    at(datetime(2027, 7, 2, 9, tzinfo=UTC))
    home = client.get("/en/desk/").text
    assert "Nothing reported since it began on 1 January 2027." in home
    assert f'{page_of(made)}report"' in home
    answer = client.submit(f"{page_of(made)}report", DONE)
    assert location(answer).endswith(f"{page_of(made)}progress")
    page = client.get(f"{page_of(made)}progress").text
    told = ["in progress", "The page was made ready", "30 June 2027", made.lead.name_en, "Report progress"]
    assert [said for said in told if said not in page] == []
    assert "Milestones of which a word is due" not in client.get("/en/desk/").text
    assert "أُفيد به في" in client.get(f"{page_of(made, 'ar')}progress").text
    public = f"plans/{made.commitment.plan.slug}/commitments/{made.commitment.number}/"
    # What was reported in one language alone stands on the other's page, which says so in words.
    assert "كُتب بالإنجليزية وحدها:" in client.get(f"/ar/{public}").text
    assert "Written in" not in client.get(f"/en/{public}").text


def test_what_is_missing_of_progress_stands_at_its_field_and_nothing_typed_is_lost(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    enter(committed, client, made.officer)
    answer = client.submit(f"{page_of(made)}report", {**DONE, "status": "completed"})
    assert answer.status_code == 422
    assert "What is completed needs evidence" in answer.text
    assert "The page was made ready" in answer.text
    empty = client.submit(f"{page_of(made)}report", {"status": "not_started", "as_of": "01/07/2027"})
    assert "Write" in empty.text
    nothing = {"status": "not_started", "as_of": "01/07/2027", "nothing_to_report": "y"}
    assert (
        "Say in one language at least what stands in the way."
        in client.submit(f"{page_of(made)}report", nothing).text
    )
    early = client.submit(f"{page_of(made)}report", {**DONE, "as_of": "31/12/1900"})
    assert "Choose a day from 1 March 2026 on." in early.text
    assert rows(committed, ProgressUpdate) == 0
    client.submit(f"{page_of(made)}report", {**nothing, "challenge_ar": "لا موازنة"})
    assert rows(committed, ProgressUpdate) == 1


def test_a_lost_reply_of_progress_leaves_one_update(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    enter(committed, client, made.officer)
    client.submit(f"{page_of(made)}report", DONE)
    assert client.submit_again().status_code == 303
    assert rows(committed, ProgressUpdate) == 1


def test_a_milestone_is_delayed_by_its_officer_moved_and_withdrawn_by_its_coordinator(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    enter(committed, client, made.officer)
    page = client.get(f"{page_of(made)}progress").text
    assert "Declare that it is delayed" in page
    assert "Move its days" not in page
    assert client.get(f"{page_of(made)}act/moved").status_code == 404
    assert client.get(f"{page_of(made)}act/added").status_code == 404
    lacking = client.submit(f"{page_of(made)}act/delayed", DAY)
    assert lacking.status_code == 422
    told = {"recovery_ar": "تسريع وتيرة العمل", "recovery_en": "Speed the work up"}
    client.submit(f"{page_of(made)}act/delayed", {**DAY, **told})
    enter(committed, client, made.keeper)
    moved = {**DAY, "starts_on": "01/01/2027", "due_on": "01/03/2028"}
    # Opened before it was declared delayed.
    stale = client.submit(f"{page_of(made)}act/moved", {**moved, "seen": "0"})
    assert stale.status_code == 422
    assert "It stands now: 1 January 2027 to 31 December 2027." in stale.text
    assert "The last act: It was declared delayed" in stale.text
    client.submit(f"{page_of(made)}act/moved", moved)
    page = client.get(f"{page_of(made)}progress").text
    for said in ("Its days were moved", "It was declared delayed", "1 January 2027 to 1 March 2028"):
        assert said in page
    form = client.get(f"{page_of(made)}act/taken-back").text
    assert "The last act: Its days were moved, on 1 July 2027." in form
    seen = re.search(r'name="seen"[^>]* value="(\d+)"', form)
    assert seen is not None
    # Somebody else withdraws it meanwhile.
    client.submit(f"{page_of(made)}act/withdrawn", DAY)
    late = client.submit(f"{page_of(made)}act/taken-back", {**DAY, "seen": seen[1]})
    assert late.status_code == 422
    assert "The milestone stands otherwise by now" in late.text
    assert "The last act: It was withdrawn" in late.text
    assert rows(committed, MilestoneAct) == 3
    assert "This milestone was withdrawn" in client.get(f"{page_of(made)}report").text


def test_a_milestone_of_an_adopted_commitment_is_added_with_a_reason_and_written_without_its_days(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    enter(committed, client, made.keeper)
    new = f"{page_of(made).partition('milestones/')[0]}milestones/new"
    words = {"title_en": "Another page", "deliverable_en": "It answers"}
    words |= {"starts_on": "01/08/2027", "due_on": "01/12/2027"}
    assert client.submit(new, words).status_code == 422
    target, typed = client.last
    with committed() as session:
        act_on_plan(session, made, PlanActKind.ADOPTED, PlanActKind.BROUGHT_INTO_FORCE)
    # The form was opened before; what was typed is kept.
    refused = client.post(target, data={**typed, **DAY, "once": "z" * 22}, headers=FROM_OUR_PAGE)
    assert (refused.status_code, "Record that it was refreshed first." in refused.text) == (422, True)
    assert "Another page" in refused.text
    with committed() as session:
        act_on_plan(session, made, PlanActKind.REFRESHED)
    assert client.submit(new, {**words, "happened_on": "01/07/2027"}).status_code == 422
    assert client.submit(new, {**words, **DAY}).status_code == 303
    commitment = client.get(page_of(made).partition("milestones/")[0]).text
    assert "Another page" in commitment
    form = client.get(page_of(made).rstrip("/")).text
    assert 'name="due_on"' not in form
    better = {"title_en": "A better page", "deliverable_en": "It answers", "reason_en": "It was misspelt"}
    client.submit(page_of(made).rstrip("/"), better)
    assert "A better page" in client.get(f"{page_of(made)}progress").text


def test_a_coordinator_sees_who_owes_a_word_and_reminds_each_person_once_a_day(
    client: ReviewingClient, committed: Committed, made: Promised, at: At
) -> None:
    with committed() as session:
        second = person(session, (Role.OFFICER, made.lead.scope))
        promised(session)
    enter(committed, client, made.keeper)
    progress = f"/en/desk/plans/{made.commitment.plan.slug}/progress/"
    assert "No word is due" in client.get(progress).text
    at(datetime(2027, 7, 2, 9, tzinfo=UTC))
    page = client.get(progress).text
    assert "Of 1 milestone a word is due." in page
    assert made.lead.name_en in page
    before = rows(committed, OutboxMessage)
    client.submit(progress, action="remind")
    assert "2 people are told by mail." in client.get(progress).text
    client.submit(progress, action="remind")
    again = client.get(progress).text
    assert "Nobody is told now." in again
    assert "2 people were told today already." in again
    assert rows(committed, OutboxMessage) == before + 2
    with committed() as session:
        told = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "digest")).all()
        assert {row.content["user_id"] for row in told} == {made.officer.user_id, second.user_id}
    at(datetime(2027, 7, 3, 9, tzinfo=UTC))
    client.submit(progress, action="remind")
    assert rows(committed, OutboxMessage) == before + 4
    # Officers read of it, and remind nobody.
    enter(committed, client, made.officer)
    assert "Remind" not in client.get(progress).text
    assert client.post(f"{progress}remind").status_code == 404


def test_the_reminder_of_progress_names_what_is_due_and_is_not_sent_once_nothing_is(
    app: Flask, client: ReviewingClient, committed: Committed, made: Promised, at: At
) -> None:
    enter(committed, client, made.keeper)
    at(datetime(2027, 7, 2, 9, tzinfo=UTC))
    client.submit(f"/en/desk/plans/{made.commitment.plan.slug}/progress/", action="remind")
    with committed() as session, app.test_request_context("/en/"), force_locale("en"):
        g.language = "en"
        message = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "digest")).one()
        letter = composer_of("digest")(session, message)
        assert letter is not None
        said = " ".join(block.text for block in letter.blocks)
        assert "Nothing reported since it began on 1 January 2027." in said
        assert "A page" in said
    enter(committed, client, made.officer)
    client.submit(f"{page_of(made)}report", DONE)
    with committed() as session, app.test_request_context("/en/"), force_locale("en"):
        g.language = "en"
        message = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "digest")).one()
        assert composer_of("digest")(session, message) is None


def test_an_officer_writes_the_milestones_of_their_own_draft_anew(
    client: ReviewingClient, committed: Committed, at: At
) -> None:
    at(NOW)
    with committed() as session:
        keeper, lead = coordinator(session), organisation(session)
        officer = person(session, (Role.OFFICER, lead.scope))
        there = written(session, officer, begun(session, officer, lead, begun_plan(session, keeper)))
        session.refresh(there, ["milestones"])
        draft = Promised(there, lead, officer, keeper)
        assert draft.milestone.id
        assert there.plan.slug
    enter(committed, client, officer)
    edit = page_of(draft).rstrip("/")
    assert f'href="{edit}"' in client.get(f"{page_of(draft)}progress").text
    with committed() as session:
        services.act_on_commitment(
            session, actor=officer, now=NOW, zone=UTC, commitment_id=there.id, kind=CommitmentActKind.SUBMITTED,
            happened_on=NOW.date(), reason=("سبب", "A reason"),
        )  # fmt: skip
    assert f'href="{edit}"' not in client.get(f"{page_of(draft)}progress").text
    enter(committed, client, keeper)
    assert f'href="{edit}"' in client.get(f"{page_of(draft)}progress").text


def test_a_body_that_leads_beside_another_has_the_ways_of_the_lead_on_the_page_of_a_commitment(
    client: ReviewingClient, committed: Committed, at: At
) -> None:
    at(NOW)
    with committed() as session:
        keeper, lead, beside = coordinator(session), organisation(session), organisation(session)
        plan = begun_plan(session, keeper)
        there = begun(session, keeper, lead, plan)
        services.set_body(
            session, actor=keeper, now=NOW, zone=UTC, commitment_id=there.id, organisation_id=beside.id,
            role=BodyRole.CO_LEAD, holds=True, happened_on=NOW.date(), said=BodyWords(),
        )  # fmt: skip
        officer, stranger = (
            person(session, (Role.OFFICER, body.scope)) for body in (beside, organisation(session))
        )
        address = f"/en/desk/plans/{plan.slug}/commitments/{there.number}/"
    enter(committed, client, officer)
    page = client.get(address).text
    for way in ("title", "template", "body", "milestones/new", "act/submitted"):
        assert f'href="{address}{way}' in page
    enter(committed, client, stranger)
    assert f'href="{address}title' not in client.get(address).text


def test_nothing_is_owed_once_the_plan_has_ended(
    app: Flask, client: ReviewingClient, committed: Committed, made: Promised, at: At
) -> None:
    late = at(datetime(2027, 7, 2, 9, tzinfo=UTC))
    progress = f"/en/desk/plans/{made.commitment.plan.slug}/progress/"
    enter(committed, client, made.keeper)
    client.submit(progress, action="remind")
    before = rows(committed, OutboxMessage)
    with committed() as session:
        act_on_plan(session, made, PlanActKind.ADOPTED, PlanActKind.BROUGHT_INTO_FORCE, PlanActKind.ENDED)
        told = services.remind(
            session, actor=made.keeper, now=late + timedelta(days=1), zone=UTC, plan_id=made.commitment.plan_id,
            months=6,
        )  # fmt: skip
        assert (told.told, told.without) == (0, [])
    assert "No word is due" in client.get(progress).text
    assert rows(committed, OutboxMessage) == before
    with committed() as session, app.test_request_context("/en/"), force_locale("en"):
        g.language = "en"
        message = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "digest")).one()
        assert composer_of("digest")(session, message) is None
    enter(committed, client, made.officer)
    assert "Milestones of which a word is due" not in client.get("/en/desk/").text
