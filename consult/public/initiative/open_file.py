"""The open file of the initiative's facts: each fact of the edition that stands, with its source and its day."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consult.initiative import queries
from consult.initiative.models import InitiativeEdition, InitiativeFact, SectionInFull
from consult.shared import csv
from consult.web import dates

COLUMNS = (
    "edition", "published_at", "section", "heading_ar", "heading_en", "label_ar", "label_en", "value_ar", "value_en",
    "source_ar", "source_en", "source_url", "as_of", "entered_at",
)  # fmt: skip


def csv_file(engine: Engine) -> Iterator[str]:
    """Yield the file as CSV, in pieces of text; without an edition, its columns alone."""
    with Session(engine) as session:
        edition = queries.newest_edition(session)
        rows = _rows(edition, queries.content(session, edition)) if edition else iter(())
        yield from csv.stream(COLUMNS, rows)


def _rows(edition: InitiativeEdition, sections: list[SectionInFull]) -> Iterator[list[object]]:
    for each in sections:
        for fact in each.facts:
            yield [edition.number, dates.iso(edition.published_at), *_said(each, fact)]


def _said(each: SectionInFull, fact: InitiativeFact) -> list[object]:
    return [
        each.section.slug, each.words.heading_ar, each.words.heading_en, fact.label_ar, fact.label_en, fact.value_ar,
        fact.value_en, fact.source_ar, fact.source_en, fact.source_url, fact.as_of, dates.iso(fact.recorded_at),
    ]  # fmt: skip
