"""Who somebody is, for every policy above: an actor and what they hold."""

from __future__ import annotations

from dataclasses import dataclass

from consult.accounts.models import SITE, STAFF, Role


@dataclass(frozen=True)
class Actor:
    """Whoever acts: a signed-in person with their grants, as they were when the request began.

    ``grants`` are pairs of role and scope.
    """

    user_id: int
    email: str
    language: str
    public_name: str | None = None
    confirmed: bool = True
    suspended: bool = False
    grants: frozenset[tuple[Role, str]] = frozenset()

    @property
    def is_staff(self) -> bool:
        """Whether the desk is theirs to enter."""
        return not self.suspended and any(role in STAFF for role, _ in self.grants)

    @property
    def display_name(self) -> str:
        """How the header greets them: their public name, else their own address, which only they see."""
        return self.public_name or self.email

    @property
    def organisations(self) -> frozenset[str]:
        """Slugs of the organisations they speak for."""
        return frozenset(
            scope.removeprefix("organisation:") for role, scope in self.grants if role is Role.REPRESENTATIVE
        )

    def holds(self, role: Role, *scopes: str) -> bool:
        """Whether they hold ``role`` for the whole site or for one of ``scopes``; a suspended person holds none."""
        return not self.suspended and any((role, scope) in self.grants for scope in (SITE, *scopes))


def may_take_part(actor: Actor | None) -> bool:
    """Whether someone may contribute and vote: signed in, address confirmed, not suspended."""
    return actor is not None and actor.confirmed and not actor.suspended


def may_speak_for(actor: Actor, organisation: str) -> bool:
    """Whether ``actor`` represents the organisation with that slug."""
    return may_take_part(actor) and organisation in actor.organisations


def may_grant(actor: Actor) -> bool:
    """Whether ``actor`` may grant and end roles."""
    return actor.holds(Role.ADMINISTRATOR)
