"""What became of a voice: its themes, their answers, and the words and milestones that followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from consult.consultations.queries.owners import ClauseWords
from consult.contributions.models import Contribution
from consult.outcomes import queries as outcomes
from consult.outcomes.models import Outcome, OutcomeChange
from consult.public.outcomes.presenters import Change, change
from consult.public.plans.differences import kept_with
from consult.public.plans.presenters import MilestoneRow, theme_of, voices_of
from consult.public.plans.today import milestones_today
from consult.shared.state import State
from consult.web.rendering import lang_of, localized


@dataclass(frozen=True, slots=True)
class Answer:
    """The published answer to a theme; ``others`` is how many voices beside this one it answers."""

    url: str
    voices_url: str
    others: int
    outcome: str
    reason: str
    lang: str
    changes: list[Change]
    milestones: list[MilestoneRow]


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme that the voice stands under; its answer follows once the outcome is published."""

    title: str
    lang: str
    answer: Answer | None


def changes_behind(session: Session, outcome: Outcome | None, places: Sequence[int]) -> list[OutcomeChange]:
    """Return the clauses that the answers of these themes changed."""
    if outcome is None or not places:
        return []
    return [row for row in outcomes.changes(session, outcome_id=outcome.id) if row.theme_id in places]


def answered_themes(
    voice: Contribution, outcome: Outcome, places: Sequence[int],
    changes: Mapping[int, list[Change]], milestones: Mapping[int, list[MilestoneRow]],
) -> list[Theme]:  # fmt: skip
    """Return the themes under which the voice stands in an outcome, with their answers and what they changed."""
    slug, themes = voice.consultation.slug, []
    for place in places:
        if (theme := theme_of(outcome, place)) is None:
            continue
        answer = Answer(
            url=url_for("public.outcome", slug=slug, version=outcome.number, _anchor=f"theme-{place}"),
            voices_url=url_for("public.theme", slug=slug, theme_id=place),
            others=voices_of(outcome, place) - 1,
            outcome=str(theme["outcome"]),
            reason=localized(theme, "reason"),
            lang=lang_of(theme, "reason"),
            changes=changes.get(place, []),
            milestones=milestones.get(place, []),
        )
        themes.append(Theme(localized(theme, "title"), lang_of(theme, "title"), answer))
    return themes


def working_themes(session: Session, voice: Contribution, state: State) -> list[Theme]:
    """Return the themes it was put under, while the answer is being written."""
    if state is not State.CLOSED:
        return []
    places = outcomes.working_places(session, ids=[voice.id]).get(voice.id, [])
    if not places:
        return []
    every = outcomes.themes_and_answers(session, consultation_id=voice.consultation_id, in_short=True)
    found = {theme.id: theme for theme in every}
    return [Theme(localized(found[place], "title"), lang_of(found[place], "title"), None) for place in places]


def carried_on(
    session: Session,
    outcome: Outcome,
    places: Sequence[int],
    rows: Sequence[OutcomeChange],
    words: Mapping[tuple[int, int], ClauseWords],
    now: datetime,
) -> tuple[dict[int, list[Change]], dict[int, list[MilestoneRow]]]:
    """Return the changed clauses and the milestones of these themes' answers, by theme id, as they stand today."""
    named = outcomes.named_milestones(session, outcome_id=outcome.id)
    kept = kept_with(rows)
    changes: dict[int, list[Change]] = {}
    milestones: dict[int, list[MilestoneRow]] = {}
    for row in rows:
        # Older outcomes may say that a clause was changed which the new version no longer had.
        if {(row.from_version_id, row.clause_id), (row.to_version_id, row.clause_id)} <= words.keys():
            changes.setdefault(row.theme_id, []).append(change(row, words, kept))
    here = [each for each in named if each.theme_id in places]
    for each, milestone in zip(here, milestones_today(here, now), strict=True):
        milestones.setdefault(each.theme_id, []).append(milestone)
    return changes, milestones
