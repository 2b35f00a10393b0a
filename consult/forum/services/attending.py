"""Who is invited to a meeting and comes: rows that keep body and post, and lead to a name that can be removed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.forum import queries
from consult.forum.models import Attendance, ForumPerson, Meeting, Part, Presence
from consult.forum.policies import known_names, may_invite
from consult.forum.services.keeping import MOST_POST, MOST_REASON, Pair, body_of, held_meeting, log
from consult.forum.services.meetings import need_standing, need_unpublished
from consult.forum.services.naming import problems_of_names, problems_of_people, problems_with
from consult.forum.services.people import Attendee, checked_name, chosen_person, known_person, reachable
from consult.outbox.services import Message, enqueue
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean, clean_title

MOST_PEOPLE = 200


def add_attendee(
    session: Session, *, actor: Actor, now: datetime, meeting_id: int, who: Attendee
) -> Attendance:
    """Add somebody to a meeting, as invited; the same again is whoever is in it already.

    Once minutes are published, whoever was forgotten in them is added as having come, and the log says so. Somebody who
    is known by the same name and address is that person, chosen or typed anew (``known_person``). Raises NotFoundError,
    also for an unknown person, and DomainError at a field; ``too-many-people``, and ``name-stands-there`` where words
    that are published of the meeting hold the name already.
    """
    meeting = held_meeting(session, actor, meeting_id)
    need_standing(meeting)
    there = queries.attendances(session, meeting_id=meeting.id)
    chosen = chosen_person(session, who.person_id) if who.person_id is not None else None
    body, problems = body_of(session, who.organisation, "attendee_body")
    posts = {"post_ar": clean_title(who.post[0]), "post_en": clean_title(who.post[1])}
    named = checked_name(who, problems + _problems_of_attendee(who, posts, len(there)))
    assert body is not None  # noqa: S101 - said above
    person = chosen or known_person(session, body.id, named)
    field = "name_ar" if chosen is None else "known_person"
    same = next((row for row in there if person is not None and row.person_id == person.id), None)
    if same is not None:
        if (same.organisation_id, same.post_ar, same.post_en, same.part) != (
            body.id,
            *posts.values(),
            who.part,
        ):
            raise DomainError("attendee-there", field=field)
        return same
    if person is None and any(named.values()):
        person = ForumPerson(
            organisation_id=body.id, language=who.language, recorded_at=now, recorded_by_id=actor.user_id,
            **posts, **named,
        )  # fmt: skip
    problems = problems_of_people(session, meeting, [person], field) if person is not None else []
    of_own = problems_with(known_names([person]), posts) if person is not None else []
    raise_any([*problems, *problems_of_names(session, posts), *of_own])
    if person is not None and person not in session:
        session.add(person)
        session.flush()
    published = bool(queries.published_text_ids(session, [meeting.text_id]))
    presence = Presence.PRESENT if published else Presence.INVITED
    row = Attendance(
        meeting_id=meeting.id, position=_next_position(session, meeting), person=person,
        person_id=person.id if person else None, organisation=body, organisation_id=body.id, part=who.part,
        presence=presence.value, recorded_at=now, recorded_by_id=actor.user_id, **posts,
    )  # fmt: skip
    session.add(row)
    session.flush()
    if published:
        log(session, actor, now, "forum-attendance-corrected", meeting, organisation=body.slug, added=True)
    return row


def take_over(session: Session, *, actor: Actor, now: datetime, meeting_id: int) -> int:
    """Add to a meeting whoever was in the one before it, and return how many that were.

    Whoever is in it already, or whose name was removed, is passed over. Raises NotFoundError, ``minutes-are-published``
    and ``too-many-people``.
    """
    meeting = held_meeting(session, actor, meeting_id)
    need_standing(meeting)
    need_unpublished(session, meeting)
    before = queries.previous_meeting(session, meeting)
    here = queries.attendances(session, meeting_id=meeting.id)
    # Whoever was taken out is not brought back.
    there = {person.id for person in queries.named_at(session, meeting_id=meeting.id)}
    rows = queries.attendances(session, meeting_id=before.id) if before else []
    added = [
        row
        for row in rows
        if row.person is not None and row.person.removed_at is None and row.person_id not in there
    ]
    if len(here) + len(added) > MOST_PEOPLE:
        raise DomainError("too-many-people", most=MOST_PEOPLE)
    raise_any(problems_of_people(session, meeting, [row.person for row in added if row.person is not None]))
    first = _next_position(session, meeting)
    for position, row in enumerate(added, first):
        session.add(
            Attendance(
                meeting_id=meeting.id, position=position, person_id=row.person_id,
                organisation_id=row.organisation_id, post_ar=row.post_ar, post_en=row.post_en, part=row.part,
                presence=Presence.INVITED.value, recorded_at=now, recorded_by_id=actor.user_id,
            )
        )  # fmt: skip
    session.flush()
    return len(added)


def record_presence(
    session: Session, *, actor: Actor, meeting_id: int, presences: Mapping[int, tuple[str, str]], today: date,
    seen: Mapping[int, tuple[str, str]] | None = None,
) -> None:  # fmt: skip
    """Record who came and as what: presence and part, by the id of the row of attendance.

    ``seen`` is what stood when it was chosen, None: what stands now. What was left as it was seen changes nothing.
    Raises NotFoundError where a row is not the meeting's, DomainError at a row's field, ``meeting-to-come`` where
    somebody is said to have come to one that is still to come, ``minutes-are-published``, and
    ``presence-recorded-meanwhile`` at a row that somebody else changed otherwise.
    """
    meeting = held_meeting(session, actor, meeting_id)
    need_standing(meeting)
    rows = {row.id: row for row in queries.attendances(session, meeting_id=meeting.id)}
    if not presences.keys() <= rows.keys():
        raise NotFoundError
    stands = {key: (row.presence, row.part) for key, row in rows.items()}
    seen = stands if seen is None else seen
    changed = {key: said for key, said in presences.items() if said not in {seen.get(key), stands[key]}}
    if not changed:
        return
    need_unpublished(session, meeting)
    problems = [
        DomainError("presence-recorded-meanwhile", field=f"presence-{key}")
        for key in changed
        if seen.get(key) != stands[key]
    ]
    for key, (presence, part) in changed.items():
        if presence not in set(Presence):
            problems.append(DomainError("choose-one", field=f"presence-{key}"))
        elif presence in {Presence.PRESENT, Presence.ABSENT} and meeting.day > today:
            problems.append(DomainError("meeting-to-come", field=f"presence-{key}"))
        if part not in set(Part):
            problems.append(DomainError("choose-one", field=f"part-{key}"))
    raise_any(problems)
    for key, (presence, part) in changed.items():
        rows[key].presence, rows[key].part = presence, part
    session.flush()


def leave_out(
    session: Session, *, actor: Actor, now: datetime, meeting_id: int, attendance_id: int, reason: Pair = ("", "")
) -> None:  # fmt: skip
    """Take somebody out of a meeting who should not stand in it; once minutes are published, with a public reason.

    Again changes nothing. Raises NotFoundError, and DomainError where an entry of the minutes names them
    (``attendee-speaks``) or the reason is missing.
    """
    meeting = held_meeting(session, actor, meeting_id)
    row = queries.attendance_by_id(session, attendance_id)
    if row is None or row.meeting_id != meeting.id:
        raise NotFoundError
    if row.struck_at is not None:
        return
    if any(entry.speaker_id == row.id for entry in queries.entries(session, meeting_id=meeting.id).values()):
        raise DomainError("attendee-speaks")
    published = bool(queries.published_text_ids(session, [meeting.text_id]))
    # Before, nobody is owed a reason, and what is typed all the same must not be published later.
    words = {"reason_ar": clean(reason[0]), "reason_en": clean(reason[1])} if published else {}
    named = problems_of_names(session, words)
    raise_any(problems_of_words(words, most=MOST_REASON, needed=published) + named)
    row.struck_at, row.struck_by_id = now, actor.user_id
    row.strike_reason_ar, row.strike_reason_en = words.get("reason_ar"), words.get("reason_en")
    session.flush()
    if published:
        log(
            session,
            actor,
            now,
            "forum-attendance-corrected",
            meeting,
            organisation=row.organisation.slug,
            **words,
        )


def invite(session: Session, *, actor: Actor, now: datetime, meeting_id: int, today: date) -> int:
    """Send the invitation to everybody in a meeting who was not sent it yet; return to how many.

    Whose address nobody entered is passed over. Raises NotFoundError, ``meeting-is-over`` and
    ``minutes-are-published``.
    """
    meeting = held_meeting(session, actor, meeting_id)
    need_standing(meeting)
    if not may_invite(meeting, today):
        raise DomainError("meeting-is-over")
    need_unpublished(session, meeting)
    rows = queries.attendances(session, meeting_id=meeting.id)
    found = reachable(session, [row for row in rows if row.invited_at is None])
    for row, _person in found:
        row.invited_at = now
    session.flush()
    enqueue(
        session,
        now=now,
        messages=[
            Message(
                f"forum-invitation:{row.id}",
                "forum-invitation",
                person.email or "",
                person.language,
                {"attendance": row.id},
            )
            for row, person in found
        ],
    )
    return len(found)


def _problems_of_attendee(who: Attendee, posts: dict[str, str], people: int) -> list[DomainError]:
    """Return what is wrong with who is added to a meeting that has so many people."""
    problems = problems_of_words(posts, most=MOST_POST)
    if who.person_id is not None and any((*who.honorific, *who.name, who.email)):
        problems.append(DomainError("known-and-named", field="known_person"))
    if who.part not in set(Part):
        problems.append(DomainError("choose-one", field="part"))
    if people >= MOST_PEOPLE:
        problems.append(DomainError("too-many-people", most=MOST_PEOPLE))
    return problems


def _next_position(session: Session, meeting: Meeting) -> int:
    return queries.last_position(session, meeting_id=meeting.id) + 1
