"""What a summary point may cite: published voices, and only those that stand under its own theme."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from consult.contributions import queries as contributions
from consult.contributions.models import Contribution
from consult.outcomes import queries
from consult.outcomes.models import Theme
from consult.shared.errors import DomainError

# A sentence names so many references at most, and so much of each.
_NAMED, _LETTERS = 5, 40


def citable(session: Session, theme: Theme, references: Sequence[str]) -> list[Contribution]:
    """Return the published voices of the theme's consultation that ``references`` name."""
    return [
        said
        for said in contributions.by_references(session, references).values()
        if said.consultation_id == theme.consultation_id and said.is_published and said.counts_as_voice
    ]


def problems_of_citations(
    session: Session, theme: Theme, references: Sequence[str], good: Sequence[Contribution]
) -> list[DomainError]:
    """Return what is wrong with what a point of ``theme`` cites; ``good`` are those that ``citable`` found.

    What names no published voice here is one problem, what stands under another theme or none is another.
    """
    if not references:
        return [DomainError("cite-published", field="references")]
    known = {said.reference for said in good}
    places = queries.working_places(session, ids=[said.id for said in good])
    elsewhere = {said.reference for said in good if theme.id not in places.get(said.id, [])}
    wrong = {
        "cite-unknown": [each for each in references if each not in known],
        "cite-own-theme": [each for each in references if each in elsewhere],
    }
    return [
        DomainError(code, field="references", references=_named(those))
        for code, those in wrong.items()
        if those
    ]


def _named(references: Sequence[str]) -> str:
    """Return the first of ``references`` for a sentence: what was typed there may be anything."""
    plain = [
        "".join(sign for sign in each if sign.isalnum() or sign in "-_.#/") for each in references[:_NAMED]
    ]
    named = ", ".join(each[:_LETTERS] for each in plain if each)
    return f"{named} …" if len(references) > _NAMED or not named else named
