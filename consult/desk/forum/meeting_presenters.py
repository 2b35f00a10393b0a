"""What the screen of a meeting shows at the desk, part by part, and the people of the forum."""

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
from consult.documents.models import Attached
from consult.documents.queries import Subject
from consult.documents.queries import attached_to as documents_attached
from consult.forum import queries
from consult.forum.models import Attendance, ForumPerson, Meeting, Presence
from consult.forum.policies import may_invite
from consult.presenters.documents import DocumentShown, all_shown
from consult.web import dates
from consult.web.labels import label
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody in a meeting: name, post, body, and what became of the invitation in words."""

    id: int
    name: str
    name_lang: str
    post: str
    post_lang: str
    body: str
    body_lang: str
    presence: str
    part: str
    mail: str
    presence_field: str
    part_field: str
    person_url: str | None
    out_url: str


@dataclass(frozen=True, slots=True)
class PeoplePart:
    """Who is in a meeting; ``reachable`` are those to whom an invitation can still be sent."""

    rows: list[PersonRow]
    came: int
    bodies: int
    reachable: int
    may_invite: bool
    previous: bool
    fixed: bool


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


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The people whose names are kept."""

    rows: list[PersonRow]
    back_url: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Somebody, and how many rows of attendance lead to their name."""

    id: int
    name: str
    post: str
    post_lang: str
    body: str
    body_lang: str
    meetings: int
    removed: bool
    action: str
    remove_url: str
    back_url: str


def meeting_page(
    session: Session, meeting: Meeting, actor: Actor, now: datetime, today: date, part: str, entry: int | None
) -> MeetingPage:
    """Return the screen of a meeting."""
    rows = queries.attendances(session, meeting_id=meeting.id)
    people, agenda = _people(session, meeting, rows, today), _agenda(session, meeting)
    written = minutes.minutes_part(session, meeting, actor, now)
    return MeetingPage(
        slug=meeting.slug, title=localized(meeting, "title"), lang=lang_of(meeting, "title"),
        when=when(meeting), mode=label("meeting-mode", meeting.mode), place=localized(meeting, "place"),
        place_lang=lang_of(meeting, "place"), keeper=localized(meeting.keeper, "name"),
        keeper_lang=lang_of(meeting.keeper, "name"), cancelled=meeting.cancelled_at is not None,
        over=meeting.day < today,
        public_url=url_for("public.meeting", slug=meeting.slug) if meeting.shown_at else None,
        part=part, entry=entry, steps=_steps(meeting, agenda, people, written),
        next=_next(meeting, agenda, people, written, today), agenda=agenda, people=people,
        minutes=written, carried=[minutes.item_row(item, today) for item in queries.carried_to(session, meeting)],
        documents=_documents(session, meeting),
        consequences=_consequences(rows, people, written, part),
        changed_needs_reason=meeting.shown_at is not None or any(row.invited_at for row in rows),
        out=next((person_row(row, meeting) for row in rows if part == "out" and row.id == entry), None),
    )  # fmt: skip


def when(meeting: Meeting) -> str:
    """Return day and clock times of a meeting in words; times that nobody stated are left out."""
    day = str(dates.day(meeting.day, weekday=True))
    if meeting.begins is None:
        return day
    begins = dates.clock_time(datetime.combine(meeting.day, meeting.begins, dates.site_zone()))
    if meeting.ends is None:
        return str(_("%(day)s, from %(begins)s", day=day, begins=begins))
    ends = dates.clock_time(datetime.combine(meeting.day, meeting.ends, dates.site_zone()))
    return str(_("%(day)s, from %(begins)s to %(ends)s", day=day, begins=begins, ends=ends))


def people_named(people: Sequence[ForumPerson]) -> list[tuple[str, str]]:
    """Return people to choose from: id, and name with post and body."""
    return [
        (
            str(person.id),
            _(
                "%(name)s, %(post)s, %(body)s", name=_name(person), post=localized(person, "post"),
                body=localized(person.organisation, "name"),
            ),
        )
        for person in people
    ]  # fmt: skip


def people_page(session: Session) -> PeoplePage:
    """Return all whose names are kept."""
    rows = [
        PersonRow(
            person.id, _name(person), lang_of(person, "name"), localized(person, "post"), lang_of(person, "post"),
            localized(person.organisation, "name"), lang_of(person.organisation, "name"), "", "", person.email or "",
            "", "", url_for("desk.forum_person", person_id=person.id), "",
        )
        for person in queries.people(session)
    ]  # fmt: skip
    return PeoplePage(rows, url_for("desk.forum"))


def person_page(person: ForumPerson, meetings: int = 0) -> PersonPage:
    """Return the page of somebody at the desk."""
    return PersonPage(
        person.id, _name(person), localized(person, "post"), lang_of(person, "post"),
        localized(person.organisation, "name"), lang_of(person.organisation, "name"), meetings,
        person.removed_at is not None, url_for("desk.forum_person", person_id=person.id),
        url_for("desk.remove_name", person_id=person.id), url_for("desk.forum_people"),
    )  # fmt: skip


def person_row(row: Attendance, meeting: Meeting) -> PersonRow:
    """Return somebody in a meeting."""
    known = row.person if row.person is not None and row.person.removed_at is None else None
    return PersonRow(
        row.id, _name(row.person) if row.person is not None else "",
        lang_of(row.person, "name") if known else "",
        localized(row, "post"), lang_of(row, "post"), localized(row.organisation, "name"),
        lang_of(row.organisation, "name"), label("presence", row.presence), label("part", row.part), _mail(row),
        f"presence-{row.id}", f"part-{row.id}",
        url_for("desk.forum_person", person_id=known.id) if known else None,
        url_for("desk.leave_out", slug=meeting.slug, attendance_id=row.id),
    )  # fmt: skip


def _name(person: ForumPerson) -> str:
    if person.removed_at is not None:
        return str(_("Name removed"))
    honorific, name = localized(person, "honorific"), localized(person, "name")
    return f"{honorific} {name}".strip()


def _mail(row: Attendance) -> str:
    if row.invited_at is not None:
        return str(_("Invited on %(day)s", day=dates.day(row.invited_at)))
    if row.person is None or not row.person.email:
        return str(_("No address is known"))
    return str(_("Not invited yet"))


def _people(session: Session, meeting: Meeting, rows: Sequence[Attendance], today: date) -> PeoplePart:
    came = [row for row in rows if row.presence == Presence.PRESENT]
    return PeoplePart(
        rows=[person_row(row, meeting) for row in rows],
        came=len(came),
        bodies=len({row.organisation_id for row in came}),
        reachable=sum(
            row.invited_at is None and row.person is not None and bool(row.person.email) for row in rows
        ),
        may_invite=may_invite(meeting, today),
        previous=queries.previous_meeting(session, meeting) is not None,
        fixed=bool(queries.published_text_ids(session, [meeting.text_id])),
    )


def _agenda(session: Session, meeting: Meeting) -> AgendaPart:
    standing = queries.agenda(session, meeting_id=meeting.id)
    if standing is None:
        return AgendaPart(0, "", [])
    topics = [(localized(row, "title"), lang_of(row, "title")) for row in standing.items]
    return AgendaPart(standing.number, dates.day(standing.published_at), topics)


def _documents(session: Session, meeting: Meeting) -> list[DocumentShown]:
    subject = Subject(Attached.MEETING, meeting.id)
    return all_shown(documents_attached(session, [subject]).get(subject, []))


def _steps(meeting: Meeting, agenda: AgendaPart, people: PeoplePart, written: MinutesPart) -> list[Step]:
    here = url_for("desk.meeting", slug=meeting.slug)
    invited = bool(people.rows) and people.reachable == 0
    return [
        Step(_("Invitations"), invited or people.came > 0, f"{here}#people"),
        Step(_("Agenda"), agenda.number > 0, f"{here}#agenda"),
        Step(_("Attendance"), people.came > 0, f"{here}#people"),
        Step(_("Minutes written"), bool(written.entries), f"{here}#minutes"),
        Step(_("Minutes published"), people.fixed, f"{here}#minutes"),
    ]


def _next(meeting: Meeting, agenda: AgendaPart, people: PeoplePart, written: MinutesPart, today: date) -> str:
    """Return the form that comes next: its button is the one that stands out; empty where nothing waits."""
    over, named = meeting.day < today, bool(people.rows)
    waiting = {
        "person": not named,
        "invite": people.reachable > 0 and people.may_invite,
        "agenda": agenda.number == 0 and not over,
        "presence": named and over and people.came == 0,
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
