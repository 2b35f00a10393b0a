"""What would be published now, and what stands against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor, has_right
from consult.accounts.policies.permissions import Act
from consult.consultations.models import Consultation
from consult.consultations.policies import allows, may_publish
from consult.consultations.queries.owners import words_of
from consult.contributions.models import Contribution
from consult.desk.answers.presenters import Change, Clause, InBoth, changes_of, clause_of
from consult.desk.consequences import Consequence
from consult.desk.filters import clauses_of
from consult.desk.publication.consequences import of_publishing
from consult.outcomes import queries
from consult.outcomes.models import FrozenTheme, Outcome, Response, Theme
from consult.outcomes.policies import Coverage
from consult.outcomes.services import Before, dropped, frozen, parts_changed, published_before
from consult.plans.models import Milestone
from consult.plans.queries import milestones_by_ids
from consult.shared.words import diff
from consult.web.labels import label
from consult.web.locale import joined
from consult.web.rendering import lang_of, localized


class Unsummed(NamedTuple):
    """A theme without a summary, and where its voices are read."""

    title: str
    lang: str
    url: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Words of the last version beside those of now, as differences; ``what`` says which."""

    what: str
    pieces: InBoth


@dataclass(frozen=True, slots=True)
class Preview:
    """A theme as it would be published."""

    id: int
    theme: Theme
    voices: int
    response: Response | None
    changes: list[Change]
    milestones: list[Milestone]
    corrected: str
    was: list[Compared]


@dataclass(frozen=True, slots=True)
class Twice:
    """A clause that more than one answer changes, with the themes of those answers."""

    clause: Clause
    themes: list[Theme]


@dataclass(frozen=True, slots=True)
class PublicationPage:
    """What would be published now as ``next_number``, what is missing, and who may approve."""

    consultation: Consultation
    themes: list[Preview]
    coverage: Coverage
    twice: list[Twice]
    next_number: int
    latest: Outcome | None
    waiting: Sequence[Contribution]
    going_back: list[Clause]
    unsummed: list[Unsummed]
    nothing_new: bool
    edited_at: datetime | None
    you_edited: bool
    officer: bool
    may_publish: bool
    right_time: bool
    will: list[Consequence]


def publication_page(
    session: Session, actor: Actor, consultation: Consultation, now: datetime
) -> PublicationPage:
    """Return the preview, the list of what is missing, who may approve, and what that will do."""
    themes = queries.themes(session, consultation_id=consultation.id)
    placed = queries.placed(session, consultation_id=consultation.id, known=themes)
    covered = queries.coverage(session, consultation_id=consultation.id, known=themes, standing_now=placed)
    work, latest = queries.standing(session, consultation_id=consultation.id)
    words = words_of(session, version_ids=[text.version_id for text in consultation.texts])
    clauses = clause_of(list(clauses_of(consultation, words).values()))
    milestones = _milestones(session, themes)
    editor = work.last_editor_id if work else None
    scope = consultation.organisation.scope
    may = may_publish(actor, consultation, scope, last_editor_id=editor, now=now)
    number = (latest.number if latest else 0) + 1
    before = published_before(session, latest)
    previews = [_preview(t, placed.by_theme, clauses, milestones, before) for t in themes]
    return PublicationPage(
        consultation=consultation,
        themes=previews,
        coverage=covered,
        twice=_twice(covered.changed_twice, themes, clauses),
        next_number=number,
        latest=latest,
        waiting=queries.waiting(session, outcome=latest) if latest else [],
        # They get the consulted words again: the last version changed them and this one does not.
        going_back=[clauses[clause_id] for clause_id in sorted(dropped(session, themes, latest, now))],
        unsummed=[_unsummed(theme, consultation.slug) for theme in themes if not theme.points],
        nothing_new=before is not None
        and not any(each.corrected or each.id not in before.themes for each in previews),
        edited_at=work.edited_at if work else None,
        you_edited=actor.user_id == editor,
        officer=has_right(actor, Act.ANSWER, scope=scope),
        may_publish=may,
        right_time=allows(consultation, Act.PUBLISH, now) or allows(consultation, Act.REPUBLISH, now),
        will=_will(session, consultation, themes, number) if may and covered.complete else [],
    )


def _will(
    session: Session, consultation: Consultation, themes: Sequence[Theme], number: int
) -> list[Consequence]:
    """Return what publishing will do; counting who is told is left out where it cannot be done now."""
    changes = sum(len(theme.response.changes) for theme in themes if theme.response)
    people = queries.number_of_contributors(session, consultation_id=consultation.id, number=number)
    return of_publishing(themes=len(themes), changes=changes, people=people)


def _milestones(session: Session, themes: Sequence[Theme]) -> list[Milestone]:
    """Return the milestones that the answers name, in the order of the plan."""
    ids = {row.milestone_id for theme in themes if theme.response for row in theme.response.milestones}
    named = milestones_by_ids(session, sorted(ids)) if ids else {}
    return sorted(named.values(), key=lambda row: (row.commitment_id, row.position))


def _preview(
    theme: Theme,
    counts: dict[int, tuple[int, int]],
    clauses: Mapping[int, Clause],
    milestones: list[Milestone],
    before: Before | None,
) -> Preview:
    response = theme.response
    now = frozen(theme, counts.get(theme.id, (0, 0))) if response and before else None
    parts = parts_changed(theme, now, before) if now and before else []
    named = {row.milestone_id for row in response.milestones} if response else set()
    return Preview(
        id=theme.id,
        theme=theme,
        voices=counts.get(theme.id, (0, 0))[0],
        response=response,
        changes=changes_of(response, clauses),
        milestones=[milestone for milestone in milestones if milestone.id in named],
        corrected=joined([label("outcome-part", part.value) for part in parts]),
        was=_compared(now, before.themes[theme.id]) if now and before and theme.id in before.themes else [],
    )


def _unsummed(theme: Theme, slug: str) -> Unsummed:
    url = url_for("desk.themes", slug=slug, show=theme.id)
    return Unsummed(localized(theme, "title"), lang_of(theme, "title"), url)


def _compared(now: FrozenTheme, then: FrozenTheme) -> list[Compared]:
    """Return the words of a theme that are others now than they were published; a summary is compared whole."""
    words = {
        _("Title"): ((then["title_ar"], then["title_en"]), (now["title_ar"], now["title_en"])),
        _("Reason"): ((then["reason_ar"], then["reason_en"]), (now["reason_ar"], now["reason_en"])),
        _("Summary"): (_summary(then), _summary(now)),
    }
    return [
        Compared(str(what), InBoth(diff(old[0], new[0]), diff(old[1], new[1])))
        for what, (old, new) in words.items()
        if old != new
    ]


def _summary(theme: FrozenTheme) -> tuple[str, str]:
    """Return the points of a theme one below the other, with what each cites, in Arabic and in English."""
    cited = [f" ({', '.join(point['cites'])})" for point in theme["points"]]
    points = list(zip(theme["points"], cited, strict=True))
    arabic = "\n".join(f"{point['text_ar']}{refs}" for point, refs in points)
    return arabic, "\n".join(f"{point['text_en']}{refs}" for point, refs in points)


def _twice(
    clause_ids: tuple[int, ...], themes: Sequence[Theme], clauses: Mapping[int, Clause]
) -> list[Twice]:
    changing = {
        theme.id: {change.clause_id for change in theme.response.changes}
        for theme in themes
        if theme.response
    }
    return [
        Twice(clauses[number], [theme for theme in themes if number in changing.get(theme.id, set())])
        for number in clause_ids
        if number in clauses
    ]
