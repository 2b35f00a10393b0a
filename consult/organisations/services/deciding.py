"""What coordinators decide: an application once, by somebody else than its applicant, with a reason in public."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.models import Role, User
from consult.accounts.policies import Actor
from consult.accounts.queries import user_by_id
from consult.accounts.services import end_sessions, grant
from consult.organisations import queries
from consult.organisations.models import Organisation, OrganisationActKind, Standing
from consult.organisations.policies import may_verify
from consult.organisations.services.applying import names_taken
from consult.organisations.services.noting import note, publish, tell
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean


def verify(
    session: Session, *, actor: Actor, now: datetime, slug: str, reason: tuple[str, str]
) -> Organisation:
    """Verify an organisation, as a coordinator; its applicant may speak for it from now on. Return it.

    Raises DomainError: at the reason's fields, ``already-decided`` for the second of two coordinators, ``name-taken``
    where a body of that name was verified meanwhile; NotFoundError where it is not ``actor``'s to decide.
    """
    organisation, applicant = _to_decide(session, actor, slug, reason)
    names = {"name_ar": organisation.name_ar, "name_en": organisation.name_en}
    if names_taken(session, names):
        raise DomainError("name-taken")
    organisation.standing = Standing.VERIFIED.value
    _decided(session, actor, now, organisation, OrganisationActKind.VERIFIED, reason, applicant)
    grant(
        session, now=now, user=applicant, role=Role.REPRESENTATIVE, scope=organisation.scope, by_id=actor.user_id,
        as_role=Role.COORDINATOR, reason=clean(reason[0] if applicant.language == "ar" else reason[1]),
    )  # fmt: skip
    joined = note(
        session, now=now, organisation=organisation, kind=OrganisationActKind.REPRESENTATIVE_JOINED,
        by_id=actor.user_id, role=Role.COORDINATOR,
    )  # fmt: skip
    publish(session, now=now, organisation=organisation, act=joined)
    # Whoever may do more from now on does it in a session that began after.
    end_sessions(session, now=now, user_id=applicant.id)
    return organisation


def refuse(
    session: Session, *, actor: Actor, now: datetime, slug: str, reason: tuple[str, str]
) -> Organisation:
    """Refuse an application, as a coordinator, and return the organisation; its applicant may apply anew.

    Raises what ``verify`` raises.
    """
    organisation, applicant = _to_decide(session, actor, slug, reason)
    organisation.standing = Standing.REFUSED.value
    _decided(session, actor, now, organisation, OrganisationActKind.REFUSED, reason, applicant)
    return organisation


def _held(session: Session, slug: str) -> Organisation:
    found = queries.in_any_standing(session, slug)
    organisation = queries.lock(session, found.id) if found else None
    if organisation is None:
        raise NotFoundError
    return organisation


def _to_decide(
    session: Session, actor: Actor, slug: str, reason: tuple[str, str]
) -> tuple[Organisation, User]:
    """Return the organisation, held, and who applied for it; make sure that it is ``actor``'s to decide, and waits."""
    # Decisions come one after the other: two applications of one name are not both verified at one instant.
    queries.lock_waiting(session)
    organisation = _held(session, slug)
    applicant_id = queries.applicant_id(session, organisation_id=organisation.id)
    applicant = user_by_id(session, applicant_id) if applicant_id is not None else None
    if applicant is None or not may_verify(actor, applicant_id):
        raise NotFoundError
    raise_any(_missing(reason))
    if organisation.standing != Standing.APPLIED:
        raise DomainError("already-decided")
    return organisation, applicant


def _missing(reason: tuple[str, str]) -> list[DomainError]:
    return problems_of_words({"reason_ar": clean(reason[0]), "reason_en": clean(reason[1])})


def _decided(
    session: Session, actor: Actor, now: datetime, organisation: Organisation, kind: OrganisationActKind,
    reason: tuple[str, str], applicant: User,
) -> None:  # fmt: skip
    act = note(
        session, now=now, organisation=organisation, kind=kind, by_id=actor.user_id, role=Role.COORDINATOR,
        reason=reason,
    )  # fmt: skip
    publish(session, now=now, organisation=organisation, act=act)
    tell(session, now=now, act=act, users=[applicant])
