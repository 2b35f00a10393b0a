"""The page on the initiative as both faces show it: sections, their facts, and who says so as of when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from consult.initiative.models import InitiativeFact, SectionInFull, Shape
from consult.web import dates
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Who says so, where it can be read, and as of which day."""

    name: str
    lang: str
    url: str
    as_of: str


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact; ``source`` None where its section names one source for all."""

    label: str
    label_lang: str
    value: str
    value_lang: str
    source: SourceLine | None


@dataclass(frozen=True, slots=True)
class SectionPart:
    """A section; ``source`` is that of all its facts, where they have one and the section lists steps or terms."""

    slug: str
    heading: str
    heading_lang: str
    prose: str
    prose_lang: str
    shape: str
    facts: Sequence[FactLine]
    source: SourceLine | None


def sections_of(found: Iterable[SectionInFull]) -> list[SectionPart]:
    """Return sections in the page's language, in the other where it is missing."""
    return [_section(each) for each in found]


def source_of(fact: InitiativeFact) -> SourceLine:
    """Return who says so. An undated source says nothing of its day: then the day counts on which it was entered."""
    if fact.as_of:
        as_of = _("as of %(day)s", day=dates.day(fact.as_of))
    else:
        as_of = _("without a date; entered here on %(day)s", day=dates.day(fact.recorded_at))
    return SourceLine(localized(fact, "source"), lang_of(fact, "source"), fact.source_url, str(as_of))


def _section(each: SectionInFull) -> SectionPart:
    sources = {source_of(fact) for fact in each.facts}
    common = sources.pop() if len(sources) == 1 and each.section.shape != Shape.FACTS else None
    return SectionPart(
        slug=each.section.slug,
        heading=localized(each.words, "heading"),
        heading_lang=lang_of(each.words, "heading"),
        prose=localized(each.words, "prose"),
        prose_lang=lang_of(each.words, "prose"),
        shape=each.section.shape,
        facts=[
            FactLine(
                label=localized(fact, "label"), label_lang=lang_of(fact, "label"), value=localized(fact, "value"),
                value_lang=lang_of(fact, "value"), source=None if common else source_of(fact),
            )
            for fact in each.facts
        ],
        source=common,
    )  # fmt: skip
