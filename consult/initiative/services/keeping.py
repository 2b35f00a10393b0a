"""What all that write the page ask first, and what their words have in common."""

from __future__ import annotations

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.initiative import queries
from consult.initiative.models import InitiativeFact, InitiativeSection, InitiativeWords
from consult.initiative.policies import may_keep
from consult.shared.errors import DomainError, NotFoundError, problems_of_words
from consult.shared.text import has_words

PLACES = range(1, 1000)


def require(actor: Actor) -> None:
    """Raise NotFoundError for whoever does not keep the page."""
    if not may_keep(actor):
        raise NotFoundError


def held(session: Session, slug: str) -> InitiativeSection:
    """Return a section, held until the transaction ends; NotFoundError where there is none."""
    section = queries.lock(session, slug)
    if section is None:
        raise NotFoundError
    return section


def saved_meanwhile(row: InitiativeFact | InitiativeWords, actor: Actor) -> DomainError:
    """Return what is said of a row that was saved since: when, and by whom as seen by ``actor``."""
    whose = "own" if row.recorded_by_id == actor.user_id else "others"
    return DomainError("edited-meanwhile", state="withdrawn" if row.withdrawn else whose, at=row.recorded_at)


def either(name: str, words: tuple[str, str], *, most: int, needed: bool = True) -> list[DomainError]:
    """Return what is wrong with words of which one language is enough."""
    both = {f"{name}_ar": words[0], f"{name}_en": words[1]}
    if needed and not any(map(has_words, words)):
        return [DomainError("write-either", field=f"{name}_ar")]
    return problems_of_words(both, most=most, needed=False)


def problems_of_place(place: int) -> list[DomainError]:
    """Return what is wrong with a place on the page."""
    if place in PLACES:
        return []
    return [DomainError("place-unfit", field="page_place", most=PLACES[-1])]
