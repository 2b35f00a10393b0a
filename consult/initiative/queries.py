"""Reading the page on the initiative: the draft of the desk, and the editions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from consult.initiative.models import (
    InitiativeEdition,
    InitiativeFact,
    InitiativeSection,
    InitiativeWords,
    SectionInFull,
)
from consult.initiative.policies import shown


def draft(session: Session) -> list[SectionInFull]:
    """Return every section with its newest words and the facts that stand, by place, withdrawn sections too."""
    rows = session.execute(_NEWEST).all()
    return _in_full(rows, session.scalars(_STANDING))


def draft_section(session: Session, slug: str) -> SectionInFull | None:
    """Return one section of the draft, or None."""
    return next((each for each in draft(session) if each.section.slug == slug), None)


def newest_words(session: Session, *, section_id: int) -> InitiativeWords:
    """Return what a section says."""
    query = select(InitiativeWords).where(InitiativeWords.section_id == section_id)
    return session.scalars(query.order_by(InitiativeWords.number.desc()).limit(1)).one()


def lock(session: Session, slug: str) -> InitiativeSection | None:
    """Return a section, held until the transaction ends: whoever writes in it waits for the others."""
    query = select(InitiativeSection).where(InitiativeSection.slug == slug)
    return session.scalars(query.with_for_update(key_share=True)).one_or_none()


def slugs(session: Session) -> set[str]:
    """Return the slugs of all sections, in no order."""
    return set(session.scalars(select(InitiativeSection.slug)))


def fact(session: Session, fact_id: int) -> tuple[InitiativeFact, InitiativeSection] | None:
    """Return a fact with its section, or None."""
    query = select(InitiativeFact, InitiativeSection).join(
        InitiativeSection, InitiativeSection.id == InitiativeFact.section_id
    )
    row = session.execute(query.where(InitiativeFact.id == fact_id)).one_or_none()
    return None if row is None else (row[0], row[1])


def facts_of(session: Session, *, section_id: int) -> Sequence[InitiativeFact]:
    """Return all that was recorded in a section, oldest first."""
    query = select(InitiativeFact).where(InitiativeFact.section_id == section_id)
    return session.scalars(query.order_by(InitiativeFact.id)).all()


def in_its_place(session: Session, row: InitiativeFact) -> InitiativeFact:
    """Return the row that has the place of a fact now, itself where none took it; a withdrawn one says so."""
    after = {each.corrects_id: each for each in facts_of(session, section_id=row.section_id)}
    while (newer := after.get(row.id)) is not None:
        row = newer
    return row


def withdrawn_facts(session: Session) -> dict[int, int]:
    """Return how many facts are withdrawn, by the id of their section."""
    return dict(session.execute(_GONE).all())


def mark_of(sections: Iterable[SectionInFull]) -> str:
    """Return a short mark of what an edition of these would show: another draft has another one."""
    words, facts = ids_of(sections)
    return sha256(f"{words} {facts}".encode()).hexdigest()[:32]


def ids_of(sections: Iterable[SectionInFull]) -> tuple[list[int], list[int]]:
    """Return the ids of the words and of the facts that an edition of these sections shows."""
    every = shown(sections)
    return [each.words.id for each in every], [fact.id for each in every for fact in each.facts]


def newest_edition(session: Session) -> InitiativeEdition | None:
    """Return the edition that stands, None where nothing was published yet."""
    return session.scalars(_EDITION).first()


def is_published(session: Session) -> bool:
    """Whether the public reads the page."""
    return session.scalar(_ANY_EDITION) is not None


def edition(session: Session, number: int) -> InitiativeEdition | None:
    """Return an edition by its number, or None."""
    return session.scalars(_BY_NUMBER, {"number": number}).one_or_none()


def editions(session: Session) -> Sequence[InitiativeEdition]:
    """Return every edition, newest first."""
    return session.scalars(_EDITIONS).all()


def content(session: Session, of: InitiativeEdition) -> list[SectionInFull]:
    """Return what an edition shows."""
    rows = session.execute(_WORDS, {"ids": of.words}).all()
    return _in_full(rows, session.scalars(_FACTS, {"ids": of.facts}))


def _in_full(
    rows: Iterable[tuple[InitiativeSection, InitiativeWords]], facts: Iterable[InitiativeFact]
) -> list[SectionInFull]:
    within: dict[int, list[InitiativeFact]] = {}
    for each in facts:
        within.setdefault(each.section_id, []).append(each)
    return [SectionInFull(section, words, within.get(section.id, [])) for section, words in rows]


# Built once: building a statement costs more than sending it.
_after = aliased(InitiativeFact)
_later = aliased(InitiativeWords)
_BY_PLACE = InitiativeWords.place, InitiativeSection.id
_SECTIONS = select(InitiativeSection, InitiativeWords).join(
    InitiativeWords, InitiativeWords.section_id == InitiativeSection.id
)
_NEWEST = _SECTIONS.where(
    InitiativeWords.number
    == select(func.max(_later.number)).where(_later.section_id == InitiativeSection.id).scalar_subquery()
).order_by(*_BY_PLACE)
_STANDING = (
    select(InitiativeFact)
    .where(
        InitiativeFact.withdrawn.is_(False), ~select(_after.id).where(_after.corrects_id == InitiativeFact.id).exists()
    )
    .order_by(InitiativeFact.place, InitiativeFact.id)
)  # fmt: skip
_GONE = (
    select(InitiativeFact.section_id, func.count())
    .where(
        InitiativeFact.withdrawn.is_(True), ~select(_after.id).where(_after.corrects_id == InitiativeFact.id).exists()
    )
    .group_by(InitiativeFact.section_id)
)  # fmt: skip
_WORDS = _SECTIONS.where(InitiativeWords.id.in_(bindparam("ids", expanding=True))).order_by(*_BY_PLACE)
_FACTS = (
    select(InitiativeFact)
    .where(InitiativeFact.id.in_(bindparam("ids", expanding=True)))
    .order_by(InitiativeFact.place, InitiativeFact.id)
)
_EDITIONS = select(InitiativeEdition).order_by(InitiativeEdition.number.desc())
_EDITION = _EDITIONS.limit(1)
_ANY_EDITION = select(InitiativeEdition.id).limit(1)
_BY_NUMBER = select(InitiativeEdition).where(InitiativeEdition.number == bindparam("number"))
