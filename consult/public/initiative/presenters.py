"""The page on the initiative, as an edition shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from consult.initiative import queries
from consult.initiative.models import InitiativeEdition
from consult.presenters.initiative import SectionPart, sections_of
from consult.web import dates
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A section in the table of contents."""

    title: str
    url: str
    lang: str
    number: None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition: its number, its day, why it was published; ``url`` None where it is the one that is shown."""

    number: int
    day: str
    reason: str
    reason_lang: str
    url: str | None


@dataclass(frozen=True, slots=True)
class InitiativePage:
    """An edition. ``newest_url`` leads from an earlier one to the one that stands, None on that."""

    sections: Sequence[SectionPart]
    contents: Sequence[ContentsEntry]
    number: int
    day: str
    editions: Sequence[EditionLine]
    newest_url: str | None


def page(session: Session, shown: InitiativeEdition) -> InitiativePage:
    """Return the page of an edition, with the others below it."""
    sections = sections_of(queries.content(session, shown))
    every = queries.editions(session)
    newest = every[0].number
    return InitiativePage(
        sections=sections,
        contents=[ContentsEntry(each.heading, f"#{each.slug}", each.heading_lang) for each in sections],
        number=shown.number,
        day=dates.day(shown.published_at),
        editions=[_edition(each, newest, here=each.number == shown.number) for each in every],
        newest_url=None if shown.number == newest else url_for("public.initiative"),
    )


def _edition(row: InitiativeEdition, newest: int, *, here: bool) -> EditionLine:
    url = (
        url_for("public.initiative")
        if row.number == newest
        else url_for("public.initiative_edition", number=row.number)
    )
    return EditionLine(
        row.number, dates.day(row.published_at), localized(row, "reason"), lang_of(row, "reason"),
        None if here else url,
    )  # fmt: skip
