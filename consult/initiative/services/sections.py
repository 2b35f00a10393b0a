"""Sections: begun from an outline, added, written anew, left out and taken in again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import count

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.initiative import queries
from consult.initiative.models import InitiativeFact, InitiativeSection, InitiativeWords, Shape
from consult.initiative.services.keeping import either, held, problems_of_place, require, saved_meanwhile
from consult.shared.errors import problems_of_words, raise_any
from consult.shared.text import clean, clean_title

MOST_HEADING, MOST_PROSE = 200, 6000
# Between two places of an outline there is room for others.
_APART = 10


@dataclass(frozen=True)
class SectionWords:
    """The heading and the prose of a section, and where it stands among the others."""

    heading_ar: str
    heading_en: str
    prose_ar: str = ""
    prose_en: str = ""
    place: int = _APART


@dataclass(frozen=True)
class Outlined:
    """A section to begin with: its heading and the labels of its facts, in Arabic and English; the rest is empty."""

    slug: str
    shape: Shape
    heading: tuple[str, str]
    labels: Sequence[tuple[str, str]] = ()


def begin(session: Session, *, actor: Actor, now: datetime, outline: Sequence[Outlined]) -> None:
    """Add the sections of an outline with their empty facts; those that are there already stay as they are."""
    require(actor)
    there = queries.slugs(session)
    for place, each in enumerate(outline, 1):
        if each.slug in there:
            continue
        said = SectionWords(*each.heading, place=place * _APART)
        try:
            with session.begin_nested():
                section = put_section(
                    session, actor=actor, now=now, slug=each.slug, shape=each.shape, said=said
                )
        except IntegrityError:
            # Somebody began at the same moment.
            continue
        session.add_all(
            InitiativeFact(
                section_id=section.id, place=number * _APART, label_ar=label[0], label_en=label[1], value_ar="",
                value_en="", source_ar="", source_en="", source_url="", recorded_at=now,
                recorded_by_id=actor.user_id, withdrawn=False,
            )
            for number, label in enumerate(each.labels, 1)
        )  # fmt: skip
    session.flush()


def add_section(
    session: Session, *, actor: Actor, now: datetime, shape: Shape, said: SectionWords
) -> InitiativeSection:
    """Add a section under the next free slug; the same sent again is the same. Raises DomainError at its field."""
    require(actor)
    # The slug is chosen first: whoever adds the same after that takes the same slug.
    said, slug = _checked(said), _free_slug(session)
    for each in queries.draft(session):
        if not each.words.withdrawn and each.section.shape == shape and _says(each.words, said):
            return each.section
    try:
        with session.begin_nested():
            return put_section(session, actor=actor, now=now, slug=slug, shape=shape, said=said)
    except IntegrityError:
        if slug not in queries.slugs(session):
            raise
        # Somebody added one at the same moment: it is looked at anew, as if they had come before.
        return add_section(session, actor=actor, now=now, shape=shape, said=said)


def put_section(
    session: Session, *, actor: Actor | None, now: datetime, slug: str, shape: Shape, said: SectionWords
) -> InitiativeSection:  # fmt: skip
    """Add a section that its rules allow; nobody's where the command line loads it."""
    recorded = {"recorded_at": now, "recorded_by_id": actor.user_id if actor else None}
    section = InitiativeSection(slug=slug, shape=shape.value, **recorded)
    session.add(section)
    session.flush()
    session.add(InitiativeWords(section_id=section.id, number=1, **asdict(said), withdrawn=False, **recorded))
    session.flush()
    return section


def save_section(
    session: Session, *, actor: Actor, now: datetime, slug: str, said: SectionWords, seen: int
) -> None:
    """Write a section anew, which takes it in again where it was left out; ``seen`` is the number that was shown.

    What stands already is saved no second time. Raises DomainError at its field, ``edited-meanwhile`` where somebody
    saved since.
    """
    require(actor)
    section, said = held(session, slug), _checked(said)
    there = queries.newest_words(session, section_id=section.id)
    if _says(there, said) and not there.withdrawn:
        return
    if seen != there.number:
        raise saved_meanwhile(there, actor)
    _add(session, actor, now, there, said, withdrawn=False)


def withdraw_section(session: Session, *, actor: Actor, now: datetime, slug: str, seen: int) -> None:
    """Leave a section out of the next edition. Doing it again changes nothing."""
    require(actor)
    there = queries.newest_words(session, section_id=held(session, slug).id)
    if there.withdrawn:
        return
    if seen != there.number:
        raise saved_meanwhile(there, actor)
    said = SectionWords(there.heading_ar, there.heading_en, there.prose_ar, there.prose_en, there.place)
    _add(session, actor, now, there, said, withdrawn=True)


def _add(
    session: Session, actor: Actor, now: datetime, there: InitiativeWords, said: SectionWords, *, withdrawn: bool
) -> None:  # fmt: skip
    row = InitiativeWords(
        section_id=there.section_id, number=there.number + 1, **asdict(said), withdrawn=withdrawn, recorded_at=now,
        recorded_by_id=actor.user_id,
    )  # fmt: skip
    session.add(row)
    session.flush()


def _free_slug(session: Session) -> str:
    """Return the slug that the next section has: one for all that ask at once, of whom one gets it."""
    taken = queries.slugs(session)
    return next(slug for number in count(len(taken) + 1) if (slug := f"section-{number}") not in taken)


def _checked(said: SectionWords) -> SectionWords:
    """Return it tidied; raise what is wrong, each at its field."""
    tidy = replace(
        said, heading_ar=clean_title(said.heading_ar), heading_en=clean_title(said.heading_en),
        prose_ar=clean(said.prose_ar), prose_en=clean(said.prose_en),
    )  # fmt: skip
    prose = {"prose_ar": tidy.prose_ar, "prose_en": tidy.prose_en}
    raise_any(
        either("heading", (tidy.heading_ar, tidy.heading_en), most=MOST_HEADING)
        + problems_of_words(prose, most=MOST_PROSE, needed=False)
        + problems_of_place(tidy.place)
    )
    return tidy


def _says(row: InitiativeWords, said: SectionWords) -> bool:
    return all(getattr(row, name) == value for name, value in asdict(said).items())
