"""The pages of a dated text: one version with the answers behind it, and what changed between two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from consult.consultations.queries.owners import ClauseWords, words_of
from consult.outcomes import queries as outcomes
from consult.outcomes.models import FrozenTheme
from consult.outcomes.queries import ChangedClause, NamedOutcome
from consult.plans.models import NamedCommitment
from consult.public.plans import presenters
from consult.public.plans.clauses import ClauseShown, ComparedClause, clauses_shown, compared
from consult.public.plans.differences import kept_between, pieces_of
from consult.public.plans.presenters import Words, worded
from consult.public.plans.proposed import newer_of, standings_of
from consult.texts import queries as texts
from consult.texts.models import Pieces, PublishedVersion
from consult.web import dates
from consult.web.locale import language
from consult.web.rendering import lang_of


@dataclass(frozen=True, slots=True)
class Home:
    """The commitment that a text is of, and its plan."""

    number: str
    title: Words
    url: str
    plan: Words
    plan_url: str


@dataclass(frozen=True, slots=True)
class AnswerBehind:
    """An answer that changed a clause: its theme, the voices behind it, and the difference."""

    title: str
    title_lang: str
    url: str
    voices: str
    voices_url: str
    day: str
    pieces: Pieces
    lang: str


@dataclass(frozen=True, slots=True)
class VersionPage:
    """A dated text; ``behind``: the answers that changed each clause, by clause id.

    ``newer`` are the later versions that a reader of this one should know of: the adopted one, and the proposed one.
    """

    home: Home
    shown: presenters.VersionRow
    clauses: list[ClauseShown]
    behind: dict[int, list[AnswerBehind]]
    newer: list[presenters.VersionRow]
    versions: list[presenters.VersionRow]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Two versions clause by clause. ``whole``: of some clauses only the whole is known to have changed."""

    home: Home
    before: presenters.VersionRow
    after: presenters.VersionRow
    clauses: list[ComparedClause]
    whole: bool


def version(session: Session, record: NamedCommitment, number: int, now: datetime) -> VersionPage | None:
    """Return what the page of a version shows, None where no version of this number is published."""
    published = texts.published_versions(session, text_id=record.text_id)
    chosen = next((row for row in published if row.number == number), None)
    if chosen is None:
        return None
    stands = standings_of(session, record.text_id, published, now)
    versions = presenters.versions(record.plan.slug, record.number, published, stands)
    return VersionPage(
        home=_home(record),
        shown=next(row for row in versions if row.number == number),
        clauses=clauses_shown(texts.clauses_of(session, version_id=chosen.id)),
        behind=_behind(session, chosen),
        newer=newer_of(versions, number),
        versions=versions,
    )


def compare(
    session: Session, record: NamedCommitment, before: int, after: int, now: datetime
) -> ComparePage | None:
    """Return two published versions clause by clause, or None where one of them is not there.

    Word by word where that is kept: of versions that follow each other, and of those that an answer names.
    """
    published = texts.published_versions(session, text_id=record.text_id)
    ids = {row.number: row.id for row in published}
    if before not in ids or after not in ids:
        return None
    old, new = ids[before], ids[after]
    words = words_of(session, version_ids={old, new})

    def of(version_id: int) -> list[ClauseWords]:
        return [row for row in words.values() if row.version_id == version_id]

    clauses = compared(of(old), of(new), kept_between(session, [(old, new)]))
    stands = standings_of(session, record.text_id, published, now)
    rows = presenters.versions(record.plan.slug, record.number, published, stands)
    shown = {row.number: row for row in rows}
    return ComparePage(
        home=_home(record),
        before=shown[before],
        after=shown[after],
        clauses=clauses,
        whole=any(clause.whole for clause in clauses),
    )


def _home(record: NamedCommitment) -> Home:
    lang, plan = language(), record.plan
    return Home(
        number=record.number,
        title=worded(lang, record.title_ar, record.title_en),
        url=url_for("public.commitment", slug=plan.slug, number=record.number),
        plan=worded(lang, plan.title_ar, plan.title_en),
        plan_url=url_for("public.plan", slug=plan.slug),
    )


def _behind(session: Session, shown: PublishedVersion) -> dict[int, list[AnswerBehind]]:
    """Return the answers that changed each clause of a version, by clause id."""
    changes = outcomes.behind_version(session, version_id=shown.id)
    if not changes:
        return {}
    themes = outcomes.themes_in(session, outcome_ids={outcome.id for _change, outcome in changes})
    found: dict[int, list[AnswerBehind]] = defaultdict(list)
    for change, outcome in changes:
        found[change.after.clause_id].append(_answer(change, outcome, themes))
    return found


def _answer(
    change: ChangedClause, outcome: NamedOutcome, themes: Mapping[int, Sequence[FrozenTheme]]
) -> AnswerBehind:
    frozen, theme_id = themes[outcome.id], change.theme_id
    theme = presenters.theme_among(frozen, theme_id)
    title = worded(language(), theme["title_ar"], theme["title_en"]) if theme else Words("", language())
    return AnswerBehind(
        title=title.text,
        title_lang=title.lang,
        url=url_for("public.outcome", slug=outcome.slug, _anchor=f"theme-{theme_id}"),
        voices=presenters.voices_behind(frozen, theme_id),
        voices_url=url_for("public.theme", slug=outcome.slug, theme_id=theme_id, version=outcome.number),
        day=dates.day(outcome.answered_at or outcome.published_at),
        pieces=pieces_of(change),
        lang=lang_of(change.after, "text"),
    )
