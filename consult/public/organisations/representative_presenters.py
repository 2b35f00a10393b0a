"""What the pages of those who speak for an organisation show: who they are, and whom they invited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.organisations import queries
from consult.organisations.models import Organisation
from consult.organisations.policies import is_open, may_invite
from consult.presenters.organisations import Body, body_of
from consult.web import dates


@dataclass(frozen=True, slots=True)
class Representative:
    """Somebody who speaks for an organisation, by public name alone."""

    name: str
    since: str
    you: bool
    end_url: str


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation that waits. ``to`` is there for whoever sent it: the others did not know the address."""

    to: str | None
    open: bool
    until: str
    revoke_url: str


@dataclass(frozen=True, slots=True)
class TeamPage:
    """Who speaks for an organisation, and the invitations that wait."""

    organisation: Body
    people: list[Representative]
    inviting: bool
    invitations: list[InvitationRow]


@dataclass(frozen=True, slots=True)
class LeavePage:
    """An organisation that somebody is about to speak for no more."""

    organisation: Body


@dataclass(frozen=True, slots=True)
class EndPage:
    """A question before somebody's right to speak for an organisation ends; ``name`` is None where they have none."""

    organisation: Body
    name: str | None
    action: str


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """An invitation as whoever has its link sees it; ``yours``: it was sent to their address."""

    organisation: Body
    actor: Actor | None
    token: str
    until: datetime
    inviter: str | None
    yours: bool


def team(session: Session, organisation: Organisation, actor: Actor, now: datetime) -> TeamPage:
    """Return what the page of who speaks for an organisation shows to ``actor``, one of them."""
    slug, inviting = organisation.slug, may_invite(actor, organisation)
    waiting = queries.waiting_invitations(session, organisation_id=organisation.id) if inviting else []
    return TeamPage(
        organisation=body_of(organisation),
        people=[
            Representative(
                name=user.public_name or _("A representative"),
                since=dates.day(grant.granted_at),
                you=user.id == actor.user_id,
                end_url=url_for("public.end_representative", slug=slug, grant_id=grant.id),
            )
            for grant, user in queries.representatives(session, scope=organisation.scope)
        ],
        inviting=inviting,
        invitations=[
            InvitationRow(
                to=row.email if row.invited_by_id == actor.user_id else None,
                open=is_open(row, now),
                until=dates.full(row.expires_at),
                revoke_url=url_for("public.revoke_invitation", slug=slug, invitation_id=row.id),
            )
            for row in waiting
        ],
    )
