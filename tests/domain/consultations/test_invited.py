"""An agency invites organisations by mail, says whom it told otherwise, and takes neither back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, text, update
from sqlalchemy.orm import Session

from consult.accounts.models import RoleGrant, User
from consult.consultations import queries
from consult.consultations.errors import StateError
from consult.consultations.services.inviting import MOST_INVITED
from consult.contributions.queries.by_body import numbers_by_body
from consult.outbox.models import OutboxMessage
from consult.record.models import LogEntry
from consult.shared.errors import NotFoundError
from consult.shared.state import State
from tests.domain.refusal import problems, refused
from tests.factories import moments
from tests.factories.inviting import MEDIA, invited, told
from tests.factories.organisations import applied, verified
from tests.factories.people import person
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment, hide
from tests.speed.counting import statements_of


def engine_of(session: Session) -> Engine:
    return session.get_bind().engine


def mails(session: Session) -> list[str]:
    rows = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "consultation-invitation"))
    return sorted(row.recipient for row in rows)


def test_invited_once_with_a_mail_and_an_entry(session: Session, scene: Scene) -> None:
    (first, by), (second, other) = verified(session), verified(session)
    made = invited(session, scene, first.slug, second.slug, first.slug)
    assert [row.organisation_id for row in made] == [first.id, second.id]
    assert mails(session) == sorted([by.email, other.email])
    assert invited(session, scene, first.slug) == []
    assert len(mails(session)) == 2
    entries = session.scalars(select(LogEntry).where(LogEntry.kind == "organisation-invited")).all()
    assert [entry.details for entry in entries] == [
        {"organisation": first.slug},
        {"organisation": second.slug},
    ]
    assert [row.id for row in queries.invited_to(session, organisation_id=first.id)] == [scene.id]


def test_invited_are_those_that_are_verified(session: Session, scene: Scene) -> None:
    waiting = applied(session, by=person(session))
    for slugs in ((), ("nobody",), (waiting.slug,), (scene.organisation.slug,)):
        with problems(("pick-a-body", "organisations")):
            invited(session, scene, *slugs)
    assert mails(session) == []


def test_invited_are_looked_for_by_names_that_a_body_can_have(session: Session, scene: Scene) -> None:
    with problems(("pick-a-body", "organisations")):
        invited(session, scene, "a\0b")


def test_told_otherwise_are_so_many_as_a_page_holds(
    session: Session, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consult.consultations.services.inviting.MOST_TOLD", 1)
    first = told(session, scene)
    with problems(("too-many-told", "told_ar")):
        told(session, scene, replace(MEDIA, how="meeting"))
    assert told(session, scene) is first


def test_invited_are_those_whom_a_mail_reaches(session: Session, scene: Scene) -> None:
    body, by = verified(session)
    invited(session, scene, body.slug)
    session.execute(update(RoleGrant).where(RoleGrant.user_id == by.user_id).values(ended_at=moments.DURING))
    silent, other = verified(session)
    session.execute(update(User).where(User.id == other.user_id).values(suspended_at=moments.DURING))
    with problems(("nobody-speaks", "organisations")):
        invited(session, scene, silent.slug)
    # Who was invited before is passed over, whoever speaks for it by now.
    assert invited(session, scene, body.slug) == []


def test_invited_are_counted_before_they_are_looked_for(session: Session, scene: Scene) -> None:
    with problems(("too-many-invited", "organisations")), statements_of(engine_of(session)) as few:
        invited(session, scene, *(f"nobody-{number}" for number in range(10_000)))
    with problems(("pick-a-body", "organisations")), statements_of(engine_of(session)) as as_many:
        invited(session, scene, *(f"nobody-{number}" for number in range(MOST_INVITED)))
    assert len(as_many) == len(few) + 1


@pytest.mark.parametrize("role", ["moderator", "publisher", "author"])
def test_invited_by_officers_of_the_asking_body(session: Session, scene: Scene, role: str) -> None:
    body, _by = verified(session)
    for actor in (getattr(scene, role), make_scene(session).officer):
        with pytest.raises(NotFoundError):
            invited(session, scene, body.slug, by=actor)
        with pytest.raises(NotFoundError):
            told(session, scene, by=actor)


def test_invited_from_the_announcement_to_the_closing(session: Session, scene: Scene) -> None:
    body, _by = verified(session)
    draft = make_scene(session, State.DRAFT)
    with pytest.raises(StateError):
        invited(session, draft, body.slug, now=moments.DRAFTED)
    with pytest.raises(StateError):
        invited(session, scene, body.slug, now=moments.CLOSES)
    assert len(invited(session, scene, body.slug, now=moments.BEFORE)) == 1


def test_told_otherwise_stands_once(session: Session, scene: Scene) -> None:
    first = told(session, scene)
    assert told(session, scene) is first
    assert told(session, scene, replace(MEDIA, how="meeting")) is not first


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"name_ar": " "}, ("write-either", "told_ar")),
        ({"name_ar": "x" * 201}, ("too-long", "told_ar")),
        ({"how": "mail"}, ("choose-one", "how")),
        ({"told_on": None}, ("told-day-needed", "told_on")),
        ({"told_on": moments.DURING.date() + timedelta(days=1)}, ("day-to-come", "told_on")),
        ({"told_on": moments.DRAFTED.date() - timedelta(days=1)}, ("told-before", "told_on")),
    ],
)
def test_told_otherwise_says_what_is_wrong(
    session: Session, scene: Scene, changed: dict[str, object], problem: tuple[str, str]
) -> None:
    with problems(problem):
        told(session, scene, replace(MEDIA, **changed))  # type: ignore[arg-type]


def test_what_went_out_is_not_taken_back(session: Session, scene: Scene) -> None:
    invited(session, scene, verified(session)[0].slug)
    acts = {
        "update": "UPDATE consultation_invitations SET how = 'x'",
        "delete": "DELETE FROM consultation_invitations",
    }
    for act, sent in acts.items():
        with refused(session, f"consultation_invitations_no_{act}"):
            session.execute(text(sent))


def test_who_answered_is_counted_by_what_is_shown(session: Session, scene: Scene) -> None:
    body, by = verified(session)
    said = [comment(session, scene, by=by, organisation=body.slug) for _each in range(2)]
    comment(session, scene)
    comment(session, make_scene(session), by=by, organisation=body.slug)
    hide(session, scene, said[0])
    assert numbers_by_body(session, consultation_id=scene.id) == {body.id: 1}
