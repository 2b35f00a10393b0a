"""Who speaks for an organisation no more: because they leave, or because another ends it with a reason."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.models import AccountAct, ActKind, Role, RoleGrant
from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act
from consult.accounts.queries import current_grant, lock_grant, user_by_id
from consult.accounts.services import note as note_on_account
from consult.accounts.services import tell as tell_owner
from consult.organisations import queries
from consult.organisations.models import Organisation, OrganisationActKind, Standing
from consult.organisations.services.noting import note, publish
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean


def leave(session: Session, *, actor: Actor, now: datetime, slug: str) -> Organisation:
    """Speak for an organisation no more, by one's own will, and return it; NotFoundError for who does not."""
    organisation = held(session, slug)
    own = current_grant(session, user_id=actor.user_id, role=Role.REPRESENTATIVE, scope=organisation.scope)
    if own is None:
        raise NotFoundError
    end_grant(session, now=now, held=own, by_id=actor.user_id, as_role=Role.REPRESENTATIVE, reason="")
    _left(session, now, organisation, actor.user_id, Role.REPRESENTATIVE)
    return organisation


def end_representative(
    session: Session, *, actor: Actor, now: datetime, slug: str, grant_id: int, reason: str
) -> RoleGrant:
    """End somebody's right to speak for an organisation, as another representative or a coordinator; return the grant.

    The person is told. Raises DomainError at ``reason``, ``already-decided`` where it has ended; NotFoundError where
    it is not ``actor``'s to end: one's own is left by ``leave``.
    """
    organisation = held(session, slug)
    role = _as_what(session, actor, organisation)
    ending = lock_grant(session, grant_id)
    if ending is None or (ending.role, ending.scope) != (Role.REPRESENTATIVE, organisation.scope):
        raise NotFoundError
    if ending.user_id == actor.user_id:
        raise NotFoundError
    words = clean(reason)
    raise_any(problems_of_words({"reason": words}))
    if ending.ended_at is not None:
        raise DomainError("already-decided")
    act = end_grant(session, now=now, held=ending, by_id=actor.user_id, as_role=role, reason=words)
    _left(session, now, organisation, actor.user_id, role)
    user = user_by_id(session, ending.user_id)
    if user is not None:
        tell_owner(session, now=now, act=act, user=user)
    return ending


def held(session: Session, slug: str) -> Organisation:
    """Return an organisation that may speak, held until the transaction ends; else NotFoundError."""
    found = queries.in_any_standing(session, slug)
    organisation = queries.lock(session, found.id) if found else None
    if organisation is None or organisation.standing != Standing.VERIFIED:
        raise NotFoundError
    return organisation


def speaks(session: Session, user_id: int, organisation: Organisation) -> bool:
    """Whether somebody speaks for an organisation now, whatever was true when their request began."""
    return (
        current_grant(session, user_id=user_id, role=Role.REPRESENTATIVE, scope=organisation.scope)
        is not None
    )


def end_grant(
    session: Session, *, now: datetime, held: RoleGrant, by_id: int, as_role: Role, reason: str
) -> AccountAct:
    """End a grant, and the invitations that its holder sent; note it on their account and return that act."""
    held.ended_at = now
    slug = held.scope.partition(":")[2]
    organisation = queries.in_any_standing(session, slug)
    if organisation is not None:
        for invitation in queries.waiting_invitations(session, organisation_id=organisation.id):
            if invitation.invited_by_id == held.user_id:
                invitation.ended_at = now
    return note_on_account(
        session, now=now, kind=ActKind.GRANT_ENDED, user_id=held.user_id, by_id=by_id, role=as_role, reason=reason,
        details={"role": held.role, "scope": held.scope},
    )  # fmt: skip


def _as_what(session: Session, actor: Actor, organisation: Organisation) -> Role:
    """Return as what ``actor`` may end another's right; two who end each other's come one after the other."""
    if may(actor, Act.INVITE, scope=organisation.scope) and speaks(session, actor.user_id, organisation):
        return Role.REPRESENTATIVE
    if may(actor, Act.VERIFY):
        return Role.COORDINATOR
    raise NotFoundError


def _left(session: Session, now: datetime, organisation: Organisation, by_id: int, role: Role) -> None:
    act = note(
        session, now=now, organisation=organisation, kind=OrganisationActKind.REPRESENTATIVE_LEFT, by_id=by_id,
        role=role,
    )  # fmt: skip
    publish(session, now=now, organisation=organisation, act=act)
