"""Drafting, announcing, extending, correcting and cancelling a consultation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor, has_right, may
from consult.accounts.policies.permissions import Act
from consult.consultations import queries
from consult.consultations.errors import EditedMeanwhileError, StateError
from consult.consultations.models import ActKind, Consultation, ConsultationAct, ConsultationText
from consult.consultations.policies import allows, may_run, rules, state_of
from consult.organisations.models import Organisation
from consult.plans.queries import owners_of_texts
from consult.record.services import append
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.state import State
from consult.shared.text import clean
from consult.texts.models import TextVersion
from consult.texts.queries import versions_by_ids
from consult.texts.services import publish_version

EMPTY_REASON = ("", "")


@dataclass(frozen=True)
class Terms:
    """Everything an officer fills in. Times are aware; bilingual fields are Arabic and English."""

    title_ar: str
    title_en: str
    opens_at: datetime
    closes_at: datetime
    why_ar: str = ""
    why_en: str = ""
    open_to_change_ar: str = ""
    open_to_change_en: str = ""
    not_open_ar: str = ""
    not_open_en: str = ""
    decider_ar: str = ""
    decider_en: str = ""
    level: str = "consult"
    ways_ar: str = ""
    ways_en: str = ""
    contact_name_ar: str = ""
    contact_name_en: str = ""
    contact_email: str = ""
    calls_for_proposals: bool = False
    notice_reason_ar: str = ""
    notice_reason_en: str = ""
    period_reason_ar: str = ""
    period_reason_en: str = ""


def save_draft(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    organisation: Organisation,
    slug: str,
    terms: Terms,
    version_ids: Sequence[int],
    limits: rules.Limits,
    revision: int | None = None,
) -> Consultation:
    """Create the draft with this slug, or save it anew; return it.

    ``revision`` is the one the officer opened, None for a new draft. Raises EditedMeanwhileError where somebody saved
    since, StateError once announced, DomainError at a field.
    """
    raise_any(rules.problems_of_draft(terms))
    _check_texts(session, organisation, version_ids)
    consultation = queries.by_slug(session, slug)
    if consultation is None:
        consultation = _new(session, actor, now, organisation, slug, terms, limits)
    elif revision is None:
        raise DomainError("slug-taken", field="slug")
    else:
        _check_editable(session, actor, now, consultation, revision)
        _apply(consultation, terms, limits)
        consultation.revision += 1
    _set_texts(session, consultation, version_ids)
    session.flush()
    return consultation


def _new(
    session: Session, actor: Actor, now: datetime, organisation: Organisation, slug: str, terms: Terms,
    limits: rules.Limits,
) -> Consultation:  # fmt: skip
    if not may(actor, Act.EDIT, scope=organisation.scope, state=State.DRAFT):
        raise NotFoundError
    consultation = Consultation(slug=slug, organisation_id=organisation.id, organisation=organisation)
    _apply(consultation, terms, limits)
    try:
        with session.begin_nested():
            session.add(consultation)
            session.flush()
    except IntegrityError as taken:
        raise DomainError("slug-taken", field="slug") from taken
    _act(session, consultation, actor, now, ActKind.DRAFTED)
    return consultation


def _check_editable(
    session: Session, actor: Actor, now: datetime, consultation: Consultation, revision: int
) -> None:
    queries.lock(session, consultation.id)
    if not has_right(actor, Act.EDIT, scope=consultation.organisation.scope):
        raise NotFoundError
    # A save that arrived before the announcement but waited for it is too late.
    moment = max(now, consultation.announced_at or now)
    if not allows(consultation, Act.EDIT, moment):
        raise StateError(Act.EDIT, state_of(consultation, moment))
    if revision != consultation.revision:
        raise EditedMeanwhileError


def _check_texts(session: Session, organisation: Organisation, version_ids: Sequence[int]) -> None:
    """Raise NotFoundError for a version that is not there, or is another body's draft: announcing would publish it."""
    found = versions_by_ids(session, version_ids)
    visible = {
        row.id for row in found.values() if row.published_at is not None or row.drafter_id == organisation.id
    }
    if not set(version_ids) <= visible:
        raise NotFoundError


def _apply(consultation: Consultation, terms: Terms, limits: rules.Limits) -> None:
    for name, value in asdict(terms).items():
        tidy = rules.TIDY.get(name, clean)
        setattr(consultation, name, tidy(value) if isinstance(value, str) else value)
    consultation.answer_due_at = terms.closes_at + timedelta(days=limits.answer_days)


def _set_texts(session: Session, consultation: Consultation, version_ids: Sequence[int]) -> None:
    for row in list(consultation.texts):
        session.delete(row)
    session.flush()
    for position, version_id in enumerate(dict.fromkeys(version_ids), start=1):
        session.add(
            ConsultationText(consultation_id=consultation.id, version_id=version_id, position=position)
        )
    session.flush()
    session.expire(consultation, ["texts"])


def announce(
    session: Session, *, actor: Actor, now: datetime, consultation_id: int, limits: rules.Limits
) -> None:
    """Announce a draft: from here on question and text are frozen. Announcing again changes nothing.

    Raises ProblemsError with every rule that is not met, each at its field.
    """
    consultation = _held(session, consultation_id, actor, Act.ANNOUNCE)
    if consultation.announced_at is not None:
        return
    if not may_run(actor, consultation, consultation.organisation.scope, Act.ANNOUNCE, now):
        raise NotFoundError
    versions = _versions(session, consultation)
    raise_any(rules.problems_of_announcement(consultation, versions, now, limits))
    owners = owners_of_texts(session, [version.text_id for version in versions])
    for version in versions:
        publish_version(session, now=now, version=version, role="officer", owner=owners[version.text_id])
    consultation.announced_at = now
    _act(session, consultation, actor, now, ActKind.ANNOUNCED)


def extend(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    closes_at: datetime,
    reason: tuple[str, str],
    limits: rules.Limits,
) -> None:
    """Move the closing later, with a published reason; the answer's due date moves with it. Never earlier."""
    consultation = _held(session, consultation_id, actor, Act.EXTEND)
    _require(consultation, actor, Act.EXTEND, now)
    if closes_at <= consultation.closes_at:
        raise DomainError("closing-only-later", field="closes_at")
    _need_reason(reason)
    details: dict[str, object] = {"from": consultation.closes_at.isoformat(), "to": closes_at.isoformat()}
    consultation.closes_at = closes_at
    consultation.answer_due_at = closes_at + timedelta(days=limits.answer_days)
    _act(session, consultation, actor, now, ActKind.EXTENDED, reason, details)


def correct(
    session: Session, *, actor: Actor, now: datetime, consultation_id: int, erratum: tuple[str, str]
) -> None:
    """Publish a dated erratum; the text itself stays as it was announced."""
    consultation = _held(session, consultation_id, actor, Act.CORRECT)
    _require(consultation, actor, Act.CORRECT, now)
    _need_reason(erratum)
    _act(session, consultation, actor, now, ActKind.CORRECTED, erratum)


def cancel(
    session: Session, *, actor: Actor, now: datetime, consultation_id: int, reason: tuple[str, str]
) -> None:
    """Cancel with a published reason; what was said stays readable. Cancelling again changes nothing."""
    consultation = _held(session, consultation_id, actor, Act.CANCEL)
    if consultation.cancelled_at is not None:
        return
    _require(consultation, actor, Act.CANCEL, now)
    _need_reason(reason)
    consultation.cancelled_at = now
    _act(session, consultation, actor, now, ActKind.CANCELLED, reason)


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
    _act(session, consultation, actor, now, ActKind.ANSWERED, details={"outcome": number}, role=role.value)


def _held(session: Session, consultation_id: int, actor: Actor, action: Act) -> Consultation:
    consultation = queries.lock(session, consultation_id)
    if consultation is None or not has_right(actor, action, scope=consultation.organisation.scope):
        raise NotFoundError
    return consultation


def _require(consultation: Consultation, actor: Actor, action: Act, now: datetime) -> None:
    if not allows(consultation, action, now):
        raise StateError(action, state_of(consultation, now))
    if not may_run(actor, consultation, consultation.organisation.scope, action, now):
        raise NotFoundError


def _need_reason(reason: tuple[str, str]) -> None:
    raise_any(problems_of_words({"reason_ar": clean(reason[0]), "reason_en": clean(reason[1])}))


def _versions(session: Session, consultation: Consultation) -> list[TextVersion]:
    found = versions_by_ids(session, [row.version_id for row in consultation.texts])
    return [found[row.version_id] for row in consultation.texts]


def _act(
    session: Session,
    consultation: Consultation,
    actor: Actor,
    now: datetime,
    kind: ActKind,
    text: tuple[str, str] = EMPTY_REASON,
    details: dict[str, object] | None = None,
    role: str = "officer",
) -> None:
    session.add(
        ConsultationAct(
            consultation_id=consultation.id, kind=kind.value, at=now, role=role, user_id=actor.user_id,
            text_ar=clean(text[0]), text_en=clean(text[1]), details=details or {},
        )
    )  # fmt: skip
    session.flush()
    if kind is not ActKind.DRAFTED:
        append(
            session, now=now, kind=f"consultation-{kind.value}", subject=f"consultation/{consultation.slug}",
            role=role, details={"text_ar": clean(text[0]), "text_en": clean(text[1]), **(details or {})},
        )  # fmt: skip
