"""Who works for bodies and gets mail: whom a reminder reaches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from consult.accounts.models import Role, User
from consult.accounts.queries import holders_by_scope
from consult.organisations.models import Organisation


class Working(NamedTuple):
    """A body, and who works for it: officers, and whoever else was asked for. ``officers``: it has one of those."""

    body: Organisation
    people: list[User]
    officers: bool


def working_for(
    session: Session, bodies: Sequence[Organisation], *, roles: Iterable[Role] = ()
) -> list[Working]:
    """Return for each of these bodies its officers, and who holds one of ``roles`` there, in their order."""
    scopes = [body.scope for body in bodies]
    if not scopes:
        return []
    officers = holders_by_scope(session, roles=[Role.OFFICER], scopes=scopes)
    beside = [role for role in roles if role is not Role.OFFICER]
    others = holders_by_scope(session, roles=beside, scopes=scopes) if beside else {}
    return [
        Working(body, _each_once(officers.get(body.scope, []), others.get(body.scope, [])), body.scope in officers)
        for body in bodies
    ]  # fmt: skip


def _each_once(*people: Iterable[User]) -> list[User]:
    return list({user.id: user for group in people for user in group}.values())
