"""Progress of a milestone: who reports it, what has to be said, and that every update stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.accounts.policies import Actor
from consult.documents.models import Attached, Visibility
from consult.documents.services import attach
from consult.organisations.models import Organisation
from consult.plans import queries, services
from consult.plans.models import (
    BodyRole,
    CommitmentActKind,
    MilestoneFact,
    MilestoneStatus,
    PlanActKind,
    PlanStatement,
    ProgressUpdate,
)
from consult.plans.policies.progress import first_day
from consult.plans.queries.progress import followed
from consult.plans.services import BodyWords, ProgressWords
from consult.record.models import LogEntry
from consult.shared.errors import NotFoundError
from tests.domain.refusal import refusals, refused
from tests.factories import texts
from tests.factories.documents import filed
from tests.factories.moments import DRAFTED
from tests.factories.people import person
from tests.factories.progress import DONE, NOW, WHY, Promised, act_on_plan, promised
from tests.factories.promises import coordinator
from tests.factories.texts import organisation

COMPLETED = replace(DONE, status=MilestoneStatus.COMPLETED, evidence_url="https://example.org/page")
NOTHING = ProgressWords(
    MilestoneStatus.NOT_STARTED, date(2027, 6, 30), nothing_to_report=True, challenge_ar="لم تُرصد الموازنة"
)


@pytest.fixture
def made(session: Session) -> Promised:
    """Return an adopted commitment with a milestone that nothing was reported of."""
    return promised(session)


def report(session: Session, of: Promised, said: ProgressWords, actor: Actor | None = None) -> ProgressUpdate:
    return services.report_progress(
        session,
        actor=actor or of.officer,
        now=NOW,
        zone=UTC,
        milestone_id=of.milestone.id,
        said=said,
    )


def test_reported_progress_is_an_update_and_the_milestone_follows_it(
    session: Session, made: Promised
) -> None:
    first = report(session, made, DONE)
    assert (made.milestone.status, made.milestone.as_of) == ("in_progress", date(2027, 6, 30))
    assert (first.organisation_id, first.recorded_by_id, first.recorded_at) == (
        made.lead.id, made.officer.user_id, NOW,
    )  # fmt: skip
    second = report(session, made, replace(COMPLETED, as_of=NOW.date()), made.keeper)
    assert (made.milestone.status, made.milestone.as_of) == ("completed", NOW.date())
    assert second.organisation_id is None
    found = followed(session, commitment_id=made.commitment.id)[made.milestone.id]
    assert [row.update.id for row in found.updates] == [second.id, first.id]
    assert [row.body.id if row.body else None for row in found.updates] == [None, made.lead.id]
    entries = session.scalars(
        select(LogEntry).where(LogEntry.kind == "progress-reported").order_by(LogEntry.id)
    ).all()
    subject = f"commitment/{made.commitment.id}/milestones/{made.milestone.id}"
    assert [(entry.subject, entry.role) for entry in entries] == [
        (subject, "officer"),
        (subject, "coordinator"),
    ]
    assert entries[0].details == {
        "update": first.id, "status": "in_progress", "as_of": "2027-06-30", "organisation": made.lead.slug,
    }  # fmt: skip


def test_a_fact_of_a_later_day_does_not_stand_above_what_is_reported(
    session: Session, made: Promised
) -> None:
    services.move(
        session, actor=made.keeper, now=NOW, zone=UTC, milestone_id=made.milestone.id, happened_on=NOW.date(),
        starts_on=date(2027, 2, 1), due_on=date(2027, 11, 30), reason=WHY, seen=0,
    )  # fmt: skip
    report(session, made, DONE)
    assert (made.milestone.status, made.milestone.due_on) == ("in_progress", date(2027, 11, 30))


def test_every_update_of_progress_stays(session: Session, made: Promised) -> None:
    report(session, made, DONE)
    with refused(session, "progress_updates_no_update"):
        session.execute(text("UPDATE progress_updates SET done_en = 'else'"))
    with refused(session, "progress_updates_no_delete"):
        session.execute(text("DELETE FROM progress_updates"))


def test_the_same_progress_sent_again_is_one_update(session: Session, made: Promised) -> None:
    first = report(session, made, DONE)
    facts = len(session.scalars(select(MilestoneFact)).all())
    assert report(session, made, DONE) is first
    assert len(session.scalars(select(MilestoneFact)).all()) == facts
    # Somebody else's is another.
    assert report(session, made, DONE, made.keeper) is not first
    assert report(session, made, replace(DONE, done_en="And it was tried")) is not first


def test_who_reports_progress(session: Session, made: Promised) -> None:
    helping, beside = organisation(session), organisation(session)

    def take(body: Organisation, role: BodyRole, *, holds: bool = True) -> None:
        services.set_body(
            session, actor=made.keeper, now=NOW, zone=UTC, commitment_id=made.commitment.id,
            organisation_id=body.id, role=role, holds=holds, happened_on=NOW.date(), said=BodyWords(),
        )  # fmt: skip

    take(helping, BodyRole.SUPPORTING)
    take(beside, BodyRole.CO_LEAD)
    joint, supporter = (person(session, (Role.OFFICER, body.scope)) for body in (beside, helping))
    assert report(session, made, DONE, joint).organisation_id == beside.id
    everywhere = person(session, (Role.OFFICER, SITE))
    assert report(session, made, DONE, everywhere).organisation_id == made.lead.id
    own = coordinator(session, made.commitment.plan.scope)
    assert report(session, made, DONE, own).recorded_by_id == own.user_id
    strangers = [
        person(session, (Role.OFFICER, organisation(session).scope)),
        coordinator(session, "plan:other"),
    ]
    strangers += [supporter]
    strangers += [person(session, (role, made.lead.scope)) for role in (Role.MODERATOR, Role.PUBLISHER)]
    for stranger in strangers:
        with pytest.raises(NotFoundError):
            report(session, made, DONE, stranger)
    take(beside, BodyRole.CO_LEAD, holds=False)
    with pytest.raises(NotFoundError):
        report(session, made, DONE, joint)


@pytest.mark.parametrize(
    ("said", "lacking"),
    [
        (replace(DONE, status=None), {("choose-one", "status")}),
        (replace(DONE, as_of=None), {("write-this", "as_of")}),
        (replace(DONE, as_of=NOW.date() + timedelta(days=1)), {("day-to-come", "as_of")}),
        (replace(DONE, as_of=DRAFTED.date() - timedelta(days=1)), {("as-of-before-the-plan", "as_of")}),
        (replace(DONE, done_ar=" ", done_en=""), {("write-either", "done_ar")}),
        (replace(DONE, done_ar="نص " * 3000), {("too-long", "done_ar")}),
        (replace(COMPLETED, evidence_url=""), {("evidence-needed", "evidence_url")}),
        (replace(COMPLETED, evidence_url="javascript:alert(1)"), {("website-unreadable", "evidence_url")}),
        (replace(COMPLETED, evidence_url="", document_id=10**6), {("choose-one", "document")}),
        (replace(NOTHING, challenge_ar=" "), {("say-what-hinders", "challenge_ar")}),
        (replace(NOTHING, status=MilestoneStatus.IN_PROGRESS), {("status-unchanged", "status")}),
        (replace(NOTHING, done_ar="شيء"), {("nothing-and-something", "nothing_to_report")}),
    ],
)
def test_what_progress_has_to_say_stands_at_its_field(
    session: Session, made: Promised, said: ProgressWords, lacking: set[tuple[str, str]]
) -> None:
    assert refusals(lambda: report(session, made, said)) == lacking
    assert session.scalars(select(ProgressUpdate)).all() == []


def test_nothing_to_report_is_progress_with_a_challenge(session: Session, made: Promised) -> None:
    update = report(session, made, NOTHING)
    assert (update.nothing_to_report, update.status, made.milestone.status) == (
        True,
        "not_started",
        "not_started",
    )
    assert made.milestone.as_of == date(2027, 6, 30)


def test_a_day_before_the_last_word_is_refused(session: Session, made: Promised) -> None:
    report(session, made, DONE)
    earlier = replace(DONE, as_of=date(2027, 6, 29))
    assert refusals(lambda: report(session, made, earlier)) == {("as-of-before-the-last", "as_of")}


@pytest.mark.parametrize(
    ("starts_on", "plan_year", "first"),
    [
        (date(2027, 3, 1), 2026, date(2026, 1, 1)), (date(2025, 11, 1), 2026, date(2025, 11, 1)),
        (None, 2026, date(2026, 1, 1)), (None, 2028, date(2026, 6, 1)), (None, None, date(2026, 6, 1)),
        (date(2026, 3, 1), None, date(2026, 3, 1)), (date(2027, 3, 1), None, date(2026, 6, 1)),
    ],
)  # fmt: skip
def test_the_first_day_of_a_word_is_that_on_which_plan_or_milestone_begin_or_it_was_entered(
    starts_on: date | None, plan_year: int | None, first: date
) -> None:
    assert first_day(date(2026, 6, 1), starts_on, plan_year) == first


def test_a_word_is_of_a_day_within_the_plan_and_a_correction_too(session: Session, made: Promised) -> None:
    earlier = replace(DONE, as_of=date(2026, 1, 1))
    first = report(session, made, DONE)
    session.add(
        PlanStatement(
            plan_id=made.commitment.plan_id, position=1, source_ar="م", source_en="S", start_year=2026, recorded_at=NOW,
            end_year=2028,
        )
    )  # fmt: skip
    day_before = replace(DONE, as_of=date(2025, 12, 31))

    def correct(said: ProgressWords) -> ProgressUpdate:
        return services.correct_progress(
            session, actor=made.officer, now=NOW, zone=UTC, milestone_id=made.milestone.id, update_id=first.id,
            said=said, reason=("", ""),
        )  # fmt: skip

    assert refusals(lambda: correct(day_before)) == {("as-of-before-the-plan", "as_of")}
    assert correct(earlier).as_of == date(2026, 1, 1)


def test_a_milestone_goes_back_with_words_that_say_why(session: Session, made: Promised) -> None:
    report(session, made, COMPLETED)
    # What is completed already needs no evidence again.
    report(session, made, replace(COMPLETED, evidence_url="", done_en="It is used"))
    back = replace(DONE, done_en="It is made again")
    assert refusals(lambda: report(session, made, back)) == {("say-why-back", "challenge_ar")}
    report(session, made, replace(back, challenge_en="The page was taken down"))
    assert made.milestone.status == "in_progress"


def test_evidence_is_a_public_document_of_the_milestone(session: Session, made: Promised) -> None:
    public, closed, elsewhere = (
        filed(session, made.lead, visibility=visibility)
        for visibility in (Visibility.PUBLIC, Visibility.RESTRICTED, Visibility.PUBLIC)
    )
    for document in (public, closed):
        attach(
            session, actor=made.officer, now=NOW, slug=document.slug, kind=Attached.MILESTONE,
            subject_id=made.milestone.id,
        )  # fmt: skip
    for unfit in (closed, elsewhere):
        said = replace(COMPLETED, evidence_url="", document_id=unfit.id)
        assert refusals(lambda said=said: report(session, made, said)) == {("choose-one", "document")}  # type: ignore[misc]
    update = report(session, made, replace(COMPLETED, evidence_url="", document_id=public.id))
    assert (update.document_id, made.milestone.status) == (public.id, "completed")
    found = followed(session, commitment_id=made.commitment.id)[made.milestone.id].updates[0]
    assert found.document is not None
    assert found.document.slug == public.slug


def test_progress_is_reported_of_adopted_commitments_and_of_those_the_record_brought_along(
    session: Session, made: Promised
) -> None:
    old = texts.commitment(session, made.lead)
    services.report_progress(
        session, actor=made.officer, now=NOW, zone=UTC, milestone_id=old.milestones[0].id, said=DONE
    )
    assert old.milestones[0].as_of == DONE.as_of
    act_on_plan(session, made, PlanActKind.ADOPTED, PlanActKind.ENDED)
    report(session, made, DONE)
    services.act_on_commitment(
        session, actor=made.keeper, now=NOW, zone=UTC, commitment_id=made.commitment.id,
        kind=CommitmentActKind.WITHDRAWN, happened_on=NOW.date(), reason=WHY,
    )  # fmt: skip
    again = replace(DONE, done_en="More")
    assert refusals(lambda: report(session, made, again)) == {("not-reported-on", None)}


@pytest.mark.parametrize(
    ("kinds", "adopted"),
    [
        ("", False), ("submitted", False), ("submitted adopted", True), ("submitted adopted taken-back", False),
        ("submitted adopted withdrawn", False), ("submitted adopted withdrawn taken-back", True),
        ("submitted returned submitted adopted", True), ("submitted taken-back", False),
        ("submitted adopted taken-back taken-back submitted adopted", True),
    ],
)  # fmt: skip
def test_what_is_read_for_progress_is_what_stands_adopted(
    session: Session, made: Promised, kinds: str, adopted: bool  # noqa: FBT001 - of the table
) -> None:  # fmt: skip
    # Back to a draft, and as the table says from there.
    for kind in ["taken-back", "taken-back", *kinds.split()]:
        services.act_on_commitment(
            session, actor=made.keeper, now=NOW, zone=UTC, commitment_id=made.commitment.id,
            kind=CommitmentActKind(kind), happened_on=NOW.date(), reason=WHY,
        )  # fmt: skip
    # What is done with another changes nothing.
    other = promised(session)
    row = queries.commitment(session, plan_slug=made.commitment.plan.slug, number="1")
    assert row is not None
    assert row.adopted is adopted
    led = queries.commitments_led(session, slugs=[other.lead.slug])
    assert [each.adopted for each in led] == [True]
    old = texts.commitment(session, made.lead)
    there = queries.commitment(session, plan_slug=old.plan.slug, number=old.number)
    assert there is not None
    assert there.adopted is True


def test_milestones_are_found_with_their_commitment_by_id_and_by_the_body_that_leads(
    session: Session, made: Promised
) -> None:
    report(session, made, DONE)
    led = queries.commitments_led(session, slugs=[made.lead.slug])
    assert [(row.id, row.milestones[0].as_of) for row in led] == [(made.commitment.id, DONE.as_of)]
    found = queries.commitments_of_milestones(session, [made.milestone.id])
    assert {key: row.id for key, row in found.items()} == {made.milestone.id: made.commitment.id}
    assert queries.commitments_of_milestones(session, []) == {}
