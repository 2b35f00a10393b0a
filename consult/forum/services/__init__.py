"""Keeping the forum: rules and seats, meetings and who comes, minutes, action items."""

from __future__ import annotations

from consult.forum.services.action_items import UpdateWords, update_action_item
from consult.forum.services.attending import add_attendee, invite, leave_out, record_presence, take_over
from consult.forum.services.keeping import (
    MOST_NAME,
    MOST_PLACE,
    MOST_POST,
    MOST_REASON,
    MOST_TITLE,
    held_meeting,
    role_of,
)
from consult.forum.services.linking import discard_links
from consult.forum.services.meetings import (
    MOST_ITEMS,
    MeetingWords,
    cancel_meeting,
    change_meeting,
    last_act,
    plan_meeting,
    publish_agenda,
    show,
    tell,
)
from consult.forum.services.minutes import (
    EntryWords,
    begin_minutes,
    draft_of,
    mark_of_entry,
    move_entry,
    put_back,
    take_out,
    write_entry,
)
from consult.forum.services.naming import problems_of_names
from consult.forum.services.people import MAILS, Attendee, change_person, reachable, remove_name
from consult.forum.services.reminding import (
    keepers_owing,
    keeping_waits,
    next_is_due,
    remind_of_action_items,
)
from consult.forum.services.seats import (
    MOST_RULES,
    End,
    Seat,
    end_seat,
    enter_seat,
    publish_rules,
)

__all__ = [
    "MAILS",
    "MOST_ITEMS",
    "MOST_NAME",
    "MOST_PLACE",
    "MOST_POST",
    "MOST_REASON",
    "MOST_RULES",
    "MOST_TITLE",
    "Attendee",
    "End",
    "EntryWords",
    "MeetingWords",
    "Seat",
    "UpdateWords",
    "add_attendee",
    "begin_minutes",
    "cancel_meeting",
    "change_meeting",
    "change_person",
    "discard_links",
    "draft_of",
    "end_seat",
    "enter_seat",
    "held_meeting",
    "invite",
    "keepers_owing",
    "keeping_waits",
    "last_act",
    "leave_out",
    "mark_of_entry",
    "move_entry",
    "next_is_due",
    "plan_meeting",
    "problems_of_names",
    "publish_agenda",
    "publish_rules",
    "put_back",
    "reachable",
    "record_presence",
    "remind_of_action_items",
    "remove_name",
    "role_of",
    "show",
    "take_out",
    "take_over",
    "tell",
    "update_action_item",
    "write_entry",
]
