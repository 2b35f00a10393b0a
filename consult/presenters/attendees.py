"""The name of whoever is in a meeting of the forum: for the page of its minutes and for the desk, nowhere else."""

from __future__ import annotations

from consult.forum.models import ForumPerson
from consult.forum.queries import Name
from consult.presenters.rewordings import Worded
from consult.web.rendering import lang_of, localized


def name_of(person: ForumPerson | Name) -> Worded | None:
    """Return name and honorific, both in the language that the name is known in; None where it was removed."""
    name, lang = localized(person, "name"), lang_of(person, "name")
    if person.removed_at is not None or not name:
        return None
    honorific = getattr(person, f"honorific_{lang}")
    return Worded(f"{honorific} {name}" if honorific else name, lang)
