"""After the outcome: what moderators decide then leads to its next version, at once or by the publisher's hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Insert, insert, literal, select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.consultations.services import mark_answered
from consult.contributions import queries as contributions
from consult.moderation import services as moderation
from consult.moderation.models import ModerationDecision
from consult.outcomes import queries
from consult.outcomes.models import Outcome, OutcomeChange, OutcomeMilestone
from consult.outcomes.services.correcting import unmarked
from consult.outcomes.services.placing import postpone
from consult.record.services import append
from consult.shared.errors import NotFoundError


def restore(
    session: Session, *, actor: Actor, now: datetime, reference: str, reason: tuple[str, str],
    seen: moderation.Seen | None = None,
) -> ModerationDecision:  # fmt: skip
    """Show a hidden contribution again, as ``moderation.services.restore``; return the decision.

    Where an outcome was published without it, the public log says at once that it waits for the next version.
    """
    consultation = _held_alone(session, reference)
    decision = moderation.restore(
        session, actor=actor, now=now, reference=reference, reason=reason, seen=seen
    )
    _say_what_waits(session, now, consultation, [decision])
    return decision


def show_many(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    batch: int,
    reason: tuple[str, str],
    seen: moderation.Seen | None = None,
) -> Sequence[ModerationDecision]:
    """Show again what was hidden in one act, as ``moderation.services.show_many``; return the decisions."""
    consultation = consultations.lock(session, consultation_id)
    if consultation is None:
        raise NotFoundError
    decisions = moderation.show_many(
        session, actor=actor, now=now, consultation_id=consultation_id, batch=batch, reason=reason, seen=seen
    )
    _say_what_waits(session, now, consultation, decisions)
    return decisions


def _say_what_waits(
    session: Session, now: datetime, consultation: Consultation, decisions: Sequence[ModerationDecision]
) -> None:
    """Say in the log which voices an outcome was published without that are shown again now."""
    latest = queries.latest(session, consultation_id=consultation.id)
    if latest is None:
        return
    for decision in decisions:
        if queries.waits(session, outcome=latest, contribution_id=decision.contribution_id):
            append(
                session, now=now, kind="answer-awaited", subject=_subject(consultation, latest.number + 1),
                role=Role.MODERATOR.value, details={"reference": decision.contribution.reference},
            )  # fmt: skip


def erase(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    reference: str,
    rule: int | None,
    reason: tuple[str, str],
) -> ModerationDecision:
    """Erase a contribution as ``moderation.services.erase``; return the decision.

    Where an outcome was published, its next version is published with it: the same, with a dated note of the erasure.
    """
    consultation = _held_alone(session, reference)
    decision = moderation.erase(session, actor=actor, now=now, reference=reference, rule=rule, reason=reason)
    latest = queries.latest(session, consultation_id=consultation.id)
    if latest is not None and decision.contribution.counts_as_voice:
        _publish_again(session, actor, now, consultation, latest, decision)
    return decision


def _held_alone(session: Session, reference: str) -> Consultation:
    """Return the consultation of a contribution, held as publishing holds it: the two never cross."""
    said = contributions.by_reference(session, reference)
    consultation = consultations.lock(session, said.consultation_id) if said else None
    if consultation is None:
        raise NotFoundError
    return consultation


def _publish_again(
    session: Session,
    actor: Actor,
    now: datetime,
    consultation: Consultation,
    latest: Outcome,
    decision: ModerationDecision,
) -> None:
    """Publish the version after ``latest`` with all that stands in it, and the notes of what happened since."""
    postpone(session, consultation_id=consultation.id)
    number = latest.number + 1
    notes = [note.frozen() for note in queries.notes(session, outcome=latest)]
    outcome = Outcome(
        consultation_id=consultation.id, consultation=consultation, number=number, published_at=now,
        # Nobody writes why: what it is says it (``copied_figures``), and the page puts it into words.
        publisher_id=actor.user_id, reason_ar="", reason_en="", figures=dict(latest.figures),
        content={
            **latest.content, "themes": unmarked(latest.themes), "notes": notes, "decisions": decision.id,
            "counted_at": latest.counted_at.isoformat(),
        },
    )  # fmt: skip
    session.add(outcome)
    session.flush()
    for copy in _copies(latest.id, outcome.id):
        session.execute(copy)
    mark_answered(
        session, actor=actor, now=now, consultation=consultation, number=number, role=Role.MODERATOR
    )
    append(
        session, now=now, kind="outcome-published", subject=_subject(consultation, number),
        role=Role.MODERATOR.value, details={"figures": outcome.figures},
    )  # fmt: skip


def _copies(old_id: int, new_id: int) -> list[Insert]:
    """Return the statements that copy an outcome's relations to another: every column but whose they are."""
    copies = []
    for model in (OutcomeChange, OutcomeMilestone):
        table = model.__table__
        names = [column.name for column in table.columns if column.name != "outcome_id"]
        rows = select(literal(new_id), *(table.c[name] for name in names)).where(table.c.outcome_id == old_id)
        copies.append(insert(model).from_select(["outcome_id", *names], rows))
    return copies


def _subject(consultation: Consultation, number: int) -> str:
    return f"consultation/{consultation.slug}/outcome/{number}"
