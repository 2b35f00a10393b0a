"""Publishing the minutes of a meeting as a version of their text, on which the public can be asked like on any."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.consultations.queries import running_about_text
from consult.consultations.queries.owners import record_names
from consult.consultations.services.texts import problems_of_publishing
from consult.forum import queries
from consult.forum.models import Meeting, Presence
from consult.forum.services import (
    discard_links,
    draft_of,
    held_meeting,
    mark_of_entry,
    problems_of_names,
    reachable,
    role_of,
    show,
)
from consult.outbox.services import Message, enqueue
from consult.shared.errors import DomainError, problems_of_words, raise_any
from consult.shared.text import clean
from consult.texts.models import TextActKind, TextVersion
from consult.texts.policies import WORDS
from consult.texts.queries import newest_published
from consult.texts.services import hold, publish_version, record_text_act, summaries_mark


def publish_minutes(
    session: Session, *, actor: Actor, now: datetime, meeting_id: int, today: date, reason: tuple[str, str], seen: str
) -> TextVersion:  # fmt: skip
    """Publish the draft of a meeting's minutes, ``seen`` by its ``mark_of_minutes``; all in the attendance are told.

    A version after the first needs a public reason. The same again returns what is published. Raises NotFoundError for
    whoever does not keep the forum, and DomainError: ``meeting-to-come``, ``nobody-came``, ``presence-unknown``, a name
    in the words, what ``problems_of_publishing`` finds, ``text-changed-meanwhile``, and ``nothing-changed``.
    """
    meeting = held_meeting(session, actor, meeting_id)
    draft = draft_of(session, meeting)
    if draft is None:
        return _published_before(session, meeting, reason)
    hold(session, draft)
    if seen != mark_of_minutes(session, meeting, draft):
        raise DomainError("text-changed-meanwhile")
    first = newest_published(session, text_id=meeting.text_id) is None
    words = {"reason_ar": clean(reason[0]), "reason_en": clean(reason[1])}
    raise_any([
        *problems_of_words(words, needed=not first),
        *problems_of_names(session, words), *_problems_of_meeting(session, meeting, today),
        *_problems_of_names(session, draft), *problems_of_publishing(session, draft, now),
    ])  # fmt: skip
    draft.reason_ar, draft.reason_en = words["reason_ar"] or None, words["reason_en"] or None
    show(meeting, now)
    session.flush()
    role = Role(role_of(actor))
    publish_version(
        session, now=now, version=draft, role=role.value,
        owner=record_names(session, [meeting.text_id])[meeting.text_id],
        details={"without_consultation": True, **{name: value for name, value in words.items() if value}},
    )  # fmt: skip
    record_text_act(session, draft, actor, now, TextActKind.PUBLISHED, role)
    _tell(session, now, meeting, draft)
    return draft


def mark_of_minutes(session: Session, meeting: Meeting, draft: TextVersion) -> str:
    """Return what changes whenever anything does that is published with a draft: clauses, entries and attendance."""
    entries, clauses = queries.entries(session, meeting_id=meeting.id), draft.clauses
    marks = [mark_of_entry(row, entries.get(row.clause_id)) for row in clauses]
    rows = queries.attendances(session, meeting_id=meeting.id)
    marks += [f"{row.id}\0{row.presence}\0{row.part}" for row in rows]
    return hashlib.sha256("\0".join([summaries_mark(session, draft), *marks]).encode()).hexdigest()


def require_unasked(session: Session, *, actor: Actor, now: datetime, meeting_id: int) -> None:
    """Hold a meeting whose minutes are to be written on.

    Raises NotFoundError for whoever does not keep the forum, and ``text-is-asked-about`` while the public is asked
    about them: the answer makes the next version, which a draft from before it would not follow.
    """
    meeting = held_meeting(session, actor, meeting_id)
    if running_about_text(session, text_id=meeting.text_id, now=now) is not None:
        raise DomainError("text-is-asked-about")


def _published_before(session: Session, meeting: Meeting, reason: tuple[str, str]) -> TextVersion:
    """Return the version that is published already where it is the one that is meant; raise DomainError otherwise."""
    standing = newest_published(session, text_id=meeting.text_id)
    if standing is None:
        raise DomainError("text-without-clauses")
    if (standing.reason_ar or "", standing.reason_en or "") != (clean(reason[0]), clean(reason[1])):
        raise DomainError("nothing-changed")
    return standing


def discard_minutes(session: Session, *, actor: Actor, now: datetime, meeting_id: int) -> None:
    """Discard the draft of a meeting's minutes: the next one begins from what is published. Again changes nothing.

    Raises NotFoundError for whoever does not keep the forum, and ``minutes-not-published`` where no version is: then
    the draft is all that was written down.
    """
    meeting = held_meeting(session, actor, meeting_id)
    draft = draft_of(session, meeting)
    if draft is None:
        return
    hold(session, draft)
    if newest_published(session, text_id=meeting.text_id) is None:
        raise DomainError("minutes-not-published")
    draft.discarded_at = now
    session.flush()
    discard_links(session, actor=actor, now=now, meeting=meeting, draft=draft)
    record_text_act(session, draft, actor, now, TextActKind.DISCARDED, Role(role_of(actor)))


def _problems_of_meeting(session: Session, meeting: Meeting, today: date) -> list[DomainError]:
    """Return what is not known yet of the meeting itself."""
    if meeting.cancelled_at is not None:
        return [DomainError("meeting-cancelled")]
    if meeting.day > today:
        return [DomainError("meeting-to-come")]
    rows = queries.attendances(session, meeting_id=meeting.id)
    if not any(row.presence == Presence.PRESENT for row in rows):
        return [DomainError("nobody-came")]
    return [DomainError("presence-unknown")] if any(row.presence == Presence.INVITED for row in rows) else []


def _problems_of_names(session: Session, draft: TextVersion) -> list[DomainError]:
    """Return that a name stands in the words, where somebody was added after they were written."""
    words = {f"{row.position}-{name}": getattr(row, name) for row in draft.clauses for name in WORDS}
    found = problems_of_names(session, words)
    return [
        DomainError("name-in-clause", number=(problem.field or "").partition("-")[0], name=problem.values["name"])
        for problem in found[:1]
    ]  # fmt: skip


def _tell(session: Session, now: datetime, meeting: Meeting, version: TextVersion) -> None:
    """Put a mail in the outbox for everybody in the attendance, where their address is known."""
    rows = queries.attendances(session, meeting_id=meeting.id)
    enqueue(
        session,
        now=now,
        messages=[
            Message(
                f"forum-minutes:{version.id}:{row.id}", "forum-minutes-published", person.email or "",
                person.language, {"version": version.number, "attendance": row.id},
            )
            for row, person in reachable(session, rows)
        ],
    )  # fmt: skip
