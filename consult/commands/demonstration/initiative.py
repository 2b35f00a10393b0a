"""The page on the initiative, in the words of the owner's documents, each fact with the one that says so."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from consult.commands.demonstration.content import Content, pair, read
from consult.initiative.models import Shape
from consult.initiative.services import FactWords, SectionWords, put_edition, put_fact, put_section

_APART = 10


def load_initiative(session: Session, *, now: datetime) -> None:
    """Write the page and publish it."""
    given = read("initiative")
    for place, each in enumerate(given["sections"], 1):
        said = SectionWords(*pair(each["heading"]), *pair(each["prose"]), place=place * _APART)
        section = put_section(
            session, actor=None, now=now, slug=each["slug"], shape=Shape(each["shape"]), said=said
        )
        for number, fact in enumerate(each["facts"], 1):
            put_fact(
                session, actor=None, now=now, section_id=section.id, said=_fact(fact, place=number * _APART)
            )
    put_edition(session, now=now, reason=pair(given["reason"]))


def _fact(given: Content, *, place: int) -> FactWords:
    source = read("sources")[given["source"]]
    return FactWords(
        *pair(given["label"]), *pair(given["value"]), *pair(source["name"]), source.get("url", ""),
        date.fromisoformat(source["dated"]) if source["dated"] else None, place,
    )  # fmt: skip
