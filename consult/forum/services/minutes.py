"""Writing the minutes of a meeting, clause by clause: each is an entry that says what it is and whom it concerns."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.forum import queries
from consult.forum.models import ACTION_ITEMS, Entry, EntryKind, Meeting
from consult.forum.services.keeping import Pair, body_of, held_meeting, problems_of_due
from consult.forum.services.linking import key_of, link
from consult.forum.services.meetings import need_standing
from consult.forum.services.naming import problems_of_names
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean, clean_title, has_words
from consult.texts.models import ClauseText, TextVersion
from consult.texts.queries import drafts_of_texts, dropped_clauses, newest_published
from consult.texts.services import (
    MAX_CLAUSES,
    MAX_HEADING,
    Wording,
    begin_version,
    hold,
    moved,
    replace_clauses,
    wordings_of,
    words_of_clause,
)


@dataclass(frozen=True)
class EntryWords:
    """A clause of minutes: what it is, its words, who said it, what it answers, and what it concerns.

    ``speaker_id`` is a row of attendance, ``body``, ``owner`` and ``bodies`` are slugs, ``commitments`` ids.
    """

    kind: str
    heading: Pair
    text: Pair
    speaker_id: int | None = None
    body: str = ""
    answers_id: int | None = None
    owner: str = ""
    due_on: date | None = None
    commitments: Sequence[int] = ()
    bodies: Sequence[str] = ()


def draft_of(session: Session, meeting: Meeting) -> TextVersion | None:
    """Return the version of a meeting's minutes that is being written, or None."""
    return next(iter(drafts_of_texts(session, text_ids=[meeting.text_id])), None)


def begin_minutes(session: Session, *, actor: Actor, now: datetime, meeting_id: int) -> TextVersion:
    """Return the version that is being written, begun from the newest published one where there is none yet.

    Raises NotFoundError for whoever does not keep the forum, and ``meeting-cancelled``.
    """
    meeting = held_meeting(session, actor, meeting_id)
    need_standing(meeting)
    draft = draft_of(session, meeting)
    if draft is None:
        base = newest_published(session, text_id=meeting.text_id)
        draft = begin_version(
            session, now=now, text_id=meeting.text_id, drafter_id=meeting.keeper_id, base=base
        )
    hold(session, draft)
    return draft


def write_entry(
    session: Session, *, actor: Actor, now: datetime, meeting_id: int, said: EntryWords,
    clause_id: int | None = None, seen: str | None = None,
) -> Entry:  # fmt: skip
    """Write a clause of the minutes: a new one at the end, or the one with ``clause_id``, which was ``seen``.

    Names of people are refused in its words: they stand in one row, which is referred to. What a clause of a published
    version is does not change any more, its words do from version to version. Raises NotFoundError where something is
    not there, DomainError at a field, and ``edited-meanwhile`` where somebody wrote it since it was ``seen``
    (``mark_of_entry``).
    """
    draft = begin_minutes(session, actor=actor, now=now, meeting_id=meeting_id)
    meeting = held_meeting(session, actor, meeting_id)
    clauses = wordings_of(draft)
    there = next((row for row in draft.clauses if row.clause_id == clause_id), None)
    if clause_id is not None and there is None:
        raise NotFoundError
    before = queries.entry_of_clause(session, clause_id) if clause_id is not None else None
    if there is not None and seen is not None and seen != mark_of_entry(there, before):
        raise DomainError("edited-meanwhile")
    wording = Wording(clause_id, *map(clean_title, said.heading), *map(clean, said.text))
    row = _checked(
        session, meeting, said, wording, before, room=before is not None or len(clauses) < MAX_CLAUSES
    )
    if there is None:
        replace_clauses(session, draft, [*clauses, wording])
        row.clause_id = draft.clauses[-1].clause_id
        session.add(row)
    else:
        index = there.position - 1
        replace_clauses(session, draft, [*clauses[:index], wording, *clauses[index + 1 :]])
        row = _classified(session, row, there.clause_id)
    session.flush()
    link(session, actor, now, draft, row, commitments=said.commitments, bodies=said.bodies)
    return row


def mark_of_entry(clause: ClauseText, entry: Entry | None) -> str:
    """Return what changes whenever the words of a clause do, or what it is, who said it or what it concerns."""
    facts = [getattr(entry, name) for name in _KEPT] if entry else []
    links = sorted(key_of(each) for each in entry.links if each.withdrawn_at is None) if entry else []
    return hashlib.sha256(f"{words_of_clause(clause)}\0{facts}\0{links}".encode()).hexdigest()


def move_entry(
    session: Session, *, actor: Actor, now: datetime, meeting_id: int, clause_id: int, by: int
) -> None:
    """Move a clause of the draft by so many places; at an end it stays. Raises NotFoundError."""
    draft = begin_minutes(session, actor=actor, now=now, meeting_id=meeting_id)
    replace_clauses(session, draft, moved(wordings_of(draft), _index(draft, clause_id), by))


def take_out(session: Session, *, actor: Actor, now: datetime, meeting_id: int, clause_id: int) -> None:
    """Take a clause out of the draft; until it is published it can be put back. Raises NotFoundError.

    The last one cannot be taken out (``minutes-last-clause``), nor one that an answer in the draft answers
    (``question-is-answered``).
    """
    draft = begin_minutes(session, actor=actor, now=now, meeting_id=meeting_id)
    index, clauses = _index(draft, clause_id), wordings_of(draft)
    every = queries.entries(session, meeting_id=meeting_id)
    standing = {row.clause_id for row in draft.clauses}
    if clause_id in every and any(
        each.answers_id == every[clause_id].id and each.clause_id in standing for each in every.values()
    ):
        raise DomainError("question-is-answered")
    if len(clauses) == 1:
        raise DomainError("minutes-last-clause")
    replace_clauses(session, draft, [*clauses[:index], *clauses[index + 1 :]])


def put_back(session: Session, *, actor: Actor, now: datetime, meeting_id: int, clause_id: int) -> None:
    """Put a clause back that was taken out of the draft, where it stood; one that stands stays.

    Raises NotFoundError where it was not taken out, and ``question-taken-out`` where it answers one that was.
    """
    draft = begin_minutes(session, actor=actor, now=now, meeting_id=meeting_id)
    if any(row.clause_id == clause_id for row in draft.clauses):
        return
    kept = {row.clause_id: row for row in dropped_clauses(session, version_id=draft.id)}
    if clause_id not in kept:
        raise NotFoundError
    every = queries.entries(session, meeting_id=meeting_id)
    question = every[clause_id].answers_id if clause_id in every else None
    standing = {row.clause_id for row in draft.clauses}
    if question is not None and not any(
        row.id == question and row.clause_id in standing for row in every.values()
    ):
        raise DomainError("question-taken-out")
    row, clauses = kept[clause_id], wordings_of(draft)
    back = Wording(clause_id, row.heading_ar, row.heading_en, row.text_ar, row.text_en)
    index = min(row.position - 1, len(clauses))
    replace_clauses(session, draft, [*clauses[:index], back, *clauses[index:]])


def _checked(
    session: Session,
    meeting: Meeting,
    said: EntryWords,
    wording: Wording,
    before: Entry | None,
    *,
    room: bool,
) -> Entry:
    """Return an entry of what was said, without its clause; raise DomainError at each field that is wrong."""
    headings = {"heading_ar": wording.heading_ar, "heading_en": wording.heading_en}
    texts = {"text_ar": wording.text_ar, "text_en": wording.text_en}
    problems = problems_of_words(headings, most=MAX_HEADING, needed=False)
    problems += problems_of_words(texts, needed=False)
    if not any(map(has_words, texts.values())):
        problems.append(DomainError("write-this", field="text_ar"))
    problems += problems_of_names(session, headings | texts)
    if not room:
        problems.append(DomainError("too-many-clauses", most=MAX_CLAUSES))
    if said.kind not in set(EntryKind):
        problems.append(DomainError("choose-one", field="entry_kind"))
    row = Entry(meeting_id=meeting.id, kind=said.kind, speaker_id=said.speaker_id, answers_id=None)
    problems += _who(session, meeting, said, row, before) + _whose(session, meeting, said, row, before)
    raise_any(problems)
    return row


def _who(
    session: Session, meeting: Meeting, said: EntryWords, row: Entry, before: Entry | None
) -> list[DomainError]:
    """Set who said it and what it answers; return what is wrong with that."""
    problems = []
    there = {each.id for each in queries.attendances(session, meeting_id=meeting.id)}
    if said.speaker_id is not None and said.speaker_id not in there:
        problems.append(DomainError("choose-one", field="speaker"))
    if said.body and said.speaker_id is None:
        body, wrong = body_of(session, said.body, "entry_body", before=before.body_id if before else None)
        problems += wrong
        row.body_id = body.id if body else None
    every = queries.entries(session, meeting_id=meeting.id).values()
    if said.kind == EntryKind.ANSWER:
        questions = {each.id for each in every if each.kind == EntryKind.QUESTION and each is not before}
        if said.answers_id not in questions:
            problems.append(DomainError("choose-one", field="answers"))
        row.answers_id = said.answers_id
    if (
        before is not None
        and said.kind != EntryKind.QUESTION
        and any(each.answers_id == before.id for each in every)
    ):
        problems.append(DomainError("question-is-answered", field="entry_kind"))
    return problems


def _whose(
    session: Session, meeting: Meeting, said: EntryWords, row: Entry, before: Entry | None
) -> list[DomainError]:
    """Set who has to do it and by when, where it is an action item; return what is wrong with that."""
    if said.kind not in ACTION_ITEMS:
        return []
    row.due_on = said.due_on
    problems = problems_of_due(said.due_on, meeting.day)
    if not said.owner:
        return problems
    owner, wrong = body_of(session, said.owner, "owner", before=before.owner_id if before else None)
    row.owner_id = owner.id if owner else None
    return problems + wrong


_KEPT = ("kind", "speaker_id", "body_id", "answers_id", "owner_id", "due_on")


def _classified(session: Session, said: Entry, clause_id: int) -> Entry:
    """Let the entry of a clause say what ``said`` does; raise where it is published and would say something else."""
    row = queries.entry_of_clause(session, clause_id)
    changed = [name for name in _KEPT if getattr(row, name) != getattr(said, name)]
    if changed and queries.is_published_clause(session, clause_id):
        raise DomainError("entry-is-published", field="entry_kind")
    for name in changed:
        setattr(row, name, getattr(said, name))
    return row


def _index(draft: TextVersion, clause_id: int) -> int:
    place = next((row.position for row in draft.clauses if row.clause_id == clause_id), None)
    if place is None:
        raise NotFoundError
    return place - 1
