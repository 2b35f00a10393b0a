"""The minutes of a meeting: a version with its attendance and clauses, and what changed between two.

Names stand on these pages and their file alone. They are read by reference as these are asked for: one that is
removed is gone from every version.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from consult.forum import queries
from consult.forum.models import Meeting
from consult.presenters.meetings import came, day_of, hours_of, words_of
from consult.presenters.rewordings import Worded
from consult.public.forum.asked import AskedRow, asked_about_minutes
from consult.public.forum.attendance import AttendeeRow, StruckRow, attendees, gathered, struck
from consult.public.forum.entries import EntryShown, entries_shown
from consult.public.plans.clauses import ComparedClause, compared
from consult.public.plans.differences import kept_between
from consult.texts import queries as texts
from consult.texts.models import PublishedVersion
from consult.web import dates
from consult.web.labels import label
from consult.web.typesetting import can_typeset


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A published version of minutes, and why it was published where it is not the first.

    ``compare`` leads to where it stands beside the one before it.
    """

    number: int
    url: str
    day: str
    iso: str
    reason: Worded
    compare: str | None


@dataclass(frozen=True, slots=True)
class Home:
    """The meeting that minutes are of."""

    title: Worded
    url: str
    slug: str
    day: str
    hours: str | None
    mode: str
    place: Worded


@dataclass(frozen=True, slots=True)
class MinutesPage:
    """A version of minutes. ``named``: some row of the attendance has a name, or had one."""

    home: Home
    shown: VersionRow
    newest: VersionRow
    came: str | None
    attendance: list[AttendeeRow]
    named: bool
    struck: list[StruckRow]
    entries: list[EntryShown]
    asked: list[AskedRow]
    versions: list[VersionRow]
    pdf_url: str | None


@dataclass(frozen=True, slots=True)
class MinutesCompared:
    """Two versions of minutes clause by clause. ``whole``: of some clauses only the whole is known to have changed."""

    home: Home
    before: VersionRow
    after: VersionRow
    clauses: list[ComparedClause]
    whole: bool


def minutes_page(
    session: Session, meeting: Meeting, now: datetime, number: int | None = None
) -> MinutesPage | None:
    """Return the page of a version of minutes, the newest where no ``number`` is given; None where there is none."""
    published = texts.published_versions(session, text_id=meeting.text_id)
    chosen = next((row for row in published if number in {None, row.number}), None)
    if chosen is None:
        return None
    rows, names = (
        queries.attended(session, meeting_id=meeting.id),
        queries.names_at(session, meeting_id=meeting.id),
    )
    versions = _versions(meeting, published)
    attendance = attendees(rows, names, minuted=published[-1].published_at)
    return MinutesPage(
        home=_home(meeting),
        shown=next(row for row in versions if row.number == chosen.number),
        newest=versions[0],
        came=came(gathered(rows, minuted=True)),
        attendance=attendance,
        named=any(row.person for row in attendance),
        struck=struck(rows),
        entries=entries_shown(session, chosen.id, names),
        asked=asked_about_minutes(session, meeting.text_id, now),
        versions=versions,
        pdf_url=url_for("public.minutes_file", slug=meeting.slug) if can_typeset() else None,
    )


def minutes_beside(session: Session, meeting: Meeting, before: int, after: int) -> MinutesCompared | None:
    """Return two published versions clause by clause, or None where one of them is not there."""
    published = texts.published_versions(session, text_id=meeting.text_id)
    ids = {row.number: row.id for row in published}
    if before not in ids or after not in ids:
        return None
    old, new = ids[before], ids[after]
    words = queries.told(session, version_ids={old, new})
    clauses = compared(
        [row for row in words if row.version_id == old], [row for row in words if row.version_id == new],
        kept_between(session, [(old, new)]),
    )  # fmt: skip
    rows = {row.number: row for row in _versions(meeting, published)}
    return MinutesCompared(
        _home(meeting), rows[before], rows[after], clauses, any(clause.whole for clause in clauses)
    )


def _home(meeting: Meeting) -> Home:
    return Home(
        title=words_of(meeting, "title"),
        url=url_for("public.meeting", slug=meeting.slug),
        slug=meeting.slug,
        day=day_of(meeting),
        hours=hours_of(meeting),
        mode=label("meeting-mode", meeting.mode),
        place=words_of(meeting, "place"),
    )


def _versions(meeting: Meeting, published: Sequence[PublishedVersion]) -> list[VersionRow]:
    """Return the published versions, the newest first."""
    befores = [*(row.number for row in published), None][1:]
    return [
        VersionRow(
            number=row.number,
            url=url_for("public.minutes_version", slug=meeting.slug, number=row.number),
            day=dates.day(row.published_at),
            iso=dates.iso(row.published_at),
            reason=words_of(row, "reason"),
            compare=url_for("public.minutes_compared", slug=meeting.slug, before=before, after=row.number)
            if before
            else None,
        )
        for row, before in zip(published, befores, strict=True)
    ]
