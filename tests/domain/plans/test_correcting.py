"""Correcting what was reported of a milestone: another takes its place, what stood stays and counts no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.plans import services
from consult.plans.models import (
    BodyRole,
    CommitmentActKind,
    MilestoneFact,
    MilestoneStatus,
    ProgressUpdate,
)
from consult.plans.policies.progress import may_correct, standing_updates
from consult.plans.queries.progress import followed, updates_of
from consult.plans.services import BodyWords, ProgressWords
from consult.record.models import LogEntry
from consult.shared.errors import NotFoundError
from tests.domain.refusal import refusals
from tests.factories.people import person
from tests.factories.progress import DONE, NOW, WHY, Promised, promised
from tests.factories.texts import organisation

LATER = NOW + timedelta(days=90)
NONE = ("", "")
EARLY, MIDDLE, LATE = date(2027, 3, 1), date(2027, 5, 1), date(2027, 6, 30)


@pytest.fixture
def made(session: Session) -> Promised:
    """Return an adopted commitment with a milestone that nothing was reported of."""
    return promised(session)


def report(
    session: Session, of: Promised, said: ProgressWords, actor: Actor | None = None, now: datetime = NOW
) -> ProgressUpdate:
    return services.report_progress(
        session, actor=actor or of.officer, now=now, zone=UTC, milestone_id=of.milestone.id, said=said
    )


def correct(
    session: Session, of: Promised, wrong: ProgressUpdate | int, said: ProgressWords, actor: Actor | None = None,
    reason: tuple[str, str] = NONE,
) -> ProgressUpdate:  # fmt: skip
    return services.correct_progress(
        session, actor=actor or of.officer, now=LATER, zone=UTC, milestone_id=of.milestone.id,
        update_id=wrong if isinstance(wrong, int) else wrong.id, said=said, reason=reason,
    )  # fmt: skip


def stands(of: Promised) -> tuple[str, date | None]:
    return of.milestone.status, of.milestone.as_of


def test_a_day_that_was_too_late_is_corrected_and_bars_earlier_ones_no_more(
    session: Session, made: Promised
) -> None:
    wrong = report(session, made, DONE)
    assert refusals(lambda: report(session, made, replace(DONE, as_of=MIDDLE))) == {
        ("as-of-before-the-last", "as_of")
    }
    right = correct(session, made, wrong, replace(DONE, as_of=EARLY), reason=WHY)
    assert (right.corrects_id, right.correction_ar, right.correction_en) == (wrong.id, *WHY)
    assert stands(made) == ("in_progress", EARLY)
    after = report(session, made, replace(DONE, as_of=MIDDLE, done_en="More was done"), now=LATER)
    assert stands(made) == ("in_progress", MIDDLE)
    shown = followed(session, commitment_id=made.commitment.id)[made.milestone.id].updates
    found = [(row.update.id, row.corrected_by.id if row.corrected_by else None) for row in shown]
    assert found == [(after.id, None), (right.id, None), (wrong.id, right.id)]
    (entry,) = session.scalars(select(LogEntry).where(LogEntry.kind == "progress-corrected"))
    assert entry.details == {
        "update": right.id, "corrects": wrong.id, "status": "in_progress", "as_of": EARLY.isoformat(),
        "organisation": made.lead.slug,
    }  # fmt: skip


def test_the_last_word_is_that_of_the_last_day_that_stands(session: Session, made: Promised) -> None:
    first = report(session, made, replace(DONE, as_of=MIDDLE))
    done = replace(
        DONE, status=MilestoneStatus.COMPLETED, as_of=LATE, evidence_url="https://example.org/page"
    )
    wrong = report(session, made, done)
    facts = len(session.scalars(select(MilestoneFact)).all())
    # Words that are not the last change nothing of where the milestone stands.
    again = correct(session, made, first, replace(DONE, as_of=MIDDLE, done_en="It was begun"))
    assert stands(made) == ("completed", LATE)
    assert len(session.scalars(select(MilestoneFact)).all()) == facts
    # The last one was of a day before the other: that is the last word then.
    correct(session, made, wrong, replace(done, as_of=EARLY))
    assert stands(made) == ("in_progress", MIDDLE)
    assert standing_updates(updates_of(session, milestone_id=made.milestone.id))[-1] is again


def test_of_one_day_a_correction_stands_where_what_it_corrects_stood(
    session: Session, made: Promised
) -> None:
    first = report(session, made, DONE)
    second = report(session, made, replace(DONE, done_en="Then it was tried"))
    right = correct(session, made, first, replace(DONE, done_en="It was made"))
    again = correct(session, made, right, replace(DONE, done_en="It was made in the end"))
    every = updates_of(session, milestone_id=made.milestone.id)
    assert [row.id for row in standing_updates(every)] == [again.id, second.id]


def test_what_has_to_be_said_is_asked_by_what_stood_before_that_day(session: Session, made: Promised) -> None:
    done = replace(DONE, status=MilestoneStatus.COMPLETED, evidence_url="https://example.org/page")
    wrong = report(session, made, replace(done, as_of=EARLY))
    # Nothing stood before it: that it is only begun goes back behind nothing, and completing needs its evidence.
    assert refusals(lambda: correct(session, made, wrong, replace(done, evidence_url=""))) == {
        ("evidence-needed", "evidence_url")
    }
    nothing = ProgressWords(
        MilestoneStatus.NOT_STARTED, LATE, nothing_to_report=True, challenge_en="No money"
    )
    assert refusals(
        lambda: correct(session, made, wrong, replace(nothing, status=MilestoneStatus.IN_PROGRESS))
    ) == {("status-unchanged", "status")}
    right = correct(session, made, wrong, nothing)
    assert stands(made) == ("not_started", LATE)
    assert refusals(
        lambda: correct(session, made, right, replace(DONE, as_of=LATER.date() + timedelta(days=1)))
    ) == {("day-to-come", "as_of")}
    assert refusals(lambda: correct(session, made, right, DONE, reason=("نص " * 3000, ""))) == {
        ("too-long", "correction_ar")
    }
    assert refusals(lambda: correct(session, made, right, nothing)) == {("nothing-changed", None)}


def test_a_correction_sent_again_is_one_and_another_of_the_same_is_told(
    session: Session, made: Promised
) -> None:
    wrong = report(session, made, DONE)
    said = replace(DONE, as_of=EARLY)
    right = correct(session, made, wrong, said)
    assert correct(session, made, wrong, said) is right
    for other in (
        lambda: correct(session, made, wrong, replace(DONE, as_of=MIDDLE)),
        lambda: correct(session, made, wrong, said, made.keeper),
    ):
        assert refusals(other) == {("edited-meanwhile", None)}
    # A report whose answer was lost before it was corrected does not come again.
    assert report(session, made, DONE) is wrong
    assert len(session.scalars(select(ProgressUpdate)).all()) == 2


def test_words_are_corrected_by_the_body_that_said_them_and_by_the_coordinator(
    session: Session, made: Promised
) -> None:
    beside = organisation(session)
    for holds in (True, False):
        services.set_body(
            session, actor=made.keeper, now=NOW, zone=UTC, commitment_id=made.commitment.id,
            organisation_id=beside.id, role=BodyRole.CO_LEAD, holds=holds, happened_on=NOW.date(), said=BodyWords(),
        )  # fmt: skip
        joint = person(session, (Role.OFFICER, beside.scope))
        if holds:
            theirs = report(session, made, DONE, joint)
            theirs = correct(session, made, theirs, replace(DONE, as_of=EARLY), joint)
            with pytest.raises(NotFoundError):
                correct(session, made, theirs, DONE)
    with pytest.raises(NotFoundError):
        correct(session, made, theirs, DONE, joint)
    of_plan = correct(session, made, theirs, replace(DONE, as_of=MIDDLE), made.keeper)
    assert of_plan.organisation_id is None
    for actor in (made.officer, person(session, (Role.MODERATOR, made.lead.scope))):
        with pytest.raises(NotFoundError):
            correct(session, made, of_plan, DONE, actor)


def test_only_what_is_of_the_milestone_and_still_followed_is_corrected(
    session: Session, made: Promised
) -> None:
    other = promised(session)
    theirs = report(session, other, DONE)
    for unknown in (theirs.id, 10**9):
        with pytest.raises(NotFoundError):
            correct(session, made, unknown, replace(DONE, as_of=EARLY), made.keeper)
    wrong = report(session, made, DONE)
    services.act_on_commitment(
        session, actor=made.keeper, now=NOW, zone=UTC, commitment_id=made.commitment.id,
        kind=CommitmentActKind.WITHDRAWN, happened_on=NOW.date(), reason=WHY,
    )  # fmt: skip
    assert refusals(lambda: correct(session, made, wrong, replace(DONE, as_of=EARLY))) == {
        ("not-reported-on", None)
    }


def test_who_may_correct_is_the_coordinator_of_the_plan_or_an_officer_of_the_author() -> None:
    def actor(role: Role, scope: str) -> Actor:
        return Actor(1, "who@example.org", "en", grants=frozenset({(role, scope)}))

    cases = [
        (Role.COORDINATOR, "plan:a", True), (Role.COORDINATOR, "plan:b", False), (Role.COORDINATOR, "site", True),
        (Role.OFFICER, "organisation:a", True), (Role.OFFICER, "organisation:b", False),
        (Role.MODERATOR, "organisation:a", False), (Role.PUBLISHER, "plan:a", False),
    ]  # fmt: skip
    for role, scope, may in cases:
        given = {"plan_scope": "plan:a", "author_scope": "organisation:a"}
        assert may_correct(actor(role, scope), **given) is may, (role, scope)
    assert not may_correct(actor(Role.OFFICER, "organisation:a"), plan_scope="plan:a", author_scope=None)
