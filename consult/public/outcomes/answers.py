"""The outcome's page and a theme's page, gathered from several subjects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.contributions import queries as contributions
from consult.moderation import queries as moderation
from consult.outcomes import queries
from consult.outcomes.models import FrozenPoint, FrozenTheme, quotes
from consult.outcomes.services import Part
from consult.presenters.addresses import addresses
from consult.presenters.consultations import Standing, standing
from consult.presenters.texts import owner_named
from consult.public.contributions.translations import for_readers
from consult.public.contributions.voices import Voice, Voices
from consult.public.outcomes import presenters
from consult.public.outcomes.afterwards import Since, since
from consult.public.plans.presenters import MilestoneRow, Words, theme_among, worded
from consult.public.plans.today import milestones_today
from consult.web import dates
from consult.web.labels import label
from consult.web.locale import joined, language
from consult.web.pagination import page_of

QUOTES = 2


class VersionRow(NamedTuple):
    """A published version; ``lang`` is None where nobody wrote its reason."""

    number: int
    day: str
    iso: str
    reason: str
    lang: str | None
    url: str


class Point(NamedTuple):
    """A sentence of a summary, with the voices that it cites: reference and address."""

    text: str
    lang: str
    cites: list[tuple[str, str]]


class Corrected(NamedTuple):
    """That a correction changed a theme: in which parts, and where it stands as it was; None where it is new."""

    text: str
    before: str
    url: str | None


class ThemeAnswer(NamedTuple):
    """A theme with its answer: voices that it quotes, clauses that it changed, milestones that it names."""

    id: int
    title: str
    lang: str
    outcome: str
    voices: str
    url: str
    quotes: list[presenters.Quote]
    points: list[Point]
    reason: Words
    changes: list[presenters.Change]
    milestones: list[MilestoneRow]
    corrected: Corrected | None


@dataclass(frozen=True, slots=True)
class OutcomePage:
    """A published outcome; ``question`` and ``answered`` say what was asked, and how many themes are answered.

    ``counted`` is the day of its figures, ``copied`` whether they are a former version's.
    """

    slug: str
    title: Words
    question: str
    answered: str
    illustrative: bool
    standing: Standing
    owners: list[str]
    number: int
    heard: int
    clauses_changed: int
    counted: str
    copied: bool
    versions: list[VersionRow]
    since: Since
    counts: list[presenters.TallyItem]
    themes: list[ThemeAnswer]
    figures: presenters.Figures


@dataclass(frozen=True, slots=True)
class ThemePage:
    """A published theme: its answer, and one page of the voices behind it."""

    consultation: queries.Asked
    outcome: queries.OutcomeRow
    theme: FrozenTheme
    corrected: Corrected | None
    voices: list[Voice]
    older_url: str | None
    newer_url: str | None


def whole(session: Session, published: queries.Published, now: datetime) -> OutcomePage:
    """Return what the page of an outcome shows."""
    asked, outcome, slug = published.asked, published.outcome, published.asked.slug
    changes = queries.changed_clauses(session, outcome_id=outcome.id)
    named = queries.named_milestones(session, outcome_id=outcome.id)
    title = worded(language(), asked.title_ar, asked.title_en)
    themes = _themes(session, outcome, slug, _changes(changes), _milestones(named, now))
    bars = [
        presenters.Bar(shown.title, frozen["primary"], shown.url)
        for shown, frozen in zip(themes, outcome.themes, strict=True)
    ]
    figures = presenters.figures(outcome, slug, bars)
    return OutcomePage(
        slug=slug,
        title=title,
        question=_(
            "From %(opened)s to %(closed)s we asked: %(question)s",
            opened=dates.day(asked.opens_at), closed=dates.day(asked.closes_at), question=title.text,
        ),
        answered=ngettext(
            "%(num)s theme is answered, with its reason.", "%(num)s themes are answered, each with its reason.",
            len(themes),
        ),
        illustrative=asked.illustrative,
        standing=standing(asked, now),
        owners=[owner_named(row) for row in queries.owners_asked_about(session, consultation_id=asked.id)],
        number=outcome.number,
        heard=figures.published + outcome.figures["late_published"],
        clauses_changed=len(changes),
        counted=dates.day(outcome.counted_at),
        copied=outcome.copied_figures,
        versions=[_version(slug, row) for row in published.versions],
        since=since(session, outcome, newest=outcome.number == published.versions[0].number),
        counts=presenters.tally(outcome, slug, len(changes), len({row.milestone.id for row in named})),
        themes=themes,
        figures=figures,
    )  # fmt: skip


def _version(slug: str, row: queries.OutcomeVersion) -> VersionRow:
    """Return a version; where it only says that something was erased, nobody wrote a reason."""
    reason, lang = worded(language(), row.reason_ar, row.reason_en)
    unwritten = row.copied_figures and not row.reason_ar
    if unwritten:
        reason = _(
            "A contribution was erased after the outcome was published. All else stands as it was published, the "
            "figures too."
        )
    return VersionRow(
        number=row.number,
        day=dates.day(row.published_at),
        iso=dates.iso(row.published_at),
        reason=reason,
        lang=None if unwritten else lang,
        url=url_for("public.outcome", slug=slug, version=row.number),
    )


def _changes(rows: Iterable[queries.ChangedClause]) -> dict[int, list[presenters.Change]]:
    """Return the clauses that each theme's answer changed, keyed by theme id."""
    shown: dict[int, list[presenters.Change]] = defaultdict(list)
    for row in rows:
        shown[row.theme_id].append(presenters.changed(row))
    return shown


def _milestones(rows: Sequence[queries.NamedMilestone], now: datetime) -> dict[int, list[MilestoneRow]]:
    """Return the milestones that each theme's answer named, keyed by theme id, each with a link to its commitment."""
    shown: dict[int, list[MilestoneRow]] = defaultdict(list)
    for row, milestone in zip(rows, milestones_today(rows, now), strict=True):
        shown[row.theme_id].append(milestone)
    return shown


def _themes(
    session: Session,
    outcome: queries.OutcomeRow,
    slug: str,
    changed: Mapping[int, list[presenters.Change]],
    milestones: Mapping[int, list[MilestoneRow]],
) -> list[ThemeAnswer]:
    quoted = {theme["id"]: presenters.cited(theme)[:QUOTES] for theme in outcome.themes}
    found = contributions.listed(session, [ref for refs in quoted.values() for ref in refs])
    gone = [c.id for c in found.values() if not c.is_published]
    decisions = moderation.latest(session, contribution_ids=gone) if gone else {}
    translations = for_readers(session, found.values())
    lang, address, shown = language(), addresses("public.contribution", "reference"), []
    for theme in outcome.themes:
        id_ = theme["id"]
        title, title_lang = worded(lang, theme["title_ar"], theme["title_en"])
        shown.append(
            ThemeAnswer(
                id=id_,
                title=title,
                lang=title_lang,
                outcome=theme["outcome"],
                voices=ngettext("%(num)s voice", "%(num)s voices", theme["voices"]),
                url=url_for("public.theme", slug=slug, theme_id=id_, version=outcome.number),
                quotes=[
                    presenters.quote(found[ref], decisions.get(found[ref].id), translations, address)
                    for ref in quoted[id_]
                ],
                points=[_point(point, lang, address) for point in theme["points"]],
                reason=worded(lang, theme["reason_ar"], theme["reason_en"]),
                changes=changed.get(id_, []),
                milestones=milestones.get(id_, []),
                corrected=_corrected(theme, slug, outcome.number),
            )
        )
    return shown


def _corrected(theme: FrozenTheme, slug: str, number: int) -> Corrected | None:
    """Return what this version of an outcome changed in a theme, None where it changed nothing."""
    parts = theme.get("changed", [])
    if not parts:
        return None
    before = number - 1
    new = Part.ADDED.value in parts
    return Corrected(
        _("New in version %(number)s", number=number) if new else _(
            "Changed in version %(number)s: %(parts)s",
            number=number, parts=joined([label("outcome-part", part) for part in parts]),
        ),
        _("As it was in version %(number)s", number=before),
        # The whole of it, summary, clauses and milestones too.
        None if new else url_for("public.outcome", slug=slug, version=before, _anchor=f"theme-{theme['id']}"),
    )  # fmt: skip


def _point(point: FrozenPoint, lang: str, address: Callable[[str], str]) -> Point:
    text, text_lang = worded(lang, point["text_ar"], point["text_en"])
    return Point(text, text_lang, [(each, address(each)) for each, _number in quotes(point)])


def theme(
    session: Session,
    consultation: queries.Asked,
    outcome: queries.OutcomeRow,
    theme_id: int,
    before_id: int | None,
) -> ThemePage | None:
    """Return what the page of a published theme shows, or None where there is no such theme."""
    frozen = theme_among(outcome.themes, theme_id)
    if frozen is None:
        return None
    rows = queries.voices(
        session, outcome=outcome, theme_id=theme_id, before_id=before_id, limit=contributions.PAGE + 1
    )
    here = partial(url_for, "public.theme", slug=consultation.slug, theme_id=theme_id, version=outcome.number)
    page = page_of(rows, contributions.PAGE, before_id, lambda begun: here(before=begun))
    shown = page.items
    gone = [c.id for c in shown if not c.is_published]
    found = Voices(moderation.last_decisions(session, contribution_ids=gone), for_readers(session, shown))
    return ThemePage(
        consultation=consultation,
        outcome=outcome,
        theme=frozen,
        corrected=_corrected(frozen, consultation.slug, outcome.number),
        voices=[found.shown(row) for row in shown],
        older_url=page.older_url,
        newer_url=page.newer_url,
    )
