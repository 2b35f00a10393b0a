"""A commitment from its draft to its adoption: who writes it, what it needs, who decides, and whom a mail tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta
from functools import partial

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.organisations.models import Organisation
from consult.outbox.models import OutboxMessage
from consult.plans import queries, services
from consult.plans.models import (
    BodyRole,
    Commitment,
    CommitmentAct,
    CommitmentActKind,
    CommitmentLabel,
    Family,
    PlanStatement,
)
from consult.plans.policies import COMMITMENT_ACTS, commitment_state
from consult.plans.queries.standing import bodies_of, commitment_acts, holding, template_of
from consult.plans.services import BodyWords, CommitmentWords, MilestoneWords, Template
from consult.shared.errors import NotFoundError
from consult.shared.state import CommitmentState
from tests.domain.refusal import refusals
from tests.factories.moments import DRAFTED
from tests.factories.people import person
from tests.factories.promises import DELIVERED, TODAY, WHOLE, begun, begun_plan, coordinator, written
from tests.factories.texts import organisation

WHY = ("جاهز", "It is ready")
S, R, A, W, B = (
    CommitmentActKind.SUBMITTED, CommitmentActKind.RETURNED, CommitmentActKind.ADOPTED, CommitmentActKind.WITHDRAWN,
    CommitmentActKind.TAKEN_BACK,
)  # fmt: skip
WAYS = [
    ([], CommitmentState.DRAFT), ([S], CommitmentState.SUBMITTED), ([S, R], CommitmentState.RETURNED),
    ([S, R, S], CommitmentState.SUBMITTED), ([S, A], CommitmentState.ADOPTED), ([S, A, W], CommitmentState.WITHDRAWN),
    ([W], CommitmentState.WITHDRAWN), ([S, B], CommitmentState.DRAFT), ([S, A, W, B], CommitmentState.ADOPTED),
    ([S, A, B], CommitmentState.SUBMITTED),
]  # fmt: skip
MAY = {
    CommitmentState.DRAFT: {S, W}, CommitmentState.SUBMITTED: {R, A, W, B}, CommitmentState.RETURNED: {S, W, B},
    CommitmentState.ADOPTED: {W, B}, CommitmentState.WITHDRAWN: {B},
}  # fmt: skip
EVERYTHING = {
    ("commitment-lacks", "problem_ar"), ("commitment-lacks", "what_ar"), ("commitment-lacks", "how_ar"),
    ("no-principle", "information_ar"), ("no-challenge", "challenges"), ("no-contact", "contact_name_ar"),
    ("no-milestone", "milestones"),
}  # fmt: skip


@pytest.fixture
def lead(session: Session) -> Organisation:
    """Return the body that leads."""
    return organisation(session)


@pytest.fixture
def officer(session: Session, lead: Organisation) -> Actor:
    """Return an officer of the body that leads."""
    return person(session, (Role.OFFICER, lead.scope))


@pytest.fixture
def decider(session: Session) -> Actor:
    """Return a coordinator of the site."""
    return coordinator(session)


@pytest.fixture
def made(session: Session, officer: Actor, decider: Actor, lead: Organisation) -> Commitment:
    """Return a commitment that its officer has written whole."""
    there = begun(session, officer, lead, begun_plan(session, decider))
    return written(session, officer, there)


def do(
    session: Session, actor: Actor, of: Commitment, kind: CommitmentActKind, day: date | None = TODAY
) -> CommitmentAct:
    return services.act_on_commitment(
        session,
        actor=actor,
        now=DRAFTED,
        zone=UTC,
        commitment_id=of.id,
        kind=kind,
        happened_on=day,
        reason=WHY,
    )


@pytest.mark.parametrize(("kinds", "state"), WAYS)
def test_a_commitment_stands_where_its_acts_lead(
    session: Session, decider: Actor, made: Commitment, kinds: list[CommitmentActKind], state: CommitmentState
) -> None:
    for kind in kinds:
        do(session, decider, made, kind)
    done = [CommitmentActKind(row.kind) for row in commitment_acts(session, commitment_id=made.id)]
    assert (done, commitment_state(done)) == (kinds, state)
    for kind in set(CommitmentActKind) - MAY[state]:
        refused = refusals(partial(do, session, decider, made, kind))
        assert refused == {("commitment-stands-otherwise", None)}
    for kind in MAY[state]:
        with session.begin_nested() as tried:
            do(session, decider, made, kind)
            tried.rollback()
    assert set(COMMITMENT_ACTS) == set(CommitmentActKind)


def test_submitting_says_of_everything_that_is_missing_where_it_is_written(
    session: Session, officer: Actor, lead: Organisation, decider: Actor
) -> None:
    there = begun(session, officer, lead, begun_plan(session, decider))
    assert refusals(lambda: do(session, officer, there, S)) == EVERYTHING
    # Without a body, a coordinator's lacks that as well.
    alone = services.begin_commitment(
        session, actor=decider, now=DRAFTED, plan_id=there.plan_id, number="2", said=CommitmentWords("التزام", ""),
        lead=None,
    )  # fmt: skip
    assert refusals(lambda: do(session, decider, alone, S)) == EVERYTHING | {("no-lead", "lead")}
    assert commitment_acts(session, commitment_id=there.id) == []


@pytest.mark.parametrize(
    ("anew", "lacking"),
    [
        ({"problem_ar": "", "problem_en": " "}, ("commitment-lacks", "problem_ar")),
        ({"what_ar": ""}, ("commitment-lacks", "what_ar")),
        ({"how_en": ""}, ("commitment-lacks", "how_ar")),
        ({"participation_ar": ""}, ("no-principle", "information_ar")),
        ({"contact_email": ""}, ("no-contact", "contact_name_ar")),
        ({"contact_name_ar": ""}, ("no-contact", "contact_name_ar")),
    ],
)
def test_each_field_of_the_template_is_needed_in_one_language(
    session: Session, officer: Actor, made: Commitment, anew: dict[str, str], lacking: tuple[str, str]
) -> None:
    save(session, officer, made, replace(WHOLE, **anew))  # type: ignore[arg-type]
    assert refusals(lambda: do(session, officer, made, S)) == {lacking}


def save(
    session: Session, actor: Actor, of: Commitment, template: Template, *, seen: int | None = None,
    challenges: tuple[str, ...] = ("integrity",),
) -> None:  # fmt: skip
    there = template_of(session, commitment_id=of.id)
    services.save_template(
        session, actor=actor, now=DRAFTED, commitment_id=of.id, template=template,
        labels={Family.CHALLENGE: challenges, Family.AREA: ["gender"]},
        seen=(there.id if there else 0) if seen is None else seen,
    )  # fmt: skip


def test_a_challenge_is_needed(session: Session, officer: Actor, made: Commitment) -> None:
    save(session, officer, made, WHOLE, challenges=())
    assert refusals(lambda: do(session, officer, made, S)) == {("no-challenge", "challenges")}


def test_a_milestone_lies_within_the_plans_period(session: Session, officer: Actor, made: Commitment) -> None:
    session.add(
        PlanStatement(
            plan_id=made.plan_id, position=1, source_ar="مصدر", source_en="A source", start_year=2020, end_year=2026
        )
    )  # fmt: skip
    session.flush()
    assert refusals(lambda: do(session, officer, made, S)) == {("no-milestone", "milestones")}
    within = replace(DELIVERED, starts_on=date(2026, 1, 1), due_on=date(2026, 12, 31))
    services.save_milestone(
        session, actor=officer, now=DRAFTED, zone=UTC, commitment_id=made.id, milestone_id=made.milestones[0].id,
        said=within,
    )  # fmt: skip
    do(session, officer, made, S)


def test_a_late_milestone_gets_another_title_and_no_new_day_past_the_plans_period(
    session: Session, officer: Actor, made: Commitment
) -> None:
    """What was due after the period stands already: only a day that is typed anew is asked about."""
    session.add(
        PlanStatement(
            plan_id=made.plan_id, position=1, source_ar="مصدر", source_en="A source", start_year=2020, end_year=2026
        )
    )  # fmt: skip
    session.flush()
    late = made.milestones[0]

    def record(said: MilestoneWords) -> None:
        services.save_milestone(
            session,
            actor=officer,
            now=DRAFTED,
            zone=UTC,
            commitment_id=made.id,
            milestone_id=late.id,
            said=said,
        )

    record(replace(DELIVERED, title_en="Another title"))
    assert (late.title_en, late.due_on) == ("Another title", DELIVERED.due_on)
    later = replace(DELIVERED, due_on=date(2028, 1, 1))
    assert refusals(lambda: record(later)) == {("outside-the-plan", "due_on")}
    earlier = replace(DELIVERED, starts_on=date(2019, 1, 1))
    assert refusals(lambda: record(earlier)) == {("outside-the-plan", "starts_on")}
    record(replace(DELIVERED, starts_on=date(2026, 1, 1)))
    assert late.starts_on == date(2026, 1, 1)


def test_principles_are_those_with_a_sentence(session: Session, officer: Actor, made: Commitment) -> None:
    save(session, officer, made, replace(WHOLE, technology_en="By publishing the code"))
    rows = session.scalars(select(CommitmentLabel).where(CommitmentLabel.commitment_id == made.id))
    assert {(row.family, row.code) for row in rows} == {
        ("challenge", "integrity"), ("area", "gender"), ("principle", "participation"), ("principle", "technology"),
    }  # fmt: skip


def test_who_saves_over_what_they_have_not_seen_is_told(
    session: Session, officer: Actor, made: Commitment
) -> None:
    assert refusals(lambda: save(session, officer, made, WHOLE, seen=0)) == {("edited-meanwhile", None)}


def test_what_is_wrong_in_the_template_stands_at_its_field(
    session: Session, officer: Actor, made: Commitment
) -> None:
    wrong = replace(
        WHOLE,
        problem_ar="نص " * 3000,
        contact_email="nowhere",
        starts_on=TODAY,
        ends_on=TODAY - timedelta(days=1),
    )
    assert refusals(lambda: save(session, officer, made, wrong)) == {
        ("too-long", "problem_ar"), ("contact-email-unfit", "contact_email"), ("ends-before-it-begins", "ends_on"),
    }  # fmt: skip


def test_drafters_write_until_it_is_submitted_and_again_once_it_is_returned(
    session: Session, officer: Actor, decider: Actor, made: Commitment
) -> None:
    do(session, officer, made, S)
    assert refusals(lambda: save(session, officer, made, WHOLE)) == {("commitment-stands-otherwise", None)}
    save(session, decider, made, WHOLE)
    do(session, decider, made, R)
    save(session, officer, made, WHOLE)


def test_officers_of_other_bodies_and_other_roles_neither_write_nor_decide(
    session: Session, made: Commitment, lead: Organisation, officer: Actor
) -> None:
    other = organisation(session)
    strangers = [person(session, (Role.OFFICER, other.scope)), coordinator(session, "plan:another")]
    strangers += [
        person(session, (role, lead.scope)) for role in (Role.MODERATOR, Role.PUBLISHER, Role.REPRESENTATIVE)
    ]
    for stranger in strangers:
        with pytest.raises(NotFoundError):
            save(session, stranger, made, WHOLE)
        with pytest.raises(NotFoundError):
            do(session, stranger, made, S)
    do(session, officer, made, S)
    for kind in (R, A, W, B):
        with pytest.raises(NotFoundError):
            do(session, officer, made, kind)
    with pytest.raises(NotFoundError):
        begun(session, strangers[0], lead, made.plan)


def test_a_commitment_is_seen_once_it_is_adopted_and_its_plan_with_it(
    session: Session, decider: Actor, made: Commitment
) -> None:
    slug = made.plan.slug
    do(session, decider, made, S)
    assert queries.commitment(session, plan_slug=slug, number="1") is None
    assert queries.commitments(session, plan_id=made.plan_id) == []
    do(session, decider, made, A)
    assert queries.commitment(session, plan_slug=slug, number="1") is not None
    assert slug in {row.slug for row in queries.plans(session)}


def test_mails_tell_who_waits(session: Session, officer: Actor, decider: Actor, made: Commitment) -> None:
    def told() -> list[tuple[str, str]]:
        rows = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
        return [(row.kind, row.recipient) for row in rows if row.kind.startswith("commitment-")]

    own = coordinator(session, made.plan.scope)
    coordinator(session, "plan:another")
    person(session, (Role.COORDINATOR, "site"), suspended=True)
    do(session, officer, made, S)
    submitted = [("commitment-submitted", decider.email), ("commitment-submitted", own.email)]
    assert sorted(told()) == sorted(submitted)
    do(session, own, made, R)
    assert told()[-1] == ("commitment-returned", officer.email)
    do(session, officer, made, S)
    do(session, own, made, A)
    assert told()[-1] == ("commitment-adopted", officer.email)


def test_the_lead_passes_on_with_its_day_reason_and_meeting(
    session: Session, officer: Actor, decider: Actor, made: Commitment, lead: Organisation
) -> None:
    after = organisation(session)

    def pass_on(said: BodyWords) -> None:
        services.set_body(
            session, actor=decider, now=DRAFTED, zone=UTC, commitment_id=made.id, organisation_id=after.id,
            role=BodyRole.LEAD, holds=True, happened_on=TODAY, said=said,
        )  # fmt: skip

    assert refusals(lambda: pass_on(BodyWords())) == {("write-either", "reason_ar")}
    pass_on(BodyWords("لتخصص كوادرها", None, "اجتماع الفريق", None))
    assert made.lead_id == after.id
    facts = bodies_of(session, commitment_id=made.id)
    assert [(fact.organisation.id, fact.reason_ar, fact.meeting_ar) for fact in facts] == [
        (lead.id, None, None), (after.id, "لتخصص كوادرها", "اجتماع الفريق"),
    ]  # fmt: skip
    # It is no longer theirs.
    with pytest.raises(NotFoundError):
        save(session, officer, made, WHOLE)


def test_bodies_come_and_go(session: Session, decider: Actor, made: Commitment) -> None:
    helping = organisation(session)
    for holds, then in ((True, [helping]), (False, []), (True, [helping])):
        services.set_body(
            session, actor=decider, now=DRAFTED, zone=UTC, commitment_id=made.id, organisation_id=helping.id,
            role=BodyRole.SUPPORTING, holds=holds, happened_on=TODAY, said=BodyWords(),
        )  # fmt: skip
        assert holding(bodies_of(session, commitment_id=made.id), BodyRole.SUPPORTING) == then


@pytest.mark.parametrize("number", ["", "0", "A", "1AB", "1234", "1 A", "1-"])
def test_a_number_is_figures_and_a_letter(
    session: Session, decider: Actor, lead: Organisation, number: str
) -> None:
    plan = begun_plan(session, decider)

    def begin(label: str) -> Commitment:
        return services.begin_commitment(
            session, actor=decider, now=DRAFTED, plan_id=plan.id, number=label, said=CommitmentWords("التزام", ""),
            lead=lead,
        )  # fmt: skip

    assert refusals(lambda: begin(number)) == {("commitment-number-unfit", "commitment_number")}
    assert begin("3a").number == "3A"
    assert refusals(lambda: begin("3A")) == {("commitment-number-taken", "commitment_number")}


@pytest.mark.parametrize("table", ["commitment_acts", "commitment_templates"])
def test_what_is_recorded_stays(session: Session, officer: Actor, made: Commitment, table: str) -> None:
    do(session, officer, made, S)
    for change in (f"UPDATE {table} SET recorded_by_id = NULL", f"DELETE FROM {table}"):  # noqa: S608 - ours
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(text(change))
