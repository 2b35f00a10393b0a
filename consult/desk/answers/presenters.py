"""The themes with their answers, and what one answer may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor, has_right
from consult.accounts.policies.permissions import Act
from consult.consultations.models import Consultation
from consult.consultations.policies import allows
from consult.desk.moderation.presenters import Shown
from consult.desk.themes.presenters import state_of_answer
from consult.outcomes import queries
from consult.outcomes.models import Response, Theme
from consult.plans.models import ClauseText, CommitmentVersion, Milestone
from consult.plans.queries import versions_by_ids
from consult.shared.words import diff


@dataclass(frozen=True)
class Consulted:
    """The texts that a consultation is about, in its order."""

    versions: list[CommitmentVersion]

    @property
    def clauses(self) -> list[ClauseText]:
        """Their clauses, text after text."""
        return [clause for version in self.versions for clause in version.clauses]

    @property
    def milestones(self) -> list[Milestone]:
        """The milestones of their commitments, each once."""
        every = [m for version in self.versions for m in version.commitment.milestones]
        return list({m.id: m for m in every}.values())


def consulted(session: Session, consultation: Consultation) -> Consulted:
    """Return the texts of a consultation with clauses, commitments and milestones."""
    ids = [row.version_id for row in consultation.texts]
    found = versions_by_ids(session, ids)
    return Consulted([found[version_id] for version_id in ids])


def page(session: Session, actor: Actor, consultation: Consultation, now: datetime) -> Shown:
    """Return the themes with how many stand under each, and how many have an answer."""
    themes = queries.themes_and_answers(session, consultation_id=consultation.id, in_short=True)
    counts = queries.theme_counts(session, consultation_id=consultation.id)
    rows = [
        {"id": t.id, "theme": t, "voices": counts.get(t.id, (0, 0))[0], **state_of_answer(t)} for t in themes
    ]
    officer = has_right(actor, Act.ANSWER, scope=consultation.organisation.scope)
    return {
        "consultation": consultation,
        "rows": rows,
        "answered": sum(row["status"] == "completed" for row in rows),
        "officer": officer,
        "time_to_answer": allows(consultation, Act.ANSWER, now),
    }


def clause_of(clauses: list[ClauseText]) -> Mapping[int, ClauseText]:
    """Return clauses keyed by clause id."""
    return {clause.clause_id: clause for clause in clauses}


def changes_of(response: Response | None, clauses: Mapping[int, ClauseText]) -> list[Shown]:
    """Return what an answer changes, as differences in both languages."""
    changed = response.changes if response else []
    return [
        {
            "clause": clauses[change.clause_id],
            "pieces": {
                "ar": diff(clauses[change.clause_id].text_ar, change.text_ar),
                "en": diff(clauses[change.clause_id].text_en, change.text_en),
            },
        }
        for change in changed
        if change.clause_id in clauses
    ]


def answer(
    session: Session, consultation: Consultation, theme: Theme, texts: Consulted, now: datetime
) -> Shown:
    """Return what the page of one theme's answer shows beside its form."""
    points = queries.points(session, theme_id=theme.id)
    counts = queries.theme_counts(session, consultation_id=consultation.id)
    saved = theme.response
    return {
        "consultation": consultation,
        "theme": theme,
        "voices": counts.get(theme.id, (0, 0))[0],
        "points": [
            {
                "text_ar": p.text_ar, "text_en": p.text_en,
                "cites": [citation.contribution.reference for citation in p.citations],
            }
            for p in points
        ],
        "texts": texts.versions,
        "saved": saved,
        "saved_changes": changes_of(saved, clause_of(texts.clauses)),
        "time_to_answer": allows(consultation, Act.ANSWER, now),
    }  # fmt: skip
