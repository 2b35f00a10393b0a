"""Who is in a meeting, and the people of the forum, as the desk shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.forum import queries
from consult.forum.models import Attendance, ForumPerson, Meeting, Presence
from consult.forum.policies import may_invite
from consult.presenters.attendees import name_of
from consult.presenters.meetings import came
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
    invited: bool
    presence_field: str
    part_field: str
    person_url: str | None
    out_url: str


@dataclass(frozen=True, slots=True)
class PeoplePart:
    """Who is in a meeting; ``reachable`` are those to whom an invitation can still be sent."""

    rows: list[PersonRow]
    came: str | None
    reachable: int
    may_invite: bool
    previous: bool
    fixed: bool


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
            False, "", "", url_for("desk.forum_person", person_id=person.id), "",
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
        lang_of(row.organisation, "name"), _presence(row), label("part", row.part), _mail(row),
        row.invited_at is not None,
        f"presence-{row.id}", f"part-{row.id}",
        url_for("desk.forum_person", person_id=known.id) if known else None,
        url_for("desk.leave_out", slug=meeting.slug, attendance_id=row.id),
    )  # fmt: skip


def _name(person: ForumPerson) -> str:
    found = name_of(person)
    return found.text if found else str(_("Name removed"))


def _presence(row: Attendance) -> str:
    """Return whether somebody came; whom no invitation reached yet stands on the list, and no more is said of them."""
    if row.presence == Presence.INVITED and row.invited_at is None:
        return str(_("On the list"))
    return label("presence", row.presence)


def _mail(row: Attendance) -> str:
    if row.invited_at is not None:
        return str(_("Invited on %(day)s", day=dates.day(row.invited_at)))
    if row.person is None or not row.person.email:
        return str(_("No address is known"))
    return str(_("Not invited yet"))


def people_part(
    session: Session, meeting: Meeting, rows: Sequence[Attendance], today: date, *, fixed: bool
) -> PeoplePart:
    """Return who is in a meeting; ``fixed``: its minutes are published."""
    present = [row for row in rows if row.presence == Presence.PRESENT]
    return PeoplePart(
        rows=[person_row(row, meeting) for row in rows],
        came=came(queries.Gathering(len(present), len({row.organisation_id for row in present}))),
        reachable=sum(
            row.invited_at is None and row.person is not None and bool(row.person.email) for row in rows
        ),
        may_invite=may_invite(meeting, today),
        previous=queries.previous_meeting(session, meeting) is not None,
        fixed=fixed,
    )
