"""The forum's rows: rules and seats, people, meetings, and what stands in their minutes."""

from __future__ import annotations

from consult.forum.models.meetings import (
    Agenda,
    AgendaItem,
    Attendance,
    Meeting,
    MeetingAct,
    MeetingActKind,
    Mode,
    NamedMeeting,
    Part,
    Presence,
)
from consult.forum.models.minutes import (
    ACTION_ITEMS,
    CLOSED,
    ActionStatus,
    ActionUpdate,
    Entry,
    EntryKind,
    EntryLink,
    Linked,
)
from consult.forum.models.people import ForumPerson
from consult.forum.models.seats import ForumRules, ForumSeat, Sector

__all__ = [
    "ACTION_ITEMS",
    "CLOSED",
    "ActionStatus",
    "ActionUpdate",
    "Agenda",
    "AgendaItem",
    "Attendance",
    "Entry",
    "EntryKind",
    "EntryLink",
    "ForumPerson",
    "ForumRules",
    "ForumSeat",
    "Linked",
    "Meeting",
    "MeetingAct",
    "MeetingActKind",
    "Mode",
    "NamedMeeting",
    "Part",
    "Presence",
    "Sector",
]
