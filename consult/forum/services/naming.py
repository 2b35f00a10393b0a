"""No words of the forum hold the name of somebody known there: a row with a name can be removed, and words cannot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from consult.forum import queries
from consult.forum.models import ForumPerson, Meeting
from consult.forum.policies import Known, known_names, names_in
from consult.shared.errors import DomainError
from consult.texts.policies import WORDS
from consult.texts.queries import newest_published


def problems_of_names(session: Session, words: Mapping[str, str]) -> list[DomainError]:
    """Return, at its field, each of these words in which the name of somebody stands who is known to the forum."""
    known = known_names(queries.names_of_people(session))
    # All at once first: it is many clauses that are looked at, and hardly ever one with a name.
    if not known or not names_in("\n".join(words.values()), known):
        return []
    return problems_with(known, words)


def problems_with(known: Known, words: Mapping[str, str]) -> list[DomainError]:
    """Return, at its field, each of these words in which one of the names stands that are looked for."""
    return [
        DomainError("name-in-words", field=field, name=found[0])
        for field, value in words.items()
        if (found := names_in(value, known))
    ]


def problems_of_people(
    session: Session, meeting: Meeting, people: Sequence[ForumPerson], field: str | None = None
) -> list[DomainError]:
    """Return that the name of one of these people stands already in what is published of a meeting, or in its title."""
    known, agenda = known_names(people), queries.agenda(session, meeting_id=meeting.id)
    minutes = newest_published(session, text_id=meeting.text_id)
    words = [meeting.title_ar, meeting.title_en, meeting.place_ar, meeting.place_en]
    words += [title for item in (agenda.items if agenda else []) for title in (item.title_ar, item.title_en)]
    words += [getattr(row, name) for row in (minutes.clauses if minutes else []) for name in WORDS]
    if not known or not names_in("\n".join(words), known):
        return []
    found = next((found for value in words if (found := names_in(value, known))), None)
    return [DomainError("name-stands-there", field=field, name=found[0])] if found else []
