"""What waits for those who keep the forum, and many of it at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.forum.models import Entry, Meeting
from consult.forum.services import begin_minutes
from consult.organisations.models import Organisation
from consult.texts.services import Wording, replace_clauses
from tests.factories import moments
from tests.factories.forum import secretary
from tests.factories.meetings import DAY, MEETING, attendee, came, minuted, planned, written
from tests.factories.texts import organisation

# A day before the day of the meeting's minutes, and the day on which items of them were to be done.
DUE = date(2026, 3, 20)


def on(session: Session, day: date, *, by: Actor | None = None, title: str = MEETING.title_en) -> Meeting:
    """Plan a meeting on a day."""
    return planned(session, by=by, words=replace(MEETING, day=day, title_en=title))


def agreed(
    session: Session, *owners: Organisation, due: date | None = DUE, by: Actor | None = None, heading: str = "A promise"
) -> list[Entry]:  # fmt: skip
    """Return an action item of each of these bodies, from one meeting with published minutes."""
    by = by or secretary(session)
    meeting = planned(session, by=by)
    attendee(session, meeting, by=by)
    came(session, meeting, by=by)
    items = [
        written(session, meeting, "agreed", owner=owner.slug, due_on=due, heading=("بند", heading), by=by)
        for owner in owners
    ]
    minuted(session, meeting, by=by)
    return items


def many(session: Session, owner: Organisation, *, meetings: int, items: int) -> None:
    """Add so many meetings that wait for their minutes, and so many overdue action items of a body."""
    by = secretary(session)
    for back in range(meetings):
        on(session, DAY - timedelta(days=back), by=by)
    for _ in range(0, items, 100):
        meeting = planned(session, organisation(session), by=by)
        attendee(session, meeting, by=by)
        came(session, meeting, by=by)
        draft = begin_minutes(session, actor=by, now=moments.ANNOUNCED, meeting_id=meeting.id)
        replace_clauses(session, draft, [Wording(None, "بند", "An item", "نص", "Words")] * 100)
        _classify(session, meeting, [row.clause_id for row in draft.clauses], owner)
        minuted(session, meeting, by=by)


def _classify(session: Session, meeting: Meeting, clauses: Sequence[int], owner: Organisation) -> None:
    session.add_all(
        Entry(meeting_id=meeting.id, clause_id=clause, kind="agreed", owner_id=owner.id, due_on=DUE)
        for clause in clauses
    )
    session.flush()
