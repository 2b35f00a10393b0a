"""Who somebody is, for every policy above: an actor and what they hold."""

from __future__ import annotations

from dataclasses import dataclass

from consult.accounts.models import SITE, STAFF, Role, organisations_in
from consult.accounts.policies.permissions import TABLE, Act, AnyState, Who


@dataclass(frozen=True)
class Actor:
    """Whoever acts: a signed-in person with their grants, as they were when the request began.

    ``grants`` are pairs of role and scope; with ``email_held`` no mail reaches them (``models.User``).
    """

    user_id: int
    email: str
    language: str
    public_name: str | None = None
    confirmed: bool = True
    suspended: bool = False
    email_held: bool = False
    grants: frozenset[tuple[Role, str]] = frozenset()

    @property
    def is_staff(self) -> bool:
        """Whether the desk is theirs to enter."""
        return may_take_part(self) and any(role in STAFF for role, _ in self.grants)

    @property
    def display_name(self) -> str:
        """How the header greets them: their public name, else their own address, which only they see."""
        return self.public_name or self.email

    @property
    def organisations(self) -> frozenset[str]:
        """Slugs of the organisations they speak for."""
        return organisations_in(scope for role, scope in self.grants if role is Role.REPRESENTATIVE)

    def holds(self, role: Role, *scopes: str) -> bool:
        """Whether they hold ``role`` for the whole site or for one of ``scopes``.

        Who is suspended, or has not confirmed their address, holds none.
        """
        return may_take_part(self) and any((role, scope) in self.grants for scope in (SITE, *scopes))


def may_take_part(actor: Actor | None) -> bool:
    """Whether someone may contribute and vote: signed in, address confirmed, not suspended."""
    return actor is not None and actor.confirmed and not actor.suspended


def may(
    actor: Actor | None, act: Act, *, scope: str = SITE, state: AnyState | None = None, own: bool = False
) -> bool:
    """Whether ``actor`` may do ``act`` now, by the table.

    ``scope`` is that of the body or plan to which the thing belongs, ``state`` where it or its consultation stands
    (None where there is no such thing), ``own`` whether the thing is the actor's own.
    """
    states = TABLE[act].states
    return (not states or state in states) and has_right(actor, act, scope=scope, own=own)


def has_right(actor: Actor | None, act: Act, *, scope: str = SITE, own: bool = False) -> bool:
    """Whether ``act`` is ``actor``'s to do in some state or other: to anyone else a refusal says nothing of the state.

    ``scope`` and ``own`` are those of ``may``.
    """
    who = TABLE[act].who
    if Who.ANYONE in who:
        return True
    if actor is None or not may_take_part(actor):
        return False
    if Who.PARTICIPANT in who or (own and Who.AUTHOR in who):
        return True
    return any(actor.holds(role, scope) for role in roles_for(act))


def roles_for(act: Act) -> frozenset[Role]:
    """Return the roles that the table gives ``act`` to."""
    return frozenset(each for each in TABLE[act].who if isinstance(each, Role))


def may_speak_for(actor: Actor, organisation: str) -> bool:
    """Whether ``actor`` represents the organisation with that slug."""
    return may_take_part(actor) and organisation in actor.organisations


def may_grant(actor: Actor) -> bool:
    """Whether ``actor`` may grant and end roles."""
    return may(actor, Act.GRANT)
