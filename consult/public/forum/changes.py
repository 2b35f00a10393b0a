"""What was done with a meeting since everybody reads of it: moved, changed, called off, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any, NamedTuple

from flask_babel import gettext as _

from consult.forum.models import Agenda, Meeting, MeetingAct, MeetingActKind
from consult.presenters.meetings import words_of
from consult.presenters.rewordings import Worded
from consult.web import dates
from consult.web.labels import label
from consult.web.locale import language


class Stood(NamedTuple):
    """What stood before a change: which fact of the meeting, and its words."""

    field: str
    words: Worded


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change of a meeting: its day, its reason, and what stood before."""

    text: str
    day: str
    iso: str
    reason: Worded
    stood: list[Stood]


@dataclass(frozen=True, slots=True)
class AgendaShown:
    """An edition of an agenda: when it was published, why where it is not the first, and its topics."""

    number: int
    published: str
    reason: Worded
    items: list[Worded]


def changes_of(meeting: Meeting, acts: Sequence[MeetingAct]) -> list[ChangeRow]:
    """Return the changes that everybody may know of, the latest first; that it was called off is said elsewhere."""
    shown_at = meeting.shown_at
    found = [
        _change(act, before.said)
        for before, act in pairwise(acts)
        if act.kind == MeetingActKind.CHANGED and shown_at is not None and act.at >= shown_at
    ]
    return found[::-1]


def cancelled(acts: Iterable[MeetingAct]) -> ChangeRow | None:
    """Return that a meeting was called off, on which day and why, None where it was not."""
    act = next((each for each in acts if each.kind == MeetingActKind.CANCELLED), None)
    return _change(act, act.said) if act else None


def agendas_shown(meeting: Meeting, rows: Iterable[Agenda]) -> list[AgendaShown]:
    """Return the editions of an agenda, the newest first."""
    return [
        AgendaShown(
            row.number,
            _published(meeting, row.published_at),
            words_of(row, "reason"),
            [words_of(item, "title") for item in row.items],
        )
        for row in rows
    ]


def _published(meeting: Meeting, at: datetime) -> str:
    day, on = dates.day(at), dates.local(at).date()
    if on < meeting.day:
        return str(_("Published on %(day)s, before the meeting", day=day))
    if on == meeting.day:
        return str(_("Published on %(day)s, the day of the meeting", day=day))
    return str(_("Published on %(day)s, after the meeting", day=day))


def _change(act: MeetingAct, before: Mapping[str, Any]) -> ChangeRow:
    called_off = act.kind == MeetingActKind.CANCELLED
    return ChangeRow(
        text=_("Called off on %(day)s", day=dates.day(act.at))
        if called_off
        else _("Changed on %(day)s", day=dates.day(act.at)),
        day=dates.day(act.at),
        iso=dates.iso(act.at),
        reason=words_of(act, "reason"),
        stood=_stood(before, act.said),
    )


def _stood(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Stood]:
    """Return what stood before of the facts that changed; each is put into the page's language."""
    lang = language()
    day = dates.day(date.fromisoformat(before["day"]), weekday=True)
    told = [
        (("title_ar", "title_en"), _("Title"), words_of(before, "title")),
        (("day",), _("Day"), Worded(day, lang)),
        (("begins",), _("Begins"), Worded(_clock(before, "begins"), lang)),
        (("ends",), _("Ends"), Worded(_clock(before, "ends"), lang)),
        (("mode",), _("How"), Worded(label("meeting-mode", before["mode"]), lang)),
        (("place_ar", "place_en"), _("Place"), words_of(before, "place")),
    ]
    return [
        Stood(field, words)
        for names, field, words in told
        if any(before.get(name) != after.get(name) for name in names)
    ]


def _clock(said: Mapping[str, Any], name: str) -> str:
    if not said.get(name):
        return str(_("not stated"))
    day, at = date.fromisoformat(said["day"]), time.fromisoformat(said[name])
    return dates.clock_time(datetime.combine(day, at, dates.site_zone()))
