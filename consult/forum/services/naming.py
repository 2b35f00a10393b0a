"""No words about a meeting hold the name of somebody in it: a name is a row that can be removed, and words are not."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from consult.forum import queries
from consult.forum.policies import names_in
from consult.shared.errors import DomainError


def problems_of_names(session: Session, meeting_id: int, words: Mapping[str, str]) -> list[DomainError]:
    """Return, at its field, each of these words in which the name of somebody at the meeting stands."""
    people = [
        row.person
        for row in queries.attendances(session, meeting_id=meeting_id)
        if row.person is not None and row.person.removed_at is None
    ]
    return [
        DomainError("name-in-words", field=field, name=found[0])
        for field, value in words.items()
        if (found := names_in(value, people))
    ]
