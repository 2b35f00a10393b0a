"""A new version begins from what stands, and an answer follows it: never from words that were withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from consult.consultations import services as consultations
from consult.consultations.services import begin_text
from consult.shared.errors import NotFoundError
from consult.shared.state import State
from consult.texts.models import TextVersion
from consult.texts.queries import newest_published
from consult.texts.services import split_clause
from tests.domain.texts.test_mapping import back, begun, forward, recorded, split, standing, written
from tests.factories import moments
from tests.factories.answers import NEW_WORDS, publish, respond, theme
from tests.factories.scenes import LIMITS, REASON, Scene, announce, terms
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment

AGAIN = moments.LATER - moments.ANNOUNCED


def new_draft(session: Session, of: Scene, *, withdrawn: bool = False) -> TextVersion:
    """Begin a version as an officer does at the desk."""
    return begin_text(
        session, actor=of.officer, now=moments.LATER + AGAIN, text_id=of.commitment.text_id, drafter=of.organisation,
        withdrawn=withdrawn,
    )  # fmt: skip


def asked_about(session: Session, of: Scene, version: TextVersion, now: datetime = moments.LATER) -> Scene:
    """Announce another consultation, about a later version of the text."""
    later = now - moments.ANNOUNCED
    asked = consultations.save_draft(
        session, actor=of.officer, now=now, organisation=of.organisation, slug=f"about-{version.id}",
        terms=terms(opens_at=moments.OPENS + later, closes_at=moments.CLOSES + later), version_ids=[version.id],
        limits=LIMITS,
    )  # fmt: skip
    made = replace(of, consultation=asked, version=version)
    announce(session, made, now=now)
    return made


def withdraw(session: Session, of: Scene, now: datetime = moments.LATER) -> None:
    """Cancel a scene's consultation."""
    consultations.cancel(session, actor=of.officer, now=now, consultation_id=of.id, reason=REASON)


def english(version: TextVersion) -> list[str]:
    """Return the English words of a version, in order."""
    return [row.text_en for row in version.clauses]


@pytest.fixture
def adopted(session: Session) -> Scene:
    """Return a scene whose first text was adopted as it was asked about."""
    made = make_scene(session)
    respond(session, made, theme(session, made, comment(session, made)))
    publish(session, made)
    return made


def test_a_new_draft_never_begins_from_words_that_were_withdrawn(session: Session, adopted: Scene) -> None:
    withdrawn = begun(session, adopted, adopted.clauses[0], None)
    withdraw(session, asked_about(session, adopted, withdrawn))
    assert standing(new_draft(session, adopted)) == adopted.clauses
    assert standing(new_draft(session, adopted, withdrawn=True)) == standing(withdrawn)


def test_a_new_draft_begins_from_what_the_public_is_asked_about(session: Session, adopted: Scene) -> None:
    proposed = begun(session, adopted, adopted.clauses[0], None)
    asked_about(session, adopted, proposed)
    assert standing(new_draft(session, adopted)) == standing(proposed)


def test_where_nothing_stands_a_new_draft_is_empty_unless_the_withdrawn_words_are_asked_for(
    session: Session,
) -> None:
    made = make_scene(session, State.CANCELLED)
    assert standing(new_draft(session, made)) == []
    assert standing(new_draft(session, made, withdrawn=True)) == made.clauses


def test_nobody_else_begins_a_draft(session: Session, adopted: Scene) -> None:
    with pytest.raises(NotFoundError):
        new_draft(session, replace(adopted, officer=make_scene(session).officer))


def test_voices_on_a_part_of_a_withdrawn_split_are_led_on_to_the_whole(
    session: Session, adopted: Scene
) -> None:
    first, second, third = adopted.clauses
    withdrawn = begun(session, adopted, None, None, second, third)
    halves = standing(withdrawn)[:2]
    split(session, adopted, withdrawn, first, *halves)
    withdraw(session, asked_about(session, adopted, withdrawn))
    anew = new_draft(session, adopted)
    assert recorded(session, anew) == [(half, first) for half in halves]
    assert [forward(session, half, withdrawn, anew) for half in halves] == [[first], [first]]
    assert back(session, first, anew, withdrawn) == halves
    assert forward(session, first, adopted.version, anew) == [first]
    written(session, adopted, anew, first, second, third)
    assert recorded(session, anew) == [(half, first) for half in halves]
    with pytest.raises(NotFoundError):
        # What is mapped stands in the version before, which is the withdrawn one.
        split_clause(
            session, actor=adopted.officer, version=anew, drafter=adopted.organisation, clause_id=first,
            into=[second, third],
        )  # fmt: skip


def test_an_answer_adopts_nothing_that_another_consultation_proposed_or_took_back(session: Session) -> None:
    scene = make_scene(session)
    under = theme(session, scene, comment(session, scene))
    respond(session, scene, under, changes={scene.clauses[0]: NEW_WORDS})
    other = begun(session, scene, *scene.clauses, None)
    written(session, scene, other, *reversed(scene.clauses), None)
    asked = asked_about(session, scene, other, now=moments.AFTER)
    withdraw(session, asked, now=moments.AFTER)
    publish(session, scene)
    new = newest_published(session, text_id=other.text_id)
    assert new is not None
    assert (new.number, standing(new)) == (3, scene.clauses)
    assert english(new) == [NEW_WORDS[1], *english(scene.version)[1:]]


def test_a_correction_takes_its_words_back_though_a_later_text_was_withdrawn(session: Session) -> None:
    scene = make_scene(session)
    under = theme(session, scene, comment(session, scene))
    respond(session, scene, under, changes={scene.clauses[0]: NEW_WORDS})
    publish(session, scene)
    other = begun(session, scene, *scene.clauses)
    withdraw(session, asked_about(session, scene, other))
    respond(session, scene, under, outcome="not_accepted", now=moments.LATER)
    publish(session, scene, 2, reason=REASON, now=moments.LATER)
    new = newest_published(session, text_id=other.text_id)
    assert new is not None
    assert (new.number, english(new)) == (4, english(scene.version))
