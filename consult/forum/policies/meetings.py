"""What may be done with a meeting, and what is due."""

from __future__ import annotations

from datetime import date, timedelta

from consult.forum.models import Meeting

# The Partnership's first standard asks that the forum meets at least every six months (2021, 1.1).
MOST_DAYS_APART = 183
# After how many days minutes that are not published are late.
MINUTES_DUE_DAYS = 30


def is_to_come(meeting: Meeting, today: date) -> bool:
    """Whether a meeting is today or later, and not cancelled."""
    return meeting.cancelled_at is None and meeting.day >= today


def may_change(meeting: Meeting) -> bool:
    """Whether day, place and title of a meeting may still be changed: it was not cancelled."""
    return meeting.cancelled_at is None


def may_invite(meeting: Meeting, today: date) -> bool:
    """Whether anybody can still be invited."""
    return is_to_come(meeting, today)


def next_due_by(last: date | None) -> date | None:
    """Return the last day by which the forum has to meet again, None before its first meeting."""
    return None if last is None else last + timedelta(days=MOST_DAYS_APART)
