"""Who may see an organisation, decide about it, and invite people to speak for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from consult.accounts.models import Role
from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act
from consult.organisations.models import (
    Invitation,
    Organisation,
    OrganisationInFull,
    OrganisationKind,
    Standing,
)

# Of these, the public reads: an organisation whose standing has ended has spoken, and its words stay.
SHOWN = frozenset({Standing.VERIFIED, Standing.ENDED})

# A chamber is of industry or of commerce, as the minutes name them; those from before say neither.
OFFERED = tuple(kind for kind in OrganisationKind if kind is not OrganisationKind.CHAMBER)
# These do not apply: a coordinator enters them.
ENTERED = frozenset({OrganisationKind.AGENCY, OrganisationKind.MUNICIPALITY, OrganisationKind.INDEPENDENT})


def is_shown(organisation: Organisation | OrganisationInFull) -> bool:
    """Whether everyone may read of it."""
    return organisation.standing in SHOWN


def may_see(
    actor: Actor | None, organisation: Organisation | OrganisationInFull, applicant_id: int | None
) -> bool:
    """Whether ``actor`` may read of it: what was not verified is there for its applicant and for coordinators alone."""
    own = actor is not None and applicant_id == actor.user_id
    return is_shown(organisation) or own or may(actor, Act.VERIFY)


def may_verify(actor: Actor | None, applicant_id: int | None) -> bool:
    """Whether ``actor`` may verify or refuse it: a coordinator, and not for what they applied for themselves."""
    return actor is not None and may(actor, Act.VERIFY) and applicant_id != actor.user_id


def may_end(actor: Actor | None) -> bool:
    """Whether ``actor`` may ask that an organisation's standing be ended, and restore one that has."""
    return may(actor, Act.VERIFY)


def against_confirming(actor: Actor, *, asked_by_id: int | None, coordinators: Collection[int]) -> str | None:
    """Return what stands against ``actor`` being the second person who ends a standing, or None.

    ``coordinators`` are those of the site who can act now. An administrator is the second where there is no other.
    """
    if actor.user_id == asked_by_id:
        return "second-person"
    if not actor.holds(Role.COORDINATOR) and set(coordinators) - {asked_by_id}:
        return "coordinator-decides"
    return None


def may_invite(actor: Actor | None, organisation: Organisation) -> bool:
    """Whether ``actor`` may invite others to speak for it: its representatives, while it is verified."""
    return organisation.standing == Standing.VERIFIED and may(actor, Act.INVITE, scope=organisation.scope)


def may_end_representative(actor: Actor | None, organisation: Organisation) -> bool:
    """Whether ``actor`` may end somebody's right to speak for it: another representative, or a coordinator."""
    speaking = organisation.standing == Standing.VERIFIED
    return may_invite(actor, organisation) or (speaking and may(actor, Act.VERIFY))


def is_open(invitation: Invitation, now: datetime) -> bool:
    """Whether an invitation can still be accepted, as far as it alone says."""
    return invitation.used_at is None and invitation.ended_at is None and invitation.expires_at > now
