"""Who came to a meeting as its pages show it: by post and body; names are added on the page of the minutes alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flask import url_for
from flask_babel import gettext as _

from consult.forum.models import Presence
from consult.forum.queries import Attended, Gathering, Name
from consult.presenters.meetings import words_of
from consult.presenters.rewordings import Worded
from consult.public.forum.entries import Person, person_of
from consult.web import dates
from consult.web.labels import label


@dataclass(frozen=True, slots=True)
class AttendeeRow:
    """Somebody at a meeting: post and body, as what, and whether they came; ``person`` on the minutes' page alone."""

    person: Person | None
    post: Worded
    body: Worded
    body_url: str
    part: str
    presence: str


@dataclass(frozen=True, slots=True)
class StruckRow:
    """A row that should not have stood in published minutes: when it was taken out, and why."""

    post: Worded
    body: Worded
    day: str
    iso: str
    reason: Worded


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body at a meeting, with those who came for it."""

    body: Worded
    url: str
    people: list[AttendeeRow]


def attendees(
    rows: Iterable[Attended], names: Mapping[int, Name] | None = None, *, minuted: datetime | None
) -> list[AttendeeRow]:
    """Return who stands in the attendance; before minutes are published, only who is invited, and no more of them.

    ``minuted`` is when they were published first: who was added to them since says so.
    """
    return [
        AttendeeRow(
            person=person_of(names.get(row.id)) if names else None,
            post=words_of(row, "post"),
            body=words_of(row, "body"),
            body_url=url_for("public.organisation", slug=row.body_slug),
            part=label("part", row.part),
            presence=_presence(row, minuted) if minuted else label("presence", Presence.INVITED),
        )
        for row in standing(rows, minuted=minuted is not None)
    ]


def _presence(row: Attended, minuted: datetime) -> str:
    came = label("presence", row.presence)
    if row.recorded_at <= minuted:
        return came
    return str(_("%(presence)s, added on %(day)s", presence=came, day=dates.day(row.recorded_at)))


def standing(rows: Iterable[Attended], *, minuted: bool) -> list[Attended]:
    """Return the rows that stand; before minutes are published, those whose invitation was sent."""
    return [row for row in rows if row.struck_at is None and (minuted or row.invited_at is not None)]


def struck(rows: Iterable[Attended]) -> list[StruckRow]:
    """Return the rows that were taken out of published minutes."""
    return [
        StruckRow(
            words_of(row, "post"), words_of(row, "body"), dates.day(row.struck_at), dates.iso(row.struck_at),
            words_of(row, "strike_reason"),
        )
        for row in rows
        if row.struck_at is not None
    ]  # fmt: skip


def by_body(people: Sequence[AttendeeRow]) -> list[BodyRow]:
    """Return attendance by body, in the order in which each first stands."""
    places: dict[str, int] = {}
    for row in people:
        places.setdefault(row.body_url, len(places))
    ordered = sorted(people, key=lambda row: places[row.body_url])
    return [
        BodyRow(of[0].body, url, of)
        for url, found in groupby(ordered, key=lambda row: row.body_url)
        if (of := list(found))
    ]


def gathered(rows: Iterable[Attended], *, minuted: bool) -> Gathering:
    """Return how many came from how many bodies; before minutes are published, how many are invited."""
    there = [
        row for row in standing(rows, minuted=minuted) if not minuted or row.presence == Presence.PRESENT
    ]
    return Gathering(len(there), len({row.body_slug for row in there}))
