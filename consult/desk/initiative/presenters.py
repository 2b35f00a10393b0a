"""The page on the initiative at the desk: its draft, what stands of it in public, and its forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.desk.meanwhile import Difference
from consult.initiative import queries
from consult.initiative.models import InitiativeEdition, InitiativeFact, InitiativeSection, SectionInFull
from consult.initiative.policies import is_told, shown
from consult.presenters.initiative import SectionPart, SourceLine, sections_of, source_of
from consult.web import dates
from consult.web.rendering import lang_of, localized

# A new section or fact stands after the last, with room between them.
_APART, _LAST = 10, 999


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact at the desk; ``source`` None where it has no value yet, ``fate`` what became of one that is gone.

    ``since`` is the day on which it was entered.
    """

    label: str
    lang: str
    value: str
    value_lang: str
    source: SourceLine | None
    url: str | None
    since: str
    fate: str | None = None


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section at the desk with its facts."""

    slug: str
    heading: str
    lang: str
    withdrawn: bool
    silent: bool
    url: str
    new_fact_url: str
    facts: Sequence[FactRow]
    withdrawn_facts: int


@dataclass(frozen=True, slots=True)
class InitiativeOverview:
    """The draft. ``edition`` and ``since`` None before the first; ``changed`` where it says other than that."""

    sections: Sequence[SectionRow]
    edition: str | None
    since: str | None
    changed: bool
    empty_fields: int
    public_url: str | None


@dataclass(frozen=True, slots=True)
class InitiativeFormPage:
    """A form about something of the page; ``drop_url`` is where it is taken away, None where it cannot be.

    ``before`` is what was said before, the newest first; ``gone`` are the facts that are withdrawn.
    """

    heading: str
    about: str
    lang: str
    action: str
    back_url: str
    drop_url: str | None
    seen: int
    withdrawn: bool
    differing: list[Difference]
    before: Sequence[FactRow]
    gone: Sequence[FactRow]


@dataclass(frozen=True, slots=True)
class PublishPage:
    """What would be published, as readers would see it, and its mark."""

    sections: Sequence[SectionPart]
    number: int
    mark: str
    changed: bool
    action: str
    back_url: str


def overview(session: Session) -> InitiativeOverview:
    """Return the draft with what stands of it in public."""
    every, newest = queries.draft(session), queries.newest_edition(session)
    told = {each.section.slug for each in shown(every)}
    gone = queries.withdrawn_facts(session)
    sections = [
        _section(each, silent=each.section.slug not in told, gone=gone.get(each.section.id, 0))
        for each in every
    ]
    return InitiativeOverview(
        sections=sections,
        edition=_("Edition %(number)s", number=newest.number) if newest else None,
        since=dates.full(newest.published_at) if newest else None,
        changed=_differs(every, newest),
        empty_fields=sum(
            not is_told(fact) for each in every if not each.words.withdrawn for fact in each.facts
        ),
        public_url=url_for("public.initiative") if newest else None,
    )


def new_section_page(differing: list[Difference] | None = None) -> InitiativeFormPage:
    """Return the page of a new section."""
    return _form(_("New section"), url_for("desk.new_initiative_section"), differing=differing)


def next_place(session: Session) -> str:
    """Return the place after the last section."""
    return _after([each.words.place for each in queries.draft(session)])


def next_place_in(found: SectionInFull) -> str:
    """Return the place after the last fact of a section."""
    return _after([each.place for each in found.facts])


def section_page(
    session: Session, found: SectionInFull, differing: list[Difference] | None = None
) -> InitiativeFormPage:
    """Return the page of a section that is there, with what was corrected and withdrawn in it."""
    every = queries.facts_of(session, section_id=found.section.id)
    rows = {each.id: each for each in every}
    after = {each.corrects_id: each for each in every}
    words, slug = found.words, found.section.slug
    return _form(
        _("Edit the section"), url_for("desk.initiative_section", slug=slug), found, differing,
        drop_url=None if words.withdrawn else url_for("desk.withdraw_initiative_section", slug=slug),
        before=[
            _fact(each, fate=_fate(after[each.id])) for each in reversed(every)
            if each.id in after and is_told(each) and not each.withdrawn and not _is_gone(after[each.id], after)
        ],
        gone=[
            _fact(rows[each.corrects_id], url=_url(each), fate=_fate(each)) for each in reversed(every)
            if each.corrects_id is not None and _is_gone(each, after)
        ],
    )  # fmt: skip


def new_fact_page(found: SectionInFull) -> InitiativeFormPage:
    """Return the page of a new fact of a section."""
    return _form(_("Add a fact"), url_for("desk.new_initiative_fact", slug=found.section.slug), found)


def fact_page(
    session: Session, found: SectionInFull, row: InitiativeFact, differing: list[Difference] | None = None
) -> InitiativeFormPage:
    """Return the page of a fact that is corrected, or added again, with what it said before."""
    every = {each.id: each for each in queries.facts_of(session, section_id=row.section_id)}
    before, after = [], row
    while after.corrects_id is not None:
        earlier = every[after.corrects_id]
        if is_told(earlier) and not earlier.withdrawn:
            before.append(_fact(earlier, fate=_fate(after)))
        after = earlier
    heading = _("Add the fact again") if row.withdrawn else _("Correct the fact")
    return _form(
        heading, _url(row), found, differing, before=before,
        drop_url=None if row.withdrawn else url_for("desk.withdraw_initiative_fact", fact_id=row.id),
    )  # fmt: skip


def publish_page(session: Session) -> PublishPage:
    """Return what an edition made now would show."""
    every, newest = queries.draft(session), queries.newest_edition(session)
    return PublishPage(
        sections=sections_of(shown(every)),
        number=newest.number + 1 if newest else 1,
        mark=queries.mark_of(every),
        changed=_differs(every, newest),
        action=url_for("desk.publish_initiative"),
        back_url=url_for("desk.initiative"),
    )


def _differs(every: list[SectionInFull], newest: InitiativeEdition | None) -> bool:
    words, facts = queries.ids_of(every)
    return bool(words) and (newest is None or (newest.words, newest.facts) != (words, facts))


def _after(places: list[int]) -> str:
    return str(min(max(places, default=0) + _APART, _LAST))


def _section(each: SectionInFull, *, silent: bool, gone: int) -> SectionRow:
    slug = each.section.slug
    return SectionRow(
        slug=slug,
        heading=localized(each.words, "heading"),
        lang=lang_of(each.words, "heading"),
        withdrawn=each.words.withdrawn,
        silent=silent and not each.words.withdrawn,
        url=url_for("desk.initiative_section", slug=slug),
        new_fact_url=url_for("desk.new_initiative_fact", slug=slug),
        facts=[_fact(fact, url=_url(fact)) for fact in each.facts],
        withdrawn_facts=gone,
    )


def _fact(fact: InitiativeFact, *, url: str | None = None, fate: str | None = None) -> FactRow:
    return FactRow(
        label=localized(fact, "label"), lang=lang_of(fact, "label"), value=localized(fact, "value"),
        value_lang=lang_of(fact, "value"), source=source_of(fact) if is_told(fact) else None, url=url,
        since=str(_("entered on %(day)s", day=dates.day(fact.recorded_at))), fate=fate,
    )  # fmt: skip


def _url(fact: InitiativeFact) -> str:
    return url_for("desk.correct_initiative_fact", fact_id=fact.id)


def _is_gone(fact: InitiativeFact, after: Mapping[int | None, InitiativeFact]) -> bool:
    """Whether a fact is withdrawn and was not added again."""
    return fact.withdrawn and fact.id not in after


def _fate(after: InitiativeFact) -> str:
    day = dates.day(after.recorded_at)
    return str(_("withdrawn on %(day)s", day=day) if after.withdrawn else _("corrected on %(day)s", day=day))


def _form(
    heading: str, action: str, found: SectionInFull | None = None, differing: list[Difference] | None = None, *,
    drop_url: str | None = None, before: Sequence[FactRow] = (), gone: Sequence[FactRow] = (),
) -> InitiativeFormPage:  # fmt: skip
    section: InitiativeSection | None = found.section if found else None
    return InitiativeFormPage(
        heading=heading,
        about=localized(found.words, "heading") if found else str(_("About the initiative")),
        lang=lang_of(found.words, "heading") if found else "",
        action=action,
        back_url=url_for("desk.initiative", _anchor=section.slug if section else None),
        drop_url=drop_url,
        seen=found.words.number if found else 0,
        withdrawn=found.words.withdrawn if found else False,
        differing=differing or [],
        before=before,
        gone=gone,
    )
