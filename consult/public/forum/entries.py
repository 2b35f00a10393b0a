"""The clauses of minutes as pages show them: what each is, who said it, and what it concerns."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.forum import queries
from consult.forum.models import ACTION_ITEMS, EntryKind
from consult.forum.queries import Concerned, Name, Told
from consult.presenters.attendees import name_of
from consult.presenters.meetings import anchor_of, words_of, words_or_none
from consult.presenters.rewordings import Worded
from consult.shared.text import paragraphs
from consult.web import dates
from consult.web.labels import label
from consult.web.locale import language
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is at a meeting, on the page of its minutes alone; ``name`` is None where it was removed."""

    name: Worded | None


@dataclass(frozen=True, slots=True)
class Promise:
    """Whose an action item is and by when, as the minutes state it; None is not stated."""

    owner: Worded | None
    owner_url: str | None
    due: str | None
    url: str


class About(NamedTuple):
    """A commitment or a body that a clause concerns."""

    words: Worded
    url: str


@dataclass(frozen=True, slots=True)
class EntryShown:
    """A clause of minutes. ``post`` and ``body`` are of whoever said it; ``person`` stands on the minutes' page alone.

    ``answers`` is the number of the clause that it answers. ``promise`` is None where nothing is to be done.
    """

    id: int
    entry_id: int | None
    anchor: str
    number: int
    kind: str
    kind_text: str
    heading: Worded
    paragraphs: list[str]
    lang: str
    person: Person | None
    post: Worded | None
    body: Worded | None
    body_url: str | None
    about: list[About]
    answers: int | None
    answers_entry: int | None
    promise: Promise | None


def entries_shown(
    session: Session, version_id: int, names: Mapping[int, Name] | None = None
) -> list[EntryShown]:
    """Return the clauses of a version of minutes in their order, with ``names`` where these are given."""
    rows = queries.told(session, version_ids=[version_id])
    about = about_entries(queries.concerned(session, version_id=version_id))
    numbers = {row.entry_id: row.position for row in rows if row.entry_id is not None}
    return [_shown(row, about.get(row.entry_id or 0, []), numbers, names or {}) for row in rows]


def person_of(name: Name | None) -> Person | None:
    """Return who stands behind a row, None where the minutes never named anybody."""
    return None if name is None else Person(name_of(name))


def about_entries(found: Sequence[Concerned]) -> dict[int, list[About]]:
    """Return what entries concern, by their ids."""
    several = Counter(row.entry_id for row in found)
    about: dict[int, list[About]] = defaultdict(list)
    for row in found:
        about[row.entry_id].append(_about(row, alone=several[row.entry_id] == 1))
    return about


def _about(row: Concerned, *, alone: bool) -> About:
    """Return a body, or a commitment by its number and, where nothing else stands beside it, by its long title."""
    if row.slug is not None:
        return About(words_of(row, "name"), url_for("public.organisation", slug=row.slug))
    url = url_for("public.commitment", slug=row.plan, number=row.number)
    if not alone:
        return About(Worded(_("Commitment %(number)s", number=row.number), language()), url)
    title = _("Commitment %(number)s: %(title)s", number=row.number, title=localized(row, "title"))
    return About(Worded(title, lang_of(row, "title")), url)


def _shown(
    row: Told, about: list[About], numbers: Mapping[int, int], names: Mapping[int, Name]
) -> EntryShown:
    text, kind = words_of(row, "text"), row.kind or EntryKind.STATEMENT.value
    person = names.get(row.speaker_id) if row.speaker_id is not None else None
    return EntryShown(
        id=row.clause_id,
        entry_id=row.entry_id,
        anchor=anchor_of(row.clause_id),
        number=row.position,
        kind=kind,
        kind_text=label("entry-kind", kind),
        heading=words_of(row, "heading"),
        paragraphs=paragraphs(text.text),
        lang=text.lang,
        person=person_of(person),
        post=words_or_none(row, "post"),
        body=words_or_none(row, "body"),
        body_url=url_for("public.organisation", slug=row.body_slug) if row.body_slug else None,
        about=about,
        answers=numbers.get(row.answers_id) if row.answers_id is not None else None,
        answers_entry=row.answers_id,
        promise=_promise(row) if kind in ACTION_ITEMS and row.entry_id is not None else None,
    )


def _promise(row: Told) -> Promise:
    return Promise(
        owner=words_or_none(row, "owner"),
        owner_url=url_for("public.organisation", slug=row.owner_slug) if row.owner_slug else None,
        due=dates.day(row.due_on) if row.due_on else None,
        url=url_for("public.action_item", entry_id=row.entry_id),
    )
