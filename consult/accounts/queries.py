"""Reading users, their sessions and grants, what was done to accounts, and the forms that were acted on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, and_, bindparam, func, inspect, select, tuple_
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, AccountAct, KeptForm, Role, RoleGrant, Submission, User, UserSession
from consult.accounts.policies import Actor
from consult.orm import UtcDateTime
from consult.shared.email_address import as_typed, known_as


def user_by_email(session: Session, email: str) -> User | None:
    """Return the user whose address this is, however it is written; None for nobody and for who gets no mail."""
    query = select(User).where(User.email == known_as(email), User.email_held_at.is_(None))
    return session.scalars(query).one_or_none()


def user_signing_in(session: Session, email: str) -> User | None:
    """Return whom this address means at signing in: who is kept under exactly what was typed, else whose it is."""
    query = select(User).where(User.email.in_([known_as(email), as_typed(email)]))
    return session.scalars(query.order_by(User.email_held_at.is_(None), User.id).limit(1)).first()


def held_users(session: Session) -> Sequence[User]:
    """Return those whose address an operator has to resolve, by id."""
    return session.scalars(select(User).where(User.email_held_at.is_not(None)).order_by(User.id)).all()


def user_by_id(session: Session, user_id: int) -> User | None:
    """Return the user with this id, or None."""
    return session.get(User, user_id)


def lock_user(session: Session, user_id: int, *, address: bool = False) -> User | None:
    """Return the user with this id, read anew and held until the transaction ends, or None.

    Rows that only name the user (a form's key, a vote) may come meanwhile: two forms of one person that both name
    them first and hold them afterwards would else wait for each other in a circle. Where the ``address`` is to be
    changed, which is a key, they may not: taking that lock later, with the change, would be such a circle.
    """
    query = select(User).where(User.id == user_id).with_for_update(key_share=not address)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def roles_of(session: Session, user_id: int) -> Sequence[str]:
    """Return the roles that somebody holds anywhere, in the order they were granted."""
    query = select(RoleGrant.role).where(RoleGrant.user_id == user_id, RoleGrant.ended_at.is_(None))
    return session.scalars(query.order_by(RoleGrant.id)).all()


def token_hash(token: str) -> str:
    """Return the digest under which the token of a session, a draft or a browser's votes is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def session_by_token(session: Session, token: str) -> UserSession | None:
    """Return the session whose token this is, ended or not, or None."""
    return session.scalars(
        select(UserSession).where(UserSession.token_hash == token_hash(token))
    ).one_or_none()


def acting_in(session: Session, *, token: str, now: datetime) -> tuple[int, Actor] | None:
    """Return the id of the session whose token this is, and who acts in it; None where it has ended or they may not.

    One statement of plain rows, because every page of whoever has signed in asks it.
    """
    rows = session.execute(_ACTING_IN, {"token": token_hash(token), "now": now}).all()
    if not rows:
        return None
    return rows[0].session_id, _actor(rows[0], ((row.role, row.scope) for row in rows if row.role))


def running_sessions(session: Session, *, user_id: int, now: datetime) -> Sequence[UserSession]:
    """Return the sessions in which somebody is signed in now, newest first."""
    query = select(UserSession).where(
        UserSession.user_id == user_id, UserSession.ended_at.is_(None), UserSession.expires_at > now
    )
    return session.scalars(query.order_by(UserSession.id.desc())).all()


def actor_for(session: Session, user: User) -> Actor:
    """Return ``user`` as an actor with all grants in force."""
    rows = session.execute(
        select(RoleGrant.role, RoleGrant.scope).where(
            RoleGrant.user_id == user.id, RoleGrant.ended_at.is_(None)
        )
    )
    return _actor(user, ((role, scope) for role, scope in rows))


def _actor(user: User | Row[*tuple[Any, ...]], grants: Iterable[tuple[str, str]]) -> Actor:
    return Actor(
        user_id=user.id,
        email=user.email,
        email_held=user.email_held_at is not None,
        language=user.language,
        public_name=user.public_name,
        confirmed=user.confirmed_at is not None,
        suspended=user.suspended_at is not None,
        grants=frozenset((Role(role), scope) for role, scope in grants),
    )


def users_by_ids(session: Session, ids: Iterable[int]) -> Sequence[User]:
    """Return the users with these ids, by id; for telling them something, never for showing them."""
    return session.scalars(select(User).where(User.id.in_(list(ids))).order_by(User.id)).all()


def demonstration_accounts(session: Session) -> Sequence[tuple[str, str, str]]:
    """Return address, role and scope of each demonstration account, in the order they were made."""
    rows = session.execute(
        select(User.email, RoleGrant.role, RoleGrant.scope)
        .join(RoleGrant, RoleGrant.user_id == User.id, isouter=True)
        .where(User.demonstration, RoleGrant.ended_at.is_(None))
        .order_by(User.id, RoleGrant.id)
    )
    return [(email, role or "participant", scope or "") for email, role, scope in rows]


def has_accounts(session: Session) -> bool:
    """Whether anybody has an account."""
    return session.scalars(select(User.id).limit(1)).first() is not None


def has_demonstration_accounts(session: Session) -> bool:
    """Whether an account whose password is public exists."""
    return session.scalars(select(User.id).where(User.demonstration).limit(1)).first() is not None


def current_grant(session: Session, *, user_id: int, role: Role, scope: str) -> RoleGrant | None:
    """Return the grant by which somebody holds ``role`` in ``scope`` now, or None."""
    query = select(RoleGrant).where(RoleGrant.user_id == user_id, RoleGrant.ended_at.is_(None))
    return session.scalars(query.where(RoleGrant.role == role.value, RoleGrant.scope == scope)).one_or_none()


def grant_by_id(session: Session, grant_id: int) -> RoleGrant | None:
    """Return a grant, ended or not, or None."""
    return session.get(RoleGrant, grant_id)


def lock_grant(session: Session, grant_id: int) -> RoleGrant | None:
    """Return a grant, read anew and held until the transaction ends, or None."""
    query = select(RoleGrant).where(RoleGrant.id == grant_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


class GrantPlace(NamedTuple):
    """Where a grant stands in the list of all: where it holds, and its id."""

    scope: str
    id: int


def grants_in_force(session: Session, *, user_id: int) -> Sequence[tuple[RoleGrant, User]]:
    """Return the grants of a person that are in force, by scope, then as granted."""
    query = _in_force().where(RoleGrant.user_id == user_id).order_by(RoleGrant.scope, RoleGrant.id)
    return [(row[0], row[1]) for row in session.execute(query)]


def all_grants_in_force(
    session: Session, *, begun: GrantPlace | None = None, limit: int | None
) -> Sequence[tuple[RoleGrant, User]]:
    """Return the grants in force and who holds them, after ``begun``: the site's first, then by scope, as granted."""
    elsewhere = RoleGrant.scope != SITE
    place = (elsewhere, RoleGrant.scope, RoleGrant.id)
    query = _in_force().order_by(*place).limit(limit)
    if begun:
        query = query.where(tuple_(*place) > (begun.scope != SITE, *begun))
    return [(row[0], row[1]) for row in session.execute(query)]


def holders(session: Session, *, role: Role, scopes: Iterable[str]) -> Sequence[User]:
    """Return who holds ``role`` in one of ``scopes`` and can act on it now, each once, by id."""
    held = select(RoleGrant.user_id).where(
        RoleGrant.role == role.value, RoleGrant.scope.in_(list(scopes)), RoleGrant.ended_at.is_(None)
    )
    able = (User.suspended_at.is_(None), User.confirmed_at.is_not(None))
    return session.scalars(select(User).where(User.id.in_(held), *able).order_by(User.id)).all()


def holders_by_scope(
    session: Session, *, roles: Iterable[Role], scopes: Iterable[str]
) -> dict[str, list[User]]:
    """Return who holds one of ``roles`` in each of ``scopes`` and gets mail, each once, by id; none, no scope."""
    query = _in_force().where(
        RoleGrant.role.in_([role.value for role in roles]), RoleGrant.scope.in_(list(scopes)),
        User.suspended_at.is_(None), User.confirmed_at.is_not(None), User.email_held_at.is_(None),
    )  # fmt: skip
    found: dict[str, dict[int, User]] = {}
    for grant, user in session.execute(query.order_by(RoleGrant.scope, User.id)):
        found.setdefault(grant.scope, {})[user.id] = user
    return {scope: list(people.values()) for scope, people in found.items()}


def hold_users(session: Session, ids: Iterable[int]) -> Sequence[User]:
    """Return these users, read anew and held until the transaction ends, by id; rows that name them may come."""
    query = select(User).where(User.id.in_(list(ids))).order_by(User.id).with_for_update(key_share=True)
    return session.scalars(query.execution_options(populate_existing=True)).all()


def public_names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Return under which name these users are shown, keyed by id; who has none is left out."""
    wanted = list(ids)
    if not wanted:
        return {}
    query = select(User.id, User.public_name).where(User.id.in_(wanted), User.public_name.is_not(None))
    return {row[0]: row[1] or "" for row in session.execute(query)}


def users_whose_grant_ended(
    session: Session, *, role: Role, scope: str, ended_at: datetime
) -> Sequence[User]:
    """Return whose grant of ``role`` in ``scope`` ended at that moment, if they can act on one now, by id."""
    held = select(RoleGrant.user_id).where(
        RoleGrant.role == role.value, RoleGrant.scope == scope, RoleGrant.ended_at == ended_at
    )
    able = (User.suspended_at.is_(None), User.confirmed_at.is_not(None))
    return session.scalars(select(User).where(User.id.in_(held), *able).order_by(User.id)).all()


def numbers_of_roles(session: Session, *, scope: str) -> dict[str, int]:
    """Return how many hold each role in ``scope``, by role; those that nobody holds are not in it."""
    query = select(RoleGrant.role, func.count()).where(RoleGrant.scope == scope, RoleGrant.ended_at.is_(None))
    return {
        row[0]: row[1] for row in session.execute(query.group_by(RoleGrant.role).order_by(RoleGrant.role))
    }


def _in_force() -> Select[RoleGrant, User]:
    return (
        select(RoleGrant, User).join(User, User.id == RoleGrant.user_id).where(RoleGrant.ended_at.is_(None))
    )


def administrators(session: Session) -> set[int]:
    """Return the ids of those who administer the site now; who is suspended or not confirmed does not."""
    return set(session.scalars(_administering().with_only_columns(RoleGrant.user_id)))


def lock_administrators(session: Session) -> None:
    """Hold the administrators' grants until the transaction ends: who changes accounts waits for the others."""
    session.execute(
        _administering().with_only_columns(RoleGrant.id).order_by(RoleGrant.id).with_for_update(of=RoleGrant)
    )


def _administering() -> Select[RoleGrant]:
    return (
        select(RoleGrant)
        .join(User, User.id == RoleGrant.user_id)
        .where(RoleGrant.role == Role.ADMINISTRATOR.value, RoleGrant.scope == SITE)
        .where(RoleGrant.ended_at.is_(None), User.suspended_at.is_(None), User.confirmed_at.is_not(None))
    )


def act_by_id(session: Session, act_id: int) -> AccountAct | None:
    """Return an act on an account, or None."""
    return session.get(AccountAct, act_id)


def acts(
    session: Session, *, kinds: Iterable[str], before_id: int | None = None, limit: int = 50
) -> Sequence[AccountAct]:
    """Return the acts of these kinds on all accounts, newest first, those before ``before_id``."""
    query = select(AccountAct).where(AccountAct.kind.in_(list(kinds)))
    if before_id is not None:
        query = query.where(AccountAct.id < before_id)
    return session.scalars(query.order_by(AccountAct.id.desc()).limit(limit)).all()


def acts_on(
    session: Session, *, user_id: int, before_id: int | None = None, limit: int = 20
) -> Sequence[AccountAct]:
    """Return what was done to one account, newest first, those before ``before_id``."""
    query = select(AccountAct).where(AccountAct.user_id == user_id)
    if before_id is not None:
        query = query.where(AccountAct.id < before_id)
    return session.scalars(query.order_by(AccountAct.id.desc()).limit(limit)).all()


def submission_by_key(session: Session, *, user_id: int, key: str) -> Submission | None:
    """Return the note of a person's form with this key that was acted on, or None."""
    query = select(Submission).where(Submission.user_id == user_id, Submission.key == key)
    return session.scalars(query).one_or_none()


# Built once: building a statement costs more than sending it.
_RUNNING, _PERSON = inspect(UserSession).local_table.c, inspect(User).local_table.c
_GRANT = inspect(RoleGrant).local_table.c
_ACTING_IN = (
    select(
        _RUNNING.id.label("session_id"),
        *(_PERSON.id, _PERSON.email, _PERSON.email_held_at, _PERSON.language, _PERSON.public_name),
        *(_PERSON.confirmed_at, _PERSON.suspended_at, _GRANT.role, _GRANT.scope),
    )
    .join(_PERSON.id.table, _PERSON.id == _RUNNING.user_id)
    .outerjoin(_GRANT.id.table, and_(_GRANT.user_id == _PERSON.id, _GRANT.ended_at.is_(None)))
    .where(_RUNNING.token_hash == bindparam("token"), _RUNNING.ended_at.is_(None))
    .where(_RUNNING.expires_at > bindparam("now", type_=UtcDateTime()), _PERSON.suspended_at.is_(None))
)


def kept_form(session: Session, *, user_id: int, form: str) -> KeptForm | None:
    """Return what a person's form holds, carried out or not; None for another person's."""
    query = select(KeptForm).where(KeptForm.user_id == user_id, KeptForm.form == form)
    return session.scalars(query).one_or_none()


def kept_forms(session: Session, *, user_id: int) -> Sequence[KeptForm]:
    """Return what a person typed and did not save, the newest first."""
    query = select(KeptForm).where(KeptForm.user_id == user_id, KeptForm.closed_at.is_(None))
    return session.scalars(query.order_by(KeptForm.kept_at.desc(), KeptForm.id.desc())).all()
