"""What the screen of a meeting shows at the desk, part by part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.desk.consequences import Consequence, Effect, mails
from consult.desk.forum import minutes_presenters as minutes
from consult.desk.forum.minutes_presenters import ItemRow, MinutesPart
from consult.desk.forum.people_presenters import PeoplePart, PersonRow, people_part, person_row
from consult.documents.models import Attached
from consult.documents.queries import Subject
from consult.documents.queries import attached_to as documents_attached
from consult.forum import queries
from consult.forum.models import Attendance, Meeting
from consult.presenters.documents import DocumentShown, all_shown
from consult.presenters.meetings import when_of
from consult.web import dates
from consult.web.labels import label
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class AgendaPart:
    """The agenda that stands: its number, 0 for none, when it was published, and its topics with their language."""

    number: int
    day: str
    topics: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Step:
    """A step from the invitation to the published minutes, and whether it is done; ``url`` leads to its part."""

    text: str
    done: bool
    url: str


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting as its secretary sees it; ``part`` is that whose form is open, ``entry`` the row that it is about."""

    slug: str
    title: str
    lang: str
    when: str
    mode: str
    place: str
    place_lang: str
    keeper: str
    keeper_lang: str
    cancelled: bool
    over: bool
    public_url: str | None
    part: str
    entry: int | None
    steps: list[Step]
    next: str
    agenda: AgendaPart
    people: PeoplePart
    minutes: MinutesPart
    carried: list[ItemRow]
    documents: list[DocumentShown]
    consequences: list[Consequence]
    changed_needs_reason: bool
    out: PersonRow | None


def meeting_page(
    session: Session, meeting: Meeting, actor: Actor, now: datetime, today: date, part: str, entry: int | None
) -> MeetingPage:
    """Return the screen of a meeting."""
    rows = queries.attendances(session, meeting_id=meeting.id)
    written = minutes.minutes_part(session, meeting, actor, now, rows)
    people = people_part(session, meeting, rows, today, fixed=bool(written.versions))
    agenda = _agenda(session, meeting)
    return MeetingPage(
        slug=meeting.slug, title=localized(meeting, "title"), lang=lang_of(meeting, "title"),
        when=when_of(meeting), mode=label("meeting-mode", meeting.mode), place=localized(meeting, "place"),
        place_lang=lang_of(meeting, "place"), keeper=localized(meeting.keeper, "name"),
        keeper_lang=lang_of(meeting.keeper, "name"), cancelled=meeting.cancelled_at is not None,
        over=meeting.day < today,
        public_url=url_for("public.meeting", slug=meeting.slug) if meeting.shown_at else None,
        part=part, entry=entry, steps=_steps(meeting, agenda, people, written, over=meeting.day < today),
        next=_next(meeting, agenda, people, written, today), agenda=agenda, people=people,
        minutes=written, carried=[minutes.item_row(item, today) for item in queries.carried_to(session, meeting)],
        documents=_documents(session, meeting),
        consequences=_consequences(rows, people, written, part),
        changed_needs_reason=meeting.shown_at is not None or any(row.invited_at for row in rows),
        out=next((person_row(row, meeting) for row in rows if part == "out" and row.id == entry), None),
    )  # fmt: skip


def _agenda(session: Session, meeting: Meeting) -> AgendaPart:
    standing = queries.agenda(session, meeting_id=meeting.id)
    if standing is None:
        return AgendaPart(0, "", [])
    topics = [(localized(row, "title"), lang_of(row, "title")) for row in standing.items]
    return AgendaPart(standing.number, dates.day(standing.published_at), topics)


def _documents(session: Session, meeting: Meeting) -> list[DocumentShown]:
    subject = Subject(Attached.MEETING, meeting.id)
    return all_shown(documents_attached(session, [subject]).get(subject, []))


def _steps(
    meeting: Meeting, agenda: AgendaPart, people: PeoplePart, written: MinutesPart, *, over: bool
) -> list[Step]:
    here = url_for("desk.meeting", slug=meeting.slug)
    invited = any(row.invited for row in people.rows)
    # An agenda that was never published is no task any more once the meeting is over.
    agendas = [Step(_("Agenda"), agenda.number > 0, f"{here}#agenda")] if agenda.number or not over else []
    return [
        Step(_("Invitations"), invited or people.came is not None, f"{here}#people"),
        *agendas,
        Step(_("Attendance"), people.came is not None, f"{here}#people"),
        Step(_("Minutes written"), bool(written.entries), f"{here}#minutes"),
        Step(_("Publishing the minutes"), people.fixed, f"{here}#minutes"),
    ]


def _next(meeting: Meeting, agenda: AgendaPart, people: PeoplePart, written: MinutesPart, today: date) -> str:
    """Return the form that comes next: its button is the one that stands out; empty where nothing waits."""
    over, named = meeting.day < today, bool(people.rows)
    waiting = {
        "person": not named,
        "invite": people.reachable > 0 and people.may_invite and not people.fixed,
        "agenda": agenda.number == 0 and not over,
        "presence": named and over and people.came is None,
        "entry": over and (not written.entries or bool(written.draft and written.missing)),
        "publish": over and written.draft and not written.missing,
    }
    return next((part for part, waits in waiting.items() if waits), "")


def _consequences(
    rows: Sequence[Attendance], people: PeoplePart, written: MinutesPart, part: str
) -> list[Consequence]:
    """Return what the form that is open will do."""
    told = sum(row.person is not None and bool(row.person.email) for row in rows)
    if part == "invite":
        return [mails(people.reachable)]
    if part == "cancel":
        invited = sum(row.invited_at is not None for row in rows)
        return [
            Consequence(Effect.FINAL, _("A meeting that is called off stays so: plan another.")),
            mails(invited),
        ]
    if part != "publish":
        return []
    return [
        Consequence(Effect.PUBLIC, _("Everybody reads the minutes, with the names of who came.")),
        Consequence(
            Effect.FROZEN, _("The words never change: what is to be corrected becomes the next version.")
        ),
        Consequence(Effect.FROZEN, _("Who came, and who said what, stands as it is.")),
        mails(told),
        *[Consequence(Effect.WARNING, text) for text in written.missing],
    ]
