"""Reports and decisions say which revision they are about, and none is made of words that nobody read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Revision, Status
from consult.contributions.services import Anew, revise, withdraw
from consult.moderation import services
from consult.moderation.queries import of_contribution, reports
from consult.outcomes.services import restore, show_many
from consult.shared.errors import DomainError, NotFoundError
from tests.factories import moments
from tests.factories.people import person
from tests.factories.reports import reported
from tests.factories.scenes import REASON, Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment, hide

SOON = moments.DURING + timedelta(minutes=5)


def anew(session: Session, scene: Scene, said: Contribution, body: str = "Other words") -> Revision:
    """Say it anew, as its author, within the first minutes."""
    return revise(
        session, actor=scene.author, now=SOON, reference=said.reference, anew=Anew(body), seen=said.revision_number
    )  # fmt: skip


@pytest.fixture
def said(session: Session, scene: Scene) -> Contribution:
    """Return a comment of the scene's author, beside another."""
    comment(session, scene)
    return comment(session, scene, by=scene.author)


def test_report_is_of_the_revision_that_was_read(session: Session) -> None:
    scene = make_scene(session, hold_after=3)
    said = comment(session, scene, by=scene.author)
    anew(session, scene, said)
    first = [reported(session, said, by=person(session), revision=1) for _each in range(3)]
    assert {each.revision for each in first} == {1}
    assert said.status == Status.PUBLISHED, "nobody reported what stands"
    for _each in range(3):
        reported(session, said, by=person(session), revision=2)
    assert said.status == Status.HELD
    (held,) = of_contribution(session, contribution_id=said.id)
    assert held.revision == 2


@pytest.mark.parametrize("number", [0, -1, 2, 99])
def test_report_of_a_revision_that_is_not_there_is_refused(
    session: Session, said: Contribution, number: int
) -> None:
    with pytest.raises(NotFoundError):
        reported(session, said, revision=number)
    assert reports.of(session, contribution_id=said.id) == []


def test_revision_that_a_moderator_did_not_see_is_not_decided(
    session: Session, scene: Scene, said: Contribution
) -> None:
    given = {"actor": scene.moderator, "now": SOON, "reference": said.reference, "reason": REASON}
    anew(session, scene, said)
    for seen in ({said.reference: 1}, {}, {"V-1990-0001": 2}):
        with pytest.raises(DomainError, match="said-anew-meanwhile"):
            services.hide(session, rule=7, seen=seen, **given)  # type: ignore[arg-type]
    assert said.status == Status.PUBLISHED
    services.hide(session, rule=7, seen={said.reference: 2}, **given)  # type: ignore[arg-type]
    anew(session, scene, said, "Words of which nobody has decided")
    with pytest.raises(DomainError, match="said-anew-meanwhile"):
        restore(session, seen={said.reference: 2}, **given)  # type: ignore[arg-type]
    assert said.status == Status.HIDDEN
    restore(session, seen={said.reference: 3}, **given)  # type: ignore[arg-type]
    assert [row.revision for row in of_contribution(session, contribution_id=said.id)] == [2, 3]


def test_revision_that_nobody_saw_is_in_no_act_about_many(
    session: Session, scene: Scene, said: Contribution
) -> None:
    other = comment(session, scene)
    both = [said.reference, other.reference]
    given = {"actor": scene.moderator, "now": SOON, "consultation_id": scene.id, "reason": REASON}
    anew(session, scene, said)
    with pytest.raises(DomainError) as refused:
        services.hide_many(
            session, references=both, rule=8, seen=dict.fromkeys(both, 1), **given  # type: ignore[arg-type]
        )  # fmt: skip
    assert refused.value.values["references"] == said.reference
    assert {said.status, other.status} == {Status.PUBLISHED}
    seen = {said.reference: 2, other.reference: 1}
    made = services.hide_many(session, references=both, rule=8, seen=seen, **given)  # type: ignore[arg-type]
    anew(session, scene, said, "While it is hidden")
    with pytest.raises(DomainError, match="said-anew-meanwhile"):
        show_many(session, batch=made[0].batch or 0, seen=seen, **given)  # type: ignore[arg-type]
    assert {said.status, other.status} == {Status.HIDDEN}
    show_many(session, batch=made[0].batch or 0, seen={**seen, said.reference: 3}, **given)  # type: ignore[arg-type]
    assert {said.status, other.status} == {Status.PUBLISHED}


def test_revision_of_what_was_decided_is_a_correction_however_soon(
    session: Session, scene: Scene, said: Contribution
) -> None:
    other = comment(session, scene, by=scene.author)
    hide(session, scene, said, moments.DURING + moments.TICK)
    assert anew(session, scene, other).correction is False
    assert anew(session, scene, said).correction is True


def test_report_of_what_its_author_took_back_keeps_nobodys_words_for_ever(
    session: Session, scene: Scene, said: Contribution
) -> None:
    row = reported(session, said, by=person(session), note="A note")
    other = reported(session, comment(session, scene), by=person(session), note="It still waits")
    withdraw(session, actor=scene.author, now=SOON, reference=said.reference)
    services.forget_reporters(session, before=SOON)
    assert row.note == "A note"
    services.forget_reporters(session, before=SOON + moments.TICK)
    assert (row.note, row.reporter_id) == ("", None)
    assert (other.note, other.reporter_id is None) == ("It still waits", False)
