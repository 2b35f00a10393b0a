"""The people of the forum: how they are named and written to, and how a name is removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.services.kept_forms import drop_kept_words
from consult.forum import queries
from consult.forum.models import Attendance, ForumPerson
from consult.forum.services.keeping import MOST_NAME, Pair, require_keeper, role_of
from consult.forum.services.naming import problems_of_people
from consult.outbox.services import forget_messages, readdress
from consult.record.services import append
from consult.shared.email_address import email_address
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean_title, has_words

_HONORIFICS = ("honorific_ar", "honorific_en")
MAILS = ("forum-invitation", "forum-meeting-changed", "forum-meeting-cancelled", "forum-minutes-published")


@dataclass(frozen=True)
class Attendee:
    """Somebody who is added to a meeting: a known person by id, or a new one; without any name, the post alone."""

    organisation: str
    post: Pair
    part: str
    honorific: Pair = ("", "")
    name: Pair = ("", "")
    email: str = ""
    language: str = "ar"
    person_id: int | None = None


def change_person(
    session: Session, *, actor: Actor, person_id: int, honorific: Pair, name: Pair, email: str, language: str
) -> ForumPerson:  # fmt: skip
    """Correct how somebody is named and written to; it is a reference, so that every version follows, and every mail.

    Raises NotFoundError, also where the name was removed, and DomainError at a field; ``name-stands-there``.
    """
    require_keeper(actor)
    person = queries.lock_person(session, person_id)
    if person is None or person.removed_at is not None:
        raise NotFoundError
    who = Attendee("", ("", ""), "", honorific, name, email, language)
    named = checked_name(who, [])
    if not named["name_ar"]:
        raise DomainError("write-this", field="name_ar")
    before = person.email, person.language
    for key, value in named.items():
        setattr(person, key, value)
    person.language = language
    session.flush()
    rows = queries.attendances_of(session, person_id=person.id)
    for meeting in queries.meetings_by_ids(session, {row.meeting_id for row in rows}):
        raise_any(problems_of_people(session, meeting, [person], "name_ar"))
    ids = [row.id for row in rows]
    if (person.email, person.language) == before:
        return person
    if person.email:
        readdress(
            session, kinds=MAILS, name="attendance", ids=ids, recipient=person.email, language=person.language
        )
    else:
        forget_messages(session, kinds=MAILS, name="attendance", ids=ids)
    return person


def remove_name(session: Session, *, actor: Actor, now: datetime, person_id: int) -> None:
    """Remove somebody's name and address for good, from every version of all minutes; body and post stay.

    Mails to them go with it, and what was typed of it into forms that were kept and not sent. Again changes nothing.
    Raises NotFoundError.
    """
    require_keeper(actor)
    person = queries.lock_person(session, person_id)
    if person is None:
        raise NotFoundError
    if person.removed_at is not None:
        return
    ids = [row.id for row in queries.attendances_of(session, person_id=person.id)]
    forget_messages(session, kinds=MAILS, name="attendance", ids=ids)
    drop_kept_words(session, words=filter(None, (person.name_ar, person.name_en, person.email)))
    person.honorific_ar = person.honorific_en = person.name_ar = person.name_en = person.email = None
    person.removed_at, person.removed_by_id = now, actor.user_id
    session.flush()
    append(
        session, now=now, kind="forum-name-removed", subject="forum", role=role_of(actor),
        details={"organisation": person.organisation.slug},
    )  # fmt: skip


def reachable(session: Session, rows: Iterable[Attendance]) -> list[tuple[Attendance, ForumPerson]]:
    """Return those rows whose address is known, each with its person, held: no removal goes past a mail meanwhile."""
    rows = list(rows)
    people = queries.lock_people(session, {row.person_id for row in rows if row.person_id is not None})
    found = ((row, people.get(row.person_id or 0)) for row in rows)
    return [(row, person) for row, person in found if person is not None and person.email]


def checked_name(who: Attendee, problems: list[DomainError]) -> dict[str, str | None]:
    """Return honorific, name and address in their stored form; raise DomainError with ``problems`` at the fields."""
    words = {
        "honorific_ar": clean_title(who.honorific[0]), "honorific_en": clean_title(who.honorific[1]),
        "name_ar": clean_title(who.name[0]), "name_en": clean_title(who.name[1]),
    }  # fmt: skip
    problems = problems + problems_of_words(words, most=MOST_NAME, needed=False)
    email = None
    if who.email.strip():
        try:
            email = email_address(who.email, field="person_email")
        except DomainError as problem:
            problems.append(problem)
    if not has_words(words["name_ar"]) and (
        words["name_ar"] or words["name_en"] or email or who.honorific[0].strip()
    ):
        problems.append(DomainError("write-this", field="name_ar"))
    if who.language not in {"ar", "en"}:
        problems.append(DomainError("choose-one", field="person_language"))
    raise_any(problems)
    return {**{name: value or None for name, value in words.items()}, "email": email}


def chosen_person(session: Session, person_id: int) -> ForumPerson:
    """Return somebody known, held; raise NotFoundError where there is nobody, or the name was removed."""
    person = queries.lock_person(session, person_id)
    if person is None or person.removed_at is not None:
        raise NotFoundError
    return person


def known_person(
    session: Session, organisation_id: int, named: Mapping[str, str | None]
) -> ForumPerson | None:
    """Return whoever is known by this name and address, held, or None; without an address, from this body alone.

    Raises ``known-and-named`` where another honorific was typed, which would be lost: it is corrected on their page.
    """
    if not named["name_ar"]:
        return None
    found = queries.same_person(
        session, organisation_id=organisation_id, name_ar=named["name_ar"], name_en=named["name_en"],
        email=named["email"],
    )  # fmt: skip
    if found is not None and any(named[name] not in {None, getattr(found, name)} for name in _HONORIFICS):
        raise DomainError("known-and-named", field="known_person")
    return queries.lock_person(session, found.id) if found else None
