"""Mails to whoever is in a meeting of the forum: the invitation, what changes of it, and its published minutes."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.forum import queries
from consult.forum.models import Attendance, Meeting, MeetingAct
from consult.jobs.blocks import Block, Letter, link, text
from consult.jobs.composing import composes
from consult.outbox.models import OutboxMessage
from consult.presenters.meetings import when_of
from consult.web.labels import label
from consult.web.rendering import bidi_isolate, lang_of, localized


@composes("forum-invitation")
def invited(session: Session, message: OutboxMessage) -> Letter | None:
    """Compose the invitation; None where the meeting was called off, or whoever it is to was taken out of it."""
    found = _still_in(session, message)
    if found is None or found.cancelled_at is not None:
        return None
    agenda = queries.agenda(session, meeting_id=found.id)
    topics = [text(localized(item, "title")) for item in agenda.items] if agenda else []
    return Letter(
        _("Invitation: %(meeting)s", meeting=bidi_isolate(localized(found, "title"))),
        [
            text(_("You are invited to this meeting:")),
            *_what(found),
            *([text(_("On the agenda:")), *topics] if topics else []),
            *_page(found),
            text(
                _(
                    "Your name will stand on the page of its minutes, and nowhere else. If you want it removed, answer "
                    "this mail, at any time."
                )
            ),
        ],
    )  # fmt: skip


@composes("forum-meeting-changed")
def changed(session: Session, message: OutboxMessage) -> Letter | None:
    """Compose what changed of a meeting, with its reason; None where it was called off since."""
    found, act = _still_in(session, message), _act(session, message)
    if found is None or act is None or found.cancelled_at is not None:
        return None
    return Letter(
        _("Changed: %(meeting)s", meeting=bidi_isolate(localized(found, "title"))),
        [
            text(_("This meeting was changed. It stands like this now:")),
            *_what(found),
            *_why(act),
            *_page(found),
        ],
    )


@composes("forum-meeting-cancelled")
def cancelled(session: Session, message: OutboxMessage) -> Letter | None:
    """Compose that a meeting was called off, with its reason."""
    found, act = _still_in(session, message), _act(session, message)
    if found is None or act is None:
        return None
    return Letter(
        _("Called off: %(meeting)s", meeting=bidi_isolate(localized(found, "title"))),
        [text(_("This meeting does not take place:")), *_what(found), *_why(act)],
    )


@composes("forum-minutes-published")
def minuted(session: Session, message: OutboxMessage) -> Letter | None:
    """Compose that the minutes of a meeting are published."""
    found = _still_in(session, message)
    if found is None:
        return None
    number = message.content["version"]
    return Letter(
        _("Minutes: %(meeting)s", meeting=bidi_isolate(localized(found, "title"))),
        [
            text(_("The minutes of this meeting are published. This is version %(number)s.", number=number)),
            *_what(found),
            link(_("Read the minutes"), "public.minutes", slug=found.slug),
            text(_("If your name is to be removed from them, answer this mail.")),
        ],
    )  # fmt: skip


def _still_in(session: Session, message: OutboxMessage) -> Meeting | None:
    """Return the meeting of a message, read anew; None where its row was struck or the name in it removed since."""
    row: Attendance | None = queries.attendance_by_id(session, message.content["attendance"])
    if row is None or row.struck_at is not None or row.person is None or row.person.removed_at is not None:
        return None
    return queries.meeting_by_id(session, row.meeting_id)


def _act(session: Session, message: OutboxMessage) -> MeetingAct | None:
    return queries.meeting_act(session, message.content["act"])


def _what(meeting: Meeting) -> list[Block]:
    """Return what a mail says of every meeting: title, time, place."""
    place = bidi_isolate(localized(meeting, "place"))
    return [
        Block("quote", localized(meeting, "title"), lang=lang_of(meeting, "title")),
        text(when_of(meeting)),
        text(_("%(mode)s: %(place)s", mode=label("meeting-mode", meeting.mode), place=place)),
    ]


def _why(act: MeetingAct) -> list[Block]:
    """Return the reason of an act, where it has one."""
    if not act.reason_ar and not act.reason_en:
        return []
    return [text(_("The reason:")), Block("quote", localized(act, "reason"), lang=lang_of(act, "reason"))]


def _page(meeting: Meeting) -> list[Block]:
    """Return the way to its page, once everybody reads of it."""
    return [link(_("Page of the meeting"), "public.meeting", slug=meeting.slug)] if meeting.shown_at else []
