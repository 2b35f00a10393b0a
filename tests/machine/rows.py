"""What the database holds of one life, read as plain rows: no session's memory stands between.

The statements are built once, since each is run after every step of every life.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import Session

from consult.consultations.models import Activity, Consultation, ConsultationAct
from consult.consultations.queries.states import is_in
from consult.contributions.models import Contribution, Revision, Translation
from consult.contributions.queries import REVISION_COLUMNS
from consult.moderation.models import ModerationDecision
from consult.organisations.models import Organisation
from consult.outbox.models import OutboxMessage
from consult.outcomes.models import Outcome, OutcomeChange, OutcomeMilestone, Placement
from consult.plans.models import Commitment
from consult.record.models import LogEntry
from consult.shared.state import State
from consult.texts.models import ClauseText, TextVersion
from consult.votes.models import Vote
from tests.machine.stage import Stage

ASKED: Any = bindparam("consultation")
NOW: Any = bindparam("now")
# What is frozen with the announcement; the closing may move, and only later.
FROZEN = (
    "slug", "organisation_id", "title_ar", "title_en", "why_ar", "why_en", "open_to_change_ar", "open_to_change_en",
    "not_open_ar", "not_open_en", "decider_ar", "decider_en", "level", "promise_ar", "promise_en",
    "ways_ar", "ways_en", "opens_at", "announced_at",
)  # fmt: skip
QUESTION = select(*(getattr(Consultation, name) for name in FROZEN)).where(Consultation.id == ASKED)
DATES = select(
    Consultation.opens_at, Consultation.closes_at, Consultation.answer_due_at, Consultation.announced_at,
    Consultation.cancelled_at, Consultation.answered_at, Consultation.revision, Consultation.title_en,
).where(Consultation.id == ASKED)  # fmt: skip
# The rule of the lists, for each state whether the database finds the consultation in it.
STATES = select(*(is_in(state, NOW).label(state.value) for state in State)).where(Consultation.id == ASKED)
SAID = (
    select(
        *Contribution.__table__.c,
        *(Revision.__table__.c[name] for name in sorted(REVISION_COLUMNS)),
        Activity.slug.label("said_in"),
        Organisation.slug.label("said_for"),
    )
    .join(Contribution.revision)
    .join(Contribution.activity)
    .outerjoin(Contribution.organisation)
    .where(Contribution.consultation_id == ASKED)
    .order_by(Contribution.id)
)
TRANSLATIONS = (
    select(
        Contribution.reference, Translation.number, Translation.title, Translation.problem, Translation.body
    )
    .join(Contribution, Contribution.id == Translation.contribution_id)
    .where(Contribution.consultation_id == ASKED)
    .order_by(Translation.id)
)
VOTES = (
    select(Vote.user_id, Vote.subject_kind, Vote.subject_id, Vote.activity_id, Vote.choice, Vote.cast_at)
    .where(Vote.consultation_id == ASKED)
    .order_by(Vote.id)
)
LOG = (
    select(LogEntry.id, LogEntry.kind, LogEntry.subject, LogEntry.at, LogEntry.role, LogEntry.details)
    .where(LogEntry.id > bindparam("log"))
    .order_by(LogEntry.id)
)
DECISIONS = (
    select(
        ModerationDecision.kind, Contribution.reference, ModerationDecision.log_entry_id,
        LogEntry.kind.label("entry"), LogEntry.subject,
    )
    .join(Contribution, Contribution.id == ModerationDecision.contribution_id)
    .join(LogEntry, LogEntry.id == ModerationDecision.log_entry_id)
    .where(Contribution.consultation_id == ASKED)
    .order_by(ModerationDecision.id)
)  # fmt: skip
ACTS = (
    select(*ConsultationAct.__table__.c)
    .where(ConsultationAct.consultation_id == ASKED)
    .order_by(ConsultationAct.id)
)
MAILS = select(OutboxMessage.key).where(OutboxMessage.id > bindparam("mail")).order_by(OutboxMessage.id)
WORDS = (
    select(
        TextVersion.number, ClauseText.clause_id, ClauseText.position, ClauseText.heading_ar,
        ClauseText.text_ar, ClauseText.text_en,
    )
    .join(ClauseText, ClauseText.version_id == TextVersion.id)
    .join(Commitment, Commitment.text_id == TextVersion.text_id)
    .where(Commitment.id == bindparam("commitment"), TextVersion.published_at.is_not(None))
    .order_by(TextVersion.number, ClauseText.position)
)  # fmt: skip
OUTCOMES = select(*Outcome.__table__.c).where(Outcome.consultation_id == ASKED).order_by(Outcome.number)
PLACES = (
    select(Outcome.number, Contribution.reference, Placement.theme_id, Placement.is_primary)
    .join(Placement, Placement.counts_in(Outcome.number))
    .join(Contribution, Contribution.id == Placement.contribution_id)
    .where(Outcome.consultation_id == ASKED, Contribution.consultation_id == ASKED)
    .order_by(Outcome.number, Contribution.id, Placement.theme_id)
)
CHANGES = (
    select(
        Outcome.number, OutcomeChange.theme_id, OutcomeChange.clause_id, TextVersion.number.label("version")
    )
    .join(OutcomeChange, OutcomeChange.outcome_id == Outcome.id)
    .join(TextVersion, TextVersion.id == OutcomeChange.to_version_id)
    .where(Outcome.consultation_id == ASKED)
    .order_by(Outcome.number, OutcomeChange.theme_id, OutcomeChange.clause_id)
)  # fmt: skip
MILESTONES = (
    select(Outcome.number, OutcomeMilestone.theme_id, OutcomeMilestone.milestone_id)
    .join(OutcomeMilestone, OutcomeMilestone.outcome_id == Outcome.id)
    .where(Outcome.consultation_id == ASKED)
    .order_by(Outcome.number, OutcomeMilestone.theme_id, OutcomeMilestone.milestone_id)
)


def digest(rows: Sequence[Any]) -> str:
    """Return a hash of rows: the same for the same values in the same order."""
    return hashlib.sha256(json.dumps([list(row) for row in rows], default=str).encode()).hexdigest()


Rows = Sequence[Row[Any]]


@dataclass(frozen=True)
class Seen:
    """All that stands in the rows after a step."""

    question: Rows
    dates: Row[Any]
    said: Rows
    translations: Rows
    votes: Rows
    votes_beside: Rows
    log: Rows
    decisions: Rows
    acts: Rows
    mails: list[str]
    words: Rows
    outcomes: Rows
    places: Rows
    changes: Rows
    milestones: Rows

    def of(self, number: int, rows: Rows) -> Rows:
        """Return those of ``rows`` that belong to this version."""
        return [row for row in rows if row.number == number]


def look(session: Session, stage: Stage) -> Seen:
    """Read everything."""
    session.flush()
    connection = session.connection()
    ids = {
        "consultation": stage.consultation_id, "commitment": stage.commitment_id, "log": stage.log_before,
        "mail": stage.mail_before,
    }  # fmt: skip

    def read(statement: Select[*tuple[Any, ...]], **of: int) -> Rows:
        return connection.execute(statement, ids | of).all()

    published = read(OUTCOMES)
    return Seen(
        question=read(QUESTION), dates=read(DATES)[0], said=read(SAID),
        translations=read(TRANSLATIONS), votes=read(VOTES),
        votes_beside=read(VOTES, consultation=stage.beside_id), log=read(LOG),
        decisions=read(DECISIONS), acts=read(ACTS), mails=[row.key for row in read(MAILS)], words=read(WORDS),
        outcomes=published, places=read(PLACES) if published else [], changes=read(CHANGES) if published else [],
        milestones=read(MILESTONES) if published else [],
    )  # fmt: skip
