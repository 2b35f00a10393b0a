"""What may be done with a meeting, and what is due."""

from __future__ import annotations

from datetime import date, timedelta

from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act
from consult.forum.models import Meeting

# The Partnership's first standard asks that the forum meets at least every six months (2021, 1.1).
MOST_DAYS_APART = 183
# After how many days minutes that are not published are late.
MINUTES_DUE_DAYS = 30
# So many days before a meeting its agenda and its invitations are due.
PREPARED_DAYS = 14
# So many days before the forum has to meet again whoever keeps it is reminded, where no meeting is planned.
PLANNED_DAYS = 60


def is_to_come(meeting: Meeting, today: date) -> bool:
    """Whether a meeting is today or later, and not cancelled."""
    return meeting.cancelled_at is None and meeting.day >= today


def may_invite(meeting: Meeting, today: date) -> bool:
    """Whether anybody can still be invited."""
    return is_to_come(meeting, today)


def next_due_by(last: date | None) -> date | None:
    """Return the last day by which the forum has to meet again, None before its first meeting."""
    return None if last is None else last + timedelta(days=MOST_DAYS_APART)


def minutes_due_by(day: date) -> date:
    """Return the last day on which minutes of the meeting of ``day`` are not late."""
    return day + timedelta(days=MINUTES_DUE_DAYS)


def minutes_late_from(day: date) -> date:
    """Return the first day on which minutes of the meeting of ``day`` are late."""
    return minutes_due_by(day) + timedelta(days=1)


def to_be_planned(last: date | None, today: date) -> bool:
    """Whether it is time to plan a meeting, where none is planned and ``last`` was the last one."""
    due = next_due_by(last)
    return due is not None and due - timedelta(days=PLANNED_DAYS) <= today


def may_remind(actor: Actor | None) -> bool:
    """Whether ``actor`` may remind those who owe the forum something."""
    return may(actor, Act.REMIND_OF_ACTION_ITEMS)
