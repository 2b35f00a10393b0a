"""Minutes about which the public is asked: nobody writes on them meanwhile, and the answer brings no name into them."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

import pytest
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.consultations import services as consultations
from consult.consultations.services import require_unasked
from consult.forum.models import Meeting
from consult.outcomes import services as outcomes
from consult.texts.queries import newest_published
from tests.domain.refusal import problems
from tests.factories import moments
from tests.factories.answers import publish, respond, theme
from tests.factories.forum import secretary
from tests.factories.meetings import NAME, attendee, came, minuted, planned, written
from tests.factories.people import person
from tests.factories.scenes import LIMITS, Scene, terms
from tests.factories.texts import commitment, organisation
from tests.factories.voices import comment


class Asked(NamedTuple):
    """A consultation about the minutes of a meeting, with a theme of one voice."""

    keeper: Actor
    meeting: Meeting
    scene: Scene


@pytest.fixture
def asked(session: Session) -> Asked:
    """Return announced minutes of a meeting in which one person is."""
    keeper, body = secretary(session), organisation(session)
    meeting = planned(session, body, by=keeper)
    attendee(session, meeting, body, by=keeper, name=("نون ميم", "Noon Meem"), email="")
    came(session, meeting, by=keeper)
    written(session, meeting, by=keeper)
    version = minuted(session, meeting, by=keeper)
    officer = person(session, (Role.OFFICER, body.scope))
    there = consultations.save_draft(
        session, actor=officer, now=moments.DRAFTED, organisation=body, slug=f"minutes-{meeting.id}", terms=terms(),
        version_ids=[version.id], limits=LIMITS,
    )  # fmt: skip
    consultations.announce(
        session,
        actor=officer,
        now=moments.ANNOUNCED + timedelta(hours=1),
        consultation_id=there.id,
        limits=LIMITS,
    )
    scene = Scene(
        body, commitment(session, body), version, there, officer, milestones=[],
        moderator=person(session, (Role.MODERATOR, body.scope)), author=person(session, name="صوت"),
        publisher=person(session, (Role.PUBLISHER, body.scope)), clauses=[row.clause_id for row in version.clauses],
    )  # fmt: skip
    return Asked(keeper, meeting, scene)


def answered(
    session: Session, of: Scene, words: tuple[str, str], reason: tuple[str, str] = ("سبب", "Why")
) -> None:
    first = theme(session, of, comment(session, of, by=of.author, stance="support"))
    respond(session, of, first, changes={of.clauses[0]: words}, reason=reason)


def test_nothing_is_written_on_minutes_while_the_public_is_asked(session: Session, asked: Asked) -> None:
    with problems(("text-is-asked-about", None)):
        require_unasked(session, actor=asked.keeper, now=moments.DURING, meeting_id=asked.meeting.id)
    answered(session, asked.scene, ("جواب", "An answer"))
    publish(session, asked.scene)
    require_unasked(session, actor=asked.keeper, now=moments.LATER, meeting_id=asked.meeting.id)
    newest = newest_published(session, text_id=asked.meeting.text_id)
    assert newest is not None
    assert (newest.number, newest.clauses[0].text_en) == (2, "An answer")


def test_an_answer_about_minutes_holds_no_name(session: Session, asked: Asked) -> None:
    clause = f"clause-{asked.scene.clauses[0]}-en"
    with problems((("name-in-words"), clause)):
        answered(session, asked.scene, ("قال", "Noon Meem said so"))
    with problems(("name-in-words", "reason_en")):
        answered(session, asked.scene, ("جواب", "An answer"), ("سبب", "Noon Meem asked for it"))


def test_an_answer_brings_no_name_into_minutes_that_became_known_since(
    session: Session, asked: Asked
) -> None:
    answered(session, asked.scene, (f"قال {NAME[0]}", "Said"))
    attendee(session, asked.meeting, by=asked.keeper)
    with problems(("name-in-answer", None)):
        publish(session, asked.scene)
    assert newest_published(session, text_id=asked.meeting.text_id) == asked.scene.version


def test_the_reason_of_the_version_that_an_answer_makes_holds_no_name(session: Session, asked: Asked) -> None:
    answered(session, asked.scene, ("جواب", "An answer"))
    with problems(("name-in-answer", None)):
        outcomes.publish(
            session, actor=asked.scene.publisher, now=moments.ANSWERED, consultation_id=asked.scene.consultation.id,
            number=1, version_reason=("الرد على نون ميم", "Answer"), without_summary=True,
        )  # fmt: skip
