"""Ending a standing: one person asks with a reason, a second confirms; taken back before, restored after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role, User
from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act
from consult.accounts.queries import holders, user_by_id, users_whose_grant_ended
from consult.accounts.services import end_sessions, grant
from consult.organisations import queries
from consult.organisations.models import Organisation, OrganisationAct, OrganisationActKind, Standing
from consult.organisations.policies import against_confirming, may_end
from consult.organisations.queries import endings
from consult.organisations.services.noting import note, publish, tell, tell_confirmed
from consult.organisations.services.representatives import end_grant
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean


def ask_ending(
    session: Session, *, actor: Actor, now: datetime, slug: str, reason: tuple[str, str]
) -> OrganisationAct:
    """Ask, as a coordinator, that a standing be ended, and return that act; nothing ends until a second confirms.

    Who may confirm is told. Raises DomainError at the reason's fields, ``ending-waits`` where somebody asked already,
    ``already-decided`` where it has ended; NotFoundError where it is not ``actor``'s to ask.
    """
    organisation = _held(session, slug)
    if not may_end(actor):
        raise NotFoundError
    raise_any(_missing(reason))
    if organisation.standing == Standing.ENDED:
        raise DomainError("already-decided")
    if endings.waiting(session, organisation_id=organisation.id) is not None:
        raise DomainError("ending-waits")
    act = note(
        session, now=now, organisation=organisation, kind=OrganisationActKind.ENDING_ASKED, by_id=actor.user_id,
        role=Role.COORDINATOR, reason=reason,
    )  # fmt: skip
    tell(session, now=now, act=act, users=_who_confirm(session, asked_by_id=actor.user_id))
    return act


def take_back_ending(session: Session, *, actor: Actor, now: datetime, slug: str, asked: int) -> None:
    """Take back what asks for an ending, the act ``asked``: whoever asked, or whoever could have confirmed it.

    Who asked is told where another took it back. Raises DomainError ``ending-gone`` where it waits no more.
    """
    organisation = _held(session, slug)
    request = _asked(session, actor, organisation, asked)
    if request.by_id != actor.user_id:
        _may_be_second(session, actor, request)
    act = note(
        session, now=now, organisation=organisation, kind=OrganisationActKind.ENDING_TAKEN_BACK,
        by_id=actor.user_id, role=_as_what(actor),
    )  # fmt: skip
    if request.by_id != actor.user_id:
        tell(session, now=now, act=act, users=_asker(session, request))


def confirm_ending(session: Session, *, actor: Actor, now: datetime, slug: str, asked: int) -> Organisation:
    """End a standing for the reason that the act ``asked`` gives, as a second person: nobody speaks for it any more.

    What it said stays. Who spoke for it and who asked are told. Returns it. Raises DomainError ``already-decided``,
    ``ending-gone``, ``second-person`` for who asked, ``coordinator-decides`` for an administrator where there is
    another coordinator.
    """
    organisation = _held(session, slug)
    request = _asked(session, actor, organisation, asked)
    _may_be_second(session, actor, request)
    reason = (request.reason_ar, request.reason_en)
    organisation.standing = Standing.ENDED.value
    for invitation in queries.waiting_invitations(session, organisation_id=organisation.id):
        invitation.ended_at = now
    spoke = queries.representatives(session, scope=organisation.scope)
    act = note(
        session, now=now, organisation=organisation, kind=OrganisationActKind.ENDED, by_id=actor.user_id,
        role=_as_what(actor), reason=reason,
    )  # fmt: skip
    publish(session, now=now, organisation=organisation, act=act)
    for held, user in spoke:
        words = clean(reason[0] if user.language == "ar" else reason[1])
        end_grant(session, now=now, held=held, by_id=actor.user_id, as_role=_as_what(actor), reason=words)
    tell(session, now=now, act=act, users=[user for _held_grant, user in spoke])
    tell_confirmed(session, now=now, act=act, users=_asker(session, request))
    return organisation


def restore_standing(
    session: Session, *, actor: Actor, now: datetime, slug: str, reason: tuple[str, str]
) -> Organisation:
    """Take an ending back, as a coordinator: it may speak again, by those whose right went with it. Return it.

    They are told. Raises DomainError at the reason's fields, ``already-decided`` where it speaks already;
    NotFoundError where it is not ``actor``'s to do.
    """
    organisation = _held(session, slug)
    if not may_end(actor):
        raise NotFoundError
    raise_any(_missing(reason))
    ended = endings.last_act(session, organisation_id=organisation.id)
    if organisation.standing != Standing.ENDED or ended is None:
        raise DomainError("already-decided")
    organisation.standing = Standing.VERIFIED.value
    act = note(
        session, now=now, organisation=organisation, kind=OrganisationActKind.RESTORED, by_id=actor.user_id,
        role=Role.COORDINATOR, reason=reason,
    )  # fmt: skip
    publish(session, now=now, organisation=organisation, act=act)
    back = users_whose_grant_ended(
        session, role=Role.REPRESENTATIVE, scope=organisation.scope, ended_at=ended.at
    )
    for user in back:
        grant(
            session, now=now, user=user, role=Role.REPRESENTATIVE, scope=organisation.scope, by_id=actor.user_id,
            as_role=Role.COORDINATOR, reason=clean(reason[0] if user.language == "ar" else reason[1]),
        )  # fmt: skip
        # Whoever may do more from now on does it in a session that began after.
        end_sessions(session, now=now, user_id=user.id)
    tell(session, now=now, act=act, users=back)
    return organisation


def _held(session: Session, slug: str) -> Organisation:
    """Return an organisation that may speak or did, held until the transaction ends; else NotFoundError."""
    found = queries.in_any_standing(session, slug)
    organisation = queries.lock(session, found.id) if found else None
    if organisation is None or organisation.standing not in {Standing.VERIFIED, Standing.ENDED}:
        raise NotFoundError
    return organisation


def _asked(session: Session, actor: Actor, organisation: Organisation, asked: int) -> OrganisationAct:
    """Return the act that asks for an ending and waits, if it is the one that ``actor`` was shown."""
    if not may(actor, Act.CONFIRM_ENDING):
        raise NotFoundError
    if organisation.standing == Standing.ENDED:
        raise DomainError("already-decided")
    request = endings.waiting(session, organisation_id=organisation.id)
    if request is None or request.id != asked:
        raise DomainError("ending-gone")
    return request


def _may_be_second(session: Session, actor: Actor, request: OrganisationAct) -> None:
    coordinators = {user.id for user in holders(session, role=Role.COORDINATOR, scopes=[SITE])}
    code = against_confirming(actor, asked_by_id=request.by_id, coordinators=coordinators)
    if code is not None:
        raise DomainError(code)


def _who_confirm(session: Session, *, asked_by_id: int) -> list[User]:
    """Return the other coordinators; where there is none, the other administrators."""
    for role in (Role.COORDINATOR, Role.ADMINISTRATOR):
        others = [user for user in holders(session, role=role, scopes=[SITE]) if user.id != asked_by_id]
        if others:
            return others
    return []


def _asker(session: Session, request: OrganisationAct) -> Sequence[User]:
    user = user_by_id(session, request.by_id) if request.by_id is not None else None
    return [user] if user is not None else []


def _as_what(actor: Actor) -> Role:
    return Role.COORDINATOR if actor.holds(Role.COORDINATOR) else Role.ADMINISTRATOR


def _missing(reason: tuple[str, str]) -> list[DomainError]:
    return problems_of_words({"reason_ar": clean(reason[0]), "reason_en": clean(reason[1])})
