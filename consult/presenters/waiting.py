"""What waits for somebody, in words: the same on the first page of the desk and in the digest of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from consult.consultations.queries.waiting import DueAnswer
from consult.forum.policies import minutes_late_from, next_due_by
from consult.forum.queries import ActionItem, Unminuted, Unprepared
from consult.shared.text import shortened
from consult.web import dates
from consult.web.rendering import lang_of, localized

_MOST_OF_WORDS = 120


@dataclass(frozen=True, slots=True)
class Note:
    """Since when or until when something waits, in words, and whether it is late, which they say too."""

    text: str
    late: bool = False


def answer_note(row: DueAnswer, now: datetime) -> Note:
    """Return by when a consultation is to be answered."""
    day = dates.day(row.answer_due_at)
    if now > row.answer_due_at:
        return Note(_("Late: the answer was due on %(day)s", day=day), late=True)
    return Note(_("The answer is due by %(day)s", day=day))


def minutes_note(row: Unminuted, today: date) -> Note:
    """Return since when the minutes of a meeting wait."""
    day, late_from = dates.day(row.day), minutes_late_from(row.day)
    if today >= late_from:
        return Note(
            _("Late since %(late)s: the meeting was on %(day)s", late=dates.day(late_from), day=day),
            late=True,
        )
    return Note(_("The meeting was on %(day)s", day=day))


def preparing_note(row: Unprepared) -> Note:
    """Return what is missing of a meeting that is near."""
    day = dates.day(row.day, weekday=True)
    if not row.agenda and not row.invited:
        return Note(_("On %(day)s, without an agenda, and nobody is invited", day=day))
    if not row.agenda:
        return Note(_("On %(day)s, without an agenda", day=day))
    return Note(_("On %(day)s, and nobody is invited", day=day))


def next_note(last: date | None, today: date) -> Note | None:
    """Return by when the forum has to meet again; None before its first meeting."""
    due = next_due_by(last)
    if due is None:
        return None
    if today > due:
        return Note(_("Late: the forum had to meet by %(day)s", day=dates.day(due)), late=True)
    return Note(_("The forum has to meet by %(day)s", day=dates.day(due)))


def item_note(item: ActionItem, today: date) -> Note:
    """Return by when an action item was to be done."""
    if item.due_on is None:
        return Note(_("no day is stated"))
    if today > item.due_on:
        return Note(_("Late: was due on %(day)s", day=dates.day(item.due_on)), late=True)
    return Note(_("Due on %(day)s", day=dates.day(item.due_on)))


def item_name(item: ActionItem) -> tuple[str, str]:
    """Return what an action item is called, and in which language: its heading, else its first words."""
    if heading := localized(item.said, "heading"):
        return heading, lang_of(item.said, "heading")
    return shortened(localized(item.said, "text"), _MOST_OF_WORDS), lang_of(item.said, "text")
