"""What would be published now, and what stands against it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.consultations.models import Consultation
from consult.consultations.policies import Action, allows, may_publish
from consult.desk.showing_answers import changes_of, clause_of, consulted
from consult.desk.showing_queue import Shown
from consult.outcomes import queries
from consult.outcomes.models import Theme
from consult.plans.models import ClauseText, Milestone


def page(session: Session, actor: Actor, consultation: Consultation, now: datetime) -> Shown:
    """Return the preview, the list of what is missing, and who may approve."""
    themes = queries.themes_and_answers(session, consultation_id=consultation.id)
    counts = queries.theme_counts(session, consultation_id=consultation.id)
    covered = queries.coverage(session, consultation_id=consultation.id, known=themes, counts=counts)
    latest = queries.latest(session, consultation_id=consultation.id)
    work = queries.working(session, consultation_id=consultation.id)
    texts = consulted(session, consultation)
    editor = work.last_editor_id if work else None
    scope = consultation.organisation.scope
    return {
        "consultation": consultation,
        "themes": [_preview(t, counts, texts.clauses, texts.milestones) for t in themes],
        "coverage": covered,
        "twice": _twice(covered.changed_twice, themes, texts.clauses),
        "next_number": (latest.number if latest else 0) + 1,
        "latest": latest,
        "edited_at": work.edited_at if work else None,
        "you_edited": actor.user_id == editor,
        "publisher": actor.holds(Role.PUBLISHER, scope),
        "officer": actor.holds(Role.OFFICER, scope),
        "may_publish": may_publish(actor, consultation, scope, last_editor_id=editor, now=now),
        "right_time": allows(consultation, Action.PUBLISH, now)
        or allows(consultation, Action.REPUBLISH, now),
    }


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
