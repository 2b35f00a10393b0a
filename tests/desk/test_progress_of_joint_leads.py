"""Bodies that lead together: each of them is asked for progress; of what was withdrawn nobody is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

import pytest
from flask import g
from flask_babel import force_locale
from sqlalchemy import select

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.jobs.composing import composer_of
from consult.outbox.models import OutboxMessage
from consult.plans import services
from consult.plans.models import BodyRole, CommitmentActKind
from consult.plans.services import BodyWords
from tests.client import ReviewingClient
from tests.desk.conftest import enter
from tests.factories.people import person
from tests.factories.progress import NOW, WHY, Promised, promised
from tests.factories.promises import begun, begun_plan
from tests.factories.texts import organisation
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from tests.conftest import At

# A day on which a word on the milestone is due, and one on which the milestone itself was.
SILENT, OVER = datetime(2027, 7, 2, 9, tzinfo=UTC), datetime(2028, 2, 1, 9, tzinfo=UTC)
DAY = {"happened_on": "01/07/2027", "reason_ar": "سبب", "reason_en": "A reason"}


class Joint(NamedTuple):
    """An adopted commitment, an officer of the body that leads it together with its lead, and one of another."""

    of: Promised
    officer: Actor
    body_id: int
    stranger: Actor


@pytest.fixture
def joint(committed: Committed, at: At) -> Joint:
    """Return a commitment that two bodies lead; a third, which leads nothing, is beside."""
    at(NOW)
    with committed() as session:
        of = promised(session)
        beside = organisation(session)
        services.set_body(
            session, actor=of.keeper, now=NOW, zone=UTC, commitment_id=of.commitment.id,
            organisation_id=beside.id, role=BodyRole.CO_LEAD, holds=True, happened_on=date(2027, 6, 1),
            said=BodyWords(),
        )  # fmt: skip
        stranger = person(session, (Role.OFFICER, organisation(session).scope))
        assert of.milestone.id
        assert of.commitment.plan.slug
        return Joint(of, person(session, (Role.OFFICER, beside.scope)), beside.id, stranger)


def plan_at(of: Promised) -> str:
    return f"/en/desk/plans/{of.commitment.plan.slug}/"


def milestone_at(of: Promised) -> str:
    return f"{plan_at(of)}commitments/{of.commitment.number}/milestones/{of.milestone.id}/"


def told(committed: Committed) -> set[int]:
    """Return to whom a reminder goes."""
    with committed() as session:
        every = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "digest"))
        return {row.content["user_id"] for row in every}


def withdraw_commitment(committed: Committed, of: Promised) -> None:
    with committed() as session:
        services.act_on_commitment(
            session, actor=of.keeper, now=NOW, zone=UTC, commitment_id=of.commitment.id,
            kind=CommitmentActKind.WITHDRAWN, happened_on=NOW.date(), reason=WHY,
        )  # fmt: skip


def withdraw_milestone(committed: Committed, of: Promised) -> None:
    with committed() as session:
        services.withdraw(
            session, actor=of.keeper, now=NOW, zone=UTC, milestone_id=of.milestone.id, happened_on=NOW.date(),
            reason=WHY,
        )  # fmt: skip


def test_an_officer_of_a_joint_lead_reports_progress_and_drafts_as_the_lead_does(
    client: ReviewingClient, committed: Committed, joint: Joint
) -> None:
    with committed() as session:
        lead = session.merge(joint.of.lead, load=False)
        draft = begun(session, joint.of.officer, lead, begun_plan(session, joint.of.keeper))
        services.set_body(
            session, actor=joint.of.officer, now=NOW, zone=UTC, commitment_id=draft.id,
            organisation_id=joint.body_id, role=BodyRole.CO_LEAD, holds=True, happened_on=None, said=BodyWords(),
        )  # fmt: skip
        page = f"/en/desk/plans/{draft.plan.slug}/commitments/{draft.number}/"
    for officer in (joint.of.officer, joint.officer):
        enter(committed, client, officer)
        assert "Report progress" in client.get(f"{milestone_at(joint.of)}progress").text
        assert "Write what it promises" in client.get(page).text
    enter(committed, client, joint.stranger)
    assert "Report progress" not in client.get(f"{milestone_at(joint.of)}progress").text
    assert "Write what it promises" not in client.get(page).text


def test_a_joint_lead_finds_on_the_desk_of_what_a_word_of_progress_is_due(
    client: ReviewingClient, committed: Committed, joint: Joint, at: At
) -> None:
    at(SILENT)
    enter(committed, client, joint.officer)
    home = client.get("/en/desk/").text
    assert "Milestones of which a word is due (1)" in home.replace("</h2>", "")
    assert f"{milestone_at(joint.of)}report" in home


def test_a_joint_lead_is_reminded_of_progress_and_its_mail_names_the_milestone(
    app: Flask, client: ReviewingClient, committed: Committed, joint: Joint, at: At
) -> None:
    enter(committed, client, joint.of.keeper)
    at(SILENT)
    client.submit(f"{plan_at(joint.of)}progress/", action="remind")
    assert "2 people are told by mail." in client.get(f"{plan_at(joint.of)}progress/").text
    assert told(committed) == {joint.of.officer.user_id, joint.officer.user_id}
    with committed() as session, app.test_request_context("/en/"), force_locale("en"):
        g.language = "en"
        messages = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "digest")).all()
        for message in messages:
            letter = composer_of("digest")(session, message)
            assert letter is not None
            assert any("A page" in block.text for block in letter.blocks)


@pytest.mark.parametrize("day", [SILENT, OVER])
@pytest.mark.parametrize("withdrawn", [withdraw_milestone, withdraw_commitment])
def test_nobody_is_asked_for_progress_of_a_milestone_that_is_withdrawn_or_of_such_a_commitment(
    client: ReviewingClient,
    committed: Committed,
    joint: Joint,
    at: At,
    day: datetime,
    withdrawn: Callable[[Committed, Promised], None],
) -> None:
    enter(committed, client, joint.of.keeper)
    at(day)
    before = client.get(f"{plan_at(joint.of)}progress/").text
    assert "Of 1 milestone a word is due." in before
    withdrawn(committed, joint.of)
    page = client.get(f"{plan_at(joint.of)}progress/").text
    assert "No word is due" in page
    with committed() as session:
        done = services.remind(
            session, actor=joint.of.keeper, now=day, zone=UTC, plan_id=joint.of.commitment.plan_id, months=6
        )
    assert done == (0, 0, [])
    assert told(committed) == set()
    enter(committed, client, joint.officer)
    assert f"{milestone_at(joint.of)}report" not in client.get("/en/desk/").text
