"""The home page: what is open now, what is under way, what was answered, where the plan stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.consultations.policies import state_of
from consult.outcomes import queries as outcomes
from consult.outcomes.models import Outcome, OutcomeChange
from consult.plans import queries as plans
from consult.plans.models import NamedCommitment, NamedPlan, RecordedCommitment
from consult.presenters.consultations import Standing, standing
from consult.public.consultations import asked_presenters
from consult.public.consultations.presenters import (
    AgendaRow,
    DateStone,
    Step,
    commitments_of,
    date_stone,
    thread_of_dates,
)
from consult.public.outcomes import presenters as outcomes_presenters
from consult.public.outcomes.afterwards import awaited
from consult.public.plans.differences import kept_with
from consult.public.plans.presenters import BoardRow, as_of, board, count_of, in_words
from consult.shared.state import State

UNDER_WAY = (State.OPEN, State.ANNOUNCED, State.CLOSED)


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """The open consultation that closes first."""

    consultation: Consultation
    commitments: list[NamedCommitment]
    standing: Standing
    stone: DateStone
    dates: list[Step]


@dataclass(frozen=True, slots=True)
class NewestAnswer:
    """The newest answer: its tally, its first changed clause, and a voice that is cited behind that."""

    consultation: Consultation
    standing: Standing
    awaited: str | None
    change: outcomes_presenters.Change | None
    tally: list[outcomes_presenters.TallyItem]
    example: str | None


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """Where the newest plan stands; ``milestones`` is their number."""

    plan: NamedPlan
    board: list[BoardRow]
    milestones: int
    milestones_in_words: str
    as_of: str | None


@dataclass(frozen=True, slots=True)
class HomePage:
    """The home page; ``announced`` says whether any of those under way is still to open."""

    first: OpenQuestion | None
    also_open: list[AgendaRow]
    under_way: list[AgendaRow]
    announced: bool
    answered: NewestAnswer | None
    summary: PlanSummary | None


def front(session: Session, now: datetime) -> HomePage:
    """Return everything that the home page shows."""
    running = consultations.in_states(session, states=UNDER_WAY, now=now)
    answer = _answer(session, now)
    versions = [*asked_presenters.version_ids(running), *(answer.version_ids if answer else ())]
    commitments = plans.commitments_of_versions(session, versions)
    rows = asked_presenters.rows(session, running, now, commitments)
    opened = [c for c in running if state_of(c, now) is State.OPEN]
    waiting = sorted((c for c in running if c not in opened), key=lambda c: _next_date(c, now))
    return HomePage(
        first=_open_question(opened[0], now, commitments) if opened else None,
        also_open=[rows[c.id] for c in opened[1:]],
        under_way=[rows[c.id] for c in waiting],
        announced=any(state_of(c, now) is State.ANNOUNCED for c in waiting),
        answered=_newest_answer(session, answer, commitments, now) if answer else None,
        summary=_summary(plans.commitments_of_newest_plan(session)),
    )


def _next_date(consultation: Consultation, now: datetime) -> datetime:
    return consultation.opens_at if consultation.opens_at > now else consultation.answer_due_at


def _open_question(
    consultation: Consultation, now: datetime, commitments: Mapping[int, NamedCommitment]
) -> OpenQuestion:
    return OpenQuestion(
        consultation=consultation,
        commitments=commitments_of(consultation, commitments),
        standing=standing(consultation, now),
        stone=date_stone(consultation, now),
        dates=thread_of_dates(consultation, now),
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """An answered consultation with its outcome, what that changed and how many milestones it names."""

    consultation: Consultation
    outcome: Outcome
    changes: Sequence[OutcomeChange]
    milestones: int

    @property
    def version_ids(self) -> list[int]:
        """The two versions of the first changed clause, none where no clause changed."""
        return [i for row in self.changes[:1] for i in (row.from_version_id, row.to_version_id)]


def _answer(session: Session, now: datetime) -> Answer | None:
    found = consultations.newest_answered(session, now=now, limit=1)
    outcome = outcomes.latest(session, consultation_id=found[0].id) if found else None
    if outcome is None:
        return None
    named = outcomes.milestones(session, outcome_id=outcome.id)
    changes = outcomes.changes(session, outcome_id=outcome.id)
    return Answer(found[0], outcome, changes, len({row.milestone_id for row in named}))


def _newest_answer(
    session: Session, answer: Answer, commitments: Mapping[int, NamedCommitment], now: datetime
) -> NewestAnswer:
    words = plans.words_of(session, version_ids=answer.version_ids) if answer.changes else {}
    first = answer.changes[:1]
    kept = kept_with(first)
    asked = answer.consultation
    return NewestAnswer(
        consultation=asked,
        standing=standing(asked, now),
        awaited=awaited(session, [asked], now).get(asked.id),
        change=outcomes_presenters.change(first[0], words, commitments, kept) if first else None,
        tally=outcomes_presenters.tally(answer.outcome, asked.slug, len(answer.changes), answer.milestones),
        example=_example(answer),
    )


def _example(answer: Answer) -> str | None:
    """Return the reference of a voice that is cited behind the first changed clause, if any."""
    of = {change.theme_id for change in answer.changes[:1]}
    themes = (theme for theme in answer.outcome.content["themes"] if theme["id"] in of)
    return next((reference for theme in themes for reference in outcomes_presenters.cited(theme)), None)


def _summary(commitments: Sequence[RecordedCommitment]) -> PlanSummary | None:
    if not commitments:
        return None
    statuses = count_of(milestone for commitment in commitments for milestone in commitment.milestones)
    return PlanSummary(
        plan=commitments[0].plan,
        board=board(commitments),
        milestones=sum(statuses.values()),
        milestones_in_words=in_words(statuses),
        as_of=as_of(commitments),
    )
