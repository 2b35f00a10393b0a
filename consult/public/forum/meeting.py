"""The page of a meeting, without any name: when and where, who came, its agenda, and what its minutes say by kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.documents.models import Attached
from consult.documents.queries import Subject
from consult.forum import queries
from consult.forum.models import Meeting
from consult.forum.policies import is_to_come, minutes_due_by
from consult.presenters.documents import DocumentShown
from consult.presenters.meetings import came, day_of, hours_of, invited, when_of, words_of
from consult.presenters.rewordings import Worded
from consult.public.documents.attached import documents_of
from consult.public.forum.asked import AskedRow, asked_about_minutes
from consult.public.forum.attendance import BodyRow, attendees, by_body, gathered
from consult.public.forum.changes import AgendaShown, ChangeRow, agendas_shown, cancelled, changes_of
from consult.public.forum.entries import entries_shown
from consult.public.forum.items import ItemRow, item_row
from consult.public.forum.kinds import KindGroup, by_kind
from consult.texts import queries as texts
from consult.texts.models import PublishedVersion
from consult.web import dates
from consult.web.labels import label
from consult.web.locale import language
from consult.web.typesetting import can_typeset

# So many of what earlier meetings left open stand on a meeting's page; the others stand in the list.
MOST_CARRIED = 10


@dataclass(frozen=True, slots=True)
class MinutesLink:
    """The minutes that stand: which version, since when, and where they are read and printed."""

    number: int
    day: str
    iso: str
    url: str
    pdf_url: str | None


@dataclass(frozen=True, slots=True)
class PartLink:
    """A part of the page, as the list of its contents names it; it has no number."""

    title: str
    url: str
    lang: str
    number: None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting. ``state`` is the component's, beside the words; ``late``: by when its minutes were due.

    ``came`` says how many came or, before the minutes, how many are invited. ``items`` are the action items that it
    agreed, by the ids of their entries, as they stand now; ``carried`` the first of those that earlier meetings left
    open, ``carried_more`` how many others there are.
    """

    title: Worded
    description: str
    when: str
    day: str
    iso: str
    hours: str | None
    mode: str
    place: Worded
    keeper: Worded
    keeper_url: str
    state: str
    state_text: str
    late: str | None
    cancelled: ChangeRow | None
    changes: list[ChangeRow]
    minutes: MinutesLink | None
    asked: list[AskedRow]
    agendas: list[AgendaShown]
    came: str | None
    bodies: list[BodyRow]
    carried: list[ItemRow]
    carried_more: int
    groups: list[KindGroup]
    parts: list[PartLink]
    items: dict[int, ItemRow]
    documents: list[DocumentShown]


def meeting_page(session: Session, meeting: Meeting, now: datetime) -> MeetingPage:
    """Return the page of a meeting that everybody reads of."""
    today, acts = dates.local(now).date(), queries.meeting_acts(session, meeting_id=meeting.id)
    published = texts.published_versions(session, text_id=meeting.text_id)
    minuted, rows = bool(published), queries.attended(session, meeting_id=meeting.id)
    there = gathered(rows, minuted=minuted)
    groups = by_kind(entries_shown(session, published[0].id) if published else ())
    carried, agreed = queries.items_at(session, meeting) if meeting.cancelled_at is None else ([], [])
    state, text = _state(meeting, published, today)
    return MeetingPage(
        title=words_of(meeting, "title"),
        description=_description(meeting),
        when=when_of(meeting),
        day=day_of(meeting),
        iso=meeting.day.isoformat(),
        hours=hours_of(meeting),
        mode=label("meeting-mode", meeting.mode),
        place=words_of(meeting, "place"),
        keeper=words_of(meeting.keeper, "name"),
        keeper_url=url_for("public.organisation", slug=meeting.keeper.slug),
        state=state,
        state_text=text,
        late=None if minuted else _late(meeting, today),
        cancelled=cancelled(acts),
        changes=changes_of(meeting, acts),
        minutes=minutes_link(meeting, published[0]) if published else None,
        asked=asked_about_minutes(session, meeting.text_id, now) if published else [],
        agendas=agendas_shown(meeting, queries.agendas(session, meeting_id=meeting.id)),
        came=came(there) if minuted else invited(there) if there.people else None,
        bodies=by_body(attendees(rows, minuted=published[-1].published_at if published else None)),
        carried=[item_row(item, today) for item in carried[:MOST_CARRIED]],
        carried_more=max(0, len(carried) - MOST_CARRIED),
        groups=groups,
        parts=[PartLink(group.title, f"#{group.anchor}", language()) for group in groups],
        items={item.said.entry_id: item_row(item, today) for item in agreed},
        documents=documents_of(session, [Subject(Attached.MEETING, meeting.id)]),
    )  # fmt: skip


def minutes_link(meeting: Meeting, version: PublishedVersion) -> MinutesLink:
    """Return where the minutes of a meeting stand."""
    return MinutesLink(
        version.number, dates.day(version.published_at), dates.iso(version.published_at),
        url_for("public.minutes", slug=meeting.slug),
        url_for("public.minutes_file", slug=meeting.slug) if can_typeset() else None,
    )  # fmt: skip


def _description(meeting: Meeting) -> str:
    return str(
        _("A meeting of the forum on %(day)s: its agenda, which bodies came, what was asked and answered, and what was "
          "agreed.", day=day_of(meeting))
    )  # fmt: skip


def _state(meeting: Meeting, published: list[PublishedVersion], today: date) -> tuple[str, str]:
    """Return where a meeting stands: as the component shows states, and in a sentence."""
    if meeting.cancelled_at is not None:
        return "cancelled", _("It was called off.")
    if published:
        version = published[0]
        said = _(
            "It was held. Version %(number)s of its minutes was published on %(day)s.",
            number=version.number, day=dates.day(version.published_at),
        )  # fmt: skip
        return "answered", said
    if is_to_come(meeting, today):
        return "open", _("It is still to come.") if meeting.day > today else _("It is held today.")
    return "answering", _("It was held. Its minutes are not published yet.")


def _late(meeting: Meeting, today: date) -> str | None:
    """Return by when the minutes of a meeting were due, None where they are not late."""
    due = minutes_due_by(meeting.day)
    if meeting.cancelled_at is not None or today <= due:
        return None
    return str(_("Its minutes were due by %(day)s.", day=dates.day(due)))
