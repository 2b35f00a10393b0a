"""Invitations to speak for an organisation: to one address, used once, by one person, within seven days.

The link is made when the mail is written and stored nowhere.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor, may_take_part
from consult.accounts.queries import user_by_id
from consult.accounts.services import grant
from consult.organisations import queries
from consult.organisations.errors import InvitationError
from consult.organisations.models import Invitation, Organisation, OrganisationActKind, Standing
from consult.organisations.policies import is_open, may_invite
from consult.organisations.services.noting import note, publish
from consult.organisations.services.representatives import held, speaks
from consult.outbox.services import Message, enqueue
from consult.shared.email_address import email_address
from consult.shared.errors import DomainError, NotFoundError

INVITATION = "invitation"
LASTS = timedelta(days=7)
MOST_WAITING = 20


def invite(
    session: Session, *, actor: Actor, now: datetime, slug: str, email: str, language: str
) -> Invitation:
    """Invite whoever reads the mail of an address to speak for an organisation; return the invitation.

    One waits for an address at a time: sent again, it lasts seven days from now. Whether the address has an account
    makes no difference. Raises DomainError at ``email``; NotFoundError for who does not speak for it.
    """
    organisation = _to_invite(session, actor, slug)
    address = email_address(email)
    invitation = queries.waiting_invitation(session, organisation_id=organisation.id, email=address)
    if invitation is None:
        if len(queries.waiting_invitations(session, organisation_id=organisation.id)) >= MOST_WAITING:
            raise DomainError("invitations-waiting", field="email", most=MOST_WAITING)
        invitation = Invitation(organisation_id=organisation.id, email=address)
        session.add(invitation)
    invitation.language, invitation.invited_by_id = language, actor.user_id
    invitation.at, invitation.expires_at = now, now + LASTS
    session.flush()
    # Sent again within the minute, it is the same mail.
    told = f"{INVITATION}:{invitation.id}:{now.isoformat(timespec='minutes')}"
    message = Message(told, INVITATION, invitation.email, language, {"invitation": invitation.id})
    enqueue(session, now=now, messages=[message])
    return invitation


def revoke(session: Session, *, actor: Actor, now: datetime, slug: str, invitation_id: int) -> None:
    """Take an invitation back: its link leads nowhere any more. ``already-decided`` where it was used or revoked."""
    organisation = _to_invite(session, actor, slug)
    invitation = queries.lock_invitation(session, invitation_id)
    if invitation is None or invitation.organisation_id != organisation.id:
        raise NotFoundError
    if invitation.used_at is not None or invitation.ended_at is not None:
        raise DomainError("already-decided")
    invitation.ended_at = now
    session.flush()


def accept(session: Session, *, actor: Actor, now: datetime, invitation_id: int) -> Organisation:
    """Speak for the organisation from now on, as the one who was invited; return it.

    Raises InvitationError where the invitation does not stand, also for the second of two at one instant;
    ``confirm-first`` and ``invitation-for-another`` for whoever is not the one who was invited.
    """
    invitation, organisation = standing_invitation(session, now=now, invitation_id=invitation_id, hold=True)
    if not may_take_part(actor):
        raise DomainError("confirm-first")
    user = user_by_id(session, actor.user_id)
    if user is None or user.email_held_at is not None or user.email != invitation.email:
        raise DomainError("invitation-for-another")
    known = speaks(session, user.id, organisation)
    invitation.used_at, invitation.used_by_id = now, user.id
    session.flush()
    if known:
        return organisation
    grant(
        session, now=now, user=user, role=Role.REPRESENTATIVE, scope=organisation.scope,
        by_id=invitation.invited_by_id, as_role=Role.REPRESENTATIVE,
    )  # fmt: skip
    act = note(
        session, now=now, organisation=organisation, kind=OrganisationActKind.REPRESENTATIVE_JOINED, by_id=user.id,
        role=Role.REPRESENTATIVE,
    )  # fmt: skip
    publish(session, now=now, organisation=organisation, act=act)
    return organisation


def standing_invitation(
    session: Session, *, now: datetime, invitation_id: int, hold: bool = False
) -> tuple[Invitation, Organisation]:
    """Return an invitation that can be accepted now and its organisation, both held where ``hold``.

    Raises InvitationError where it was used, revoked or has expired, the organisation may not speak, or whoever sent
    it does not speak for it any more.
    """
    invitation = queries.invitation_by_id(session, invitation_id)
    if invitation is None:
        raise InvitationError
    organisation = queries.by_ids(session, [invitation.organisation_id])[invitation.organisation_id]
    if hold:
        # The organisation first, as everybody who changes it does: nobody waits for each other in a circle.
        queries.lock(session, organisation.id)
        queries.lock_invitation(session, invitation.id)
    inviter = user_by_id(session, invitation.invited_by_id)
    sent_by_its_own = (
        inviter is not None and inviter.suspended_at is None and speaks(session, inviter.id, organisation)
    )
    if not is_open(invitation, now) or organisation.standing != Standing.VERIFIED or not sent_by_its_own:
        raise InvitationError
    return invitation, organisation


def make_token(secret: str, *, invitation: Invitation) -> str:
    """Return what an invitation's link carries; whether it still stands is asked when it is opened."""
    return _serializer(secret).dumps(invitation.id)


def read_token(secret: str, token: str) -> int:
    """Return the id of the invitation that ``token`` was made for; InvitationError where it is not ours."""
    try:
        found = _serializer(secret).loads(token)
    except BadData as bad:
        raise InvitationError from bad
    if not isinstance(found, int):
        raise InvitationError
    return found


def _serializer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="organisations.invitation")


def _to_invite(session: Session, actor: Actor, slug: str) -> Organisation:
    organisation = held(session, slug)
    if not may_invite(actor, organisation) or not speaks(session, actor.user_id, organisation):
        raise NotFoundError
    return organisation
