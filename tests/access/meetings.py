"""A meeting of the forum for the world of the access tests: held, with published minutes and a draft of the next."""

from __future__ import annotations

from sqlalchemy.orm import Session

from consult.forum import queries
from tests.factories.forum import secretary
from tests.factories.meetings import agenda_of, attendee, came, minuted, planned, written
from tests.factories.scenes import Scene


def met(session: Session, scene: Scene) -> dict[str, object]:
    """Return what addresses of a meeting are made of."""
    by = secretary(session)
    meeting = planned(session, scene.organisation, by=by)
    agenda_of(session, meeting, by=by)
    row = attendee(session, meeting, scene.organisation, by=by)
    other = attendee(session, meeting, scene.organisation, by=by, name=("نون ميم لام", ""), email="")
    came(session, meeting, by=by)
    said = written(session, meeting, "question", speaker_id=row.id, commitments=[scene.commitment.id], by=by)
    item = written(session, meeting, "agreed", owner=scene.organisation.slug, by=by)
    minuted(session, meeting, by=by)
    assert queries.meeting_by_slug(session, meeting.slug) is meeting
    return {
        "meeting": meeting.slug, "attendance": other.id, "forum person": row.person_id,
        "minutes clause": said.clause_id, "action item": item.id, "minutes version": 1,
    }  # fmt: skip
