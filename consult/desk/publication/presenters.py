"""What would be published now, and what stands against it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor, has_right
from consult.accounts.policies.permissions import Act
from consult.consultations.models import Consultation
from consult.consultations.policies import allows, may_publish
from consult.desk.answers.presenters import changes_of, clause_of
from consult.desk.filters import clauses_of
from consult.desk.moderation.presenters import Shown
from consult.outcomes import queries
from consult.outcomes.models import Outcome, Theme
from consult.outcomes.services import dropped
from consult.plans.models import ClauseText, Milestone
from consult.plans.queries import milestones_by_ids, words_of


def page(session: Session, actor: Actor, consultation: Consultation, now: datetime) -> Shown:
    """Return the preview, the list of what is missing, and who may approve."""
    themes = queries.themes_and_answers(session, consultation_id=consultation.id)
    placed = queries.placed(session, consultation_id=consultation.id)
    covered = queries.coverage(session, consultation_id=consultation.id, known=themes, standing_now=placed)
    work, latest = queries.standing(session, consultation_id=consultation.id)
    words = words_of(session, version_ids=[text.version_id for text in consultation.texts])
    clauses = list(clauses_of(consultation, words).values())
    milestones = _milestones(session, themes)
    editor = work.last_editor_id if work else None
    scope = consultation.organisation.scope
    return {
        "consultation": consultation,
        "themes": [_preview(t, placed.by_theme, clauses, milestones) for t in themes],
        "coverage": covered,
        "twice": _twice(covered.changed_twice, themes, clauses),
        "next_number": (latest.number if latest else 0) + 1,
        "latest": latest,
        "waiting": queries.waiting(session, outcome=latest) if latest else [],
        "going_back": _going_back(session, themes, latest, clauses),
        "edited_at": work.edited_at if work else None,
        "you_edited": actor.user_id == editor,
        "publisher": has_right(actor, Act.PUBLISH, scope=scope),
        "officer": has_right(actor, Act.ANSWER, scope=scope),
        "may_publish": may_publish(actor, consultation, scope, last_editor_id=editor, now=now),
        "right_time": allows(consultation, Act.PUBLISH, now) or allows(consultation, Act.REPUBLISH, now),
    }


def _milestones(session: Session, themes: Sequence[Theme]) -> list[Milestone]:
    """Return the milestones that the answers name, in the order of the plan."""
    ids = {row.milestone_id for theme in themes if theme.response for row in theme.response.milestones}
    named = milestones_by_ids(session, sorted(ids)) if ids else {}
    return sorted(named.values(), key=lambda row: (row.commitment_id, row.position))


def _going_back(
    session: Session,
    themes: Sequence[Theme],
    latest: Outcome | None,
    clauses: list[ClauseText],
) -> list[ClauseText]:
    """Return the clauses that the last version changed and this one does not: they get the consulted words again."""
    known = clause_of(clauses)
    return [known[clause_id] for clause_id in sorted(dropped(session, themes, latest))]


def _preview(
    theme: Theme,
    counts: dict[int, tuple[int, int]],
    clauses: list[ClauseText],
    milestones: list[Milestone],
) -> Shown:
    response = theme.response
    named = {row.milestone_id for row in response.milestones} if response else set()
    return {
        "id": theme.id,
        "theme": theme,
        "voices": counts.get(theme.id, (0, 0))[0],
        "response": response,
        "changes": changes_of(response, clause_of(clauses)),
        "milestones": [milestone for milestone in milestones if milestone.id in named],
    }


def _twice(clause_ids: tuple[int, ...], themes: Sequence[Theme], clauses: list[ClauseText]) -> list[Shown]:
    """Return the clauses that more than one answer changes, each with the themes of those answers."""
    known = clause_of(clauses)
    changing = {
        theme.id: {change.clause_id for change in theme.response.changes}
        for theme in themes
        if theme.response
    }
    return [
        {
            "clause": known[clause_id],
            "themes": [theme for theme in themes if clause_id in changing.get(theme.id, set())],
        }
        for clause_id in clause_ids
        if clause_id in known
    ]
