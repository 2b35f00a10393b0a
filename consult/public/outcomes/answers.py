"""The outcome's page and a theme's page, gathered from several subjects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.contributions import queries as contributions
from consult.moderation import queries as moderation
from consult.outcomes import queries
from consult.outcomes.models import FrozenTheme, Outcome, OutcomeMilestone
from consult.plans import queries as plans
from consult.plans.models import NamedCommitment
from consult.presenters.consultations import Standing, standing
from consult.public.consultations.presenters import commitments_of
from consult.public.contributions.translations import for_readers
from consult.public.contributions.voices import Voice, Voices
from consult.public.outcomes import presenters
from consult.public.outcomes.afterwards import Since, since
from consult.public.plans.differences import kept_with
from consult.public.plans.presenters import MilestoneRow, milestone_row, theme_of
from consult.web import dates
from consult.web.pagination import page_of
from consult.web.rendering import lang_of, localized

QUOTES = 2


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A published version; ``lang`` is None where nobody wrote its reason."""

    number: int
    day: str
    iso: str
    reason: str
    lang: str | None
    url: str


@dataclass(frozen=True, slots=True)
class ThemeAnswer:
    """A theme with its answer: voices that it quotes, clauses that it changed, milestones that it names."""

    theme: FrozenTheme
    url: str
    quotes: list[presenters.Quote]
    changes: list[presenters.Change]
    milestones: list[MilestoneRow]


@dataclass(frozen=True, slots=True)
class OutcomePage:
    """A published outcome."""

    consultation: Consultation
    outcome: Outcome
    standing: Standing
    commitments: list[NamedCommitment]
    versions: list[VersionRow]
    since: Since
    counts: list[presenters.TallyItem]
    themes: list[ThemeAnswer]
    figures: presenters.Figures


@dataclass(frozen=True, slots=True)
class ThemePage:
    """A published theme: its answer, and one page of the voices behind it."""

    consultation: Consultation
    outcome: Outcome
    theme: FrozenTheme
    voices: list[Voice]
    older_url: str | None
    newer_url: str | None


def version_of(session: Session, consultation: Consultation, number: int | None) -> Outcome | None:
    """Return the outcome version with that number, the newest where none is named, or None."""
    rows = queries.versions(session, consultation_id=consultation.id)
    return next((row for row in rows if number is None or row.number == number), None)


def whole(session: Session, consultation: Consultation, outcome: Outcome, now: datetime) -> OutcomePage:
    """Return what the page of an outcome shows."""
    changes = queries.changes(session, outcome_id=outcome.id)
    named = queries.milestones(session, outcome_id=outcome.id)
    ids = {row.version_id for row in consultation.texts}
    ids |= {row.from_version_id for row in changes} | {row.to_version_id for row in changes}
    words = plans.words_of(session, version_ids=ids)
    commitments = {version_id: row.version.commitment for (version_id, _clause), row in words.items()}
    kept = kept_with(changes)
    versions = _versions(session, consultation)
    changed: dict[int, list[presenters.Change]] = defaultdict(list)
    for row in changes:
        changed[row.theme_id].append(presenters.change(row, words, commitments, kept))
    return OutcomePage(
        consultation=consultation,
        outcome=outcome,
        standing=standing(consultation, now),
        commitments=commitments_of(consultation, commitments),
        versions=versions,
        since=since(session, outcome, newest=outcome.number == versions[0].number),
        counts=presenters.tally(
            outcome, consultation.slug, len(changes), len({row.milestone_id for row in named})
        ),
        themes=_themes(session, consultation, outcome, changed, _milestones(session, named, commitments)),
        figures=presenters.figures(outcome, consultation.slug),
    )


def _versions(session: Session, consultation: Consultation) -> list[VersionRow]:
    return [_version(consultation, row) for row in queries.versions(session, consultation_id=consultation.id)]


def _version(consultation: Consultation, row: Outcome) -> VersionRow:
    """Return a version; where it only says that something was erased, nobody wrote a reason."""
    reason = localized(row, "reason")
    lang: str | None = lang_of(row, "reason")
    if row.copied_figures and not row.reason_ar:
        reason = _(
            "A contribution was erased after the outcome was published. All else stands as it was published, the "
            "figures too."
        )
        lang = None
    return VersionRow(
        number=row.number,
        day=dates.day(row.published_at),
        iso=dates.iso(row.published_at),
        reason=reason,
        lang=lang,
        url=url_for("public.outcome", slug=consultation.slug, version=row.number),
    )


def _milestones(
    session: Session, named: Sequence[OutcomeMilestone], commitments: Mapping[int, NamedCommitment]
) -> dict[int, list[MilestoneRow]]:
    """Return the milestones that each theme's answer named, keyed by theme id, each with a link to its commitment."""
    found = plans.milestones_by_ids(session, [row.milestone_id for row in named]) if named else {}
    homes = {commitment.id: commitment for commitment in commitments.values()}
    shown: dict[int, list[MilestoneRow]] = defaultdict(list)
    for row in named:
        milestone = found[row.milestone_id]
        home = homes[milestone.commitment_id]
        url = url_for("public.commitment", slug=home.plan.slug, number=home.number, _anchor="milestones")
        shown[row.theme_id].append(replace(milestone_row(milestone, {}), url=url))
    return shown


def _themes(
    session: Session,
    consultation: Consultation,
    outcome: Outcome,
    changed: Mapping[int, list[presenters.Change]],
    milestones: Mapping[int, list[MilestoneRow]],
) -> list[ThemeAnswer]:
    quoted = {theme["id"]: presenters.cited(theme)[:QUOTES] for theme in outcome.themes}
    found = contributions.listed(session, [ref for refs in quoted.values() for ref in refs])
    gone = [c.id for c in found.values() if not c.is_published]
    decisions = moderation.latest(session, contribution_ids=gone) if gone else {}
    translations = for_readers(session, found.values())
    return [
        ThemeAnswer(
            theme=theme,
            url=url_for("public.theme", slug=consultation.slug, theme_id=theme["id"], version=outcome.number),
            quotes=[
                presenters.quote(found[ref], decisions.get(found[ref].id), translations)
                for ref in quoted[theme["id"]]
            ],
            changes=changed.get(theme["id"], []),
            milestones=milestones.get(theme["id"], []),
        )
        for theme in outcome.themes
    ]


def theme(
    session: Session, consultation: Consultation, outcome: Outcome, theme_id: int, before_id: int | None
) -> ThemePage | None:
    """Return what the page of a published theme shows, or None where there is no such theme."""
    frozen = theme_of(outcome, theme_id)
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
        voices=[found.shown(row) for row in shown],
        older_url=page.older_url,
        newer_url=page.newer_url,
    )
