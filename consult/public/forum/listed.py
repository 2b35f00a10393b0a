"""The meetings on the page of the forum: the next one, what the last one agreed, and all of them, the latest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.forum import queries
from consult.forum.models import Meeting
from consult.forum.policies import next_due_by
from consult.forum.queries import Gathering, MeetingPlace, place_of
from consult.presenters.addresses import addresses
from consult.presenters.meetings import came, day_of, hours_of, state_of_meeting, words_of
from consult.presenters.rewordings import Worded
from consult.public.forum.items import ItemRow, in_order, item_row, numbers_in_words
from consult.web import dates
from consult.web.labels import label
from consult.web.pagination import Page, page_of, written
from consult.web.parameters import unheeded

PAGE = 10
# So many action items of the last meeting stand on the page of the forum; all of them on its own.
MOST_AGREED = 7


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in the list; ``came`` is None before its minutes are published, ``minutes_url`` too."""

    title: Worded
    url: str
    day: str
    iso: str
    state: str
    came: str | None
    minutes_url: str | None


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """The next meeting: when, by the clocks of the site, how and where; ``hours`` is None where nobody said."""

    title: Worded
    url: str
    day: str
    iso: str
    hours: str | None
    mode: str
    place: Worded
    agenda_url: str


@dataclass(frozen=True, slots=True)
class LastMeeting:
    """The last meeting that was held, and what it agreed, as far as its minutes are published."""

    title: Worded
    url: str
    day: str
    minutes_url: str | None
    agreed: list[ItemRow]
    more: int


@dataclass(frozen=True, slots=True)
class Met:
    """The meetings of the forum; ``warning``: it has not met for longer than it may."""

    next: NextMeeting | None
    last: LastMeeting | None
    warning: str | None
    rows: list[MeetingRow]
    newer_url: str | None
    older_url: str | None
    items: str | None


def met(session: Session, today: date, begun: MeetingPlace | None) -> Met:
    """Return the meetings that follow a place in the list, with the next and the last of all."""
    page = _page(session, begun)
    if not page.items:
        return Met(None, None, None, [], None, None, None)
    coming, last = _beside(session, page.items, today, first=begun is None)
    known = {row.text_id for row in page.items} | ({last.text_id} if last else set())
    published = queries.published_text_ids(session, known)
    gathered = queries.gatherings(session, [row.id for row in page.items if row.text_id in published])
    numbers = queries.numbers_of_items(session, today)
    return Met(
        next=_next(coming) if coming else None,
        last=_last(session, last, today, published) if last else None,
        warning=_warning(last, coming, today) if last else None,
        rows=[_row(row, gathered.get(row.id), published, today) for row in page.items],
        newer_url=page.newer_url,
        older_url=page.older_url,
        items=numbers_in_words(numbers) if any(numbers) else None,
    )


def _page(session: Session, begun: MeetingPlace | None) -> Page[Meeting]:
    """Return the meetings after a place; where there is none, those of the first page."""
    rows = queries.meetings(session, begun=begun, limit=PAGE + 1)
    if begun is not None and not rows:
        unheeded("after")
        return _page(session, None)
    return page_of(
        rows, PAGE, begun, lambda place: url_for("public.forum", after=written(place), _anchor="meetings"),
        key=place_of,
    )  # fmt: skip


def _beside(
    session: Session, rows: Sequence[Meeting], today: date, *, first: bool
) -> tuple[Meeting | None, Meeting | None]:
    """Return the next meeting and the last one; nobody is asked where the first page of the list holds both."""
    standing = [row for row in rows if row.cancelled_at is None]
    past = [row for row in standing if row.day < today]
    if first and past:
        return next((row for row in reversed(standing) if row.day >= today), None), past[0]
    return queries.next_meeting(session, today), queries.last_meeting(session, today)


def _row(row: Meeting, gathered: Gathering | None, published: set[int], today: date) -> MeetingRow:
    has_minutes = row.text_id in published
    return MeetingRow(
        title=words_of(row, "title"),
        url=addresses("public.meeting", "slug")(row.slug),
        day=dates.day(row.day),
        iso=row.day.isoformat(),
        state=state_of_meeting(row, today, published=has_minutes),
        came=came(gathered),
        minutes_url=addresses("public.minutes", "slug")(row.slug) if has_minutes else None,
    )


def _next(row: Meeting) -> NextMeeting:
    return NextMeeting(
        title=words_of(row, "title"),
        url=url_for("public.meeting", slug=row.slug),
        day=day_of(row),
        iso=row.day.isoformat(),
        hours=hours_of(row),
        mode=label("meeting-mode", row.mode),
        place=words_of(row, "place"),
        agenda_url=url_for("public.meeting", slug=row.slug, _anchor="agenda"),
    )


def _last(session: Session, row: Meeting, today: date, published: set[int]) -> LastMeeting:
    has_minutes = row.text_id in published
    items: Sequence[queries.ActionItem] = (
        queries.action_items(session, meeting_id=row.id) if has_minutes else ()
    )
    agreed = in_order(items)
    return LastMeeting(
        title=words_of(row, "title"),
        url=url_for("public.meeting", slug=row.slug),
        day=dates.day(row.day),
        minutes_url=url_for("public.minutes", slug=row.slug) if has_minutes else None,
        agreed=[item_row(item, today) for item in agreed[:MOST_AGREED]],
        more=max(0, len(agreed) - MOST_AGREED),
    )


def _warning(last: Meeting, coming: Meeting | None, today: date) -> str | None:
    """Return that the forum did not meet again in time, or will not; None where it does."""
    due = next_due_by(last.day)
    if due is None or (coming.day if coming else today) <= due:
        return None
    day, by = dates.day(last.day), dates.day(due)
    if today > due:
        return str(
            _("The forum met last on %(day)s. By the standards of the Partnership it meets every six months at least, "
              "and should have met again by %(by)s.", day=day, by=by)
        )  # fmt: skip
    return str(
        _("The forum met last on %(day)s. By the standards of the Partnership it meets every six months at least: by "
          "%(by)s. The next one is later.", day=day, by=by)
    )  # fmt: skip
