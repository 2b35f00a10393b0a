"""What the minutes of a meeting show at the desk: their clauses, what is missing of them, and the form of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.consultations.queries import running_about_text
from consult.desk.forum.minutes_forms import EntryForm, standing_links
from consult.desk.forum.presenters import bodies
from consult.forum import queries
from consult.forum.models import ACTION_ITEMS, Attendance, Entry, EntryKind, Linked, Meeting, Presence
from consult.forum.policies import is_overdue
from consult.forum.queries import ActionItem
from consult.forum.services import draft_of
from consult.organisations.models import Organisation
from consult.organisations.queries import by_ids
from consult.plans.queries.named_by_ids import commitments_named
from consult.texts.models import ClauseText, DroppedClause, TextVersion
from consult.texts.policies import may_draft, unfinished
from consult.texts.queries import dropped_clauses, newest_published, published_versions
from consult.web import dates
from consult.web.labels import label
from consult.web.rendering import bidi_isolate, lang_of, localized
from consult.wording import LABELS

# How many commitments can be chosen from, the newest plan's first.
MOST_COMMITMENTS = 120


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A clause of minutes as it stands in the draft, or else in the newest version."""

    clause_id: int
    position: int
    kind: str
    heading: str
    heading_lang: str
    text: str
    text_lang: str
    speaker: str
    duty: str
    answers: int | None
    concerns: list[str]
    unfinished: bool
    edit_url: str
    arrange_url: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """A clause that was taken out of the draft, and where it is put back."""

    heading: str
    lang: str
    url: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A published version of the minutes."""

    number: int
    day: str
    url: str


@dataclass(frozen=True, slots=True)
class MinutesPart:
    """The minutes: ``draft`` where one is written; ``missing`` is what holds back its publishing, in words."""

    entries: list[EntryRow]
    draft: bool
    dropped: list[Dropped]
    versions: list[VersionRow]
    missing: list[str]
    asked: bool
    ask_url: str | None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An action item in a list: its words, its meeting, whose it is, by when, and where it stands."""

    heading: str
    lang: str
    meeting: str
    owner: str
    owner_lang: str
    due: str
    status: str
    code: str
    overdue: bool
    url: str


class _Minutes(NamedTuple):
    """Minutes as they are written: the draft, or else the newest version; what their clauses are, and who may speak."""

    draft: TextVersion | None
    shown: TextVersion | None
    entries: dict[int, Entry]
    people: Sequence[Attendance]


def _read(session: Session, meeting: Meeting, people: Sequence[Attendance]) -> _Minutes:
    """Return the minutes of a meeting with these people in it."""
    draft = draft_of(session, meeting)
    shown = draft or newest_published(session, text_id=meeting.text_id)
    return _Minutes(draft, shown, queries.entries(session, meeting_id=meeting.id), people)


def minutes_part(
    session: Session, meeting: Meeting, actor: Actor, now: datetime, people: Sequence[Attendance]
) -> MinutesPart:
    """Return the minutes as they are written, and their versions."""
    draft, shown, every, _people = _read(session, meeting, people)
    published = published_versions(session, text_id=meeting.text_id)
    speakers, named = {row.id: row for row in people}, _Named(session, every.values())
    clauses = shown.clauses if shown else []
    numbers = {every[row.clause_id].id: row.position for row in clauses if row.clause_id in every}
    asked = running_about_text(session, text_id=meeting.text_id, now=now)
    offered = not asked and draft is None and bool(published)
    return MinutesPart(
        entries=[
            _row(meeting, row, every.get(row.clause_id), speakers, named, numbers) for row in clauses
        ],
        draft=draft is not None,
        dropped=[_dropped(meeting, row) for row in dropped_clauses(session, version_id=draft.id)] if draft else [],
        versions=[
            VersionRow(
                row.number, dates.day(row.published_at),
                url_for("public.minutes_version", slug=meeting.slug, number=row.number),
            )
            for row in published
        ],
        missing=_missing(draft, people) if draft else [],
        asked=asked is not None,
        ask_url=url_for("desk.new_consultation", text=published[0].id)
        if offered and may_draft(actor, drafter_scope=meeting.keeper.scope)
        else None,
    )  # fmt: skip


class _Named:
    """The names of what entries concern and of the bodies that said something, read at once."""

    def __init__(self, session: Session, entries: Iterable[Entry]) -> None:
        every = list(entries)
        links = [link for row in every for link in standing_links(row)]
        ids = [link.subject_id for link in links if link.subject_kind == Linked.ORGANISATION]
        own = [body_id for row in every for body_id in (row.body_id, row.owner_id) if body_id]
        self.bodies = by_ids(session, [*ids, *own])
        numbers = [link.subject_id for link in links if link.subject_kind == Linked.COMMITMENT]
        self.commitments = commitments_named(session, numbers) if numbers else {}

    def duty(self, row: Entry) -> str:
        """Return whose an action item is and by when, as the minutes say it; empty where nothing is to be done."""
        if row.kind not in ACTION_ITEMS:
            return ""
        owner = (
            localized(self.bodies[row.owner_id], "name") if row.owner_id else _("not stated in the minutes")
        )
        due = dates.day(row.due_on) if row.due_on else _("not stated in the minutes")
        return str(_("Owner: %(owner)s. Due: %(due)s.", owner=bidi_isolate(owner), due=due))

    def concerns(self, row: Entry) -> list[str]:
        """Return what an entry concerns, in words."""
        return [
            _("Commitment %(number)s", number=self.commitments[link.subject_id].number)
            if link.subject_kind == Linked.COMMITMENT
            else localized(self.bodies[link.subject_id], "name")
            for link in standing_links(row)
        ]


def _row(
    meeting: Meeting, clause: ClauseText, entry: Entry | None, people: dict[int, Attendance], named: _Named,
    numbers: Mapping[int, int],
) -> EntryRow:  # fmt: skip
    speaker = people.get(entry.speaker_id or 0) if entry else None
    said = localized(speaker, "post") if speaker else ""
    if entry is not None and entry.body_id is not None and not said:
        said = localized(named.bodies[entry.body_id], "name")
    return EntryRow(
        clause.clause_id, clause.position, label("entry-kind", entry.kind if entry else EntryKind.STATEMENT.value),
        localized(clause, "heading"), lang_of(clause, "heading"), localized(clause, "text"), lang_of(clause, "text"),
        said, named.duty(entry) if entry else "", numbers.get(entry.answers_id or 0) if entry else None,
        named.concerns(entry) if entry else [], bool(unfinished([clause])),
        url_for("desk.edit_entry", slug=meeting.slug, clause_id=clause.clause_id),
        url_for("desk.arrange_entry", slug=meeting.slug, clause_id=clause.clause_id),
    )  # fmt: skip


def _dropped(meeting: Meeting, row: DroppedClause) -> Dropped:
    url = url_for("desk.arrange_entry", slug=meeting.slug, clause_id=row.clause_id)
    return Dropped(localized(row, "heading"), lang_of(row, "heading"), url)


def _missing(draft: TextVersion, people: Sequence[Attendance]) -> list[str]:
    """Return what is still missing before the draft can be published, each in a sentence."""
    found = [
        _("Clause %(number)s is not whole in both languages.", number=place)
        for place in unfinished(draft.clauses)
    ]
    if not any(row.presence == Presence.PRESENT for row in people):
        found.append(_("Nobody is said to have come."))
    elif any(row.presence == Presence.INVITED for row in people):
        found.append(_("Of some it is not said whether they came."))
    return found


def form_of(session: Session, meeting: Meeting, clause_id: int | None) -> EntryForm | None:
    """Return the form of a clause, with what stands and what may be chosen; None where there is no such clause."""
    found = _read(session, meeting, queries.attendances(session, meeting_id=meeting.id))
    clauses = {row.clause_id: row for row in found.shown.clauses} if found.shown else {}
    clause = clauses.get(clause_id) if clause_id is not None else None
    if clause_id is not None and clause is None:
        return None
    entry = found.entries.get(clause_id) if clause_id is not None else None
    named = _bodies_of(session, entry) if entry else {}
    form = EntryForm.of(clause, entry, {key: body.slug for key, body in named.items()})
    form.offer(
        speakers=[
            (
                str(row.id),
                _("%(post)s, %(body)s", post=localized(row, "post"), body=localized(row.organisation, "name")),
            )
            for row in found.people
        ],
        bodies=bodies(session, besides=named.values()),
        questions=[
            (str(row.id), localized(clauses[row.clause_id], "heading"))
            for row in found.entries.values()
            if row.kind == EntryKind.QUESTION and row.clause_id in clauses and row is not entry
        ],
        commitments=_commitments(session, entry),
    )  # fmt: skip
    return form


def _bodies_of(session: Session, entry: Entry) -> dict[int, Organisation]:
    """Return the bodies that an entry names, by their ids."""
    ids = [link.subject_id for link in standing_links(entry) if link.subject_kind == Linked.ORGANISATION]
    wanted = [*ids, *filter(None, (entry.body_id, entry.owner_id))]
    return by_ids(session, wanted) if wanted else {}


def _commitments(session: Session, entry: Entry | None) -> list[tuple[str, str]]:
    """Return the commitments to choose from: the newest plan's first, and those that the entry concerns already."""
    offered = commitments_named(session, limit=MOST_COMMITMENTS)
    links = standing_links(entry) if entry else []
    older = {each.subject_id for each in links if each.subject_kind == Linked.COMMITMENT} - offered.keys()
    if older:
        offered |= commitments_named(session, list(older))
    return [
        (
            str(row.id),
            _(
                "%(plan)s, commitment %(number)s: %(title)s", plan=localized(row.plan, "title"), number=row.number,
                title=localized(row, "title"),
            ),
        )
        for row in offered.values()
    ]  # fmt: skip


def item_row(item: ActionItem, today: date) -> ItemRow:
    """Return an action item as the desk lists it."""
    said = item.said
    due = dates.day(item.due_on) if item.due_on else str(_("no day is stated"))
    return ItemRow(
        localized(said, "heading"), lang_of(said, "heading"), dates.day(said.day),
        localized(item.owner, "name") if item.owner else str(_("Nobody is named")),
        lang_of(item.owner, "name") if item.owner else "", due, str(LABELS["action-status"][item.status]), item.status,
        is_overdue(item.status, item.due_on, today),
        url_for("desk.action_item", entry_id=said.entry_id),
    )  # fmt: skip
