"""Deciding about many voices in one act: hidden by one rule, all or none, and shown again together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.consultations import queries as consultations
from consult.contributions import queries as contributions
from consult.contributions.models import Contribution
from consult.moderation import queries
from consult.moderation.models import ModerationDecision
from consult.moderation.policies import can_hide, can_restore, may_decide
from consult.moderation.services.deciding import (
    Seen,
    bring_back,
    check_seen,
    missing,
    problems_of_hiding,
    put_away,
)
from consult.shared.errors import DomainError, NotFoundError, raise_any

MOST_AT_ONCE = 100


def hide_many(
    session: Session, *, actor: Actor, now: datetime, consultation_id: int, references: Sequence[str],
    rule: int | None, reason: tuple[str, str], seen: Seen | None = None,
) -> Sequence[ModerationDecision]:  # fmt: skip
    """Hide voices of a consultation by one rule with one reason, all or none; return their decisions.

    Each has its own decision and its own entry; all name the first entry as their batch. Raises NotFoundError where one
    is not ``actor``'s to decide, DomainError at a field, ``hide-not-all`` with those that cannot be hidden now, and
    ``said-anew-meanwhile`` with those that are not what was ``seen``.
    """
    named = list(dict.fromkeys(references))
    problems = [] if named else [DomainError("pick-a-voice", field="pick")]
    if len(named) > MOST_AT_ONCE:
        problems.append(DomainError("pick-fewer", field="pick", most=MOST_AT_ONCE, number=len(named)))
    raise_any(problems + problems_of_hiding(rule, reason))
    said = _held(session, actor, now, consultation_id, named)
    if gone := [each.reference for each in said if not can_hide(each)]:
        raise DomainError("hide-not-all", field="pick", references=", ".join(gone))
    check_seen(said, seen)
    batch, decisions = 0, []
    for each in said:
        made = put_away(
            session, actor=actor, now=now, contribution=each, rule=rule, reason=reason, batch=batch
        )
        batch = made.batch or 0
        decisions.append(made)
    return decisions


def show_many(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    batch: int,
    reason: tuple[str, str],
    seen: Seen | None = None,
) -> Sequence[ModerationDecision]:
    """Show again all that was hidden in one act and that nobody decided since, with one reason; return the decisions.

    After an outcome call ``outcomes.services.show_many``. Raises ``nothing-to-undo`` where nothing of it is left,
    and ``said-anew-meanwhile`` as ``hide_many``.
    """
    raise_any(missing(reason))
    hidden = queries.of_batch(session, consultation_id=consultation_id, batch=batch)
    if not hidden:
        raise NotFoundError
    said = _held(session, actor, now, consultation_id, [row.contribution.reference for row in hidden])
    newest = queries.last_decisions(session, contribution_ids=[each.id for each in said])
    there = {row.id for row in hidden}
    left = [each for each in said if can_restore(each) and newest[each.id].id in there]
    if not left:
        raise DomainError("nothing-to-undo")
    check_seen(left, seen)
    first, decisions = 0, []
    for each in left:
        made = bring_back(session, actor=actor, now=now, contribution=each, reason=reason, batch=first)
        first = made.batch or 0
        decisions.append(made)
    return decisions


def _held(
    session: Session, actor: Actor, now: datetime, consultation_id: int, references: Sequence[str]
) -> list[Contribution]:
    """Return these voices, held in their order; NotFoundError where one is not there, or not ``actor``'s to decide."""
    # Publishing an outcome holds the consultation alone, so that what it counts is still shown when it has counted.
    consultations.lock(session, consultation_id, shared=True)
    rows = contributions.lock_all(session, consultation_id=consultation_id, references=references)
    if len(rows) != len(references):
        raise NotFoundError
    for each in rows:
        if not may_decide(actor, each, each.consultation.organisation.scope, now):
            raise NotFoundError
    return list(rows)
