"""Roles are granted and ended by administrators alone: with a reason, an entry, and a word to the person."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, AccountAct, ActKind, Role, RoleGrant, User, UserSession
from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import GRANTED_IN
from consult.accounts.queries import actor_for, administrators, current_grant
from consult.accounts.services import (
    begin_session,
    end_grant,
    grant,
    grant_as_operator,
    grant_role,
    suspend,
)
from consult.outbox.models import OutboxMessage
from consult.record.models import LogEntry
from consult.shared.errors import NotFoundError
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, codes, committed
from tests.domain.refusal import problems, refused
from tests.factories.moments import DRAFTED as NOW
from tests.factories.people import person, user

OURS = "organisation:ours"
WHY = "The body asked for it in writing."


def administrator(session: Session) -> Actor:
    return person(session, (Role.ADMINISTRATOR, SITE))


def give(
    session: Session, by: Actor, to: User, role: Role | None = Role.OFFICER, scope: str | None = OURS
) -> RoleGrant:
    return grant_role(
        session, actor=by, now=NOW, email=to.email.upper(), role=role, scope=scope, reason=f" {WHY} "
    )


def grant_of(session: Session, actor: Actor, role: Role = Role.ADMINISTRATOR, scope: str = SITE) -> RoleGrant:
    held = current_grant(session, user_id=actor.user_id, role=role, scope=scope)
    assert held is not None
    return held


def last_act(session: Session, user_id: int) -> AccountAct:
    query = select(AccountAct).where(AccountAct.user_id == user_id).order_by(AccountAct.id.desc()).limit(1)
    return session.scalars(query).one()


def signed_in(session: Session, user_id: int) -> int:
    query = select(func.count()).where(UserSession.user_id == user_id, UserSession.ended_at.is_(None))
    return session.scalar(query) or 0


def test_a_grant_is_noted_published_without_names_told_and_ends_all_sessions(session: Session) -> None:
    by, to, other = administrator(session), user(session, name="A public name"), user(session)
    for each in (to, other):
        begin_session(session, now=NOW, user_id=each.id, password_hash="none", device="Firefox")
    held = give(session, by, to)
    assert actor_for(session, to).holds(Role.OFFICER, OURS)
    act = last_act(session, to.id)
    assert (act.kind, act.by_id, act.role, act.reason, act.at) == (
        "granted", by.user_id, "administrator", WHY, NOW,
    )  # fmt: skip
    assert act.details == {"role": "officer", "scope": OURS}
    entry = session.scalars(select(LogEntry).order_by(LogEntry.id.desc()).limit(1)).one()
    assert (entry.kind, entry.subject, entry.role) == ("role-granted", OURS, "administrator")
    assert entry.details == {"role": "officer"}
    message = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "account-granted")).one()
    assert (message.recipient, message.content) == (to.email, {"act": act.id})
    assert (signed_in(session, to.id), signed_in(session, other.id)) == (0, 1)

    end_grant(session, actor=by, now=NOW, grant_id=held.id, reason=WHY)
    assert not actor_for(session, to).grants
    assert last_act(session, to.id).kind == "grant-ended"
    with problems(("already-done", None)):
        end_grant(session, actor=by, now=NOW, grant_id=held.id, reason=WHY)


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"email": "nobody@example.org"}, "no-such-account", "email"),
        ({"email": "  "}, "write-this", "email"),
        ({"role": None}, "choose-one", "role"),
        ({"scope": None}, "choose-one", "scope"),
        ({"reason": " \u200b "}, "write-this", "reason"),
        ({"role": Role.ADMINISTRATOR}, "scope-does-not-fit", "scope"),
        ({"role": Role.AUDITOR}, "scope-does-not-fit", "scope"),
        ({"role": Role.REPRESENTATIVE, "scope": SITE}, "scope-does-not-fit", "scope"),
        ({"role": Role.OFFICER, "scope": "plan:five"}, "scope-does-not-fit", "scope"),
    ],
)
def test_what_is_wrong_with_a_grant_is_said_at_its_field(
    session: Session, changed: dict[str, object], code: str, field: str
) -> None:
    by, to = administrator(session), user(session)
    typed: dict[str, object] = {
        "email": to.email,
        "role": Role.OFFICER,
        "scope": OURS,
        "reason": WHY,
        **changed,
    }
    with problems((code, field)):
        grant_role(session, actor=by, now=NOW, **typed)  # type: ignore[arg-type]  # the cases name the fields
    assert not actor_for(session, to).grants


def test_a_role_is_granted_to_a_confirmed_address_only_once_and_never_to_oneself(session: Session) -> None:
    by, to = administrator(session), user(session)
    for nobody in (user(session, confirmed=False), user(session, suspended=True)):
        with problems(("no-such-account", "email")):
            give(session, by, nobody)
    with problems(("not-yourself", "email")):
        grant_role(session, actor=by, now=NOW, email=by.email, role=Role.AUDITOR, scope=SITE, reason=WHY)
    give(session, by, to)
    with problems(("role-held", "role")):
        give(session, by, to)


def test_an_operators_grant_is_noted_published_and_told_like_any_other(session: Session) -> None:
    to = user(session)
    begin_session(session, now=NOW, user_id=to.id, password_hash="none", device="Firefox")
    held = grant_as_operator(session, now=NOW, user=to, role=Role.ADMINISTRATOR, scope=SITE)
    assert grant_as_operator(session, now=NOW, user=to, role=Role.ADMINISTRATOR, scope=SITE) is held
    assert to.id in administrators(session)
    act = last_act(session, to.id)
    assert (act.kind, act.by_id, act.role) == ("granted", None, "operator")
    assert session.scalars(select(LogEntry.role).where(LogEntry.kind == "role-granted")).all() == ["operator"]
    assert session.scalars(
        select(OutboxMessage.content).where(OutboxMessage.kind == "account-granted")
    ).all() == [{"act": act.id}]
    assert signed_in(session, to.id) == 0
    with problems(("scope-does-not-fit", "scope")):
        grant_as_operator(session, now=NOW, user=to, role=Role.AUDITOR, scope=OURS)
    for nobody in (user(session, confirmed=False), user(session, suspended=True)):
        with problems(("no-such-account", "email")):
            grant_as_operator(session, now=NOW, user=nobody, role=Role.AUDITOR, scope=SITE)


def test_every_role_can_be_granted_somewhere() -> None:
    assert set(GRANTED_IN) == set(Role)
    assert all(GRANTED_IN.values())


@pytest.mark.parametrize("role", list(Role))
def test_nobody_but_an_administrator_of_the_site_grants_or_ends(session: Session, role: Role) -> None:
    administrator(session)
    to = user(session)
    given = grant(session, now=NOW, user=to, role=Role.OFFICER, scope=OURS)
    scopes = (OURS,) if role is Role.ADMINISTRATOR else (OURS, SITE)
    for scope in scopes:
        other = person(session, (role, scope))
        with pytest.raises(NotFoundError):
            give(session, other, to)
        with pytest.raises(NotFoundError):
            end_grant(session, actor=other, now=NOW, grant_id=given.id, reason=WHY)


def test_who_was_an_administrator_when_the_request_began_is_asked_again(session: Session) -> None:
    first, second, to = administrator(session), administrator(session), user(session)
    end_grant(session, actor=first, now=NOW, grant_id=grant_of(session, second).id, reason=WHY)
    with pytest.raises(NotFoundError):
        give(session, second, to)


def test_the_last_administrator_stays(session: Session) -> None:
    for each in administrators(session):
        session.get_one(User, each).suspended_at = NOW
    first, second = administrator(session), administrator(session)
    for suspended, confirmed in ((True, True), (False, False)):
        held = (Role.ADMINISTRATOR, SITE)
        other = person(session, held, suspended=suspended, confirmed=confirmed)
        with pytest.raises(NotFoundError):
            end_grant(session, actor=other, now=NOW, grant_id=grant_of(session, first).id, reason=WHY)
    end_grant(session, actor=first, now=NOW, grant_id=grant_of(session, first).id, reason=WHY)
    with problems(("last-administrator", None)):
        end_grant(session, actor=second, now=NOW, grant_id=grant_of(session, second).id, reason=WHY)
    assert administrators(session) == {second.user_id}


def test_an_act_on_an_account_stays_as_it_was_written(session: Session) -> None:
    to = user(session)
    give(session, administrator(session), to)
    act = last_act(session, to.id)
    with refused(session, "account_acts_no_update"):
        session.execute(AccountAct.__table__.update().values(reason="Another"))  # type: ignore[attr-defined]
    with refused(session, "account_acts_no_delete"):
        session.delete(act)
        session.flush()


def test_the_same_grant_at_one_instant_is_one(database: MigratedDatabase) -> None:
    by, to = committed(database.engine, lambda session: (administrator(session), user(session)))
    answers = at_once(database.engine, [lambda session: give(session, by, to)] * 8)
    assert sum(isinstance(answer, RoleGrant) for answer in answers) == 1
    assert set(codes(answers)) == {"role-held"}
    with Session(database.engine) as session:
        assert session.scalar(select(func.count()).where(RoleGrant.user_id == to.id)) == 1
        acts = select(func.count()).where(AccountAct.user_id == to.id, AccountAct.kind == ActKind.GRANTED)
        assert session.scalar(acts) == 1


def ending(actor: Actor, other: Actor) -> Callable[[Session], object]:
    return lambda session: end_grant(
        session, actor=actor, now=NOW, grant_id=grant_of(session, other).id, reason=WHY
    )


def suspending(actor: Actor, other: Actor) -> Callable[[Session], object]:
    return lambda session: suspend(session, actor=actor, now=NOW, user_id=other.user_id, reason=WHY)


@pytest.mark.parametrize("of_first", [ending, suspending])
@pytest.mark.parametrize("of_second", [ending, suspending])
def test_two_administrators_who_turn_on_each_other_at_one_instant_leave_one(
    database: MigratedDatabase,
    of_first: Callable[[Actor, Actor], Callable[[Session], object]],
    of_second: Callable[[Actor, Actor], Callable[[Session], object]],
) -> None:
    first, second = committed(
        database.engine, lambda session: (administrator(session), administrator(session))
    )
    answers = at_once(database.engine, [of_first(first, second), of_second(second, first)])
    assert sum(isinstance(answer, NotFoundError) for answer in answers) == 1
    with Session(database.engine) as session:
        assert len(administrators(session)) == 1


def test_two_administrators_who_leave_at_one_instant_leave_one(database: MigratedDatabase) -> None:
    first, second = committed(
        database.engine, lambda session: (administrator(session), administrator(session))
    )
    answers = at_once(database.engine, [ending(first, first), ending(second, second)])
    assert codes(answers) == ["last-administrator"]
    with Session(database.engine) as session:
        assert len(administrators(session)) == 1
