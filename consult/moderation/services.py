"""Hiding and restoring: by a published rule, with a reason, the author told, one public entry each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.queries import user_by_id
from consult.consultations import queries as consultations
from consult.contributions import queries as contributions
from consult.contributions.models import Contribution, Status
from consult.contributions.services import change_status
from consult.moderation.models import DecisionKind, ModerationDecision
from consult.moderation.policies import RULES, can_hide, can_restore, may_decide
from consult.outbox.services import Message, enqueue
from consult.record.services import append
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean


def hide(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    reference: str,
    rule: int | None,
    reason: tuple[str, str],
) -> ModerationDecision:
    """Hide a contribution by ``rule`` with a reason in both languages; return the decision.

    Raises DomainError at a field, or ``already-decided`` where it is hidden or gone already.
    """
    contribution = _held(session, actor, now, reference)
    problems = [] if rule in RULES else [DomainError("choose-one", field="rule")]
    raise_any(problems + _missing(reason))
    if not can_hide(contribution):
        raise DomainError("already-decided")
    return _decide(session, actor, now, contribution, DecisionKind.HIDE, rule, reason)


def restore(
    session: Session, *, actor: Actor, now: datetime, reference: str, reason: tuple[str, str]
) -> ModerationDecision:
    """Show a hidden contribution again, with a reason in both languages; return the decision."""
    contribution = _held(session, actor, now, reference)
    raise_any(_missing(reason))
    if not can_restore(contribution):
        raise DomainError("already-decided")
    return _decide(session, actor, now, contribution, DecisionKind.RESTORE, None, reason)


def _held(session: Session, actor: Actor, now: datetime, reference: str) -> Contribution:
    found = contributions.by_reference(session, reference)
    if found is None:
        raise NotFoundError
    # Publishing an outcome holds the consultation alone, so that what it counts is still shown when it has counted.
    consultations.lock(session, found.consultation_id, shared=True)
    contribution = contributions.lock(session, reference)
    if contribution is None or not may_decide(
        actor, contribution, contribution.consultation.organisation.scope, now
    ):
        raise NotFoundError
    return contribution


def _missing(reason: tuple[str, str]) -> list[DomainError]:
    return problems_of_words({"reason_ar": clean(reason[0]), "reason_en": clean(reason[1])})


def _decide(
    session: Session, actor: Actor, now: datetime, contribution: Contribution, kind: DecisionKind, rule: int | None,
    reason: tuple[str, str],
) -> ModerationDecision:  # fmt: skip
    status = Status.HIDDEN if kind is DecisionKind.HIDE else Status.PUBLISHED
    change_status(session, now=now, contribution=contribution, status=status)
    entry = append(
        session, now=now, kind=f"moderation-{kind.value}", subject=contribution.reference, role="moderator",
        details={"rule": rule, "reason_ar": clean(reason[0]), "reason_en": clean(reason[1])},
    )  # fmt: skip
    decision = ModerationDecision(
        contribution_id=contribution.id, contribution=contribution, kind=kind.value, rule=rule,
        reason_ar=clean(reason[0]), reason_en=clean(reason[1]), moderator_id=actor.user_id, at=now,
        log_entry_id=entry.id,
    )  # fmt: skip
    session.add(decision)
    session.flush()
    author = user_by_id(session, contribution.author_id) if contribution.author_id else None
    if author is not None:
        message = Message(
            f"moderation:{decision.id}", f"moderation-{kind.value}", author.email, author.language,
            {"reference": contribution.reference, "decision": decision.id},
        )  # fmt: skip
        enqueue(session, now=now, messages=[message])
    return decision
