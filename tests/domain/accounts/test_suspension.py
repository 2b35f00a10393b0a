"""A suspension ends what somebody can do, and touches nothing of what they have said."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.errors import SignInError
from consult.accounts.models import SITE, AccountAct, Role, User, UserSession
from consult.accounts.policies import may_take_part
from consult.accounts.queries import actor_for
from consult.accounts.services import begin_session, readmit, suspend
from consult.outbox.models import OutboxMessage
from consult.record.models import LogEntry
from consult.shared.errors import NotFoundError
from tests.domain.refusal import problems
from tests.factories.moments import DURING as NOW
from tests.factories.people import person
from tests.factories.scenes import Scene
from tests.factories.voices import clarification, comment

WHY = "Threats in three replies."


def test_a_suspended_person_is_out_everywhere_and_their_words_stay(session: Session, scene: Scene) -> None:
    by, officer = person(session, (Role.ADMINISTRATOR, SITE)), scene.officer
    said = clarification(session, scene, comment(session, scene), by=officer)
    before = (said.status, said.body, said.author_id)
    begin_session(session, now=NOW, user_id=officer.user_id, password_hash="none", device="")
    act = suspend(session, actor=by, now=NOW, user_id=officer.user_id, reason=WHY)
    assert (act.kind, act.by_id, act.role, act.reason, act.details) == (
        "suspended", by.user_id, "administrator", WHY, {},
    )  # fmt: skip
    gone = session.get_one(User, officer.user_id)
    assert gone.suspended_at == NOW
    ended = session.scalars(select(UserSession.ended_at).where(UserSession.user_id == gone.id)).all()
    assert ended == [NOW]
    actor = actor_for(session, gone)
    assert not may_take_part(actor)
    assert not actor.is_staff
    with pytest.raises(SignInError):
        begin_session(session, now=NOW, user_id=gone.id, password_hash="none", device="")
    session.refresh(said)
    assert (said.status, said.body, said.author_id) == before

    readmit(session, actor=by, now=NOW, user_id=gone.id, reason=WHY)
    assert actor_for(session, gone).holds(Role.OFFICER, scene.organisation.scope)
    assert begin_session(session, now=NOW, user_id=gone.id, password_hash="none", device="")
    kinds = session.scalars(
        select(AccountAct.kind).where(AccountAct.user_id == gone.id).order_by(AccountAct.id)
    )
    assert kinds.all() == ["granted", "suspended", "readmitted"]
    told = session.scalars(select(OutboxMessage.kind).where(OutboxMessage.recipient == gone.email))
    assert {"account-suspended", "account-readmitted"} <= set(told)
    public = session.scalars(
        select(LogEntry).where(LogEntry.kind.like("account-%")).order_by(LogEntry.id)
    ).all()
    assert [(entry.kind, entry.subject, entry.details) for entry in public] == [
        ("account-suspended", SITE, {}), ("account-readmitted", SITE, {}),
    ]  # fmt: skip


def test_nobody_suspends_themselves_or_twice_or_without_a_reason(session: Session) -> None:
    by, other = person(session, (Role.ADMINISTRATOR, SITE)), person(session)
    with problems(("not-yourself", None)):
        suspend(session, actor=by, now=NOW, user_id=by.user_id, reason=WHY)
    with problems(("write-this", "reason")):
        suspend(session, actor=by, now=NOW, user_id=other.user_id, reason="  ")
    with problems(("already-done", None)):
        readmit(session, actor=by, now=NOW, user_id=other.user_id, reason=WHY)
    suspend(session, actor=by, now=NOW, user_id=other.user_id, reason=WHY)
    with problems(("already-done", None)):
        suspend(session, actor=by, now=NOW, user_id=other.user_id, reason=WHY)
    with pytest.raises(NotFoundError):
        suspend(session, actor=by, now=NOW, user_id=10**8, reason=WHY)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_only_an_administrator_suspends_and_readmits(session: Session, role: Role) -> None:
    by, other, gone = person(session, (role, SITE)), person(session), person(session, suspended=True)
    with pytest.raises(NotFoundError):
        suspend(session, actor=by, now=NOW, user_id=other.user_id, reason=WHY)
    with pytest.raises(NotFoundError):
        readmit(session, actor=by, now=NOW, user_id=gone.user_id, reason=WHY)
