"""Nobody learns who somebody is without a reason that is noted, published without names, and told to the person."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, AccountAct, ActKind, Role
from consult.accounts.policies import Actor
from consult.accounts.services import see_staff_identity
from consult.contributions.models import Contribution, Status
from consult.contributions.services import withdraw
from consult.moderation.policies import may_see_author
from consult.moderation.services import see_author
from consult.outbox.models import OutboxMessage
from consult.record.models import LogEntry
from consult.shared.errors import NotFoundError
from consult.shared.state import State
from tests.domain.refusal import problems
from tests.factories.moments import DURING as NOW
from tests.factories.people import imagined, person
from tests.factories.scenes import NOW as MOMENTS
from tests.factories.scenes import Scene
from tests.factories.voices import comment, hide

WHY = "A court asks for it: case 12."


def looks(session: Session) -> int:
    query = select(func.count()).where(AccountAct.kind == ActKind.IDENTITY_SEEN)
    return session.scalar(query) or 0


def see(session: Session, by: Actor, said: Contribution, reason: str = WHY) -> str:
    return see_author(session, actor=by, now=NOW, reference=said.reference, reason=reason).email


def test_a_look_is_noted_published_by_role_and_told(session: Session, scene: Scene) -> None:
    said = comment(session, scene, by=scene.author)
    assert see(session, scene.moderator, said) == scene.author.email
    act = session.scalars(select(AccountAct).where(AccountAct.kind == ActKind.IDENTITY_SEEN)).one()
    assert (act.user_id, act.by_id, act.role, act.reason, act.at) == (
        scene.author.user_id, scene.moderator.user_id, "moderator", WHY, NOW,
    )  # fmt: skip
    assert act.details == {"reference": said.reference}
    entry = session.scalars(select(LogEntry).where(LogEntry.kind == "identity-seen")).one()
    assert (entry.subject, entry.role, entry.details) == (said.reference, "moderator", {})
    message = session.scalars(
        select(OutboxMessage).where(OutboxMessage.kind == "account-identity-seen")
    ).one()
    assert (message.recipient, message.content) == (scene.author.email, {"act": act.id})
    see(session, scene.moderator, said)
    assert looks(session) == 2


@pytest.mark.parametrize(
    ("reason", "code"),
    [("", "write-this"), ("  \u200f ", "write-this"), ("Nineteen characters", "reason-short"),
     ("مَ" * 19, "reason-short"),
     ("Nineteen characters \u200f\n ", "reason-short"), ("م" * 8001, "too-long")],
)  # fmt: skip
def test_without_a_reason_nothing_is_seen_and_nothing_noted(
    session: Session, scene: Scene, reason: str, code: str
) -> None:
    said = comment(session, scene)
    with problems((code, "reason")):
        see(session, scene.moderator, said, reason)
    assert looks(session) == 0
    assert see(session, scene.moderator, said, "م" * 20)


def test_only_a_moderator_of_the_asking_body_asks(session: Session, scene: Scene) -> None:
    said = comment(session, scene)
    scope = scene.organisation.scope
    others = [person(session, (role, scope)) for role in Role if role is not Role.MODERATOR]
    others += [person(session, (role, SITE)) for role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.OFFICER)]
    others += [person(session, (Role.MODERATOR, "organisation:other")), person(session)]
    others.append(person(session, (Role.MODERATOR, scope), suspended=True))
    for other in others:
        with pytest.raises(NotFoundError):
            see(session, other, said)
    with pytest.raises(NotFoundError):
        see_author(session, actor=scene.moderator, now=NOW, reference="V-1999-0001", reason=WHY)
    assert looks(session) == 0


def test_ones_own_words_and_those_of_ones_organisation_are_refused(session: Session, scene: Scene) -> None:
    scope = scene.organisation.scope
    own = comment(session, scene, by=scene.moderator)
    speaker = person(session, (Role.REPRESENTATIVE, scope))
    for_body = comment(session, scene, by=speaker, organisation=scene.organisation.slug)
    both = person(session, (Role.MODERATOR, scope), (Role.REPRESENTATIVE, scope))
    for actor, said in ((scene.moderator, own), (both, for_body)):
        with pytest.raises(NotFoundError):
            see(session, actor, said)
    assert see(session, scene.moderator, for_body) == speaker.email


def test_what_was_taken_back_or_erased_is_nobodys_to_ask_about(session: Session, scene: Scene) -> None:
    said = comment(session, scene, by=scene.author)
    hidden = comment(session, scene)
    hide(session, scene, hidden)
    assert see(session, scene.moderator, hidden)
    withdraw(session, actor=scene.author, now=NOW, reference=said.reference)
    with pytest.raises(NotFoundError):
        see(session, scene.moderator, said)
    erased = Contribution(author_id=None, status=Status.ERASED, consultation=scene.consultation)
    moderator = imagined((Role.MODERATOR, scene.organisation.scope), user_id=-1)
    assert not may_see_author(moderator, erased, scene.organisation.scope, NOW)


@pytest.mark.parametrize("state", [State.DRAFT, State.ANNOUNCED, State.OPEN, State.CLOSED])
def test_there_is_nobody_to_ask_about_before_anything_could_be_said(
    session: Session, scene: Scene, state: State
) -> None:
    said = comment(session, scene)
    now = MOMENTS[state]
    allowed = may_see_author(scene.moderator, said, scene.organisation.scope, now)
    assert allowed is (state in (State.OPEN, State.CLOSED))


def test_an_administrator_looks_up_who_holds_a_role_in_the_same_way(session: Session, scene: Scene) -> None:
    by = person(session, (Role.ADMINISTRATOR, SITE))
    officer = scene.officer
    seen = see_staff_identity(session, actor=by, now=NOW, user_id=officer.user_id, reason=WHY)
    assert seen.email == officer.email
    act = session.scalars(select(AccountAct).where(AccountAct.kind == ActKind.IDENTITY_SEEN)).one()
    assert (act.user_id, act.role, act.details) == (officer.user_id, "administrator", {})
    entry = session.scalars(select(LogEntry).where(LogEntry.kind == "identity-seen")).one()
    assert (entry.subject, entry.role, entry.details) == (SITE, "administrator", {})
    with problems(("reason-short", "reason")):
        see_staff_identity(session, actor=by, now=NOW, user_id=officer.user_id, reason="Because")
    for actor, user_id in (
        (by, by.user_id), (by, scene.author.user_id), (by, 10**8), (scene.moderator, officer.user_id),
    ):  # fmt: skip
        with pytest.raises(NotFoundError):
            see_staff_identity(session, actor=actor, now=NOW, user_id=user_id, reason=WHY)
    assert looks(session) == 1
