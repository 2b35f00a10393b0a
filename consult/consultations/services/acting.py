"""Announcing, correcting and cancelling a consultation; what was done is recorded, and told in the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor, has_right
from consult.accounts.policies.permissions import Act
from consult.consultations import queries
from consult.consultations.errors import EditedMeanwhileError, StateError
from consult.consultations.models import OF_DRAFTS, ActKind, Consultation, ConsultationAct
from consult.consultations.policies import allows, judged_at, may_run, rules, state_of
from consult.consultations.queries.owners import record_names
from consult.plans.services import show_owners
from consult.record.services import append
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean
from consult.texts.models import TextVersion
from consult.texts.queries import versions_by_ids
from consult.texts.services import publish_version, summaries_mark

EMPTY_REASON = ("", "")


def announcement_mark(
    session: Session, consultation: Consultation, versions: Sequence[TextVersion] | None = None
) -> str:
    """Return what changes whenever something changes that announcing a draft would freeze: 16 hex digits.

    ``versions`` are those of its texts, in order, where somebody has read them.
    """
    found = _versions(session, consultation) if versions is None else versions
    words = [summaries_mark(session, version) for version in found]
    return sha256(repr([consultation.revision, words]).encode()).hexdigest()[:16]


def announce(
    session: Session, *, actor: Actor, now: datetime, consultation_id: int, limits: rules.Limits,
    seen: str | None = None,
) -> None:  # fmt: skip
    """Announce a draft: from here on question and text are frozen. Announcing again changes nothing.

    Raises ProblemsError with every rule that is not met, each at its field; EditedMeanwhileError where the draft is no
    more that which was ``seen``, by its ``announcement_mark``.
    """
    consultation = held(session, consultation_id, actor, Act.ANNOUNCE)
    if consultation.announced_at is not None:
        return
    if not may_run(actor, consultation, consultation.organisation.scope, Act.ANNOUNCE, now):
        raise NotFoundError
    need_kept(consultation)
    if seen is not None and seen != announcement_mark(session, consultation):
        raise EditedMeanwhileError
    versions = _versions(session, consultation)
    holidays = queries.holidays_while_open(
        session, opens_at=consultation.opens_at, closes_at=consultation.closes_at, time_zone=limits.time_zone
    )
    raise_any(
        rules.problems_of_announcement(
            consultation, versions, now, limits, consultation.activities, holidays=len(holidays)
        )
    )
    names = record_names(session, [version.text_id for version in versions])
    for version in versions:
        publish_version(session, now=now, version=version, role="officer", owner=names[version.text_id])
    show_owners(session, now=now, text_ids=[version.text_id for version in versions])
    consultation.announced_at = now
    record_act(session, consultation, actor, now, ActKind.ANNOUNCED)


def correct(
    session: Session, *, actor: Actor, now: datetime, consultation_id: int, erratum: tuple[str, str]
) -> None:
    """Publish a dated erratum; the text itself stays as it was announced."""
    consultation = held(session, consultation_id, actor, Act.CORRECT)
    require(consultation, actor, Act.CORRECT, now)
    need_reason(erratum)
    record_act(session, consultation, actor, now, ActKind.CORRECTED, erratum)


def cancel(
    session: Session, *, actor: Actor, now: datetime, consultation_id: int, reason: tuple[str, str]
) -> None:
    """Cancel with a published reason; what was said stays readable. Cancelling again changes nothing."""
    consultation = held(session, consultation_id, actor, Act.CANCEL)
    if consultation.cancelled_at is not None:
        return
    require(consultation, actor, Act.CANCEL, now)
    need_reason(reason)
    consultation.cancelled_at = now
    record_act(session, consultation, actor, now, ActKind.CANCELLED, reason)


def mark_answered(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation: Consultation,
    number: int,
    role: Role = Role.PUBLISHER,
) -> None:
    """Record that outcome version ``number`` was published; the first one makes the consultation answered.

    ``role`` is as what ``actor`` did it: a moderator, where words were erased from the version before.
    """
    if consultation.answered_at is None:
        consultation.answered_at = now
    record_act(
        session, consultation, actor, now, ActKind.ANSWERED, details={"outcome": number}, role=role.value
    )


def held(session: Session, consultation_id: int, actor: Actor, action: Act) -> Consultation:
    """Return a consultation that ``actor`` may do ``action`` with, held until the end; else NotFoundError."""
    consultation = queries.lock(session, consultation_id)
    if consultation is None or not has_right(actor, action, scope=consultation.organisation.scope):
        raise NotFoundError
    return consultation


def require(consultation: Consultation, actor: Actor, action: Act, now: datetime) -> None:
    """Raise StateError where the state does not allow ``action`` to what arrived at ``now``."""
    now = judged_at(consultation, now)
    if not allows(consultation, action, now):
        raise StateError(action, state_of(consultation, now))
    if not may_run(actor, consultation, consultation.organisation.scope, action, now):
        raise NotFoundError


def need_kept(consultation: Consultation) -> None:
    """Raise DomainError where it is a discarded draft, which is brought back first."""
    if consultation.discarded_at is not None:
        raise DomainError("draft-is-discarded")


def need_reason(reason: tuple[str, str]) -> None:
    """Raise DomainError where a reason is missing in one of its languages, or cannot be published."""
    raise_any(problems_of_words({"reason_ar": clean(reason[0]), "reason_en": clean(reason[1])}))


def _versions(session: Session, consultation: Consultation) -> list[TextVersion]:
    found = versions_by_ids(session, [row.version_id for row in consultation.texts])
    return [found[row.version_id] for row in consultation.texts]


def record_act(
    session: Session,
    consultation: Consultation,
    actor: Actor,
    now: datetime,
    kind: ActKind,
    text: tuple[str, str] = EMPTY_REASON,
    details: dict[str, object] | None = None,
    role: str = "officer",
) -> None:
    """Record what was done with a consultation; all but what is done with a draft is told in the log."""
    session.add(
        ConsultationAct(
            consultation_id=consultation.id, kind=kind.value, at=now, role=role, user_id=actor.user_id,
            text_ar=clean(text[0]), text_en=clean(text[1]), details=details or {},
        )
    )  # fmt: skip
    session.flush()
    if kind not in OF_DRAFTS:
        append(
            session, now=now, kind=f"consultation-{kind.value}", subject=f"consultation/{consultation.slug}",
            role=role, details={"text_ar": clean(text[0]), "text_en": clean(text[1]), **(details or {})},
        )  # fmt: skip
