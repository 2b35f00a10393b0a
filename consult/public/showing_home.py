"""The home page: what is open now, what is under way, what was answered, where the plan stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.consultations.policies import state_of
from consult.outcomes import queries as outcomes
from consult.outcomes.models import Outcome, OutcomeChange
from consult.plans import queries as plans
from consult.plans.models import Commitment
from consult.public import showing_asked, showing_outcomes
from consult.public.showing_afterwards import awaited
from consult.public.showing_consultations import Shown, commitments_of, date_stone, standing, thread_of_dates
from consult.public.showing_differences import kept_with
from consult.public.showing_plans import as_of, board_row, in_words
from consult.shared.state import State

UNDER_WAY = (State.OPEN, State.ANNOUNCED, State.CLOSED)


def front(session: Session, now: datetime) -> Shown:
    """Return everything that the home page shows."""
    running = consultations.in_states(session, states=UNDER_WAY, now=now)
    answer = _answer(session, now)
    versions = [*showing_asked.version_ids(running), *(answer.version_ids if answer else ())]
    commitments = plans.commitments_of_versions(session, versions)
    rows = showing_asked.rows(session, running, now, commitments)
    opened = [c for c in running if state_of(c, now) is State.OPEN]
    waiting = sorted((c for c in running if c not in opened), key=lambda c: _next_date(c, now))
    return {
        "first": _asked(opened[0], now, commitments) if opened else None,
        "also_open": [rows[c.id] for c in opened[1:]],
        "under_way": [rows[c.id] for c in waiting],
        "announced": any(state_of(c, now) is State.ANNOUNCED for c in waiting),
        "answered": _answered(session, answer, commitments, now) if answer else None,
        **_plan(plans.commitments_of_newest_plan(session)),
    }


def _next_date(consultation: Consultation, now: datetime) -> datetime:
    return consultation.opens_at if consultation.opens_at > now else consultation.answer_due_at


def _asked(consultation: Consultation, now: datetime, commitments: Mapping[int, Commitment]) -> Shown:
    return {
        "consultation": consultation,
        "commitments": commitments_of(consultation, commitments),
        "standing": standing(consultation, now),
        "stone": date_stone(consultation, now),
        "dates": thread_of_dates(consultation, now),
    }


class Answer(NamedTuple):
    """The newest answer: its consultation, the outcome, and how much it changed and named."""

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


def _answered(
    session: Session, answer: Answer, commitments: Mapping[int, Commitment], now: datetime
) -> Shown:
    """Return the newest answer: its tally, and its first changed clause as a difference."""
    words = plans.words_of(session, version_ids=answer.version_ids) if answer.changes else {}
    first = answer.changes[:1]
    kept = kept_with(first)
    asked = answer.consultation
    return {
        "consultation": asked,
        "standing": standing(asked, now),
        "awaited": awaited(session, [asked], now).get(asked.id),
        "change": showing_outcomes.change(first[0], words, commitments, kept) if first else None,
        "tally": showing_outcomes.tally(answer.outcome, asked.slug, len(answer.changes), answer.milestones),
        "example": _example(answer),
    }


def _example(answer: Answer) -> str | None:
    """Return the reference of a voice that is cited behind the first changed clause, if any."""
    of = {change.theme_id for change in answer.changes[:1]}
    themes = (theme for theme in answer.outcome.content["themes"] if theme["id"] in of)
    return next((reference for theme in themes for reference in showing_outcomes.cited(theme)), None)


def _plan(commitments: Sequence[Commitment]) -> Shown:
    statuses = _statuses(commitments)
    return {
        "plan": commitments[0].plan if commitments else None,
        "board": [board_row(commitment) for commitment in commitments],
        "milestones": sum(statuses.values()),
        "milestones_in_words": in_words(statuses),
        "as_of": as_of(commitments),
    }


def _statuses(commitments: Iterable[Commitment]) -> Counter[str]:
    return Counter(milestone.status for commitment in commitments for milestone in commitment.milestones)
