"""The nasty text through the forms in which meetings of the forum are kept, and what became of what was agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.attack import nasty
from tests.attack.forms import send

if TYPE_CHECKING:
    from tests.attack.test_mended_09_one_nasty_text import Walk

SLUG, WHO = "2026-04-10", "secretary"
TITLE, PLACE, REASON = ("title_ar", "title_en"), ("place_ar", "place_en"), ("reason_ar", "reason_en")
TEXT = ("heading_ar", "heading_en", "text_ar", "text_en")
# What is typed in these and takes no words; a name that is found in words is refused there, so that it is a name.
NO_WORDS: dict[str | tuple[str, str], str] = {
    "PersonForm": "as AttendeeForm",
    "PresenceForm": "nothing is typed into it",
    **{("MeetingForm", name): nasty.NUMBER for name in ("day", "begins", "ends")},
    **{
        ("AttendeeForm", name): nasty.NAME
        for name in ("honorific_ar", "honorific_en", "name_ar", "name_en")
    },
    ("AttendeeForm", "person_email"): nasty.ADDRESS,
    ("EntryForm", "due_on"): nasty.NUMBER,
    ("UpdateForm", "as_of"): nasty.NUMBER, ("UpdateForm", "due_on"): nasty.NUMBER,
    ("UpdateForm", "evidence_url"): nasty.ADDRESS,
}  # fmt: skip
MAILED = {
    ("MeetingForm", "title"),
    ("MeetingForm", "place"),
    ("MeetingForm", "reason"),
    ("TopicForm", "topics"),
}


def keep_meetings(walk: Walk) -> None:
    """Plan a meeting, invite to it, change it, write its minutes and publish them; say what became of an item."""
    body, desk = str(walk.world.things["body"]), "/en/desk/forum"
    at = f"{desk}/meetings/{SLUG}"
    given = {"day": "10/04/2026", "begins": "10:00", "ends": "", "mode": "online", "keeper": body}
    walk.put("MeetingForm", f"{desk}/meetings/new", WHO, "desk.new_meeting", *TITLE, *PLACE, given=given)
    topics = ("topics-0-title_ar", "topics-0-title_en")
    walk.put("TopicForm", f"{at}/agenda", WHO, "desk.meeting_agenda", *topics)
    more = {"topics-1-title_ar": "آخر", "topics-1-title_en": "Another"}
    walk.put("AgendaForm", f"{at}/agenda", WHO, "desk.meeting_agenda", *REASON, given=more)
    named = {
        "known_person": "", "attendee_body": body, "part": "member", "honorific_ar": "السيدة", "name_ar": "سين صاد عين",
        "person_email": "member@body.example", "person_language": "ar",
    }  # fmt: skip
    walk.put("AttendeeForm", f"{at}/people", WHO, "desk.add_attendee", "post_ar", "post_en", given=named)
    pressed(walk, f"{at}/invite", "desk.invite_people")
    walk.put(
        "MeetingForm", f"{at}/details", WHO, "desk.meeting_details", *REASON, given={"day": "10/03/2026"}
    )
    walk.put("EntryForm", f"{at}/minutes/new", WHO, "desk.new_entry", *TEXT, given={"entry_kind": "offer"})
    shown = walk.form(f"{at}/presence", WHO, "desk.record_presence", ())
    came = {name: ["present"] for name in shown.sent if name.startswith("presence-")}
    assert send(walk.app, shown, shown.sent | came).status_code == 303
    pressed(walk, f"{at}/publish", "desk.publish_minutes")
    walk.look("nobody", f"/forum/meetings/{SLUG}/", f"/forum/meetings/{SLUG}/minutes/")
    walk.look(WHO, f"/desk/forum/meetings/{SLUG}/")
    item = f"/forum/action-items/{walk.world.things['action item']}"
    told = {"status": "done", "as_of": "20/03/2026", "evidence_url": "https://example.org/letter"}
    names = ("note_ar", "note_en", "evidence_ar", "evidence_en")
    walk.put("UpdateForm", f"/en/desk{item}/", WHO, "desk.action_item", *names, given=told)
    walk.look("nobody", f"{item}/")


def pressed(walk: Walk, page: str, endpoint: str) -> None:
    """Send a form as it stands."""
    shown = walk.form(page, WHO, endpoint, ())
    assert send(walk.app, shown, shown.sent).status_code == 303, page
