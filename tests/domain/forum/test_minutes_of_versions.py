"""Minutes from version to version: what a draft changes is so once it is published, and what is published stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session, object_session

from consult.consultations.services import discard_minutes, mark_of_minutes
from consult.forum import queries
from consult.forum.models import Entry
from consult.forum.services import (
    cancel_meeting,
    change_meeting,
    draft_of,
    invite,
    last_act,
    put_back,
    record_presence,
    take_out,
    take_over,
)
from consult.organisations.models import Standing
from consult.organisations.queries import by_ids
from tests.domain.forum.test_minutes import rewritten
from tests.domain.refusal import problems
from tests.factories import moments
from tests.factories.forum import secretary
from tests.factories.meetings import (
    MEETING,
    TODAY,
    agenda_of,
    attendee,
    came,
    held,
    minuted,
    planned,
    written,
)
from tests.factories.scenes import REASON
from tests.factories.texts import organisation


def test_minutes_end_what_a_meeting_was_planned_with(session: Session) -> None:
    meeting = held(session)
    later = replace(MEETING, day=date(2026, 11, 1))
    keeper, now = secretary(session), moments.ANNOUNCED
    with problems(("minutes-are-published", None)):
        agenda_of(session, meeting)
    with problems(("minutes-are-published", None)):
        cancel_meeting(session, actor=keeper, now=now, meeting_id=meeting.id, reason=REASON)
    with problems(("minutes-are-published", "day")):
        change_meeting(
            session, actor=keeper, now=now, meeting_id=meeting.id, words=later, reason=REASON,
            seen=last_act(session, meeting).id,
        )  # fmt: skip
    with problems(("minutes-are-published", None)):
        take_over(session, actor=keeper, now=now, meeting_id=meeting.id)
    with problems(("minutes-are-published", None)):
        invite(session, actor=keeper, now=now, meeting_id=meeting.id, today=date(2026, 2, 10))


def test_links_of_a_draft_that_is_discarded_never_stood(session: Session) -> None:
    lead, other = organisation(session), organisation(session)
    meeting = planned(session)
    attendee(session, meeting, lead)
    came(session, meeting)
    row = written(session, meeting, "statement", bodies=[lead.slug])
    first = minuted(session, meeting)
    rewritten(session, meeting, row.clause_id, bodies=[other.slug])
    assert [each.slug for each in queries.concerned(session, version_id=first.id)] == [lead.slug]
    discard_minutes(session, actor=secretary(session), now=moments.ANNOUNCED, meeting_id=meeting.id)
    session.expire_all()
    rewritten(session, meeting, row.clause_id, bodies=standing(row))
    assert standing(row) == [lead.slug]
    second = minuted(session, meeting, reason=REASON)
    for version in (first, second):
        assert [each.slug for each in queries.concerned(session, version_id=version.id)] == [lead.slug]


def standing(row: Entry) -> list[str]:
    """Return the bodies that the form of a clause shows as those that it concerns."""
    session = object_session(row)
    assert session is not None
    ids = [link.subject_id for link in row.links if link.withdrawn_at is None]
    return [body.slug for body in by_ids(session, ids).values()]


def test_a_body_that_has_ended_stays_where_it_stands(session: Session) -> None:
    ending, speaking = organisation(session), organisation(session)
    meeting = planned(session)
    attendee(session, meeting)
    came(session, meeting)
    said: dict[str, Any] = {"owner": ending.slug, "body": speaking.slug, "bodies": [ending.slug]}
    row = written(session, meeting, "agreed", **said)
    minuted(session, meeting)
    ending.standing = speaking.standing = Standing.ENDED.value
    session.flush()
    rewritten(session, meeting, row.clause_id, "agreed", **said)
    with problems(("choose-one", "owner")):
        written(session, meeting, "agreed", owner=ending.slug)


def test_an_answer_answers_a_question_that_stands_and_never_itself(session: Session) -> None:
    meeting = planned(session)
    question = written(session, meeting, "question")
    with problems(("choose-one", "answers")):
        rewritten(session, meeting, question.clause_id, "answer", answers_id=question.id)
    answer = written(session, meeting, "answer", answers_id=question.id)
    with problems(("question-is-answered", "entry_kind")):
        rewritten(session, meeting, question.clause_id, "statement")
    keeper = secretary(session)
    for clause_id in (answer.clause_id, question.clause_id):
        written(session, meeting)
        take_out(session, actor=keeper, now=moments.ANNOUNCED, meeting_id=meeting.id, clause_id=clause_id)
    with problems(("question-taken-out", None)):
        put_back(
            session, actor=keeper, now=moments.ANNOUNCED, meeting_id=meeting.id, clause_id=answer.clause_id
        )


def test_minutes_are_published_as_they_were_seen(session: Session) -> None:
    meeting = planned(session)
    one, _two = attendee(session, meeting), attendee(session, meeting, name=("نون ميم", ""))
    came(session, meeting)
    row = written(session, meeting)
    draft = draft_of(session, meeting)
    assert draft is not None
    marks = {mark_of_minutes(session, meeting, draft)}
    rewritten(session, meeting, row.clause_id, "offer", text=("قيل كذا.", "This was said."))
    marks.add(mark_of_minutes(session, meeting, draft))
    record_presence(
        session,
        actor=secretary(session),
        meeting_id=meeting.id,
        presences={one.id: ("absent", "member")},
        today=TODAY,
    )
    marks.add(mark_of_minutes(session, meeting, draft))
    assert len(marks) == 3
