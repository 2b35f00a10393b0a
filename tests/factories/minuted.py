"""A meeting of the forum with everything that its pages show, for the tests of public pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.forum.models import Attendance, Entry, Meeting
from tests.factories.forum import secretary
from tests.factories.meetings import MEETING, agenda_of, attendee, came, minuted, planned, written
from tests.factories.scenes import REASON, Scene
from tests.factories.scenes import scene as make_scene

POST = ("مدير الدراسات", "Director of studies")
# Due before the tests read it, and long after.
DUE, LATE = date(2026, 12, 1), date(2026, 3, 5)


@dataclass(frozen=True)
class Minuted:
    """A meeting with two published versions of minutes, whoever spoke, and its entries by their kinds."""

    meeting: Meeting
    keeper: Actor
    speaker: Attendance
    scene: Scene
    entries: dict[str, Entry]

    @property
    def slug(self) -> str:
        """The end of its address."""
        return self.meeting.slug


def fully_minuted(session: Session, *, days_later: int = 0) -> Minuted:
    """Return a meeting with an agenda, attendance, and a clause of each kind in two published versions of minutes."""
    by, scene = secretary(session), make_scene(session)
    words = (
        replace(MEETING, day=date.fromordinal(MEETING.day.toordinal() + days_later))
        if MEETING.day
        else MEETING
    )
    meeting = planned(session, scene.organisation, by=by, words=words)
    agenda_of(session, meeting, by=by)
    speaker = attendee(session, meeting, scene.organisation, by=by, post=POST)
    attendee(
        session, meeting, scene.organisation, by=by, name=("", ""), honorific=("", ""), email="", part="chair"
    )
    came(session, meeting, by=by)
    asked = written(
        session, meeting, "question", by=by, heading=("سؤال", "A question"), speaker_id=speaker.id
    )
    entries = {
        "question": asked,
        "answer": written(session, meeting, "answer", by=by, heading=("إجابة", "The reply"), answers_id=asked.id),
        "offer": written(session, meeting, "offer", by=by, heading=("عرض", "An offer"), body=scene.organisation.slug),
        "agreed": written(
            session, meeting, "agreed", by=by, heading=("ما اتُّفق عليه", "To write a list"),
            commitments=[scene.commitment.id], speaker_id=speaker.id,
        ),
        "outcome": written(
            session, meeting, "outcome", by=by, heading=("مخرج", "To send it"), owner=scene.organisation.slug,
            due_on=LATE,
        ),
    }  # fmt: skip
    minuted(session, meeting, by=by)
    written(
        session,
        meeting,
        "statement",
        by=by,
        heading=("إضافة", "Added later"),
        text=("قيل بعد ذلك.", "Said later."),
    )
    minuted(session, meeting, by=by, reason=REASON)
    return Minuted(meeting, by, speaker, scene, entries)
